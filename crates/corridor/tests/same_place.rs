//! From a place to itself there is no way to go: no metre, hour, dollar or gram, in any mode or table.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use corridor::matrix::{DoorOptions, MatrixEngine, Quantity, Spot, WeighBy};
use corridor::{DistanceOptions, Engine, IceClass, LngLat, Mode, Outcome, PlanRequest};
use jiff::civil::date;
use std::sync::LazyLock;

static ENGINE: LazyLock<Engine> =
    LazyLock::new(|| Engine::open(corridor_data::WORLD).expect("the shipped network opens"));

fn options(mode: Mode) -> DistanceOptions {
    DistanceOptions {
        mode,
        avoid: Vec::new(),
        allow: Vec::new(),
        on: date(2026, 6, 10),
        strict_status: false,
        max_snap_km: 50.0,
    }
}

/// Towns, ports and positions: ashore, on the water, beside rails.
const PLACES: [&str; 9] = [
    "Mumbai",
    "INNSA",
    "72.96,18.94",
    "Saint Petersburg",
    "Baku",
    "4.48,51.9",
    "103.9,1.2",
    "114.2,22.4",
    "-74.2,40.9",
];

#[test]
fn a_place_is_no_way_from_itself_in_any_mode() {
    for mode in [Mode::Sea, Mode::Rail, Mode::Road] {
        for place in PLACES {
            // Some of them lie on no railway.
            let Ok(answer) = ENGINE.distance(place, place, &options(mode)) else { continue };
            assert_eq!(answer.distance_m, 0, "{place} by {}", mode.name());
            assert_eq!(answer.geometry["type"], "Point", "{place} by {}", mode.name());
        }
    }
    let avoided = DistanceOptions { avoid: vec!["jwc-red-sea".into()], ..options(Mode::Sea) };
    if let Ok(answer) = ENGINE.distance("72.96,18.94", "72.96,18.94", &avoided) {
        assert_eq!(answer.distance_m, 0, "round an area");
    }
}

#[test]
fn near_points_ashore_are_near() {
    let answer = ENGINE.distance("72.96,18.94", "72.961,18.94", &options(Mode::Sea)).unwrap();
    assert!(answer.distance_m < 200, "{} m", answer.distance_m);
}

#[test]
fn the_diagonal_of_every_matrix_is_nothing() {
    let spots = || -> Vec<Spot> {
        PLACES.iter().map(|place| Spot::Place(ENGINE.place(place).unwrap())).collect()
    };
    let at = |n: usize| n * PLACES.len() + n;
    for mode in [Mode::Sea, Mode::Rail, Mode::Road] {
        let (from, to) = (spots(), spots());
        let matrix = ENGINE.mode_matrix(&options(mode), &[Quantity::Distance], &from, &to).unwrap();
        let block = matrix.block(0..PLACES.len(), &|| false).unwrap();
        for (n, place) in PLACES.iter().enumerate() {
            if matches!(block.outcomes[at(n)], Outcome::Found(_)) {
                assert_eq!(block.values[0][at(n)], 0.0, "{place} by {}", mode.name());
            }
        }
    }
    let quantities = [Quantity::Distance, Quantity::Duration, Quantity::Cost, Quantity::Co2e];
    for weigh_by in [WeighBy::Time, WeighBy::Cost, WeighBy::Distance, WeighBy::Co2e] {
        let door = DoorOptions {
            open: options(Mode::Transfer),
            ice_class: IceClass::None,
            teu: 2.0,
            mass_t: 20.0,
            weigh_by,
        };
        let mut from = spots();
        // By position is the same place as by name.
        from[0] = Spot::At(ENGINE.place(PLACES[0]).unwrap().at);
        let matrix = ENGINE.door_matrix(&door, &quantities, &from, &spots()).unwrap();
        let block = matrix.block(0..PLACES.len(), &|| false).unwrap();
        for (n, place) in PLACES.iter().enumerate() {
            assert!(matches!(block.outcomes[at(n)], Outcome::Found(_)), "{place}");
            for values in &block.values {
                assert_eq!(values[at(n)], 0.0, "{place}");
            }
            assert!(block.values[1][n * PLACES.len() + (n + 1) % PLACES.len()] > 0.0);
        }
    }
}

#[test]
fn a_plan_from_a_place_to_itself_says_so() {
    let at = LngLat::new(72.96, 18.94).unwrap();
    let position = format!("{},{}", at.lng(), at.lat());
    for (from, to) in
        [("Mumbai", "Bombay, India"), ("INNSA", "Nhava Sheva"), (&position, &position)]
    {
        let asked = PlanRequest::new(from, to, date(2026, 6, 10));
        let Err(problem) = ENGINE.plan(&asked) else { panic!("{from} to {to} was planned") };
        assert_eq!(problem.code, "same-place", "{problem}");
        assert!(problem.detail.contains("same place"), "{problem}");
    }
}
