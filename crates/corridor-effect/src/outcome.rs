//! Two worlds compared: by country, by pair and by sector.

use crate::{Accuracy, Change, Closure, Economy, Equilibrium, Fault, Method};

/// The effect on a country, per cent unless said otherwise. Nominal figures are in units of world value
/// added.
#[derive(Clone, Debug, PartialEq)]
pub struct CountryEffect {
    /// Id as in the table.
    pub id: String,
    /// Exact change of income over the price index of final use.
    pub real_income_percent: f64,
    /// Change of exports before duty.
    pub exports_percent: f64,
    /// Change of imports before duty.
    pub imports_percent: f64,
    /// Change of the wage.
    pub wage_percent: f64,
    /// Change of the wage over the price index of final use.
    pub real_wage_percent: f64,
    /// Change of the price index of final use.
    pub prices_percent: f64,
    /// Change of duties collected, per cent of income before.
    pub revenue_percent_of_income: f64,
}

/// The effect on the flows of a pair, all sectors together.
#[derive(Clone, Debug, PartialEq)]
pub struct PairEffect {
    /// Where from.
    pub origin: String,
    /// Where to.
    pub destination: String,
    /// Flow before duty in the world before, in units of the table.
    pub before: f64,
    /// The same after.
    pub after: f64,
}

/// The effect on a sector of a country, per cent.
#[derive(Clone, Debug, PartialEq)]
pub struct SectorEffect {
    /// Country.
    pub id: String,
    /// Sector.
    pub sector: String,
    /// Change of sales before duty, at home and abroad.
    pub output_percent: f64,
    /// Change of exports.
    pub exports_percent: f64,
    /// Change of imports.
    pub imports_percent: f64,
    /// Change of the price that its users pay.
    pub price_percent: f64,
}

/// How real income changes, in parts that add up to it but for the length of the steps, per cent.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Decomposition {
    /// Exports that sell dearer and imports that cost more.
    pub terms_of_trade_percent: f64,
    /// More or fewer imports that pay duty.
    pub volume_of_trade_percent: f64,
    /// What carriage and other costs of imports use up.
    pub trade_costs_percent: f64,
}

impl Decomposition {
    /// All parts together.
    pub fn sum(&self) -> f64 {
        self.terms_of_trade_percent + self.volume_of_trade_percent + self.trade_costs_percent
    }
}

/// The world before a change and after it.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// Before.
    pub before: Equilibrium,
    /// After.
    pub after: Equilibrium,
    closure: Closure,
}

impl Outcome {
    /// Solves both worlds in the same way, so that no change is exactly none.
    ///
    /// # Errors
    /// As [`Equilibrium::of`].
    pub fn of(
        economy: &Economy,
        change: &Change,
        theta: &[f64],
        closure: Closure,
        how: (Method, Accuracy),
    ) -> Result<Self, Fault> {
        let idle = vec![1.0; change.factor.len()];
        let before = (&idle[..], &change.duty_before[..]);
        let after = (&change.factor[..], &change.duty_after[..]);
        Ok(Self {
            before: Equilibrium::of(economy, theta, before, closure, how, None)?,
            after: Equilibrium::of(economy, theta, after, closure, how, None)?,
            closure,
        })
    }

    /// By country, in the order of the economy.
    pub fn countries(&self, economy: &Economy) -> Vec<CountryEffect> {
        let (before, after) = (&self.before, &self.after);
        let sums = |world: &Equilibrium| crossing(economy, &world.trade);
        let ((out, inward), (out_after, inward_after)) = (sums(before), sums(after));
        (0..economy.countries().len())
            .map(|c| {
                let prices = (after.index[c] - before.index[c]).exp();
                let wage = after.wage[c] / before.wage[c];
                CountryEffect {
                    id: economy.countries()[c].clone(),
                    real_income_percent: (after.income[c] / before.income[c] / prices - 1.0)
                        * 100.0,
                    exports_percent: percent(out_after[c], out[c]),
                    imports_percent: percent(inward_after[c], inward[c]),
                    wage_percent: (wage - 1.0) * 100.0,
                    real_wage_percent: (wage / prices - 1.0) * 100.0,
                    prices_percent: (prices - 1.0) * 100.0,
                    revenue_percent_of_income: (after.revenue[c] - before.revenue[c])
                        / before.income[c]
                        * 100.0,
                }
            })
            .collect()
    }

