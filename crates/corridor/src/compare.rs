//! `compare`: the same question in several worlds, and what changes from the first to each other.

mod difference;
mod goods;
mod trade;

pub use goods::{Goods, LandedSum};
pub(crate) use goods::{id as agreement_of, supposes};
pub use trade::{CountryTrade, FlowTrade, RunTrade};

use crate::engine::Engine;
use crate::plan::{EndView, ItineraryView, NotOfferedView, PlanRequest, PlanResponse};
use crate::problem::{Problem, Trouble};
use crate::scenarios::{AppliedView, BASE, ScenarioSource};
use crate::trade::GoodsView;
use corridor_network::EdgeId;
use schemars::JsonSchema;
use serde::Serialize;

/// What is asked.
#[derive(Clone, Debug)]
pub struct CompareRequest {
    /// The question.
    pub plan: PlanRequest,
    /// The worlds: a stack of scenarios each, an empty one for the world as it is. The first is what
    /// the others are compared with; of one alone, the world as it is comes first.
    pub runs: Vec<Vec<ScenarioSource>>,
    /// The goods, for what they cost at the end of each way.
    pub goods: Option<Goods>,
    /// Duties under agreements that the scenarios suppose (`ID=PERCENT`), where the effect on trade and real
    /// income is asked for too.
    pub trade: Option<Vec<String>>,
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
    /// What the goods are, where they are said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub goods: Option<GoodsView>,
    /// The question in each world.
    pub runs: Vec<RunView>,
    /// What changes from the first run to each other, for the best way of each corridor. Runs are
    /// compared by the ways that any of them offers, and by corridors that are not worth offering where
    /// something changes for them.
    pub changes: Vec<ChangeView>,
    /// The same for the best of all ways.
    pub sums: Vec<SumView>,
    /// What each run that supposes something does to trade and real income, where that is asked for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub trade: Vec<RunTrade>,
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
    /// Ways that are open in this world though it does not offer them: those that others offer, and the best
    /// of corridors that are not worth offering.
    #[serde(skip)]
    pub(crate) beside: Vec<ItineraryView>,
    /// What the goods cost at the end of each itinerary, where goods are said; null where the rule of
    /// the sale does not fit it. Those of `beside` come after.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub landed: Vec<Option<LandedSum>>,
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
    /// A way now, and none before.
    New,
    /// No way any more.
    Gone,
    /// Lower generalised cost; of goods whose landed cost is known alike of every way, lower landed cost with
    /// that of time.
    Better,
    /// Higher.
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
    /// Why it is not offered in this run.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Its figures.
    #[serde(flatten)]
    pub figures: Figures,
    /// The same by kind of leg, in the order in which the legs come.
    pub legs: Vec<LegChange>,
}

/// What changes for the best of all ways: those that any world offers and that are open in both.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SumView {
    /// The run it is about.
    pub scenario: String,
    /// `best` by generalised cost, or the `fastest`, `cheapest` or `cleanest` way; `landed` is that of
    /// least landed cost, where the same is known of every way.
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
    /// What the goods cost at the door, US dollars, as far as it is known where the same lines are known
    /// in both; else null where a line of it is not known. Where goods are said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub landed_usd: Option<FromTo>,
    /// Duty in it, US dollars; null where it is not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub duty_usd: Option<FromTo>,
}

