//! What is known of duties and taxes by importer without a schedule of lines: averages by group of
//! goods, taxes on imports, and what the duty is reckoned on.
//!
//! An [`Average`] is not the duty of a good and has no method that would make it one. Units: per cent.
//! Rows of a union hold for its members on the day; a member's own row goes first.

use crate::agreement::Member;
use crate::error::Fault;
use crate::register::Register;
use corridor_network::CountryCode;
use corridor_network::fact::Evidence;
use jiff::civil::Date;
use serde::Deserialize;
use std::sync::LazyLock;

mod read;
#[cfg(test)]
mod tests;

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
    pub percent: f64,
    /// The year it describes.
    pub year: i16,
    /// Where it comes from.
    pub evidence: Evidence,
}

/// The standard rate of a tax on imports.
#[derive(Clone, Debug, PartialEq)]
pub struct Tax {
    /// Who levies it.
    pub importer: Member,
    /// `vat` or `gst`.
    pub name: String,
    /// The rate, per cent.
    pub percent: f64,
    /// First day, where known.
    pub from: Option<Date>,
    /// Last day, where there is one.
    pub until: Option<Date>,
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
    /// Where it comes from.
    pub evidence: Evidence,
}

/// Why tables of tariffs cannot be had: every fault with its file and line.
#[derive(Debug, thiserror::Error)]
#[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
pub struct TariffError(pub Vec<Fault>);

/// Averages, taxes and bases of valuation.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tariffs {
    /// Average duties.
    pub averages: Vec<Average>,
    /// Taxes on imports.
    pub taxes: Vec<Tax>,
    /// Bases of valuation.
    pub valuations: Vec<Valuation>,
}

impl Tariffs {
    /// The tables shipped with the program.
    pub fn shipped() -> &'static Self {
        static TARIFFS: LazyLock<Tariffs> = LazyLock::new(|| {
            Tariffs::parse(
                include_str!("../../../data/tariffs/averages.csv"),
                include_str!("../../../data/tariffs/taxes.csv"),
                include_str!("../../../data/tariffs/valuation.csv"),
            )
            .expect("the shipped files are part of the program and its tests read them")
        });
        &TARIFFS
    }

    /// The newest average of that measure for a country: its own, or that of a union it is a member
    /// of on the day; none where neither is known.
    pub fn average(
        &self,
        register: &Register,
        day: Date,
        importer: CountryCode,
        group: Group,
        measure: Measure,
    ) -> Option<&Average> {
        levied_by(register, day, importer).into_iter().find_map(|member| {
            let fits =
                |a: &&Average| a.importer == member && a.group == group && a.measure == measure;
            self.averages.iter().filter(fits).max_by_key(|a| a.year)
        })
    }

    /// The tax on imports of a country on a day, if it is known.
    pub fn tax(&self, register: &Register, day: Date, importer: CountryCode) -> Option<&Tax> {
        let holds = |t: &&Tax| {
            t.from.is_none_or(|from| from <= day) && t.until.is_none_or(|until| day <= until)
        };
        levied_by(register, day, importer)
            .into_iter()
            .find_map(|member| self.taxes.iter().filter(holds).find(|tax| tax.importer == member))
    }

    /// What a country reckons duty on, if it is known.
    pub fn valuation(
        &self,
        register: &Register,
        day: Date,
        importer: CountryCode,
    ) -> Option<&Valuation> {
        levied_by(register, day, importer)
            .into_iter()
            .find_map(|member| self.valuations.iter().find(|v| v.importer == member))
    }
}

/// The country itself, then the unions it is a member of on the day.
fn levied_by(register: &Register, day: Date, importer: CountryCode) -> Vec<Member> {
    let unions = register.unions_of(importer, day).into_iter().map(|u| Member::Union(u.to_owned()));
    std::iter::once(Member::Country(importer)).chain(unions).collect()
}
