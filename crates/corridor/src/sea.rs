//! Points at sea: joined through the mesh to all lane nodes they see.

use crate::audit::cross;
use corridor_network::format::stored_precision;
use corridor_network::{Id, LngLat, Mode, Network, NodeId};
use corridor_sea::{Mesh, Snap, Vertex, WaterPoint};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// How far round corners lane nodes are looked for, metres: bays and fjords are shorter.
const NEARBY_M: u32 = 150_000;
/// Corners looked round at most.
const MOST_CORNERS: usize = 300;

/// The mesh of the sea with the lane nodes that stand at its vertices.
pub(crate) struct SeaMesh {
    mesh: Mesh,
    node_at: HashMap<LngLat, NodeId>,
}

impl SeaMesh {
    /// Builds the mesh from the coast in the network; takes seconds. `None` when the network has no
    /// coast.
    pub(crate) fn new(network: &Network) -> Option<Self> {
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
    pub(crate) fn nearest_water(&self, at: LngLat) -> Option<Snap> {
        self.mesh.nearest_water(at)
    }

    /// The lane nodes that a point is joined to, with the metres to them: those in sight, and those
    /// first met round the corners of the bay or harbour it lies in. Nearest first; not those behind
    /// a closed gate, nor those that `usable` refuses.
    pub(crate) fn seeds(
        &self,
        point: &WaterPoint,
        closed_gates: &[Vec<LngLat>],
        usable: impl Fn(NodeId) -> bool,
    ) -> Vec<(NodeId, u32)> {
        let start = point.at();
        let mut joined: BTreeMap<NodeId, u32> = BTreeMap::new();
        let mut reached: BTreeMap<Vertex, u32> = BTreeMap::new();
        let mut queue: BTreeSet<(u32, Option<Vertex>)> = BTreeSet::from([(0, None)]);
        let mut corners = 0;
        while let Some((gone, at)) = queue.pop_first() {
            let (from, seen) = match at {
                None => {
                    (start, self.mesh.visible_from(point).into_iter().map(|s| s.vertex).collect())
                }
                Some(v) if reached[&v] < gone => continue,
                Some(v) => (self.turn(v), self.mesh.visible_turns(v)),
            };
            for vertex in seen {
                let to = self.turn(vertex);
                let there = gone + (from.geodesic_km(to) * 1000.0) as u32;
                if passes(closed_gates, from, to) {
                    continue;
                }
                if let Some(node) = self.node_at.get(&to).filter(|node| usable(**node)) {
                    let known = joined.entry(*node).or_insert(u32::MAX);
                    *known = there.min(*known);
                } else if there < NEARBY_M && reached.get(&vertex).is_none_or(|m| there < *m) {
                    reached.insert(vertex, there);
                    queue.insert((there, Some(vertex)));
                }
            }
            corners += 1;
            if corners > MOST_CORNERS {
                break;
            }
        }
        let mut seeds: Vec<(NodeId, u32)> = joined.into_iter().collect();
        seeds.sort_unstable_by_key(|(node, metres)| (*metres, node.index()));
        seeds
    }

    /// Where ships turn at a vertex: off the coast, as lane nodes are.
    fn turn(&self, vertex: Vertex) -> LngLat {
        stored_precision(self.mesh.rounding(vertex).lng_lat())
    }

    /// Kilometres straight from one point to another, if nothing is between them.
    pub(crate) fn direct_km(
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
