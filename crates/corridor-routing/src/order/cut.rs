//! Smallest sets of nodes that part a graph, by maximum flow.
//!
//! Every node lets one path through; the most disjoint paths from the sources to the sinks leave a
//! cut of as many nodes (Menger). Paths are found in layers, as Dinic does.

use super::graph::Graph;

const NONE: u32 = u32::MAX;
/// Stands before the first and after the last node of a path.
const OUTSIDE: u32 = u32::MAX - 1;

/// Where a node is to the smallest cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    /// On the side of the sources.
    Source,
    /// In the cut.
    Cut,
    /// On the side of the sinks.
    Sink,
}

/// What follows a state.
enum Step {
    To(u32),
    /// Nothing at this place, but perhaps at the next.
    Nowhere,
    NoMore,
}

/// The flow: at most one path through every node.
struct Flow<'g> {
    graph: &'g Graph,
    sinks: &'g [bool],
    /// Node before on the path through a node; [`NONE`] when no path goes through.
    before: Vec<u32>,
    after: Vec<u32>,
    /// Layer of each state: `2 v` is arriving at `v`, `2 v + 1` leaving it.
    layer: Vec<u32>,
    next_arc: Vec<u32>,
}

/// The side of every node, for a smallest cut between `sources` and `sinks`; sources and sinks
/// themselves may be in the cut. `None` when it has more than `most` nodes.
pub(super) fn smallest_cut(
    graph: &Graph,
    sources: &[bool],
    sinks: &[bool],
    most: usize,
) -> Option<Vec<Side>> {
    let nodes = graph.node_count();
    let mut flow = Flow {
        graph,
        sinks,
        before: vec![NONE; nodes],
        after: vec![NONE; nodes],
        layer: vec![NONE; 2 * nodes],
        next_arc: vec![0; 2 * nodes],
    };
    let starts: Vec<u32> = (0..nodes as u32).filter(|v| sources[*v as usize]).collect();
    let mut paths = 0;
    let mut trail = Vec::new();
    while flow.layers(&starts) {
        flow.next_arc.fill(0);
        for start in &starts {
            if flow.before[*start as usize] != OUTSIDE && flow.augment(*start, &mut trail) {
                paths += 1;
                if paths > most {
                    return None;
                }
            }
        }
    }
    let reached = |state: usize| flow.layer[state] != NONE;
    let side = |v: usize| match (reached(2 * v), reached(2 * v + 1)) {
        (_, true) => Side::Source,
        (true, false) => Side::Cut,
        (false, false) => Side::Sink,
    };
    Some((0..nodes).map(side).collect())
}

impl Flow<'_> {
    /// The `k`-th state that follows a state in the residual graph.
    fn step(&self, state: u32, k: u32) -> Step {
        let v = state >> 1;
        let (before, after) = (self.before[v as usize], self.after[v as usize]);
        if state & 1 == 0 {
            // Arriving: through the node if it is free, else back along its path.
            return match (k, before) {
                (0, NONE) => Step::To(state | 1),
                (0, OUTSIDE) => Step::Nowhere,
                (0, p) => Step::To(2 * p + 1),
                _ => Step::NoMore,
            };
        }
        let heads = self.graph.neighbours(v);
        if let Some(head) = heads.get(k as usize) {
            return if *head == after { Step::Nowhere } else { Step::To(2 * head) };
        }
        // Leaving, after a path was turned away here: the node itself may be given back.
        match k as usize - heads.len() {
            0 if before != NONE => Step::To(2 * v),
            0 => Step::Nowhere,
            _ => Step::NoMore,
        }
    }

    fn at_sink(&self, state: u32) -> bool {
        let v = (state >> 1) as usize;
        state & 1 == 1 && self.sinks[v] && self.after[v] != OUTSIDE
    }

    /// Layers all states by their distance from the sources; whether a sink was reached.
    fn layers(&mut self, starts: &[u32]) -> bool {
        self.layer.fill(NONE);
        let mut queue: Vec<u32> = starts.iter().map(|v| 2 * v).collect();
        for state in &queue {
            self.layer[*state as usize] = 0;
        }
        let mut next = 0;
        let mut last = NONE;
        while let Some(state) = queue.get(next).copied() {
            next += 1;
            let layer = self.layer[state as usize];
            if layer >= last {
                break;
            }
            if self.at_sink(state) {
                last = layer;
            }
            for k in 0.. {
                match self.step(state, k) {
                    Step::To(to) if self.layer[to as usize] == NONE => {
                        self.layer[to as usize] = layer + 1;
                        queue.push(to);
                    }
                    Step::To(_) | Step::Nowhere => {}
                    Step::NoMore => break,
                }
            }
        }
        last != NONE
    }

    /// Finds one more path from a source along the layers and adds it to the flow.
    fn augment(&mut self, start: u32, trail: &mut Vec<u32>) -> bool {
        trail.clear();
        trail.push(2 * start);
        while let Some(state) = trail.last().copied() {
            if self.at_sink(state) {
                self.apply(trail);
                return true;
            }
            let k = self.next_arc[state as usize];
            match self.step(state, k) {
                Step::NoMore => {
                    trail.pop();
                    if let Some(before) = trail.last() {
                        self.next_arc[*before as usize] += 1;
                    }
                }
                Step::To(to)
                    if self.layer[to as usize] == self.layer[state as usize].saturating_add(1) =>
                {
                    trail.push(to);
                }
                Step::To(_) | Step::Nowhere => self.next_arc[state as usize] += 1,
            }
        }
        false
    }

    fn apply(&mut self, trail: &[u32]) {
        self.before[(trail[0] >> 1) as usize] = OUTSIDE;
        for pair in trail.windows(2) {
            let (v, w) = ((pair[0] >> 1) as usize, (pair[1] >> 1) as usize);
            match (pair[0] & 1, pair[1] & 1) {
                // Over a free arc.
                (1, 0) if v != w => {
                    self.after[v] = w as u32;
                    self.before[w] = v as u32;
                }
                // The node is given back; its own path was led away at its other side.
                (1, 0) => {
                    self.after[v] = NONE;
                    self.before[v] = NONE;
                }
                _ => {}
            }
        }
        let last = (trail[trail.len() - 1] >> 1) as usize;
        self.after[last] = OUTSIDE;
    }
}
