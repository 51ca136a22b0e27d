//! `/v1/compare`.

use crate::landed_cost::Sale;
use crate::way::Way;
use crate::worlds::{ScenarioRef, Worlds};
use crate::{Question, Work};
use corridor::Problem;
use corridor::compare::{CompareRequest, CompareResponse, Goods};
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
    /// Code of the goods in the Harmonized System of 2022: adds landed cost and duty. Needs `origin` and
    /// `value_usd`.
    #[serde(default)]
    hs: Option<String>,
    /// Country the goods originate in: `IN`, `India`.
    #[serde(default)]
    origin: Option<String>,
    #[serde(flatten)]
    sale: Sale,
    /// Whether to say too what each scenario does to trade and real income; agreements on duties that they
    /// suppose need their duty in `suppose`.
    #[serde(default)]
    trade_effect: bool,
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
        let needed = [self.origin.is_some(), self.way.moved.value_usd.is_some()];
        if self.hs.is_some() && needed != [true, true] {
            return Err(Problem::bad_input(
                "field-invalid",
                "--hs needs --origin and --value-usd",
                "give the country the goods originate in and their value in US dollars",
            ));
        }
        self.sale.settle()?;
        self.way.settle(today)
    }

    fn answer(&self, worlds: &Worlds) -> Result<CompareResponse, Problem> {
        let runs = self.scenario.iter().map(ScenarioRef::sources).collect::<Result<_, _>>()?;
        let plan = self.way.request()?;
        let goods = self.hs.as_ref().zip(self.origin.as_ref()).map(|(hs, origin)| Goods {
            hs: hs.clone(),
            origin: origin.clone(),
            value_usd: self.way.moved.value_usd.unwrap_or_default().to_string(),
            terms: self.sale.terms(plan.as_of),
        });
        let terms = self.sale.terms(plan.as_of);
        let trade = self.trade_effect.then_some(terms.suppose);
        worlds.base().compare(&CompareRequest { plan, runs, goods, trade })
    }
}
