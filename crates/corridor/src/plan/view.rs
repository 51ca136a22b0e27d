//! Itineraries as shown: legs with names, sources and courses.

use crate::engine::Engine;
use crate::geojson;
use super::answer::{ItineraryView, LegView, PointView, WarningView};
use corridor_network::{EdgeId, FeatureKind, Id, LngLat, Mode};
use corridor_planning::world::reports;
use corridor_planning::{Itinerary, Leg, LegKind, World};
use serde_json::{Value, json};

impl Engine {
    /// An itinerary as shown.
    pub(crate) fn view(
        &self,
        number: usize,
        itinerary: &Itinerary,
        all: &[Itinerary],
        world: &World,
    ) -> ItineraryView {
        let network = self.network();
        let facts = network.facts();
        let day = world.conditions.depart;
        let mut warnings = Vec::new();
        let mut add = |warning: corridor_planning::Warning| {
            let view = WarningView {
                code: warning.code,
                text: warning.text,
                source: warning.source,
                date: warning.date,
            };
            if !warnings.contains(&view) {
                warnings.push(view);
            }
        };
        for row in &itinerary.corridors {
            let corridor = &facts.corridors[*row];
            for (_, warning) in reports(network, &corridor.id, &corridor.status, day) {
                add(warning);
            }
        }
        for feature in &itinerary.features {
            for warning in world.warnings(*feature) {
                add(warning.clone());
            }
        }
        warnings.sort_by(|a, b| b.date.cmp(&a.date));
        let passages = |edges: &[EdgeId]| -> Vec<String> {
            let mut ids: Vec<String> = Vec::new();
            for edge in edges {
                for f in network.features_of(edge.link()) {
                    let feature = &network.features()[*f];
                    if feature.kind == FeatureKind::Passage && !ids.contains(&feature.id) {
                        ids.push(feature.id.clone());
                    }
                }
            }
            ids
        };
        let mut countries: Vec<String> = Vec::new();
        for country in itinerary.legs.iter().flat_map(|l| &l.countries) {
            let code = country.to_string();
            if countries.last() != Some(&code) {
                countries.push(code);
            }
        }
        let least = |part: fn(&Itinerary) -> f64| {
            all.iter().map(part).fold(f64::INFINITY, f64::min) >= part(itinerary)
        };
        let best_by = [
            ("fastest", least(|i| i.hours)),
            ("cheapest", least(|i| i.usd)),
            ("cleanest", least(|i| i.kg)),
        ];
        ItineraryView {
            id: number.to_string(),
            corridors: itinerary.corridors.iter().map(|r| facts.corridors[*r].id.clone()).collect(),
            warnings,
            duration_s: (itinerary.hours * 3600.0).round() as u64,
            distance_m: (itinerary.km * 1000.0).round() as u64,
            cost_usd: cents(itinerary.usd),
            co2e_kg: cents(itinerary.kg),
            passages: passages(&itinerary.edges),
            countries,
            best_by: best_by.iter().filter(|b| b.1).map(|b| b.0.to_owned()).collect(),
            legs: itinerary
                .legs
                .iter()
                .enumerate()
                .map(|(n, leg)| {
                    let mut view = self.leg_view(leg, passages(&leg.edges));
                    let own = self.own_sources(&itinerary.legs, n, &view.passages);
                    view.sources.extend(own);
                    view
                })
                .collect(),
        }
    }

    fn leg_view(&self, leg: &Leg, passages: Vec<String>) -> LegView {
        let network = self.network();
        let facts = network.facts();
        let name = match (leg.terminal, leg.feature) {
            (Some(terminal), _) => facts.terminals[terminal.index()].name.clone(),
            (None, Some(feature)) => {
                let feature = &network.features()[feature];
                match feature.kind {
                    FeatureKind::Border => {
                        let [a, b] = &facts.borders[feature.row as usize].sides;
                        format!("{} / {}", a.name, b.name)
                    }
                    FeatureKind::Service => facts.services[feature.row as usize].name.clone(),
                    _ => feature.id.clone(),
                }
            }
            (None, None) => String::new(),
        };
        let mut sources: Vec<String> =
            leg.sources.iter().map(|row| facts.sources[*row as usize].id.clone()).collect();
        sources.extend(self.parameter_sources(leg));
        LegView {
            kind: leg_kind(leg.kind).to_owned(),
            name,
            from: self.point_view(leg.from),
            to: self.point_view(leg.to),
            distance_m: (leg.km * 1000.0).round() as u64,
            duration_s: (leg.hours * 3600.0).round() as u64,
            cost_usd: cents(leg.usd),
            co2e_kg: cents(leg.kg),
            countries: leg.countries.iter().map(ToString::to_string).collect(),
            passages,
            sources,
        }
    }

