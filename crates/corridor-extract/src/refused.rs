//! Why nothing could be built.

/// Why inputs make no network: what is wrong, and what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{reason}; {next}")]
pub struct Refused {
    /// Stable code, such as `extract-damaged`.
    pub code: &'static str,
    /// What is wrong, with the value.
    pub reason: String,
    /// What to do next.
    pub next: String,
}

impl Refused {
    /// A refusal.
    pub fn new(code: &'static str, reason: impl Into<String>, next: impl Into<String>) -> Self {
        Self { code, reason: reason.into(), next: next.into() }
    }
}
