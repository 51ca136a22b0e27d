//! What an investment treaty says of time: for how long it protects after its end, and whether it
//! covers what was invested before it was in force.

use crate::dating::PartialDate;
use serde::Deserialize;

/// Terms of time of an investment treaty; what is left out is not known.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Protection {
    /// Years for which investments made before its end stay protected after it; 0 for none.
    #[serde(default)]
    pub survival_years: Option<u8>,
    /// Ids of the sources of the years.
    #[serde(default)]
    pub survival_sources: Vec<String>,
    /// Whether investments made before it was in force are covered.
    #[serde(default)]
    pub earlier: Option<bool>,
    /// The date from which earlier investments are covered, where not all are.
    #[serde(default)]
    pub earlier_from: Option<PartialDate>,
    /// Ids of the sources of the coverage of earlier investments.
    #[serde(default)]
    pub earlier_sources: Vec<String>,
    /// Whether it may be in force although its last known state is that it was signed: no source on
    /// its entry into force was found.
    #[serde(default)]
    pub force_not_found: bool,
}
