//! What edges, terminals and borders take, by the equations of `docs/methods` from the parameters alone.

use super::amount::Amount;
use super::{Case, ice};
use crate::cargo::{Cargo, Handling};
use crate::carriage::changes_lorry;
use crate::price::ChargeKind;
use corridor_network::fact::{Border, Service, ServiceKind};
use corridor_network::{CountryCode, EdgeId, FeatureKind, Mode};

const KM_PER_NM: f64 = 1.852;
/// What the escort tariff of the Northern Sea Route spans, km.
const ESCORT_TARIFF_KM: f64 = 5600.0;
/// Tonnes that count as a unit where cargo is not in boxes.
const UNIT_T: f64 = 25.0;

impl Case<'_> {
    pub(super) fn world(&self, id: &str) -> f64 {
        self.parameters.get(id)
    }

    fn in_country(&self, id: &str, country: CountryCode) -> f64 {
        self.parameters.for_country(id, country).value
    }

    fn is_boxes(&self) -> bool {
        self.shipment.cargo == Cargo::Container
    }

    /// Forty-foot units.
    fn units(&self) -> f64 {
        if self.is_boxes() { self.shipment.teu / 2.0 } else { self.shipment.mass_t / UNIT_T }
    }

    /// What is paid of the price of a forty-foot container, where a twenty-foot one pays `ratio` of
    /// it: pairs of twenty-foot units, then what is left of them.
    pub(super) fn paid(&self, ratio: f64) -> f64 {
        if !self.is_boxes() {
            return self.units();
        }
        let pairs = (self.shipment.teu / 2.0).floor();
        let left = self.shipment.teu - 2.0 * pairs;
        pairs + ratio * left.min(1.0) + (1.0 - ratio) * (left - 1.0).max(0.0)
    }

    fn lorries(&self) -> f64 {
        match &self.shipment.fleet.lorry {
            Some(lorry) if !self.is_boxes() => (self.shipment.mass_t / lorry.payload_t).ceil(),
            _ => self.units().ceil(),
        }
    }

    fn intensity(&self, of: &str) -> [f64; 2] {
        ["ttw", "wtt"].map(|part| self.world(&format!("emissions.{of}.{part}_g_per_tkm")))
    }

    /// A price by forty-foot container for boxes, of which a twenty-foot one pays `ratio`; by tonne for
    /// other cargo.
    fn price(&self, boxes: f64, ratio: f64, other: f64) -> f64 {
        if self.is_boxes() { boxes * self.paid(ratio) } else { other * self.shipment.mass_t }
    }
}

/// Going over an edge by a mode.
pub(super) fn run(case: &Case<'_>, edge: EdgeId, mode: Mode) -> Amount {
    let (km, country) = (case.km(edge), case.country(edge));
    match mode {
        Mode::Sea => sail(case, edge),
        Mode::Rail => train(case, country, km),
        Mode::Road => on_road(case, edge, lorry(case, country, km)),
        Mode::InlandWater => {
            let here = |id: &str| case.in_country(id, country);
            let usd = case.price(
                here("inland_water.cost_usd_per_feu_km"),
                0.5,
                here("inland_water.usd_per_t_km"),
            );
            let ratio = case.shipment.fleet.barge.as_ref().map_or(1.0, |b| b.energy_ratio);
            Amount::of(km / here("inland_water.speed_kmh"), km * usd)
                .emitting(case.shipment.mass_t * km * ratio, case.intensity("inland_water"))
        }
        Mode::Ferry => service(case, edge).map_or(Amount::default(), |s| cross(case, s, km)),
        Mode::Pipeline => pump(case, edge, km),
        Mode::Transfer => Amount::default(),
    }
}

fn train(case: &Case<'_>, country: CountryCode, km: f64) -> Amount {
    let here = |id: &str| case.in_country(id, country);
    let usd = case.price(
        here("rail.cost_usd_per_feu_km"),
        case.world("rail.twenty_foot_ratio"),
        here("rail.usd_per_t_km") * by_class(case, country),
    );
    let wired = here("emissions.rail.electric_share");
    let power = here("emissions.rail.electric_wh_per_tkm") * here("emissions.rail.grid_g_per_kwh");
    let diesel = ["ttw", "wtt"].map(|p| here(&format!("emissions.rail.diesel.{p}_g_per_tkm")));
    let g = [(1.0 - wired) * diesel[0], (1.0 - wired) * diesel[1] + wired * power / 1000.0];
    let ratio = case.shipment.fleet.train.as_ref().map_or(1.0, |train| train.energy_ratio);
    Amount::of(km * 24.0 / here("rail.speed_km_per_day"), km * usd)
        .emitting(case.shipment.mass_t * km * ratio, g)
}

