//! Finds the materially different itineraries between two places.
//!
//! Exact searches give the fastest, the cheapest and the cleanest way, and the best way by
//! generalised cost through every corridor; ways over other terminals that are no near-copies
//! complete them. What is dominated by far is not offered, and why is said.

use crate::itinerary::{Access, Itinerary, StepTest, gate_of, steps_of};
use crate::parameters::Parameters;
use crate::price::Pricing;
use crate::rates::Rates;
use crate::shipment::Shipment;
use crate::world::World;
use corridor_network::{EdgeId, Id, IdVec, LinkId, Mode, Network, NodeId, TerminalId};
use corridor_routing::{Direction, Metric, Search, Through, Topology, Weight, shortest_through};
use std::collections::BTreeSet;
use std::sync::Arc;

/// A corridor way is offered up to this multiple of the best generalised cost; beyond, the reason
/// given is the detour.
const DETOUR_LIMIT: f64 = 2.0;
/// Another way is a near-copy when it shares more than this part of its kilometres with an offered one.
const NEAR_COPY: f64 = 0.85;
/// Ways over other terminals are looked at up to this multiple of the best generalised cost.
const VIA_LIMIT: f64 = 1.35;
/// Most itineraries offered.
const MOST: usize = 12;

/// What is asked.
pub struct Question<'a> {
    /// The shipment.
    pub shipment: &'a Shipment,
    /// The world it moves in.
    pub world: &'a World,
    /// How it can leave.
    pub from: Vec<Access>,
    /// How it can arrive.
    pub to: Vec<Access>,
}

/// Why a corridor is not among the itineraries.
#[derive(Clone, Debug, PartialEq)]
pub struct NotOffered {
    /// Row of the corridor.
    pub corridor: usize,
    /// Stable code: `avoided`, `closed`, `planned`, `season`, `ice`, `disrupted`, `detour`, `no-way`.
    pub code: String,
    /// The reason in a sentence.
    pub reason: String,
}

/// What was found.
#[derive(Debug)]
pub struct Answer {
    /// Itineraries, best generalised cost first; empty when there is no way.
    pub itineraries: Vec<Itinerary>,
    /// Corridors not offered, with the reason.
    pub not_offered: Vec<NotOffered>,
}

/// Plans over one network with one set of parameters; shared by all questions.
pub struct Planner {
    network: Arc<Network>,
    parameters: Arc<Parameters>,
    topology: Topology,
    rates: Rates,
    node_mode: IdVec<NodeId, Mode>,
}

/// The criteria a way can be best by.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Criterion {
    Time,
    Cost,
    Emissions,
    /// Cost plus the value of time.
    Generalised,
}

struct Metrics {
    time: Metric,
    cost: Metric,
    emissions: Metric,
    generalised: Metric,
}

impl Planner {
    /// A planner over `network`.
    pub fn new(network: Arc<Network>, parameters: Arc<Parameters>) -> Self {
        let topology = Topology::of(&network);
        let rates = Rates::new(&parameters);
        let node_mode = node_modes(&network);
        Self { network, parameters, topology, rates, node_mode }
    }

    /// The network planned over.
    pub fn network(&self) -> &Network {
        &self.network
    }
    /// The topology searched.
    pub fn topology(&self) -> &Topology {
        &self.topology
    }
    /// The rates in force.
    pub fn rates(&self) -> &Rates {
        &self.rates
    }
    /// The mode a node belongs to; [`Mode::Transfer`] for gates of terminals.
    pub fn node_mode(&self, node: NodeId) -> Mode {
        self.node_mode[node]
    }

