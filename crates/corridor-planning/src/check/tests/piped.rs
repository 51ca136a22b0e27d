//! Oil through two pipelines, from a station to a port, and what may not be pumped.

use super::good::{at, for_ever, shut};
use crate::cargo::Cargo;
use crate::check::{Case, End, problems};
use crate::corridors::Corridors;
use crate::itinerary::{Access, Itinerary, LegKind};
use crate::parameters::Parameters;
use crate::price::{Particulars, Pricing, Seas};
use crate::rates::Rates;
use crate::shipment::{IceClass, Order, Shipment};
use crate::vehicle::Vehicles;
use crate::world::{Conditions, World};
use corridor_network::fact::PipedGoods;
use corridor_network::{
    Columns, CountryCode, EdgeId, Facts, Feature, FeatureId, FeatureKind, FeatureSetId, Id, LinkId,
    Metres, Mode, Network, NodeId, Parts, TerminalId,
};
use jiff::civil::date;
use std::collections::BTreeMap;

const FACTS: &str = r#"
[[sources]]
id = "test"
title = "t"
package = "t"
licence = "CC0-1.0"
attribution = ""

[[pipelines]]
id = "first"
name = "First"
from = "well"
to = "knot"
goods = "crude"
countries = ["AZ", "GE"]
course = [[1.0, 10.0], [2.0, 10.0]]
length_km = 700.0
price = { usd_per_t = 20.0, year = 2024 }
evidence = { source = "test", date = "2026", confidence = "L" }

[[pipelines]]
id = "second"
name = "Second"
from = "knot"
to = "port"
goods = "crude"
countries = ["GE", "TR"]
course = [[2.0, 10.0], [3.0, 10.0]]
length_km = 500.0
evidence = { source = "test", date = "2026", confidence = "L" }

[[terminals]]
id = "well"
name = "Well"
country = "AZ"
at = [0.0, 10.0]
kind = "pipeline_station"
evidence = { source = "test", date = "2026", confidence = "L" }

[[terminals]]
id = "knot"
name = "Knot"
country = "GE"
at = [5.0, 10.0]
kind = "pipeline_station"
evidence = { source = "test", date = "2026", confidence = "L" }

[[terminals]]
id = "port"
name = "Port"
country = "TR"
at = [4.0, 10.0]
kind = "port"
evidence = { source = "test", date = "2026", confidence = "L" }
"#;

/// Gates are 0, 5 and 4; pipelines meet in 1, 2 and 3.
const LINKS: [(usize, usize, Mode, f64, &str); 5] = [
    (0, 1, Mode::Transfer, 0.0, "well"),
    (1, 2, Mode::Pipeline, 700.0, "first"),
    (2, 3, Mode::Pipeline, 500.0, "second"),
    (4, 3, Mode::Transfer, 0.0, "port"),
    (5, 2, Mode::Transfer, 0.0, "knot"),
];

fn network() -> Network {
    let facts: Facts = toml::from_str(FACTS).unwrap();
    let of = |id: &str, kind, row| Feature { id: id.to_owned(), kind, row };
    let features = vec![
        of("well", FeatureKind::Terminal, 0),
        of("first", FeatureKind::Pipeline, 0),
        of("second", FeatureKind::Pipeline, 1),
        of("port", FeatureKind::Terminal, 2),
        of("knot", FeatureKind::Terminal, 1),
    ];
    let country = |code: &str| -> CountryCode { code.parse().unwrap() };
    let mut sets = vec![Vec::new()];
    sets.extend((0..5).map(|n| vec![FeatureId::from_index(n)]));
    let node = NodeId::from_index;
    let columns = Columns {
        node_at: (0..6).map(at).collect(),
        node_country: ["AZ", "AZ", "GE", "TR", "TR", "GE"].into_iter().map(country).collect(),
        link_a: LINKS.iter().map(|l| node(l.0)).collect(),
        link_b: LINKS.iter().map(|l| node(l.1)).collect(),
        link_mode: LINKS.iter().map(|l| l.2).collect(),
        link_length: LINKS.iter().map(|l| Metres::from_km(l.3)).collect(),
        link_features: (1..=LINKS.len()).map(FeatureSetId::from_index).collect(),
        link_source: vec![0; LINKS.len()].into(),
        first_bend: vec![0; LINKS.len() + 1],
        bends: Vec::new(),
        feature_sets: sets.into(),
        terminal_node: vec![node(0), node(5), node(4)].into(),
    };
    let parts = Parts { columns, facts, features: features.into(), ..Parts::default() };
    Network::new(parts, "test".to_owned()).unwrap()
}

