//! Demand spread over the ways of a world.

use super::FlowsRequest;
use super::capacities::Limit;
use super::constants::Constants;
use super::counters::Counters;
use super::ends::Demand;
use super::figures;
use super::ways::{Planned, Way};
use crate::problem::Problem;
use corridor_flows::capacity::{
    Demand as Asked, Loaded, Problem as Question, Route, Settings, scale_for, solve,
};

/// A world loaded.
#[derive(Debug)]
pub(super) struct World {
    /// Its place among the worlds.
    pub number: usize,
    /// What was found.
    pub loaded: Loaded,
    /// The question that was solved, for the counters of every way.
    pub question: Question,
}

/// What the worlds are loaded with.
#[derive(Clone, Copy)]
pub(super) struct Load<'a> {
    /// The world whose prices say what shipping is worth at most.
    pub base: usize,
    pub demands: &'a [Demand],
    pub planned: &'a [Planned],
    pub counters: &'a Counters,
    pub limits: &'a [Limit],
    pub request: &'a FlowsRequest,
    pub split: f64,
    pub constants: &'a Constants,
}

impl Load<'_> {
    /// Spreads all demands over the ways of one of the worlds.
    ///
    /// # Errors
    /// When the figures make no sense to the solver.
    pub(super) fn world(&self, number: usize) -> Result<World, Problem> {
        let asked = self.demands.iter().zip(self.planned).map(|(d, p)| self.asked(number, d, p));
        let capacity = |counter: &super::counters::Counter| self.limits[counter.limit?].tonnes;
        let question = Question {
            demands: asked.collect(),
            capacities: self.counters.all.iter().map(capacity).collect(),
        };
        let with_capacities = self.request.with_capacities;
        let settings = Settings { with_capacities, ..Settings::default() };
        let loaded = solve(&question, settings)
            .map_err(|fault| Problem::bad_input(fault.code, fault.reason, fault.action))?;
        Ok(World { number, loaded, question })
    }

    fn asked(&self, number: usize, demand: &Demand, planned: &Planned) -> Asked {
        let ways = &planned.worlds[number].ways;
        let cheapest =
            cheapest(&planned.worlds[self.base].ways).or_else(|| cheapest(ways)).unwrap_or(1.0);
        let tonnes = demand.amount.tonnes();
        let worth = if tonnes > 0.0 { demand.value_usd / tonnes } else { 0.0 };
        let forgone = worth.max(figures::value("forgone_at_least") * cheapest);
        let kept = figures::value("forgone_kept");
        // What all ways of a demand have in common says nothing of the choice among them.
        let all = planned.worlds.iter().flat_map(|world| &world.ways);
        let common = all.map(|way| self.constants.of(demand, way)).max_by(f64::total_cmp);
        let common = common.unwrap_or_default();
        let route = |way: &Way| Route {
            cost: way.cost,
            log_size: way.log_size + self.constants.of(demand, way) - common,
            facilities: self.counters.of(way, demand.goods.cargo),
        };
        Asked {
            amount: demand.amount,
            hour: planned.hour,
            scale: scale_for(self.split, cheapest).unwrap_or(1.0),
            forgone,
            forgone_scale: scale_for(kept, forgone).unwrap_or(1.0),
            routes: ways.iter().map(route).collect(),
        }
    }
}

fn cheapest(ways: &[Way]) -> Option<f64> {
    ways.iter().map(|way| way.cost).min_by(f64::total_cmp).filter(|cost| *cost > 0.0)
}
