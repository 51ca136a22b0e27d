//! `compare`: the same question in several worlds, and what changes from the first to each other.

use crate::engine::Engine;
use crate::plan::{EndView, ItineraryView, NotOfferedView, PlanRequest, PlanResponse};
use crate::problem::{Problem, Trouble};
use crate::scenarios::{AppliedView, BASE, ScenarioSource};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;

/// What is not on any named corridor goes by this word.
const OTHER: &str = "other";
/// Figures closer than this part of each other are the same.
const SAME: f64 = 1e-3;

/// What is asked.
#[derive(Clone, Debug)]
pub struct CompareRequest {
    /// The question.
    pub plan: PlanRequest,
    /// The worlds: a stack of scenarios each, an empty one for the world as it is. The first is what
    /// the others are compared with; of one alone, the world as it is comes first.
    pub runs: Vec<Vec<ScenarioSource>>,
}

/// The answer.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct CompareResponse {
    /// Version of this shape.
    pub schema_version: u32,
    /// Network file and its build id.
    pub dataset: String,
    /// Day of departure asked for.
    pub depart: String,
    /// Currency and price year of all amounts.
    pub prices: String,
    /// Where from.
    pub from: EndView,
    /// Where to.
    pub to: EndView,
    /// The question in each world.
    pub runs: Vec<RunView>,
    /// What changes from the first run to each other: the best way of each corridor.
    pub changes: Vec<ChangeView>,
    /// The same for the best of all ways.
    pub sums: Vec<SumView>,
    /// What holds for the whole answer.
    pub warnings: Vec<String>,
}

/// A question in one world.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct RunView {
    /// Ids of its scenarios joined by `+`, or `base`.
    pub scenario: String,
    /// Its scenarios, with what each changes.
    pub applied: Vec<AppliedView>,
    /// Ways to go, best generalised cost first.
    pub itineraries: Vec<ItineraryView>,
    /// Corridors not offered.
    pub not_offered: Vec<NotOfferedView>,
    /// Why there is none, where there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<ProblemShape>")]
    pub problem: Option<Problem>,
}

/// How a problem looks in JSON.
#[derive(JsonSchema)]
#[expect(dead_code, reason = "its fields are there for the schema alone")]
struct ProblemShape {
    /// Stable code.
    code: String,
    /// One sentence with the offending value and the reason.
    detail: String,
    /// What to try next.
    action: String,
}

/// A figure in the first run and in another; `null` where there is no way.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, JsonSchema)]
pub struct FromTo {
    /// In the first run.
    pub from: Option<f64>,
    /// In the other.
    pub to: Option<f64>,
}

/// What happens to the best way of a corridor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum ChangeStatus {
    /// Offered now, and not before.
    New,
    /// Not offered any more.
    Gone,
    /// Lower generalised cost.
    Better,
    /// Higher generalised cost.
    Worse,
    /// As before.
    Same,
}

impl ChangeStatus {
    /// The word used in answers.
    pub fn name(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Gone => "gone",
            Self::Better => "better",
            Self::Worse => "worse",
            Self::Same => "same",
        }
    }
}

/// What changes for a corridor.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ChangeView {
    /// The run it is about.
    pub scenario: String,
    /// The corridor; `other` for ways on none.
    pub corridor: String,
    /// What happens to it.
    pub status: ChangeStatus,
    /// Why it is not offered any more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Its figures.
    #[serde(flatten)]
    pub figures: Figures,
    /// The same by kind of leg, in the order in which the legs come.
    pub legs: Vec<LegChange>,
}

/// What changes for the best of all ways.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SumView {
    /// The run it is about.
    pub scenario: String,
    /// `best` by generalised cost, or the `fastest`, `cheapest` or `cleanest` way.
    pub by: &'static str,
    /// What happens to it.
    pub status: ChangeStatus,
    /// Corridors of that way in the first run.
    pub corridors_from: Vec<String>,
    /// Corridors of that way in this one.
    pub corridors_to: Vec<String>,
    /// Its figures.
    #[serde(flatten)]
    pub figures: Figures,
}

/// What is compared.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
pub struct Figures {
    /// Seconds door to door that half of the voyages take at most.
    pub duration_p50_s: FromTo,
    /// US dollars.
    pub cost_usd: FromTo,
    /// Kilograms of CO2e, well to wheel.
    pub co2e_kg: FromTo,
    /// Metres.
    pub distance_m: FromTo,
}

