//! How far flows can be from the best at most: the gap between a cost that is reached and a bound.

use super::choice::Choice;
use super::load::load;
use super::{Demand, Nests, Problem};

/// The cost of flows that fit for certain, above the bound that the waits prove, as a share of the bound.
///
/// The flows at the waits are made to fit by leaving at home, on every route, what its fullest facility
/// cannot take; their cost with the terms of entropy is above the minimum, the dual objective below it.
pub fn relative_gap(problem: &Problem, waits: &[f64]) -> f64 {
    let loading = load(problem, waits);
    let keep: Vec<f64> = problem
        .capacities
        .iter()
        .zip(&loading.flows)
        .map(|(capacity, &flow)| capacity.map_or(1.0, |c| if flow > c { c / flow } else { 1.0 }))
        .collect();
    let mut choice = Choice::new();
    let mut above = Sum::default();
    let mut below = Sum::default();
    for demand in &problem.demands {
        choice.make(demand, waits);
        let weight = demand.amount.tonnes() / demand.hour;
        above.add(weight * cost_of_a_tonne(demand, &choice, &keep));
        below.add(weight * choice.least);
    }
    for (capacity, wait) in problem.capacities.iter().zip(waits) {
        below.add(-capacity.unwrap_or_default() * wait);
    }
    let gap = (above.total() - below.total()).max(0.0);
    if gap == 0.0 { 0.0 } else { gap / below.total().abs() }
}

/// Cost of a tonne of demand with the terms of entropy, when of every route only what fits is shipped.
fn cost_of_a_tonne(demand: &Demand, choice: &Choice, keep: &[f64]) -> f64 {
    let x_ln_x = |x: f64| if x > 0.0 { x * x.ln() } else { 0.0 };
    let (mut cost, mut shipped, mut spread) = (0.0, 0.0, 0.0);
    let mut of_nest = vec![0.0; demand.nests.as_ref().map_or(0, Nests::count)];
    for (at, (route, share)) in demand.routes.iter().zip(&choice.shares).enumerate() {
        let fits = route.facilities.iter().map(|&f| keep[f as usize]).fold(1.0, f64::min);
        let part = share * choice.shipped * fits;
        cost += part * (route.cost - route.log_size / demand.scale);
        shipped += part;
        match &demand.nests {
            None => spread += x_ln_x(part),
            Some(nests) => {
                of_nest[nests.of[at] as usize] += part;
                cost += x_ln_x(part) / nests.scale;
            }
        }
    }
    if let Some(nests) = &demand.nests {
        let among: f64 = of_nest.into_iter().map(x_ln_x).sum();
        spread = among;
        cost -= among / nests.scale;
    }
    let forgone = 1.0 - shipped;
    cost + (spread - x_ln_x(shipped)) / demand.scale
        + forgone * demand.forgone
        + (x_ln_x(shipped) + x_ln_x(forgone)) / demand.forgone_scale
}

/// A sum that keeps what rounding drops (Neumaier).
#[derive(Default)]
struct Sum {
    total: f64,
    lost: f64,
}

impl Sum {
    fn add(&mut self, term: f64) {
        let next = self.total + term;
        self.lost += if self.total.abs() >= term.abs() {
            (self.total - next) + term
        } else {
            (term - next) + self.total
        };
        self.total = next;
    }

    fn total(&self) -> f64 {
        self.total + self.lost
    }
}
