//! Shortest paths that must use edges of given classes in order.
//!
//! The way to the first of these edges and the way on from the last are known from searches without
//! the steps; what is left is the part between. The state is a node and the number of steps done. An
//! exact lower bound of what is left without the steps keeps the search to the neighbourhood of the
//! answer: `g + bound` never falls, and states above the limit are dropped.

use crate::{Metric, Topology, Weight};
use corridor_network::{EdgeId, Id, NodeId};
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// What a path must go through, besides the first step.
pub struct Through<'a> {
    /// Number of steps after the first, at most 31.
    pub steps: u32,
    /// The steps after the first that an edge satisfies: bit `k` for the one after `k` others. An
    /// edge may satisfy several in a row.
    pub satisfies: &'a (dyn Fn(EdgeId) -> u32 + Sync),
    /// Edges that must not be used.
    pub forbidden: &'a (dyn Fn(EdgeId) -> bool + Sync),
    /// What is left from a node when all steps are done; infinite where there is no way.
    pub rest: &'a (dyn Fn(NodeId) -> Weight + Sync),
    /// Paths that weigh more are of no interest.
    pub limit: Weight,
}

/// A constrained search that keeps its memory from query to query.
#[derive(Debug, Default)]
pub struct ThroughSearch {
    /// By node and layer: distance, and the edge it was reached by with the layer before.
    reached: Vec<(Weight, Option<(EdgeId, u8)>)>,
    touched: Vec<usize>,
    queue: BinaryHeap<Reverse<(Weight, Weight, NodeId, usize)>>,
}

const UNREACHED: (Weight, Option<(EdgeId, u8)>) = (Weight::INFINITY, None);
/// The layer before the first edge.
const START: u8 = u8::MAX;

/// The best path found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Weight of the whole path, the ways to the first edge and on from the last included.
    pub weight: Weight,
    /// From the edge of the first step to that of the last.
    pub edges: Vec<EdgeId>,
    /// Where the way on begins.
    pub end: NodeId,
}

impl ThroughSearch {
    /// The shortest path over one of the edges of the first step, given with the weight up to their
    /// heads, and all later steps in order. `None` when there is none within the limit.
    pub fn shortest(
        &mut self,
        topology: &Topology,
        metric: &Metric,
        first: &[(EdgeId, NodeId, Weight)],
        through: &Through<'_>,
    ) -> Option<Found> {
        let layers = through.steps as usize + 1;
        let slot = |node: NodeId, layer: usize| node.index() * layers + layer;
        for touched in self.touched.drain(..) {
            self.reached[touched] = UNREACHED;
        }
        self.queue.clear();
        let needed = topology.node_count() * layers;
        if self.reached.len() < needed {
            self.reached.resize(needed, UNREACHED);
        }
        let advance = |edge: EdgeId, from: usize| {
            let satisfied = (through.satisfies)(edge);
            let mut layer = from;
            while layer + 1 < layers && satisfied >> layer & 1 == 1 {
                layer += 1;
            }
            layer
        };
        for &(edge, head, weight) in first {
            let layer = advance(edge, 0);
            self.reach(slot(head, layer), head, layer, weight, (edge, START), through);
        }
        while let Some(Reverse((f, g, node, layer))) = self.queue.pop() {
            if g > self.reached[slot(node, layer)].0 {
                continue;
            }
            if layer + 1 == layers {
                let mut edges = Vec::new();
                let (mut at, mut layer) = (node, layer);
                while let Some((edge, from)) = self.reached[slot(at, layer)].1 {
                    edges.push(edge);
                    if from == START {
                        break;
                    }
                    at = tail_of(topology, edge, at);
                    layer = from as usize;
                }
                edges.reverse();
                return Some(Found { weight: f, edges, end: node });
            }
            for &(edge, head) in topology.out(node) {
                let next = g.plus(metric.weight(edge));
                if !next.is_finite() || (through.forbidden)(edge) {
                    continue;
                }
                let to = advance(edge, layer);
                self.reach(slot(head, to), head, to, next, (edge, layer as u8), through);
            }
        }
        None
    }

