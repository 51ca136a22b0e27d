//! The shipped schedules against the rows of their sources, and what they may not answer.

use super::{Found, ShippedSchedule, index, shipped, shipped_duty};
use crate::Register;
use crate::hs::{HsCode, Nomenclature};
use corridor_network::CountryCode;
use jiff::civil::{Date, date};

const DAY: Date = date(2026, 12, 1);

fn hs(text: &str) -> HsCode {
    text.parse().unwrap()
}

fn on(day: Date, importer: &str, code: &str) -> Option<Found> {
    let importer: CountryCode = importer.parse().unwrap();
    shipped_duty(Register::shipped(), day, importer, &hs(code)).map(|of| of.found)
}

fn found(importer: &str, code: &str) -> Found {
    on(DAY, importer, code).unwrap()
}

#[test]
fn every_row_is_read_and_its_code_is_of_the_nomenclature() {
    assert_eq!(shipped().len(), index::FILES.len(), "a file has no row in schedules.csv");
    let six: Vec<&str> =
        Nomenclature::shipped().iter().map(|row| row.0).filter(|code| code.len() == 6).collect();
    for ShippedSchedule { id, bytes, chapters, .. } in shipped() {
        let rows = index::rows(id, bytes).unwrap();
        assert!(rows.len() > 5_000, "{id}: {} rows", rows.len());
        let chapter = |code: &str| code[..2].parse::<u8>().unwrap();
        for row in &rows {
            assert!(row.hs.digits().len() >= 6, "{id}: {}", row.hs);
            assert!(Nomenclature::shipped().title(&row.hs).is_ok(), "{id}: {}", row.hs);
            assert!((chapters.0..=chapters.1).contains(&chapter(row.hs.digits())), "{id}");
        }
        // Within its chapters a schedule speaks of every subheading, if only to say that it is not known.
        for code in six.iter().filter(|code| (chapters.0..=chapters.1).contains(&chapter(code))) {
            let at = rows.partition_point(|row| row.hs.digits() < *code);
            assert!(rows[at].hs.digits().starts_with(code), "{id} has nothing of {code}");
        }
    }
}

/// By hand from the papers of the Eurasian Economic Commission, the table of the Department for
/// International Trade (both columns) and the tariff of the United States.
#[test]
fn duties_of_lines_are_those_of_the_sources() {
    for (importer, code, expected) in [
        ("RU", "4011.10", "10%"),
        ("KZ", "7208.39", "5%"),
        ("BY", "8471.30", "free"),
        ("AM", "6403.12", "1.5 EUR/pair"),
        ("KG", "0901.22", "max(8%, 0.16 EUR/kg)"),
        ("RU", "0902.10.00.01", "max(12%, 0.34 EUR/kg)"),
        ("RU", "3004.90.00.02", "3%"),
        ("RU", "9403.60.30.00", "10% + 0.1 EUR/kg"),
        ("RU", "1701.91.00.11", "250 USD/t"),
        ("GB", "0201.30", "12% + 253 GBP/100 kg"),
        ("GB", "0902.10", "2%"),
        ("GB", "1006.30.21", "121 GBP/1000 kg"),
        ("GB", "2204.21.06", "26 GBP/100 l"),
        ("GB", "6109.10", "12%"),
        ("GB", "6403.99.38", "4%"),
        ("GB", "8528.72", "14%"),
        ("DE", "0201.30", "12.8% + 303.4 EUR/100 kg"),
        ("FR", "1509.90", "134.6 EUR/100 kg"),
        ("IT", "2401.10.60", "min(max(11.2%, 22 EUR/100 kg), 56 EUR/100 kg)"),
        ("PL", "6403.99.38", "5%"),
        ("NL", "8703.23", "10%"),
        ("US", "6109.10", "16.5%"),
        ("US", "1006.30.90", "0.014 USD/kg"),
        ("US", "2709.00.20", "0.105 USD/158.987 l"),
        ("US", "4011.10.10", "4%"),
        ("US", "1512.19", "3.4% + 0.017 USD/kg"),
    ] {
        match found(importer, code) {
            Found::One(line) => assert_eq!(line.duty.to_string(), expected, "{importer} {code}"),
            other => panic!("{importer} {code}: {other:?}"),
        }
    }
}

