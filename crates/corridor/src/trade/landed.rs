//! `landed-cost`: each itinerary of a plan with what the goods cost at the end of it.

use super::asked::{Read, Sources, given};
use super::claim::{Desk, Preference, group_name};
use super::notes::warnings;
use super::preference::{Bound, condition, describe, preference_view, preferences};
use super::request::{GoodsTerms, LandedCostRequest};
use super::view::{
    AlternativeView, GoodsView, ImporterView, LandedCostResponse, LandedPlan, LandedView,
};
use super::way;
use crate::engine::Engine;
use crate::problem::{Problem, Trouble};
use crate::restrictions::NOTICE;
use crate::{ItineraryView, PlanRequest, PlanResponse};
use corridor_network::CountryCode;
use corridor_trade::hs::group;
use corridor_trade::landed::{Dues, reckon};
use corridor_trade::origin::consigned;
use corridor_trade::{Agreement, Basis, Incoterm, Register};
use jiff::civil::Date;
use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Plans with landed cost, whose register and schedules are read once.
pub struct LandedPlans<'e> {
    engine: &'e Engine,
    sources: Arc<Sources>,
}

impl LandedPlans<'_> {
    /// A plan and the landed cost by each of its itineraries; of the terms all but the files count.
    ///
    /// # Errors
    /// As [`Engine::landed_cost`].
    pub fn answer(&self, request: &LandedCostRequest) -> Result<LandedPlan, Problem> {
        let engine = self.engine;
        let read = engine.read_with(request, self.sources.clone())?;
        let asked = asked(request, &read);
        let plan = engine.plan(&asked)?;
        let plan = engine.with_keeping(request, &read, &asked, plan)?;
        let landed_cost = engine.landed_of(request, &read, plan.clone())?;
        Ok(LandedPlan { plan, landed_cost })
    }
}

impl Engine {
    /// Landed cost by each itinerary; where some of them lose a preference, by the cheapest way
    /// besides that keeps it too.
    ///
    /// # Errors
    /// When the goods, the sale or a file make no sense, or there is no way.
    pub fn landed_cost(&self, request: &LandedCostRequest) -> Result<LandedCostResponse, Problem> {
        Ok(self.landed_plan(request)?.landed_cost)
    }

    /// A plan and the landed cost by each of its itineraries, as [`Engine::landed_cost`] has them.
    ///
    /// # Errors
    /// As [`Engine::landed_cost`].
    pub fn landed_plan(&self, request: &LandedCostRequest) -> Result<LandedPlan, Problem> {
        self.landed_plans(&request.terms)?.answer(request)
    }

