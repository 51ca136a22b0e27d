//! Charges of each kind on a small made-up network.

use super::*;
use crate::cargo::Cargo;
use crate::connectivity::Connectivity;
use crate::shipment::{IceClass, Order};
use crate::vehicle::Vehicles;
use crate::world::{Bar, Conditions};
use corridor_network::{Columns, Facts, Feature, FeatureSetId, LngLat, Metres, Parts};
use jiff::civil::{Date, date};
use proptest::prelude::*;

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
limits = { draught_m = 20.1, beam_m = 77.5 }
transit_hours = 6.0
wait_hours = 9.0
evidence = { source = "test", date = "2026", confidence = "L" }

[[lines]]
id = "suez-canal"
name = "Suez Canal"
mode = "sea"
course = [[32.3, 31.2], [32.5, 29.9]]
passage = "suez"
evidence = { source = "test", date = "2026", confidence = "L" }

[[areas]]
id = "kara"
name = "Kara Sea"
kind = "ice"
ring = [[60.0, 70.0], [70.0, 70.0], [65.0, 75.0]]
ice_tenths = [9, 9, 9, 9, 9, 8, 3, 0, 0, 2, 6, 9]
ice_cm = [80, 100, 120, 130, 130, 100, 50, 0, 0, 10, 30, 60]
evidence = { source = "test", date = "2026", confidence = "L" }

[[borders]]
id = "in-ru"
mode = "rail"
sides = [
  { name = "A", country = "IN", at = [0.3, 0.0], gauge_mm = 1676 },
  { name = "B", country = "RU", at = [0.3, 0.0], gauge_mm = 1520 },
]
gauge_break = true
evidence = { source = "test", date = "2026", confidence = "L" }

[[services]]
id = "ferry"
name = "Ferry"
from = "INAAA"
to = "RUBBB"
kind = "rail_ferry"
hours = 20.0
sailings_per_week = 2.0
evidence = { source = "test", date = "2026", confidence = "L" }

[[terminals]]
id = "INAAA"
name = "A"
country = "IN"
at = [0.0, 0.0]
kind = "port"
draught_m = 9.0
containers = true
evidence = { source = "test", date = "2026", confidence = "L" }
"#;

/// Links: transfer to the quay, open sea, canal, ice, rail up to a border, rail beyond it, road,
/// inland water, ferry, transfer to rail.
const LINKS: [(usize, usize, Mode, f64, usize); 10] = [
    (0, 1, Mode::Transfer, 0.0, 1),
    (1, 2, Mode::Sea, 1000.0, 0),
    (2, 3, Mode::Sea, 100.0, 2),
    (3, 4, Mode::Sea, 500.0, 3),
    (5, 6, Mode::Rail, 200.0, 4),
    (6, 7, Mode::Rail, 300.0, 4),
    (8, 9, Mode::Road, 400.0, 0),
    (10, 11, Mode::InlandWater, 250.0, 0),
    (0, 12, Mode::Ferry, 300.0, 5),
    (0, 5, Mode::Transfer, 3.0, 1),
];

