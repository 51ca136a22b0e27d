//! The good itinerary: by lorry to a port, by sea through a canal and ice, by rail over a break of
//! gauge, and by ferry.

use crate::check::{Case, End, problems};
use crate::corridors::Corridors;
use crate::itinerary::{Access, Itinerary};
use crate::parameters::Parameters;
use crate::price::{Particulars, Pricing, Seas};
use crate::rates::Rates;
use crate::shipment::{IceClass, Order, Shipment};
use crate::vehicle::Vehicles;
use crate::world::{Conditions, World};
use corridor_network::fact::StatusPeriod;
use corridor_network::{
    Columns, CountryCode, EdgeId, Facts, Feature, FeatureId, FeatureKind, FeatureSetId, Id, LinkId,
    LngLat, Metres, Mode, Network, NodeId, Parts, TerminalId,
};
use jiff::civil::date;
use std::fmt::Write as _;
use std::iter;

const FACTS: &str = r#"
[[sources]]
id = "test"
title = "t"
package = "t"
licence = "CC0-1.0"
attribution = ""

[[passages]]
id = "suez"
name = "Suez"
kind = "canal"
open_by_default = true
limits = { draught_m = 20.1 }
transit_hours = 6.0
wait_hours = 9.0
evidence = { source = "test", date = "2026", confidence = "L" }

[[lines]]
id = "suez-canal"
name = "Suez Canal"
mode = "sea"
course = [[4.0, 10.0], [5.0, 10.0]]
length_km = 100.0
passage = "suez"
evidence = { source = "test", date = "2026", confidence = "L" }

[[way_classes]]
id = "street"
mode = "road"
one_way = true
kmh = 25.0

[[areas]]
id = "kara"
name = "Kara Sea"
kind = "ice"
ring = [[60.0, 70.0], [70.0, 70.0], [65.0, 75.0]]
ice_tenths = [9, 10, 9, 9, 9, 9, 3, 0, 0, 2, 1, 9]
ice_cm = [80, 110, 120, 130, 130, 90, 50, 0, 0, 10, 10, 60]
evidence = { source = "test", date = "2026", confidence = "L" }

[[borders]]
id = "post"
mode = "rail"
sides = [
  { name = "A", country = "RU", at = [10.0, 10.0], gauge_mm = 1520 },
  { name = "B", country = "CN", at = [10.0, 10.0], gauge_mm = 1435 },
]
gauge_break = true
evidence = { source = "test", date = "2026", confidence = "L" }

[[gauges]]
country = "RU"
gauge_mm = 1520
evidence = { source = "test", date = "2026", confidence = "L" }

[[gauges]]
country = "CN"
gauge_mm = 1520
evidence = { source = "test", date = "2026", confidence = "L" }

[[gauges]]
country = "CN"
ring = [[10.5, 9.0], [13.5, 9.0], [13.5, 11.0], [10.5, 11.0]]
gauge_mm = 1435
evidence = { source = "test", date = "2026", confidence = "L" }

[[services]]
id = "ferry"
name = "Ferry"
from = "CNCCC"
to = "JPDDD"
kind = "rail_ferry"
hours = 20.0
sailings_per_week = 2.0
evidence = { source = "test", date = "2026", confidence = "L" }

[[events]]
affects = ["ferry"]
from = "2026-08-01"
report = "storms"
state = "disrupted"
evidence = { source = "test", date = "2026", confidence = "L" }

[[corridors]]
id = "by-suez"
name = "By Suez"
course = "Through Suez by rail to China."
through = [["country:CN"], ["suez"]]
evidence = [{ source = "test", date = "2026", confidence = "L" }]
"#;

/// A terminal: its id, country and node.
const TERMINALS: [(&str, &str, usize); 5] = [
    ("INAAA", "IN", 2),
    ("RUBBB", "RU", 8),
    ("CNCCC", "CN", 13),
    ("JPDDD", "JP", 14),
    // Nobody calls here; it is near the first one.
    ("INEEE", "IN", 1),
];

