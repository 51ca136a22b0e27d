//! What the rail and the road layer share: from the package's literals to a layer of the network.
//!
//! The source is a graph simplified from OpenStreetMap whose lengths are true and whose topology is
//! torn: way ends miss their neighbours by a few hundred metres. The passes, in order:
//! [`literal`] reads it, [`belonging`] finds countries, [`cluster`] merges yards and closes small
//! gaps, [`exclude`] takes out passenger-only lines, [`heal`] joins dangling ends and [`meet`] lines
//! that cross, [`lines`] adds
//! what is known by hand, [`border`] cuts at borders and gauge breaks, [`contract`] shrinks it to
//! junctions and [`order`] writes the layer. No pass knows attributes such as gauge or speed: the
//! source has none.

mod belonging;
mod border;
mod cluster;
mod contract;
mod exclude;
mod gauge;
mod graph;
mod heal;
mod lines;
mod literal;
mod meet;
mod near;
mod order;

pub use belonging::Belonging;
pub use border::Crossings;
pub use cluster::Merged;
pub use contract::Dropped;
pub use exclude::{Excluded, Exclusion, FastLines};
pub use gauge::GaugeMap;
pub use heal::{Joint, Joints};
pub use lines::Attached;
pub use meet::Meeting;
pub use order::Component;

use crate::raw::Layer;
use corridor_network::Countries;
use corridor_network::fact::{Border, Gauge, Line};
use corridor_network::{CountryCode, Mode};
use std::collections::BTreeMap;

/// How a land layer is built. Lengths in km.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// Rail or road.
    pub mode: Mode,
    /// Id of the source in `data/sources.toml`.
    pub source: &'static str,
    /// Nodes this near to a busier one are merged into it.
    pub place_km: f64,
    /// Gaps up to this length between places are closed.
    pub gap_km: f64,
    /// They are not, where the network links the places within this length.
    pub gap_detour_km: f64,
    /// How passenger-only high-speed lines are told by their shape; none when absent.
    pub fast_lines: Option<FastLines>,
    /// How far a dangling end looks for the network it was cut from; none when 0.
    pub end_reach_km: f64,
    /// How many times the gap the way round must be for an end to be joined.
    pub end_detour: f64,
    /// Gaps up to this length between ends that face each other are closed; none when 0.
    pub facing_km: f64,
    /// How many times the gap the way round must be for that.
    pub facing_detour: f64,
    /// Lines that cross without a node are joined when the way round is longer; never when 0.
    pub crossing_detour_km: f64,
    /// Dead ends shorter than this are dropped.
    pub stub_km: f64,
    /// Components shorter than this are dropped.
    pub component_km: f64,
    /// How far from the course bends may be left out, degrees of latitude.
    pub bend_deg: f64,
    /// Published line length over length in the source, by country.
    pub length_factor: fn(CountryCode) -> f64,
}

/// What was read, changed and left out, and what came of it.
#[derive(Clone, Debug, Default, serde::Serialize)]
pub struct Report {
    /// Nodes of the source.
    pub source_nodes: usize,
    /// Stretches of the source, undirected.
    pub source_stretches: usize,
    /// Their total length, km.
    pub source_km: f64,
    /// Entries from a node to itself, left out.
    pub self_loops: usize,
    /// Corrections of the country of nodes.
    pub belonging: Belonging,
    /// Merging of nodes.
    pub merged: Merged,
    /// Passenger-only lines taken out.
    pub excluded: Vec<Excluded>,
    /// Dangling ends joined.
    pub joints: Joints,
    /// Crossing lines joined.
    pub meetings: Vec<Meeting>,
    /// Hand-checked lines added.
    pub lines: Vec<Attached>,
    /// Links that cross borders or breaks of gauge, by border.
    pub crossings: Vec<Crossings>,
    /// Loops, parallels and stubs dropped.
    pub dropped: Dropped,
    /// Components kept, longest first.
    pub components: Vec<Component>,
    /// Number of components dropped.
    pub crumbs: usize,
    /// Their total length, km.
    pub crumbs_km: f64,
    /// Nodes of the layer.
    pub nodes: usize,
    /// Links of the layer.
    pub links: usize,
    /// Bends of the layer.
    pub bends: usize,
    /// Length of the layer by country, km.
    pub km_by_country: BTreeMap<CountryCode, f64>,
}

/// The hand-made tables a land layer rests on.
#[derive(Clone, Copy)]
pub struct Tables<'a> {
    /// Lines to add; those of other modes are passed over.
    pub lines: &'a [Line],
    /// Lines to take out.
    pub exclusions: &'a [Exclusion],
    /// Border posts.
    pub borders: &'a [Border],
    /// Track gauges.
    pub gauges: &'a [Gauge],
    /// Country lookup.
    pub countries: &'a Countries,
}

