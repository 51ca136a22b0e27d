//! One round of the model: what follows from wages, prices and spending.

use crate::{Closure, Economy, Fault};

/// A world to be solved, relative to the economy: costs of trade and duties in it.
pub(crate) struct World<'e> {
    pub(crate) economy: &'e Economy,
    pub(crate) theta: &'e [f64],
    /// Share times cost to the power of minus theta, wages and prices left out.
    pull: Vec<f64>,
    /// The same before duty.
    net: Vec<f64>,
    deficit: Deficit,
    total_added: f64,
}

/// What holds deficits, in figures by country.
enum Deficit {
    /// Amounts in units of world value added.
    Amount(Vec<f64>),
    /// Spending over income of one's own, scaled so that the world spends what it earns.
    Ratio(Vec<f64>),
}

/// Wages, logarithms of prices and spending; prices and spending at `d * J + i`.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Point {
    pub(crate) wage: Vec<f64>,
    pub(crate) price: Vec<f64>,
    pub(crate) spending: Vec<f64>,
}

/// What markets do at a point.
pub(crate) struct Markets {
    /// Logarithm of what prices are at its wages and input prices.
    pub(crate) price: Vec<f64>,
    /// Cost by origin and sector to the power of minus theta, at `o * J + i`.
    push: Vec<f64>,
    /// Sum over origins by sector and destination, at `i * N + d`.
    total: Vec<f64>,
    /// The same before duty.
    net: Vec<f64>,
}

impl<'e> World<'e> {
    pub(crate) fn new(
        economy: &'e Economy,
        theta: &'e [f64],
        factor: &[f64],
        duty: &[f64],
        closure: Closure,
    ) -> Self {
        let (n, s) = economy.size();
        let parts = &economy.parts;
        let mut pull = Vec::with_capacity(n * s * n);
        let mut net = Vec::with_capacity(n * s * n);
        for k in 0..n * s * n {
            let cost = factor[k] * (1.0 + duty[k]) / (1.0 + parts.duty[k]);
            let drawn = parts.share[k] * cost.powf(-theta[k / n % s]);
            pull.push(drawn);
            net.push(drawn / (1.0 + duty[k]));
        }
        let deficit = match closure {
            Closure::FixedShare => Deficit::Amount(parts.deficit.clone()),
            Closure::Zero => Deficit::Amount(vec![0.0; n]),
            Closure::FixedRatio => Deficit::Ratio(economy.ratios()),
        };
        Self { economy, theta, pull, net, deficit, total_added: economy.world_added() }
    }

    pub(crate) fn start(&self) -> Point {
        let (n, s) = self.economy.size();
        Point {
            wage: vec![1.0; n],
            price: vec![0.0; n * s],
            spending: self.economy.parts.spending.clone(),
        }
    }

    /// Prices and what they rest on, at wages and input prices.
    pub(crate) fn markets(&self, wage: &[f64], price: &[f64]) -> Markets {
        let (n, s) = self.economy.size();
        let parts = &self.economy.parts;
        let mut push = vec![0.0; n * s];
        for c in 0..n {
            let (log_wage, prices) = (wage[c].ln(), &price[c * s..(c + 1) * s]);
            for j in 0..s {
                let inputs = &parts.inputs[(c * s + j) * s..][..s];
                let cost = parts.own[c * s + j] * log_wage
                    + inputs.iter().zip(prices).map(|(g, p)| g * p).sum::<f64>();
                push[c * s + j] = (-self.theta[j] * cost).exp();
            }
        }
        let (mut total, mut net) = (vec![0.0; s * n], vec![0.0; s * n]);
        for o in 0..n {
            for i in 0..s {
                let at = (o * s + i) * n;
                let by = push[o * s + i];
                add(&mut total[i * n..(i + 1) * n], &self.pull[at..at + n], by);
                add(&mut net[i * n..(i + 1) * n], &self.net[at..at + n], by);
            }
        }
        let mut next = vec![0.0; n * s];
        for i in 0..s {
            for d in 0..n {
                let sum = total[i * n + d];
                next[d * s + i] = if sum > 0.0 { -sum.ln() / self.theta[i] } else { 0.0 };
            }
        }
        Markets { price: next, push, total, net }
    }

