//! Demand spread over the ways of a world.

use super::FlowsRequest;
use super::capacities::Limit;
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

impl World {
    /// Spreads all demands over the ways of one of the worlds; prices in the `base` say what shipping is
    /// worth at most.
    ///
    /// # Errors
    /// When the figures make no sense to the solver.
    pub(super) fn load(
        number: usize,
        base: usize,
        demands: &[Demand],
        planned: &[Planned],
        (counters, limits): (&Counters, &[Limit]),
        request: &FlowsRequest,
        split: f64,
    ) -> Result<Self, Problem> {
        let route = |demand: &Demand, way: &Way| Route {
            cost: way.cost,
            log_size: way.log_size,
            facilities: counters.of(way, demand.goods.cargo),
        };
        let asked = demands.iter().zip(planned).map(|(demand, planned)| {
            let ways = &planned.worlds[number].ways;
            let cheapest =
                cheapest(&planned.worlds[base].ways).or_else(|| cheapest(ways)).unwrap_or(1.0);
            let tonnes = demand.amount.tonnes();
            let worth = if tonnes > 0.0 { demand.value_usd / tonnes } else { 0.0 };
            let forgone = worth.max(figures::value("forgone_at_least") * cheapest);
            let kept = figures::value("forgone_kept");
            Asked {
                amount: demand.amount,
                hour: planned.hour,
                scale: scale_for(split, cheapest).unwrap_or(1.0),
                forgone,
                forgone_scale: scale_for(kept, forgone).unwrap_or(1.0),
                routes: ways.iter().map(|way| route(demand, way)).collect(),
            }
        });
        let capacity = |counter: &super::counters::Counter| limits[counter.limit?].tonnes;
        let question = Question {
            demands: asked.collect(),
            capacities: counters.all.iter().map(capacity).collect(),
        };
        let settings = Settings { with_capacities: request.with_capacities, ..Settings::default() };
        let loaded = solve(&question, settings)
            .map_err(|fault| Problem::bad_input(fault.code, fault.reason, fault.action))?;
        Ok(Self { number, loaded, question })
    }
}

fn cheapest(ways: &[Way]) -> Option<f64> {
    ways.iter().map(|way| way.cost).min_by(f64::total_cmp).filter(|cost| *cost > 0.0)
}
