//! The parameters in force, resolved once per plan into plain numbers by country.
//!
//! Units: hours, kilometres, US dollars per 40-foot container (FEU), grams of CO2e per tonne-km.

use crate::market::{Gate, Markets};
use crate::parameters::Parameters;
use corridor_network::CountryCode;

/// What transport takes and costs in one country (or on the high seas).
#[derive(Clone, Debug)]
pub struct CountryRates {
    /// Container train, km/h over all stops.
    pub rail_kmh: f64,
    /// USD per FEU for being taken by train at all.
    pub rail_base_usd: f64,
    /// USD per FEU and km by rail.
    pub rail_usd_per_feu_km: f64,
    /// Mean wait for a container train, h.
    pub rail_wait_h: f64,
    /// Dwell in a rail terminal per handling, h.
    pub rail_dwell_h: f64,
    /// Lift in a rail terminal, USD per container.
    pub rail_lift_usd: f64,
    /// Lorry, km/h over all rests.
    pub road_kmh: f64,
    /// USD per lorry and km.
    pub road_usd_per_km: f64,
    /// Dwell in a port per handling, h.
    pub port_dwell_h: f64,
    /// Handling in a port, USD per FEU.
    pub port_usd_per_feu: f64,
    /// Dwell at a border by rail, h.
    pub border_rail_h: f64,
    /// Fees at a border by rail, USD per FEU.
    pub border_rail_usd: f64,
    /// Dwell at a border by road, h.
    pub border_road_h: f64,
    /// Fees at a border by road, USD per lorry.
    pub border_road_usd: f64,
    /// Mean wait for a barge, h.
    pub water_wait_h: f64,
    /// Emissions by rail, g/t-km, well to wheel.
    pub rail_g_per_tkm: f64,
    /// Of these, from well to tank; the making of electricity counts here.
    pub rail_wtt_g_per_tkm: f64,
    /// USD per tonne and km by rail, for general cargo.
    pub rail_usd_per_t_km: f64,
    /// USD per tonne for being taken by train at all, likewise.
    pub rail_base_usd_per_t: f64,
    /// What dry bulk pays of both.
    pub rail_dry_bulk: f64,
    /// What liquids pay of both.
    pub rail_liquid: f64,
    /// What vehicles pay of both, for the room that they take.
    pub rail_wheeled: f64,
    /// Barge, km/h over locks and all.
    pub water_kmh: f64,
    /// USD per FEU and km by barge.
    pub water_usd_per_feu_km: f64,
    /// USD per tonne and km by barge.
    pub water_usd_per_t_km: f64,
    /// Border by rail inside a customs union, h.
    pub union_rail_h: f64,
    /// Calls of a liner at an end of its voyage, h.
    pub port_call_h: f64,
}

/// What a port takes to handle cargo that is not in boxes.
#[derive(Clone, Copy, Debug)]
pub struct PortRates {
    /// Dwell per handling, h.
    pub dwell_h: f64,
    /// USD per tonne.
    pub usd_per_t: f64,
}

