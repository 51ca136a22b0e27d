//! Worked cases of origin and local content: verdicts and percentages computed by hand from published rules.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use corridor_network::CountryCode;
use corridor_trade::Usd;
use corridor_trade::bom::Bill;
use corridor_trade::local_content::{ContentClass, MAKE_IN_INDIA};
use corridor_trade::origin::{Area, Rule, Terms, Tolerance, judge};
use rust_decimal::Decimal;

fn usd(text: &str) -> Usd {
    text.parse().unwrap()
}

fn decimal(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn code(text: &str) -> CountryCode {
    text.parse().unwrap()
}

/// Terms with a de minimis of so many per cent of the value, or none.
fn terms(de_minimis: Option<u32>) -> Terms {
    let tolerance = |percent: u32| percent.to_string().parse::<Tolerance>().unwrap();
    Terms { tolerances: Some(de_minimis.map(tolerance).into_iter().collect()), ..Terms::default() }
}

fn originates(bill: &str, rule: &str, cumulated: &[&str], de_minimis: Option<u32>) -> bool {
    let bill = Bill::read("bom.csv", &format!("part,hs,origin,value_usd\n{bill}")).unwrap();
    let rule: Rule = rule.parse().unwrap();
    let area = Area {
        exporter: [code("IN")].into(),
        cumulated: cumulated.iter().map(|c| code(c)).collect(),
        unsure: [].into(),
    };
    let judged = judge(&bill, &area, &terms(de_minimis), |_| Some(rule.clone()));
    judged.last().unwrap().originates.unwrap()
}

#[test]
fn rules_of_origin() {
    const TEXT: &str = "yarn,5205.11,CN,60\ndye,3204.15,IN,10\nTOTAL,5208.11,IN,100\n";
    const GEAR: &str = "blank,8483.90,CN,650\nsteel,7228.30,IN,100\nTOTAL,8483.40,IN,1000\n";
    // Bill, rule, cumulated countries, de minimis, whether it originates, why.
    let cases = [
        // (100 - 60) / 100 = 40 %: on the threshold, and a cent below it.
        (TEXT, "RVC(build-down) >= 40", &[][..], None, true),
        (&TEXT.replace(",CN,60", ",CN,60.01"), "RVC(build-down) >= 40", &[], None, false),
        (TEXT, "RVC(build-down) >= 40.01", &[], None, false),
        // Materials that originate alone: 10 / 100.
        (TEXT, "RVC(build-up) >= 10", &[], None, true),
        (TEXT, "RVC(build-up) >= 10.1", &[], None, false),
        // India and ASEAN: a new subheading and 35 %; 350 / 1,000 is on the threshold.
        (GEAR, "CTSH and RVC(build-down) >= 35", &[], None, true),
        (&GEAR.replace("650", "650.01"), "CTSH and RVC(build-down) >= 35", &[], None, false),
        // The blank is of the same heading, so it is no change of heading.
        (GEAR, "CTH", &[], None, false),
        (GEAR, "CTH or RVC(build-down) >= 35", &[], None, true),
        (GEAR, "CC", &[], None, false),
        (TEXT, "CTH", &[], None, true),
        (TEXT, "CC", &[], None, false),
        // Cumulation: a blank from the partner counts.
        (&GEAR.replace(",CN,", ",AE,"), "CTH", &["AE"], None, true),
        (&GEAR.replace(",CN,", ",AE,"), "CTH", &[], None, false),
        (&GEAR.replace(",CN,", ",AE,"), "WO", &["AE"], None, true),
        (GEAR, "WO", &["AE"], None, false),
        // De minimis of 10 %: 100 of 1,000 may keep the heading, 100.01 may not.
        (&GEAR.replace("650", "100"), "CTH", &[], Some(10), true),
        (&GEAR.replace("650", "100.01"), "CTH", &[], Some(10), false),
        // India and the United Arab Emirates: 40 % and a new subheading, both.
        (
            &GEAR.replace("650", "600"),
            "WO or (CTSH and RVC(build-down) >= 40)",
            &[],
            Some(10),
            true,
        ),
        (GEAR, "WO or (CTSH and RVC(build-down) >= 40)", &[], Some(10), false),
        // Made elsewhere, it does not originate whatever its parts.
        (&GEAR.replace("8483.40,IN", "8483.40,CN"), "RVC(build-down) >= 0", &[], None, false),
    ];
    for (bill, rule, cumulated, de_minimis, expected) in cases {
        assert_eq!(originates(bill, rule, cumulated, de_minimis), expected, "{rule} of\n{bill}");
    }
}

#[test]
fn an_assembly_that_originates_counts_whole() {
    let file = |gears: u32| {
        format!(
            r#"
            [good]
            name = "tractor"
            hs = "8701.91"
            country = "IN"
            value_usd = 1000
            [[assembly]]
            name = "gearbox"
            hs = "8708.40"
            country = "IN"
            value_usd = 500
            [[part]]
            name = "gears"
            hs = "8483.40"
            origin = "CN"
            value_usd = {gears}
            into = "gearbox"
            [[part]]
            name = "engine"
            hs = "8408.20"
            origin = "CN"
            value_usd = 400
            "#
        )
    };
    let rule: Rule = "RVC(build-down) >= 40".parse().unwrap();
    let area = Area { exporter: [code("IN")].into(), ..Area::default() };
    let judged = |gears| {
        let bill = Bill::read("bom.toml", &file(gears)).unwrap();
        let judged = judge(&bill, &area, &terms(None), |_| Some(rule.clone()));
        let originates = |n: usize| judged[n].originates.unwrap();
        (originates(0), judged[1].non_originating, originates(1))
    };
    // Gearbox (500 - 300) / 500 = 40 %: it counts whole, and the tractor has (1,000 - 400) / 1,000 = 60 %.
    assert_eq!(judged(300), (true, usd("400"), true));
    // A dollar more, and 500 + 400 of 1,000 are from elsewhere: 10 %.
    assert_eq!(judged(301), (false, usd("900"), false));
}

#[test]
fn local_content_of_the_order() {
    use ContentClass::{Class1, Class2, NonLocal};
    // Imported value and duty of 1,000; local content per cent; class; step to the next class.
    let cases = [
        ("499.99", "0", "50.001", Class1, None),
        ("500", "0", "50", Class1, None),
        ("500.01", "0", "49.999", Class2, Some("0.01")),
        ("450", "50", "50", Class1, None),
        ("450", "50.01", "49.999", Class2, Some("0.01")),
        ("800", "0", "20", Class2, Some("300")),
        ("800.01", "0", "19.999", NonLocal, Some("0.01")),
        ("1000", "0", "0", NonLocal, Some("200")),
        // Duties can make the imports cost more than the good is sold for.
        ("1000", "100", "0", NonLocal, Some("200")),
    ];
    for (imported, duty, percent, class, better) in cases {
        let table = format!(
            "part,hs,origin,value_usd,duty_usd\ncell,8507.60,CN,{imported},{duty}\nTOTAL,8507.60,IN,1000,\n"
        );
        let content = MAKE_IN_INDIA.judge(&Bill::read("bom.csv", &table).unwrap());
        assert_eq!(content.percent, decimal(percent), "{imported} + {duty}");
        assert_eq!(content.class, class, "{imported} + {duty}");
        assert_eq!(content.better.map(|b| b.1), better.map(usd), "{imported} + {duty}");
    }
}
