//! The order in which nodes are contracted: nested dissection by inertial flow.
//!
//! A part of the graph is laid out along a direction; the smallest cut between its outer quarters
//! is found by maximum flow; of several directions and widths the best cut is kept, and both sides
//! are parted the same way. What is cut off comes last: the higher a rank, the more important the
//! node. Small parts are ordered by least degree. (Schild and Sommer 2015; Dibbelt, Strasser and
//! Wagner 2016.)

mod cut;
mod graph;
mod small;

use corridor_network::{Id, NodeId, Vec3};
use cut::{Side, smallest_cut};
use graph::Graph;

/// Parts of up to this many nodes are ordered by least degree.
const SMALL: usize = 6;
/// Shares of a part's nodes taken as sources, and as many as sinks.
const WIDTHS: [f64; 3] = [0.42, 0.33, 0.2];
/// Directions tried, spread evenly over half a turn of the tangent plane.
const DIRECTIONS: usize = 8;
/// What a node holds, as a power of its number of neighbours.
const POWER: f64 = 2.0;
/// Below this many nodes both sides of a part are done by one thread.
const ALONE: usize = 5_000;

/// Nodes from the least important to the most.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NodeOrder {
    nodes: Vec<NodeId>,
}

impl NodeOrder {
    /// An order found by nested dissection for links between the nodes at `positions`. The same
    /// input gives the same order, whatever the number of threads.
    pub fn nested_dissection(positions: &[Vec3], links: &[(NodeId, NodeId)]) -> Self {
        let ends = links.iter().map(|(a, b)| (a.index() as u32, b.index() as u32));
        let graph = Graph::new(positions.len(), ends);
        let all: Vec<u32> = (0..positions.len() as u32).collect();
        let nodes = dissect(&graph, &all, positions);
        Self::of(nodes.into_iter().map(|v| NodeId::from_index(v as usize)).collect())
            .in_post_order(links)
    }

    /// An order known beforehand: every node of `0..nodes.len()` once, the least important first.
    pub fn of(nodes: Vec<NodeId>) -> Self {
        Self { nodes }
    }

    /// The order of the numbers themselves: for networks whose nodes are numbered by rank.
    pub fn by_number(nodes: usize) -> Self {
        Self::of((0..nodes).map(NodeId::from_index).collect())
    }

    /// The same hierarchy with the nodes of every subtree of the elimination tree one after the
    /// other: what is contracted together stands together in memory.
    fn in_post_order(&self, links: &[(NodeId, NodeId)]) -> Self {
        let mut rank_of = vec![0; self.nodes.len()];
        for (rank, node) in self.nodes.iter().enumerate() {
            rank_of[node.index()] = rank as u32;
        }
        let ranks = links.iter().map(|(a, b)| (rank_of[a.index()], rank_of[b.index()]));
        let (first, head) = crate::hierarchy::arcs(self.nodes.len(), ranks);
        let mut children: Vec<Vec<usize>> = vec![Vec::new(); self.nodes.len()];
        let mut stack = Vec::new();
        for x in 0..self.nodes.len() {
            let row = &head[first[x] as usize..first[x + 1] as usize];
            match row.first() {
                Some(parent) => children[*parent as usize].push(x),
                None => stack.push(x),
            }
        }
        // Parents before their children from the right, turned round.
        let mut nodes = Vec::with_capacity(self.nodes.len());
        while let Some(x) = stack.pop() {
            nodes.push(self.nodes[x]);
            stack.append(&mut children[x]);
        }
        nodes.reverse();
        Self { nodes }
    }

    /// The nodes, least important first: the place of a node is its rank.
    pub fn nodes(&self) -> &[NodeId] {
        &self.nodes
    }
}

/// Orders a part; `names` are its nodes by number in `graph`.
fn dissect(graph: &Graph, names: &[u32], positions: &[Vec3]) -> Vec<u32> {
    let parts = graph.parts();
    if parts.len() > 1 {
        let order = |part: &Vec<u32>| {
            let names: Vec<u32> = part.iter().map(|v| names[*v as usize]).collect();
            dissect(&graph.among(part), &names, positions)
        };
        return parts.iter().flat_map(order).collect();
    }
    if graph.node_count() <= SMALL {
        return small::by_least_degree(graph).into_iter().map(|v| names[v as usize]).collect();
    }
    let at: Vec<Vec3> = names.iter().map(|v| positions[*v as usize]).collect();
    let sides = best_cut(graph, &at);
    let of = |side: Side| -> Vec<u32> {
        (0..sides.len() as u32).filter(|v| sides[*v as usize] == side).collect()
    };
    let (near, far, mut cut) = (of(Side::Source), of(Side::Sink), of(Side::Cut));
    let half = |part: &[u32]| {
        let names: Vec<u32> = part.iter().map(|v| names[*v as usize]).collect();
        dissect(&graph.among(part), &names, positions)
    };
    let (mut order, rest) = if graph.node_count() < ALONE {
        (half(&near), half(&far))
    } else {
        rayon::join(|| half(&near), || half(&far))
    };
    order.extend(rest);
    // Along the cut, so that what lies below meets it in runs of neighbouring ranks.
    let points: Vec<Vec3> = cut.iter().map(|v| at[*v as usize]).collect();
    let along = longest_axis(&points);
    cut.sort_by(|v, w| {
        along.dot(at[*v as usize]).total_cmp(&along.dot(at[*w as usize])).then(v.cmp(w))
    });
    order.extend(cut.into_iter().map(|v| names[v as usize]));
    order
}

