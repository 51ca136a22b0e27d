//! What can be asked: one type for each question, with its answer, its path and how it is read.
//!
//! Adding an endpoint means adding a type here and a line in [`crate::routes`]: reading, refusing,
//! caching, limits and the description in OpenAPI follow from the type.

mod agreements;
mod compare;
mod corridors;
mod dataset;
mod distance;
mod landed_cost;
mod parameters;
mod place;
mod places;
mod plan;
mod restrictions;
mod scenarios;
mod season;
mod trade_effect;
mod way;

pub(crate) use agreements::AgreementsQuestion;
pub(crate) use compare::CompareQuestion;
pub(crate) use corridors::CorridorsQuestion;
pub(crate) use dataset::DatasetQuestion;
pub(crate) use distance::{DistanceQuestion, ModeWord};
pub(crate) use landed_cost::LandedCostQuestion;
pub(crate) use parameters::ParametersQuestion;
pub(crate) use place::PlaceRef;
pub(crate) use places::PlacesQuestion;
pub(crate) use plan::PlanQuestion;
pub(crate) use restrictions::RestrictionsQuestion;
pub(crate) use scenarios::ScenariosQuestion;
pub(crate) use season::SeasonQuestion;
pub(crate) use trade_effect::TradeEffectQuestion;

use crate::worlds::Worlds;
use corridor::Problem;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// A question whose answer follows from it and the engine alone.
pub(crate) trait Question:
    DeserializeOwned + Serialize + JsonSchema + Send + Sync + 'static
{
    /// The answer.
    type Answer: Serialize + JsonSchema;
    /// The last part of its path, after `/v1/`, and the name of its operation.
    const NAME: &'static str;
    /// One line on it.
    const SUMMARY: &'static str;
    /// How much work it is.
    const WORK: Work;

    /// Fills in what the asker left to the server, so that what is then asked is the whole question.
    ///
    /// # Errors
    /// When a field makes no sense.
    fn settle(&mut self, today: Date) -> Result<(), Problem>;

    /// The answer.
    ///
    /// # Errors
    /// When there is none.
    fn answer(&self, worlds: &Worlds) -> Result<Self::Answer, Problem>;
}

/// How much work a question is, which decides where it waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Work {
    /// Looking something up: less than a millisecond or a few.
    LookUp,
    /// A search over the network.
    Search,
    /// A tile of the map.
    Draw,
}

/// The day that a field names, or today; written back in one form.
pub(crate) fn settle_day(
    day: &mut Option<String>,
    field: &str,
    today: Date,
) -> Result<Date, Problem> {
    let date = match day.as_deref() {
        None => today,
        Some(text) => text.parse().map_err(|_| {
            Problem::bad_input(
                "date-invalid",
                format!("--{field} {text:?} is no day"),
                "write it as YYYY-MM-DD, such as 2026-09-10",
            )
        })?,
    };
    // What the tables know begins and ends here.
    if !(1990..=2100).contains(&date.year()) {
        return Err(Problem::bad_input(
            "date-invalid",
            format!("--{field} {date} is outside 1990 to 2100"),
            "check the year",
        ));
    }
    *day = Some(date.to_string());
    Ok(date)
}

/// The day of a question that was settled.
pub(crate) fn settled_day(day: Option<&str>) -> Result<Date, Problem> {
    settle_day(&mut day.map(str::to_owned), "date", Date::MIN)
}

/// A snap distance that makes sense.
pub(crate) fn check_snap(km: f64) -> Result<(), Problem> {
    if km.is_finite() && (0.0..=5000.0).contains(&km) {
        return Ok(());
    }
    Err(Problem::bad_input(
        "snap-invalid",
        format!("--max-snap {km} is outside 0 to 5000 km"),
        "give a distance in kilometres",
    ))
}

/// Farthest a place may lie from the network unless asked otherwise, km.
pub(crate) fn default_snap() -> f64 {
    50.0
}
