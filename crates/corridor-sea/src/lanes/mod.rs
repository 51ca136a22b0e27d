//! The lane network of the sea: a sparse graph distilled from exact shortest paths.
//!
//! 1. [`sight`]: the visibility graph of the mesh, with ports, canals and approach channels
//!    ([`berth`]) attached; passages are marked where an edge crosses a gate ([`gate`]).
//! 2. [`union`]: all edges on a shortest path between ports, for families of closures
//!    ([`closure`]): about 2 % of the graph. First a survey from some ports over the whole graph,
//!    then all ports over the turns that the survey used.
//! 3. [`bundle`]: ocean portals ([`portal`]) laid under it, which gather the fans of nearly
//!    parallel great circles.
//! 4. [`spanner`]: the choice of few edges that keep every pair of ports within 1 % of exact.
//! 5. [`course`]: bends, passages and areas of each lane.
//!
//! [`exact`] measures the outcome.

mod berth;
mod bundle;
mod closure;
mod course;
pub mod exact;
pub mod gate;
pub mod graph;
mod paths;
pub mod portal;
mod sight;
pub mod spanner;
pub mod union;

use crate::mesh::Mesh;
use berth::Harbours;
use bundle::Bundled;
use corridor_network::fact::{Area, Line, Passage};
use corridor_network::{Joined, LngLat};
use course::{Drawn, End, Piece};
use gate::{AreaRings, Gates};
use graph::Candidates;
use rayon::prelude::*;
use sight::{Needs, Sea};
use spanner::Stretch;

/// What lanes are made from.
#[derive(Clone, Copy)]
pub struct Waters<'a> {
    /// The open water.
    pub mesh: &'a Mesh,
    /// Passages with their gates.
    pub passages: &'a [Passage],
    /// Areas of the sea.
    pub areas: &'a [Area],
    /// Canals and approach channels, each of mode sea with a course of two points or more.
    pub lines: &'a [Line],
}

/// A stretch of sea between two nodes.
#[derive(Clone, Debug, PartialEq)]
pub struct Lane {
    /// One end, a position in [`Lanes::nodes`].
    pub a: u32,
    /// The other end.
    pub b: u32,
    /// Its length, km.
    pub length_km: f64,
    /// Bends between the ends, from `a` to `b`.
    pub bends: Vec<LngLat>,
    /// Rows of the passages it runs through, sorted.
    pub passages: Vec<u16>,
    /// Rows of the areas it lies in, sorted.
    pub areas: Vec<u16>,
    /// The row of the canal or channel it is part of.
    pub line: Option<u16>,
}

/// The lane network.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lanes {
    /// Where ships turn, canals end and ports lie.
    pub nodes: Vec<LngLat>,
    /// Lanes, both ways.
    pub lanes: Vec<Lane>,
    /// The node of each port, in the order given.
    pub port_node: Vec<u32>,
}

/// What making lanes met with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LanesReport {
    /// Edges of the visibility graph.
    pub sights: usize,
    /// Edges on a shortest path between ports.
    pub union: usize,
    /// Ocean portals in water.
    pub portals: usize,
    /// Edges that lanes were chosen from.
    pub candidates: usize,
    /// Lanes drawn with a bend at the coast, since the straight one would cut a headland.
    pub bent_at_coast: usize,
    /// Lanes that cross land all the same.
    pub over_land: usize,
    /// Ports (positions) that no lane reaches.
    pub without_lane: Vec<u32>,
    /// Ports (positions) that reach fewer than half of the others with all passages open.
    pub apart: Vec<u32>,
    /// Lines (rows) of which an end joins neither the sea nor another line nor a port.
    pub loose_lines: Vec<u16>,
}

/// How lanes are made.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Recipe {
    /// Whether ocean portals gather the long lanes; without, lanes are the thinned union.
    pub portals: bool,
    /// How far lanes may be longer than exact; the whole union when absent.
    pub stretch: Option<Stretch>,
}

impl Default for Recipe {
    fn default() -> Self {
        Self { portals: true, stretch: Some(Stretch::default()) }
    }
}

