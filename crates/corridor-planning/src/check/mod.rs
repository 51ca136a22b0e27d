//! The judge: derives an itinerary again from the network, the tables, the parameters and the question,
//! and lists in sentences what does not hold.
//!
//! It knows nothing of searches, worlds, rates or pricing: what it has in common with the planner is
//! the network, the shipment and the itinerary itself. Rules that both follow are written twice on
//! purpose. What it does not judge is whether a better way was missed. Methods:
//! `docs/methods/checker.md`.

use crate::itinerary::{Itinerary, Leg, LegKind};
use crate::parameters::Parameters;
use crate::shipment::Shipment;
use crate::world::Conditions;
use corridor_network::{
    CountryCode, EdgeId, Feature, FeatureId, FeatureKind, LngLat, Mode, Network, NodeId, TerminalId,
};
use std::fmt::Display;

mod amount;
mod chain;
mod corridor;
mod day;
mod fit;
mod gauge;
mod ice;
mod market;
mod rate;
mod sums;
mod toll;
mod way;

#[cfg(test)]
mod tests;

/// A place asked for.
#[derive(Clone, Copy, Debug)]
pub struct End {
    /// Where it is.
    pub at: LngLat,
    /// The terminal that it is, if any.
    pub terminal: Option<TerminalId>,
}

/// The question that an itinerary is judged by.
#[derive(Clone, Copy, Debug)]
pub struct Case<'a> {
    /// The network.
    pub network: &'a Network,
    /// The parameters in force.
    pub parameters: &'a Parameters,
    /// The days, the ice class and what is avoided.
    pub conditions: &'a Conditions,
    /// The shipment with its vehicles.
    pub shipment: &'a Shipment,
    /// From where to where.
    pub ends: [End; 2],
}

/// What does not hold of an itinerary, a sentence each; empty when all is well.
pub fn problems(case: &Case<'_>, itinerary: &Itinerary) -> Vec<String> {
    let mut found = Problems::default();
    way::judge(case, itinerary, &mut found);
    corridor::judge(case, itinerary, &mut found);
    day::judge(case, itinerary, &mut found);
    day::transit(case, itinerary, &mut found);
    fit::judge(case, itinerary, &mut found);
    gauge::judge(case, itinerary, &mut found);
    chain::judge(case, itinerary, &mut found);
    toll::judge(case, itinerary, &mut found);
    sums::judge(itinerary, &mut found);
    found.0
}

/// What was found not to hold.
#[derive(Debug, Default)]
struct Problems(Vec<String>);

impl Problems {
    /// Notes a problem unless something holds.
    fn unless(&mut self, holds: bool, problem: impl FnOnce() -> String) {
        if !holds {
            self.0.push(problem());
        }
    }

    /// Notes a figure that is not the one expected, but for rounding.
    fn unequal(&mut self, what: impl Display, found: f64, expected: f64, unit: &str) {
        self.unless(is_about(found, expected), || {
            format!("{what}: {found:.4} {unit}, expected {expected:.4} {unit}")
        });
    }
}

/// Whether two figures differ by no more than the rounding of sums.
fn is_about(found: f64, expected: f64) -> bool {
    (found - expected).abs() <= 1e-6 * expected.abs().max(1.0)
}

impl<'a> Case<'a> {
    fn mode(&self, edge: EdgeId) -> Mode {
        self.network.columns().link_mode[edge.link()]
    }

    fn km(&self, edge: EdgeId) -> f64 {
        self.network.columns().link_length[edge.link()].km()
    }

    fn at(&self, node: NodeId) -> LngLat {
        self.network.columns().node_at[node]
    }

    /// The country of an edge: that of whichever end has one.
    fn country(&self, edge: EdgeId) -> CountryCode {
        let columns = self.network.columns();
        let ends = [columns.link_a[edge.link()], columns.link_b[edge.link()]];
        let countries = ends.map(|node| columns.node_country[node]);
        countries.into_iter().find(|country| country.is_some()).unwrap_or(CountryCode::NONE)
    }

    fn features(&self, edge: EdgeId) -> impl Iterator<Item = (FeatureId, &'a Feature)> {
        let network = self.network;
        network.features_of(edge.link()).iter().map(|id| (*id, &network.features()[*id]))
    }

    /// The first feature of a kind that an edge belongs to, with its row.
    fn feature(&self, edge: EdgeId, kind: FeatureKind) -> Option<(FeatureId, usize)> {
        let mut features = self.features(edge);
        features.find(|(_, f)| f.kind == kind).map(|(id, f)| (id, f.row as usize))
    }

    /// The countries that the pipeline of an edge lies in; none of another edge.
    fn piped_through(&self, edge: EdgeId) -> &'a [CountryCode] {
        let pipeline = self.feature(edge, FeatureKind::Pipeline);
        pipeline.map_or(&[], |(_, row)| &self.network.facts().pipelines[row].countries)
    }

    /// The borders that an edge leads to, with their rows.
    fn borders(&self, edge: EdgeId) -> Vec<(FeatureId, usize)> {
        let borders = self.features(edge).filter(|(_, f)| f.kind == FeatureKind::Border);
        borders.map(|(id, f)| (id, f.row as usize)).collect()
    }

    /// What moves at the end of a transfer edge that is not the gate, and whether it is loaded there.
    fn berth(&self, edge: EdgeId) -> Option<(Mode, bool)> {
        let of = |node: NodeId| {
            let mut around = self.network.edges_from(node).iter().map(|e| self.mode(*e));
            around.rfind(|mode| !matches!(mode, Mode::Transfer | Mode::Ferry))
        };
        let (tail, head) = (self.network.tail(edge), self.network.head(edge));
        of(head).map(|mode| (mode, true)).or_else(|| of(tail).map(|mode| (mode, false)))
    }

    /// Whether an edge is gone over in a leg: all are but the transfers to the sea, and those of no
    /// length.
    fn is_travelled(&self, edge: EdgeId) -> bool {
        let by_land = || {
            let berth = self.berth(edge).filter(|(mode, _)| *mode != Mode::Sea);
            berth.is_some() && self.km(edge) > 0.0
        };
        self.mode(edge) != Mode::Transfer || by_land()
    }

    /// An edge in words.
    fn edge(&self, edge: EdgeId) -> String {
        let [tail, head] = [self.network.tail(edge), self.network.head(edge)];
        let place = |node| {
            let [lng, lat] = self.at(node).degrees();
            format!("{lng:.3},{lat:.3}")
        };
        let (mode, country) = (self.mode(edge).name(), self.country(edge));
        let within = if country.is_some() { format!(" in {country}") } else { String::new() };
        format!("{edge:?} ({mode}{within}, {} to {})", place(tail), place(head))
    }
}

/// A leg in words, counted from 1.
fn leg_name(number: usize, leg: &Leg) -> String {
    let kind = match leg.kind {
        LegKind::Move(mode) => mode.name(),
        LegKind::Transfer => "transfer",
        LegKind::Wait => "wait",
        LegKind::Border => "border",
    };
    format!("leg {} ({kind})", number + 1)
}
