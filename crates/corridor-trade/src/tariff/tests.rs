//! The shipped tables on chosen days, and wrong rows against their errors.

use super::{Basis, Group, Measure, SHIPPED, Tariffs, TaxBase, Texts};
use crate::{Member, Register};
use corridor_network::CountryCode;
use jiff::civil::date;
use rust_decimal::Decimal;

const AVERAGES: &str = "importer,group,measure,percent,year,source,date,confidence,note\n\
    IN,all,mfn-simple,17.0,2023,Some report,2025,H,\n";
const TAXES: &str = "importer,tax,percent,from,until,source,date,confidence,note\n\
    RU,vat,22,2026-01-01,,Some law,2025,H,\n";
const VALUATION: &str = "importer,basis,uplift_percent,from,until,source,date,confidence,note\n\
    IN,cif,0,2000-01-01,,judgement: most do,2026,L,\n";

const SURCHARGES: &str = "importer,name,percent,from,until,source,date,confidence,note\n\
    IN,some surcharge,10,2018-02-02,,Some law,2018,H,\n";

fn code(text: &str) -> CountryCode {
    text.parse().unwrap()
}

#[test]
fn the_newest_average_is_given_and_unions_stand_in_for_their_members() {
    let (tariffs, register) = (Tariffs::shipped(), Register::shipped());
    let day = date(2026, 6, 1);
    let average =
        |country| tariffs.average(register, day, code(country), Group::All, Measure::MfnSimple);
    assert_eq!(average("IN").map(|a| (a.percent, a.year)), Some((Decimal::from(17), 2023)));
    assert_eq!(average("KZ").map(|a| a.importer.to_string()).as_deref(), Some("EAEU"));
    assert_eq!(
        average("AM").map(|a| a.percent),
        Some(Decimal::new(63, 1)),
        "its own row goes first"
    );
    assert_eq!(average("TM"), None, "what is not known is none");
    let before = date(2014, 6, 1);
    let early = tariffs.average(register, before, code("KZ"), Group::All, Measure::MfnSimple);
    assert_eq!(early, None, "no union yet");
}

#[test]
fn taxes_and_bases_follow_the_day() {
    let (tariffs, register) = (Tariffs::shipped(), Register::shipped());
    let rate = |country, day| tariffs.tax(register, day, code(country)).map(|t| t.percent);
    assert_eq!(rate("RU", date(2025, 12, 31)), Some(Decimal::from(20)));
    assert_eq!(rate("RU", date(2026, 1, 1)), Some(Decimal::from(22)));
    assert_eq!(rate("KZ", date(2026, 6, 1)), Some(Decimal::from(16)));
    assert_eq!(rate("AQ", date(2026, 6, 1)), None);
    let basis = |c| tariffs.valuation(register, date(2026, 6, 1), code(c)).map(|v| v.basis);
    assert_eq!(basis("US"), Some(Basis::Fob));
    assert_eq!(basis("KG"), Some(Basis::Cif), "as the Eurasian Economic Union");
    assert_eq!(basis("DE"), Some(Basis::Cif), "as the European Union");
    let surcharges = |day| tariffs.surcharges(register, day, code("IN")).len();
    assert_eq!((surcharges(date(2018, 2, 1)), surcharges(date(2018, 2, 2))), (2, 1));
    let base = |c| tariffs.tax_base(register, date(2026, 6, 1), code(c)).map(|b| b.base);
    assert_eq!(base("FI"), Some(TaxBase::DutyPaidDelivered));
    assert_eq!((base("IN"), base("AQ")), (Some(TaxBase::DutyPaid), None));
    assert_eq!(base("AU"), Some(TaxBase::DutyPaidTransported));
}

