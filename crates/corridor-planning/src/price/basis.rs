//! The parameters that charges are made from, by id.
//!
//! What a charge of a kind names here is what its hours, dollars and kilograms change with. Figures of
//! single places and of chartered ships stand in tables of their own and are not here.

/// A container ship under way.
pub const SEA: &[&str] = &[
    "sea.speed_kn",
    "sea.call_hours_per_1000nm",
    "sea.freight_usd_per_feu_nm",
    "sea.freight_level",
    "sea.twenty_foot_ratio",
    "emissions.sea_container.ttw_g_per_tkm",
    "emissions.sea_container.wtt_g_per_tkm",
    "emissions.sea.distance_adjustment",
];
/// A container ship of a given class under way.
pub const SEA_OF_CLASS: &[&str] = &[
    "sea.speed_kn",
    "sea.call_hours_per_1000nm",
    "sea.freight_usd_per_feu_nm",
    "sea.freight_level",
    "sea.twenty_foot_ratio",
    "emissions.sea.distance_adjustment",
];
/// A chartered ship under way.
pub const SEA_CHARTERED: &[&str] = &["charter.freight_level", "emissions.sea.distance_adjustment"];
/// Boxes behind an icebreaker.
pub const ESCORT: &[&str] = &["sea.ice_speed_kn", "sea.escort_usd_per_feu"];
/// A chartered ship behind an icebreaker.
pub const ESCORT_CHARTERED: &[&str] = &["sea.ice_speed_kn", "sea.escort_usd_per_gt"];
/// Boxes in a canal.
pub const TOLL: &[&str] = &["passage.toll_usd_per_feu"];
/// Other cargo in a canal.
pub const TOLL_PER_T: &[&str] = &["passage.toll_usd_per_t"];
/// A train with other cargo under way.
pub const RAIL_PER_T: &[&str] = &[
    "rail.speed_km_per_day",
    "rail.usd_per_t_km",
    "rail.dry_bulk_ratio",
    "rail.liquid_ratio",
    "rail.wheeled_ratio",
    "emissions.rail.electric_share",
    "emissions.rail.electric_wh_per_tkm",
    "emissions.rail.grid_g_per_kwh",
    "emissions.rail.diesel.ttw_g_per_tkm",
    "emissions.rail.diesel.wtt_g_per_tkm",
];
/// A container train under way.
pub const RAIL: &[&str] = &[
    "rail.speed_km_per_day",
    "rail.cost_usd_per_feu_km",
    "rail.twenty_foot_ratio",
    "emissions.rail.electric_share",
    "emissions.rail.electric_wh_per_tkm",
    "emissions.rail.grid_g_per_kwh",
    "emissions.rail.diesel.ttw_g_per_tkm",
    "emissions.rail.diesel.wtt_g_per_tkm",
];
/// A pipeline whose tariff is published.
pub const PIPELINE_LISTED: &[&str] =
    &["pipeline.speed_kmh", "emissions.pipeline.ttw_g_per_tkm", "emissions.pipeline.wtt_g_per_tkm"];
/// A pipeline.
pub const PIPELINE: &[&str] = &[
    "pipeline.speed_kmh",
    "pipeline.usd_per_t_km",
    "emissions.pipeline.ttw_g_per_tkm",
    "emissions.pipeline.wtt_g_per_tkm",
];
/// The tanks at an end of a pipeline.
pub const PIPELINE_STATION: &[&str] = &["pipeline.station_hours", "emissions.hub.kg_per_feu"];
/// Waiting to be pumped.
pub const WAIT_PIPELINE: &[&str] = &["pipeline.wait_hours"];
/// A lorry under way.
pub const ROAD: &[&str] = &[
    "road.speed_km_per_day",
    "road.cost_usd_per_km",
    "emissions.road.ttw_g_per_tkm",
    "emissions.road.wtt_g_per_tkm",
];
/// A lorry under way on a road of a class.
pub const ROAD_OF_CLASS: &[&str] = &[
    "road.speed_km_per_day",
    "road.driving_kmh",
    "road.cost_usd_per_km",
    "road.time_share",
    "emissions.road.ttw_g_per_tkm",
    "emissions.road.wtt_g_per_tkm",
];
/// A lorry between a place and the network.
pub const ROAD_END: &[&str] = &[
    "road.speed_km_per_day",
    "road.cost_usd_per_km",
    "road.base_usd",
    "road.loading_hours",
    "emissions.road.ttw_g_per_tkm",
    "emissions.road.wtt_g_per_tkm",
];
/// A barge with boxes under way.
pub const WATER: &[&str] = &[
    "inland_water.speed_kmh",
    "inland_water.cost_usd_per_feu_km",
    "emissions.inland_water.ttw_g_per_tkm",
    "emissions.inland_water.wtt_g_per_tkm",
];
/// A barge with other cargo under way.
pub const WATER_PER_T: &[&str] = &[
    "inland_water.speed_kmh",
    "inland_water.usd_per_t_km",
    "emissions.inland_water.ttw_g_per_tkm",
    "emissions.inland_water.wtt_g_per_tkm",
];
/// A ferry whose price is published.
pub const FERRY_LISTED: &[&str] =
    &["emissions.ferry.ttw_g_per_tkm", "emissions.ferry.wtt_g_per_tkm"];
