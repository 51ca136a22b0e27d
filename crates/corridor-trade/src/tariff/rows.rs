//! Rows of the tables of tariffs, each with the days it holds on and where it comes from.

use crate::agreement::Member;
use crate::landed::Step;
use corridor_network::fact::Evidence;
use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::Deserialize;

/// The days a row holds on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// First day.
    pub from: Date,
    /// Last day, where there is one.
    pub until: Option<Date>,
}

impl Period {
    /// Whether it holds on a day.
    pub fn holds(self, day: Date) -> bool {
        self.from <= day && self.until.is_none_or(|until| day <= until)
    }
}

/// A group of goods: all, agriculture or industry as a whole, or one of the World Tariff Profiles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the names are those of the publication")]
pub enum Group {
    All,
    Agricultural,
    NonAgricultural,
    Manufactures,
    AnimalProducts,
    Dairy,
    FruitVegetables,
    CoffeeTea,
    Cereals,
    OilseedsFats,
    Sugars,
    BeveragesTobacco,
    Cotton,
    OtherAgricultural,
    Fish,
    MineralsMetals,
    Petroleum,
    Chemicals,
    WoodPaper,
    Textiles,
    Clothing,
    LeatherFootwear,
    Machinery,
    ElectricalMachinery,
    TransportEquipment,
    OtherManufactures,
}

/// How an average was taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Measure {
    /// Simple mean of most-favoured-nation duties over lines.
    MfnSimple,
    /// Mean of duties applied, preferences included, weighted by imports.
    AppliedWeighted,
}

/// What duty is reckoned on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Basis {
    /// The value at the port of export, without freight and insurance.
    Fob,
    /// The value at the border of the importer, with freight and insurance.
    Cif,
}

/// The average duty of a group of goods in a year.
#[derive(Clone, Debug, PartialEq)]
pub struct Average {
    /// Who levies it.
    pub importer: Member,
    /// On what.
    pub group: Group,
    /// How it was taken.
    pub measure: Measure,
    /// The average, per cent.
    pub percent: Decimal,
    /// The year it describes.
    pub year: i16,
    /// Where it comes from.
    pub evidence: Evidence,
}

/// A general tax on imports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum TaxKind {
    Vat,
    Gst,
    SalesTax,
    ConsumptionTax,
    CommercialTax,
    /// No general tax is levied on imports.
    None,
}

impl TaxKind {
    /// Its name in words.
    pub fn name(self) -> &'static str {
        match self {
            Self::Vat => "value added tax",
            Self::Gst => "goods and services tax",
            Self::SalesTax => "sales tax",
            Self::ConsumptionTax => "consumption tax",
            Self::CommercialTax => "commercial tax",
            Self::None => "no tax on imports",
        }
    }
}

/// The standard rate of a tax on imports.
#[derive(Clone, Debug, PartialEq)]
pub struct Tax {
    /// Who levies it.
    pub importer: Member,
    /// What it is.
    pub kind: TaxKind,
    /// The rate, per cent.
    pub percent: Decimal,
    /// The days it holds on.
    pub period: Period,
    /// Where it comes from.
    pub evidence: Evidence,
}

/// What an importer reckons duty on.
#[derive(Clone, Debug, PartialEq)]
pub struct Valuation {
    /// Who.
    pub importer: Member,
    /// The basis.
    pub basis: Basis,
    /// What is added to it, per cent of it: a charge for landing that is part of the value.
    pub uplift_percent: Decimal,
    /// The days it holds on.
    pub period: Period,
    /// Where it comes from.
    pub evidence: Evidence,
}

/// A charge on the duty.
#[derive(Clone, Debug, PartialEq)]
pub struct Surcharge {
    /// Who levies it.
    pub importer: Member,
    /// What it is called.
    pub name: String,
    /// The rate, per cent of the duty.
    pub percent: Decimal,
    /// The days it holds on.
    pub period: Period,
    /// Where it comes from.
    pub evidence: Evidence,
}

/// What the tax on imports is reckoned on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TaxBase {
    /// Customs value, duty and surcharges.
    DutyPaid,
    /// The same and the carriage and insurance to the importer's border, where duty is reckoned
    /// without them.
    DutyPaidTransported,
    /// Customs value, duty, surcharges, and all carriage and insurance to the door.
    DutyPaidDelivered,
}

/// What an importer reckons its tax on imports on.
#[derive(Clone, Debug, PartialEq)]
pub struct TaxBaseRow {
    /// Who.
    pub importer: Member,
    /// The base.
    pub base: TaxBase,
    /// What is added to the customs value in it, per cent.
    pub uplift_percent: Decimal,
    /// How many of how many parts of it count: eleven of twelve, or one of one.
    pub share: (Decimal, Decimal),
    /// The days it holds on.
    pub period: Period,
    /// Where it comes from.
    pub evidence: Evidence,
}

/// What insurance of the cargo costs unless the user says.
#[derive(Clone, Debug, PartialEq)]
pub struct Insurance {
    /// The premium, per cent of the sum insured.
    pub percent: Decimal,
    /// The sum insured, per cent of the value with carriage.
    pub cover_percent: Decimal,
    /// Where it comes from.
    pub evidence: Evidence,
}

/// A rate of the tax on imports for listed goods, which no code of theirs decides by itself.
#[derive(Clone, Debug, PartialEq)]
pub struct ListedRate {
    /// Who levies it.
    pub importer: Member,
    /// The rate, per cent.
    pub percent: Decimal,
    /// On which goods, in words.
    pub goods: String,
    /// The days it holds on.
    pub period: Period,
    /// Where it comes from.
    pub evidence: Evidence,
}

/// A step of a fee that a state levies on imports by their customs value.
#[derive(Clone, Debug, PartialEq)]
pub struct Fee {
    /// Who levies it.
    pub importer: Member,
    /// What it is called.
    pub name: String,
    /// The fee on values of the step.
    pub step: Step,
    /// The currency that the ends of the step are in.
    pub currency: String,
    /// Whether it is levied on goods that a ship brings alone.
    pub by_ship: bool,
    /// The days it holds on.
    pub period: Period,
    /// Where it comes from.
    pub evidence: Evidence,
}
