//! A door-to-door itinerary: legs made of edges, with what each takes, costs and emits.

use crate::corridors::Corridors;
use crate::element::{self, Element};
use crate::price::{Charge, ChargeKind, Component, Pricing, basis};
use crate::quote::Used;
use crate::vehicle::DistanceBasis;
use corridor_network::{
    CountryCode, EdgeId, FeatureId, FeatureKind, Id, LinkId, LngLat, Mode, Network, NodeId,
    TerminalId,
};
use std::collections::BTreeSet;
use std::iter;

/// What happens on a leg.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LegKind {
    /// Moving by a mode.
    Move(Mode),
    /// Handling and dwell in a terminal.
    Transfer,
    /// Waiting for a departure.
    Wait,
    /// A border crossing.
    Border,
}

/// How an itinerary joins the network at one of its ends: by lorry over the last kilometres.
#[derive(Clone, Debug, PartialEq)]
pub struct Access {
    /// Node joined.
    pub node: NodeId,
    /// Kilometres by lorry between the place and the node; 0 at a terminal's own gate.
    pub km: f64,
    /// Course from the place to the node.
    pub course: Vec<LngLat>,
    /// Hours it takes, loading or unloading included.
    pub hours: f64,
    /// US dollars.
    pub usd: f64,
    /// Kilograms of CO2e.
    pub kg: f64,
}

/// A part of an itinerary that a shipper would name.
#[derive(Clone, Debug)]
pub struct Leg {
    /// What happens.
    pub kind: LegKind,
    /// Where it starts.
    pub from: LngLat,
    /// Where it ends.
    pub to: LngLat,
    /// Kilometres.
    pub km: f64,
    /// Hours.
    pub hours: f64,
    /// US dollars.
    pub usd: f64,
    /// Kilograms of CO2e, well to wheel.
    pub kg: f64,
    /// What these are made of: the elements of the transport chain, in order of first meeting.
    pub elements: Vec<Element>,
    /// Class of the ship, train, lorry, barge or ferry, by id; none for liners of any size and where
    /// nothing moves.
    pub vehicle: Option<String>,
    /// The distance that the intensity of emission is meant for.
    pub distance_basis: DistanceBasis,
    /// Countries gone through, in order.
    pub countries: Vec<CountryCode>,
    /// The terminal, for transfers and waits.
    pub terminal: Option<TerminalId>,
    /// The feature it is about: the border, the service, the pipeline.
    pub feature: Option<FeatureId>,
    /// The quote that it is priced by, where there is one.
    pub quote: Option<Used>,
    /// Rows of the sources its links come from.
    pub sources: BTreeSet<u8>,
    /// Edges gone over, in order; none for borders, transfers inside a terminal and waits.
    pub edges: Vec<EdgeId>,
    /// Courses before the first edge and after the last: from the place asked for to the network.
    pub access: [Vec<LngLat>; 2],
}

impl Leg {
    fn add(&mut self, charge: &Charge) {
        self.hours += charge.hours;
        self.usd += charge.usd;
        self.kg += charge.kg;
        element::add(&mut self.elements, charge);
    }

    /// What is paid for a purpose, US dollars.
    pub fn usd_for(&self, component: Component) -> f64 {
        self.elements.iter().filter(|e| e.component == component).map(|e| e.usd).sum()
    }

    /// CO2e from well to tank, kg; the rest of [`Self::kg`] is from tank to wheel.
    pub fn wtt_kg(&self) -> f64 {
        self.elements.iter().map(|e| e.wtt_kg).sum()
    }
}

/// A way to move the shipment from door to door.
#[derive(Clone, Debug)]
pub struct Itinerary {
    /// Legs in order.
    pub legs: Vec<Leg>,
    /// All edges in order.
    pub edges: Vec<EdgeId>,
    /// Everything the edges belong to, in order of first meeting.
    pub features: Vec<FeatureId>,
    /// Rows of the corridors it used.
    pub corridors: Vec<usize>,
    /// Kilometres.
    pub km: f64,
    /// Of these, kilometres by lorry between the places and the network.
    pub ends_km: f64,
    /// Hours.
    pub hours: f64,
    /// US dollars.
    pub usd: f64,
    /// Kilograms of CO2e, well to wheel.
    pub kg: f64,
}

