//! Points at sea: joined through the mesh to all lane nodes they see.

use crate::audit::arcs_cross;
use corridor_network::format::stored_precision;
use corridor_network::geo::{EARTH_RADIUS_KM, Vec3};
use corridor_network::{Id, LngLat, Mode, Network, NodeId};
use corridor_sea::{Mesh, Snap, Targets, Vertex, WaterPoint};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

/// How far round corners lane nodes are looked for, metres: bays and fjords are shorter.
const NEARBY_M: u32 = 150_000;
/// Corners looked round at most.
const MOST_CORNERS: usize = 300;
/// How far is looked from a corner, km. Ways found with 300, 1,000 and 20,000 km are 0.05, 0.02 and 0 %
/// longer on the mean of 172 pairs of points near coasts; to look over whole oceans takes three times as long.
const SIGHT_KM: f64 = 1_000.0;
/// Corners whose view is kept, some kilobytes each.
const MOST_KEPT: usize = 30_000;

/// The mesh of the sea with the lane nodes that stand at its vertices.
pub(crate) struct SeaMesh {
    mesh: Mesh,
    node_at: HashMap<LngLat, NodeId>,
    /// By vertex: where ships turn there, once somebody has asked.
    places: Vec<OnceLock<Place>>,
    /// By vertex: what is seen from there, once somebody has looked.
    views: Vec<OnceLock<Box<[Turn]>>>,
    kept: AtomicUsize,
}

/// Where ships turn at a vertex, and the lane node there.
struct Place {
    at: LngLat,
    node: Option<NodeId>,
}

/// A place in sight where ships turn: a lane node, however far it is, or a corner nearby.
#[derive(Clone, Copy)]
struct Turn {
    vertex: Vertex,
    node: Option<NodeId>,
    metres: u32,
}

/// The pieces of the gates of passages that are closed.
pub(crate) struct Gates(Vec<[Vec3; 2]>);

impl Gates {
    pub(crate) fn new<'g>(gates: impl Iterator<Item = &'g Vec<LngLat>>) -> Self {
        let piece = |ends: &[LngLat]| [ends[0].vec3(), ends[1].vec3()];
        Self(gates.flat_map(|gate| gate.windows(2).map(piece).collect::<Vec<_>>()).collect())
    }

    /// Whether one of them lies across the straight way between two points.
    fn part(&self, a: Vec3, b: Vec3) -> bool {
        self.0.iter().any(|piece| arcs_cross([a, b], *piece))
    }

    /// Kilometres straight from one point to another that it sees, unless a gate is between them.
    pub(crate) fn straight_km(&self, a: &WaterPoint, b: &WaterPoint) -> Option<f64> {
        let (a, b) = (a.at(), b.at());
        (!self.part(a.vec3(), b.vec3())).then(|| a.geodesic_km(b))
    }
}

impl SeaMesh {
    /// Takes the mesh from the network; where that has none, builds it from the coast, which takes a second.
    /// `None` when the network has no coast.
    pub(crate) fn new(network: &Network) -> Option<Self> {
        let mesh = Mesh::load(network.coast(), network.mesh())
            .or_else(|| Mesh::build(network.coast(), &network.facts().walls, &[]).ok())?;
        let columns = network.columns();
        let mut node_at = HashMap::new();
        for link in columns.link_a.ids().filter(|l| columns.link_mode[*l] == Mode::Sea) {
            for node in [columns.link_a[link], columns.link_b[link]] {
                node_at.insert(columns.node_at[node], node);
            }
        }
        let vertices = mesh.vertex_count();
        let places = std::iter::repeat_with(OnceLock::new).take(vertices).collect();
        let views = std::iter::repeat_with(OnceLock::new).take(vertices).collect();
        Some(Self { mesh, node_at, places, views, kept: AtomicUsize::new(0) })
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
        closed_gates: &Gates,
        usable: impl Fn(NodeId) -> bool,
    ) -> Vec<(NodeId, u32)> {
        let seeds = self.seeds_within(point, closed_gates, &usable, SIGHT_KM);
        if !seeds.is_empty() {
            return seeds;
        }
        self.seeds_within(point, closed_gates, &usable, f64::INFINITY)
    }

