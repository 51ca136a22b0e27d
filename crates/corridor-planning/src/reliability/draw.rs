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
    /// Weights of the season's, the country's and the element's own share; their squares add up to 1.
    weights: [f64; 3],
    season: Vec<f64>,
    /// By country: its share and the season's, weighed and added.
    shared: BTreeMap<CountryCode, Vec<f64>>,
}

impl Factors {
    /// For `count` draws. The second half of them mirrors the first (antithetic variates): it costs
    /// next to nothing, and what one half has by chance too much the other has too little.
    pub(super) fn new(seed: u64, count: usize, spreads: &Spreads<'_>) -> Self {
        let (season, country) = (spreads.season(), spreads.country());
        // Each is at most one half (see the limits of parameters).
        let own = (1.0 - season - country).max(0.0);
        Self {
            seed,
            weights: [season, country, own].map(f64::sqrt),
            season: normals(seed, key(b"season"), count.div_ceil(2)),
            shared: BTreeMap::new(),
        }
    }

    /// Fills `hours`, one for each draw, with the draws of an element.
    pub(super) fn draw(&mut self, element: &Element, hours: &mut [f64]) {
        let mut own = generator(self.seed, element.key);
        let (drawn, mirrored) = hours.split_at_mut(hours.len().div_ceil(2));
        let cv = match element.law {
            Law::Uniform => {
                let most = 2.0 * element.mean_h;
                for hour in &mut *drawn {
                    let part: f64 = StandardUniform.sample(&mut own);
                    *hour = most * part;
                }
                for (mirror, hour) in mirrored.iter_mut().zip(drawn) {
                    *mirror = most - *hour;
                }
                return;
            }
            Law::LogNormal(cv) => cv,
        };
        // Mean of the logarithm such that the mean of the hours is the planned one.
        let variance = libm::log1p(cv * cv);
        let median = element.mean_h * libm::exp(-variance / 2.0);
        let sigma = variance.sqrt();
        let weight = self.weights[2];
        for (hour, shared) in drawn.iter_mut().zip(self.shared(element.group)) {
            let z: f64 = StandardNormal.sample(&mut own);
            *hour = median * libm::exp(sigma * (shared + weight * z));
        }
        for (mirror, hour) in mirrored.iter_mut().zip(drawn) {
            *mirror = median * median / *hour;
        }
    }

    /// What elements of a country have in common, the season's share included.
    fn shared(&mut self, group: CountryCode) -> &[f64] {
        let [a, b, _] = self.weights;
        self.shared.entry(group).or_insert_with(|| {
            let name = format!("country {group}");
            let country = normals(self.seed, key(name.as_bytes()), self.season.len());
            self.season.iter().zip(country).map(|(season, own)| a * season + b * own).collect()
        })
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
