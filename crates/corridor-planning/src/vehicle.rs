//! Classes of ships and other vehicles, from `data/vehicles.toml`.
//!
//! A row says what a vehicle carries, how large it is, how fast it sails, what it costs and emits,
//! each with its source. Prices of liners, trains, lorries and barges by country are parameters, not
//! rows here.

use crate::cargo::{Cargo, Named};
use crate::ice_class::IceClass;
use corridor_network::fact::{Confidence, Evidence};
use serde::Deserialize;
use std::sync::LazyLock;

mod fit;
#[cfg(test)]
mod tests;

pub use fit::Hull;

/// How much a ship takes aboard; absent where it is no measure of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Capacity {
    /// Twenty-foot units.
    pub teu: Option<f64>,
    /// Tonnes of cargo.
    pub t: Option<f64>,
    /// Cubic metres.
    pub m3: Option<f64>,
    /// Cars.
    pub units: Option<f64>,
}

/// Freight a tonne: a part for the voyage and a part for the way.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Freight {
    /// USD a tonne for a voyage of any length.
    pub base_usd_per_t: f64,
    /// USD a tonne and nautical mile.
    pub usd_per_t_nm: f64,
}

/// What distance an intensity of emission is meant for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DistanceBasis {
    /// The distance travelled.
    #[default]
    Actual,
    /// The shortest feasible distance.
    Shortest,
    /// The great circle.
    GreatCircle,
}

impl DistanceBasis {
    /// The word in answers.
    pub fn name(self) -> &'static str {
        match self {
            Self::Actual => "actual",
            Self::Shortest => "sfd",
            Self::GreatCircle => "gcd",
        }
    }
}

/// Intensity of emission, g CO2e a tonne-km of cargo.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Intensity {
    /// From tank to wake.
    pub ttw: f64,
    /// From well to tank.
    pub wtt: f64,
    /// The class in the source.
    pub class: String,
    /// The distance it is meant for.
    #[serde(default)]
    pub distance: DistanceBasis,
    /// What the distance travelled is divided by where the intensity is meant for another one.
    #[serde(default = "one")]
    pub distance_adjustment: f64,
}

fn one() -> f64 {
    1.0
}

/// A point of a ship's curve of speed in ice, on its own.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct IceSpeed {
    /// Level ice, cm.
    pub thickness_cm: f64,
    /// Speed in it, knots.
    pub speed_kn: f64,
    /// Where it comes from.
    #[serde(flatten)]
    pub evidence: Evidence,
}

/// A class of ships.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ship {
    /// Stable id, such as `suezmax`.
    pub id: String,
    /// Name shown.
    pub name: String,
    /// What it carries.
    pub cargo: Vec<Cargo>,
    /// How much.
    pub capacity: Capacity,
    /// Gross tonnage, for dues by the ton.
    pub gross_tonnage: f64,
    /// Its size, laden.
    pub hull: Hull,
    /// Mean speed in open water, knots.
    pub speed_kn: f64,
    /// What it burns.
    pub fuel: String,
    /// Its ice class.
    #[serde(default)]
    pub ice_class: IceClass,
    /// Its speed in ice without an icebreaker, where known.
    #[serde(default)]
    pub ice: Option<IceSpeed>,
    /// Whether such ships trade on seas cut off from the oceans.
    #[serde(default)]
    pub enclosed_seas: bool,
    /// What it costs; nothing for liners.
    #[serde(default)]
    pub freight: Option<Freight>,
    /// What it emits.
    pub emissions: Intensity,
    /// Ids of the sources of its figures.
    pub sources: ShipSources,
}

/// Where the figures of a ship come from, by id of [`Vehicles::source`].
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ShipSources {
    /// That of its size.
    pub size: String,
    /// That of its speed.
    pub speed: String,
    /// That of its freight.
    pub freight: String,
    /// That of its emissions.
    pub emissions: String,
}

/// What sort of vehicle other than a ship.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum VehicleKind {
    /// A train.
    Train,
    /// A lorry.
    Lorry,
    /// A barge or river-sea ship on an inland waterway.
    Barge,
    /// A ferry with rails.
    RailFerry,
    /// A ferry with ramps.
    RoRoFerry,
    /// A small ship of a listed line, loaded by crane.
    Feeder,
}

/// A class of vehicles other than ships.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Vehicle {
    /// Stable id, such as `tank-train`.
    pub id: String,
    /// Name shown.
    pub name: String,
    /// What sort it is.
    pub kind: VehicleKind,
    /// What it carries.
    pub cargo: Vec<Cargo>,
    /// Tonnes of cargo in one.
    pub payload_t: f64,
    /// The largest shipment that is moved so, t; any where nothing is said.
    #[serde(default)]
    pub most_t: Option<f64>,
    /// What the intensity of the mode is multiplied by.
    pub energy_ratio: f64,
    /// Ids of the sources of its figures.
    pub sources: VehicleSources,
}

/// Where the figures of a vehicle come from, by id of [`Vehicles::source`].
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VehicleSources {
    /// That of its load.
    pub load: String,
    /// That of its energy.
    pub energy: String,
}

/// All classes.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Vehicles {
    /// What the file says of itself; for its readers.
    #[serde(default, rename = "meta")]
    _meta: toml::Table,
    source: Vec<Named>,
    ship: Vec<Ship>,
    vehicle: Vec<Vehicle>,
}

impl Vehicles {
    /// The classes that come with the program.
    pub fn shipped() -> &'static Self {
        static TABLE: LazyLock<Vehicles> = LazyLock::new(|| {
            toml::from_str(include_str!("../../../data/vehicles.toml"))
                .expect("the table is part of the program and its tests read it")
        });
        &TABLE
    }

    /// Ships, in the order of the table.
    pub fn ships(&self) -> &[Ship] {
        &self.ship
    }

    /// Other vehicles, in the order of the table.
    pub fn others(&self) -> &[Vehicle] {
        &self.vehicle
    }

    /// The vehicle of a sort that carries so much of a cargo; none where it is not moved that way.
    pub fn carrying(&self, cargo: Cargo, mass_t: f64, kind: VehicleKind) -> Option<&Vehicle> {
        let takes = |v: &&Vehicle| {
            v.kind == kind && v.cargo.contains(&cargo) && v.most_t.is_none_or(|most| mass_t <= most)
        };
        self.vehicle.iter().find(takes)
    }

    /// The evidence with an id of a row's sources.
    pub fn source(&self, id: &str) -> Option<&Evidence> {
        self.source.iter().find(|source| source.id == id).map(|source| &source.evidence)
    }

    /// How sure the size of a ship is.
    pub fn confidence(&self, ship: &Ship) -> Confidence {
        self.source(&ship.sources.size).map_or(Confidence::L, |evidence| evidence.confidence)
    }
}
