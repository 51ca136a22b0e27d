//! Extracts and tables joined to a small network in Finland.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod pbf;

use corridor_extract::{Area, Built, Options, Refused, build};
use corridor_network::fact::{Confidence, Evidence, Source, Waypoint};
use corridor_network::{
    Columns, Facts, Feature, FeatureId, FeatureKind, FeatureSetId, Id, LinkId, LngLat, Metres,
    Mode, Network, NodeId, Parts, format,
};
use pbf::{Node, Way, extract, extract_of};
use std::collections::BTreeMap;
use std::path::PathBuf;
use tempfile::TempDir;

const PRIMARY: &[(&str, &str)] = &[("highway", "primary")];
const STREET: &[(&str, &str)] = &[("highway", "residential")];

/// The network: a road from west to east along 60.80 N, a node every half degree, 24 to 26 E.
fn network() -> Network {
    let mut columns = Columns { first_bend: vec![0], ..Columns::default() };
    columns.feature_sets.push(Vec::new());
    for n in 0..5 {
        columns.node_at.push(LngLat::new(24.0 + 0.5 * f64::from(n), 60.80).unwrap());
        columns.node_country.push("FI".parse().unwrap());
    }
    for n in 0..4 {
        columns.link_a.push(NodeId::from_index(n));
        columns.link_b.push(NodeId::from_index(n + 1));
        columns.link_mode.push(Mode::Road);
        columns.link_length.push(Metres(27_400));
        columns.link_features.push(FeatureSetId::from_index(0));
        columns.link_source.push(0);
        columns.first_bend.push(0);
    }
    let source = Source {
        id: "x".into(),
        title: "X".into(),
        package: "x 1".into(),
        licence: "ODbL-1.0".into(),
        attribution: "x".into(),
    };
    let circle = Waypoint {
        id: "circle".into(),
        mode: Mode::Road,
        at: LngLat::new(24.75, 60.80).unwrap(),
        radius_km: 2.0,
    };
    let facts = Facts { sources: vec![source], waypoints: vec![circle], ..Facts::default() };
    let feature = Feature { id: "circle".into(), kind: FeatureKind::Waypoint, row: 0 };
    let parts = Parts { columns, facts, features: vec![feature].into(), ..Parts::default() };
    Network::new(parts, "test".into()).unwrap()
}

/// The same road drawn finer from 24.5 to 25.0 E, with a street off it, its dead end a service road
/// that is private, and a bridge for cars alone.
fn nodes() -> Vec<Node<'static>> {
    let mut nodes: Vec<Node<'static>> = (0..=10)
        .map(|n| (n, 24.5 + 0.05 * n as f64, 60.80 + 0.002 * (n % 2) as f64, &[][..]))
        .collect();
    nodes.extend([(20, 24.75, 60.82, &[][..]), (21, 24.75, 60.83, &[]), (22, 24.76, 60.83, &[])]);
    nodes
}

fn ways() -> Vec<Way<'static>> {
    vec![
        (100, &[0, 1, 2, 3, 4, 5], PRIMARY),
        (101, &[5, 6, 7, 8, 9, 10], PRIMARY),
        (102, &[5, 20, 21], STREET),
        (103, &[21, 22], &[("highway", "service"), ("access", "private")]),
        (104, &[20, 8], &[("highway", "tertiary"), ("maxweight", "3.5")]),
        (105, &[1, 20], &[("waterway", "stream")]),
    ]
}

/// A folder with files of these contents.
fn folder(files: &[(&str, &[u8])]) -> (TempDir, Vec<PathBuf>) {
    let folder = tempfile::tempdir().unwrap();
    let paths = files.iter().map(|(name, content)| {
        let path = folder.path().join(name);
        std::fs::write(&path, content).unwrap();
        path
    });
    let paths = paths.collect();
    (folder, paths)
}

fn built(files: &[(&str, &[u8])], options: &Options) -> Result<Built, Refused> {
    let (_folder, paths) = folder(files);
    build(&network(), &paths, options, &|_| {})
}

fn links_at(network: &Network, lng: f64, lat: f64) -> Vec<LinkId> {
    let at = LngLat::new(lng, lat).unwrap();
    let columns = network.columns();
    let near = |node: NodeId| columns.node_at[node].sphere_km(at) < 0.1;
    columns.link_a.ids().filter(|l| near(columns.link_a[*l]) || near(columns.link_b[*l])).collect()
}

