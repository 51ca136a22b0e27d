//! How near a set of itineraries comes to all the ways there are, by time, cost and emissions.
//!
//! A multi-criteria search with exact lower bounds from the hierarchy either finds what is missing or
//! proves that nothing is, up to a share it states.

use crate::criterion::{Criterion, Weigher};
use crate::itinerary::{Access, Itinerary};
use crate::planner::{Planner, Question};
use crate::ways::{Memory, Ways};
use corridor_network::{EdgeId, NodeId};
use corridor_routing::{Costs, Direction, ParetoQuestion, ParetoSearch, Search, Weight};
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
        let ends = |ends: &[(NodeId, [Weight; 4])]| -> Vec<_> {
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

/// Every way there is, up to a share, by a search that knows nothing of the hierarchy.
#[derive(Clone, Debug)]
pub struct Exhaustive {
    /// What each way takes.
    pub ways: Vec<Sums>,
    /// As [`crate::Answer::bound`]; infinite when the search ended before it found a way.
    pub bound: f64,
    /// Labels settled.
    pub settled: usize,
}

/// What a way takes for the whole shipment.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sums {
    /// Hours.
    pub hours: f64,
    /// US dollars.
    pub usd: f64,
    /// Kilograms of CO2e.
    pub kg: f64,
}

impl Planner {
    /// All the ways that none beats by time, cost and emissions, by label setting without the
    /// hierarchy; ends after so many labels. `bounded` by Dijkstra's algorithm from the destination,
    /// or not at all.
    pub fn exhaustive(
        &self,
        question: &Question<'_>,
        bounded: bool,
        most_labels: usize,
    ) -> Exhaustive {
        let prepared = self.prepared(question.world, question.shipment);
        let weigher = Weigher::new(question.shipment, self.rates());
        let metrics = CRITERIA.map(|by| prepared.by(self, by).customized.metric());
        let ends = |access: &[Access]| -> Vec<(NodeId, Costs<3>)> {
            let weigh = |a: &Access| {
                let costs = CRITERIA.map(|by| weigher.weigh(by, a.hours, a.usd, a.kg).get());
                Some((self.graph.node(a.node)?, costs))
            };
            question.open(access, self.network()).filter_map(weigh).collect()
        };
        let (seeds, targets) = (ends(&question.from), ends(&question.to));
        let nodes = self.topology.node_count();
        let left: [Search; 3] = std::array::from_fn(|k| {
            let mut search = Search::new(nodes, Direction::Backward);
            let ends: Vec<_> = targets.iter().map(|(n, c)| (*n, Weight::new(c[k]))).collect();
            if bounded {
                search.run(&self.topology, metrics[k], &ends, |_, _| false);
            }
            search
        });
        let question_of = ParetoQuestion {
            topology: &self.topology,
            metrics,
            seeds: &seeds,
            targets: &targets,
            known: &[],
            epsilon: 0.0,
            most_at_node: usize::MAX,
        };
        let found = ParetoSearch::new(nodes).run(
            &question_of,
            |node| {
                if bounded {
                    left.each_ref().map(|search| search.distance(node).get())
                } else {
                    [0; 3]
                }
            },
            |settled| {
                if settled < most_labels {
                    ControlFlow::Continue(())
                } else {
                    ControlFlow::Break(())
                }
            },
        );
        let units = question.shipment.units();
        let sums = |[time, cost, emissions]: Costs<3>| Sums {
            hours: f64::from(time) / 3600.0,
            usd: f64::from(cost) / 1000.0 * units,
            kg: f64::from(emissions) / 1000.0 * units,
        };
        Exhaustive {
            ways: found.ways.iter().map(|way| sums(way.costs)).collect(),
            bound: found.bound,
            settled: found.settled,
        }
    }
}
