//! Modes of transport and the kinds of nodes and links.

use serde::{Deserialize, Serialize};

/// What moves over a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[repr(u8)]
pub enum Mode {
    /// A ship on a sea lane, or in a canal or strait.
    Sea,
    /// A freight train.
    Rail,
    /// A lorry.
    Road,
    /// A barge or river-sea ship on an inland waterway.
    InlandWater,
    /// A scheduled ship line between two terminals: rail ferry, ro-ro or feeder.
    Ferry,
    /// Transshipment inside a terminal: between its gate and one of its modes.
    Transfer,
    /// A pipeline for oil or oil products.
    Pipeline,
}

impl Mode {
    /// All modes, in the order of their numbers in the network file.
    pub const ALL: [Self; 7] = [
        Self::Sea,
        Self::Rail,
        Self::Road,
        Self::InlandWater,
        Self::Ferry,
        Self::Transfer,
        Self::Pipeline,
    ];

    /// The mode with this number in the network file.
    pub fn from_u8(number: u8) -> Option<Self> {
        Self::ALL.get(number as usize).copied()
    }

    /// The word used in files, flags and answers.
    pub fn name(self) -> &'static str {
        match self {
            Self::Sea => "sea",
            Self::Rail => "rail",
            Self::Road => "road",
            Self::InlandWater => "inland_water",
            Self::Ferry => "ferry",
            Self::Transfer => "transfer",
            Self::Pipeline => "pipeline",
        }
    }
}
