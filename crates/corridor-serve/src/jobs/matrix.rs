//! Whole matrices, as they are asked for.

use super::record::Format;
use crate::problem::HttpProblem;
use crate::question::{PlaceRef, check_snap, default_snap, settle_day, settled_day};
use axum::http::StatusCode;
use corridor::matrix::{DoorOptions, Quantity, WeighBy};
use corridor::{DistanceOptions, Engine, Mode, Problem};
use corridor_tables::Ways;
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
#[serde(deny_unknown_fields)]
#[schemars(rename = "MatrixRequest")]
pub(crate) struct MatrixQuestion {
    /// Origins.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) origins: Vec<PointIn>,
    /// Destinations; the origins unless given.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) destinations: Vec<PointIn>,
    /// One mode, or `all` for ways from door to door.
    #[serde(default)]
    mode: MatrixMode,
    /// What the way of a cell is best by; `time`, `cost` and `co2e` need mode `all`.
    #[serde(default)]
    weight: Option<Weight>,
    /// What is told of it: `distance`, `time`, `cost`, `co2e`, metres in a country (`IR`) or through a
    /// passage or area (`suez`); what it is best by unless given.
    #[serde(default)]
    skim: Vec<String>,
    /// Twenty-foot equivalent units moved in every cell; mode `all` only.
    #[serde(default)]
    teu: Option<f64>,
    /// Their mass, t; mode `all` only.
    #[serde(default)]
    mass_t: Option<f64>,
    /// Ice class of the ship; mode `all` only.
    #[serde(default)]
    ice_class: Option<String>,
    /// Passages, countries, ports not to be used.
    #[serde(default)]
    avoid: Vec<String>,
    /// Passages or groups that tables leave out: `kiel`, `corinth`, `arctic`, `inland`, ...
    #[serde(default)]
    allow: Vec<String>,
    /// Day whose state of lines and borders counts, YYYY-MM-DD; today unless given.
    #[serde(default)]
    on: Option<String>,
    /// Keep off railways, roads and borders that are closed or suspended on the day.
    #[serde(default)]
    strict_status: bool,
    /// Farthest a point may lie from the network, km.
    #[serde(default = "default_snap")]
    max_snap_km: f64,
    /// Format of the result of a job.
    #[serde(default)]
    pub(super) format: Format,
    /// Layout of the result of a job: a row for each cell, or one for each origin.
    #[serde(default)]
    pub(super) layout: LayoutWord,
}

/// Ways of a matrix.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum MatrixMode {
    /// Ships.
    #[default]
    Sea,
    /// Trains.
    Rail,
    /// Lorries.
    Road,
    /// Door to door over all modes.
    All,
}

/// What ways are best by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "MatrixWeight")]
pub(crate) enum Weight {
    /// Metres.
    Distance,
    /// Hours, waits and dwell included.
    Time,
    /// US dollars.
    Cost,
    /// CO2e, well to wheel.
    Co2e,
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
        check_snap(self.max_snap_km)?;
        settle_day(&mut self.on, "on", today)?;
        Ok(())
    }

    /// The rest of the question, beside its points.
    pub(super) fn without_points(&self) -> Self {
        Self { origins: Vec::new(), destinations: Vec::new(), ..self.clone() }
    }

    /// Cells of the matrix.
    pub(super) fn cells(&self) -> u64 {
        self.origins.len() as u64 * self.destinations.len() as u64
    }

    /// The ways asked for, and what is told of them.
    ///
    /// # Errors
    /// When a field does not go with the mode, or a name is not known.
    pub(super) fn ways(&self, engine: &Engine) -> Result<(Ways, Vec<Quantity>), Problem> {
        let mode = match self.mode {
            MatrixMode::Sea => Mode::Sea,
            MatrixMode::Rail => Mode::Rail,
            MatrixMode::Road => Mode::Road,
            MatrixMode::All => Mode::Transfer,
        };
        let open = DistanceOptions {
            mode,
            avoid: self.avoid.clone(),
            allow: self.allow.clone(),
            on: settled_day(self.on.as_deref())?,
            strict_status: self.strict_status,
            max_snap_km: self.max_snap_km,
        };
        let is_door = self.mode == MatrixMode::All;
        let weigh_by = match self.weight {
            Some(Weight::Time) => WeighBy::Time,
            Some(Weight::Cost) => WeighBy::Cost,
            Some(Weight::Co2e) => WeighBy::Co2e,
            None if is_door => WeighBy::Time,
            Some(Weight::Distance) | None => WeighBy::Distance,
        };
        let means_nothing = [
            ("--weight", weigh_by != WeighBy::Distance),
            ("--teu", self.teu.is_some()),
            ("--mass-t", self.mass_t.is_some()),
            ("--ice-class", self.ice_class.is_some()),
        ];
        if let (Some((flag, _)), false) = (means_nothing.iter().find(|(_, is)| *is), is_door) {
            return Err(Problem::bad_input(
                "weight-mode",
                format!("{flag} is known from door to door only"),
                "ask for mode `all`, or leave it out",
            ));
        }
        let quantities = if self.skim.is_empty() {
            vec![match weigh_by {
                WeighBy::Distance => Quantity::Distance,
                WeighBy::Time => Quantity::Duration,
                WeighBy::Cost => Quantity::Cost,
                WeighBy::Co2e => Quantity::Co2e,
            }]
        } else {
            Quantity::parse(engine.network(), &self.skim)?
        };
        if !is_door {
            return Ok((Ways::InOneMode(open), quantities));
        }
        let teu = self.teu.unwrap_or(2.0);
        let per_feu = engine.parameters().get("shipment.default_mass_t_per_feu");
        let ice_class = self.ice_class.as_deref().unwrap_or("none").parse();
        let ice_class = ice_class.map_err(|text: String| {
            Problem::bad_input("ice-class-unknown", text, "leave ice_class away")
        })?;
        let mass_t = self.mass_t.unwrap_or(per_feu * teu / 2.0);
        Ok((Ways::DoorToDoor(DoorOptions { open, ice_class, teu, mass_t, weigh_by }), quantities))
    }
}
