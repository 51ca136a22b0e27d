//! A duty as a tariff states it: ad valorem, specific, compound, or the greater or lesser of them.
//!
//! Written as `10%`, `0.04 EUR/kg`, `5% + 0.2 EUR/kg`, `max(10%, 0.04 EUR/kg)`, `min(...)`, `free`,
//! and as tariffs of the Eurasian Economic Union put the greater of two: `10% but not less than 0.04
//! EUR/kg`. Every part is rounded to the cent before parts are added or compared.

use crate::money::{Usd, decimal};
use rust_decimal::Decimal;
use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

/// A duty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Duty {
    /// Per cent of the customs value.
    AdValorem(Decimal),
    /// An amount for every unit of quantity.
    Specific(Specific),
    /// An amount of a currency for the whole shipment.
    Fixed(Decimal, String),
    /// All of them together.
    Sum(Vec<Self>),
    /// Whichever is greater.
    Greater(Vec<Self>),
    /// Whichever is less.
    Lesser(Vec<Self>),
}

/// An amount of a currency for a unit of quantity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Specific {
    /// The amount.
    pub amount: Decimal,
    /// The currency, three capitals of ISO 4217.
    pub currency: String,
    /// For how many units.
    pub per: Decimal,
    /// The unit.
    pub unit: String,
}

/// Units that a duty can be stated for, with how many of the first unit of their kind they are.
const UNITS: &[(&str, &str, i64)] = &[
    ("kg", "kg", 1),
    ("t", "kg", 1000),
    ("l", "l", 1),
    ("m2", "m2", 1),
    ("m3", "m3", 1),
    ("piece", "piece", 1),
    ("pair", "pair", 1),
    ("cm3", "cm3", 1),
];

/// The unit that quantities of a unit are kept in, and how many of it one is; none for no unit.
pub fn unit(name: &str) -> Option<(&'static str, Decimal)> {
    let known = UNITS.iter().find(|(unit, ..)| unit.eq_ignore_ascii_case(name))?;
    Some((known.1, Decimal::from(known.2)))
}

/// Names of the units, for messages.
pub fn units() -> String {
    UNITS.iter().map(|u| u.0).collect::<Vec<_>>().join(", ")
}

/// What a specific duty needs to know of the goods and of money.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Measured {
    /// Quantity by base unit: `kg`, `l`, `piece`.
    pub quantities: BTreeMap<String, Decimal>,
    /// US dollars for one of a currency.
    pub rates: BTreeMap<String, Decimal>,
}

impl Measured {
    /// Sets a quantity given in any unit; false for an unknown unit.
    pub fn set(&mut self, quantity: Decimal, name: &str) -> bool {
        let Some((base, many)) = unit(name) else { return false };
        self.quantities.insert(base.to_owned(), quantity * many);
        true
    }

    /// US dollars for one of a currency.
    ///
    /// # Errors
    /// What to give, when the rate is not known.
    pub fn dollars(&self, currency: &str) -> Result<Decimal, Vec<String>> {
        if currency == "USD" {
            return Ok(Decimal::ONE);
        }
        let ask = || vec![format!("US dollars for one {currency} (--rate {currency}=N)")];
        self.rates.get(currency).copied().ok_or_else(ask)
    }
}

impl Duty {
    /// The duty on goods of a customs value.
    ///
    /// # Errors
    /// What has to be given before it can be reckoned: quantities and rates of exchange.
    pub fn on(&self, value: Usd, measured: &Measured) -> Result<Usd, Vec<String>> {
        match self {
            Self::AdValorem(percent) => {
                value.percent(*percent).ok_or_else(|| vec!["a smaller value".to_owned()])
            }
            Self::Specific(specific) => specific.on(measured),
            Self::Fixed(amount, currency) => {
                let amount = measured.dollars(currency)?.checked_mul(*amount);
                amount.and_then(Usd::rounded).ok_or_else(too_much)
            }
            Self::Sum(parts) => Ok(each(parts, value, measured)?.into_iter().sum()),
            Self::Greater(parts) => {
                Ok(each(parts, value, measured)?.into_iter().max().unwrap_or_default())
            }
            Self::Lesser(parts) => {
                Ok(each(parts, value, measured)?.into_iter().min().unwrap_or_default())
            }
        }
    }
}

impl Duty {
    /// So many per cent of the duty, whatever it is stated by.
    #[must_use]
    pub fn share(&self, percent: u32) -> Self {
        let of = |amount: &Decimal| *amount * Decimal::from(percent) / Decimal::ONE_HUNDRED;
        let each = |parts: &[Self]| parts.iter().map(|part| part.share(percent)).collect();
        match self {
            _ if percent == 0 => Self::AdValorem(Decimal::ZERO),
            Self::AdValorem(rate) => Self::AdValorem(of(rate).normalize()),
            Self::Specific(specific) => {
                let amount = of(&specific.amount).normalize();
                Self::Specific(Specific { amount, ..specific.clone() })
            }
            Self::Fixed(amount, currency) => Self::Fixed(of(amount).normalize(), currency.clone()),
            Self::Sum(parts) => Self::Sum(each(parts)),
            Self::Greater(parts) => Self::Greater(each(parts)),
            Self::Lesser(parts) => Self::Lesser(each(parts)),
        }
    }
}

