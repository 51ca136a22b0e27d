//! All questions by name, for faces that ask in JSON.

use crate::worlds::Worlds;
use crate::{
    AgreementsQuestion, AppraiseQuestion, BriefingQuestion, BriefingsQuestion, CompareQuestion,
    CorridorsQuestion, DatasetQuestion, DistanceQuestion, FlowsQuestion, LandedCostQuestion,
    ParametersQuestion, PlacesQuestion, PlanQuestion, Question, RestrictionsQuestion,
    ScenariosQuestion, SeasonQuestion, TradeEffectQuestion, ask, schema,
};
use corridor::Problem;
use jiff::civil::Date;

/// Answers a question that stands in JSON, as JSON.
pub type Asked = fn(&Worlds, &str, Date) -> Result<String, Problem>;

/// A question that can be asked by its name.
#[derive(Clone, Copy, Debug)]
pub struct Listed {
    /// Its name, as in the path of the HTTP API.
    pub name: &'static str,
    /// One line on it.
    pub summary: &'static str,
    /// The JSON Schema of its fields.
    pub schema: fn() -> String,
    /// Answers it.
    pub ask: Asked,
}

impl Listed {
    const fn of<Q: Question>() -> Self {
        Self { name: Q::NAME, summary: Q::SUMMARY, schema: schema::<Q>, ask: ask::<Q> }
    }
}

/// Every question.
pub const QUESTIONS: [Listed; 17] = [
    Listed::of::<PlacesQuestion>(),
    Listed::of::<PlanQuestion>(),
    Listed::of::<CompareQuestion>(),
    Listed::of::<LandedCostQuestion>(),
    Listed::of::<TradeEffectQuestion>(),
    Listed::of::<AppraiseQuestion>(),
    Listed::of::<FlowsQuestion>(),
    Listed::of::<BriefingQuestion>(),
    Listed::of::<BriefingsQuestion>(),
    Listed::of::<DistanceQuestion>(),
    Listed::of::<CorridorsQuestion>(),
    Listed::of::<AgreementsQuestion>(),
    Listed::of::<RestrictionsQuestion>(),
    Listed::of::<ScenariosQuestion>(),
    Listed::of::<SeasonQuestion>(),
    Listed::of::<ParametersQuestion>(),
    Listed::of::<DatasetQuestion>(),
];

/// The question of a name.
///
/// # Errors
/// When there is none.
pub fn question(name: &str) -> Result<&'static Listed, Problem> {
    QUESTIONS.iter().find(|listed| listed.name == name).ok_or_else(|| {
        let known: Vec<&str> = QUESTIONS.iter().map(|listed| listed.name).collect();
        Problem::bad_input(
            "question-unknown",
            format!("there is no question {name:?}"),
            format!("known are {}", known.join(", ")),
        )
    })
}
