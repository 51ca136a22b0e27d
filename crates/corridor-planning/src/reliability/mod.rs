//! How surely an itinerary arrives: joint draws of all that its legs take.
//!
//! What a leg takes of each kind (running, waiting, a border, a canal) is an element with the planned
//! hours as its mean and a spread from the parameters. An element has random numbers of its own, made
//! from the seed and from what it *is*: two
//! itineraries that share a leg share its draws, and an itinerary has the same draws whatever stands
//! beside it, in whatever order, on whatever thread. Elements of one country go well or badly
//! together, and so do, more weakly, all of one season.
//!
//! Not here: closures and other events that make a way unusable (those are states of the world), and
//! the means themselves (`price`). Equations: `docs/methods/reliability.md`.

mod draw;
mod element;
#[cfg(test)]
mod tests;

use crate::itinerary::Leg;
use crate::parameters::Parameters;
use corridor_network::Network;
use draw::Factors;
use element::{Element, Identity};
use std::collections::BTreeMap;

/// How many draws are made, and from which seed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Draws {
    /// The same seed gives the same draws.
    pub seed: u64,
    /// Joint draws of all elements; at least 1.
    pub count: usize,
}

/// How long a chain of legs takes, over all draws. Hours.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reliability {
    /// Mean of the draws; near the planned hours, which are the mean of what is drawn from.
    pub mean_h: f64,
    /// One draw in ten takes no longer.
    pub p10_h: f64,
    /// One half take no longer. Below the mean, since delays are longer than gains.
    pub p50_h: f64,
    /// Eight in ten take no longer.
    pub p80_h: f64,
    /// Nine in ten take no longer.
    pub p90_h: f64,
    /// Part of the draws that keep the deadline, 0 to 1; none if no deadline was given.
    pub on_time: Option<f64>,
}

impl Reliability {
    /// Hours to allow beyond the median so that nine in ten arrive in time.
    pub fn buffer_h(&self) -> f64 {
        self.p90_h - self.p50_h
    }

    fn of(hours: &mut [f64], deadline_h: Option<f64>) -> Self {
        let count = hours.len() as f64;
        let mean_h = hours.iter().sum::<f64>() / count;
        let on_time =
            deadline_h.map(|limit| hours.iter().filter(|h| **h <= limit).count() as f64 / count);
        let [p10_h, p50_h, p80_h, p90_h] = quantiles(hours, [0.1, 0.5, 0.8, 0.9]);
        Self { mean_h, p10_h, p50_h, p80_h, p90_h, on_time }
    }
}

/// The values not exceeded by these parts of all, parts ascending: the least value that enough of
/// them do not exceed. Leaves the values in another order.
fn quantiles<const N: usize>(values: &mut [f64], parts: [f64; N]) -> [f64; N] {
    let count = values.len();
    let mut sorted_to = 0;
    parts.map(|part| {
        let nth = ((part * count as f64).ceil() as usize).clamp(1, count) - 1;
        let rest = &mut values[sorted_to..];
        let (_, value, _) = rest.select_nth_unstable_by(nth - sorted_to, f64::total_cmp);
        let value = *value;
        sorted_to = nth;
        value
    })
}

/// How surely each chain of legs arrives, in the order given. `deadline_h` counts from the start of
/// the chain. Chains may be whole itineraries or parts of them.
pub fn assess(
    network: &Network,
    parameters: &Parameters,
    chains: &[&[Leg]],
    draws: Draws,
    deadline_h: Option<f64>,
) -> Vec<Reliability> {
    let count = draws.count.max(1);
    let spreads = element::Spreads::new(parameters);
    // In the order of identities, so that sums do not depend on which chains are asked together.
    let mut elements: BTreeMap<Identity, (Element, Vec<usize>)> = BTreeMap::new();
    for (chain, legs) in chains.iter().enumerate() {
        for element in element::elements(network, &spreads, legs) {
            let entry = elements.entry(element.identity());
            entry.or_insert_with(|| (element, Vec::new())).1.push(chain);
        }
    }
    let mut factors = Factors::new(draws.seed, count, &spreads);
    let mut sums = vec![vec![0.0; count]; chains.len()];
    let mut hours = vec![0.0; count];
    for (element, chains) in elements.values() {
        factors.draw(element, &mut hours);
        for chain in chains {
            for (sum, hours) in sums[*chain].iter_mut().zip(&hours) {
                *sum += hours;
            }
        }
    }
    sums.iter_mut().map(|sum| Reliability::of(sum, deadline_h)).collect()
}