/// The duties of all parts, or all that is missing for any of them.
fn each(parts: &[Duty], value: Usd, measured: &Measured) -> Result<Vec<Usd>, Vec<String>> {
    let (mut amounts, mut missing) = (Vec::new(), Vec::new());
    for part in parts {
        match part.on(value, measured) {
            Ok(amount) => amounts.push(amount),
            Err(more) => missing.extend(more),
        }
    }
    if missing.is_empty() { Ok(amounts) } else { Err(missing) }
}

impl Specific {
    fn on(&self, measured: &Measured) -> Result<Usd, Vec<String>> {
        let mut missing = Vec::new();
        let (base, many) = unit(&self.unit).unwrap_or(("kg", Decimal::ONE));
        let quantity = measured.quantities.get(base);
        if quantity.is_none() {
            missing.push(format!("the quantity in {base} (--quantity N --unit {base})"));
        }
        let rate = measured.dollars(&self.currency).map_err(|more| missing.extend(more)).ok();
        let (Some(quantity), Some(rate)) = (quantity, rate) else { return Err(missing) };
        let amount = quantity
            .checked_div(many * self.per)
            .and_then(|units| units.checked_mul(self.amount))
            .and_then(|amount| amount.checked_mul(rate))
            .and_then(Usd::rounded);
        amount.ok_or_else(too_much)
    }
}

fn too_much() -> Vec<String> {
    vec!["amounts below a trillion dollars".to_owned()]
}

impl fmt::Display for Duty {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let list = |parts: &[Self], between: &str| {
            parts.iter().map(ToString::to_string).collect::<Vec<_>>().join(between)
        };
        match self {
            Self::AdValorem(percent) if percent.is_zero() => f.write_str("free"),
            Self::AdValorem(percent) => write!(f, "{}%", percent.normalize()),
            Self::Specific(s) => {
                let per = if s.per == Decimal::ONE { String::new() } else { format!("{} ", s.per) };
                write!(f, "{} {}/{per}{}", s.amount.normalize(), s.currency, s.unit)
            }
            Self::Fixed(amount, currency) => write!(f, "{} {currency}", amount.normalize()),
            Self::Sum(parts) => f.write_str(&list(parts, " + ")),
            Self::Greater(parts) => write!(f, "max({})", list(parts, ", ")),
            Self::Lesser(parts) => write!(f, "min({})", list(parts, ", ")),
        }
    }
}

/// Why a text is no duty.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct InvalidDuty(pub(crate) String);

impl FromStr for Duty {
    type Err = InvalidDuty;
    fn from_str(text: &str) -> Result<Self, InvalidDuty> {
        let lower = text.trim().to_lowercase();
        for (words, lesser) in [("but not less than", false), ("but not more than", true)] {
            if let Some((first, second)) = lower.split_once(words) {
                let parts = vec![sum(first.trim_end_matches([',', ' ']))?, sum(second)?];
                return Ok(if lesser { Self::Lesser(parts) } else { Self::Greater(parts) });
            }
        }
        sum(&lower)
    }
}

fn bad(text: &str) -> InvalidDuty {
    InvalidDuty(format!(
        "{:?} is no duty; write 10%, 0.04 EUR/kg, 5% + 0.2 EUR/kg, max(10%, 0.04 EUR/kg) or free",
        text.trim()
    ))
}

/// Cuts at a sign that stands outside of brackets; none where brackets do not close.
fn cut(text: &str, at: char) -> Option<Vec<&str>> {
    let (mut parts, mut start, mut depth) = (Vec::new(), 0, 0_i32);
    for (n, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ if c == at && depth == 0 => {
                parts.push(&text[start..n]);
                start = n + c.len_utf8();
            }
            _ => {}
        }
        if !(0..=8).contains(&depth) {
            return None;
        }
    }
    parts.push(&text[start..]);
    (depth == 0).then_some(parts)
}

fn sum(text: &str) -> Result<Duty, InvalidDuty> {
    let mut parts = cut(text, '+')
        .ok_or_else(|| bad(text))?
        .into_iter()
        .map(single)
        .collect::<Result<Vec<_>, _>>()?;
    Ok(if parts.len() == 1 { parts.remove(0) } else { Duty::Sum(parts) })
}