/// Metres of the shortest way between the nodes nearest to two points.
fn distance(network: &Network, from: (f64, f64), to: (f64, f64)) -> Option<u64> {
    let nearest = |(lng, lat): (f64, f64)| {
        let at = LngLat::new(lng, lat).unwrap();
        let columns = network.columns();
        let km = |node: &NodeId| columns.node_at[*node].sphere_km(at);
        columns.node_at.ids().min_by(|a, b| km(a).total_cmp(&km(b))).unwrap()
    };
    let (from, to) = (nearest(from), nearest(to));
    let mut best: BTreeMap<NodeId, u64> = BTreeMap::new();
    let mut queue = std::collections::BTreeSet::from([(0u64, from)]);
    while let Some((metres, node)) = queue.pop_first() {
        if best.contains_key(&node) {
            continue;
        }
        best.insert(node, metres);
        for edge in network.edges_from(node) {
            let length = u64::from(network.columns().link_length[edge.link()].0);
            queue.insert((metres + length, network.head(*edge)));
        }
    }
    best.get(&to).copied()
}

#[test]
fn an_extract_takes_the_place_of_what_it_has_finer_and_brings_its_streets() {
    let built =
        built(&[("town.osm.pbf", &extract(&nodes(), &ways()))], &Options::default()).unwrap();
    let report = built.report.clone();
    let road = &report.modes["road"];
    assert_eq!((road.replaced, road.welds), (1, 2), "{report:#?}");
    assert!((road.replaced_km - 27.4).abs() < 0.1);
    // The primary road in two pieces, the street in one.
    assert_eq!(road.links, 3, "{report:#?}");
    assert_eq!(report.notes.taken["road ways"], 3);
    assert_eq!(report.notes.left("access closed to lorries"), 1);
    assert_eq!(report.notes.left("weight limit below the lorry's mass"), 1);
    assert_eq!(report.notes.left_out["access closed to lorries"].first, ["way 103"]);
    let network = built.network().unwrap();
    // From the street's end to the far end of the network: 25 km along the town's road, then 55 km.
    let metres = distance(&network, (24.75, 60.83), (26.0, 60.80)).unwrap();
    assert!((70_000..76_000).contains(&metres), "{metres}");
    let west = distance(&network, (24.0, 60.80), (26.0, 60.80)).unwrap();
    assert!((109_000..112_000).contains(&west), "{west}");
    // Links of the extract name it, and carry the circle that they pass.
    let street = links_at(&network, 24.75, 60.83);
    assert_eq!(street.len(), 1);
    let source = &network.facts().sources[network.columns().link_source[street[0]] as usize];
    assert_eq!(
        (source.licence.as_str(), source.attribution.as_str()),
        ("ODbL-1.0", "© OpenStreetMap contributors")
    );
    assert!(source.title.starts_with("town.osm.pbf"));
    let in_circle = |link: LinkId| {
        network.features_of(link).iter().any(|f| network.features()[*f].id == "circle")
    };
    assert!(links_at(&network, 24.75, 60.802).into_iter().all(in_circle));
}

#[test]
fn the_same_files_give_the_same_bytes_and_the_file_is_read_back() {
    let bytes = || {
        let built =
            built(&[("town.osm.pbf", &extract(&nodes(), &ways()))], &Options::default()).unwrap();
        let mut bytes = Vec::new();
        format::write(&built.parts, &mut bytes).unwrap();
        bytes
    };
    let first = bytes();
    assert_eq!(first, bytes());
    let network = format::read(&first).unwrap();
    assert!(network.order(corridor_network::Layer::Road).is_some());
}

