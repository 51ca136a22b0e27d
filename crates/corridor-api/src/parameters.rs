//! `/v1/parameters`.

use crate::worlds::Worlds;
use crate::{Question, Work};
use corridor::Problem;
use corridor::parameters::{ParametersRequest, ParametersResponse};
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The figures that answers rest on.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "ParametersRequest")]
pub struct ParametersQuestion {
    /// Beginnings of names (`rail.`), countries (`IN`) or other words; all have to fit.
    #[serde(default)]
    words: Vec<String>,
}

impl Question for ParametersQuestion {
    type Answer = ParametersResponse;
    const NAME: &'static str = "parameters";
    const SUMMARY: &'static str = "The figures answers rest on, each with source, year, confidence";
    const WORK: Work = Work::LookUp;

    fn settle(&mut self, _: Date) -> Result<(), Problem> {
        Ok(())
    }

    fn answer(&self, worlds: &Worlds) -> Result<ParametersResponse, Problem> {
        worlds.base().parameters_in_force(&ParametersRequest { words: self.words.clone() })
    }
}