/// One port in so many is a source of the survey: under the default closures, under others. All are
/// goals and every port surveys its neighbourhood (without that, Volos to Thessaloniki was 34 % too
/// long), so that the survey meets nearly every turn that any path bends at.
const SURVEY: [u32; 2] = [8, 32];
/// One port in so many is a source of the union over the surveyed turns.
const FULL: [u32; 2] = [1, 24];

/// Makes the lanes between ports. `stage` is told the name of each stage as it begins.
pub fn lanes(
    waters: Waters<'_>,
    ports: &[LngLat],
    recipe: Recipe,
    stage: &dyn Fn(&str),
) -> (Lanes, LanesReport) {
    stage("ports and canals");
    let harbours = Harbours::new(waters.mesh, waters.lines, ports);
    let needs = Needs::new(waters.passages, waters.lines);
    stage("visibility graph");
    let mut sea = Sea::new(waters.mesh, &harbours, &needs);
    let mut report = LanesReport { sights: sea.graph.edges.len(), ..LanesReport::default() };

    stage("survey of shortest paths");
    let behind = behind(&sea.graph, closure::DEFAULT);
    let [base, other] = SURVEY;
    let mut taut = sea.taut();
    let mut survey = closure::families(&behind, base, other);
    survey.extend(closure::neighbourhoods(ports.len() as u32));
    let surveyed = union::union_over(&sea.graph, &mut taut, &survey);
    drop(taut);
    stage("shortest paths between all ports");
    sea.keep_nodes_of(&surveyed);
    drop(surveyed);
    let [base, other] = FULL;
    let families = closure::families(&behind, base, other);
    let marked = union::union(&sea.graph, &families);
    report.union = marked.iter().filter(|m| **m).count();

    stage("ocean portals");
    let bundled = Bundled::new(waters.mesh, &sea, &marked, &harbours, &needs, recipe.portals);
    drop((sea, marked));
    report.portals = bundled.portals;
    report.candidates = bundled.graph.edges.len();
    stage("choice of lanes");
    let chosen = match recipe.stretch {
        Some(stretch) => spanner::thin(&bundled.graph, &bundled.share, &families, &stretch),
        None => vec![true; bundled.graph.edges.len()],
    };
    stage("course of lanes");
    let lanes = draw(waters, &harbours, &bundled, &chosen, &mut report);
    (lanes, report)
}

/// How many ports each port is joined to, itself counted, with these passages closed.
fn joined(graph: &Candidates, closed: graph::PassageBits) -> Vec<u32> {
    let mut parts = Joined::new(graph.nodes as usize);
    for edge in graph.edges.iter().filter(|edge| edge.needs & closed == 0) {
        parts.join(edge.a as usize, edge.b as usize);
    }
    let mut members = vec![0u32; graph.nodes as usize];
    let roots: Vec<u32> = graph.ports().map(|port| parts.of(port as usize)).collect();
    for root in &roots {
        members[*root as usize] += 1;
    }
    roots.into_iter().map(|root| members[root as usize]).collect()
}

/// Which ports are joined to fewer than half of the others with these passages closed.
fn behind(graph: &Candidates, closed: graph::PassageBits) -> Vec<bool> {
    let joined = joined(graph, closed);
    let most = joined.iter().copied().max().unwrap_or(0);
    joined.into_iter().map(|ports| ports * 2 < most).collect()
}

