//! Shortest paths between two places: a walk up the elimination tree from both sides.
//!
//! All that can be reached upwards from a node stands on its way to the root, so no queue is needed:
//! the ways of both ends are gone up side by side, lowest rank first, until they have met and
//! nothing better can follow.

use super::unpack::edge_of;
use super::{Customized, Hierarchy, NONE};
use crate::Weight;
use corridor_network::{EdgeId, NodeId};

const FAR: u32 = Weight::FAR;

/// Weights by which a walk goes up; forwards as edges lead, or against them.
pub(crate) trait Upwards {
    /// Calls `relax` with the ranks above a rank and the weights of the arcs there.
    fn forwards(&self, rank: u32, relax: impl FnMut(u32, u32));
    /// The same for the arcs from above.
    fn backwards(&self, rank: u32, relax: impl FnMut(u32, u32));
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
    #[inline]
    fn forwards(&self, rank: u32, mut relax: impl FnMut(u32, u32)) {
        let row = self.hierarchy.row(rank);
        for (head, weight) in
            self.hierarchy.head[row.clone()].iter().zip(&self.customized.weights[row])
        {
            relax(*head, weight[0][0]);
        }
    }
    #[inline]
    fn backwards(&self, rank: u32, mut relax: impl FnMut(u32, u32)) {
        let row = self.hierarchy.row(rank);
        for (head, weight) in
            self.hierarchy.head[row.clone()].iter().zip(&self.customized.weights[row])
        {
            relax(*head, weight[1][0]);
        }
    }
    fn plain(&self) -> Plain<'_> {
        *self
    }
}

/// One side of a query.
#[derive(Clone, Debug)]
struct Walk {
    /// By rank; infinite but for the ranks on the way while a query runs.
    distance: Vec<u32>,
    /// The rank that a rank was reached from, where its distance is finite; itself for seeds.
    from: Vec<u32>,
    /// Ranks on the way, rising.
    way: Vec<u32>,
}

impl Walk {
    fn new(nodes: usize) -> Self {
        Self { distance: vec![FAR; nodes], from: vec![NONE; nodes], way: Vec::new() }
    }

    /// Sets the seeds and lays out the way from them to the roots.
    fn start(&mut self, hierarchy: &Hierarchy, seeds: &[(NodeId, Weight)]) {
        self.way.clear();
        for (node, weight) in seeds.iter().filter(|(_, weight)| weight.is_finite()) {
            let rank = hierarchy.rank(*node);
            let known = &mut self.distance[rank as usize];
            if weight.get() < *known {
                *known = weight.get();
                self.from[rank as usize] = rank;
            }
            let mut at = rank;
            while at != NONE {
                self.way.push(at);
                at = hierarchy.parent(at);
            }
        }
        if seeds.len() > 1 {
            self.way.sort_unstable();
            self.way.dedup();
        }
    }

    fn clear(&mut self) {
        for rank in &self.way {
            self.distance[*rank as usize] = FAR;
        }
    }
}

/// A query that keeps its memory from question to question; one per thread.
#[derive(Clone, Debug)]
pub struct Query {
    forward: Walk,
    backward: Walk,
    /// Arcs of the way, while it is unpacked.
    arcs: Vec<u64>,
    taken_apart: Vec<u64>,
}

impl Query {
    /// A query over a hierarchy.
    pub fn new(hierarchy: &Hierarchy) -> Self {
        let nodes = hierarchy.node_count();
        Self {
            forward: Walk::new(nodes),
            backward: Walk::new(nodes),
            arcs: Vec::new(),
            taken_apart: Vec::new(),
        }
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
        self.run::<false>(graph, seeds, targets).0
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
        let slot = |low: u32, high: u32, down: bool| {
            let arc = hierarchy.arc(low, high).expect("ways go over arcs");
            2 * arc as u64 + u64::from(down)
        };
        self.arcs.clear();
        let mut at = meeting;
        while self.forward.from[at as usize] != at {
            let below = self.forward.from[at as usize];
            self.arcs.push(slot(below, at, false));
            at = below;
        }
        self.arcs.reverse();
        at = meeting;
        while self.backward.from[at as usize] != at {
            let below = self.backward.from[at as usize];
            self.arcs.push(slot(below, at, true));
            at = below;
        }
        customized.unpack(hierarchy, &mut self.arcs, &mut self.taken_apart);
        edges.extend(self.arcs.iter().filter_map(|code| edge_of(*code)));
        Some(weight)
    }

    fn run<const PATH: bool>(
        &mut self,
        graph: &impl Upwards,
        seeds: &[(NodeId, Weight)],
        targets: &[(NodeId, Weight)],
    ) -> (Weight, u32) {
        let hierarchy = graph.plain().hierarchy;
        self.forward.start(hierarchy, seeds);
        self.backward.start(hierarchy, targets);
        let (mut f, mut b) = (0, 0);
        let (mut best, mut meeting) = (FAR, NONE);
        loop {
            let there = self.forward.way.get(f).copied().unwrap_or(NONE);
            let back = self.backward.way.get(b).copied().unwrap_or(NONE);
            let rank = there.min(back);
            if rank == NONE {
                break;
            }
            let x = rank as usize;
            if there == back {
                let sum = self.forward.distance[x] + self.backward.distance[x];
                if sum < best {
                    (best, meeting) = (sum, rank);
                }
            }
            if there == rank {
                f += 1;
                let Walk { distance, from, .. } = &mut self.forward;
                let here = distance[x];
                if here < best {
                    graph.forwards(rank, |head, weight| {
                        step::<PATH>(distance, from, rank, head, here + weight);
                    });
                }
            }
            if back == rank {
                b += 1;
                let Walk { distance, from, .. } = &mut self.backward;
                let here = distance[x];
                if here < best {
                    graph.backwards(rank, |head, weight| {
                        step::<PATH>(distance, from, rank, head, here + weight);
                    });
                }
            }
        }
        self.forward.clear();
        self.backward.clear();
        (Weight::new(best), meeting)
    }
}

#[inline(always)]
fn step<const PATH: bool>(distance: &mut [u32], from: &mut [u32], by: u32, head: u32, sum: u32) {
    let known = &mut distance[head as usize];
    if PATH {
        if sum < *known {
            *known = sum;
            from[head as usize] = by;
        }
    } else {
        *known = sum.min(*known);
    }
}