fn shipment(cargo: Cargo) -> Shipment {
    let order = Order { cargo, mass_t: Some(80_000.0), ..Order::default() };
    Shipment::new(&order, Parameters::shipped(), Vehicles::shipped()).unwrap()
}

fn conditions() -> Conditions {
    Conditions {
        depart: date(2026, 8, 15),
        as_of: date(2026, 8, 15),
        ice_class: IceClass::None,
        avoid_features: Vec::new(),
        allow_features: Vec::new(),
        avoid_countries: Vec::new(),
        no_transit: Vec::new(),
        within: Vec::new(),
        strict_status: false,
        trade: None,
    }
}

fn particulars(network: &Network) -> Particulars {
    let gate = Mode::Transfer;
    let piped = Mode::Pipeline;
    Particulars {
        node_mode: vec![gate, piped, piped, piped, gate, gate].into(),
        takes_boxes: vec![false; 3].into(),
        canal_shares: BTreeMap::new(),
        seas: Seas::new(network, &vec![false; 3].into()),
        frontier: crate::frontier::links(network),
    }
}

fn edge(link: usize, back: bool) -> EdgeId {
    EdgeId::of(LinkId::from_index(link), back)
}

/// Calls `with` with the pricing of a cargo.
fn priced<T>(
    network: &Network,
    cargo: Cargo,
    conditions: Conditions,
    with: impl FnOnce(&Pricing<'_>) -> T,
) -> T {
    let (parameters, shipment) = (Parameters::shipped(), shipment(cargo));
    let rates = Rates::new(parameters);
    let world = World::new(network, conditions);
    let particulars = particulars(network);
    with(&Pricing::new(network, &world, parameters, &rates, &shipment, &particulars))
}

fn itinerary(network: &Network) -> Itinerary {
    let access = |n: usize| Access {
        node: NodeId::from_index(n),
        km: 0.0,
        course: Vec::new(),
        hours: 0.0,
        usd: 0.0,
        kg: 0.0,
    };
    let edges = vec![edge(0, false), edge(1, false), edge(2, false), edge(3, true)];
    let corridors = Corridors::new(network);
    priced(network, Cargo::Crude, conditions(), |pricing| {
        Itinerary::new(network, &corridors, pricing, &access(0), edges, &access(4))
    })
}

fn judged(network: &Network, cargo: Cargo, conditions: &Conditions) -> Vec<String> {
    let end = |n: usize, row: usize| End { at: at(n), terminal: Some(TerminalId::from_index(row)) };
    let case = Case {
        network,
        parameters: Parameters::shipped(),
        conditions,
        shipment: &shipment(cargo),
        ends: [end(0, 0), end(4, 2)],
    };
    problems(&case, &itinerary(&self::network()))
}

#[track_caller]
fn told(problems: &[String], words: &str) {
    assert!(problems.iter().any(|p| p.contains(words)), "{words:?} is not in {problems:#?}");
}

#[test]
fn oil_is_pumped_from_line_to_line_and_handled_at_both_ends_alone() {
    use LegKind::{Move, Transfer, Wait};
    let network = network();
    let itinerary = itinerary(&network);
    let kinds: Vec<_> = itinerary.legs.iter().map(|leg| leg.kind).collect();
    let pumped = Move(Mode::Pipeline);
    assert_eq!(kinds, [Transfer, Wait, pumped, pumped, Transfer]);
    assert_eq!(judged(&network, Cargo::Crude, &conditions()), Vec::<String>::new());
    // The first by its tariff, the second by the parameter.
    let p = |id: &str| Parameters::shipped().get(id);
    let usd = 80_000.0 * (20.0 + 500.0 * p("pipeline.usd_per_t_km"));
    assert!((itinerary.usd - usd).abs() < 1e-6, "{} {usd}", itinerary.usd);
    let hours = 1200.0 / p("pipeline.speed_kmh")
        + p("pipeline.wait_hours")
        + 2.0 * p("pipeline.station_hours");
    assert!((itinerary.hours - hours).abs() < 1e-9, "{} {hours}", itinerary.hours);
    let kg = 80.0 * 1200.0 * p("emissions.pipeline.wtt_g_per_tkm");
    assert!((itinerary.kg - kg).abs() < 1e-6, "{} {kg}", itinerary.kg);
    let countries: Vec<String> =
        itinerary.legs[2].countries.iter().map(ToString::to_string).collect();
    assert_eq!(countries, ["AZ", "GE"]);
}

#[test]
fn a_pipeline_is_open_one_way_to_its_goods_where_its_countries_may_be_entered() {
    let network = network();
    let open = |cargo, conditions, edge| {
        priced(&network, cargo, conditions, |pricing| pricing.is_open(edge))
    };
    assert!(open(Cargo::Crude, conditions(), edge(1, false)));
    assert!(!open(Cargo::Crude, conditions(), edge(1, true)), "it flows one way");
    for cargo in [Cargo::Products, Cargo::DryBulk, Cargo::Lng] {
        assert!(!open(cargo, conditions(), edge(1, false)), "{cargo}");
    }
    // Products may be pumped from the gate into another line; coal may not.
    assert!(open(Cargo::Products, conditions(), edge(0, false)));
    assert!(!open(Cargo::DryBulk, conditions(), edge(0, false)));
    let georgia: CountryCode = "GE".parse().unwrap();
    let avoiding = Conditions { avoid_countries: vec![georgia], ..conditions() };
    assert!(!open(Cargo::Crude, avoiding, edge(1, false)));
    let refused = Conditions { no_transit: vec![georgia], ..conditions() };
    assert!(!open(Cargo::Crude, refused, edge(1, false)), "though it begins elsewhere");
    let both = network.with_facts({
        let mut facts = network.facts().clone();
        facts.pipelines[0].two_way = true;
        facts
    });
    let both = both.unwrap();
    assert!(priced(&both, Cargo::Crude, conditions(), |p| p.is_open(edge(1, true))));
    let closed = network.with_facts({
        let mut facts = network.facts().clone();
        facts.pipelines[0].status = shut();
        facts
    });
    let closed = closed.unwrap();
    assert!(!priced(&closed, Cargo::Crude, conditions(), |p| p.is_open(edge(1, false))));
}

#[test]
fn the_judge_finds_what_may_not_be_pumped() {
    let supposing = |change: fn(&mut Facts)| {
        let network = network();
        let mut facts = network.facts().clone();
        change(&mut facts);
        judged(&network.with_facts(facts).unwrap(), Cargo::Crude, &conditions())
    };
    told(&judged(&network(), Cargo::Products, &conditions()), "first does not carry products");
    let products = supposing(|f| f.pipelines[1].goods = PipedGoods::Products);
    told(&products, "second does not carry crude");
    let turned = supposing(|f| {
        let pipeline = &mut f.pipelines[0];
        std::mem::swap(&mut pipeline.from, &mut pipeline.to);
    });
    told(&turned, "is no way of first, which flows from knot to well");
    told(&supposing(|f| f.pipelines[0].status = shut()), "which is Closed");
    told(&supposing(|f| f.pipelines[0].status = for_ever("planned")), "which is Planned");
    told(&supposing(|f| f.pipelines[0].price = None), "USD, expected");
    told(&supposing(|f| f.pipelines[1].countries.truncate(1)), "is said to go through");
    let georgia: CountryCode = "GE".parse().unwrap();
    let avoiding = Conditions { avoid_countries: vec![georgia], ..conditions() };
    told(&judged(&network(), Cargo::Crude, &avoiding), "enters GE, which is avoided");
    let refused = Conditions { no_transit: vec![georgia], ..conditions() };
    told(&judged(&network(), Cargo::Crude, &refused), "lies in GE, which refuses it");
}
