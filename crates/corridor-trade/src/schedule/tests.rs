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
            _ => None,
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
    let semicolons = export.replace("3.5", "3,5 ").replace(',', ";").replace("3;5 ", "3,5");
    let european = read(&semicolons).unwrap();
    assert_eq!(european.lines(), schedule.lines());
    // What cannot be read is left out, counted and told.
    let worse = read(&export.replace("RUS", "XXX")).unwrap();
    assert_eq!(worse.lines().len(), 2);
    let told = worse.left_out.join("\n");
    assert!(told.contains("mine.csv: 1 rows refused") && told.contains("2:1: reporter"), "{told}");
    let nothing = "Reporter,Product,DutyType,Simple Average\nXXX,300490,MFN,many\n";
    let error = read(nothing).unwrap_err();
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

/// Small made-up tables of the shapes that tariff offices export.
#[test]
fn national_tariffs_are_read_as_they_come() {
    let kingdom = "id,commodity__code,measure__type__id,measure__duty_expression,\
        measure__effective_start_date,measure__effective_end_date,measure__geographical_area__id\n\
        1,8703230000,103,10.00 %,2021-01-01,,1011\n\
        2,0201300000,103,12.00 % + 253.00 GBP / 100 kg,2021-01-01,,1011\n\
        3,8703230000,142,0.00 %,2021-01-01,,IN\n\
        4,0302439000,103,see note,2021-01-01,,1011\n\
        5,8517120000,103,0.00 %,2021-01-01,,1011\n";
    let taric = "Goods code;Order No.;Start date;End date;Meas. type code;Duty;Origin code\n\
        6109100000;;01-01-2012;;103;12,000 %;1011\n\
        9101110000;;01-01-2012;31-12-2030;103;4,500 % MIN 0,300 EUR p/st MAX 0,800 EUR p/st;1011\n\
        0201300000;;01-01-2012;;103;12,800 % + 176,800 EUR / 100 kg;1011\n\
        6109100000;;01-01-2012;;142;0,000 %;IN\n";
    let states = "HTS Number,Indent,Description,General Rate of Duty,Special Rate of Duty\n\
        6109,0,T-shirts,,\n6109.10.00,1,of cotton,16.5%,Free (AU)\n6109.10.00.04,2,men's,,\n\
        1006.30.90,1,other,1.4\u{a2}/kg,Free\n1509.90.20,1,weighing,5 cents/kg on contents and container,\n\
        9903.88.03,0,China,25%,\n";
    let read = |text: &str| read(text).unwrap();
    let lines = |schedule: &Schedule| -> Vec<String> {
        let line = |l: &super::Line| match &l.stated {
            Stated::Duty(duty) => format!("{} {} {duty}", l.importer, l.hs.digits()),
            _ => String::new(),
        };
        schedule.lines().iter().map(line).collect()
    };
    let of = read(kingdom);
    assert_eq!(lines(&of), ["GB 870323 10%", "GB 020130 12% + 253 GBP/100 kg"]);
    let told = of.left_out.join("\n");
    for part in
        ["1 rows left out: other measures", "2 rows refused", "mine.csv:5:4", "8517.13, 8517.14"]
    {
        assert!(told.contains(part), "{part}: {told}");
    }
    let of = read(taric);
    assert_eq!(
        lines(&of),
        [
            "EU 610910 12%",
            "EU 910111 min(max(4.5%, 0.3 EUR/piece), 0.8 EUR/piece)",
            "EU 020130 12.8% + 176.8 EUR/100 kg"
        ]
    );
    assert_eq!(of.lines()[0].from, Some(date(2012, 1, 1)));
    assert_eq!(of.lines()[1].until, Some(date(2030, 12, 31)));
    assert!(of.left_out.join(" ").contains("1 rows left out: other measures"));
    let of = read(states);
    assert_eq!(lines(&of), ["US 610910 16.5%", "US 10063090 0.014 USD/kg"]);
    let told = of.left_out.join("\n");
    for part in
        ["2 rows left out: no code or no rate", "1 rows left out: chapters 98", "1 rows refused"]
    {
        assert!(told.contains(part), "{part}: {told}");
    }
}

