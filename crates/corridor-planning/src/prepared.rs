//! A shipment's weights in a world, customized by every criterion: made once, asked many times.
//!
//! Another day, a closure or a scenario changes the weights of some links only. What is known of a
//! world like it is then changed there ([`corridor_routing::Difference`]) instead of made anew.

use crate::criterion::{Criterion, Weigher};
use crate::planner::Planner;
use crate::price::Pricing;
use crate::shipment::Shipment;
use crate::world::{Conditions, World};
use corridor_network::{CountryCode, EdgeId, FeatureId, FeatureSetId, Id, IdVec, Mode, Network};
use corridor_routing::{Customized, Metric, Plain, Weight};
use rayon::prelude::*;
use std::sync::Arc;

/// Worlds kept ready; one takes some 200 MB for the network that ships.
pub(crate) const KEPT: usize = 3;
/// When more edges have other weights, customizing anew is quicker than changing.
const MOST_CHANGED: usize = 4_000;
/// So many links more are changed sooner than a world is copied.
const FARTHER: u64 = 500;

/// A world for a shipment, ready for questions.
#[derive(Debug)]
pub(crate) struct Prepared {
    world: World,
    shipment: Shipment,
    /// By criterion.
    customized: Vec<Arc<Customized>>,
}

/// A world to make another one of, and the features that stand otherwise in the tables of the other; not
/// known where more than these differs.
pub(crate) type Base<'a> = (Arc<Prepared>, Option<&'a IdVec<FeatureId, bool>>);

/// Weights by criterion of one edge of the layer.
type Weighed = (EdgeId, [Weight; 4]);

impl Prepared {
    /// What is asked by one criterion.
    pub(crate) fn by<'a>(&'a self, planner: &'a Planner, criterion: Criterion) -> Plain<'a> {
        Plain {
            hierarchy: planner.graph.hierarchy(),
            customized: &self.customized[criterion as usize],
        }
    }

    /// What it keeps, each with its bytes; worlds share what does not differ.
    pub(crate) fn parts(&self) -> impl Iterator<Item = (*const Customized, u64)> {
        self.customized.iter().map(|part| (Arc::as_ptr(part), part.bytes()))
    }

    /// Whether every link has in `world` the weights it has here.
    pub(crate) fn serves(&self, world: &World, shipment: &Shipment, network: &Network) -> bool {
        self.shipment == *shipment
            && alike(&self.world.conditions, &world.conditions)
            && self.world.conditions.avoid_countries == world.conditions.avoid_countries
            && self.world.conditions.no_transit == world.conditions.no_transit
            && !changed_sets(network, &self.world, world, None).iter().any(|changed| *changed)
    }

    /// Prepares a world: from another one of the same planner or of the one it is a variant of, where
    /// that saves work; in its memory, if nobody else holds it.
    pub(crate) fn new(
        planner: &Planner,
        world: &World,
        shipment: &Shipment,
        base: Option<Base<'_>>,
    ) -> Self {
        let base = base.filter(|(base, _)| base.shipment == *shipment);
        let customized = if let Some((base, other_facts)) = base {
            let is_other = |(edge, weights): &Weighed| {
                let known = base.customized.iter().map(|c| c.metric().weight(*edge));
                known.zip(weights).any(|(known, weight)| known != *weight)
            };
            let known = other_facts.filter(|_| alike(&base.world.conditions, &world.conditions));
            let weights = match known {
                Some(facts) => {
                    let maybe = base.maybe_other(planner, world, facts);
                    planner.weigh(world, shipment, maybe, is_other)
                }
                None => planner.weigh(world, shipment, |_| true, is_other),
            };
            let base = Arc::try_unwrap(base);
            let base = base.map_or_else(|held| held.customized.clone(), |own| own.customized);
            planner.change(base, &weights)
        } else {
            let weights = planner.weigh(world, shipment, |_| true, |_| true);
            let metrics = Criterion::ALL
                .map(|by| Metric::new(weights.iter().map(|w| w.1[by as usize]).collect()));
            drop(weights);
            let hierarchy = planner.graph.hierarchy();
            metrics.into_par_iter().map(|metric| Arc::new(hierarchy.customize(metric))).collect()
        };
        Self { world: world.clone(), shipment: shipment.clone(), customized }
    }

    /// How many links may have other weights in another world of the same planner and shipment; none
    /// where that cannot be told.
    pub(crate) fn difference(&self, planner: &Planner, world: &World) -> Option<u64> {
        if !alike(&self.world.conditions, &world.conditions) {
            return None;
        }
        let sets = changed_sets(planner.network(), &self.world, world, None);
        let links = sets.iter().zip(planner.links_by_set().iter());
        Some(links.filter(|(changed, _)| **changed).map(|(_, links)| u64::from(*links)).sum())
    }

