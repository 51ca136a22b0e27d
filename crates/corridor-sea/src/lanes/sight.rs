//! The visibility graph of the sea as candidates for lanes.
//!
//! Cores are the turns of the mesh, where taut paths bend, and the stations of canals; ports see
//! turns, stations and each other. Lengths are geodesics between the places where ships round a
//! turn, 9 km off the coast where there is room.

use super::berth::Harbours;
use super::closure;
use super::gate::Gates;
use super::graph::{Adjacency, Candidates, Edge, PassageBits};
use crate::mesh::{Mesh, Vertex, WaterPoint};
use corridor_network::fact::{Line, Passage};
use corridor_network::{LngLat, Vec3};
use rayon::prelude::*;
use std::collections::BTreeSet;

/// What a candidate node is.
#[derive(Clone, Copy, Debug)]
pub(super) enum Place {
    /// A turn of the mesh.
    Turn(Vertex),
    /// A station, by position.
    Station(u32),
    /// An ocean portal.
    Portal(WaterPoint),
    /// A port, by position.
    Port(u32),
}

/// A turn that is rounded closer than this is followed in all directions (6 m; radians).
const LEAST_ROOM: f64 = 1e-6;

/// The passages whose closure makes a family, by gate and by line.
pub(super) struct Needs {
    gates: Gates,
    of_passage: Vec<PassageBits>,
    of_line: Vec<PassageBits>,
}

impl Needs {
    pub(super) fn new(passages: &[Passage], lines: &[Line]) -> Self {
        Self::by(passages, lines, closure::bits_of)
    }

    /// With bits of the caller's for each passage; those with none do not matter.
    pub(super) fn by(
        passages: &[Passage],
        lines: &[Line],
        bits_of: impl Fn(&Passage) -> PassageBits,
    ) -> Self {
        let of_passage: Vec<PassageBits> = passages.iter().map(bits_of).collect();
        let gates = Gates::new(passages).only(|row| of_passage[row as usize] != 0);
        let row = |id: &String| passages.iter().position(|p| p.id == *id);
        let bits = |line: &Line| line.passage.as_ref().and_then(row).map_or(0, |r| of_passage[r]);
        Self { gates, of_line: lines.iter().map(bits).collect(), of_passage }
    }

    pub(super) fn between(&self, a: Vec3, b: Vec3) -> PassageBits {
        self.gates.crossed(a, b).iter().fold(0, |bits, row| bits | self.of_passage[*row as usize])
    }
}

/// A length in decimetres; at least one, so that no path is free.
pub(super) fn decimetres(km: f64) -> u32 {
    (km * 1e4).round().max(1.0) as u32
}

/// The visibility graph: candidates and what each of their nodes is.
pub(super) struct Sea {
    pub(super) graph: Candidates,
    pub(super) places: Vec<Place>,
    /// The first edges are the reaches of canals, then the spurs from ports to stations.
    pub(super) fixed: usize,
    /// Where each node stands; turns on the coast.
    at: Vec<Vec3>,
    /// Where each turn is rounded, unless there is no room to do so.
    seaward: Vec<Option<Vec3>>,
}

/// A station or port where it touches the water.
struct Shore {
    node: u32,
    point: WaterPoint,
    /// From the place to the water, km.
    km: f64,
}

impl Sea {
    pub(super) fn new(mesh: &Mesh, harbours: &Harbours, needs: &Needs) -> Self {
        // Waters without a port or canal need no lanes: one turn in eight lies in a lake.
        let sailed = sailed_bodies(mesh, harbours);
        let turns: Vec<Vertex> =
            mesh.turn_vertices().filter(|v| sailed.contains(&mesh.body(*v))).collect();
        let mut node_of = vec![u32::MAX; mesh.vertex_count()];
        for (node, turn) in turns.iter().enumerate() {
            node_of[turn.index()] = node as u32;
        }
        let rounding: Vec<LngLat> = turns.iter().map(|v| mesh.rounding(*v).lng_lat()).collect();
        let first_station = turns.len() as u32;
        let cores = first_station + harbours.stations.len() as u32;
        let nodes = cores + harbours.berths.len() as u32;
        let mut edges = fixed_edges(harbours, needs, first_station, cores);
        let fixed = edges.len();

        let seen: Vec<Vec<Edge>> = turns
            .par_iter()
            .enumerate()
            .map(|(a, turn)| {
                let seen = mesh.visible_turns(*turn).into_iter().map(|v| node_of[v.index()]);
                seen.filter(|b| *b != u32::MAX && *b > a as u32)
                    .map(|b| {
                        sea_edge(
                            needs,
                            (a as u32, rounding[a], 0.0),
                            (b, rounding[b as usize], 0.0),
                        )
                    })
                    .collect()
            })
            .collect();
        edges.extend(seen.into_iter().flatten());

        let shores = shores(harbours, first_station, cores);
        let seen: Vec<Vec<Edge>> = shores
            .par_iter()
            .enumerate()
            .map(|(i, shore)| {
                let here = (shore.node, shore.point.at(), shore.km);
                let sights = mesh.visible_from(&shore.point).into_iter().filter(|s| s.taut);
                let turns = sights.map(|s| node_of[s.vertex.index()]).filter(|t| *t != u32::MAX);
                let to_turns = turns.map(|t| sea_edge(needs, here, (t, rounding[t as usize], 0.0)));
                let others =
                    shores[i + 1..].iter().filter(|o| mesh.visible(&shore.point, &o.point));
                let to_shores = others.map(|o| sea_edge(needs, here, (o.node, o.point.at(), o.km)));
                to_turns.chain(to_shores).collect()
            })
            .collect();
        edges.extend(seen.into_iter().flatten());

        let mut at: Vec<Vec3> = turns.iter().map(|v| mesh.position(*v)).collect();
        let room = |(at, rounding): (&Vec3, &LngLat)| {
            let rounding = rounding.vec3();
            (at.angle(rounding) > LEAST_ROOM).then_some(rounding)
        };
        let mut seaward: Vec<Option<Vec3>> = at.iter().zip(&rounding).map(room).collect();
        at.resize(nodes as usize, Vec3([0.0, 0.0, 1.0]));
        seaward.resize(nodes as usize, None);
        for shore in &shores {
            at[shore.node as usize] = shore.point.vec3();
        }
        for (station, node) in harbours.stations.iter().zip(first_station..) {
            if station.water.is_none() {
                at[node as usize] = station.at.vec3();
            }
        }
        let places = turns.into_iter().map(Place::Turn);
        let places = places.chain((0..harbours.stations.len() as u32).map(Place::Station));
        let places = places.chain((0..harbours.berths.len() as u32).map(Place::Port)).collect();
        Self { graph: Candidates { cores, nodes, edges }, places, fixed, at, seaward }
    }

