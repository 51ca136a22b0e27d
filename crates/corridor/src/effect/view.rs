//! The answer.

use super::duties::Duties;
use super::request::{ElasticityChoice, TradeEffectRequest};
use corridor_effect::{Closure, Elasticity, Table};
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
    /// Change of the wage, in units of world value added, per cent.
    pub wage_percent: f64,
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
    /// Elasticities by sector.
    pub elasticities: Vec<ElasticityView>,
    /// Averages that stand for duties before the change; none inside a customs territory.
    pub base_duties: Vec<BaseDutyView>,
    /// Effects by country, in the order of the table.
    pub countries: Vec<CountryEffectView>,
    /// Countries of the register of agreements without a row of their own: nothing is said of them.
    pub missing: Vec<String>,
    /// What a reader should know.
    pub warnings: Vec<String>,
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
    warnings.push(format!(
        "long-run figures of a model: {}; no new products, no capital, no time on the way to it; pairs \
         without trade in the table stay without",
        closure.meaning()
    ));
    warnings
}
