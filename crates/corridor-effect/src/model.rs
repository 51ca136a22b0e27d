//! The equilibrium after a change, relative to the table.

use crate::{Fault, Table};

const ROUNDS: usize = 5_000;
const TOLERANCE: f64 = 1e-12;

/// What changes, per origin, sector and destination at `(o * J + i) * N + d`.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// Factor on the cost of trade without the duty; 1 leaves it as it is.
    pub factor: Vec<f64>,
    /// Duty before, as a share of the value.
    pub duty_before: Vec<f64>,
    /// Duty after, as a share of the value.
    pub duty_after: Vec<f64>,
}

impl Change {
    /// No change, and no duty.
    #[must_use]
    pub fn none(table: &Table) -> Self {
        let cells = table.last.len();
        Self {
            factor: vec![1.0; cells],
            duty_before: vec![0.0; cells],
            duty_after: vec![0.0; cells],
        }
    }
}

/// The effect on a country, per cent.
#[derive(Clone, Debug, PartialEq)]
pub struct CountryEffect {
    /// Id as in the table.
    pub id: String,
    /// Exact change of income over the price index of final use.
    pub real_income_percent: f64,
    /// Change of exports before duty, in units of world value added.
    pub exports_percent: f64,
    /// Change of the wage in units of world value added.
    pub wage_percent: f64,
}

struct State {
    income: Vec<f64>,
    index: Vec<f64>,
    exports: Vec<f64>,
    wage: Vec<f64>,
}

/// Effects by country, in the order of the table. `elasticity` has one exponent per sector. The closure:
/// deficits stay a fixed share of world value added, which is the numeraire.
///
/// # Errors
/// Elasticities or changes of wrong length or range, and no convergence.
pub fn effects(
    table: &Table,
    change: &Change,
    elasticity: &[f64],
) -> Result<Vec<CountryEffect>, Fault> {
    let cells = table.last.len();
    if elasticity.len() != table.sectors.len()
        || elasticity.iter().any(|e| !e.is_finite() || *e <= 0.0)
    {
        return Err(Fault::new(
            "elasticity-range",
            format!("elasticities {elasticity:?} are not one finite number above 0 per sector"),
            "give the exponent (sigma - 1), for instance 5",
        ));
    }
    let lengths = [&change.factor, &change.duty_before, &change.duty_after];
    let fits = lengths.iter().all(|l| l.len() == cells)
        && change.factor.iter().all(|f| f.is_finite() && *f > 0.0)
        && change.duty_before.iter().chain(&change.duty_after).all(|t| t.is_finite() && *t >= 0.0);
    if !fits {
        return Err(Fault::new(
            "change-range",
            "a change has another size than the table, a factor not above 0 or a duty below 0"
                .into(),
            "give one finite factor and duty per origin, sector and destination",
        ));
    }
    let idle = Change {
        factor: vec![1.0; cells],
        duty_after: change.duty_before.clone(),
        ..change.clone()
    };
    let before = solve(table, &idle, elasticity)?;
    let after = solve(table, change, elasticity)?;
    let percent = |a: f64, b: f64| if b == 0.0 { 0.0 } else { (a / b - 1.0) * 100.0 };
    Ok((0..table.countries.len())
        .map(|c| CountryEffect {
            id: table.countries[c].clone(),
            real_income_percent: percent(
                after.income[c] / after.index[c],
                before.income[c] / before.index[c],
            ),
            exports_percent: percent(after.exports[c], before.exports[c]),
            wage_percent: percent(after.wage[c], before.wage[c]),
        })
        .collect())
}