#[test]
fn lines_that_differ_are_all_told_and_the_highest_is_named() {
    for (importer, code, lines, highest) in [
        ("RU", "3004.90", 5, "5%"),
        ("RU", "6403.99", 11, "1.5 EUR/pair"),
        ("RU", "0902.10", 2, "max(12%, 0.34 EUR/kg)"),
        ("GB", "3926.90.97", 16, "6%"),
        ("US", "4011.10", 2, "4%"),
    ] {
        let Found::Several { lines: of, highest: duty } = found(importer, code) else {
            panic!("{importer} {code}: {:?}", found(importer, code));
        };
        assert_eq!(duty.to_string(), highest, "{importer} {code}");
        assert_eq!(of.len(), lines, "{importer} {code}: {of:?}");
        assert!(of.iter().all(|line| hs(code).covers(&line.hs)), "{of:?}");
        assert!(of.is_sorted_by(|a, b| a.hs < b.hs), "{of:?}");
    }
    let Found::Several { lines, .. } = found("RU", "3004.90") else { panic!() };
    assert_eq!(
        super::by_duty(&lines),
        "5%: 3004.90.00.01, 3004.90.00.05; 3%: 3004.90.00.02, 3004.90.00.06, 3004.90.00.08"
    );
    // A line below another of the same schedule has its own duty, all others have that of the longer one.
    let of = |code: &str| match found("GB", code) {
        Found::One(line) => line.duty.to_string(),
        other => panic!("{code}: {other:?}"),
    };
    assert_eq!((of("3926.90.97.05"), of("3926.90.97.90")), ("free".into(), "6%".into()));
}

#[test]
fn what_is_not_known_says_why_and_no_neighbour_stands_in() {
    for (importer, code, reason) in [
        // Copies of the tariff differ, or a text cannot be reckoned.
        ("RU", "6109.10", "1.75 EUR/kg and 12%"),
        ("RU", "0401.10", "0401.10.10.00, two copies of the tariff differ: 15% and 5%"),
        ("RU", "0401.10", "other lines under 0401.10: 15%: 0401.10.90.00"),
        ("GB", "8708.99", "made of others, which had 2% | 4%"),
        ("GB", "8708.99.97", "made of others"),
        ("GB", "0302.43", "01 JUL - 31 JAN"),
        ("DE", "8418.10", "made of others"),
        ("US", "1701.91", "cannot be reckoned"),
        // Chapters that are not there.
        ("US", "8471.30", "chapters 10 to 69"),
        ("US", "0902.10", "chapters 10 to 69"),
        // A national line that the schedule has not.
        ("RU", "3004.90.00.03", "no line 3004.90.00.03, but 3004.90.00.01"),
    ] {
        let Found::NotKnown(why) = found(importer, code) else {
            panic!("{importer} {code}: {:?}", found(importer, code));
        };
        assert!(why.contains(reason), "{importer} {code}: {why}");
    }
    for importer in ["IN", "AZ", "IR", "TR", "CN"] {
        assert_eq!(on(DAY, importer, "3004.90"), None, "{importer}");
    }
}

#[test]
fn a_schedule_says_nothing_of_days_before_its_own() {
    let known = |day, importer: &str, code: &str| {
        !matches!(on(day, importer, code), None | Some(Found::NotKnown(_)))
    };
    assert!(known(date(2025, 9, 21), "RU", "4011.10"));
    assert!(!known(date(2025, 9, 20), "RU", "4011.10"));
    assert!(
        !known(date(2019, 12, 31), "DE", "6109.10") && known(date(2020, 1, 1), "DE", "6109.10")
    );
    let Some(Found::NotKnown(why)) = on(date(2024, 1, 1), "US", "6109.10") else { panic!() };
    assert!(why.contains("2025-07-01"), "{why}");
}
