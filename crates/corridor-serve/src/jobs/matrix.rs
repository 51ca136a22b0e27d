//! Whole matrices, as they are asked for.

use super::record::Format;
use crate::problem::HttpProblem;
use axum::http::StatusCode;
use corridor_api::{MatrixOptions, PlaceRef};
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Cells of a matrix that a job may have.
const MOST_CELLS: u64 = 200_000_000;

/// A point of a matrix: a place, or a place with an id of its own.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(
    untagged,
    expecting = "a point is a place such as \"INNSA\" or \"72.95,18.95\", or {\"id\": ..., \"place\": ...}"
)]
#[schemars(rename = "MatrixPoint")]
pub(crate) enum PointIn {
    /// A place with an id.
    Named(NamedPoint),
    /// A place; its text is its id.
    Place(PlaceRef),
}

/// A place with an id of its own.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NamedPoint {
    /// Its id in the answer.
    id: String,
    /// Where it is.
    place: PlaceRef,
}

impl PointIn {
    /// Id and place.
    pub(super) fn parts(&self) -> (&str, &str) {
        match self {
            Self::Named(named) => (&named.id, &named.place.0),
            Self::Place(place) => (&place.0, &place.0),
        }
    }
}

/// All origins to all destinations.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "MatrixRequest", extend("additionalProperties" = false))]
pub(crate) struct MatrixQuestion {
    /// Origins.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) origins: Vec<PointIn>,
    /// Destinations; the origins unless given.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) destinations: Vec<PointIn>,
    /// What its cells are of.
    #[serde(flatten)]
    pub(super) options: MatrixOptions,
    /// Format of the result of a job.
    #[serde(default)]
    pub(super) format: Format,
    /// Layout of the result of a job: a row for each cell, or one for each origin.
    #[serde(default)]
    pub(super) layout: LayoutWord,
}

/// Layouts of a matrix.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "MatrixLayout")]
pub(crate) enum LayoutWord {
    /// A row for each cell.
    #[default]
    Long,
    /// A row for each origin, a column for each destination.
    Wide,
}

impl MatrixQuestion {
    /// Fills in what was left to the server.
    ///
    /// # Errors
    /// When a field makes no sense, or the matrix is too large.
    pub(super) fn settle(&mut self, today: Date) -> Result<(), HttpProblem> {
        if self.destinations.is_empty() {
            self.destinations.clone_from(&self.origins);
        }
        if self.origins.is_empty() {
            let action = "give places or {\"id\", \"place\"}";
            return Err(
                HttpProblem::bad("field-missing", "there are no origins", action).about("origins")
            );
        }
        for (field, points) in [("origins", &self.origins), ("destinations", &self.destinations)] {
            let mut ids: Vec<&str> = points.iter().map(|point| point.parts().0).collect();
            ids.sort_unstable();
            if let Some([twice, ..]) = ids.windows(2).find(|pair| pair[0] == pair[1]) {
                let detail = format!("{field}: the id {twice:?} stands twice");
                let action = "give each point an id of its own";
                return Err(HttpProblem::bad("field-invalid", detail, action).about(field));
            }
        }
        if self.cells() > MOST_CELLS {
            let detail = format!(
                "{} origins to {} destinations are {} million cells, some {} MB in Parquet; \
                 {} million are computed at once",
                self.origins.len(),
                self.destinations.len(),
                self.cells() / 1_000_000,
                self.cells() * 3 / 1_000_000,
                MOST_CELLS / 1_000_000,
            );
            let action = "split the origins, or run `corridor matrix` where the data is";
            return Err(HttpProblem::new(
                StatusCode::PAYLOAD_TOO_LARGE,
                "too-large",
                detail,
                action,
            ));
        }
        Ok(self.options.settle(today)?)
    }

    /// The rest of the question, beside its points.
    pub(super) fn without_points(&self) -> Self {
        Self { origins: Vec::new(), destinations: Vec::new(), ..self.clone() }
    }

    /// Cells of the matrix.
    pub(super) fn cells(&self) -> u64 {
        self.origins.len() as u64 * self.destinations.len() as u64
    }
}
