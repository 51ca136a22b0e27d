//! `plan`: door-to-door itineraries between two places.

mod answer;
mod cabotage;
mod certainty;
mod naming;
mod quoted;
mod refusal;
mod request;
mod understood;
mod view;
mod worth;

pub use answer::{
    BeatenView, CompletenessView, CostView, EndView, ItineraryView, LegView, MetaView,
    NotOfferedView, PlanResponse, PointView, WarningView,
};
pub use certainty::{Certainty, ReliabilityView};
pub use request::{PlanRequest, ShipmentView};

use crate::access;
use crate::engine::Engine;
use crate::geojson;
use crate::named::{self, Named};
use crate::place::Resolved;
use crate::problem::Problem;
use crate::restrictions::Declared;
use corridor_network::fact::State;
use corridor_network::{EdgeId, FeatureKind};
use corridor_planning::check;
use corridor_planning::corridors::StepTest;
use corridor_planning::parameters::PRICE_LEVEL;
use corridor_planning::world::reports;
use corridor_planning::{
    Access, Cargo, Conditions, Exhaustive, Itinerary, Question, Shipment, Via, World,
};
use serde_json::Value;
use worth::Figures;

/// A question understood.
struct Asked {
    shipment: Shipment,
    world: World,
    avoid: Named,
    declared: Declared,
    from: Resolved,
    to: Resolved,
    access: [Vec<Access>; 2],
    via: Option<Via>,
}

impl Asked {
    fn question(&self) -> Question<'_> {
        let [from, to] = self.access.clone();
        let via = self.via.as_ref();
        Question { shipment: &self.shipment, world: &self.world, from, to, via }
    }
}

/// An answer, with what it takes to see other ways in its world.
pub(crate) struct Planned {
    /// The answer.
    pub(crate) answer: PlanResponse,
    /// The ways of its itineraries, in their order.
    pub(crate) ways: Vec<Vec<EdgeId>>,
    /// The best ways of the corridors that were found and are not worth showing.
    pub(crate) aside: Vec<Vec<EdgeId>>,
    request: PlanRequest,
    asked: Asked,
}

/// What is left of an answer when what is not worth showing is gone.
struct Worthy {
    /// How surely each itinerary that remains arrives.
    surely: Vec<ReliabilityView>,
    /// How near they come to all the ways there are.
    bound: f64,
    /// The corridors that went with the others.
    gone: Vec<NotOfferedView>,
    /// Their best ways.
    aside: Vec<Vec<EdgeId>>,
}

/// Things that a way can be asked to go through, in order.
const MOST_VIA: usize = 16;

/// The ways that were found for a question, whichever of them are worth showing.
pub(crate) struct Found {
    /// The ways.
    pub(crate) itineraries: Vec<Itinerary>,
    /// Why there is none, where there is none.
    pub(crate) none: Option<Problem>,
    request: PlanRequest,
    asked: Asked,
}

impl Engine {
    /// Plans.
    ///
    /// # Errors
    /// When a place or name is not known, a place lies too far from the network, the shipment is no
    /// shipment, or there is no way.
    pub fn plan(&self, request: &PlanRequest) -> Result<PlanResponse, Problem> {
        self.planned(request).map(|planned| planned.answer)
    }

