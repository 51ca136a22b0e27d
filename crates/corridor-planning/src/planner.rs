//! Finds the materially different itineraries between two places.
//!
//! Exact searches give the fastest, the cheapest and the cleanest way, and the best way by
//! generalised cost through every corridor; a multi-criteria search finds what these do not come near
//! ([`Answer::bound`]), and ways over other terminals that are no near-copies complete them.

use crate::charted::Charted;
use crate::corridors::{Corridors, StepTest, Steps};
use crate::criterion::{Criterion, Weigher};
use crate::frontier;
use crate::itinerary::{Access, Itinerary};
use crate::meeting::{Gate, Stretch};
use crate::offers::Found;
use crate::parameters::Parameters;
use crate::prepared::{Kept, Prepared};
use crate::price::{Particulars, Pricing};
use crate::rates::Rates;
use crate::shipment::Shipment;
use crate::ways::{Memory, Ways};
use crate::world::World;
use corridor_network::{
    FeatureId, FeatureKind, FeatureSetId, IdVec, LinkId, Mode, Network, NodeId,
};
use corridor_routing::{LayerGraph, Part, Topology, Weight};
use rayon::prelude::*;
use std::sync::{Arc, Mutex};

/// A corridor way is offered up to this multiple of the best generalised cost; beyond, the reason
/// given is the detour.
pub(crate) const DETOUR_LIMIT: f64 = 1.8;
/// Ways over other terminals are looked at up to this multiple of the best generalised cost.
const VIA_LIMIT: f64 = 1.35;
/// Most terminals looked at for other ways.
const MOST_LOOKED_AT: usize = 60;
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
    /// What it has to go through, if anything ([`Planner::via`]).
    pub via: Option<&'a Via>,
}

impl Question<'_> {
    /// The ends of the way that do not lie behind the borders of countries that the goods may not go through.
    pub(crate) fn open<'s>(
        &'s self,
        ends: &'s [Access],
        network: &'s Network,
    ) -> impl Iterator<Item = &'s Access> {
        let refused = &self.world.conditions.no_transit;
        ends.iter().filter(|end| !frontier::is_behind(network, refused, end.node))
    }
}

/// What every way has to go through.
#[derive(Debug)]
pub struct Via {
    steps: Steps,
    stretch: Stretch,
    /// Rows of corridors.
    corridors: Vec<usize>,
}

impl Via {
    pub(crate) fn nodes(&self) -> impl Iterator<Item = NodeId> {
        self.stretch.nodes()
    }

    fn is_met(&self, network: &Network, itinerary: &Itinerary) -> bool {
        let all = self.corridors.iter().all(|row| itinerary.corridors.contains(row));
        all && (self.steps.count() == 0 || self.steps.goes_through(network, &itinerary.edges))
    }
}

/// Why a corridor is not among the itineraries.
#[derive(Clone, Debug, PartialEq)]
pub struct NotOffered {
    /// Row of the corridor.
    pub corridor: usize,
    /// Stable code: `avoided`, `closed`, `planned`, `season`, `ice`, `disrupted`, `detour`.
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
    /// For every way there is, one offered takes at most `1 + bound` times as much time, money and
    /// emissions.
    pub bound: f64,
}

/// Plans over one network with one set of parameters; shared by all questions.
pub struct Planner {
    pub(crate) network: Arc<Network>,
    pub(crate) graph: Arc<LayerGraph>,
    parameters: Arc<Parameters>,
    rates: Rates,
    particulars: Arc<Particulars>,
    pub(crate) corridors: Arc<Corridors>,
    links_by_set: Arc<IdVec<FeatureSetId, u32>>,
    stretches: Arc<Vec<Stretch>>,
    gates: Arc<Vec<Gate>>,
    /// The part of the hierarchy where corridors and terminals are met.
    pub(crate) meeting: Arc<Part>,
    /// The layer for plain searches.
    pub(crate) topology: Arc<Topology>,
    kept: Mutex<Kept>,
    memories: Mutex<Vec<Memory>>,
    origin: Option<Origin>,
}

/// The planner that another is a variant of.
struct Origin {
    planner: Arc<Planner>,
    /// What stands otherwise in the tables; not known when the figures are others too.
    other_facts: Option<IdVec<FeatureId, bool>>,
}

