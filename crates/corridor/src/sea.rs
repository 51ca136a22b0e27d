//! Points at sea: joined through the mesh to all lane nodes they see.

use crate::audit::cross;
use corridor_network::format::stored_precision;
use corridor_network::{Id, LngLat, Mode, Network, NodeId};
use corridor_sea::{Mesh, Snap, WaterPoint};
use std::collections::HashMap;

/// The mesh of the sea with the lane nodes that stand at its vertices.
pub struct SeaMesh {
    mesh: Mesh,
    node_at: HashMap<LngLat, NodeId>,
}

impl SeaMesh {
    /// Builds the mesh from the coast in the network; takes seconds. `None` when the network has no
    /// coast.
    pub fn new(network: &Network) -> Option<Self> {
        let mesh = Mesh::build(network.coast(), &network.facts().walls, &[]).ok()?;
        let columns = network.columns();
        let mut node_at = HashMap::new();
        for link in columns.link_a.ids().filter(|l| columns.link_mode[*l] == Mode::Sea) {
            for node in [columns.link_a[link], columns.link_b[link]] {
                node_at.insert(columns.node_at[node], node);
            }
        }
        Some(Self { mesh, node_at })
    }

    /// The water nearest to a place.
    pub fn nearest_water(&self, at: LngLat) -> Option<Snap> {
        self.mesh.nearest_water(at)
    }

    /// The lane nodes in sight of a point with the metres to them, nearest first; not those behind a
    /// closed gate, nor those that `usable` refuses.
    pub fn seeds(
        &self,
        point: &WaterPoint,
        closed_gates: &[Vec<LngLat>],
        usable: impl Fn(NodeId) -> bool,
    ) -> Vec<(NodeId, u32)> {
        let from = point.at();
        let mut seeds: Vec<(u32, NodeId)> = self
            .mesh
            .visible_from(point)
            .into_iter()
            .filter_map(|sight| {
                // Ships turn off the coast, where the lanes have their nodes, not on it.
                let at = stored_precision(self.mesh.rounding(sight.vertex).lng_lat());
                let node = *self.node_at.get(&at)?;
                let free = !passes(closed_gates, from, at);
                (free && usable(node)).then(|| ((from.geodesic_km(at) * 1000.0) as u32, node))
            })
            .collect();
        seeds.sort_unstable_by_key(|(metres, node)| (*metres, node.index()));
        seeds.into_iter().map(|(metres, node)| (node, metres)).collect()
    }

    /// Kilometres straight from one point to another, if nothing is between them.
    pub fn direct_km(
        &self,
        a: &WaterPoint,
        b: &WaterPoint,
        closed_gates: &[Vec<LngLat>],
    ) -> Option<f64> {
        let free = self.mesh.visible(a, b) && !passes(closed_gates, a.at(), b.at());
        free.then(|| a.at().geodesic_km(b.at()))
    }
}

fn passes(gates: &[Vec<LngLat>], a: LngLat, b: LngLat) -> bool {
    gates.iter().flat_map(|gate| gate.windows(2)).any(|piece| cross(&[a, b], piece))
}
