//! Direct consignment: whether goods that go a way keep a preference.

use corridor_network::CountryCode;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// How far third countries may be touched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Consignment {
    /// Not at all on land.
    Direct,
    /// They may be gone through, without changing vehicle there.
    Transit,
    /// They may be gone through and cargo may change vehicle there, under the control of customs.
    Transhipment,
}

/// A way as customs see it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Way {
    /// Countries whose ground is gone over, in order; waters passed on board of a ship are not among them.
    pub through: Vec<CountryCode>,
    /// Countries where cargo changes vehicle, in order.
    pub transhipped: Vec<CountryCode>,
}

/// What a way does to a preference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Passed {
    /// No third country is touched.
    Straight,
    /// It is kept if papers show that the goods stayed under the control of customs in these.
    WithProof(Vec<CountryCode>),
    /// It is lost because of these.
    Lost(Vec<CountryCode>),
    /// The condition is not known; these are touched.
    Unknown(Vec<CountryCode>),
}

impl Passed {
    /// Whether the preference is kept, if papers are in order; none when it is not known.
    pub fn keeps(&self) -> Option<bool> {
        match self {
            Self::Straight | Self::WithProof(_) => Some(true),
            Self::Lost(_) => Some(false),
            Self::Unknown(_) => None,
        }
    }
}

/// What a way does to a preference among parties under a condition.
pub fn consigned(
    condition: Option<Consignment>,
    parties: &BTreeSet<CountryCode>,
    way: &Way,
) -> Passed {
    let third = |countries: &[CountryCode]| {
        let mut found = Vec::new();
        for country in countries.iter().filter(|c| c.is_some() && !parties.contains(c)) {
            if !found.contains(country) {
                found.push(*country);
            }
        }
        found
    };
    let (through, transhipped) = (third(&way.through), third(&way.transhipped));
    let mut touched = through.clone();
    touched.extend(transhipped.iter().filter(|c| !through.contains(c)));
    match condition {
        _ if touched.is_empty() => Passed::Straight,
        None => Passed::Unknown(touched),
        Some(Consignment::Direct) => Passed::Lost(touched),
        Some(Consignment::Transit) if !transhipped.is_empty() => Passed::Lost(transhipped),
        Some(_) => Passed::WithProof(touched),
    }
}