    /// Which edges of the network may have other weights in `world`.
    fn maybe_other<'a>(
        &'a self,
        planner: &'a Planner,
        world: &'a World,
        other_facts: &IdVec<FeatureId, bool>,
    ) -> impl Fn(EdgeId) -> bool + Sync + use<'a> {
        let network = planner.network();
        let columns = network.columns();
        let sets = changed_sets(network, &self.world, world, Some(other_facts));
        let [ours, theirs] = [&self.world, world].map(|w| &w.conditions);
        let avoided = Differing::new(&ours.avoid_countries, &theirs.avoid_countries);
        let refused = Differing::new(&ours.no_transit, &theirs.no_transit);
        let frontier = planner.frontier();
        move |edge| {
            let link = edge.link();
            let ends = || [columns.link_a[link], columns.link_b[link]];
            let lies_in = |differing: &Differing<'_>| {
                // A pipeline lies in countries where none of its ends is.
                columns.link_mode[link] == Mode::Pipeline
                    || ends().iter().any(|node| differing.has(columns.node_country[*node]))
            };
            sets[columns.link_features[link]]
                || avoided.any() && lies_in(&avoided)
                || refused.any() && frontier[link] && lies_in(&refused)
        }
    }
}

/// Countries that are on one of two lists.
struct Differing<'a>([&'a [CountryCode]; 2]);

impl<'a> Differing<'a> {
    fn new(one: &'a [CountryCode], other: &'a [CountryCode]) -> Self {
        Self([one, other])
    }
    fn any(&self) -> bool {
        self.0[0] != self.0[1]
    }
    fn has(&self, country: CountryCode) -> bool {
        self.0[0].contains(&country) != self.0[1].contains(&country)
    }
}

impl Planner {
    /// The weights of the edges of the layer that are asked for and wanted.
    fn weigh(
        &self,
        world: &World,
        shipment: &Shipment,
        asked: impl Fn(EdgeId) -> bool + Sync,
        wanted: impl Fn(&Weighed) -> bool + Sync,
    ) -> Vec<Weighed> {
        let pricing = self.pricing(world, shipment);
        let weigher = Weigher::new(shipment, self.rates());
        let weighed = |e: usize| {
            let edge = self.graph.network_edge(EdgeId::from_index(e));
            let weigh = || (EdgeId::from_index(e), weights(&pricing, weigher, edge));
            asked(edge).then(weigh).filter(|weighed| wanted(weighed))
        };
        let edges = (0..self.graph.hierarchy().edge_count()).into_par_iter();
        edges.with_min_len(1 << 14).filter_map(weighed).collect()
    }

    /// Changes what is customized by criterion, where edges weigh otherwise: nothing to do by some, a few
    /// changes, which are made together, or too many, so that it is customized anew. What nobody else
    /// holds is changed where it stands.
    fn change(
        &self,
        mut customized: Vec<Arc<Customized>>,
        weights: &[Weighed],
    ) -> Vec<Arc<Customized>> {
        let hierarchy = self.graph.hierarchy();
        let count = |(by, known): (usize, &Arc<Customized>)| {
            let is_other = |(edge, other): &&Weighed| known.metric().weight(*edge) != other[by];
            weights.iter().filter(is_other).count()
        };
        let counts: Vec<usize> = customized.iter().enumerate().map(count).collect();
        let anew = customized.par_iter_mut().enumerate();
        anew.filter(|(by, _)| counts[*by] > MOST_CHANGED).for_each(|(by, known)| {
            let mut metric = known.metric().clone();
            for (edge, weights) in weights {
                metric.replace(*edge, weights[by]);
            }
            match Arc::get_mut(known) {
                Some(own) => own.renew(hierarchy, metric),
                None => *known = Arc::new(hierarchy.customize(metric)),
            }
        });
        let few = |by: usize| (1..=MOST_CHANGED).contains(&counts[by]);
        let is_other = |(edge, others): &&Weighed| {
            let mut few = customized.iter().zip(others).enumerate().filter(|(by, _)| few(*by));
            few.any(|(_, (known, other))| known.metric().weight(*edge) != *other)
        };
        let others: Vec<Weighed> = weights.iter().filter(is_other).copied().collect();
        let changed = customized.par_iter_mut().enumerate().filter(|(by, _)| few(*by));
        let mut changed: Vec<(usize, &mut Customized)> =
            changed.map(|(by, known)| (by, Arc::make_mut(known))).collect();
        // One walk for all of them: their number is known where the walk is compiled.
        match &mut changed[..] {
            [(a, one)] => self.change_few([*a], [one], &others),
            [(a, one), (b, two)] => self.change_few([*a, *b], [one, two], &others),
            [(a, one), (b, two), (c, three)] => {
                self.change_few([*a, *b, *c], [one, two, three], &others);
            }
            [(a, one), (b, two), (c, three), (d, four)] => {
                self.change_few([*a, *b, *c, *d], [one, two, three, four], &others);
            }
            _ => {}
        }
        customized
    }

