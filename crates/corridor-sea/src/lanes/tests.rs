//! Lanes on a small made-up world: two long islands with a strait between them, a canal through one.

use super::graph::{Adjacency, Edge};
use super::paths::{OneToAll, UNREACHED};
use super::*;
use corridor_network::Mode;
use corridor_network::fact::{AreaKind, Confidence, Evidence, Limits, PassageKind};

fn at(lng: f64, lat: f64) -> LngLat {
    LngLat::new(lng, lat).unwrap()
}

fn points(list: &[(f64, f64)]) -> Vec<LngLat> {
    list.iter().map(|(lng, lat)| at(*lng, *lat)).collect()
}

fn evidence() -> Evidence {
    Evidence {
        source: "made up".into(),
        date: "2026".into(),
        confidence: Confidence::H,
        note: String::new(),
    }
}

fn passage(id: &str, kind: PassageKind, gate: &[(f64, f64)]) -> Passage {
    Passage {
        id: id.into(),
        name: id.into(),
        aliases: Vec::new(),
        kind,
        group: None,
        gates: if gate.is_empty() { Vec::new() } else { vec![points(gate)] },
        open_by_default: true,
        limits: Limits::default(),
        transit_hours: 0.0,
        wait_hours: 0.0,
        status: Vec::new(),
        evidence: evidence(),
    }
}

/// Two islands from 30 S to 30 N, 20 W to the equator's middle and on to 20 E.
fn mesh() -> Mesh {
    let antarctica: Vec<LngLat> = (0..24).map(|i| at(f64::from(i) * 15.0 - 179.0, -75.0)).collect();
    let west = points(&[(-20.0, -30.0), (0.0, -30.0), (0.0, 30.0), (-20.0, 30.0)]);
    let east = points(&[(1.0, -30.0), (20.0, -30.0), (20.0, 30.0), (1.0, 30.0)]);
    Mesh::build(&[antarctica, west, east], &[], &[]).unwrap()
}

struct World {
    mesh: Mesh,
    passages: Vec<Passage>,
    areas: Vec<Area>,
    lines: Vec<Line>,
    ports: Vec<LngLat>,
}

/// Rows of the passages.
const STRAIT: u16 = 0;
const CANAL: u16 = 1;

fn world() -> World {
    World {
        mesh: mesh(),
        passages: vec![
            passage("malacca", PassageKind::Strait, &[(-5.0, 1.0), (5.0, 1.0)]),
            passage("suez", PassageKind::Canal, &[]),
        ],
        areas: vec![Area {
            id: "north".into(),
            name: "north".into(),
            kind: AreaKind::Sea,
            ring: points(&[(-30.0, 33.0), (30.0, 33.0), (30.0, 50.0), (-30.0, 50.0)]),
            ice_tenths: Vec::new(),
            ice_cm: Vec::new(),
            status: Vec::new(),
            evidence: evidence(),
        }],
        lines: vec![Line {
            id: "canal".into(),
            name: "canal".into(),
            mode: Mode::Sea,
            course: points(&[(-20.01, 10.0), (-10.0, 10.5), (0.01, 10.0)]),
            length_km: Some(2_300.0),
            passage: Some("suez".into()),
            status: Vec::new(),
            evidence: evidence(),
        }],
        // North, south, west, east, in the strait, on the bank of the canal.
        ports: points(&[
            (0.5, 40.0),
            (2.0, -40.0),
            (-24.0, 9.0),
            (30.0, 2.0),
            (0.5, -5.0),
            (-10.02, 10.45),
        ]),
    }
}

impl World {
    fn lanes(&self, recipe: Recipe) -> (Lanes, LanesReport) {
        let waters = Waters {
            mesh: &self.mesh,
            passages: &self.passages,
            areas: &self.areas,
            lines: &self.lines,
        };
        lanes(waters, &self.ports, recipe, &|_| {})
    }
}

