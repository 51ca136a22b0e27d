//! Whether an investment made on one day is protected on another, by which treaty, and until when.
//!
//! Dates known to the month or year leave days of which nothing can be said; so do terms that no source
//! was found for. Such answers are "not known", never yes or no.

#[cfg(test)]
mod tests;

use crate::agreement::{Agreement, Member, Party};
use crate::dating::Onset;
use crate::protection::Protection;
use crate::register::Register;
use crate::word::{Role, Rule, State};
use corridor_network::CountryCode;
use jiff::ToSpan;
use jiff::civil::Date;

/// An answer that may not be known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Covered {
    /// It is.
    Yes,
    /// It cannot be told.
    NotKnown,
    /// It is not.
    No,
}

/// Why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// The treaty is in force on the day asked for.
    InForce,
    /// The treaty has ended and protects older investments for some years more.
    Survival,
    /// The years after its end are over.
    SurvivalOver,
    /// It has ended, and what it protects after its end is not known.
    SurvivalNotKnown,
    /// The investment was made after its end.
    MadeAfterEnd,
    /// The investment was made before it was in force.
    MadeBefore,
    /// It is not in force.
    NotInForce,
    /// It is suspended.
    Suspended,
}

impl Basis {
    /// The word used in answers.
    pub fn word(self) -> &'static str {
        match self {
            Self::InForce => "in-force",
            Self::Survival => "survival",
            Self::SurvivalOver => "survival-over",
            Self::SurvivalNotKnown => "survival-not-known",
            Self::MadeAfterEnd => "made-after-end",
            Self::MadeBefore => "made-before",
            Self::NotInForce => "not-in-force",
            Self::Suspended => "suspended",
        }
    }
}

/// What a treaty is to an investment.
#[derive(Clone, Debug, PartialEq)]
pub struct Coverage<'a> {
    /// The treaty.
    pub agreement: &'a Agreement,
    /// Whether it covers the investment on the day asked for.
    pub covered: Covered,
    /// Why.
    pub basis: Basis,
    /// The last day of protection, where it is known and there is one.
    pub until: Option<Date>,
    /// From when on it binds both, as the sources have it.
    pub in_force: Option<Onset>,
    /// The first day on which it no longer binds both.
    pub ended: Option<Onset>,
    /// The reason in a sentence.
    pub reason: String,
}

/// A day that may be known only to lie between two.
#[derive(Clone, Copy)]
struct Between {
    earliest: Date,
    latest: Date,
}

impl From<Onset> for Between {
    fn from(onset: Onset) -> Self {
        let latest = onset.counts_from();
        match onset {
            Onset::On(date) => Self { earliest: date.earliest(), latest },
            Onset::By(_) => Self { earliest: Date::MIN, latest },
        }
    }
}

impl Between {
    /// Whether a day lies before.
    fn is_after(self, day: Date) -> Covered {
        if day < self.earliest {
            Covered::Yes
        } else if day < self.latest {
            Covered::NotKnown
        } else {
            Covered::No
        }
    }
}

/// When a treaty bound both of two countries.
#[derive(Clone, Copy, Default)]
struct Bound {
    begin: Option<Onset>,
    end: Option<Onset>,
}

impl Bound {
    /// Both at once: the later beginning and the earlier end.
    fn and(self, other: Self) -> Self {
        let begin = [self.begin, other.begin];
        let ends = [self.end, other.end].into_iter().flatten();
        Self {
            begin: begin[0]
                .zip(begin[1])
                .map(|(a, b)| if a.counts_from() >= b.counts_from() { a } else { b }),
            end: ends.min_by_key(|onset| onset.counts_from()),
        }
    }
}

