//! What borders, listed ship lines and pipelines take, row by row of their tables.

use super::tables::Carriage;
use super::{Charge, ChargeKind, Component, basis};
use crate::cargo::Cargo;
use crate::carriage::changes_lorry;
use crate::rates::Rates;
use crate::shipment::Shipment;
use corridor_network::fact::{Border, PipedGoods, Pipeline, Service, ServiceKind, Union};
use corridor_network::{Mode, Network};

/// Half of what a border takes.
#[derive(Clone, Copy, Debug)]
pub(super) struct BorderPrice {
    pub crossing: Charge,
    /// Change of gauge, or to another lorry.
    pub change: Option<Charge>,
}

/// A listed ship line.
#[derive(Clone, Copy, Debug)]
pub(super) struct ServicePrice {
    pub takes: bool,
    pub wait_h: f64,
    pub hours: f64,
    pub base_usd: f64,
    pub carriage: Carriage,
    pub basis: &'static [&'static str],
}

/// A pipeline.
#[derive(Clone, Copy, Debug)]
pub(super) struct PipelinePrice {
    pub takes: bool,
    pub two_way: bool,
    /// Its own tariff for the whole shipment; 0 where none is published.
    pub whole_usd: f64,
    pub carriage: Carriage,
    pub basis: &'static [&'static str],
}

pub(super) fn borders(network: &Network, rates: &Rates, shipment: &Shipment) -> Vec<BorderPrice> {
    let facts = network.facts();
    facts.borders.iter().map(|border| one_border(border, &facts.unions, rates, shipment)).collect()
}

fn one_border(
    border: &Border,
    unions: &[Union],
    rates: &Rates,
    shipment: &Shipment,
) -> BorderPrice {
    let [a, b] = [border.sides[0].country, border.sides[1].country];
    let rail = border.mode == Mode::Rail;
    let units = if rail { shipment.units() } else { shipment.lorries() };
    let in_union = |union: &Union| union.members.contains(&a) && union.members.contains(&b);
    let (ra, rb) = (rates.of(a), rates.of(b));
    let measured = border.dwell_hours;
    let (hours, usd, parameters) = match (unions.iter().any(in_union), rail) {
        (true, true) => {
            (f64::midpoint(ra.union_rail_h, rb.union_rail_h), rates.union_usd, basis::UNION_RAIL)
        }
        (true, false) => (rates.union_road_h, rates.union_usd, basis::UNION_ROAD),
        (false, true) => (
            f64::midpoint(ra.border_rail_h, rb.border_rail_h),
            f64::midpoint(ra.border_rail_usd, rb.border_rail_usd),
            basis::BORDER_RAIL,
        ),
        (false, false) => (
            f64::midpoint(ra.border_road_h, rb.border_road_h),
            f64::midpoint(ra.border_road_usd, rb.border_road_usd),
            basis::BORDER_ROAD,
        ),
    };
    // A figure measured at this very post includes everything, and its own hours are no parameter.
    let parameters = if measured.is_some() { &parameters[..1] } else { parameters };
    let half = |kind, component, hours: f64, usd: f64, parameters| {
        Charge::priced(kind, component, hours / 2.0, usd * units / 2.0, parameters)
    };
    let hours = measured.unwrap_or(hours);
    let crossing = half(ChargeKind::Border, Component::Fee, hours, usd, parameters);
    // Hours measured at the post are with the change.
    let change = |kind, hours: f64, usd: f64, parameters: &'static [&'static str]| match measured {
        Some(_) => half(kind, Component::Handling, 0.0, usd, &parameters[..1]),
        None => half(kind, Component::Handling, hours, usd, parameters),
    };
    let change = if border.gauge_break {
        let [hours, usd] = [rates.gauge_break_h, rates.gauge_break_usd];
        Some(change(ChargeKind::GaugeBreak, hours, usd, basis::GAUGE))
    } else if !rail && changes_lorry(a, b) {
        let [hours, usd] = [rates.transload_h, rates.transload_usd];
        Some(change(ChargeKind::Transload, hours, usd, basis::TRANSLOAD))
    } else {
        None
    };
    BorderPrice { crossing, change }
}

/// The class of a listed line's ships in the table of vehicles.
pub(super) fn ferry_id(kind: ServiceKind) -> &'static str {
    match kind {
        ServiceKind::RailFerry => "rail-ferry",
        ServiceKind::RoRo => "ro-ro-ferry",
        ServiceKind::Feeder => "feeder",
    }
}

pub(super) fn services(network: &Network, rates: &Rates, shipment: &Shipment) -> Vec<ServicePrice> {
    let t = shipment.mass_t;
    let [rail_ferry, ro_ro, feeder] = shipment.fleet.ferries;
    let one = |service: &Service| {
        // A feeder is a small container ship; wagons and lorries go by the dearer ferries, which
        // take a wagon or lorry whatever box is on it.
        let lifted = service.kind == ServiceKind::Feeder;
        let (boxes, tariff, g, wtt) = if lifted {
            (
                shipment.boxes(rates.sea_twenty_foot),
                (rates.feeder_base_usd_per_feu, rates.feeder_usd_per_feu_km),
                rates.sea_g_per_tkm,
                rates.sea_wtt_g_per_tkm,
            )
        } else {
            (
                shipment.boxes(1.0),
                (rates.ferry_base_usd_per_feu, rates.ferry_usd_per_feu_km),
                rates.ferry_g_per_tkm,
                rates.ferry_wtt_g_per_tkm,
            )
        };
        // A price of its own is that of the whole crossing.
        let (base, per_km) = service.price.map_or(tariff, |price| (price.usd, 0.0));
        ServicePrice {
            takes: match service.kind {
                ServiceKind::RailFerry => rail_ferry,
                ServiceKind::RoRo => ro_ro,
                ServiceKind::Feeder => feeder,
            },
            wait_h: 7.0 * 24.0 / service.sailings_per_week.max(0.01) / 2.0,
            hours: service.hours,
            base_usd: boxes * base,
            carriage: Carriage::new(0.0, boxes * per_km, g, wtt, t),
            basis: match (lifted, service.price) {
                (true, Some(_)) => basis::FEEDER_LISTED,
                (true, None) => basis::FEEDER,
                (false, Some(_)) => basis::FERRY_LISTED,
                (false, None) => basis::FERRY,
            },
        }
    };
    network.facts().services.iter().map(one).collect()
}

pub(super) fn pipelines(
    network: &Network,
    rates: &Rates,
    shipment: &Shipment,
) -> Vec<PipelinePrice> {
    let t = shipment.mass_t;
    let one = |pipeline: &Pipeline| {
        let per_km = if pipeline.price.is_some() { 0.0 } else { rates.pipeline_usd_per_t_km };
        PipelinePrice {
            takes: matches!(
                (pipeline.goods, shipment.cargo),
                (PipedGoods::Crude, Cargo::Crude) | (PipedGoods::Products, Cargo::Products)
            ),
            two_way: pipeline.two_way,
            whole_usd: pipeline.price.map_or(0.0, |price| t * price.usd_per_t),
            carriage: Carriage::new(
                1.0 / rates.pipeline_kmh,
                t * per_km,
                rates.pipeline_g_per_tkm,
                rates.pipeline_wtt_g_per_tkm,
                t,
            ),
            basis: if pipeline.price.is_some() { basis::PIPELINE_LISTED } else { basis::PIPELINE },
        }
    };
    network.facts().pipelines.iter().map(one).collect()
}
