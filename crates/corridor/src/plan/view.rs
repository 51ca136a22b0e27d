//! Itineraries as shown: legs with names, sources and courses.

use super::Asked;
use super::answer::{CostView, ItineraryView, LegView, PointView, WarningView};
use super::certainty::ReliabilityView;
use crate::engine::Engine;
use crate::geojson;
use crate::place::Gazetteer;
use crate::report::indicators;
use corridor_network::fact::PassageKind;
use corridor_network::{CountryCode, EdgeId, FeatureKind, Id, Mode, Network};
use corridor_planning::parameters::Reach;
use corridor_planning::price::Component;
use corridor_planning::world::reports;
use corridor_planning::{Itinerary, Leg, LegKind};
use jiff::civil::Date;
use serde_json::{Value, json};
use std::sync::Arc;

impl Engine {
    /// An itinerary as shown, its warnings in the order of their gravity.
    pub(super) fn view(
        &self,
        number: usize,
        itinerary: &Itinerary,
        all: &[Itinerary],
        asked: &Asked,
        reliability: ReliabilityView,
    ) -> ItineraryView {
        let network = self.network();
        let facts = network.facts();
        let (world, units) = (&asked.world, asked.shipment.units());
        let day = world.conditions.as_of;
        let mut warnings = asked.declared.warnings();
        for feature in &itinerary.features {
            for warning in world.warnings(*feature) {
                let warning = WarningView::from(warning.clone());
                if !warnings.contains(&warning) {
                    warnings.push(warning);
                }
            }
        }
        // What is reported of a corridor is mostly reported of its passages and borders too, in other words.
        for row in &itinerary.corridors {
            let corridor = &facts.corridors[*row];
            for (_, warning) in reports(network, &corridor.id, &corridor.status, day) {
                let warning = WarningView::from(warning);
                if !warnings.iter().any(|told| told.is_of_one_report_with(&warning)) {
                    warnings.push(warning);
                }
            }
        }
        warnings.extend(above_value(itinerary.usd, asked.shipment.value_usd, day));
        warnings.extend(self.reserved_voyages(itinerary));
        warnings.extend(self.quotes_used(itinerary, day));
        warnings.sort_by(|a, b| a.gravity().cmp(&b.gravity()).then(b.date.cmp(&a.date)));
        let mut countries: Vec<String> = Vec::new();
        for country in
            itinerary.legs.iter().flat_map(|leg| gone_through(network, self.gazetteer(), leg))
        {
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
        let numbered = itinerary.legs.iter().enumerate();
        let joints = self.joint_names(itinerary, [&asked.from.label, &asked.to.label]);
        let legs: Vec<LegView> = numbered
            .map(|(n, leg)| {
                let ends = [&joints[n], &joints[n + 1]];
                let mut view = self.leg_view(leg, ends, passages(network, &leg.edges));
                let own = self.own_sources(&itinerary.legs, n, &view.passages);
                view.sources.extend(self.market_sources(&itinerary.legs, n));
                view.sources.extend(own);
                view
            })
            .collect();
        ItineraryView {
            id: number.to_string(),
            name: String::new(),
            corridors: itinerary.corridors.iter().map(|r| facts.corridors[*r].id.clone()).collect(),
            warnings,
            duration_s: (itinerary.hours * 3600.0).round() as u64,
            reliability,
            distance_m: (itinerary.km * 1000.0).round() as u64,
            cost_usd: cents(itinerary.usd),
            co2e_kg: cents(itinerary.kg),
            passages: passages(network, &itinerary.edges),
            countries,
            best_by: best_by.iter().filter(|b| b.1).map(|b| b.0.to_owned()).collect(),
            indicators: indicators(&legs, units),
            legs,
        }
    }

    fn leg_view(&self, leg: &Leg, ends: [&String; 2], passages: Vec<String>) -> LegView {
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
                    FeatureKind::Pipeline => facts.pipelines[feature.row as usize].name.clone(),
                    _ => feature.id.clone(),
                }
            }
            (None, None) => String::new(),
        };
        let mut sources: Vec<String> =
            leg.sources.iter().map(|row| facts.sources[*row as usize].id.clone()).collect();
        sources.extend(self.parameter_sources(leg));
        let paid = |component: Component| {
            let usd = cents(leg.usd_for(component));
            (usd != 0.0).then(|| CostView { component: component.name().to_owned(), usd })
        };
        LegView {
            kind: leg_kind(leg.kind).to_owned(),
            name,
            from: PointView { name: ends[0].clone(), at: leg.from.degrees() },
            to: PointView { name: ends[1].clone(), at: leg.to.degrees() },
            distance_m: (leg.km * 1000.0).round() as u64,
            duration_s: (leg.hours * 3600.0).round() as u64,
            cost_usd: cents(leg.usd),
            costs: Component::ALL.into_iter().filter_map(paid).collect(),
            co2e_kg: cents(leg.kg),
            co2e_ttw_kg: cents(leg.kg - leg.wtt_kg()),
            co2e_wtt_kg: cents(leg.wtt_kg()),
            vehicle: leg.vehicle.clone(),
            distance_basis: leg.distance_basis.name().to_owned(),
            countries: gone_through(network, self.gazetteer(), leg)
                .iter()
                .map(ToString::to_string)
                .collect(),
            passages,
            sources,
        }
    }

    /// The parameters a leg is priced by, as `id: source, year`.
    fn parameter_sources(&self, leg: &Leg) -> Vec<String> {
        let mut sources = Vec::new();
        let none = [CountryCode::NONE];
        let countries = if leg.countries.is_empty() { &none[..] } else { &leg.countries[..] };
        for id in leg.elements.iter().flat_map(|element| &element.parameters) {
            // Those of sea markets are told where they are looked up: `market_sources`.
            if matches!(Reach::of(id), Reach::Market | Reach::Gate) {
                continue;
            }
            for country in countries {
                let p = self.parameters().for_country(id, *country);
                let line = format!("{id}: {}", p.cited());
                // A user's are named all, where they count: `own_sources`.
                if !p.is_users() && !sources.contains(&line) {
                    sources.push(line);
                }
            }
        }
        sources
    }

    /// The courses of the legs as GeoJSON features.
    pub(crate) fn features(&self, itinerary: &Itinerary, view: &ItineraryView) -> Vec<Value> {
        let network = self.network();
        let mut features = Vec::new();
        for (n, (leg, shown)) in itinerary.legs.iter().zip(&view.legs).enumerate() {
            let [setting_out, arriving] = &leg.access;
            let mut course = setting_out.clone();
            for edge in &leg.edges {
                course.extend(network.course(*edge));
            }
            course.extend(arriving.iter().rev());
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

/// What an itinerary says that costs more than the goods it carries: nobody sends them so, unless a
/// figure is wrong.
fn above_value(usd: f64, value_usd: f64, day: Date) -> Option<WarningView> {
    (value_usd > 0.0 && usd > value_usd).then(|| WarningView {
        code: "freight-above-value".to_owned(),
        text: format!(
            "carriage costs {usd:.0} US dollars, more than the goods are worth ({value_usd:.0}); \
             check the value (--value-usd) and the prices (`corridor parameters`)"
        ),
        source: "reckoned for the day asked".to_owned(),
        date: day.to_string(),
    })
}

/// How far a town may lie from a canal that is of its country, km.
const BESIDE_KM: f64 = 60.0;

/// The countries that a leg goes through. A ship that only passes the waters of a country does not; in a canal it
/// does.
fn gone_through(
    network: &Network,
    places: &Gazetteer<Arc<Network>>,
    leg: &Leg,
) -> Vec<CountryCode> {
    if leg.kind != LegKind::Move(Mode::Sea) {
        return leg.countries.clone();
    }
    let facts = network.facts();
    let in_canal = |edge: &&EdgeId| {
        network.features_of(edge.link()).iter().any(|f| {
            let feature = &network.features()[*f];
            feature.kind == FeatureKind::Passage
                && facts.passages[feature.row as usize].kind == PassageKind::Canal
        })
    };
    let ends = |edge: &EdgeId| [network.tail(*edge), network.head(*edge)];
    let canals = leg.edges.iter().filter(in_canal).flat_map(ends);
    let at = canals.map(|node| network.columns().node_at[node]);
    // By the nearest town: reading the boundaries of all countries takes longer than a leg is worth.
    let nearest = |at| places.near(at, BESIDE_KM).min_by(|a, b| a.1.total_cmp(&b.1));
    let mut countries: Vec<CountryCode> =
        at.filter_map(nearest).map(|(place, _)| place.country).collect();
    countries.dedup();
    countries
}

/// Passages gone through, in order, each once.
pub(super) fn passages(network: &Network, edges: &[EdgeId]) -> Vec<String> {
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
}

pub(super) fn cents(value: f64) -> f64 {
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
