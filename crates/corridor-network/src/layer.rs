//! Parts of the network that are searched on their own.

use crate::Mode;
use serde::{Deserialize, Serialize};

/// Links of some modes, with the nodes they join.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Layer {
    /// Everything: for door-to-door questions.
    All,
    /// Roads.
    Road,
    /// Tracks.
    Rail,
    /// Sea lanes, canals and inland waterways.
    Sea,
}

impl Layer {
    /// All layers.
    pub const EVERY: [Self; 4] = [Self::All, Self::Road, Self::Rail, Self::Sea];

    /// The layer that distances in a mode are searched in; none for modes without distances of
    /// their own.
    pub fn of(mode: Mode) -> Option<Self> {
        match mode {
            Mode::Sea => Some(Self::Sea),
            Mode::Rail => Some(Self::Rail),
            Mode::Road => Some(Self::Road),
            Mode::InlandWater | Mode::Ferry | Mode::Transfer | Mode::Pipeline => None,
        }
    }

    /// Whether links of a mode belong to it.
    pub fn holds(self, mode: Mode) -> bool {
        match self {
            Self::All => true,
            Self::Road => mode == Mode::Road,
            Self::Rail => mode == Mode::Rail,
            Self::Sea => matches!(mode, Mode::Sea | Mode::InlandWater),
        }
    }

    /// The word used in files and flags.
    pub fn name(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Road => "road",
            Self::Rail => "rail",
            Self::Sea => "sea",
        }
    }
}
