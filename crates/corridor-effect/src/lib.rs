//! What a change of trade costs or duties does to trade and real income, by exact hat algebra.
//!
//! The model is that of Caliendo and Parro (2015): one factor per country, sectors linked by their
//! inputs, origins substituted with an elasticity per sector, duties with revenue. With one sector and
//! no inputs it is that of Armington, or of Eaton and Kortum. Nothing here knows the network: the
//! inputs are tables. Equations and limits: `docs/methods/trade-effect.md`.

mod anderson;
mod change;
mod closure;
pub mod draws;
mod economy;
pub mod elasticity;
mod equilibrium;
pub mod gravity;
mod identities;
mod outcome;
mod rows;
mod table;
mod world;

pub use change::{Change, DutyRow, EVERY};
pub use closure::Closure;
pub use economy::{Economy, Parts};
pub use elasticity::Elasticity;
pub use equilibrium::{Accuracy, Equilibrium, Method};
pub use identities::{Identity, identities};
pub use outcome::{CountryEffect, Decomposition, Outcome, PairEffect, SectorEffect, effects};
pub use table::{LARGEST, ROUNDING, Table};

/// Why no effect can be computed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{reason}")]
pub struct Fault {
    /// Stable code.
    pub code: &'static str,
    /// The value and the reason.
    pub reason: String,
    /// What to do next.
    pub action: String,
}

impl Fault {
    pub(crate) fn new(code: &'static str, reason: String, action: &str) -> Self {
        Self { code, reason, action: action.to_owned() }
    }
}
