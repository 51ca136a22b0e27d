//! `flows`: demand over the corridors, within what facilities can carry.
//!
//! A demand table becomes demands between places ([`demand`], [`ends`]); the planner gives the ways of
//! each in the world asked for and in the base, taken together ([`ways`]); [`corridor_flows::capacity`]
//! spreads the demand over them so that no facility carries more than it can ([`load`]).

mod answer;
mod capacities;
mod constants;
mod counters;
mod demand;
mod difference;
mod ends;
mod facilities;
mod faults;
mod figures;
mod goods;
mod joint;
mod load;
mod paid;
mod sample;
mod table;
mod view;
mod ways;
mod zones;

pub use constants::Calibration;
pub use difference::{FacilityChange, GainView, LossView, PaidView};
pub use figures::FigureView;
pub use sample::{SAMPLE, sample};
pub use view::{
    CountView, FacilityView, FlowsMeta, FlowsResponse, KnownView, LeftOutView, LinkView, OdView,
    RouteView, RowsView, SelectView, SumsView, UnservedView, UserView,
};
pub(crate) use zones::Zones;

use crate::engine::Engine;
use crate::plan::PlanRequest;
use crate::problem::Problem;
use crate::scenarios::ScenarioSource;
use constants::Constants;
use corridor_network::CountryCode;
use counters::Counters;
use load::{Load, World};
use std::ops::ControlFlow;
use ways::Planned;

/// Plans, demands times worlds, from which on the ways of all are found together unless asked otherwise.
const MANY: usize = 2_000;
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

/// Which ways of demands are looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WaySearch {
    /// All that a plan is chosen from, a plan for each demand.
    All,
    /// The best by each criterion and through each corridor, a plan for each demand: a fraction of the time.
    Best,
    /// The best by time, cost and both, and over each of the things that make corridors or have a limit, for
    /// all demands together, without a plan for each.
    Together,
}

/// A question for flows.
#[derive(Clone, Debug)]
pub struct FlowsRequest {
    /// Tables of demand.
    pub demand: Vec<TextFile>,
    /// Countries of two sides: what goes from one to the other counts, and nothing else. All of the tables
    /// without.
    pub between: Option<[Vec<CountryCode>; 2]>,
    /// Whether rows that are refused are left out and told; else any of them refuses the question.
    pub skip_bad_rows: bool,
    /// The places over which countries are split, in place of those that ship.
    pub zones: Option<TextFile>,
    /// Capacities, in place of those that ship for the same facilities.
    pub capacities: Option<TextFile>,
    /// What others than the demand take of capacities.
    pub preload: Option<TextFile>,
    /// Whether capacities count; without, all take the ways that they would take if they were alone.
    pub with_capacities: bool,
    /// Share of the cheaper of two ways that differ by a tenth in generalised cost; a half to one. That of
    /// the table when absent.
    pub split_at_ten_percent: Option<f64>,
    /// Which ways are looked for; when absent, all of few demands, and those of many are found together.
    pub search: Option<WaySearch>,
    /// What speaks for or against modes beyond money and time.
    pub calibration: Calibration,
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
            between: None,
            skip_bad_rows: false,
            zones: None,
            capacities: None,
            preload: None,
            with_capacities: true,
            split_at_ten_percent: None,
            search: None,
            calibration: Calibration::Shipped,
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

/// Told how many of how many demands are planned; says whether to go on.
pub type Told<'a> = dyn Fn(usize, usize) -> ControlFlow<()> + Sync + 'a;

/// How much work a question is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FlowsSize {
    /// Rows of demand that count.
    pub rows: usize,
    /// Pairs of places and goods that are planned.
    pub demands: usize,
    /// Worlds that each is planned in.
    pub worlds: usize,
}

/// A question read, before anything is planned.
struct Prepared<'e> {
    /// The worlds asked for, and the one they are compared with if there is one.
    worlds: Vec<(&'e Engine, PlanRequest)>,
    read: demand::Read,
    demands: Vec<ends::Demand>,
    limits: Vec<capacities::Limit>,
    constants: Constants,
    notes: Vec<String>,
}

impl<'e> Prepared<'e> {
    fn of(base: &'e Engine, asked: &[&'e Engine], request: &FlowsRequest) -> Result<Self, Problem> {
        let mut read = demand::read(&request.demand)?;
        let avoids = !request.conditions.avoid.is_empty();
        let is_supposed =
            |engine: &&Engine| engine.supposed().is_some_and(|s| !s.applied.is_empty());
        let is_other = avoids || asked.iter().any(is_supposed);
        let first = asked.first().copied().unwrap_or(base);
        let day = first.on_supposed_day(&request.conditions).as_of();
        let network = first.network();
        let mut limits = capacities::limits(network, request.capacities.as_ref(), day)?;
        let constants = Constants::new(&request.calibration)?;
        let mut notes = Vec::new();
        if let Some(file) = &request.preload {
            notes = capacities::preload(network, file, &mut limits)?;
        }
        answer::check_selected(first, &request.select)?;
        let mut worlds: Vec<_> =
            asked.iter().map(|engine| (*engine, request.conditions.clone())).collect();
        if is_other {
            let conditions = PlanRequest { avoid: Vec::new(), ..request.conditions.clone() };
            worlds.push((base, conditions));
        }
        let ends = ends::demands(&worlds, &read.rows, request.zones.as_ref())?;
        read.refuse(&ends.wrong);
        read.checked(request.skip_bad_rows)?;
        notes = [read.told(), ends.notes, notes].concat();
        let mut demands = ends.demands;
        if let Some(sides) = &request.between {
            notes.push(kept_between(sides, &mut demands));
        }
        Ok(Self { worlds, read, demands, limits, constants, notes })
    }
}

