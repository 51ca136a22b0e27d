//! What is not known exactly: factors drawn from distributions, with a seed.

use crate::project::Uncertain;
use rand_distr::{Distribution as _, StandardNormal, StandardUniform};
use rand_pcg::Pcg64Mcg;
use rand_pcg::rand_core::SeedableRng;

/// A distribution of a factor.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Distribution {
    /// Least, most likely and greatest.
    Triangular([f64; 3]),
    /// Least and greatest.
    Uniform([f64; 2]),
    /// Mean and standard deviation.
    Normal([f64; 2]),
}

/// The 95th percentile of the standard normal distribution.
const NORMAL_P95: f64 = 1.644_853_626_951_472_2;

impl Distribution {
    /// The distribution that a row states.
    ///
    /// # Errors
    /// When fields are missing, superfluous or contradict each other.
    pub(crate) fn of(row: &Uncertain) -> Result<Self, String> {
        let Uncertain { low, mode, high, mean, sd, .. } = row;
        let all = [low, mode, high, mean, sd];
        if all.into_iter().flatten().any(|n| !n.is_finite() || n.abs() > 1000.0) {
            return Err("a factor is no number from -1000 to 1000".to_owned());
        }
        match (row.distribution.as_str(), low, mode, high, mean, sd) {
            ("triangular", Some(low), Some(mode), Some(high), None, None) => {
                if low <= mode && mode <= high && low < high {
                    Ok(Self::Triangular([*low, *mode, *high]))
                } else {
                    Err(format!("low {low}, mode {mode} and high {high} are not in order"))
                }
            }
            ("uniform", Some(low), None, Some(high), None, None) if low < high => {
                Ok(Self::Uniform([*low, *high]))
            }
            ("normal", None, None, None, Some(mean), Some(sd)) if *sd > 0.0 => {
                Ok(Self::Normal([*mean, *sd]))
            }
            ("triangular", ..) => Err("triangular needs low, mode and high alone".to_owned()),
            ("uniform", ..) => Err("uniform needs low below high alone".to_owned()),
            ("normal", ..) => Err("normal needs mean and an sd above 0 alone".to_owned()),
            (other, ..) => Err(format!("{other:?} is none of triangular, uniform, normal")),
        }
    }

    /// The ends shown: least and greatest, or the 5th and 95th percentile where there are none.
    pub(crate) fn ends(self) -> [f64; 2] {
        match self {
            Self::Triangular([low, _, high]) | Self::Uniform([low, high]) => [low, high],
            Self::Normal([mean, sd]) => [mean - NORMAL_P95 * sd, mean + NORMAL_P95 * sd],
        }
    }

    fn draw(self, rng: &mut Pcg64Mcg) -> f64 {
        let uniform = |rng: &mut Pcg64Mcg| -> f64 { StandardUniform.sample(rng) };
        match self {
            Self::Uniform([low, high]) => low + (high - low) * uniform(rng),
            Self::Normal([mean, sd]) => {
                let z: f64 = StandardNormal.sample(rng);
                mean + sd * z
            }
            Self::Triangular([low, mode, high]) => {
                let (u, split) = (uniform(rng), (mode - low) / (high - low));
                if u < split {
                    low + (u * (high - low) * (mode - low)).sqrt()
                } else {
                    high - ((1.0 - u) * (high - low) * (high - mode)).sqrt()
                }
            }
        }
    }
}

/// What draws come to.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawn {
    /// How many.
    pub draws: u32,
    /// The seed.
    pub seed: u64,
    /// Mean.
    pub mean: f64,
    /// Standard deviation.
    pub sd: f64,
    /// The 5th, 50th and 95th percentile.
    pub percentiles: [f64; 3],
    /// Part of draws below nothing.
    pub below_zero: f64,
}

/// Draws a sum of a fixed part and parts each times the product of its factors. `factors[k]` are indices of
/// distributions.
pub(crate) fn draws(
    fixed: f64,
    parts: &[(f64, Vec<usize>)],
    distributions: &[Distribution],
    draws: u32,
    seed: u64,
) -> Option<Drawn> {
    let mut rng = Pcg64Mcg::seed_from_u64(seed);
    let mut factors = vec![0.0; distributions.len()];
    let mut values = Vec::with_capacity(draws as usize);
    for _ in 0..draws {
        for (factor, distribution) in factors.iter_mut().zip(distributions) {
            *factor = distribution.draw(&mut rng);
        }
        let varied: f64 = parts
            .iter()
            .map(|(value, of)| value * of.iter().map(|k| factors[*k]).product::<f64>())
            .sum();
        values.push(fixed + varied);
    }
    values.sort_by(f64::total_cmp);
    let last = values.len().checked_sub(1)?;
    let count = values.len() as f64;
    let mean = values.iter().sum::<f64>() / count;
    let variance = values.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / count;
    let at = |part: f64| values[((part * last as f64).round() as usize).min(last)];
    let below = values.iter().filter(|v| **v < 0.0).count() as f64;
    Some(Drawn {
        draws,
        seed,
        mean,
        sd: variance.sqrt(),
        percentiles: [at(0.05), at(0.5), at(0.95)],
        below_zero: below / count,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn draws_have_the_moments_of_their_distribution() {
        for (distribution, mean, sd) in [
            // Mean (a + b + c) / 3, variance (a2 + b2 + c2 - ab - ac - bc) / 18.
            (Distribution::Triangular([0.9, 1.0, 3.0]), 4.9 / 3.0, (4.21_f64 / 18.0).sqrt()),
            (Distribution::Uniform([0.5, 1.5]), 1.0, 1.0 / 12.0_f64.sqrt()),
            (Distribution::Normal([1.0, 0.2]), 1.0, 0.2),
        ] {
            let drawn = draws(0.0, &[(1.0, vec![0])], &[distribution], 40_000, 7).unwrap();
            assert!((drawn.mean - mean).abs() < 4.0 * sd / 200.0, "{distribution:?} {drawn:?}");
            assert!((drawn.sd / sd - 1.0).abs() < 0.02, "{distribution:?} {drawn:?}");
            let [low, _, high] = drawn.percentiles;
            let [least, most] = distribution.ends();
            let normal = matches!(distribution, Distribution::Normal(_));
            assert!(normal && (low - least).abs() < 0.01 || low > least && high < most);
        }
    }

    #[test]
    fn the_same_seed_draws_the_same() {
        let of = |seed| {
            let parts = [(10.0, vec![0]), (-9.0, vec![1])];
            let each = [Distribution::Uniform([0.0, 2.0]), Distribution::Normal([1.0, 0.1])];
            draws(1.0, &parts, &each, 500, seed).unwrap()
        };
        assert_eq!(of(1), of(1));
        assert_ne!(of(1), of(2));
        assert!(draws(0.0, &[], &[], 0, 1).is_none());
    }
}
