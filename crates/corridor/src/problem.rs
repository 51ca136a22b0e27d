//! What is told when a question cannot be answered: a stable code, the value, the reason, what to do.

use serde::Serialize;
use std::fmt;

/// What sort of trouble it is; decides exit codes and HTTP status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// The question is malformed or names what does not exist.
    BadInput,
    /// The question is fine and the answer is that there is no way.
    NoRoute,
    /// The network file cannot be used.
    BadNetwork,
}

/// A problem as it crosses the boundary (the shape of RFC 9457 over HTTP).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// Stable code; listed in `docs/errors.md`.
    pub code: String,
    /// One sentence with the offending value and the reason.
    pub detail: String,
    /// What to try next.
    pub action: String,
    /// The field of the question that is wrong, where whoever read it knows it.
    #[serde(skip)]
    pub field: Option<String>,
    /// What sort it is.
    #[serde(skip)]
    pub trouble: Trouble,
}

impl Problem {
    /// A malformed question.
    pub fn bad_input(code: &str, detail: impl Into<String>, action: impl Into<String>) -> Self {
        Self::new(Trouble::BadInput, code, detail, action)
    }
    /// No way.
    pub fn no_route(code: &str, detail: impl Into<String>, action: impl Into<String>) -> Self {
        Self::new(Trouble::NoRoute, code, detail, action)
    }
    /// A network file that cannot be used.
    pub fn bad_network(detail: impl Into<String>, action: impl Into<String>) -> Self {
        Self::new(Trouble::BadNetwork, "network-unusable", detail, action)
    }
    fn new(
        trouble: Trouble,
        code: &str,
        detail: impl Into<String>,
        action: impl Into<String>,
    ) -> Self {
        let (code, detail, action) = (code.to_owned(), detail.into(), action.into());
        Self { code, detail, action, field: None, trouble }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.detail, self.code)?;
        if self.action.is_empty() { Ok(()) } else { write!(f, "\n  try: {}", self.action) }
    }
}

impl std::error::Error for Problem {}

/// Longest text that names something, characters; longer ones are not compared with names.
const LONGEST_NAME: usize = 200;
/// Characters of a text that are shown back.
const SHOWN: usize = 60;

/// The beginning of a text of the asker, to be shown back to them.
pub fn shown(text: &str) -> String {
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// The name nearest to a misspelt one, if any is near enough to be meant.
pub fn did_you_mean<'a>(given: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    if given.chars().nth(LONGEST_NAME).is_some() {
        return None;
    }
    known
        .map(|name| {
            (strsim::damerau_levenshtein(&given.to_lowercase(), &name.to_lowercase()), name)
        })
        .filter(|(distance, name)| *distance <= 1 + name.chars().count() / 4)
        .min()
        .map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_are_neither_compared_nor_shown_whole() {
        let long = "é".repeat(1_000_000);
        assert_eq!(did_you_mean(&long, ["suez"].into_iter()), None);
        assert_eq!(shown(&long).chars().count(), SHOWN + 1);
        assert_eq!(shown("suez"), "suez");
        assert_eq!(did_you_mean("suezz", ["suez"].into_iter()), Some("suez"));
    }
}