    /// The parameters a leg is priced by, as `id: source, year`.
    fn parameter_sources(&self, leg: &Leg) -> Vec<String> {
        let ids: &[&str] = match leg.kind {
            LegKind::Move(Mode::Sea) => &[
                "sea.speed_kn",
                "sea.freight_usd_per_feu_nm",
                "emissions.sea_container.ttw_g_per_tkm",
            ],
            LegKind::Move(Mode::Rail) => &[
                "rail.speed_km_per_day",
                "rail.cost_usd_per_feu_km",
                "emissions.rail.diesel.ttw_g_per_tkm",
            ],
            LegKind::Move(Mode::Road) => {
                &["road.speed_km_per_day", "road.cost_usd_per_km", "emissions.road.ttw_g_per_tkm"]
            }
            LegKind::Move(Mode::InlandWater) => &[
                "inland_water.speed_kmh",
                "inland_water.cost_usd_per_feu_km",
                "emissions.inland_water.ttw_g_per_tkm",
            ],
            LegKind::Move(_) => &["ferry.cost_usd_per_feu_nm", "emissions.ferry.ttw_g_per_tkm"],
            LegKind::Transfer => {
                &["port.dwell_hours", "port.handling_usd_per_feu", "rail_terminal.dwell_hours"]
            }
            LegKind::Wait => &["sea.headway_days", "rail.headway_hours"],
            LegKind::Border => &["border.rail.dwell_hours", "border.road.dwell_hours"],
        };
        let mut sources = Vec::new();
        for id in ids {
            let countries = leg.countries.iter().copied();
            for country in countries
                .chain(leg.countries.is_empty().then_some(corridor_network::CountryCode::NONE))
            {
                let p = self.parameters().for_country(id, country);
                let line = format!("{id}: {}", p.cited());
                // A user's are named all, where they count: `own_sources`.
                if !p.is_users() && !sources.contains(&line) {
                    sources.push(line);
                }
            }
        }
        sources
    }

    fn point_view(&self, at: LngLat) -> PointView {
        PointView { name: self.name_near(at, 25.0), at: at.degrees() }
    }

    /// The courses of the legs as GeoJSON features.
    pub(crate) fn features(&self, itinerary: &Itinerary, view: &ItineraryView) -> Vec<Value> {
        let network = self.network();
        let mut features = Vec::new();
        for (n, (leg, shown)) in itinerary.legs.iter().zip(&view.legs).enumerate() {
            let mut course: Vec<LngLat> = Vec::new();
            let arriving = leg.access.first() != Some(&leg.from);
            if !arriving {
                course.extend(&leg.access);
            }
            for edge in &leg.edges {
                course.extend(network.course(*edge));
            }
            if arriving {
                course.extend(leg.access.iter().rev());
            }
            course.dedup();
            let geometry =
                if course.len() > 1 { geojson::line(&course) } else { geojson::point(leg.from) };
            features.push(geojson::feature(
                &geometry,
                &json!({
                    "itinerary": view.id,
                    "leg": n,
                    "kind": shown.kind,
                    "name": shown.name,
                    "corridors": view.corridors,
                }),
            ));
        }
        features
    }
}

fn cents(value: f64) -> f64 {
    (value * 100.0).round() / 100.0
}

/// The word for a kind of leg.
fn leg_kind(kind: LegKind) -> &'static str {
    match kind {
        LegKind::Move(mode) => mode.name(),
        LegKind::Transfer => "transfer",
        LegKind::Wait => "wait",
        LegKind::Border => "border",
    }
}
