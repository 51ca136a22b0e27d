//! `plan`: door-to-door itineraries between two places.

use crate::access;
use crate::engine::Engine;
use crate::geojson;
use crate::named::{self, Named};
use crate::parameters::ParameterFileView;
use crate::place::Resolved;
use crate::problem::Problem;
use corridor_network::FeatureKind;
use corridor_network::fact::State;
use corridor_planning::check;
use corridor_planning::parameters::PRICE_LEVEL;
use corridor_planning::world::reports;
use corridor_planning::{Access, Conditions, IceClass, Itinerary, Question, Shipment, World};
use jiff::civil::Date;
use serde::Serialize;
use serde_json::Value;

/// A question for itineraries.
#[derive(Clone, Debug)]
pub struct PlanRequest {
    /// Where from, as the user wrote it.
    pub from: String,
    /// Where to.
    pub to: String,
    /// Twenty-foot equivalent units.
    pub teu: f64,
    /// Mass of the cargo, t.
    pub mass_t: f64,
    /// Value of the cargo, US dollars.
    pub value_usd: f64,
    /// Day of departure.
    pub depart: Date,
    /// Ice class of the ship.
    pub ice_class: IceClass,
    /// Passages, countries, ports, corridors not to be used.
    pub avoid: Vec<String>,
    /// Passages that freight does not sail unasked, to be used all the same.
    pub allow: Vec<String>,
    /// Leave out what is reported disrupted on the day.
    pub strict_status: bool,
    /// Farthest a place may lie from the network, km.
    pub max_snap_km: f64,
}

/// An end of the answer.
#[derive(Clone, Debug, Serialize)]
pub struct EndView {
    /// What the place was understood as.
    pub name: String,
    /// Country, ISO 3166-1 alpha-2.
    pub country: String,
    /// Longitude and latitude, degrees.
    pub at: [f64; 2],
    /// Metres to the network.
    pub snap_m: u32,
    /// What it was chosen over, when the name was not unique.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

impl EndView {
    /// How a place is shown that lies so many metres from the network.
    pub(crate) fn new(place: &Resolved, snap_m: u32) -> Self {
        Self {
            name: place.label.clone(),
            country: place.country.to_string(),
            at: place.at.degrees(),
            snap_m,
            note: place.note.clone(),
        }
    }
}

/// A report that an itinerary rests on in spite of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct WarningView {
    /// Stable code.
    pub code: String,
    /// What is reported.
    pub text: String,
    /// By whom.
    pub source: String,
    /// When.
    pub date: String,
}

/// A named point of a leg.
#[derive(Clone, Debug, Serialize)]
pub struct PointView {
    /// Terminal, border or town; empty at sea or in the open country.
    pub name: String,
    /// Longitude and latitude, degrees.
    pub at: [f64; 2],
}

/// A leg as shown.
#[derive(Clone, Debug, Serialize)]
pub struct LegView {
    /// `sea`, `rail`, `road`, `inland_water`, `ferry`, `transfer`, `border` or `wait`.
    pub kind: String,
    /// What it is about: the service, the terminal, the border.
    pub name: String,
    /// Where it starts.
    pub from: PointView,
    /// Where it ends.
    pub to: PointView,
    /// Metres.
    pub distance_m: u64,
    /// Seconds.
    pub duration_s: u64,
    /// US dollars.
    pub cost_usd: f64,
    /// Kilograms of CO2e, well to wheel.
    pub co2e_kg: f64,
    /// Countries gone through.
    pub countries: Vec<String>,
    /// Passages gone through.
    pub passages: Vec<String>,
    /// Network data and parameters it rests on.
    pub sources: Vec<String>,
}

/// An itinerary as shown.
#[derive(Clone, Debug, Serialize)]
pub struct ItineraryView {
    /// Number within the answer, from `1`, in the order of generalised cost.
    pub id: String,
    /// Corridors it went through.
    pub corridors: Vec<String>,
    /// Reports on what it uses; first the newest.
    pub warnings: Vec<WarningView>,
    /// Seconds door to door.
    pub duration_s: u64,
    /// Metres.
    pub distance_m: u64,
    /// US dollars.
    pub cost_usd: f64,
    /// Kilograms of CO2e, well to wheel.
    pub co2e_kg: f64,
    /// Passages gone through, in order.
    pub passages: Vec<String>,
    /// Countries gone through, in order.
    pub countries: Vec<String>,
    /// Whether it is the `fastest`, `cheapest` or `cleanest` of the answer.
    pub best_by: Vec<String>,
    /// Legs in order.
    pub legs: Vec<LegView>,
}

/// A corridor that is not among the itineraries.
#[derive(Clone, Debug, Serialize)]
pub struct NotOfferedView {
    /// The corridor.
    pub corridor: String,
    /// Why, in a sentence.
    pub reason: String,
    /// Why, as a stable code.
    pub code: String,
}

/// What the answer rests on.
#[derive(Clone, Debug, Serialize)]
pub struct MetaView {
    /// Network file and its build id.
    pub dataset: String,
    /// Scenario: always the base world for now.
    pub scenario: String,
    /// Version of the program.
    pub engine: String,
    /// Currency and price year of all amounts.
    pub prices: String,
    /// Day of departure.
    pub depart: String,
    /// Users' files of figures that the answer rests on.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parameter_files: Vec<ParameterFileView>,
    /// What holds for the whole answer.
    pub warnings: Vec<String>,
}

/// The answer.
#[derive(Clone, Debug, Serialize)]
pub struct PlanResponse {
    /// Version of this shape.
    pub schema_version: u32,
    /// What it rests on.
    pub meta: MetaView,
    /// Where from.
    pub from: EndView,
    /// Where to.
    pub to: EndView,
    /// Ways to go, best generalised cost first.
    pub itineraries: Vec<ItineraryView>,
    /// Corridors not offered.
    pub not_offered: Vec<NotOfferedView>,
    /// Courses of the legs, as a GeoJSON feature collection; not part of the JSON answer.
    #[serde(skip)]
    pub geojson: Value,
}

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

/// The heaviest cargo a twenty-foot unit carries, t: 30.48 t gross less 2.3 t of box (ISO 668).
const HEAVIEST_TEU_T: f64 = 28.2;

pub(crate) fn shipment(teu: f64, mass_t: f64, value_usd: f64) -> Result<Shipment, Problem> {
    let bad =
        |what: String, action: &str| Err(Problem::bad_input("shipment-invalid", what, action));
    for (name, value) in [("--teu", teu), ("--mass-t", mass_t), ("--value-usd", value_usd)] {
        if !value.is_finite() || value < 0.0 {
            return bad(format!("{name} {value} is no amount"), "give a number of 0 or more");
        }
    }
    if teu <= 0.0 || teu > 20_000.0 {
        return bad(
            format!("--teu {teu} is outside (0, 20000]"),
            "one 40-foot container is 2 TEU; split what exceeds a ship",
        );
    }
    if mass_t > teu * HEAVIEST_TEU_T {
        return bad(
            format!("{mass_t} t do not fit into {teu} TEU"),
            "a twenty-foot unit carries at most 28.2 t: raise --teu",
        );
    }
    if value_usd > 1e10 {
        return bad(format!("--value-usd {value_usd} is beyond 10 billion"), "check the unit");
    }
    Ok(Shipment { teu, mass_t, value_usd })
}
