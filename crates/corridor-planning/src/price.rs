//! What each edge takes, costs and emits for a shipment.
//!
//! One function lists the charges of an edge; the search adds them up, the itinerary shows them.
//! Equations: `docs/methods/time.md`, `cost.md`, `emissions.md`, `borders.md`.

use crate::ice::Going;
use crate::parameters::Parameters;
use crate::rates::Rates;
use crate::shipment::Shipment;
use crate::world::World;
use corridor_network::fact::{AreaKind, Border, ServiceKind};
use corridor_network::{
    EdgeId, FeatureId, FeatureKind, FeatureSetId, IdVec, LinkId, Mode, Network, NodeId, TerminalId,
};
use std::collections::BTreeMap;

/// What a charge is for; the kinds of legs follow it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ChargeKind {
    /// Moving over the link.
    Run,
    /// Handling and dwell in a terminal.
    Transfer,
    /// Waiting for the next departure, or before a passage.
    Wait,
    /// Getting through a border, change of gauge included.
    Border,
}

/// A part of what an edge takes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Charge {
    /// What for.
    pub kind: ChargeKind,
    /// Hours.
    pub hours: f64,
    /// US dollars for the whole shipment.
    pub usd: f64,
    /// Kilograms of CO2e, well to wheel, for the whole shipment.
    pub kg: f64,
}

/// What prices depend on that a network does not say link by link; worked out once.
#[derive(Clone, Debug)]
pub struct Particulars {
    /// The mode each node belongs to; [`Mode::Transfer`] for gates of terminals.
    pub node_mode: IdVec<NodeId, Mode>,
    /// Whether container ships call at each terminal.
    pub takes_boxes: IdVec<TerminalId, bool>,
    /// What links of canals bear of tolls, waits and transit times.
    pub canal_shares: BTreeMap<LinkId, f64>,
}

/// Prices edges for one shipment in one world.
pub struct Pricing<'a> {
    network: &'a Network,
    world: &'a World,
    rates: &'a Rates,
    shipment: &'a Shipment,
    particulars: &'a Particulars,
    enclosed: IdVec<FeatureSetId, bool>,
    passages: BTreeMap<FeatureId, PassageCharge>,
}

