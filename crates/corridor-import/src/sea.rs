//! Sea lanes: from the mesh, the tables and the ports to a layer.

use crate::raw::{Layer, RawLink};
use anyhow::{Result, bail, ensure};
use corridor_network::fact::{Area, Line, Passage, Terminal};
use corridor_network::{CountryCode, LngLat, Mode};
use corridor_sea::Mesh;
use corridor_sea::lanes::{self, Lane, LanesReport, Recipe, Waters};
use std::collections::BTreeSet;

/// Where lanes over open water come from.
const COAST: &str = "osm-lands";
/// Where canals and approach channels come from.
const TABLES: &str = "tables";

/// Marks in the Southern Ocean: where the lanes that ships between ports sail leave it empty, ways to
/// points at sea would go far round (up to 17 % too long in the Weddell Sea). Every so many degrees
/// of longitude, at these latitudes, where there is water.
const MARK_EVERY_DEG: usize = 10;
const MARK_LATITUDES: [f64; 3] = [-62.0, -66.0, -70.0];

/// What the stage met with; ports and lines by id.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SeaReport {
    /// Nodes of the layer.
    pub nodes: usize,
    /// Lanes.
    pub links: usize,
    /// Numbers of the stages before.
    pub lanes: LanesReport,
    /// Ports that no lane reaches.
    pub ports_without_lane: Vec<String>,
    /// Ports that reach fewer than half of the others even with every passage open.
    pub ports_apart: Vec<String>,
    /// Canals and channels of which an end joins nothing.
    pub loose_lines: Vec<String>,
    /// Passages that no lane runs through, canals of other layers aside.
    pub unused_passages: Vec<String>,
}

/// The tables that lanes follow.
#[derive(Clone, Copy, Debug)]
pub struct SeaTables<'a> {
    /// Canals, straits and capes.
    pub passages: &'a [Passage],
    /// Areas of the sea.
    pub areas: &'a [Area],
    /// Hand-checked lines of all modes; those of mode sea count here.
    pub lines: &'a [Line],
}

/// The sea lanes between `ports`, the node of each port in the order given, and what was met with.
/// `stage` is told each step as it begins.
///
/// # Errors
/// When a line of mode sea has fewer than two points or no length, or names an unknown passage.
pub fn lanes(
    mesh: &Mesh,
    tables: SeaTables<'_>,
    ports: &[Terminal],
    stage: &dyn Fn(&str),
) -> Result<(Layer, Vec<u32>, SeaReport)> {
    let known: BTreeSet<&str> = tables.passages.iter().map(|p| p.id.as_str()).collect();
    let lines: Vec<Line> = tables.lines.iter().filter(|l| l.mode == Mode::Sea).cloned().collect();
    for line in &lines {
        ensure!(
            line.course.len() >= 2 && line.course.windows(2).any(|w| w[0] != w[1]),
            "line {} has no course: give it two different points or more",
            line.id
        );
        if let Some(passage) = line.passage.as_deref().filter(|p| !known.contains(p)) {
            bail!("line {} names passage {passage:?}, which is not in passages.toml", line.id);
        }
    }
    ensure!(
        u16::try_from(tables.passages.len()).is_ok() && u16::try_from(tables.areas.len()).is_ok(),
        "more than 65,535 passages or areas: widen the rows of corridor_sea::lanes::Lane"
    );
    let waters = Waters { mesh, passages: tables.passages, areas: tables.areas, lines: &lines };
    let mut at: Vec<LngLat> = ports.iter().map(|port| port.at).collect();
    at.extend(marks(mesh));
    let (mut made, mut report) = lanes::lanes(waters, &at, Recipe::default(), stage);
    made.port_node.truncate(ports.len());
    for rows in [&mut report.without_lane, &mut report.apart] {
        rows.retain(|row| (*row as usize) < ports.len());
    }

    let mut layer = Layer::default();
    for node in &made.nodes {
        layer.add_node(*node, CountryCode::NONE);
    }
    for (port, node) in ports.iter().zip(&made.port_node) {
        layer.nodes[*node as usize].country = port.country;
    }
    let passes: BTreeSet<u16> =
        made.lanes.iter().flat_map(|lane| lane.passages.iter().copied()).collect();
    layer.links = made.lanes.into_iter().map(|lane| link(lane, tables, &lines)).collect();

    let port_ids = |rows: &[u32]| rows.iter().map(|row| ports[*row as usize].id.clone()).collect();
    let unused = tables
        .passages
        .iter()
        .zip(0u16..)
        .filter(|(p, row)| !p.gates.is_empty() && !passes.contains(row));
    let report = SeaReport {
        nodes: layer.nodes.len(),
        links: layer.links.len(),
        ports_without_lane: port_ids(&report.without_lane),
        ports_apart: port_ids(&report.apart),
        loose_lines: report.loose_lines.iter().map(|row| lines[*row as usize].id.clone()).collect(),
        unused_passages: unused.map(|(passage, _)| passage.id.clone()).collect(),
        lanes: report,
    };
    Ok((layer, made.port_node, report))
}