/// Builds a layer from the text of a module of the package. Also returns the borders of the table
/// with the generic ones of the network added.
///
/// # Errors
/// When the text is not such a module, or a line or exclusion of the tables fits nothing.
pub fn build(
    module: &[u8],
    tables: Tables<'_>,
    settings: &Settings,
) -> anyhow::Result<(Layer, Vec<Border>, Report)> {
    let published = literal::read(module)?;
    let mut report = Report {
        source_nodes: published.at.len(),
        source_stretches: published.stretches.len(),
        source_km: published.stretches.iter().map(|s| s.2).sum(),
        self_loops: published.self_loops,
        ..Report::default()
    };
    let (country, belonging) =
        belonging::countries_of(&published.at, &published.stretches, tables.countries);
    report.belonging = belonging;
    let (mut graph, merged) = cluster::merge(
        &published.at,
        &country,
        &published.stretches,
        settings.place_km,
        settings.gap_km,
        settings.gap_detour_km,
    );
    report.merged = merged;
    report.excluded = exclude::take_out(&mut graph, tables.exclusions)?;
    if let Some(rule) = &settings.fast_lines {
        report.excluded.extend(exclude::take_out_fast(&mut graph, rule));
    }
    if settings.end_reach_km > 0.0 {
        report.joints = heal::join_ends(&mut graph, settings.end_reach_km, settings.end_detour);
    }
    if settings.facing_km > 0.0 {
        heal::join_facing(
            &mut graph,
            settings.facing_km,
            settings.facing_detour,
            &mut report.joints,
        );
    }
    if settings.crossing_detour_km > 0.0 {
        report.meetings = meet::join_crossings(&mut graph, settings.crossing_detour_km);
    }
    for stretch in &mut graph.stretches {
        stretch.km *= (settings.length_factor)(graph.country[stretch.a as usize]);
    }
    report.lines = lines::attach(&mut graph, tables.lines, settings.mode, tables.countries)?;
    let gauges = GaugeMap::new(tables.gauges);
    let (borders, crossings) =
        border::split(&mut graph, settings.mode, tables.borders, &gauges, tables.countries);
    report.crossings = crossings;
    report.dropped = contract::contract(&mut graph, settings.stub_km);

    let (layer, components, crumbs) = order::layer(
        &graph,
        settings.mode,
        settings.source,
        settings.component_km,
        settings.bend_deg,
    );
    report.components = components;
    (report.crumbs, report.crumbs_km) = crumbs;
    report.nodes = layer.nodes.len();
    report.links = layer.links.len();
    report.bends = layer.links.iter().map(|link| link.bends.len()).sum();
    for link in &layer.links {
        let ends = [link.a, link.b].map(|n| layer.nodes[n as usize].country);
        let country = if ends[0].is_some() { ends[0] } else { ends[1] };
        *report.km_by_country.entry(country).or_default() += link.length_km;
    }
    Ok((layer, borders, report))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SETTINGS: Settings = Settings {
        mode: Mode::Rail,
        source: "test",
        place_km: 0.3,
        gap_km: 0.5,
        gap_detour_km: 2.0,
        fast_lines: None,
        end_reach_km: 3.0,
        end_detour: 4.0,
        facing_km: 12.5,
        facing_detour: 8.0,
        crossing_detour_km: 60.0,
        stub_km: 1.0,
        component_km: 50.0,
        bend_deg: 0.005,
        length_factor: |_| 1.02,
    };

    /// A line of 150 km over the Oder, broken in the middle, with a bend, and a crumb of 2 km.
    const MODULE: &[u8] =
        b"graph=[{1: 40.0}, {0: 40.0, 2: 31.0}, {1: 31.0}, {4: 73.0}, {3: 73.0}, \
        {6: 2.0}, {5: 2.0}]\n\
        nodes=[[52.5, 13.5], [52.40, 14.0], [52.34, 14.4], [52.34, 14.42], [52.30, 15.4], \
        [48.0, 14.0], [48.01, 14.02]]\n";

    #[test]
    fn a_torn_line_comes_out_whole_and_cut_at_the_border() {
        let countries = Countries::new().unwrap();
        let tables = Tables {
            lines: &[],
            exclusions: &[],
            borders: &[],
            gauges: &[],
            countries: &countries,
        };
        let (layer, borders, report) = build(MODULE, tables, &SETTINGS).unwrap();
        assert_eq!((report.joints.made, report.crumbs), (1, 1));
        assert_eq!(borders[0].id, "rail-de-pl");
        let km: f64 = layer.links.iter().map(|link| link.length_km).sum();
        assert!((km - 1.02 * (40.0 + 31.0 + 1.36 + 73.0)).abs() < 0.2, "{km}");
        for link in &layer.links {
            let [a, b] = [link.a, link.b].map(|n| layer.nodes[n as usize]);
            assert!(link.length_km >= a.at.geodesic_km(b.at));
            assert!(a.country == b.country || !a.country.is_some() || !b.country.is_some());
            assert!(a.country.is_some() || b.country.is_some());
        }
        assert_eq!(report.bends, 2, "{:?}", layer.links);
        let again = build(MODULE, tables, &SETTINGS).unwrap();
        assert_eq!((again.0, again.1), (layer, borders));
    }
}
