//! Gravity against published estimates and effects.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use corridor_effect::gravity::{Estimate, Flows};
use corridor_effect::{Accuracy, Closure, Economy, Equilibrium, Method};
use std::fmt::Write;
use std::io::Read;

fn read(name: &str) -> String {
    let path = format!("{}/tests/data/{name}", env!("CARGO_MANIFEST_DIR"));
    let file = std::fs::File::open(&path).unwrap();
    let mut text = String::new();
    if name.contains(".zst") {
        zstd::Decoder::new(file).unwrap().read_to_string(&mut text).unwrap();
    } else {
        std::io::BufReader::new(file).read_to_string(&mut text).unwrap();
    }
    text
}

fn numbers(name: &str) -> Vec<(String, Vec<f64>)> {
    let row = |line: &str| {
        let mut cells = line.split(',').map(str::to_owned);
        (cells.next().unwrap(), cells.map(|cell| cell.parse().unwrap()).collect())
    };
    read(name).lines().skip(1).map(row).collect()
}

fn near(what: &str, got: f64, want: f64, within: f64) {
    assert!((got - want).abs() <= within, "{what}: {got}, not {want}");
}

/// The flows of the guide, the estimate, and the columns without borders.
fn guide() -> (Flows, Estimate, Vec<f64>) {
    let flows = Flows::from_csv("guide", &read("advanced-guide/flows.csv.zst")).unwrap();
    let estimate = flows.estimate().unwrap();
    let border = flows.columns.iter().position(|c| c == "INTL_BRDR").unwrap();
    let mut without = flows.values.clone();
    without.iter_mut().skip(border).step_by(flows.columns.len()).for_each(|x| *x = 0.0);
    (flows, estimate, without)
}

/// Sums over destinations by origin, of all pairs or of those between countries.
fn exports(flows: &Flows, list: &[f64], abroad: bool) -> Vec<f64> {
    let mut sums = vec![0.0; flows.countries.len()];
    for ((o, d), flow) in flows.pairs.iter().zip(list) {
        if !abroad || o != d {
            sums[*o] += flow;
        }
    }
    sums
}

#[test]
fn coefficients_and_conditional_effects_of_the_guide() {
    let (flows, estimate, without) = guide();
    let printed = [-0.791_287_91, 0.673_645_57, -2.474_450_46];
    for (got, want) in estimate.coefficients.iter().zip(printed) {
        near(&got.column, got.value, want, 1e-8);
    }
    let after = flows.conditional(&estimate, &without).unwrap();
    let (a, b) = (exports(&flows, &estimate.fitted, true), exports(&flows, &after, true));
    let table = numbers("advanced-guide/printed.csv");
    assert_eq!(table.len(), 69);
    for (id, row) in table {
        let c = flows.countries.binary_search(&id).unwrap();
        near(&id, (b[c] / a[c] - 1.0) * 100.0, row[0], 1e-6);
    }
}

/// Fixed effects of origins and destinations behind fitted flows, that of destination `k` being 1.
fn effects(flows: &Flows, weights: &[f64], fitted: &[f64], k: usize) -> (Vec<f64>, Vec<f64>) {
    let n = flows.countries.len();
    let at = |o: usize, d: usize| o * n + d;
    let origin: Vec<f64> = (0..n).map(|o| fitted[at(o, k)] / weights[at(o, k)]).collect();
    let destination = (0..n).map(|d| fitted[at(0, d)] / weights[at(0, d)] / origin[0]).collect();
    (origin, destination)
}

