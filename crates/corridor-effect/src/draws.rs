//! Effects under elasticities drawn from their standard errors.

use crate::{
    Accuracy, Change, Closure, CountryEffect, Economy, Elasticity, Fault, Method, Outcome,
    elasticity::LEAST,
};
use rand_distr::{Distribution, StandardNormal};
use rand_pcg::Pcg64;
use rand_pcg::rand_core::SeedableRng;
use rayon::prelude::*;

/// Most draws at once.
pub const MOST: usize = 100_000;

/// Where a figure lies over the draws.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spread {
    /// 5 of 100 draws are below.
    pub p5: f64,
    /// Half of them are below.
    pub p50: f64,
    /// 95 of 100 are below.
    pub p95: f64,
    /// How many have the sign of the central figure.
    pub same_sign: usize,
}

/// Spreads of a country's figures.
#[derive(Clone, Debug, PartialEq)]
pub struct CountrySpread {
    /// Id as in the table.
    pub id: String,
    /// Real income.
    pub real_income: Spread,
    /// Exports.
    pub exports: Spread,
}

/// The elasticities of a draw: every sector by itself, log-normal above the least that is allowed, with the
/// given value as mean and its standard error. A draw depends on the seed and its number alone.
pub fn drawn(elasticities: &[Elasticity], seed: u64, draw: usize) -> Vec<f64> {
    let stream = u128::from(seed) << 64 | draw as u128;
    let mut random = Pcg64::from_seed({
        let mut bytes = [0; 32];
        bytes[..16].copy_from_slice(&stream.to_le_bytes());
        bytes
    });
    // The first numbers of neighbouring seeds are alike.
    for _ in 0..16 {
        let _: f64 = StandardNormal.sample(&mut random);
    }
    elasticities
        .iter()
        .map(|one| {
            let normal: f64 = StandardNormal.sample(&mut random);
            let above = one.value - LEAST;
            if above <= 0.0 || one.error <= 0.0 {
                return one.value;
            }
            let sigma = (1.0 + (one.error / above).powi(2)).ln().sqrt();
            LEAST + above * (sigma * normal - sigma * sigma / 2.0).exp()
        })
        .collect()
}

/// Spreads by country over draws, beside the central figures.
///
/// # Errors
/// No draws or too many, and a draw without equilibrium.
pub fn spreads(
    economy: &Economy,
    change: &Change,
    elasticities: &[Elasticity],
    closure: Closure,
    central: &[CountryEffect],
    (draws, seed): (usize, u64),
) -> Result<Vec<CountrySpread>, Fault> {
    if draws == 0 || draws > MOST {
        return Err(Fault::new(
            "draws-range",
            format!("{draws} draws are not from 1 to {MOST}"),
            "ask for some hundred or thousand",
        ));
    }
    let how = (Method::default(), Accuracy(1e-10));
    let runs: Vec<Vec<(f64, f64)>> = (0..draws)
        .into_par_iter()
        .map(|draw| {
            let theta = drawn(elasticities, seed, draw);
            let outcome = Outcome::of(economy, change, &theta, closure, how)?;
            let effects = outcome.countries(economy);
            Ok(effects.iter().map(|e| (e.real_income_percent, e.exports_percent)).collect())
        })
        .collect::<Result<_, Fault>>()?;
    Ok((0..central.len())
        .map(|c| CountrySpread {
            id: central[c].id.clone(),
            real_income: spread(runs.iter().map(|r| r[c].0), central[c].real_income_percent),
            exports: spread(runs.iter().map(|r| r[c].1), central[c].exports_percent),
        })
        .collect())
}

fn spread(values: impl Iterator<Item = f64>, central: f64) -> Spread {
    let mut sorted: Vec<f64> = values.collect();
    sorted.sort_by(f64::total_cmp);
    let at = |share: f64| {
        let place = share * (sorted.len() - 1) as f64;
        let (below, above) = (sorted[place.floor() as usize], sorted[place.ceil() as usize]);
        below + (above - below) * place.fract()
    };
    let sign = |x: f64| if x == 0.0 { 0.0 } else { x.signum() };
    Spread {
        p5: at(0.05),
        p50: at(0.5),
        p95: at(0.95),
        same_sign: sorted.iter().filter(|x| sign(**x) == sign(central)).count(),
    }
}
