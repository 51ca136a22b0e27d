//! How demand spreads over routes whose links or facilities can be full.
//!
//! [`capacity`] spreads freight over routes through facilities that carry so much and no more.
//! [`road`] is the user equilibrium of road planning: every link has a delay that grows with its flow, and
//! no traveller can save time by another route. [`tntp`] and [`gmns`] read the exchange formats of such problems.
//! Nothing here knows freight or the network of the world: inputs are numbers. Equations and limits:
//! `docs/methods/flows.md`.

pub mod capacity;
pub mod gmns;
pub mod road;
pub mod tntp;

/// Why no flows can be computed.
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
    pub(crate) fn new(code: &'static str, reason: String, action: impl Into<String>) -> Self {
        Self { code, reason, action: action.into() }
    }
}