/// The guide's own procedure, stopped where it stops: its print is met, and is not converged.
#[test]
fn full_effects_of_the_guide_at_its_stopping_round() {
    const SIGMA: f64 = 7.0;
    let (flows, estimate, without) = guide();
    let n = flows.countries.len();
    let k = flows.countries.binary_search(&"DEU".to_owned()).unwrap();
    let weights = |values: &[f64]| -> Vec<f64> {
        values
            .chunks(flows.columns.len())
            .map(|row| {
                let terms = row.iter().zip(&estimate.coefficients);
                terms.map(|(x, b)| x * b.value).sum::<f64>().exp()
            })
            .collect()
    };
    let (with_border, borderless) = (weights(&flows.values), weights(&without));
    let power = |x: f64| x.powf(1.0 / (1.0 - SIGMA));
    let fit = |like: &[f64]| {
        let moved = Flows { trade: like.to_vec(), ..flows.clone() };
        let fitted = moved.conditional(&estimate, &without).unwrap();
        let (origin, destination) = effects(&flows, &borderless, &fitted, k);
        (origin, destination, fitted)
    };
    let column = |list: &[f64]| -> Vec<f64> {
        (0..n).map(|d| (0..n).map(|o| list[o * n + d]).sum()).collect()
    };
    let (output, spent) = (exports(&flows, &flows.trade, false), column(&flows.trade));
    let ratio: Vec<f64> = spent.iter().zip(&output).map(|(e, y)| e / y).collect();
    let (origin0, destination0) = effects(&flows, &with_border, &estimate.fitted, k);
    let (origin1, destination1, mut flow) = fit(&flows.trade);
    let mut reference = vec![spent[k], spent[k]];
    let mut steps = vec![vec![0.0; n], (0..n).map(|c| power(origin1[c] / origin0[c])).collect()];
    let mut outward: Vec<Vec<f64>> = [&origin0, &origin1]
        .map(|o| (0..n).map(|c| output[c] * spent[k] / o[c]).collect())
        .to_vec();
    let mut inward: Vec<Vec<f64>> = [&destination0, &destination1]
        .map(|d| (0..n).map(|c| spent[c] / (d[c] * spent[k])).collect())
        .to_vec();
    let mut origin = origin1;
    for round in 3.. {
        let grown = |list: &[Vec<f64>], c: usize| {
            if round == 3 { 1.0 } else { list[list.len() - 1][c] / list[list.len() - 2][c] }
        };
        let last = &steps[steps.len() - 1];
        let moved: Vec<f64> = flow
            .iter()
            .enumerate()
            .map(|(at, x)| {
                let (o, d) = (at / n, at % n);
                x * last[o] * last[d] / (grown(&outward, o) * grown(&inward, d))
            })
            .collect();
        let (next, destination, fitted) = fit(&moved);
        let sold = exports(&flows, &fitted, false);
        let buys: Vec<f64> = sold.iter().zip(&ratio).map(|(y, r)| y * r).collect();
        let scale = buys[k] / reference[reference.len() - 1];
        steps.push((0..n).map(|c| power(next[c] / origin[c] / scale)).collect());
        outward.push((0..n).map(|c| sold[c] * buys[k] / next[c]).collect());
        inward.push((0..n).map(|c| buys[c] / (destination[c] * buys[k])).collect());
        reference.push(buys[k]);
        (origin, flow) = (next, fitted);
        let change: Vec<f64> =
            (0..n).map(|c| steps[steps.len() - 2][c] - steps[steps.len() - 3][c]).collect();
        let mean = change.iter().sum::<f64>() / n as f64;
        let spread = change.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / (n - 1) as f64;
        let most = change.iter().copied().fold(f64::NEG_INFINITY, f64::max).abs();
        if spread.sqrt() <= 0.01 && most <= 0.01 {
            assert_eq!(round, 7, "the guide stops at its seventh round");
            break;
        }
    }
    let scale = reference[reference.len() - 1] / spent[k];
    let (inner, before) = (&inward[inward.len() - 1], &inward[0]);
    for (id, row) in numbers("advanced-guide/printed.csv") {
        let c = flows.countries.binary_search(&id).unwrap();
        let price = power(origin[c] / origin0[c] / scale);
        near(&id, (price - 1.0) * 100.0, row[2], 1e-4);
        let prices = power(inner[c]) / power(before[c]);
        near(&id, (price / prices - 1.0) * 100.0, row[3], 1e-4);
    }
}

