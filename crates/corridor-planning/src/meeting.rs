//! Where ways through corridors and over terminals are met in the layer of all modes.

use crate::corridors::Steps;
use crate::price::Particulars;
use corridor_network::{EdgeId, Id, Mode, Network, NodeId};
use corridor_routing::{LayerGraph, Part};

/// A terminal's gate in the layer, with what it is joined to.
#[derive(Debug)]
pub(crate) struct Gate {
    pub(crate) node: NodeId,
    pub(crate) links: Vec<GateLink>,
}

/// A link of a gate.
#[derive(Debug)]
pub(crate) struct GateLink {
    /// The other end.
    pub(crate) end: NodeId,
    pub(crate) arriving: EdgeId,
    pub(crate) leaving: EdgeId,
    /// What moves at the other end.
    pub(crate) mode: Mode,
}

impl Gate {
    /// The gates of all terminals.
    pub(crate) fn all(
        network: &Network,
        graph: &LayerGraph,
        particulars: &Particulars,
    ) -> Vec<Self> {
        let gate = |gate: &NodeId| {
            let links = network.edges_from(*gate).iter().filter_map(|leaving| {
                let end = network.head(*leaving);
                Some(GateLink {
                    end: graph.node(end)?,
                    arriving: graph.edge(leaving.reverse())?,
                    leaving: graph.edge(*leaving)?,
                    mode: particulars.node_mode[end],
                })
            });
            Some(Self { node: graph.node(*gate)?, links: links.collect() })
        };
        network.columns().terminal_node.iter().filter_map(gate).collect()
    }

    /// Where it is met.
    pub(crate) fn nodes(&self) -> impl Iterator<Item = NodeId> {
        self.links.iter().map(|link| link.end).chain([self.node])
    }
}

/// The steps of a corridor in the layer.
#[derive(Debug)]
pub(crate) struct Stretch {
    pub(crate) steps: Vec<Step>,
}

/// The edges that do a step, rising, with the parts of the hierarchy that their ends stand in.
#[derive(Debug)]
pub(crate) struct Step {
    pub(crate) edges: Vec<EdgeId>,
    /// Tail and head of each.
    pub(crate) ends: Vec<[NodeId; 2]>,
    pub(crate) tails: Part,
    pub(crate) heads: Part,
}

impl Stretch {
    /// The stretch of a corridor; empty when a step names nothing that the network has.
    pub(crate) fn new(network: &Network, graph: &LayerGraph, steps: &Steps) -> Self {
        if !steps.is_whole() {
            return Self { steps: Vec::new() };
        }
        let hierarchy = graph.hierarchy();
        let step = |k: u32| {
            let links = steps.links().iter().flat_map(|l| [false, true].map(|b| EdgeId::of(*l, b)));
            let mut edges: Vec<EdgeId> = links
                .filter(|edge| steps.met(network, *edge) >> k & 1 == 1)
                .filter_map(|edge| graph.edge(edge))
                .collect();
            edges.sort_unstable();
            let end = |edge: &EdgeId| {
                let (a, b) = graph.ends()[edge.link().index()];
                if edge.is_backward() { [b, a] } else { [a, b] }
            };
            let ends: Vec<[NodeId; 2]> = edges.iter().map(end).collect();
            let tails = hierarchy.part(ends.iter().map(|end| end[0]));
            let heads = hierarchy.part(ends.iter().map(|end| end[1]));
            Step { edges, ends, tails, heads }
        };
        Self { steps: (0..steps.count()).map(step).collect() }
    }

    /// Where it can be met.
    pub(crate) fn nodes(&self) -> impl Iterator<Item = NodeId> {
        self.steps.iter().flat_map(|step| &step.ends).flatten().copied()
    }
}
