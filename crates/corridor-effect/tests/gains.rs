//! Gains from trade after Costinot and Rodriguez-Clare (2014), table 4.1: one sector, elasticity 5.
//!
//! The print rests on the World Input-Output Database, edition of 2013, year 2008, whose terms do not let it be
//! shipped. `CORRIDOR_WIOD_2008` names a table of it in the form of `--table`; without, the first test passes over
//! the print. Later revisions of the data move China and Taiwan; they are not held.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use corridor_effect::{Change, Closure, Table, effects};
use std::fmt::Write as _;

/// Per cent of real income, as quoted from the print.
const PRINTED: [(&str, f64); 7] = [
    ("AUS", 2.3),
    ("AUT", 5.7),
    ("BEL", 7.5),
    ("BRA", 1.5),
    ("CAN", 3.8),
    ("DEU", 4.5),
    ("USA", 1.8),
];
const ELASTICITY: f64 = 5.0;

/// What is lost without trade: all flows between countries cost a million times as much.
fn closed(table: &Table) -> Change {
    let n = table.countries.len();
    let mut change = Change::none(table);
    for o in 0..n {
        for d in (0..n).filter(|d| *d != o) {
            change.factor[table.cell(o, 0, d)] = 1e6;
        }
    }
    change
}

/// `1 - home^(1 / elasticity)`, per cent, by country.
fn by_home_share(table: &Table) -> Vec<f64> {
    let n = table.countries.len();
    let gain = |d: usize| {
        let spent: f64 = (0..n).map(|o| table.flow(o, 0, d)).sum();
        (1.0 - (table.flow(d, 0, d) / spent).powf(1.0 / ELASTICITY)) * 100.0
    };
    (0..n).map(gain).collect()
}

#[test]
fn gains_are_those_printed() {
    let Some(path) = std::env::var_os("CORRIDOR_WIOD_2008") else {
        println!("passed over: CORRIDOR_WIOD_2008 names no table");
        return;
    };
    let text = std::fs::read_to_string(path).unwrap();
    let table = Table::from_csv("wiod-2008", &text).unwrap().one_sector();
    let gains = by_home_share(&table);
    for (id, printed) in PRINTED {
        let at = table.countries.iter().position(|country| country == id).unwrap();
        println!("{id}: {:.2}, printed {printed}", gains[at]);
        assert!((gains[at] - printed).abs() <= 0.2, "{id}: {}, printed {printed}", gains[at]);
    }
}

/// The same figure from the model, on a table whose trade is balanced: half of the trade of each pair of the
/// shipped table goes each way.
#[test]
fn the_model_loses_without_trade_what_the_home_share_says() {
    let shipped = Table::shipped().unwrap().one_sector();
    let n = shipped.countries.len();
    let mut text = "origin,destination,sector,use,value_usd\n".to_owned();
    for o in 0..n {
        for d in 0..n {
            let value = f64::midpoint(shipped.flow(o, 0, d), shipped.flow(d, 0, o));
            let [from, to] = [o, d].map(|c| &shipped.countries[c]);
            writeln!(text, "{from},{to},all,final,{value}").unwrap();
        }
    }
    let table = Table::from_csv("balanced", &text).unwrap();
    let lost = effects(&table, &closed(&table), &[ELASTICITY], Closure::FixedShare).unwrap();
    for (effect, gain) in lost.iter().zip(by_home_share(&table)) {
        assert!(gain > 1.0, "{effect:?}");
        assert!((effect.real_income_percent + gain).abs() < 1e-6, "{effect:?}: {gain}");
    }
}
