//! Scenarios as questions name them, and what they change, as an answer.
//!
//! The scenarios themselves are [`corridor_planning::scenario`]; here they meet the register of
//! agreements, whose names they may suppose, and become engines and answers. Files are read by
//! whoever asks: the engine gets their text.

use crate::engine::Engine;
use crate::plan::PlanRequest;
use crate::problem::{Problem, did_you_mean};
use corridor_network::fact::Evidence;
use corridor_planning::scenario::{Applied, Scenario, ScenarioText, apply_all, shipped};
use corridor_trade::Register;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;
use std::borrow::Cow;

/// What the world without scenarios is called.
pub const BASE: &str = "base";

/// A scenario of a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ScenarioSource {
    /// The id of a shipped one.
    Id(String),
    /// A user's file.
    File {
        /// Its name, for errors; answers have it without folders.
        name: String,
        /// What it says.
        text: String,
    },
}

/// The answer.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ScenariosResponse {
    /// Version of this shape.
    pub schema_version: u32,
    /// The scenarios that come with the program, or the one asked for.
    pub scenarios: Vec<ScenarioView>,
}

/// A scenario and what it changes in the world as it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ScenarioView {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What it supposes.
    pub about: String,
    /// SHA-256 of what its modifications say, in hex.
    pub hash: String,
    /// File it stands in.
    pub file: String,
    /// What it changes.
    #[serde(flatten)]
    pub effect: EffectView,
}

/// A scenario in force, as an answer that rests on it tells.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct AppliedView {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// SHA-256 of what its modifications say, in hex.
    pub hash: String,
    /// What it changes.
    #[serde(flatten)]
    pub effect: EffectView,
}

/// What a scenario changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct EffectView {
    /// What each modification changes, in order.
    pub changes: Vec<ChangeMadeView>,
    /// What to know of it as a whole, such as that it changes nothing.
    pub notes: Vec<String>,
}

/// What a modification changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ChangeMadeView {
    /// The thing and, for figures, which one.
    pub what: String,
    /// How it is without this modification.
    pub before: String,
    /// How it is with it.
    pub after: String,
    /// What to know besides.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// Where the supposition comes from; nothing where a user does not say.
    pub evidence: Option<Evidence>,
}

impl From<&Applied> for EffectView {
    fn from(applied: &Applied) -> Self {
        let view = |change: &corridor_planning::scenario::ChangeMade| ChangeMadeView {
            what: change.what.clone(),
            before: change.before.clone(),
            after: change.after.clone(),
            note: change.note.clone(),
            evidence: change.evidence.clone(),
        };
        Self { changes: applied.changes.iter().map(view).collect(), notes: applied.notes.clone() }
    }
}

impl From<&Applied> for AppliedView {
    fn from(applied: &Applied) -> Self {
        Self {
            id: applied.id.clone(),
            name: applied.name.clone(),
            hash: applied.hash.clone(),
            effect: applied.into(),
        }
    }
}

/// The JSON schema of scenario files, as shipped in `docs/scenario.schema.json`.
pub fn scenario_schema() -> Value {
    schemars::schema_for!(ScenarioText).to_value()
}

/// The scenario a source stands for.
///
/// # Errors
/// When no shipped one has the id, or a file is wrong: every fault with its line and column.
pub fn scenario(source: &ScenarioSource) -> Result<Scenario, Problem> {
    match source {
        ScenarioSource::Id(id) => {
            let found = shipped().iter().find(|scenario| scenario.id.eq_ignore_ascii_case(id));
            found.cloned().ok_or_else(|| unknown(id))
        }
        ScenarioSource::File { name, text } => {
            let is_table =
                name.rsplit_once('.').is_some_and(|(_, e)| e.eq_ignore_ascii_case("csv"));
            let read = if is_table { Scenario::of_table } else { Scenario::parse };
            read(text, name).map_err(|faults| invalid(faults.to_string()))
        }
    }
}

fn unknown(id: &str) -> Problem {
    let hint = did_you_mean(id, shipped().iter().map(|s| s.id.as_str()).chain([BASE]));
    Problem::bad_input(
        "scenario-unknown",
        format!("{id:?} is neither a scenario nor a file of one"),
        hint.map_or(
            "`corridor scenarios` lists them; a file of your own ends in .toml".into(),
            |hint| format!("did you mean {hint:?}?"),
        ),
    )
}

fn invalid(detail: String) -> Problem {
    let action = "mend the file; docs/methods/scenarios.md describes its form, \
                  docs/scenario.schema.json is its schema";
    Problem::bad_input("scenario-file-invalid", detail, action)
}

