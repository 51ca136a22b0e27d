//! What the charges of edges are made from, worked out once for a shipment in a world.

use super::handled::{ports, yards};
use super::listed::{self, BorderPrice, PipelinePrice, ServicePrice};
use super::{Charge, ChargeKind, Component, Particulars, basis};
use crate::cargo::Handling;
use crate::parameters::Parameters;
use crate::rates::{COUNTRIES, Rates, slot};
use crate::shipment::Shipment;
use crate::world::World;
use corridor_network::fact::{AreaKind, Terminal};
use corridor_network::{CountryCode, FeatureId, FeatureKind, Mode, Network};

const KM_PER_NM: f64 = 1.852;

/// What moving the whole shipment over a kilometre takes.
#[allow(clippy::struct_field_names, reason = "the fields differ in what is counted per km")]
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Carriage {
    pub h_per_km: f64,
    pub usd_per_km: f64,
    pub kg_per_km: f64,
    pub wtt_kg_per_km: f64,
}

impl Carriage {
    /// `g` and `wtt_g` are intensities per tonne-km, well to wheel and well to tank.
    pub fn new(h_per_km: f64, usd_per_km: f64, g: f64, wtt_g: f64, t: f64) -> Self {
        let [kg_per_km, wtt_kg_per_km] = [g, wtt_g].map(|g| g * t / 1000.0);
        Self { h_per_km, usd_per_km, kg_per_km, wtt_kg_per_km }
    }

    #[inline]
    pub fn run(&self, km: f64, parameters: &'static [&'static str]) -> Charge {
        Charge {
            kind: ChargeKind::Run,
            component: Component::Freight,
            hours: km * self.h_per_km,
            usd: km * self.usd_per_km,
            kg: km * self.kg_per_km,
            wtt_kg: km * self.wtt_kg_per_km,
            parameters,
        }
    }
}

/// What things take in one country.
#[derive(Clone, Copy, Debug)]
pub(super) struct Here {
    pub rail: Carriage,
    pub road: Carriage,
    pub road_base_usd: f64,
    pub port_h: f64,
    pub port_usd: f64,
    /// Calls of a liner that comes from a river; nothing for a chartered ship.
    pub mouth_calls_h: f64,
    pub rail_dwell_h: f64,
    pub rail_wait_h: f64,
    pub rail_base_usd: f64,
    /// A handling in a rail terminal or river port.
    pub lift_usd: f64,
    pub water_wait_h: f64,
    pub water: Carriage,
}

/// What links with a set of features have in common.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct SetPrice {
    pub open: bool,
    pub enclosed: bool,
    pub escorted: bool,
    /// Sailing, without calls; slower in ice.
    pub h_per_km: f64,
    pub passage: Option<u32>,
    /// Two where a link leads from one border point to the next.
    pub borders: [Option<u32>; 2],
    pub terminal: Option<u32>,
    service: Option<u32>,
    pipeline: Option<u32>,
    /// What is particular to roads of a class.
    pub class: Option<ClassPrice>,
}

/// Roads that may be used one way only, or are slower than main ones.
#[derive(Clone, Copy, Debug)]
pub(super) struct ClassPrice {
    pub one_way: bool,
    /// Hours and dollars of a kilometre, where one of a main road is 1.
    pub hours: f64,
    pub usd: f64,
}

impl SetPrice {
    /// The row of its service; none that there is when it has none.
    pub fn service(&self) -> usize {
        self.service.map_or(usize::MAX, |row| row as usize)
    }

    /// The row of its pipeline; none that there is when it has none.
    pub fn pipeline(&self) -> usize {
        self.pipeline.map_or(usize::MAX, |row| row as usize)
    }
}

/// What going through the passages of a set takes besides sailing their length.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct PassagePrice {
    /// Of gates across open water.
    pub gate_hours: f64,
    pub gate_usd: f64,
    /// Of canals, of which links bear their shares.
    pub canal_hours: f64,
    pub canal_usd: f64,
    pub has_canal: bool,
}

