//! From one or many places to many: sweeps down the hierarchy.
//!
//! Or the other way round: from many places to one, along the edges all the same.
//!
//! [`Targets`] keeps the part of the hierarchy above a set of targets (restricted PHAST: Delling,
//! Goldberg, Nowatzyk and Werneck 2011; Delling, Goldberg and Werneck 2011). A source walks up the
//! elimination tree; then one sweep over that part, from the top, gives all targets. Sixteen sources
//! are swept side by side, one in each lane of the vector unit; what lies in one cell of the
//! dissection is swept together, so that what a node looks up at is in a near cache.

mod part;
mod skim;
mod sweep;
#[cfg(test)]
mod tests;

pub use skim::{ArcSkims, Skim, SkimEnd, SkimTargets, Skims};
pub use sweep::{LANES, Sweeper, many_to_many};

use crate::Weight;
use crate::hierarchy::{Hierarchy, Perfect};
use crate::search::Direction;
use corridor_network::{Id, NodeId};
use part::SweptPart;

/// A place in the network: nodes with what it takes to get there, or on from there.
pub type Ends = Vec<(NodeId, Weight)>;

/// The part of a hierarchy that leads to some targets.
#[derive(Clone, Debug)]
pub struct Targets<'p> {
    graph: &'p Perfect<'p>,
    direction: Direction,
    part: SweptPart,
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
        let above = hierarchy.part(targets.iter().flatten().map(|end| end.0));
        let part = SweptPart::new(graph, &above, direction == Direction::Forward);
        let (mut ends, mut first_end) = (Vec::new(), vec![0]);
        for target in targets {
            let number = |node| part.number[hierarchy.rank(node) as usize];
            ends.extend(target.iter().map(|(node, rest)| (number(*node), rest.get())));
            first_end.push(ends.len() as u32);
        }
        let single_ends = targets.iter().all(|target| target.len() == 1);
        Self { graph, direction, part, ends, first_end, single_ends }
    }

    /// The whole hierarchy: every node is a target, in the order of the nodes.
    pub fn all(graph: &'p Perfect<'_>, direction: Direction) -> Self {
        let nodes = graph.hierarchy().node_count();
        let every: Vec<Ends> =
            (0..nodes).map(|node| vec![(NodeId::from_index(node), Weight::ZERO)]).collect();
        Self::new(graph, &every, direction)
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
        self.part.nodes
    }
    /// The hierarchy swept.
    pub fn hierarchy(&self) -> &'p Hierarchy {
        self.graph.hierarchy()
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
