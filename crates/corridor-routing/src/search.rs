//! Dijkstra's algorithm: plain, exact, reusable.

use crate::{Metric, Topology, Weight};
use corridor_network::{EdgeId, Id, NodeId};
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Which way edges are followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// From the seeds onwards: distances from the seeds.
    Forward,
    /// Against the edges: distances to the seeds.
    Backward,
}

/// A search that keeps its memory from query to query, and the tree of its last run.
#[derive(Clone, Debug)]
pub struct Search {
    direction: Direction,
    distance: Vec<Weight>,
    parent: Vec<Option<EdgeId>>,
    touched: Vec<NodeId>,
    queue: BinaryHeap<Reverse<(Weight, NodeId)>>,
}

impl Search {
    /// A search over graphs of `node_count` nodes.
    pub fn new(node_count: usize, direction: Direction) -> Self {
        Self {
            direction,
            distance: vec![Weight::INFINITY; node_count],
            parent: vec![None; node_count],
            touched: Vec::new(),
            queue: BinaryHeap::new(),
        }
    }

    /// Runs from `seeds` (nodes with what it takes to get to them) until `stop` says so for a node
    /// just settled, or everything is reached.
    pub fn run(
        &mut self,
        topology: &Topology,
        metric: &Metric,
        seeds: &[(NodeId, Weight)],
        mut stop: impl FnMut(NodeId, Weight) -> bool,
    ) {
        for node in self.touched.drain(..) {
            self.distance[node.index()] = Weight::INFINITY;
            self.parent[node.index()] = None;
        }
        self.queue.clear();
        for &(node, weight) in seeds {
            self.reach(node, weight, None);
        }
        while let Some(Reverse((distance, node))) = self.queue.pop() {
            if distance > self.distance[node.index()] {
                continue;
            }
            if stop(node, distance) {
                break;
            }
            for &(edge, head) in topology.out(node) {
                let travelled =
                    if self.direction == Direction::Forward { edge } else { edge.reverse() };
                self.reach(head, distance.plus(metric.weight(travelled)), Some(travelled));
            }
        }
    }

    fn reach(&mut self, node: NodeId, distance: Weight, by: Option<EdgeId>) {
        let known = &mut self.distance[node.index()];
        if distance < *known {
            if !known.is_finite() {
                self.touched.push(node);
            }
            *known = distance;
            self.parent[node.index()] = by;
            self.queue.push(Reverse((distance, node)));
        }
    }

    /// Distance of a node in the last run; exact for settled nodes.
    pub fn distance(&self, node: NodeId) -> Weight {
        self.distance[node.index()]
    }

    /// The edges of the tree between the seeds and `node`, in the order of travel, and the seed they
    /// start from (forward) or lead to (backward). `None` when the node was not reached.
    /// `tail` and `head` tell the ends of an edge.
    pub fn path(
        &self,
        node: NodeId,
        tail: impl Fn(EdgeId) -> NodeId,
        head: impl Fn(EdgeId) -> NodeId,
    ) -> Option<(NodeId, Vec<EdgeId>)> {
        if !self.distance(node).is_finite() {
            return None;
        }
        let mut edges = Vec::new();
        let mut at = node;
        while let Some(edge) = self.parent[at.index()] {
            edges.push(edge);
            at = if self.direction == Direction::Forward { tail(edge) } else { head(edge) };
        }
        if self.direction == Direction::Forward {
            edges.reverse();
        }
        Some((at, edges))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn n(i: usize) -> NodeId {
        NodeId::from_index(i)
    }

    /// All-pairs distances by Floyd and Warshall: slow and obvious.
    fn oracle(nodes: usize, links: &[(usize, usize, u32, u32)]) -> Vec<Vec<u64>> {
        let far = u64::from(u32::MAX);
        let mut d = vec![vec![far; nodes]; nodes];
        for (i, row) in d.iter_mut().enumerate() {
            row[i] = 0;
        }
        for &(a, b, there, back) in links {
            d[a][b] = d[a][b].min(there.into());
            d[b][a] = d[b][a].min(back.into());
        }
        for k in 0..nodes {
            for i in 0..nodes {
                for j in 0..nodes {
                    d[i][j] = d[i][j].min(d[i][k] + d[k][j]);
                }
            }
        }
        d
    }

    proptest! {
        #[test]
        fn equals_the_oracle_on_random_multigraphs(
            nodes in 2usize..12,
            raw in prop::collection::vec((0usize..12, 0usize..12, 0u32..50, 0u32..50), 0..40),
        ) {
            let links: Vec<_> =
                raw.into_iter().map(|(a, b, x, y)| (a % nodes, b % nodes, x, y)).collect();
            let ends: Vec<_> = links.iter().map(|l| (n(l.0), n(l.1))).collect();
            let topology = Topology::from_links(nodes, &ends);
            let closed = |w: u32| if w >= 45 { Weight::INFINITY } else { Weight::new(w) };
            let weights = links.iter().flat_map(|l| [closed(l.2), closed(l.3)]).collect();
            let metric = Metric::new(weights);
            let closed_links: Vec<_> = links
                .iter()
                .map(|&(a, b, x, y)| {
                    let far = |w| if w >= 45 { u32::MAX } else { w };
                    (a, b, far(x), far(y))
                })
                .collect();
            let truth = oracle(nodes, &closed_links);
            let tail = |e: EdgeId| {
                let l = &links[e.link().index()];
                n(if e.is_backward() { l.1 } else { l.0 })
            };
            let head = |e: EdgeId| tail(e.reverse());
            let mut forward = Search::new(nodes, Direction::Forward);
            let mut backward = Search::new(nodes, Direction::Backward);
            for (s, row) in truth.iter().enumerate() {
                forward.run(&topology, &metric, &[(n(s), Weight::ZERO)], |_, _| false);
                backward.run(&topology, &metric, &[(n(s), Weight::ZERO)], |_, _| false);
                for (t, onward) in row.iter().enumerate() {
                    for (search, expected) in [(&forward, *onward), (&backward, truth[t][s])] {
                        let found = search.distance(n(t));
                        let path = search.path(n(t), tail, head);
                        if expected >= u64::from(u32::MAX) {
                            prop_assert!(!found.is_finite() && path.is_none());
                        } else {
                            prop_assert_eq!(u64::from(found.get()), expected);
                            let edges = path.unwrap().1;
                            let sum: u32 = edges.iter().map(|e| metric.weight(*e).get()).sum();
                            prop_assert_eq!(u64::from(sum), expected);
                            for pair in edges.windows(2) {
                                prop_assert_eq!(head(pair[0]), tail(pair[1]));
                            }
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn sums_saturate_at_infinity() {
        assert!(!Weight::INFINITY.plus(Weight::INFINITY).is_finite());
        assert_eq!(Weight::new(u32::MAX), Weight::INFINITY);
    }
}