fn solve(table: &Table, change: &Change, theta: &[f64]) -> Result<State, Fault> {
    let (n, s) = (table.countries.len(), table.sectors.len());
    let at = |o: usize, i: usize, d: usize| (o * s + i) * n + d;
    // Base shares, with the duties before.
    let mut share = vec![0.0; n * s * n];
    let mut spent = vec![0.0; s * n];
    let mut last = vec![0.0; s * n];
    let mut gamma = vec![0.0; s * n * s];
    let mut output = vec![0.0; n * s];
    let mut revenue = vec![0.0; n];
    for o in 0..n {
        for i in 0..s {
            for d in 0..n {
                let k = at(o, i, d);
                let (flow, gross) = (table.flow(o, i, d), 1.0 + change.duty_before[k]);
                output[o * s + i] += flow;
                share[k] = flow * gross;
                spent[i * n + d] += flow * gross;
                last[i * n + d] += table.last[k] * gross;
                revenue[d] += flow * change.duty_before[k];
                for j in 0..s {
                    gamma[(i * n + d) * s + j] += table.inputs[k * s + j] * gross;
                }
            }
        }
    }
    for (k, value) in share.iter_mut().enumerate() {
        let total = spent[(k / n % s) * n + k % n];
        *value = if total > 0.0 { *value / total } else { 0.0 };
    }
    let mut added = vec![0.0; n];
    let mut own = vec![0.0; n * s];
    for d in 0..n {
        for j in 0..s {
            let y = output[d * s + j];
            let mut inputs = 0.0;
            for i in 0..s {
                let g = &mut gamma[(i * n + d) * s + j];
                inputs += *g;
                *g = if y > 0.0 { *g / y } else { 0.0 };
            }
            own[d * s + j] = if y > 0.0 { 1.0 - inputs / y } else { 0.0 };
            if own[d * s + j] < -1e-6 {
                return Err(Fault::new(
                    "duty-above-value-added",
                    format!(
                        "{}: duties leave sector {} no value added",
                        table.countries[d], table.sectors[j]
                    ),
                    "lower the duties before the change",
                ));
            }
            added[d] += own[d * s + j] * y;
        }
    }
    let income0: Vec<f64> = (0..n).map(|d| (0..s).map(|i| last[i * n + d]).sum()).collect();
    let deficit: Vec<f64> = (0..n).map(|d| income0[d] - added[d] - revenue[d]).collect();
    let world: f64 = added.iter().sum();
    let alpha = |i: usize, d: usize| last[i * n + d] / income0[d];
    let mut pull = vec![0.0; n * s * n];
    for (k, value) in pull.iter_mut().enumerate() {
        let cost = change.factor[k] * (1.0 + change.duty_after[k]) / (1.0 + change.duty_before[k]);
        *value = share[k] * cost.powf(-theta[k / n % s]);
    }
    let (mut wage, mut price) = (vec![1.0_f64; n], vec![0.0_f64; s * n]); // price: logarithm
    let (mut spend, mut push) = (spent.clone(), vec![1.0; n * s]);
    let mut income = income0.clone();
    for _ in 0..ROUNDS {
        let mut moved = 0.0_f64;
        for c in 0..n {
            for j in 0..s {
                let mut cost = own[c * s + j] * wage[c].ln();
                for i in 0..s {
                    cost += gamma[(i * n + c) * s + j] * price[i * n + c];
                }
                push[c * s + j] = (-theta[j] * cost).exp();
            }
        }
        let mut total = vec![0.0; s * n];
        for c in 0..n {
            for i in 0..s {
                for d in 0..n {
                    total[i * n + d] += pull[at(c, i, d)] * push[c * s + i];
                }
            }
        }
        for i in 0..s {
            for d in 0..n {
                let sum = total[i * n + d];
                let next = if sum > 0.0 { -sum.ln() / theta[i] } else { 0.0 };
                moved = moved.max((next - price[i * n + d]).abs());
                price[i * n + d] = next;
            }
        }
        let (mut sales, mut duty, mut exports) = (vec![0.0; n * s], vec![0.0; n], vec![0.0; n]);
        for o in 0..n {
            for i in 0..s {
                for d in 0..n {
                    let (k, sum) = (at(o, i, d), total[i * n + d]);
                    if sum <= 0.0 || pull[k] == 0.0 {
                        continue;
                    }
                    let paid = pull[k] * push[o * s + i] / sum * spend[i * n + d];
                    let net = paid / (1.0 + change.duty_after[k]);
                    sales[o * s + i] += net;
                    duty[d] += paid - net;
                    exports[o] += if o == d { 0.0 } else { net };
                }
            }
        }
        for d in 0..n {
            income[d] = wage[d] * added[d] + duty[d] + deficit[d];
            if income[d] <= 0.0 {
                return Err(Fault::new(
                    "income-negative",
                    format!("{}: income falls below 0", table.countries[d]),
                    "its surplus is larger than its income; use a smaller change",
                ));
            }
            for i in 0..s {
                let inputs: f64 =
                    (0..s).map(|j| gamma[(i * n + d) * s + j] * sales[d * s + j]).sum();
                let next = alpha(i, d) * income[d] + inputs;
                moved =
                    moved.max((next - spend[i * n + d]).abs() / spend[i * n + d].max(world * 1e-9));
                spend[i * n + d] = next;
            }
        }
        let mut next: Vec<f64> = (0..n)
            .map(|c| (0..s).map(|j| own[c * s + j] * sales[c * s + j]).sum::<f64>() / added[c])
            .collect();
        let scale = world / (0..n).map(|c| next[c] * added[c]).sum::<f64>();
        for c in 0..n {
            next[c] = wage[c] * (next[c] * scale / wage[c]).powf(0.1);
            moved = moved.max((next[c] / wage[c] - 1.0).abs() * 10.0);
            wage[c] = next[c];
        }
        let scale = world / (0..n).map(|c| wage[c] * added[c]).sum::<f64>();
        for w in &mut wage {
            *w *= scale;
        }
        if !moved.is_finite() {
            break;
        }
        if moved < TOLERANCE {
            let index = (0..n)
                .map(|d| (0..s).map(|i| alpha(i, d) * price[i * n + d]).sum::<f64>().exp())
                .collect();
            return Ok(State { income, index, exports, wage });
        }
    }
    Err(Fault::new(
        "no-convergence",
        format!("no equilibrium to {TOLERANCE} within {ROUNDS} rounds"),
        "use a smaller change or smaller elasticities",
    ))
}