#[test]
fn one_way_streets_and_speeds_are_classes_of_their_links() {
    let mut ways = ways();
    ways[1].2 = &[("highway", "primary"), ("maxspeed", "40")];
    ways.push((110, &[5, 20], &[("highway", "tertiary"), ("oneway", "-1")]));
    let built = built(&[("town.osm.pbf", &extract(&nodes(), &ways))], &Options::default()).unwrap();
    let facts = &built.parts.facts;
    let ids: Vec<&str> = facts.way_classes.iter().map(|class| class.id.as_str()).collect();
    assert!(ids.contains(&"road-class-40-one-way") && ids.contains(&"road-class-40"), "{ids:?}");
    let network = built.network().unwrap();
    let one_way = network.columns().link_a.ids().find(|link| {
        network.features_of(*link).iter().any(|f| network.features()[*f].id.ends_with("one-way"))
    });
    let link = one_way.unwrap();
    // Against the order of its points: from 20 to 5.
    let at = |node: NodeId| network.columns().node_at[node].lat();
    assert!(at(network.columns().link_a[link]) > at(network.columns().link_b[link]));
}

#[test]
fn streets_that_cannot_be_left_again_are_left_out() {
    let mut ways = ways();
    ways[2].2 = &[("highway", "residential"), ("oneway", "yes")];
    let built = built(&[("town.osm.pbf", &extract(&nodes(), &ways))], &Options::default()).unwrap();
    let road = &built.report.modes["road"];
    assert_eq!(road.links, 2);
    assert!(road.left_out_km > 3.0, "{road:?}");
}

#[test]
fn bollards_and_the_rim_cut_ways() {
    let mut nodes = nodes();
    nodes[7].3 = &[("barrier", "bollard")];
    let built = built(&[("town.osm.pbf", &extract(&nodes, &ways()))], &Options::default()).unwrap();
    // The extract does not lead through any more: both ends are welded to the network's road, and
    // the piece of that between them stays.
    let road = &built.report.modes["road"];
    assert_eq!((road.welds, road.replaced), (4, 2), "{:#?}", built.report);
    assert!(road.replaced_km < 25.0);
    let area = Area::read("24.4,60.7,24.8,60.9").unwrap();
    let options = Options { area: Some(area), ..Options::default() };
    let cut = super_built(&options);
    let network = cut.network().unwrap();
    let east = |node: NodeId| network.columns().node_at[node].lng() > 24.81;
    // What was beyond the rim is the network's alone; the end at the rim is welded to it.
    let beyond = network.columns().node_at.ids().filter(|n| east(*n)).count();
    assert_eq!(beyond, 3, "25.0, 25.5 and 26.0");
    assert!(distance(&network, (24.75, 60.83), (26.0, 60.80)).is_some());
}

fn super_built(options: &Options) -> Built {
    built(&[("town.osm.pbf", &extract(&nodes(), &ways()))], options).unwrap()
}

#[test]
fn an_extract_far_from_everything_is_refused_or_stands_alone() {
    let far: Vec<Node> = nodes().into_iter().map(|(id, x, y, t)| (id, x, y + 3.0, t)).collect();
    let bytes = extract(&far, &ways());
    let refused = built(&[("far.osm.pbf", &bytes)], &Options::default()).unwrap_err();
    assert_eq!(refused.code, "extract-apart");
    assert!(refused.reason.contains("10 km") && refused.next.contains("--weld"), "{refused}");
    let options = Options { weld_km: 400.0, ..Options::default() };
    let reached = built(&[("far.osm.pbf", &bytes)], &options).unwrap();
    assert!(reached.report.modes["road"].longest_weld_km > 300.0);
    let alone = built(&[("far.osm.pbf", &bytes)], &Options { alone: true, ..Options::default() });
    let network = alone.unwrap().network().unwrap();
    assert_eq!(network.link_count(), 3);
    assert!(network.facts().waypoints.is_empty());
}

#[test]
fn damaged_files_are_refused_with_file_block_and_next_step() {
    let whole = extract(&nodes(), &ways());
    let refusal =
        |name: &str, bytes: &[u8]| built(&[(name, bytes)], &Options::default()).unwrap_err();
    for length in [0, 1, 3, 10, 40, whole.len() / 2, whole.len() - 1] {
        let refused = refusal("cut.osm.pbf", &whole[..length]);
        assert!(
            ["extract-damaged", "extract-empty"].contains(&refused.code),
            "{length}: {refused}"
        );
        assert!(refused.reason.contains("cut.osm.pbf"), "{length}: {refused}");
    }
    // Any single byte changed: an answer or a refusal, never a panic.
    for at in 0..whole.len() {
        let mut bytes = whole.clone();
        bytes[at] ^= 0x55;
        let _ = built(&[("bent.osm.pbf", &bytes)], &Options::default());
    }
    let history = extract_of(&["OsmSchema-V0.6", "HistoricalInformation"], &nodes(), &ways());
    let refused = refusal("history.osm.pbf", &history);
    assert!(refused.reason.contains("HistoricalInformation") && refused.next.contains("osmium"));
    assert_eq!(refusal("map.osm", b"<osm/>").code, "extract-unknown");
    assert!(refusal("map.osm", b"<osm/>").next.contains("osmium cat"));
    let none =
        built(&[("empty.osm.pbf", &extract(&nodes(), &[]))], &Options::default()).unwrap_err();
    assert_eq!(none.code, "extract-empty");
    let missing = build(&network(), &["/nowhere.osm.pbf".into()], &Options::default(), &|_| {});
    assert_eq!(missing.unwrap_err().code, "extract-unreadable");
}