    /// Pricing of a shipment in a world over this network.
    pub fn pricing<'a>(&'a self, world: &'a World, shipment: &'a Shipment) -> Pricing<'a> {
        Pricing::new(
            &self.network,
            world,
            &self.parameters,
            &self.rates,
            shipment,
            &self.node_mode,
        )
    }

    /// The ways to move the shipment.
    pub fn plan(&self, question: &Question<'_>) -> Answer {
        let pricing = self.pricing(question.world, question.shipment);
        let metrics = self.metrics(&pricing, question.shipment);
        let ends = |access: &[Access], criterion| -> Vec<(NodeId, Weight)> {
            let weigh = |a: &Access| {
                self.weight(criterion, question.shipment, a.hours, a.usd, a.kg)
            };
            access.iter().map(|a| (a.node, weigh(a))).collect()
        };
        let best_by = |criterion: Criterion, metric: &Metric| {
            let (seeds, targets) = (ends(&question.from, criterion), ends(&question.to, criterion));
            self.shortest(metric, &seeds, &targets)
        };
        let generalised = Criterion::Generalised;
        let (seeds, targets) = (ends(&question.from, generalised), ends(&question.to, generalised));
        let tree = |direction, roots: &[(NodeId, Weight)]| {
            let mut search = Search::new(self.topology.node_count(), direction);
            search.run(&self.topology, &metrics.generalised, roots, |_, _| false);
            search
        };
        let ((forward, fastest), (backward, cheapest, cleanest)) = std::thread::scope(|scope| {
            let first = scope.spawn(|| {
                (tree(Direction::Forward, &seeds), best_by(Criterion::Time, &metrics.time))
            });
            let second = (
                tree(Direction::Backward, &targets),
                best_by(Criterion::Cost, &metrics.cost),
                best_by(Criterion::Emissions, &metrics.emissions),
            );
            (first.join().expect("a search does not panic"), second)
        });
        let best = seeds.iter().map(|s| s.1.plus(backward.distance(s.0))).min();
        let Some(best) = best.filter(|weight| weight.is_finite()) else {
            return Answer { itineraries: Vec::new(), not_offered: Vec::new() };
        };
        let mut found = Found { planner: self, question, pricing: &pricing, kept: Vec::new() };
        for edges in [fastest, cheapest, cleanest].into_iter().flatten() {
            found.offer(edges, true);
        }
        let limit = scaled(best, DETOUR_LIMIT);
        let by_corridor = self.by_corridor(&metrics, &seeds, &targets, &backward, limit);
        let mut not_offered = Vec::new();
        for (row, way) in by_corridor.into_iter().enumerate() {
            match way {
                Some(edges) => found.offer_for(edges, row),
                None => not_offered.push(self.why_not(question.world, row)),
            }
        }
        self.by_other_terminals(&mut found, &forward, &backward, scaled(best, VIA_LIMIT));
        let weigh = |i: &Itinerary| {
            self.weight(generalised, question.shipment, i.hours, i.usd, i.kg)
        };
        let mut itineraries = found.kept;
        itineraries.sort_by_key(weigh);
        not_offered.retain(|n| !itineraries.iter().any(|i| i.corridors.contains(&n.corridor)));
        Answer { itineraries, not_offered }
    }

    fn weight(&self, by: Criterion, shipment: &Shipment, hours: f64, usd: f64, kg: f64) -> Weight {
        // Per 40-foot unit, so that a large shipment does not leave the range of weights.
        let feu = shipment.feu();
        let milli_usd = usd / feu * 1000.0;
        let value = match by {
            Criterion::Time => hours * 3600.0,
            Criterion::Cost => milli_usd,
            Criterion::Emissions => kg / feu * 1000.0,
            Criterion::Generalised => {
                let per_hour = shipment.value_usd / feu * self.rates.time_value_per_h * 1000.0;
                milli_usd + hours * per_hour
            }
        };
        Weight::new(value.round().clamp(0.0, f64::from(u32::MAX)) as u32)
    }

    fn metrics(&self, pricing: &Pricing<'_>, shipment: &Shipment) -> Metrics {
        let links = self.network.link_count();
        let price = |range: std::ops::Range<usize>| {
            let mut weights: [Vec<Weight>; 4] = std::array::from_fn(|_| Vec::new());
            for link in range.map(LinkId::from_index) {
                for edge in [EdgeId::of(link, false), EdgeId::of(link, true)] {
                    let (mut hours, mut usd, mut kg) = (0.0, 0.0, 0.0);
                    let open = pricing.is_open(edge);
                    if open {
                        pricing.charges(edge, |c| {
                            hours += c.hours;
                            usd += c.usd;
                            kg += c.kg;
                        });
                    }
                    let by = [
                        Criterion::Time,
                        Criterion::Cost,
                        Criterion::Emissions,
                        Criterion::Generalised,
                    ];
                    for (criterion, column) in by.into_iter().zip(&mut weights) {
                        column.push(if open {
                            self.weight(criterion, shipment, hours, usd, kg)
                        } else {
                            Weight::INFINITY
                        });
                    }
                }
            }
            weights
        };
        let half = links / 2;
        let (mut low, high) = std::thread::scope(|scope| {
            let high = scope.spawn(|| price(half..links));
            let low = price(0..half);
            (low, high.join().expect("pricing does not panic"))
        });
        for (low, high) in low.iter_mut().zip(high) {
            low.extend(high);
        }
        let [time, cost, emissions, generalised] = low.map(Metric::new);
        Metrics { time, cost, emissions, generalised }
    }

    fn shortest(
        &self,
        metric: &Metric,
        seeds: &[(NodeId, Weight)],
        targets: &[(NodeId, Weight)],
    ) -> Option<Vec<EdgeId>> {
        let mut search = Search::new(self.topology.node_count(), Direction::Forward);
        let mut best: Option<(Weight, NodeId)> = None;
        search.run(&self.topology, metric, seeds, |node, distance| {
            for (target, rest) in targets {
                let total = distance.plus(*rest);
                if *target == node && total.is_finite() && best.is_none_or(|b| total < b.0) {
                    best = Some((total, node));
                }
            }
            best.is_some_and(|b| distance >= b.0)
        });
        search.path(best?.1, |e| self.network.tail(e), |e| self.network.head(e)).map(|p| p.1)
    }

    /// The best way through each corridor within the limit, in the order of the table.
    fn by_corridor(
        &self,
        metrics: &Metrics,
        seeds: &[(NodeId, Weight)],
        targets: &[(NodeId, Weight)],
        backward: &Search,
        limit: Weight,
    ) -> Vec<Option<Vec<EdgeId>>> {
        let corridors = &self.network.facts().corridors;
        let best = |row: usize| {
            let (steps, excluded) = steps_of(&self.network, &corridors[row]);
            if steps.is_empty() || steps.iter().any(Vec::is_empty) {
                return None;
            }
            let reversed: Vec<_> = steps.iter().rev().cloned().collect();
            let passes = |tests: &[StepTest], edge| {
                tests.iter().any(|test| test.passes(&self.network, edge))
            };
            let one_way = |steps: &[Vec<StepTest>]| {
                let satisfies = |edge| {
                    steps.iter().enumerate().fold(0u32, |bits, (k, tests)| {
                        bits | u32::from(passes(tests, edge)) << k
                    })
                };
                shortest_through(
                    &self.topology,
                    &metrics.generalised,
                    seeds,
                    targets,
                    &Through {
                        steps: steps.len() as u32,
                        satisfies: &satisfies,
                        forbidden: &|edge| passes(&excluded, edge),
                        bound: &|node| backward.distance(node),
                        limit,
                    },
                )
            };
            let mut ways = vec![one_way(&steps)];
            if steps.len() > 1 {
                ways.push(one_way(&reversed));
            }
            ways.into_iter().flatten().min_by_key(|way| way.0).map(|way| way.1)
        };
        std::thread::scope(|scope| {
            let odd = scope.spawn(|| {
                (1..corridors.len()).step_by(2).map(best).collect::<Vec<_>>()
            });
            let even: Vec<_> = (0..corridors.len()).step_by(2).map(best).collect();
            let mut odd = odd.join().expect("a search does not panic").into_iter();
            let mut all = Vec::new();
            for way in even {
                all.push(way);
                all.extend(odd.next());
            }
            all
        })
    }

    /// Ways over terminals that the offered ones do not use, best first.
    fn by_other_terminals(
        &self,
        found: &mut Found<'_, '_>,
        forward: &Search,
        backward: &Search,
        limit: Weight,
    ) {
        let terminals = (0..self.network.facts().terminals.len()).map(TerminalId::from_index);
        let mut candidates: Vec<(Weight, NodeId)> = terminals
            .map(|t| gate_of(&self.network, t))
            .map(|gate| (forward.distance(gate).plus(backward.distance(gate)), gate))
            .filter(|(weight, _)| *weight <= limit)
            .collect();
        candidates.sort_unstable();
        let mut seen = BTreeSet::new();
        for (weight, gate) in candidates.into_iter().take(400) {
            // Terminals on one and the same way have the same weight.
            if found.kept.len() >= MOST || !seen.insert(weight) {
                continue;
            }
            let (tail, head) = (|e| self.network.tail(e), |e| self.network.head(e));
            let (Some((_, mut edges)), Some((_, rest))) =
                (forward.path(gate, tail, head), backward.path(gate, tail, head))
            else {
                continue;
            };
            edges.extend(rest);
            found.offer(edges, false);
        }
    }

    /// The reason why no way through a corridor is offered.
    fn why_not(&self, world: &World, row: usize) -> NotOffered {
        let corridor = &self.network.facts().corridors[row];
        let (steps, _) = steps_of(&self.network, corridor);
        for (tests, names) in steps.iter().zip(&corridor.through) {
            let bars: Vec<_> = tests
                .iter()
                .map(|test| match test {
                    StepTest::Feature(f) => world.bar(*f).map(|bar| {
                        (bar.code(), format!("{}: {}", self.network.features()[*f].id, bar.words()))
                    }),
                    StepTest::Country(c) => (!world.may_enter(*c))
                        .then(|| ("avoided", format!("country {c} is avoided"))),
                })
                .collect();
            if !bars.is_empty() && bars.iter().all(Option::is_some) {
                let bars: Vec<_> = bars.into_iter().flatten().collect();
                let reasons: Vec<_> = bars.iter().map(|b| b.1.as_str()).collect();
                return NotOffered {
                    corridor: row,
                    code: bars[0].0.to_owned(),
                    reason: format!("needs {}; {}", names.join(" or "), reasons.join("; ")),
                };
            }
        }
        if let Some((code, reason)) = self.ice_on(world, &steps) {
            return NotOffered { corridor: row, code, reason };
        }
        NotOffered {
            corridor: row,
            code: "detour".to_owned(),
            reason: format!(
                "no way through {} within {DETOUR_LIMIT} times the generalised cost of the best one",
                corridor.through.iter().map(|s| s.join(" or ")).collect::<Vec<_>>().join(", then ")
            ),
        }
    }

    /// Ice that bars every link of a step of the corridor.
    fn ice_on(&self, world: &World, steps: &[Vec<StepTest>]) -> Option<(String, String)> {
        let columns = self.network.columns();
        for tests in steps {
            let mut bars = BTreeSet::new();
            let mut any_open = false;
            for link in columns.link_a.ids() {
                let edge = EdgeId::of(link, false);
                if !tests.iter().any(|t| t.passes(&self.network, edge)) {
                    continue;
                }
                let barred = self.network.features_of(link).iter().find_map(|f| world.bar(*f));
                match barred {
                    Some(bar) => {
                        bars.insert((bar.code(), bar.words()));
                    }
                    None => any_open = true,
                }
            }
            if !any_open && let Some((code, words)) = bars.into_iter().next() {
                return Some((code.to_owned(), words));
            }
        }
        None
    }
}