/// Ships on the open sea.
#[derive(Clone, Copy, Debug)]
pub(super) struct SeaPrice {
    pub sailing_h_per_km: f64,
    pub call_h_per_km: f64,
    pub carriage: Carriage,
    pub escort_usd_per_km: f64,
}

/// The parameters of hubs, by id.
#[derive(Clone, Copy, Debug)]
pub(super) struct HubBasis {
    pub port: &'static [&'static str],
    pub river_port: &'static [&'static str],
    pub rail_terminal: &'static [&'static str],
    pub wait_sea: &'static [&'static str],
    pub wait_water: &'static [&'static str],
    pub wait_rail: &'static [&'static str],
}

/// All of it.
pub(super) struct Tables {
    pub sets: Vec<SetPrice>,
    pub passages: Vec<PassagePrice>,
    pub borders: Vec<BorderPrice>,
    pub services: Vec<ServicePrice>,
    pub pipelines: Vec<PipelinePrice>,
    /// Whether ships with the cargo call there.
    pub ports: Vec<bool>,
    /// Whether trains with the cargo are handled there.
    pub yards: Vec<bool>,
    here: Vec<Here>,
    /// Whether the cargo goes by the mode.
    pub modes: [bool; Mode::ALL.len()],
    pub enclosed_seas: bool,
    pub chartered: bool,
    pub sea: SeaPrice,
    pub sea_wait_h: f64,
    /// For being shipped at all, where the ship is chartered.
    pub sea_base_usd: f64,
    /// Hours of calls of liners by terminal; nothing for a chartered ship.
    pub calls_h: Vec<f64>,
    /// What it costs liners to bring boxes over a better port near by, by terminal.
    pub relay_usd: Vec<f64>,
    /// By row of the sea markets; nothing where the ship is chartered.
    pub loading_usd: Vec<f64>,
    pub discharging_usd: Vec<f64>,
    /// By row of the gates between them.
    pub gate_usd: Vec<f64>,
    pub hub_kg: f64,
    pub sea_basis: &'static [&'static str],
    pub escort_basis: &'static [&'static str],
    pub toll_basis: &'static [&'static str],
    pub rail_basis: &'static [&'static str],
    pub water_basis: &'static [&'static str],
    pub hubs: HubBasis,
}

