//! NAFTA's cuts of duties after Caliendo and Parro (2015): their printed figures, and the exact ones.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use corridor_effect::{
    Accuracy, Change, Closure, Decomposition, Economy, Equilibrium, Method, Outcome, Parts,
    identities,
};
use std::collections::BTreeMap;
use std::io::Read;

struct Nafta {
    economy: Economy,
    theta: Vec<f64>,
    change: Change,
}

fn rows(name: &str) -> Vec<Vec<String>> {
    let path = format!("{}/tests/data/cp2015/{name}.csv.zst", env!("CARGO_MANIFEST_DIR"));
    let mut text = String::new();
    zstd::Decoder::new(std::fs::File::open(path).unwrap())
        .unwrap()
        .read_to_string(&mut text)
        .unwrap();
    let split = |line: &str| line.split(',').map(str::to_owned).collect();
    text.lines().skip(1).map(split).collect()
}

fn nafta() -> Nafta {
    let (mut countries, mut sectors) = (Vec::new(), Vec::new());
    let (mut theta, mut deficit) = (Vec::new(), Vec::new());
    for row in rows("parameters") {
        let value: f64 = row[2].parse().unwrap();
        if row[0] == "elasticity" {
            sectors.push(row[1].clone());
            theta.push(value);
        } else {
            countries.push(row[1].clone());
            deficit.push(value);
        }
    }
    let index = |list: &[String]| -> BTreeMap<String, usize> {
        list.iter().cloned().enumerate().map(|(at, id)| (id, at)).collect()
    };
    let (country, sector) = (index(&countries), index(&sectors));
    let (n, s) = (countries.len(), sectors.len());
    let mut share = vec![0.0; n * s * n];
    let (mut duty, mut before, mut after) = (share.clone(), share.clone(), share.clone());
    let mut spending = vec![0.0; n * s];
    for row in rows("trade") {
        let (o, d, i) = (country[&row[0]], country[&row[1]], sector[&row[2]]);
        let number = |at: usize| row[at].parse::<f64>().unwrap();
        let k = (o * s + i) * n + d;
        (duty[k], before[k], after[k]) = (number(4), number(5), number(6));
        share[k] = number(3) * (1.0 + duty[k]);
        spending[d * s + i] += share[k];
    }
    for (k, value) in share.iter_mut().enumerate() {
        let total = spending[(k % n) * s + k / n % s];
        *value = if total > 0.0 { *value / total } else { 0.0 };
    }
    let mut inputs = vec![0.0; n * s * s];
    let (mut own, mut weights) = (vec![0.0; n * s], vec![0.0; n * s]);
    for row in rows("uses") {
        let (c, value) = (country[&row[0]], row[3].parse::<f64>().unwrap());
        match (row[1].as_str(), row[2].as_str()) {
            ("value added", user) => own[c * s + sector[user]] = value,
            (input, "final") => weights[c * s + sector[input]] = value,
            (input, user) => inputs[(c * s + sector[user]) * s + sector[input]] = value,
        }
    }
    let mut added = vec![0.0; n];
    for c in 0..n {
        let last: f64 = weights[c * s..(c + 1) * s].iter().sum();
        weights[c * s..(c + 1) * s].iter_mut().for_each(|w| *w /= last);
        for j in 0..s {
            let row = &mut inputs[(c * s + j) * s..][..s];
            let cost = row.iter().sum::<f64>() + own[c * s + j];
            added[c] += own[c * s + j];
            if cost > 0.0 {
                for share in row.iter_mut() {
                    *share /= cost;
                }
                own[c * s + j] /= cost;
            }
        }
    }
    let parts =
        Parts { countries, sectors, share, duty, spending, inputs, own, weights, added, deficit };
    let change = Change { factor: vec![1.0; before.len()], duty_before: before, duty_after: after };
    Nafta { economy: Economy::from_parts(parts).unwrap(), theta, change }
}

const HOW: (Method, Accuracy) = (Method::FixedPoint, Accuracy(1e-11));

fn near(what: &str, got: f64, want: f64, within: f64) {
    assert!((got - want).abs() <= within, "{what}: {got}, not {want}");
}