    /// By pair of different countries with trade before or after, by origin and then destination.
    pub fn pairs(&self, economy: &Economy) -> Vec<PairEffect> {
        let (n, s) = economy.size();
        let sum = |trade: &[f64], o: usize, d: usize| -> f64 {
            (0..s).map(|i| trade[economy.cell(o, i, d)]).sum()
        };
        let pairs = (0..n).flat_map(|o| (0..n).map(move |d| (o, d))).filter(|(o, d)| o != d);
        pairs
            .map(|(o, d)| PairEffect {
                origin: economy.countries()[o].clone(),
                destination: economy.countries()[d].clone(),
                before: sum(&self.before.trade, o, d),
                after: sum(&self.after.trade, o, d),
            })
            .filter(|pair| pair.before > 0.0 || pair.after > 0.0)
            .collect()
    }

    /// By country and sector that sells or buys anything.
    pub fn sectors(&self, economy: &Economy) -> Vec<SectorEffect> {
        let (n, s) = economy.size();
        let sums = |world: &Equilibrium, c: usize, i: usize| {
            let (mut sales, mut exports, mut imports) = (0.0, 0.0, 0.0);
            for other in 0..n {
                let sold = world.trade[economy.cell(c, i, other)];
                sales += sold;
                if other != c {
                    exports += sold;
                    imports += world.trade[economy.cell(other, i, c)];
                }
            }
            [sales, exports, imports]
        };
        let mut found = Vec::new();
        for c in 0..n {
            for i in 0..s {
                let (a, b) = (sums(&self.before, c, i), sums(&self.after, c, i));
                if a.iter().all(|x| *x <= 0.0) {
                    continue;
                }
                let at = c * s + i;
                found.push(SectorEffect {
                    id: economy.countries()[c].clone(),
                    sector: economy.sectors()[i].clone(),
                    output_percent: percent(b[0], a[0]),
                    exports_percent: percent(b[1], a[1]),
                    imports_percent: percent(b[2], a[2]),
                    price_percent: ((self.after.price[at] - self.before.price[at]).exp() - 1.0)
                        * 100.0,
                });
            }
        }
        found
    }

    /// The first-order decomposition at the world before, by country: what Caliendo and Parro print as
    /// welfare. Changes of duties enter by the volume of trade, at the duties before.
    pub fn first_order(&self, economy: &Economy) -> Vec<Decomposition> {
        let (n, s) = economy.size();
        let (before, after) = (&self.before, &self.after);
        let grown = |o: usize, i: usize| (after.cost[o * s + i] - before.cost[o * s + i]).exp();
        let mut found = vec![Decomposition::default(); n];
        for o in 0..n {
            for i in 0..s {
                for d in 0..n {
                    let k = economy.cell(o, i, d);
                    let (flow, cost) = (before.trade[k], grown(o, i));
                    // At home the two cancel.
                    found[o].terms_of_trade_percent += flow * (cost - 1.0);
                    found[d].terms_of_trade_percent -= flow * (cost - 1.0);
                    if flow > 0.0 {
                        let factor = after.factor[k] / before.factor[k];
                        let volume = after.trade[k] / flow - cost - (factor - 1.0);
                        found[d].volume_of_trade_percent += before.duty[k] * flow * volume;
                        found[d].trade_costs_percent -= flow * (factor - 1.0);
                    }
                }
            }
        }
        scaled(&mut found, &before.income);
        found
    }