impl Planner {
    /// A planner over `network`, whose layer of all modes is `graph`, with what was found out about the network.
    pub fn new(
        network: Arc<Network>,
        graph: Arc<LayerGraph>,
        parameters: Arc<Parameters>,
        charted: Charted,
    ) -> Self {
        let Charted { corridors, particulars, links_by_set } = charted;
        let all = corridors.all().par_iter();
        let stretches: Vec<Stretch> =
            all.map(|steps| Stretch::new(&network, &graph, steps)).collect();
        let gates = Gate::all(&network, &graph, &particulars);
        let meeting = gates.iter().flat_map(Gate::nodes);
        let meeting = meeting.chain(stretches.iter().flat_map(Stretch::nodes));
        Self {
            rates: Rates::new(&parameters),
            meeting: Arc::new(graph.hierarchy().part(meeting)),
            topology: Arc::new(graph.topology()),
            network,
            graph,
            parameters,
            particulars: Arc::new(particulars),
            corridors: Arc::new(corridors),
            links_by_set: Arc::new(links_by_set),
            stretches: Arc::new(stretches),
            gates: Arc::new(gates),
            kept: Mutex::default(),
            memories: Mutex::default(),
            origin: None,
        }
    }

    /// A planner over the same links in a world of other facts or parameters; what `origin` has
    /// prepared is used where it can be.
    ///
    /// # Panics
    /// When `network` has other links than the one of `origin`.
    pub fn variant(origin: &Arc<Self>, network: Arc<Network>, parameters: Arc<Parameters>) -> Self {
        assert!(network.shares_links_with(&origin.network), "a variant has the same links");
        let same_figures = parameters == origin.parameters;
        let other_facts = changed_facts(&origin.network, &network).filter(|_| same_figures);
        Self {
            rates: Rates::new(&parameters),
            graph: origin.graph.clone(),
            particulars: origin.particulars.clone(),
            corridors: origin.corridors.clone(),
            links_by_set: origin.links_by_set.clone(),
            stretches: origin.stretches.clone(),
            gates: origin.gates.clone(),
            meeting: origin.meeting.clone(),
            topology: origin.topology.clone(),
            kept: Mutex::default(),
            memories: Mutex::default(),
            origin: Some(Origin { planner: origin.clone(), other_facts }),
            network,
            parameters,
        }
    }

    /// Bytes of the worlds that are kept ready for the next question.
    pub fn kept_bytes(&self) -> u64 {
        self.kept.lock().map_or(0, |kept| kept.bytes())
    }

    /// Lets the worlds not asked for longest go until those kept take no more than so many bytes.
    pub fn keep_at_most(&self, bytes: u64) {
        if let Ok(mut kept) = self.kept.lock() {
            kept.shrink_to(bytes);
        }
    }

    /// The network planned over.
    pub fn network(&self) -> &Network {
        &self.network
    }
    /// The rates in force.
    pub fn rates(&self) -> &Rates {
        &self.rates
    }
    /// The mode a node belongs to; [`Mode::Transfer`] for gates of terminals.
    pub fn node_mode(&self, node: NodeId) -> Mode {
        self.particulars.node_mode[node]
    }

    /// The links by which the land of each country is entered.
    pub(crate) fn frontier(&self) -> &IdVec<LinkId, bool> {
        &self.particulars.frontier
    }

    /// How many links have each set of features.
    pub(crate) fn links_by_set(&self) -> &IdVec<FeatureSetId, u32> {
        &self.links_by_set
    }

