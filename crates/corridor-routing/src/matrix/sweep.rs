//! The sweep: up from the sources, down to the targets.

use super::{Ends, Targets};
use crate::Weight;
use crate::hierarchy::{NONE, Walk};
use crate::instructions::dispatch;
use crate::search::Direction;
use pulp::WithSimd;
use rayon::prelude::*;

/// Sources swept side by side.
pub const LANES: usize = 16;

/// Targets read off together.
const TILE: usize = 512;

const FAR: u32 = Weight::FAR;

/// Weights from up to `L` sources.
pub(super) type Lanes<const L: usize> = [u32; L];

/// Memory for sweeps to the same targets; one per thread.
#[derive(Clone, Debug)]
pub struct Sweeper<'t> {
    targets: &'t Targets<'t>,
    walk: Walk,
    /// By number in the part: which of the starts it has, [`NONE`] for most.
    start_of: Vec<u32>,
    /// Whether the last run was from one source.
    is_alone: bool,
    alone: Swept<1>,
    side_by_side: Swept<LANES>,
}

/// What a sweep from `L` sources starts with and finds.
#[derive(Clone, Debug, Default)]
struct Swept<const L: usize> {
    /// Numbers that sources lead up to, and the weights from there.
    starts: Vec<(u32, Lanes<L>)>,
    /// By number in the part.
    weights: Vec<Lanes<L>>,
}

impl<'t> Sweeper<'t> {
    /// A sweeper to targets.
    pub fn new(targets: &'t Targets<'t>) -> Self {
        Self {
            targets,
            walk: Walk::default(),
            start_of: vec![NONE; targets.node_count()],
            is_alone: false,
            alone: Swept::default(),
            side_by_side: Swept::default(),
        }
    }

    /// Fills `weights`, a row of targets for each source, with the weights of the best ways; those
    /// of targets that cannot be reached are infinite.
    pub fn sweep(&mut self, sources: &[Ends], weights: &mut [u32]) {
        let targets = self.targets.len();
        assert_eq!(weights.len(), sources.len() * targets, "a row of targets for each source");
        let mut rows = weights.chunks_mut((LANES * targets).max(1));
        for sources in sources.chunks(LANES) {
            let Some(rows) = rows.next() else { return };
            self.run(sources);
            if self.is_alone {
                self.targets.read_off(&self.alone.weights, rows);
            } else {
                self.targets.read_off(&self.side_by_side.weights, rows);
            }
        }
    }

    /// Finds the weights from up to [`LANES`] sources, for [`Self::weight`] to tell; more are refused.
    pub fn run(&mut self, sources: &[Ends]) {
        assert!(sources.len() <= LANES, "a sweep has {LANES} sources at most");
        self.is_alone = sources.len() == 1;
        if self.is_alone {
            let mut swept = std::mem::take(&mut self.alone);
            self.run_lanes(&mut swept, sources);
            self.alone = swept;
        } else {
            let mut swept = std::mem::take(&mut self.side_by_side);
            self.run_lanes(&mut swept, sources);
            self.side_by_side = swept;
        }
    }

    /// The weight from a source of the last [`Self::run`] to a target, both by number; infinite when
    /// there is no way.
    pub fn weight(&self, source: usize, target: usize) -> Weight {
        let swept = |number: u32| {
            if self.is_alone {
                self.alone.weights[number as usize][source]
            } else {
                self.side_by_side.weights[number as usize][source]
            }
        };
        let ways = self.targets.ends_of(target).iter().map(|(number, rest)| swept(*number) + rest);
        Weight::new(ways.min().unwrap_or(FAR))
    }

