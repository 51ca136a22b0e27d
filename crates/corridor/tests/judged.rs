//! Itineraries over the network that ships, judged by the independent check.

#![allow(clippy::panic, clippy::unwrap_used, reason = "a test fails by panicking")]

use corridor::{Engine, PlanRequest};
use corridor_planning::{Cargo, Order};
use std::sync::LazyLock;

static ENGINE: LazyLock<Engine> =
    LazyLock::new(|| Engine::open(corridor_data::WORLD).expect("the shipped network opens"));

/// Ports, inland towns and ends of corridors all over the world.
const PLACES: [&str; 40] = [
    "Mumbai",
    "Moscow",
    "Rotterdam",
    "Shanghai",
    "Chennai",
    "Vladivostok",
    "Tehran",
    "Almaty",
    "Hamburg",
    "Novorossiysk",
    "Baku",
    "Istanbul",
    "Delhi",
    "Tashkent",
    "Warsaw",
    "Madrid",
    "Helsinki",
    "Murmansk",
    "Sabetta",
    "Astrakhan",
    "Mundra",
    "Bandar Abbas",
    "Lagos",
    "Nairobi",
    "Johannesburg",
    "Santos",
    "Los Angeles",
    "New York",
    "Houston",
    "Chicago",
    "Sydney",
    "Singapore",
    "Jakarta",
    "Busan",
    "Tokyo",
    "Urumqi",
    "Minsk",
    "Tbilisi",
    "Dubai",
    "Cairo",
];

/// Kinds of cargo with an amount each.
fn orders() -> Vec<Order> {
    let of = |cargo, mass_t: Option<f64>| Order { cargo, mass_t, ..Order::default() };
    vec![
        of(Cargo::Container, None),
        of(Cargo::General, Some(3_000.0)),
        of(Cargo::DryBulk, Some(60_000.0)),
        of(Cargo::Crude, Some(130_000.0)),
        of(Cargo::Products, Some(4_000.0)),
        of(Cargo::Lng, Some(70_000.0)),
        Order { units: Some(500.0), ..of(Cargo::RoRo, None) },
        of(Cargo::Project, Some(200.0)),
    ]
}

/// Numbers that look like chance and are the same in every run.
fn draw(seed: &mut u64, below: usize) -> usize {
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    (*seed % below as u64) as usize
}

#[test]
fn nothing_is_wrong_with_itineraries_all_over_the_world() {
    let orders = orders();
    let mut seed = 88_172_645_463_325_252;
    let (mut judged, mut unreached) = (0, 0);
    let mut wrong: Vec<String> = Vec::new();
    for k in 0..std::env::var("K").map_or(60, |k| k.parse().unwrap()) {
        let from = PLACES[draw(&mut seed, PLACES.len())];
        let to = PLACES[draw(&mut seed, PLACES.len())];
        if from == to {
            continue;
        }
        let month = draw(&mut seed, 12) as i8 + 1;
        let mut request = PlanRequest::new(from, to, jiff::civil::date(2026, month, 15));
        // Boxes every other time: they use most of the rules.
        request.order = if k % 2 == 0 { orders[0].clone() } else { orders[k / 2 % 8].clone() };
        let asked = format!("{from} to {to}, {}, month {month}", request.order.cargo);
        match ENGINE.judge(&request) {
            Ok(lists) if lists.is_empty() => unreached += 1,
            Ok(lists) => {
                judged += lists.len();
                let told = lists.iter().enumerate();
                let told = told.flat_map(|(n, list)| list.iter().map(move |p| (n, p)));
                wrong.extend(told.map(|(n, problem)| format!("{asked}, way {}: {problem}", n + 1)));
            }
            Err(problem) => {
                unreached += 1;
                eprintln!("{asked}: {problem}");
            }
        }
    }
    eprintln!("{judged} judged, {unreached} unreached");
    assert!(wrong.is_empty(), "{} problems:\n{}", wrong.len(), wrong.join("\n"));
    assert!(judged > 100, "{judged} itineraries were judged, {unreached} questions have none");
}

#[test]
fn bulk_that_is_loaded_at_the_works_of_a_town_is_judged_too() {
    for (from, to, mass_t) in [("Saldanha", "Qingdao", 30_000.0), ("Kemerovo", "Kashira", 4_000.0)]
    {
        let mut request = PlanRequest::new(from, to, jiff::civil::date(2026, 6, 15));
        request.order = Order { cargo: Cargo::DryBulk, mass_t: Some(mass_t), ..Order::default() };
        let lists = ENGINE.judge(&request).unwrap_or_else(|problem| panic!("{problem}"));
        assert!(!lists.is_empty(), "{from} to {to}");
        assert_eq!(lists.concat(), Vec::<String>::new(), "{from} to {to}");
    }
}
