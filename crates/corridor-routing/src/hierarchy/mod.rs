//! The customizable contraction hierarchy of a graph: what does not depend on weights.
//!
//! Nodes are contracted in the order of their rank; whoever is joined to a contracted node becomes
//! joined to each other. The *arcs* of the hierarchy are the pairs joined at any time, kept with
//! their lower end; the next node above is the *parent*, and all nodes above stand on the way to
//! the root (elimination tree). Ranks are numbers from the least important node up. (Dibbelt,
//! Strasser and Wagner 2016.)
//!
//! Ranks that follow each other and see the same nodes above form a *block*; what happens to the
//! nodes of a block happens to rows of equal length, which is what makes customization quick.

mod batch;
mod blocks;
mod customize;
mod eliminate;
mod labels;
mod partial;
mod perfect;
mod potential;
mod query;
mod reach;
mod rounds;
mod rows;
#[cfg(test)]
mod tests;
mod unpack;
mod walk;
mod window;

pub use batch::{BATCH, Batch};
pub use customize::Customized;
pub use labels::{Labels, Top, Unpacker};
pub use partial::Difference;
pub use perfect::Perfect;
pub use potential::{Left, Potentials};
pub use query::{Plain, Query};
pub use reach::{Detours, Part, Reach};

use crate::NodeOrder;
use blocks::Blocks;
use corridor_network::{EdgeId, Id, NodeId};
pub(crate) use eliminate::arcs;
use rounds::Rounds;
use std::iter;
pub(crate) use unpack::Piece;
pub(crate) use walk::Walk;

/// No rank, no arc.
pub(crate) const NONE: u32 = u32::MAX;

/// The hierarchy over a graph; made once, shared by all metrics.
#[derive(Clone, Debug)]
pub struct Hierarchy {
    /// Rank of each node, and node of each rank.
    rank_of: Vec<u32>,
    node_of: Vec<u32>,
    /// Arcs by lower end: `first[x]..first[x + 1]`; heads rise.
    first: Vec<u32>,
    head: Vec<u32>,
    tail: Vec<u32>,
    /// By rank: the rank next above on the way to the root; [`NONE`] at a root.
    parent: Vec<u32>,
    /// By rank: the number of ranks on the way to the root.
    depth: Vec<u32>,
    /// By arc: the depth of its upper end.
    head_depth: Vec<u32>,
    /// Arcs by upper end; tails rise.
    below_first: Vec<u32>,
    below: Vec<u32>,
    /// Arc of each directed edge: twice its number, plus one when the edge leads down; [`NONE`]
    /// for loops.
    edge_arc: Vec<u32>,
    /// Edges by arc and direction: those of `2 arc + down` are
    /// `arc_edges[first_arc_edge[2 arc + down]..]`.
    first_arc_edge: Vec<u32>,
    arc_edges: Vec<u32>,
    blocks: Blocks,
    rounds: Rounds,
}

impl Hierarchy {
    /// The hierarchy of links between nodes, contracted in an order; link `i` has the edges `2 i`
    /// and `2 i + 1`.
    pub fn new(order: &NodeOrder, links: &[(NodeId, NodeId)]) -> Self {
        let nodes = order.nodes().len();
        let node_of: Vec<u32> = order.nodes().iter().map(|n| n.index() as u32).collect();
        let mut rank_of = vec![0; nodes];
        for (rank, node) in node_of.iter().enumerate() {
            rank_of[*node as usize] = rank as u32;
        }
        let ranks = |(a, b): &(NodeId, NodeId)| (rank_of[a.index()], rank_of[b.index()]);
        let (first, head) = arcs(nodes, links.iter().map(ranks));
        let parent: Vec<u32> = (0..nodes)
            .map(|x| if first[x] < first[x + 1] { head[first[x] as usize] } else { NONE })
            .collect();
        // What follows from the arcs, each by itself.
        let paths = || {
            let mut depth = vec![0; nodes];
            for x in (0..nodes).rev().filter(|x| parent[*x] != NONE) {
                depth[x] = depth[parent[x] as usize] + 1;
            }
            let head_depth = head.iter().map(|rank| depth[*rank as usize]).collect();
            (depth, head_depth)
        };
        let below = || {
            let tail = (0..nodes)
                .flat_map(|x| iter::repeat_n(x as u32, (first[x + 1] - first[x]) as usize))
                .collect();
            (tail, grouped(nodes, &head))
        };
        let edges = || {
            let arc_between = |x: u32, y: u32| {
                let row = first[x as usize] as usize..first[x as usize + 1] as usize;
                let at = head[row.clone()].binary_search(&y).expect("every link is an arc");
                (row.start + at) as u32
            };
            let mut edge_arc = Vec::with_capacity(2 * links.len());
            for link in links {
                let (a, b) = ranks(link);
                if a == b {
                    edge_arc.extend([NONE; 2]);
                } else {
                    let arc = 2 * arc_between(a.min(b), a.max(b));
                    edge_arc.extend([arc + u32::from(a > b), arc + u32::from(a < b)]);
                }
            }
            let by_arc = grouped(2 * head.len(), &edge_arc);
            (edge_arc, by_arc)
        };
        let blocks = || {
            let blocks = Blocks::new(&first, &head);
            let rounds = Rounds::new(&first, &parent, &blocks);
            (blocks, rounds)
        };
        let ((blocks, rounds), rest) =
            rayon::join(blocks, || rayon::join(edges, || rayon::join(below, paths)));
        let ((edge_arc, (first_arc_edge, arc_edges)), rest) = rest;
        let ((tail, (below_first, below)), (depth, head_depth)) = rest;
        Self {
            rank_of,
            node_of,
            first,
            head,
            tail,
            parent,
            depth,
            head_depth,
            below_first,
            below,
            edge_arc,
            first_arc_edge,
            arc_edges,
            blocks,
            rounds,
        }
    }

