//! Shortest paths from one node to all, over a candidate graph.
//!
//! Dijkstra with a radix heap (Ahuja, Mehlhorn, Orlin, Tarjan 1990): keys never fall below the last
//! one taken, so 33 buckets by highest differing bit do, without comparisons down a tree.

use super::graph::Adjacency;

/// Distance of a node that is not reached.
pub(super) const UNREACHED: u32 = u32::MAX;

#[derive(Default)]
struct RadixHeap {
    buckets: Vec<Vec<(u32, u32)>>,
    last: u32,
}

impl RadixHeap {
    fn new() -> Self {
        Self { buckets: vec![Vec::new(); 33], last: 0 }
    }
    fn bucket_of(&self, key: u32) -> usize {
        (u32::BITS - (key ^ self.last).leading_zeros()) as usize
    }
    fn push(&mut self, key: u32, node: u32) {
        let bucket = self.bucket_of(key);
        self.buckets[bucket].push((key, node));
    }
    fn pop(&mut self) -> Option<(u32, u32)> {
        if self.buckets[0].is_empty() {
            let lowest = self.buckets.iter().position(|b| !b.is_empty())?;
            let mut moved = std::mem::take(&mut self.buckets[lowest]);
            self.last = moved.iter().map(|entry| entry.0).min()?;
            for (key, node) in moved.drain(..) {
                self.push(key, node);
            }
            // The emptied bucket keeps its memory.
            self.buckets[lowest] = moved;
        }
        self.buckets[0].pop()
    }
    fn clear(&mut self) {
        self.buckets.iter_mut().for_each(Vec::clear);
        self.last = 0;
    }
}

/// Working memory of a search, reused from source to source; one per thread.
pub(super) struct OneToAll {
    /// Cost from the source, by node.
    pub(super) cost: Vec<u32>,
    /// Arc by which the node is reached; [`UNREACHED`] at the source.
    pub(super) by: Vec<u32>,
    /// Nodes passed through, nearest first, without the source when that is a port.
    pub(super) settled: Vec<u32>,
    heap: RadixHeap,
}

impl OneToAll {
    pub(super) fn new(nodes: u32) -> Self {
        let unreached = vec![UNREACHED; nodes as usize];
        Self { cost: unreached.clone(), by: unreached, settled: Vec::new(), heap: RadixHeap::new() }
    }

    /// Costs and tree from `source`; ports are reached but not passed through.
    pub(super) fn run(&mut self, graph: &Adjacency, source: u32) {
        self.run_within(graph, source, u32::MAX);
    }

    /// As [`OneToAll::run`], of nodes up to a cost; farther ones may be reached at a cost that is not the least.
    pub(super) fn run_within(&mut self, graph: &Adjacency, source: u32, most: u32) {
        self.cost.fill(UNREACHED);
        self.by.fill(UNREACHED);
        self.settled.clear();
        self.heap.clear();
        self.cost[source as usize] = 0;
        self.relax(graph, graph.arcs_of(source), 0);
        while let Some((cost, node)) = self.heap.pop() {
            if cost > most {
                break;
            }
            if cost != self.cost[node as usize] {
                continue; // superseded by a better entry
            }
            self.settled.push(node);
            self.relax(graph, graph.arcs_after(node, self.by[node as usize]), cost);
        }
    }

    fn relax(&mut self, graph: &Adjacency, arcs: std::ops::Range<usize>, cost: u32) {
        for arc in arcs {
            let there = graph.arcs[arc];
            // Closed arcs cost the most there is, which improves on nothing.
            let new = cost.saturating_add(there.cost);
            if new < self.cost[there.to as usize] {
                self.cost[there.to as usize] = new;
                self.by[there.to as usize] = arc as u32;
                if there.to < graph.cores {
                    self.heap.push(new, there.to);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::graph::{Candidates, Edge};
    use super::*;

    #[test]
    fn ports_are_reached_but_not_passed_through() {
        // Core 0 - port 2 - core 1 is short, core 0 - core 1 is long.
        let edge = |a, b, length_dm| Edge { a, b, length_dm, needs: 0 };
        let graph = Candidates {
            cores: 2,
            nodes: 4,
            edges: vec![edge(0, 2, 1), edge(2, 1, 1), edge(0, 1, 10), edge(3, 0, 5)],
        };
        let mut search = OneToAll::new(4);
        search.run(&Adjacency::new(&graph, |_| true), 3);
        assert_eq!(search.cost, [5, 15, 6, 0]);
        search.run(&Adjacency::new(&graph, |i| i != 3), 3);
        assert_eq!(search.cost[0], UNREACHED);
    }

    #[test]
    fn the_heap_takes_the_smallest_first() {
        let mut heap = RadixHeap::new();
        let mut taken = Vec::new();
        for key in [7u32, 3, 900, 3, 65_536, 12] {
            heap.push(key, key);
        }
        while let Some((key, node)) = heap.pop() {
            assert_eq!(key, node);
            if key == 12 {
                heap.push(13, 13);
            }
            taken.push(key);
        }
        assert_eq!(taken, [3, 3, 7, 12, 13, 900, 65_536]);
    }
}
