//! Landed cost beside freight in `plan`, and the ways that keep a preference which others lose.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod broker;

use broker::{Desk, cents, corridor, json, of, rows, told};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;

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
    // A table without codes has no use for duties.
    let desk = Desk::new();
    let input = desk.with("pairs.csv", "id,from,to\na,Mumbai,Moscow\n");
    let run = corridor(&["plan", "--input", &input, "--output", "-", "--duty", "5%"]);
    assert_eq!(run.status.code(), Some(2));
    assert!(told(&run).contains("no column hs"), "{}", told(&run));
}

#[test]
fn a_table_with_codes_has_landed_cost_of_every_itinerary_and_tells_refused_rows() {
    let desk = Desk::new();
    let input = desk.with(
        "in.csv",
        "id,from,to,hs,origin,value_usd,value,currency,duty,incoterm\n\
         medicine,Mumbai,Moscow,3004.90,IN,250000,,,20%,CIP\n\
         invoice,Mumbai,Moscow,3004.90,IN,,200000,EUR,,\n\
         plain,Mumbai,Moscow,,,,,,,\n\
         nowhere,Mumbai,Moscow,3004.90,,250000,,,,\n\
         older,Mumbai,Moscow,8517.12,IN,250000,,,,\n\
         twice,Mumbai,Moscow,3004.90,IN,1,2,EUR,,\n",
    );
    let more = ["--depart", "2026-06-10", "--fees-usd", "600", "--rate", "EUR=1.25"];
    let ask = |output: &str| {
        let run = corridor(&[&["plan", "--input", &input, "--output", output], &more[..]].concat());
        assert_eq!(run.status.code(), Some(2), "{}", told(&run));
        let told = told(&run);
        assert!(told.contains("line 7: value_usd 1 stands beside a value"), "{told}");
        assert!(told.contains("pair nowhere: no value for origin (field-missing)"), "{told}");
    };
    let (table, lines) = (desk.text("out.csv"), desk.text("out.jsonl"));
    ask(&table);
    ask(&lines);
    let rows = rows(&fs::read_to_string(&table).unwrap());
    let of_id = |id: &str| rows.iter().filter(|row| of(row, "id") == id).collect::<Vec<_>>();
    // The same as asked for alone, itinerary by itinerary.
    let alone = json(&[&["plan"], &ASKED[..], &["--duty", "20%", "--incoterm", "CIP"]].concat());
    let medicine = of_id("medicine");
    assert_eq!(medicine.len(), alone["itineraries"].as_array().unwrap().len());
    let mut checked = 0;
    for landed in alone["landed_cost"]["itineraries"].as_array().unwrap() {
        let row = medicine.iter().find(|row| of(row, "itinerary") == landed["id"]).unwrap();
        for name in ["landed_usd", "customs_value_usd", "buyer_usd"] {
            let number: f64 = of(row, name).parse().unwrap();
            assert_eq!((number * 100.0).round() as i64, cents(&landed[name]), "{name}");
        }
        assert_eq!((of(row, "duty"), of(row, "duty_percent")), ("20%", "20"));
        let parts = ["goods_usd", "duty_usd", "tax_usd", "fees_usd"];
        assert!(parts.iter().all(|name| of(row, name).parse::<f64>().is_ok()), "{row:?}");
        checked += 1;
    }
    assert!(checked >= 2);
    // 200,000 euros at 1.25 dollars.
    assert_eq!(of(of_id("invoice")[0], "goods_usd"), "250000");
    assert_eq!((of(of_id("plain")[0], "status"), of(of_id("plain")[0], "landed_usd")), ("ok", ""));
    for (id, status, hint) in
        [("nowhere", "field-missing", "--origin"), ("older", "hs-unknown", "8517.13")]
    {
        let [row] = of_id(id)[..] else { panic!("{id} has one row") };
        assert_eq!(of(row, "status"), status);
        assert!(!of(row, "problem").is_empty() && of(row, "action").contains(hint), "{row:?}");
    }
    assert_eq!(of(of_id("twice")[0], "status"), "bad-row");
    let answers = fs::read_to_string(&lines).unwrap();
    let answers: Vec<Value> = answers.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    assert!(answers[0]["answer"]["landed_cost"] == alone["landed_cost"]);
    assert!(answers[2]["answer"].get("landed_cost").is_none());
    // In Parquet the same rows.
    let parquet = desk.text("out.parquet");
    ask(&parquet);
    assert_eq!(&fs::read(&parquet).unwrap()[..4], b"PAR1");
}