    fn reach(
        &mut self,
        slot: usize,
        node: NodeId,
        layer: usize,
        weight: Weight,
        by: (EdgeId, u8),
        through: &Through<'_>,
    ) {
        if weight >= self.reached[slot].0 {
            return;
        }
        let f = weight.plus((through.rest)(node));
        if f <= through.limit {
            if !self.reached[slot].0.is_finite() {
                self.touched.push(slot);
            }
            self.reached[slot] = (weight, Some(by));
            self.queue.push(Reverse((f, weight, node, layer)));
        }
    }
}

/// The node an edge into `head` comes from: the head of the same link the other way.
fn tail_of(topology: &Topology, edge: EdgeId, head: NodeId) -> NodeId {
    topology
        .out(head)
        .iter()
        .find(|(out, _)| *out == edge.reverse())
        .map(|(_, node)| *node)
        .expect("every link has both its edges in the topology")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Direction, Search};
    use proptest::prelude::*;

    proptest! {
        /// Against the same question asked leg by leg: best over all choices of the step edges.
        #[test]
        fn equals_the_best_chain_of_legs(
            raw in prop::collection::vec((0usize..9, 0usize..9, 1u32..40, 0u32..4), 6..30),
        ) {
            let n = NodeId::from_index;
            let ends: Vec<_> = raw.iter().map(|l| (n(l.0), n(l.1))).collect();
            let topology = Topology::from_links(9, &ends);
            let metric =
                Metric::new(raw.iter().flat_map(|l| [Weight::new(l.2); 2]).collect());
            let mut back = Search::new(9, Direction::Backward);
            back.run(&topology, &metric, &[(n(8), Weight::ZERO)], |_, _| false);
            let from = |node: usize| {
                let mut s = Search::new(9, Direction::Forward);
                s.run(&topology, &metric, &[(n(node), Weight::ZERO)], |_, _| false);
                (0..9).map(|t| s.distance(n(t))).collect::<Vec<_>>()
            };
            let all: Vec<_> = (0..9).map(from).collect();
            let first: Vec<_> = (0..raw.len())
                .filter(|i| raw[*i].3 == 1)
                .flat_map(|i| {
                    let (a, b, w, _) = raw[i];
                    let edge = |backward| EdgeId::from_index(2 * i + backward);
                    let with = |tail: usize| all[0][tail].plus(Weight::new(w));
                    [(edge(0), n(b), with(a)), (edge(1), n(a), with(b))]
                })
                .collect();
            let found = ThroughSearch::default().shortest(&topology, &metric, &first, &Through {
                steps: 1,
                satisfies: &|e| u32::from(raw[e.link().index()].3 == 2),
                forbidden: &|_| false,
                rest: &|node| back.distance(node),
                limit: Weight::new(1_000_000),
            });
            let mut expected = Weight::INFINITY;
            let directed = |k: u32| raw.iter().filter(move |l| l.3 == k)
                .flat_map(|l| [(l.0, l.1, l.2), (l.1, l.0, l.2)]);
            for first in directed(1) {
                for second in directed(2) {
                    let sum = all[0][first.0].plus(Weight::new(first.2))
                        .plus(all[first.1][second.0]).plus(Weight::new(second.2))
                        .plus(all[second.1][8]);
                    expected = expected.min(sum);
                }
            }
            match found {
                None => prop_assert!(!expected.is_finite()),
                Some(found) => {
                    prop_assert_eq!(found.weight, expected);
                    let tail = |e: EdgeId| {
                        let l = raw[e.link().index()];
                        if e.is_backward() { l.1 } else { l.0 }
                    };
                    let sum = found.edges.iter().fold(Weight::ZERO, |w, e| w.plus(metric.weight(*e)));
                    let whole = all[0][tail(found.edges[0])].plus(sum).plus(back.distance(found.end));
                    prop_assert_eq!(whole, expected);
                }
            }
        }
    }
}
