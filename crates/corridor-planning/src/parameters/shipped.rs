//! The ids the planner reads and the files that come with the program.

/// The ids that the planner reads; a [`Parameters`] has a world default for each.
pub const IDS: [&str; 52] = [
    "border.rail.cost_usd",
    "border.rail.dwell_hours",
    "border.road.cost_usd",
    "border.road.dwell_hours",
    "border.union.cost_usd",
    "border.union.rail_dwell_hours",
    "border.union.road_dwell_hours",
    "emissions.ferry.ttw_g_per_tkm",
    "emissions.ferry.wtt_g_per_tkm",
    "emissions.hub.kg_per_feu",
    "emissions.inland_water.ttw_g_per_tkm",
    "emissions.inland_water.wtt_g_per_tkm",
    "emissions.rail.diesel.ttw_g_per_tkm",
    "emissions.rail.diesel.wtt_g_per_tkm",
    "emissions.rail.electric_share",
    "emissions.rail.electric_wh_per_tkm",
    "emissions.rail.grid_g_per_kwh",
    "emissions.road.ttw_g_per_tkm",
    "emissions.road.wtt_g_per_tkm",
    "emissions.sea.distance_adjustment",
    "emissions.sea_container.ttw_g_per_tkm",
    "emissions.sea_container.wtt_g_per_tkm",
    "ferry.base_usd_per_feu",
    "ferry.cost_usd_per_feu_nm",
    "gauge_break.cost_usd",
    "gauge_break.dwell_hours",
    "inland_water.cost_usd_per_feu_km",
    "inland_water.headway_days",
    "inland_water.speed_kmh",
    "passage.toll_usd_per_feu",
    "port.dwell_hours",
    "port.handling_usd_per_feu",
    "rail.base_usd_per_feu",
    "rail.cost_usd_per_feu_km",
    "rail.headway_hours",
    "rail.speed_km_per_day",
    "rail_terminal.dwell_hours",
    "rail_terminal.lift_usd",
    "road.base_usd",
    "road.cost_usd_per_km",
    "road.loading_hours",
    "road.speed_km_per_day",
    "sea.call_hours_per_1000nm",
    "sea.escort_usd_per_feu",
    "sea.freight_base_usd_per_feu",
    "sea.freight_usd_per_feu_nm",
    "sea.headway_days",
    "sea.ice_speed_kn",
    "sea.speed_kn",
    "shipment.default_mass_t_per_feu",
    "shipment.default_value_usd",
    "shipment.value_of_time_percent_per_day",
];

/// Files of the shipped set, in the order in which they are listed.
pub(super) const SHIPPED: [(&str, &str); 12] = {
    macro_rules! file {
        ($name:literal) => {
            ($name, include_str!(concat!("../../../../data/parameters/", $name)))
        };
    }
    [
        file!("sea.toml"),
        file!("rail.toml"),
        file!("road.toml"),
        file!("road-europe.toml"),
        file!("inland-water.toml"),
        file!("ferry.toml"),
        file!("terminals.toml"),
        file!("borders.toml"),
        file!("passages.toml"),
        file!("emissions.toml"),
        file!("electricity.toml"),
        file!("shipment.toml"),
    ]
};
