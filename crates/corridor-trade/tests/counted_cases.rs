//! Worked cases that can be counted: each row of `tests/cases` is one, computed by hand or as a page has it, and
//! exact to the cent. `cargo test --test counted_cases -- --nocapture` lists how many there are of each kind.
//!
//! - `duties.csv`: a stated duty on a customs value, by hand or from a page;
//! - `shares.csv`: what is left of a duty by a preference that takes a share of it;
//! - `importers.csv`: duty, charges and tax of a country on a day, by the tables that come with the program;
//! - `published.csv`: examples of duties and taxes on imports, each with where it stands;
//! - `terms.csv`: what the seller pays under each rule of Incoterms, and the price that follows from it.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod case;

use case::{Import, decimal, dues, given, of, rate, rows, usd, way};
use corridor_network::CountryCode;
use corridor_trade::duty::{Duty, Measured};
use corridor_trade::landed::{Dues, Given, LineKind, TaxOn, reckon};
use corridor_trade::{Basis, Incoterm, Payer, Register, Tariffs, TaxBase, Usd};
use jiff::civil::Date;

/// Quantities such as `1.25 t;300 piece` and rates of exchange such as `EUR=85/72`.
fn measured(quantities: &str, rates: &str) -> Measured {
    let mut measured = Measured::default();
    for quantity in quantities.split(';').filter(|q| !q.is_empty()) {
        let (number, unit) = quantity.split_once(' ').unwrap();
        assert!(measured.set(decimal(number), unit), "{quantity}");
    }
    for rate in rates.split(';').filter(|r| !r.is_empty()) {
        let (currency, number) = rate.split_once('=').unwrap();
        let (dividend, divisor) = number.split_once('/').unwrap_or((number, "1"));
        measured.rates.insert(currency.to_owned(), decimal(dividend) / decimal(divisor));
    }
    measured
}

/// How many duties of the rows are as they should be.
fn duties() -> usize {
    let rows = rows(include_str!("cases/duties.csv"));
    for row in &rows {
        let duty: Duty = row["duty"].parse().unwrap();
        let reckoned = duty.on(usd(&row["value"]), &measured(&row["measured"], &row["rates"]));
        assert_eq!(reckoned, Ok(usd(&row["expected"])), "{} on {}", row["duty"], row["value"]);
    }
    rows.len()
}

fn shares() -> usize {
    let rows = rows(include_str!("cases/shares.csv"));
    let goods = measured("1.25 t;300 piece", "EUR=1.08");
    for row in &rows {
        let duty: Duty = row["duty"].parse().unwrap();
        let share = duty.share(row["percent"].parse().unwrap());
        assert_eq!(share.on(usd("10000"), &goods), Ok(usd(&row["expected"])), "{row:?}");
    }
    rows.len()
}

/// Goods of 20,000 dollars under FOB by the way of [`way`], duty 10 %: worth 21,416.00 with carriage and premium to
/// the border, 20,350.00 without. Duty, charges on it and tax on that day, each from the rate and the base of the
/// country's own law: duty-paid value; with 650.00 for the carriage to the door (European Union, United Kingdom,
/// Switzerland); with 1,066.00 for carriage and premium to the border (Australia, New Zealand); with a tenth of the
/// value more (South Africa, Sri Lanka); with a surcharge of a tenth of the duty (India); of eleven twelfths
/// (Indonesia).
fn importers() -> usize {
    let (tariffs, register) = (Tariffs::shipped(), Register::shipped());
    let rows = rows(include_str!("cases/importers.csv"));
    for row in &rows {
        let importer: CountryCode = row["importer"].parse().unwrap();
        let day: Date = row["day"].parse().unwrap();
        let at = format!("{importer} on {day}");
        let valuation = tariffs.valuation(register, day, importer).expect(&at);
        // Who levies no tax has no base of it.
        let on = tariffs.tax_base(register, day, importer);
        let on = on.map_or(TaxBase::DutyPaid.into(), |on| TaxOn {
            base: on.base,
            uplift_percent: on.uplift_percent,
            share: on.share,
        });
        let surcharges = tariffs.surcharges(register, day, importer);
        let dues = Dues {
            uplift_percent: valuation.uplift_percent,
            surcharges: surcharges.iter().map(|s| rate(s.percent)).collect(),
            tax: rate(tariffs.tax(register, day, importer).expect(&at).percent),
            tax_base: rate(on),
            ..dues(valuation.basis)
        };
        let ledger = reckon(&given(Incoterm::Fob), &way(), &dues).unwrap();
        let lines = ledger.lines.iter().filter(|line| line.kind == LineKind::Duty);
        let duties: Vec<Usd> = lines.map(|line| line.amount.unwrap()).collect();
        assert_eq!(duties[0], usd(&row["duty"]), "{at}");
        assert_eq!(duties[1..].iter().copied().sum::<Usd>(), usd(&row["charges"]), "{at}");
        assert_eq!(of(&ledger, LineKind::Tax), usd(&row["tax"]), "{at}");
    }
    rows.len()
}