/// Links in the order of the way: mode, km, features.
const LINKS: [(Mode, f64, &[&str]); 14] = [
    (Mode::Road, 50.0, &["street"]),
    (Mode::Transfer, 3.0, &["INAAA"]),
    (Mode::Transfer, 0.0, &["INAAA"]),
    (Mode::Sea, 1000.0, &[]),
    (Mode::Sea, 100.0, &["suez", "suez-canal"]),
    (Mode::Sea, 500.0, &["kara"]),
    (Mode::Sea, 200.0, &[]),
    (Mode::Transfer, 0.0, &["RUBBB"]),
    (Mode::Transfer, 3.0, &["RUBBB"]),
    (Mode::Rail, 200.0, &["post"]),
    (Mode::Rail, 300.0, &["post"]),
    (Mode::Rail, 100.0, &[]),
    (Mode::Transfer, 2.0, &["CNCCC"]),
    (Mode::Ferry, 400.0, &["ferry"]),
];

const COUNTRIES: [&str; 15] =
    ["IN", "IN", "IN", "", "", "", "", "", "RU", "RU", "", "CN", "CN", "CN", "JP"];

const NODE_MODES: [Mode; 15] = [
    Mode::Road,
    Mode::Road,
    Mode::Transfer,
    Mode::Sea,
    Mode::Sea,
    Mode::Sea,
    Mode::Sea,
    Mode::Sea,
    Mode::Transfer,
    Mode::Rail,
    Mode::Rail,
    Mode::Rail,
    Mode::Rail,
    Mode::Transfer,
    Mode::Transfer,
];

/// Where node `n` is.
pub(super) fn at(n: usize) -> LngLat {
    LngLat::new(n as f64, 10.0).unwrap()
}

/// Closed for ever.
pub(super) fn shut() -> Vec<StatusPeriod> {
    for_ever("closed")
}

pub(super) fn for_ever(state: &str) -> Vec<StatusPeriod> {
    let evidence = "{ source = \"t\", date = \"2026\", confidence = \"L\" }";
    vec![toml::from_str(&format!("state = \"{state}\"\nevidence = {evidence}")).unwrap()]
}

fn facts() -> Facts {
    let mut text = FACTS.to_owned();
    for (id, country, node) in TERMINALS {
        write!(
            text,
            "[[terminals]]\nid = \"{id}\"\nname = \"{id}\"\ncountry = \"{country}\"\nat = [{node}.0, \
             10.0]\nkind = \"port\"\ndraught_m = 10.0\ncontainers = true\nevidence = {{ source = \
             \"test\", date = \"2026\", confidence = \"L\" }}\n"
        )
        .unwrap();
    }
    toml::from_str(&text).unwrap()
}

fn network() -> Network {
    let facts = facts();
    let of = |id: &str, kind, row| Feature { id: id.to_owned(), kind, row };
    let mut features = vec![
        of("suez", FeatureKind::Passage, 0),
        of("suez-canal", FeatureKind::Line, 0),
        of("kara", FeatureKind::Area, 0),
        of("post", FeatureKind::Border, 0),
        of("ferry", FeatureKind::Service, 0),
        of("street", FeatureKind::WayClass, 0),
    ];
    for (row, terminal) in TERMINALS.iter().enumerate() {
        features.push(of(terminal.0, FeatureKind::Terminal, row as u32));
    }
    let set = |names: &&[&str]| -> Vec<FeatureId> {
        let at = |name: &&str| features.iter().position(|f| f.id == **name).unwrap();
        names.iter().map(at).map(FeatureId::from_index).collect()
    };
    let country = |code: &&str| code.parse().unwrap_or(CountryCode::NONE);
    let gates = TERMINALS.iter().map(|terminal| NodeId::from_index(terminal.2));
    let columns = Columns {
        node_at: (0..15).map(at).collect(),
        node_country: COUNTRIES.iter().map(country).collect(),
        link_a: (0..LINKS.len()).map(NodeId::from_index).collect(),
        link_b: (1..=LINKS.len()).map(NodeId::from_index).collect(),
        link_mode: LINKS.iter().map(|link| link.0).collect(),
        link_length: LINKS.iter().map(|link| Metres::from_km(link.1)).collect(),
        // The first set is that of no features.
        link_features: (1..=LINKS.len()).map(FeatureSetId::from_index).collect(),
        link_source: vec![0; LINKS.len()].into(),
        first_bend: vec![0; LINKS.len() + 1],
        bends: Vec::new(),
        feature_sets: iter::once(Vec::new()).chain(LINKS.iter().map(|link| set(&link.2))).collect(),
        terminal_node: gates.collect(),
    };
    let parts = Parts { columns, facts, features: features.into(), ..Parts::default() };
    Network::new(parts, "test".to_owned()).unwrap()
}