/// Places at sea that lanes lead to as they do to ports.
fn marks(mesh: &Mesh) -> Vec<LngLat> {
    let longitudes = (-180..180).step_by(MARK_EVERY_DEG).map(f64::from);
    longitudes
        .flat_map(|lng| MARK_LATITUDES.map(|lat| LngLat::wrapped(lng, lat)))
        .filter(|at| mesh.locate(*at).is_some_and(|point| mesh.body_at(&point) == 0))
        .collect()
}

fn link(lane: Lane, tables: SeaTables<'_>, lines: &[Line]) -> RawLink {
    let passages = lane.passages.iter().map(|row| tables.passages[*row as usize].id.clone());
    let areas = lane.areas.iter().map(|row| tables.areas[*row as usize].id.clone());
    let line = lane.line.map(|row| lines[row as usize].id.clone());
    RawLink {
        a: lane.a,
        b: lane.b,
        mode: Mode::Sea,
        length_km: lane.length_km,
        features: passages.chain(areas).chain(line).collect(),
        source: if lane.line.is_some() { TABLES } else { COAST },
        bends: lane.bends,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use corridor_network::fact::{Confidence, Evidence, TerminalKind};

    fn at(lng: f64, lat: f64) -> LngLat {
        LngLat::new(lng, lat).unwrap()
    }

    fn evidence() -> Evidence {
        Evidence {
            source: "made up".into(),
            date: "2026".into(),
            confidence: Confidence::H,
            note: String::new(),
        }
    }

    fn port(id: &str, place: LngLat) -> Terminal {
        Terminal {
            id: id.into(),
            name: id.into(),
            aliases: Vec::new(),
            locode: None,
            country: "IN".parse().unwrap(),
            at: place,
            kind: TerminalKind::Port,
            draught_m: None,
            containers: false,
            evidence: evidence(),
        }
    }

    fn line(passage: Option<&str>, course: &[LngLat]) -> Line {
        Line {
            id: "channel".into(),
            name: "channel".into(),
            mode: Mode::Sea,
            course: course.to_vec(),
            length_km: None,
            passage: passage.map(str::to_owned),
            status: Vec::new(),
            evidence: evidence(),
        }
    }

    /// An ocean round one island.
    fn mesh() -> Mesh {
        let antarctica: Vec<LngLat> =
            (0..24).map(|i| at(f64::from(i) * 15.0 - 179.0, -75.0)).collect();
        let island = vec![at(-10.0, -10.0), at(10.0, -10.0), at(10.0, 10.0), at(-10.0, 10.0)];
        Mesh::build(&[antarctica, island], &[], &[]).unwrap()
    }

    #[test]
    fn lanes_become_a_layer_with_names_and_sources() {
        let ports = [port("west", at(-12.0, 0.0)), port("river", at(8.5, 0.0))];
        let lines = [line(None, &[at(10.01, 0.0), at(8.5, 0.02)])];
        let tables = SeaTables { passages: &[], areas: &[], lines: &lines };
        let (layer, nodes, report) = lanes(&mesh(), tables, &ports, &|_| {}).unwrap();
        assert!(report.ports_without_lane.is_empty() && report.ports_apart.is_empty());
        assert_eq!(layer.nodes[nodes[1] as usize].at, ports[1].at);
        assert_eq!(layer.nodes[nodes[1] as usize].country, ports[1].country);
        let of_channel: Vec<&RawLink> =
            layer.links.iter().filter(|l| l.features.contains(&"channel".to_owned())).collect();
        assert!(!of_channel.is_empty() && of_channel.iter().all(|link| link.source == TABLES));
        assert!(layer.links.iter().any(|link| link.source == COAST && link.length_km > 1_000.0));
    }

    #[test]
    fn lines_that_make_no_sense_are_refused() {
        let refuse = |line: Line| {
            let lines = [line];
            let tables = SeaTables { passages: &[], areas: &[], lines: &lines };
            lanes(&mesh(), tables, &[], &|_| {}).unwrap_err().to_string()
        };
        assert!(refuse(line(Some("sues"), &[at(0.0, 0.0), at(1.0, 0.0)])).contains("sues"));
        assert!(refuse(line(None, &[at(0.0, 0.0)])).contains("two different points"));
    }
}
