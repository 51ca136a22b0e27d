//! Charges besides the duty and the tax: those the user names, and the fees that a state levies.

use crate::duty::Duty;
use rust_decimal::Decimal;
use std::fmt;
use std::str::FromStr;

/// What a charge is reckoned on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChargeBase {
    /// The customs value.
    Value,
    /// The goods with their carriage to where they leave the exporter's territory.
    Fob,
    /// The carriage from there to where they enter the importer's territory.
    Freight,
    /// The import duty.
    Duty,
    /// The import duty and the charges before it that count into the base of the tax.
    Duties,
    /// Customs value, duty, and the charges before it that count into the base of the tax.
    DutyPaid,
    /// What the tax is reckoned on.
    TaxBase,
    /// The tax.
    Tax,
    /// What the tax is reckoned on, the tax, and the charges after it that stand before this one.
    TaxPaid,
}

/// The bases with their words.
const BASES: [(&str, ChargeBase); 9] = [
    ("value", ChargeBase::Value),
    ("fob", ChargeBase::Fob),
    ("freight", ChargeBase::Freight),
    ("duty", ChargeBase::Duty),
    ("duties", ChargeBase::Duties),
    ("duty-paid", ChargeBase::DutyPaid),
    ("tax-base", ChargeBase::TaxBase),
    ("tax", ChargeBase::Tax),
    ("tax-paid", ChargeBase::TaxPaid),
];

impl ChargeBase {
    /// Whether it is only known once the tax is.
    pub(super) fn after_tax(self) -> bool {
        matches!(self, Self::TaxBase | Self::Tax | Self::TaxPaid)
    }
}

/// A charge that the user names: `NAME=RATE on BASE`, with `untaxed` where the tax is not levied on it;
/// `NAME=RATE within BASE` where it is itself a part of what it is reckoned on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Charge {
    /// What it is called.
    pub name: String,
    /// Its rate, stated as a duty is.
    pub rate: Duty,
    /// What a rate in per cent is reckoned on.
    pub on: ChargeBase,
    /// Whether the charge is itself a part of what it is reckoned on: 20 % within 80 is 20.
    pub within: bool,
    /// Whether the base of the tax has it in it.
    pub taxed: bool,
}

/// A text that is no charge.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{text:?} is no charge: {reason}")]
pub struct InvalidCharge {
    text: String,
    reason: String,
}

impl FromStr for Charge {
    type Err = InvalidCharge;
    fn from_str(text: &str) -> Result<Self, InvalidCharge> {
        let invalid = |reason: String| InvalidCharge { text: text.to_owned(), reason };
        let form = "write NAME=RATE on BASE, such as \"agriculture cess=5% on value\"";
        let (name, rest) = text.split_once('=').ok_or_else(|| invalid(form.to_owned()))?;
        let name = name.trim();
        if name.is_empty() {
            return Err(invalid(format!("it has no name; {form}")));
        }
        let lower = rest.trim().to_lowercase();
        let (rest, untaxed) = match lower.strip_suffix("untaxed") {
            Some(rest) => (rest.trim_end_matches([' ', ',']), true),
            None => (lower.as_str(), false),
        };
        let (parted, within) = match rest.rsplit_once(" within ") {
            Some(parted) => (Some(parted), true),
            None => (rest.rsplit_once(" on "), false),
        };
        let (rate, on) = match parted {
            Some((rate, base)) => {
                let known = BASES.iter().find(|(word, _)| *word == base.trim());
                let words = BASES.map(|(word, _)| word).join(", ");
                let known = known.ok_or_else(|| {
                    invalid(format!("{:?} is no base; one of {words}", base.trim()))
                })?;
                (rate, known.1)
            }
            None => (rest, ChargeBase::Value),
        };
        let rate: Duty =
            rate.parse().map_err(|e: crate::duty::InvalidDuty| invalid(e.to_string()))?;
        let part = |rate: &Duty| matches!(rate, Duty::AdValorem(p) if *p < Decimal::ONE_HUNDRED);
        if within && !part(&rate) {
            return Err(invalid(
                "what is within its base is a rate in per cent below 100".to_owned(),
            ));
        }
        Ok(Self { name: name.to_owned(), rate, on, within, taxed: !untaxed && !on.after_tax() })
    }
}

impl fmt::Display for ChargeBase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = BASES.iter().find(|(_, base)| base == self);
        f.pad(word.map_or("", |(word, _)| *word))
    }
}

/// A fee that a state levies on an import by the customs value of the declaration.
#[derive(Clone, Debug, PartialEq)]
pub struct Scale {
    /// What it is called.
    pub name: String,
    /// The currency that its steps are in.
    pub currency: String,
    /// Its steps, which part the values above 0 between them.
    pub steps: Vec<Step>,
    /// Whether it is levied on goods that a ship brings alone.
    pub by_ship: bool,
    /// Where it comes from.
    pub source: String,
    /// What a reader should know besides.
    pub note: String,
}

/// A step of a scale.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Values above this one.
    pub above: Decimal,
    /// Up to and with this one; without end where there is none.
    pub up_to: Option<Decimal>,
    /// The fee.
    pub rate: Duty,
}

impl Scale {
    /// The fee on a customs value in the currency of the scale; none beyond its steps.
    pub(super) fn rate(&self, value: Decimal) -> Option<&Duty> {
        let holds =
            |step: &&Step| step.above < value && step.up_to.is_none_or(|most| value <= most);
        self.steps.iter().find(holds).map(|step| &step.rate)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_within_its_base_is_read_apart_from_what_is_on_it() {
        let read = |text: &str| text.parse::<Charge>().unwrap();
        let icms = read("ICMS=18% within tax-base");
        assert_eq!((icms.on, icms.within, icms.taxed), (ChargeBase::TaxBase, true, false));
        assert!(read("ICMS=18% within duty-paid").taxed);
        assert!(!read("cess=18% on duty-paid").within);
    }

    #[test]
    fn charges_are_read_with_their_base_and_whether_they_are_taxed() {
        let read = |text: &str| -> (String, String, ChargeBase, bool) {
            let charge: Charge = text.parse().unwrap();
            (charge.name, charge.rate.to_string(), charge.on, charge.taxed)
        };
        assert_eq!(
            read("AIDC=5% on value"),
            ("AIDC".to_owned(), "5%".to_owned(), ChargeBase::Value, true)
        );
        assert_eq!(read("levy=2% on duty, untaxed").2, ChargeBase::Duty);
        assert_eq!(read("CISS=1% on fob").2, ChargeBase::Fob);
        assert_eq!(read("AFRMM=8% on freight").2, ChargeBase::Freight);
        assert_eq!(read("SWS=10% on duties").2, ChargeBase::Duties);
        assert!(!read("levy=2% on duty untaxed").3);
        assert!(!read("withheld=6% on tax-base").3, "what is on the base of the tax is not in it");
        assert_eq!(read("coal cess=400 INR/t").1, "400 INR/t");
        assert_eq!(read("permit=2.88 SGD untaxed").1, "2.88 SGD");
        for (text, reason) in [
            ("5%", "NAME=RATE"),
            ("=5%", "no name"),
            ("x=5", "no duty"),
            ("x=5% on weight", "duty-paid"),
            ("x=5 USD within tax-base", "per cent below 100"),
            ("x=100% within tax-base", "per cent below 100"),
            ("x=5% within price", "duty-paid"),
        ] {
            let error = text.parse::<Charge>().unwrap_err().to_string();
            assert!(error.contains(reason), "{text}: {error}");
        }
    }
}