impl Tables {
    pub fn new(
        network: &Network,
        world: &World,
        parameters: &Parameters,
        rates: &Rates,
        shipment: &Shipment,
        particulars: &Particulars,
    ) -> Self {
        let fleet = &shipment.fleet;
        let t = shipment.mass_t;
        let ship = fleet.ship.as_ref();
        let freight = ship.and_then(|ship| ship.freight);
        let chartered = freight.is_some();
        let boxes = shipment.cargo.handling() == Handling::Box;
        let sea = sea(rates, shipment);
        let mut modes = [true; Mode::ALL.len()];
        modes[Mode::Rail as usize] = fleet.train.is_some();
        modes[Mode::Road as usize] = fleet.lorry.is_some();
        modes[Mode::InlandWater as usize] = fleet.barge.is_some();
        modes[Mode::Pipeline as usize] = shipment.cargo.is_piped();
        let (sets, passages) = sets(network, world, parameters, rates, shipment, &sea);
        let class = handling_row(shipment.cargo.handling());
        let on_liner = if chartered { 0.0 } else { shipment.boxes(rates.sea_twenty_foot) };
        let calls_h = |((terminal, reach), relay): ((&Terminal, &f32), &f32)| match *reach {
            reach if reach > 0.0 && !chartered => {
                rates.calls_h(terminal.country, f64::from(reach))
                    + f64::from(*relay) * rates.sea_relay_h
            }
            _ => 0.0,
        };
        let at_sea = |usd: &[f64]| usd.iter().map(|usd| usd * on_liner).collect();
        Self {
            sets,
            passages,
            borders: listed::borders(network, rates, shipment),
            services: listed::services(network, rates, shipment),
            pipelines: listed::pipelines(network, rates, shipment),
            ports: ports(network, rates, shipment, particulars),
            yards: yards(network, boxes, shipment.cargo.is_piped()),
            here: (0..COUNTRIES).map(|slot| here(rates, shipment, slot)).collect(),
            modes,
            enclosed_seas: ship.is_some_and(|ship| ship.enclosed_seas),
            chartered,
            sea_wait_h: if chartered { rates.charter_wait_h } else { rates.sea_wait_h },
            sea_base_usd: match freight {
                Some(freight) => t * freight.base_usd_per_t * rates.charter_level,
                None => 0.0,
            },
            calls_h: network
                .facts()
                .terminals
                .iter()
                .zip(particulars.seas.reach().iter())
                .zip(particulars.seas.relay().iter())
                .map(calls_h)
                .collect(),
            relay_usd: particulars
                .seas
                .relay()
                .iter()
                .map(|relay| f64::from(*relay) * rates.sea_relay_usd * on_liner)
                .collect(),
            loading_usd: at_sea(&rates.sea_loading_usd),
            discharging_usd: at_sea(&rates.sea_discharging_usd),
            gate_usd: at_sea(&rates.sea_gate_usd),
            sea,
            hub_kg: rates.hub_kg_per_feu * shipment.units(),
            sea_basis: match (chartered, ship.is_some()) {
                (true, _) => basis::SEA_CHARTERED,
                (false, true) => basis::SEA_OF_CLASS,
                (false, false) => basis::SEA,
            },
            escort_basis: if chartered { basis::ESCORT_CHARTERED } else { basis::ESCORT },
            toll_basis: if boxes { basis::TOLL } else { basis::TOLL_PER_T },
            rail_basis: if boxes { basis::RAIL } else { basis::RAIL_PER_T },
            water_basis: if boxes { basis::WATER } else { basis::WATER_PER_T },
            hubs: match class {
                None => HubBasis {
                    port: basis::PORT,
                    river_port: basis::RIVER_PORT,
                    rail_terminal: basis::RAIL_TERMINAL,
                    wait_sea: basis::WAIT_SEA,
                    wait_water: basis::WAIT_WATER,
                    wait_rail: basis::WAIT_RAIL,
                },
                Some(row) => HubBasis {
                    port: basis::PORT_PER_T[row],
                    river_port: basis::RIVER_PORT_PER_T[row],
                    rail_terminal: basis::RAIL_TERMINAL_PER_T,
                    wait_sea: basis::WAIT_CHARTER,
                    wait_water: basis::WAIT_CHARTER,
                    wait_rail: basis::WAIT_RAIL_PER_T,
                },
            },
        }
    }

    /// What things take in a country.
    #[inline]
    pub fn at(&self, country: CountryCode) -> &Here {
        &self.here[slot(country)]
    }
}

/// Row of [`Rates::port`]; none for boxes.
fn handling_row(handling: Handling) -> Option<usize> {
    match handling {
        Handling::Box => None,
        Handling::General => Some(0),
        Handling::DryBulk => Some(1),
        Handling::Liquid => Some(2),
        Handling::Wheeled => Some(3),
    }
}

fn sea(rates: &Rates, shipment: &Shipment) -> SeaPrice {
    let t = shipment.mass_t;
    let ship = shipment.fleet.ship.as_ref();
    let (g, wtt) = ship.map_or((rates.sea_g_per_tkm, rates.sea_wtt_g_per_tkm), |ship| {
        let adjust = rates.sea_distance_adjustment / ship.emissions.distance_adjustment;
        ((ship.emissions.ttw + ship.emissions.wtt) * adjust, ship.emissions.wtt * adjust)
    });
    let chartered = ship.and_then(|ship| Some((ship, ship.freight?)));
    let Some((ship, freight)) = chartered else {
        let h_per_km = 1.0 / rates.sea_kmh;
        let usd_per_km = shipment.boxes(rates.sea_twenty_foot) * rates.sea_usd_per_feu_km;
        return SeaPrice {
            sailing_h_per_km: h_per_km,
            call_h_per_km: rates.sea_call_h_per_km,
            carriage: Carriage::new(h_per_km, usd_per_km, g, wtt, t),
            escort_usd_per_km: shipment.units() * rates.escort_usd_per_feu_km,
        };
    };
    let h_per_km = 1.0 / (ship.speed_kn * KM_PER_NM);
    let usd_per_km = t * freight.usd_per_t_nm / KM_PER_NM * rates.charter_level;
    let loads = f64::from(shipment.fleet.voyages);
    SeaPrice {
        sailing_h_per_km: h_per_km,
        call_h_per_km: 0.0,
        carriage: Carriage::new(h_per_km, usd_per_km, g, wtt, t),
        escort_usd_per_km: loads * ship.gross_tonnage * rates.escort_usd_per_gt_km,
    }
}

