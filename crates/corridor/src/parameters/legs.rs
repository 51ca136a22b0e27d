//! Which of a user's figures a leg rests on.
//!
//! Follows `corridor_planning::price`: the ids listed here for a leg are those its charges are made
//! from. Shipped figures are named by the few that matter most; a user's are named all.

use crate::engine::Engine;
use corridor_network::fact::{AreaKind, ServiceKind};
use corridor_network::{CountryCode, FeatureKind, Id, Mode};
use corridor_planning::{Leg, LegKind};

impl Engine {
    /// The users' figures that the `n`th of the legs rests on, as `id: source`. `passages` are those
    /// it goes through.
    pub(crate) fn own_sources(&self, legs: &[Leg], n: usize, passages: &[String]) -> Vec<String> {
        let set = self.parameters();
        if set.overlays().is_empty() {
            return Vec::new();
        }
        let leg = &legs[n];
        let mut countries = leg.countries.clone();
        if let Some(row) = self.fact_row(leg, FeatureKind::Border) {
            countries.extend(self.network().facts().borders[row].sides.iter().map(|s| s.country));
        }
        if let Some(terminal) = leg.terminal {
            countries.push(self.network().facts().terminals[terminal.index()].country);
        }
        if countries.is_empty() {
            countries.push(CountryCode::NONE);
        }
        let mut sources = Vec::new();
        let mut add = |row: &corridor_planning::parameters::Parameter| {
            let line = format!("{}: {}", row.id, row.cited());
            if row.is_users() && !sources.contains(&line) {
                sources.push(line);
            }
        };
        for id in self.ids_of(legs, n) {
            for country in &countries {
                add(set.for_country(id, *country));
            }
        }
        if leg.kind == LegKind::Move(Mode::Sea) {
            for passage in passages {
                add(set.for_passage("passage.toll_usd_per_feu", passage));
            }
        }
        sources
    }

