//! What is told when a table or a figure cannot be used.

/// Why there is no answer: what is wrong, with its place, and what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{reason}")]
pub struct Fault {
    /// The value, its place and the reason; a line for each where there are several.
    pub reason: String,
    /// What to do next.
    pub action: String,
}

impl Fault {
    /// A fault of that reason with what to do about it.
    pub fn new(reason: impl Into<String>, action: impl Into<String>) -> Self {
        Self { reason: reason.into(), action: action.into() }
    }

    /// One fault out of several: each on a line of its own, with what to do about the first.
    pub(crate) fn all(faults: Vec<Self>) -> Option<Self> {
        let action = faults.first()?.action.clone();
        let reasons: Vec<String> = faults.into_iter().map(|fault| fault.reason).collect();
        Some(Self { reason: reasons.join("\n"), action })
    }
}