/// Equilibrium by both solvers, which have to agree.
fn solved(economy: &Economy, factor: &[f64], theta: f64, closure: Closure) -> Equilibrium {
    let free = vec![0.0; factor.len()];
    let of = |method| {
        let how = (method, Accuracy(1e-13));
        Equilibrium::of(economy, &[theta], (factor, &free), closure, how, None).unwrap()
    };
    let (fixed, newton) = (of(Method::FixedPoint), of(Method::Newton));
    for c in 0..fixed.wage.len() {
        near("two solvers", fixed.wage[c], newton.wage[c], 1e-9);
        near("two solvers", fixed.index[c], newton.index[c], 1e-9);
    }
    fixed
}

fn real(world: &Equilibrium, c: usize) -> f64 {
    (world.wage[c] / world.index[c].exp() - 1.0) * 100.0
}

/// Converged full effects on real product, by closure.
#[test]
fn full_effects_converged() {
    let (flows, estimate, without) = guide();
    let (economy, factor) = flows.economy(&estimate, &without, 6.0).unwrap();
    let ids = ["ARG", "IND", "IRN", "CHN", "USA"];
    for (closure, want) in [
        (Closure::FixedShare, [49.042_471, 33.960_082, 49.772_586, 14.499_623, 10.696_830]),
        (Closure::FixedRatio, [49.064_062, 33.985_429, 49.811_220, 14.455_303, 10.681_327]),
    ] {
        let world = solved(&economy, &factor, 6.0, closure);
        for (id, want) in ids.into_iter().zip(want) {
            let c = flows.countries.binary_search(&id.to_owned()).unwrap();
            near(id, real(&world, c), want, 1e-6);
        }
    }
}