    /// Plans, and keeps the ways.
    pub(crate) fn planned(&self, request: &PlanRequest) -> Result<Planned, Problem> {
        let request = &*self.on_supposed_day(request);
        let certainty = request.certainty.checked()?;
        let asked = self.asked(request)?;
        let question = asked.question();
        let Asked { shipment, avoid, from, to, .. } = &asked;
        let mut answer = self.planner().plan(&question);
        for itinerary in &answer.itineraries {
            // Every answer is judged wherever assertions are on, tests above all.
            debug_assert_eq!(check::problems(&self.case(&asked), itinerary), Vec::<String>::new());
        }
        answer.itineraries.retain(|i| !self.is_unwanted(i, avoid, request));
        self.quote(&mut answer.itineraries, request, shipment);
        if answer.itineraries.is_empty() {
            return Err(self.no_way(request, &question, from, to));
        }
        let snap = |access: &[Access]| {
            let km =
                access.iter().map(|a| access::course_km(&a.course)).fold(f64::INFINITY, f64::min);
            (km * 1000.0).round() as u32
        };
        let (from_snap, to_snap) = (snap(&question.from), snap(&question.to));
        let Worthy { surely, bound, gone: beaten, aside } =
            self.keep_worthy(&mut answer, certainty, request, asked.shipment.cargo);
        let mut itineraries: Vec<ItineraryView> = answer
            .itineraries
            .iter()
            .enumerate()
            .zip(surely)
            .map(|((n, itinerary), surely)| {
                let all = &answer.itineraries;
                self.view(n + 1, itinerary, all, &asked, surely)
            })
            .collect();
        naming::name_all(&mut itineraries);
        let features: Vec<Value> = answer
            .itineraries
            .iter()
            .zip(&itineraries)
            .flat_map(|(itinerary, view)| self.features(itinerary, view))
            .collect();
        let mut not_offered: Vec<NotOfferedView> = answer
            .not_offered
            .iter()
            .map(|n| NotOfferedView {
                corridor: self.network().facts().corridors[n.corridor].id.clone(),
                reason: n.reason.clone(),
                code: n.code.clone(),
                figures: None,
            })
            .collect();
        not_offered.extend(beaten);
        let ways = answer.itineraries.iter().map(|i| i.edges.clone()).collect();
        let declared_notes =
            asked.declared.notes(|country| self.lies_between(from.at, to.at, country));
        let answer = PlanResponse {
            schema_version: 1,
            meta: MetaView {
                dataset: self.dataset(),
                scenario: self.scenario_name(),
                scenarios: self.scenarios_applied(),
                engine: format!("corridor {}", env!("CARGO_PKG_VERSION")),
                prices: PRICE_LEVEL.to_owned(),
                depart: request.depart.to_string(),
                as_of: request.as_of().to_string(),
                completeness: CompletenessView {
                    epsilon: corridor_planning::EPSILON,
                    bound: (bound * 1000.0).ceil() / 1000.0,
                },
                shipment: self.shipment_view(shipment, &request.order),
                parameter_files: self.parameter_files(),
                warnings: [
                    self.general_warnings(avoid),
                    self.unused_quotes(&answer.itineraries),
                    declared_notes,
                    shipment.notes(),
                ]
                .concat(),
            },
            from: EndView::new(from, from_snap),
            to: EndView::new(to, to_snap),
            itineraries,
            not_offered,
            geojson: geojson::collection(&features),
        };
        Ok(Planned { answer, ways, aside, request: request.clone(), asked })
    }

    /// Leaves in the answer what is worth showing.
    fn keep_worthy(
        &self,
        answer: &mut corridor_planning::Answer,
        certainty: Certainty,
        request: &PlanRequest,
        cargo: Cargo,
    ) -> Worthy {
        let surely = self.reliability(&answer.itineraries, certainty);
        let all = std::mem::take(&mut answer.itineraries);
        let figures: Vec<Figures> = all
            .iter()
            .zip(&surely)
            .map(|(i, surely)| Figures::new(self.network(), i, surely, cargo))
            .collect();
        let left = worth::left_out(&figures, !request.via.is_empty());
        let bound = (1.0 + answer.bound) * (1.0 + worth::excess(&all, &left)) - 1.0;
        let corridors = &self.network().facts().corridors;
        let shown = |row: &usize| {
            all.iter().zip(&left).any(|(i, left)| left.is_none() && i.corridors.contains(row))
        };
        let mut gone: Vec<NotOfferedView> = Vec::new();
        let mut aside: Vec<Vec<EdgeId>> = Vec::new();
        for (n, why) in left.iter().enumerate() {
            let Some(why) = why else { continue };
            for row in all[n].corridors.iter().filter(|row| !shown(row)) {
                let corridor = &corridors[*row].id;
                // The best itinerary of a corridor speaks for it.
                if !gone.iter().any(|g| g.corridor == *corridor) {
                    gone.push(worth::not_offered(corridor, *why, &figures, &left, n));
                    aside.push(all[n].edges.clone());
                }
            }
        }
        let (kept, surely) = all
            .into_iter()
            .zip(surely)
            .zip(&left)
            .filter_map(|(pair, left)| left.is_none().then_some(pair))
            .unzip();
        answer.itineraries = kept;
        Worthy { surely, bound, gone, aside }
    }