/// All rates of a plan.
#[derive(Clone, Debug)]
pub struct Rates {
    countries: Vec<CountryRates>,
    /// Container ship, km/h.
    pub sea_kmh: f64,
    /// Container ship behind an icebreaker, km/h.
    pub ice_kmh: f64,
    /// USD per FEU and km behind an icebreaker.
    pub escort_usd_per_feu_km: f64,
    /// Hours of port calls of a liner string per km sailed.
    pub sea_call_h_per_km: f64,
    /// Hours more where a port's connectivity is by a factor of e below [`Self::sea_main_port_index`].
    pub sea_thin_port_h: f64,
    /// Connectivity from which on a port needs no more hours.
    pub sea_main_port_index: f64,
    /// USD per FEU for a relay over a better port, per factor of e of its connectivity.
    pub sea_relay_usd: f64,
    /// Hours that such a relay takes, likewise.
    pub sea_relay_h: f64,
    /// USD per FEU and km at sea.
    pub sea_usd_per_feu_km: f64,
    /// USD per FEU for being loaded, by row of [`Markets::rows`]; the last is that of no market.
    pub sea_loading_usd: Vec<f64>,
    /// USD per FEU for being discharged, likewise.
    pub sea_discharging_usd: Vec<f64>,
    /// USD per FEU for crossing a gate, by row of [`Markets::gates`].
    pub sea_gate_usd: Vec<f64>,
    /// USD per FEU and km by feeder.
    pub feeder_usd_per_feu_km: f64,
    /// USD per FEU for being taken aboard a feeder.
    pub feeder_base_usd_per_feu: f64,
    /// Mean wait for a liner, h.
    pub sea_wait_h: f64,
    /// Emissions at sea, g/t-km, well to wheel.
    pub sea_g_per_tkm: f64,
    /// Of these, from well to tank.
    pub sea_wtt_g_per_tkm: f64,
    /// What the intensities of ships are multiplied by for the distance they are meant for.
    pub sea_distance_adjustment: f64,
    /// Dues behind an icebreaker all along the Northern Sea Route, USD per gross ton and km.
    pub escort_usd_per_gt_km: f64,
    /// Mean wait for a chartered ship, train or barge, h.
    pub charter_wait_h: f64,
    /// What the freight of chartered ships is multiplied by.
    pub charter_level: f64,
    /// How much deeper than its published depth a port may be.
    pub port_depth_tolerance: f64,
    /// Ports, for general cargo, dry bulk, liquids and what rolls.
    pub port: [PortRates; 4],
    /// Handling in a rail terminal or river port, USD per tonne.
    pub terminal_usd_per_t: f64,
    /// Loading or unloading a lorry, h.
    pub road_loading_h: f64,
    /// USD for having a lorry come.
    pub road_base_usd: f64,
    /// A lorry on a main road while it drives, km/h.
    pub road_driving_kmh: f64,
    /// The part of its costs that goes by the hour.
    pub road_time_share: f64,
    /// Emissions by road, g/t-km, well to wheel.
    pub road_g_per_tkm: f64,
    /// Of these, from well to tank.
    pub road_wtt_g_per_tkm: f64,
    /// Emissions by barge, g/t-km, well to wheel.
    pub water_g_per_tkm: f64,
    /// Of these, from well to tank.
    pub water_wtt_g_per_tkm: f64,
    /// USD per FEU and km by ferry or feeder.
    pub ferry_usd_per_feu_km: f64,
    /// USD per FEU for being taken aboard a ferry or feeder.
    pub ferry_base_usd_per_feu: f64,
    /// Emissions by ferry or feeder, g/t-km, well to wheel.
    pub ferry_g_per_tkm: f64,
    /// Of these, from well to tank.
    pub ferry_wtt_g_per_tkm: f64,
    /// Speed of what is pumped, km/h.
    pub pipeline_kmh: f64,
    /// USD per tonne and km by a pipeline without a tariff of its own.
    pub pipeline_usd_per_t_km: f64,
    /// Wait to be pumped, h.
    pub pipeline_wait_h: f64,
    /// In the tanks at each end of pipelines, h.
    pub pipeline_station_h: f64,
    /// Emissions by pipeline, g/t-km, well to wheel.
    pub pipeline_g_per_tkm: f64,
    /// Of these, from well to tank.
    pub pipeline_wtt_g_per_tkm: f64,
    /// Change of gauge, h.
    pub gauge_break_h: f64,
    /// Change of gauge, USD per FEU.
    pub gauge_break_usd: f64,
    /// Change to another lorry at a border, h.
    pub transload_h: f64,
    /// Change to another lorry at a border, USD a lorry.
    pub transload_usd: f64,
    /// Border by road inside a customs union, h.
    pub union_road_h: f64,
    /// Border inside a customs union, USD.
    pub union_usd: f64,
    /// Emissions of a handling in a terminal, kg per FEU.
    pub hub_kg_per_feu: f64,
    /// What a twenty-foot box costs at sea, of a forty-foot one.
    pub sea_twenty_foot: f64,
    /// The same on trains.
    pub rail_twenty_foot: f64,
    /// The same in ports.
    pub port_twenty_foot: f64,
    /// Value of time as a share of the value of the cargo, per hour.
    pub time_value_per_h: f64,
}

const KM_PER_NM: f64 = 1.852;
/// Kara Gate to Provideniya: what the seven zones of the escort tariff span (Rosatom, TASS).
const NORTHERN_SEA_ROUTE_KM: f64 = 5600.0;
const HIGH_SEAS: usize = 26 * 26;
/// Codes of countries that there can be, and the high seas.
pub(crate) const COUNTRIES: usize = HIGH_SEAS + 1;

