//! De minimis: how much of a good need not meet a change of classification.

use super::Codes;
use crate::hs::HsCode;
use crate::money::decimal;
use rust_decimal::Decimal;
use serde::Deserialize;
use std::fmt;
use std::str::FromStr;

/// What a share is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Measure {
    /// The value of the good.
    Value,
    /// Its mass.
    Weight,
    /// Either of them.
    Either,
    /// What notes to the annex say, which are not reckoned here.
    Notes,
}

/// A share of a good up to which materials need not change their code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tolerance {
    /// Per cent.
    pub percent: Decimal,
    /// Of what.
    pub measure: Measure,
    /// For goods of these codes; for all where there are none.
    pub goods: Codes,
}

impl Tolerance {
    /// Whether it is for goods of a code; one too short to tell is taken to be.
    pub(super) fn is_for(&self, hs: &HsCode) -> bool {
        self.goods.is_empty() || self.goods.hold(hs) != Some(false)
    }
}

/// A text that is no tolerance.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no tolerance; write 10, 7 weight, 12.5 value or weight, or 10 weight of 50-63")]
pub struct InvalidTolerance(String);

impl FromStr for Tolerance {
    type Err = InvalidTolerance;
    /// `10`, `10%`, `7 weight`, `12.5 value or weight`, `notes`, each with `of CODES` behind it.
    fn from_str(text: &str) -> Result<Self, InvalidTolerance> {
        let invalid = || InvalidTolerance(text.to_owned());
        let lower = text.trim().to_lowercase();
        let (head, goods) = lower.split_once(" of ").unwrap_or((&lower, ""));
        let goods: Codes = goods.parse().map_err(|_| invalid())?;
        if head.trim() == "notes" {
            return Ok(Self { percent: Decimal::ZERO, measure: Measure::Notes, goods });
        }
        let (number, words) = head.trim().split_once([' ', '%']).unwrap_or((head.trim(), ""));
        let words = words.trim_start_matches([' ', '%']).trim_start_matches("by ").trim();
        let measure = match words {
            "" | "value" => Measure::Value,
            "weight" => Measure::Weight,
            "value or weight" | "weight or value" => Measure::Either,
            _ => return Err(invalid()),
        };
        let percent = decimal(number).ok_or_else(invalid)?;
        if !(Decimal::ZERO..=Decimal::ONE_HUNDRED).contains(&percent) {
            return Err(invalid());
        }
        Ok(Self { percent, measure, goods })
    }
}

impl fmt::Display for Tolerance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let percent = self.percent.normalize();
        match self.measure {
            Measure::Value => write!(f, "{percent} % of the value")?,
            Measure::Weight => write!(f, "{percent} % of the weight")?,
            Measure::Either => write!(f, "{percent} % of the value or weight")?,
            Measure::Notes => f.write_str("by the notes of the annex")?,
        }
        if self.goods.is_empty() { Ok(()) } else { write!(f, " (goods of {})", self.goods) }
    }
}
