//! What each edge takes, costs and emits for a shipment.
//!
//! One function lists the charges of an edge; the search adds them up, the itinerary shows them.
//! Everything that does not depend on the single edge is worked out once ([`tables`]): a search asks
//! for the charges of a million edges. Equations: `docs/methods/time.md`, `cost.md`, `emissions.md`,
//! `borders.md`.

use crate::parameters::Parameters;
use crate::rates::Rates;
use crate::shipment::Shipment;
use crate::vehicle::DistanceBasis;
use crate::world::World;
use corridor_network::fact::Border;
use corridor_network::{
    CountryCode, EdgeId, FeatureKind, Id, IdVec, LinkId, Mode, Network, NodeId, TerminalId,
};
use std::collections::BTreeMap;

pub mod basis;
mod charge;
mod handled;
mod hub;
mod listed;
mod seas;
mod tables;
#[cfg(test)]
mod tests;

pub use charge::{Charge, ChargeKind, Component};
pub use seas::Seas;
use tables::{Carriage, Tables};

/// What prices depend on that a network does not say link by link; worked out once.
#[derive(Clone, Debug)]
pub struct Particulars {
    /// The mode each node belongs to; [`Mode::Transfer`] for gates of terminals.
    pub node_mode: IdVec<NodeId, Mode>,
    /// Whether container ships call at each terminal.
    pub takes_boxes: IdVec<TerminalId, bool>,
    /// What links of canals bear of tolls, waits and transit times.
    pub canal_shares: BTreeMap<LinkId, f64>,
    /// What sea markets ask and where.
    pub seas: Seas,
    /// The links by which the land of each country is entered.
    pub frontier: IdVec<LinkId, bool>,
}

/// Prices edges for one shipment in one world.
pub struct Pricing<'a> {
    network: &'a Network,
    world: &'a World,
    rates: &'a Rates,
    shipment: &'a Shipment,
    particulars: &'a Particulars,
    tables: Tables,
}

impl<'a> Pricing<'a> {
    /// Pricing of `shipment` in `world`.
    pub fn new(
        network: &'a Network,
        world: &'a World,
        parameters: &Parameters,
        rates: &'a Rates,
        shipment: &'a Shipment,
        particulars: &'a Particulars,
    ) -> Self {
        let tables = Tables::new(network, world, parameters, rates, shipment, particulars);
        Self { network, world, rates, shipment, particulars, tables }
    }

