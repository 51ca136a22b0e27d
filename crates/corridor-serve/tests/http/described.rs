//! The description is that of the program, and answers are as it says.

use crate::client::{get, post};
use crate::server;
use serde_json::{Value, json};
use std::path::Path;

#[test]
fn the_committed_description_is_that_of_the_program() {
    let committed = include_str!("../../openapi.json");
    let made = format!("{:#}\n", corridor_serve::openapi());
    if committed != made {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("openapi.json");
        std::fs::write(&path, made).unwrap();
        panic!(
            "crates/corridor-serve/openapi.json is not what the types say; take {} in its place, or \
             what `corridor serve --openapi` writes",
            path.display()
        );
    }
}

#[test]
fn it_is_served() {
    let reply = get(server(), "/v1/openapi.json");
    assert_eq!(reply.status, 200);
    assert_eq!(reply.json(), corridor_serve::openapi());
}

#[test]
fn all_references_lead_somewhere() {
    let document = corridor_serve::openapi();
    let mut open = vec![&document];
    while let Some(value) = open.pop() {
        match value {
            Value::Object(object) => {
                if let Some(reference) = object.get("$ref").and_then(Value::as_str) {
                    let pointer = reference.trim_start_matches('#');
                    assert!(document.pointer(pointer).is_some(), "{reference} leads nowhere");
                }
                open.extend(object.values());
            }
            Value::Array(values) => open.extend(values),
            _ => {}
        }
    }
}

/// Talks of one part of which nothing can be supposed: answered at once.
pub(crate) const OWN_BRIEFING: &str = r#"
id = "own"
name = "Own talks"
day = "2026-07-01"
countries = ["IN", "RU"]
[[source]]
id = "paper"
source = "A paper"
date = "2026-07-01"
confidence = "M"
[[item]]
id = "treaty"
name = "A treaty"
said = "They spoke of it."
sources = ["paper"]
agreements = ["russia-india-bit-1994"]
"#;

/// What every path without parameters in it is asked with.
fn examples() -> Vec<(&'static str, Value)> {
    vec![
        (
            "plans",
            json!({ "pairs": [{ "from": "Mumbai", "to": "Moscow" }], "depart": "2026-06-10" }),
        ),
        ("places", json!({"q": "Мумб"})),
        ("appraise", json!({"cash_flow": "year,amount_usd\n0,-100\n1,120\n", "rate": "10%"})),
        ("plan", json!({"from": "Mumbai", "to": "Moscow", "depart": "2026-07-01"})),
        (
            "compare",
            json!({"from": "INNSA", "to": "NLRTM", "depart": "2026-07-01",
            "scenario": ["base", "suez-closed"]}),
        ),
        (
            "landed-cost",
            json!({"from": "INNSA", "to": "RULED", "hs": "300490", "origin": "IN",
            "value_usd": 50000.0, "depart": "2026-07-01"}),
        ),
        ("distance", json!({"from": "INNSA", "to": "NLRTM", "on": "2026-07-01"})),
        ("corridors", json!({"as_of": "2026-07-01"})),
        ("agreements", json!({"as_of": "2026-07-01", "party": "IN"})),
        ("restrictions", json!({"from": "RU", "to": "NL", "hs": "2701", "as_of": "2026-07-01"})),
        ("trade-effect", json!({"suppose": ["india-eaeu-fta=0"], "as_of": "2026-07-01"})),
        (
            "flows",
            json!({"demand": "origin,destination,commodity,tonnes\nMumbai,Rotterdam,machinery,5000\n",
            "select": ["suez"], "depart": "2026-07-01"}),
        ),
        ("briefings", json!({})),
        ("briefing", json!({"toml": OWN_BRIEFING, "as_of": "2026-07-01"})),
        ("scenarios", json!({})),
        ("season", json!({"id": "nsr", "year": 2026})),
        ("parameters", json!({"words": ["rail."]})),
        ("dataset", json!({})),
        ("matrix", json!({"origins": ["INNSA", "NLRTM"], "on": "2026-07-01"})),
        (
            "pairs",
            json!({"pairs": [{"from": [72.9, 18.9], "to": [4.1, 51.9]}], "on": "2026-07-01"}),
        ),
    ]
}

#[test]
fn every_question_is_answered_as_described() {
    let document = corridor_serve::openapi();
    let paths = document["paths"].as_object().unwrap();
    let asked = examples();
    let questions =
        paths.iter().filter(|(path, about)| about.get("post").is_some() && !path.contains('{'));
    for (path, about) in questions {
        let name = path.trim_start_matches("/v1/");
        let (_, question) = asked
            .iter()
            .find(|(asked, _)| *asked == name)
            .unwrap_or_else(|| panic!("{path} has no example here"));
        let reply = post(server(), path, question);
        // A table of plans is always a job.
        let responses = &about["post"]["responses"];
        let success = if responses.get("200").is_some() { "200" } else { "202" };
        let told = String::from_utf8_lossy(&reply.body);
        assert_eq!(reply.status.to_string(), success, "{path}: {told}");
        let schema = &responses[success]["content"]["application/json"]["schema"];
        fits(&document, schema, &reply.json(), path);
    }
}

/// Whether a value has what its schema requires, and nothing of another type, all the way down.
fn fits(document: &Value, schema: &Value, value: &Value, at: &str) {
    if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
        let target = document.pointer(reference.trim_start_matches('#')).unwrap();
        return fits(document, target, value, at);
    }
    for name in schema["required"].as_array().into_iter().flatten() {
        let name = name.as_str().unwrap();
        assert!(value.get(name).is_some(), "{at} lacks {name}");
    }
    let types: Vec<&str> = match &schema["type"] {
        Value::String(word) => vec![word],
        Value::Array(words) => words.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    let is = |word: &str| match word {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "integer" => value.is_u64() || value.is_i64(),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        _ => true,
    };
    assert!(types.is_empty() || types.iter().any(|word| is(word)), "{at} is no {types:?}: {value}");
    for (name, property) in schema["properties"].as_object().into_iter().flatten() {
        if let Some(value) = value.get(name) {
            fits(document, property, value, &format!("{at}.{name}"));
        }
    }
    if let (Some(items), Some(values)) = (schema.get("items"), value.as_array()) {
        for (n, value) in values.iter().enumerate() {
            fits(document, items, value, &format!("{at}[{n}]"));
        }
    }
}