impl Register {
    /// What every treaty on investment between two countries is to an investment of one in the other
    /// that is made on a day, asked for another; what covers it comes first. Treaties of which nothing
    /// is heard until the day asked for are left out.
    pub fn coverage(
        &self,
        [a, b]: [CountryCode; 2],
        invested: Date,
        asked: Date,
    ) -> Vec<Coverage<'_>> {
        let protects = |agreement: &&Agreement| {
            agreement.switches.iter().any(|switch| switch.rule == Rule::Investment)
        };
        let known = |agreement: &&Agreement| {
            agreement.status.first().is_some_and(|s| s.onset().counts_from() <= asked)
        };
        let mut found: Vec<Coverage<'_>> = self
            .iter()
            .filter(protects)
            .filter(known)
            .filter_map(|agreement| {
                let bound = self.bound(agreement, a)?.and(self.bound(agreement, b)?);
                Some(judged(agreement, bound, invested, asked))
            })
            .collect();
        // What protects first, without a known end before the longest; then what ever bound both.
        found.sort_by_key(|c| {
            let ends = c.covered == Covered::Yes && c.until.is_some();
            let last = std::cmp::Reverse(c.until.unwrap_or(Date::MIN));
            (c.covered, ends, c.in_force.is_none(), last, c.agreement.id.clone())
        });
        found
    }

    /// When an agreement bound a country, by itself or through a union; none for one that is no party.
    fn bound(&self, agreement: &Agreement, country: CountryCode) -> Option<Bound> {
        let of_all =
            Bound { begin: agreement.first(State::InForce), end: agreement.first(State::Ended) };
        let mut rows = agreement.parties.iter().filter(|row| row.role == Role::Party);
        rows.find_map(|row| match &row.party {
            Member::Country(code) => (*code == country).then(|| of_all.and(of_row(row, of_all))),
            Member::Union(union) => {
                let member = self.bound(self.union(union)?, country)?;
                Some(of_all.and(of_row(row, of_all)).and(member))
            }
        })
    }
}

/// When the row of a party says that it was bound.
fn of_row(row: &Party, of_all: Bound) -> Bound {
    let next = |date: crate::PartialDate| {
        let day = date.latest().tomorrow().unwrap_or(Date::MAX);
        if date.is_day() { Onset::On(day.into()) } else { Onset::On(date) }
    };
    // A party that only signed is not bound.
    let begin = row.onset().or(if row.signed.is_some() { None } else { of_all.begin });
    Bound { begin, end: row.until.map(next) }
}

fn judged(agreement: &Agreement, bound: Bound, invested: Date, asked: Date) -> Coverage<'_> {
    let terms = agreement.protection.clone().unwrap_or_default();
    let answer = |covered, basis, until, reason: String| Coverage {
        agreement,
        covered,
        basis,
        until,
        in_force: bound.begin,
        ended: bound.end,
        reason,
    };
    let Some(begin) = bound.begin else {
        let state = agreement.status.iter().rfind(|s| s.onset().counts_from() <= asked);
        let state = state.map_or("unknown", |s| s.state.word());
        return if terms.force_not_found {
            let reason = format!("it is {state}; whether it has entered into force was not found");
            answer(Covered::NotKnown, Basis::NotInForce, None, reason)
        } else {
            answer(Covered::No, Basis::NotInForce, None, format!("it is {state}, not in force"))
        };
    };
    // What is not in force on the day asked for yet.
    match Between::from(begin).is_after(asked) {
        Covered::Yes => {
            let reason = format!("it is in force only from {begin}");
            return answer(Covered::No, Basis::NotInForce, None, reason);
        }
        Covered::NotKnown => {
            let reason =
                format!("it enters into force on {begin}: whether before {asked} is not known");
            return answer(Covered::NotKnown, Basis::NotInForce, None, reason);
        }
        Covered::No => {}
    }
    // Whether an investment of that day is one the treaty speaks of.
    if let Some(end) = bound.end {
        match Between::from(end).is_after(invested) {
            Covered::No => {
                let reason =
                    format!("the investment is made on {invested}, after its end on {end}");
                return answer(Covered::No, Basis::MadeAfterEnd, None, reason);
            }
            Covered::NotKnown => {
                let reason = format!("it ends on {end}: whether before {invested} is not known");
                return answer(Covered::NotKnown, Basis::MadeAfterEnd, None, reason);
            }
            Covered::Yes => {}
        }
    }
    let (spoken_of, of_earlier) = made_before(&terms, begin, invested);
    if spoken_of == Covered::No {
        return answer(Covered::No, Basis::MadeBefore, None, of_earlier);
    }
    let (in_time, basis, until, reason) = in_time(agreement, &terms, bound, asked);
    if in_time == Covered::No || spoken_of == Covered::Yes {
        return answer(in_time, basis, until, reason);
    }
    // Both are needed: what is not known of either is not known of the whole.
    let basis = if in_time == Covered::Yes { Basis::MadeBefore } else { basis };
    answer(Covered::NotKnown, basis, None, format!("{of_earlier}; {reason}"))
}

