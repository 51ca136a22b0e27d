//! What the map shows of a network, by layer, in the coordinates of the map.

use super::land::{self, Polygon};
use super::mercator::{self, Spot};
use super::{borders, labels, passages, places};
use corridor::geojson::densified;
use corridor::{LngLat, Mode};
use corridor_network::fact::{AreaKind, State, TerminalKind};
use corridor_network::{EdgeId, FeatureKind, LinkId, Network};
use serde::Serialize;
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// What a thing says of itself: names and plain values.
pub(super) type Said = Map<String, Value>;

/// What is drawn.
pub(super) struct Drawn {
    /// Land without its lakes.
    pub(super) land: Vec<Polygon>,
    /// Areas with ice in some month.
    pub(super) ice: Vec<(Said, Vec<Vec<Spot>>)>,
    /// Lines by layer and by what they say.
    pub(super) ways: Vec<Ways>,
    /// Points: terminals, passages, posts, places, labels.
    pub(super) spots: Vec<Point>,
}

/// Lines of a layer that say the same.
pub(super) struct Ways {
    pub(super) layer: &'static str,
    pub(super) from_zoom: u8,
    pub(super) said: Said,
    pub(super) lines: Vec<Vec<Spot>>,
}

/// A point, shown from a zoom on.
#[derive(Clone)]
pub(super) struct Point {
    pub(super) layer: &'static str,
    pub(super) said: Said,
    pub(super) at: Spot,
    pub(super) from_zoom: u8,
}

/// The layer that links of a mode are drawn in, and from which zoom on. Lanes over the sea are the
/// graph that ways are searched in, not where ships sail: they are not drawn. Farther out, roads of
/// towns would be heavy and show nothing.
fn layer_of(mode: Mode) -> Option<(&'static str, u8)> {
    match mode {
        Mode::Rail => Some(("rail", 0)),
        Mode::Road => Some(("road", 4)),
        Mode::InlandWater => Some(("waterway", 0)),
        Mode::Ferry => Some(("ferry", 0)),
        Mode::Pipeline => Some(("pipeline", 3)),
        Mode::Sea | Mode::Transfer => None,
    }
}

impl Drawn {
    /// What is drawn of a network.
    pub(super) fn of(network: &Network) -> Self {
        let mut ways = links(network);
        let borders = borders::lines(network.coast());
        let passages = passages::of(network);
        ways.extend(passages.canals);
        ways.insert(0, Ways { layer: "border", from_zoom: 0, said: Said::new(), lines: borders });
        for corridor in &network.facts().corridors {
            if corridor.sketch.len() > 1 {
                ways.push(Ways {
                    layer: "corridor",
                    from_zoom: 0,
                    said: said([
                        ("id", corridor.id.as_str().into()),
                        ("name", corridor.name.as_str().into()),
                    ]),
                    lines: mercator::line(&densified(&corridor.sketch)),
                });
            }
        }
        Self {
            land: land::polygons(network.coast()),
            ice: ice(network),
            ways,
            spots: [spots(network), passages.spots, labels::spots(), places::spots(network)]
                .concat(),
        }
    }
}

pub(super) fn said<const N: usize>(pairs: [(&str, Value); N]) -> Said {
    let known = pairs.into_iter().filter(|(_, value)| !value.is_null() && value != "");
    known.map(|(name, value)| (name.to_owned(), value)).collect()
}

/// A word of the tables, as they write it.
pub(super) fn word(value: impl Serialize) -> Value {
    serde_json::to_value(value).unwrap_or_default()
}

