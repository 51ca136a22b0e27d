//! What is known of duties and taxes by importer without a schedule of lines: averages by group of
//! goods, taxes on imports, and what the duty is reckoned on.
//!
//! An [`Average`] is not the duty of a good and has no method that would make it one. Units: per cent.
//! Rows of a union hold for its members on the day; a member's own row goes first.

use crate::agreement::Member;
use crate::register::Register;
use corridor_network::CountryCode;
use corridor_network::fact::Evidence;
use jiff::civil::Date;
use rust_decimal::Decimal;
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
    pub percent: Decimal,
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
    pub percent: Decimal,
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

/// A charge on the duty.
#[derive(Clone, Debug, PartialEq)]
pub struct Surcharge {
    /// Who levies it.
    pub importer: Member,
    /// What it is called.
    pub name: String,
    /// The rate, per cent of the duty.
    pub percent: Decimal,
    /// First day, where known.
    pub from: Option<Date>,
    /// Last day, where there is one.
    pub until: Option<Date>,
    /// Where it comes from.
    pub evidence: Evidence,
}

/// What the tax on imports is reckoned on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TaxBase {
    /// Customs value, duty and surcharges.
    DutyPaid,
    /// The same and the carriage from the border to the door.
    DutyPaidDelivered,
}

/// What an importer reckons its tax on imports on.
#[derive(Clone, Debug, PartialEq)]
pub struct TaxBaseRow {
    /// Who.
    pub importer: Member,
    /// The base.
    pub base: TaxBase,
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

/// The texts of the tables.
#[derive(Clone, Copy, Debug)]
#[expect(missing_docs, reason = "the names are those of the files")]
pub struct Texts<'t> {
    pub averages: &'t str,
    pub taxes: &'t str,
    pub valuations: &'t str,
    pub surcharges: &'t str,
    pub tax_bases: &'t str,
    pub insurance: &'t str,
}

/// The tables that come with the program.
pub(crate) const SHIPPED: Texts<'_> = Texts {
    averages: include_str!("../../../data/tariffs/averages.csv"),
    taxes: include_str!("../../../data/tariffs/taxes.csv"),
    valuations: include_str!("../../../data/tariffs/valuation.csv"),
    surcharges: include_str!("../../../data/tariffs/surcharges.csv"),
    tax_bases: include_str!("../../../data/tariffs/tax-bases.csv"),
    insurance: include_str!("../../../data/tariffs/insurance.csv"),
};

/// Averages, taxes, surcharges and what they are reckoned on.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tariffs {
    /// Average duties.
    pub averages: Vec<Average>,
    /// Taxes on imports.
    pub taxes: Vec<Tax>,
    /// Bases of valuation.
    pub valuations: Vec<Valuation>,
    /// Charges on the duty.
    pub surcharges: Vec<Surcharge>,
    /// Bases of the taxes.
    pub tax_bases: Vec<TaxBaseRow>,
    /// Insurance of cargo.
    pub insurance: Option<Insurance>,
}

impl Tariffs {
    /// The tables shipped with the program.
    pub fn shipped() -> &'static Self {
        static TARIFFS: LazyLock<Tariffs> = LazyLock::new(|| {
            Tariffs::parse(&SHIPPED)
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
        let holds = |t: &&Tax| holds(day, t.from, t.until);
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

    /// The charges on the duty of a country on a day, as far as they are known.
    pub fn surcharges(
        &self,
        register: &Register,
        day: Date,
        importer: CountryCode,
    ) -> Vec<&Surcharge> {
        let levied_by = levied_by(register, day, importer);
        let holds = |s: &&Surcharge| holds(day, s.from, s.until) && levied_by.contains(&s.importer);
        self.surcharges.iter().filter(holds).collect()
    }

    /// What a country reckons its tax on imports on, if it is known.
    pub fn tax_base(
        &self,
        register: &Register,
        day: Date,
        importer: CountryCode,
    ) -> Option<&TaxBaseRow> {
        levied_by(register, day, importer)
            .into_iter()
            .find_map(|member| self.tax_bases.iter().find(|b| b.importer == member))
    }
}

/// Whether a day lies between two, either of which may be open.
pub(crate) fn holds(day: Date, from: Option<Date>, until: Option<Date>) -> bool {
    from.is_none_or(|from| from <= day) && until.is_none_or(|until| day <= until)
}

/// The country itself, then the unions it is a member of on the day.
pub(crate) fn levied_by(register: &Register, day: Date, importer: CountryCode) -> Vec<Member> {
    let unions = register.unions_of(importer, day).into_iter().map(|u| Member::Union(u.to_owned()));
    std::iter::once(Member::Country(importer)).chain(unions).collect()
}
