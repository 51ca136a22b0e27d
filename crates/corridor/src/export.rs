//! The network as tables and maps that other tools read: GMNS node and link CSV, GeoJSON.
//!
//! GMNS: General Modeling Network Specification, <https://github.com/zephyr-data-specs/GMNS>.

use crate::geojson as shapes;
use crate::look::{mode, number};
use crate::problem::Problem;
use corridor_network::{EdgeId, Layer, LinkId, LngLat, Mode, Network, NodeId};
use serde_json::json;
use std::fmt::Write as _;
use std::io::{self, Write};

/// Which part of the network to write.
#[derive(Clone, Debug, Default)]
pub struct Choice {
    mode: Option<Mode>,
    area: Option<[f64; 4]>,
}

impl Choice {
    /// The links of a mode, all modes when absent, with an end inside `west,south,east,north`.
    ///
    /// # Errors
    /// When the mode is none or the box is not four degrees in order.
    pub fn new(mode_name: Option<&str>, area: Option<&str>) -> Result<Self, Problem> {
        let area = area.map(parse_box).transpose()?;
        Ok(Self { mode: mode_name.map(mode).transpose()?, area })
    }

    fn takes(&self, network: &Network, link: LinkId) -> bool {
        let of_mode = |mode| network.columns().link_mode[link] == mode;
        self.mode.is_none_or(of_mode) && self.takes_place(network, link)
    }

    fn takes_place(&self, network: &Network, link: LinkId) -> bool {
        let columns = network.columns();
        self.holds(columns.node_at[columns.link_a[link]])
            || self.holds(columns.node_at[columns.link_b[link]])
    }

    fn holds(&self, at: LngLat) -> bool {
        self.area.is_none_or(|[west, south, east, north]| {
            let inside = |lng: f64| {
                if west <= east { west <= lng && lng <= east } else { lng >= west || lng <= east }
            };
            south <= at.lat() && at.lat() <= north && inside(at.lng())
        })
    }
}

fn parse_box(text: &str) -> Result<[f64; 4], Problem> {
    let bad = |why: &str| {
        Problem::bad_input(
            "area-invalid",
            format!("--area {text:?}: {why}"),
            "west,south,east,north in degrees, such as 44,36,62,48; west may exceed east across 180",
        )
    };
    let numbers: Vec<f64> = text.split(',').map_while(|n| n.trim().parse().ok()).collect();
    let [west, south, east, north] = numbers[..] else { return Err(bad("needs four numbers")) };
    let fine = [west, south, east, north].iter().all(|n| n.is_finite())
        && south < north
        && south >= -90.0
        && north <= 90.0
        && west.abs() <= 180.0
        && east.abs() <= 180.0;
    if fine { Ok([west, south, east, north]) } else { Err(bad("is no box on the earth")) }
}

fn links<'a>(network: &'a Network, choice: &'a Choice) -> impl Iterator<Item = LinkId> + 'a {
    network.columns().link_a.ids().filter(|link| choice.takes(network, *link))
}

/// Writes `node.csv`: `node_id,x_coord,y_coord,ctrl_type,zone_id,country`.
///
/// # Errors
/// When the writer fails.
pub fn gmns_nodes(network: &Network, choice: &Choice, mut out: impl Write) -> io::Result<()> {
    let columns = network.columns();
    let mut used = vec![false; network.node_count()];
    for link in links(network, choice) {
        used[number(columns.link_a[link])] = true;
        used[number(columns.link_b[link])] = true;
    }
    writeln!(out, "node_id,x_coord,y_coord,country")?;
    for node in columns.node_at.ids().filter(|n| used[number(*n)]) {
        let [lng, lat] = columns.node_at[node].degrees();
        writeln!(out, "{},{lng:.5},{lat:.5},{}", number(node), columns.node_country[node])?;
    }
    Ok(())
}

