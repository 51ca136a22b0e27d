//! Landed cost beside freight in `plan`, and the ways that keep a preference which others lose.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use serde_json::Value;
use std::collections::BTreeSet;
use std::process::{Command, Output};

fn corridor(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_corridor")).args(args).output().unwrap()
}

fn json(args: &[&str]) -> Value {
    let output = corridor(&[args, &["--json"]].concat());
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// From Mumbai to Moscow with all that is to be known of the goods.
const ASKED: [&str; 12] = [
    "Mumbai",
    "Moscow",
    "--hs",
    "3004.90",
    "--origin",
    "IN",
    "--value-usd",
    "250000",
    "--depart",
    "2026-06-10",
    "--fees-usd",
    "600",
];
const SUPPOSED: [&str; 4] = ["--duty", "20%", "--suppose", "india-eaeu-fta=0"];

#[test]
fn a_plan_of_goods_has_landed_cost_beside_freight_and_names_the_agreement() {
    let plan = json(&[&["plan"], &ASKED[..], &SUPPOSED[..]].concat());
    let freight = |id: &Value| {
        let all = plan["itineraries"].as_array().unwrap();
        all.iter().find(|i| i["id"] == *id).unwrap()["cost_usd"].as_f64().unwrap()
    };
    let landed = &plan["landed_cost"];
    assert_eq!(landed["preferences"][0]["agreement"], "india-eaeu-fta");
    assert!(plan["schema_version"].is_number() && plan["not_offered"].is_array());
    for itinerary in landed["itineraries"].as_array().unwrap() {
        let whole = itinerary["landed_usd"].as_f64().unwrap();
        assert!(whole > 250_000.0 + freight(&itinerary["id"]), "{itinerary}");
    }
    // The same answer as the verb of its own gives.
    let own = json(&[&["landed-cost"], &ASKED[..], &SUPPOSED[..]].concat());
    assert_eq!(own["itineraries"], landed["itineraries"]);

    let text = corridor(&[&["plan"], &ASKED[..], &SUPPOSED[..]].concat());
    let text = String::from_utf8(text.stdout).unwrap();
    for told in
        ["landed USD", "no preference: least by way", "india-eaeu-fta (hypothetical): least"]
    {
        assert!(text.contains(told), "{told}: {text}");
    }
    assert!(text.lines().all(|line| line.chars().count() <= 100), "{text}");
}

#[test]
fn ways_that_keep_a_preference_are_found_beside_those_of_the_plan() {
    let condition = ["--consignment", "direct"];
    let strict = json(&[&["plan"], &ASKED[..], &SUPPOSED[..], &condition[..]].concat());
    let all = strict["itineraries"].as_array().unwrap();
    let ids: BTreeSet<_> = all.iter().map(|i| i["id"].as_str().unwrap()).collect();
    assert_eq!(ids.len(), all.len());
    let keeping = &strict["landed_cost"]["preferences"][0]["cheapest_keeping"];
    assert!(ids.contains(keeping.as_str().unwrap()), "{keeping}");
    let landed = strict["landed_cost"]["itineraries"].as_array().unwrap();
    let kept = landed.iter().find(|i| i["id"] == *keeping).unwrap();
    assert_eq!(kept["kept"], "yes", "{kept}");
}

#[test]
fn what_says_something_of_goods_is_refused_without_them() {
    for (more, hint) in [
        (&["--duty", "5%"][..], "--hs"),
        (&["--unit", "kg"], "--hs"),
        (&["--suppose", "india-eaeu-fta=0"], "--hs"),
        (&["--hs", "3004.90"], "--origin"),
        (&["--hs", "3004.90", "--origin", "IN"], "--value-usd"),
    ] {
        let output = corridor(&[&["plan", "Mumbai", "Moscow"], more].concat());
        let error = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{more:?}: {error}");
        assert!(error.contains(hint), "{more:?}: {error}");
    }
    let table = ["plan", "--input", "-", "--output", "-", "--duty", "5%"];
    assert_eq!(corridor(&table).status.code(), Some(2));
}
