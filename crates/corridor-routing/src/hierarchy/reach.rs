//! From some places to a part of the network, or from there to them, straight from a customized
//! metric.
//!
//! For questions asked once or twice of a metric, where the arcs of shortest ways
//! ([`super::Perfect`]) would take longer to find than they save, and for seeds by the thousand.
//! Weights are passed up over the part that holds the seeds, then down over the part that is asked.

use super::query::Plain;
use super::unpack::{Piece, Unpacking};
use super::{Hierarchy, NONE};
use crate::Weight;
use crate::search::Direction;
use corridor_network::{EdgeId, NodeId};

/// Some nodes and all that stands above them.
#[derive(Clone, Debug)]
pub struct Part {
    /// Rising.
    pub(crate) ranks: Vec<u32>,
}

impl Hierarchy {
    /// The part that holds these nodes.
    pub fn part(&self, nodes: impl IntoIterator<Item = NodeId>) -> Part {
        let mut marked = vec![false; self.node_count()];
        let mut ranks = Vec::new();
        for node in nodes {
            let mut at = self.rank(node);
            while at != NONE && !std::mem::replace(&mut marked[at as usize], true) {
                ranks.push(at);
                at = self.parent(at);
            }
        }
        ranks.sort_unstable();
        Part { ranks }
    }
}

impl Part {
    /// This part and another together.
    #[must_use]
    pub fn with(&self, other: &Self) -> Self {
        let mut ranks = [&self.ranks[..], &other.ranks].concat();
        ranks.sort_unstable();
        ranks.dedup();
        Self { ranks }
    }
}

/// Weights from places to the nodes of a part, or back; keeps its memory from question to question.
#[derive(Clone, Debug)]
pub struct Reach {
    /// By rank; only those of the part that was asked last mean anything.
    distance: Vec<u32>,
}

impl Reach {
    /// Memory for questions over a hierarchy.
    pub fn new(hierarchy: &Hierarchy) -> Self {
        Self { distance: vec![Weight::FAR; hierarchy.node_count()] }
    }

    /// Finds the weights from the seeds, all in the part `from`, to the nodes of the part `to`;
    /// backward, from these nodes to the seeds. Seeds are given with what it takes to get there, or
    /// on from there.
    pub fn run(
        &mut self,
        graph: Plain<'_>,
        (from, seeds): (&Part, impl IntoIterator<Item = (NodeId, Weight)>),
        to: &Part,
        direction: Direction,
    ) {
        let Plain { hierarchy, customized } = graph;
        let distance = &mut self.distance;
        for rank in from.ranks.iter().chain(&to.ranks) {
            distance[*rank as usize] = Weight::FAR;
        }
        for (node, weight) in seeds {
            let known = &mut distance[hierarchy.rank(node) as usize];
            *known = weight.get().min(*known);
        }
        let down = usize::from(direction == Direction::Forward);
        for rank in &from.ranks {
            let here = distance[*rank as usize];
            if here < Weight::FAR {
                let row = hierarchy.row(*rank);
                for (head, weight) in
                    hierarchy.head[row.clone()].iter().zip(&customized.weights[row])
                {
                    let known = &mut distance[*head as usize];
                    *known = (here + weight[1 - down][0]).min(*known);
                }
            }
        }
        for rank in to.ranks.iter().rev() {
            let row = hierarchy.row(*rank);
            let arcs = hierarchy.head[row.clone()].iter().zip(&customized.weights[row]);
            let above = arcs.map(|(head, weight)| distance[*head as usize] + weight[down][0]);
            distance[*rank as usize] = above.fold(distance[*rank as usize], u32::min);
        }
    }

    /// The weight of a node of the part asked last.
    pub fn weight(&self, hierarchy: &Hierarchy, node: NodeId) -> Weight {
        Weight::new(self.distance[hierarchy.rank(node) as usize])
    }
}

/// Weights from an origin to the nodes of a part, and from there on to a destination, found in one
/// pass, and the ways themselves; keeps its memory from question to question.
#[derive(Clone, Debug)]
pub struct Detours {
    /// By rank; only those of the part that was asked last mean anything.
    weights: Vec<[u32; 2]>,
    /// The rank below that a rank was reached from on the way up, itself for an end; means something
    /// where no arc from above has the weight.
    below: Vec<[u32; 2]>,
    /// Arcs of a way, while it is unpacked.
    arcs: Vec<Piece>,
    unpacking: Unpacking,
}

