//! Corridors and the dated reports on them.

use super::{Evidence, State, StatusPeriod};
use crate::{LngLat, Mode};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A place that tells corridors apart: links of the mode with an end inside the circle belong to it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Waypoint {
    /// Stable id, unique among all features, such as `krasnoyarsk-rail`.
    pub id: String,
    /// The mode of the links meant.
    pub mode: Mode,
    /// Centre of the circle.
    pub at: LngLat,
    /// Its radius, km.
    pub radius_km: f64,
}

/// A named, dated set of links, terminals and passages with evidence.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Corridor {
    /// Stable id, such as `instc-west`.
    pub id: String,
    /// English name.
    pub name: String,
    /// Other names it is asked for by.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// The course in one or two sentences.
    pub course: String,
    /// What an itinerary must go through to have used the corridor: steps in order (or all in
    /// reverse), each a list of alternatives. A step names a passage, border, service, line,
    /// waterway, waypoint or terminal by id, or a country as `country:IR`.
    pub through: Vec<Vec<String>>,
    /// What it must not go through.
    #[serde(default)]
    pub not_through: Vec<String>,
    /// Circles that the steps refer to.
    #[serde(default)]
    pub waypoints: Vec<Waypoint>,
    /// Line to draw on maps.
    #[serde(default)]
    pub sketch: Vec<LngLat>,
    /// Status by date; open when nothing is stated.
    #[serde(default)]
    pub status: Vec<StatusPeriod>,
    /// Where it comes from.
    pub evidence: Vec<Evidence>,
}

/// A dated report on passages, corridors, services or ports.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Event {
    /// Ids it concerns.
    pub affects: Vec<String>,
    /// First day.
    pub from: Date,
    /// Last day; not known when absent.
    #[serde(default)]
    pub until: Option<Date>,
    /// What happened, in one sentence.
    pub report: String,
    /// What it means for traffic.
    pub state: State,
    /// Where it comes from.
    pub evidence: Evidence,
}