/// A rate as it was on a day, or none where it is not known; the sources stand in the table.
#[test]
fn a_day_has_the_rate_of_its_day_and_before_the_first_row_none_is_known() {
    let (tariffs, register) = (Tariffs::shipped(), Register::shipped());
    let cases = [
        ("SG", date(2023, 12, 27), Some("8")),
        ("SG", date(2024, 1, 1), Some("9")),
        ("SG", date(2022, 12, 31), Some("7")),
        ("SG", date(1994, 3, 31), None),
        ("IN", date(2016, 6, 1), None),
        ("IN", date(2000, 3, 15), None),
        ("IN", date(2017, 7, 1), Some("18")),
        ("RU", date(2018, 6, 1), Some("18")),
        ("RU", date(2003, 12, 31), Some("20")),
        ("RU", date(1992, 6, 1), None),
        ("TR", date(2022, 6, 1), Some("18")),
        ("TR", date(2023, 7, 10), Some("20")),
        ("CN", date(2018, 1, 15), Some("17")),
        ("CN", date(2018, 12, 31), Some("16")),
        ("JP", date(2018, 6, 1), Some("8")),
        ("JP", date(2013, 6, 1), Some("5")),
        ("AE", date(2016, 6, 1), Some("0")),
        ("AE", date(1999, 6, 1), None),
        ("SA", date(2019, 6, 1), Some("5")),
        ("OM", date(2020, 6, 1), Some("0")),
        ("UZ", date(2021, 6, 1), Some("15")),
        ("UZ", date(2019, 9, 30), Some("20")),
        ("FR", date(2013, 6, 1), Some("19.6")),
        ("GR", date(2015, 6, 1), Some("23")),
        ("GB", date(2010, 6, 1), Some("17.5")),
        ("GB", date(2009, 6, 1), Some("15")),
        ("DE", date(2020, 9, 1), Some("16")),
        ("DE", date(2006, 12, 31), Some("16")),
        ("IE", date(2020, 12, 1), Some("21")),
        ("FI", date(2024, 8, 31), Some("24")),
        ("EE", date(2025, 6, 30), Some("22")),
        ("RO", date(2025, 8, 1), Some("21")),
        ("KZ", date(2008, 6, 1), Some("13")),
        ("KZ", date(2025, 12, 31), Some("12")),
        ("IL", date(2012, 8, 31), Some("16")),
        ("LK", date(2022, 8, 31), Some("12")),
        ("PK", date(2023, 2, 13), Some("17")),
        ("TJ", date(2023, 12, 31), Some("15")),
        ("HU", date(2011, 12, 31), Some("25")),
        ("CH", date(2023, 12, 31), Some("7.7")),
        ("US", date(2024, 6, 1), Some("0")),
    ];
    for (country, day, percent) in cases {
        let found = tariffs.tax(register, day, code(country)).map(|t| t.percent);
        assert_eq!(found, percent.map(|p| p.parse().unwrap()), "{country} on {day}");
    }
    let uplift = |day| tariffs.valuation(register, day, code("IN")).map(|v| v.uplift_percent);
    assert_eq!(
        uplift(date(2017, 9, 25)),
        Some(Decimal::ONE),
        "a charge for landing was in the value"
    );
    assert_eq!(uplift(date(2017, 9, 26)), Some(Decimal::ZERO));
    assert_eq!(uplift(date(1980, 1, 1)), None);
    assert_eq!(tariffs.surcharges_since(date(2003, 1, 1), code("IN")), Some(date(2004, 7, 9)));
    assert_eq!(tariffs.surcharges_since(date(2003, 1, 1), code("DE")), None);
    let share = tariffs.tax_base(register, date(2025, 6, 1), code("ID")).map(|b| b.share);
    assert_eq!(share, Some((Decimal::from(11), Decimal::from(12))));
}

#[test]
fn many_importers_have_tax_base_and_valuation() {
    let (tariffs, register) = (Tariffs::shipped(), Register::shipped());
    let day = date(2026, 6, 1);
    let complete = register.countries().into_iter().filter(|country| {
        tariffs.tax(register, day, *country).is_some_and(|tax| {
            let valued = tariffs.valuation(register, day, *country).is_some();
            let based = tariffs.tax_base(register, day, *country).is_some();
            valued && (based || tax.percent.is_zero())
        })
    });
    let complete = complete.count();
    assert!(complete >= 60, "{complete}");
}

#[test]
fn wrong_rows_are_refused_with_file_and_line() {
    let tables = Texts {
        averages: AVERAGES,
        taxes: TAXES,
        valuations: VALUATION,
        surcharges: SURCHARGES,
        ..SHIPPED
    };
    assert!(Tariffs::parse(&tables).is_ok());
    let refused = |tables: Texts<'_>, place: &str, reason: &str| {
        let error = Tariffs::parse(&tables).unwrap_err().to_string();
        assert!(error.starts_with(place) && error.contains(reason), "{place} {reason}: {error}");
    };
    let twice = format!("{AVERAGES}IN,all,mfn-simple,1,2023,Some report,2025,H,\n");
    for (averages, place, reason) in [
        (AVERAGES.replace("17.0", "x"), "averages.csv:2", "no number"),
        (AVERAGES.replace("17.0", "-1"), "averages.csv:2", "no rate"),
        (AVERAGES.replace("all", "everything"), "averages.csv:2", "variant"),
        (AVERAGES.replace("note\n", "remark\n"), "averages.csv:2", "remark"),
        (AVERAGES.replace("Some report", "MEM"), "averages.csv:2", "found again"),
        (twice, "averages.csv:3", "twice"),
    ] {
        refused(Texts { averages: &averages, ..tables }, place, reason);
    }
    for (from, to, reason) in [
        ("vat", "vta", "variant"),
        ("01,,", "01,2025-01-01,", "ends before"),
        ("2026-01-01", "", "year"),
        ("vat,22", "none,22", "no tax"),
    ] {
        refused(Texts { taxes: &TAXES.replace(from, to), ..tables }, "taxes.csv:2", reason);
    }
    for (from, to, reason) in [(",L,", ",H,", "confidence L"), ("IN", "in", "neither a country")] {
        let valuations = VALUATION.replace(from, to);
        refused(Texts { valuations: &valuations, ..tables }, "valuation.csv:2", reason);
    }
    let surcharges = SURCHARGES.replace("10", "4000");
    refused(Texts { surcharges: &surcharges, ..tables }, "surcharges.csv:2", "no rate");
}

#[test]
fn every_union_in_the_tables_is_one_of_the_register() {
    let (tariffs, unions) = (Tariffs::shipped(), Register::shipped().unions());
    let importers = tariffs.averages.iter().map(|a| &a.importer);
    let importers = importers.chain(tariffs.taxes.iter().map(|t| &t.importer));
    let importers = importers.chain(tariffs.tax_bases.iter().map(|b| &b.importer));
    for importer in importers.chain(tariffs.valuations.iter().map(|v| &v.importer)) {
        if let Member::Union(name) = importer {
            assert!(unions.contains(&name.as_str()), "{name}");
        }
    }
}