#[test]
fn ways_without_their_points_and_ways_given_twice_are_counted() {
    let mut ways = ways();
    ways.push((200, &[900, 901], STREET));
    ways.push((100, &[0, 1, 2, 3, 4, 5], PRIMARY));
    let built = built(&[("town.osm.pbf", &extract(&nodes(), &ways))], &Options::default()).unwrap();
    let notes = &built.report.notes;
    let reason = "way without points in the file or the area";
    assert_eq!(notes.left_out[reason].first, ["way 200"]);
    assert_eq!(notes.left("way given twice"), 1);
    assert_eq!(built.report.modes["road"].links, 3);
}

const NODE_CSV: &str = "node_id,x_coord,y_coord\n1,24.5,60.80\n2,25.0,60.80\n3,24.75,60.85\n";

#[test]
fn gmns_tables_are_read_and_bad_rows_told_with_line_and_rule() {
    let links = "link_id,from_node_id,to_node_id,directed,length,facility_type,geometry\n\
        a,1,2,0,28.5,primary,\"LINESTRING (24.5 60.8, 24.75 60.82, 25.0 60.8)\"\n\
        b,2,3,0,,local,\n\
        b,1,3,0,,local,\n\
        c,1,9,0,,local,\n\
        d,3,3,0,,local,\n\
        e,1,3,maybe,,local,\n\
        f,1,3,1,,footway,\n\
        g,3,1,1,2.0,local,\n\
        h,3,1,1,900,local,\"MULTILINESTRING ((24.5 60.8, 24.6 60.83, 24.75 60.85))\"\n";
    let config = "dataset_name,long_length\ntest,km\n";
    let files: [(&str, &[u8]); 3] = [
        ("node.csv", NODE_CSV.as_bytes()),
        ("link.csv", links.as_bytes()),
        ("config.csv", config.as_bytes()),
    ];
    let (folder, _) = folder(&files);
    let options = Options { licence: Some("CC-BY-4.0".into()), ..Options::default() };
    let built = build(&network(), &[folder.path().to_owned()], &options, &|_| {}).unwrap();
    let notes = &built.report.notes;
    for (reason, place) in [
        ("link_id given twice; the first counts", "link.csv line 4"),
        ("link to a node that is not there", "link.csv line 5: link c to 9"),
        ("link from a node to itself", "link.csv line 6"),
        ("link whose directed is neither true nor false", "link.csv line 7"),
        ("link of no mode of freight", "link.csv line 8: footway"),
        (
            "length below the straight line; the geometry counts",
            "link.csv line 9: 2000 m instead of 14698 m at least",
        ),
    ] {
        assert_eq!(notes.left_out[reason].first, [place], "{reason}: {:?}", notes.left_out);
    }
    let reason = "length beyond three times the course; the geometry counts";
    assert_eq!(notes.left(reason), 1);
    assert_eq!(notes.left("geometry that is no line between its nodes; drawn straight"), 0);
    assert_eq!(notes.taken["road links"], 4);
    assert_eq!(built.report.modes["road"].replaced, 1);
    let source = built.parts.facts.sources.last().unwrap();
    assert_eq!(source.licence, "CC-BY-4.0");
}

