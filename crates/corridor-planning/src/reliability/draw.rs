//! The random numbers: what a season, a country and an element have in common and of their own.
//!
//! Generators are named ones (PCG) with portable distributions, and powers come from a library in
//! plain Rust, so that draws are the same on every machine.

use super::element::{Element, Law, Spreads, key};
use corridor_network::CountryCode;
use rand_distr::{Distribution, StandardNormal, StandardUniform};
use rand_pcg::Pcg64Mcg;
use rand_pcg::rand_core::SeedableRng;
use std::collections::BTreeMap;

/// What elements share, made when first asked for.
pub(super) struct Factors {
    seed: u64,
    count: usize,
    /// Weights of the season's, the country's and the element's own share; their squares add up to 1.
    weights: [f64; 3],
    season: Vec<f64>,
    groups: BTreeMap<CountryCode, Vec<f64>>,
}

impl Factors {
    pub(super) fn new(seed: u64, count: usize, spreads: &Spreads<'_>) -> Self {
        let (season, country) = (spreads.season(), spreads.country());
        // Each is at most one half (see the limits of parameters).
        let own = (1.0 - season - country).max(0.0);
        Self {
            seed,
            count,
            weights: [season, country, own].map(f64::sqrt),
            season: normals(seed, key(b"season"), count),
            groups: BTreeMap::new(),
        }
    }

    /// Fills `hours` with the draws of an element.
    pub(super) fn draw(&mut self, element: &Element, hours: &mut [f64]) {
        let mut own = generator(self.seed, element.key);
        let cv = match element.law {
            Law::Uniform => {
                for hour in hours {
                    let part: f64 = StandardUniform.sample(&mut own);
                    *hour = 2.0 * element.mean_h * part;
                }
                return;
            }
            Law::LogNormal(cv) => cv,
        };
        // Mean of the logarithm such that the mean of the hours is the planned one.
        let variance = libm::log1p(cv * cv);
        let (mu, sigma) = (-variance / 2.0, variance.sqrt());
        let (seed, count, group) = (self.seed, self.count, element.group);
        let shared = self
            .groups
            .entry(group)
            .or_insert_with(|| normals(seed, key(format!("country {group}").as_bytes()), count));
        let [a, b, c] = self.weights.map(|weight| weight * sigma);
        for ((hour, season), country) in hours.iter_mut().zip(&self.season).zip(shared) {
            let z: f64 = StandardNormal.sample(&mut own);
            *hour = element.mean_h * libm::exp(mu + a * season + b * *country + c * z);
        }
    }
}

fn generator(seed: u64, key: [u8; 16]) -> Pcg64Mcg {
    let mut bytes = key;
    for (byte, seed) in bytes.iter_mut().zip(seed.to_le_bytes()) {
        *byte ^= seed;
    }
    // Seeds that differ in a bit must not give streams that differ in a bit.
    Pcg64Mcg::from_seed(super::element::key(&bytes))
}

fn normals(seed: u64, key: [u8; 16], count: usize) -> Vec<f64> {
    StandardNormal.sample_iter(generator(seed, key)).take(count).collect()
}
