//! The answer: what changes, by country, pair and sector.

use super::grounds::{
    BaseDutyView, CarriageView, ElasticityView, IdentityView, SupposedAgreementView,
};
use corridor_effect::draws::{CountrySpread, Spread};
use corridor_effect::{CountryEffect, Decomposition, PairEffect, SectorEffect};
use schemars::JsonSchema;
use serde::Serialize;

/// The effect on a country.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct CountryEffectView {
    /// Id as in the table.
    pub id: String,
    /// English name, where the id is a country's code.
    pub name: String,
    /// Exact change of income over the price index of final use, per cent.
    pub real_income_percent: f64,
    /// Change of exports before duty, in units of world value added, per cent.
    pub exports_percent: f64,
    /// Change of imports before duty, in the same units, per cent.
    pub imports_percent: f64,
    /// Change of the wage, in units of world value added, per cent.
    pub wage_percent: f64,
    /// Change of the wage over the price index of final use, per cent.
    pub real_wage_percent: f64,
    /// Change of the price index of final use, in units of world value added, per cent.
    pub prices_percent: f64,
    /// Change of duties collected, per cent of income before.
    pub revenue_percent_of_income: f64,
    /// Real income to first order, in parts: an approximation that is poor for large changes.
    pub first_order: DecompositionView,
    /// The same parts along the whole change; they add up to the logarithm of the exact figure.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub integrated: Option<DecompositionView>,
    /// Real income over the draws.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub real_income_draws: Option<SpreadView>,
    /// Exports over the draws.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exports_draws: Option<SpreadView>,
}

impl CountryEffectView {
    pub(super) fn new(
        effect: &CountryEffect,
        name: String,
        first: Decomposition,
        integrated: Option<Decomposition>,
        spread: Option<&CountrySpread>,
    ) -> Self {
        Self {
            id: effect.id.clone(),
            name,
            real_income_percent: effect.real_income_percent,
            exports_percent: effect.exports_percent,
            imports_percent: effect.imports_percent,
            wage_percent: effect.wage_percent,
            real_wage_percent: effect.real_wage_percent,
            prices_percent: effect.prices_percent,
            revenue_percent_of_income: effect.revenue_percent_of_income,
            first_order: first.into(),
            integrated: integrated.map(Into::into),
            real_income_draws: spread.map(|s| s.real_income.into()),
            exports_draws: spread.map(|s| s.exports.into()),
        }
    }
}

/// Parts of the change of real income, per cent.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
pub struct DecompositionView {
    /// Exports that sell dearer and imports that cost more.
    pub terms_of_trade_percent: f64,
    /// More or fewer imports that pay duty.
    pub volume_of_trade_percent: f64,
    /// What carriage and other costs of imports use up.
    pub trade_costs_percent: f64,
    /// All parts together.
    pub sum_percent: f64,
}

impl From<Decomposition> for DecompositionView {
    fn from(parts: Decomposition) -> Self {
        Self {
            terms_of_trade_percent: parts.terms_of_trade_percent,
            volume_of_trade_percent: parts.volume_of_trade_percent,
            trade_costs_percent: parts.trade_costs_percent,
            sum_percent: parts.sum(),
        }
    }
}

/// Where a figure lies over the draws of elasticities.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
pub struct SpreadView {
    /// 5 of 100 draws are below, per cent.
    pub p5_percent: f64,
    /// Half of them are below, per cent.
    pub p50_percent: f64,
    /// 95 of 100 are below, per cent.
    pub p95_percent: f64,
    /// How many draws have the sign of the central figure.
    pub same_sign: usize,
}

impl From<Spread> for SpreadView {
    fn from(spread: Spread) -> Self {
        Self {
            p5_percent: spread.p5,
            p50_percent: spread.p50,
            p95_percent: spread.p95,
            same_sign: spread.same_sign,
        }
    }
}

/// The flows of a pair of countries, all sectors together.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PairView {
    /// Where from.
    pub origin: String,
    /// Where to.
    pub destination: String,
    /// Flow before duty in the world before, US dollars of the table's year.
    pub before_usd: f64,
    /// The same after, in units of world value added.
    pub after_usd: f64,
    /// Its change, per cent.
    pub change_percent: f64,
}

/// A sector of a country.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SectorView {
    /// Country as in the table.
    pub id: String,
    /// Sector as in the table.
    pub sector: String,
    /// Change of sales before duty, at home and abroad, per cent.
    pub output_percent: f64,
    /// Change of exports, per cent.
    pub exports_percent: f64,
    /// Change of imports, per cent.
    pub imports_percent: f64,
    /// Change of the price that its users pay, per cent.
    pub price_percent: f64,
}

/// The answer.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct TradeEffectResponse {
    /// Version of this shape.
    pub schema_version: u32,
    /// The table of flows, with its year where it ships.
    pub table: String,
    /// What becomes of trade deficits.
    pub closure: String,
    /// The same in a sentence.
    pub closure_meaning: String,
    /// Day whose agreements and tariffs hold before the change.
    pub as_of: String,
    /// Agreements supposed.
    pub supposed: Vec<SupposedAgreementView>,
    /// What scenarios do to costs of trade; absent without scenarios.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub carriage: Option<CarriageView>,
    /// Elasticities by sector.
    pub elasticities: Vec<ElasticityView>,
    /// Averages that stand for duties before the change; none inside a customs territory.
    pub base_duties: Vec<BaseDutyView>,
    /// Effects by country, in the order of the table.
    pub countries: Vec<CountryEffectView>,
    /// Flows by pair of countries.
    pub pairs: Vec<PairView>,
    /// Effects by country and sector.
    pub sectors: Vec<SectorView>,
    /// Steps of the integrated decomposition.
    pub steps: usize,
    /// How many draws of the elasticities.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub draws: Option<usize>,
    /// Their seed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seed: Option<u64>,
    /// Identities of both worlds, and how well they hold.
    pub checks: Vec<IdentityView>,
    /// Countries of the register of agreements without a row of their own: nothing is said of them.
    pub missing: Vec<String>,
    /// What a reader should know.
    pub warnings: Vec<String>,
}

pub(super) fn pairs(all: &[PairEffect], usd: f64) -> Vec<PairView> {
    all.iter()
        .map(|pair| PairView {
            origin: pair.origin.clone(),
            destination: pair.destination.clone(),
            before_usd: pair.before * usd,
            after_usd: pair.after * usd,
            change_percent: if pair.after == pair.before {
                0.0
            } else {
                (pair.after / pair.before - 1.0) * 100.0
            },
        })
        .collect()
}

pub(super) fn sectors(all: &[SectorEffect]) -> Vec<SectorView> {
    all.iter()
        .map(|one| SectorView {
            id: one.id.clone(),
            sector: one.sector.clone(),
            output_percent: one.output_percent,
            exports_percent: one.exports_percent,
            imports_percent: one.imports_percent,
            price_percent: one.price_percent,
        })
        .collect()
}