/// The itineraries kept so far.
struct Found<'a, 'q> {
    planner: &'a Planner,
    question: &'a Question<'q>,
    pricing: &'a Pricing<'a>,
    kept: Vec<Itinerary>,
}

impl Found<'_, '_> {
    /// Keeps the way unless it is a near-copy or, when not `wanted`, worse in everything.
    fn offer(&mut self, edges: Vec<EdgeId>, wanted: bool) {
        let Some(itinerary) = self.build(edges) else { return };
        let copies = self.kept.iter().any(|other| self.is_near_copy(&itinerary, other));
        let dominated = self.kept.iter().any(|other| {
            other.hours <= itinerary.hours && other.usd <= itinerary.usd && other.kg <= itinerary.kg
        });
        if !copies && (wanted || !dominated) {
            self.kept.push(itinerary);
        }
    }

    /// Keeps the way as the best of its corridor: a near-copy that lacks the corridor gives place.
    fn offer_for(&mut self, edges: Vec<EdgeId>, corridor: usize) {
        let Some(itinerary) = self.build(edges) else { return };
        let has = |i: &Itinerary| i.corridors.contains(&corridor);
        if self.kept.iter().any(|other| has(other) && self.is_near_copy(&itinerary, other)) {
            return;
        }
        if has(&itinerary) {
            self.kept.push(itinerary);
        }
    }