fn single(text: &str) -> Result<Duty, InvalidDuty> {
    let text = text.trim();
    if text == "free" {
        return Ok(Duty::AdValorem(Decimal::ZERO));
    }
    for (word, lesser) in [("max", false), ("min", true)] {
        let within = text.strip_prefix(word).map(str::trim_start);
        if let Some(list) = within.and_then(|t| t.strip_prefix('(')?.strip_suffix(')')) {
            let parts = cut(list, ',').ok_or_else(|| bad(text))?;
            let parts = parts.into_iter().map(sum).collect::<Result<Vec<_>, _>>()?;
            return Ok(if lesser { Duty::Lesser(parts) } else { Duty::Greater(parts) });
        }
    }
    if let Some(percent) = text.strip_suffix('%') {
        let percent = decimal(percent).ok_or_else(|| bad(text))?;
        if !(Decimal::ZERO..=Decimal::from(3000)).contains(&percent) {
            return Err(InvalidDuty(format!("{percent} is no rate in per cent")));
        }
        return Ok(Duty::AdValorem(percent));
    }
    specific(text).or_else(|| fixed(text)).ok_or_else(|| bad(text))?
}

/// `27.23 usd`: an amount for the whole shipment; none where it is nothing of the kind.
fn fixed(text: &str) -> Option<Result<Duty, InvalidDuty>> {
    let (amount, currency) = text.split_at_checked(text.len().checked_sub(3)?)?;
    let amount = decimal(amount)?;
    let letters = currency.bytes().all(|b| b.is_ascii_alphabetic());
    let limits = Decimal::ZERO..=Decimal::from(1_000_000_000);
    let invalid = || InvalidDuty(format!("{text:?} is beyond what a duty can be"));
    letters.then(|| {
        let duty = Duty::Fixed(amount, currency.to_uppercase());
        limits.contains(&amount).then_some(duty).ok_or_else(invalid)
    })
}

/// `0.04 eur/kg` or `25 usd/100 kg`; none where it is nothing of the kind.
fn specific(text: &str) -> Option<Result<Duty, InvalidDuty>> {
    let (money, measure) = text.split_once('/')?;
    let money = money.trim();
    let (amount, currency) = money.split_at_checked(money.len().checked_sub(3)?)?;
    let amount = decimal(amount)?;
    let currency = currency.to_uppercase();
    let measure = measure.trim();
    let digits = measure.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(measure.len());
    let (per, name) = measure.split_at(digits);
    let per = if per.is_empty() { Some(Decimal::ONE) } else { decimal(per) }?;
    let name = name.trim();
    if !currency.bytes().all(|b| b.is_ascii_uppercase()) {
        return None;
    }
    let limits = Decimal::ZERO..=Decimal::from(1_000_000);
    if !limits.contains(&amount) || per <= Decimal::ZERO || !limits.contains(&per) {
        return Some(Err(InvalidDuty(format!("{text:?} is beyond what a duty can be"))));
    }
    if unit(name).is_none() {
        return Some(Err(InvalidDuty(format!("{name:?} is no unit; one of {}", units()))));
    }
    Some(Ok(Duty::Specific(Specific { amount, currency, per, unit: name.to_owned() })))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn duties_are_read_and_shown_alike() {
        for text in [
            "10%",
            "free",
            "27.23 USD",
            "min(max(0.3464%, 27.23 USD), 528.33 USD)",
            "0.04 EUR/kg",
            "25 USD/100 kg",
            "5% + 0.2 EUR/kg",
            "max(10%, 0.04 EUR/kg)",
            "min(max(5%, 1 USD/piece), 20%)",
        ] {
            let duty: Duty = text.parse().unwrap();
            assert_eq!(duty.to_string(), text);
            assert_eq!(duty.to_string().parse::<Duty>(), Ok(duty));
        }
        let eaeu: Duty = "10%, but not less than 0.04 EUR/kg".parse().unwrap();
        assert_eq!(eaeu.to_string(), "max(10%, 0.04 EUR/kg)");
        assert_eq!("0%".parse::<Duty>().unwrap().to_string(), "free");
    }

    #[test]
    fn what_is_no_duty_is_refused_with_its_reason() {
        for (text, reason) in [
            ("", "no duty"),
            ("10", "no duty"),
            ("ten%", "no duty"),
            ("5000%", "no rate"),
            ("-3%", "no rate"),
            ("0.04/kg", "no duty"),
            ("0.04 EUR/stone", "no unit"),
            ("max(10%", "no duty"),
            ("10%)", "no duty"),
            ("((((((((((10%", "no duty"),
            ("9999999999 USD/kg", "beyond"),
            ("1 USD/0 kg", "beyond"),
            ("€5/kg", "no duty"),
            ("-5 USD", "beyond"),
            ("5 U$D", "no duty"),
        ] {
            let error = text.parse::<Duty>().unwrap_err().to_string();
            assert!(error.contains(reason), "{text}: {error}");
        }
    }

    #[test]
    fn what_is_missing_is_named_and_never_nothing() {
        let duty: Duty = "max(5%, 2 EUR/l)".parse().unwrap();
        let missing = duty.on(Usd::cents(10_000), &Measured::default()).unwrap_err();
        assert_eq!(missing.len(), 2);
        assert!(missing[0].contains("--unit l") && missing[1].contains("--rate EUR=N"));
    }
}