/// What cargo out of boxes pays of the prices of a railway.
fn by_class(case: &Case<'_>, country: CountryCode) -> f64 {
    match case.shipment.cargo.handling() {
        Handling::DryBulk => case.in_country("rail.dry_bulk_ratio", country),
        Handling::Liquid => case.in_country("rail.liquid_ratio", country),
        Handling::Wheeled => case.in_country("rail.wheeled_ratio", country),
        _ => 1.0,
    }
}

fn lorry(case: &Case<'_>, country: CountryCode, km: f64) -> Amount {
    let usd = case.in_country("road.cost_usd_per_km", country) * case.lorries();
    let ratio = case.shipment.fleet.lorry.as_ref().map_or(1.0, |lorry| lorry.energy_ratio);
    Amount::of(km * 24.0 / case.in_country("road.speed_km_per_day", country), km * usd)
        .emitting(case.shipment.mass_t * km * ratio, case.intensity("road"))
}

/// What a road takes more than a main one: its time by its speed, its price by the part that is time.
fn on_road(case: &Case<'_>, edge: EdgeId, main: Amount) -> Amount {
    let class = case.feature(edge, FeatureKind::WayClass);
    let kmh = class.and_then(|(_, row)| case.network.facts().way_classes[row].kmh);
    let usual = case.world("road.driving_kmh");
    let Some(kmh) = kmh.filter(|kmh| *kmh < usual) else { return main };
    let more = usual / kmh - 1.0;
    Amount {
        hours: main.hours + main.hours * more,
        usd: main.usd + main.usd * more * case.world("road.time_share"),
        ..main
    }
}

/// A lorry between a place and the network, with loading or unloading.
pub(super) fn drive(case: &Case<'_>, country: CountryCode, km: f64) -> Amount {
    let come = case.world("road.base_usd") * case.lorries();
    lorry(case, country, km) + Amount::of(case.world("road.loading_hours"), come)
}

fn open_kn(case: &Case<'_>) -> f64 {
    let chartered = case.shipment.fleet.ship.as_ref().filter(|ship| ship.freight.is_some());
    chartered.map_or_else(|| case.world("sea.speed_kn"), |ship| ship.speed_kn)
}

/// The ice that a ship meets on an edge, area by area.
fn ice_met(case: &Case<'_>, edge: EdgeId) -> impl Iterator<Item = ice::Met> {
    let areas = case.features(edge).filter(|(_, feature)| feature.kind == FeatureKind::Area);
    areas.filter_map(|(_, feature)| {
        ice::Met::of(&case.network.facts().areas[feature.row as usize], case.conditions)
    })
}

fn sail(case: &Case<'_>, edge: EdgeId) -> Amount {
    let nm = case.km(edge) / KM_PER_NM;
    let ship = case.shipment.fleet.ship.as_ref();
    let open_kn = open_kn(case);
    let alone = ship.and_then(|ship| ship.ice.as_ref()).map(|ice| (ice.thickness_cm, ice.speed_kn));
    let escorted_kn = case.world("sea.ice_speed_kn");
    let speeds = ice_met(case, edge).map(|met| met.speed_kn(open_kn, escorted_kn, alone));
    let kn = speeds.fold(open_kn, f64::min);
    let adjustment = case.world("emissions.sea.distance_adjustment");
    let g = match ship {
        Some(ship) => [ship.emissions.ttw, ship.emissions.wtt]
            .map(|g| g * adjustment / ship.emissions.distance_adjustment),
        None => case.intensity("sea_container").map(|g| g * adjustment),
    };
    let amount = match ship.and_then(|ship| ship.freight) {
        // Paid by the day: dearer a mile where slower.
        Some(freight) => {
            let usd = case.shipment.mass_t * freight.usd_per_t_nm;
            Amount::of(nm / kn, nm * usd * case.world("charter.freight_level") * open_kn / kn)
        }
        None => Amount::of(
            nm / kn + nm / 1000.0 * case.world("sea.call_hours_per_1000nm"),
            nm * case.paid(case.world("sea.twenty_foot_ratio"))
                * case.world("sea.freight_usd_per_feu_nm")
                * case.world("sea.freight_level"),
        ),
    };
    amount.emitting(case.shipment.mass_t * case.km(edge), g)
}