/// What going through a passage takes besides sailing its length.
#[derive(Clone, Copy, Debug)]
struct PassageCharge {
    hours: f64,
    usd_per_feu: f64,
    /// Whether it is a canal, whose links bear their shares, or a gate across open water.
    is_canal: bool,
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
        let lines = &network.facts().lines;
        let charge = |(id, feature): (FeatureId, &corridor_network::Feature)| {
            if feature.kind != FeatureKind::Passage {
                return None;
            }
            let passage = &network.facts().passages[feature.row as usize];
            let is_canal = lines.iter().any(|l| l.passage.as_ref() == Some(&feature.id));
            let charge = PassageCharge {
                hours: passage.wait_hours + passage.transit_hours,
                usd_per_feu: parameters.for_passage("passage.toll_usd_per_feu", &feature.id).value,
                is_canal,
            };
            Some((id, charge))
        };
        let passages = network.features().enumerate().filter_map(charge).collect();
        let is_enclosed = |f: &FeatureId| {
            let feature = &network.features()[*f];
            feature.kind == FeatureKind::Area
                && network.facts().areas[feature.row as usize].kind == AreaKind::Enclosed
        };
        let sets = network.columns().feature_sets.iter();
        let enclosed = sets.map(|set| set.iter().any(is_enclosed)).collect();
        Self { network, world, rates, shipment, particulars, enclosed, passages }
    }

    /// Whether the edge can be used at all in this world.
    ///
    /// Container ships call at container ports only, and not in enclosed seas: there cargo moves by
    /// the listed services.
    pub fn is_open(&self, edge: EdgeId) -> bool {
        let link = edge.link();
        let columns = self.network.columns();
        if columns.link_mode[link] == Mode::Transfer
            && self.transfer_mode(edge) == Mode::Sea
            && self.terminal_of(link).is_some_and(|t| !self.particulars.takes_boxes[t])
        {
            return false;
        }
        if columns.link_mode[link] == Mode::Sea && self.enclosed[columns.link_features[link]] {
            return false;
        }
        self.world.is_open(columns.link_features[link])
            && self.world.may_enter(columns.node_country[columns.link_a[link]])
            && self.world.may_enter(columns.node_country[columns.link_b[link]])
    }

    /// Gives the charges of an edge to `sink`, in the order they arise but for the border, which
    /// arises at the end of the link that lies on it.
    pub fn charges(&self, edge: EdgeId, mut sink: impl FnMut(Charge)) {
        let link = edge.link();
        let columns = self.network.columns();
        let km = columns.link_length[link].km();
        let here = self.rates.of(self.network.country_of(link));
        let (feu, lorries, t) =
            (self.shipment.feu(), self.shipment.lorries(), self.shipment.mass_t);
        let run = |hours: f64, usd: f64, g_per_tkm: f64| Charge {
            kind: ChargeKind::Run,
            hours,
            usd,
            kg: g_per_tkm * t * km / 1000.0,
        };
        match columns.link_mode[link] {
            Mode::Sea => self.sea(link, km, &mut sink),
            Mode::Rail => {
                sink(run(
                    km / here.rail_kmh,
                    feu * km * here.rail_usd_per_feu_km,
                    here.rail_g_per_tkm,
                ));
                self.border(link, &mut sink);
            }
            Mode::Road => {
                sink(run(
                    km / here.road_kmh,
                    lorries * km * here.road_usd_per_km,
                    self.rates.road_g_per_tkm,
                ));
                self.border(link, &mut sink);
            }
            Mode::InlandWater => sink(run(
                km / self.rates.water_kmh,
                feu * km * self.rates.water_usd_per_feu_km,
                self.rates.water_g_per_tkm,
            )),
            Mode::Ferry => self.ferry(link, km, &mut sink),
            Mode::Transfer => self.transfer(edge, km, &mut sink),
        }
    }

    fn sea(&self, link: LinkId, km: f64, sink: &mut impl FnMut(Charge)) {
        let (feu, t) = (self.shipment.feu(), self.shipment.mass_t);
        let mut kmh = self.rates.sea_kmh;
        let (mut wait_h, mut toll, mut escort) = (0.0, 0.0, 0.0);
        for feature in self.network.features_of(link) {
            if let Some(passage) = self.passages.get(feature) {
                // A canal may be several links, and the gate across it bears nothing.
                let share = if passage.is_canal {
                    self.particulars.canal_shares.get(&link).copied().unwrap_or(0.0)
                } else {
                    1.0
                };
                wait_h += share * passage.hours;
                toll += share * passage.usd_per_feu;
            }
            if self.world.going(*feature) == Some(Going::Escorted) {
                kmh = kmh.min(self.rates.ice_kmh);
                escort = self.rates.escort_usd_per_feu_km;
            }
        }
        sink(Charge {
            kind: ChargeKind::Run,
            hours: km / kmh + km * self.rates.sea_call_h_per_km + wait_h,
            usd: feu * (km * (self.rates.sea_usd_per_feu_km + escort) + toll),
            kg: self.rates.sea_g_per_tkm * t * km / 1000.0,
        });
    }

    fn ferry(&self, link: LinkId, km: f64, sink: &mut impl FnMut(Charge)) {
        let (feu, t) = (self.shipment.feu(), self.shipment.mass_t);
        let Some(service) = self.row(link, FeatureKind::Service) else { return };
        let service = &self.network.facts().services[service];
        sink(Charge {
            kind: ChargeKind::Wait,
            hours: 7.0 * 24.0 / service.sailings_per_week.max(0.01) / 2.0,
            usd: 0.0,
            kg: 0.0,
        });
        // A feeder is a small container ship; wagons and lorries go by the dearer ferries.
        let rates = self.rates;
        let (base, per_km, g_per_tkm) = if service.kind == ServiceKind::Feeder {
            (rates.sea_base_usd_per_feu, rates.sea_usd_per_feu_km, rates.sea_g_per_tkm)
        } else {
            (rates.ferry_base_usd_per_feu, rates.ferry_usd_per_feu_km, rates.ferry_g_per_tkm)
        };
        sink(Charge {
            kind: ChargeKind::Run,
            hours: service.hours,
            usd: feu * (base + km * per_km),
            kg: g_per_tkm * t * km / 1000.0,
        });
    }

    /// Half of what the border takes: the two links that meet on it share it.
    fn border(&self, link: LinkId, sink: &mut impl FnMut(Charge)) {
        let Some(row) = self.row(link, FeatureKind::Border) else { return };
        let border = &self.network.facts().borders[row];
        let [a, b] = [border.sides[0].country, border.sides[1].country];
        let rail = border.mode == Mode::Rail;
        let units = if rail { self.shipment.feu() } else { self.shipment.lorries() };
        let in_union = |union: &corridor_network::fact::Union| {
            union.members.contains(&a) && union.members.contains(&b)
        };
        let (ra, rb) = (self.rates.of(a), self.rates.of(b));
        let (mut hours, mut usd) = if self.network.facts().unions.iter().any(in_union) {
            let hours = if rail { self.rates.union_rail_h } else { self.rates.union_road_h };
            (hours, self.rates.union_usd)
        } else if rail {
            let hours = f64::midpoint(ra.border_rail_h, rb.border_rail_h);
            (hours, f64::midpoint(ra.border_rail_usd, rb.border_rail_usd))
        } else {
            let hours = f64::midpoint(ra.border_road_h, rb.border_road_h);
            (hours, f64::midpoint(ra.border_road_usd, rb.border_road_usd))
        };
        if border.gauge_break {
            hours += self.rates.gauge_break_h;
            usd += self.rates.gauge_break_usd;
        }
        // A figure measured at this very post includes everything.
        if let Some(measured) = border.dwell_hours {
            hours = measured;
        }
        sink(Charge {
            kind: ChargeKind::Border,
            hours: hours / 2.0,
            usd: usd * units / 2.0,
            kg: 0.0,
        });
    }

    fn transfer(&self, edge: EdgeId, km: f64, sink: &mut impl FnMut(Charge)) {
        let (tail, head) = (self.network.tail(edge), self.network.head(edge));
        let loading = self.particulars.node_mode[tail] == Mode::Transfer;
        let mode = self.transfer_mode(edge);
        let gate = if loading { tail } else { head };
        let here = self.rates.of(self.network.columns().node_country[gate]);
        let (feu, lorries, t) =
            (self.shipment.feu(), self.shipment.lorries(), self.shipment.mass_t);
        let hub = Charge {
            kind: ChargeKind::Transfer,
            hours: 0.0,
            usd: 0.0,
            kg: self.rates.hub_kg_per_feu * feu,
        };
        let wait = |hours: f64, usd: f64| Charge { kind: ChargeKind::Wait, hours, usd, kg: 0.0 };
        let run = |hours: f64, usd: f64, g_per_tkm: f64| Charge {
            kind: ChargeKind::Run,
            hours,
            usd,
            kg: g_per_tkm * t * km / 1000.0,
        };
        match mode {
            Mode::Sea => {
                sink(Charge { hours: here.port_dwell_h, usd: feu * here.port_usd_per_feu, ..hub });
                if loading {
                    sink(wait(self.rates.sea_wait_h, feu * self.rates.sea_base_usd_per_feu));
                }
            }
            Mode::InlandWater => {
                sink(Charge {
                    hours: here.port_dwell_h / 2.0,
                    usd: feu * here.rail_lift_usd,
                    ..hub
                });
                if loading {
                    sink(wait(here.water_wait_h, 0.0));
                }
            }
            Mode::Rail => {
                let spur = run(
                    km / here.rail_kmh,
                    feu * km * here.rail_usd_per_feu_km,
                    here.rail_g_per_tkm,
                );
                let lift =
                    Charge { hours: here.rail_dwell_h, usd: feu * here.rail_lift_usd, ..hub };
                if loading {
                    sink(lift);
                    sink(wait(here.rail_wait_h, feu * here.rail_base_usd));
                    sink(spur);
                } else {
                    sink(spur);
                    sink(lift);
                }
            }
            _ => {
                let drive = run(
                    km / here.road_kmh,
                    lorries * km * here.road_usd_per_km,
                    self.rates.road_g_per_tkm,
                );
                let handling = Charge { hours: self.rates.road_loading_h, ..hub };
                if loading {
                    sink(Charge { usd: lorries * self.rates.road_base_usd, ..handling });
                    sink(drive);
                } else {
                    sink(drive);
                    sink(handling);
                }
            }
        }
    }

    /// The mode that a transfer edge serves: that of the end which is no gate.
    pub fn transfer_mode(&self, edge: EdgeId) -> Mode {
        let (tail, head) = (self.network.tail(edge), self.network.head(edge));
        self.particulars.node_mode
            [if self.particulars.node_mode[tail] == Mode::Transfer { head } else { tail }]
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
        use corridor_network::Id;
        self.row(link, FeatureKind::Terminal).map(TerminalId::from_index)
    }
}
