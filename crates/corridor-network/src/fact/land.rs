//! Countries, their borders, customs unions and track gauges.

use super::{Evidence, StatusPeriod};
use crate::{CountryCode, LngLat, Mode};
use serde::{Deserialize, Serialize};

/// One side of a border crossing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BorderSide {
    /// Name of the station or post.
    pub name: String,
    /// Its country.
    pub country: CountryCode,
    /// Where it is.
    pub at: LngLat,
    /// Track gauge, mm; absent for roads.
    #[serde(default)]
    pub gauge_mm: Option<u16>,
}

/// A border crossing point of rail or road.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Border {
    /// Stable id, such as `yalama-samur`.
    pub id: String,
    /// Rail or road.
    pub mode: Mode,
    /// The two sides.
    pub sides: [BorderSide; 2],
    /// Whether cargo changes train or bogies here.
    #[serde(default)]
    pub gauge_break: bool,
    /// Mean hours to get through, where known; otherwise the default of the parameters.
    #[serde(default)]
    pub dwell_hours: Option<f64>,
    /// Status by date; open when nothing is stated.
    #[serde(default)]
    pub status: Vec<StatusPeriod>,
    /// Where it comes from.
    pub evidence: Evidence,
}

/// The track gauge of a country, or of a part of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Gauge {
    /// The country.
    pub country: CountryCode,
    /// The part of it that differs from the rest: a ring of corners; the whole country when empty.
    #[serde(default)]
    pub ring: Vec<LngLat>,
    /// Distance between the rails, mm.
    pub gauge_mm: u16,
    /// Where it comes from.
    pub evidence: Evidence,
}

/// Countries without customs at their common borders.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Union {
    /// Stable id, such as `eaeu`.
    pub id: String,
    /// Name shown.
    pub name: String,
    /// Members.
    pub members: Vec<CountryCode>,
    /// Where it comes from.
    pub evidence: Evidence,
}

/// A country and the names it goes by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Country {
    /// Its code.
    pub code: CountryCode,
    /// English name.
    pub name: String,
    /// Other names and the three-letter code, any script.
    #[serde(default)]
    pub names: Vec<String>,
    /// Main name of the gazetteer's place that is its capital; empty where there is none.
    #[serde(default)]
    pub capital: String,
}
