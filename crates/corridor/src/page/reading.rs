//! What the page reads out of a plan's JSON (`corridor plan --json`, schema version 1).
//!
//! Absent and `null` numbers stay `None` and are shown as "not known"; unknown members are left to the
//! embedded JSON. Nothing here fails: a plan of another shape gives a page that says less.

pub(super) use super::kind::Kind;
use corridor_network::LngLat;
use serde_json::Value;

/// A plan as shown.
#[derive(Debug, Default)]
pub(super) struct Shown {
    pub(super) from: Place,
    pub(super) to: Place,
    pub(super) itineraries: Vec<Itinerary>,
    pub(super) warnings: Vec<Note>,
    pub(super) refused: Vec<Refusal>,
    /// What the answer rests on: dataset, scenario, shipment, ... as (word, value).
    pub(super) basis: Vec<(String, String)>,
    /// Users' files that some figures come from.
    pub(super) own_figures: Vec<String>,
}

/// An end of a plan or leg.
#[derive(Debug, Default, Clone)]
pub(super) struct Place {
    pub(super) name: String,
    pub(super) country: String,
    pub(super) code: String,
    pub(super) at: Option<LngLat>,
    /// Distance from what was asked to where the network was entered, metres.
    pub(super) snap_m: Option<f64>,
}

/// One itinerary. Seconds, metres, US dollars, kilograms.
#[derive(Debug, Default)]
pub(super) struct Itinerary {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) warnings: Vec<Note>,
    /// Median duration where the plan has one, else the scheduled one.
    pub(super) seconds: Option<f64>,
    pub(super) p90_s: Option<f64>,
    /// Part of the shipments that keep the deadline, if there is one.
    pub(super) on_time: Option<f64>,
    /// Trade facilitation indicators TFI1 to TFI4, the last without and with delay.
    pub(super) indicators: [Option<f64>; 5],
    pub(super) metres: Option<f64>,
    pub(super) usd: Option<f64>,
    pub(super) co2e_kg: Option<f64>,
    pub(super) passages: Vec<String>,
    pub(super) legs: Vec<Leg>,
}

/// One leg of an itinerary. Seconds, metres, US dollars, kilograms.
#[derive(Debug, Default)]
pub(super) struct Leg {
    pub(super) kind: Kind,
    pub(super) from: Place,
    pub(super) to: Place,
    pub(super) seconds: Option<f64>,
    pub(super) metres: Option<f64>,
    pub(super) usd: Option<f64>,
    pub(super) co2e_kg: Option<f64>,
    pub(super) countries: Vec<String>,
    pub(super) sources: Vec<Note>,
}

/// A warning or a source: text with where it comes from and of when it is.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Note {
    pub(super) code: String,
    pub(super) text: String,
    pub(super) source: String,
    pub(super) date: String,
}

/// A corridor that was considered and not offered.
#[derive(Debug, Default)]
pub(super) struct Refusal {
    pub(super) corridor: String,
    pub(super) note: Note,
}

impl Shown {
    /// Reads a plan.
    pub(super) fn read(plan: &Value) -> Self {
        let mut basis = Vec::new();
        for part in ["meta", "shipment", "request"] {
            for (word, value) in plan[part].as_object().into_iter().flatten() {
                let text = match value {
                    Value::Array(items) => {
                        let texts = items.iter().map(text).filter(|text| !text.is_empty());
                        texts.collect::<Vec<_>>().join(", ")
                    }
                    scalar => text(scalar),
                };
                if word != "warnings" && !text.is_empty() {
                    basis.push((word.replace('_', " "), text));
                }
            }
        }
        Self {
            from: Place::read(&plan["from"]),
            to: Place::read(&plan["to"]),
            itineraries: list(&plan["itineraries"], Itinerary::read),
            warnings: list(&plan["meta"]["warnings"], Note::read),
            refused: list(&plan["not_offered"], Refusal::read),
            own_figures: list(&plan["meta"]["parameter_files"], Value::clone)
                .iter()
                .filter(|file| file["in_force"].as_array().is_some_and(|names| !names.is_empty()))
                .map(|file| text(&file["file"]))
                .collect(),
            basis,
        }
    }
}

impl Place {
    fn read(value: &Value) -> Self {
        let at = position(value);
        let code = text(&value["locode"]);
        let shown_position = || at.map(|p| format!("{:.3}, {:.3}", p.lng(), p.lat()));
        let name = [text(value), text(&value["name"]), text(&value["label"]), code.clone()]
            .into_iter()
            .chain([text(&value["id"]), shown_position().unwrap_or_default()])
            .find(|t| !t.is_empty());
        Self {
            name: name.unwrap_or_default(),
            country: text(&value["country"]),
            code,
            at,
            snap_m: value["snap_m"].as_f64(),
        }
    }
}

/// Members of a plan's indicators.
const INDICATORS: [&str; 5] = [
    "tfi1_border_hours",
    "tfi2_border_usd",
    "tfi3_usd_per_500_km",
    "tfi4_speed_kmh",
    "tfi4_speed_with_delay_kmh",
];

impl Itinerary {
    fn read(value: &Value) -> Self {
        let legs = list(&value["legs"], Leg::read);
        Self {
            id: text(&value["id"]),
            name: itinerary_name(value, &legs),
            warnings: list(&value["warnings"], Note::read),
            seconds: value["duration_p50_s"].as_f64().or_else(|| value["duration_s"].as_f64()),
            p90_s: value["duration_p90_s"].as_f64(),
            on_time: value["on_time_probability"].as_f64(),
            indicators: INDICATORS.map(|name| value["indicators"][name].as_f64()),
            metres: value["distance_m"].as_f64(),
            usd: value["cost_usd"].as_f64(),
            co2e_kg: value["co2e_kg"].as_f64(),
            passages: list(&value["passages"], name_of),
            legs,
        }
    }