    /// All the ways that a plan is chosen from, or of them only the best by each criterion and through each
    /// corridor, in a fraction of the time.
    ///
    /// # Errors
    /// As [`Self::plan`]; that there is no way is an answer.
    pub(crate) fn ways(&self, request: &PlanRequest, only_best: bool) -> Result<Found, Problem> {
        let request = self.on_supposed_day(request).into_owned();
        let asked = self.asked(&request)?;
        let mut itineraries = if only_best {
            self.planner().best_ways(&asked.question())
        } else {
            self.planner().plan(&asked.question()).itineraries
        };
        itineraries.retain(|itinerary| !self.is_unwanted(itinerary, &asked.avoid, &request));
        self.quote(&mut itineraries, &request, &asked.shipment);
        let no_way = || self.no_way(&request, &asked.question(), &asked.from, &asked.to);
        let none = itineraries.is_empty().then(no_way);
        Ok(Found { itineraries, none, request, asked })
    }

    /// Ways of other worlds as they are in the world of a question; those that are not open in it are
    /// left out.
    pub(crate) fn ways_elsewhere(&self, found: &Found, ways: &[Vec<EdgeId>]) -> Vec<Itinerary> {
        self.open_ways(&found.asked, &found.request, ways)
    }

    fn open_ways(
        &self,
        asked: &Asked,
        request: &PlanRequest,
        ways: &[Vec<EdgeId>],
    ) -> Vec<Itinerary> {
        let priced = self.planner().priced(&asked.question(), ways);
        let mut priced: Vec<Itinerary> = priced.into_iter().flatten().collect();
        priced.retain(|itinerary| !self.is_unwanted(itinerary, &asked.avoid, request));
        self.quote(&mut priced, request, &asked.shipment);
        priced
    }

    /// Ways that were found in other worlds, as they are in the world of an answer; those that are
    /// not open in it are left out.
    pub(crate) fn found_elsewhere(
        &self,
        planned: &Planned,
        ways: &[Vec<EdgeId>],
    ) -> Vec<ItineraryView> {
        let Planned { asked, request, .. } = planned;
        let found = self.open_ways(asked, request, ways);
        let surely = self.reliability(&found, request.certainty);
        let views = found.iter().zip(surely);
        let mut views: Vec<_> =
            views.map(|(i, surely)| self.view(0, i, &found, asked, surely)).collect();
        naming::name_all(&mut views);
        views
    }

    /// All the ways that none beats, found without the hierarchy: what plans
    /// are measured against. Takes seconds to minutes.
    ///
    /// # Errors
    /// As [`Self::plan`], but for there being no way.
    pub fn exhaustive(
        &self,
        request: &PlanRequest,
        bounded: bool,
        most_labels: usize,
    ) -> Result<Exhaustive, Problem> {
        let request = &*self.on_supposed_day(request);
        let asked = self.asked(request)?;
        Ok(self.planner().exhaustive(&asked.question(), bounded, most_labels))
    }

    /// What an independent check finds not to hold of the itineraries that [`Self::plan`] gives, a
    /// list of sentences for each; all empty when all is well.
    ///
    /// # Errors
    /// As [`Self::plan`], but for there being no way.
    pub fn judge(&self, request: &PlanRequest) -> Result<Vec<Vec<String>>, Problem> {
        let request = &*self.on_supposed_day(request);
        let asked = self.asked(request)?;
        let itineraries = self.planner().plan(&asked.question()).itineraries;
        let case = self.case(&asked);
        Ok(itineraries.iter().map(|itinerary| check::problems(&case, itinerary)).collect())
    }