fn draw(
    waters: Waters<'_>,
    harbours: &Harbours,
    bundled: &Bundled,
    chosen: &[bool],
    report: &mut LanesReport,
) -> Lanes {
    let graph = bundled.graph.filtered(|i| i < bundled.fixed || chosen[i]);
    let spread = joined(&graph, 0);
    report.without_lane = (0..).zip(&spread).filter(|(_, n)| **n <= 1).map(|(p, _)| p).collect();
    let behind = behind(&graph, 0);
    let apart = (0..).zip(behind).filter(|(p, behind)| *behind && spread[*p as usize] > 1);
    report.apart = apart.map(|(p, _)| p).collect();
    report.loose_lines = loose_lines(&graph, harbours, bundled);

    // Nodes that no lane uses are left out; ports stay, for every terminal has its node.
    let mut used = vec![false; graph.nodes as usize];
    used[graph.cores as usize..].fill(true);
    for edge in &graph.edges {
        used[edge.a as usize] = true;
        used[edge.b as usize] = true;
    }
    let mut number = vec![u32::MAX; used.len()];
    let mut ends = Vec::new();
    for (old, place) in bundled.places.iter().enumerate().filter(|(old, _)| used[*old]) {
        number[old] = ends.len() as u32;
        ends.push(End::of(waters.mesh, harbours, place));
    }
    let gates = Gates::new(waters.passages);
    let areas = AreaRings::new(waters.areas);
    let passage_of_line: Vec<Option<u16>> = waters
        .lines
        .iter()
        .map(|line| {
            let row = |id: &String| waters.passages.iter().position(|p| p.id == *id);
            line.passage.as_ref().and_then(row).map(|row| row as u16)
        })
        .collect();
    let drawn: Vec<(Vec<Piece>, Drawn)> = graph
        .edges
        .par_iter()
        .enumerate()
        .map(|(i, edge)| {
            let [from, to] = [edge.a, edge.b].map(|node| &ends[number[node as usize] as usize]);
            let (bends, drawn) = match harbours.reaches.get(i) {
                Some(reach) => (reach.bends.clone(), Drawn::Straight),
                None if i < bundled.fixed => (Vec::new(), Drawn::Straight),
                None => course::bends(waters.mesh, from, to),
            };
            let mut course = vec![from.at];
            course.extend(bends);
            course.push(to.at);
            (course::cut(&course, &areas), drawn)
        })
        .collect();
    let count = |how: Drawn| drawn.iter().filter(|(_, d)| *d == how).count();
    report.bent_at_coast = count(Drawn::AtTurn);
    report.over_land = count(Drawn::OverLand);

    let mut lanes = Lanes {
        nodes: ends.iter().map(|end| end.at).collect(),
        lanes: Vec::new(),
        port_node: graph.ports().map(|port| number[port as usize]).collect(),
    };
    for (i, (edge, (pieces, _))) in graph.edges.iter().zip(drawn).enumerate() {
        let line = harbours.reaches.get(i).map(|reach| reach.line);
        let own = line.and_then(|line| passage_of_line[line as usize]);
        let drawn_km: f64 = pieces.iter().map(|piece| piece.km).sum();
        let scale = f64::from(edge.length_dm) / 1e4 / drawn_km.max(1e-6);
        let mut a = number[edge.a as usize];
        let last = pieces.len() - 1;
        for (k, piece) in pieces.into_iter().enumerate() {
            let b = if k == last {
                number[edge.b as usize]
            } else {
                lanes.nodes.extend(piece.course.last());
                lanes.nodes.len() as u32 - 1
            };
            let legs = piece.course.windows(2).map(|leg| (leg[0].vec3(), leg[1].vec3()));
            lanes.lanes.push(Lane {
                a,
                b,
                length_km: piece.km * scale,
                passages: sorted(legs.flat_map(|(p, q)| gates.crossed(p, q)).chain(own)),
                bends: piece.course[1..piece.course.len() - 1].to_vec(),
                areas: piece.areas,
                line,
            });
            a = b;
        }
    }
    lanes
}

/// Lines with an end at which nothing else meets them.
fn loose_lines(graph: &Candidates, harbours: &Harbours, bundled: &Bundled) -> Vec<u16> {
    let mut degree = vec![0u32; graph.nodes as usize];
    for edge in &graph.edges {
        degree[edge.a as usize] += 1;
        degree[edge.b as usize] += 1;
    }
    let fixed = graph.edges[..bundled.fixed].iter().zip(&harbours.reaches);
    sorted(
        fixed
            .filter(|(e, _)| degree[e.a as usize] < 2 || degree[e.b as usize] < 2)
            .map(|(_, reach)| reach.line),
    )
}

fn sorted(rows: impl Iterator<Item = u16>) -> Vec<u16> {
    let mut rows: Vec<u16> = rows.collect();
    rows.sort_unstable();
    rows.dedup();
    rows
}

#[cfg(test)]
mod tests;
