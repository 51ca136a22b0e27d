//! `plan`: door-to-door itineraries between two places.

use crate::engine::Engine;
use crate::geojson;
use crate::named::{self, Named};
use crate::place::Resolved;
use crate::problem::Problem;
use corridor_network::fact::State;
use corridor_network::nearest::nearest_by_scan;
use corridor_network::{EdgeId, FeatureKind, Id, LinkId, LngLat, Mode, Network};
use corridor_planning::check;
use corridor_planning::world::reports;
use corridor_planning::{
    Access, Conditions, IceClass, Itinerary, Leg, LegKind, Question, Shipment, World,
};
use jiff::civil::Date;
use serde::Serialize;
use serde_json::{Value, json};

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
        let shipment = shipment(request)?;
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
            let km = access.iter().map(|a| course_km(&a.course)).fold(f64::INFINITY, f64::min);
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
                prices: "US dollars of 2024".to_owned(),
                depart: request.depart.to_string(),
                warnings: vec![
                    "times are means, not promises; rates are published averages, not quotes"
                        .to_owned(),
                ],
            },
            from: end_view(&from, from_snap),
            to: end_view(&to, to_snap),
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

    /// How a place joins the network: its own terminal's gate, and the nearest open road.
    fn access(
        &self,
        place: &Resolved,
        max_snap_km: f64,
        world: &World,
        shipment: &Shipment,
    ) -> Result<Vec<Access>, Problem> {
        let network = self.network();
        let columns = network.columns();
        let mut access = Vec::new();
        if let Some(terminal) = place.terminal {
            access.push(Access {
                node: columns.terminal_node[terminal],
                km: 0.0,
                course: Vec::new(),
                hours: 0.0,
                usd: 0.0,
                kg: 0.0,
            });
        }
        let pricing = self.planner().pricing(world, shipment);
        let courses: Vec<(u32, Vec<LngLat>)> = near_links(network, place.at, max_snap_km)
            .filter(|link| columns.link_mode[*link] == Mode::Road)
            .filter(|link| pricing.is_open(EdgeId::of(*link, false)))
            .map(|link| (link.index() as u32, network.course(EdgeId::of(link, false))))
            .collect();
        let lines = courses.iter().map(|(n, course)| (*n, course.as_slice()));
        if let Some(foot) = nearest_by_scan(lines, place.at, max_snap_km) {
            let link = LinkId::from_index(foot.line as usize);
            let course = &courses.iter().find(|(n, _)| *n == foot.line).expect("it was met").1;
            let rates = self.planner().rates();
            let country = columns.node_country[columns.link_a[link]];
            let here = rates.of(country);
            let cut = foot.segment as usize + 1;
            let whole = course_km(course).max(1e-9);
            let scale = columns.link_length[link].km() / whole;
            let mut ends = Vec::new();
            let mut back: Vec<LngLat> = course[..cut].iter().rev().copied().collect();
            back.insert(0, foot.at);
            ends.push((columns.link_a[link], back));
            let mut on: Vec<LngLat> = course[cut..].to_vec();
            on.insert(0, foot.at);
            ends.push((columns.link_b[link], on));
            for (node, rest) in ends {
                let km = foot.km * 1.2 + course_km(&rest) * scale;
                let mut way = vec![place.at];
                way.extend(rest);
                access.push(Access {
                    node,
                    km,
                    course: way,
                    hours: km / here.road_kmh + rates.road_loading_h,
                    usd: shipment.lorries() * (rates.road_base_usd + km * here.road_usd_per_km),
                    kg: rates.road_g_per_tkm * shipment.mass_t * km / 1000.0,
                });
            }
        }
        if access.is_empty() {
            return Err(Problem::bad_input(
                "too-far",
                format!(
                    "{} lies more than {max_snap_km} km from any road or terminal of the network that is open to you",
                    place.label
                ),
                "raise --max-snap, name a nearer town or port, or avoid less",
            ));
        }
        Ok(access)
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

    fn view(
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
                .map(|leg| self.leg_view(leg, passages(&leg.edges)))
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
                let line = format!("{id}: {} ({})", p.source, p.year);
                if !sources.contains(&line) {
                    sources.push(line);
                }
            }
        }
        sources
    }

    fn point_view(&self, at: LngLat) -> PointView {
        PointView { name: self.name_near(at, 25.0), at: at.degrees() }
    }

    fn features(&self, itinerary: &Itinerary, view: &ItineraryView) -> Vec<Value> {
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

/// Links with an end near enough to matter, cheaply: a scan over all nodes would cost more than it
/// saves, so the ends are compared by latitude and longitude first.
fn near_links(network: &Network, at: LngLat, km: f64) -> impl Iterator<Item = LinkId> {
    let columns = network.columns();
    // Road links are rarely longer than this; those that are have bends, looked at by the scan.
    let margin = ((km + 150.0) / 111.0 * 1e7) as i64;
    let stretch = 1.0 / at.lat().to_radians().cos().max(0.05);
    let [lng, lat] = at.e7().map(i64::from);
    columns.link_a.ids().filter(move |link| {
        let near = |node: corridor_network::NodeId| {
            let [x, y] = columns.node_at[node].e7().map(i64::from);
            let turn = (x - lng).abs();
            let turn = turn.min(3_600_000_000 - turn);
            (y - lat).abs() <= margin && (turn as f64) <= margin as f64 * stretch
        };
        near(columns.link_a[*link]) || near(columns.link_b[*link])
    })
}

fn course_km(course: &[LngLat]) -> f64 {
    course.windows(2).map(|pair| pair[0].sphere_km(pair[1])).sum()
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

fn end_view(place: &Resolved, snap_m: u32) -> EndView {
    EndView {
        name: place.label.clone(),
        country: place.country.to_string(),
        at: place.at.degrees(),
        snap_m,
        note: place.note.clone(),
    }
}

/// The heaviest cargo a twenty-foot unit carries, t: 30.48 t gross less 2.3 t of box (ISO 668).
const HEAVIEST_TEU_T: f64 = 28.2;

fn shipment(request: &PlanRequest) -> Result<Shipment, Problem> {
    let bad =
        |what: String, action: &str| Err(Problem::bad_input("shipment-invalid", what, action));
    for (name, value) in
        [("--teu", request.teu), ("--mass-t", request.mass_t), ("--value-usd", request.value_usd)]
    {
        if !value.is_finite() || value < 0.0 {
            return bad(format!("{name} {value} is no amount"), "give a number of 0 or more");
        }
    }
    if request.teu <= 0.0 || request.teu > 20_000.0 {
        return bad(
            format!("--teu {} is outside (0, 20000]", request.teu),
            "one 40-foot container is 2 TEU; split what exceeds a ship",
        );
    }
    if request.mass_t > request.teu * HEAVIEST_TEU_T {
        return bad(
            format!("{} t do not fit into {} TEU", request.mass_t, request.teu),
            "a twenty-foot unit carries at most 28.2 t: raise --teu",
        );
    }
    if request.value_usd > 1e10 {
        return bad(
            format!("--value-usd {} is beyond 10 billion", request.value_usd),
            "check the unit",
        );
    }
    Ok(Shipment { teu: request.teu, mass_t: request.mass_t, value_usd: request.value_usd })
}
