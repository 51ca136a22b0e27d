//! `/v1/distance`.

use crate::worlds::Worlds;
use crate::{PlaceRef, Question, Work, check_snap, default_snap, settle_day, settled_day};
use corridor::{DistanceOptions, DistanceResponse, Mode, Problem};
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The shortest path in one mode, as distance tables have it.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "DistanceRequest", extend("additionalProperties" = false))]
pub struct DistanceQuestion {
    /// Where from.
    from: PlaceRef,
    /// Where to.
    to: PlaceRef,
    /// What may be used.
    #[serde(flatten)]
    options: ModeOptions,
}

/// What questions for distances in one mode may use.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ModeOptions {
    /// Mode of transport.
    #[serde(default)]
    mode: ModeWord,
    /// Passages, countries, ports not to be used.
    #[serde(default)]
    avoid: Vec<String>,
    /// Passages or groups that tables leave out: `kiel`, `corinth`, `arctic`, `inland`, ...
    #[serde(default)]
    allow: Vec<String>,
    /// Day whose state of lines and borders counts, YYYY-MM-DD; today unless given.
    #[serde(default)]
    on: Option<String>,
    /// Keep off railways, roads and borders that are closed or suspended on the day; tables of
    /// distances count them as open.
    #[serde(default)]
    strict_status: bool,
    /// Farthest a place may lie from the network, km.
    #[serde(default = "default_snap")]
    max_snap_km: f64,
}

/// A mode with distances of its own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "DistanceMode")]
pub enum ModeWord {
    /// Ships.
    #[default]
    Sea,
    /// Trains.
    Rail,
    /// Lorries.
    Road,
}

impl From<ModeWord> for Mode {
    fn from(word: ModeWord) -> Self {
        match word {
            ModeWord::Sea => Self::Sea,
            ModeWord::Rail => Self::Rail,
            ModeWord::Road => Self::Road,
        }
    }
}

impl Question for DistanceQuestion {
    type Answer = DistanceResponse;
    const NAME: &'static str = "distance";
    const SUMMARY: &'static str = "The shortest path in one mode, with its course";
    const WORK: Work = Work::Search;

    fn settle(&mut self, today: Date) -> Result<(), Problem> {
        self.options.settle(today)
    }

    fn answer(&self, worlds: &Worlds) -> Result<DistanceResponse, Problem> {
        worlds.base().distance(&self.from.0, &self.to.0, &self.options.distance()?)
    }
}

impl ModeOptions {
    /// Fills in what the asker left out.
    ///
    /// # Errors
    /// When a field makes no sense.
    pub fn settle(&mut self, today: Date) -> Result<(), Problem> {
        check_snap(self.max_snap_km)?;
        settle_day(&mut self.on, "on", today).map(|_| ())
    }

    /// What may be used.
    ///
    /// # Errors
    /// When the question was not settled.
    pub fn distance(&self) -> Result<DistanceOptions, Problem> {
        Ok(DistanceOptions {
            mode: self.mode.into(),
            avoid: self.avoid.clone(),
            allow: self.allow.clone(),
            on: settled_day(self.on.as_deref())?,
            strict_status: self.strict_status,
            max_snap_km: self.max_snap_km,
        })
    }
}
