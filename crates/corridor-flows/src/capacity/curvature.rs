//! How flows fall as waits grow: the negative Hessian of the dual objective.

use super::choice::Choice;
use super::load::BLOCK;
use super::{Demand, Problem};
use rayon::prelude::*;

/// Blocks of demand that are held at once, to bound memory.
const BLOCKS: usize = 16;

/// Of the facilities that are `free`, in their order.
pub struct Curvature {
    /// Row by row, `n * n`: tonnes by which the flow of one falls per hour of wait at another.
    pub falls: Vec<f64>,
    /// What it would be if every tonne had another route at the same cost: the measure of a step.
    pub measure: Vec<f64>,
}

pub fn curvature(problem: &Problem, waits: &[f64], free: &[usize]) -> Curvature {
    let n = free.len();
    let mut place = vec![usize::MAX; waits.len()];
    for (at, &facility) in free.iter().enumerate() {
        place[facility] = at;
    }
    let mut sum = Curvature { falls: vec![0.0; n * n], measure: vec![0.0; n] };
    let size = BLOCK.max(problem.demands.len().div_ceil(BLOCKS));
    let parts: Vec<Curvature> =
        problem.demands.par_chunks(size).map(|block| of_block(block, waits, &place, n)).collect();
    for part in parts {
        let more = part.falls.into_iter().zip(&mut sum.falls);
        more.for_each(|(more, fall)| *fall += more);
        let more = part.measure.into_iter().zip(&mut sum.measure);
        more.for_each(|(more, measure)| *measure += more);
    }
    sum
}

fn of_block(demands: &[Demand], waits: &[f64], place: &[usize], n: usize) -> Curvature {
    let mut sum = Curvature { falls: vec![0.0; n * n], measure: vec![0.0; n] };
    let mut choice = Choice::new();
    let mut on_route: Vec<usize> = Vec::new();
    let mut through: Vec<(usize, f64)> = Vec::new();
    let mut in_nest: Vec<(usize, f64)> = Vec::new();
    for demand in demands {
        choice.make(demand, waits);
        if choice.shipped == 0.0 {
            continue;
        }
        through.clear();
        let weight = demand.amount.tonnes() * demand.hour * choice.shipped;
        let steepest = demand.nests.as_ref().map_or(demand.scale, |nests| nests.scale);
        for (route, share) in demand.routes.iter().zip(&choice.shares) {
            on_route.clear();
            let places = route.facilities.iter().map(|&f| place[f as usize]);
            on_route.extend(places.filter(|&at| at != usize::MAX));
            let fall = weight * steepest * share;
            for &a in &on_route {
                for &b in &on_route {
                    sum.falls[a * n + b] += fall;
                }
                sum.measure[a] += fall;
                match through.iter_mut().find(|(at, _)| *at == a) {
                    Some((_, total)) => *total += share,
                    None => through.push((a, *share)),
                }
            }
        }
        if let Some(nests) = &demand.nests {
            // What goes over to another route of the nest stays in the nest.
            let factor = weight * (demand.scale - nests.scale);
            for nest in 0..nests.count() {
                let of_nest = || (0..demand.routes.len()).filter(|r| nests.of[*r] as usize == nest);
                let whole: f64 = of_nest().map(|r| choice.shares[r]).sum();
                if whole == 0.0 {
                    continue;
                }
                in_nest.clear();
                for r in of_nest() {
                    let places = demand.routes[r].facilities.iter().map(|&f| place[f as usize]);
                    for a in places.filter(|&at| at != usize::MAX) {
                        match in_nest.iter_mut().find(|(at, _)| *at == a) {
                            Some((_, total)) => *total += choice.shares[r],
                            None => in_nest.push((a, choice.shares[r])),
                        }
                    }
                }
                for &(a, of_a) in &in_nest {
                    for &(b, of_b) in &in_nest {
                        sum.falls[a * n + b] += factor / whole * of_a * of_b;
                    }
                }
            }
        }
        let factor = weight * (demand.forgone_scale * (1.0 - choice.shipped) - demand.scale);
        for &(a, of_a) in &through {
            for &(b, of_b) in &through {
                sum.falls[a * n + b] += factor * of_a * of_b;
            }
        }
    }
    sum
}

/// Solves `(falls + damping * measure) * step = right` by Cholesky's factors; `None` if the matrix is not
/// positive definite to the precision of the machine.
pub fn damped_step(curvature: &Curvature, damping: f64, right: &[f64]) -> Option<Vec<f64>> {
    let n = right.len();
    let mut factor = curvature.falls.clone();
    for at in 0..n {
        factor[at * n + at] += damping * curvature.measure[at];
    }
    for row in 0..n {
        for column in 0..=row {
            let (a, b) =
                (&factor[row * n..row * n + column], &factor[column * n..column * n + column]);
            let sum: f64 = a.iter().zip(b).map(|(x, y)| x * y).sum();
            let left = factor[row * n + column] - sum;
            if row == column {
                if left.is_nan() || left <= 0.0 {
                    return None;
                }
                factor[row * n + row] = left.sqrt();
            } else {
                factor[row * n + column] = left / factor[column * n + column];
            }
        }
    }
    let mut step = right.to_vec();
    for row in 0..n {
        let sum: f64 = (0..row).map(|k| factor[row * n + k] * step[k]).sum();
        step[row] = (step[row] - sum) / factor[row * n + row];
    }
    for row in (0..n).rev() {
        let sum: f64 = (row + 1..n).map(|k| factor[k * n + row] * step[k]).sum();
        step[row] = (step[row] - sum) / factor[row * n + row];
    }
    step.iter().all(|x| x.is_finite()).then_some(step)
}