/// The links of the network, together where they say the same.
fn links(network: &Network) -> Vec<Ways> {
    let columns = network.columns();
    let mut groups: BTreeMap<(&'static str, String), Ways> = BTreeMap::new();
    for link in columns.link_mode.ids() {
        let Some((layer, from_zoom)) = layer_of(columns.link_mode[link]) else { continue };
        let said = of_link(network, link);
        let key = (layer, said.get("id").and_then(Value::as_str).unwrap_or_default().to_owned());
        let ways =
            groups.entry(key).or_insert_with(|| Ways { layer, from_zoom, said, lines: Vec::new() });
        let course = densified(&network.course(EdgeId::of(link, false)));
        ways.lines.extend(mercator::line(&course));
    }
    groups.into_values().collect()
}

/// What a link says: the waterway, the service, or the line by hand that it belongs to.
fn of_link(network: &Network, link: LinkId) -> Said {
    let facts = network.facts();
    for id in network.features_of(link) {
        let feature = &network.features()[*id];
        let row = feature.row as usize;
        let id = Value::from(feature.id.as_str());
        let name = match feature.kind {
            FeatureKind::Waterway => facts.waterways[row].name.as_str(),
            FeatureKind::Service => facts.services[row].name.as_str(),
            FeatureKind::Pipeline => facts.pipelines[row].name.as_str(),
            // Most are pieces of the network like any other; those with a state are not.
            FeatureKind::Line if !facts.lines[row].status.is_empty() => {
                facts.lines[row].name.as_str()
            }
            _ => continue,
        };
        let mut told = said([("id", id), ("name", name.into())]);
        if feature.kind == FeatureKind::Line {
            let states = facts.lines[row].status.iter().map(|period| period.state);
            let is_planned = states.clone().any(|state| state == State::Planned);
            told.insert("planned".to_owned(), is_planned.into());
        }
        return told;
    }
    Said::new()
}

fn ice(network: &Network) -> Vec<(Said, Vec<Vec<Spot>>)> {
    let areas = network.facts().areas.iter().filter(|area| area.kind == AreaKind::Ice);
    areas
        .map(|area| {
            let mut told =
                said([("id", area.id.as_str().into()), ("name", area.name.as_str().into())]);
            for (quantity, months) in [("tenths", &area.ice_tenths), ("cm", &area.ice_cm)] {
                for (month, value) in (1..).zip(months) {
                    told.insert(format!("{quantity}_{month}"), (*value).into());
                }
            }
            told.insert("source".to_owned(), area.evidence.source.as_str().into());
            let mut ring = area.ring.clone();
            ring.extend(area.ring.first());
            let mut ring = densified(&ring);
            ring.pop();
            (told, mercator::ring(&ring))
        })
        .collect()
}

fn spots(network: &Network) -> Vec<Point> {
    let facts = network.facts();
    let mut spots = Vec::new();
    let mut add = |layer, from_zoom, at: LngLat, said| {
        spots.push(Point { layer, said, at: mercator::spot(at), from_zoom });
    };
    for terminal in &facts.terminals {
        let is_port = terminal.kind == TerminalKind::Port;
        let is_deep = terminal.draught_m.is_some_and(|m| m >= 13.0);
        let from_zoom = match (terminal.containers, is_port && is_deep) {
            (true, true) => 3,
            (true, false) => 4,
            (false, _) => 6,
        };
        // Whoever looks for a terminal of a railway looks near.
        let from_zoom = if is_port { from_zoom } else { 8 };
        let name = terminal.name.trim_end_matches(" (rail)");
        let told = said([
            ("id", terminal.id.as_str().into()),
            ("name", name.into()),
            ("kind", word(terminal.kind)),
            ("locode", word(terminal.locode)),
            ("country", terminal.country.to_string().into()),
            ("containers", terminal.containers.into()),
            ("draught_m", word(terminal.draught_m)),
            ("source", terminal.evidence.source.as_str().into()),
        ]);
        add("terminal", from_zoom, terminal.at, told);
    }
    for border in &facts.borders {
        let [a, b] = &border.sides;
        let told = said([
            ("id", border.id.as_str().into()),
            ("name", format!("{} / {}", a.name, b.name).into()),
            ("mode", word(border.mode)),
            ("countries", format!("{}, {}", a.country, b.country).into()),
            ("gauge_break", border.gauge_break.into()),
            ("dwell_hours", word(border.dwell_hours)),
            ("source", border.evidence.source.as_str().into()),
        ]);
        add("post", 5, a.at, told);
    }
    spots
}