    /// The kinds of the moving legs in order, neighbours of the same kind once.
    pub(super) fn modes(&self) -> Vec<Kind> {
        let mut kinds: Vec<Kind> =
            self.legs.iter().map(|l| l.kind).filter(|k| !k.stands()).collect();
        kinds.dedup();
        kinds
    }
}

impl Leg {
    fn read(value: &Value) -> Self {
        Self {
            kind: Kind::read(&value["kind"]),
            from: Place::read(&value["from"]),
            to: Place::read(&value["to"]),
            seconds: value["duration_s"].as_f64(),
            metres: value["distance_m"].as_f64(),
            usd: value["cost_usd"].as_f64(),
            co2e_kg: value["co2e_kg"].as_f64(),
            countries: list(&value["countries"], name_of),
            sources: list(&value["sources"], Note::read),
        }
    }
}

impl Note {
    fn read(value: &Value) -> Self {
        let words = ["text", "title", "name", "reason"].map(|key| text(&value[key]));
        let mut note = Self {
            code: text(&value["code"]),
            text: words.into_iter().find(|t| !t.is_empty()).unwrap_or_else(|| text(value)),
            source: text(&value["source"]),
            date: text(&value["date"]),
        };
        if note.source.is_empty() {
            note.source = text(&value["url"]);
        }
        if note.text.is_empty() {
            note.text = std::mem::take(&mut note.source);
        }
        note
    }
}

impl Refusal {
    fn read(value: &Value) -> Self {
        Self { corridor: name_of(&value["corridor"]), note: Note::read(value) }
    }
}

/// `name` if the plan gives one, else its corridors, else its modes.
fn itinerary_name(value: &Value, legs: &[Leg]) -> String {
    let given = text(&value["name"]);
    if !given.is_empty() {
        return given;
    }
    let corridors: Vec<String> = list(&value["corridors"], name_of);
    if !corridors.is_empty() {
        return corridors.join(" + ");
    }
    let mut words: Vec<&str> =
        legs.iter().filter(|l| !l.kind.stands()).map(|l| l.kind.word()).collect();
    words.dedup();
    if words.is_empty() { "itinerary".to_owned() } else { words.join(" \u{2013} ") }
}

/// A scalar as text; empty for null, arrays and objects.
pub(super) fn text(value: &Value) -> String {
    match value {
        Value::String(s) => s.clone(),
        Value::Number(n) => n.to_string(),
        Value::Bool(b) => b.to_string(),
        _ => String::new(),
    }
}

/// A word that may be given bare or as an object with a `name` or `id`.
fn name_of(value: &Value) -> String {
    [text(value), text(&value["name"]), text(&value["id"])]
        .into_iter()
        .find(|t| !t.is_empty())
        .unwrap_or_default()
}

fn list<T>(value: &Value, read: impl Fn(&Value) -> T) -> Vec<T> {
    value.as_array().into_iter().flatten().map(read).collect()
}

/// The position of a place: `lon` and `lat`, or a pair named `position` or `coordinates`.
fn position(value: &Value) -> Option<LngLat> {
    let pair = |v: &Value| Some((v[0].as_f64()?, v[1].as_f64()?));
    let (lng, lat) = pair(&value["position"])
        .or_else(|| pair(&value["coordinates"]))
        .or_else(|| Some((value["lon"].as_f64()?, value["lat"].as_f64()?)))?;
    LngLat::new(lng, lat).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn missing_members_are_not_known_rather_than_zero() {
        let plan = json!({"itineraries": [{"id": 7, "cost_usd": null, "legs": [
            {"kind": "sea"}, {"kind": "transfer"}, {"kind": "rail"}, {"kind": "rail"}]}]});
        let shown = Shown::read(&plan);
        let only = &shown.itineraries[0];
        assert_eq!((only.id.as_str(), only.usd, only.seconds), ("7", None, None));
        assert_eq!(only.name, "sea \u{2013} rail");
        assert_eq!(only.modes(), [Kind::Sea, Kind::Rail]);
    }

    #[test]
    fn the_median_stands_before_the_schedule() {
        let plan = json!({"itineraries": [{"duration_s": 10, "duration_p50_s": 12, "name": "x"}]});
        assert_eq!(Shown::read(&plan).itineraries[0].seconds, Some(12.0));
    }

    #[test]
    fn notes_are_read_bare_or_with_source_and_date() {
        let plan = json!({"meta": {"dataset": "2026.11", "warnings": ["plain",
            {"code": "W1", "text": "closed", "source": "notice", "date": "2026-10-01"}]}});
        let shown = Shown::read(&plan);
        assert_eq!(shown.warnings[0].text, "plain");
        assert_eq!(shown.warnings[1].date, "2026-10-01");
        assert_eq!(shown.basis, [("dataset".to_owned(), "2026.11".to_owned())]);
    }

    #[test]
    fn places_are_named_by_the_best_word_there_is() {
        let name = |v: Value| Place::read(&v).name;
        assert_eq!(name(json!({"name": "Mumbai", "locode": "INBOM"})), "Mumbai");
        assert_eq!(name(json!({"locode": "INBOM"})), "INBOM");
        assert_eq!(name(json!({"lon": 72.8, "lat": 18.9})), "72.800, 18.900");
        assert_eq!(name(json!("Astara")), "Astara");
    }
}
