//! `flows`: demand over the corridors, within what facilities can carry.
//!
//! A demand table becomes demands between places ([`demand`], [`ends`]); the planner gives the ways of
//! each in the world asked for and in the base, taken together ([`ways`]); [`corridor_flows::capacity`]
//! spreads the demand over them so that no facility carries more than it can ([`load`]).

mod answer;
mod baci;
mod capacities;
mod counters;
mod demand;
mod difference;
mod ends;
mod facilities;
mod faults;
mod figures;
mod goods;
mod load;
mod sample;
mod view;
mod ways;
mod zones;

pub use difference::{FacilityChange, LossView};
pub use figures::FigureView;
pub use sample::sample;
pub use view::{
    FacilityView, FlowsMeta, FlowsResponse, KnownView, LinkView, OdView, RouteView, SelectView,
    SumsView, UnservedView, UserView,
};
pub(crate) use zones::Zones;

use crate::engine::Engine;
use crate::plan::PlanRequest;
use crate::problem::Problem;
use crate::scenarios::ScenarioSource;
use counters::Counters;
use load::World;
use ways::Planned;

/// Times that ways round what is full are looked for.
const MOST_ROUNDS: usize = 3;

/// A table that somebody has read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextFile {
    /// Its name, for errors.
    pub name: String,
    /// What it says.
    pub text: String,
}

/// A question for flows.
#[derive(Clone, Debug)]
pub struct FlowsRequest {
    /// Tables of demand.
    pub demand: Vec<TextFile>,
    /// The places over which countries are split, in place of those that ship.
    pub zones: Option<TextFile>,
    /// Capacities, in place of those that ship for the same facilities.
    pub capacities: Option<TextFile>,
    /// Whether capacities count; without, all take the ways that they would take if they were alone.
    pub with_capacities: bool,
    /// Share of the cheaper of two ways that differ by a tenth in generalised cost; a half to one. That of
    /// the table when absent.
    pub split_at_ten_percent: Option<f64>,
    /// Day, things to avoid and other conditions; its places, shipment, goods and things to go through do
    /// not count.
    pub conditions: PlanRequest,
    /// Scenarios that make the world asked for. With them, or with things to avoid, the answer is compared
    /// with the world without.
    pub scenarios: Vec<ScenarioSource>,
    /// Facilities whose users are told.
    pub select: Vec<String>,
}

impl FlowsRequest {
    /// What is asked when nothing else is said of a demand.
    pub fn new(demand: Vec<TextFile>, conditions: PlanRequest) -> Self {
        Self {
            demand,
            zones: None,
            capacities: None,
            with_capacities: true,
            split_at_ten_percent: None,
            conditions,
            scenarios: Vec::new(),
            select: Vec::new(),
        }
    }

    /// The share of the cheaper of two ways.
    fn split(&self) -> Result<f64, Problem> {
        let split = self.split_at_ten_percent.unwrap_or(figures::value("split_at_ten_percent"));
        if split > 0.5 && split < 1.0 {
            return Ok(split);
        }
        Err(Problem::bad_input(
            "flows-invalid",
            format!("--split-at-10-percent {split} is not between a half and one"),
            "give the share of the cheaper of two ways that differ by a tenth, such as 0.65",
        ))
    }
}

/// Told how many of how many demands are planned.
pub type Told<'a> = dyn Fn(usize, usize) + Sync + 'a;

impl Engine {
    /// Spreads demand over the corridors.
    ///
    /// # Errors
    /// When a table is faulty, a name or scenario unknown, or a place too far from the network.
    pub fn flows(&self, request: &FlowsRequest, told: &Told<'_>) -> Result<FlowsResponse, Problem> {
        let split = request.split()?;
        let read = demand::read(&request.demand)?;
        // Worlds made of an engine that has planned share what it has worked out.
        self.planner();
        let asked = self.supposing(&request.scenarios)?;
        let avoids = !request.conditions.avoid.is_empty();
        let is_other = avoids || asked.supposed().is_some_and(|s| !s.applied.is_empty());
        let day = asked.on_supposed_day(&request.conditions).as_of();
        let limits = capacities::limits(asked.network(), request.capacities.as_ref(), day)?;
        answer::check_selected(&asked, &request.select)?;
        let mut worlds = vec![(&asked, request.conditions.clone())];
        if is_other {
            let conditions = PlanRequest { avoid: Vec::new(), ..request.conditions.clone() };
            worlds.push((self, conditions));
        }
        let (demands, notes) = ends::demands(&worlds, &read.rows, request.zones.as_ref())?;
        let mut planned = ways::planned(&worlds, &demands, told)?;
        let load = |planned: &[Planned]| {
            let counters = Counters::new(planned, &limits);
            let base = worlds.len() - 1;
            let each = (0..worlds.len()).map(|n| {
                World::load(n, base, &demands, planned, (&counters, &limits), request, split)
            });
            each.collect::<Result<Vec<_>, _>>().map(|loaded| (counters, loaded))
        };
        let (mut counters, mut loaded) = load(&planned)?;
        // Where something is full, ways round it are looked for, until nothing new is full.
        let mut rounds: Vec<Vec<String>> = Vec::new();
        let mut notes = [read.notes, notes].concat();
        while rounds.len() < MOST_ROUNDS {
            let known = rounds.last().cloned().unwrap_or_default();
            let full = counters.full(&loaded);
            let new: Vec<String> = full.into_iter().filter(|f| !known.contains(f)).collect();
            if new.is_empty() {
                break;
            }
            rounds.push([known, new].concat());
            ways::widened(&worlds, &rounds, &demands, &mut planned)?;
            (counters, loaded) = load(&planned)?;
        }
        if let Some(full) = rounds.last() {
            notes.push(format!("ways round what is full were looked for: {}", full.join(", ")));
        }
        let made = answer::Answer {
            engine: &asked,
            request,
            split,
            rows: &read.rows,
            demands: &demands,
            planned: &planned,
            counters: &counters,
            limits: &limits,
            loaded: &loaded,
        };
        Ok(made.view(notes))
    }
}
