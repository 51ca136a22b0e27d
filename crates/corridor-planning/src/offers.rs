//! The itineraries kept while planning: no near-copies, no pointless detours.

use crate::itinerary::Itinerary;
use crate::planner::{Planner, Question};
use crate::price::Pricing;
use corridor_network::{EdgeId, LinkId};
use std::collections::BTreeSet;

/// Another way is a near-copy when it shares more than this part of its kilometres with an offered one.
const NEAR_COPY: f64 = 0.85;
/// The same for ways that are best by nothing: they must be something else.
const ALIKE: f64 = 0.6;

/// What takes no more than this share more of anything is as good.
const IMMATERIAL: f64 = 0.03;

/// By how much more, in the worst criterion, one way takes than another.
fn excess(one: &Itinerary, other: &Itinerary) -> f64 {
    let parts = [(one.hours, other.hours), (one.usd, other.usd), (one.kg, other.kg)];
    parts.into_iter().map(|(a, b)| a / b.max(1e-9) - 1.0).fold(0.0, f64::max)
}

/// The itineraries kept so far.
pub(crate) struct Found<'a, 'q> {
    pub(crate) planner: &'a Planner,
    pub(crate) question: &'a Question<'q>,
    pub(crate) pricing: &'a Pricing<'a>,
    pub(crate) kept: Vec<Itinerary>,
}

impl Found<'_, '_> {
    /// Keeps the way unless it is a near-copy or, when not `wanted`, worse in everything.
    pub(crate) fn offer(&mut self, edges: Vec<EdgeId>, wanted: bool) {
        let Some(itinerary) = self.build(edges) else { return };
        let alike = if wanted { NEAR_COPY } else { ALIKE };
        let copies = self.kept.iter().any(|other| self.shared(&itinerary, other) > alike);
        let dominated = self.kept.iter().any(|other| {
            other.hours <= itinerary.hours && other.usd <= itinerary.usd && other.kg <= itinerary.kg
        });
        if !copies && (wanted || !dominated) {
            self.kept.push(itinerary);
        }
    }

    /// Keeps the way whatever it shares with others: it is known to be better in something.
    pub(crate) fn keep(&mut self, edges: Vec<EdgeId>) {
        self.kept.extend(self.build(edges));
    }

    /// Keeps the way as the best of its corridor: a near-copy that lacks the corridor gives place.
    pub(crate) fn offer_for(&mut self, edges: Vec<EdgeId>, corridor: usize) {
        let Some(itinerary) = self.build(edges) else { return };
        let has = |i: &Itinerary| i.corridors.contains(&corridor);
        if self.kept.iter().any(|other| has(other) && self.shared(&itinerary, other) > NEAR_COPY) {
            return;
        }
        if has(&itinerary) {
            self.kept.push(itinerary);
        }
    }

    fn build(&self, edges: Vec<EdgeId>) -> Option<Itinerary> {
        let network = &self.planner.network;
        // Whoever goes over a link and back has been nowhere that the way needs.
        let mut links: Vec<LinkId> = edges.iter().map(|e| e.link()).collect();
        links.sort_unstable();
        if links.windows(2).any(|pair| pair[0] == pair[1]) {
            return None;
        }
        let first = edges.first().map(|e| network.tail(*e))?;
        let last = edges.last().map(|e| network.head(*e))?;
        let start = self.question.from.iter().find(|a| a.node == first)?;
        let end = self.question.to.iter().find(|a| a.node == last)?;
        Some(Itinerary::new(network, &self.planner.corridors, self.pricing, start, edges, end))
    }

    /// Drops ways that another one all but equals in everything, unless they alone have a corridor or
    /// are best by something. Returns by how much more, at most, what is left takes.
    pub(crate) fn thin(&mut self) -> f64 {
        let mut dropped = Vec::new();
        let mut at = 0;
        while at < self.kept.len() {
            let this = &self.kept[at];
            let others = || self.kept.iter().enumerate().filter(|(i, _)| *i != at).map(|(_, o)| o);
            let best_by = |part: fn(&Itinerary) -> f64| others().all(|o| part(o) > part(this));
            let alone = |row: &usize| !others().any(|o| o.corridors.contains(row));
            let nearest = others().map(|other| excess(other, this)).fold(f64::INFINITY, f64::min);
            let needed = this.corridors.iter().any(alone)
                || best_by(|i| i.hours)
                || best_by(|i| i.usd)
                || best_by(|i| i.kg);
            if needed || nearest > IMMATERIAL {
                at += 1;
            } else {
                dropped.push(self.kept.remove(at));
            }
        }
        let least = |gone: &Itinerary| {
            self.kept.iter().map(|kept| excess(kept, gone)).fold(f64::INFINITY, f64::min)
        };
        dropped.iter().map(least).fold(0.0, f64::max)
    }

    /// The part of the longer way's kilometres that two ways have in common.
    fn shared(&self, one: &Itinerary, other: &Itinerary) -> f64 {
        let links: BTreeSet<LinkId> = other.edges.iter().map(|e| e.link()).collect();
        let length = &self.planner.network.columns().link_length;
        let km = |e: &EdgeId| length[e.link()].km();
        let shared: f64 = one.edges.iter().filter(|e| links.contains(&e.link())).map(km).sum();
        let total: f64 = one.edges.iter().map(km).sum();
        shared / total.max(other.edges.iter().map(km).sum()).max(1e-9)
    }
}
