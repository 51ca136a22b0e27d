//! The world before the change: what everyone buys from whom, makes of what, earns and levies.

use crate::{Fault, Table};

/// The parts of an economy as shares and values. `N` countries, `J` sectors; origin, sector and
/// destination stand at `(o * J + i) * N + d`, destination and sector at `d * J + i`.
#[derive(Clone, Debug, PartialEq)]
pub struct Parts {
    /// Ids of countries.
    pub countries: Vec<String>,
    /// Ids of sectors.
    pub sectors: Vec<String>,
    /// Share of an origin in what a destination spends on a sector, duty paid.
    pub share: Vec<f64>,
    /// Duty levied, as a share of the value.
    pub duty: Vec<f64>,
    /// Spending by destination and sector, duty paid; where the search begins.
    pub spending: Vec<f64>,
    /// Cost share of input `i` in sector `j` of country `c`, at `(c * J + j) * J + i`.
    pub inputs: Vec<f64>,
    /// Share of value added in the cost of sector `j` of country `c`, at `c * J + j`.
    pub own: Vec<f64>,
    /// Share of final spending of country `c` on sector `i`, at `c * J + i`.
    pub weights: Vec<f64>,
    /// Value added by country.
    pub added: Vec<f64>,
    /// Trade deficit by country.
    pub deficit: Vec<f64>,
}

/// An economy that can be solved.
#[derive(Clone, Debug, PartialEq)]
pub struct Economy {
    pub(crate) parts: Parts,
}

/// How far shares may be from adding up to 1.
const ROUNDING: f64 = 1e-6;

impl Economy {
    /// The economy of parts.
    ///
    /// # Errors
    /// When lengths do not fit or shares do not add up.
    pub fn from_parts(parts: Parts) -> Result<Self, Fault> {
        let (n, s) = (parts.countries.len(), parts.sectors.len());
        let lengths = [
            (&parts.share, n * s * n),
            (&parts.duty, n * s * n),
            (&parts.spending, n * s),
            (&parts.inputs, n * s * s),
            (&parts.own, n * s),
            (&parts.weights, n * s),
            (&parts.added, n),
            (&parts.deficit, n),
        ];
        let wrong = |reason: String| {
            Err(Fault::new("economy-inconsistent", reason, "check the data that it is made of"))
        };
        if n == 0 || s == 0 || lengths.iter().any(|(list, length)| list.len() != *length) {
            return wrong("the parts of the economy have lengths that do not fit".to_owned());
        }
        if lengths.iter().any(|(list, _)| list.iter().any(|x| !x.is_finite())) {
            return wrong("a part of the economy is not finite".to_owned());
        }
        for c in 0..n {
            let weights: f64 = parts.weights[c * s..(c + 1) * s].iter().sum();
            if (weights - 1.0).abs() > ROUNDING || parts.added[c] <= 0.0 {
                return wrong(format!(
                    "{}: final spending adds up to {weights}, value added is {}",
                    parts.countries[c], parts.added[c]
                ));
            }
            for j in 0..s {
                let inputs: f64 = parts.inputs[(c * s + j) * s..][..s].iter().sum();
                let cost = inputs + parts.own[c * s + j];
                if cost != 0.0 && (cost - 1.0).abs() > ROUNDING {
                    return wrong(format!(
                        "{}: cost shares of sector {} add up to {cost}",
                        parts.countries[c], parts.sectors[j]
                    ));
                }
            }
        }
        Ok(Self { parts })
    }

    /// The economy of a table, with duties on top of its flows.
    ///
    /// # Errors
    /// When duties on its inputs leave a sector no value added.
    pub fn from_table(table: &Table, duty: &[f64]) -> Result<Self, Fault> {
        let (n, s) = (table.countries.len(), table.sectors.len());
        let mut share = vec![0.0; n * s * n];
        let mut spending = vec![0.0; n * s];
        let mut last = vec![0.0; n * s];
        let mut inputs = vec![0.0; n * s * s];
        let mut output = vec![0.0; n * s];
        let mut revenue = vec![0.0; n];
        for o in 0..n {
            for i in 0..s {
                for d in 0..n {
                    let k = table.cell(o, i, d);
                    let (flow, gross) = (table.flow(o, i, d), 1.0 + duty[k]);
                    output[o * s + i] += flow;
                    share[k] = flow * gross;
                    spending[d * s + i] += flow * gross;
                    last[d * s + i] += table.last[k] * gross;
                    revenue[d] += flow * duty[k];
                    for j in 0..s {
                        inputs[(d * s + j) * s + i] += table.inputs[k * s + j] * gross;
                    }
                }
            }
        }
        for o in 0..n {
            for i in 0..s {
                for d in 0..n {
                    let total = spending[d * s + i];
                    let value = &mut share[table.cell(o, i, d)];
                    *value = if total > 0.0 { *value / total } else { 0.0 };
                }
            }
        }
        let mut own = vec![0.0; n * s];
        let mut added = vec![0.0; n];
        for c in 0..n {
            for j in 0..s {
                let y = output[c * s + j];
                if y <= 0.0 {
                    inputs[(c * s + j) * s..][..s].fill(0.0);
                    continue;
                }
                let column = &mut inputs[(c * s + j) * s..][..s];
                let used: f64 = column.iter().sum();
                for share in column.iter_mut() {
                    *share /= y;
                }
                own[c * s + j] = 1.0 - column.iter().sum::<f64>();
                if used - y > crate::ROUNDING * y + 1e-5 {
                    return Err(Fault::new(
                        "duty-above-value-added",
                        format!(
                            "{}: with duties, inputs of sector {} cost {used} and it sells {y}",
                            table.countries[c], table.sectors[j]
                        ),
                        "lower the duties before the change (--duties FILE)",
                    ));
                }
                added[c] += own[c * s + j] * y;
            }
        }
        let income: Vec<f64> = (0..n).map(|c| last[c * s..(c + 1) * s].iter().sum()).collect();
        let deficit = (0..n).map(|c| income[c] - added[c] - revenue[c]).collect();
        let weights = (0..n * s).map(|at| last[at] / income[at / s]).collect();
        Self::from_parts(Parts {
            countries: table.countries.clone(),
            sectors: table.sectors.clone(),
            share,
            duty: duty.to_vec(),
            spending,
            inputs,
            own,
            weights,
            added,
            deficit,
        })
    }

    /// Ids of countries.
    pub fn countries(&self) -> &[String] {
        &self.parts.countries
    }

    /// Ids of sectors.
    pub fn sectors(&self) -> &[String] {
        &self.parts.sectors
    }

    /// Where origin, sector and destination stand in lists.
    pub fn cell(&self, origin: usize, sector: usize, destination: usize) -> usize {
        (origin * self.sectors().len() + sector) * self.countries().len() + destination
    }

    pub(crate) fn size(&self) -> (usize, usize) {
        (self.parts.countries.len(), self.parts.sectors.len())
    }

    /// Spending over income without the deficit, by country.
    pub(crate) fn ratios(&self) -> Vec<f64> {
        let ((n, s), parts) = (self.size(), &self.parts);
        let mut own = parts.added.clone();
        for (k, (share, duty)) in parts.share.iter().zip(&parts.duty).enumerate() {
            let (d, i) = (k % n, k / n % s);
            own[d] += share * parts.spending[d * s + i] * duty / (1.0 + duty);
        }
        own.iter().zip(&parts.deficit).map(|(own, deficit)| 1.0 + deficit / own).collect()
    }

    pub(crate) fn world_added(&self) -> f64 {
        self.parts.added.iter().sum()
    }
}