/// The itinerary with the question that it answers.
pub(super) struct Good {
    pub network: Network,
    pub conditions: Conditions,
    pub shipment: Shipment,
    pub itinerary: Itinerary,
    pub ends: [End; 2],
}

impl Good {
    pub fn new() -> Self {
        Self::of(None)
    }

    /// The good itinerary of so many twenty-foot units.
    pub fn of(teu: Option<f64>) -> Self {
        let network = network();
        let parameters = Parameters::shipped();
        let order = Order { teu, ..Order::default() };
        let shipment = Shipment::new(&order, parameters, Vehicles::shipped()).unwrap();
        let conditions = Conditions {
            depart: date(2026, 8, 15),
            as_of: date(2026, 8, 15),
            ice_class: IceClass::Arc4,
            avoid_features: Vec::new(),
            allow_features: Vec::new(),
            avoid_countries: Vec::new(),
            no_transit: Vec::new(),
            within: Vec::new(),
            strict_status: false,
            trade: None,
        };
        let world = World::new(&network, conditions.clone());
        let rates = Rates::new(parameters);
        let particulars = Particulars {
            node_mode: NODE_MODES.to_vec().into(),
            takes_boxes: vec![true; TERMINALS.len()].into(),
            canal_shares: [(LinkId::from_index(4), 1.0)].into(),
            seas: Seas::new(&network, &vec![true; TERMINALS.len()].into()),
            frontier: crate::frontier::links(&network),
        };
        let pricing = Pricing::new(&network, &world, parameters, &rates, &shipment, &particulars);
        let place = LngLat::new(0.0, 10.1).unwrap();
        let drive = pricing.drive("IN".parse().unwrap(), 12.0);
        let start = Access {
            node: NodeId::from_index(0),
            km: 12.0,
            course: vec![place, at(0)],
            hours: drive.hours,
            usd: drive.usd,
            kg: drive.kg,
        };
        let gate = TerminalId::from_index(3);
        let end = Access {
            node: NodeId::from_index(14),
            km: 0.0,
            course: Vec::new(),
            hours: 0.0,
            usd: 0.0,
            kg: 0.0,
        };
        let edges = (0..LINKS.len()).map(|n| EdgeId::of(LinkId::from_index(n), false)).collect();
        let corridors = Corridors::new(&network);
        let itinerary = Itinerary::new(&network, &corridors, &pricing, &start, edges, &end);
        let ends = [End { at: place, terminal: None }, End { at: at(14), terminal: Some(gate) }];
        Self { network, conditions, shipment, itinerary, ends }
    }

    /// Changes the facts under the itinerary.
    pub fn suppose(&mut self, change: impl FnOnce(&mut Facts)) {
        let mut facts = self.network.facts().clone();
        change(&mut facts);
        self.network = self.network.with_facts(facts).unwrap();
    }

    /// Has another cargo carried, in a class of ships.
    pub fn charter(&mut self, ship: &str, cargo: &str) {
        let order = Order {
            cargo: cargo.parse().unwrap(),
            mass_t: Some(100_000.0),
            ship: Some(ship.to_owned()),
            ..Order::default()
        };
        let made = Shipment::new(&order, Parameters::shipped(), Vehicles::shipped());
        self.shipment = made.unwrap();
    }

    pub fn problems(&self) -> Vec<String> {
        let case = Case {
            network: &self.network,
            parameters: Parameters::shipped(),
            conditions: &self.conditions,
            shipment: &self.shipment,
            ends: self.ends,
        };
        problems(&case, &self.itinerary)
    }
}
