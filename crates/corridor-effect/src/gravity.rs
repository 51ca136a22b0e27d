//! Structural gravity: what distance, borders and agreements do to trade, estimated from flows that the
//! user brings, and what a change of them does.
//!
//! Poisson pseudo-maximum likelihood with a fixed effect for every origin and destination (Santos Silva
//! and Tenreyro 2006): flows are `u_o v_d exp(x'b)`. Effects are fitted by scaling rows and columns to
//! their sums in turn, coefficients by Newton's method over what is left of the columns without them.

mod change;
mod read;

use crate::anderson::solve;
use crate::{Economy, Fault, Parts};

/// Flows with what may explain them.
#[derive(Clone, Debug, PartialEq)]
pub struct Flows {
    /// Ids of countries.
    pub countries: Vec<String>,
    /// Names of the explaining columns.
    pub columns: Vec<String>,
    /// Origin and destination of each row.
    pub pairs: Vec<(usize, usize)>,
    /// Flow of each row.
    pub trade: Vec<f64>,
    /// Values of the columns, row after row.
    pub values: Vec<f64>,
}

/// A coefficient.
#[derive(Clone, Debug, PartialEq)]
pub struct Coefficient {
    /// The column.
    pub column: String,
    /// Its coefficient.
    pub value: f64,
    /// Standard error that allows for any variance of the flows.
    pub error: f64,
}

/// An estimate.
#[derive(Clone, Debug, PartialEq)]
pub struct Estimate {
    /// Coefficients, in the order of the columns.
    pub coefficients: Vec<Coefficient>,
    /// Flow of each row as fitted.
    pub fitted: Vec<f64>,
    /// Rounds of Newton's method.
    pub rounds: usize,
}

const ROUNDS: usize = 60;
const SCALINGS: usize = 100_000;

impl Flows {
    /// Estimates the coefficients of all columns.
    ///
    /// # Errors
    /// Countries that sell or buy nothing, columns that the fixed effects or others explain, and no
    /// convergence.
    pub fn estimate(&self) -> Result<Estimate, Fault> {
        let width = self.columns.len();
        self.check()?;
        let mut b = self.start()?;
        let mut fitted = self.scaled(&self.weights(&b), &self.trade)?;
        for round in 1..=ROUNDS {
            let left = self.without_effects(&fitted)?;
            let score = |a: usize| -> f64 {
                (0..self.pairs.len())
                    .map(|row| left[row * width + a] * (self.trade[row] - fitted[row]))
                    .sum()
            };
            self.check_columns(&left, &fitted)?;
            let Some(step) = solve(self.information(&left, &fitted, &score)) else { break };
            let longest = step.iter().map(|x| x.abs()).fold(0.0, f64::max);
            if !longest.is_finite() {
                break;
            }
            if longest < 1e-11 {
                // Bread and meat of the sandwich.
                let mut inverse = Vec::with_capacity(width);
                for column in 0..width {
                    let unit = |a: usize| f64::from(u8::from(a == column));
                    inverse
                        .push(solve(self.information(&left, &fitted, &unit)).unwrap_or_default());
                }
                let meat = |a: usize, c: usize| {
                    self.product(&left, a, c, &|row| (self.trade[row] - fitted[row]).powi(2))
                };
                let variance = |k: usize| -> f64 {
                    let cells = (0..width).flat_map(|a| (0..width).map(move |c| (a, c)));
                    cells.map(|(a, c)| inverse[k][a] * meat(a, c) * inverse[k][c]).sum()
                };
                let coefficients = (0..width).map(|k| Coefficient {
                    column: self.columns[k].clone(),
                    value: b[k],
                    error: variance(k).max(0.0).sqrt(),
                });
                let coefficients = coefficients.collect();
                return Ok(Estimate { coefficients, fitted, rounds: round });
            }
            let now = self.misfit(&fitted);
            let mut length = 1.0;
            loop {
                let next: Vec<f64> = b.iter().zip(&step).map(|(b, by)| b + length * by).collect();
                let tried = self.scaled(&self.weights(&next), &self.trade)?;
                if self.misfit(&tried) <= now + 1e-12 * now.abs() || length < 1e-6 {
                    (b, fitted) = (next, tried);
                    break;
                }
                length /= 2.0;
            }
        }
        Err(Fault::new(
            "no-convergence",
            format!("coefficients of {} did not settle", self.columns.join(", ")),
            "leave out columns, or rescale those with values far from 1",
        ))
    }

    /// Coefficients to begin with: least squares of logarithms drawn towards the mean.
    fn start(&self) -> Result<Vec<f64>, Fault> {
        let mean = self.trade.iter().sum::<f64>() / self.trade.len() as f64;
        let weight: Vec<f64> = self.trade.iter().map(|x| (x + mean) / 2.0).collect();
        let left = self.without_effects(&weight)?;
        self.check_columns(&left, &weight)?;
        let width = self.columns.len();
        let against = |a: usize| -> f64 {
            (0..self.pairs.len())
                .map(|row| {
                    let w = weight[row];
                    left[row * width + a] * w * (w.ln() + (self.trade[row] - w) / w)
                })
                .sum()
        };
        Ok(solve(self.information(&left, &weight, &against)).unwrap_or_else(|| vec![0.0; width]))
    }

