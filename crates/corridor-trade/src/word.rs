//! The words that files and answers use: kinds, states, rules and roles.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;

/// What an agreement is about.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A named corridor: its purpose, its secretariat, a railway or port of it.
    Corridor,
    /// Transit of goods of others: customs seals, consignment notes, free passage.
    Transit,
    /// Duties between the parties lowered or lifted, or talks about it.
    FreeTrade,
    /// Duties that one side lowers for others by itself, and may raise again.
    UnilateralPreference,
    /// One customs territory with a common tariff.
    CustomsUnion,
    /// Protection of investors of the other party.
    Investment,
    /// Rules of the world for trade, sea or rail, open to many.
    Convention,
    /// Oil, gas, coal, nuclear.
    Energy,
    /// A standing body of the parties.
    Commission,
    /// A programme of work for some years.
    Programme,
}

/// How far an agreement is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// Suggested or studied.
    Proposed,
    /// Being negotiated, or negotiated and not signed.
    Negotiating,
    /// Signed, not in force.
    Signed,
    /// In force, applied provisionally, or working where nothing has to enter into force.
    InForce,
    /// Not applied, or not negotiated, for the time being.
    Suspended,
    /// Terminated, expired or replaced.
    Ended,
}

/// What somebody is to an agreement.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Bound by it, or taking part in the talks.
    #[default]
    Party,
    /// Admitted to meetings, not bound.
    Observer,
    /// Accession approved by the parties, but no instrument of accession is recorded.
    Approved,
    /// Given something by the parties, and bound to nothing.
    Beneficiary,
}

/// The sort of rule that an agreement changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Rule {
    /// A corridor exists, is built or is run under it.
    Corridor,
    /// Lower duties on goods that originate with a party.
    TariffPreference,
    /// One tariff outside and none inside.
    CommonTariff,
    /// No duties on goods in free circulation with a party, wherever they originate, with a paper.
    FreeCirculation,
    /// Goods in transit: seals, guarantees, consignment notes, priority.
    Transit,
    /// Ships may pass a canal or strait.
    Passage,
    /// Investors of a party are protected.
    Investment,
}

/// The state from which a switch is on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Takes {
    /// From signature, for texts that bind nobody and for works that begin with them.
    Signed,
    /// From entry into force.
    #[default]
    InForce,
}

macro_rules! words {
    ($name:ident, $what:literal, [$($variant:ident = $word:literal),* $(,)?]) => {
        impl $name {
            /// All of them, in order.
            pub const ALL: &[Self] = &[$(Self::$variant),*];
            /// The word used in files and answers.
            pub fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),* }
            }
            #[doc = concat!("The ", $what, " a word stands for.")]
            pub fn from_word(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|x| x.word().eq_ignore_ascii_case(word))
            }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.word())
            }
        }
    };
}
words!(
    Kind,
    "kind",
    [
        Corridor = "corridor",
        Transit = "transit",
        FreeTrade = "free-trade",
        UnilateralPreference = "unilateral-preference",
        CustomsUnion = "customs-union",
        Investment = "investment",
        Convention = "convention",
        Energy = "energy",
        Commission = "commission",
        Programme = "programme",
    ]
);
words!(
    State,
    "state",
    [
        Proposed = "proposed",
        Negotiating = "negotiating",
        Signed = "signed",
        InForce = "in-force",
        Suspended = "suspended",
        Ended = "ended",
    ]
);
words!(
    Rule,
    "rule",
    [
        Corridor = "corridor",
        TariffPreference = "tariff-preference",
        CommonTariff = "common-tariff",
        FreeCirculation = "free-circulation",
        Transit = "transit",
        Passage = "passage",
        Investment = "investment",
    ]
);
words!(
    Role,
    "role",
    [Party = "party", Observer = "observer", Approved = "approved", Beneficiary = "beneficiary",]
);
