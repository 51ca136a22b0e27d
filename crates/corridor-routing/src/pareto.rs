//! The ways that no other way beats: multi-criteria search with exact lower bounds.
//!
//! Labels are settled in lexical order of what they add up to with the least that is left by each
//! criterion (Mandow and Perez de la Cruz 2010; Hernandez et al. 2023). The least that is left comes
//! from the hierarchy, one sweep a criterion. What is not followed to its end, because it is all but
//! as good as a way already found, because a node has enough labels or because somebody said stop,
//! is remembered by the least it could have come to, and so the answer states how far any way not
//! found can be better.

use crate::{Metric, Topology, Weight};
use corridor_network::{EdgeId, Id, NodeId};
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::ops::ControlFlow;

/// Sums by criterion.
pub type Costs<const K: usize> = [u32; K];

/// What is asked.
pub struct ParetoQuestion<'q, const K: usize> {
    /// The graph.
    pub topology: &'q Topology,
    /// Weights of edges by criterion. An edge that is closed in one is closed in all.
    pub metrics: [&'q Metric; K],
    /// Nodes to start from, with what it takes to get there.
    pub seeds: &'q [(NodeId, Costs<K>)],
    /// Nodes to end at, with what it takes from there.
    pub targets: &'q [(NodeId, Costs<K>)],
    /// Ways known already, by what they take: what they beat is not looked for.
    pub known: &'q [Costs<K>],
    /// A way within `1 + epsilon` of one already found in every criterion is not followed.
    pub epsilon: f64,
    /// Labels kept at a node; more are not followed.
    pub most_at_node: usize,
}

/// A way and what it adds up to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParetoWay<const K: usize> {
    /// By criterion, ends included.
    pub costs: Costs<K>,
    /// From a seed to a target.
    pub edges: Vec<EdgeId>,
}

/// The ways found.
#[derive(Clone, Debug, PartialEq)]
pub struct ParetoSet<const K: usize> {
    /// None beats another, or is beaten by a known one; in lexical order of their costs.
    pub ways: Vec<ParetoWay<K>>,
    /// For every way there is, one found or known takes at most `1 + bound` times as much by every criterion;
    /// zero when the set is exact.
    pub bound: f64,
    /// Labels settled.
    pub settled: usize,
}

#[derive(Clone, Copy, Debug)]
struct Label<const K: usize> {
    node: NodeId,
    costs: Costs<K>,
    /// The label before and the edge from it; a seed has none.
    before: Option<(u32, EdgeId)>,
}

/// Memory for Pareto searches, kept from question to question.
#[derive(Clone, Debug)]
pub struct ParetoSearch<const K: usize> {
    labels: Vec<Label<K>>,
    queue: BinaryHeap<Reverse<(Costs<K>, u32)>>,
    /// Settled labels by node.
    settled: Vec<Vec<Costs<K>>>,
    touched: Vec<NodeId>,
}

impl<const K: usize> ParetoSearch<K> {
    /// A search over graphs of up to `nodes` nodes.
    pub fn new(nodes: usize) -> Self {
        Self {
            labels: Vec::new(),
            queue: BinaryHeap::new(),
            settled: vec![Vec::new(); nodes],
            touched: Vec::new(),
        }
    }

    /// The ways that no other beats, until `interrupt` breaks, which is asked for every label settled
    /// with their number. `left` tells by criterion the least that is left from a node, ends included;
    /// infinite where there is no way.
    pub fn run(
        &mut self,
        question: &ParetoQuestion<'_, K>,
        mut left: impl FnMut(NodeId) -> Costs<K>,
        mut interrupt: impl FnMut(usize) -> ControlFlow<()>,
    ) -> ParetoSet<K> {
        for node in self.touched.drain(..) {
            self.settled[node.index()].clear();
        }
        self.labels.clear();
        self.queue.clear();
        let known = question.known.iter().map(|costs| (*costs, KNOWN)).collect();
        let mut found = Found { ways: known, bound: 0.0, left_out: Vec::new() };
        for (node, costs) in question.seeds {
            let label = Label { node: *node, costs: *costs, before: None };
            self.offer(question, left(*node), &mut found, label);
        }
        let mut settled = 0;
        while let Some(Reverse((whole, number))) = self.queue.pop() {
            settled += 1;
            if interrupt(settled).is_break() {
                found.left_out.push(whole);
                found.left_out.extend(self.queue.drain().map(|Reverse((whole, _))| whole));
                break;
            }
            if number & AT_TARGET != 0 {
                found.end(whole, number & !AT_TARGET);
                continue;
            }
            let label = self.labels[number as usize];
            let here = &mut self.settled[label.node.index()];
            if here.iter().any(|other| beats(other, &label.costs))
                || found.leaves(&whole, question.epsilon)
            {
                continue;
            }
            if here.len() >= question.most_at_node {
                found.left_out.push(whole);
                continue;
            }
            if here.is_empty() {
                self.touched.push(label.node);
            }
            here.push(label.costs);
            for (_, rest) in question.targets.iter().filter(|(node, _)| *node == label.node) {
                self.queue.push(Reverse((sum(&label.costs, rest), number | AT_TARGET)));
            }
            for (edge, head) in question.topology.out(label.node) {
                let step = question.metrics.map(|metric| metric.weight(*edge).get());
                let costs = sum(&label.costs, &step);
                let before = Some((number, *edge));
                self.offer(question, left(*head), &mut found, Label { node: *head, costs, before });
            }
        }
        self.answer(found, settled)
    }