    /// The same decomposition taken along the straight line of factors and duties, in steps that each
    /// begin where the last ended (trapezoids): with more steps its sum tends to the logarithm of the
    /// exact change of real income.
    ///
    /// # Errors
    /// As [`Equilibrium::of`].
    pub fn integrated(
        &self,
        economy: &Economy,
        theta: &[f64],
        how: (Method, Accuracy),
        steps: usize,
    ) -> Result<Vec<Decomposition>, Fault> {
        let n = economy.countries().len();
        let mut found = vec![Decomposition::default(); n];
        let (first, last) = (&self.before, &self.after);
        let mut from = first.clone();
        for step in 1..=steps {
            let to = if step == steps {
                last.clone()
            } else {
                let share = step as f64 / steps as f64;
                let between = |a: &[f64], b: &[f64]| {
                    a.iter().zip(b).map(|(a, b)| a + (b - a) * share).collect::<Vec<f64>>()
                };
                let factor = between(&first.factor, &last.factor);
                let duty = between(&first.duty, &last.duty);
                let world = (&factor[..], &duty[..]);
                Equilibrium::of(economy, theta, world, self.closure, how, Some(&from))?
            };
            trapezoid(economy, &from, &to, &mut found);
            from = to;
        }
        Ok(found)
    }
}

/// Adds the parts of a step, as the mean of those at its two ends.
fn trapezoid(economy: &Economy, from: &Equilibrium, to: &Equilibrium, found: &mut [Decomposition]) {
    let (n, s) = economy.size();
    for o in 0..n {
        for i in 0..s {
            let cost = to.cost[o * s + i] - from.cost[o * s + i];
            for d in 0..n {
                let k = economy.cell(o, i, d);
                let (a, b) = (from.trade[k], to.trade[k]);
                if a <= 0.0 || b <= 0.0 {
                    continue;
                }
                let half = |d: usize| (a / from.income[d] + b / to.income[d]) * 50.0;
                let factor = (to.factor[k] / from.factor[k]).ln();
                let volume = (b / a).ln() - cost - factor;
                let duty =
                    (from.duty[k] * a / from.income[d] + to.duty[k] * b / to.income[d]) * 50.0;
                found[o].terms_of_trade_percent += half(o) * cost;
                found[d].terms_of_trade_percent -= half(d) * cost;
                found[d].volume_of_trade_percent += duty * volume;
                found[d].trade_costs_percent -= half(d) * factor;
            }
        }
    }
}

fn scaled(found: &mut [Decomposition], income: &[f64]) {
    for (one, income) in found.iter_mut().zip(income) {
        for part in [
            &mut one.terms_of_trade_percent,
            &mut one.volume_of_trade_percent,
            &mut one.trade_costs_percent,
        ] {
            *part *= 100.0 / income;
        }
    }
}

/// Exports and imports by country.
fn crossing(economy: &Economy, trade: &[f64]) -> (Vec<f64>, Vec<f64>) {
    let (n, s) = economy.size();
    let (mut exports, mut imports) = (vec![0.0; n], vec![0.0; n]);
    for (k, flow) in trade.iter().enumerate() {
        let (o, d) = (k / n / s, k % n);
        if o != d {
            exports[o] += flow;
            imports[d] += flow;
        }
    }
    (exports, imports)
}

/// A change in per cent; nothing of nothing is none.
fn percent(after: f64, before: f64) -> f64 {
    if before == 0.0 { 0.0 } else { (after / before - 1.0) * 100.0 }
}

/// Effects by country of a change over a table, in the order of the table. `elasticity` has one exponent
/// per sector.
///
/// # Errors
/// Elasticities or changes of wrong length or range, and no convergence.
pub fn effects(
    table: &crate::Table,
    change: &Change,
    elasticity: &[f64],
    closure: Closure,
) -> Result<Vec<CountryEffect>, Fault> {
    change.check(table.last.len())?;
    let economy = Economy::from_table(table, &change.duty_before)?;
    let how = (Method::default(), Accuracy::default());
    let outcome = Outcome::of(&economy, change, elasticity, closure, how)?;
    Ok(outcome.countries(&economy))
}
