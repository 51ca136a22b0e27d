//! How a place is written in a question.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A place: a UN/LOCODE (`INNSA`), a name in any script (`Mumbai`, `Мумбаи`, `Mumbai, IN`), a position
/// `lon,lat`, or one of the objects.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(from = "Written", into = "String")]
#[schemars(with = "Written")]
pub struct PlaceRef(pub String);

#[derive(Deserialize, JsonSchema)]
#[serde(
    untagged,
    expecting = "a place is a text such as \"INNSA\", \"Mumbai, IN\" or \"72.95,18.95\", \
                 {\"lon\": 72.95, \"lat\": 18.95} or {\"locode\": \"INNSA\"}"
)]
#[schemars(
    rename = "Place",
    description = "A place: a UN/LOCODE (`INNSA`), a name in any script \
    (`Mumbai`, `Мумбаи`, `Mumbai, IN`), a position as `lon,lat`, or one of the objects."
)]
enum Written {
    Text(String),
    At(At),
    Code(Code),
}

/// A position, degrees.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Position")]
struct At {
    /// Longitude, -180 to 180.
    lon: f64,
    /// Latitude, -90 to 90.
    lat: f64,
}

/// A place by its code.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "PlaceCode")]
struct Code {
    /// UN/LOCODE.
    locode: String,
}

impl From<Written> for PlaceRef {
    fn from(written: Written) -> Self {
        Self(match written {
            Written::Text(text) => text,
            Written::At(at) => format!("{},{}", at.lon, at.lat),
            Written::Code(code) => code.locode,
        })
    }
}

impl From<PlaceRef> for String {
    fn from(place: PlaceRef) -> Self {
        place.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_ways_to_write_a_place_mean_the_same() {
        let read = |json: &str| serde_json::from_str::<PlaceRef>(json);
        assert_eq!(read("\"INNSA\"").unwrap(), read(r#"{"locode":"INNSA"}"#).unwrap());
        assert_eq!(read("\"72.5,18\"").unwrap(), read(r#"{"lon":72.5,"lat":18.0}"#).unwrap());
        let wrong = read(r#"{"lng":72.5,"lat":18}"#).unwrap_err().to_string();
        assert!(wrong.contains("a place is a text"), "{wrong}");
    }
}
