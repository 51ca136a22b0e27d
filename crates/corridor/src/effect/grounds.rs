//! What the figures rest on: elasticities, duties, agreements and carriage supposed, identities that hold.

use crate::compare::FromTo;
use crate::scenarios::AppliedView;
use corridor_effect::{Elasticity, Table};
use corridor_trade::{Agreement, Average, Measure};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use schemars::JsonSchema;
use serde::Serialize;

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
