//! What liners take at the ends of voyages and at gates: what sea markets ask of a box, and hours of calls.

use super::{Charge, ChargeKind, Component, Pricing, basis};
use crate::connectivity::Connectivity;
use crate::market::{Crossing, Markets};
use corridor_network::fact::{Terminal, TerminalKind};
use corridor_network::{
    CountryCode, EdgeId, FeatureKind, Id, IdVec, LinkId, LngLat, Mode, Network, NodeId, TerminalId,
};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// Gates of [`Markets::gates`] that there can be: two bits of a number each.
pub(crate) const MOST_GATES: usize = 4;

/// Where on a network sea markets ask something; worked out once.
#[derive(Clone, Debug, Default)]
pub struct Seas {
    /// The row of the market of each terminal; [`Seas::no_market`] where it has none.
    of_terminal: IdVec<TerminalId, u8>,
    /// How well liners connect each terminal; 0 where no box is taken.
    reach: IdVec<TerminalId, f32>,
    /// How far boxes of each terminal go by better ports near it, as [`Connectivity::relay`].
    relay: IdVec<TerminalId, f32>,
    /// Waterways that join the sea, with the row of the market at their mouth.
    mouths: BTreeMap<LinkId, u8>,
    /// Gates paid for on each link from its first end to its other, and, in the upper half, back.
    gates: IdVec<LinkId, u8>,
}

impl Seas {
    /// What stands for no market: one more than the last row.
    fn no_market() -> u8 {
        Markets::shipped().rows().len() as u8
    }

    /// How well liners connect each terminal, as [`Connectivity::reach`]; 0 where no box is taken.
    pub(super) fn reach(&self) -> &IdVec<TerminalId, f32> {
        &self.reach
    }

    /// How far boxes of each terminal go by better ports near it, as [`Connectivity::relay`].
    pub(super) fn relay(&self) -> &IdVec<TerminalId, f32> {
        &self.relay
    }

    /// Those of a network whose terminals take boxes or not.
    pub fn new(network: &Network, takes_boxes: &IdVec<TerminalId, bool>) -> Self {
        let (markets, connectivity) = (Markets::shipped(), Connectivity::shipped());
        let columns = network.columns();
        let market = |country: CountryCode, at| {
            markets.row_of(country, at).map_or(Self::no_market(), |row| row as u8)
        };
        let terminals = network.facts().terminals.iter();
        let mut seas = Self {
            of_terminal: terminals.map(|t| market(t.country, t.at)).collect(),
            reach: of_ports(network, takes_boxes, |at| connectivity.reach(at)),
            relay: of_ports(network, takes_boxes, |at| connectivity.relay(at)),
            mouths: BTreeMap::new(),
            gates: IdVec::default(),
        };
        let ends = |link| [columns.link_a[link], columns.link_b[link]];
        let gates = (0..network.link_count()).into_par_iter().with_min_len(1 << 14);
        let gates = gates.map(LinkId::from_index).map(|link| match columns.link_mode[link] {
            Mode::Sea => crossed(network, ends(link)),
            _ => 0,
        });
        seas.gates = gates.collect::<Vec<u8>>().into();
        let rivers = columns.link_a.ids().filter(|l| columns.link_mode[*l] == Mode::InlandWater);
        for link in rivers {
            let Some(mouth) = mouth(network, link, ends(link)) else { continue };
            let country = network.country_of(link);
            seas.mouths.insert(link, market(country, columns.node_at[mouth]));
        }
        seas
    }
}

/// A figure of each terminal; 0 where no box is taken.
fn of_ports(
    network: &Network,
    takes_boxes: &IdVec<TerminalId, bool>,
    figure: impl Fn(LngLat) -> f64,
) -> IdVec<TerminalId, f32> {
    let terminals = network.facts().terminals.iter().zip(takes_boxes.iter());
    let is_port = |t: &Terminal, boxes: bool| boxes && t.kind == TerminalKind::Port;
    terminals.map(|(t, boxes)| if is_port(t, *boxes) { figure(t.at) as f32 } else { 0.0 }).collect()
}

