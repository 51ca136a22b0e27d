//! Rates of discount and interest, by the year.

use crate::fault::Fault;
use std::fmt;
use std::str::FromStr;

/// A rate by the year as a fraction: 0.1 for 10 %.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Rate(f64);

impl Rate {
    /// The least and the greatest rate: outside of them amounts of two centuries are no numbers.
    const LIMITS: [f64; 2] = [-0.9, 10.0];

    /// Nothing by the year.
    pub const ZERO: Self = Self(0.0);

    /// A rate from a fraction; none outside of -90 % to 1000 %.
    pub fn from_fraction(fraction: f64) -> Option<Self> {
        let [least, most] = Self::LIMITS;
        (least..=most).contains(&fraction).then_some(Self(fraction))
    }

    /// The rate as a fraction.
    pub const fn fraction(self) -> f64 {
        self.0
    }

    /// What an amount of a year from now is worth today, `years` years on.
    pub fn factor(self, years: i32) -> f64 {
        (1.0 + self.0).powi(-years)
    }
}

impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A rate is typed in per cent: rounding hides the binary fraction, not a digit of the user's.
        let percent = (self.0 * 1e12).round() / 1e10;
        write!(f, "{percent} %")
    }
}

impl FromStr for Rate {
    type Err = Fault;

    /// Per cent with its sign, `10%`, or a fraction that cannot be meant as per cent, `0.10`.
    fn from_str(text: &str) -> Result<Self, Fault> {
        let trimmed = text.trim();
        let (digits, scale) = match trimmed.strip_suffix('%') {
            Some(digits) => (digits.trim_end(), 100.0),
            None => (trimmed, 1.0),
        };
        let plain = |b: u8| b.is_ascii_digit() || matches!(b, b'.' | b'-' | b'+');
        let number = (digits.len() <= 20 && digits.bytes().all(plain))
            .then(|| digits.parse::<f64>().ok())
            .flatten();
        let Some(number) = number else {
            return Err(Fault::new(
                format!("{text:?} is no rate"),
                "write it in per cent, such as 10% or 5.5%",
            ));
        };
        if scale == 1.0 && number.abs() >= 1.0 {
            return Err(Fault::new(
                format!(
                    "{text:?} may be {number} per cent or {number} times the amount by the year"
                ),
                format!("write {number}% if per cent is meant"),
            ));
        }
        Self::from_fraction(number / scale).ok_or_else(|| {
            Fault::new(
                format!("{text:?} lies outside of -90% to 1000%"),
                "give a rate by the year, such as 5%",
            )
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_are_read_in_per_cent_and_as_fractions_that_can_be_nothing_else() {
        for (text, fraction) in [
            ("10%", 0.1),
            (" 5.5 % ", 0.055),
            ("0.10", 0.10),
            (".05", 0.05),
            ("0", 0.0),
            ("-2%", -0.02),
            ("0.5%", 0.005),
        ] {
            assert_eq!(text.parse::<Rate>().unwrap().fraction(), fraction, "{text}");
        }
        assert_eq!("9.55%".parse::<Rate>().unwrap().to_string(), "9.55 %");
        assert_eq!("0.07".parse::<Rate>().unwrap().to_string(), "7 %");
    }

    #[test]
    fn what_may_mean_two_things_or_nothing_is_refused() {
        for text in ["10", "1", "1.0", "-3"] {
            let fault = text.parse::<Rate>().unwrap_err();
            assert!(fault.reason.contains("may be"), "{text}: {fault}");
            assert!(fault.action.ends_with("% if per cent is meant"), "{text}: {}", fault.action);
        }
        for text in ["", "%", "ten", "1e3%", "nan", "inf%", "5,5%", "--5%", "10%%", "5-%"] {
            assert!(text.parse::<Rate>().unwrap_err().reason.contains("is no rate"), "{text}");
        }
        for text in ["-100%", "1001%", "-0.95"] {
            assert!(text.parse::<Rate>().unwrap_err().reason.contains("outside"), "{text}");
        }
    }
}