/// Dues behind an icebreaker on an edge; none where there is none ahead.
pub(super) fn escort(case: &Case<'_>, edge: EdgeId) -> Option<Amount> {
    ice_met(case, edge).find(|met| met.is_escorted())?;
    let ship = case.shipment.fleet.ship.as_ref().filter(|ship| ship.freight.is_some());
    let whole = match ship {
        Some(ship) => {
            let tons = ship.gross_tonnage * f64::from(case.shipment.fleet.voyages);
            tons * case.world("sea.escort_usd_per_gt")
        }
        None => case.units() * case.world("sea.escort_usd_per_feu"),
    };
    Some(Amount::of(0.0, whole * case.km(edge) / ESCORT_TARIFF_KM))
}

/// The line that an edge belongs to.
pub(super) fn service<'a>(case: &Case<'a>, edge: EdgeId) -> Option<&'a Service> {
    let (_, row) = case.feature(edge, FeatureKind::Service)?;
    Some(&case.network.facts().services[row])
}

fn cross(case: &Case<'_>, service: &Service, km: f64) -> Amount {
    let nm = km / KM_PER_NM;
    let (ids, ratio, g) = match service.kind {
        // A small container ship, priced as the others are.
        ServiceKind::Feeder => {
            let adjustment = case.world("emissions.sea.distance_adjustment");
            let g = case.intensity("sea_container").map(|g| g * adjustment);
            let ids = ["feeder.base_usd_per_feu", "feeder.usd_per_feu_nm"];
            (ids, case.world("sea.twenty_foot_ratio"), g)
        }
        ServiceKind::RailFerry | ServiceKind::RoRo => {
            // A wagon or lorry, whatever box is on it.
            (["ferry.base_usd_per_feu", "ferry.cost_usd_per_feu_nm"], 1.0, case.intensity("ferry"))
        }
    };
    let [base, per_nm] = match service.price {
        Some(price) => [price.usd * case.paid(ratio), 0.0],
        None => ids.map(|id| case.world(id) * case.paid(ratio)),
    };
    Amount::of(service.hours, base + nm * per_nm).emitting(case.shipment.mass_t * km, g)
}

/// From end to end of a pipeline: by its tariff, else by the kilometre.
fn pump(case: &Case<'_>, edge: EdgeId, km: f64) -> Amount {
    let Some((_, row)) = case.feature(edge, FeatureKind::Pipeline) else {
        return Amount::default();
    };
    let tariff = case.network.facts().pipelines[row].price;
    let per_t =
        tariff.map_or_else(|| case.world("pipeline.usd_per_t_km") * km, |price| price.usd_per_t);
    Amount::of(km / case.world("pipeline.speed_kmh"), per_t * case.shipment.mass_t)
        .emitting(case.shipment.mass_t * km, case.intensity("pipeline"))
}

/// Half a week over its sailings.
pub(super) fn wait_for(service: &Service) -> Amount {
    Amount::of(7.0 * 24.0 / service.sailings_per_week.max(0.01) / 2.0, 0.0)
}