/// The gates that the straight way between two nodes crosses, as a number ([`Seas::gates`]).
fn crossed(network: &Network, ends: [NodeId; 2]) -> u8 {
    let [a, b] = ends.map(|node| network.columns().node_at[node]);
    let gates = Markets::shipped().gates().iter().take(MOST_GATES).enumerate();
    gates.fold(0, |bits, (row, gate)| match gate.crossed(a, b) {
        Some(Crossing::Paid) => bits | 1 << row,
        Some(Crossing::Free) => bits | 1 << (row + MOST_GATES),
        None => bits,
    })
}

/// The end of a waterway where ships go on over the sea.
fn mouth(network: &Network, link: LinkId, ends: [NodeId; 2]) -> Option<NodeId> {
    let columns = network.columns();
    let joins = network.features_of(link).iter().any(|f| {
        let feature = &network.features()[*f];
        feature.kind == FeatureKind::Waterway
            && network.facts().waterways[feature.row as usize].joins_sea
    });
    let at_sea = |node: &NodeId| {
        let mut around = network.edges_from(*node).iter();
        around.any(|edge| columns.link_mode[edge.link()] == Mode::Sea)
    };
    ends.into_iter().find(at_sea).filter(|_| joins)
}

impl Pricing<'_> {
    /// What the market of a port asks for loading or discharging, and the calls at that end.
    pub(super) fn at_the_quay(&self, edge: EdgeId, loading: bool, sink: &mut impl FnMut(Charge)) {
        let set = &self.tables.sets[self.network.columns().link_features[edge.link()].index()];
        let of_terminal = &self.particulars.seas.of_terminal;
        if let Some(row) = set.terminal {
            calls(self.tables.calls_h[row as usize], sink);
            ask(self.tables.relay_usd[row as usize], basis::RELAY, sink);
        }
        let market = set
            .terminal
            .and_then(|row| of_terminal.get(TerminalId::from_index(row as usize)))
            .map_or(self.tables.loading_usd.len() - 1, |row| usize::from(*row));
        self.market(market, loading, sink);
    }

    /// The same where a ship comes from a river or goes up one.
    pub(super) fn river_mouth(&self, edge: EdgeId, sink: &mut impl FnMut(Charge)) {
        let Some(market) = self.particulars.seas.mouths.get(&edge.link()) else { return };
        let columns = self.network.columns();
        let head = self.network.head(edge);
        let mut beyond = self.network.edges_from(head).iter();
        let outward = beyond.any(|edge| columns.link_mode[edge.link()] == Mode::Sea);
        calls(self.tables.at(self.network.country_of(edge.link())).mouth_calls_h, sink);
        self.market(usize::from(*market), outward, sink);
    }

    fn market(&self, row: usize, loading: bool, sink: &mut impl FnMut(Charge)) {
        let (usd, parameters) = if loading {
            (self.tables.loading_usd[row], basis::LOADING)
        } else {
            (self.tables.discharging_usd[row], basis::DISCHARGING)
        };
        ask(usd, parameters, sink);
    }

    /// What the gates that a stretch of sea crosses cost.
    #[inline]
    pub(super) fn gates(&self, edge: EdgeId, sink: &mut impl FnMut(Charge)) {
        let bits = self.particulars.seas.gates[edge.link()];
        if bits == 0 {
            return;
        }
        let forward = self.network.tail(edge) == self.network.columns().link_a[edge.link()];
        let paid = if forward { bits } else { bits >> MOST_GATES };
        for (row, usd) in self.tables.gate_usd.iter().enumerate().take(MOST_GATES) {
            if paid >> row & 1 == 1 {
                ask(*usd, basis::GATE, sink);
            }
        }
    }
}

fn calls(hours: f64, sink: &mut impl FnMut(Charge)) {
    if hours > 0.0 {
        sink(Charge::priced(ChargeKind::Calls, Component::Freight, hours, 0.0, basis::CALLS));
    }
}

/// Nothing is said of what is free.
fn ask(usd: f64, parameters: &'static [&'static str], sink: &mut impl FnMut(Charge)) {
    if usd > 0.0 {
        sink(Charge::priced(ChargeKind::Market, Component::Freight, 0.0, usd, parameters));
    }
}
