//! The sweep: up from the sources, down to the targets.

use super::{Ends, GROUP, Targets};
use crate::Weight;
use crate::hierarchy::NONE;
use crate::instructions::dispatch;
use pulp::WithSimd;
use rayon::prelude::*;

/// Sources swept side by side.
pub const LANES: usize = 16;

/// Targets read off together.
const TILE: usize = 128;

const FAR: u32 = Weight::FAR;

/// Weights from up to `L` sources.
pub(super) type Lanes<const L: usize> = [u32; L];

/// Memory for sweeps to the same targets; one per thread.
#[derive(Clone, Debug)]
pub struct Sweeper<'t> {
    targets: &'t Targets<'t>,
    /// By rank, while a source walks up.
    above: Vec<u32>,
    /// Ranks to visit, as a heap would keep them; sorted as the walk goes.
    way: Vec<u32>,
    single: Vec<Lanes<1>>,
    side_by_side: Vec<Lanes<LANES>>,
}

impl<'t> Sweeper<'t> {
    /// A sweeper to targets.
    pub fn new(targets: &'t Targets<'t>) -> Self {
        Self {
            targets,
            above: vec![FAR; targets.number.len()],
            way: Vec::new(),
            single: Vec::new(),
            side_by_side: Vec::new(),
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
            self.sweep_some(sources, rows);
        }
    }

    fn sweep_some(&mut self, sources: &[Ends], rows: &mut [u32]) {
        if sources.len() == 1 {
            let mut lanes = std::mem::take(&mut self.single);
            self.sweep_lanes(&mut lanes, sources, rows);
            self.single = lanes;
        } else {
            let mut lanes = std::mem::take(&mut self.side_by_side);
            self.sweep_lanes(&mut lanes, sources, rows);
            self.side_by_side = lanes;
        }
    }

    fn sweep_lanes<const L: usize>(
        &mut self,
        lanes: &mut Vec<Lanes<L>>,
        sources: &[Ends],
        rows: &mut [u32],
    ) {
        lanes.clear();
        lanes.resize(self.targets.node_count(), [FAR; L]);
        for (lane, source) in sources.iter().enumerate() {
            self.walk_up(source, |number, weight| lanes[number as usize][lane] = weight);
        }
        dispatch(Down { targets: self.targets, lanes });
        self.targets.read_off(lanes, &mut rows[..sources.len() * self.targets.len()]);
    }

    /// Walks up from a source; tells the weights of the nodes met that lead to targets.
    fn walk_up(&mut self, source: &Ends, mut met: impl FnMut(u32, u32)) {
        let hierarchy = self.targets.hierarchy();
        self.way.clear();
        for (node, weight) in source.iter().filter(|(_, weight)| weight.is_finite()) {
            let rank = hierarchy.rank(*node);
            let known = &mut self.above[rank as usize];
            *known = weight.get().min(*known);
            let mut at = rank;
            while at != NONE {
                self.way.push(at);
                at = hierarchy.parent(at);
            }
        }
        if source.len() > 1 {
            self.way.sort_unstable();
            self.way.dedup();
        }
        for rank in &self.way {
            let here = std::mem::replace(&mut self.above[*rank as usize], FAR);
            if here >= FAR {
                continue;
            }
            let number = self.targets.number[*rank as usize];
            if number != NONE {
                met(number, here);
            }
            for (head, weight) in self.targets.up.row(*rank) {
                let known = &mut self.above[*head as usize];
                *known = (*known).min(here + weight);
            }
        }
    }
}

/// The way down, from the top.
struct Down<'d, const L: usize> {
    targets: &'d Targets<'d>,
    lanes: &'d mut [Lanes<L>],
}

impl<const L: usize> WithSimd for Down<'_, L> {
    type Output = ();
    #[inline(always)]
    fn with_simd<S: pulp::Simd>(self, _: S) {
        let Self { targets, lanes } = self;
        for (number, bounds) in targets.first.windows(2).enumerate() {
            let (above, here) = lanes.split_at_mut(number);
            let mut least = here[0];
            let row = &targets.arcs[bounds[0] as usize..bounds[1] as usize];
            for group in row.as_chunks::<GROUP>().0 {
                for (head, weight) in group {
                    let from = &above[*head as usize];
                    for l in 0..L {
                        least[l] = least[l].min(from[l] + weight);
                    }
                }
            }
            here[0] = least;
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
