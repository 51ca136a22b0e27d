//! Ways between many places at once, for one shipment in one world.
//!
//! Instead of a search for each pair, every place is walked up from once ([`Labels`]); a pair then takes the best
//! ways by time, cost and generalised cost, and the best by generalised cost over each of some things (borders,
//! canals, ferries, lines), for a look along two lists each. What a way is made of is told as *parts*, which many
//! pairs share: whoever asks takes every part apart only once.

use crate::criterion::{Criterion, Weigher};
use crate::itinerary::Access;
use crate::meeting;
use crate::planner::Planner;
use crate::prepared::Prepared;
use crate::shipment::Shipment;
use crate::world::World;
use corridor_network::{EdgeId, FeatureId, Id, LinkId, NodeId};
use corridor_routing::{Direction, Labels, Top, Unpacker, Weight};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What a pair's best ways are best by.
const BEST_BY: [Criterion; 3] = [Criterion::Generalised, Criterion::Time, Criterion::Cost];
/// Ways over a thing are told up to this multiple of the best generalised cost.
const OVER_LIMIT: f64 = 1.5;
/// Ways over things told of a pair at most, the best ones.
const MOST_OVER: usize = 8;
/// Ways to pass a thing that are looked at; of long lines with more links, some along them.
const MOST_PASSES: usize = 6;

/// Which end a part has besides its top.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Side {
    From,
    To,
    ToPass,
    OnFromPass,
}

/// A part of a way: from a place up to a top or down from there, or over a thing. Equal parts of one [`Joint`]
/// are made of the same edges.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// Between a place and a top.
    Half(Half),
    /// Over a thing, by number of its pass.
    Pass(u32),
}

/// A part between a place and a top.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Half {
    by: u8,
    side: Side,
    place: u32,
    top: Top,
}

/// Things that ways are looked for over, each with the ways to pass it.
#[derive(Clone, Debug, Default)]
pub struct Things {
    /// By pass: the number of the thing, rising, and what is passed.
    passes: Vec<(u32, meeting::Pass, [NodeId; 2])>,
}

/// Places with labels by every criterion, ready to be paired.
pub struct Joint<'p> {
    planner: &'p Planner,
    prepared: Arc<Prepared>,
    /// By criterion: of the places of origin, and of those of destination.
    labels: Vec<[Labels; 2]>,
    things: &'p Things,
    /// Labels of where passes begin, and of where they end.
    at_passes: [Labels; 2],
    /// By place of origin and pass, pass included: weights by generalised cost.
    there: Vec<u32>,
    /// By place of destination and pass.
    on: Vec<u32>,
}

impl Planner {
    /// The things of the network that ways are to be looked for over.
    pub fn things(&self, wanted: &[FeatureId]) -> Things {
        let number: BTreeMap<FeatureId, u32> = wanted.iter().copied().zip(0..).collect();
        let mut of_thing: Vec<Vec<meeting::Pass>> = vec![Vec::new(); wanted.len()];
        for link in (0..self.network.link_count()).map(LinkId::from_index) {
            for feature in self.network.features_of(link) {
                let Some(at) = number.get(feature) else { continue };
                for edge in [EdgeId::of(link, false), EdgeId::of(link, true)] {
                    of_thing[*at as usize].extend(meeting::passes(&self.network, edge));
                }
            }
        }
        let mut passes = Vec::new();
        for (thing, mut all) in (0..).zip(of_thing) {
            all.sort_unstable();
            all.dedup();
            let every = all.len().div_ceil(MOST_PASSES).max(1);
            // Both directions of a link follow each other: keep them together.
            let kept = all.iter().enumerate().filter(|(n, _)| (n / 2) % every == 0);
            for pass in kept.filter_map(|(_, pass)| meeting::in_layer(&self.graph, *pass)) {
                passes.push((thing, pass, meeting::ends(&self.graph, pass)));
            }
        }
        Things { passes }
    }

    /// Labels of places for a shipment in a world. Places are given by how they are left and reached.
    pub fn joint<'p>(
        &'p self,
        world: &World,
        shipment: &Shipment,
        [from, to]: [&[Vec<Access>]; 2],
        things: &'p Things,
    ) -> Joint<'p> {
        let prepared = self.prepared(world, shipment);
        let weigher = Weigher::new(shipment, self.rates());
        let seeds = |places: &[Vec<Access>], by: Criterion| -> Vec<Vec<(NodeId, Weight)>> {
            let seed = |a: &Access| {
                Some((self.graph.node(a.node)?, weigher.weigh(by, a.hours, a.usd, a.kg)))
            };
            places.iter().map(|place| place.iter().filter_map(seed).collect()).collect()
        };
        let of = |by: &Criterion| {
            let graph = prepared.by(self, *by);
            [
                Labels::new(graph, &seeds(from, *by), Direction::Forward),
                Labels::new(graph, &seeds(to, *by), Direction::Backward),
            ]
        };
        let labels: Vec<[Labels; 2]> = BEST_BY.iter().map(of).collect();
        let graph = prepared.by(self, Criterion::Generalised);
        let ends = |end: usize| -> Vec<Vec<(NodeId, Weight)>> {
            things.passes.iter().map(|(.., ends)| vec![(ends[end], Weight::ZERO)]).collect()
        };
        let at_passes = [
            Labels::new(graph, &ends(0), Direction::Backward),
            Labels::new(graph, &ends(1), Direction::Forward),
        ];
        let metric = graph.customized.metric();
        let of_pass = |(first, second): meeting::Pass| {
            let second = second.map_or(Weight::ZERO, |edge| metric.weight(edge));
            metric.weight(first).plus(second)
        };
        let weighed: Vec<Weight> =
            things.passes.iter().map(|(_, pass, _)| of_pass(*pass)).collect();
        let met = |met: Option<(Weight, Top)>| met.map_or(Weight::INFINITY, |met| met.0);
        let there = (0..from.len()).into_par_iter().flat_map_iter(|place| {
            let (labels, at, weighed) = (&labels[0][0], &at_passes[0], &weighed);
            (0..weighed.len())
                .map(move |pass| met(labels.meet(place, at, pass)).plus(weighed[pass]).get())
        });
        let there: Vec<u32> = there.collect();
        let on = (0..to.len()).into_par_iter().flat_map_iter(|place| {
            let (labels, at) = (&labels[0][1], &at_passes[1]);
            (0..weighed.len()).map(move |pass| met(at.meet(pass, labels, place)).get())
        });
        let on: Vec<u32> = on.collect();
        Joint { planner: self, prepared, labels, things, at_passes, there, on }
    }
}