    /// Queues a label unless it leads nowhere or is beaten.
    fn offer(
        &mut self,
        question: &ParetoQuestion<'_, K>,
        left: Costs<K>,
        found: &mut Found<K>,
        label: Label<K>,
    ) {
        let whole = sum(&label.costs, &left);
        if whole.iter().any(|cost| *cost >= Weight::FAR)
            || self.settled[label.node.index()].iter().any(|other| beats(other, &label.costs))
            || found.leaves(&whole, question.epsilon)
        {
            return;
        }
        self.queue.push(Reverse((whole, self.labels.len() as u32)));
        self.labels.push(label);
    }

    fn answer(&self, found: Found<K>, settled: usize) -> ParetoSet<K> {
        let bound = found.proven();
        let way = |(costs, number): (Costs<K>, u32)| {
            let mut edges = Vec::new();
            let mut at = number;
            while let Some((before, edge)) = self.labels[at as usize].before {
                edges.push(edge);
                at = before;
            }
            edges.reverse();
            ParetoWay { costs, edges }
        };
        let ways = found.ways.into_iter().filter(|(_, number)| *number != KNOWN).map(way);
        ParetoSet { ways: ways.collect(), bound, settled }
    }
}

/// In the place of a label: the way was known before.
const KNOWN: u32 = u32::MAX;
/// Marks a queue entry that has arrived.
const AT_TARGET: u32 = 1 << 31;

/// Ways found, and what was left out.
struct Found<const K: usize> {
    ways: Vec<(Costs<K>, u32)>,
    bound: f64,
    left_out: Vec<Costs<K>>,
}

impl<const K: usize> Found<K> {
    fn end(&mut self, costs: Costs<K>, number: u32) {
        if !self.ways.iter().any(|(way, _)| beats(way, &costs)) {
            self.ways.push((costs, number));
        }
    }

    /// Whether what comes to `whole` at least need not be followed; remembers what that may lose.
    fn leaves(&mut self, whole: &Costs<K>, epsilon: f64) -> bool {
        let nearest = self.ways.iter().map(|(way, _)| excess(way, whole)).fold(f64::MAX, f64::min);
        if nearest > epsilon {
            return false;
        }
        self.bound = self.bound.max(nearest);
        true
    }

    /// How much more than any way the nearest one found takes.
    fn proven(&self) -> f64 {
        let nearest = |whole: &Costs<K>| {
            self.ways.iter().map(|(way, _)| excess(way, whole)).fold(f64::INFINITY, f64::min)
        };
        self.left_out.iter().map(nearest).fold(self.bound, f64::max)
    }
}

/// By how much more, in the worst criterion, a way takes than the least another can come to.
fn excess<const K: usize>(way: &Costs<K>, least: &Costs<K>) -> f64 {
    let more = |(way, least): (&u32, &u32)| {
        if way <= least { 0.0 } else { f64::from(*way) / f64::from(*least) - 1.0 }
    };
    way.iter().zip(least).map(more).fold(0.0, f64::max)
}

/// Whether costs are no more than others in every criterion.
fn beats<const K: usize>(costs: &Costs<K>, others: &Costs<K>) -> bool {
    costs.iter().zip(others).all(|(cost, other)| cost <= other)
}