    /// Number of nodes.
    pub fn node_count(&self) -> usize {
        self.node_of.len()
    }
    /// Number of directed edges of the graph.
    pub fn edge_count(&self) -> usize {
        self.edge_arc.len()
    }
    /// Number of arcs of the hierarchy.
    pub fn arc_count(&self) -> usize {
        self.head.len()
    }
    /// Number of lower triangles: what a customization looks at.
    pub fn triangle_count(&self) -> u64 {
        let above = self.first.windows(2).map(|row| u64::from(row[1] - row[0]));
        above.map(|d| d * d.saturating_sub(1) / 2).sum()
    }
    /// The rank of a node.
    pub(crate) fn rank(&self, node: NodeId) -> u32 {
        self.rank_of[node.index()]
    }
    /// The arcs from a rank upwards.
    pub(crate) fn row(&self, rank: u32) -> std::ops::Range<usize> {
        self.first[rank as usize] as usize..self.first[rank as usize + 1] as usize
    }
    /// The arcs from ranks below.
    fn arcs_below(&self, rank: u32) -> &[u32] {
        let range = self.below_first[rank as usize]..self.below_first[rank as usize + 1];
        &self.below[range.start as usize..range.end as usize]
    }
    /// The rank next above on the way to the root; [`NONE`] at a root.
    pub(crate) fn parent(&self, rank: u32) -> u32 {
        self.parent[rank as usize]
    }
    /// The arc between two ranks, the lower one first.
    pub(crate) fn arc(&self, low: u32, high: u32) -> Option<usize> {
        let row = self.row(low);
        self.head[row.clone()].binary_search(&high).ok().map(|at| row.start + at)
    }
    /// Where the arcs between the nodes above a rank stand: by the places of two of them in its row,
    /// the lower one first.
    fn arcs_above(&self, rank: u32) -> impl Fn(usize, usize) -> usize {
        let row = self.row(rank);
        let block = self.blocks.of(rank);
        let in_block = (self.blocks.first_rank[block + 1] - 1 - rank) as usize;
        let above = row.len() - in_block;
        let places = &self.blocks.places[self.blocks.first_place[block] as usize..];
        move |low, high| {
            let first = self.first[self.head[row.start + low] as usize] as usize;
            if low < in_block {
                // Rows of a block end alike.
                return first + high - low - 1;
            }
            let (i, j) = (low - in_block, high - in_block);
            first + places[i * (2 * above - i - 1) / 2 + j - i - 1] as usize
        }
    }

    /// Calls `see` with the arcs from the lower end of an arc to other nodes above, and the arcs
    /// between those nodes and its upper end.
    fn for_each_upper_triangle(&self, arc: usize, mut see: impl FnMut(usize, usize)) {
        let row = self.row(self.tail[arc]);
        let above = self.arcs_above(self.tail[arc]);
        let this = arc - row.start;
        for other in (0..row.len()).filter(|other| *other != this) {
            see(row.start + other, above(this.min(other), this.max(other)));
        }
    }

    /// Calls `see` with the arcs from a rank to two nodes above, the lower one first, and the arc
    /// between the two.
    fn for_each_triangle_above(&self, rank: u32, mut see: impl FnMut(usize, usize, usize)) {
        let row = self.row(rank);
        let above = self.arcs_above(rank);
        for low in 0..row.len() {
            for high in low + 1..row.len() {
                see(row.start + low, row.start + high, above(low, high));
            }
        }
    }

    /// The edges that are an arc taken in one direction.
    fn edges_of(&self, arc: usize, down: bool) -> impl Iterator<Item = EdgeId> {
        let slot = 2 * arc + usize::from(down);
        let range = self.first_arc_edge[slot] as usize..self.first_arc_edge[slot + 1] as usize;
        self.arc_edges[range].iter().map(|e| EdgeId::from_index(*e as usize))
    }
}

/// Indices by the group each belongs to, rising within a group; [`NONE`] belongs to none.
fn grouped(groups: usize, group_of: &[u32]) -> (Vec<u32>, Vec<u32>) {
    // Each group is counted two places further, so that its start moves to its end while it fills and the
    // starts of all groups stand in their places at the end.
    let mut first = vec![0u32; groups + 2];
    for group in group_of.iter().filter(|g| **g != NONE) {
        first[*group as usize + 2] += 1;
    }
    for g in 2..groups + 2 {
        first[g] += first[g - 1];
    }
    let mut members = vec![0u32; first[groups + 1] as usize];
    for (index, group) in group_of.iter().enumerate().filter(|(_, g)| **g != NONE) {
        let slot = &mut first[*group as usize + 1];
        members[*slot as usize] = index as u32;
        *slot += 1;
    }
    first.pop();
    (first, members)
}
