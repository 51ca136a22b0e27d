//! Questions with one answer, by name.

use crate::error::raise;
use corridor::Problem;
use corridor_api::worlds::Worlds;
use corridor_api::{
    AgreementsQuestion, CompareQuestion, CorridorsQuestion, DatasetQuestion, DistanceQuestion,
    LandedCostQuestion, MatrixOptions, ModeOptions, ParametersQuestion, PlacesQuestion,
    PlanQuestion, Question, RestrictionsQuestion, ScenariosQuestion, SeasonQuestion,
    TradeEffectQuestion, schema,
};
use jiff::civil::Date;
use pyo3::prelude::*;

/// Does something with the type of the question of a name.
macro_rules! of_name {
    ($name:expr, $other:expr, $do:ident) => {
        match $name {
            AgreementsQuestion::NAME => $do!(AgreementsQuestion),
            CompareQuestion::NAME => $do!(CompareQuestion),
            CorridorsQuestion::NAME => $do!(CorridorsQuestion),
            DatasetQuestion::NAME => $do!(DatasetQuestion),
            DistanceQuestion::NAME => $do!(DistanceQuestion),
            LandedCostQuestion::NAME => $do!(LandedCostQuestion),
            ParametersQuestion::NAME => $do!(ParametersQuestion),
            PlacesQuestion::NAME => $do!(PlacesQuestion),
            PlanQuestion::NAME => $do!(PlanQuestion),
            RestrictionsQuestion::NAME => $do!(RestrictionsQuestion),
            ScenariosQuestion::NAME => $do!(ScenariosQuestion),
            SeasonQuestion::NAME => $do!(SeasonQuestion),
            TradeEffectQuestion::NAME => $do!(TradeEffectQuestion),
            _ => $other,
        }
    };
}

/// The answer to a question, both as JSON.
pub(crate) fn ask(worlds: &Worlds, name: &str, json: &str, today: Date) -> Result<String, Problem> {
    macro_rules! answered {
        ($question:ty) => {
            corridor_api::ask::<$question>(worlds, json, today)
        };
    }
    of_name!(name, Err(unknown(name)), answered)
}

/// The JSON Schema of the fields of a question, or of the options of `pairs` and `matrix`.
#[pyfunction]
pub(crate) fn fields(name: &str) -> PyResult<String> {
    macro_rules! described {
        ($question:ty) => {
            Ok(schema::<$question>())
        };
    }
    match name {
        "pairs" => Ok(schema::<ModeOptions>()),
        "matrix" => Ok(schema::<MatrixOptions>()),
        _ => of_name!(name, Err(raise(&unknown(name))), described),
    }
}

fn unknown(name: &str) -> Problem {
    Problem::bad_input("question-unknown", format!("there is no question {name:?}"), "")
}