    /// As [`Self::seeds`], with looks from corners so far.
    fn seeds_within(
        &self,
        point: &WaterPoint,
        closed_gates: &Gates,
        usable: impl Fn(NodeId) -> bool,
        sight_km: f64,
    ) -> Vec<(NodeId, u32)> {
        let mut joined: BTreeMap<NodeId, u32> = BTreeMap::new();
        let mut reached: BTreeMap<Vertex, u32> = BTreeMap::new();
        let mut queue: BTreeSet<(u32, Option<Vertex>)> = BTreeSet::from([(0, None)]);
        let mut corners = 0;
        while let Some((gone, at)) = queue.pop_first() {
            if at.is_some_and(|vertex| reached[&vertex] < gone) {
                continue;
            }
            let from = at.map_or(point.at(), |vertex| self.place(vertex).at).vec3();
            self.view(point, at, sight_km, |turn| {
                let there = gone + turn.metres;
                let node = turn.node.filter(|node| usable(*node));
                let is_better = match node {
                    Some(node) => joined.get(&node).is_none_or(|known| there < *known),
                    None => {
                        there < NEARBY_M
                            && reached.get(&turn.vertex).is_none_or(|known| there < *known)
                    }
                };
                if !is_better || closed_gates.part(from, self.place(turn.vertex).at.vec3()) {
                    return;
                }
                if let Some(node) = node {
                    joined.insert(node, there);
                } else {
                    reached.insert(turn.vertex, there);
                    queue.insert((there, Some(turn.vertex)));
                }
            });
            corners += 1;
            if corners > MOST_CORNERS {
                break;
            }
        }
        let mut seeds: Vec<(NodeId, u32)> = joined.into_iter().collect();
        seeds.sort_unstable_by_key(|(node, metres)| (*metres, node.index()));
        seeds
    }

    /// What is seen from a corner, or from the point itself.
    fn view(&self, point: &WaterPoint, at: Option<Vertex>, sight_km: f64, see: impl FnMut(&Turn)) {
        let Some(vertex) = at else {
            let seen = self.mesh.turns_in_sight(point);
            return self.turns(point.at(), &seen).iter().for_each(see);
        };
        let look = || {
            let seen = self.mesh.visible_turns_within(vertex, sight_km);
            self.turns(self.place(vertex).at, &seen)
        };
        let kept = &self.views[vertex.index()];
        let is_full = || self.kept.fetch_add(1, Ordering::Relaxed) >= MOST_KEPT;
        if sight_km > SIGHT_KM || (kept.get().is_none() && is_full()) {
            return look().iter().for_each(see);
        }
        kept.get_or_init(look).iter().for_each(see);
    }

    /// Those of some vertices in sight that matter: lane nodes, and what lies nearby.
    fn turns(&self, from: LngLat, seen: &[Vertex]) -> Box<[Turn]> {
        let start = from.vec3();
        // Vertices lie off the places where ships turn, and the sphere off the ellipsoid.
        let nearby = (f64::from(NEARBY_M) / 1000.0 * 1.1 / EARTH_RADIUS_KM).cos();
        let matters = |vertex: &Vertex| {
            let Place { at, node } = *self.place(*vertex);
            if node.is_none() && start.dot(self.mesh.position(*vertex)) < nearby {
                return None;
            }
            let metres = (from.geodesic_km(at) * 1000.0) as u32;
            Some(Turn { vertex: *vertex, node, metres })
        };
        seen.iter().filter_map(matters).collect()
    }

    /// Where ships turn at a vertex: off the coast, as lane nodes are.
    fn place(&self, vertex: Vertex) -> &Place {
        self.places[vertex.index()].get_or_init(|| {
            let at = stored_precision(self.mesh.rounding(vertex).lng_lat());
            Place { at, node: self.node_at.get(&at).copied() }
        })
    }

    /// Points to look for with [`SeaMesh::seen`].
    pub(crate) fn targets(&self, points: &[WaterPoint]) -> Targets {
        self.mesh.targets(points)
    }

    /// The numbers of those points that are in sight of another, in order.
    pub(crate) fn seen(&self, from: &WaterPoint, targets: &Targets) -> Vec<u32> {
        self.mesh.visible_targets(from, targets)
    }

    /// Whether nothing is between two points.
    pub(crate) fn visible(&self, a: &WaterPoint, b: &WaterPoint) -> bool {
        self.mesh.visible(a, b)
    }
}