    /// Drops the edges of turns that no marked edge touches.
    pub(super) fn keep_nodes_of(&mut self, marked: &[bool]) {
        let mut used = vec![false; self.graph.nodes as usize];
        for (place, used) in self.places.iter().zip(&mut used) {
            *used = !matches!(place, Place::Turn(_));
        }
        for (edge, _) in self.graph.edges.iter().zip(marked).filter(|(_, marked)| **marked) {
            used[edge.a as usize] = true;
            used[edge.b as usize] = true;
        }
        self.graph.edges.retain(|edge| used[edge.a as usize] && used[edge.b as usize]);
        self.graph.edges.shrink_to_fit();
    }

    /// All edges, in a form that follows taut paths only.
    pub(super) fn taut(&self) -> Adjacency {
        let mut adjacency = Adjacency::new(&self.graph, |_| true);
        adjacency.restrict_to_taut(self.graph.edges.len(), &self.at, &self.seaward);
        adjacency
    }
}

/// An edge over open water between nodes, each with its place on the water and the way there, km.
pub(super) fn sea_edge(needs: &Needs, a: (u32, LngLat, f64), b: (u32, LngLat, f64)) -> Edge {
    Edge {
        a: a.0.min(b.0),
        b: a.0.max(b.0),
        length_dm: decimetres(a.1.geodesic_km(b.1) + a.2 + b.2),
        needs: needs.between(a.1.vec3(), b.1.vec3()),
    }
}

fn sailed_bodies(mesh: &Mesh, harbours: &Harbours) -> BTreeSet<u32> {
    let stations = harbours.stations.iter().filter_map(|station| station.water);
    let ports = harbours.berths.iter().filter_map(|berth| berth.water);
    stations.chain(ports).map(|point| mesh.body_at(&point)).collect()
}

fn fixed_edges(harbours: &Harbours, needs: &Needs, first_station: u32, cores: u32) -> Vec<Edge> {
    let reaches = harbours.reaches.iter().map(|reach| {
        let mut course = vec![harbours.stations[reach.a as usize].at];
        course.extend(&reach.bends);
        course.push(harbours.stations[reach.b as usize].at);
        let gates = course.windows(2).map(|w| needs.between(w[0].vec3(), w[1].vec3()));
        Edge {
            a: first_station + reach.a,
            b: first_station + reach.b,
            length_dm: decimetres(reach.length_km),
            needs: gates.fold(needs.of_line[reach.line as usize], |bits, gate| bits | gate),
        }
    });
    let spurs = harbours.berths.iter().zip(cores..).flat_map(|(berth, node)| {
        berth.stations.iter().map(move |(station, km)| Edge {
            a: first_station + station,
            b: node,
            length_dm: decimetres(*km),
            needs: 0,
        })
    });
    reaches.chain(spurs).collect()
}

fn shores(harbours: &Harbours, first_station: u32, cores: u32) -> Vec<Shore> {
    let stations = harbours.stations.iter().zip(first_station..).filter_map(|(station, node)| {
        let point = station.water?;
        Some(Shore { node, point, km: station.at.geodesic_km(point.at()) })
    });
    let ports =
        harbours.berths.iter().zip(cores..).filter_map(|(berth, node)| {
            Some(Shore { node, point: berth.water?, km: berth.water_km })
        });
    stations.chain(ports).collect()
}