    /// Twice the likelihood lost, but for a constant.
    fn misfit(&self, fitted: &[f64]) -> f64 {
        let lost = self.trade.iter().zip(fitted).map(|(x, m)| {
            if *m > 0.0 {
                m - x * m.ln()
            } else if *x > 0.0 {
                f64::INFINITY
            } else {
                0.0
            }
        });
        lost.sum()
    }

    /// Sum over rows of two columns times a weight.
    fn product(&self, left: &[f64], a: usize, c: usize, by: &dyn Fn(usize) -> f64) -> f64 {
        let width = self.columns.len();
        let rows = 0..self.pairs.len();
        rows.map(|row| left[row * width + a] * left[row * width + c] * by(row)).sum()
    }

    /// Linear equations in the columns, with a right side.
    fn information(
        &self,
        left: &[f64],
        fitted: &[f64],
        right: &dyn Fn(usize) -> f64,
    ) -> Vec<Vec<f64>> {
        let width = self.columns.len();
        let row = |a: usize| -> Vec<f64> {
            let cells = (0..width).map(|c| self.product(left, a, c, &|row| fitted[row]));
            cells.chain([right(a)]).collect()
        };
        (0..width).map(row).collect()
    }

    /// Flows when the columns become `values`, while all sell and buy as much as they do: the conditional
    /// effect, in which only multilateral resistances answer.
    ///
    /// # Errors
    /// When no scaling is found.
    pub fn conditional(&self, estimate: &Estimate, values: &[f64]) -> Result<Vec<f64>, Fault> {
        let b: Vec<f64> = estimate.coefficients.iter().map(|c| c.value).collect();
        let changed = Self { values: values.to_vec(), ..self.clone() };
        self.scaled(&changed.weights(&b), &self.trade)
    }

    /// The economy of one sector whose flows are those fitted, and the factors on the cost of trade when
    /// the columns become `values`, at an elasticity of trade.
    ///
    /// # Errors
    /// When pairs are missing, or a country spends nothing.
    pub fn economy(
        &self,
        estimate: &Estimate,
        values: &[f64],
        elasticity: f64,
    ) -> Result<(Economy, Vec<f64>), Fault> {
        let (n, width) = (self.countries.len(), self.columns.len());
        let mut flow = vec![0.0; n * n];
        let mut factor = vec![1.0; n * n];
        for (row, (o, d)) in self.pairs.iter().enumerate() {
            flow[o * n + d] = estimate.fitted[row];
            let change: f64 = (0..width)
                .map(|k| {
                    let at = row * width + k;
                    estimate.coefficients[k].value * (values[at] - self.values[at])
                })
                .sum();
            factor[o * n + d] = (-change / elasticity).exp();
        }
        let sold = |c: usize| -> f64 { flow[c * n..(c + 1) * n].iter().sum() };
        let bought = |c: usize| -> f64 { (0..n).map(|o| flow[o * n + c]).sum() };
        let spending: Vec<f64> = (0..n).map(bought).collect();
        let added: Vec<f64> = (0..n).map(sold).collect();
        let economy = Economy::from_parts(Parts {
            countries: self.countries.clone(),
            sectors: vec!["all".into()],
            share: flow.iter().enumerate().map(|(k, flow)| flow / spending[k % n]).collect(),
            duty: vec![0.0; n * n],
            inputs: vec![0.0; n],
            own: vec![1.0; n],
            weights: vec![1.0; n],
            deficit: spending.iter().zip(&added).map(|(e, y)| e - y).collect(),
            spending,
            added,
        })?;
        Ok((economy, factor))
    }

    /// What every row would weigh without fixed effects.
    fn weights(&self, b: &[f64]) -> Vec<f64> {
        let width = b.len();
        let index = |row: usize| -> f64 {
            self.values[row * width..(row + 1) * width].iter().zip(b).map(|(x, b)| x * b).sum()
        };
        let all: Vec<f64> = (0..self.pairs.len()).map(index).collect();
        // The effects take any constant; this one keeps the exponentials in range.
        let most = all.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        all.iter().map(|x| (x - most).exp()).collect()
    }

