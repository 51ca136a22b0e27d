//! Lines of a GeoJSON file (RFC 7946). Lines meet where they share a position, to 1e-7 degree.
//!
//! A line is told by its properties: `mode` (road, rail or `inland_water`) with `length_m` as
//! `corridor data export` writes them, or the tags of OpenStreetMap (`highway`, `railway`, ...).

use crate::file::{name, unreadable};
use crate::tags::{Tags, Verdict, verdict};
use crate::ways::MISSING;
use crate::{Area, Kind, Lorry, Notes, Rank, Refused, Way, Ways};
use corridor_network::{LngLat, Mode};
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::path::Path;

/// Reads a feature collection, a feature or a geometry.
pub(crate) fn read(
    path: &Path,
    lorry: &Lorry,
    area: Option<Area>,
) -> Result<(Ways, Notes), Refused> {
    let bytes = std::fs::read(path).map_err(|e| unreadable(path, &e))?;
    let bad = |why: String| {
        Refused::new(
            "extract-damaged",
            format!("{}: {why}", name(path)),
            "give GeoJSON (RFC 7946) with a FeatureCollection of LineStrings",
        )
    };
    let whole: Value = serde_json::from_slice(&bytes).map_err(|e| bad(e.to_string()))?;
    let features = match whole.get("type").and_then(Value::as_str) {
        Some("FeatureCollection") => match whole.get("features") {
            Some(Value::Array(features)) => features.clone(),
            _ => return Err(bad("the FeatureCollection has no features".to_owned())),
        },
        Some("Feature") => vec![whole],
        other => return Err(bad(format!("its type is {}", other.unwrap_or("missing")))),
    };
    let mut reader = Reader { area, ..Reader::default() };
    for (i, feature) in features.iter().enumerate() {
        reader.feature(i, feature, lorry);
    }
    if reader.ways.ways.is_empty() {
        let left = reader.notes.left_out.keys().next().cloned();
        let next = "give lines of longitude,latitude with a property mode, highway or railway";
        let why = left.unwrap_or_else(|| "it has no lines".to_owned());
        let reason = format!("{}: nothing can be used ({why})", name(path));
        return Err(Refused::new("extract-empty", reason, next));
    }
    Ok((reader.ways, reader.notes))
}

#[derive(Default)]
struct Reader {
    area: Option<Area>,
    ways: Ways,
    notes: Notes,
    number: BTreeMap<[i32; 2], u32>,
}

impl Reader {
    fn feature(&mut self, i: usize, feature: &Value, lorry: &Lorry) {
        let empty = Map::new();
        let properties = feature.get("properties").and_then(Value::as_object).unwrap_or(&empty);
        let (kind, reversed) = match told(properties, lorry) {
            Ok(told) => told,
            Err(reason) => return self.notes.leave(reason, || format!("feature {i}")),
        };
        let stated = properties.get("length_m").and_then(Value::as_f64);
        let stated = stated.filter(|metres| metres.is_finite() && *metres > 0.0);
        let geometry = feature.get("geometry");
        let coordinates = geometry.and_then(|g| g.get("coordinates")).and_then(Value::as_array);
        let lines: Vec<&Vec<Value>> = match (geometry.and_then(|g| g.get("type")), coordinates) {
            (Some(Value::String(kind)), Some(line)) if kind == "LineString" => vec![line],
            (Some(Value::String(kind)), Some(lines)) if kind == "MultiLineString" => {
                lines.iter().filter_map(Value::as_array).collect()
            }
            _ => return self.notes.leave("feature that is no line", || format!("feature {i}")),
        };
        let metres = stated.filter(|_| lines.len() == 1);
        for line in lines {
            self.line(i, line, kind, reversed, metres);
        }
    }

    fn line(&mut self, i: usize, line: &[Value], kind: Kind, reversed: bool, metres: Option<f64>) {
        let mut course = Vec::with_capacity(line.len());
        for position in line {
            let number = |k: usize| position.get(k).and_then(Value::as_f64);
            let at = number(0).zip(number(1)).map(|(lng, lat)| LngLat::new(lng, lat));
            match at {
                Some(Ok(at)) if self.area.is_none_or(|area| area.holds(at)) => {
                    course.push(self.point(at));
                }
                Some(Ok(_)) => course.push(MISSING),
                Some(Err(e)) => {
                    return self
                        .notes
                        .leave("line outside the earth (longitude comes first)", || {
                            format!("feature {i}: {e}")
                        });
                }
                None => {
                    return self
                        .notes
                        .leave("line whose positions are no numbers", || format!("feature {i}"));
                }
            }
        }
        course.dedup();
        if course.iter().filter(|point| **point != MISSING).count() < 2 {
            return self
                .notes
                .leave("way without points in the file or the area", || format!("feature {i}"));
        }
        if reversed {
            course.reverse();
        }
        let whole = !course.contains(&MISSING);
        self.notes.take(&format!("{} lines", kind.mode.name().replace('_', " ")), 1);
        self.ways.ways.push(Way { kind, course, metres: metres.filter(|_| whole) });
    }

    fn point(&mut self, at: LngLat) -> u32 {
        let ways = &mut self.ways;
        *self.number.entry(at.e7()).or_insert_with(|| ways.add_point(at))
    }
}

/// The kind that properties tell, and whether the line runs against its traffic.
fn told(properties: &Map<String, Value>, lorry: &Lorry) -> Result<(Kind, bool), &'static str> {
    match properties.get("mode").and_then(Value::as_str) {
        Some("road") => return Ok((Kind::new(Mode::Road, Rank::Main), false)),
        Some("rail") => return Ok((Kind::new(Mode::Rail, Rank::Main), false)),
        Some("inland_water") => return Ok((Kind::new(Mode::InlandWater, Rank::Main), false)),
        Some(_) => return Err("line of a mode that is not joined (road, rail, inland_water are)"),
        None => {}
    }
    let values: Vec<(&str, String)> = properties
        .iter()
        .filter_map(|(key, value)| match value {
            Value::String(text) => Some((key.as_str(), text.clone())),
            Value::Number(number) => Some((key.as_str(), number.to_string())),
            _ => None,
        })
        .collect();
    let tags = Tags(values.iter().map(|(key, value)| (*key, value.as_str())).collect());
    match verdict(&tags, lorry) {
        Verdict::Take { kind, reversed } => Ok((kind, reversed)),
        Verdict::Leave(reason) => Err(reason),
        Verdict::Other => Err("line without a property mode, highway or railway"),
    }
}
