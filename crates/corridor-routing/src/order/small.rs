//! The order of a small part: the node with the fewest neighbours goes first.

use super::graph::Graph;
use std::collections::BTreeSet;

/// Nodes by least degree, neighbours of what is gone being joined to each other.
pub(super) fn by_least_degree(graph: &Graph) -> Vec<u32> {
    let mut neighbours: Vec<BTreeSet<u32>> = (0..graph.node_count() as u32)
        .map(|v| graph.neighbours(v).iter().copied().collect())
        .collect();
    let mut left: BTreeSet<u32> = (0..graph.node_count() as u32).collect();
    let mut order = Vec::with_capacity(graph.node_count());
    while let Some(v) = left.iter().copied().min_by_key(|v| neighbours[*v as usize].len()) {
        left.remove(&v);
        order.push(v);
        let around = std::mem::take(&mut neighbours[v as usize]);
        for w in &around {
            neighbours[*w as usize].remove(&v);
            neighbours[*w as usize].extend(around.iter().filter(|u| *u != w));
        }
    }
    order
}
