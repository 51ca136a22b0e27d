//! What becomes of trade deficits.

/// What holds the deficits of countries when all else moves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Closure {
    /// Every deficit stays the share of world value added that it is in the table.
    #[default]
    FixedShare,
    /// Every country spends the same multiple of what it earns, scaled so that the world spends what it
    /// earns.
    FixedRatio,
    /// Deficits are 0, before the change and after it.
    Zero,
}

impl Closure {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::FixedShare, Self::FixedRatio, Self::Zero];

    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::FixedShare => "fixed-share",
            Self::FixedRatio => "fixed-ratio",
            Self::Zero => "zero",
        }
    }

    /// What it means, in a sentence.
    pub fn meaning(self) -> &'static str {
        match self {
            Self::FixedShare => {
                "trade deficits keep their share of world value added, which is the numeraire"
            }
            Self::FixedRatio => {
                "every country spends the same multiple of what it earns, scaled to what the world earns"
            }
            Self::Zero => {
                "trade deficits are closed before the change, so figures are relative to a world without them"
            }
        }
    }

    /// The closure of a word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|closure| closure.word() == word)
    }
}
