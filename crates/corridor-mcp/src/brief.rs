//! Answers made short: what a model needs to tell a person, in a few kilobytes.
//!
//! Figures are never rounded or left out of what is shown; what is not shown is said, and stands in the
//! whole answer.

use serde_json::{Map, Value, json};

/// Bytes of an answer that is shown as it is.
const SHORT: usize = 6_000;
/// Entries of a list that are shown.
const ENTRIES: usize = 12;
/// Warnings of an itinerary that are shown; the first are the most important.
const WARNINGS: usize = 3;

/// A short form of an answer, which names the address of the whole one.
pub(crate) fn brief(question: &str, whole: &str, uri: &str) -> String {
    if whole.len() <= SHORT {
        return whole.to_owned();
    }
    let Ok(answer) = serde_json::from_str::<Value>(whole) else { return whole.to_owned() };
    let mut short = match question {
        "plan" => plan(&answer),
        "briefing" => briefing(&answer),
        _ => shortened(&answer),
    };
    if let Value::Object(fields) = &mut short {
        let told = format!("shortened; the resource {uri} is the whole answer");
        fields.insert("shortened".to_owned(), told.into());
    }
    short.to_string()
}

/// The itineraries of a plan in their order, each with its figures, legs in a line each, and what is
/// warned of first.
fn plan(answer: &Value) -> Value {
    let itineraries: Vec<Value> = list(&answer["itineraries"]).iter().map(itinerary).collect();
    let not_offered: Vec<Value> = list(&answer["not_offered"])
        .iter()
        .map(|not| some_of(not, &["corridor", "id", "name", "code", "reason", "text", "figures"]))
        .collect();
    let mut short = some_of(answer, &["from", "to", "shipment"]);
    short["itineraries"] = itineraries.into();
    short["not_offered"] = shortened(&not_offered.into());
    short["meta"] =
        some_of(&answer["meta"], &["dataset", "scenario", "as_of", "depart", "warnings"]);
    short
}

fn itinerary(whole: &Value) -> Value {
    let figures = [
        "name",
        "duration_s",
        "duration_p50_s",
        "duration_p90_s",
        "on_time_probability",
        "distance_m",
        "cost_usd",
        "co2e_kg",
        "corridors",
        "countries",
    ];
    let mut short = some_of(whole, &figures);
    let legs = list(&whole["legs"]).iter().map(|leg| {
        let mut line = some_of(leg, &["kind", "name", "duration_s", "distance_m", "cost_usd"]);
        for end in ["from", "to"] {
            line[end] = leg[end]["name"].clone();
        }
        line
    });
    short["legs"] = legs.collect::<Vec<_>>().into();
    let warnings = list(&whole["warnings"]);
    short["warnings"] = warnings.iter().take(WARNINGS).cloned().collect::<Vec<_>>().into();
    if warnings.len() > WARNINGS {
        short["more_warnings"] = json!(warnings.len() - WARNINGS);
    }
    short
}

/// A briefing part by part: what stands on both days, and of what is supposed the best way of each shipment,
/// trade, flows and works, all on the day asked for.
fn briefing(answer: &Value) -> Value {
    let now = &answer["now"];
    let supposed = |view: &Value| {
        let on_now = |list_of: &str| {
            list(&view[list_of])
                .iter()
                .filter(|row| row["day"] == *now)
                .cloned()
                .collect::<Vec<_>>()
        };
        let shipments = on_now("shipments").into_iter().map(|shipment| {
            let mut short = some_of(&shipment, &["shipment", "problem"]);
            short["best"] = list(&shipment["sums"]).first().cloned().unwrap_or_default();
            short
        });
        let mut short = some_of(view, &["scenario", "about"]);
        short["shipments"] = shipments.collect::<Vec<_>>().into();
        for (field, names) in [
            ("trade", &["table", "countries", "pairs"][..]),
            ("flows", &["modes", "co2e_t", "gain_half_usd", "gain_logsum_usd", "transit"]),
            (
                "works",
                &["name", "cost_usd", "npv_usd", "break_even_tonnes_a_year", "of_demand", "note"],
            ),
        ] {
            let rows = on_now(field);
            short[field] = rows.iter().map(|row| some_of(row, names)).collect::<Vec<_>>().into();
        }
        short
    };
    let items = list(&answer["items"]).iter().map(|item| {
        let mut short = some_of(item, &["id", "name", "said", "unknown"]);
        for stands in ["agreements", "corridors"] {
            let rows = list(&item[stands]).iter().map(|one| some_of(one, &["id", "then", "now"]));
            short[stands] = rows.collect::<Vec<_>>().into();
        }
        if let Some(view) = item.get("supposed") {
            short["supposed"] = supposed(view);
        }
        short
    });
    let mut short = some_of(answer, &["name", "then", "now", "suppose", "unknown", "warnings"]);
    short["items"] = items.collect::<Vec<_>>().into();
    if let Some(view) = answer.get("together") {
        short["together"] = supposed(view);
    }
    short
}

/// A value whose long lists are cut, each with the number of what is not shown; courses are left out.
fn shortened(value: &Value) -> Value {
    match value {
        Value::Array(entries) => {
            let mut shown: Vec<Value> = entries.iter().take(ENTRIES).map(shortened).collect();
            if entries.len() > ENTRIES {
                shown.push(format!("and {} more", entries.len() - ENTRIES).into());
            }
            shown.into()
        }
        Value::Object(fields) => {
            let shown = fields.iter().filter(|(name, _)| *name != "geometry" && *name != "geojson");
            Value::Object(shown.map(|(name, value)| (name.clone(), shortened(value))).collect())
        }
        other => other.clone(),
    }
}

/// Some fields of an object, those that there are.
fn some_of(value: &Value, names: &[&str]) -> Value {
    let field = |name: &&str| Some(((*name).to_owned(), value.get(*name)?.clone()));
    Value::Object(names.iter().filter_map(field).collect::<Map<_, _>>())
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_answers_stay_as_they_are_and_long_ones_say_what_is_left_out() {
        let short = r#"{"distance_m":1}"#;
        assert_eq!(brief("distance", short, "corridor://answers/1"), short);
        let rows: Vec<u32> = (0..3000).collect();
        let long = json!({ "rows": rows, "geometry": [1], "warnings": ["w"] }).to_string();
        let told: Value =
            serde_json::from_str(&brief("parameters", &long, "corridor://answers/2")).unwrap();
        assert_eq!(told["rows"][ENTRIES], "and 2988 more");
        assert_eq!(told["warnings"], json!(["w"]));
        assert!(told.get("geometry").is_none());
        assert!(told["shortened"].as_str().unwrap().contains("corridor://answers/2"));
    }
}