/// The place of a country among [`COUNTRIES`]; the last is the high seas.
pub(crate) fn slot(country: CountryCode) -> usize {
    match country.bytes() {
        [a @ b'A'..=b'Z', b @ b'A'..=b'Z'] => usize::from(a - b'A') * 26 + usize::from(b - b'A'),
        _ => HIGH_SEAS,
    }
}

impl Rates {
    /// Resolves the parameters for every country.
    pub fn new(p: &Parameters) -> Self {
        let countries = (0..=HIGH_SEAS)
            .map(|slot| {
                let code = if slot == HIGH_SEAS {
                    CountryCode::NONE
                } else {
                    let letter = |n: usize| char::from(b'A' + n as u8);
                    format!("{}{}", letter(slot / 26), letter(slot % 26))
                        .parse()
                        .expect("two capital letters are a country code")
                };
                country_rates(p, code)
            })
            .collect();
        let wtt = |mode: &str| p.get(&format!("emissions.{mode}.wtt_g_per_tkm"));
        let g = |mode: &str| p.get(&format!("emissions.{mode}.ttw_g_per_tkm")) + wtt(mode);
        let port = |kind: &str| PortRates {
            dwell_h: p.get(&format!("port.{kind}_dwell_hours")),
            usd_per_t: p.get(&format!("port.{kind}_usd_per_t")),
        };
        let adjustment = p.get("emissions.sea.distance_adjustment");
        let level = p.get("sea.freight_level");
        let seas = Markets::shipped();
        let by_market = |id: &str| {
            let ids = seas.rows().iter().map(|market| p.for_market(id, &market.id).value);
            ids.chain([p.get(id)]).map(|usd| usd * level).collect()
        };
        let gate = |gate: &Gate| p.for_market("sea.gate_usd_per_feu", &gate.id).value * level;
        Self {
            countries,
            sea_kmh: p.get("sea.speed_kn") * KM_PER_NM,
            ice_kmh: p.get("sea.ice_speed_kn") * KM_PER_NM,
            escort_usd_per_feu_km: p.get("sea.escort_usd_per_feu") / NORTHERN_SEA_ROUTE_KM,
            sea_call_h_per_km: p.get("sea.call_hours_per_1000nm") / (1000.0 * KM_PER_NM),
            sea_thin_port_h: p.get("sea.thin_port_hours"),
            sea_main_port_index: p.get("sea.main_port_index"),
            sea_relay_h: p.get("sea.relay_hours"),
            sea_relay_usd: p.get("sea.relay_usd_per_feu") * level,
            sea_usd_per_feu_km: p.get("sea.freight_usd_per_feu_nm") / KM_PER_NM * level,
            sea_loading_usd: by_market("sea.loading_usd_per_feu"),
            sea_discharging_usd: by_market("sea.discharging_usd_per_feu"),
            sea_gate_usd: seas.gates().iter().map(gate).collect(),
            feeder_usd_per_feu_km: p.get("feeder.usd_per_feu_nm") / KM_PER_NM,
            feeder_base_usd_per_feu: p.get("feeder.base_usd_per_feu"),
            sea_wait_h: p.get("sea.headway_days") * 24.0 / 2.0,
            sea_g_per_tkm: g("sea_container") * adjustment,
            sea_wtt_g_per_tkm: wtt("sea_container") * adjustment,
            sea_distance_adjustment: adjustment,
            escort_usd_per_gt_km: p.get("sea.escort_usd_per_gt") / NORTHERN_SEA_ROUTE_KM,
            charter_wait_h: p.get("charter.wait_hours"),
            charter_level: p.get("charter.freight_level"),
            port_depth_tolerance: p.get("port.depth_tolerance"),
            port: [port("general"), port("dry_bulk"), port("liquid"), port("wheeled")],
            terminal_usd_per_t: p.get("rail_terminal.usd_per_t"),
            road_loading_h: p.get("road.loading_hours"),
            road_base_usd: p.get("road.base_usd"),
            road_driving_kmh: p.get("road.driving_kmh"),
            road_time_share: p.get("road.time_share"),
            road_g_per_tkm: g("road"),
            road_wtt_g_per_tkm: wtt("road"),
            water_g_per_tkm: g("inland_water"),
            water_wtt_g_per_tkm: wtt("inland_water"),
            ferry_usd_per_feu_km: p.get("ferry.cost_usd_per_feu_nm") / KM_PER_NM,
            ferry_base_usd_per_feu: p.get("ferry.base_usd_per_feu"),
            ferry_g_per_tkm: g("ferry"),
            ferry_wtt_g_per_tkm: wtt("ferry"),
            pipeline_kmh: p.get("pipeline.speed_kmh"),
            pipeline_usd_per_t_km: p.get("pipeline.usd_per_t_km"),
            pipeline_wait_h: p.get("pipeline.wait_hours"),
            pipeline_station_h: p.get("pipeline.station_hours"),
            pipeline_g_per_tkm: g("pipeline"),
            pipeline_wtt_g_per_tkm: wtt("pipeline"),
            gauge_break_h: p.get("gauge_break.dwell_hours"),
            gauge_break_usd: p.get("gauge_break.cost_usd"),
            transload_h: p.get("transload.dwell_hours"),
            transload_usd: p.get("transload.cost_usd"),
            union_road_h: p.get("border.union.road_dwell_hours"),
            union_usd: p.get("border.union.cost_usd"),
            hub_kg_per_feu: p.get("emissions.hub.kg_per_feu"),
            sea_twenty_foot: p.get("sea.twenty_foot_ratio"),
            rail_twenty_foot: p.get("rail.twenty_foot_ratio"),
            port_twenty_foot: p.get("port.twenty_foot_ratio"),
            time_value_per_h: p.get("shipment.value_of_time_percent_per_day") / 100.0 / 24.0,
        }
    }

