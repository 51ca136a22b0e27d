//! The hierarchy of a layer with what its links count: everywhere, and for ways inside one country.

use super::open::Open;
use corridor_network::{CountryCode, EdgeId, Network, NodeId};
use corridor_routing::{Customized, LayerGraph, Plain, Query, Weight};
use std::sync::{Arc, Mutex, PoisonError};

/// Countries whose weights are kept; questions come country by country, more would be memory.
const HOMES_KEPT: usize = 8;

/// A layer, open as the question has it.
pub(super) struct Graph<'e> {
    pub(super) layer: &'e LayerGraph,
    /// Weights for ways that may cross borders.
    pub(super) abroad: Customized,
    /// Weights for ways inside a country, the last asked for last.
    at_home: Mutex<Vec<(CountryCode, Arc<Customized>)>>,
}

impl<'e> Graph<'e> {
    pub(super) fn new(layer: &'e LayerGraph, open: &Open) -> Self {
        let metric = layer.metric(|edge| open.metric.weight(edge));
        let abroad = layer.hierarchy().customize(metric);
        Self { layer, abroad, at_home: Mutex::default() }
    }

    /// Weights for ways inside a country.
    pub(super) fn at_home(
        &self,
        network: &Network,
        open: &Open,
        home: CountryCode,
    ) -> Arc<Customized> {
        // A thread that panicked while it held the lock has left the list as it was.
        let kept = || self.at_home.lock().unwrap_or_else(PoisonError::into_inner);
        let known = kept().iter().find(|(country, _)| *country == home).map(|(_, c)| c.clone());
        if let Some(known) = known {
            return known;
        }
        // Two threads may make the same at once; nobody waits for what others make.
        let metric = self.layer.metric(|edge| open.at_home(network, edge, home));
        let made = Arc::new(self.layer.hierarchy().customize(metric));
        let mut kept = kept();
        if kept.len() >= HOMES_KEPT {
            kept.remove(0);
        }
        kept.push((home, made.clone()));
        made
    }

    /// The best way between nodes of the network, each with what it takes to get to it or on from
    /// it: what it counts, and its edges by their names in the network, left in `edges`.
    pub(super) fn path(
        &self,
        search: &mut GraphSearch,
        customized: &Customized,
        from: &[(NodeId, u32)],
        to: &[(NodeId, u32)],
    ) -> Option<Weight> {
        let GraphSearch { query, edges } = search;
        let plain = Plain { hierarchy: self.layer.hierarchy(), customized };
        let weight = query.path(&plain, &self.ends(from), &self.ends(to), edges)?;
        for edge in edges.iter_mut() {
            *edge = self.layer.network_edge(*edge);
        }
        Some(weight)
    }

    /// Nodes of the network as nodes of the layer; those that are not of it lead nowhere.
    pub(super) fn ends(&self, nodes: &[(NodeId, u32)]) -> Vec<(NodeId, Weight)> {
        let of_layer = |(node, metres): &(NodeId, u32)| {
            self.layer.node(*node).map(|node| (node, Weight::new(*metres)))
        };
        nodes.iter().filter_map(of_layer).collect()
    }
}

/// Memory for paths; one per thread.
#[derive(Default)]
pub(super) struct GraphSearch {
    query: Query,
    /// The edges of the last path.
    pub(super) edges: Vec<EdgeId>,
}
