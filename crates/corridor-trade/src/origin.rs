//! Rules of origin as expressions: wholly obtained, a change of classification, a share of value.
//!
//! `WO or (CTSH and RVC(build-down) >= 35)`: tests joined by `and` and `or`, `and` binding closer.
//! The language, and what is reckoned how, stand in `docs/methods/origin.md`.

mod annex;
mod codes;
mod consignment;
mod finding;
mod judge;
mod known;
mod language;
#[cfg(test)]
mod tests;
mod tolerance;

pub use annex::Annex;
pub use codes::Codes;
pub use consignment::{Consignment, Passed, Way, consigned};
pub use finding::{Finding, Shortfall};
pub use judge::{Area, Judgement, Terms, judge};
pub use known::{AgreementRules, Cumulation, ProductRules, RuleSource, known_rules};
pub use language::InvalidRule;
pub use tolerance::{InvalidTolerance, Measure, Tolerance};

use rust_decimal::Decimal;
use std::fmt;

/// How a share of value is reckoned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// (value - materials that do not originate) / value.
    BuildDown,
    /// Materials that originate / value.
    BuildUp,
    /// (Materials that originate + labour + overheads + other costs + profit) / value.
    Direct,
    /// (net cost - materials that do not originate) / net cost.
    NetCost,
    /// As the producer chooses: by build-down, which gives the most.
    Either,
}

/// Methods with the words for them.
const METHODS: [(&str, Method); 4] = [
    ("build-down", Method::BuildDown),
    ("build-up", Method::BuildUp),
    ("direct", Method::Direct),
    ("net-cost", Method::NetCost),
];

/// The digits of the code that have to change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// Two digits: CC.
    Chapter,
    /// Four digits: CTH.
    Heading,
    /// Six digits: CTSH.
    Subheading,
}

impl Level {
    /// The digits.
    pub fn digits(self) -> usize {
        match self {
            Self::Chapter => 2,
            Self::Heading => 4,
            Self::Subheading => 6,
        }
    }

    fn word(self) -> &'static str {
        match self {
            Self::Chapter => "CC",
            Self::Heading => "CTH",
            Self::Subheading => "CTSH",
        }
    }
}

/// A rule of origin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rule {
    /// Nothing in it is from elsewhere.
    WhollyObtained,
    /// Materials of any code, made into the good.
    AnyMaterial,
    /// No material from elsewhere has the code of the good to so many digits, or one of the codes
    /// excepted.
    Change(Level, Codes),
    /// So many per cent of the value are of the area.
    Content(Method, Decimal),
    /// Materials from elsewhere, of these codes where any are named, are at most so many per cent of
    /// the value or mass of the good.
    Limit(Measure, Decimal, Codes),
    /// A process that was carried out, by its name.
    Process(String),
    /// All of them.
    All(Vec<Self>),
    /// Any of them.
    Any(Vec<Self>),
    /// One of them, by what the goods are beyond their code.
    OneOf(Vec<Self>),
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let join = |parts: &[Self], word: &str| {
            let one = |part: &Self| match part {
                Self::All(_) | Self::Any(_) | Self::OneOf(_) => format!("({part})"),
                _ => part.to_string(),
            };
            parts.iter().map(one).collect::<Vec<_>>().join(word)
        };
        match self {
            Self::WhollyObtained => f.write_str("WO"),
            Self::AnyMaterial => f.write_str("ANY"),
            Self::Change(level, except) if except.is_empty() => f.write_str(level.word()),
            Self::Change(level, except) => write!(f, "{} except {except}", level.word()),
            Self::Content(method, percent) => {
                let word = METHODS.iter().find(|(_, of)| of == method);
                let method = word.map_or(String::new(), |(word, _)| format!("({word})"));
                write!(f, "RVC{method} >= {}", percent.normalize())
            }
            Self::Limit(measure, percent, of) => {
                let by = if *measure == Measure::Weight { "(weight)" } else { "" };
                write!(f, "VNM{by} <= {}", percent.normalize())?;
                if of.is_empty() { Ok(()) } else { write!(f, " of {of}") }
            }
            Self::Process(name) => write!(f, "PROCESS({name})"),
            Self::All(parts) => f.write_str(&join(parts, " and ")),
            Self::Any(parts) => f.write_str(&join(parts, " or ")),
            Self::OneOf(parts) => {
                let parts: Vec<String> = parts.iter().map(ToString::to_string).collect();
                write!(f, "one of: {}", parts.join("; "))
            }
        }
    }
}