/// What a page says, each as far as it says it.
fn published() -> usize {
    let rows = rows(include_str!("cases/published.csv"));
    for row in &rows {
        let at = format!("{}: {}", row["source"], row["case"]);
        let is = |what: &str, reckoned: &[Usd]| {
            let stated = &row[what];
            let stated: Vec<Usd> = stated.split("; ").filter(|s| !s.is_empty()).map(usd).collect();
            assert!(stated.is_empty() || stated == reckoned, "{at}: {what} {reckoned:?}");
            !stated.is_empty()
        };
        let ledger = Import::of(row).reckoned();
        let amounts = |kind| -> Vec<Usd> {
            let lines = ledger.lines.iter().filter(|line| line.kind == kind);
            lines.map(|line| line.amount.unwrap()).collect()
        };
        let (duties, taxes) = (amounts(LineKind::Duty), amounts(LineKind::Tax));
        let mut fees = amounts(LineKind::Fee);
        assert_eq!(fees.pop(), Some(Usd::ZERO), "the last is that of brokers");
        let levied = duties.iter().chain(&taxes).chain(&fees).copied().sum();
        let landed = ledger.landed().unwrap();
        let stated = [
            is("duties", &duties),
            is("taxed", &taxes),
            is("fees", &fees),
            is("levied", &[levied]),
            is("landed", &[landed]),
        ];
        assert!(stated.contains(&true), "{at} says nothing");
    }
    rows.len()
}

/// What the seller pays: carriage so far, premium of 66 where he insures; duty, tax and fees under DDP alone. A row
/// is two cases: the shares of a value at the door, and the value at the door of the price under the term.
fn terms() -> usize {
    let rows = rows(include_str!("cases/terms.csv"));
    assert_eq!(rows.len(), Incoterm::ALL.len());
    let mut cases = 0;
    for row in &rows {
        let term: Incoterm = row["term"].parse().unwrap();
        let sellers = usd(&row["seller"]);
        let ledger = reckon(&given(term), &way(), &dues(Basis::Cif)).unwrap();
        assert_eq!(ledger.share(Payer::Seller), Some(sellers), "{term}");
        let buyers = ledger.share(Payer::Buyer).unwrap();
        assert_eq!(ledger.landed(), Some(usd("28487.97")), "{term} shares, and changes no sum");
        assert_eq!(buyers + sellers, usd("28487.97"), "{term}");
        cases += 1;
        // The same goods by their price: what the seller pays of carriage and insurance is in it.
        if term != Incoterm::Ddp {
            let price = usd("20000") + sellers;
            let by_price = Given { value: price, is_price: true, ..given(term) };
            let ledger = reckon(&by_price, &way(), &dues(Basis::Cif)).unwrap();
            assert_eq!(of(&ledger, LineKind::Goods), usd("20000"), "{term}");
            cases += 1;
        }
    }
    cases
}

#[test]
fn each_case_is_exact_to_the_cent_and_there_are_180_of_them() {
    let kinds = [
        ("stated duties on a value", duties()),
        ("shares of a duty", shares()),
        ("importers on days of their own", importers()),
        ("published examples", published()),
        ("rules of Incoterms, by value and by price", terms()),
    ];
    for (kind, count) in kinds {
        println!("{count:4} {kind}");
    }
    let all: usize = kinds.iter().map(|(_, count)| count).sum();
    println!("{all:4} in all");
    assert!(all >= 180, "{all}");
}

#[test]
fn no_case_is_counted_twice() {
    for (name, text) in [
        ("duties", include_str!("cases/duties.csv")),
        ("shares", include_str!("cases/shares.csv")),
        ("importers", include_str!("cases/importers.csv")),
        ("published", include_str!("cases/published.csv")),
        ("terms", include_str!("cases/terms.csv")),
    ] {
        let mut lines: Vec<&str> = text.lines().collect();
        let all = lines.len();
        lines.sort_unstable();
        lines.dedup();
        assert_eq!(lines.len(), all, "{name}");
    }
    let base = TaxOn::from(TaxBase::DutyPaid);
    assert_eq!(
        dues(Basis::Cif).tax_base.figure,
        Some(base),
        "the tables' own bases stand in place of it"
    );
}