fn network() -> Network {
    let nodes = 13;
    let feature = |id: &str, kind| Feature { id: id.to_owned(), kind, row: 0 };
    let features = vec![
        feature("suez", FeatureKind::Passage),
        feature("kara", FeatureKind::Area),
        feature("in-ru", FeatureKind::Border),
        feature("ferry", FeatureKind::Service),
        feature("INAAA", FeatureKind::Terminal),
        feature("suez-canal", FeatureKind::Line),
    ];
    let f = corridor_network::FeatureId::from_index;
    let sets = vec![vec![], vec![f(4)], vec![f(0), f(5)], vec![f(1)], vec![f(2)], vec![f(3)]];
    let country = |n: usize| match n {
        0 | 5 | 8..=11 => "IN".parse().unwrap(),
        7 | 12 => "RU".parse().unwrap(),
        _ => CountryCode::NONE,
    };
    let column = |of: fn(&(usize, usize, Mode, f64, usize)) -> usize| LINKS.iter().map(of);
    let columns = Columns {
        node_at: (0..nodes).map(|n| LngLat::new(n as f64 / 10.0, 0.0).unwrap()).collect(),
        node_country: (0..nodes).map(country).collect(),
        link_a: column(|l| l.0).map(NodeId::from_index).collect(),
        link_b: column(|l| l.1).map(NodeId::from_index).collect(),
        link_mode: LINKS.iter().map(|l| l.2).collect(),
        link_length: LINKS.iter().map(|l| Metres::from_km(l.3)).collect(),
        link_features: column(|l| l.4).map(FeatureSetId::from_index).collect(),
        link_source: vec![0; LINKS.len()].into(),
        first_bend: vec![0; LINKS.len() + 1],
        bends: Vec::new(),
        feature_sets: sets.into(),
        terminal_node: vec![NodeId::from_index(0)].into(),
    };
    let facts: Facts = toml::from_str(FACTS).unwrap();
    let parts = Parts { columns, facts, features: features.into(), ..Parts::default() };
    Network::new(parts, "test".to_owned()).unwrap()
}

fn particulars() -> Particulars {
    let mode = |n| match n {
        1..=4 => Mode::Sea,
        5..=7 => Mode::Rail,
        8 | 9 => Mode::Road,
        10 | 11 => Mode::InlandWater,
        _ => Mode::Transfer,
    };
    Particulars {
        node_mode: (0..13).map(mode).collect(),
        takes_boxes: vec![true].into(),
        canal_shares: [(LinkId::from_index(2), 1.0)].into(),
        seas: Seas::new(&network(), &vec![true].into()),
        frontier: crate::frontier::links(&network()),
    }
}

/// What a shipment is charged on a link, if the link is open to it.
fn charged(order: &Order, depart: Date, link: usize) -> Option<Vec<Charge>> {
    priced(Parameters::shipped(), order, depart, link, false)
}

fn priced(
    parameters: &Parameters,
    order: &Order,
    depart: Date,
    link: usize,
    back: bool,
) -> Option<Vec<Charge>> {
    let network = network();
    let rates = Rates::new(parameters);
    let shipment = Shipment::new(order, parameters, Vehicles::shipped()).unwrap();
    let world = World::new(&network, conditions(&shipment, order, depart));
    let world = world.carrying(&network, &shipment);
    let particulars = particulars();
    let pricing = Pricing::new(&network, &world, parameters, &rates, &shipment, &particulars);
    let edge = EdgeId::of(LinkId::from_index(link), back);
    let mut charges = Vec::new();
    pricing.charges(edge, |charge| charges.push(charge));
    pricing.is_open(edge).then_some(charges)
}

fn conditions(shipment: &Shipment, order: &Order, depart: Date) -> Conditions {
    Conditions {
        depart,
        as_of: depart,
        ice_class: shipment.ice_class(order.ice_class),
        avoid_features: Vec::new(),
        allow_features: Vec::new(),
        avoid_countries: Vec::new(),
        no_transit: Vec::new(),
        within: Vec::new(),
        strict_status: false,
        trade: None,
    }
}

fn of(cargo: Cargo, mass_t: f64) -> Order {
    Order { cargo, mass_t: Some(mass_t), ..Order::default() }
}

const SUMMER: Date = date(2026, 8, 15);

fn kinds(charges: &[Charge]) -> Vec<(ChargeKind, Component)> {
    charges.iter().map(|c| (c.kind, c.component)).collect()
}

