//! Shortest paths between two places: a walk up the elimination tree from both sides, and the best
//! node that both have passed.

use super::rows::relax_one;
use super::unpack::{Piece, Unpacking};
use super::walk::Walk;
use super::{Customized, Hierarchy, NONE};
use crate::{Direction, Weight};
use corridor_network::{EdgeId, NodeId};
use pulp::Simd;

/// Weights by which a walk goes up.
pub(crate) trait Upwards {
    /// Brings the weights of the nodes above, by depth, down to those over a rank, which is given with
    /// its own weight: forwards as edges lead, or against them. With `BY`, notes the rank where that
    /// is better.
    fn relax<const BY: bool, S: Simd>(
        &self,
        simd: S,
        direction: Direction,
        at: (u32, u32),
        weights: &mut [u32],
        by: &mut [u32],
    );
    /// The customized metric it was made from.
    fn plain(&self) -> Plain<'_>;
}

/// A customized metric with its hierarchy.
#[derive(Clone, Copy, Debug)]
pub struct Plain<'h> {
    /// The hierarchy.
    pub hierarchy: &'h Hierarchy,
    /// The metric.
    pub customized: &'h Customized,
}

impl Upwards for Plain<'_> {
    #[inline(always)]
    fn relax<const BY: bool, S: Simd>(
        &self,
        _: S,
        direction: Direction,
        (rank, here): (u32, u32),
        weights: &mut [u32],
        by: &mut [u32],
    ) {
        let depth = &self.hierarchy.head_depth;
        let which = usize::from(direction == Direction::Backward);
        let row = self.hierarchy.row(rank);
        for (depth, weight) in depth[row.clone()].iter().zip(&self.customized.weights[row]) {
            let sum = here + weight[which][0];
            relax_one::<BY>((rank, sum), *depth, weights, by);
        }
    }
    fn plain(&self) -> Plain<'_> {
        *self
    }
}

/// A query that keeps its memory from question to question; one per thread.
#[derive(Clone, Debug, Default)]
pub struct Query {
    forward: Walk,
    backward: Walk,
    /// Arcs of the way, while it is unpacked.
    arcs: Vec<Piece>,
    unpacking: Unpacking,
}

impl Query {
    /// A query; its memory grows with what is asked.
    pub fn new() -> Self {
        Self::default()
    }

    /// The weight of the best way from one of the seeds to one of the targets, each with what it
    /// takes to get to it or on from it; infinite when there is none.
    #[allow(private_bounds, reason = "whoever asks passes one of our graphs")]
    pub fn distance(
        &mut self,
        graph: &impl Upwards,
        seeds: &[(NodeId, Weight)],
        targets: &[(NodeId, Weight)],
    ) -> Weight {
        Weight::new(self.run::<false>(graph, seeds, targets).0)
    }

    /// The best way itself: its weight and its edges from a seed to a target, in the order of
    /// travel. `None` when there is none.
    #[allow(private_bounds, reason = "whoever asks passes one of our graphs")]
    pub fn path(
        &mut self,
        graph: &impl Upwards,
        seeds: &[(NodeId, Weight)],
        targets: &[(NodeId, Weight)],
        edges: &mut Vec<EdgeId>,
    ) -> Option<Weight> {
        edges.clear();
        let (weight, meeting) = self.run::<true>(graph, seeds, targets);
        if meeting == NONE {
            return None;
        }
        let Plain { hierarchy, customized } = graph.plain();
        self.arcs.clear();
        for (walk, down) in [(&self.forward, false), (&self.backward, true)] {
            let mut at = meeting;
            loop {
                let below = walk.by(hierarchy, at);
                if below == at {
                    break;
                }
                let arc = hierarchy.arc(below, at).expect("ways go over arcs");
                self.arcs.push(Piece::arc(arc, down));
                at = below;
            }
            if !down {
                self.arcs.reverse();
            }
        }
        customized.unpack(hierarchy, &self.arcs, &mut self.unpacking, edges);
        Some(Weight::new(weight))
    }

    fn run<const BY: bool>(
        &mut self,
        graph: &impl Upwards,
        seeds: &[(NodeId, Weight)],
        targets: &[(NodeId, Weight)],
    ) -> (u32, u32) {
        self.forward.run::<BY, _>(graph, Direction::Forward, seeds);
        self.backward.run::<BY, _>(graph, Direction::Backward, targets);
        self.forward.meet(&self.backward)
    }
}
