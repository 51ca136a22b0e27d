//! Loading: what goes through every facility at given waits, and the value of the dual objective.

use super::choice::Choice;
use super::{Demand, Problem};
use rayon::prelude::*;

/// Demands loaded by one thread at a time. Sums are made block by block, so they do not depend on threads.
pub const BLOCK: usize = 512;

/// A loading at given waits.
pub struct Loading {
    /// Sum of `amount / hour * least cost`: the dual objective without the term of the capacities, t h.
    pub value: f64,
    /// Tonnes through every facility.
    pub flows: Vec<f64>,
}

/// Loads all demand.
pub fn load(problem: &Problem, waits: &[f64]) -> Loading {
    let parts: Vec<Loading> =
        problem.demands.par_chunks(BLOCK).map(|block| load_block(block, waits)).collect();
    let mut sum = Loading { value: 0.0, flows: vec![0.0; waits.len()] };
    for part in parts {
        sum.value += part.value;
        for (flow, more) in sum.flows.iter_mut().zip(part.flows) {
            *flow += more;
        }
    }
    sum
}

fn load_block(demands: &[Demand], waits: &[f64]) -> Loading {
    let mut choice = Choice::new();
    let mut sum = Loading { value: 0.0, flows: vec![0.0; waits.len()] };
    for demand in demands {
        choice.make(demand, waits);
        let tonnes = demand.amount.tonnes();
        sum.value += tonnes / demand.hour * choice.least;
        for (route, share) in demand.routes.iter().zip(&choice.shares) {
            for &facility in &route.facilities {
                sum.flows[facility as usize] += tonnes * choice.shipped * share;
            }
        }
    }
    sum
}