    fn run_lanes<const L: usize>(&mut self, swept: &mut Swept<L>, sources: &[Ends]) {
        let targets = self.targets;
        let starts = &mut swept.starts;
        starts.clear();
        let upwards = if targets.leads_down() { Direction::Forward } else { Direction::Backward };
        for (lane, source) in sources.iter().enumerate() {
            self.walk.run::<false, _>(targets.graph, upwards, source);
            for (rank, weight) in self.walk.passed() {
                let number = targets.part.number[rank as usize];
                if number == NONE {
                    continue;
                }
                let start = &mut self.start_of[number as usize];
                if *start == NONE {
                    *start = starts.len() as u32;
                    starts.push((number, [FAR; L]));
                }
                starts[*start as usize].1[lane] = weight;
            }
        }
        swept.weights.resize(targets.node_count(), [FAR; L]);
        dispatch(Down {
            targets,
            start_of: &self.start_of,
            starts: &swept.starts,
            lanes: &mut swept.weights,
        });
        for (number, _) in &swept.starts {
            self.start_of[*number as usize] = NONE;
        }
    }
}

/// The way down, from the top.
struct Down<'d, const L: usize> {
    targets: &'d Targets<'d>,
    start_of: &'d [u32],
    starts: &'d [(u32, Lanes<L>)],
    lanes: &'d mut [Lanes<L>],
}

impl<const L: usize> WithSimd for Down<'_, L> {
    type Output = ();
    #[inline(always)]
    fn with_simd<S: pulp::Simd>(self, _: S) {
        let Self { targets, start_of, starts, lanes } = self;
        let mut arcs = targets.part.arcs.as_slice();
        let mut number = 0;
        for run in &targets.part.runs {
            for _ in 0..run.nodes {
                let (above, here) = lanes.split_at_mut(number);
                let (row, rest) = arcs.split_at(run.arcs as usize);
                let mut least = match start_of[number] {
                    NONE => [FAR; L],
                    start => starts[start as usize].1,
                };
                for (head, weight) in row {
                    let from = &above[*head as usize];
                    for l in 0..L {
                        least[l] = least[l].min(from[l] + weight);
                    }
                }
                here[0] = least;
                arcs = rest;
                number += 1;
            }
        }
    }
}

impl Targets<'_> {
    /// Reads the weights of all targets off the lanes, a row for each lane that is wanted.
    fn read_off<const L: usize>(&self, lanes: &[Lanes<L>], rows: &mut [u32]) {
        if self.is_empty() {
            return;
        }
        if self.single_ends {
            // A few targets at a time, whose lanes stay at hand while row after row is written.
            for (tile, ends) in self.ends.chunks(TILE).enumerate() {
                for (lane, row) in rows.chunks_mut(self.len()).enumerate() {
                    for (cell, (number, rest)) in row[tile * TILE..].iter_mut().zip(ends) {
                        *cell = (lanes[*number as usize][lane] + rest).min(FAR);
                    }
                }
            }
            return;
        }
        for target in 0..self.len() {
            let mut least = [FAR; L];
            for (number, rest) in self.ends_of(target) {
                for (least, weight) in least.iter_mut().zip(&lanes[*number as usize]) {
                    *least = (*least).min(weight + rest);
                }
            }
            for (lane, row) in rows.chunks_mut(self.len()).enumerate() {
                row[target] = least[lane];
            }
        }
    }

    /// Weights from one source to all targets in their order.
    pub fn from_one(&self, source: &Ends) -> Vec<Weight> {
        let mut weights = vec![0; self.len()];
        Sweeper::new(self).sweep(std::slice::from_ref(source), &mut weights);
        weights.into_iter().map(Weight::new).collect()
    }
}

/// Weights from sources to targets, row by row, with all threads of the pool this is called from.
pub fn many_to_many(targets: &Targets<'_>, sources: &[Ends]) -> Vec<u32> {
    let mut weights = vec![0; sources.len() * targets.len()];
    weights
        .par_chunks_mut((LANES * targets.len()).max(1))
        .zip(sources.par_chunks(LANES))
        .for_each_init(
            || Sweeper::new(targets),
            |sweeper, (rows, sources)| {
                sweeper.sweep(sources, rows);
            },
        );
    weights
}
