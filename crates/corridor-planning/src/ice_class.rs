//! Ice classes of the Russian Maritime Register of Shipping.

use serde::{Deserialize, Serialize};
use std::str::FromStr;

/// The ice class of the ship: none, or a class of the Russian Maritime Register.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum IceClass {
    /// No ice strengthening.
    #[default]
    #[serde(rename = "none")]
    None,
    /// Small-floe ice of non-Arctic seas.
    Ice1,
    /// Light ice of non-Arctic seas.
    Ice2,
    /// Ice of non-Arctic seas.
    Ice3,
    /// Summer and autumn in light Arctic ice.
    Arc4,
    /// Summer and autumn Arctic navigation.
    Arc5,
    /// Arctic navigation in medium first-year ice.
    Arc6,
    /// Year-round in most Arctic seas.
    Arc7,
    /// Year-round Arctic navigation.
    Arc8,
    /// Year-round Arctic navigation in the heaviest ice.
    Arc9,
}

impl IceClass {
    /// All classes, weakest first.
    pub const ALL: [Self; 10] = [
        Self::None,
        Self::Ice1,
        Self::Ice2,
        Self::Ice3,
        Self::Arc4,
        Self::Arc5,
        Self::Arc6,
        Self::Arc7,
        Self::Arc8,
        Self::Arc9,
    ];

    /// The class as written in flags and answers.
    pub fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Ice1 => "Ice1",
            Self::Ice2 => "Ice2",
            Self::Ice3 => "Ice3",
            Self::Arc4 => "Arc4",
            Self::Arc5 => "Arc5",
            Self::Arc6 => "Arc6",
            Self::Arc7 => "Arc7",
            Self::Arc8 => "Arc8",
            Self::Arc9 => "Arc9",
        }
    }
}

impl FromStr for IceClass {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        Self::ALL.into_iter().find(|c| c.name().eq_ignore_ascii_case(text)).ok_or_else(|| {
            let names: Vec<_> = Self::ALL.iter().map(|c| c.name()).collect();
            format!("unknown ice class {text:?}; one of {}", names.join(", "))
        })
    }
}
