//! Discounting by one rate, or by rates that change with distance.

use crate::fault::Fault;
use crate::rate::Rate;
use serde::Deserialize;

/// Rates from years after the base year on, the first from the base year.
#[derive(Clone, Debug, PartialEq)]
pub struct Discount {
    steps: Vec<(i32, Rate)>,
}

/// A step as files have it: the rate of every year later than `after` years from the base year.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct StepRow {
    after: i32,
    rate: String,
}

impl Discount {
    /// One rate for all years.
    pub fn flat(rate: Rate) -> Self {
        Self { steps: vec![(0, rate)] }
    }

    pub(crate) fn stepped(rows: &[StepRow]) -> Result<Self, Fault> {
        let steps = rows
            .iter()
            .map(|row| Ok((row.after, row.rate.parse()?)))
            .collect::<Result<Vec<_>, Fault>>()?;
        let in_order = steps.windows(2).all(|pair| pair[0].0 < pair[1].0);
        if steps.first().is_none_or(|step| step.0 != 0) || !in_order {
            return Err(Fault::new(
                "the steps of a rate do not begin at 0 or are out of order",
                "write the first as after = 0, later ones in order",
            ));
        }
        Ok(Self { steps })
    }

    /// The rate of the first years.
    pub fn first(&self) -> Rate {
        self.steps.first().map_or(Rate::ZERO, |step| step.1)
    }

    /// Steps as years after the base year, exclusive, and rates.
    pub fn steps(&self) -> &[(i32, Rate)] {
        &self.steps
    }

    /// What an amount so many years after the base year is worth in it.
    pub fn factor(&self, years: i32) -> f64 {
        if years <= 0 {
            return self.first().factor(years);
        }
        let mut factor = 1.0;
        for (n, (after, rate)) in self.steps.iter().enumerate() {
            let until = self.steps.get(n + 1).map_or(years, |next| next.0.min(years));
            if until > *after {
                factor *= rate.factor(until - after);
            }
        }
        factor
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_falling_rate_joins_its_steps() {
        let rows = |pairs: &[(i32, &str)]| -> Vec<StepRow> {
            pairs
                .iter()
                .map(|(after, rate)| StepRow { after: *after, rate: (*rate).into() })
                .collect()
        };
        let falling = Discount::stepped(&rows(&[(0, "3.5%"), (30, "3%"), (75, "2.5%")])).unwrap();
        let near = |a: f64, b: f64| assert!((a - b).abs() < 1e-12, "{a} {b}");
        near(falling.factor(0), 1.0);
        near(falling.factor(30), 1.035_f64.powi(-30));
        near(falling.factor(31), 1.035_f64.powi(-30) / 1.03);
        near(falling.factor(80), 1.035_f64.powi(-30) * 1.03_f64.powi(-45) * 1.025_f64.powi(-5));
        near(falling.factor(-2), 1.035_f64.powi(2));
        near(Discount::flat("7%".parse().unwrap()).factor(12), 1.07_f64.powi(-12));
        assert!(Discount::stepped(&rows(&[(1, "3%")])).is_err());
        assert!(Discount::stepped(&rows(&[(0, "3%"), (0, "2%")])).is_err());
    }
}
