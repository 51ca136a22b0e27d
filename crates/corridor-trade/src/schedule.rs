//! Schedules of duties by line, as the user brings them: most-favoured-nation and preferential.
//!
//! Those that come with the program are in [`shipped`]. The form of a user's file is described in
//! `docs/methods/landed-cost.md`.

mod fields;
mod national;
mod read;
pub mod shipped;
mod spelling;
#[cfg(test)]
mod tests;
mod wits;
mod wto;

use crate::agreement::Member;
use crate::duty::Duty;
use crate::error::Location;
use crate::hs::HsCode;
use crate::register::Register;
use crate::tariff::{holds, levied_by};
use corridor_network::CountryCode;
use jiff::civil::Date;
use rust_decimal::Decimal;

/// Whom a duty is for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Regime {
    /// Everybody without a preference.
    Mfn,
    /// Goods that originate under an agreement of the register, by its id.
    Agreement(String),
    /// Goods that originate in a country, under whichever agreement.
    Origin(CountryCode),
}

/// What a line says of its duty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stated {
    /// The duty.
    Duty(Duty),
    /// Only between what rates it lies, per cent: the national lines below it differ.
    Between(Decimal, Decimal),
    /// Only the average of the national lines below it, per cent, which is no duty.
    Average(Decimal),
}

/// A line of a schedule.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// Who levies it.
    pub importer: Member,
    /// The beginning of the codes it is for.
    pub hs: HsCode,
    /// Whom it is for.
    pub regime: Regime,
    /// The duty.
    pub stated: Stated,
    /// First day, if it has one.
    pub from: Option<Date>,
    /// Last day, if it has one.
    pub until: Option<Date>,
    /// The quota it holds within, in words; empty for none.
    pub quota: String,
    /// Where the user has it from, or the file.
    pub source: String,
    /// Where it stands.
    pub at: Location,
}

/// Lines of one or more files.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Schedule {
    lines: Vec<Line>,
    /// What was left out of the files, in words.
    pub left_out: Vec<String>,
}

impl Schedule {
    /// All lines, in the order of the files.
    pub fn lines(&self) -> &[Line] {
        &self.lines
    }

    /// The line for goods of a code on a day: the importer's own before its union's, the longest code
    /// before shorter ones, then the line without a quota. None where there is none.
    pub fn line(
        &self,
        register: &Register,
        day: Date,
        importer: CountryCode,
        hs: &HsCode,
        regime: &Regime,
    ) -> Option<&Line> {
        levied_by(register, day, importer).into_iter().find_map(|member| {
            let fits = |l: &&Line| {
                l.importer == member
                    && l.regime == *regime
                    && l.hs.covers(hs)
                    && holds(day, l.from, l.until)
            };
            self.lines.iter().filter(fits).max_by_key(|l| (l.hs.digits().len(), l.quota.is_empty()))
        })
    }

    /// National lines below the code asked for, which would decide the duty; sorted.
    pub fn finer(
        &self,
        register: &Register,
        day: Date,
        importer: CountryCode,
        hs: &HsCode,
    ) -> Vec<&HsCode> {
        let levied_by = levied_by(register, day, importer);
        let below = |l: &&Line| {
            levied_by.contains(&l.importer)
                && hs.covers(&l.hs)
                && l.hs != *hs
                && holds(day, l.from, l.until)
        };
        let mut codes: Vec<_> = self.lines.iter().filter(below).map(|l| &l.hs).collect();
        codes.sort_unstable();
        codes.dedup();
        codes
    }
}