#[test]
fn each_kind_of_charge_arises_where_it_should() {
    use {ChargeKind as K, Component as C};
    let boxes = Order::default();
    let on = |link| charged(&boxes, SUMMER, link).unwrap();
    let to_sea = [(K::Transfer, C::Handling), (K::Wait, C::Freight), (K::Calls, C::Freight)];
    assert_eq!(kinds(&on(0)), to_sea);
    assert_eq!(kinds(&on(1)), [(K::Run, C::Freight)]);
    assert_eq!(kinds(&on(2)), [(K::Run, C::Freight), (K::Passage, C::Toll)]);
    assert_eq!(
        kinds(&on(4)),
        [(K::Run, C::Freight), (K::Border, C::Fee), (K::GaugeBreak, C::Handling)]
    );
    assert_eq!(kinds(&on(8)), [(K::Wait, C::Freight), (K::Run, C::Freight)]);
    let to_rail = [(K::Transfer, C::Handling), (K::Wait, C::Freight), (K::Run, C::Freight)];
    assert_eq!(kinds(&on(9)), to_rail);
}

#[test]
fn a_street_takes_its_time_and_is_open_one_way() {
    let mut parts = network().to_parts();
    let class = parts.features.push(Feature {
        id: "street".to_owned(),
        kind: FeatureKind::WayClass,
        row: 0,
    });
    let street = "id = \"street\"\nmode = \"road\"\none_way = true\nkmh = 25.0";
    parts.facts.way_classes = vec![toml::from_str(street).unwrap()];
    let road = LinkId::from_index(6);
    parts.columns.link_features[road] = parts.columns.feature_sets.push(vec![class]);
    let network = Network::new(parts, "test".to_owned()).unwrap();
    let (parameters, order) = (Parameters::shipped(), Order::default());
    let rates = Rates::new(parameters);
    let shipment = Shipment::new(&order, parameters, Vehicles::shipped()).unwrap();
    let world = World::new(&network, conditions(&shipment, &order, SUMMER));
    let particulars = particulars();
    let pricing = Pricing::new(&network, &world, parameters, &rates, &shipment, &particulars);
    assert!(pricing.is_open(EdgeId::of(road, false)) && !pricing.is_open(EdgeId::of(road, true)));
    let main = charged(&order, SUMMER, 6).unwrap()[0];
    let mut charges = Vec::new();
    pricing.charges(EdgeId::of(road, false), |charge| charges.push(charge));
    // 64.7 km/h on main roads; 43 % of the price goes by the hour.
    let slower = 64.7 / 25.0;
    assert!((charges[0].hours / main.hours - slower).abs() < 1e-9);
    assert!((charges[0].usd / main.usd - (1.0 + 0.43 * (slower - 1.0))).abs() < 1e-9);
    assert!((charges[0].kg - main.kg).abs() < 1e-9);
}

#[test]
fn a_market_asks_at_the_quay_by_direction_and_not_of_chartered_ships() {
    let text = "[meta]\ncurrency = \"USD\"\nprice_year = 2024\n".to_owned();
    let figure = |id: &str, value: f64| {
        let (market, unit) = if id == "sea.freight_level" {
            ("", "ratio")
        } else {
            ("market = \"south-asia\"\n", "USD/FEU")
        };
        format!(
            "[[parameter]]\nid = \"{id}\"\n{market}value = {value:?}\nunit = \"{unit}\"\nyear = 2026\n"
        )
    };
    let text = text
        + &figure("sea.loading_usd_per_feu", 400.0)
        + &figure("sea.discharging_usd_per_feu", 700.0)
        + &figure("sea.freight_level", 1.5);
    let known = crate::parameters::KnownPlaces::of(&network());
    let set = Parameters::shipped().overlay(&text, "mine.toml", &known).unwrap();
    let boxes = Order { teu: Some(4.0), ..Order::default() };
    let asked = |order: &Order, back| {
        let charges = priced(&set, order, SUMMER, 0, back).unwrap();
        let at = charges.iter().position(|c| c.kind == ChargeKind::Market);
        (at, at.map(|at| charges[at].usd))
    };
    assert_eq!(asked(&boxes, false), (Some(3), Some(2.0 * 400.0 * 1.5)), "after wait and calls");
    assert_eq!(asked(&boxes, true), (Some(1), Some(2.0 * 700.0 * 1.5)), "before the crane");
    assert_eq!(asked(&of(Cargo::Crude, 60_000.0), false), (None, None));
}

