//! Best ways from door to door, as they are, through a corridor or over a terminal.
//!
//! Everything is asked of the hierarchy: a corridor's steps become seeds and targets in turn, and a
//! way over a terminal is a way there and a way on.

use crate::criterion::{Criterion, Weigher};
use crate::itinerary::Access;
use crate::meeting::{Gate, GateLink, Pass, Step, Stretch};
use crate::planner::{Planner, Question};
use crate::prepared::Prepared;
use corridor_network::{EdgeId, NodeId};
use corridor_routing::{Detours, Direction, ParetoSearch, Plain, Potentials, Query, Reach, Weight};

/// Working memory of questions, kept from one to the next.
#[derive(Debug)]
pub(crate) struct Memory {
    pub(crate) query: Query,
    /// Over the places where corridors and terminals are met.
    detours: Detours,
    /// From step to step of a corridor.
    between: Reach,
    pub(crate) potentials: Potentials<3>,
    pub(crate) pareto: ParetoSearch<3>,
}

impl Memory {
    pub(crate) fn new(planner: &Planner) -> Self {
        let hierarchy = planner.graph.hierarchy();
        Self {
            query: Query::new(),
            detours: Detours::new(hierarchy),
            between: Reach::new(hierarchy),
            potentials: Potentials::new(hierarchy),
            pareto: ParetoSearch::new(hierarchy.node_count()),
        }
    }
}

/// Ways between the ends of one question. Edges and nodes in it are those of the layer.
pub(crate) struct Ways<'a> {
    pub(crate) planner: &'a Planner,
    pub(crate) prepared: &'a Prepared,
    pub(crate) from: Vec<(NodeId, [Weight; 4])>,
    pub(crate) to: Vec<(NodeId, [Weight; 4])>,
    pub(crate) memory: &'a mut Memory,
}

impl<'a> Ways<'a> {
    /// Looks out from both ends by generalised cost.
    pub(crate) fn new(
        planner: &'a Planner,
        prepared: &'a Prepared,
        question: &Question<'_>,
        memory: &'a mut Memory,
    ) -> Self {
        let weigher = Weigher::new(question.shipment, planner.rates());
        let ends = |access: &[Access]| -> Vec<(NodeId, [Weight; 4])> {
            let end = |a: &Access| {
                let weights = Criterion::ALL.map(|by| weigher.weigh(by, a.hours, a.usd, a.kg));
                Some((planner.graph.node(a.node)?, weights))
            };
            question.open(access, planner.network()).filter_map(end).collect()
        };
        let (from, to) = (ends(&question.from), ends(&question.to));
        let graph = prepared.by(planner, Criterion::Generalised);
        let [origin, destination] =
            [&from, &to].map(|ends| seeds(ends, Criterion::Generalised).collect::<Vec<_>>());
        let own;
        let meeting = match question.via {
            Some(via) => {
                own = planner.meeting.with(&planner.graph.hierarchy().part(via.nodes()));
                &own
            }
            None => &planner.meeting,
        };
        memory.detours.run(graph, [&origin, &destination], meeting);
        Self { planner, prepared, from, to, memory }
    }