/// What changes for the legs of a kind.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct LegChange {
    /// `sea`, `rail`, `road`, `inland_water`, `ferry`, `transfer`, `border` or `wait`.
    pub kind: String,
    /// Seconds.
    pub duration_s: FromTo,
    /// US dollars.
    pub cost_usd: FromTo,
    /// Kilograms of CO2e, well to wheel.
    pub co2e_kg: FromTo,
    /// Metres.
    pub distance_m: FromTo,
}

impl Engine {
    /// Compares.
    ///
    /// # Errors
    /// As [`Self::plan`] and [`Self::supposing`]; that there is no way is an answer, unless there is
    /// none in any world.
    pub fn compare(&self, request: &CompareRequest) -> Result<CompareResponse, Problem> {
        let engines = self.worlds(&request.runs)?;
        self.compare_in(&engines, &request.plan)
    }

    /// An engine for each run of a comparison, the one that the others are compared with first; to
    /// ask many questions of.
    ///
    /// # Errors
    /// As [`Self::supposing`]; and when there is nothing to compare.
    pub fn worlds(&self, runs: &[Vec<ScenarioSource>]) -> Result<Vec<Self>, Problem> {
        let is_base = |run: &Vec<ScenarioSource>| {
            run.iter().all(|s| matches!(s, ScenarioSource::Id(id) if id.eq_ignore_ascii_case(BASE)))
        };
        if runs.iter().all(is_base) {
            return Err(Problem::bad_input(
                "compare-nothing",
                "no scenario is given to compare the world with",
                "name one with --scenario; `corridor scenarios` lists them",
            ));
        }
        let mut engines = Vec::new();
        if runs.len() == 1 {
            engines.push(self.supposing(&[])?);
        }
        for run in runs {
            engines.push(self.supposing(run)?);
        }
        Ok(engines)
    }

    /// One question in several worlds, compared with the first.
    ///
    /// # Errors
    /// As [`Self::compare`].
    pub fn compare_in(
        &self,
        engines: &[Self],
        request: &PlanRequest,
    ) -> Result<CompareResponse, Problem> {
        let mut runs = Vec::with_capacity(engines.len());
        let mut ends = None;
        let mut prices = String::new();
        let mut warnings: Vec<String> = Vec::new();
        for engine in engines {
            let (answer, problem) = match engine.plan(request) {
                Ok(answer) => (Some(answer), None),
                Err(problem) if problem.trouble == Trouble::NoRoute => (None, Some(problem)),
                Err(problem) => return Err(problem),
            };
            let mut run = RunView {
                scenario: engine.scenario_name(),
                applied: engine.scenarios_applied(),
                itineraries: Vec::new(),
                not_offered: Vec::new(),
                problem,
            };
            if let Some(PlanResponse { meta, from, to, itineraries, not_offered, .. }) = answer {
                (run.itineraries, run.not_offered) = (itineraries, not_offered);
                prices = meta.prices;
                ends.get_or_insert((from, to));
                for warning in meta.warnings {
                    if !warnings.contains(&warning) {
                        warnings.push(warning);
                    }
                }
            }
            runs.push(run);
        }
        let Some((from, to)) = ends else {
            let none = runs.iter_mut().find_map(|run| run.problem.take());
            return Err(none.unwrap_or_else(|| {
                Problem::bad_input("compare-nothing", "no world is given", "give one or more")
            }));
        };
        let usd_per_s =
            self.shipment(&request.order)?.usd_per_hour(self.planner().rates()) / 3600.0;
        let (first, others) = runs.split_first().expect("there is an answer, so there is a run");
        let mut changes = Vec::new();
        let mut sums = Vec::new();
        for run in others {
            changes.extend(changes_between(first, run, usd_per_s));
            sums.extend(sums_between(first, run, usd_per_s));
        }
        Ok(CompareResponse {
            schema_version: 1,
            dataset: self.dataset(),
            depart: request.depart.to_string(),
            prices,
            from,
            to,
            changes,
            sums,
            runs,
            warnings,
        })
    }
}

/// The best way of every corridor: the first in the order of generalised cost.
fn by_corridor(run: &RunView) -> BTreeMap<&str, &ItineraryView> {
    let mut best = BTreeMap::new();
    for itinerary in &run.itineraries {
        if itinerary.corridors.is_empty() {
            best.entry(OTHER).or_insert(itinerary);
        }
        for corridor in &itinerary.corridors {
            best.entry(corridor.as_str()).or_insert(itinerary);
        }
    }
    best
}

