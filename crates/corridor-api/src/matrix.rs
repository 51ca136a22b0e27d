//! What a matrix is of, beside its points.

use crate::{check_snap, default_snap, settle_day, settled_day};
use corridor::matrix::{DoorOptions, Quantity, Ways, WeighBy};
use corridor::{DistanceOptions, Engine, Mode, Problem};
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What the cells of a matrix are of.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct MatrixOptions {
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
}

/// Ways of a matrix.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum MatrixMode {
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
pub enum Weight {
    /// Metres.
    Distance,
    /// Hours, waits and dwell included.
    Time,
    /// US dollars.
    Cost,
    /// CO2e, well to wheel.
    Co2e,
}

impl MatrixOptions {
    /// Fills in what the asker left out.
    ///
    /// # Errors
    /// When a field makes no sense.
    pub fn settle(&mut self, today: Date) -> Result<(), Problem> {
        check_snap(self.max_snap_km)?;
        settle_day(&mut self.on, "on", today).map(|_| ())
    }

    /// The ways asked for, and what is told of them.
    ///
    /// # Errors
    /// When a field does not go with the mode, or a name is not known.
    pub fn ways(&self, engine: &Engine) -> Result<(Ways, Vec<Quantity>), Problem> {
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
            vec![weigh_by.quantity()]
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
