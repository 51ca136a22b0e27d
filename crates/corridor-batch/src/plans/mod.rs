//! Many plans: a table of pairs with shipments in, itineraries out.
//!
//! A pair may have several itineraries or none: a table (CSV, Parquet) has a row for each itinerary
//! and one for a pair without any; JSON lines have the whole answer of a pair in a line. Where rows say what
//! their goods are (`hs`), itineraries have the landed cost too.

mod batches;
mod read;
mod rows;

pub use batches::PlanBatches;
pub use read::{PlanReader, read_plan_rows};
pub use rows::{landed_columns, plan_schema};

pub(crate) use rows::{answered, schema};

use crate::goods::{GoodsCell, SaleRow};
use crate::stop::Stop;

/// Pairs read, answered and written at once: what a kill can cost, and what is in memory.
pub(crate) const AT_ONCE: usize = 128;

/// A pair to be planned. What is `None` is as the run has it for all pairs.
#[derive(Clone, Debug, PartialEq)]
pub struct PlanRow {
    /// Where from: a name, code or `lon,lat` in degrees.
    pub from: String,
    /// Where to.
    pub to: String,
    /// Day of departure, as it is written.
    pub depart: Option<String>,
    /// Twenty-foot units.
    pub teu: Option<f64>,
    /// Mass of the cargo, t.
    pub mass_t: Option<f64>,
    /// Value of the cargo, US dollars.
    pub value_usd: Option<f64>,
    /// What the cargo is and how it is sold, where landed cost is asked for.
    pub goods: PlanGoods,
}

/// What a row says of its goods.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PlanGoods {
    /// Code in the Harmonized System, as it is written; without one no landed cost is asked for.
    pub hs: Option<String>,
    /// Their value with its currency, `18500 EUR`, in place of one in US dollars.
    pub invoice: Option<String>,
    /// How they are sold.
    pub sale: SaleRow,
}

/// An itinerary as a row of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct ItineraryRow {
    /// What the text of the origin was understood to be: name, code and country, or position.
    pub from: String,
    /// The same of the destination.
    pub to: String,
    /// Number within the answer.
    pub itinerary: u32,
    /// Corridors that it used.
    pub corridors: Vec<String>,
    /// Passages, in order.
    pub passages: Vec<String>,
    /// Seconds door to door: the mean.
    pub duration_s: u32,
    /// Seconds that half of the shipments do not exceed.
    pub duration_p50_s: u32,
    /// Seconds that nine in ten do not exceed.
    pub duration_p90_s: u32,
    /// Part of the shipments that keep the deadline, 0 to 1, if one was given.
    pub on_time_probability: Option<f64>,
    /// Metres.
    pub distance_m: u32,
    /// US dollars.
    pub cost_usd: f64,
    /// Kilograms of CO2e.
    pub co2e_kg: f64,
    /// How many legs it has.
    pub legs: u32,
    /// Modes that cargo moves in, in order; none follows itself.
    pub modes: Vec<String>,
    /// Landed cost at its end, a cell for each column of [`landed_columns`]; empty where none is asked for.
    pub landed: Vec<GoodsCell>,
}

/// How answers are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlanForm {
    /// As itineraries.
    Itineraries,
    /// Whole, as JSON.
    Json,
}

/// What became of a pair.
#[derive(Clone, Debug, PartialEq)]
pub enum PlanAnswer {
    /// Its itineraries, at least one; for [`PlanForm::Itineraries`].
    Itineraries(Vec<ItineraryRow>),
    /// The text of a JSON value without line breaks; for [`PlanForm::Json`].
    Json(String),
    /// Why it has none.
    None(NoPlan),
}

/// Why a pair has no itinerary.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct NoPlan {
    /// Reason code, the status of the pair.
    pub code: String,
    /// One sentence with the value and the reason.
    pub detail: String,
    /// What to try next.
    pub action: String,
}

/// Who plans.
pub trait PlanAnswers: Sync {
    /// One answer for each row, in their order; nothing when stopped.
    fn answers(&self, rows: &[&PlanRow], form: PlanForm, stop: &Stop) -> Option<Vec<PlanAnswer>>;
}
