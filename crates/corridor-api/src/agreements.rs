//! `/v1/agreements`.

use crate::worlds::Worlds;
use crate::{Question, Work, settle_day, settled_day};
use corridor::Problem;
use corridor::agreements::{AgreementsRequest, AgreementsResponse};
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The agreements behind corridors and trade on a day.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "AgreementsRequest")]
pub struct AgreementsQuestion {
    /// Only this one, by id or short name.
    #[serde(default)]
    id: Option<String>,
    /// The day, YYYY-MM-DD; today unless given.
    #[serde(default)]
    as_of: Option<String>,
    /// Only those that this country or union takes part in: `IN`, `India`, `EAEU`.
    #[serde(default)]
    party: Option<String>,
    /// Only this kind: `corridor`, `transit`, `free-trade`, `customs-union`, `investment`, ...
    #[serde(default)]
    kind: Option<String>,
    /// Only this state: `proposed`, `negotiating`, `signed`, `in-force`, `suspended`, `ended`.
    #[serde(default)]
    status: Option<String>,
}

impl Question for AgreementsQuestion {
    type Answer = AgreementsResponse;
    const NAME: &'static str = "agreements";
    const SUMMARY: &'static str = "Agreements: parties, state on a day, what they switch";
    const WORK: Work = Work::LookUp;

    fn settle(&mut self, today: Date) -> Result<(), Problem> {
        settle_day(&mut self.as_of, "as-of", today).map(|_| ())
    }

    fn answer(&self, worlds: &Worlds) -> Result<AgreementsResponse, Problem> {
        worlds.base().agreements(&AgreementsRequest {
            id: self.id.clone(),
            as_of: settled_day(self.as_of.as_deref())?,
            parties: self.party.iter().cloned().collect(),
            kind: self.kind.clone(),
            status: self.status.clone(),
            with: Vec::new(),
        })
    }
}
