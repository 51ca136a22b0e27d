//! Amounts in whole grams, so that parts add up to the whole exactly.

use super::choice::Choice;
use super::load::BLOCK;
use super::{Demand, Problem};
use rayon::prelude::*;

/// A mass in grams.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Grams(pub u64);

impl Grams {
    /// The mass nearest to so many tonnes; `None` below 0, above 10^12 t or if no number.
    pub fn from_tonnes(tonnes: f64) -> Option<Self> {
        ((0.0..=1e12).contains(&tonnes)).then(|| Self((tonnes * 1e6).round() as u64))
    }

    /// In tonnes.
    pub fn tonnes(self) -> f64 {
        self.0 as f64 / 1e6
    }
}

impl std::ops::AddAssign for Grams {
    fn add_assign(&mut self, other: Self) {
        self.0 += other.0;
    }
}

impl std::iter::Sum for Grams {
    fn sum<I: Iterator<Item = Self>>(masses: I) -> Self {
        Self(masses.map(|mass| mass.0).sum())
    }
}

/// What becomes of one demand.
#[derive(Clone, Debug, PartialEq)]
pub struct Shipped {
    /// By each of its routes.
    pub by_route: Vec<Grams>,
    /// What is not shipped; with the routes it sums to the demand.
    pub unserved: Grams,
    /// Expected cost of a tonne that is shipped, waits included, USD; infinite without a route.
    pub expected: f64,
}

/// The amounts of all demands, and their sums over facilities.
pub fn shipped(problem: &Problem, waits: &[f64]) -> (Vec<Shipped>, Vec<Grams>) {
    let shipped: Vec<Shipped> = problem
        .demands
        .par_iter()
        .with_min_len(BLOCK)
        .map_init(Choice::new, |choice, demand| {
            choice.make(demand, waits);
            divided(demand, choice)
        })
        .collect();
    let mut flows = vec![Grams(0); waits.len()];
    for (demand, shipped) in problem.demands.iter().zip(&shipped) {
        for (route, &mass) in demand.routes.iter().zip(&shipped.by_route) {
            for &facility in &route.facilities {
                flows[facility as usize] += mass;
            }
        }
    }
    (shipped, flows)
}

/// Divides a demand into whole grams: all rounded down, and what is left given to the largest rests.
fn divided(demand: &Demand, choice: &Choice) -> Shipped {
    let whole = demand.amount.0;
    let mut shares: Vec<f64> = choice.shares.iter().map(|share| share * choice.shipped).collect();
    shares.push(1.0 - choice.shipped);
    let exact: Vec<f64> = shares.iter().map(|share| share * whole as f64).collect();
    let mut parts: Vec<u64> = exact.iter().map(|x| x.max(0.0).floor() as u64).collect();
    let mut order: Vec<usize> = (0..parts.len()).collect();
    order.sort_by(|&a, &b| exact[b].fract().total_cmp(&exact[a].fract()).then(a.cmp(&b)));
    let sum: u64 = parts.iter().sum();
    let mut left = whole.saturating_sub(sum);
    for &at in &order {
        if left == 0 {
            break;
        }
        parts[at] += 1;
        left -= 1;
    }
    // Rounding of very large masses can leave a little more, or have given too much.
    let largest = (0..parts.len()).max_by_key(|&at| parts[at]).unwrap_or_default();
    parts[largest] += left;
    parts[largest] -= sum.saturating_sub(whole);
    let unserved = Grams(parts.pop().unwrap_or_default());
    let by_route = parts.into_iter().map(Grams).collect();
    Shipped { by_route, unserved, expected: choice.expected }
}
