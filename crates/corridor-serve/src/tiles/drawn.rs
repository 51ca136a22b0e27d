//! What the map shows of a network, by layer, in the coordinates of the map.

use super::borders;
use super::land::{self, Polygon};
use super::mercator::{self, Spot};
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
    /// Points.
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
pub(super) struct Point {
    pub(super) layer: &'static str,
    pub(super) said: Said,
    pub(super) at: Spot,
    pub(super) from_zoom: u8,
}

/// The layer that links of a mode are drawn in, and from which zoom on. Farther out, the many lanes
/// along coasts and the roads of towns would be heavy and show nothing.
fn layer_of(mode: Mode) -> Option<(&'static str, u8)> {
    match mode {
        Mode::Sea => Some(("lane", 3)),
        Mode::Rail => Some(("rail", 0)),
        Mode::Road => Some(("road", 4)),
        Mode::InlandWater => Some(("waterway", 0)),
        Mode::Ferry => Some(("ferry", 0)),
        Mode::Transfer => None,
    }
}

impl Drawn {
    /// What is drawn of a network.
    pub(super) fn of(network: &Network) -> Self {
        let mut ways = links(network);
        let borders = borders::lines(network.coast());
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
            spots: spots(network),
        }
    }
}

fn said<const N: usize>(pairs: [(&str, Value); N]) -> Said {
    let known = pairs.into_iter().filter(|(_, value)| !value.is_null() && value != "");
    known.map(|(name, value)| (name.to_owned(), value)).collect()
}

/// A word of the tables, as they write it.
fn word(value: impl Serialize) -> Value {
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
        let told = said([
            ("id", terminal.id.as_str().into()),
            ("name", terminal.name.as_str().into()),
            ("kind", word(terminal.kind)),
            ("locode", word(terminal.locode)),
            ("country", terminal.country.to_string().into()),
            ("containers", terminal.containers.into()),
            ("draught_m", word(terminal.draught_m)),
            ("source", terminal.evidence.source.as_str().into()),
        ]);
        add("terminal", from_zoom, terminal.at, told);
    }
    for passage in &facts.passages {
        let Some(at) = passage.gates.first().and_then(|gate| middle(gate)) else { continue };
        let told = said([
            ("id", passage.id.as_str().into()),
            ("name", passage.name.as_str().into()),
            ("kind", word(passage.kind)),
            ("draught_m", word(passage.limits.draught_m)),
            ("source", passage.evidence.source.as_str().into()),
        ]);
        let from_zoom = if passage.open_by_default { 0 } else { 3 };
        add("passage", from_zoom, at, told);
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
    for place in network.places() {
        let from_zoom = match place.population {
            10_000_000.. => 2,
            3_000_000.. => 3,
            1_000_000.. => 4,
            300_000.. => 5,
            100_000.. => 6,
            30_000.. => 7,
            _ => continue,
        };
        let told = said([
            ("name", place.name.as_str().into()),
            ("country", place.country.to_string().into()),
            ("population", place.population.into()),
        ]);
        add("place", from_zoom, place.at(), told);
    }
    spots
}

/// The middle of a gate, where its name is written.
fn middle(gate: &[LngLat]) -> Option<LngLat> {
    match gate {
        [] => None,
        [only] => Some(*only),
        _ => {
            let (a, b) = (gate[gate.len() / 2 - 1], gate[gate.len() / 2]);
            Some(a.vec3().add_scaled(b.vec3(), 1.0).unit().lng_lat())
        }
    }
}