fn changes_between(first: &RunView, run: &RunView, usd_per_s: f64) -> Vec<ChangeView> {
    let (before, after) = (by_corridor(first), by_corridor(run));
    let mut corridors: Vec<&str> = before.keys().chain(after.keys()).copied().collect();
    corridors.sort_unstable();
    corridors.dedup();
    let change = |corridor: &str| {
        let (from, to) = (before.get(corridor).copied(), after.get(corridor).copied());
        let not = run.not_offered.iter().find(|n| n.corridor == corridor);
        let none = run.problem.as_ref().map(|problem| problem.detail.clone());
        ChangeView {
            scenario: run.scenario.clone(),
            corridor: corridor.to_owned(),
            status: status(from, to, usd_per_s),
            reason: if to.is_none() { not.map(|n| n.reason.clone()).or(none) } else { None },
            figures: figures(from, to),
            legs: legs(from, to),
        }
    };
    corridors.into_iter().map(change).collect()
}

fn sums_between(first: &RunView, run: &RunView, usd_per_s: f64) -> Vec<SumView> {
    let by = |run: &RunView, by: &str| -> Option<usize> {
        let fits = |i: &ItineraryView| by == "best" || i.best_by.iter().any(|b| b == by);
        run.itineraries.iter().position(fits)
    };
    let sum = |name: &'static str| {
        let from = by(first, name).map(|n| &first.itineraries[n]);
        let to = by(run, name).map(|n| &run.itineraries[n]);
        let corridors =
            |i: Option<&ItineraryView>| i.map(|i| i.corridors.clone()).unwrap_or_default();
        SumView {
            scenario: run.scenario.clone(),
            by: name,
            status: status(from, to, usd_per_s),
            corridors_from: corridors(from),
            corridors_to: corridors(to),
            figures: figures(from, to),
        }
    };
    ["best", "fastest", "cheapest", "cleanest"].into_iter().map(sum).collect()
}

fn status(
    from: Option<&ItineraryView>,
    to: Option<&ItineraryView>,
    usd_per_s: f64,
) -> ChangeStatus {
    let (Some(from), Some(to)) = (from, to) else {
        return if to.is_some() { ChangeStatus::New } else { ChangeStatus::Gone };
    };
    let near = |a: f64, b: f64| (a - b).abs() <= SAME * a.abs().max(b.abs());
    if near(duration(from), duration(to))
        && near(from.cost_usd, to.cost_usd)
        && near(from.co2e_kg, to.co2e_kg)
    {
        return ChangeStatus::Same;
    }
    let generalised = |i: &ItineraryView| i.cost_usd + usd_per_s * duration(i);
    if generalised(to) <= generalised(from) { ChangeStatus::Better } else { ChangeStatus::Worse }
}

fn duration(itinerary: &ItineraryView) -> f64 {
    itinerary.duration_s as f64
}

fn figures(from: Option<&ItineraryView>, to: Option<&ItineraryView>) -> Figures {
    let both = |part: fn(&ItineraryView) -> f64| FromTo { from: from.map(part), to: to.map(part) };
    Figures {
        duration_p50_s: both(duration),
        cost_usd: both(|i| i.cost_usd),
        co2e_kg: both(|i| i.co2e_kg),
        distance_m: both(|i| i.distance_m as f64),
    }
}

/// Duration, cost, emissions and metres by kind of leg.
fn by_kind(itinerary: &ItineraryView, kind: &str) -> [f64; 4] {
    let mut sums = [0.0; 4];
    for leg in itinerary.legs.iter().filter(|leg| leg.kind == kind) {
        let parts = [leg.duration_s as f64, leg.cost_usd, leg.co2e_kg, leg.distance_m as f64];
        for (sum, part) in sums.iter_mut().zip(parts) {
            *sum += part;
        }
    }
    sums.map(|sum| (sum * 100.0).round() / 100.0)
}

fn legs(from: Option<&ItineraryView>, to: Option<&ItineraryView>) -> Vec<LegChange> {
    let mut kinds: Vec<&str> = Vec::new();
    for leg in [from, to].into_iter().flatten().flat_map(|itinerary| &itinerary.legs) {
        if !kinds.contains(&leg.kind.as_str()) {
            kinds.push(&leg.kind);
        }
    }
    let change = |kind: &str| {
        let (a, b) = (from.map(|i| by_kind(i, kind)), to.map(|i| by_kind(i, kind)));
        let part = |n: usize| FromTo { from: a.map(|a| a[n]), to: b.map(|b| b[n]) };
        LegChange {
            kind: kind.to_owned(),
            duration_s: part(0),
            cost_usd: part(1),
            co2e_kg: part(2),
            distance_m: part(3),
        }
    };
    kinds.into_iter().map(change).collect()
}