impl Detours {
    /// Memory for questions over a hierarchy.
    pub fn new(hierarchy: &Hierarchy) -> Self {
        let nodes = hierarchy.node_count();
        Self {
            weights: vec![[Weight::FAR; 2]; nodes],
            below: vec![[NONE; 2]; nodes],
            arcs: Vec::new(),
            unpacking: Unpacking::default(),
        }
    }

    /// Finds the weights of the part. The ends are given with what it takes to get to them, or on
    /// from them.
    pub fn run(&mut self, graph: Plain<'_>, ends: [&[(NodeId, Weight)]; 2], part: &Part) {
        let Plain { hierarchy, customized } = graph;
        let (weights, below) = (&mut self.weights, &mut self.below);
        let nodes = ends.iter().copied().flatten().map(|end| end.0);
        let around = hierarchy.part(nodes);
        for rank in around.ranks.iter().chain(&part.ranks) {
            weights[*rank as usize] = [Weight::FAR; 2];
        }
        for (which, ends) in ends.iter().enumerate() {
            for (node, weight) in *ends {
                let rank = hierarchy.rank(*node);
                let known = &mut weights[rank as usize][which];
                *known = weight.get().min(*known);
                below[rank as usize][which] = rank;
            }
        }
        for rank in &around.ranks {
            let here = weights[*rank as usize];
            for arc in hierarchy.row(*rank) {
                let head = hierarchy.head[arc] as usize;
                for which in [0, 1] {
                    let sum = here[which] + customized.weights[arc][which][0];
                    if sum < weights[head][which] {
                        weights[head][which] = sum;
                        below[head][which] = *rank;
                    }
                }
            }
        }
        for rank in part.ranks.iter().rev() {
            let row = hierarchy.row(*rank);
            let mut here = weights[*rank as usize];
            for (head, [[up], [down]]) in
                hierarchy.head[row.clone()].iter().zip(&customized.weights[row])
            {
                let above = weights[*head as usize];
                here[0] = here[0].min(above[0] + down);
                here[1] = here[1].min(above[1] + up);
            }
            weights[*rank as usize] = here;
        }
    }

    /// The weight from the origin to a node of the part.
    pub fn there(&self, hierarchy: &Hierarchy, node: NodeId) -> Weight {
        Weight::new(self.weights[hierarchy.rank(node) as usize][0])
    }
    /// The weight from a node of the part on to the destination.
    pub fn on(&self, hierarchy: &Hierarchy, node: NodeId) -> Weight {
        Weight::new(self.weights[hierarchy.rank(node) as usize][1])
    }

    /// The best way from the origin to a node of the part, by the weights it was asked with last:
    /// edges in the order of travel. `None` when there is none.
    pub fn way_there(&mut self, graph: Plain<'_>, node: NodeId) -> Option<Vec<EdgeId>> {
        self.way(graph, node, 0)
    }
    /// The best way from a node of the part on to the destination, in the same form.
    pub fn way_on(&mut self, graph: Plain<'_>, node: NodeId) -> Option<Vec<EdgeId>> {
        self.way(graph, node, 1)
    }

    /// Follows the arcs that add up: from above as long as there are such, then from below, where
    /// each rank was reached on the way up.
    fn way(&mut self, graph: Plain<'_>, node: NodeId, which: usize) -> Option<Vec<EdgeId>> {
        let Plain { hierarchy, customized } = graph;
        let mut at = hierarchy.rank(node);
        if self.weights[at as usize][which] >= Weight::FAR {
            return None;
        }
        self.arcs.clear();
        // From the origin a way comes down from above; on to the destination it goes up.
        let from_above = which == 0;
        let adds_up = |arc: &usize, at: u32| {
            let above = self.weights[hierarchy.head[*arc] as usize][which];
            above + customized.weight(*arc, from_above) == self.weights[at as usize][which]
        };
        while let Some(arc) = hierarchy.row(at).find(|arc| adds_up(arc, at)) {
            self.arcs.push(Piece::arc(arc, from_above));
            at = hierarchy.head[arc];
        }
        while self.below[at as usize][which] != at {
            let below = self.below[at as usize][which];
            let arc = hierarchy.arc(below, at).expect("ways go over arcs");
            self.arcs.push(Piece::arc(arc, !from_above));
            at = below;
        }
        if from_above {
            self.arcs.reverse();
        }
        let mut edges = Vec::new();
        customized.unpack(hierarchy, &self.arcs, &mut self.unpacking, &mut edges);
        Some(edges)
    }
}