/// Whether a treaty covers an investment made before it was in force; yes for one made later.
fn made_before(terms: &Protection, begin: Onset, invested: Date) -> (Covered, String) {
    let before = Between::from(begin).is_after(invested);
    if before == Covered::No {
        return (Covered::Yes, String::new());
    }
    match (terms.earlier, terms.earlier_from) {
        (Some(true), None) => (Covered::Yes, String::new()),
        (_, Some(from)) => match Between::from(Onset::On(from)).is_after(invested) {
            Covered::No => (Covered::Yes, String::new()),
            Covered::Yes => {
                (Covered::No, format!("it covers investments made from {from}, not of {invested}"))
            }
            Covered::NotKnown => (
                Covered::NotKnown,
                format!(
                    "it covers investments made from {from}: whether of {invested} is not known"
                ),
            ),
        },
        (Some(false), None) if before == Covered::Yes => (
            Covered::No,
            format!("the investment is made on {invested}, before it is in force on {begin}"),
        ),
        _ => (
            Covered::NotKnown,
            format!(
                "whether it covers what was invested before it was in force on {begin} is not known"
            ),
        ),
    }
}

/// Whether a treaty that has begun protects on a day what was invested in time, and until when.
fn in_time(
    agreement: &Agreement,
    terms: &Protection,
    bound: Bound,
    asked: Date,
) -> (Covered, Basis, Option<Date>, String) {
    let begin = bound.begin.map_or_else(String::new, |begin| format!(" since {begin}"));
    let later =
        |end: Date, years: u8| end.checked_add(i64::from(years).years()).unwrap_or(Date::MAX);
    let Some(end) = bound.end else {
        let state = agreement.status.iter().rfind(|s| s.onset().counts_from() <= asked);
        if state.is_some_and(|s| s.state == State::Suspended) {
            let reason = "it is suspended; what it protects meanwhile is not known".to_owned();
            return (Covered::NotKnown, Basis::Suspended, None, reason);
        }
        let after = match terms.survival_years {
            Some(0) => "; after its end it protects no longer".to_owned(),
            Some(years) => format!("; after its end {years} years more"),
            None => "; whether after its end too is not known".to_owned(),
        };
        return (Covered::Yes, Basis::InForce, None, format!("it is in force{begin}{after}"));
    };
    let ends = Between::from(end);
    let Some(years) = terms.survival_years else {
        return match ends.is_after(asked) {
            Covered::Yes => (
                Covered::Yes,
                Basis::InForce,
                None,
                format!(
                    "it is in force{begin} until {end}; whether it protects longer is not known"
                ),
            ),
            _ => (
                Covered::NotKnown,
                Basis::SurvivalNotKnown,
                None,
                format!(
                    "it ended on {end}; whether it protects older investments longer is not known"
                ),
            ),
        };
    };
    let (sure, possible) = (later(ends.earliest, years), later(ends.latest, years));
    if ends.is_after(asked) == Covered::Yes {
        let reason = format!(
            "it is in force{begin} until {end} and protects older investments {years} years more"
        );
        return (Covered::Yes, Basis::InForce, Some(sure), reason);
    }
    let reason = format!("it ended on {end} and protects older investments for {years} years more");
    if asked <= sure {
        (Covered::Yes, Basis::Survival, Some(sure), reason)
    } else if asked <= possible {
        (Covered::NotKnown, Basis::Survival, None, format!("{reason}: to a day not known"))
    } else {
        (Covered::No, Basis::SurvivalOver, Some(possible), reason)
    }
}