/// Writes `config.csv`: the units of the other two tables.
///
/// # Errors
/// When the writer fails.
pub fn gmns_config(network: &Network, mut out: impl Write) -> io::Result<()> {
    writeln!(
        out,
        "dataset_name,short_length,long_length,speed,crs,geometry_field_format,version_number,\
         id_type"
    )?;
    writeln!(out, "corridor {},m,m,km/h,EPSG:4326,WKT,0.96,integer", network.build_id())
}

/// Writes `link.csv`: `link_id,from_node_id,to_node_id,directed,length,facility_type,free_speed,features,source,geometry`
/// with lengths in metres, speeds in km/h where they are known, and WKT geometry.
///
/// # Errors
/// When the writer fails.
pub fn gmns_links(network: &Network, choice: &Choice, mut out: impl Write) -> io::Result<()> {
    let columns = network.columns();
    writeln!(
        out,
        "link_id,from_node_id,to_node_id,directed,length,facility_type,free_speed,features,source,\
         geometry"
    )?;
    for link in links(network, choice) {
        let mut wkt = String::new();
        for point in network.course(EdgeId::of(link, false)) {
            let [lng, lat] = point.degrees();
            let comma = if wkt.is_empty() { "" } else { ", " };
            write!(wkt, "{comma}{lng:.5} {lat:.5}").expect("writing to a string does not fail");
        }
        let features: Vec<&str> =
            network.features_of(link).iter().map(|f| network.features()[*f].id.as_str()).collect();
        let id = |node: NodeId| number(node);
        let class = network.class_of(link);
        let speed = class.and_then(|class| class.kmh).map_or(String::new(), |kmh| kmh.to_string());
        writeln!(
            out,
            "{},{},{},{},{},{},{speed},{},{},\"LINESTRING ({wkt})\"",
            number(link),
            id(columns.link_a[link]),
            id(columns.link_b[link]),
            u8::from(class.is_some_and(|class| class.one_way)),
            columns.link_length[link].0,
            columns.link_mode[link].name(),
            features.join(";"),
            network.facts().sources[columns.link_source[link] as usize].id,
        )?;
    }
    Ok(())
}

/// Writes the graph that a layer is searched as: `tail,head,metres`, a line for each direction in
/// which a link may be used, nodes numbered as in `node.csv`. Enough to run any other engine on the same graph.
///
/// # Errors
/// When the writer fails.
pub fn edges(network: &Network, choice: &Choice, mut out: impl Write) -> io::Result<()> {
    // Inland waterways belong to the sea's layer, as they do for `distance`.
    let layer = choice.mode.and_then(Layer::of).unwrap_or(Layer::All);
    let columns = network.columns();
    writeln!(out, "tail,head,metres")?;
    for link in network.links_of(layer).filter(|link| choice.takes_place(network, *link)) {
        let (a, b) = (number(columns.link_a[link]), number(columns.link_b[link]));
        let metres = columns.link_length[link].0;
        writeln!(out, "{a},{b},{metres}")?;
        if !network.class_of(link).is_some_and(|class| class.one_way) {
            writeln!(out, "{b},{a},{metres}")?;
        }
    }
    Ok(())
}

/// Writes the links as a GeoJSON feature collection, one feature at a time.
///
/// # Errors
/// When the writer fails.
pub fn geojson(network: &Network, choice: &Choice, mut out: impl Write) -> io::Result<()> {
    let columns = network.columns();
    out.write_all(b"{\"type\":\"FeatureCollection\",\"features\":[")?;
    for (n, link) in links(network, choice).enumerate() {
        if n > 0 {
            out.write_all(b",\n")?;
        }
        let features: Vec<&str> =
            network.features_of(link).iter().map(|f| network.features()[*f].id.as_str()).collect();
        let feature = shapes::feature(
            &shapes::line(&network.course(EdgeId::of(link, false))),
            &json!({
                "mode": columns.link_mode[link].name(),
                "length_m": columns.link_length[link].0,
                "features": features,
                "source": network.facts().sources[columns.link_source[link] as usize].id,
            }),
        );
        serde_json::to_writer(&mut out, &feature)?;
    }
    out.write_all(b"]}\n")
}