    fn change_few<const K: usize>(
        &self,
        by: [usize; K],
        mut customized: [&mut Customized; K],
        others: &[Weighed],
    ) {
        let edges: Vec<_> =
            others.iter().map(|(edge, weights)| (*edge, by.map(|by| weights[by]))).collect();
        Customized::change_together(&mut customized, self.graph.hierarchy(), &edges);
    }
}

/// The worlds kept ready, the one asked last first.
#[derive(Debug, Default)]
pub(crate) struct Kept(Vec<Arc<Prepared>>);

impl Kept {
    /// The one that serves, moved to the front.
    pub(crate) fn find(
        &mut self,
        world: &World,
        shipment: &Shipment,
        network: &Network,
    ) -> Option<Arc<Prepared>> {
        let at = self.0.iter().position(|p| p.serves(world, shipment, network))?;
        self.0[..=at].rotate_right(1);
        self.0.first().cloned()
    }

    /// The one of a shipment that was asked last.
    pub(crate) fn latest(&self, shipment: &Shipment) -> Option<Arc<Prepared>> {
        self.0.iter().find(|p| p.shipment == *shipment).cloned()
    }

    /// One to make another world of for the same shipment: the one that would have to go, where nobody holds
    /// it and it is little farther from that world than the nearest; else the nearest, which stays.
    pub(crate) fn base(
        &mut self,
        planner: &Planner,
        world: &World,
        shipment: &Shipment,
    ) -> Option<Arc<Prepared>> {
        let far = |p: &Arc<Prepared>| {
            (p.shipment == *shipment).then(|| p.difference(planner, world).unwrap_or(u64::MAX))
        };
        let known = self.0.iter().enumerate().filter_map(|(at, p)| Some((far(p)?, at)));
        let (least, nearest) = known.min()?;
        let goes = self.0.last().filter(|p| self.0.len() == KEPT && Arc::strong_count(p) == 1);
        if goes.and_then(far).is_some_and(|links| links <= least.saturating_add(FARTHER)) {
            return self.0.pop();
        }
        self.0.get(nearest).cloned()
    }

    /// Bytes of all that is kept.
    pub(crate) fn bytes(&self) -> u64 {
        let mut parts: Vec<_> = self.0.iter().flat_map(|prepared| prepared.parts()).collect();
        parts.sort_unstable();
        parts.dedup();
        parts.iter().map(|(_, bytes)| bytes).sum()
    }

    /// Lets those not asked for longest go until no more than so many bytes are kept.
    pub(crate) fn shrink_to(&mut self, most: u64) {
        while self.bytes() > most && self.0.pop().is_some() {}
    }

    /// Keeps one more; the one not asked for longest goes.
    pub(crate) fn keep(&mut self, prepared: Arc<Prepared>) {
        self.0.insert(0, prepared);
        self.0.truncate(KEPT);
    }
}

/// Weights by criterion of an edge of the network.
fn weights(pricing: &Pricing<'_>, weigher: Weigher, edge: EdgeId) -> [Weight; 4] {
    if !pricing.is_open(edge) {
        return [Weight::INFINITY; 4];
    }
    let (mut hours, mut usd, mut kg) = (0.0, 0.0, 0.0);
    pricing.charges(edge, |c| {
        hours += c.hours;
        usd += c.usd;
        kg += c.kg;
    });
    Criterion::ALL.map(|criterion| weigher.weigh(criterion, hours, usd, kg))
}

/// Whether conditions differ at most in what [`changed_sets`] and the countries show.
fn alike(one: &Conditions, other: &Conditions) -> bool {
    let Conditions {
        depart,
        as_of,
        avoid_features,
        allow_features,
        avoid_countries,
        no_transit,
        within,
        strict_status,
        trade,
        ..
    } = other.clone();
    *other
        == Conditions {
            depart,
            as_of,
            avoid_features,
            allow_features,
            avoid_countries,
            no_transit,
            within,
            strict_status,
            trade,
            ..one.clone()
        }
}

/// The sets of features that are open, or gone through, otherwise in the one world than in the
/// other, or stand otherwise in the tables.
fn changed_sets(
    network: &Network,
    one: &World,
    other: &World,
    other_facts: Option<&IdVec<FeatureId, bool>>,
) -> IdVec<FeatureSetId, bool> {
    let sets = &network.columns().feature_sets;
    let changed = |(id, set): (FeatureSetId, &Vec<FeatureId>)| {
        one.is_open(id) != other.is_open(id)
            || set
                .iter()
                .any(|f| one.ice(*f) != other.ice(*f) || other_facts.is_some_and(|facts| facts[*f]))
    };
    sets.enumerate().map(changed).collect()
}
