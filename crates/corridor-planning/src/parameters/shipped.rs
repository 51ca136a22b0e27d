//! The ids the program reads and the files that come with it.

/// How finely the program reads an id: what its rows can be for besides the whole world.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// One figure for all.
    World,
    /// A figure for each country that has one of its own.
    Country,
    /// A figure for each passage that has one of its own.
    Passage,
    /// A figure for each sea market that has one of its own.
    Market,
    /// A figure for each gate between sea markets that has one of its own.
    Gate,
}

impl Reach {
    /// That of an id; the world for one that is not listed.
    pub fn of(id: &str) -> Self {
        IDS.iter().find(|row| row.0 == id).map_or(Self::World, |row| row.1)
    }
}

/// The ids that the program reads, sorted; a [`super::Parameters`] has a world default for each.
pub const IDS: [(&str, Reach); 109] = [
    ("border.rail.cost_usd", Reach::Country),
    ("border.rail.dwell_hours", Reach::Country),
    ("border.road.cost_usd", Reach::Country),
    ("border.road.dwell_hours", Reach::Country),
    ("border.union.cost_usd", Reach::World),
    ("border.union.rail_dwell_hours", Reach::Country),
    ("border.union.road_dwell_hours", Reach::World),
    ("charter.freight_level", Reach::World),
    ("charter.wait_hours", Reach::World),
    ("emissions.ferry.ttw_g_per_tkm", Reach::World),
    ("emissions.ferry.wtt_g_per_tkm", Reach::World),
    ("emissions.hub.kg_per_feu", Reach::World),
    ("emissions.inland_water.ttw_g_per_tkm", Reach::World),
    ("emissions.inland_water.wtt_g_per_tkm", Reach::World),
    ("emissions.pipeline.ttw_g_per_tkm", Reach::World),
    ("emissions.pipeline.wtt_g_per_tkm", Reach::World),
    ("emissions.rail.diesel.ttw_g_per_tkm", Reach::Country),
    ("emissions.rail.diesel.wtt_g_per_tkm", Reach::Country),
    ("emissions.rail.electric_share", Reach::Country),
    ("emissions.rail.electric_wh_per_tkm", Reach::Country),
    ("emissions.rail.grid_g_per_kwh", Reach::Country),
    ("emissions.road.ttw_g_per_tkm", Reach::World),
    ("emissions.road.wtt_g_per_tkm", Reach::World),
    ("emissions.sea.distance_adjustment", Reach::World),
    ("emissions.sea_container.ttw_g_per_tkm", Reach::World),
    ("emissions.sea_container.wtt_g_per_tkm", Reach::World),
    ("feeder.base_usd_per_feu", Reach::World),
    ("feeder.usd_per_feu_nm", Reach::World),
    ("ferry.base_usd_per_feu", Reach::World),
    ("ferry.cost_usd_per_feu_nm", Reach::World),
    ("gauge_break.cost_usd", Reach::World),
    ("gauge_break.dwell_hours", Reach::World),
    ("inland_water.cost_usd_per_feu_km", Reach::Country),
    ("inland_water.headway_days", Reach::Country),
    ("inland_water.speed_kmh", Reach::Country),
    ("inland_water.usd_per_t_km", Reach::Country),
    ("passage.toll_usd_per_feu", Reach::Passage),
    ("passage.toll_usd_per_t", Reach::Passage),
    ("pipeline.speed_kmh", Reach::World),
    ("pipeline.station_hours", Reach::World),
    ("pipeline.usd_per_t_km", Reach::World),
    ("pipeline.wait_hours", Reach::World),
    ("port.depth_tolerance", Reach::World),
    ("port.dry_bulk_dwell_hours", Reach::World),
    ("port.dry_bulk_usd_per_t", Reach::World),
    ("port.dwell_hours", Reach::Country),
    ("port.general_dwell_hours", Reach::World),
    ("port.general_usd_per_t", Reach::World),
    ("port.handling_usd_per_feu", Reach::Country),
    ("port.liquid_dwell_hours", Reach::World),
    ("port.liquid_usd_per_t", Reach::World),
    ("port.twenty_foot_ratio", Reach::World),
    ("port.wheeled_dwell_hours", Reach::World),
    ("port.wheeled_usd_per_t", Reach::World),
    ("rail.base_usd_per_feu", Reach::Country),
    ("rail.base_usd_per_t", Reach::Country),
    ("rail.cost_usd_per_feu_km", Reach::Country),
    ("rail.dry_bulk_ratio", Reach::Country),
    ("rail.headway_hours", Reach::Country),
    ("rail.liquid_ratio", Reach::Country),
    ("rail.speed_km_per_day", Reach::Country),
    ("rail.twenty_foot_ratio", Reach::World),
    ("rail.usd_per_t_km", Reach::Country),
    ("rail.wheeled_ratio", Reach::Country),
    ("rail_terminal.dwell_hours", Reach::Country),
    ("rail_terminal.lift_usd", Reach::Country),
    ("rail_terminal.usd_per_t", Reach::World),
    ("reliability.border.rail.cv", Reach::Country),
    ("reliability.border.road.cv", Reach::Country),
    ("reliability.correlation_country", Reach::World),
    ("reliability.correlation_season", Reach::World),
    ("reliability.ferry.cv_10_days", Reach::World),
    ("reliability.ice.cv_10_days", Reach::World),
    ("reliability.inland_water.cv_10_days", Reach::Country),
    ("reliability.passage.cv", Reach::World),
    ("reliability.pipeline.cv_10_days", Reach::World),
    ("reliability.rail.cv_10_days", Reach::Country),
    ("reliability.road.cv_10_days", Reach::Country),
    ("reliability.sea.cv_10_days", Reach::World),
    ("reliability.terminal.cv", Reach::Country),
    ("road.base_usd", Reach::World),
    ("road.cost_usd_per_km", Reach::Country),
    ("road.driving_kmh", Reach::World),
    ("road.loading_hours", Reach::World),
    ("road.speed_km_per_day", Reach::Country),
    ("road.time_share", Reach::World),
    ("sea.call_hours_per_1000nm", Reach::World),
    ("sea.discharging_usd_per_feu", Reach::Market),
    ("sea.escort_usd_per_feu", Reach::World),
    ("sea.escort_usd_per_gt", Reach::World),
    ("sea.freight_level", Reach::World),
    ("sea.freight_usd_per_feu_nm", Reach::World),
    ("sea.gate_usd_per_feu", Reach::Gate),
    ("sea.headway_days", Reach::World),
    ("sea.ice_speed_kn", Reach::World),
    ("sea.loading_usd_per_feu", Reach::Market),
    ("sea.main_port_index", Reach::World),
    ("sea.port_call_hours", Reach::Country),
    ("sea.relay_hours", Reach::World),
    ("sea.relay_usd_per_feu", Reach::World),
    ("sea.speed_kn", Reach::World),
    ("sea.thin_port_hours", Reach::World),
    ("sea.twenty_foot_ratio", Reach::World),
    ("shipment.car_mass_t", Reach::World),
    ("shipment.default_mass_t_per_feu", Reach::World),
    ("shipment.default_value_usd", Reach::World),
    ("shipment.value_of_time_percent_per_day", Reach::World),
    ("transload.cost_usd", Reach::World),
    ("transload.dwell_hours", Reach::World),
];

/// Files of the shipped set, in the order in which they are listed.
pub(super) const SHIPPED: [(&str, &str); 20] = {
    macro_rules! file {
        ($name:literal) => {
            ($name, include_str!(concat!("../../../../data/parameters/", $name)))
        };
    }
    [
        file!("sea.toml"),
        file!("sea-calls.toml"),
        file!("sea-markets.toml"),
        file!("rail.toml"),
        file!("rail-regions.toml"),
        file!("rail-tonnes.toml"),
        file!("road.toml"),
        file!("road-europe.toml"),
        file!("road-regions.toml"),
        file!("inland-water.toml"),
        file!("ferry.toml"),
        file!("pipeline.toml"),
        file!("terminals.toml"),
        file!("borders.toml"),
        file!("passages.toml"),
        file!("emissions.toml"),
        file!("electricity.toml"),
        file!("shipment.toml"),
        file!("bulk.toml"),
        file!("reliability.toml"),
    ]
};
