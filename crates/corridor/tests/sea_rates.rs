//! Freight of boxes at sea over the network that ships: by market and direction.

#![allow(clippy::panic, clippy::unwrap_used, reason = "a test fails by panicking")]

use corridor::parameters::ParameterFile;
use corridor::{Engine, PlanRequest};
use jiff::civil::date;
use std::sync::LazyLock;

static ENGINE: LazyLock<Engine> =
    LazyLock::new(|| Engine::open(corridor_data::WORLD).expect("the shipped network opens"));

/// What a box pays on the voyage of the cheapest way that goes by ship alone, dues of canals with it.
fn freight(from: &str, to: &str, avoid: &[&str]) -> f64 {
    let mut request = PlanRequest::new(from, to, date(2026, 12, 1));
    request.avoid = avoid.iter().map(|name| (*name).to_owned()).collect();
    let answer = ENGINE.plan(&request).unwrap();
    let voyages = answer.itineraries.iter().filter_map(|itinerary| {
        let mut far = itinerary.legs.iter().filter(|leg| leg.distance_m > 100_000);
        let by_ship = far.all(|leg| leg.kind == "sea");
        let voyage = itinerary.legs.iter().filter(|leg| leg.kind == "sea");
        by_ship.then(|| voyage.map(|leg| leg.cost_usd).sum::<f64>())
    });
    voyages.min_by(f64::total_cmp).unwrap_or_else(|| panic!("no ship goes from {from} to {to}"))
}

/// Single quotations of spring 2025, US dollars a forty-foot box: Drewry World Container Index of 8 and
/// 15 May 2025; Korea Container Freight Index, September 2025; Shanghai index to Busan.
#[test]
fn lanes_cost_what_is_quoted_in_either_direction() {
    for (from, to, avoid, quoted) in [
        ("Shanghai", "Rotterdam", &["suez"][..], 2304.0),
        ("Rotterdam", "Shanghai", &["suez"], 466.0),
        ("Shanghai", "Los Angeles", &[], 2726.0),
        ("Los Angeles", "Shanghai", &[], 700.0),
        ("Shanghai", "New York", &[], 3894.0),
        ("Rotterdam", "New York", &[], 2153.0),
        ("New York", "Rotterdam", &[], 780.0),
        ("Busan", "New York", &[], 3308.0),
        ("Shanghai", "Busan", &[], 270.0),
    ] {
        let ours = freight(from, to, avoid);
        let off = ours / quoted - 1.0;
        assert!(off.abs() < 0.3, "{from}-{to}: {ours:.0} USD, {quoted:.0} quoted");
    }
}

#[test]
fn a_dated_level_moves_all_of_the_freight() {
    let engine = Engine::open(corridor_data::WORLD).unwrap();
    let text = "[meta]\ncurrency = \"USD\"\nprice_year = 2024\n[[parameter]]\n\
                id = \"sea.freight_level\"\nvalue = 2.0\nunit = \"ratio\"\nyear = 2024\n";
    let file = ParameterFile { name: "mine.toml".to_owned(), text: text.to_owned() };
    let (engine, _) = engine.with_parameter_files(&[file]).unwrap();
    let request = PlanRequest::new("Rotterdam", "New York", date(2026, 12, 1));
    let sea = |engine: &Engine| {
        let answer = engine.plan(&request).unwrap();
        let legs = answer.itineraries[0].legs.clone();
        legs.iter().filter(|leg| leg.kind == "sea").map(|leg| leg.cost_usd).sum::<f64>()
    };
    let (before, after) = (sea(&ENGINE), sea(&engine));
    assert!((after - 2.0 * before).abs() < 0.05, "{before} {after}");
}