impl Engine {
    /// This engine in the world that some scenarios suppose, later ones over earlier ones. `base` is
    /// the world as it is.
    ///
    /// # Errors
    /// When a scenario is unknown, is wrong, names what there is not or contradicts itself.
    pub fn supposing(&self, sources: &[ScenarioSource]) -> Result<Self, Problem> {
        let is_base = |source: &&ScenarioSource| !matches!(source, ScenarioSource::Id(id) if id.eq_ignore_ascii_case(BASE));
        let scenarios =
            sources.iter().filter(is_base).map(scenario).collect::<Result<Vec<_>, _>>()?;
        let engine = self.with_scenarios(&scenarios)?;
        for supposed in engine.supposed().iter().flat_map(|s| &s.agreements) {
            let known = || Register::shipped().iter().map(|a| a.id.as_str());
            if !known().any(|id| id == supposed.agreement) {
                let hint = did_you_mean(&supposed.agreement, known())
                    .map_or("`corridor agreements` lists them".to_owned(), |hint| {
                        format!("did you mean {hint:?}?")
                    });
                let (at, id) = (&supposed.at, &supposed.agreement);
                return Err(invalid(format!("{at}: there is no agreement {id:?}; {hint}")));
            }
        }
        Ok(engine)
    }

    /// What scenarios are in force: their ids joined by `+`, or `base`.
    pub fn scenario_name(&self) -> String {
        let applied = self.scenarios_applied();
        if applied.is_empty() {
            return BASE.to_owned();
        }
        applied.iter().map(|a| a.id.as_str()).collect::<Vec<_>>().join("+")
    }

    /// The scenarios in force, in order, with what each changes.
    pub fn scenarios_applied(&self) -> Vec<AppliedView> {
        self.supposed()
            .map(|s| s.applied.iter().map(AppliedView::from).collect())
            .unwrap_or_default()
    }

    /// Whether the scenarios in force change anything that a plan rests on.
    pub(crate) fn changes_plans(&self) -> bool {
        self.supposed().is_some_and(|supposed| supposed.applied.iter().any(Applied::changes_plans))
    }

    /// What a reader should know of the scenarios in force.
    pub(crate) fn scenario_notes(&self) -> Vec<String> {
        let notes = |s: AppliedView| {
            let note = move |note| format!("scenario {}: {note}", s.id);
            s.effect.notes.into_iter().map(note)
        };
        self.scenarios_applied().into_iter().flat_map(notes).collect()
    }

    /// A question on the day that the scenarios in force say, if they say one.
    pub(crate) fn on_supposed_day<'r>(&self, request: &'r PlanRequest) -> Cow<'r, PlanRequest> {
        let Some(supposed) = self.supposed().map(|s| s.conditions) else {
            return Cow::Borrowed(request);
        };
        let depart = supposed.depart.unwrap_or(request.depart);
        Cow::Owned(PlanRequest {
            depart,
            as_of: supposed.as_of.or(request.as_of),
            ..request.clone()
        })
    }

    /// The scenarios that come with the program, with what each changes in this engine's world.
    ///
    /// # Errors
    /// When one does not go with the network.
    pub fn scenarios(&self) -> Result<ScenariosResponse, Problem> {
        let view = |scenario: &Scenario| self.scenario_view(scenario);
        let scenarios = shipped().iter().map(view).collect::<Result<_, _>>()?;
        Ok(ScenariosResponse { schema_version: 1, scenarios })
    }

    /// One scenario, with what it changes in this engine's world.
    ///
    /// # Errors
    /// As [`Self::supposing`].
    pub fn scenario(&self, source: &ScenarioSource) -> Result<ScenariosResponse, Problem> {
        self.supposing(std::slice::from_ref(source))?;
        let scenarios = vec![self.scenario_view(&scenario(source)?)?];
        Ok(ScenariosResponse { schema_version: 1, scenarios })
    }

    fn scenario_view(&self, scenario: &Scenario) -> Result<ScenarioView, Problem> {
        let changed = apply_all(self.network(), self.parameters(), std::slice::from_ref(scenario))
            .map_err(|faults| invalid(faults.to_string()))?;
        let applied = changed.applied.first().expect("one scenario was applied");
        Ok(ScenarioView {
            id: scenario.id.clone(),
            name: scenario.name.clone(),
            about: scenario.about.clone(),
            hash: scenario.hash(),
            file: scenario.file.clone(),
            effect: applied.into(),
        })
    }
}
