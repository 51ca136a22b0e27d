//! `/v1/corridors`.

use crate::worlds::Worlds;
use crate::{Question, Work, settle_day, settled_day};
use corridor::{CorridorsResponse, Problem};
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The corridors with their state on a day.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "CorridorsRequest")]
pub struct CorridorsQuestion {
    /// Only the one of this id.
    #[serde(default)]
    id: Option<String>,
    /// The day, YYYY-MM-DD; today unless given.
    #[serde(default)]
    as_of: Option<String>,
}

impl Question for CorridorsQuestion {
    type Answer = CorridorsResponse;
    const NAME: &'static str = "corridors";
    const SUMMARY: &'static str = "The corridors: course, state on a day, sources";
    const WORK: Work = Work::LookUp;

    fn settle(&mut self, today: Date) -> Result<(), Problem> {
        settle_day(&mut self.as_of, "as-of", today).map(|_| ())
    }

    fn answer(&self, worlds: &Worlds) -> Result<CorridorsResponse, Problem> {
        worlds.base().corridors(self.id.as_deref(), settled_day(self.as_of.as_deref())?)
    }
}
