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
    Demand as Asked, Loaded, Nests, Problem as Question, Route, Settings, scale_for, solve,
};
use std::collections::BTreeMap;

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
        let facilities = |way: &Way| self.counters.of(way, demand.goods.cargo);
        // Every nest has one path size in all worlds: that of its way with the largest.
        let mut nests: BTreeMap<Vec<u32>, f64> = BTreeMap::new();
        for way in planned.worlds.iter().flat_map(|world| &world.ways) {
            let size = nests.entry(self.chain(&facilities(way))).or_insert(f64::NEG_INFINITY);
            *size = size.max(way.log_size + self.constants.of(demand, way) - common);
        }
        let mut numbers: BTreeMap<Vec<u32>, u32> = BTreeMap::new();
        let mut of = Vec::with_capacity(ways.len());
        let route = |way: &Way| {
            let facilities = facilities(way);
            let chain = self.chain(&facilities);
            let log_size = nests.get(&chain).copied().unwrap_or_default();
            let next = numbers.len() as u32;
            of.push(*numbers.entry(chain).or_insert(next));
            Route { cost: way.cost, log_size, facilities }
        };
        let routes: Vec<Route> = ways.iter().map(route).collect();
        let scale = scale_for(self.split, cheapest).unwrap_or(1.0);
        let same_ports = figures::value("split_at_ten_percent_same_ports").max(self.split);
        let nests = Nests { of, scale: scale_for(same_ports, cheapest).unwrap_or(1.0) };
        Asked {
            amount: demand.amount,
            hour: planned.hour,
            scale,
            forgone,
            forgone_scale: scale_for(kept, forgone).unwrap_or(1.0),
            nests: (numbers.len() < routes.len()).then_some(nests),
            routes,
        }
    }

    /// What tells apart the ways of a demand for the shipper: the terminals, borders, lines and services, without
    /// the passages that the ship between two ports goes by.
    fn chain(&self, facilities: &[u32]) -> Vec<u32> {
        let all = &self.counters.all;
        facilities.iter().copied().filter(|at| !all[*at as usize].is_passed).collect()
    }
}

fn cheapest(ways: &[Way]) -> Option<f64> {
    ways.iter().map(|way| way.cost).min_by(f64::total_cmp).filter(|cost| *cost > 0.0)
}
