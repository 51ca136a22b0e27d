//! Shortest paths that must use edges of given classes in order.
//!
//! The state is a node and the number of steps done. An exact lower bound of what is left (the
//! distances of a backward search without the steps) keeps the search to the neighbourhood of the
//! answer: `f = g + bound` never falls, and states above the limit are dropped.

use crate::{Metric, Topology, Weight};
use corridor_network::{EdgeId, Id, NodeId};
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// What a path must go through.
pub struct Through<'a> {
    /// Number of steps, at most 32.
    pub steps: u32,
    /// The steps an edge satisfies: bit `k` for step `k`. An edge may satisfy several in a row.
    pub satisfies: &'a (dyn Fn(EdgeId) -> u32 + Sync),
    /// Edges that must not be used.
    pub forbidden: &'a (dyn Fn(EdgeId) -> bool + Sync),
    /// A lower bound of what is left from a node; infinite where there is no way.
    pub bound: &'a (dyn Fn(NodeId) -> Weight + Sync),
    /// Paths that weigh more are of no interest.
    pub limit: Weight,
}

/// The shortest path from `seeds` to one of `targets` (with what is added there) that does all steps
/// in order; its weight and edges. `None` when there is none within the limit.
pub fn shortest_through(
    topology: &Topology,
    metric: &Metric,
    seeds: &[(NodeId, Weight)],
    targets: &[(NodeId, Weight)],
    through: &Through<'_>,
) -> Option<(Weight, Vec<EdgeId>)> {
    let layers = through.steps as usize + 1;
    let slot = |node: NodeId, layer: usize| node.index() * layers + layer;
    let mut distance = vec![Weight::INFINITY; topology.node_count() * layers];
    let mut parent: Vec<Option<(EdgeId, u8)>> = vec![None; topology.node_count() * layers];
    let mut queue = BinaryHeap::new();
    for &(node, weight) in seeds {
        let f = weight.plus((through.bound)(node));
        if f <= through.limit && weight < distance[slot(node, 0)] {
            distance[slot(node, 0)] = weight;
            queue.push(Reverse((f, weight, node, 0usize)));
        }
    }
    let mut best: Option<(Weight, NodeId)> = None;
    while let Some(Reverse((f, g, node, layer))) = queue.pop() {
        if best.is_some_and(|(weight, _)| f >= weight) {
            break;
        }
        if g > distance[slot(node, layer)] {
            continue;
        }
        if layer + 1 == layers {
            let reached = targets.iter().filter(|t| t.0 == node).map(|t| g.plus(t.1)).min();
            if let Some(total) = reached
                && total <= through.limit
                && best.is_none_or(|(weight, _)| total < weight)
            {
                best = Some((total, node));
            }
        }
        for &(edge, head) in topology.out(node) {
            let next = g.plus(metric.weight(edge));
            if !next.is_finite() || (through.forbidden)(edge) {
                continue;
            }
            let satisfied = (through.satisfies)(edge);
            let mut to = layer;
            while to + 1 < layers && satisfied >> to & 1 == 1 {
                to += 1;
            }
            let f = next.plus((through.bound)(head));
            if f <= through.limit && next < distance[slot(head, to)] {
                distance[slot(head, to)] = next;
                parent[slot(head, to)] = Some((edge, layer as u8));
                queue.push(Reverse((f, next, head, to)));
            }
        }
    }
    let (weight, mut node) = best?;
    let mut layer = layers - 1;
    let mut edges = Vec::new();
    while let Some((edge, from)) = parent[slot(node, layer)] {
        edges.push(edge);
        node = tail_of(topology, edge, node);
        layer = from as usize;
    }
    edges.reverse();
    Some((weight, edges))
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
            let class = |e: EdgeId| match raw[e.link().index()].3 { 1 => 1u32, 2 => 2, _ => 0 };
            let mut back = Search::new(9, Direction::Backward);
            back.run(&topology, &metric, &[(n(8), Weight::ZERO)], |_, _| false);
            let found = shortest_through(&topology, &metric, &[(n(0), Weight::ZERO)],
                &[(n(8), Weight::ZERO)], &Through {
                    steps: 2,
                    satisfies: &class,
                    forbidden: &|_| false,
                    bound: &|node| back.distance(node),
                    limit: Weight::new(1_000_000),
                });
            let from = |node: usize| {
                let mut s = Search::new(9, Direction::Forward);
                s.run(&topology, &metric, &[(n(node), Weight::ZERO)], |_, _| false);
                (0..9).map(|t| s.distance(n(t))).collect::<Vec<_>>()
            };
            let all: Vec<_> = (0..9).map(from).collect();
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
                Some((weight, edges)) => {
                    prop_assert_eq!(weight, expected);
                    let sum: u32 = edges.iter().map(|e| metric.weight(*e).get()).sum();
                    prop_assert_eq!(sum, weight.get());
                }
            }
        }
    }
}