    /// The shipment priced.
    pub fn shipment(&self) -> &'a Shipment {
        self.shipment
    }

    /// Whether the edge can be used at all in this world, by this shipment.
    ///
    /// Container ships call at container ports only. In enclosed seas they do not trade at all, nor
    /// do other ships of the oceans: there cargo moves by the listed services.
    pub fn is_open(&self, edge: EdgeId) -> bool {
        let link = edge.link();
        let columns = self.network.columns();
        let set = &self.tables.sets[columns.link_features[link].index()];
        if !set.open || edge.is_backward() && set.class.is_some_and(|class| class.one_way) {
            return false;
        }
        let mode = columns.link_mode[link];
        let usable = match mode {
            Mode::Sea => !set.enclosed || self.tables.enclosed_seas,
            Mode::Ferry => self.tables.services.get(set.service()).is_some_and(|s| s.takes),
            Mode::Pipeline => self
                .tables
                .pipelines
                .get(set.pipeline())
                .is_some_and(|p| p.takes && (p.two_way || !edge.is_backward())),
            Mode::Transfer => {
                let to = self.transfer_mode(edge);
                let is_taken = |by: &[bool]| set.terminal.is_none_or(|t| by[t as usize]);
                self.tables.modes[to as usize]
                    && (to != Mode::Sea || is_taken(&self.tables.ports))
                    && (to != Mode::Rail || is_taken(&self.tables.yards))
            }
            _ => self.tables.modes[mode as usize],
        };
        usable
            && (self.world.conditions.no_transit.is_empty()
                || mode == Mode::Sea
                || !self.particulars.frontier[link]
                || !self.world.conditions.no_transit.contains(&self.network.country_of(link)))
            && (self.world.conditions.avoid_countries.is_empty()
                || self.world.may_enter(columns.node_country[columns.link_a[link]])
                    && self.world.may_enter(columns.node_country[columns.link_b[link]]))
    }

    /// Whether the shipment may begin or end at the gate of a terminal: boxes do not at the siding of a mine.
    pub fn has_yard(&self, terminal: TerminalId) -> bool {
        self.tables.yards[terminal.index()]
    }

    /// Gives the charges of an edge to `sink`, in the order they arise but for those of a border,
    /// which arise at the end of the link that lies on it.
    pub fn charges(&self, edge: EdgeId, mut sink: impl FnMut(Charge)) {
        let link = edge.link();
        let columns = self.network.columns();
        let km = columns.link_length[link].km();
        match columns.link_mode[link] {
            Mode::Sea => self.sea(edge, km, &mut sink),
            Mode::Rail => {
                sink(
                    self.tables
                        .at(self.network.country_of(link))
                        .rail
                        .run(km, self.tables.rail_basis),
                );
                self.border(link, &mut sink);
            }
            Mode::Road => {
                let road = &self.tables.at(self.network.country_of(link)).road;
                let set = &self.tables.sets[columns.link_features[link].index()];
                sink(match set.class {
                    None => road.run(km, basis::ROAD),
                    Some(class) => {
                        let run = road.run(km, basis::ROAD_OF_CLASS);
                        Charge { hours: run.hours * class.hours, usd: run.usd * class.usd, ..run }
                    }
                });
                self.border(link, &mut sink);
            }
            Mode::InlandWater => {
                let here = self.tables.at(self.network.country_of(link));
                sink(here.water.run(km, self.tables.water_basis));
                self.river_mouth(edge, &mut sink);
            }
            Mode::Ferry => self.ferry(link, km, &mut sink),
            Mode::Pipeline => self.pump(link, km, &mut sink),
            Mode::Transfer => self.transfer(edge, km, &mut sink),
        }
    }

    fn sea(&self, edge: EdgeId, km: f64, sink: &mut impl FnMut(Charge)) {
        let link = edge.link();
        let set = &self.tables.sets[self.network.columns().link_features[link].index()];
        let sea = &self.tables.sea;
        // A ship that is slower in ice costs more a mile where it is hired by the day.
        let slower = if self.tables.chartered { set.h_per_km / sea.sailing_h_per_km } else { 1.0 };
        let carriage = Carriage {
            h_per_km: set.h_per_km + sea.call_h_per_km,
            usd_per_km: sea.carriage.usd_per_km * slower,
            ..sea.carriage
        };
        sink(carriage.run(km, self.tables.sea_basis));
        self.gates(edge, sink);
        if set.escorted {
            sink(Charge::priced(
                ChargeKind::Escort,
                Component::Escort,
                0.0,
                km * sea.escort_usd_per_km,
                self.tables.escort_basis,
            ));
        }
        let Some(passage) = set.passage.map(|p| &self.tables.passages[p as usize]) else { return };
        // A canal may be several links, and the gate across it bears nothing.
        let share = if passage.has_canal {
            self.particulars.canal_shares.get(&link).copied().unwrap_or(0.0)
        } else {
            0.0
        };
        let hours = passage.gate_hours + share * passage.canal_hours;
        let usd = passage.gate_usd + share * passage.canal_usd;
        if hours > 0.0 || usd > 0.0 {
            sink(Charge::priced(
                ChargeKind::Passage,
                Component::Toll,
                hours,
                usd,
                self.tables.toll_basis,
            ));
        }
    }

    fn ferry(&self, link: LinkId, km: f64, sink: &mut impl FnMut(Charge)) {
        let set = &self.tables.sets[self.network.columns().link_features[link].index()];
        let Some(service) = self.tables.services.get(set.service()) else { return };
        sink(Charge::priced(ChargeKind::Wait, Component::Freight, service.wait_h, 0.0, &[]));
        let mut run = service.carriage.run(km, service.basis);
        run.hours = service.hours;
        run.usd += service.base_usd;
        sink(run);
    }

    /// Through a pipeline from end to end: a published tariff is that of the whole.
    fn pump(&self, link: LinkId, km: f64, sink: &mut impl FnMut(Charge)) {
        let set = &self.tables.sets[self.network.columns().link_features[link].index()];
        let Some(pipeline) = self.tables.pipelines.get(set.pipeline()) else { return };
        let mut run = pipeline.carriage.run(km, pipeline.basis);
        run.usd += pipeline.whole_usd;
        sink(run);
    }

    /// Half of what each border takes that the link leads to: the two links that meet on it share it.
    fn border(&self, link: LinkId, sink: &mut impl FnMut(Charge)) {
        let set = &self.tables.sets[self.network.columns().link_features[link].index()];
        for row in set.borders.into_iter().flatten() {
            let border = &self.tables.borders[row as usize];
            sink(border.crossing);
            if let Some(change) = border.change {
                sink(change);
            }
        }
    }

    /// A lorry over some kilometres of a country, loaded or unloaded at one end.
    pub fn drive(&self, country: CountryCode, km: f64) -> Charge {
        let here = self.tables.at(country);
        let mut drive = here.road.run(km, basis::ROAD_END);
        drive.hours += self.rates.road_loading_h;
        drive.usd += here.road_base_usd;
        drive
    }

    /// Which part of a lorry's emissions is from well to tank.
    pub fn road_wtt_share(&self) -> f64 {
        let whole = self.rates.road_g_per_tkm;
        if whole > 0.0 { self.rates.road_wtt_g_per_tkm / whole } else { 0.0 }
    }

    /// The class of vehicles that a mode is reckoned with, by id; nothing for liners of any size.
    pub fn vehicle(&self, mode: Mode, link: LinkId) -> Option<&'a str> {
        let fleet = &self.shipment.fleet;
        match mode {
            Mode::Sea => fleet.ship.as_ref().map(|ship| ship.id.as_str()),
            Mode::Rail => fleet.train.as_ref().map(|train| train.id.as_str()),
            Mode::Road => fleet.lorry.as_ref().map(|lorry| lorry.id.as_str()),
            Mode::InlandWater => fleet.barge.as_ref().map(|barge| barge.id.as_str()),
            Mode::Ferry => {
                let row = self.row(link, FeatureKind::Service)?;
                Some(listed::ferry_id(self.network.facts().services[row].kind))
            }
            Mode::Transfer | Mode::Pipeline => None,
        }
    }

    /// The distance that the intensity of emission of a mode is meant for.
    pub fn distance_basis(&self, mode: Mode) -> DistanceBasis {
        match (mode, &self.shipment.fleet.ship) {
            (Mode::Sea, Some(ship)) => ship.emissions.distance,
            _ => DistanceBasis::Actual,
        }
    }

    /// The mode that a transfer edge serves: that of the end which is no gate.
    pub fn transfer_mode(&self, edge: EdgeId) -> Mode {
        let tail = self.network.tail(edge);
        let node = if self.is_gate(tail) { self.network.head(edge) } else { tail };
        self.particulars.node_mode[node]
    }

    /// Whether a node is the gate of a terminal.
    pub fn is_gate(&self, node: NodeId) -> bool {
        self.particulars.node_mode[node] == Mode::Transfer
    }

    /// The row of the first feature of a kind that the link belongs to.
    pub fn row(&self, link: LinkId, kind: FeatureKind) -> Option<usize> {
        self.network.features_of(link).iter().find_map(|f| {
            let feature = &self.network.features()[*f];
            (feature.kind == kind).then_some(feature.row as usize)
        })
    }

    /// The border a link leads to.
    pub fn border_of(&self, link: LinkId) -> Option<&'a Border> {
        self.row(link, FeatureKind::Border).map(|row| &self.network.facts().borders[row])
    }

    /// The terminal a transfer link belongs to.
    pub fn terminal_of(&self, link: LinkId) -> Option<TerminalId> {
        self.row(link, FeatureKind::Terminal).map(TerminalId::from_index)
    }
}
