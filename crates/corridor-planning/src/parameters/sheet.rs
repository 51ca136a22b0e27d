//! One file of parameters: its rows, checked one by one.

use super::error::{Location, ParameterError};
use corridor_network::CountryCode;
use corridor_network::fact::Confidence;
use serde::{Deserialize, Serialize};
use toml::Spanned;

/// Where a row holds.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// Wherever no other row does.
    World,
    /// In one country.
    Country(CountryCode),
    /// In one passage, by its id.
    Passage(String),
}

/// One figure with its source.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parameter {
    /// Dotted id with the unit in the name, such as `rail.speed_km_per_day`.
    pub id: String,
    /// The country it holds for; elsewhere the world default counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<CountryCode>,
    /// The passage it holds for, by id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub passage: Option<String>,
    /// The figure, in `unit`; finite and not negative.
    pub value: f64,
    /// Its unit.
    pub unit: String,
    /// Year it describes.
    pub year: i16,
    /// Publication, enough to find it; `judgement: ...` with the reasoning where there is none.
    pub source: String,
    /// How sure it is.
    pub confidence: Confidence,
    /// What a reader should know besides.
    #[serde(default)]
    pub note: String,
}

impl Parameter {
    /// Where the row holds.
    pub fn scope(&self) -> Scope {
        match (self.country, &self.passage) {
            (Some(country), _) => Scope::Country(country),
            (None, Some(passage)) => Scope::Passage(passage.clone()),
            (None, None) => Scope::World,
        }
    }

    /// Whether the figure is a judgement rather than a published figure.
    pub fn is_judgement(&self) -> bool {
        self.source.starts_with("judgement:")
    }
}

/// What a file of parameters says about itself.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Meta {
    /// Subject.
    pub title: String,
    /// Currency of all prices; `USD` is the only one understood.
    pub currency: String,
    /// Year of the price level.
    pub price_year: i16,
    /// What holds for all rows.
    #[serde(default)]
    pub note: String,
}

/// The rows of one file, checked one by one.
#[derive(Clone, Debug, PartialEq)]
pub struct Sheet {
    /// Head of the file.
    pub meta: Meta,
    pub(super) rows: Vec<(Parameter, Location)>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SheetText {
    meta: Meta,
    #[serde(default)]
    parameter: Vec<Spanned<Parameter>>,
}

impl Sheet {
    /// Reads the text of a file; `file` is its name in errors.
    ///
    /// # Errors
    /// When the text is not TOML of this form or a row makes no sense; names file, line and column.
    pub fn parse(text: &str, file: &str) -> Result<Self, ParameterError> {
        let sheet: SheetText = toml::from_str(text).map_err(|error| ParameterError::Form {
            at: Location::of(file, text, error.span().map_or(0, |span| span.start)),
            reason: error.message().to_owned(),
        })?;
        if sheet.meta.currency != "USD" {
            return Err(ParameterError::Form {
                at: Location::of(file, text, text.find("currency").unwrap_or(0)),
                reason: format!(
                    "currency {:?} is not understood; give prices in \"USD\"",
                    sheet.meta.currency
                ),
            });
        }
        let mut rows = Vec::with_capacity(sheet.parameter.len());
        for row in sheet.parameter {
            let at = Location::of(file, text, row.span().start);
            let row = row.into_inner();
            if let Some(reason) = fault(&row) {
                return Err(ParameterError::Row { at, id: row.id, reason });
            }
            rows.push((row, at));
        }
        Ok(Self { meta: sheet.meta, rows })
    }

    /// The rows in the order of the file.
    pub fn rows(&self) -> impl Iterator<Item = &Parameter> {
        self.rows.iter().map(|(row, _)| row)
    }
}

/// Why a row makes no sense by itself, if it does not.
fn fault(row: &Parameter) -> Option<String> {
    if !row.value.is_finite() || row.value < 0.0 {
        return Some(format!("value {} is not a number of zero or more", row.value));
    }
    if row.country.is_some() && row.passage.is_some() {
        return Some("country and passage exclude each other; keep one".to_owned());
    }
    if !(1900..=2100).contains(&row.year) {
        return Some(format!("year {} lies outside 1900-2100", row.year));
    }
    [("unit", &row.unit), ("source", &row.source)]
        .into_iter()
        .find(|(_, text)| text.trim().is_empty())
        .map(|(name, _)| format!("{name} is empty; every figure needs one"))
}