/// The kind of cargo in ids of parameters; none for boxes.
fn kind(case: &Case<'_>) -> Option<&'static str> {
    match case.shipment.cargo.handling() {
        Handling::Box => None,
        Handling::General => Some("general"),
        Handling::DryBulk => Some("dry_bulk"),
        Handling::Liquid => Some("liquid"),
        Handling::Wheeled => Some("wheeled"),
    }
}

/// Handling in a terminal of a country, to or from a mode.
pub(super) fn handle(case: &Case<'_>, at: CountryCode, mode: Mode, loading: bool) -> Amount {
    let here = |id: &str| case.in_country(id, at);
    let (t, units) = (case.shipment.mass_t, case.units());
    let (port_h, port_usd) = match kind(case) {
        None => (
            here("port.dwell_hours"),
            here("port.handling_usd_per_feu") * case.paid(case.world("port.twenty_foot_ratio")),
        ),
        Some(kind) => (
            case.world(&format!("port.{kind}_dwell_hours")),
            case.world(&format!("port.{kind}_usd_per_t")) * t,
        ),
    };
    let lift_usd =
        case.price(here("rail_terminal.lift_usd"), 1.0, case.world("rail_terminal.usd_per_t"));
    let amount = match mode {
        Mode::Sea => Amount::of(port_h, port_usd),
        Mode::InlandWater => Amount::of(port_h / 2.0, lift_usd),
        Mode::Rail => Amount::of(here("rail_terminal.dwell_hours"), lift_usd),
        Mode::Pipeline => Amount::of(case.world("pipeline.station_hours"), 0.0),
        _ => {
            let come = if loading { case.world("road.base_usd") * case.lorries() } else { 0.0 };
            Amount::of(case.world("road.loading_hours"), come)
        }
    };
    Amount { ttw_kg: case.world("emissions.hub.kg_per_feu") * units, ..amount }
}

/// The wait for a departure in a country, with what is paid for being taken at all; none for lorries.
pub(super) fn wait(case: &Case<'_>, at: CountryCode, mode: Mode) -> Option<Amount> {
    let here = |id: &str| case.in_country(id, at);
    let agreed_h = case.world("charter.wait_hours");
    let freight = case.shipment.fleet.ship.as_ref().and_then(|ship| ship.freight);
    Some(match (mode, case.is_boxes()) {
        (Mode::Sea, _) => match freight {
            Some(freight) => {
                let usd = freight.base_usd_per_t * case.shipment.mass_t;
                Amount::of(agreed_h, usd * case.world("charter.freight_level"))
            }
            None => Amount::of(case.world("sea.headway_days") * 12.0, 0.0),
        },
        (Mode::Rail, true) => Amount::of(
            here("rail.headway_hours") / 2.0,
            here("rail.base_usd_per_feu") * case.paid(case.world("rail.twenty_foot_ratio")),
        ),
        (Mode::InlandWater, true) => Amount::of(here("inland_water.headway_days") * 12.0, 0.0),
        (Mode::Rail, false) => {
            let usd = here("rail.base_usd_per_t") * case.shipment.mass_t;
            Amount::of(agreed_h, usd * by_class(case, at))
        }
        (Mode::InlandWater, false) => Amount::of(agreed_h, 0.0),
        (Mode::Pipeline, _) => Amount::of(case.world("pipeline.wait_hours"), 0.0),
        (Mode::Road | Mode::Ferry | Mode::Transfer, _) => return None,
    })
}

/// A border and, apart, a change of gauge or lorry on it.
pub(super) fn border(case: &Case<'_>, border: &Border) -> (Amount, Option<(ChargeKind, Amount)>) {
    let [a, b] = [border.sides[0].country, border.sides[1].country];
    let by_rail = border.mode == Mode::Rail;
    let word = if by_rail { "rail" } else { "road" };
    let number = if by_rail { case.units() } else { case.lorries() };
    let mut unions = case.network.facts().unions.iter();
    let (hours, usd) = if unions.any(|u| u.members.contains(&a) && u.members.contains(&b)) {
        (
            if by_rail {
                let id = "border.union.rail_dwell_hours";
                f64::midpoint(case.in_country(id, a), case.in_country(id, b))
            } else {
                case.world("border.union.road_dwell_hours")
            },
            case.world("border.union.cost_usd"),
        )
    } else {
        let mean = |what: &str| {
            let id = format!("border.{word}.{what}");
            f64::midpoint(case.in_country(&id, a), case.in_country(&id, b))
        };
        (mean("dwell_hours"), mean("cost_usd"))
    };
    let crossing = Amount::of(border.dwell_hours.unwrap_or(hours), usd * number);
    let gauge = border.gauge_break.then(|| {
        // Hours measured at the post are with the change of gauge.
        let hours = case.world("gauge_break.dwell_hours");
        let hours = if border.dwell_hours.is_some() { 0.0 } else { hours };
        Amount::of(hours, case.world("gauge_break.cost_usd") * number)
    });
    let transload = (!by_rail && changes_lorry(a, b)).then(|| {
        let hours = case.world("transload.dwell_hours");
        let hours = if border.dwell_hours.is_some() { 0.0 } else { hours };
        Amount::of(hours, case.world("transload.cost_usd") * number)
    });
    let gauge = gauge.map(|gauge| (ChargeKind::GaugeBreak, gauge));
    (crossing, gauge.or(transload.map(|change| (ChargeKind::Transload, change))))
}