fn sum<const K: usize>(a: &Costs<K>, b: &Costs<K>) -> Costs<K> {
    std::array::from_fn(|k| a[k].saturating_add(b[k]).min(Weight::FAR))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Direction, Search};
    use proptest::prelude::*;

    const NODES: usize = 9;

    fn node(i: usize) -> NodeId {
        NodeId::from_index(i)
    }

    /// All ways from node 0 to the last, by brute force, reduced to those that none beats.
    fn all_ways(links: &[(usize, usize, [u32; 3])]) -> Vec<Costs<3>> {
        let mut ends: Vec<Costs<3>> = Vec::new();
        let mut stack = vec![(0usize, [0; 3], 1u32)];
        while let Some((at, costs, seen)) = stack.pop() {
            if at == NODES - 1 {
                ends.push(costs);
                continue;
            }
            for (a, b, step) in links {
                for (tail, head) in [(*a, *b), (*b, *a)] {
                    if tail == at && seen >> head & 1 == 0 {
                        stack.push((head, sum(&costs, step), seen | 1 << head));
                    }
                }
            }
        }
        ends.sort_unstable();
        ends.dedup();
        let kept = |c: &Costs<3>| !ends.iter().any(|other| other != c && beats(other, c));
        ends.iter().copied().filter(kept).collect()
    }

    fn ask(
        links: &[(usize, usize, [u32; 3])],
        epsilon: f64,
        most_at_node: usize,
        budget: usize,
    ) -> (ParetoSet<3>, [Metric; 3]) {
        let ends: Vec<_> = links.iter().map(|l| (node(l.0), node(l.1))).collect();
        let topology = Topology::from_links(NODES, &ends);
        let metrics: [Metric; 3] = std::array::from_fn(|k| {
            Metric::new(links.iter().flat_map(|l| [Weight::new(l.2[k]); 2]).collect())
        });
        let left: [Vec<Weight>; 3] = std::array::from_fn(|k| {
            let mut search = Search::new(NODES, Direction::Backward);
            search.run(&topology, &metrics[k], &[(node(NODES - 1), Weight::ZERO)], |_, _| false);
            (0..NODES).map(|n| search.distance(node(n))).collect()
        });
        let question = ParetoQuestion {
            topology: &topology,
            metrics: [&metrics[0], &metrics[1], &metrics[2]],
            seeds: &[(node(0), [0; 3])],
            targets: &[(node(NODES - 1), [0; 3])],
            known: &[],
            epsilon,
            most_at_node,
        };
        let stop = |n| if n > budget { ControlFlow::Break(()) } else { ControlFlow::Continue(()) };
        let left = |n: NodeId| [0, 1, 2].map(|k: usize| left[k][n.index()].get());
        (ParetoSearch::new(NODES).run(&question, left, stop), metrics.clone())
    }

    fn links() -> impl Strategy<Value = Vec<(usize, usize, [u32; 3])>> {
        prop::collection::vec((0..NODES, 0..NODES, [1u32..20, 0u32..20, 1u32..20]), 4..22)
    }

    proptest! {
        #[test]
        fn the_exact_set_is_that_of_brute_force(links in links()) {
            let (set, metrics) = ask(&links, 0.0, usize::MAX, usize::MAX);
            let costs: Vec<_> = set.ways.iter().map(|way| way.costs).collect();
            prop_assert_eq!(costs, all_ways(&links));
            prop_assert_eq!(set.bound, 0.0);
            for way in &set.ways {
                for (k, metric) in metrics.iter().enumerate() {
                    let sum: u32 = way.edges.iter().map(|e| metric.weight(*e).get()).sum();
                    prop_assert_eq!(sum, way.costs[k]);
                }
            }
        }

        #[test]
        fn the_bound_holds_whatever_is_left_out(
            links in links(),
            epsilon in 0.0..0.6f64,
            most_at_node in 1usize..4,
            budget in 3usize..60,
        ) {
            let (set, _) = ask(&links, epsilon, most_at_node, budget);
            for a in &set.ways {
                let beaten = set.ways.iter().any(|b| b.costs != a.costs && beats(&b.costs, &a.costs));
                prop_assert!(!beaten);
            }
            for way in all_ways(&links) {
                let nearest = set.ways.iter().map(|w| excess(&w.costs, &way)).fold(f64::INFINITY, f64::min);
                prop_assert!(nearest <= set.bound, "{:?} is {} off, bound {}", way, nearest, set.bound);
            }
        }
    }
}