    fn build(&self, edges: Vec<EdgeId>) -> Option<Itinerary> {
        let network = &self.planner.network;
        let first = edges.first().map(|e| network.tail(*e))?;
        let last = edges.last().map(|e| network.head(*e))?;
        let start = self.question.from.iter().find(|a| a.node == first)?;
        let end = self.question.to.iter().find(|a| a.node == last)?;
        Some(Itinerary::new(network, self.pricing, start, edges, end))
    }

    fn is_near_copy(&self, one: &Itinerary, other: &Itinerary) -> bool {
        let links: BTreeSet<LinkId> = other.edges.iter().map(|e| e.link()).collect();
        let length = &self.planner.network.columns().link_length;
        let km = |e: &EdgeId| length[e.link()].km();
        let shared: f64 = one.edges.iter().filter(|e| links.contains(&e.link())).map(km).sum();
        let total: f64 = one.edges.iter().map(km).sum();
        shared > NEAR_COPY * total.max(other.edges.iter().map(km).sum())
    }
}

fn scaled(weight: Weight, factor: f64) -> Weight {
    Weight::new((f64::from(weight.get()) * factor).min(f64::from(u32::MAX)) as u32)
}

fn node_modes(network: &Network) -> IdVec<NodeId, Mode> {
    let columns = network.columns();
    let mut modes: IdVec<NodeId, Mode> = vec![Mode::Transfer; network.node_count()].into();
    for link in columns.link_a.ids() {
        let mode = columns.link_mode[link];
        if !matches!(mode, Mode::Transfer | Mode::Ferry) {
            modes[columns.link_a[link]] = mode;
            modes[columns.link_b[link]] = mode;
        }
    }
    modes
}
