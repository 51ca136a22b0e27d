//! Ways besides those of a plan that keep a preference which its own ways lose: they cost more freight
//! or time than others, so that no plan shows them, and can cost less when they have arrived.

use super::asked::Read;
use super::preference::{Bound, condition, preferences};
use super::request::LandedCostRequest;
use super::way;
use crate::engine::Engine;
use crate::problem::Problem;
use crate::{ItineraryView, PlanRequest, PlanResponse};
use corridor_network::CountryCode;
use corridor_trade::hs::HsCode;
use corridor_trade::origin::{Consignment, Passed, consigned};
use serde_json::Value;
use std::collections::BTreeSet;

/// Plans made for one preference: each avoids the countries that cost it in the one before.
const MOST_ROUNDS: usize = 3;

/// How far third countries may be touched, and who its parties are.
type Condition = (Option<Consignment>, BTreeSet<CountryCode>);

/// A way besides those of a plan, with the courses of its legs.
struct Beside {
    itinerary: ItineraryView,
    features: Vec<Value>,
}

impl Engine {
    /// The plan with the cheapest way besides that surely keeps each preference which some of its own
    /// ways do not keep.
    pub(super) fn with_keeping(
        &self,
        request: &LandedCostRequest,
        read: &Read,
        plan: &PlanRequest,
        mut planned: PlanResponse,
    ) -> Result<PlanResponse, Problem> {
        let mut beside = self.beside(request, (read, Some(&read.hs)), plan, &planned)?;
        if beside.is_empty() {
            return Ok(planned);
        }
        let own = planned.itineraries.len();
        let mut tried = planned.clone();
        for (n, found) in beside.iter_mut().enumerate() {
            found.itinerary.id = (own + n + 1).to_string();
            tried.itineraries.push(found.itinerary.clone());
        }
        let tried = self.landed_of(request, read, tried)?;
        let cheapest =
            |id: &String| tried.preferences.iter().any(|p| p.cheapest_keeping.as_ref() == Some(id));
        beside.retain(|found| cheapest(&found.itinerary.id));
        for found in beside {
            add(&mut planned, found);
        }
        Ok(planned)
    }

    /// The plan with all ways besides that surely keep a preference which some of its own ways do not
    /// keep, whatever the goods are and are worth.
    pub(super) fn with_all_keeping(
        &self,
        request: &LandedCostRequest,
        read: &Read,
        plan: &PlanRequest,
        mut planned: PlanResponse,
    ) -> Result<PlanResponse, Problem> {
        for found in self.beside(request, (read, None), plan, &planned)? {
            add(&mut planned, found);
        }
        Ok(planned)
    }

    /// Ways besides those of a plan that surely keep a preference which some of its own ways do not
    /// keep, each once; of preferences for goods of a code, or of all.
    fn beside(
        &self,
        request: &LandedCostRequest,
        (read, hs): (&Read, Option<&HsCode>),
        plan: &PlanRequest,
        planned: &PlanResponse,
    ) -> Result<Vec<Beside>, Problem> {
        let to = self.country(&planned.to.country, "TO")?;
        let sender = self.country(&planned.from.country, "FROM")?;
        let (register, day) = (read.register(), read.day);
        let bound = Bound { importer: to, sender, origin: read.origin };
        let mut claims = preferences(register, day, bound, &request.terms.suppose)?;
        self.add_supposed(register, day, (to, read.origin), &mut claims);
        claims.retain(|claim| hs.is_none_or(|hs| claim.may_concern(hs)));
        let mut conditions: Vec<Condition> =
            claims.iter().map(|claim| condition(request, claim, (register, day))).collect();
        conditions.sort();
        conditions.dedup();
        let mut beside = Vec::new();
        for condition in &conditions {
            for found in self.keeping(condition, plan, planned) {
                let known = planned.itineraries.iter().chain(beside.iter().map(of));
                if !known.into_iter().any(|known| same(known, &found.itinerary)) {
                    beside.push(found);
                }
            }
        }
        Ok(beside)
    }

    /// Ways that surely keep a preference under a condition, found by avoiding the countries in which
    /// the ways of the plan do not. None where all of those keep it, or nothing is left to go by.
    fn keeping(
        &self,
        condition: &Condition,
        plan: &PlanRequest,
        planned: &PlanResponse,
    ) -> Vec<Beside> {
        let mut avoided = BTreeSet::new();
        let mut unsure = unsure_in(condition, &planned.itineraries);
        for _ in 0..MOST_ROUNDS {
            if unsure.is_empty() {
                break;
            }
            avoided.append(&mut unsure);
            let mut other = plan.clone();
            other.avoid.extend(avoided.iter().map(ToString::to_string));
            // No way around them is no fault: then the answer says that no way keeps it.
            let Ok(mut found) = self.plan(&other) else { break };
            unsure = unsure_in(condition, &found.itineraries);
            found.itineraries.retain(|itinerary| keeps(condition, itinerary));
            if !found.itineraries.is_empty() {
                return taken(found);
            }
        }
        Vec::new()
    }
}

fn of(beside: &Beside) -> &ItineraryView {
    &beside.itinerary
}

/// Whether two views are of one way.
fn same(a: &ItineraryView, b: &ItineraryView) -> bool {
    (a.duration_s, a.distance_m, &a.countries) == (b.duration_s, b.distance_m, &b.countries)
        && a.cost_usd.total_cmp(&b.cost_usd).is_eq()
}

/// The ways of an answer with their courses.
fn taken(mut found: PlanResponse) -> Vec<Beside> {
    let mut features = match found.geojson["features"].take() {
        Value::Array(features) => features,
        _ => Vec::new(),
    };
    let of = |feature: &Value, id: &str| feature["properties"]["itinerary"] == id;
    let mut ways = Vec::new();
    for mut itinerary in found.itineraries {
        // What it was best by, it was among other ways.
        itinerary.best_by.clear();
        let (its, rest) = features.into_iter().partition(|f| of(f, &itinerary.id));
        features = rest;
        ways.push(Beside { itinerary, features: its });
    }
    ways
}

/// Adds a way to a plan under the next number.
fn add(planned: &mut PlanResponse, Beside { mut itinerary, features }: Beside) {
    itinerary.id = (planned.itineraries.len() + 1).to_string();
    if let Some(all) = planned.geojson["features"].as_array_mut() {
        for mut feature in features {
            feature["properties"]["itinerary"] = Value::from(itinerary.id.as_str());
            all.push(feature);
        }
    }
    planned.not_offered.retain(|not| !itinerary.corridors.contains(&not.corridor));
    planned.itineraries.push(itinerary);
}

fn keeps((condition, parties): &Condition, itinerary: &ItineraryView) -> bool {
    consigned(*condition, parties, &way::passed(itinerary)).keeps() == Some(true)
}

/// Countries in which ways lose the preference, or may.
fn unsure_in(
    (condition, parties): &Condition,
    itineraries: &[ItineraryView],
) -> BTreeSet<CountryCode> {
    let passed = itineraries.iter().map(|i| consigned(*condition, parties, &way::passed(i)));
    let lost = passed.filter_map(|passed| match passed {
        Passed::Lost(countries) | Passed::Unknown(countries) => Some(countries),
        Passed::Straight | Passed::WithProof(_) => None,
    });
    lost.flatten().collect()
}
