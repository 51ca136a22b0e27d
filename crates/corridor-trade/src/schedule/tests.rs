//! Schedules read, and wrong ones against their errors.

use super::{Regime, Schedule, Stated};
use crate::Register;
use corridor_network::CountryCode;
use jiff::civil::date;
use rust_decimal::Decimal;
use std::fmt::Write;

fn read(text: &str) -> Result<Schedule, String> {
    Schedule::default().with("mine.csv", text, Register::shipped()).map_err(|e| e.to_string())
}

fn code(text: &str) -> CountryCode {
    text.parse().unwrap()
}

const OWN: &str = "importer,hs,regime,duty,from,until,quota,source\n\
    EAEU,3004,mfn,5%,,,,Decision 80\n\
    EAEU,300490,mfn,3%,,,,Decision 80\n\
    EAEU,300490,eaeu-iran-fta,free,2025-05-15,,,Annex 1\n\
    KG,3004,mfn,free,,,,own lower rate\n\
    IN,0902,mfn,max(100%; 1 USD/kg),,,,\n";

#[test]
fn the_longest_code_of_the_importer_itself_counts() {
    let own = OWN.replace("max(100%; 1 USD/kg)", "\"max(100%, 1 USD/kg)\"");
    let (schedule, register) = (read(&own).unwrap(), Register::shipped());
    let duty = |importer, hs: &str, regime: Regime, day| {
        let line = schedule.line(register, day, code(importer), &hs.parse().unwrap(), &regime)?;
        match &line.stated {
            Stated::Duty(duty) => Some(duty.to_string()),
            Stated::Between(..) => None,
        }
    };
    let day = date(2026, 1, 1);
    assert_eq!(duty("RU", "3004.90.0001", Regime::Mfn, day).as_deref(), Some("3%"));
    assert_eq!(duty("RU", "3004.10", Regime::Mfn, day).as_deref(), Some("5%"));
    assert_eq!(duty("KG", "3004.90", Regime::Mfn, day).as_deref(), Some("free"));
    assert_eq!(duty("RU", "3003", Regime::Mfn, day), None);
    let iran = || Regime::Agreement("eaeu-iran-fta".to_owned());
    assert_eq!(duty("RU", "3004.90", iran(), day).as_deref(), Some("free"));
    assert_eq!(duty("RU", "3004.90", iran(), date(2025, 5, 14)), None);
    let finer = schedule.finer(register, day, code("RU"), &"3004".parse().unwrap());
    assert_eq!(finer.len(), 1);
}

#[test]
fn an_export_gives_a_duty_only_where_its_lines_agree() {
    let export = "Reporter,Reporter Name,Product,Partner,Tariff Year,DutyType,Simple Average,Minimum Rate,Maximum Rate\n\
        RUS,Russia,300490,WLD,2023,MFN,3.5,2,5\n\
        356,India,300490,WLD,2023,MFN,10,10,10\n\
        IND,India,300490,LKA,2023,PRF,0,0,0\n\
        IND,India,300490,WLD,2023,BND,40,40,40\n\
        IND,India,300490,N12,2023,PRF,0,0,0\n";
    let schedule = read(export).unwrap();
    assert_eq!(schedule.lines().len(), 3);
    assert_eq!(schedule.lines()[0].stated, Stated::Between(Decimal::from(2), Decimal::from(5)));
    assert_eq!(schedule.lines()[2].regime, Regime::Origin(code("LK")));
    assert_eq!(schedule.left_out.len(), 2, "{:?}", schedule.left_out);
    let error = read(&export.replace("RUS", "XXX").replace("3.5", "many")).unwrap_err();
    assert!(error.contains("mine.csv:2:1: reporter") && error.contains("no rate"), "{error}");
}

#[test]
fn wrong_tables_are_refused_with_row_and_column() {
    let row = |row: &str| format!("importer,hs,duty,regime,from,until\n{row}\n");
    for (text, place, reason) in [
        ("hs,duty\n3004,5%\n".to_owned(), "mine.csv:1:1", "columns missing: importer"),
        (
            "importer,hs,duty,vat\nRU,3004,5%,22\n".to_owned(),
            "mine.csv:1:1",
            "columns unknown: vat",
        ),
        ("importer,hs,duty,hs\n".to_owned(), "mine.csv:1:1", "stands twice"),
        (row("Russia,3004,5%,,,"), "mine.csv:2:1", "neither a country"),
        (row("ZZ,3004,5%,,,"), "mine.csv:2:1", "no country"),
        (row("EURASIA,3004,5%,,,"), "mine.csv:2:1", "one of EAEU"),
        (row("RU,300499,5%,,,"), "mine.csv:2:2", "3004.90"),
        (row("RU,10121,5%,,,"), "mine.csv:2:2", "010121"),
        (row("RU,3004,5,,,"), "mine.csv:2:3", "no duty"),
        (row("RU,3004,1 EUR/stone,,,"), "mine.csv:2:3", "no unit"),
        (row("RU,3004,5%,gsp,,"), "mine.csv:2:4", "neither mfn"),
        (row("RU,3004,5%,,2026,"), "mine.csv:2:5", "YYYY-MM-DD"),
        (row("RU,3004,5%,,2026-01-01,2025-01-01"), "mine.csv:2:6", "before it begins"),
        (row("RU,3004,5%"), "mine.csv:2:1", "fields"),
        (row("RU,3004,5%,,,\nRU,3004,6%,,,"), "mine.csv:3:1", "mine.csv:2"),
        ("importer,hs,duty\n".to_owned(), "mine.csv:1:1", "no rows"),
    ] {
        let error = read(&text).unwrap_err();
        assert!(error.starts_with(place) && error.contains(reason), "{text}: {error}");
    }
}

#[test]
fn a_whole_tariff_with_all_its_regimes_is_read() {
    let mut text = String::from("importer,hs,duty,regime\n");
    for regime in ["mfn", "eaeu-iran-fta", "eaeu-serbia-fta", "eaeu-vietnam-fta"] {
        for line in 0..12_000 {
            writeln!(text, "EAEU,300490{line:06},5%,{regime}").unwrap();
        }
    }
    // Seconds to minutes if every line were compared with all before it.
    assert_eq!(read(&text).unwrap().lines().len(), 48_000);
    let twice = format!("{text}EAEU,300490000007,6%,mfn\n");
    assert!(read(&twice).unwrap_err().contains("given by mine.csv:9:1 too"));
}