/// What changes for the legs of a kind.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct LegChange {
    /// `sea`, `rail`, `road`, `inland_water`, `ferry`, `pipeline`, `transfer`, `border` or `wait`.
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
        let engines: Vec<&Self> = engines.iter().collect();
        let mut answer = self.compare_in(&engines, &request.plan, request.goods.as_ref())?;
        if let Some(duties) = &request.trade {
            let day = self.on_supposed_day(&request.plan).as_of();
            let country = |text: &str| self.place(text).map(|place| place.country);
            let ends = [country(&request.plan.from)?, country(&request.plan.to)?];
            answer.trade = self.trade_of_runs(&engines, duties, day, ends)?;
        }
        Ok(answer)
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
        // Worlds made of an engine that has planned share what it has worked out.
        self.planner();
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
        engines: &[&Self],
        request: &PlanRequest,
        goods: Option<&Goods>,
    ) -> Result<CompareResponse, Problem> {
        let of_goods = match goods {
            None => None,
            Some(goods) => {
                goods.checked(engines)?;
                let plain = goods.request(self, request);
                Some(self.ways_of_goods(&plain)?)
            }
        };
        let request = of_goods.as_ref().unwrap_or(request);
        let mut plans = Vec::with_capacity(engines.len());
        // The plan of each world: worlds in which nothing changes that a plan rests on share one.
        let mut plan_of = Vec::with_capacity(engines.len());
        for (n, engine) in engines.iter().enumerate() {
            let is_plain = |at: &usize| !engine.changes_plans() && !engines[*at].changes_plans();
            if let Some(like) = (0..n).find(is_plain) {
                plan_of.push(plan_of[like]);
                continue;
            }
            plan_of.push(plans.len());
            plans.push(match engine.planned(request) {
                Err(problem) if problem.trouble != Trouble::NoRoute => return Err(problem),
                plan => plan,
            });
        }
        if let [Err(problem), ..] = &plans[..]
            && plans.iter().all(Result::is_err)
        {
            return Err(problem.clone());
        }
        // Worlds are compared by the same ways: those that any of them offers, and the best of each corridor
        // that one has found.
        let found = plans.iter().flatten().flat_map(|p| p.ways.iter().chain(&p.aside));
        let mut ways: Vec<&Vec<EdgeId>> = found.collect();
        ways.sort_unstable();
        ways.dedup();
        let mut runs = Vec::with_capacity(engines.len());
        let mut head = None;
        let mut warnings: Vec<String> = Vec::new();
        let mut understood = None;
        for (engine, plan) in engines.iter().zip(plan_of.iter().map(|at| &plans[*at])) {
            let mut run = RunView {
                scenario: engine.scenario_name(),
                applied: engine.scenarios_applied(),
                itineraries: Vec::new(),
                not_offered: Vec::new(),
                beside: Vec::new(),
                landed: Vec::new(),
                problem: plan.as_ref().err().cloned(),
            };
            if let Ok(planned) = plan {
                let new = |way: &&&Vec<EdgeId>| !planned.ways.contains(way);
                let others: Vec<_> = ways.iter().filter(new).map(|way| (*way).clone()).collect();
                run.beside = engine.found_elsewhere(planned, &others);
                let PlanResponse { meta, from, to, itineraries, not_offered, .. } = &planned.answer;
                run.itineraries.clone_from(itineraries);
                run.not_offered.clone_from(not_offered);
                head.get_or_insert((from.clone(), to.clone(), meta.prices.clone()));
                let mut said = [meta.warnings.clone(), engine.scenario_notes()].concat();
                if let Some(goods) = goods {
                    let asked = goods.request(engine, request);
                    let (view, notes) = run.land(engine, &asked, &planned.answer)?;
                    understood = understood.or(view);
                    said.extend(notes);
                }
                for warning in said {
                    if !warnings.contains(&warning) {
                        warnings.push(warning);
                    }
                }
            }
            runs.push(run);
        }
        let (from, to, prices) = head.ok_or_else(|| {
            Problem::bad_input("compare-nothing", "no world is given", "give one or more")
        })?;
        let usd_per_s =
            self.shipment(&request.order)?.usd_per_hour(self.planner().rates()) / 3600.0;
        let (first, others) = runs.split_first().expect("there is an answer, so there is a run");
        let mut changes = Vec::new();
        let mut sums = Vec::new();
        for run in others {
            changes.extend(difference::by_corridors(first, run, usd_per_s));
            sums.extend(difference::in_sum(first, run, usd_per_s));
        }
        for run in &mut runs {
            run.landed.truncate(run.itineraries.len());
        }
        Ok(CompareResponse {
            schema_version: 1,
            dataset: self.dataset(),
            depart: request.depart.to_string(),
            prices,
            from,
            to,
            goods: understood,
            changes,
            sums,
            trade: Vec::new(),
            runs,
            warnings,
        })
    }
}
