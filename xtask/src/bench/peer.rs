//! The crate `fast_paths` over the same graph.

use corridor_network::{EdgeId, Id};
use corridor_routing::{LayerGraph, Metric};
use fast_paths::{FastGraph, InputGraph, NodeId, PathCalculator};
use std::time::Instant;

/// A prepared graph of the peer.
pub struct Peer {
    pub graph: FastGraph,
    pub prepare_s: f64,
}

/// The graph as the peer takes it: weights of nothing count as one, as it has no zero.
pub fn input(layer: &LayerGraph, metric: &Metric) -> InputGraph {
    let mut input = InputGraph::new();
    for (link, (a, b)) in layer.ends().iter().enumerate().filter(|(_, (a, b))| a != b) {
        let weight = |back: usize| metric.weight(EdgeId::from_index(2 * link + back));
        if weight(0).is_finite() {
            input.add_edge(a.index(), b.index(), weight(0).get().max(1) as usize);
        }
        if weight(1).is_finite() {
            input.add_edge(b.index(), a.index(), weight(1).get().max(1) as usize);
        }
    }
    input.freeze();
    input
}

impl Peer {
    pub fn prepare(layer: &LayerGraph, metric: &Metric) -> Self {
        let input = input(layer, metric);
        let start = Instant::now();
        let graph = fast_paths::prepare(&input);
        Self { graph, prepare_s: start.elapsed().as_secs_f64() }
    }

    /// Weight and number of nodes of the best path.
    pub fn path(
        &self,
        calculator: &mut PathCalculator,
        from: NodeId,
        to: NodeId,
    ) -> Option<(usize, usize)> {
        let path = calculator.calc_path(&self.graph, from, to)?;
        Some((path.get_weight(), path.get_nodes().len()))
    }
}