fn sets(
    network: &Network,
    world: &World,
    parameters: &Parameters,
    rates: &Rates,
    shipment: &Shipment,
    sea: &SeaPrice,
) -> (Vec<SetPrice>, Vec<PassagePrice>) {
    let facts = network.facts();
    let boxes = shipment.cargo.handling() == Handling::Box;
    let through = |feature: &corridor_network::Feature| {
        let passage = &facts.passages[feature.row as usize];
        let is_canal = facts.lines.iter().any(|l| l.passage.as_ref() == Some(&feature.id));
        let usd = if boxes {
            shipment.units() * parameters.for_passage("passage.toll_usd_per_feu", &feature.id).value
        } else {
            shipment.mass_t * parameters.for_passage("passage.toll_usd_per_t", &feature.id).value
        };
        (is_canal, passage.wait_hours + passage.transit_hours, usd)
    };
    let by_feature: Vec<Option<(bool, f64, f64)>> = network
        .features()
        .iter()
        .map(|f| (f.kind == FeatureKind::Passage).then(|| through(f)))
        .collect();
    let ship = shipment.fleet.ship.as_ref();
    let curve = ship.and_then(|s| s.ice.as_ref()).map(|ice| (ice.thickness_cm, ice.speed_kn));
    let open_kn = 1.0 / (sea.sailing_h_per_km * KM_PER_NM);
    let mut passages = Vec::new();
    let one = |(id, set): (corridor_network::FeatureSetId, &Vec<FeatureId>)| {
        use corridor_network::Id;
        let mut price = SetPrice {
            open: world.is_open(id),
            h_per_km: sea.sailing_h_per_km,
            ..SetPrice::default()
        };
        let mut passage: Option<PassagePrice> = None;
        for f in set {
            let feature = &network.features()[*f];
            match feature.kind {
                FeatureKind::Border => {
                    let second = usize::from(price.borders[0].is_some());
                    price.borders[second] = price.borders[second].or(Some(feature.row));
                }
                FeatureKind::Service => price.service = price.service.or(Some(feature.row)),
                FeatureKind::Pipeline => {
                    price.pipeline = price.pipeline.or(Some(feature.row));
                    // It has no border posts: who may not enter a country it lies in cannot use it.
                    let countries = &facts.pipelines[feature.row as usize].countries;
                    price.open &= countries.iter().all(|country| {
                        world.may_enter(*country) && !world.conditions.no_transit.contains(country)
                    });
                }
                FeatureKind::Terminal => price.terminal = price.terminal.or(Some(feature.row)),
                FeatureKind::WayClass => {
                    let class = &facts.way_classes[feature.row as usize];
                    let slower =
                        class.kmh.map_or(1.0, |kmh| (rates.road_driving_kmh / kmh).max(1.0));
                    price.class = Some(ClassPrice {
                        one_way: class.one_way,
                        hours: slower,
                        usd: 1.0 + rates.road_time_share * (slower - 1.0),
                    });
                }
                FeatureKind::Area => {
                    price.enclosed |= facts.areas[feature.row as usize].kind == AreaKind::Enclosed;
                    if let Some(ice) = world.ice(*f) {
                        let kn = ice.speed_kn(open_kn, rates.ice_kmh / KM_PER_NM, curve);
                        price.h_per_km = price.h_per_km.max(1.0 / (kn * KM_PER_NM));
                        price.escorted |= ice.going == crate::ice::Going::Escorted;
                    }
                }
                _ => {}
            }
            if let Some((is_canal, hours, usd)) = by_feature[f.index()] {
                let all = passage.get_or_insert_default();
                all.has_canal |= is_canal;
                if is_canal {
                    all.canal_hours += hours;
                    all.canal_usd += usd;
                } else {
                    all.gate_hours += hours;
                    all.gate_usd += usd;
                }
            }
        }
        if let Some(passage) = passage {
            price.passage = Some(passages.len() as u32);
            passages.push(passage);
        }
        price
    };
    let sets = network.columns().feature_sets.enumerate().map(one).collect();
    (sets, passages)
}

