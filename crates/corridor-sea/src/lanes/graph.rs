//! Candidate graphs: what lanes are chosen from.
//!
//! Nodes `0..cores` are turns, portals and ends of canals, which paths pass through; the nodes
//! behind them are ports, which paths only start or end at. Nothing here knows about the sea, so
//! that the choice of lanes can be tested on made-up graphs. Lengths are decimetres: 32 bits of
//! them are ten times round the earth, and sums stay exact.

use corridor_network::Vec3;
use std::f64::consts::PI;

/// Which passages an edge runs through, one bit each; the bits are the caller's.
pub type PassageBits = u32;

/// An undirected edge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Edge {
    /// One end.
    pub a: u32,
    /// The other end.
    pub b: u32,
    /// Its length, decimetres; at least 1.
    pub length_dm: u32,
    /// The passages it needs.
    pub needs: PassageBits,
}

impl Edge {
    /// The end that is not `node`.
    pub fn other(&self, node: u32) -> u32 {
        if self.a == node { self.b } else { self.a }
    }
}

/// The edges that lanes may be chosen from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Candidates {
    /// Number of nodes that can be passed through.
    pub cores: u32,
    /// Number of all nodes; those from `cores` on are ports.
    pub nodes: u32,
    /// The edges.
    pub edges: Vec<Edge>,
}

impl Candidates {
    /// The ports, as nodes.
    pub fn ports(&self) -> std::ops::Range<u32> {
        self.cores..self.nodes
    }
    /// The same nodes with only the edges for which `keep` holds, in order.
    #[must_use]
    pub fn filtered(&self, mut keep: impl FnMut(usize) -> bool) -> Self {
        let edges = self.edges.iter().enumerate();
        let edges = edges.filter(|(i, _)| keep(*i)).map(|(_, e)| *e).collect();
        Self { cores: self.cores, nodes: self.nodes, edges }
    }
}

/// An edge as seen from one end.
#[derive(Clone, Copy, Debug)]
pub(super) struct Arc {
    /// The node it leads to.
    pub(super) to: u32,
    /// What it costs: its length, or more while it is not chosen.
    pub(super) cost: u32,
}

/// The edges of each node, of those a filter lets through.
pub(super) struct Adjacency {
    pub(super) cores: u32,
    first: Vec<u32>,
    pub(super) arcs: Vec<Arc>,
    /// The edge of each arc.
    pub(super) edge: Vec<u32>,
    /// The arcs that can follow each arc on a shortest path; all of its head's where not known.
    after: Option<Vec<[u32; 2]>>,
}

/// Cost of an arc that is closed.
pub(super) const CLOSED: u32 = u32::MAX;

impl Adjacency {
    /// Edges of `graph` that `keep` lets through; each costs its length.
    pub(super) fn new(graph: &Candidates, keep: impl Fn(usize) -> bool) -> Self {
        let nodes = graph.nodes as usize;
        let mut first = vec![0u32; nodes + 1];
        let kept: Vec<u32> = (0..graph.edges.len() as u32).filter(|i| keep(*i as usize)).collect();
        for edge in kept.iter().map(|i| graph.edges[*i as usize]) {
            first[edge.a as usize + 1] += 1;
            first[edge.b as usize + 1] += 1;
        }
        for n in 0..nodes {
            first[n + 1] += first[n];
        }
        let total = first[nodes] as usize;
        let (mut arcs, mut edge_of) = (vec![Arc { to: 0, cost: 0 }; total], vec![0u32; total]);
        let mut next = first.clone();
        for &index in &kept {
            let edge = graph.edges[index as usize];
            for (tail, head) in [(edge.a, edge.b), (edge.b, edge.a)] {
                let slot = &mut next[tail as usize];
                arcs[*slot as usize] = Arc { to: head, cost: edge.length_dm };
                edge_of[*slot as usize] = index;
                *slot += 1;
            }
        }
        Self { cores: graph.cores, first, arcs, edge: edge_of, after: None }
    }

    /// The positions of a node's arcs.
    pub(super) fn arcs_of(&self, node: u32) -> std::ops::Range<usize> {
        self.first[node as usize] as usize..self.first[node as usize + 1] as usize
    }

    /// The positions of the arcs that a search goes on with from `node`, reached by arc `by`.
    pub(super) fn arcs_after(&self, node: u32, by: u32) -> std::ops::Range<usize> {
        match self.after.as_ref().and_then(|after| after.get(by as usize)) {
            Some([first, end]) => *first as usize..*end as usize,
            None => self.arcs_of(node),
        }
    }

    /// Costs as lengths, with the edges that need one of these passages closed.
    pub(super) fn close(&mut self, graph: &Candidates, closed: PassageBits) {
        for (arc, edge) in self.arcs.iter_mut().zip(&self.edge) {
            let edge = graph.edges[*edge as usize];
            arc.cost = if edge.needs & closed == 0 { edge.length_dm } else { CLOSED };
        }
    }

