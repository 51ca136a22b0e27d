//! Waits that make flows fit capacities: a concave maximum over the waits.

use super::Problem;
use super::certificate::relative_gap;
use super::curvature::{curvature, damped_step};
use super::load::{Loading, load};
use super::whole::{Shipped, shipped};
use crate::Fault;

/// Damping at the start, and the least and most of it.
const DAMPING: [f64; 3] = [1e-3, 1e-14, 1e12];
/// Share of the capacity, per hour, below which the measure of a facility is not taken.
const LEAST_MEASURE: f64 = 1e-6;

/// When to stop.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Settings {
    /// Largest excess over capacities, as a share of all flow through facilities.
    pub excess: f64,
    /// Largest complementarity: waits at facilities with room, as a share of waits times capacities.
    pub complementarity: f64,
    /// Steps at most.
    pub most_steps: usize,
    /// Whether capacities count; without, flows are those of the empty world.
    pub with_capacities: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self { excess: 1e-10, complementarity: 1e-9, most_steps: 200, with_capacities: true }
    }
}

/// How good an answer is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Accuracy {
    /// Tonnes above capacities, as a share of all flow through facilities.
    pub excess: f64,
    /// `sum of wait * |flow - capacity|` over `sum of wait * capacity`.
    pub complementarity: f64,
    /// Cost of flows that fit for certain above the bound that the waits prove, as a share of it.
    pub relative_gap: f64,
    /// Loadings of all demand.
    pub loadings: usize,
    /// Steps.
    pub steps: usize,
    /// Whether the settings were reached.
    pub has_converged: bool,
}

/// Flows that fit.
#[derive(Clone, Debug, PartialEq)]
pub struct Loaded {
    /// Hours of wait at every facility.
    pub waits: Vec<f64>,
    /// What each demand ships by which route, and what not.
    pub shipped: Vec<Shipped>,
    /// Grams through every facility: the sums of `shipped`.
    pub flows: Vec<super::Grams>,
    /// How good the answer is.
    pub accuracy: Accuracy,
}

/// Spreads demand over routes so that no facility carries more than it can.
///
/// Damped Newton steps on the facilities that are or may be full; the same bytes for any number of threads.
///
/// # Errors
/// Figures without sense.
pub fn solve(problem: &Problem, settings: Settings) -> Result<Loaded, Fault> {
    problem.check()?;
    let mut waits = vec![0.0; problem.capacities.len()];
    let mut now = load(problem, &waits);
    let (mut loadings, mut steps, mut damping) = (1, 0, DAMPING[0]);
    let mut has_converged = !settings.with_capacities;
    while !has_converged {
        let over = over(problem, &now.flows);
        let (excess, complementarity) = residuals(problem, &waits, &now.flows);
        has_converged = excess <= settings.excess && complementarity <= settings.complementarity;
        if has_converged || steps == settings.most_steps {
            break;
        }
        let free: Vec<usize> =
            (0..waits.len()).filter(|&f| waits[f] > 0.0 || over[f] > 0.0).collect();
        let mut bend = curvature(problem, &waits, &free);
        let typical = typical_fall(problem);
        for (measure, &facility) in bend.measure.iter_mut().zip(&free) {
            let capacity = problem.capacities[facility].unwrap_or_default();
            *measure = measure.max(LEAST_MEASURE * capacity * typical);
        }
        let right: Vec<f64> = free.iter().map(|&f| over[f]).collect();
        let mut is_better = false;
        while !is_better && damping < DAMPING[2] {
            if let Some(step) = damped_step(&bend, damping, &right) {
                let mut next = waits.clone();
                for (&facility, by) in free.iter().zip(&step) {
                    next[facility] = (waits[facility] + by).max(0.0);
                }
                let then = load(problem, &next);
                loadings += 1;
                is_better = is_ascent(problem, [&waits, &next], [&now, &then]);
                if is_better {
                    (waits, now) = (next, then);
                }
            }
            damping = if is_better { damping / 10.0 } else { damping.max(1e-8) * 10.0 };
            damping = damping.max(DAMPING[1]);
        }
        if !is_better {
            break;
        }
        steps += 1;
    }
    let (shipped, flows) = shipped(problem, &waits);
    let tonnes: Vec<f64> = flows.iter().map(|grams| grams.tonnes()).collect();
    let (excess, complementarity) = residuals(problem, &waits, &tonnes);
    let accuracy = Accuracy {
        excess,
        complementarity,
        relative_gap: if settings.with_capacities { relative_gap(problem, &waits) } else { 0.0 },
        loadings,
        steps,
        has_converged,
    };
    Ok(Loaded { waits, shipped, flows, accuracy })
}

/// Flow above capacity; less than nothing where there is room, 0 where no capacity is known.
fn over(problem: &Problem, flows: &[f64]) -> Vec<f64> {
    let pairs = problem.capacities.iter().zip(flows);
    pairs.map(|(capacity, flow)| capacity.map_or(0.0, |c| flow - c)).collect()
}

/// Whether the dual objective grew. Near the maximum differences of values drown in rounding, slopes do
/// not: a concave function has grown along a step at whose end it still does not fall.
fn is_ascent(problem: &Problem, waits: [&Vec<f64>; 2], loads: [&Loading; 2]) -> bool {
    let ends = over(problem, &loads[1].flows);
    let steps = waits[1].iter().zip(waits[0]).map(|(b, a)| b - a);
    let slope: f64 = ends.iter().zip(steps).map(|(over, step)| over * step).sum();
    slope >= 0.0 || dual(problem, waits[1], loads[1]) > dual(problem, waits[0], loads[0])
}

/// The dual objective: what all demand costs at least, less what the waits are worth to the capacities.
fn dual(problem: &Problem, waits: &[f64], loading: &Loading) -> f64 {
    let pairs = problem.capacities.iter().zip(waits);
    loading.value - pairs.map(|(c, wait)| c.unwrap_or_default() * wait).sum::<f64>()
}

/// Excess and complementarity.
fn residuals(problem: &Problem, waits: &[f64], flows: &[f64]) -> (f64, f64) {
    let (mut above, mut slack, mut worth, mut all) = (0.0, 0.0, 0.0, 0.0);
    for ((capacity, wait), flow) in problem.capacities.iter().zip(waits).zip(flows) {
        all += flow;
        if let Some(capacity) = capacity {
            above += (flow - capacity).max(0.0);
            slack += wait * (flow - capacity).abs();
            worth += wait * capacity;
        }
    }
    let share = |part: f64, whole: f64| if whole > 0.0 { part / whole } else { 0.0 };
    (share(above, all), share(slack, worth))
}

/// Share of a flow that an hour of wait drives away, weighted by demand.
fn typical_fall(problem: &Problem) -> f64 {
    let (mut sum, mut weight) = (0.0, 0.0);
    for demand in &problem.demands {
        sum += demand.amount.tonnes() * demand.hour * demand.scale;
        weight += demand.amount.tonnes();
    }
    if weight > 0.0 { sum / weight } else { 1.0 }
}