fn here(rates: &Rates, shipment: &Shipment, slot: usize) -> Here {
    let of = rates.at(slot);
    let (lorries, t) = (shipment.lorries(), shipment.mass_t);
    // A lift is a lift, whatever the box.
    let [on_train, in_port, lifted] =
        [rates.rail_twenty_foot, rates.port_twenty_foot, 1.0].map(|ratio| shipment.boxes(ratio));
    let fleet = &shipment.fleet;
    let chartered = fleet.ship.as_ref().is_some_and(|ship| ship.freight.is_some());
    let train = fleet.train.as_ref().map_or(1.0, |train| train.energy_ratio);
    let lorry = fleet.lorry.as_ref().map_or(1.0, |lorry| lorry.energy_ratio);
    let class = handling_row(shipment.cargo.handling()).map(|row| &rates.port[row]);
    let by_class = match shipment.cargo.handling() {
        Handling::DryBulk => of.rail_dry_bulk,
        Handling::Liquid => of.rail_liquid,
        Handling::Wheeled => of.rail_wheeled,
        Handling::Box | Handling::General => 1.0,
    };
    let rail_usd_per_km = match class {
        None => on_train * of.rail_usd_per_feu_km,
        Some(_) => t * of.rail_usd_per_t_km * by_class,
    };
    let water_usd_per_km = match class {
        None => shipment.units() * of.water_usd_per_feu_km,
        Some(_) => t * of.water_usd_per_t_km,
    };
    let barge = fleet.barge.as_ref().map_or(1.0, |barge| barge.energy_ratio);
    Here {
        rail: Carriage::new(
            1.0 / of.rail_kmh,
            rail_usd_per_km,
            of.rail_g_per_tkm * train,
            of.rail_wtt_g_per_tkm * train,
            t,
        ),
        road: Carriage::new(
            1.0 / of.road_kmh,
            lorries * of.road_usd_per_km,
            rates.road_g_per_tkm * lorry,
            rates.road_wtt_g_per_tkm * lorry,
            t,
        ),
        road_base_usd: lorries * rates.road_base_usd,
        port_h: class.map_or(of.port_dwell_h, |port| port.dwell_h),
        port_usd: class.map_or(in_port * of.port_usd_per_feu, |port| t * port.usd_per_t),
        mouth_calls_h: if chartered { 0.0 } else { of.port_call_h },
        rail_dwell_h: of.rail_dwell_h,
        rail_wait_h: class.map_or(of.rail_wait_h, |_| rates.charter_wait_h),
        rail_base_usd: class
            .map_or(on_train * of.rail_base_usd, |_| t * of.rail_base_usd_per_t * by_class),
        lift_usd: class.map_or(lifted * of.rail_lift_usd, |_| t * rates.terminal_usd_per_t),
        water_wait_h: class.map_or(of.water_wait_h, |_| rates.charter_wait_h),
        water: Carriage::new(
            1.0 / of.water_kmh,
            water_usd_per_km,
            rates.water_g_per_tkm * barge,
            rates.water_wtt_g_per_tkm * barge,
            t,
        ),
    }
}
