//! Why a text is not a place, with what the asker can do about it.

use corridor_network::{CountryCode, LngLat, PlaceId};
use serde::Serialize;
use std::fmt::Write as _;

/// Most suggestions for an unknown name.
pub(super) const MOST_SUGGESTIONS: usize = 5;
/// Most candidates for an ambiguous name.
pub(super) const MOST_CANDIDATES: usize = 10;
/// Characters of the asker's text that are shown back.
const SHOWN: usize = 60;

/// A place that could have been meant.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Candidate {
    /// What to show, and what to ask with to get it where the name is its own in its country.
    pub label: String,
    /// Main name.
    pub name: String,
    /// Its country.
    pub country: CountryCode,
    /// Where it is.
    pub at: LngLat,
    /// Inhabitants; 0 where not known.
    pub population: u32,
    /// The entry of the gazetteer.
    pub place: PlaceId,
}

/// Why a text is not a place.
#[derive(Clone, Debug, PartialEq, Serialize, thiserror::Error)]
#[non_exhaustive]
pub enum PlaceError {
    /// No place has this name or code.
    #[error("{}", unknown_text(text, country.as_deref(), suggestions))]
    Unknown {
        /// The text as given, shortened.
        text: String,
        /// The country that the text names, where it does.
        country: Option<String>,
        /// Places with a similar name, best first; at most five.
        suggestions: Vec<Candidate>,
    },
    /// Five capital letters that are no UN/LOCODE of the country they begin with.
    #[error("{}", unknown_code_text(text, country, suggestions))]
    UnknownCode {
        /// The text as given.
        text: String,
        /// The country of its first two letters.
        country: String,
        /// Codes that are alike, and towns of that name; at most five.
        suggestions: Vec<Candidate>,
    },
    /// The name of a country that is no single place.
    #[error("{}", country_text(text, country, suggestions))]
    Country {
        /// The text as given, shortened.
        text: String,
        /// The country.
        country: String,
        /// Its largest towns, and places elsewhere of its name; at most five.
        suggestions: Vec<Candidate>,
    },
    /// Several places have this name and none is clearly the largest.
    #[error("{}", ambiguous_text(text, candidates, *others))]
    Ambiguous {
        /// The text as given, shortened.
        text: String,
        /// The places, largest first; at most ten.
        candidates: Vec<Candidate>,
        /// How many more there are.
        others: usize,
    },
    /// Two numbers that are no position.
    #[error("{text:?} is no position: {reason}")]
    InvalidPosition {
        /// The text as given, shortened.
        text: String,
        /// What is wrong and what to write.
        reason: String,
    },
}

impl PlaceError {
    /// Stable code of this kind of error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unknown { .. } | Self::UnknownCode { .. } => "place-unknown",
            Self::Country { .. } => "place-country",
            Self::Ambiguous { .. } => "place-ambiguous",
            Self::InvalidPosition { .. } => "place-invalid-position",
        }
    }

    pub(super) fn unknown(
        text: &str,
        country: Option<String>,
        suggestions: Vec<Candidate>,
    ) -> Self {
        Self::Unknown { text: shown(text), country, suggestions }
    }
}

/// The asker's text without control and direction characters, shortened.
pub(super) fn shown(text: &str) -> String {
    let is_harmless = |c: &char| {
        !c.is_control()
            && !matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    let mut shown: String = text.chars().take(SHOWN).filter(is_harmless).collect();
    if text.chars().nth(SHOWN).is_some() {
        shown.push('…');
    }
    shown
}

fn unknown_text(text: &str, country: Option<&str>, suggestions: &[Candidate]) -> String {
    let mut message = match country {
        Some(country) => format!("no place {text:?} is known in {country}"),
        None if text.is_empty() => "no place is given".to_owned(),
        None => format!("no place {text:?} is known"),
    };
    if !suggestions.is_empty() {
        let labels: Vec<&str> = suggestions.iter().map(|s| s.label.as_str()).collect();
        let _ = write!(message, "; did you mean {}?", labels.join(" / "));
    }
    message.push_str(
        "; give a UN/LOCODE such as INNSA, a name such as Mumbai or \"Mumbai, IN\", or longitude,latitude",
    );
    message
}

fn unknown_code_text(text: &str, country: &str, suggestions: &[Candidate]) -> String {
    let mut message = format!(
        "{text:?} is written like a UN/LOCODE of {country}, and none such is known{}",
        meant(suggestions)
    );
    message.push_str("; a town is written in small letters, such as Mumbai");
    message
}

fn country_text(text: &str, country: &str, suggestions: &[Candidate]) -> String {
    let same =
        if text.eq_ignore_ascii_case(country) { String::new() } else { format!(" ({country})") };
    format!("{text:?} is a country{same}, not a place in it{}", meant(suggestions))
}

fn meant(suggestions: &[Candidate]) -> String {
    if suggestions.is_empty() {
        return "; name a town or port".to_owned();
    }
    let labels: Vec<&str> = suggestions.iter().map(|s| s.label.as_str()).collect();
    format!("; did you mean {}?", labels.join(" / "))
}

fn ambiguous_text(text: &str, candidates: &[Candidate], others: usize) -> String {
    let mut message = format!("{text:?} is the name of several places:");
    for candidate in candidates {
        let [lng, lat] = candidate.at.degrees();
        let _ = write!(message, " {} at {lng:.2},{lat:.2}", candidate.label);
        if candidate.population > 0 {
            let _ = write!(message, " ({} inhabitants)", grouped(candidate.population));
        }
        message.push(';');
    }
    if others > 0 {
        let _ = write!(message, " and {others} more;");
    }
    // A country tells places apart only where the first is the only one of its own.
    match candidates {
        [first, rest @ ..] if rest.iter().all(|other| other.country != first.country) => {
            let _ = write!(
                message,
                " add the country, such as \"{}\", or give longitude,latitude",
                first.label
            );
        }
        _ => message.push_str(" give longitude,latitude"),
    }
    message
}

/// `1234567` as `1,234,567`.
pub(super) fn grouped(number: u32) -> String {
    let digits = number.to_string();
    let mut grouped = String::with_capacity(digits.len() + 3);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_shown_harmlessly() {
        assert_eq!(shown("\u{1b}[31mred\u{202e}"), "[31mred");
        assert_eq!(shown(&"x".repeat(100)).chars().count(), SHOWN + 1);
    }

    #[test]
    fn numbers_are_grouped_by_thousands() {
        assert_eq!([0, 999, 1000, 12_691_836].map(grouped), ["0", "999", "1,000", "12,691,836"]);
    }

    #[test]
    fn an_empty_text_is_called_that() {
        let error = PlaceError::unknown("", None, Vec::new());
        assert!(error.to_string().starts_with("no place is given"));
    }
}
