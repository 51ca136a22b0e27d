//! Tariff files as offices and databases write them, each a small made-up one of the same shape in
//! `tests/tariff-files`: what is read of them, and what is told of the rest. `-- --nocapture` counts the kinds.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use corridor_trade::Register;
use corridor_trade::schedule::{Line, Regime, Schedule, Stated};

/// A kind of file, its text, its lines as `IMPORTER CODE what`, and how many sentences tell what is left out.
type Kind = (&'static str, &'static str, &'static [&'static str], usize);

macro_rules! kind {
    ($name:literal, $lines:expr, $left_out:literal) => {
        ($name, include_str!(concat!("tariff-files/", $name, ".csv")), &$lines, $left_out)
    };
}

/// All kinds: bulk files (AVEMFN, AVEPref) and queries of WITS, downloads of
/// the World Trade Organization, those of the United States, TARIC, the United Kingdom, and our own form.
const KINDS: &[Kind] = &[
    kind!("own", ["EAEU 300490 3%", "IN 0902 max(100%, 1 USD/kg)"], 0),
    kind!("wits-avemfn", ["IN 300490 10%", "RU 870323 15 to 50"], 2),
    kind!("wits-avepref", ["IN 300490 free of LK", "IN 610910 2% of AE"], 1),
    kind!("wits-query", ["RU 300490 5%", "IN 300490 free of LK"], 1),
    kind!("wto-facility", ["IN 300490 10%", "KR 870323 0 to 8"], 1),
    kind!("wto-portal", ["IN 300490 average 10"], 1),
    kind!("wto-statistics", ["IN 300490 10%", "RU 610910 average 10"], 0),
    kind!("us-hts", ["US 610910 16.5%", "US 10063090 0.014 USD/kg"], 2),
    kind!("us-database", ["US 610910 16.5%", "US 10063090 0.014 USD/kg"], 0),
    kind!(
        "eu-taric",
        ["EU 610910 12%", "EU 910111 min(max(4.5%, 0.3 EUR/piece), 0.8 EUR/piece)"],
        1
    ),
    kind!("uk-measures", ["GB 870323 10%", "GB 020130 12% + 253 GBP/100 kg"], 1),
    kind!("uk-global-tariff", ["GB 610910 12%", "GB 020130 12% + 147 GBP/100 kg"], 0),
];

fn told(line: &Line) -> String {
    let stated = match &line.stated {
        Stated::Duty(duty) => duty.to_string(),
        Stated::Between(least, most) => format!("{} to {}", least.normalize(), most.normalize()),
        Stated::Average(average) => format!("average {}", average.normalize()),
    };
    let regime = match &line.regime {
        Regime::Origin(country) => format!(" of {country}"),
        _ => String::new(),
    };
    format!("{} {} {stated}{regime}", line.importer, line.hs.digits())
}

fn read(name: &str, text: &str) -> Schedule {
    Schedule::default().with(name, text, Register::shipped()).unwrap()
}

#[test]
fn each_kind_of_file_is_read_as_it_comes() {
    for (name, text, expected, left_out) in KINDS {
        let schedule = read(name, text);
        let mut lines: Vec<String> = schedule.lines().iter().map(told).collect();
        let mut expected = expected.to_vec();
        lines.sort_unstable();
        expected.sort_unstable();
        assert_eq!(lines, expected, "{name}");
        assert_eq!(schedule.left_out.len(), *left_out, "{name}: {:#?}", schedule.left_out);
        println!("{name}: {} lines", lines.len());
    }
    println!("{} kinds", KINDS.len());
    assert!(KINDS.len() >= 8);
}

#[test]
fn each_kind_is_read_with_the_byte_order_mark_and_line_ends_of_a_spreadsheet() {
    for (name, text, expected, _) in KINDS {
        let spreadsheet = format!("\u{feff}{}", text.replace('\n', "\r\n"));
        assert_eq!(read(name, &spreadsheet).lines().len(), expected.len(), "{name}");
    }
}

#[test]
fn a_table_of_no_known_kind_is_refused_with_the_kinds_that_are_read() {
    let error = Schedule::default()
        .with("mine.csv", "country,code,rate\nRU,300490,5\n", Register::shipped())
        .unwrap_err()
        .to_string();
    for part in ["importer", "WITS", "the WTO"] {
        assert!(error.contains(part), "{part}: {error}");
    }
}
