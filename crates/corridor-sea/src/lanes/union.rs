//! The union of all shortest paths between ports, for families of closed passages.

use super::graph::{Adjacency, Candidates, PassageBits};
use super::paths::{OneToAll, UNREACHED};
use rayon::prelude::*;

/// A set of closed passages and the ports whose shortest paths are collected under it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Family {
    /// Passages that are closed.
    pub closed: PassageBits,
    /// Ports to start from, counted from 0.
    pub sources: Vec<u32>,
    /// How far paths are followed, decimetres.
    pub reach_dm: u32,
}

/// Marks the edges on a shortest path from a source of a family to any port, under its closures.
pub fn union(graph: &Candidates, families: &[Family]) -> Vec<bool> {
    union_over(graph, &mut Adjacency::new(graph, |_| true), families)
}

/// As [`union`], over an adjacency of all edges of the graph.
pub(super) fn union_over(
    graph: &Candidates,
    adjacency: &mut Adjacency,
    families: &[Family],
) -> Vec<bool> {
    let mut marked = vec![false; graph.edges.len()];
    for family in families {
        adjacency.close(graph, family.closed);
        let adjacency = &*adjacency;
        // Few large pieces: each holds a search over all nodes and a mark for every edge.
        let pieces: Vec<&[u32]> =
            family.sources.chunks(family.sources.len().div_ceil(8).max(1)).collect();
        let found: Vec<Vec<u32>> = pieces
            .into_par_iter()
            .map(|sources| {
                let mut search = OneToAll::new(graph.nodes);
                let mut marks = vec![false; graph.edges.len()];
                for source in sources {
                    search.run_within(adjacency, graph.cores + source, family.reach_dm);
                    mark_tree(graph, adjacency, &search, family.reach_dm, &mut marks);
                }
                (0..marks.len() as u32).filter(|i| marks[*i as usize]).collect()
            })
            .collect();
        for edge in found.into_iter().flatten() {
            marked[edge as usize] = true;
        }
    }
    marked
}

/// Marks the paths of the tree that lead to ports within reach.
fn mark_tree(
    graph: &Candidates,
    adjacency: &Adjacency,
    search: &OneToAll,
    reach_dm: u32,
    marks: &mut [bool],
) {
    let mut seen = vec![false; graph.nodes as usize];
    let within = |p: &u32| search.cost[*p as usize] <= reach_dm.min(UNREACHED - 1);
    for port in graph.ports().filter(within) {
        let mut node = port;
        while !seen[node as usize] && search.by[node as usize] != UNREACHED {
            seen[node as usize] = true;
            let edge = adjacency.edge[search.by[node as usize] as usize] as usize;
            marks[edge] = true;
            node = graph.edges[edge].other(node);
        }
    }
}