/// Small made-up tables of the shapes of the bulk files and tables.
#[test]
fn bulk_files_of_tariffs_are_read_as_they_come() {
    let mfn = "NomenCode,Reporter_ISO_N,Year,ProductCode,Sum_Of_Rates,Min_Rate,Max_Rate,SimpleAverage,\
        Nbr_NA_Lines,Nbr_Free_Lines,Nbr_AVE_Lines,Nbr_Dutiable_Lines,TotalNoOfValidLines,TotalNoOfLines,EstCode\n\
        H6,484,2022,300490,20,10,10,10,0,0,0,2,2,2,N\n\
        H6,484,2022,870323,65,15,50,32.5,0,0,0,2,2,2,N\n\
        H6,484,2022,170199,0,0,0,0,3,0,0,0,0,3,N\n\
        H6,484,2022,020130,20,20,20,20,0,0,1,1,1,1,U\n\
        H5,484,2022,851712,0,0,0,0,0,1,0,0,1,1,N\n\
        H6,004,2022,090230,5,5,5,5,0,0,0,1,1,1,N\n";
    let schedule = read(mfn).unwrap();
    let lines: Vec<_> =
        schedule.lines().iter().map(|l| (l.importer.to_string(), &l.stated)).collect();
    assert_eq!(lines.len(), 3, "{lines:?}");
    assert_eq!(lines[0], ("MX".to_owned(), &Stated::Duty("10%".parse().unwrap())));
    assert!(matches!(lines[1].1, Stated::Between(..)));
    assert_eq!(lines[2].0, "AF", "leading zeros are part of a code or not");
    assert!(schedule.lines().iter().all(|line| line.regime == Regime::Mfn));
    let told = schedule.left_out.join("\n");
    for part in
        ["3 rows refused", "3 lines have no rate in per cent", "an estimated equivalent", "8517.13"]
    {
        assert!(told.contains(part), "{part}: {told}");
    }
    let preferences = "NomenCode,Reporter_ISO_N,Year,ProductCode,Partner,Sum_Of_Rates,Min_Rate,Max_Rate,\
        SimpleAverage,TotalNoOfLines,Nbr_Pref_Lines,Nbr_MFN_Lines,Nbr_NA_Lines,EstCode\n\
        H6,356,2022,300490,144,0,0,0,0,1,1,0,0,N\n\
        H6,356,2022,300490,N12,0,0,0,0,1,1,0,0,N\n";
    let schedule = read(preferences).unwrap();
    assert_eq!(schedule.lines().len(), 1);
    assert_eq!(schedule.lines()[0].regime, Regime::Origin(code("LK")));
    assert!(schedule.left_out[0].contains("group \"N12\""), "{:?}", schedule.left_out);
}

#[test]
fn tables_of_the_kingdom_and_the_database_of_the_states_are_read() {
    let global = "commodity,cet_duty_rate,ukgt_duty_rate,change\n6109100000,12.00%,12.00%,No change\n\
        0201300000,12.80% + 176.80 EUR/100kg,12.00% + 147.00 GBP/100kg,Currency conversion\n";
    let schedule = read(global).unwrap();
    let duty = |n: usize| match &schedule.lines()[n].stated {
        Stated::Duty(duty) => duty.to_string(),
        _ => String::new(),
    };
    assert_eq!((duty(0), duty(1)), ("12%".to_owned(), "12% + 147 GBP/100 kg".to_owned()));
    let database = "hts8,brief_description,mfn_text_rate,mfn_ad_val_rate\n61091000,T-shirts,16.5%,0.165\n\
        10063090,Rice,1.4 cents/kg,0\n";
    let schedule = read(database).unwrap();
    assert_eq!(schedule.lines().len(), 2);
    assert_eq!(schedule.lines()[0].importer.to_string(), "US");
}