/// A ferry.
pub const FERRY: &[&str] = &[
    "ferry.base_usd_per_feu",
    "ferry.cost_usd_per_feu_nm",
    "emissions.ferry.ttw_g_per_tkm",
    "emissions.ferry.wtt_g_per_tkm",
];
/// A feeder whose price is given.
pub const FEEDER_LISTED: &[&str] = &[
    "sea.twenty_foot_ratio",
    "emissions.sea_container.ttw_g_per_tkm",
    "emissions.sea_container.wtt_g_per_tkm",
    "emissions.sea.distance_adjustment",
];
/// A feeder of a listed line.
pub const FEEDER: &[&str] = &[
    "feeder.base_usd_per_feu",
    "feeder.usd_per_feu_nm",
    "sea.twenty_foot_ratio",
    "emissions.sea_container.ttw_g_per_tkm",
    "emissions.sea_container.wtt_g_per_tkm",
    "emissions.sea.distance_adjustment",
];
/// A box through a port.
pub const PORT: &[&str] = &[
    "port.dwell_hours",
    "port.handling_usd_per_feu",
    "port.twenty_foot_ratio",
    "emissions.hub.kg_per_feu",
];
/// Other cargo through a port: general, dry bulk, liquid, wheeled.
pub const PORT_PER_T: [&[&str]; 4] = [
    &["port.general_dwell_hours", "port.general_usd_per_t", "emissions.hub.kg_per_feu"],
    &["port.dry_bulk_dwell_hours", "port.dry_bulk_usd_per_t", "emissions.hub.kg_per_feu"],
    &["port.liquid_dwell_hours", "port.liquid_usd_per_t", "emissions.hub.kg_per_feu"],
    &["port.wheeled_dwell_hours", "port.wheeled_usd_per_t", "emissions.hub.kg_per_feu"],
];
/// A box through a river port.
pub const RIVER_PORT: &[&str] =
    &["port.dwell_hours", "rail_terminal.lift_usd", "emissions.hub.kg_per_feu"];
/// Other cargo through a river port, as [`PORT_PER_T`].
pub const RIVER_PORT_PER_T: [&[&str]; 4] = [
    &["port.general_dwell_hours", "rail_terminal.usd_per_t", "emissions.hub.kg_per_feu"],
    &["port.dry_bulk_dwell_hours", "rail_terminal.usd_per_t", "emissions.hub.kg_per_feu"],
    &["port.liquid_dwell_hours", "rail_terminal.usd_per_t", "emissions.hub.kg_per_feu"],
    &["port.wheeled_dwell_hours", "rail_terminal.usd_per_t", "emissions.hub.kg_per_feu"],
];
/// A box through a rail terminal.
pub const RAIL_TERMINAL: &[&str] =
    &["rail_terminal.dwell_hours", "rail_terminal.lift_usd", "emissions.hub.kg_per_feu"];
/// Other cargo through a rail terminal.
pub const RAIL_TERMINAL_PER_T: &[&str] =
    &["rail_terminal.dwell_hours", "rail_terminal.usd_per_t", "emissions.hub.kg_per_feu"];
/// Onto a lorry.
pub const LORRY: &[&str] = &["road.base_usd", "road.loading_hours", "emissions.hub.kg_per_feu"];
/// Off a lorry.
pub const LORRY_END: &[&str] = &["road.loading_hours", "emissions.hub.kg_per_feu"];
/// Waiting for a liner.
pub const WAIT_SEA: &[&str] = &["sea.headway_days"];
/// Loading a box in a sea market.
pub const LOADING: &[&str] =
    &["sea.loading_usd_per_feu", "sea.freight_level", "sea.twenty_foot_ratio"];
/// Discharging a box in a sea market.
pub const DISCHARGING: &[&str] =
    &["sea.discharging_usd_per_feu", "sea.freight_level", "sea.twenty_foot_ratio"];
/// Calls of a liner at an end of a voyage.
pub const CALLS: &[&str] =
    &["sea.port_call_hours", "sea.thin_port_hours", "sea.main_port_index", "sea.relay_hours"];
/// The relay of a box over a better connected port near by.
pub const RELAY: &[&str] = &["sea.relay_usd_per_feu", "sea.freight_level", "sea.twenty_foot_ratio"];
/// Crossing a gate between sea markets.
pub const GATE: &[&str] = &["sea.gate_usd_per_feu", "sea.freight_level", "sea.twenty_foot_ratio"];
/// Waiting for a chartered ship, train or barge.
pub const WAIT_CHARTER: &[&str] = &["charter.wait_hours", "charter.freight_level"];
/// Waiting for a train with other cargo.
pub const WAIT_RAIL_PER_T: &[&str] = &[
    "charter.wait_hours",
    "rail.base_usd_per_t",
    "rail.dry_bulk_ratio",
    "rail.liquid_ratio",
    "rail.wheeled_ratio",
];
/// Waiting for a container train.
pub const WAIT_RAIL: &[&str] =
    &["rail.headway_hours", "rail.base_usd_per_feu", "rail.twenty_foot_ratio"];
/// Waiting for a barge.
pub const WAIT_WATER: &[&str] = &["inland_water.headway_days"];
/// A border by rail; the first alone where hours are measured at the post.
pub const BORDER_RAIL: &[&str] = &["border.rail.cost_usd", "border.rail.dwell_hours"];
/// As [`BORDER_RAIL`], by road.
pub const BORDER_ROAD: &[&str] = &["border.road.cost_usd", "border.road.dwell_hours"];
/// A border by rail inside a customs union.
pub const UNION_RAIL: &[&str] = &["border.union.cost_usd", "border.union.rail_dwell_hours"];
/// A border by road inside a customs union.
pub const UNION_ROAD: &[&str] = &["border.union.cost_usd", "border.union.road_dwell_hours"];
/// A change of lorry at a border; the first alone where hours are measured at the post.
pub const TRANSLOAD: &[&str] = &["transload.cost_usd", "transload.dwell_hours"];
/// A change of gauge; the first alone where hours are measured at the post.
pub const GAUGE: &[&str] = &["gauge_break.cost_usd", "gauge_break.dwell_hours"];
