//! The union of shortest paths with ocean portals laid under it: the graph that lanes are thinned
//! from.

use super::berth::Harbours;
use super::graph::{Candidates, Edge};
use super::portal::{Cell, Portal, cell_of, portals};
use super::sight::{Needs, Place, Sea, sea_edge};
use crate::mesh::{Mesh, WaterPoint};
use corridor_network::LngLat;
use rayon::prelude::*;
use std::collections::BTreeMap;

/// Surcharge of edges of portals, as a share of that of other edges: they are preferred, since they
/// serve many pairs. 0.2 to 0.7 gave the same number of lanes within 2 %.
const PORTAL_SHARE: f64 = 0.5;
/// No two points of a cell are farther apart, km.
const CELL_KM: f64 = 4_200.0;

/// The candidates for thinning.
pub(super) struct Bundled {
    pub(super) graph: Candidates,
    pub(super) places: Vec<Place>,
    /// Share of the surcharge, by edge.
    pub(super) share: Vec<f64>,
    /// The first edges are the reaches of canals, then the spurs from ports to stations.
    pub(super) fixed: usize,
    /// Portals that lie in water.
    pub(super) portals: usize,
}

/// A place that portals of its cell are joined to.
struct Target {
    node: u32,
    point: WaterPoint,
    km: f64,
}

impl Bundled {
    /// Keeps the marked edges of the visibility graph and adds portals with what they see.
    pub(super) fn new(
        mesh: &Mesh,
        sea: &Sea,
        marked: &[bool],
        harbours: &Harbours,
        needs: &Needs,
        with_portals: bool,
    ) -> Self {
        let keep = |i: usize| i < sea.fixed || marked[i];
        let mut used = vec![false; sea.graph.nodes as usize];
        for (i, edge) in sea.graph.edges.iter().enumerate().filter(|(i, _)| keep(*i)) {
            debug_assert!(keep(i));
            used[edge.a as usize] = true;
            used[edge.b as usize] = true;
        }
        used[sea.graph.cores as usize..].fill(true);
        let cores: Vec<u32> = (0..sea.graph.cores).filter(|n| used[*n as usize]).collect();
        let mut places: Vec<Place> = cores.iter().map(|n| sea.places[*n as usize]).collect();

        let turns: Vec<LngLat> =
            places.iter().map(|place| at_water(mesh, harbours, place)).collect();
        let portals: Vec<(Portal, WaterPoint)> = if with_portals {
            let found = portals(&turns).into_iter();
            found.filter_map(|p| mesh.locate(p.at.lng_lat()).map(|point| (p, point))).collect()
        } else {
            Vec::new()
        };
        let first_portal = places.len() as u32;
        places.extend(portals.iter().map(|(_, point)| Place::Portal(*point)));
        let first_port = places.len() as u32;
        places.extend_from_slice(&sea.places[sea.graph.cores as usize..]);

        let mut node_of = vec![u32::MAX; sea.graph.nodes as usize];
        for (new, old) in cores.iter().enumerate() {
            node_of[*old as usize] = new as u32;
        }
        for (old, new) in (sea.graph.cores..sea.graph.nodes).zip(first_port..) {
            node_of[old as usize] = new;
        }
        let mut edges: Vec<Edge> = sea.graph.filtered(keep).edges;
        for edge in &mut edges {
            (edge.a, edge.b) = (node_of[edge.a as usize], node_of[edge.b as usize]);
        }
        let mut share = vec![1.0; edges.len()];
        let laid = portal_edges(mesh, harbours, needs, &places, &portals, first_portal);
        share.resize(edges.len() + laid.len(), PORTAL_SHARE);
        edges.extend(laid);
        let graph = Candidates { cores: first_port, nodes: places.len() as u32, edges };
        Self { graph, places, share, fixed: sea.fixed, portals: portals.len() }
    }
}

/// Where a place touches the water, as paths pass it.
fn at_water(mesh: &Mesh, harbours: &Harbours, place: &Place) -> LngLat {
    match place {
        Place::Turn(v) => mesh.rounding(*v).lng_lat(),
        Place::Portal(point) => point.at(),
        Place::Station(s) => {
            let station = &harbours.stations[*s as usize];
            station.water.map_or(station.at, |point| point.at())
        }
        Place::Port(p) => {
            let berth = &harbours.berths[*p as usize];
            berth.water.map_or(berth.at, |point| point.at())
        }
    }
}

fn portal_edges(
    mesh: &Mesh,
    harbours: &Harbours,
    needs: &Needs,
    places: &[Place],
    portals: &[(Portal, WaterPoint)],
    first_portal: u32,
) -> Vec<Edge> {
    let mut turn_node = vec![u32::MAX; mesh.vertex_count()];
    let mut shores: BTreeMap<Cell, Vec<Target>> = BTreeMap::new();
    for (place, node) in places.iter().zip(0u32..) {
        let (point, km) = match place {
            Place::Turn(v) => {
                turn_node[v.index()] = node;
                continue;
            }
            Place::Portal(_) => continue,
            Place::Station(s) => {
                let station = &harbours.stations[*s as usize];
                (station.water, station.water.map_or(0.0, |p| station.at.geodesic_km(p.at())))
            }
            Place::Port(p) => {
                let berth = &harbours.berths[*p as usize];
                (berth.water, berth.water_km)
            }
        };
        if let Some(point) = point {
            shores.entry(cell_of(point.vec3())).or_default().push(Target { node, point, km });
        }
    }
    let found: Vec<Vec<Edge>> = portals
        .par_iter()
        .enumerate()
        .map(|(i, (portal, point))| {
            let here = (first_portal + i as u32, point.at(), 0.0);
            let mut edges = Vec::new();
            for sight in mesh.visible_within(point, CELL_KM).into_iter().filter(|s| s.taut) {
                let node = turn_node[sight.vertex.index()];
                if node != u32::MAX && portal.cells.contains(&cell_of(mesh.position(sight.vertex)))
                {
                    let at = mesh.rounding(sight.vertex).lng_lat();
                    edges.push(sea_edge(needs, here, (node, at, 0.0)));
                }
            }
            for ((other, there), node) in portals.iter().zip(first_portal..).skip(i + 1) {
                let shared = other.cells.iter().any(|cell| portal.cells.contains(cell));
                if shared && mesh.visible(point, there) {
                    edges.push(sea_edge(needs, here, (node, there.at(), 0.0)));
                }
            }
            for shore in portal.cells.iter().filter_map(|cell| shores.get(cell)).flatten() {
                if mesh.visible(point, &shore.point) {
                    edges.push(sea_edge(needs, here, (shore.node, shore.point.at(), shore.km)));
                }
            }
            edges
        })
        .collect();
    found.into_iter().flatten().collect()
}