#[test]
fn a_liner_takes_hours_of_calls_at_either_end_by_how_well_the_port_is_served() {
    let calls = |order: &Order, back| {
        let charges = priced(Parameters::shipped(), order, SUMMER, 0, back).unwrap();
        charges.iter().filter(|c| c.kind == ChargeKind::Calls).map(|c| c.hours).collect::<Vec<_>>()
    };
    let at = network().facts().terminals[0].at;
    let reach = Connectivity::shipped().reach(at);
    let set = Parameters::shipped();
    let country = network().facts().terminals[0].country;
    let due = set.for_country("sea.port_call_hours", country).value
        + set.get("sea.thin_port_hours") * (set.get("sea.main_port_index") / reach).ln().max(0.0);
    for back in [false, true] {
        let told = calls(&Order::default(), back);
        assert!(told.len() == 1 && (told[0] - due).abs() < 1e-4, "{told:?} {due}");
        assert!(calls(&of(Cargo::Crude, 60_000.0), back).is_empty());
    }
}

#[test]
fn trains_by_the_tonne_are_paid_by_class() {
    let set = Parameters::shipped();
    let india: CountryCode = "IN".parse().unwrap();
    let here = |id: &str| set.for_country(id, india).value;
    let bulk = charged(&of(Cargo::DryBulk, 1000.0), SUMMER, 9).unwrap();
    let base = bulk.iter().find(|c| c.kind == ChargeKind::Wait).unwrap();
    let ratio = here("rail.dry_bulk_ratio");
    assert!((base.usd - 1000.0 * here("rail.base_usd_per_t") * ratio).abs() < 1e-6);
    let run = charged(&of(Cargo::Crude, 1000.0), SUMMER, 4).unwrap()[0];
    let per_km = here("rail.usd_per_t_km") * here("rail.liquid_ratio");
    assert!((run.usd - 1000.0 * 200.0 * per_km).abs() < 1e-6);
    assert!(run.parameters.contains(&"rail.liquid_ratio"));
}

#[test]
fn a_canal_is_charged_by_the_box_or_by_the_tonne() {
    let set = Parameters::shipped();
    let toll = |order: &Order| charged(order, SUMMER, 2).unwrap()[1];
    let boxes = toll(&Order { teu: Some(4.0), ..Order::default() });
    assert_eq!(boxes.usd, 2.0 * set.for_passage("passage.toll_usd_per_feu", "suez").value);
    assert_eq!((boxes.hours, boxes.kg), (15.0, 0.0));
    assert_eq!(boxes.parameters, basis::TOLL);
    let crude = toll(&of(Cargo::Crude, 1e5));
    assert_eq!(crude.usd, 1e5 * set.for_passage("passage.toll_usd_per_t", "suez").value);
}

#[test]
fn a_chartered_ship_is_priced_by_its_class() {
    let run = charged(&of(Cargo::Crude, 140_000.0), SUMMER, 1).unwrap()[0];
    let ship = Vehicles::shipped().ships().iter().find(|s| s.id == "suezmax").unwrap();
    let nm = 1000.0 / 1.852;
    assert!((run.hours - nm / ship.speed_kn).abs() < 1e-9);
    let usd = ship.freight.unwrap().usd_per_t_nm * nm * 140_000.0;
    assert!((run.usd - usd).abs() < 1e-6 * usd);
    assert!((run.wtt_kg - ship.emissions.wtt * 140_000.0).abs() < 1e-6);
    assert!((run.ttw_kg() - ship.emissions.ttw * 140_000.0).abs() < 1e-6);
}

