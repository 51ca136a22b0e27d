//! What questions share that plan a shipment between two places.

use crate::{PlaceRef, check_snap, default_snap, settle_day, settled_day};
use corridor::{Cargo, Certainty, IceClass, Order, PlanRequest, Problem};
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Joint draws that an answer over HTTP may be made of.
const MOST_DRAWS: u32 = 50_000;

/// A shipment between two places, and what it may use.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct Way {
    /// Where from.
    pub(crate) from: PlaceRef,
    /// Where to.
    pub(crate) to: PlaceRef,
    #[serde(flatten)]
    pub(crate) moved: Moved,
}

/// What is moved, when, and what it may use.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Moved {
    /// Day of departure, YYYY-MM-DD; today unless given.
    #[serde(default)]
    depart: Option<String>,
    /// Day whose world is planned in: what is open, in force and reported; that of departure unless
    /// given.
    #[serde(default)]
    as_of: Option<String>,
    /// Cargo: `container`, `general`, `dry-bulk`, `crude`, `products`, `lng`, `ro-ro`, `project`.
    #[serde(default = "container")]
    cargo: String,
    /// Twenty-foot equivalent units; 2, one 40-foot container, unless given.
    #[serde(default)]
    teu: Option<f64>,
    /// Mass of the cargo, t; 12 for each 40-foot container unless given.
    #[serde(default)]
    mass_t: Option<f64>,
    /// Volume of the cargo, cubic metres; for oil and gas in place of the mass.
    #[serde(default)]
    volume_m3: Option<f64>,
    /// Cars, with cargo `ro-ro`.
    #[serde(default)]
    units: Option<f64>,
    /// Value of the cargo, US dollars; 50000 for each 40-foot container, else by `commodity`.
    #[serde(default)]
    pub(crate) value_usd: Option<f64>,
    /// Group of goods, for value, density and value of time: `coal`, `grain`, `machinery`, ...
    #[serde(default)]
    commodity: Option<String>,
    /// What a day in transit is worth, percent of the value.
    #[serde(default)]
    time_value: Option<f64>,
    /// Class of ship, such as `suezmax`, `panamax` or `lng-arc7`; the smallest that takes it all in
    /// one voyage unless given.
    #[serde(default)]
    ship: Option<String>,
    /// Ice class of the ship: `none`, `Ice1` to `Ice3`, `Arc4` to `Arc9`.
    #[serde(default = "none")]
    ice_class: String,
    /// Passages, countries, ports, corridors and other named things not to be used.
    #[serde(default)]
    avoid: Vec<String>,
    /// Passages, countries, ports, corridors and other named things to go through, in order.
    #[serde(default)]
    via: Vec<String>,
    /// Passages that freight does not sail unasked, such as `northwest-passage`.
    #[serde(default)]
    allow: Vec<String>,
    /// Plan also what a state has declared barred between the two countries, and say so first.
    #[serde(default)]
    with_restricted: bool,
    /// Leave out what is reported disrupted on the day of departure.
    #[serde(default)]
    strict_status: bool,
    /// Farthest a place may lie from the network, km.
    #[serde(default = "default_snap")]
    max_snap_km: f64,
    /// Days within which it has to arrive; answers tell how probable that is.
    #[serde(default)]
    deadline_days: Option<f64>,
    /// Joint draws that percentiles are made of, 100 to 50000.
    #[serde(default = "draws")]
    draws: u32,
    /// Seed of the draws: the same seed gives the same answer.
    #[serde(default = "seed")]
    seed: u64,
}

fn container() -> String {
    "container".to_owned()
}
fn none() -> String {
    "none".to_owned()
}
fn draws() -> u32 {
    Certainty::default().draws
}
fn seed() -> u64 {
    Certainty::default().seed
}

impl Way {
    /// Fills in what was left to the server.
    ///
    /// # Errors
    /// When a field makes no sense.
    pub(crate) fn settle(&mut self, today: Date) -> Result<(), Problem> {
        self.moved.settle(today)
    }

    /// The question as the engine takes it.
    ///
    /// # Errors
    /// When a word is not known.
    pub(crate) fn request(&self) -> Result<PlanRequest, Problem> {
        self.moved.request(&self.from, &self.to)
    }
}

impl Moved {
    /// Fills in what was left to the server.
    ///
    /// # Errors
    /// When a field makes no sense.
    pub(crate) fn settle(&mut self, today: Date) -> Result<(), Problem> {
        if self.draws > MOST_DRAWS {
            return Err(Problem::bad_input(
                "certainty-invalid",
                format!("--draws {} is more than {MOST_DRAWS}", self.draws),
                "10000 draws are enough for any percentile shown",
            ));
        }
        check_snap(self.max_snap_km)?;
        if self.as_of.is_some() {
            settle_day(&mut self.as_of, "as-of", today)?;
        }
        settle_day(&mut self.depart, "depart", today).map(|_| ())
    }

    /// The question between two places as the engine takes it.
    ///
    /// # Errors
    /// When a word is not known.
    pub(crate) fn request(&self, from: &PlaceRef, to: &PlaceRef) -> Result<PlanRequest, Problem> {
        let cargo: Cargo = self.cargo.parse().map_err(|e: String| {
            Problem::bad_input("cargo-unsupported", e, "leave cargo away for containers")
        })?;
        let ice_class: IceClass = self.ice_class.parse().map_err(|e: String| {
            Problem::bad_input("ice-class-unknown", e, "leave ice_class away for an ordinary ship")
        })?;
        let as_of = self.as_of.as_deref().map(|day| settled_day(Some(day))).transpose()?;
        Ok(PlanRequest {
            from: from.0.clone(),
            to: to.0.clone(),
            order: Order {
                cargo,
                teu: self.teu,
                mass_t: self.mass_t,
                volume_m3: self.volume_m3,
                units: self.units,
                value_usd: self.value_usd,
                commodity: self.commodity.clone(),
                time_percent_per_day: self.time_value,
                ship: self.ship.clone(),
                ice_class,
            },
            depart: settled_day(self.depart.as_deref())?,
            as_of,
            avoid: self.avoid.clone(),
            via: self.via.clone(),
            allow: self.allow.clone(),
            hs: None,
            origin: None,
            with_restricted: self.with_restricted,
            strict_status: self.strict_status,
            max_snap_km: self.max_snap_km,
            certainty: Certainty {
                seed: self.seed,
                draws: self.draws,
                deadline_days: self.deadline_days,
            },
        })
    }
}
