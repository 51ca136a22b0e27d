//! `/v1/restrictions`.

use crate::worlds::Worlds;
use crate::{Question, Work, settle_day, settled_day};
use corridor::{Problem, RestrictionsRequest, RestrictionsResponse};
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What states have declared of trade from one country to another.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "RestrictionsRequest")]
pub struct RestrictionsQuestion {
    /// Country the goods come from: a code, a name, or a place in it.
    from: String,
    /// Country they go to.
    to: String,
    /// Code of the goods in the Harmonized System, two digits or more; all goods unless given.
    #[serde(default)]
    hs: Option<String>,
    /// The day, YYYY-MM-DD; today unless given.
    #[serde(default)]
    as_of: Option<String>,
}

impl Question for RestrictionsQuestion {
    type Answer = RestrictionsResponse;
    const NAME: &'static str = "restrictions";
    const SUMMARY: &'static str =
        "What states have declared may not be traded between two countries";
    const WORK: Work = Work::LookUp;

    fn settle(&mut self, today: Date) -> Result<(), Problem> {
        settle_day(&mut self.as_of, "as-of", today).map(|_| ())
    }

    fn answer(&self, worlds: &Worlds) -> Result<RestrictionsResponse, Problem> {
        worlds.base().restrictions(&RestrictionsRequest {
            from: self.from.clone(),
            to: self.to.clone(),
            hs: self.hs.clone(),
            as_of: settled_day(self.as_of.as_deref())?,
        })
    }
}
