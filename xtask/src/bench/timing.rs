//! Taking turns.

use super::Row;
use std::time::Instant;

/// Seconds that a call takes.
fn seconds(call: &mut dyn FnMut()) -> f64 {
    let start = Instant::now();
    call();
    start.elapsed().as_secs_f64()
}

/// One side of a comparison: a call, and how many units (queries, cells, sources) it does.
pub struct Side<'c> {
    /// What is timed.
    pub call: Box<dyn FnMut() + 'c>,
    /// Units of work in one call.
    pub units: f64,
}

impl<'c> Side<'c> {
    /// A side that does `units` in a call.
    pub fn new(units: usize, call: impl FnMut() + 'c) -> Self {
        Self { call: Box::new(call), units: units as f64 }
    }
}

/// Lets both sides take turns; times are medians per unit, the ratio is the median of the turns'.
pub fn compare(
    (task, layer, peer): (&'static str, &'static str, &'static str),
    turns: usize,
    mut ours: Side<'_>,
    mut theirs: Side<'_>,
) -> Row {
    let (mut ours_ns, mut peer_ns, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
    // The first turn of each warms up.
    for turn in 0..=turns {
        let mine = seconds(&mut *ours.call) * 1e9 / ours.units;
        let other = seconds(&mut *theirs.call) * 1e9 / theirs.units;
        if turn > 0 || turns == 1 {
            ours_ns.push(mine);
            peer_ns.push(other);
            ratios.push(other / mine);
        }
    }
    let least = ratios.iter().copied().fold(f64::MAX, f64::min);
    let greatest = ratios.iter().copied().fold(0.0, f64::max);
    Row {
        task,
        layer,
        ours_ns: median(&mut ours_ns),
        peer,
        peer_ns: median(&mut peer_ns),
        ratio: median(&mut ratios),
        spread: [least, greatest],
    }
}

fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// A time with a unit that fits it.
pub fn shown(ns: f64) -> String {
    match ns {
        ns if ns < 1e3 => format!("{ns:.1} ns"),
        ns if ns < 1e6 => format!("{:.2} us", ns / 1e3),
        ns if ns < 1e9 => format!("{:.2} ms", ns / 1e6),
        ns => format!("{:.2} s", ns / 1e9),
    }
}
