//! The shipped tables on chosen days, and wrong rows against their errors.

use super::{Basis, Group, Measure, Tariffs};
use crate::{Member, Register};
use corridor_network::CountryCode;
use jiff::civil::date;

const AVERAGES: &str = "importer,group,measure,percent,year,source,date,confidence,note\n\
    IN,all,mfn-simple,17.0,2023,Some report,2025,H,\n";
const TAXES: &str = "importer,tax,percent,from,until,source,date,confidence,note\n\
    RU,vat,22,2026-01-01,,Some law,2025,H,\n";
const VALUATION: &str =
    "importer,basis,source,date,confidence,note\nIN,cif,judgement: most do,2026,L,\n";

fn code(text: &str) -> CountryCode {
    text.parse().unwrap()
}

#[test]
fn the_newest_average_is_given_and_unions_stand_in_for_their_members() {
    let (tariffs, register) = (Tariffs::shipped(), Register::shipped());
    let day = date(2026, 6, 1);
    let average =
        |country| tariffs.average(register, day, code(country), Group::All, Measure::MfnSimple);
    assert_eq!(average("IN").map(|a| (a.percent, a.year)), Some((17.0, 2023)));
    assert_eq!(average("KZ").map(|a| a.importer.to_string()).as_deref(), Some("EAEU"));
    assert_eq!(average("AM").map(|a| a.percent), Some(6.3), "its own row goes first");
    assert_eq!(average("TM"), None, "what is not known is none");
    let before = date(2014, 6, 1);
    let early = tariffs.average(register, before, code("KZ"), Group::All, Measure::MfnSimple);
    assert_eq!(early, None, "no union yet");
}

#[test]
fn taxes_and_bases_follow_the_day() {
    let (tariffs, register) = (Tariffs::shipped(), Register::shipped());
    let rate = |country, day| tariffs.tax(register, day, code(country)).map(|t| t.percent);
    assert_eq!(rate("RU", date(2025, 12, 31)), Some(20.0));
    assert_eq!(rate("RU", date(2026, 1, 1)), Some(22.0));
    assert_eq!(rate("KZ", date(2026, 6, 1)), Some(16.0));
    assert_eq!(rate("IR", date(2026, 6, 1)), None);
    let basis = |c| tariffs.valuation(register, date(2026, 6, 1), code(c)).map(|v| v.basis);
    assert_eq!(basis("US"), Some(Basis::Fob));
    assert_eq!(basis("KG"), Some(Basis::Cif), "as the Eurasian Economic Union");
    assert_eq!(basis("DE"), Some(Basis::Cif), "as the European Union");
}

#[test]
fn wrong_rows_are_refused_with_file_and_line() {
    assert!(Tariffs::parse(AVERAGES, TAXES, VALUATION).is_ok());
    let twice = format!("{AVERAGES}IN,all,mfn-simple,1,2023,Some report,2025,H,\n");
    for (averages, taxes, valuation, place, reason) in [
        (
            AVERAGES.replace("17.0", "x"),
            TAXES.into(),
            VALUATION.into(),
            "averages.csv:2",
            "percent",
        ),
        (
            AVERAGES.replace("17.0", "-1"),
            TAXES.into(),
            VALUATION.into(),
            "averages.csv:2",
            "no rate",
        ),
        (
            AVERAGES.replace("all", "everything"),
            TAXES.into(),
            VALUATION.into(),
            "averages.csv:2",
            "variant",
        ),
        (
            AVERAGES.replace("note\n", "remark\n"),
            TAXES.into(),
            VALUATION.into(),
            "averages.csv:2",
            "remark",
        ),
        (
            AVERAGES.replace("Some report", "MEM"),
            TAXES.into(),
            VALUATION.into(),
            "averages.csv:2",
            "found again",
        ),
        (twice, TAXES.into(), VALUATION.into(), "averages.csv:3", "twice"),
        (AVERAGES.into(), TAXES.replace("vat", "vta"), VALUATION.into(), "taxes.csv:2", "neither"),
        (
            AVERAGES.into(),
            TAXES.replace("01,,", "01,2025-01-01,"),
            VALUATION.into(),
            "taxes.csv:2",
            "ends before",
        ),
        (
            AVERAGES.into(),
            TAXES.into(),
            VALUATION.replace(",L,", ",H,"),
            "valuation.csv:2",
            "confidence L",
        ),
        (
            AVERAGES.into(),
            TAXES.into(),
            VALUATION.replace("IN", "in"),
            "valuation.csv:2",
            "neither a country",
        ),
    ] {
        let error = Tariffs::parse(&averages, &taxes, &valuation).unwrap_err().to_string();
        assert!(error.starts_with(place) && error.contains(reason), "{place} {reason}: {error}");
    }
}

#[test]
fn every_union_in_the_tables_is_one_of_the_register() {
    let (tariffs, unions) = (Tariffs::shipped(), Register::shipped().unions());
    let importers = tariffs.averages.iter().map(|a| &a.importer);
    let importers = importers.chain(tariffs.taxes.iter().map(|t| &t.importer));
    for importer in importers.chain(tariffs.valuations.iter().map(|v| &v.importer)) {
        if let Member::Union(name) = importer {
            assert!(unions.contains(&name.as_str()), "{name}");
        }
    }
}
