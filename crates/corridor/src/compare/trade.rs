//! What scenarios do to trade and real income, beside what they do to a shipment.

use super::goods::{id, supposes};
use crate::effect::{BaseCarriage, TradeEffectRequest};
use crate::engine::Engine;
use crate::problem::Problem;
use corridor_network::CountryCode;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

/// What a run does to trade and real income in the long run, against the world as it is.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct RunTrade {
    /// The run it is about.
    pub scenario: String,
    /// The table of flows, with its year.
    pub table: String,
    /// Day whose agreements and tariffs hold before the change.
    pub as_of: String,
    /// The countries of the two ends, as far as the table has them.
    pub countries: Vec<CountryTrade>,
    /// Flows between them, both ways.
    pub flows: Vec<FlowTrade>,
    /// Of the two countries, those without a row of their own: nothing is said of them.
    pub missing: Vec<String>,
    /// What a reader should know.
    pub warnings: Vec<String>,
}

/// A country.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct CountryTrade {
    /// Its code, ISO 3166-1 alpha-2.
    pub id: String,
    /// Change of real income, per cent.
    pub real_income_percent: f64,
    /// Change of exports, per cent.
    pub exports_percent: f64,
    /// Change of imports, per cent.
    pub imports_percent: f64,
}

/// A flow.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct FlowTrade {
    /// Where from.
    pub origin: String,
    /// Where to.
    pub destination: String,
    /// Before, US dollars of the table's year.
    pub before_usd: f64,
    /// After.
    pub after_usd: f64,
    /// Change, per cent.
    pub change_percent: f64,
}

impl Engine {
    /// The question for what the world of an engine does to trade, with the duties of agreements that it
    /// supposes.
    pub(crate) fn trade_request(&self, duties: &[String], day: Date) -> TradeEffectRequest {
        let holds = |text: &&String| supposes(self, id(text));
        TradeEffectRequest {
            suppose: duties.iter().filter(holds).cloned().collect(),
            steps: 0,
            ..TradeEffectRequest::new(day)
        }
    }

    /// What each world that supposes something does to trade between two countries.
    ///
    /// # Errors
    /// As [`Self::trade_effect`].
    pub(super) fn trade_of_runs(
        &self,
        engines: &[&Self],
        duties: &[String],
        day: Date,
        ends: [CountryCode; 2],
    ) -> Result<Vec<RunTrade>, Problem> {
        let mut kept = BaseCarriage::default();
        let supposing = engines.iter().filter(|engine| {
            engine.supposed().is_some_and(|supposed| !supposed.applied.is_empty())
        });
        supposing.map(|engine| self.trade_of(engine, duties, day, ends, &mut kept)).collect()
    }

    fn trade_of(
        &self,
        engine: &Self,
        duties: &[String],
        day: Date,
        ends: [CountryCode; 2],
        kept: &mut BaseCarriage,
    ) -> Result<RunTrade, Problem> {
        let request = engine.trade_request(duties, day);
        let answer = self.trade_effect_in(&request, Some(engine), kept)?;
        let mut ends: Vec<String> = ends.iter().map(ToString::to_string).collect();
        ends.dedup();
        let is_end = |id: &String| ends.contains(id);
        let countries = answer.countries.iter().filter(|country| is_end(&country.id));
        let countries: Vec<CountryTrade> = countries
            .map(|country| CountryTrade {
                id: country.id.clone(),
                real_income_percent: country.real_income_percent,
                exports_percent: country.exports_percent,
                imports_percent: country.imports_percent,
            })
            .collect();
        let between = answer.pairs.iter().filter(|pair| {
            is_end(&pair.origin) && is_end(&pair.destination) && pair.origin != pair.destination
        });
        let flows = between.map(|pair| FlowTrade {
            origin: pair.origin.clone(),
            destination: pair.destination.clone(),
            before_usd: pair.before_usd,
            after_usd: pair.after_usd,
            change_percent: pair.change_percent,
        });
        Ok(RunTrade {
            scenario: engine.scenario_name(),
            table: answer.table,
            as_of: answer.as_of,
            flows: flows.collect(),
            missing: ends
                .iter()
                .filter(|id| countries.iter().all(|c| c.id != **id))
                .cloned()
                .collect(),
            countries,
            warnings: answer.warnings,
        })
    }
}