    /// A question as the check takes it.
    fn case<'a>(&'a self, asked: &'a Asked) -> check::Case<'a> {
        let end = |place: &Resolved| check::End { at: place.at, terminal: place.terminal };
        check::Case {
            network: self.network(),
            parameters: self.parameters(),
            conditions: &asked.world.conditions,
            shipment: &asked.shipment,
            ends: [end(&asked.from), end(&asked.to)],
        }
    }

    /// A question understood.
    fn asked(&self, request: &PlanRequest) -> Result<Asked, Problem> {
        let shipment = self.shipment(&request.order)?;
        let from = self.place(&request.from)?;
        let to = self.place(&request.to)?;
        if from.at == to.at {
            return Err(Problem::bad_input(
                "same-place",
                format!(
                    "origin and destination are the same place: {:?} and {:?} are both {}",
                    request.from, request.to, from.label
                ),
                "nothing has to be moved; name another destination",
            ));
        }
        let avoid = named::resolve(self.network(), &request.avoid, "--avoid")?;
        let trade = [from.country, to.country];
        let declared = self.declared(request, &shipment, trade)?;
        let mut allow = named::resolve(self.network(), &request.allow, "--allow")?;
        if !request.via.is_empty() {
            // What is asked for by name is not left out for want of being asked for.
            let northern = named::resolve(self.network(), &["arctic".to_owned()], "--via")?;
            allow.features.extend(northern.features);
        }
        let conditions = Conditions {
            depart: request.depart,
            as_of: request.as_of(),
            ice_class: shipment.ice_class(request.order.ice_class),
            avoid_features: avoid.features.clone(),
            allow_features: allow.features,
            avoid_countries: avoid.countries.clone(),
            no_transit: declared.no_transit(),
            within: self.wars_around(&[from.at, to.at]),
            strict_status: request.strict_status,
            trade: Some(trade),
        };
        let world = World::new(self.network(), conditions).carrying(self.network(), &shipment);
        let access =
            |place, leaves| self.access(place, leaves, request.max_snap_km, &world, &shipment);
        let access = [access(&from, true)?, access(&to, false)?];
        let via = self.via(&request.via, &world)?;
        Ok(Asked { shipment, world, avoid, declared, from, to, access, via })
    }

    /// The place a text stands for.
    ///
    /// # Errors
    /// When it is unknown, ambiguous or no position.
    pub fn place(&self, text: &str) -> Result<Resolved, Problem> {
        self.gazetteer().resolve(text).map_err(|e| Problem::bad_input(e.code(), e.to_string(), ""))
    }

    /// What ways have to go through, if anything.
    fn via(&self, names: &[String], world: &World) -> Result<Option<Via>, Problem> {
        if names.is_empty() {
            return Ok(None);
        }
        named::few_enough(names, "--via", MOST_VIA)?;
        let network = self.network();
        let mut things = Vec::new();
        let mut corridors = Vec::new();
        for name in named::listed(network, names) {
            let named = named::resolve(network, &[name.to_string()], "--via")?;
            let bars: Vec<_> = named.features.iter().map(|f| world.bar(*f)).collect();
            let barred = (!bars.is_empty()).then(|| bars.into_iter().collect::<Option<Vec<_>>>());
            let avoided = named.countries.iter().any(|country| !world.may_enter(*country));
            let reason = match barred.flatten() {
                Some(bars) => bars.first().map(|bar| bar.words()),
                None => avoided.then(|| "it is avoided".to_owned()),
            };
            if let Some(reason) = reason {
                return Err(Problem::bad_input(
                    "via-barred",
                    format!("no way goes through {name}: {reason}"),
                    "leave out --via or what contradicts it, or ask for another day or ship",
                ));
            }
            // A group of passages is any one of them.
            let countries = named.countries.into_iter().map(StepTest::Country);
            let step: Vec<_> =
                named.features.into_iter().map(StepTest::Feature).chain(countries).collect();
            if !step.is_empty() {
                things.push(step);
            }
            corridors.extend(named.corridors);
        }
        Ok(Some(self.planner().via(things, corridors)))
    }

    /// What holds for the whole answer.
    fn general_warnings(&self, avoid: &Named) -> Vec<String> {
        let mut warnings = self.own_figure_warnings();
        warnings.extend(self.scenario_notes());
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
}
