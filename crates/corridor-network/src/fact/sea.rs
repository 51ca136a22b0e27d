//! Passages, areas and walls of the sea. Metres for ships, degrees for places.

use super::{Evidence, StatusPeriod};
use crate::LngLat;
use serde::{Deserialize, Serialize};

/// The largest ship that fits, metres; absent where no limit is published.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Limits {
    /// Draught, m.
    pub draught_m: Option<f64>,
    /// Beam, m.
    pub beam_m: Option<f64>,
    /// Length over all, m.
    pub loa_m: Option<f64>,
    /// Air draught, m.
    pub air_draught_m: Option<f64>,
}

/// What a passage is; decides whether distance tables sail it unasked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PassageKind {
    /// A canal between seas.
    Canal,
    /// A strait.
    Strait,
    /// The open water round a cape.
    Cape,
    /// A strait or way round that is ice-bound for much of the year.
    Arctic,
    /// A canal, lock or bar of an inland waterway.
    Inland,
}

/// A canal, strait or cape with a name: what can be closed or avoided.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Passage {
    /// Stable id, such as `suez`.
    pub id: String,
    /// English name.
    pub name: String,
    /// Other names it is asked for by.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// What it is.
    pub kind: PassageKind,
    /// Group it is opened or closed with in `--allow` and `--avoid`, such as `arctic`.
    #[serde(default)]
    pub group: Option<String>,
    /// Polylines from shore to shore; water crossing any of them is in the passage.
    #[serde(default)]
    pub gates: Vec<Vec<LngLat>>,
    /// Whether distance tables use it without being asked.
    pub open_by_default: bool,
    /// The largest ship.
    #[serde(default)]
    pub limits: Limits,
    /// Hours to pass through beyond the sailing time of its length.
    #[serde(default)]
    pub transit_hours: f64,
    /// Mean hours of waiting before it.
    #[serde(default)]
    pub wait_hours: f64,
    /// Status by date; open when nothing is stated.
    #[serde(default)]
    pub status: Vec<StatusPeriod>,
    /// Where it comes from.
    pub evidence: Evidence,
}

/// What an area of the sea is known for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AreaKind {
    /// Ice for part of the year; speed and admission follow ice class and month.
    Ice,
    /// A sea cut off from the oceans for deep-sea ships: cargo moves by listed services only.
    Enclosed,
    /// A listed risk.
    Risk,
    /// A sea with a name.
    Sea,
    /// Land at war or shut off: while its status is closed, freight that neither starts nor ends in it
    /// does not go through it. Links of land, ferries and terminals carry its id, lanes of the sea do not.
    War,
}

/// An area of the sea, or of land at war.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Area {
    /// Stable id, such as `kara-sw`.
    pub id: String,
    /// English name.
    pub name: String,
    /// What it is known for.
    pub kind: AreaKind,
    /// Ring of corners, great circles between them; not closed; may cross the antimeridian.
    pub ring: Vec<LngLat>,
    /// Ice cover on the shipping lane by month, tenths; empty unless the kind is ice.
    #[serde(default)]
    pub ice_tenths: Vec<f64>,
    /// Level ice thickness by month, cm; empty unless the kind is ice.
    #[serde(default)]
    pub ice_cm: Vec<f64>,
    /// Its state over time; of land at war only, open before the first.
    #[serde(default)]
    pub status: Vec<StatusPeriod>,
    /// Where it comes from.
    pub evidence: Evidence,
}

/// A line that ships do not cross: a shoal, a reef, a barrier, the edge of the ice.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wall {
    /// Stable id, such as `palk`.
    pub id: String,
    /// English name.
    pub name: String,
    /// Its course; ends that shall close a passage lie well inland.
    pub line: Vec<LngLat>,
    /// A point of water on either side, if the wall closes a passage.
    #[serde(default)]
    pub between: Option<[LngLat; 2]>,
    /// The shortest way that may remain between the two points, km.
    #[serde(default)]
    pub at_least_km: f64,
    /// Where it comes from.
    pub evidence: Evidence,
}
