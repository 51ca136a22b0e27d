//! Pieces of way that were put in by hand: lines, waterways, scheduled ship lines.

use super::{Evidence, Limits, Season, StatusPeriod};
use crate::{LngLat, Mode};
use serde::{Deserialize, Serialize};

/// What a scheduled ship line carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ServiceKind {
    /// Rail wagons, often lorries too.
    RailFerry,
    /// Lorries and trailers.
    RoRo,
    /// Containers and general cargo lifted on and off.
    Feeder,
}

/// What a lorry or trailer of 12 to 17 m pays for one crossing, as published.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LorryPrice {
    /// US dollars at the rate of its time.
    pub usd: f64,
    /// The year it is of.
    pub year: u16,
}

/// A scheduled ship line between two terminals, both ways.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Service {
    /// Stable id, such as `alat-aktau-feeder`.
    pub id: String,
    /// Name shown.
    pub name: String,
    /// UN/LOCODE or terminal id of one end.
    pub from: String,
    /// UN/LOCODE or terminal id of the other end.
    pub to: String,
    /// What it carries.
    pub kind: ServiceKind,
    /// Sailing hours from berth to berth.
    pub hours: f64,
    /// Sailings a week each way; the mean wait is half the headway.
    pub sailings_per_week: f64,
    /// Price of a lorry or wagon where one is published; by the tariff of all ferries when absent.
    #[serde(default)]
    pub price: Option<LorryPrice>,
    /// Who runs it.
    #[serde(default)]
    pub operator: String,
    /// Days of the year it runs; all year when absent.
    #[serde(default)]
    pub season: Option<Season>,
    /// Status by date; open when nothing is stated.
    #[serde(default)]
    pub status: Vec<StatusPeriod>,
    /// Where it comes from.
    pub evidence: Evidence,
}

/// A hand-checked piece of line: a bridged gap, a port spur, a fixed link, a planned railway, a shuttle.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Line {
    /// Stable id, such as `rasht-astara-railway`.
    pub id: String,
    /// Name shown.
    pub name: String,
    /// Rail, road or sea.
    pub mode: Mode,
    /// Course; the ends join the network of the mode at the nearest node.
    pub course: Vec<LngLat>,
    /// Length where it is known better than the course shows, km.
    #[serde(default)]
    pub length_km: Option<f64>,
    /// Passage it is part of, by id (canals, locks).
    #[serde(default)]
    pub passage: Option<String>,
    /// Status by date; open when nothing is stated.
    #[serde(default)]
    pub status: Vec<StatusPeriod>,
    /// Where it comes from.
    pub evidence: Evidence,
}

impl Line {
    /// Its length: as stated, else along the course, km.
    pub fn km(&self) -> f64 {
        let drawn = || self.course.windows(2).map(|pair| pair[0].geodesic_km(pair[1])).sum();
        self.length_km.unwrap_or_else(drawn)
    }
}

/// What links of a mode have in common that their mode does not tell: ways of extracts, mostly.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WayClass {
    /// Stable id, such as `road-class-50-one-way`.
    pub id: String,
    /// The mode of its links.
    pub mode: Mode,
    /// Whether its links may be used from `a` to `b` only.
    #[serde(default)]
    pub one_way: bool,
    /// Usual speed of a vehicle while it drives, km/h; that of main ways where it is absent.
    #[serde(default)]
    pub kmh: Option<f64>,
}

/// A navigable river, lake crossing or canal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Waterway {
    /// Stable id, such as `volga-don`.
    pub id: String,
    /// Name shown.
    pub name: String,
    /// Centre line; the ends join waterways, the sea and ports that stand there.
    pub course: Vec<LngLat>,
    /// Length by the pilot book, km.
    pub length_km: f64,
    /// The largest ship.
    #[serde(default)]
    pub limits: Limits,
    /// Days of the year it is open; all year when absent.
    #[serde(default)]
    pub season: Option<Season>,
    /// Number of locks.
    #[serde(default)]
    pub locks: u16,
    /// Passage it is part of, by id.
    #[serde(default)]
    pub passage: Option<String>,
    /// Whether an end at the coast joins the sea (ships of the sea or river-sea ships sail it).
    #[serde(default)]
    pub joins_sea: bool,
    /// Status by date; open when nothing is stated.
    #[serde(default)]
    pub status: Vec<StatusPeriod>,
    /// Where it comes from.
    pub evidence: Evidence,
}