impl Joint<'_> {
    /// The ways of a pair of places, each as its parts in the order of travel: the best by generalised cost, by
    /// time and by cost, then those over things, the best first. Empty when there is none.
    pub fn ways(&self, from: usize, to: usize) -> Vec<Vec<Part>> {
        let mut ways: Vec<Vec<Part>> = Vec::new();
        let mut best = None;
        for (by, labels) in self.labels.iter().enumerate() {
            let Some((weight, top)) = labels[0].meet(from, &labels[1], to) else { continue };
            if by == 0 {
                best = Some(weight);
            }
            let half = |side, place: usize| {
                Part::Half(Half { by: by as u8, side, place: place as u32, top })
            };
            ways.push(vec![half(Side::From, from), half(Side::To, to)]);
        }
        if let Some(best) = best {
            self.over(from, to, best, &mut ways);
        }
        ways
    }

    /// Ways over things that are not on the best one, the best first.
    fn over(&self, from: usize, to: usize, best: Weight, ways: &mut Vec<Vec<Part>>) {
        let count = self.things.passes.len();
        let there = &self.there[from * count..][..count];
        let on = &self.on[to * count..][..count];
        let limit =
            (f64::from(best.get()) * OVER_LIMIT).min(f64::from(Weight::INFINITY.get() - 1)) as u32;
        let mut found: Vec<(u32, u32)> = Vec::new();
        let mut last = None;
        for (pass, (there, on)) in there.iter().zip(on).enumerate() {
            let weight = there.saturating_add(*on);
            if weight > limit || weight == best.get() {
                continue;
            }
            let thing = self.things.passes[pass].0;
            match found.last_mut() {
                Some(known) if last == Some(thing) => *known = (*known).min((weight, pass as u32)),
                _ => found.push((weight, pass as u32)),
            }
            last = Some(thing);
        }
        found.sort_unstable();
        // Things on one and the same way have the same weight.
        found.dedup_by_key(|(weight, _)| *weight);
        for (_, pass) in found.into_iter().take(MOST_OVER) {
            let at = pass as usize;
            let [first, second] = [&self.labels[0][0], &self.labels[0][1]];
            let Some((_, up)) = first.meet(from, &self.at_passes[0], at) else { continue };
            let Some((_, down)) = self.at_passes[1].meet(at, second, to) else { continue };
            let half = |side, place: usize, top| {
                Part::Half(Half { by: 0, side, place: place as u32, top })
            };
            ways.push(vec![
                half(Side::From, from, up),
                half(Side::ToPass, at, up),
                Part::Pass(pass),
                half(Side::OnFromPass, at, down),
                half(Side::To, to, down),
            ]);
        }
    }

    /// The place that a part begins or ends at: whether it begins there, and its number; none in between.
    pub fn place(&self, part: Part) -> Option<(bool, u32)> {
        match part {
            Part::Half(Half { side: Side::From, place, .. }) => Some((true, place)),
            Part::Half(Half { side: Side::To, place, .. }) => Some((false, place)),
            _ => None,
        }
    }

    /// The edges of the network that a part is made of, in the order of travel.
    pub fn taken(&self, part: Part, unpacker: &mut Unpacker) -> Vec<EdgeId> {
        let Half { by, side, place, top } = match part {
            Part::Half(half) => half,
            Part::Pass(pass) => {
                let (first, second) = self.things.passes[pass as usize].1;
                return self.outside([Some(first), second].into_iter().flatten());
            }
        };
        let labels = match side {
            Side::From => &self.labels[by as usize][0],
            Side::To => &self.labels[by as usize][1],
            Side::ToPass => &self.at_passes[0],
            Side::OnFromPass => &self.at_passes[1],
        };
        let plain = self.prepared.by(self.planner, BEST_BY[by as usize]);
        self.outside(labels.part(plain, (place as usize, top), unpacker).into_iter())
    }

    fn outside(&self, edges: impl Iterator<Item = EdgeId>) -> Vec<EdgeId> {
        edges.map(|edge| self.planner.graph.network_edge(edge)).collect()
    }
}
