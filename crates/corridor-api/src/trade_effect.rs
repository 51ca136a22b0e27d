//! `/v1/trade-effect`.

use crate::worlds::{ScenarioRef, Worlds};
use crate::{Question, Work, settle_day, settled_day};
use corridor::Problem;
use corridor::effect::{ElasticityChoice, TradeEffectRequest, TradeEffectResponse};
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Most countries times sectors of a table that is sent: each is a row and a column of inputs.
const LARGEST: usize = 600;
/// Most draws: a thousand of the shipped table take some seconds.
const MOST_DRAWS: usize = 1_000;
/// Most steps of the decomposition.
const MOST_STEPS: usize = 64;

/// What an agreement, a duty or another cost of trade does to trade and real income by country.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "TradeEffectRequest")]
pub struct TradeEffectQuestion {
    /// Agreements supposed to be in force, each with the duty in per cent under it:
    /// `india-eaeu-fta=0`.
    #[serde(default)]
    suppose: Vec<String>,
    /// Scenarios whose changes to the ways of a box between the countries count as costs of trade. An
    /// agreement on duties that they suppose needs its duty in `suppose`.
    #[serde(default)]
    scenario: Vec<ScenarioRef>,
    /// Factors on the cost of trade, CSV: `origin,destination,sector,factor`.
    #[serde(default)]
    change: Option<String>,
    /// A table of flows, CSV: `origin,destination,sector,use,value_usd`; the one that ships unless
    /// given.
    #[serde(default)]
    table: Option<String>,
    /// Year that such a table describes.
    #[serde(default)]
    table_year: Option<i16>,
    /// Trade elasticity of all sectors, the exponent sigma - 1; those that ship unless given.
    #[serde(default)]
    elasticity: Option<f64>,
    /// Duties before the change, CSV: `importer,exporter,sector,percent`.
    #[serde(default)]
    duties: Option<String>,
    /// What becomes of trade deficits: `fixed-share`, `fixed-ratio`, `zero`.
    #[serde(default = "fixed_share")]
    closure: String,
    /// All sectors as one, without inputs; needs an elasticity.
    #[serde(default)]
    one_sector: bool,
    /// Steps in which the change of real income is taken apart; 0 leaves it out.
    #[serde(default = "steps")]
    steps: usize,
    /// Draws of the elasticities.
    #[serde(default)]
    draws: Option<usize>,
    /// Their seed.
    #[serde(default = "seed")]
    seed: u64,
    /// Day whose agreements and tariffs hold before the change, YYYY-MM-DD; today unless given.
    #[serde(default)]
    as_of: Option<String>,
}

fn fixed_share() -> String {
    "fixed-share".to_owned()
}

fn steps() -> usize {
    16
}

fn seed() -> u64 {
    1
}

impl Question for TradeEffectQuestion {
    type Answer = TradeEffectResponse;
    const NAME: &'static str = "trade-effect";
    const SUMMARY: &'static str =
        "What an agreement, a duty or another cost of trade does to trade and real income";
    const WORK: Work = Work::Search;

    fn settle(&mut self, today: Date) -> Result<(), Problem> {
        settle_day(&mut self.as_of, "as-of", today)?;
        if self.table_year.is_some() && self.table.is_none() {
            return Err(Problem::bad_input(
                "field-invalid",
                "--table-year goes with a table of your own",
                "send the table too, or leave the year out",
            ));
        }
        if self.draws.is_some_and(|draws| draws > MOST_DRAWS) || self.steps > MOST_STEPS {
            return Err(Problem::bad_input(
                "draws-range",
                format!("more than {MOST_DRAWS} draws or {MOST_STEPS} steps are asked for"),
                "ask for fewer, or use `corridor trade-effect`",
            ));
        }
        Ok(())
    }

    fn answer(&self, worlds: &Worlds) -> Result<TradeEffectResponse, Problem> {
        let file = |name: &str, text: &Option<String>| {
            text.as_ref().map(|text| (name.to_owned(), text.clone()))
        };
        let scenarios = self.scenario.iter().map(ScenarioRef::sources);
        let scenarios = scenarios.collect::<Result<Vec<_>, _>>()?.concat();
        worlds.base().trade_effect(&TradeEffectRequest {
            scenarios,
            table: file("table", &self.table),
            table_year: self.table_year,
            largest: LARGEST,
            elasticity: self
                .elasticity
                .map_or(ElasticityChoice::Shipped, ElasticityChoice::Uniform),
            suppose: self.suppose.clone(),
            change: file("change", &self.change),
            duties: file("duties", &self.duties),
            closure: self.closure.clone(),
            as_of: settled_day(self.as_of.as_deref())?,
            one_sector: self.one_sector,
            steps: self.steps,
            draws: self.draws.map(|draws| (draws, self.seed)),
            with: Vec::new(),
        })
    }
}
