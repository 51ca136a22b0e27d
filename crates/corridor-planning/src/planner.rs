//! Finds the materially different itineraries between two places.
//!
//! Exact searches give the fastest, the cheapest and the cleanest way, and the best way by
//! generalised cost through every corridor; ways over other terminals that are no near-copies
//! complete them. What is dominated by far is not offered, and why is said.

use crate::canal;
use crate::corridors::{Corridors, Steps};
use crate::itinerary::{Access, Itinerary, gate_of};
use crate::offers::Found;
use crate::parameters::Parameters;
use crate::price::{Particulars, Pricing};
use crate::rates::Rates;
use crate::shipment::Shipment;
use crate::world::World;
use corridor_network::geo::EARTH_RADIUS_KM;
use corridor_network::{EdgeId, Id, IdVec, LinkId, LngLat, Mode, Network, NodeId, TerminalId};
use corridor_routing::{Direction, Metric, Search, Through, ThroughSearch, Topology, Weight};
use std::collections::BTreeSet;
use std::sync::Arc;

/// A corridor way is offered up to this multiple of the best generalised cost; beyond, the reason
/// given is the detour.
pub(crate) const DETOUR_LIMIT: f64 = 1.8;
/// Ways over other terminals are looked at up to this multiple of the best generalised cost.
const VIA_LIMIT: f64 = 1.35;
/// Most ways offered that are neither best by a criterion nor by a corridor.
const MOST_OTHERS: usize = 4;

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
    /// Stable code: `avoided`, `closed`, `planned`, `season`, `ice`, `disrupted`, `dominated`, `detour`.
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
    pub(crate) network: Arc<Network>,
    parameters: Arc<Parameters>,
    topology: Topology,
    rates: Rates,
    particulars: Particulars,
    pub(crate) corridors: Corridors,
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
        let corridors = Corridors::new(&network);
        let particulars = Particulars {
            node_mode: node_modes(&network),
            takes_boxes: takes_boxes(&network),
            canal_shares: canal::shares(&network, &topology),
        };
        Self { network, parameters, topology, rates, particulars, corridors }
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
        self.particulars.node_mode[node]
    }

    /// Pricing of a shipment in a world over this network.
    pub fn pricing<'a>(&'a self, world: &'a World, shipment: &'a Shipment) -> Pricing<'a> {
        Pricing::new(
            &self.network,
            world,
            &self.parameters,
            &self.rates,
            shipment,
            &self.particulars,
        )
    }

    /// The ways to move the shipment.
    pub fn plan(&self, question: &Question<'_>) -> Answer {
        let pricing = self.pricing(question.world, question.shipment);
        let metrics = self.metrics(&pricing, question.shipment);
        let ends = |access: &[Access], criterion| -> Vec<(NodeId, Weight)> {
            let weigh =
                |a: &Access| self.weight(criterion, question.shipment, a.hours, a.usd, a.kg);
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
        let by_corridor = self.by_corridor(&metrics, &forward, &backward, limit);
        let mut not_offered = Vec::new();
        let mut absent = Vec::new();
        for (row, way) in by_corridor.into_iter().enumerate() {
            if let Some(not) = self.not_there(question.world, row) {
                not_offered.push(not);
                absent.push(row);
                continue;
            }
            match way {
                Some(edges) => found.offer_for(edges, row),
                None => not_offered.push(self.why_not(question.world, row)),
            }
        }
        not_offered.extend(found.drop_pointless());
        self.by_other_terminals(&mut found, &pricing, &forward, &backward, scaled(best, VIA_LIMIT));
        let weigh =
            |i: &Itinerary| self.weight(generalised, question.shipment, i.hours, i.usd, i.kg);
        let mut itineraries = found.kept;
        for itinerary in &mut itineraries {
            itinerary.corridors.retain(|row| !absent.contains(row));
        }
        itineraries.sort_by_key(weigh);
        not_offered.sort_by_key(|n| n.corridor);
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
        forward: &Search,
        backward: &Search,
        limit: Weight,
    ) -> Vec<Option<Vec<EdgeId>>> {
        let best = |search: &mut ThroughSearch, steps: &Steps| {
            if !steps.is_whole() || self.least_through(steps, metrics, forward, backward) > limit {
                return None;
            }
            let mut one_way = |reverse: bool| {
                let met = |edge| steps.met_towards(&self.network, edge, reverse);
                let mut first = Vec::new();
                for link in steps.links() {
                    for edge in [EdgeId::of(*link, false), EdgeId::of(*link, true)] {
                        let there = forward.distance(self.network.tail(edge));
                        let weight = there.plus(metrics.generalised.weight(edge));
                        if met(edge) & 1 == 1 && weight.is_finite() {
                            first.push((edge, self.network.head(edge), weight));
                        }
                    }
                }
                let through = Through {
                    steps: steps.count() - 1,
                    satisfies: &|edge| met(edge) >> 1,
                    forbidden: &|edge| steps.excludes(&self.network, edge),
                    rest: &|node| backward.distance(node),
                    limit,
                };
                search.shortest(&self.topology, &metrics.generalised, &first, &through)
            };
            let mut ways = vec![one_way(false)];
            if steps.count() > 1 {
                ways.push(one_way(true));
            }
            let best = ways.into_iter().flatten().min_by_key(|way| way.weight)?;
            let (tail, head) = (|e| self.network.tail(e), |e| self.network.head(e));
            let (_, mut edges) = forward.path(tail(best.edges[0]), tail, head)?;
            edges.extend(best.edges);
            edges.extend(backward.path(best.end, tail, head)?.1);
            // The ways to the first step and on from the last do not know what is excluded.
            steps.used_by(&self.network, &edges).then_some(edges)
        };
        let all: Vec<&Steps> = self.corridors.all().iter().collect();
        let every_other = |from: usize| {
            let mut search = ThroughSearch::default();
            all.iter().skip(from).step_by(2).map(|s| best(&mut search, s)).collect::<Vec<_>>()
        };
        std::thread::scope(|scope| {
            let odd = scope.spawn(|| every_other(1));
            let even = every_other(0);
            let mut odd = odd.join().expect("a search does not panic").into_iter();
            let mut ways = Vec::new();
            for way in even {
                ways.push(way);
                ways.extend(odd.next());
            }
            ways
        })
    }

    /// What any way through the corridor weighs at least: its dearest step, with the best ways there
    /// and on. Most corridors of the world are ruled out by this alone.
    fn least_through(
        &self,
        steps: &Steps,
        metrics: &Metrics,
        forward: &Search,
        backward: &Search,
    ) -> Weight {
        let mut least = vec![Weight::INFINITY; steps.count() as usize];
        for link in steps.links() {
            for edge in [EdgeId::of(*link, false), EdgeId::of(*link, true)] {
                let there = forward.distance(self.network.tail(edge));
                let on = backward.distance(self.network.head(edge));
                let whole = there.plus(metrics.generalised.weight(edge)).plus(on);
                let met = steps.met(&self.network, edge);
                for (k, least) in least.iter_mut().enumerate() {
                    if met >> k & 1 == 1 {
                        *least = whole.min(*least);
                    }
                }
            }
        }
        least.into_iter().max().unwrap_or(Weight::INFINITY)
    }

    /// Ways over terminals that the offered ones do not use, best first.
    fn by_other_terminals(
        &self,
        found: &mut Found<'_, '_>,
        pricing: &Pricing<'_>,
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
        let most = found.kept.len() + MOST_OTHERS;
        for (weight, gate) in candidates.into_iter().take(400) {
            // Terminals on one and the same way have the same weight.
            if found.kept.len() >= most || !seen.insert(weight) {
                continue;
            }
            let (tail, head) = (|e| self.network.tail(e), |e| self.network.head(e));
            let (Some((_, mut edges)), Some((_, rest))) =
                (forward.path(gate, tail, head), backward.path(gate, tail, head))
            else {
                continue;
            };
            // A lorry that only drives through the gate changes nothing.
            let arriving = edges.last().map(|e| pricing.transfer_mode(*e));
            let leaving = rest.first().map(|e| pricing.transfer_mode(*e));
            if arriving == leaving {
                continue;
            }
            edges.extend(rest);
            found.offer(edges, false);
        }
    }
}

/// Ports farther from any container port take what boxes come, by lighter if need be, km.
const REMOTE_KM: f64 = 200.0;

/// Whether container ships call at a terminal: listed container ports, and remote ports.
fn takes_boxes(network: &Network) -> IdVec<TerminalId, bool> {
    let terminals = &network.facts().terminals;
    let listed: Vec<_> = terminals.iter().filter(|t| t.containers).map(|t| t.at.vec3()).collect();
    let near = (REMOTE_KM / EARTH_RADIUS_KM).cos();
    let remote = |at: LngLat| {
        let at = at.vec3();
        listed.iter().all(|port| port.dot(at) < near)
    };
    terminals.iter().map(|t| t.containers || remote(t.at)).collect()
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
