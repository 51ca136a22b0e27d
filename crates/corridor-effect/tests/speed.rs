//! Sizes that the product promises; the times themselves stand in `docs/measurements.md`.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use corridor_effect::draws::{drawn, spreads};
use corridor_effect::{
    Accuracy, Change, Closure, Economy, Equilibrium, Method, Outcome, Table, elasticity,
};
use std::fmt::Write;

/// A change of duties of 10 % between India and Russia, over the table that ships.
fn question() -> (Table, Change) {
    let table = Table::shipped().unwrap();
    let at = |id: &str| table.countries.iter().position(|c| c == id).unwrap();
    let mut change = Change::none(&table);
    for i in 0..3 {
        change.duty_before[table.cell(at("IN"), i, at("RU"))] = 0.1;
        change.duty_before[table.cell(at("RU"), i, at("IN"))] = 0.1;
    }
    (table, change)
}

#[test]
fn draws_repeat_and_tell_signs() {
    let (table, change) = question();
    let elasticities = elasticity::shipped(&table).unwrap();
    let theta: Vec<f64> = elasticities.iter().map(|e| e.value).collect();
    let economy = Economy::from_table(&table, &change.duty_before).unwrap();
    let how = (Method::default(), Accuracy::default());
    let outcome = Outcome::of(&economy, &change, &theta, Closure::FixedShare, how).unwrap();
    let central = outcome.countries(&economy);
    let many = std::env::var("CORRIDOR_DRAWS").ok().and_then(|n| n.parse().ok()).unwrap_or(40);
    let ask = |seed| {
        let draws = (many, seed);
        spreads(&economy, &change, &elasticities, Closure::FixedShare, &central, draws).unwrap()
    };
    let clock = std::time::Instant::now();
    let spread = ask(1);
    println!("{many} draws of 20 x 20: {:.2} s", clock.elapsed().as_secs_f64());
    assert_eq!(spread, ask(1), "the same seed gives the same draws");
    assert_ne!(spread, ask(2));
    let india = spread.iter().find(|c| c.id == "IN").unwrap();
    assert_eq!(india.exports.same_sign, many, "exports of India rise whatever the elasticity");
    assert!(india.exports.p5 < india.exports.p50 && india.exports.p50 < india.exports.p95);
    let mean = |at: usize| -> f64 {
        (0..4_000).map(|draw| drawn(&elasticities, 7, draw)[at]).sum::<f64>() / 4_000.0
    };
    assert!((mean(0) / elasticities[0].value - 1.0).abs() < 0.02, "{}", mean(0));
    let none = spreads(&economy, &change, &elasticities, Closure::Zero, &central, (0, 1));
    assert_eq!(none.unwrap_err().code, "draws-range");
}

/// A table of the given size with all flows there, made by a rule.
fn made(n: usize, s: usize) -> Table {
    let mut text = "origin,destination,sector,use,value_usd\n".to_owned();
    for (o, d) in (0..n).flat_map(|o| (0..n).map(move |d| (o, d))) {
        let near = if o == d { 60.0 } else { 3.0 / n as f64 };
        for i in 0..s {
            let size = near * (1.0 + ((o * 7 + i * 5 + d * 3) % 11) as f64);
            writeln!(text, "C{o:02},C{d:02},S{i:02},final,{size}").unwrap();
            let user = (i + 1) % s;
            writeln!(text, "C{o:02},C{d:02},S{i:02},S{user:02},{}", size / 16.0).unwrap();
        }
    }
    Table::from_csv("made", &text).unwrap()
}

#[test]
fn a_large_table_is_solved_and_the_order_of_changes_does_not_matter() {
    let size = std::env::var("CORRIDOR_LARGE").is_ok();
    let (n, s) = if size { (80, 50) } else { (16, 12) };
    let table = made(n, s);
    let theta: Vec<f64> = (0..s).map(|i| 2.0 + (i % 7) as f64).collect();
    let mut change = Change::none(&table);
    for i in 0..s {
        change.duty_before[table.cell(0, i, 1)] = 0.2;
        change.factor[table.cell(2, i, 3)] = 0.9;
    }
    let clock = std::time::Instant::now();
    let economy = Economy::from_table(&table, &change.duty_before).unwrap();
    let how = (Method::FixedPoint, Accuracy::default());
    let outcome = Outcome::of(&economy, &change, &theta, Closure::FixedShare, how).unwrap();
    println!("{n} x {s}: {:.2} s, {} rounds", clock.elapsed().as_secs_f64(), outcome.after.rounds);
    // Half of the change first, and the search begun there.
    let free = vec![1.0; change.factor.len()];
    let half = (&free[..], &change.duty_after[..]);
    let closure = Closure::FixedShare;
    let half = Equilibrium::of(&economy, &theta, half, closure, how, None).unwrap();
    let whole = (&change.factor[..], &change.duty_after[..]);
    let whole = Equilibrium::of(&economy, &theta, whole, closure, how, Some(&half)).unwrap();
    for (a, b) in whole.wage.iter().zip(&outcome.after.wage) {
        assert!((a / b - 1.0).abs() < 1e-9, "{a} {b}");
    }
}

/// Neither the unit of the table nor the order of its countries changes anything.
#[test]
fn units_and_order_do_not_matter() {
    let text = |scale: f64, names: [&str; 3]| {
        let mut text = "origin,destination,sector,use,value_usd\n".to_owned();
        for (o, from) in names.iter().enumerate() {
            for (d, to) in names.iter().enumerate() {
                let size = if o == d { 90.0 } else { 3.0 + (o * 2 + d * 5) as f64 };
                writeln!(text, "{from},{to},g,final,{}", size * scale).unwrap();
                writeln!(text, "{from},{to},g,g,{}", size * scale / 3.0).unwrap();
            }
        }
        text
    };
    let real = |scale: f64, names: [&str; 3]| -> Vec<f64> {
        let table = Table::from_csv("t", &text(scale, names)).unwrap();
        let at = |id: &str| table.countries.iter().position(|c| c == id).unwrap();
        let mut change = Change::none(&table);
        change.factor[table.cell(at(names[0]), 0, at(names[1]))] = 0.8;
        let effects =
            corridor_effect::effects(&table, &change, &[4.0], Closure::FixedShare).unwrap();
        names.map(|id| effects[at(id)].real_income_percent).to_vec()
    };
    let want = real(1.0, ["A", "B", "C"]);
    for other in [real(1e-6, ["A", "B", "C"]), real(1.0, ["Z", "B", "A"])] {
        for (a, b) in other.iter().zip(&want) {
            assert!((a - b).abs() < 1e-9, "{a} {b}");
        }
    }
}