/// Name, terms of trade, volume of trade, welfare as printed to two places, real wage, growth of imports
/// from the other two: all as in the paper's tables, to more digits than it prints.
#[test]
fn the_printed_figures_are_met_and_the_exact_ones_stand_beside_them() {
    let nafta = nafta();
    let at = |id: &str| nafta.economy.countries().iter().position(|c| c == id).unwrap();
    let bloc = ["Canada", "Mexico", "USA"].map(at);
    let zero = [
        (-0.108_102, 0.044_286, -0.06, 0.322_829, 11.112_656),
        (-0.411_771, 1.723_885, 1.31, 1.715_323, 118.281_024),
        (0.043_532, 0.041_222, 0.08, 0.112_443, 40.518_451),
    ];
    let kept = [
        (-0.080_142, 0.039_626, -0.04, 0.334_076, 10.845_350),
        (-0.414_526, 1.588_791, 1.17, 1.640_493, 113.476_317),
        (0.046_200, 0.038_757, 0.08, 0.117_836, 37.331_245),
    ];
    let exact = [-0.1101, 0.0073, 0.0741];
    for (closure, printed) in [(Closure::Zero, zero), (Closure::FixedShare, kept)] {
        let outcome =
            Outcome::of(&nafta.economy, &nafta.change, &nafta.theta, closure, HOW).unwrap();
        let effects = outcome.countries(&nafta.economy);
        let first = outcome.first_order(&nafta.economy);
        for (c, want) in bloc.into_iter().zip(printed) {
            let id = &nafta.economy.countries()[c];
            near(id, first[c].terms_of_trade_percent, want.0, 1e-4);
            near(id, first[c].volume_of_trade_percent, want.1, 1e-4);
            near(id, first[c].sum(), want.2, 0.0051);
            near(id, effects[c].real_wage_percent, want.3, 1e-4);
            let from_bloc = |world: &Equilibrium| -> f64 {
                let others = bloc.into_iter().filter(|other| *other != c);
                let sectors = 0..nafta.theta.len();
                others
                    .flat_map(|o| sectors.clone().map(move |i| (o, i)))
                    .map(|(o, i)| world.trade[nafta.economy.cell(o, i, c)])
                    .sum()
            };
            let growth = (from_bloc(&outcome.after) / from_bloc(&outcome.before) - 1.0) * 100.0;
            near(id, growth, want.4, 1e-4);
        }
        if closure == Closure::Zero {
            for (c, want) in bloc.into_iter().zip(exact) {
                near("exact real income", effects[c].real_income_percent, want, 1e-4);
            }
        }
        for world in [&outcome.before, &outcome.after] {
            for identity in identities(&nafta.economy, &nafta.theta, world) {
                assert!(identity.holds(), "{identity:?}");
            }
        }
    }
}

/// In sixteen steps the decomposition adds up to the exact change; in one it does not.
#[test]
fn the_decomposition_along_the_way_adds_up() {
    let nafta = nafta();
    let outcome =
        Outcome::of(&nafta.economy, &nafta.change, &nafta.theta, Closure::Zero, HOW).unwrap();
    let exact = outcome.countries(&nafta.economy);
    let steps = |many: usize| -> Vec<Decomposition> {
        outcome.integrated(&nafta.economy, &nafta.theta, HOW, many).unwrap()
    };
    let mexico = nafta.economy.countries().iter().position(|c| c == "Mexico").unwrap();
    let left = |parts: &[Decomposition], c: usize| {
        parts[c].sum() - (exact[c].real_income_percent / 100.0).ln_1p() * 100.0
    };
    let (one, sixteen) = (steps(1), steps(16));
    near("one step", one[mexico].sum(), -0.2748, 1e-3);
    near("terms", sixteen[mexico].terms_of_trade_percent, -0.6799, 1e-3);
    near("volume", sixteen[mexico].volume_of_trade_percent, 0.6862, 1e-3);
    for (c, effect) in exact.iter().enumerate() {
        assert!(left(&sixteen, c).abs() < 2e-3, "{}: {}", effect.id, left(&sixteen, c));
    }
    assert!(left(&one, mexico).abs() > 0.1);
}

/// Newton's method shares nothing with the fixed point but the equations.
#[test]
fn two_solvers_agree() {
    let nafta = nafta();
    let world = (&nafta.change.factor[..], &nafta.change.duty_after[..]);
    let solve = |method| {
        let how = (method, Accuracy(1e-12));
        Equilibrium::of(&nafta.economy, &nafta.theta, world, Closure::Zero, how, None).unwrap()
    };
    let (a, b) = (solve(Method::FixedPoint), solve(Method::Newton));
    for c in 0..a.wage.len() {
        near("wage", a.wage[c], b.wage[c], 1e-9);
        let real = |x: &Equilibrium| x.income[c] / x.index[c].exp();
        near("real income", real(&a) / real(&b), 1.0, 1e-9);
    }
}