#[test]
fn swapped_coordinates_and_missing_columns_are_told() {
    let links = "link_id,from_node_id,to_node_id,directed\na,1,2,0\n";
    let of = |node: &str, link: &str| {
        let files = [("node.csv", node.as_bytes()), ("link.csv", link.as_bytes())];
        let (folder, _) = folder(&files);
        build(&network(), &[folder.path().to_owned()], &Options::default(), &|_| {}).unwrap_err()
    };
    // In the far east longitudes exceed what a latitude can be.
    let swapped = of("node_id,x_coord,y_coord\n1,35.1,129.0\n2,35.2,128.0\n", links);
    assert!(swapped.next.contains("swapped"), "{swapped}");
    // In Finland they do not: the tables then lie somewhere else, far from any road.
    let swapped = of("node_id,x_coord,y_coord\n1,60.8,24.5\n2,60.8,25.0\n", links);
    assert_eq!(swapped.code, "extract-apart");
    assert!(swapped.next.contains("swapped"), "{swapped}");
    let projected = {
        let files: [(&str, &[u8]); 3] = [
            ("node.csv", NODE_CSV.as_bytes()),
            ("link.csv", links.as_bytes()),
            ("config.csv", b"dataset_name,crs\ntest,EPSG:32619\n"),
        ];
        let (folder, _) = folder(&files);
        build(&network(), &[folder.path().to_owned()], &Options::default(), &|_| {}).unwrap_err()
    };
    assert!(projected.reason.contains("32619") && projected.next.contains("4326"), "{projected}");
    let metres = of("node_id,x_coord,y_coord\n1,385000,6672000\n2,385100,6672000\n", links);
    assert!(metres.next.contains("degrees"), "{metres}");
    let missing = of(NODE_CSV, "link_id,from_node_id,to_node_id\na,1,2\n");
    assert!(missing.reason.contains("directed"), "{missing}");
}

#[test]
fn geojson_lines_meet_where_they_share_a_position() {
    let text = r#"{"type":"FeatureCollection","features":[
        {"type":"Feature","properties":{"mode":"road"},"geometry":{"type":"LineString",
         "coordinates":[[24.5,60.8],[24.75,60.802],[25.0,60.8]]}},
        {"type":"Feature","properties":{"highway":"residential"},"geometry":{"type":"LineString",
         "coordinates":[[24.75,60.802],[24.75,60.83]]}},
        {"type":"Feature","properties":{"mode":"sea"},"geometry":{"type":"LineString",
         "coordinates":[[24.75,60.802],[24.75,60.83]]}},
        {"type":"Feature","properties":{"mode":"road"},"geometry":{"type":"Point",
         "coordinates":[24.75,60.802]}}]}"#;
    let one = built(&[("lines.geojson", text.as_bytes())], &Options::default()).unwrap();
    assert_eq!(one.report.modes["road"].links, 3);
    assert_eq!(one.report.notes.left("feature that is no line"), 1);
    let broken = built(&[("lines.geojson", b"{\"type\":")], &Options::default()).unwrap_err();
    assert_eq!(broken.code, "extract-damaged");
}

#[test]
fn a_terminal_of_ones_own_has_a_gate_on_the_road_beside_it() {
    let table =
        b"id,name,kind,lon,lat,containers\nmy-depot,My depot,rail_terminal,24.752,60.825,yes\n";
    let (folder, paths) =
        folder(&[("town.osm.pbf", &extract(&nodes(), &ways())), ("terminals.csv", table)]);
    let options =
        Options { terminals: Some(folder.path().join("terminals.csv")), ..Options::default() };
    let built = build(&network(), &paths[..1], &options, &|_| {}).unwrap();
    assert_eq!(built.report.notes.taken["terminals"], 1);
    let network = built.network().unwrap();
    assert_eq!(network.facts().terminals[0].id, "my-depot");
    let transfers: Vec<LinkId> = network
        .columns()
        .link_a
        .ids()
        .filter(|l| network.columns().link_mode[*l] == Mode::Transfer)
        .collect();
    assert_eq!(transfers.len(), 1);
    assert!(network.columns().link_length[transfers[0]].0 < 200);
    let feature: FeatureId = network.feature("my-depot").unwrap();
    assert_eq!(network.features_of(transfers[0]), [feature]);
    // It can be named.
    assert!(network.places().iter().any(|place| place.name == "My depot"));
    let evidence: &Evidence = &network.facts().terminals[0].evidence;
    assert_eq!(evidence.confidence, Confidence::M);
}
