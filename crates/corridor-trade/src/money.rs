//! Exact money: US dollars in whole cents, and rates as decimal numbers.
//!
//! Every amount shown is rounded to the cent once, half away from zero, where it arises; sums of
//! shown amounts are then exact. Binary fractions are never multiplied.

use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Serialize, Serializer};
use std::fmt;
use std::iter::Sum;
use std::ops::{Add, Sub};
use std::str::FromStr;

/// The largest amount that can be entered, dollars.
pub const MOST_USD: i64 = 1_000_000_000_000;

/// An amount of US dollars in whole cents.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Usd(i64);

/// A text that is no amount.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no amount; write a number such as 1250.40")]
pub struct InvalidAmount(pub String);

impl Usd {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// So many cents.
    pub const fn cents(cents: i64) -> Self {
        Self(cents)
    }

    /// A decimal amount of dollars rounded to the cent, half away from zero; none beyond a trillion.
    pub fn rounded(dollars: Decimal) -> Option<Self> {
        let most = Decimal::from(MOST_USD);
        if dollars.abs() > most {
            return None;
        }
        let cents = (dollars * Decimal::ONE_HUNDRED)
            .round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero);
        i64::try_from(cents).ok().map(Self)
    }

    /// A binary amount of dollars, such as a cost of the planner, rounded to the cent.
    pub fn from_f64(dollars: f64) -> Option<Self> {
        let cents = (dollars * 100.0).round();
        (dollars.is_finite() && dollars.abs() <= MOST_USD as f64).then_some(Self(cents as i64))
    }

    /// The exact amount, dollars.
    pub fn dollars(self) -> Decimal {
        Decimal::new(self.0, 2)
    }

    /// So many per cent of it, rounded to the cent.
    pub fn percent(self, percent: Decimal) -> Option<Self> {
        Self::rounded(self.dollars().checked_mul(percent)? / Decimal::ONE_HUNDRED)
    }

    /// What it is of another amount, per cent; none of nothing.
    pub fn share_of(self, whole: Self) -> Option<Decimal> {
        (self.dollars() * Decimal::ONE_HUNDRED).checked_div(whole.dollars())
    }

    /// The nearest binary number, dollars.
    pub fn as_f64(self) -> f64 {
        self.0 as f64 / 100.0
    }
}

/// An amount in parts by weights, exact: the parts are the amount, and what rounding leaves goes to those
/// that it took most from, the first of them before others.
pub fn shared_out(amount: Usd, weights: &[Decimal]) -> Vec<Usd> {
    let whole: Decimal = weights.iter().sum();
    let exact = |weight: &Decimal| {
        let cents = Decimal::from(amount.0).checked_mul(*weight);
        cents.and_then(|cents| cents.checked_div(whole)).unwrap_or_default()
    };
    let exact: Vec<Decimal> = weights.iter().map(exact).collect();
    let floor = |of: &Decimal| i64::try_from(of.floor()).unwrap_or_default();
    let mut parts: Vec<i64> = exact.iter().map(floor).collect();
    let mut order: Vec<usize> = (0..parts.len()).collect();
    order.sort_by_key(|n| std::cmp::Reverse(exact[*n] - exact[*n].floor()));
    let left = amount.0 - parts.iter().sum::<i64>();
    for n in order.into_iter().cycle().take(usize::try_from(left).unwrap_or_default()) {
        parts[n] += 1;
    }
    parts.into_iter().map(Usd).collect()
}

impl FromStr for Usd {
    type Err = InvalidAmount;
    /// A plain decimal number of dollars with at most two places, 0 or more.
    fn from_str(text: &str) -> Result<Self, InvalidAmount> {
        let invalid = || InvalidAmount(text.to_owned());
        let number = decimal(text).ok_or_else(invalid)?;
        let whole_cents = number.normalize().scale() <= 2;
        if number.is_sign_negative() || !whole_cents {
            return Err(invalid());
        }
        Self::rounded(number).ok_or_else(invalid)
    }
}

/// A decimal number as people write one: digits and at most one point.
pub fn decimal(text: &str) -> Option<Decimal> {
    let text = text.trim();
    let plain = |b: u8| b.is_ascii_digit() || matches!(b, b'.' | b'-');
    (!text.is_empty() && text.len() <= 20 && text.bytes().all(plain))
        .then(|| text.parse().ok())
        .flatten()
}

impl Add for Usd {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}
impl Sub for Usd {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}
impl Sum for Usd {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::ZERO, Add::add)
    }
}
impl fmt::Display for Usd {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let whole = (self.0.unsigned_abs() / 100).to_string();
        let mut grouped = String::new();
        for (n, digit) in whole.chars().enumerate() {
            if n > 0 && (whole.len() - n).is_multiple_of(3) {
                grouped.push(',');
            }
            grouped.push(digit);
        }
        f.pad(&format!("{sign}{grouped}.{:02}", self.0.unsigned_abs() % 100))
    }
}
impl Serialize for Usd {
    /// A JSON number of dollars.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(self.as_f64())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_and_shown_to_the_cent() {
        assert_eq!("1234567.8".parse::<Usd>().unwrap().to_string(), "1,234,567.80");
        assert_eq!("0.10".parse::<Usd>(), Ok(Usd::cents(10)));
        for text in ["", "1e5", "-1", "1.005", "12,5", "1 000", "nan", "2000000000000"] {
            assert!(text.parse::<Usd>().is_err(), "{text:?}");
        }
        assert_eq!(serde_json::to_string(&Usd::cents(123_456)).unwrap(), "1234.56");
    }

    #[test]
    fn parts_of_an_amount_are_the_amount() {
        let shared = |amount: &str, weights: &[i64]| -> Vec<String> {
            let weights: Vec<Decimal> = weights.iter().map(|w| Decimal::from(*w)).collect();
            let parts = shared_out(amount.parse().unwrap(), &weights);
            assert_eq!(parts.iter().copied().sum::<Usd>().to_string(), amount);
            parts.iter().map(ToString::to_string).collect()
        };
        // scribd.com 823829479: freight of 350 and a premium of 300 over goods of 5,000 and 8,500.
        assert_eq!(shared("350.00", &[5000, 8500]), ["129.63", "220.37"]);
        assert_eq!(shared("300.00", &[5000, 8500]), ["111.11", "188.89"]);
        assert_eq!(shared("1.00", &[1, 1, 1]), ["0.34", "0.33", "0.33"]);
        assert_eq!(shared("0.00", &[1, 2]), ["0.00", "0.00"]);
    }

    #[test]
    fn halves_of_a_cent_go_away_from_zero() {
        let half = Decimal::new(5, 1);
        assert_eq!(Usd::cents(100).percent(half), Some(Usd::cents(1)));
        assert_eq!(Usd::cents(99).percent(half), Some(Usd::ZERO));
        assert_eq!(Usd::cents(300).percent(half), Some(Usd::cents(2)));
    }
}