    /// The ids that the charges of a leg are made from.
    fn ids_of(&self, legs: &[Leg], n: usize) -> Vec<&'static str> {
        const BY_SHIP: [&str; 3] = [
            "emissions.sea_container.ttw_g_per_tkm",
            "emissions.sea_container.wtt_g_per_tkm",
            "emissions.sea.distance_adjustment",
        ];
        let leg = &legs[n];
        let mut ids: Vec<&'static str> = Vec::new();
        match leg.kind {
            LegKind::Move(Mode::Sea) => {
                ids.extend(["sea.speed_kn", "sea.call_hours_per_1000nm"]);
                ids.push("sea.freight_usd_per_feu_nm");
                if self.meets_ice(leg) {
                    ids.extend(["sea.ice_speed_kn", "sea.escort_usd_per_feu"]);
                }
                ids.extend(BY_SHIP);
            }
            LegKind::Move(Mode::Rail) => ids.extend([
                "rail.speed_km_per_day",
                "rail.cost_usd_per_feu_km",
                "emissions.rail.electric_share",
                "emissions.rail.electric_wh_per_tkm",
                "emissions.rail.grid_g_per_kwh",
                "emissions.rail.diesel.ttw_g_per_tkm",
                "emissions.rail.diesel.wtt_g_per_tkm",
            ]),
            LegKind::Move(Mode::Road) => {
                ids.extend(["road.speed_km_per_day", "road.cost_usd_per_km"]);
                ids.extend(["emissions.road.ttw_g_per_tkm", "emissions.road.wtt_g_per_tkm"]);
                if !leg.access.is_empty() {
                    ids.extend(["road.base_usd", "road.loading_hours"]);
                }
            }
            LegKind::Move(Mode::InlandWater) => ids.extend([
                "inland_water.speed_kmh",
                "inland_water.cost_usd_per_feu_km",
                "emissions.inland_water.ttw_g_per_tkm",
                "emissions.inland_water.wtt_g_per_tkm",
            ]),
            LegKind::Move(_) => match self.fact_row(leg, FeatureKind::Service) {
                Some(row) if self.network().facts().services[row].kind == ServiceKind::Feeder => {
                    ids.extend(["sea.freight_base_usd_per_feu", "sea.freight_usd_per_feu_nm"]);
                    ids.extend(BY_SHIP);
                }
                _ => ids.extend([
                    "ferry.base_usd_per_feu",
                    "ferry.cost_usd_per_feu_nm",
                    "emissions.ferry.ttw_g_per_tkm",
                    "emissions.ferry.wtt_g_per_tkm",
                ]),
            },
            LegKind::Transfer => {
                ids.push("emissions.hub.kg_per_feu");
                for mode in [before(legs, n), after(legs, n)].into_iter().flatten() {
                    ids.extend(match mode {
                        Mode::Sea => &["port.dwell_hours", "port.handling_usd_per_feu"][..],
                        Mode::InlandWater => &["port.dwell_hours", "rail_terminal.lift_usd"],
                        Mode::Rail => &["rail_terminal.dwell_hours", "rail_terminal.lift_usd"],
                        Mode::Road => &["road.base_usd", "road.loading_hours"],
                        Mode::Ferry | Mode::Transfer => &[],
                    });
                }
            }
            LegKind::Wait => ids.extend(match after(legs, n) {
                Some(Mode::Sea) => &["sea.headway_days", "sea.freight_base_usd_per_feu"][..],
                Some(Mode::Rail) => &["rail.headway_hours", "rail.base_usd_per_feu"],
                Some(Mode::InlandWater) => &["inland_water.headway_days"],
                _ => &[],
            }),
            LegKind::Border => ids.extend(self.ids_of_border(leg)),
        }
        ids
    }

    fn ids_of_border(&self, leg: &Leg) -> Vec<&'static str> {
        let facts = self.network().facts();
        let Some(row) = self.fact_row(leg, FeatureKind::Border) else { return Vec::new() };
        let border = &facts.borders[row];
        let in_union = |union: &corridor_network::fact::Union| {
            border.sides.iter().all(|side| union.members.contains(&side.country))
        };
        let union = facts.unions.iter().any(in_union);
        let [dwell, cost] = match (union, border.mode == Mode::Rail) {
            (true, true) => ["border.union.rail_dwell_hours", "border.union.cost_usd"],
            (true, false) => ["border.union.road_dwell_hours", "border.union.cost_usd"],
            (false, true) => ["border.rail.dwell_hours", "border.rail.cost_usd"],
            (false, false) => ["border.road.dwell_hours", "border.road.cost_usd"],
        };
        let mut ids = vec![cost];
        // Hours measured at the post itself stand in place of those reckoned.
        let reckoned = border.dwell_hours.is_none();
        ids.extend(reckoned.then_some(dwell));
        if border.gauge_break {
            ids.push("gauge_break.cost_usd");
            ids.extend(reckoned.then_some("gauge_break.dwell_hours"));
        }
        ids
    }

    /// The row of what the leg is about, if it is of this kind.
    fn fact_row(&self, leg: &Leg, kind: FeatureKind) -> Option<usize> {
        let feature = &self.network().features()[leg.feature?];
        (feature.kind == kind).then_some(feature.row as usize)
    }

    /// Whether the leg goes through an area that has ice in some month.
    fn meets_ice(&self, leg: &Leg) -> bool {
        let network = self.network();
        let mut features = leg.edges.iter().flat_map(|edge| network.features_of(edge.link()));
        features.any(|id| {
            let feature = &network.features()[*id];
            feature.kind == FeatureKind::Area
                && network.facts().areas[feature.row as usize].kind == AreaKind::Ice
        })
    }
}

fn mode(leg: &Leg) -> Option<Mode> {
    match leg.kind {
        LegKind::Move(mode) => Some(mode),
        LegKind::Transfer | LegKind::Wait | LegKind::Border => None,
    }
}

/// The mode that cargo came by.
fn before(legs: &[Leg], n: usize) -> Option<Mode> {
    legs[..n].iter().rev().find_map(mode)
}

/// The mode that it goes on by.
fn after(legs: &[Leg], n: usize) -> Option<Mode> {
    legs[n + 1..].iter().find_map(mode)
}
