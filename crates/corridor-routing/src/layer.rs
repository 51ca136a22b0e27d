//! A layer of the network as a graph of its own.

use crate::{Hierarchy, Metric, NodeOrder, Topology, Weight};
use corridor_network::{Columns, EdgeId, Id, Layer, LinkId, Network, NodeId, Vec3};
use rayon::prelude::*;

/// No node of the layer.
const NONE: u32 = u32::MAX;

/// The links of a layer with their nodes, numbered anew from the least important node up, and the
/// hierarchy over them. Its [`NodeId`]s and [`EdgeId`]s are not those of the network.
#[derive(Clone, Debug)]
pub struct LayerGraph {
    /// Node of the network by node of the layer, and back.
    nodes: Vec<NodeId>,
    number: Vec<u32>,
    /// Link of the network by link of the layer, and back.
    links: Vec<LinkId>,
    link_number: Vec<u32>,
    ends: Vec<(NodeId, NodeId)>,
    hierarchy: Hierarchy,
}

impl LayerGraph {
    /// The graph of a layer; its order comes with the network or, if the file has none, is found
    /// now, which takes seconds to minutes for large networks.
    pub fn new(network: &Network, layer: Layer) -> Self {
        let nodes = network
            .order(layer)
            .map_or_else(|| order_of(network.columns(), layer), <[NodeId]>::to_vec);
        let columns = network.columns();
        let mut number = vec![NONE; network.node_count()];
        for (i, node) in nodes.iter().enumerate() {
            number[node.index()] = i as u32;
        }
        let at = |node: NodeId| NodeId::from_index(number[node.index()] as usize);
        // By their lower end, as customization goes through them.
        let mut sorted: Vec<([u32; 2], LinkId)> = network
            .links_of(layer)
            .map(|l| {
                let [a, b] = [columns.link_a[l], columns.link_b[l]].map(|n| number[n.index()]);
                ([a.min(b), a.max(b)], l)
            })
            .collect();
        sorted.par_sort_unstable();
        let links: Vec<LinkId> = sorted.into_iter().map(|(_, link)| link).collect();
        let mut link_number = vec![NONE; network.link_count()];
        for (i, link) in links.iter().enumerate() {
            link_number[link.index()] = i as u32;
        }
        let ends: Vec<_> =
            links.iter().map(|l| (at(columns.link_a[*l]), at(columns.link_b[*l]))).collect();
        let hierarchy = Hierarchy::new(&NodeOrder::by_number(nodes.len()), &ends);
        Self { nodes, number, links, link_number, ends, hierarchy }
    }

    /// The hierarchy.
    pub fn hierarchy(&self) -> &Hierarchy {
        &self.hierarchy
    }
    /// The ends of each link, by nodes of the layer.
    pub fn ends(&self) -> &[(NodeId, NodeId)] {
        &self.ends
    }
    /// Its nodes.
    pub fn nodes(&self) -> impl Iterator<Item = NodeId> {
        (0..self.nodes.len()).map(NodeId::from_index)
    }
    /// The same graph for plain searches.
    pub fn topology(&self) -> Topology {
        Topology::from_links(self.nodes.len(), &self.ends)
    }
    /// The node of the layer that a node of the network is, if it belongs to it.
    pub fn node(&self, node: NodeId) -> Option<NodeId> {
        let number = self.number[node.index()];
        (number != NONE).then(|| NodeId::from_index(number as usize))
    }
    /// The node of the network that a node of the layer is.
    pub fn network_node(&self, node: NodeId) -> NodeId {
        self.nodes[node.index()]
    }
    /// The edge of the network that an edge of the layer is.
    pub fn network_edge(&self, edge: EdgeId) -> EdgeId {
        EdgeId::of(self.links[edge.link().index()], edge.is_backward())
    }
    /// The edge of the layer that an edge of the network is, if it belongs to it.
    pub fn edge(&self, edge: EdgeId) -> Option<EdgeId> {
        let number = self.link_number[edge.link().index()];
        (number != NONE)
            .then(|| EdgeId::of(LinkId::from_index(number as usize), edge.is_backward()))
    }
    /// A metric from the weight of every edge, named as in the network.
    pub fn metric(&self, weight: impl Fn(EdgeId) -> Weight) -> Metric {
        let both = |link: &LinkId| [false, true].map(|back| weight(EdgeId::of(*link, back)));
        Metric::new(self.links.iter().flat_map(both).collect())
    }
}

/// The order in which the nodes of a layer are contracted, found anew.
pub fn order_of(columns: &Columns, layer: Layer) -> Vec<NodeId> {
    let used = columns.nodes_of(layer);
    let nodes: Vec<NodeId> = columns.node_at.ids().filter(|node| used[node.index()]).collect();
    let mut number = vec![NONE; columns.node_at.len()];
    for (i, node) in nodes.iter().enumerate() {
        number[node.index()] = i as u32;
    }
    let at = |node: NodeId| NodeId::from_index(number[node.index()] as usize);
    let positions: Vec<Vec3> = nodes.iter().map(|node| columns.node_at[*node].vec3()).collect();
    let ends: Vec<_> =
        columns.links_of(layer).map(|l| (at(columns.link_a[l]), at(columns.link_b[l]))).collect();
    let order = NodeOrder::nested_dissection(&positions, &ends);
    order.nodes().iter().map(|node| nodes[node.index()]).collect()
}
