//! What is known of duties and taxes by importer without a schedule of lines: averages by group of
//! goods, taxes on imports, and what the duty is reckoned on.
//!
//! An [`Average`] is not the duty of a good and has no method that would make it one. Units: per cent.
//! Rows of a union hold for its members on the day; a member's own row goes first.

use crate::agreement::Member;
use crate::landed::Scale;
use crate::register::Register;
use corridor_network::CountryCode;
use jiff::civil::Date;
use std::sync::LazyLock;

mod read;
mod rows;
#[cfg(test)]
mod tests;

pub use rows::{
    Average, Basis, Fee, Group, Insurance, ListedRate, Measure, Period, Surcharge, Tax, TaxBase,
    TaxBaseRow, TaxKind, Valuation,
};

/// The texts of the tables.
#[derive(Clone, Copy, Debug)]
#[expect(missing_docs, reason = "the names are those of the files")]
pub struct Texts<'t> {
    pub averages: &'t str,
    pub taxes: &'t str,
    pub listed_rates: &'t str,
    pub valuations: &'t str,
    pub surcharges: &'t str,
    pub fees: &'t str,
    pub tax_bases: &'t str,
    pub insurance: &'t str,
}

/// The tables that come with the program.
pub(crate) const SHIPPED: Texts<'_> = Texts {
    averages: include_str!("../../../data/tariffs/averages.csv"),
    taxes: include_str!("../../../data/tariffs/taxes.csv"),
    listed_rates: include_str!("../../../data/tariffs/listed-rates.csv"),
    valuations: include_str!("../../../data/tariffs/valuation.csv"),
    surcharges: include_str!("../../../data/tariffs/surcharges.csv"),
    fees: include_str!("../../../data/tariffs/fees.csv"),
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
    /// Rates of them for listed goods.
    pub listed_rates: Vec<ListedRate>,
    /// Bases of valuation.
    pub valuations: Vec<Valuation>,
    /// Charges on the duty.
    pub surcharges: Vec<Surcharge>,
    /// Fees by value.
    pub fees: Vec<Fee>,
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

    /// The newest average of that measure for a country that is no younger than the day: its own, or
    /// that of a union it is a member of on the day; none where neither is known.
    pub fn average(
        &self,
        register: &Register,
        day: Date,
        importer: CountryCode,
        group: Group,
        measure: Measure,
    ) -> Option<&Average> {
        levied_by(register, day, importer).into_iter().find_map(|member| {
            let fits = |a: &&Average| {
                (&a.importer, a.group, a.measure) == (&member, group, measure)
                    && a.year <= day.year()
            };
            self.averages.iter().filter(fits).max_by_key(|a| a.year)
        })
    }

    /// The tax on imports of a country on a day, if it is known.
    pub fn tax(&self, register: &Register, day: Date, importer: CountryCode) -> Option<&Tax> {
        let rows = |member| self.taxes.iter().filter(move |t| t.importer == member);
        levied_by(register, day, importer)
            .into_iter()
            .find_map(|member| rows(member).find(|t| t.period.holds(day)))
    }

    /// The first day for which a tax on imports of a country is known.
    pub fn taxed_since(&self, importer: CountryCode) -> Option<Date> {
        let own = Member::Country(importer);
        self.taxes.iter().filter(|t| t.importer == own).map(|t| t.period.from).min()
    }

    /// Rates of the tax for listed goods on a day, as far as they are known.
    pub fn listed_rates(&self, day: Date, importer: CountryCode) -> Vec<&ListedRate> {
        let own = Member::Country(importer);
        let holds = |r: &&ListedRate| r.importer == own && r.period.holds(day);
        self.listed_rates.iter().filter(holds).collect()
    }

    /// What a country reckons duty on, if it is known for the day.
    pub fn valuation(
        &self,
        register: &Register,
        day: Date,
        importer: CountryCode,
    ) -> Option<&Valuation> {
        let rows = |member| self.valuations.iter().filter(move |v| v.importer == member);
        levied_by(register, day, importer)
            .into_iter()
            .find_map(|member| rows(member).find(|v| v.period.holds(day)))
    }

    /// The charges on the duty of a country on a day, as far as they are known.
    pub fn surcharges(
        &self,
        register: &Register,
        day: Date,
        importer: CountryCode,
    ) -> Vec<&Surcharge> {
        let levied_by = levied_by(register, day, importer);
        let holds = |s: &&Surcharge| s.period.holds(day) && levied_by.contains(&s.importer);
        self.surcharges.iter().filter(holds).collect()
    }

    /// The first day for which charges on the duty of a country are known, where it has any and the day
    /// is before: what it levied then is not known.
    pub fn surcharges_since(&self, day: Date, importer: CountryCode) -> Option<Date> {
        let own = Member::Country(importer);
        let rows = self.surcharges.iter().filter(|s| s.importer == own);
        rows.map(|s| s.period.from).min().filter(|first| day < *first)
    }

    /// The fees that a country levies by value on a day. One that it levies and whose amounts are not
    /// known for the day has no steps.
    pub fn fees_on(&self, day: Date, importer: CountryCode) -> Vec<Scale> {
        let own = Member::Country(importer);
        let mut scales: Vec<Scale> = Vec::new();
        for fee in self.fees.iter().filter(|fee| fee.importer == own) {
            let at = scales.iter().position(|scale| scale.name == fee.name).unwrap_or_else(|| {
                scales.push(Scale {
                    name: fee.name.clone(),
                    currency: fee.currency.clone(),
                    steps: Vec::new(),
                    by_ship: fee.by_ship,
                    source: String::new(),
                    note: String::new(),
                });
                scales.len() - 1
            });
            if fee.period.holds(day) {
                let scale = &mut scales[at];
                scale.steps.push(fee.step.clone());
                scale.source = format!("{}, {}", fee.evidence.source, fee.evidence.date);
                scale.note.clone_from(&fee.evidence.note);
            }
        }
        scales
    }

    /// Names of charges on duties and of fees that any importer levies, each once.
    pub fn charges(&self) -> Vec<&str> {
        let surcharges = self.surcharges.iter().map(|s| s.name.as_str());
        let names = surcharges.chain(self.fees.iter().map(|f| f.name.as_str()));
        let mut names: Vec<_> = names.chain(["charges on the duty"]).collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    /// What a country reckons its tax on imports on, if it is known for the day.
    pub fn tax_base(
        &self,
        register: &Register,
        day: Date,
        importer: CountryCode,
    ) -> Option<&TaxBaseRow> {
        let rows = |member| self.tax_bases.iter().filter(move |b| b.importer == member);
        levied_by(register, day, importer)
            .into_iter()
            .find_map(|member| rows(member).find(|b| b.period.holds(day)))
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
