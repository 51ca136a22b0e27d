//! Crude oil and products through the pipelines of the network that ships.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use corridor::{Cargo, Engine, Order, PlanRequest, PlanResponse, Problem};
use jiff::civil::{Date, date};
use std::sync::LazyLock;

static ENGINE: LazyLock<Engine> =
    LazyLock::new(|| Engine::open(corridor_data::WORLD).expect("the shipped network opens"));

const DAY: Date = date(2026, 6, 10);

fn request(from: &str, to: &str, cargo: Cargo, day: Date) -> PlanRequest {
    let order = Order { cargo, mass_t: Some(80_000.0), ..Order::default() };
    PlanRequest {
        order,
        as_of: Some(day),
        with_restricted: true,
        ..PlanRequest::new(from, to, day)
    }
}

fn plan(from: &str, to: &str, cargo: Cargo, day: Date) -> Result<PlanResponse, Problem> {
    ENGINE.plan(&request(from, to, cargo, day))
}

/// Names of the pipelines of each itinerary, first to last.
fn pipelines(answer: &PlanResponse) -> Vec<Vec<String>> {
    let of = |itinerary: &corridor::ItineraryView| {
        let legs = itinerary.legs.iter().filter(|leg| leg.kind == "pipeline");
        legs.map(|leg| leg.name.clone()).collect()
    };
    answer.itineraries.iter().map(of).collect()
}

#[test]
fn oil_goes_first_by_the_pipelines_that_were_built_for_it() {
    for (from, to, line) in [
        ("Baku", "Ceyhan", "Baku-Tbilisi-Ceyhan"),
        ("Atyrau", "Alashankou", "Kenkiyak-Kumkol"),
        ("Atyrau", "Alashankou", "Atasu-Alashankou"),
        ("Cushing, US", "Houston", "Seaway (two lines)"),
        (
            "Tengiz sulphur and oil loading",
            "Rotterdam",
            "Caspian Pipeline (CPC), Atyrau - Yuzhnaya Ozereyevka",
        ),
        ("Taishet", "Qingdao", "Eastern Siberia - Pacific Ocean (ESPO) 1"),
        ("Abqaiq", "Yanbu", "East-West (Petroline)"),
        ("Ain Sukhna", "Sidi Kerir Terminal", "SUMED"),
    ] {
        let answer = plan(from, to, Cargo::Crude, DAY).unwrap();
        let first = &pipelines(&answer)[0];
        assert!(first.iter().any(|name| name == line), "{from} to {to}: {first:?}");
        assert!(answer.itineraries[0].name.contains("pipeline"), "{}", answer.itineraries[0].name);
    }
}

#[test]
fn a_pipeline_flows_one_way() {
    let uses = |from: &str, to: &str, line: &str| {
        plan(from, to, Cargo::Crude, DAY)
            .is_ok_and(|answer| pipelines(&answer).iter().flatten().any(|name| name == line))
    };
    assert!(uses("Ain Sukhna", "Sidi Kerir Terminal", "SUMED"));
    assert!(!uses("Sidi Kerir Terminal", "Ain Sukhna", "SUMED"));
    assert!(!uses("Ceyhan", "Baku", "Baku-Tbilisi-Ceyhan"));
}

#[test]
fn a_pipeline_takes_its_own_goods() {
    let by_btc = |cargo| {
        plan("Baku", "Ceyhan", cargo, DAY)
            .is_ok_and(|answer| !pipelines(&answer).concat().is_empty())
    };
    assert!(by_btc(Cargo::Crude));
    for cargo in [Cargo::Products, Cargo::DryBulk] {
        assert!(!by_btc(cargo), "{cargo}");
    }
}

#[test]
fn a_pipeline_is_used_on_the_days_it_is_open() {
    let by_kirkuk = |day| {
        plan("Kirkuk oil field", "Ceyhan", Cargo::Crude, day)
            .is_ok_and(|answer| !pipelines(&answer).concat().is_empty())
    };
    assert!(by_kirkuk(date(2022, 6, 10)));
    assert!(!by_kirkuk(date(2024, 6, 10)), "it stood still from March 2023 to September 2025");
    assert!(by_kirkuk(date(2026, 3, 10)));
    let avoided = PlanRequest {
        avoid: vec!["GE".to_owned()],
        ..request("Baku", "Ceyhan", Cargo::Crude, DAY)
    };
    let by = ENGINE.plan(&avoided).map(|answer| pipelines(&answer).concat()).unwrap_or_default();
    assert!(!by.iter().any(|name| name == "Baku-Tbilisi-Ceyhan"), "it lies in Georgia: {by:?}");
}
