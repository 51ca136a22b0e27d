//! `/v1/places`.

use crate::worlds::Worlds;
use crate::{Question, Work};
use corridor::{PlacesResponse, Problem};
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Places by name, beginning of a name in any script, UN/LOCODE or position.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "PlacesRequest")]
pub struct PlacesQuestion {
    /// What is looked for.
    q: String,
    /// Most places told, 1 to 50.
    #[serde(default = "ten")]
    #[schemars(range(min = 1, max = 50))]
    limit: usize,
}

fn ten() -> usize {
    10
}

impl Question for PlacesQuestion {
    type Answer = PlacesResponse;
    const NAME: &'static str = "places";
    const SUMMARY: &'static str = "Places by name, beginning, UN/LOCODE or position; best first";
    const WORK: Work = Work::LookUp;

    fn settle(&mut self, _: Date) -> Result<(), Problem> {
        if (1..=50).contains(&self.limit) {
            return Ok(());
        }
        Err(Problem::bad_input(
            "limit-invalid",
            format!("--limit {} is outside 1 to 50", self.limit),
            "ask for 1 to 50 places",
        ))
    }

    fn answer(&self, worlds: &Worlds) -> Result<PlacesResponse, Problem> {
        worlds.base().places(&self.q, self.limit)
    }
}