    fn generalised(&self) -> Plain<'a> {
        self.prepared.by(self.planner, Criterion::Generalised)
    }

    /// The best way by a criterion: its weight and its edges in the network.
    pub(crate) fn best(&mut self, by: Criterion) -> Option<(Weight, Vec<EdgeId>)> {
        let from: Vec<_> = seeds(&self.from, by).collect();
        let to: Vec<_> = seeds(&self.to, by).collect();
        let mut edges = Vec::new();
        let graph = self.prepared.by(self.planner, by);
        let weight = self.memory.query.path(&graph, &from, &to, &mut edges)?;
        let edges = edges.into_iter().map(|e| self.planner.graph.network_edge(e)).collect();
        Some((weight, edges))
    }

    /// What the best way over a node of the meeting places weighs by generalised cost.
    pub(crate) fn weight_over(&self, node: NodeId) -> Weight {
        self.to(node).plus(self.on_from(node))
    }

    /// Whether the best way over a gate goes on by another mode than it came: a lorry that only
    /// drives through changes nothing.
    pub(crate) fn changes_mode_at(&self, gate: &Gate) -> bool {
        let metric = self.generalised().customized.metric();
        let came = |l: &&GateLink| (self.to(l.end).plus(metric.weight(l.arriving)), l.end);
        let goes = |l: &&GateLink| (self.on_from(l.end).plus(metric.weight(l.leaving)), l.end);
        let came = gate.links.iter().min_by_key(came);
        let goes = gate.links.iter().min_by_key(goes);
        came.zip(goes).is_some_and(|(came, goes)| came.mode != goes.mode)
    }

    /// The best way over a node, in the network.
    pub(crate) fn over(&mut self, node: NodeId) -> Option<Vec<EdgeId>> {
        let graph = self.generalised();
        let mut edges = self.memory.detours.way_there(graph, node)?;
        edges.extend(self.memory.detours.way_on(graph, node)?);
        Some(edges.into_iter().map(|e| self.planner.graph.network_edge(e)).collect())
    }

    /// The best way through the steps of a corridor, in order or in reverse, within a limit.
    pub(crate) fn through(&mut self, stretch: &Stretch, limit: Weight) -> Option<Vec<EdgeId>> {
        if stretch.steps.is_empty() || self.least_through(stretch) > limit {
            return None;
        }
        let mut best: Option<(Weight, Vec<EdgeId>)> = None;
        let orders = if stretch.steps.len() > 1 { 2 } else { 1 };
        for reverse in [false, true].into_iter().take(orders) {
            let within = best.as_ref().map_or(limit, |(weight, _)| *weight);
            if let Some(way) = self.in_order(stretch, reverse, within) {
                best = Some(way);
            }
        }
        best.map(|(_, edges)| edges)
    }

    /// What any way through the steps weighs at least: its dearest one, with the best ways there and
    /// on. Most corridors of the world are ruled out by this alone.
    fn least_through(&self, stretch: &Stretch) -> Weight {
        let least = |step: &Step| {
            let over = |(pass, [tail, head]): (&Pass, &[NodeId; 2])| {
                self.to_end_of(*pass, *tail).plus(self.on_from(*head))
            };
            step.passes.iter().zip(&step.ends).map(over).min().unwrap_or(Weight::INFINITY)
        };
        stretch.steps.iter().map(least).max().unwrap_or(Weight::INFINITY)
    }

    fn to_end_of(&self, pass: Pass, tail: NodeId) -> Weight {
        self.to(tail).plus(self.weight(pass))
    }

    fn weight(&self, (first, second): Pass) -> Weight {
        let metric = self.generalised().customized.metric();
        let second = second.map_or(Weight::ZERO, |edge| metric.weight(edge));
        metric.weight(first).plus(second)
    }

    /// The weight from the origin to a meeting place, and from there on.
    fn to(&self, node: NodeId) -> Weight {
        self.memory.detours.there(self.planner.graph.hierarchy(), node)
    }

    fn on_from(&self, node: NodeId) -> Weight {
        self.memory.detours.on(self.planner.graph.hierarchy(), node)
    }

    /// The best way through all steps in one order that weighs less than `limit`.
    fn in_order(
        &mut self,
        stretch: &Stretch,
        reverse: bool,
        limit: Weight,
    ) -> Option<(Weight, Vec<EdgeId>)> {
        let graph = self.generalised();
        let hierarchy = graph.hierarchy;
        let order: Vec<&Step> = if reverse {
            stretch.steps.iter().rev().collect()
        } else {
            stretch.steps.iter().collect()
        };
        // By step and edge of it: the best way to its end with all steps up to it done.
        let first = order[0].passes.iter().zip(&order[0].ends);
        let mut done = vec![first.map(|(p, [tail, _])| self.to_end_of(*p, *tail)).collect()];
        for pair in order.windows(2) {
            let [before, step] = [pair[0], pair[1]];
            let known: &Vec<Weight> = &done[done.len() - 1];
            let seeds = before.ends.iter().zip(known).map(|([_, head], weight)| (*head, *weight));
            self.memory.between.run(graph, (&before.heads, seeds), &step.tails, Direction::Forward);
            let to = |(pass, [tail, _]): (&Pass, &[NodeId; 2])| {
                let there = self.memory.between.weight(hierarchy, *tail);
                let by_way = there.plus(self.weight(*pass));
                // A pass may do two steps at once.
                before.passes.binary_search(pass).map_or(by_way, |same| by_way.min(known[same]))
            };
            let next = step.passes.iter().zip(&step.ends).map(to).collect();
            done.push(next);
        }
        let last = order[order.len() - 1];
        let whole = |i: &usize| done[done.len() - 1][*i].plus(self.on_from(last.ends[*i][1]));
        let mut at = (0..last.passes.len()).min_by_key(|i| (whole(i), *i))?;
        let weight = whole(&at);
        if weight >= limit {
            return None;
        }
        // Back from the last step to the first: which edge came before, and the way between.
        let mut pieces = Vec::new();
        pieces.push(self.memory.detours.way_on(graph, last.ends[at][1])?);
        for k in (1..order.len()).rev() {
            let (step, before) = (order[k], order[k - 1]);
            let pass = step.passes[at];
            if let Ok(same) = before.passes.binary_search(&pass)
                && done[k - 1][same] == done[k][at]
            {
                at = same;
                continue;
            }
            pieces.push(edges_of(pass));
            let tail = [(step.ends[at][0], Weight::ZERO)];
            let part = hierarchy.part([tail[0].0]);
            self.memory.between.run(graph, (&part, tail), &before.heads, Direction::Backward);
            let rest = |i: &usize| {
                done[k - 1][*i].plus(self.memory.between.weight(hierarchy, before.ends[*i][1]))
            };
            at = (0..before.passes.len()).min_by_key(|i| (rest(i), *i))?;
            pieces.push(self.piece(&[(before.ends[at][1], Weight::ZERO)], &tail)?);
        }
        let (pass, tail) = (order[0].passes[at], order[0].ends[at][0]);
        pieces.push(edges_of(pass));
        pieces.push(self.memory.detours.way_there(graph, tail)?);
        let edges = pieces.into_iter().rev().flatten();
        Some((weight, edges.map(|e| self.planner.graph.network_edge(e)).collect()))
    }

    fn piece(&mut self, from: &[(NodeId, Weight)], to: &[(NodeId, Weight)]) -> Option<Vec<EdgeId>> {
        let mut edges = Vec::new();
        let graph = self.generalised();
        self.memory.query.path(&graph, from, to, &mut edges)?;
        Some(edges)
    }
}

fn seeds(ends: &[(NodeId, [Weight; 4])], by: Criterion) -> impl Iterator<Item = (NodeId, Weight)> {
    ends.iter().map(move |(node, weights)| (*node, weights[by as usize]))
}

fn edges_of((first, second): Pass) -> Vec<EdgeId> {
    [Some(first), second].into_iter().flatten().collect()
}
