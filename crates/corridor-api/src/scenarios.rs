//! `/v1/scenarios`.

use crate::worlds::{ScenarioRef, Worlds};
use crate::{Question, Work};
use corridor::Problem;
use corridor::scenarios::ScenariosResponse;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The scenarios that come with the program, or one with what it changes.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "ScenariosRequest")]
pub struct ScenariosQuestion {
    /// Only this one; one of your own is checked.
    #[serde(default)]
    scenario: Option<ScenarioRef>,
}

impl Question for ScenariosQuestion {
    type Answer = ScenariosResponse;
    const NAME: &'static str = "scenarios";
    const SUMMARY: &'static str = "What can be supposed, and what it changes, with sources";
    const WORK: Work = Work::Search;

    fn settle(&mut self, _: Date) -> Result<(), Problem> {
        Ok(())
    }

    fn answer(&self, worlds: &Worlds) -> Result<ScenariosResponse, Problem> {
        let Some(scenario) = &self.scenario else { return worlds.base().scenarios() };
        match &scenario.sources()?[..] {
            [one] => worlds.base().scenario(one),
            several => Err(Problem::bad_input(
                "field-invalid",
                format!("--scenario names {} scenarios", several.len()),
                "ask for one at a time",
            )),
        }
    }
}