#[test]
fn what_is_too_large_is_told_why() {
    let network = network();
    let order = of(Cargo::Crude, 270_000.0);
    let shipment = Shipment::new(&order, Parameters::shipped(), Vehicles::shipped()).unwrap();
    let world = World::new(&network, conditions(&shipment, &order, SUMMER));
    let world = world.carrying(&network, &shipment);
    let bar = world.bar(network.feature("suez").unwrap()).unwrap();
    assert_eq!(bar.code(), "does-not-fit");
    assert!(matches!(bar, Bar::Misfit(_)));
    assert!(bar.words().ends_with("laden draught 20.5 m > 20.1 m of suez"), "{}", bar.words());
    assert!(charged(&order, SUMMER, 2).is_none());
    assert!(charged(&order, SUMMER, 0).is_none(), "20.5 m are too much for a port of 9 m");
    assert!(charged(&of(Cargo::Crude, 60_000.0), SUMMER, 0).is_some(), "12.6 m may be borne");
}

#[test]
fn cargo_keeps_to_the_modes_that_carry_it() {
    let open = |cargo, link| charged(&of(cargo, 5_000.0), SUMMER, link).is_some();
    for link in [4, 6, 7, 8, 9] {
        assert!(!open(Cargo::Lng, link), "{link}");
    }
    assert!(open(Cargo::Crude, 4) && open(Cargo::Crude, 7) && !open(Cargo::Crude, 6));
    assert!(open(Cargo::DryBulk, 6) && open(Cargo::DryBulk, 9) && open(Cargo::DryBulk, 8));
}

#[test]
fn ice_slows_and_is_escorted_by_class() {
    let hours = |order: &Order, month| {
        let charges = charged(order, date(2026, month, 15), 3)?;
        Some((charges[0].hours, charges.iter().any(|c| c.kind == ChargeKind::Escort)))
    };
    let plain = Order::default();
    let strong = |class| Order { ice_class: class, ..Order::default() };
    assert!(hours(&plain, 8).is_some() && hours(&plain, 1).is_none());
    let (winter, escorted) = hours(&strong(IceClass::Arc4), 1).unwrap();
    assert!(escorted && winter > hours(&strong(IceClass::Arc4), 8).unwrap().0);
    let gas = Order { ship: Some("lng-arc7".to_owned()), ..of(Cargo::Lng, 70_000.0) };
    let (summer, _) = hours(&gas, 8).unwrap();
    let (winter, escorted) = hours(&gas, 3).unwrap();
    assert!(winter > 1.5 * summer && !escorted, "an Arc7 breaks its own way, slowly");
    let usd = |month| charged(&gas, date(2026, month, 15), 3).unwrap()[0].usd;
    assert!(usd(3) > 1.5 * usd(8), "the ship is paid by the day");
}

#[test]
fn parameters_of_charges_are_known() {
    for order in [Order::default(), of(Cargo::DryBulk, 5_000.0), of(Cargo::Crude, 5_000.0)] {
        for link in 0..LINKS.len() {
            for charge in charged(&order, SUMMER, link).into_iter().flatten() {
                for id in charge.parameters {
                    assert!(crate::parameters::IDS.iter().any(|row| row.0 == *id), "{id}");
                }
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    /// Charges are finite and not negative, and both parts of the emissions add up.
    #[test]
    fn charges_make_sense(kind in 0..8usize, mass in 1.0..4e5f64, month in 1..=12i8, class in 0..10usize) {
        let cargo = Cargo::ALL[kind];
        let boxed = cargo == Cargo::Container;
        let order = Order {
            teu: boxed.then_some((mass / 12.0).clamp(0.5, 20_000.0)),
            mass_t: (!boxed).then_some(mass),
            ice_class: IceClass::ALL[class],
            ..Order { cargo, ..Order::default() }
        };
        for link in 0..LINKS.len() {
            for c in charged(&order, date(2026, month, 1), link).into_iter().flatten() {
                for value in [c.hours, c.usd, c.kg, c.wtt_kg, c.ttw_kg()] {
                    prop_assert!(value.is_finite() && value >= 0.0, "{c:?}");
                }
                prop_assert!((c.kg - c.ttw_kg() - c.wtt_kg).abs() <= 1e-9 * c.kg);
            }
        }
    }
}