/// The best cut over directions and widths: few nodes, and much on the smaller side.
///
/// What a side holds is counted in pairs of neighbours, not in nodes: where nodes have many links,
/// contracting them costs more.
fn best_cut(graph: &Graph, at: &[Vec3]) -> Vec<Side> {
    let nodes = graph.node_count();
    let load: Vec<f64> =
        (0..nodes as u32).map(|v| (graph.neighbours(v).len() as f64).powf(POWER)).collect();
    let whole: f64 = load.iter().sum();
    let mut best: Option<(f64, Vec<Side>)> = None;
    for direction in directions(at) {
        let mut by_place: Vec<u32> = (0..nodes as u32).collect();
        by_place.sort_by(|v, w| {
            let place = |v: u32| direction.dot(at[v as usize]);
            place(*v).total_cmp(&place(*w)).then(v.cmp(w))
        });
        for width in WIDTHS {
            let outer = |by_place: &mut dyn Iterator<Item = u32>| {
                let mut marks = vec![false; nodes];
                let mut held = 0.0;
                for v in by_place {
                    marks[v as usize] = true;
                    held += load[v as usize];
                    if held >= whole * width {
                        break;
                    }
                }
                marks
            };
            let sources = outer(&mut by_place.iter().copied());
            let sinks = outer(&mut by_place.iter().rev().copied());
            // A cut of more nodes cannot win, even if it halves the part.
            let most = best.as_ref().map_or(usize::MAX, |(s, _)| (s * whole / 2.0).sqrt() as usize);
            let Some(sides) = smallest_cut(graph, &sources, &sinks, most) else { continue };
            let held =
                |side| -> f64 { (0..nodes).filter(|v| sides[*v] == side).map(|v| load[v]).sum() };
            let smaller = held(Side::Source).min(held(Side::Sink));
            let cut = sides.iter().filter(|s| **s == Side::Cut).count() as f64;
            let score = cut * cut / smaller.max(1.0);
            if best.as_ref().is_none_or(|(least, _)| score < *least) {
                best = Some((score, sides));
            }
        }
    }
    best.expect("the first cut is kept").1
}

/// Directions to lay a part out along: round the tangent plane of its middle, and through it.
fn directions(at: &[Vec3]) -> Vec<Vec3> {
    let sum = at.iter().fold(Vec3([0.0; 3]), |sum, v| sum.add_scaled(*v, 1.0));
    let middle = if sum.norm() > 1e-9 { sum.unit() } else { Vec3([0.0, 0.0, 1.0]) };
    let pole = if middle.0[2].abs() < 0.9 { Vec3([0.0, 0.0, 1.0]) } else { Vec3([1.0, 0.0, 0.0]) };
    let east = pole.cross(middle).unit();
    let north = middle.cross(east);
    let mut directions: Vec<Vec3> = (0..DIRECTIONS)
        .map(|k| {
            let turn = std::f64::consts::PI * k as f64 / DIRECTIONS as f64;
            Vec3([0.0; 3]).add_scaled(east, turn.cos()).add_scaled(north, turn.sin())
        })
        .collect();
    // Parts that reach round the globe can be parted at the horizon.
    if sum.norm() < 0.9 * at.len() as f64 {
        directions.push(middle);
    }
    directions
}

/// The coordinate axis along which points are spread most.
fn longest_axis(points: &[Vec3]) -> Vec3 {
    let spread = |k: usize| {
        let (low, high) = points
            .iter()
            .fold((f64::MAX, f64::MIN), |(low, high), p| (low.min(p.0[k]), high.max(p.0[k])));
        high - low
    };
    let longest = (0..3).max_by(|a, b| spread(*a).total_cmp(&spread(*b))).unwrap_or(0);
    let mut axis = Vec3([0.0; 3]);
    axis.0[longest] = 1.0;
    axis
}

#[cfg(test)]
mod tests;