    /// Restricts what follows an arc to what keeps a path taut, where that is known.
    ///
    /// A path bends round a turn towards its land, or runs straight on; whatever bends the other way
    /// is not shortest. `at` is where each node stands, `seaward` a point on the water side of the
    /// middle of its water where the node is a turn. With the arcs of a turn in order round it,
    /// from its land, the ones that can follow are those on one side of straight on. That leaves
    /// an eighth of the arcs to look at.
    pub(super) fn restrict_to_taut(&mut self, edges: usize, at: &[Vec3], seaward: &[Option<Vec3>]) {
        let mut bearings = vec![0f64; self.arcs.len()];
        for node in 0..at.len() as u32 {
            let Some(sea) = seaward[node as usize] else { continue };
            let range = self.arcs_of(node);
            let compass = Compass::new(at[node as usize], sea);
            let mut sorted: Vec<(f64, Arc, u32)> = range
                .clone()
                .map(|i| {
                    (compass.bearing(at[self.arcs[i].to as usize]), self.arcs[i], self.edge[i])
                })
                .collect();
            sorted.sort_by(|p, q| p.0.total_cmp(&q.0).then(p.2.cmp(&q.2)));
            for (i, (bearing, arc, edge)) in range.zip(sorted) {
                (bearings[i], self.arcs[i], self.edge[i]) = (bearing, arc, edge);
            }
        }
        let slots = self.slots(edges);
        let mut after = vec![[0u32; 2]; self.arcs.len()];
        for node in 0..at.len() as u32 {
            let range = self.arcs_of(node);
            for i in range.clone() {
                let [p, q] = slots[self.edge[i] as usize];
                let reverse = if p == i as u32 { q } else { p };
                let follow = if seaward[node as usize].is_some() {
                    let here = &bearings[range.clone()];
                    let (first, end) = taut_side(here, bearings[i]);
                    range.start + first..range.start + end
                } else {
                    range.clone()
                };
                after[reverse as usize] = [follow.start as u32, follow.end as u32];
            }
        }
        self.after = Some(after);
    }

    /// Both arcs of every edge, by edge; `u32::MAX` where the filter kept it out.
    pub(super) fn slots(&self, edges: usize) -> Vec<[u32; 2]> {
        let mut slots = vec![[u32::MAX; 2]; edges];
        for (arc, edge) in self.edge.iter().enumerate() {
            let slot = &mut slots[*edge as usize];
            slot[usize::from(slot[0] != u32::MAX)] = arc as u32;
        }
        slots
    }
}

/// Bearings round a turn, counter-clockwise from the middle of its land.
struct Compass {
    ahead: Vec3,
    left: Vec3,
}

impl Compass {
    fn new(at: Vec3, seaward: Vec3) -> Self {
        let ahead = seaward.add_scaled(at, -seaward.dot(at)).unit();
        Self { ahead, left: at.cross(ahead) }
    }
    fn bearing(&self, to: Vec3) -> f64 {
        self.left.dot(to).atan2(self.ahead.dot(to)) + PI
    }
}

/// Which of the sorted bearings follow on an arrival from the bearing `from`; half a turn and more
/// away on the water side. Straight on counts, with room for rounding.
fn taut_side(bearings: &[f64], from: f64) -> (usize, usize) {
    const ROUNDING: f64 = 1e-7;
    if from <= PI {
        (bearings.partition_point(|b| *b < from + PI - ROUNDING), bearings.len())
    } else {
        (0, bearings.partition_point(|b| *b <= from - PI + ROUNDING))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use corridor_network::LngLat;

    #[test]
    fn paths_bend_round_the_land_only() {
        // A cape at the origin with its land to the south; sea to the north.
        let at = |lng, lat| LngLat::wrapped(lng, lat).vec3();
        let compass = Compass::new(at(0.0, 0.0), at(0.0, 0.1));
        let places = [(-1.0, -0.5), (-1.0, 0.0), (-1.0, 0.5), (1.0, 0.5), (1.0, 0.0), (1.0, -0.5)];
        let mut bearings: Vec<f64> =
            places.iter().map(|(x, y)| compass.bearing(at(*x, *y))).collect();
        bearings.sort_by(f64::total_cmp);
        // From the east, a little to the north: on to the west, southward of straight on.
        let from = compass.bearing(at(1.0, 0.25));
        let (first, end) = taut_side(&bearings, from);
        let west_south = compass.bearing(at(-1.0, -0.5));
        assert_eq!(bearings[first..end], [west_south].as_slice()[..]);
        assert_eq!(
            taut_side(&bearings, compass.bearing(at(0.0, 1.0))).0,
            6,
            "nothing follows head-on"
        );
    }
}
