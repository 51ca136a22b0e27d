//! The answer.

use super::duties::Duties;
use super::request::{ElasticityChoice, TradeEffectRequest};
use crate::compare::FromTo;
use crate::scenarios::AppliedView;
use corridor_effect::draws::{CountrySpread, Spread};
use corridor_effect::{
    Closure, CountryEffect, Decomposition, Elasticity, PairEffect, SectorEffect, Table,
};
use corridor_trade::{Agreement, Average, Measure};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
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

/// An identity that the solution was held against.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct IdentityView {
    /// What it says.
    pub name: String,
    /// The greatest distance from it, as a share.
    pub error: f64,
    /// The distance that is still rounding.
    pub limit: f64,
}

/// The elasticity of a sector.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ElasticityView {
    /// Sector as in the table.
    pub sector: String,
    /// The exponent, sigma - 1.
    pub elasticity: f64,
    /// Where it comes from.
    pub source: String,
    /// `H`, `M` or `L`; empty of the user's own.
    pub confidence: String,
}

/// The average duty that stands for those of an importer on a sector before the change.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct BaseDutyView {
    /// Who levies it.
    pub importer: String,
    /// On which sector.
    pub sector: String,
    /// The average, per cent.
    pub percent: f64,
    /// The group of goods it is the average of.
    pub group: String,
    /// `applied-weighted` or `mfn-simple`.
    pub measure: String,
    /// The year it describes.
    pub year: i16,
    /// Where it comes from.
    pub source: String,
    /// `H`, `M` or `L`.
    pub confidence: String,
}

impl BaseDutyView {
    pub(super) fn new(importer: &str, sector: &str, average: &Average) -> Self {
        Self {
            importer: importer.to_owned(),
            sector: sector.to_owned(),
            percent: average.percent.to_f64().unwrap_or_default(),
            group: crate::trade::group_name(average.group),
            measure: match average.measure {
                Measure::MfnSimple => "mfn-simple",
                Measure::AppliedWeighted => "applied-weighted",
            }
            .to_owned(),
            year: average.year,
            source: format!("{}, {}", average.evidence.source, average.evidence.date),
            confidence: format!("{:?}", average.evidence.confidence),
        }
    }
}

/// An agreement supposed to be in force.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SupposedAgreementView {
    /// Its id.
    pub agreement: String,
    /// The duty under it, per cent.
    pub percent: f64,
    /// Pairs of the table whose duty it lowers: importer, exporter.
    pub pairs: Vec<[String; 2]>,
    /// Its parties without a row in the table.
    pub parties_missing: Vec<String>,
}

impl SupposedAgreementView {
    pub(super) fn new(agreement: &Agreement, percent: Decimal) -> Self {
        Self {
            agreement: agreement.id.clone(),
            percent: percent.to_f64().unwrap_or_default(),
            pairs: Vec::new(),
            parties_missing: Vec::new(),
        }
    }

    pub(super) fn pair(&mut self, importer: &str, exporter: &str) {
        self.pairs.push([importer.to_owned(), exporter.to_owned()]);
    }
}

/// The box that goods of a section are reckoned as.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct BoxView {
    /// Section of ISIC.
    pub section: String,
    /// Tonnes in a 40-foot box.
    pub mass_t: f64,
    /// What they are worth, US dollars.
    pub value_usd: f64,
    /// What a day costs, per cent of the value.
    pub percent_per_day: f64,
    /// Where that is from.
    pub source: String,
    /// `H`, `M` or `L`.
    pub confidence: String,
    /// What a reader should know besides.
    pub note: String,
}

/// What scenarios do to the carriage between two countries.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PairCarriageView {
    /// Where from.
    pub origin: String,
    /// Where to.
    pub destination: String,
    /// Section of ISIC.
    pub section: String,
    /// What a 40-foot box costs from door to door, US dollars, in the world as it is and in theirs.
    pub cost_usd: FromTo,
    /// Days that it takes.
    pub days: FromTo,
    /// Factor on the cost of trade that follows.
    pub factor: f64,
}

/// What scenarios do to costs of trade.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct CarriageView {
    /// Their ids joined by `+`.
    pub scenario: String,
    /// What each changes.
    pub applied: Vec<AppliedView>,
    /// The day of departure.
    pub day: String,
    /// What goods are reckoned as; sections without a box keep their costs.
    pub boxes: Vec<BoxView>,
    /// Pairs of countries whose carriage changes.
    pub pairs: Vec<PairCarriageView>,
    /// Pairs of countries of which some places have no way, which are left out.
    pub without_way: Vec<String>,
    /// Rows of the table of which no place is known: their costs stay.
    pub without_place: Vec<String>,
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