    /// Sales before duty by origin and sector, and revenue of duties by destination.
    pub(crate) fn sales(&self, markets: &Markets, spending: &[f64]) -> (Vec<f64>, Vec<f64>) {
        let (n, s) = self.economy.size();
        let mut ratio = vec![0.0; s * n];
        let mut revenue = vec![0.0; n];
        for i in 0..s {
            for d in 0..n {
                let at = i * n + d;
                if markets.total[at] > 0.0 {
                    ratio[at] = spending[d * s + i] / markets.total[at];
                    revenue[d] += spending[d * s + i] - markets.net[at] * ratio[at];
                }
            }
        }
        let mut sales = vec![0.0; n * s];
        for o in 0..n {
            for i in 0..s {
                let row = &self.net[(o * s + i) * n..][..n];
                let drawn = row.iter().zip(&ratio[i * n..(i + 1) * n]).map(|(p, r)| p * r);
                sales[o * s + i] = markets.push[o * s + i] * drawn.sum::<f64>();
            }
        }
        (sales, revenue)
    }

    /// Income by country.
    ///
    /// # Errors
    /// When it falls below 0.
    pub(crate) fn income(&self, wage: &[f64], revenue: &[f64]) -> Result<Vec<f64>, Fault> {
        let parts = &self.economy.parts;
        let own: Vec<f64> =
            (0..wage.len()).map(|c| wage[c] * parts.added[c] + revenue[c]).collect();
        let income: Vec<f64> = match &self.deficit {
            Deficit::Amount(deficit) => own.iter().zip(deficit).map(|(a, b)| a + b).collect(),
            Deficit::Ratio(ratio) => {
                let spent: Vec<f64> = own.iter().zip(ratio).map(|(a, b)| a * b).collect();
                let scale = own.iter().sum::<f64>() / spent.iter().sum::<f64>();
                spent.iter().map(|x| x * scale).collect()
            }
        };
        (0..wage.len())
            .map(|c| match income[c] {
                value if value > 0.0 => Ok(value),
                value => Err(Fault::new(
                    "income-negative",
                    format!("{}: income falls to {value}", parts.countries[c]),
                    "its trade surplus is larger than its income: try --closure zero, or a smaller change",
                )),
            })
            .collect()
    }

    /// Spending that follows from income and sales.
    pub(crate) fn spending(&self, income: &[f64], sales: &[f64]) -> Vec<f64> {
        let (n, s) = self.economy.size();
        let parts = &self.economy.parts;
        let mut spending = vec![0.0; n * s];
        for c in 0..n {
            let row = &mut spending[c * s..(c + 1) * s];
            add(row, &parts.weights[c * s..(c + 1) * s], income[c]);
            for j in 0..s {
                add(row, &parts.inputs[(c * s + j) * s..][..s], sales[c * s + j]);
            }
        }
        spending
    }

    /// Demand for the value added of each country over its supply, at the wage.
    pub(crate) fn demand(&self, wage: &[f64], sales: &[f64]) -> Vec<f64> {
        let (n, s) = self.economy.size();
        let parts = &self.economy.parts;
        (0..n)
            .map(|c| {
                let own = &parts.own[c * s..(c + 1) * s];
                let paid: f64 = own.iter().zip(&sales[c * s..]).map(|(v, y)| v * y).sum();
                paid / (wage[c] * parts.added[c])
            })
            .collect()
    }

    /// Scales wages so that world value added, the numeraire, is that of the table.
    pub(crate) fn normalise(&self, wage: &mut [f64]) {
        let added = &self.economy.parts.added;
        let now: f64 = wage.iter().zip(added).map(|(w, v)| w * v).sum();
        for one in wage.iter_mut() {
            *one *= self.total_added / now;
        }
    }

    /// Flows before duty at `(o * J + i) * N + d`.
    pub(crate) fn trade(&self, markets: &Markets, spending: &[f64]) -> Vec<f64> {
        let (n, s) = self.economy.size();
        let mut trade = vec![0.0; n * s * n];
        for o in 0..n {
            for i in 0..s {
                for d in 0..n {
                    let (k, total) = ((o * s + i) * n + d, markets.total[i * n + d]);
                    if total > 0.0 {
                        trade[k] =
                            self.net[k] * markets.push[o * s + i] / total * spending[d * s + i];
                    }
                }
            }
        }
        trade
    }
}

impl Markets {
    /// Logarithm of the cost by origin and sector.
    pub(crate) fn costs(&self, theta: &[f64]) -> Vec<f64> {
        let s = theta.len();
        self.push.iter().enumerate().map(|(at, push)| -push.ln() / theta[at % s]).collect()
    }
}

/// `to += by * row`.
fn add(to: &mut [f64], row: &[f64], by: f64) {
    for (sum, value) in to.iter_mut().zip(row) {
        *sum += by * value;
    }
}
