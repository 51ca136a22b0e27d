//! From one or many places to many: sweeps down the hierarchy.
//!
//! Or the other way round: from many places to one, along the edges all the same.
//!
//! [`Targets`] keeps the part of the hierarchy above a set of targets (restricted PHAST: Delling,
//! Goldberg, Nowatzyk and Werneck 2011; Delling, Goldberg and Werneck 2011). A source walks up the
//! elimination tree; then one sweep over that part, from the top, gives all targets. Sixteen sources
//! are swept side by side, one in each lane of the vector unit; nodes stand in the order of the
//! dissection, so that what a node looks up at is in the nearest cache.

mod skim;
mod sweep;
#[cfg(test)]
mod tests;

pub(crate) use skim::Made;
pub use skim::{ArcSkims, Skim, SkimEnd, SkimTargets, Skims};
pub use sweep::{LANES, Sweeper, many_to_many};

use crate::Weight;
use crate::hierarchy::{Arcs, Hierarchy, NONE, Perfect};
use crate::search::Direction;
use corridor_network::NodeId;

/// Arcs into a node are looked at in groups of this many.
const GROUP: usize = 4;

/// A place in the network: nodes with what it takes to get there, or on from there.
pub type Ends = Vec<(NodeId, Weight)>;

/// The part of a hierarchy that leads to some targets.
#[derive(Clone, Debug)]
pub struct Targets<'p> {
    hierarchy: &'p Hierarchy,
    direction: Direction,
    /// Arcs that sources walk up by.
    up: &'p Arcs,
    /// The arcs of the sweep, as they stand with the whole hierarchy.
    down: &'p Arcs,
    /// By rank: number in the part, [`NONE`] outside.
    number: Vec<u32>,
    /// Arcs into each node of the part from the nodes above, by number, the highest rank first.
    first: Vec<u32>,
    arcs: Vec<(u32, u32)>,
    /// Ends of each target by number in the part.
    ends: Vec<(u32, u32)>,
    first_end: Vec<u32>,
    /// Whether every target has just one end.
    single_ends: bool,
}

impl<'p> Targets<'p> {
    /// The part that leads to targets; or, backward, from them: then the weights that a sweep finds
    /// are those from the targets to the sources.
    pub fn new(graph: &'p Perfect<'_>, targets: &[Ends], direction: Direction) -> Self {
        let hierarchy = graph.hierarchy();
        let mut marked = vec![false; hierarchy.node_count()];
        for (node, _) in targets.iter().flatten() {
            let mut at = hierarchy.rank(*node);
            while at != NONE && !std::mem::replace(&mut marked[at as usize], true) {
                at = hierarchy.parent(at);
            }
        }
        let mut part = Self::of_marked(graph, &marked, direction);
        for target in targets {
            for (node, rest) in target {
                part.ends.push((part.number[hierarchy.rank(*node) as usize], rest.get()));
            }
            part.first_end.push(part.ends.len() as u32);
        }
        part.single_ends = targets.iter().all(|target| target.len() == 1);
        part
    }

    /// The whole hierarchy: every node is a target, in the order of the nodes.
    pub fn all(graph: &'p Perfect<'_>, direction: Direction) -> Self {
        let hierarchy = graph.hierarchy();
        let nodes = hierarchy.node_count();
        let mut part = Self::of_marked(graph, &vec![true; nodes], direction);
        let number = |node: usize| {
            part.number[hierarchy.rank(corridor_network::Id::from_index(node)) as usize]
        };
        part.ends = (0..nodes).map(|node| (number(node), 0)).collect();
        part.first_end = (0..=nodes as u32).collect();
        part.single_ends = true;
        part
    }

    fn of_marked(graph: &'p Perfect<'_>, marked: &[bool], direction: Direction) -> Self {
        let (up, down) = match direction {
            Direction::Forward => (&graph.up, &graph.down),
            Direction::Backward => (&graph.down, &graph.up),
        };
        let mut number = vec![NONE; marked.len()];
        let mut first = vec![0];
        let mut arcs = Vec::new();
        for rank in (0..marked.len()).rev().filter(|rank| marked[*rank]) {
            number[rank] = first.len() as u32 - 1;
            let above = down.row(rank as u32);
            arcs.extend(above.iter().map(|(head, weight)| (number[*head as usize], *weight)));
            // Rows of whole groups: a loop whose length is hard to foresee costs more than an arc.
            while let (true, Some((head, _))) = (arcs.len() % GROUP != 0, arcs.last().copied()) {
                arcs.push((head, Weight::FAR));
            }
            first.push(arcs.len() as u32);
        }
        let hierarchy = graph.hierarchy();
        Self {
            hierarchy,
            direction,
            up,
            down,
            number,
            first,
            arcs,
            ends: Vec::new(),
            first_end: vec![0],
            single_ends: false,
        }
    }

    /// Number of targets.
    pub fn len(&self) -> usize {
        self.first_end.len() - 1
    }
    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
    /// Number of nodes swept over.
    pub fn node_count(&self) -> usize {
        self.first.len() - 1
    }
    /// The hierarchy swept.
    pub fn hierarchy(&self) -> &'p Hierarchy {
        self.hierarchy
    }
    /// Whether the sweep goes along edges that lead down, as it does from sources to targets.
    fn leads_down(&self) -> bool {
        self.direction == Direction::Forward
    }
    fn ends_range(&self, target: usize) -> std::ops::Range<usize> {
        self.first_end[target] as usize..self.first_end[target + 1] as usize
    }
    fn ends_of(&self, target: usize) -> &[(u32, u32)] {
        &self.ends[self.ends_range(target)]
    }
}
