//! Many pairs, as they are asked for.

use super::record::Format;
use crate::problem::HttpProblem;
use axum::http::StatusCode;
use corridor_api::ModeOptions;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Pairs that a job may have.
const MOST_PAIRS: usize = 500_000;

/// Many pairs in one mode.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "PairsRequest", extend("additionalProperties" = false))]
pub(crate) struct PairsQuestion {
    /// The pairs.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) pairs: Vec<PairIn>,
    /// What may be used.
    #[serde(flatten)]
    pub(super) options: ModeOptions,
    /// Format of the result of a job.
    #[serde(default)]
    pub(super) format: Format,
}

/// An origin and a destination.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Pair")]
pub(crate) struct PairIn {
    /// Its id in the answer; its number from 1 unless given.
    #[serde(default)]
    pub(super) id: Option<String>,
    /// Longitude and latitude of the origin, degrees.
    pub(super) from: [f64; 2],
    /// Longitude and latitude of the destination, degrees.
    pub(super) to: [f64; 2],
}

impl PairsQuestion {
    /// Fills in what was left to the server.
    ///
    /// # Errors
    /// When a field makes no sense, or there are too many pairs.
    pub(super) fn settle(&mut self, today: Date) -> Result<(), HttpProblem> {
        if self.pairs.is_empty() {
            let action = "give {\"from\": [lon, lat], \"to\": [lon, lat]}";
            return Err(
                HttpProblem::bad("field-missing", "there are no pairs", action).about("pairs")
            );
        }
        if self.pairs.len() > MOST_PAIRS {
            let detail = format!("{} pairs; {MOST_PAIRS} are answered at once", self.pairs.len());
            let action = "split them, or run `corridor pairs` where the data is";
            return Err(HttpProblem::new(
                StatusCode::PAYLOAD_TOO_LARGE,
                "too-large",
                detail,
                action,
            ));
        }
        Ok(self.options.settle(today)?)
    }

    /// The rest of the question, beside its pairs.
    pub(super) fn without_pairs(&self) -> Self {
        Self { pairs: Vec::new(), ..self.clone() }
    }
}
