//! `plan`: door-to-door itineraries between two places.

mod answer;
mod request;
mod view;

pub use answer::{
    EndView, ItineraryView, LegView, MetaView, NotOfferedView, PlanResponse, PointView, WarningView,
};
pub use request::PlanRequest;
pub(crate) use request::shipment;

use crate::access;
use crate::engine::Engine;
use crate::geojson;
use crate::named::{self, Named};
use crate::place::Resolved;
use crate::problem::Problem;
use corridor_network::FeatureKind;
use corridor_network::fact::State;
use corridor_planning::check;
use corridor_planning::parameters::PRICE_LEVEL;
use corridor_planning::world::reports;
use corridor_planning::{Access, Conditions, Itinerary, Question, World};
use serde_json::Value;

impl Engine {
    /// Plans.
    ///
    /// # Errors
    /// When a place or name is not known, a place lies too far from the network, the shipment is no
    /// shipment, or there is no way.
    pub fn plan(&self, request: &PlanRequest) -> Result<PlanResponse, Problem> {
        let shipment = shipment(request.teu, request.mass_t, request.value_usd)?;
        let from = self.place(&request.from)?;
        let to = self.place(&request.to)?;
        let avoid = named::resolve(self.network(), &request.avoid, "--avoid")?;
        let conditions = Conditions {
            depart: request.depart,
            ice_class: request.ice_class,
            avoid_features: avoid.features.clone(),
            allow_features: named::resolve(self.network(), &request.allow, "--allow")?.features,
            avoid_countries: avoid.countries.clone(),
            strict_status: request.strict_status,
        };
        let world = World::new(self.network(), conditions);
        let question = Question {
            shipment: &shipment,
            world: &world,
            from: self.access(&from, request.max_snap_km, &world, &shipment)?,
            to: self.access(&to, request.max_snap_km, &world, &shipment)?,
        };
        let mut answer = self.planner().plan(&question);
        for itinerary in &answer.itineraries {
            // Every answer is judged wherever assertions are on, tests above all.
            debug_assert_eq!(
                check::problems(self.network(), &world, itinerary),
                Vec::<String>::new()
            );
        }
        answer.itineraries.retain(|i| !self.is_unwanted(i, &avoid, request));
        if answer.itineraries.is_empty() {
            return Err(self.no_way(request, &question, &from, &to));
        }
        let snap = |access: &[Access]| {
            let km =
                access.iter().map(|a| access::course_km(&a.course)).fold(f64::INFINITY, f64::min);
            (km * 1000.0).round() as u32
        };
        let (from_snap, to_snap) = (snap(&question.from), snap(&question.to));
        let itineraries: Vec<ItineraryView> = answer
            .itineraries
            .iter()
            .enumerate()
            .map(|(n, itinerary)| self.view(n + 1, itinerary, &answer.itineraries, &world))
            .collect();
        let features: Vec<Value> = answer
            .itineraries
            .iter()
            .zip(&itineraries)
            .flat_map(|(itinerary, view)| self.features(itinerary, view))
            .collect();
        let not_offered = answer
            .not_offered
            .iter()
            .map(|n| NotOfferedView {
                corridor: self.network().facts().corridors[n.corridor].id.clone(),
                reason: n.reason.clone(),
                code: n.code.clone(),
            })
            .collect();
        Ok(PlanResponse {
            schema_version: 1,
            meta: MetaView {
                dataset: self.dataset(),
                scenario: "base".to_owned(),
                engine: format!("corridor {}", env!("CARGO_PKG_VERSION")),
                prices: PRICE_LEVEL.to_owned(),
                depart: request.depart.to_string(),
                parameter_files: self.parameter_files(),
                warnings: self.general_warnings(&avoid),
            },
            from: EndView::new(&from, from_snap),
            to: EndView::new(&to, to_snap),
            itineraries,
            not_offered,
            geojson: geojson::collection(&features),
        })
    }

    /// The place a text stands for.
    ///
    /// # Errors
    /// When it is unknown, ambiguous or no position.
    pub fn place(&self, text: &str) -> Result<Resolved, Problem> {
        self.gazetteer().resolve(text).map_err(|e| Problem::bad_input(e.code(), e.to_string(), ""))
    }

    /// What holds for the whole answer.
    fn general_warnings(&self, avoid: &Named) -> Vec<String> {
        let mut warnings = self.own_figure_warnings();
        warnings.push(
            "times are means, not promises; rates are published averages, not quotes".to_owned(),
        );
        let features = self.network().features();
        if avoid.features.iter().any(|f| features[*f].kind == FeatureKind::Area) {
            warnings.push(
                "ships keep out of the avoided areas by the lanes that do not touch them; the way \
                 round may be longer than need be (`corridor distance` has the exact one)"
                    .to_owned(),
            );
        }
        warnings
    }

    fn is_unwanted(&self, itinerary: &Itinerary, avoid: &Named, request: &PlanRequest) -> bool {
        let facts = self.network().facts();
        itinerary.corridors.iter().any(|row| {
            let corridor = &facts.corridors[*row];
            let disrupted = || {
                reports(self.network(), &corridor.id, &corridor.status, request.depart)
                    .iter()
                    .any(|(state, _)| *state != State::Open)
            };
            avoid.corridors.contains(row) || request.strict_status && disrupted()
        })
    }

    /// Why there is no way: what would open one.
    fn no_way(
        &self,
        request: &PlanRequest,
        question: &Question<'_>,
        from: &Resolved,
        to: &Resolved,
    ) -> Problem {
        let separated = format!("no way from {} to {}", from.label, to.label);
        let free = Conditions {
            avoid_features: Vec::new(),
            avoid_countries: Vec::new(),
            strict_status: false,
            ..question.world.conditions.clone()
        };
        let world = World::new(self.network(), free);
        let answer = self.planner().plan(&Question {
            shipment: question.shipment,
            world: &world,
            from: question.from.clone(),
            to: question.to.clone(),
        });
        let Some(best) = answer.itineraries.first() else {
            return Problem::no_route(
                "no-way",
                format!("{separated}: the network does not join them on {}", request.depart),
                "`corridor data info` lists what is cut off; try a nearer port, or another date",
            );
        };
        let network = self.network();
        let mut cut: Vec<String> = best
            .features
            .iter()
            .filter(|f| question.world.bar(**f).is_some())
            .map(|f| network.features()[*f].id.clone())
            .collect();
        let countries = best.legs.iter().flat_map(|l| &l.countries);
        cut.extend(countries.filter(|c| !question.world.may_enter(**c)).map(ToString::to_string));
        cut.dedup();
        let corridors = best.corridors.iter().map(|row| network.facts().corridors[*row].id.clone());
        if cut.is_empty() {
            cut.extend(corridors);
        }
        Problem::no_route(
            "cut",
            format!("{separated}: what is avoided or left out separates them"),
            format!(
                "without that, the best way goes through {}: allow one of these",
                cut.join(", ")
            ),
        )
    }
}