/// Keeps what goes from one side to the other; says how much that is.
fn kept_between(sides: &[Vec<CountryCode>; 2], demands: &mut Vec<ends::Demand>) -> String {
    let all = demands.len();
    demands.retain(|demand| {
        let is_on = |side: usize, end: usize| sides[side].contains(&demand.countries[end]);
        is_on(0, 0) && is_on(1, 1) || is_on(1, 0) && is_on(0, 1)
    });
    let named = sides
        .each_ref()
        .map(|side| side.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "));
    format!(
        "{} of {all} demands are between {} and {}; the others are left out, and what they take of facilities \
         with them",
        demands.len(),
        named[0],
        named[1]
    )
}

/// What an answer says of how ways were found, where not all were looked for.
fn told_of(search: WaySearch) -> Option<String> {
    let told = match search {
        WaySearch::All => return None,
        WaySearch::Best => {
            "of each demand only the ways that are best by time, cost, emissions and both together, and \
             through each corridor, were looked for (--ways all looks for what lies between)"
        }
        WaySearch::Together => {
            "ways were found for all pairs of one kind of cargo together: the best by time, cost and both, and \
             those over passages, things that make corridors and things with a limit (--ways all makes a plan \
             of each demand)"
        }
    };
    Some(told.to_owned())
}

impl Engine {
    /// How much work a question for flows is. What is wrong with its tables and names is found here.
    ///
    /// # Errors
    /// As those of [`Engine::flows`] that show before anything is planned.
    pub fn flows_size(&self, request: &FlowsRequest) -> Result<FlowsSize, Problem> {
        request.split()?;
        self.planner();
        let asked = self.supposing(&request.scenarios)?;
        let Prepared { worlds, read, demands, .. } = Prepared::of(self, &[&asked], request)?;
        Ok(FlowsSize { rows: read.rows.len(), demands: demands.len(), worlds: worlds.len() })
    }

    /// Spreads demand over the corridors.
    ///
    /// # Errors
    /// When a table is faulty, a name or scenario unknown, or a place too far from the network; code
    /// `interrupted` when `told` says to stop.
    pub fn flows(&self, request: &FlowsRequest, told: &Told<'_>) -> Result<FlowsResponse, Problem> {
        // Worlds made of an engine that has planned share what it has worked out.
        self.planner();
        let asked = self.supposing(&request.scenarios)?;
        let answers = self.flows_in(&[&asked], request, told)?;
        Ok(answers.into_iter().next().expect("an answer for each world asked for"))
    }

    /// Spreads one demand over the corridors of several worlds, which choose among the ways that any of them
    /// offers; an answer for each. The request's own scenarios do not count.
    ///
    /// # Errors
    /// As those of [`Self::flows`].
    pub(crate) fn flows_in(
        &self,
        asked: &[&Self],
        request: &FlowsRequest,
        told: &Told<'_>,
    ) -> Result<Vec<FlowsResponse>, Problem> {
        let split = request.split()?;
        let Prepared { worlds, read, demands, limits, constants, mut notes } =
            Prepared::of(self, asked, request)?;
        let many = demands.len() * worlds.len() > MANY;
        let search = match request.search {
            Some(search) => search,
            None if many => WaySearch::Together,
            None => WaySearch::All,
        };
        let search = match search {
            WaySearch::Together if !joint::is_fit(&worlds) => WaySearch::Best,
            search => search,
        };
        notes.extend(told_of(search));
        let how = ways::How { skip_bad: request.skip_bad_rows, search };
        let mut planned = ways::planned(&worlds, &demands, &limits, how, told)?;
        ways::leave_out_odd(self.network(), &mut planned);
        let base = worlds.len() - 1;
        let load = |planned: &[Planned]| {
            let counters = Counters::new(self.network(), planned, &limits);
            let load = Load {
                base,
                demands: &demands,
                planned,
                counters: &counters,
                limits: &limits,
                request,
                split,
                constants: &constants,
            };
            let fitted = match request.calibration {
                Calibration::Fitted(_) => constants.clone().fitted(&load)?,
                _ => constants.clone(),
            };
            let load = Load { constants: &fitted, ..load };
            let loaded: Vec<World> =
                (0..worlds.len()).map(|n| load.world(n)).collect::<Result<_, _>>()?;
            let counts = fitted.view(&load, &loaded[base])?;
            Ok::<_, Problem>((counters, loaded, counts))
        };
        let (mut counters, mut loaded, mut counts) = load(&planned)?;
        // Where something is full, ways round it are looked for, until nothing new is full.
        let mut rounds: Vec<Vec<String>> = Vec::new();
        while rounds.len() < MOST_ROUNDS {
            let known = rounds.last().cloned().unwrap_or_default();
            let full = counters.full(&loaded);
            let new: Vec<String> = full.into_iter().filter(|f| !known.contains(f)).collect();
            if new.is_empty() {
                break;
            }
            rounds.push([known, new].concat());
            ways::widened(&worlds, &rounds, &demands, &mut planned, &limits, how, told)?;
            ways::leave_out_odd(self.network(), &mut planned);
            (counters, loaded, counts) = load(&planned)?;
        }
        if let Some(full) = rounds.last() {
            notes.push(format!("ways round what is full were looked for: {}", full.join(", ")));
        }
        let answers = asked.iter().enumerate().map(|(n, engine)| {
            let mut of_it = vec![&loaded[n]];
            if worlds.len() > asked.len() {
                of_it.push(&loaded[base]);
            }
            let made = answer::Answer {
                engine,
                request,
                split,
                read: &read,
                demands: &demands,
                planned: &planned,
                counters: &counters,
                limits: &limits,
                loaded: of_it,
                counts: &counts,
            };
            made.view(notes.clone())
        });
        Ok(answers.collect())
    }
}
