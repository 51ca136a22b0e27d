//! What the tests of worked cases share: a way, a sale, what is levied, and rows of a table.

#![allow(dead_code, reason = "not every test needs all of it")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use corridor_trade::duty::Measured;
use corridor_trade::landed::{
    Carriage, CarriageLeg, Dues, Given, Ledger, LineKind, Rate, TaxOn, reckon,
};
use corridor_trade::{Basis, Incoterm, TaxBase, Usd};
use rust_decimal::Decimal;
use std::collections::BTreeMap;

pub type Row = BTreeMap<String, String>;

pub fn usd(text: &str) -> Usd {
    text.parse().unwrap()
}

pub fn decimal(text: &str) -> Decimal {
    text.parse().unwrap()
}

/// The rows of a table by the names of its columns.
pub fn rows(text: &str) -> Vec<Row> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    reader.deserialize().map(Result::unwrap).collect()
}

pub fn rate<T>(figure: T) -> Rate<T> {
    let empty = String::new;
    Rate { figure: Some(figure), name: empty(), source: empty(), note: empty(), supply: empty() }
}

fn leg(cost: &str, by_ship: bool, in_place: bool) -> CarriageLeg {
    CarriageLeg { cost: usd(cost), by_ship, in_place, from: String::new(), to: String::new() }
}

/// Goods of 1,250 kg, 300 pieces; a euro is 1.08 dollars.
pub fn measured() -> Measured {
    let mut measured = Measured::default();
    assert!(measured.set(decimal("1.25"), "t") && measured.set(decimal("300"), "piece"));
    measured.rates.insert("EUR".to_owned(), decimal("1.08"));
    measured
}

/// Door - road 150 - port handling 200 - sea 1,000 - handling 250 - rail 400 - door, 30 days; the
/// goods leave and enter where the ship does.
pub fn way() -> Carriage {
    Carriage {
        legs: vec![
            leg("150", false, false),
            leg("200", false, true),
            leg("1000", true, false),
            leg("250", false, true),
            leg("400", false, false),
        ],
        leaves: 2,
        enters: 3,
        days: 30.0,
        quoted: None,
    }
}

/// Goods of 20,000 dollars, a premium of 66, nothing for time, under a term.
pub fn given(term: Incoterm) -> Given {
    Given {
        value: usd("20000"),
        is_price: false,
        term,
        measured: measured(),
        insurance: rate((decimal("0.3"), decimal("110"))),
        premium: Some(usd("66")),
        unloading: None,
        time: rate(Decimal::ZERO),
        freight_source: String::new(),
        domestic: false,
    }
}

/// A duty of 10 %, tax of 18 % on duty-paid value, fees of 40.
pub fn dues(basis: Basis) -> Dues {
    Dues {
        basis: rate(basis),
        uplift_percent: Decimal::ZERO,
        duty: rate("10%".parse().unwrap()),
        hypothetical: false,
        surcharges: Vec::new(),
        charges: Vec::new(),
        scales: Vec::new(),
        tax: rate(decimal("18")),
        tax_base: rate(TaxBase::DutyPaid.into()),
        fees: rate(usd("40")),
    }
}

pub fn of(ledger: &Ledger, kind: LineKind) -> Usd {
    ledger.lines.iter().filter(|l| l.kind == kind).map(|l| l.amount.unwrap()).sum()
}

/// An import as a page describes it: goods at the port of loading, freight and premium, and what is levied.
pub struct Import<'r>(&'r Row);

impl<'r> Import<'r> {
    pub fn of(row: &'r Row) -> Self {
        Self(row)
    }

    pub fn reckoned(&self) -> Ledger {
        let Self(row) = self;
        let way = Carriage {
            legs: vec![leg(&row["freight"], true, false)],
            leaves: 0,
            enters: 1,
            days: 0.0,
            quoted: None,
        };
        let given = Given {
            value: usd(&row["goods"]),
            measured: Measured::default(),
            premium: Some(usd(&row["premium"])),
            ..given(Incoterm::Fob)
        };
        let base = match row["base"].as_str() {
            "duty-paid" => TaxBase::DutyPaid,
            "transported" => TaxBase::DutyPaidTransported,
            "delivered" => TaxBase::DutyPaidDelivered,
            other => panic!("{other} is no base"),
        };
        let basis = match row["basis"].as_str() {
            "cif" => Basis::Cif,
            "fob" => Basis::Fob,
            other => panic!("{other} is no basis"),
        };
        let surcharge = Some(&row["surcharge"]).filter(|percent| !percent.is_empty());
        let charges = row["charges"].split("; ").filter(|charge| !charge.is_empty());
        let dues = Dues {
            duty: rate(row["duty"].parse().unwrap()),
            surcharges: surcharge.map(|percent| rate(decimal(percent))).into_iter().collect(),
            charges: charges.map(|charge| charge.parse().unwrap()).collect(),
            tax: rate(decimal(&row["tax"])),
            tax_base: rate(TaxOn { uplift_percent: decimal(&row["uplift"]), ..base.into() }),
            fees: rate(Usd::ZERO),
            ..dues(basis)
        };
        reckon(&given, &way, &dues).unwrap()
    }
}