    /// Hours of calls of a liner at the end of a voyage that lies at a port of this connectivity.
    pub(crate) fn calls_h(&self, country: CountryCode, reach: f64) -> f64 {
        let thin = (self.sea_main_port_index / reach).ln().max(0.0);
        self.of(country).port_call_h + self.sea_thin_port_h * thin
    }

    /// The rates of a country.
    pub fn of(&self, country: CountryCode) -> &CountryRates {
        &self.countries[slot(country)]
    }

    /// The rates at a place among [`COUNTRIES`].
    pub(crate) fn at(&self, slot: usize) -> &CountryRates {
        &self.countries[slot]
    }
}

fn country_rates(p: &Parameters, country: CountryCode) -> CountryRates {
    let value = |id: &str| p.for_country(id, country).value;
    let electric = value("emissions.rail.electric_share");
    let power_g = electric * value("emissions.rail.electric_wh_per_tkm") / 1000.0
        * value("emissions.rail.grid_g_per_kwh");
    let diesel_ttw = (1.0 - electric) * value("emissions.rail.diesel.ttw_g_per_tkm");
    let diesel_wtt = (1.0 - electric) * value("emissions.rail.diesel.wtt_g_per_tkm");
    CountryRates {
        rail_kmh: value("rail.speed_km_per_day") / 24.0,
        rail_base_usd: value("rail.base_usd_per_feu"),
        rail_usd_per_feu_km: value("rail.cost_usd_per_feu_km"),
        rail_wait_h: value("rail.headway_hours") / 2.0,
        rail_dwell_h: value("rail_terminal.dwell_hours"),
        rail_lift_usd: value("rail_terminal.lift_usd"),
        road_kmh: value("road.speed_km_per_day") / 24.0,
        road_usd_per_km: value("road.cost_usd_per_km"),
        port_dwell_h: value("port.dwell_hours"),
        port_usd_per_feu: value("port.handling_usd_per_feu"),
        border_rail_h: value("border.rail.dwell_hours"),
        border_rail_usd: value("border.rail.cost_usd"),
        border_road_h: value("border.road.dwell_hours"),
        border_road_usd: value("border.road.cost_usd"),
        water_wait_h: value("inland_water.headway_days") * 24.0 / 2.0,
        rail_g_per_tkm: power_g + diesel_ttw + diesel_wtt,
        rail_wtt_g_per_tkm: power_g + diesel_wtt,
        rail_usd_per_t_km: value("rail.usd_per_t_km"),
        rail_base_usd_per_t: value("rail.base_usd_per_t"),
        rail_dry_bulk: value("rail.dry_bulk_ratio"),
        rail_liquid: value("rail.liquid_ratio"),
        rail_wheeled: value("rail.wheeled_ratio"),
        water_kmh: value("inland_water.speed_kmh"),
        water_usd_per_feu_km: value("inland_water.cost_usd_per_feu_km"),
        water_usd_per_t_km: value("inland_water.usd_per_t_km"),
        union_rail_h: value("border.union.rail_dwell_hours"),
        port_call_h: value("sea.port_call_hours"),
    }
}