    /// What answers many questions for plans with landed cost whose terms have the same files.
    ///
    /// # Errors
    /// When a file of the terms makes no sense.
    pub fn landed_plans(&self, terms: &GoodsTerms) -> Result<LandedPlans<'_>, Problem> {
        Ok(LandedPlans { engine: self, sources: Arc::new(self.sources(terms)?) })
    }

    /// Landed cost by the itineraries of a plan made before, of the same request.
    ///
    /// # Errors
    /// As [`Engine::landed_cost`].
    pub fn landed_cost_of(
        &self,
        request: &LandedCostRequest,
        planned: PlanResponse,
    ) -> Result<LandedCostResponse, Problem> {
        let read = self.read(request)?;
        self.landed_of(request, &read, planned)
    }

    /// The question for the ways of the goods of a request.
    ///
    /// # Errors
    /// When the goods, the sale or a file make no sense.
    pub(crate) fn ways_of_goods(
        &self,
        request: &LandedCostRequest,
    ) -> Result<PlanRequest, Problem> {
        Ok(asked(request, &self.read(request)?))
    }

    /// What the goods cost at the end of some ways of one answer, in their order; none where the rule of
    /// the sale does not fit a way. The answer beside has no itineraries.
    ///
    /// # Errors
    /// As [`Engine::landed_cost`]; that the rule fits no way is an answer.
    pub(crate) fn landed_by_ways(
        &self,
        request: &LandedCostRequest,
        planned: &PlanResponse,
        ways: &[&ItineraryView],
    ) -> Result<(Vec<Option<AlternativeView>>, Option<LandedCostResponse>), Problem> {
        let mut landed = vec![None; ways.len()];
        let numbered = ways.iter().enumerate();
        let numbered =
            numbered.map(|(n, way)| ItineraryView { id: n.to_string(), ..(*way).clone() });
        let planned = PlanResponse { itineraries: numbered.collect(), ..planned.clone() };
        let mut answer = match self.landed_cost_of(request, planned) {
            Err(problem) if problem.trouble == Trouble::NoRoute => return Ok((landed, None)),
            answer => answer?,
        };
        for view in std::mem::take(&mut answer.itineraries) {
            if let Some(place) = view.id.parse().ok().and_then(|n: usize| landed.get_mut(n)) {
                *place = Some(view.shown);
            }
        }
        Ok((landed, Some(answer)))
    }

    pub(super) fn landed_of(
        &self,
        request: &LandedCostRequest,
        read: &Read,
        planned: PlanResponse,
    ) -> Result<LandedCostResponse, Problem> {
        let Read { sources, day, hs, origin, figures, .. } = read;
        let register = read.register();
        let from = self.country(&planned.from.country, "FROM")?;
        let to = self.country(&planned.to.country, "TO")?;
        let territory = |country| territory(register, country, *day);
        let (exporters, _) = territory(from)?;
        let (importers, union) = territory(to)?;
        let bound = Bound { importer: to, sender: from, origin: *origin };
        let mut preferences = preferences(register, *day, bound, &request.terms.suppose)?;
        self.add_supposed(register, *day, (to, *origin), &mut preferences);
        let withheld: Vec<_> = preferences.extract_if(.., |p| p.leaves_out(hs)).collect();
        preferences.retain(|p| p.may_concern(hs));
        let desk = Desk {
            register,
            day: *day,
            importer: to,
            origin: *origin,
            hs,
            schedule: &sources.schedule,
            figures,
            union: union.filter(|_| importers.contains(&from)),
        };
        let inside = importers.contains(&from);
        let preferences = if inside { Vec::new() } else { preferences };
        let given = given(request, read, &planned, from == to);
        let dues = desk.dues(None);
        let claim = |p| (p, condition(request, p, (register, *day)), desk.dues(Some(p)));
        let claims: Vec<_> = preferences.iter().map(claim).collect();
        let mut itineraries = Vec::new();
        let mut not_offered = Vec::new();
        for itinerary in &planned.itineraries {
            let carriage = way::carriage(itinerary, (from, &exporters), (to, &importers));
            let Some(carriage) = carriage else {
                not_offered.push(format!("itinerary {}: its cost cannot be counted", itinerary.id));
                continue;
            };
            let carriage = match figures.freight {
                Some(quote) => carriage.with_quote(quote),
                None => carriage,
            };
            let alternative = |dues: &Dues| {
                let ledger = reckon(&given, &carriage, dues)?;
                Some(AlternativeView::new(&ledger, figures.quantity))
            };
            let Some(without) = alternative(&dues) else {
                not_offered.push(unfit(figures.term, itinerary));
                continue;
            };
            let mut alternatives = vec![without];
            for (preference, condition, dues) in &claims {
                let Some(mut with) = alternative(dues) else { continue };
                let passed = consigned(condition.0, &condition.1, &way::passed(itinerary));
                describe(&mut with, preference, &passed, &alternatives[0]);
                alternatives.push(with);
            }
            itineraries.push(landed_view(itinerary, alternatives, &preferences));
        }
        if itineraries.is_empty() {
            return Err(Problem::no_route(
                "incoterm-mode",
                format!("{} does not fit any way: {}", figures.term, not_offered.join("; ")),
                "FAS, FOB, CFR and CIF are for ships; use FCA, CPT or CIP",
            ));
        }
        itineraries.sort_by(by_cost);
        let shown = preferences.iter().map(|p| preference_view(request, p, &itineraries)).collect();
        let (duty, mut said) = desk.duty_view();
        said.extend(warnings(&desk, &dues, inside, (&preferences, &withheld)));
        let restrictions = Self::declared_of(*origin, to, hs, *day);
        if !restrictions.is_empty() {
            said.push(format!("on restrictions: {NOTICE}"));
        }
        Ok(LandedCostResponse {
            schema_version: 1,
            as_of: day.to_string(),
            goods: GoodsView {
                hs: hs.digits().to_owned(),
                title: read.title.to_owned(),
                origin: origin.to_string(),
                value_usd: read.value.as_f64(),
                invoice: request.terms.invoice.clone(),
                value_is_price: request.terms.value_is_price,
                incoterm: figures.term.code().to_owned(),
                group: group(hs).map(group_name),
            },
            importer: importer_view(&desk, &dues, &importers, union.map(|u| u.id.clone())),
            duty,
            preferences: shown,
            itineraries,
            restrictions,
            not_offered,
            warnings: said,
            meta: planned.meta,
            from: planned.from,
            to: planned.to,
        })
    }
}