impl Itinerary {
    /// Builds the itinerary of a path.
    pub fn new(
        network: &Network,
        corridors: &Corridors,
        pricing: &Pricing<'_>,
        start: &Access,
        edges: Vec<EdgeId>,
        end: &Access,
    ) -> Self {
        let mut builder = Builder { network, pricing, legs: Vec::new() };
        builder.access(start, true);
        let befores = iter::once(None).chain(edges.iter().copied().map(Some));
        for (&edge, before) in edges.iter().zip(befores) {
            builder.edge(edge, before);
        }
        builder.access(end, false);
        let legs = builder.legs;
        let mut features = Vec::new();
        for edge in &edges {
            for feature in network.features_of(edge.link()) {
                if !features.contains(feature) {
                    features.push(*feature);
                }
            }
        }
        let sum = |part: fn(&Leg) -> f64| legs.iter().map(part).sum();
        let (km, hours) = (sum(|l| l.km), sum(|l| l.hours));
        let (usd, kg) = (sum(|l| l.usd), sum(|l| l.kg));
        let corridors = corridors.used(network, &edges);
        let ends_km = [start, end].iter().filter(|a| a.course.len() > 1).map(|a| a.km).sum();
        Self { legs, edges, features, corridors, km, ends_km, hours, usd, kg }
    }
}

struct Builder<'a, 'p> {
    network: &'a Network,
    pricing: &'a Pricing<'p>,
    legs: Vec<Leg>,
}

impl Builder<'_, '_> {
    fn access(&mut self, access: &Access, first: bool) {
        if access.course.len() < 2 {
            return;
        }
        let node = self.network.columns().node_at[access.node];
        let place = access.course[0];
        let (from, to) = if first { (place, node) } else { (node, place) };
        let charge = Charge {
            kind: ChargeKind::Run,
            component: Component::Freight,
            hours: access.hours,
            usd: access.usd,
            kg: access.kg,
            wtt_kg: access.kg * self.pricing.road_wtt_share(),
            parameters: basis::ROAD_END,
        };
        let lorry = self.pricing.shipment().fleet.lorry.as_ref().map(|lorry| lorry.id.clone());
        let leg = self.leg(LegKind::Move(Mode::Road), None, None, from, to);
        leg.vehicle = lorry;
        leg.km += access.km;
        leg.add(&charge);
        leg.to = to;
        leg.access[usize::from(!first)].clone_from(&access.course);
    }