/// Length between two ports over lanes that run through none of the closed passages, km.
fn sail(lanes: &Lanes, from: usize, to: usize, closed: &[u16]) -> Option<f64> {
    let nodes = lanes.nodes.len() as u32;
    let edges = lanes.lanes.iter().map(|lane| Edge {
        a: lane.a,
        b: lane.b,
        length_dm: (lane.length_km * 1e4) as u32,
        needs: u32::from(lane.passages.iter().any(|p| closed.contains(p))),
    });
    let graph = Candidates { cores: nodes, nodes, edges: edges.collect() };
    let mut search = OneToAll::new(nodes);
    search.run(&Adjacency::new(&graph, |i| graph.edges[i].needs == 0), lanes.port_node[from]);
    let cost = search.cost[lanes.port_node[to] as usize];
    (cost != UNREACHED).then(|| f64::from(cost) / 1e4)
}

#[test]
fn lanes_use_the_strait_and_the_canal_and_go_round_when_they_are_closed() {
    let world = world();
    let (lanes, report) = world.lanes(Recipe::default());
    assert!(report.without_lane.is_empty() && report.apart.is_empty(), "{report:?}");
    assert!(report.loose_lines.is_empty() && report.portals > 100, "{report:?}");
    assert_eq!(report.over_land, 0);
    // Straight through the strait from north to south.
    let open = sail(&lanes, 0, 1, &[]).unwrap();
    let straight = world.ports[0].geodesic_km(world.ports[1]);
    assert!((straight..straight * 1.012).contains(&open), "{open} for {straight}");
    // Round the east of the islands, by their northern corner, when it is closed.
    let round = sail(&lanes, 0, 1, &[STRAIT]).unwrap();
    assert!(round > straight * 1.15 && round < straight * 1.4, "{round}");
    // From the west coast into the strait: by the canal, otherwise round the south-west cape.
    let by_canal = sail(&lanes, 2, 4, &[]).unwrap();
    assert!((4_300.0..4_700.0).contains(&by_canal), "{by_canal}");
    let by_sea = sail(&lanes, 2, 4, &[CANAL]).unwrap();
    assert!(by_sea > 7_500.0, "{by_sea}");
    // A port on the bank is on the canal; with the canal closed, nothing reaches it.
    assert!(sail(&lanes, 2, 5, &[]).unwrap() < 2_000.0);
    assert_eq!(sail(&lanes, 2, 5, &[CANAL]), None);
}

#[test]
fn lanes_are_within_their_stretch_of_the_whole_union() {
    let world = world();
    let (thin, report) = world.lanes(Recipe::default());
    let (whole, _) = world.lanes(Recipe { portals: false, stretch: None });
    for closed in [&[][..], &[STRAIT], &[CANAL], &[STRAIT, CANAL]] {
        for from in 0..world.ports.len() {
            for to in 0..world.ports.len() {
                let (thin, whole) = (sail(&thin, from, to, closed), sail(&whole, from, to, closed));
                match (thin, whole) {
                    (Some(thin), Some(whole)) => {
                        assert!(
                            thin <= whole * 1.01 + 0.6,
                            "{from} {to} {closed:?}: {thin} for {whole}"
                        );
                    }
                    (None, None) => {}
                    other => panic!("{from} to {to}: {other:?}"),
                }
            }
        }
    }
    assert!(thin.lanes.len() < report.candidates / 4);
}

#[test]
fn lanes_carry_areas_and_are_the_same_every_time() {
    let world = world();
    let (first, _) = world.lanes(Recipe::default());
    let (second, _) = world.lanes(Recipe::default());
    assert_eq!(first, second);
    let north = first.port_node[0];
    let at_north: Vec<&Lane> =
        first.lanes.iter().filter(|lane| lane.a == north || lane.b == north).collect();
    assert!(!at_north.is_empty() && at_north.iter().all(|lane| lane.areas == [0]));
    // Cut at the border of the area, at 33 N or a little north of it by the great circle.
    let cut = |lane: &Lane| {
        [lane.a, lane.b]
            .map(|n| first.nodes[n as usize].lat())
            .iter()
            .any(|lat| (33.0..37.5).contains(lat))
    };
    assert!(at_north.iter().any(|lane| cut(lane)));
    let at_canal = first.port_node[5];
    let spur = first.lanes.iter().find(|lane| lane.b == at_canal).unwrap();
    assert!(spur.areas.is_empty() && spur.line.is_none() && spur.length_km < 10.0);
}
