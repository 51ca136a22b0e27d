//! The questions of the API as types: names of fields, defaults, limits and checks, for the server, Python
//! and assistants alike.
//!
//! One type for each question, with its answer. A face (the server, the Python module) adds a line for
//! a question to its list; reading, refusing, describing and answering follow from the type.
//! [`read`] reads a question from JSON or from the query of a URL, [`ask`] answers one from JSON.

mod agreements;
mod appraise;
mod briefing;
pub mod catalogue;
mod compare;
mod corridors;
mod dataset;
mod distance;
mod flows;
mod landed_cost;
mod matrix;
mod parameters;
mod place;
mod places;
mod plan;
mod plans;
pub mod read;
mod restrictions;
mod scenarios;
mod season;
mod trade_effect;
mod way;
pub mod words;
pub mod worlds;

pub use agreements::AgreementsQuestion;
pub use appraise::{AppraiseQuestion, AppraiseResponse};
pub use briefing::{BriefingQuestion, BriefingsQuestion};
pub use compare::CompareQuestion;
pub use corridors::CorridorsQuestion;
pub use dataset::DatasetQuestion;
pub use distance::{DistanceQuestion, ModeOptions, ModeWord};
pub use flows::FlowsQuestion;
pub use landed_cost::LandedCostQuestion;
pub use matrix::{MatrixMode, MatrixOptions, Weight};
pub use parameters::ParametersQuestion;
pub use place::PlaceRef;
pub use places::PlacesQuestion;
pub use plan::PlanQuestion;
pub use plans::{PlanPair, PlansQuestion};
pub use restrictions::RestrictionsQuestion;
pub use scenarios::ScenariosQuestion;
pub use season::SeasonQuestion;
pub use trade_effect::TradeEffectQuestion;

use crate::read::Fields;
use crate::worlds::Worlds;
use corridor::Problem;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// A question whose answer follows from it and the engine alone.
pub trait Question: DeserializeOwned + Serialize + JsonSchema + Send + Sync + 'static {
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

/// Answers a question that stands in JSON, as JSON.
///
/// # Errors
/// When the JSON is not a question of this type, or the engine refuses the question.
pub fn ask<Q: Question>(worlds: &Worlds, json: &str, today: Date) -> Result<String, Problem> {
    read::few_and_short(json.as_bytes())?;
    let mut question: Q = Fields::of::<Q>().read_json(json.as_bytes())?;
    question.settle(today)?;
    let answer = question.answer(worlds);
    worlds.hold_to_ceiling();
    let answer = answer?;
    Ok(serde_json::to_string(&answer).expect("answers are made of texts, numbers and lists"))
}

/// The fields of a question or of options as a JSON Schema, for those who describe or check them.
pub fn schema<Q: JsonSchema>() -> String {
    schemars::schema_for!(Q).as_value().to_string()
}

/// How much work a question is, which decides where it waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Work {
    /// Looking something up: less than a millisecond or a few.
    LookUp,
    /// A search over the network.
    Search,
    /// A tile of the map.
    Draw,
}

/// The day that a field names, or today; written back in one form.
///
/// # Errors
/// When the text is not a date, or its year is outside 1990 to 2100, which the tables cover.
pub fn settle_day(day: &mut Option<String>, field: &str, today: Date) -> Result<Date, Problem> {
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
///
/// # Errors
/// When the question was not settled.
pub fn settled_day(day: Option<&str>) -> Result<Date, Problem> {
    settle_day(&mut day.map(str::to_owned), "date", Date::MIN)
}

/// A snap distance that makes sense.
///
/// # Errors
/// When it is outside 0 to 5000 km.
pub fn check_snap(km: f64) -> Result<(), Problem> {
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
pub fn default_snap() -> f64 {
    50.0
}
