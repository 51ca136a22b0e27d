//! The kinds of legs: how each is called, and by which class the style sheet draws it.

use serde_json::Value;

/// How a leg moves, or what it does when it does not.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Sea,
    Rail,
    Road,
    InlandWater,
    Ferry,
    Pipeline,
    Transfer,
    Border,
    Wait,
    /// A word this page does not know; drawn as a plain thin line.
    #[default]
    Other,
}

impl Kind {
    /// Every kind that moves over the map, in the order of the legend.
    pub(super) const MOVING: [Self; 6] =
        [Self::Sea, Self::Rail, Self::Road, Self::InlandWater, Self::Ferry, Self::Pipeline];

    pub(super) fn read(value: &Value) -> Self {
        match value.as_str().unwrap_or_default() {
            "sea" => Self::Sea,
            "rail" => Self::Rail,
            "road" => Self::Road,
            "inland_water" => Self::InlandWater,
            "ferry" => Self::Ferry,
            "pipeline" => Self::Pipeline,
            "transfer" => Self::Transfer,
            "border" => Self::Border,
            "wait" => Self::Wait,
            _ => Self::Other,
        }
    }

    /// The class name in the style sheet.
    pub(super) fn class(self) -> &'static str {
        match self {
            Self::Sea => "sea",
            Self::Rail => "rail",
            Self::Road => "road",
            Self::InlandWater => "water",
            Self::Ferry => "ferry",
            Self::Pipeline => "pipeline",
            Self::Transfer => "transfer",
            Self::Border => "border",
            Self::Wait => "wait",
            Self::Other => "other",
        }
    }

    /// The word for readers.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::InlandWater => "inland water",
            Self::Border => "border crossing",
            kind => kind.class(),
        }
    }

    /// Whether the goods stand still.
    pub(super) fn stands(self) -> bool {
        matches!(self, Self::Transfer | Self::Border | Self::Wait)
    }
}