    /// Rows scaled by origin and destination until they add up to the sums of `like`.
    fn scaled(&self, weights: &[f64], like: &[f64]) -> Result<Vec<f64>, Fault> {
        let n = self.countries.len();
        let sums = |list: &dyn Fn(usize) -> f64, by_origin: bool| {
            let mut sums = vec![0.0; n];
            for (row, (o, d)) in self.pairs.iter().enumerate() {
                sums[if by_origin { *o } else { *d }] += list(row);
            }
            sums
        };
        let (sold, bought) = (sums(&|row| like[row], true), sums(&|row| like[row], false));
        let (mut u, mut v) = (vec![1.0; n], vec![1.0; n]);
        let divided = |a: &[f64], b: &[f64]| -> Vec<f64> {
            a.iter().zip(b).map(|(a, b)| if *b > 0.0 { a / b } else { 0.0 }).collect()
        };
        for _ in 0..SCALINGS {
            let before = u.clone();
            u = divided(&sold, &sums(&|row| weights[row] * v[self.pairs[row].1], true));
            v = divided(&bought, &sums(&|row| weights[row] * u[self.pairs[row].0], false));
            let moved = u.iter().zip(&before).map(|(a, b)| (a / b - 1.0).abs());
            if moved.filter(|x| !x.is_nan()).fold(0.0, f64::max) < 1e-14 {
                return Ok((0..self.pairs.len())
                    .map(|row| {
                        let (o, d) = self.pairs[row];
                        u[o] * weights[row] * v[d]
                    })
                    .collect());
            }
        }
        Err(Fault::new(
            "no-convergence",
            "fixed effects of origins and destinations did not settle".into(),
            "check for countries that trade with few others",
        ))
    }

    /// The columns less what fixed effects explain of them, weighted by the fitted flows.
    fn without_effects(&self, fitted: &[f64]) -> Result<Vec<f64>, Fault> {
        let (n, width) = (self.countries.len(), self.columns.len());
        let mut left = self.values.clone();
        let mut weight = [vec![0.0; n], vec![0.0; n]];
        for (row, (o, d)) in self.pairs.iter().enumerate() {
            weight[0][*o] += fitted[row];
            weight[1][*d] += fitted[row];
        }
        for column in 0..width {
            let largest = (0..self.pairs.len())
                .map(|row| left[row * width + column].abs())
                .fold(0.0, f64::max);
            let mut settled = largest == 0.0;
            for _ in 0..SCALINGS {
                if settled {
                    break;
                }
                let mut moved = 0.0_f64;
                for side in 0..2 {
                    let mut mean = vec![0.0; n];
                    let of = |row: usize| {
                        let (o, d) = self.pairs[row];
                        if side == 0 { o } else { d }
                    };
                    for row in 0..self.pairs.len() {
                        mean[of(row)] += fitted[row] * left[row * width + column];
                    }
                    for (mean, weight) in mean.iter_mut().zip(&weight[side]) {
                        *mean = if *weight > 0.0 { *mean / weight } else { 0.0 };
                        moved = moved.max(mean.abs());
                    }
                    for row in 0..self.pairs.len() {
                        left[row * width + column] -= mean[of(row)];
                    }
                }
                settled = moved < 1e-14 * largest;
            }
            if !settled {
                return Err(Fault::new(
                    "no-convergence",
                    format!("fixed effects in column {} did not settle", self.columns[column]),
                    "check for countries that trade with few others",
                ));
            }
        }
        Ok(left)
    }

    /// Refuses columns that have nothing of their own left.
    fn check_columns(&self, left: &[f64], fitted: &[f64]) -> Result<(), Fault> {
        let width = self.columns.len();
        // Gram and Schmidt, one column after the other.
        let mut kept: Vec<Vec<f64>> = Vec::new();
        let dot = |a: &[f64], b: &[f64]| -> f64 {
            (0..fitted.len()).map(|row| a[row] * b[row] * fitted[row]).sum()
        };
        for column in 0..width {
            let pick = |list: &[f64]| -> Vec<f64> {
                (0..fitted.len()).map(|row| list[row * width + column]).collect()
            };
            let (raw, mut own) = (pick(&self.values), pick(left));
            for other in &kept {
                let by = dot(&own, other) / dot(other, other);
                own.iter_mut().zip(other).for_each(|(x, y)| *x -= by * y);
            }
            if dot(&own, &own) <= 1e-14 * dot(&raw, &raw) {
                return Err(Fault::new(
                    "column-explained",
                    format!(
                        "column {} says nothing that origins, destinations and the columns before it do not",
                        self.columns[column]
                    ),
                    "leave it out",
                ));
            }
            kept.push(own);
        }
        Ok(())
    }

    fn check(&self) -> Result<(), Fault> {
        let n = self.countries.len();
        let (mut sells, mut buys) = (vec![false; n], vec![false; n]);
        for ((o, d), trade) in self.pairs.iter().zip(&self.trade) {
            sells[*o] |= *trade > 0.0;
            buys[*d] |= *trade > 0.0;
        }
        let idle = (0..n).find(|c| !sells[*c] || !buys[*c]);
        if let Some(idle) = idle {
            return Err(Fault::new(
                "flows-empty",
                format!(
                    "{} {} nothing, so its fixed effect is not finite",
                    self.countries[idle],
                    if sells[idle] { "buys" } else { "sells" }
                ),
                "leave out its rows, or add domestic flows",
            ));
        }
        if self.columns.is_empty() || self.pairs.len() <= 2 * n + self.columns.len() {
            return Err(Fault::new(
                "flows-empty",
                format!(
                    "{} rows cannot tell {} columns from {n} origins and destinations",
                    self.pairs.len(),
                    self.columns.len()
                ),
                "bring more flows",
            ));
        }
        Ok(())
    }
}
