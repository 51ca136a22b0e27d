//! `/v1/season`.

use crate::worlds::{ScenarioRef, Worlds};
use crate::{Question, Work};
use corridor::Problem;
use corridor::season::SeasonResponse;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// When in the year a way with ice or locks can be sailed.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "SeasonRequest")]
pub struct SeasonQuestion {
    /// Corridor, passage, group of passages, waterway or area of the sea: `nsr`, `arctic`,
    /// `volga-don`, `kara-sw`.
    id: String,
    /// Year, 1990 to 2100; this year unless given.
    #[serde(default)]
    year: Option<i16>,
    /// Scenarios to suppose, later ones over earlier ones.
    #[serde(default)]
    scenario: Vec<ScenarioRef>,
}

impl Question for SeasonQuestion {
    type Answer = SeasonResponse;
    const NAME: &'static str = "season";
    const SUMMARY: &'static str = "When in the year a way with ice or locks can be sailed";
    const WORK: Work = Work::Search;

    fn settle(&mut self, today: Date) -> Result<(), Problem> {
        let year = *self.year.get_or_insert(today.year());
        if (1990..=2100).contains(&year) {
            return Ok(());
        }
        Err(Problem::bad_input(
            "date-invalid",
            format!("--year {year} is outside 1990 to 2100"),
            "check the year",
        ))
    }

    fn answer(&self, worlds: &Worlds) -> Result<SeasonResponse, Problem> {
        worlds.supposing(&self.scenario)?.season(&self.id, self.year.unwrap_or_default())
    }
}
