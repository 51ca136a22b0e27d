//! `/v1/compare`.

use crate::way::Way;
use crate::worlds::{ScenarioRef, Worlds};
use crate::{Question, Work};
use corridor::Problem;
use corridor::compare::{CompareRequest, CompareResponse};
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Worlds that are compared at once.
const MOST_RUNS: usize = 6;

/// The same question in several worlds.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "CompareRequest", extend("additionalProperties" = false))]
pub struct CompareQuestion {
    #[serde(flatten)]
    way: Way,
    /// Worlds to compare, 1 to 6: `base` is the world as it is. The first is what the others are
    /// compared with; of one alone, the world as it is comes first.
    scenario: Vec<ScenarioRef>,
}

impl Question for CompareQuestion {
    type Answer = CompareResponse;
    const NAME: &'static str = "compare";
    const SUMMARY: &'static str = "What scenarios change: the same question in several worlds";
    const WORK: Work = Work::Search;

    fn settle(&mut self, today: Date) -> Result<(), Problem> {
        if !(1..=MOST_RUNS).contains(&self.scenario.len()) {
            return Err(Problem::bad_input(
                "field-invalid",
                format!("--scenario: {} worlds are not 1 to {MOST_RUNS}", self.scenario.len()),
                "name scenarios of `/v1/scenarios`, such as base,suez-closed",
            ));
        }
        self.way.settle(today)
    }

    fn answer(&self, worlds: &Worlds) -> Result<CompareResponse, Problem> {
        let runs = self.scenario.iter().map(ScenarioRef::sources).collect::<Result<_, _>>()?;
        worlds.base().compare(&CompareRequest { plan: self.way.request()?, runs })
    }
}