    /// The steps of all corridors.
    pub fn corridors(&self) -> &Corridors {
        &self.corridors
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

    /// What ways have to go through: one of each list of things of the network, in order, and
    /// corridors.
    pub fn via(&self, things: Vec<Vec<StepTest>>, corridors: Vec<usize>) -> Via {
        let steps = Steps::of_tests(&self.network, things);
        let stretch = Stretch::new(&self.network, &self.graph, &steps);
        Via { steps, stretch, corridors }
    }

    /// The ways to move the shipment.
    pub fn plan(&self, question: &Question<'_>) -> Answer {
        self.searched(question, |pricing, ways| self.choose(question, pricing, ways))
    }

    /// The best way by each criterion and through each corridor that is no detour: a part of what
    /// [`Self::plan`] finds, in a fraction of its time, for many questions at once.
    pub fn best_ways(&self, question: &Question<'_>) -> Vec<Itinerary> {
        self.searched(question, |pricing, ways| {
            let mut found = Found { planner: self, question, pricing, kept: Vec::new() };
            let Some(best) = Self::best(&mut found, ways) else { return Vec::new() };
            let limit = scaled(best, DETOUR_LIMIT);
            for (row, stretch) in self.stretches.iter().enumerate() {
                if self.not_there(question.world, row).is_some() {
                    continue;
                }
                let way = ways.through(stretch, limit);
                let way = way.filter(|w| self.corridors.steps(row).used_by(&self.network, w));
                if let Some(edges) = way {
                    found.offer_for(edges, row);
                }
            }
            found.kept
        })
    }

    /// Searches with what is kept ready.
    fn searched<T>(
        &self,
        question: &Question<'_>,
        search: impl FnOnce(&Pricing<'_>, &mut Ways<'_>) -> T,
    ) -> T {
        let pricing = self.pricing(question.world, question.shipment);
        let prepared = self.prepared(question.world, question.shipment);
        let kept = self.memories.lock().map(|mut memories| memories.pop());
        let mut memory = kept.ok().flatten().unwrap_or_else(|| Memory::new(self));
        let found = search(&pricing, &mut Ways::new(self, &prepared, question, &mut memory));
        if let Ok(mut memories) = self.memories.lock() {
            memories.push(memory);
        }
        found
    }

    /// Offers the best way by each criterion; gives what the best by generalised cost weighs, and nothing
    /// where there is no way.
    fn best(found: &mut Found<'_, '_>, ways: &mut Ways<'_>) -> Option<Weight> {
        let (best, by_all) = ways.best(Criterion::Generalised)?;
        for by in [Criterion::Time, Criterion::Cost, Criterion::Emissions] {
            if let Some((_, edges)) = ways.best(by) {
                found.offer(edges, true);
            }
        }
        found.offer(by_all, true);
        Some(best)
    }

    /// The weights of the shipment in the world.
    pub(crate) fn prepared(&self, world: &World, shipment: &Shipment) -> Arc<Prepared> {
        let mut own = None;
        if let Ok(mut kept) = self.kept.lock() {
            if let Some(prepared) = kept.find(world, shipment, &self.network) {
                return prepared;
            }
            own = kept.base(self, world, shipment);
        }
        let nothing = IdVec::from(vec![false; self.network.features().len()]);
        let own = own.map(|base| (base, Some(&nothing)));
        let base = own.or_else(|| {
            let origin = self.origin.as_ref()?;
            let latest = origin.planner.kept.lock().ok()?.latest(shipment)?;
            Some((latest, origin.other_facts.as_ref()))
        });
        let prepared = Arc::new(Prepared::new(self, world, shipment, base));
        if let Ok(mut kept) = self.kept.lock() {
            kept.keep(prepared.clone());
        }
        prepared
    }

    fn choose(
        &self,
        question: &Question<'_>,
        pricing: &Pricing<'_>,
        ways: &mut Ways<'_>,
    ) -> Answer {
        let mut found = Found { planner: self, question, pricing, kept: Vec::new() };
        let Some(best) = Self::best(&mut found, ways) else {
            return Answer { itineraries: Vec::new(), not_offered: Vec::new(), bound: 0.0 };
        };
        let limit = scaled(best, DETOUR_LIMIT);
        if let Some(via) = question.via
            && let Some(edges) = ways.through(&via.stretch, Weight::INFINITY)
        {
            found.keep(edges);
        }
        let (mut not_offered, mut absent) = (Vec::new(), Vec::new());
        for (row, stretch) in self.stretches.iter().enumerate() {
            if let Some(not) = self.not_there(question.world, row) {
                not_offered.push(not);
                absent.push(row);
                continue;
            }
            let asked = question.via.is_some_and(|via| via.corridors.contains(&row));
            let way = ways.through(stretch, if asked { Weight::INFINITY } else { limit });
            // What a corridor excludes is not kept out of the search.
            match way.filter(|way| self.corridors.steps(row).used_by(&self.network, way)) {
                Some(edges) => found.offer_for(edges, row),
                None => not_offered.push(self.why_not(question.world, row)),
            }
        }
        // What is asked for is no detour, whatever is quicker without it.
        if let Some(via) = question.via {
            found.kept.retain(|itinerary| via.is_met(&self.network, itinerary));
        }
        let weigher = Weigher::new(question.shipment, &self.rates);
        let beyond = ways.beyond(&found.kept, weigher);
        for edges in beyond.ways {
            found.keep(edges);
        }
        self.by_other_terminals(&mut found, ways, scaled(best, VIA_LIMIT));
        // Before ways that are all but equal are thinned out: one that does not go where it was asked
        // to is no stand-in for one that does.
        if let Some(via) = question.via {
            found.kept.retain(|itinerary| via.is_met(&self.network, itinerary));
        }
        let thinned = found.thin();
        let bound = (1.0 + beyond.bound) * (1.0 + thinned) - 1.0;
        let mut itineraries = found.kept;
        for itinerary in &mut itineraries {
            itinerary.corridors.retain(|row| !absent.contains(row));
        }
        itineraries.sort_by_key(|i: &Itinerary| {
            weigher.weigh(Criterion::Generalised, i.hours, i.usd, i.kg)
        });
        not_offered.sort_by_key(|n| n.corridor);
        not_offered.dedup_by_key(|n| n.corridor);
        not_offered.retain(|n| !itineraries.iter().any(|i| i.corridors.contains(&n.corridor)));
        Answer { itineraries, not_offered, bound }
    }

    /// Ways over terminals that the offered ones do not use, best first.
    fn by_other_terminals(&self, found: &mut Found<'_, '_>, ways: &mut Ways<'_>, limit: Weight) {
        let mut candidates: Vec<(Weight, NodeId)> = self
            .gates
            .iter()
            .map(|gate| (ways.weight_over(gate.node), gate))
            .filter(|(weight, gate)| *weight <= limit && ways.changes_mode_at(gate))
            .map(|(weight, gate)| (weight, gate.node))
            .collect();
        candidates.sort_unstable();
        // Terminals on one and the same way have the same weight.
        candidates.dedup_by_key(|(weight, _)| *weight);
        let most = found.kept.len() + MOST_OTHERS;
        for (_, gate) in candidates.into_iter().take(MOST_LOOKED_AT) {
            if found.kept.len() >= most {
                break;
            }
            if let Some(edges) = ways.over(gate) {
                found.offer(edges, false);
            }
        }
    }
}

/// The features whose rows differ; `None` when the tables do not have the same rows, or differ in
/// what belongs to no feature.
fn changed_facts(one: &Network, other: &Network) -> Option<IdVec<FeatureId, bool>> {
    let (a, b) = (one.facts(), other.facts());
    if a.unions != b.unions || a.gauges != b.gauges || a.terminals != b.terminals {
        return None;
    }
    let changed = |feature: &corridor_network::Feature| {
        let row = feature.row as usize;
        match feature.kind {
            FeatureKind::Passage => a.passages[row] != b.passages[row],
            FeatureKind::Area => a.areas[row] != b.areas[row],
            FeatureKind::Border => a.borders[row] != b.borders[row],
            FeatureKind::Service => a.services[row] != b.services[row],
            FeatureKind::Line => a.lines[row] != b.lines[row],
            FeatureKind::Waterway => a.waterways[row] != b.waterways[row],
            FeatureKind::Pipeline => a.pipelines[row] != b.pipelines[row],
            FeatureKind::Waypoint => a.waypoints[row] != b.waypoints[row],
            FeatureKind::WayClass => a.way_classes[row] != b.way_classes[row],
            FeatureKind::Terminal => false,
        }
    };
    Some(one.features().iter().map(changed).collect())
}

fn scaled(weight: Weight, factor: f64) -> Weight {
    Weight::new((f64::from(weight.get()) * factor).min(f64::from(u32::MAX)) as u32)
}