pub(super) fn elasticities(table: &Table, all: &[Elasticity]) -> Vec<ElasticityView> {
    let rows = table.sectors.iter().zip(all);
    rows.map(|(sector, one)| ElasticityView {
        sector: sector.clone(),
        elasticity: one.value,
        source: one.source.clone(),
        confidence: one.confidence.clone(),
    })
    .collect()
}

/// What a reader should know of the figures.
pub(super) fn warnings(
    request: &TradeEffectRequest,
    table: &Table,
    duties: &Duties<'_>,
    supposed: &[SupposedAgreementView],
    carriage: Option<&CarriageView>,
    closure: Closure,
) -> Vec<String> {
    let mut warnings = Vec::new();
    if request.table.is_some() {
        warnings.push(format!(
            "{} is yours: figures are of its year and with its mistakes; it is not checked against others",
            table.name
        ));
    } else {
        warnings.push(format!(
            "flows are those of 2019, before the sanctions and shifts of trade since 2022; duties and \
             agreements those of {}",
            request.as_of
        ));
    }
    for one in supposed {
        let id = &one.agreement;
        warnings.push(format!(
            "hypothetical: {id} is supposed with a duty of {} % on all goods, for all of them \
             originate and claim it; no duty rises",
            one.percent
        ));
        if !one.parties_missing.is_empty() {
            warnings.push(format!(
                "{id}: no row for {}: what it does to them and to trade with them is not in the figures",
                one.parties_missing.join(", ")
            ));
        }
    }
    warnings.extend(carriage.map(about_carriage).unwrap_or_default());
    if supposed.is_empty() && request.duties.is_none() {
        warnings.push(
            "no agreement is supposed, so duties are left out of both worlds (--duties FILE puts them in)"
                .to_owned(),
        );
    }
    if !duties.view(table).is_empty() {
        warnings.push(
            "duties before the change are averages of groups of goods, most of them simple means over \
             lines, which overstate what is paid on crude oil, coal and gas; your own: --duties FILE"
                .to_owned(),
        );
    }
    let unknown = duties.unknown_importers(table);
    if !unknown.is_empty() {
        warnings.push(format!(
            "duties of {} are not known and count as 0 before the change and after it (--duties FILE)",
            unknown.join(", ")
        ));
    }
    if !duties.preferred.is_empty() {
        let pairs: Vec<String> = duties
            .preferred
            .iter()
            .map(|(d, o)| format!("{} from {}", table.countries[*d], table.countries[*o]))
            .collect();
        warnings.push(format!(
            "a preference is in force and counts as no duty: {} (--duties FILE)",
            pairs.join(", ")
        ));
    }
    if request.elasticity == ElasticityChoice::Shipped {
        warnings.push(
            "elasticities of services are a judgement, those of goods estimates of other years and \
             samples; try --elasticity 4 and 8"
                .to_owned(),
        );
    }
    let unplaced = Duties::unplaced(table);
    if !unplaced.is_empty() && duties.rate.iter().any(|rate| *rate > 0.0) {
        warnings.push(format!(
            "no sections of ISIC, so they count as goods under the average duty on all goods: {}",
            unplaced.join(", ")
        ));
    }
    if request.draws.is_some() {
        warnings.push(
            "draws are of the elasticities alone: duties, table and model are as sure in all of them"
                .to_owned(),
        );
    }
    warnings.push(format!(
        "long-run figures of a model: {}; no new products, no capital, no time on the way to it; pairs \
         without trade in the table stay without",
        closure.meaning()
    ));
    warnings
}

/// What a reader should know of costs from the network.
fn about_carriage(carriage: &CarriageView) -> Vec<String> {
    let CarriageView { scenario, day, boxes, pairs, without_way, without_place, .. } = carriage;
    let sections: Vec<&str> = boxes.iter().map(|boxed| boxed.section.as_str()).collect();
    let mut said = vec![format!(
        "costs of trade of sections {} are those of a 40-foot box by the way of least cost and time, on \
         {day}, between places whose shares are a judgement; other goods keep theirs, and no facility \
         is full",
        sections.join(", ")
    )];
    if pairs.is_empty() {
        said.push(format!(
            "{scenario} changes the best way of a box between no two countries of the table on {day}: \
             no cost of trade changes"
        ));
    }
    if !without_way.is_empty() {
        const MOST: usize = 6;
        let some: Vec<&str> = without_way.iter().take(MOST).map(String::as_str).collect();
        let more = without_way.len().saturating_sub(MOST);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        said.push(format!(
            "some of their places are not joined in one of the worlds and are left out, which makes a \
             closure look smaller: {}{more}",
            some.join(", ")
        ));
    }
    if !without_place.is_empty() {
        said.push(format!(
            "no place stands for {}: costs stay as they are",
            without_place.join(", ")
        ));
    }
    said
}
