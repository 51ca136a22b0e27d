//! What a forwarder knows of a way and expects to see, or not to see, in an answer.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use corridor::{Cargo, Engine, ItineraryView, Order, PlanRequest};
use jiff::civil::{Date, date};
use std::sync::LazyLock;

static ENGINE: LazyLock<Engine> =
    LazyLock::new(|| Engine::open(corridor_data::WORLD).expect("the shipped network opens"));

const DAY: Date = date(2026, 12, 1);

fn plan(from: &str, to: &str) -> Vec<ItineraryView> {
    ENGINE.plan(&PlanRequest::new(from, to, DAY)).unwrap().itineraries
}

fn plan_cargo(from: &str, to: &str, order: Order) -> Vec<ItineraryView> {
    let request = PlanRequest { order, ..PlanRequest::new(from, to, DAY) };
    ENGINE.plan(&request).unwrap().itineraries
}

fn kinds(itinerary: &ItineraryView) -> Vec<&str> {
    itinerary.legs.iter().map(|leg| leg.kind.as_str()).collect()
}

/// Whether handling is paid for at a border: a change of gauge or lorry.
fn changes_at_a_border(itinerary: &ItineraryView) -> bool {
    let borders = itinerary.legs.iter().filter(|leg| leg.kind == "border");
    borders.flat_map(|leg| &leg.costs).any(|cost| cost.component == "handling" && cost.usd > 0.0)
}

fn by_road(itineraries: &[ItineraryView]) -> &ItineraryView {
    let others = ["sea", "rail", "inland_water", "ferry"];
    let by_road = |i: &&ItineraryView| kinds(i).iter().all(|kind| !others.contains(kind));
    itineraries.iter().find(by_road).unwrap()
}

#[test]
fn cargo_changes_lorries_where_no_lorry_drives_through() {
    assert!(changes_at_a_border(by_road(&plan("Shenzhen", "Hanoi"))));
    assert!(!changes_at_a_border(by_road(&plan("Nairobi", "Kampala"))));
    assert!(!changes_at_a_border(by_road(&plan("Munich", "Vienna"))));
}

#[test]
fn a_voyage_that_the_law_of_a_country_keeps_for_its_ships_says_so() {
    let told = |from, to| {
        let itineraries = plan(from, to);
        itineraries[0].warnings.iter().any(|warning| warning.code == "cabotage")
    };
    assert!(told("Honolulu", "Los Angeles"));
    assert!(told("San Juan, PR", "Jacksonville, US"));
    assert!(!told("Shanghai", "Los Angeles"));
    assert!(!told("Rotterdam", "New York"));
}

#[test]
fn no_liner_sails_the_corinth_canal() {
    let barge_sized = plan("Odesa", "Hamburg");
    for itinerary in plan("Hamburg", "Istanbul, TR").iter().chain(&barge_sized) {
        assert!(!itinerary.passages.contains(&"corinth".to_owned()), "{:?}", itinerary.passages);
    }
}

#[test]
fn a_box_for_a_town_does_not_end_at_the_works_beside_it() {
    for itinerary in plan("Durban, ZA", "Lubumbashi") {
        assert!(itinerary.legs.iter().all(|leg| !leg.name.contains("copper")));
        assert!(itinerary.legs.last().unwrap().to.name.contains("Lubumbashi"));
    }
}

#[test]
fn who_waits_for_a_ferry_leaves_from_where_he_waits() {
    let itineraries = plan("Helsinki", "Tallinn");
    let ferry = itineraries[0].legs.iter().find(|leg| leg.kind == "ferry").unwrap();
    assert!(ferry.from.name.starts_with("Helsinki"), "{}", ferry.from.name);
}

#[test]
fn cars_and_grain_for_overseas_go_by_sea() {
    let cars = Order { cargo: Cargo::RoRo, units: Some(5000.0), ..Order::default() };
    let cars = plan_cargo("Shanghai", "Zeebrugge", cars);
    assert!(kinds(&cars[0]).contains(&"sea"), "{:?}", kinds(&cars[0]));
    let grain = Order {
        cargo: Cargo::DryBulk,
        mass_t: Some(60_000.0),
        commodity: Some("grain".to_owned()),
        ..Order::default()
    };
    for itinerary in plan_cargo("New Orleans", "Yokohama", grain) {
        assert!(!kinds(&itinerary).contains(&"rail"), "{}", itinerary.name);
    }
}

#[test]
fn countries_are_those_of_land_and_canals_not_of_waters() {
    let itineraries = plan("Shanghai", "Rotterdam");
    let by_sea = itineraries.iter().find(|i| i.passages.contains(&"suez".to_owned())).unwrap();
    assert_eq!(by_sea.countries, ["CN", "EG", "NL"]);
}

#[test]
fn an_island_is_not_on_the_road_across_the_strait() {
    for itinerary in plan("Piraeus", "Samos") {
        assert!(!itinerary.countries.contains(&"TR".to_owned()), "{:?}", itinerary.countries);
    }
}
