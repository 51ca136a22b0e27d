//! What landed cost adds to a plan in time, over the network that ships.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use corridor::trade::{GoodsTerms, LandedCostRequest};
use corridor::{Engine, PlanRequest};
use jiff::civil::date;
use std::time::Instant;

/// Times the reckoning is repeated for a mean.
const ROUNDS: u32 = 50;
/// Most milliseconds that it may add to a plan; also in a development build.
const MOST_MS: f64 = 5.0;

#[test]
fn landed_cost_of_a_pareto_set_is_reckoned_in_five_milliseconds() {
    let engine = Engine::open(corridor_data::WORLD).unwrap();
    let plan = PlanRequest::new("INNSA", "NLRTM", date(2026, 6, 10));
    let planned = engine.plan(&plan).unwrap();
    let request = LandedCostRequest {
        plan,
        hs: "3004.90".to_owned(),
        origin: "IN".to_owned(),
        value_usd: "250000".to_owned(),
        terms: GoodsTerms {
            duty: Some("6.5%".to_owned()),
            suppose: vec!["india-eu-fta=0".to_owned()],
            ..GoodsTerms::default()
        },
    };
    // Tables are read when they are first asked for, once for all questions.
    let answer = engine.landed_cost_of(&request, planned.clone()).unwrap();
    assert_eq!(answer.itineraries.len() + answer.not_offered.len(), planned.itineraries.len());
    let plans: Vec<_> = (0..ROUNDS).map(|_| planned.clone()).collect();
    let start = Instant::now();
    for planned in plans {
        engine.landed_cost_of(&request, planned).unwrap();
    }
    let mean_ms = start.elapsed().as_secs_f64() * 1000.0 / f64::from(ROUNDS);
    println!("{mean_ms:.2} ms for {} itineraries", answer.itineraries.len());
    assert!(mean_ms <= MOST_MS, "{mean_ms:.2} ms");
}

#[test]
fn the_schema_in_the_docs_is_that_of_the_answers() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/trade.schema.json");
    let mut schema = serde_json::to_string_pretty(&corridor::trade::answers_schema()).unwrap();
    schema.push('\n');
    let committed = std::fs::read_to_string(path).unwrap_or_default();
    if committed != schema && std::env::var_os("ACCEPT").is_some() {
        std::fs::write(path, &schema).unwrap();
    }
    assert!(
        std::fs::read_to_string(path).is_ok_and(|text| text == schema),
        "docs/trade.schema.json is out of date: run this test with ACCEPT=1"
    );
}