/// The plan of a request, whose value and origin are those of its goods.
fn asked(request: &LandedCostRequest, read: &Read) -> PlanRequest {
    let mut asked = request.plan.clone();
    asked.order.value_usd = Some(read.value.as_f64());
    asked.hs = Some(request.hs.clone());
    asked.origin = Some(request.origin.clone());
    asked
}

/// The countries of the customs territory that a country is in, and the agreement that makes it.
pub(super) fn territory(
    register: &Register,
    country: CountryCode,
    day: Date,
) -> Result<(BTreeSet<CountryCode>, Option<&Agreement>), Problem> {
    register.customs_territory(country, day).map_err(|c| {
        Problem::bad_input(
            "agreements-contradict",
            c.to_string(),
            "end one of them before the other begins in your file (--with)",
        )
    })
}

fn unfit(term: Incoterm, itinerary: &ItineraryView) -> String {
    let by_ship = |kind: &str| matches!(kind, "sea" | "ferry" | "inland_water");
    if term.is_for_ships() && !itinerary.legs.iter().any(|leg| by_ship(&leg.kind)) {
        format!("itinerary {}: no ship carries the goods, and {term} is for ships", itinerary.id)
    } else {
        format!("itinerary {}: the price under {term} does not cover its carriage", itinerary.id)
    }
}

/// An itinerary with its alternatives. What is shown is the supposed preference of least cost where
/// the way does not lose it, otherwise no preference.
fn landed_view(
    itinerary: &ItineraryView,
    mut alternatives: Vec<AlternativeView>,
    preferences: &[Preference<'_>],
) -> LandedView {
    let is_supposed = |a: &AlternativeView| {
        let of = |p: &&Preference<'_>| a.agreement.as_ref() == Some(&p.agreement.id);
        let found = preferences.iter().find(of);
        found.is_some_and(|p| p.hypothetical || p.supposed_percent.is_some())
    };
    let supposed = alternatives
        .iter()
        .enumerate()
        .filter(|(_, a)| is_supposed(a) && a.kept.as_deref() != Some("no"))
        .min_by(|(_, a), (_, b)| a.known_usd.total_cmp(&b.known_usd));
    let claimed = supposed.map_or(0, |(n, _)| n);
    let shown = alternatives[claimed].clone();
    // Its lines stand once, with the itinerary.
    alternatives[claimed].lines.clear();
    LandedView {
        id: itinerary.id.clone(),
        corridors: itinerary.corridors.clone(),
        duration_s: itinerary.duration_s,
        distance_m: itinerary.distance_m,
        countries: itinerary.countries.clone(),
        shown,
        alternatives,
    }
}

/// Wholly known ones first, by cost; then by what is known.
fn by_cost(a: &LandedView, b: &LandedView) -> Ordering {
    let key = |v: &LandedView| (v.shown.landed_usd.is_none(), v.shown.known_usd);
    let (a, b) = (key(a), key(b));
    a.0.cmp(&b.0).then(a.1.total_cmp(&b.1))
}

fn importer_view(
    desk: &Desk<'_>,
    dues: &Dues,
    territory: &BTreeSet<CountryCode>,
    by: Option<String>,
) -> ImporterView {
    let basis = &dues.basis;
    ImporterView {
        country: desk.importer.to_string(),
        territory: territory.iter().map(ToString::to_string).collect(),
        territory_by: by,
        valuation: basis.figure.map(|b| match b {
            Basis::Fob => "fob".to_owned(),
            Basis::Cif => "cif".to_owned(),
        }),
        valuation_source: basis.source.clone(),
    }
}
