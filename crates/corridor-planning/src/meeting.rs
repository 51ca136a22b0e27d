//! Where ways through corridors and over terminals are met in the layer of all modes.

use crate::corridors::Steps;
use crate::price::Particulars;
use corridor_network::{EdgeId, FeatureKind, Id, Mode, Network, NodeId};
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

/// One way to do a step: an edge, or the two that lead over a border, since whoever turns round at
/// the border point has not crossed it.
pub(crate) type Pass = (EdgeId, Option<EdgeId>);

/// The passes that do a step, rising, with the parts of the hierarchy that their ends stand in.
#[derive(Debug)]
pub(crate) struct Step {
    pub(crate) passes: Vec<Pass>,
    /// Where each begins and ends.
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
            let edges = links.filter(|edge| steps.met(network, *edge) >> k & 1 == 1);
            let mut passes: Vec<Pass> = edges
                .flat_map(|edge| passes(network, edge))
                .filter_map(|p| in_layer(graph, p))
                .collect();
            passes.sort_unstable();
            passes.dedup();
            let ends: Vec<[NodeId; 2]> = passes.iter().map(|pass| ends(graph, *pass)).collect();
            let tails = hierarchy.part(ends.iter().map(|end| end[0]));
            let heads = hierarchy.part(ends.iter().map(|end| end[1]));
            Step { passes, ends, tails, heads }
        };
        Self { steps: (0..steps.count()).map(step).collect() }
    }

    /// Where it can be met.
    pub(crate) fn nodes(&self) -> impl Iterator<Item = NodeId> {
        self.steps.iter().flat_map(|step| &step.ends).flatten().copied()
    }
}

/// Where a pass of the layer begins and ends.
pub(crate) fn ends(graph: &LayerGraph, (first, second): Pass) -> [NodeId; 2] {
    let ends = |edge: EdgeId| {
        let (a, b) = graph.ends()[edge.link().index()];
        if edge.is_backward() { [b, a] } else { [a, b] }
    };
    [ends(first)[0], ends(second.unwrap_or(first))[1]]
}

/// The passes that begin with an edge: the edge itself, or, if it leads to a border, the edge with
/// each that leads on across.
pub(crate) fn passes(network: &Network, edge: EdgeId) -> Vec<Pass> {
    let border = |edge: EdgeId| {
        let features = network.features_of(edge.link()).iter().copied();
        features.into_iter().find(|f| network.features()[*f].kind == FeatureKind::Border)
    };
    let Some(crossed) = border(edge) else { return vec![(edge, None)] };
    let onward = network.edges_from(network.head(edge)).iter().copied();
    onward
        .filter(|next| next.link() != edge.link() && border(*next) == Some(crossed))
        .map(|next| (edge, Some(next)))
        .collect()
}

/// The pass in the layer, if it has its links.
pub(crate) fn in_layer(graph: &LayerGraph, (first, second): Pass) -> Option<Pass> {
    let second = match second {
        Some(edge) => Some(graph.edge(edge)?),
        None => None,
    };
    Some((graph.edge(first)?, second))
}