    /// Adds an edge to those up to the one before it.
    fn edge(&mut self, edge: EdgeId, before: Option<EdgeId>) {
        let link = edge.link();
        let columns = self.network.columns();
        let mode = columns.link_mode[link];
        let country = self.network.country_of(link);
        let (tail, head) = (self.network.tail(edge), self.network.head(edge));
        let (from, to) = (columns.node_at[tail], columns.node_at[head]);
        let of_kind = |kind| {
            let features = self.network.features_of(link).iter();
            features.copied().find(|f| self.network.features()[*f].kind == kind)
        };
        let service = of_kind(FeatureKind::Service).or_else(|| of_kind(FeatureKind::Pipeline));
        let terminal = self.pricing.terminal_of(link);
        let borders = self.borders(link);
        let countries = self.network.countries_of(edge);
        let mut charges: Vec<(Charge, Option<FeatureId>)> = Vec::new();
        let mut crossed = 0;
        self.pricing.charges(edge, |charge| {
            crossed += usize::from(charge.kind == ChargeKind::Border);
            let at = is_at_border(charge.kind).then(|| borders[crossed - 1]);
            charges.push((charge, at));
        });
        // The border point lies where two links of the border meet that are of different countries:
        // after the first, before the second.
        let last = before.map(EdgeId::link);
        let last = last.filter(|last| self.network.country_of(*last) != country);
        let met = last.map_or(Vec::new(), |last| self.borders(last));
        let is_met = |border: Option<FeatureId>| border.is_some_and(|b| met.contains(&b));
        charges.sort_by_key(|(_, border)| !is_met(*border));
        let moved = match mode {
            Mode::Transfer => self.pricing.transfer_mode(edge),
            other => other,
        };
        for (charge, border) in charges {
            let leg = match charge.kind {
                ChargeKind::Run if mode == Mode::Transfer && columns.link_length[link].0 == 0 => {
                    continue;
                }
                ChargeKind::Run => {
                    let pricing = self.pricing;
                    let leg = self.leg(LegKind::Move(moved), None, service, from, to);
                    leg.km += columns.link_length[link].km();
                    leg.edges.push(edge);
                    leg.to = to;
                    if leg.vehicle.is_none() {
                        leg.vehicle = pricing.vehicle(moved, link).map(str::to_owned);
                        leg.distance_basis = pricing.distance_basis(moved);
                    }
                    leg
                }
                // Part of the voyage that begins or ends there.
                ChargeKind::Market | ChargeKind::Calls => {
                    let leg = self.leg(LegKind::Move(moved), None, service, to, to);
                    leg.add(&charge);
                    continue;
                }
                // Under way: part of the leg that the edge was just added to.
                ChargeKind::Passage | ChargeKind::Escort => {
                    self.leg(LegKind::Move(moved), None, service, from, to)
                }
                ChargeKind::Transfer => {
                    // At the gate: where a train ends short of it, the last kilometres are its own.
                    let at = if self.pricing.is_gate(tail) { from } else { to };
                    self.leg(LegKind::Transfer, terminal, None, at, at)
                }
                ChargeKind::Wait => self.leg(LegKind::Wait, terminal, service, from, from),
                ChargeKind::Border | ChargeKind::GaugeBreak | ChargeKind::Transload => {
                    let at = if is_met(border) { from } else { to };
                    self.leg(LegKind::Border, None, border, at, at)
                }
            };
            leg.add(&charge);
            leg.sources.insert(columns.link_source[link]);
            for country in &countries {
                if leg.countries.last() != Some(country) {
                    leg.countries.push(*country);
                }
            }
        }
    }

    /// The borders that a link leads to.
    fn borders(&self, link: LinkId) -> Vec<FeatureId> {
        let features = self.network.features_of(link).iter().copied();
        features.filter(|f| self.network.features()[*f].kind == FeatureKind::Border).collect()
    }

    /// The leg that a charge belongs to: the last one if it is of the same sort, else a new one.
    fn leg(
        &mut self,
        kind: LegKind,
        terminal: Option<TerminalId>,
        feature: Option<FeatureId>,
        from: LngLat,
        to: LngLat,
    ) -> &mut Leg {
        let same =
            |leg: &Leg| leg.kind == kind && leg.terminal == terminal && leg.feature == feature;
        if !self.legs.last().is_some_and(same) {
            self.legs.push(Leg {
                kind,
                from,
                to,
                km: 0.0,
                hours: 0.0,
                usd: 0.0,
                kg: 0.0,
                elements: Vec::new(),
                vehicle: None,
                distance_basis: DistanceBasis::default(),
                countries: Vec::new(),
                terminal,
                feature,
                quote: None,
                sources: BTreeSet::new(),
                edges: Vec::new(),
                access: <[Vec<LngLat>; 2]>::default(),
            });
        }
        self.legs.last_mut().expect("one was pushed if there was none")
    }
}

/// Whether a charge arises at the point where the two links of a border meet.
fn is_at_border(kind: ChargeKind) -> bool {
    matches!(kind, ChargeKind::Border | ChargeKind::GaugeBreak | ChargeKind::Transload)
}

/// The gate of a terminal.
pub fn gate_of(network: &Network, terminal: TerminalId) -> NodeId {
    debug_assert!(terminal.index() < network.facts().terminals.len());
    network.columns().terminal_node[terminal]
}
