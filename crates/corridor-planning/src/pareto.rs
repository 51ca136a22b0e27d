//! How near a set of itineraries comes to all the ways there are, by time, cost and emissions.
//!
//! A multi-criteria search with exact lower bounds from the hierarchy either finds what is missing or
//! proves that nothing is, up to a share it states.

use crate::criterion::{Criterion, Weigher};
use crate::itinerary::Itinerary;
use crate::ways::{Memory, Ways};
use corridor_network::EdgeId;
use corridor_routing::{Costs, ParetoQuestion, Weight};
use std::ops::ControlFlow;

/// Ways that are better by less than this in every criterion than one offered are not looked for.
pub const EPSILON: f64 = 0.1;
/// Labels settled before the search ends with what it has proven: some 20 ms.
const MOST_LABELS: usize = 50_000;
/// Labels kept at one place.
const MOST_AT_NODE: usize = 1_000;

const CRITERIA: [Criterion; 3] = [Criterion::Time, Criterion::Cost, Criterion::Emissions];

/// What was found beyond the itineraries known.
#[derive(Clone, Debug)]
pub(crate) struct Beyond {
    /// Ways that are better than all known by [`EPSILON`] in some criterion, in the network.
    pub(crate) ways: Vec<Vec<EdgeId>>,
    /// For every way there is, one known or found takes at most `1 + bound` times as much of time, of
    /// cost and of emissions.
    pub(crate) bound: f64,
}

impl Ways<'_> {
    /// Looks for ways that the itineraries known do not come near.
    pub(crate) fn beyond(&mut self, known: &[Itinerary], weigher: Weigher) -> Beyond {
        let planner = self.planner;
        let ends = |ends: &[(corridor_network::NodeId, [Weight; 4])]| -> Vec<_> {
            let costs = |weights: &[Weight; 4]| CRITERIA.map(|by| weights[by as usize].get());
            ends.iter().map(|(node, weights)| (*node, costs(weights))).collect()
        };
        let (seeds, targets) = (ends(&self.from), ends(&self.to));
        let far: Vec<_> = targets.iter().map(|(n, costs)| (*n, costs.map(Weight::new))).collect();
        let graphs = CRITERIA.map(|by| self.prepared.by(planner, by));
        let known: Vec<Costs<3>> = known
            .iter()
            .map(|i| CRITERIA.map(|by| weigher.weigh(by, i.hours, i.usd, i.kg).get()))
            .collect();
        let question = ParetoQuestion {
            topology: &planner.topology,
            metrics: graphs.map(|graph| graph.customized.metric()),
            seeds: &seeds,
            targets: &targets,
            known: &known,
            epsilon: EPSILON,
            most_at_node: MOST_AT_NODE,
        };
        let stop = |settled| {
            if settled < MOST_LABELS { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        };
        let Memory { pareto, potentials, .. } = &mut *self.memory;
        let mut left = potentials.to(graphs, &far);
        let found = pareto.run(&question, |node| left.from(node), stop);
        let named = |edges: Vec<EdgeId>| {
            edges.into_iter().map(|edge| planner.graph.network_edge(edge)).collect()
        };
        Beyond {
            ways: found.ways.into_iter().map(|way| named(way.edges)).collect(),
            bound: found.bound,
        }
    }
}
