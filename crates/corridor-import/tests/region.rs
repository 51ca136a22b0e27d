//! A region rebuilt from small fixtures gives the committed bytes: the stages are deterministic and
//! nobody changed them unawares. `BLESS=1 cargo test -p corridor-import --test region` renews them.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use corridor_import::compile::{Stages, compile};
use corridor_import::raw::Layer;
use corridor_import::sea::{SeaTables, lanes};
use corridor_import::{rail, road, tables};
use corridor_network::Countries;
use corridor_network::fact::{Source, TerminalKind};
use corridor_network::{Facts, Id, IdVec, LngLat, Mode, Network, format};
use corridor_sea::Mesh;
use std::path::{Path, PathBuf};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/region")
}

/// Land everywhere but the middle Caspian, drawn by hand for this test.
fn coast() -> Vec<Vec<LngLat>> {
    let circle = |lat: f64| (0..36).map(|i| at(f64::from(i) * 10.0 - 180.0, lat)).collect();
    let caspian = [
        (47.6, 43.0),
        (48.3, 42.0),
        (49.3, 41.1),
        (49.5, 40.4),
        (50.2, 40.3),
        (49.5, 40.0),
        (52.8, 40.0),
        (52.5, 41.5),
        (50.9, 43.0),
    ];
    vec![circle(-86.0), circle(-84.0), caspian.iter().map(|(lng, lat)| at(*lng, *lat)).collect()]
}

fn at(lng: f64, lat: f64) -> LngLat {
    LngLat::new(lng, lat).unwrap()
}

fn build() -> Vec<u8> {
    let folder = folder();
    let tables = tables::read(&folder.join("data")).unwrap();
    let countries = Countries::new().unwrap();
    let of =
        |mode: Mode| tables.borders.iter().filter(|b| b.mode == mode).cloned().collect::<Vec<_>>();
    let text = |name: &str| std::fs::read(folder.join(name)).unwrap();
    let (rail, mut borders, _) =
        rail::layer(&text("railways.txt"), &[], &[], &of(Mode::Rail), &tables.gauges, &countries)
            .unwrap();
    let (road, road_borders, _) =
        road::layer(&text("highways.txt"), &[], &of(Mode::Road), &countries).unwrap();
    borders.extend(road_borders);
    let mut terminals = tables.terminals.clone();
    terminals.sort_by(|a, b| a.id.cmp(&b.id));
    assert!(terminals.iter().all(|t| t.kind == TerminalKind::Port));
    let mesh = Mesh::build(&coast(), &[], &[]).unwrap();
    let sea_tables = SeaTables { passages: &[], areas: &[], lines: &[] };
    let (sea, nodes, _) = lanes(&mesh, sea_tables, &terminals, &|_| {}).unwrap();
    let source = |id: &str| Source {
        id: id.into(),
        title: id.into(),
        package: "fixture".into(),
        licence: "ODbL-1.0".into(),
        attribution: "© OpenStreetMap contributors".into(),
    };
    let sources = ["scgraph-railways", "scgraph-highways", "osm-lands", "tables"].map(source);
    let facts = Facts {
        sources: sources.into(),
        borders,
        terminals,
        corridors: tables.corridors,
        gauges: tables.gauges,
        unions: tables.unions,
        ..Facts::default()
    };
    let stages = Stages {
        sea,
        port_node: nodes.into_iter().map(Some).collect(),
        rail,
        road,
        water: Layer::default(),
        service_course: Vec::new(),
        facts,
        places: IdVec::new(),
        coast: coast(),
    };
    let (parts, _) = compile(stages).unwrap();
    let mut bytes = Vec::new();
    format::write(&parts, &mut bytes).unwrap();
    bytes
}

#[test]
fn a_region_rebuilt_gives_the_committed_bytes() {
    let built = build();
    assert_eq!(built, build(), "two runs give the same bytes");
    let kept = folder().join("region.corridor");
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&kept, &built).unwrap();
    }
    let network = format::read(&built).unwrap();
    holds_what_it_should(&network);
    assert_eq!(
        built,
        std::fs::read(&kept).unwrap(),
        "the stages changed: look at what differs, then renew with BLESS=1"
    );
}

fn holds_what_it_should(network: &Network) {
    let columns = network.columns();
    let km = |mode: Mode| -> f64 {
        let links = columns.link_a.ids().filter(|l| columns.link_mode[*l] == mode);
        links.map(|l| columns.link_length[l].km()).sum()
    };
    assert!(
        km(Mode::Rail) > 500.0 && km(Mode::Road) > 1000.0,
        "{} {}",
        km(Mode::Rail),
        km(Mode::Road)
    );
    assert!(km(Mode::Sea) > 100.0, "the two ports are joined by water");
    let border = network.feature("samur_yalama").expect("the listed crossing is met");
    let met = columns.link_a.ids().filter(|l| network.features_of(*l).contains(&border));
    assert!(met.count() >= 2, "two links meet on the border");
    let modes = |id: &str| {
        let terminal = network.feature(id).expect("the ports are features");
        columns.link_a.ids().filter(|l| network.features_of(*l).contains(&terminal)).count()
    };
    assert_eq!(modes("AZALA"), 3, "Alat has sea, rail and road");
    assert!(modes("RUMCX") >= 1, "Makhachkala lies north of the cut: it has the sea");
    assert!(columns.terminal_node.iter().all(|n| n.index() < network.node_count()));
}