/// gegravity's Canada-Japan agreement: its own figures, at shares that stay, and the exact ones.
#[test]
fn an_agreement_of_canada_and_japan() {
    let known = Flows::from_csv("gegravity", &read("gegravity/flows.csv.zst")).unwrap();
    let n = known.countries.len();
    let sizes = numbers("gegravity/sizes.csv");
    let (output, spent): (Vec<f64>, Vec<f64>) = sizes.iter().map(|(_, x)| (x[0], x[1])).unzip();
    let sum = |list: &[f64]| list.iter().sum::<f64>();
    // Sums by origin and destination are all that the scaling takes from flows.
    let sized = |o: usize, d: usize| output[o] * spent[d] / sum(&output);
    let flows = Flows { trade: known.pairs.iter().map(|(o, d)| sized(*o, *d)).collect(), ..known };
    let given = [
        ("lndist", -0.389_862_3),
        ("contiguity", 0.891_577),
        ("common_language", 0.032_624_9),
        ("pta", 0.471_138_3),
        ("international", -3.412_584),
    ];
    let estimate = Estimate {
        coefficients: given
            .map(|(column, value)| corridor_effect::gravity::Coefficient {
                column: column.to_owned(),
                value,
                error: 0.0,
            })
            .to_vec(),
        fitted: Vec::new(),
        rounds: 0,
    };
    assert!(flows.columns.iter().map(String::as_str).eq(given.map(|(column, _)| column)));
    let fitted = flows.conditional(&estimate, &flows.values).unwrap();
    let estimate = Estimate { fitted, ..estimate };
    let at = |id: &str| flows.countries.binary_search(&id.to_owned()).unwrap();
    let (canada, japan) = (at("CAN"), at("JPN"));
    let mut values = flows.values.clone();
    for (row, pair) in flows.pairs.iter().enumerate() {
        if [(canada, japan), (japan, canada)].contains(pair) {
            values[row * 5 + 3] = 1.0;
        }
    }
    let after = flows.conditional(&estimate, &values).unwrap();
    let row = |o: usize, d: usize| flows.pairs.iter().position(|pair| *pair == (o, d)).unwrap();
    let (there, back) = (row(canada, japan), row(japan, canada));
    near("CAN-JPN", estimate.fitted[there], 4_871.829_143, 1e-5);
    near("JPN-CAN", estimate.fitted[back], 16_311.789_647, 1e-5);
    // gegravity lets sizes follow prices, with shares as they are and the price index of DEU as unit.
    let price = |c: usize| {
        let home = row(c, at("DEU"));
        (after[home] / estimate.fitted[home]).powf(-0.25)
    };
    let grown = (0..n).map(|c| output[c] * price(c)).sum::<f64>() / sum(&output);
    let sized = |flow: f64| flow * price(canada) * price(japan) / grown;
    near("CAN-JPN", sized(after[there]), 7_913.901_421, 1e-3);
    near("JPN-CAN", sized(after[back]), 25_330.705_314, 1e-3);
    let shares = |c: usize| {
        let home = row(c, c);
        ((after[home] / estimate.fitted[home]).powf(-0.25) - 1.0) * 100.0
    };
    let (economy, factor) = flows.economy(&estimate, &values, 4.0).unwrap();
    let world = solved(&economy, &factor, 4.0, Closure::FixedRatio);
    for (id, kept, price, exact) in [
        ("AUS", -0.007_106, -0.011_459, -0.006_385),
        ("CAN", 0.418_261, -0.132_328, 0.428_227),
        ("CHN", -0.002_596, -0.005_580, -0.002_132),
        ("DEU", -0.002_007, -0.015_385, -0.001_612),
        ("IND", -0.005_471, -0.010_646, -0.004_783),
        ("JPN", 0.053_755, 0.196_151, 0.050_413),
        ("MEX", -0.012_816, -0.033_048, -0.011_548),
        ("TUR", -0.006_066, -0.014_939, -0.005_319),
        ("USA", -0.007_411, -0.050_948, -0.006_606),
        ("ZAF", -0.006_857, -0.015_500, -0.006_040),
    ] {
        let c = at(id);
        near(id, shares(c), kept, 1e-6);
        near(id, (world.wage[c] - 1.0) * 100.0, price, 1e-6);
        near(id, real(&world, c), exact, 1e-6);
    }
    assert_eq!(n, 30);
}

#[test]
fn what_cannot_be_estimated_is_refused() {
    let flows = |text: &str| Flows::from_csv("f.csv", text);
    let bad = "origin,destination,trade,x\nA,B,1,NaN\n";
    assert!(flows(bad).unwrap_err().reason.contains("line 2"));
    let twice = "origin,destination,trade,x\nA,B,1,1\nA,B,2,1\n";
    assert!(flows(twice).unwrap_err().reason.contains("line 2"));
    let square = |x: &dyn Fn(usize, usize) -> f64, trade: &dyn Fn(usize, usize) -> f64| {
        let mut text = "origin,destination,trade,x\n".to_owned();
        for (o, d) in (0..5).flat_map(|o| (0..5).map(move |d| (o, d))) {
            writeln!(text, "C{o},C{d},{},{}", trade(o, d), x(o, d)).unwrap();
        }
        flows(&text).unwrap().estimate()
    };
    let some = |o: usize, d: usize| 1.0 + (o * 3 + d * d) as f64;
    let own = square(&|o, d| f64::from(u8::from(o == d)), &some).unwrap();
    assert!(own.coefficients[0].error > 0.0);
    assert_eq!(square(&|o, _| o as f64, &some).unwrap_err().code, "column-explained");
    let silent = square(&|o, d| (o * d) as f64, &|o, d| if o == 1 { 0.0 } else { some(o, d) });
    assert!(silent.unwrap_err().reason.contains("C1 sells nothing"));
}
