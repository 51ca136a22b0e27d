//! Many goods at once: landed cost of each by the best of the ways between two places, planned once for
//! all goods that go the same way.

mod counter;

use super::asked::{Read, Sources};
use super::request::{GoodsTerms, LandedCostRequest};
use crate::engine::Engine;
use crate::problem::Problem;
use crate::{PlanRequest, PlanResponse};
use corridor_network::CountryCode;
use counter::Counter;
use jiff::civil::Date;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Goods of a table. What is `None` is as it is for all goods.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GoodsRow {
    /// Code in the Harmonized System.
    pub hs: String,
    /// Value, US dollars; passed over where there is an invoice.
    pub value_usd: String,
    /// Value with its currency, `18500 EUR`.
    pub invoice: Option<String>,
    /// Country they originate in.
    pub origin: Option<String>,
    /// Where from.
    pub from: Option<String>,
    /// Where to.
    pub to: Option<String>,
    /// Day of departure.
    pub depart: Option<Date>,
    /// Twenty-foot units.
    pub teu: Option<f64>,
    /// Mass, t.
    pub mass_t: Option<f64>,
    /// Rule of Incoterms 2020.
    pub incoterm: Option<String>,
    /// The duty without preference.
    pub duty: Option<String>,
    /// The tax on imports, per cent.
    pub tax_percent: Option<String>,
    /// How many units the value is of.
    pub quantity: Option<String>,
    /// Their unit.
    pub unit: Option<String>,
}

/// The best way under a preference.
#[derive(Clone, Debug, PartialEq)]
pub struct PreferredRow {
    /// Id of the agreement.
    pub agreement: String,
    /// Whether it is only supposed to be in force.
    pub hypothetical: bool,
    /// `yes` or `with-proof`.
    pub kept: &'static str,
    /// Number of the itinerary.
    pub itinerary: String,
    /// Import duty under it, US dollars; null when not known.
    pub duty_usd: Option<f64>,
    /// Landed cost, US dollars; null when any line is not known.
    pub landed_usd: Option<f64>,
    /// What it saves against the best way without preference.
    pub saving_usd: Option<f64>,
}

/// Landed cost of goods by the best way without preference, and under the best preference that a way
/// keeps. Amounts in US dollars, exact to the cent; none where they are not known.
#[derive(Clone, Debug, PartialEq)]
pub struct LandedRow {
    /// Country the goods originate in.
    pub origin: String,
    /// What the text of the place of departure was understood to be.
    pub from: String,
    /// The same of the destination.
    pub to: String,
    /// Day whose rates and agreements count.
    pub as_of: String,
    /// Number of the itinerary.
    pub itinerary: String,
    /// Corridors it uses.
    pub corridors: Vec<String>,
    /// Days door to door.
    pub days: f64,
    /// The goods at the seller's door.
    pub goods_usd: Option<f64>,
    /// Carriage, and unloading where it is given.
    pub freight_usd: Option<f64>,
    /// The premium.
    pub insurance_usd: Option<f64>,
    /// What duty is reckoned on.
    pub customs_value_usd: Option<f64>,
    /// The duty as it is stated.
    pub duty: Option<String>,
    /// The duty in per cent, where it is one share of the value.
    pub duty_percent: Option<f64>,
    /// By whom the duty is stated.
    pub duty_stated_by: String,
    /// Duty with all charges that are taxed.
    pub duty_usd: Option<f64>,
    /// The tax on imports.
    pub tax_usd: Option<f64>,
    /// Fees.
    pub fees_usd: Option<f64>,
    /// All that is paid.
    pub landed_usd: Option<f64>,
    /// What is known of it.
    pub known_usd: f64,
    /// The same for one unit, where a quantity is given.
    pub per_unit_usd: Option<f64>,
    /// What the buyer pays.
    pub buyer_usd: Option<f64>,
    /// The best preference that a way keeps; none where there is none.
    pub preferred: Option<PreferredRow>,
    /// What to give so that the rest becomes known.
    pub supply: Vec<String>,
}

/// How many courses are kept for the rows to come: a table of one pair or of a few has them planned once.
const KEPT: usize = 64;

/// What decides between ways: the places, the day, the load, the countries these goods may not go
/// through, and where they are from. Of boxes the load is their number alone: what is in them changes what they emit,
/// and neither the cost nor the days of a way.
type Course = (String, String, Date, [Option<u64>; 2], Vec<CountryCode>, CountryCode);

/// Countries of places by the texts that name them.
type Places = BTreeMap<String, Result<CountryCode, Problem>>;

/// Answers for goods of a table.
pub struct LandedBook<'e> {
    engine: &'e Engine,
    base: LandedCostRequest,
    sources: Arc<Sources>,
    planned: Mutex<BTreeMap<Course, Planned>>,
}

/// The ways of a course, or why there are none.
type Planned = Arc<Result<PlanResponse, Problem>>;

/// A row understood.
struct Entry {
    request: LandedCostRequest,
    read: Read,
    course: Course,
}

impl Engine {
    /// What answers for many goods; `plan` and `terms` hold for all of them where a row says nothing
    /// else. The value of `plan` is what time on the way is valued by, whatever single goods are worth.
    ///
    /// # Errors
    /// When a file of the terms makes no sense.
    pub fn landed_book(
        &self,
        plan: PlanRequest,
        origin: Option<String>,
        terms: GoodsTerms,
    ) -> Result<LandedBook<'_>, Problem> {
        let sources = Arc::new(self.sources(&terms)?);
        let origin = origin.unwrap_or_default();
        let (hs, value_usd) = (String::new(), String::new());
        let base = LandedCostRequest { plan, hs, origin, value_usd, terms };
        Ok(LandedBook { engine: self, base, sources, planned: Mutex::default() })
    }
}

impl LandedBook<'_> {
    /// One answer for each row, in their order, whatever the number of threads.
    pub fn answers(&self, rows: &[GoodsRow]) -> Vec<Result<LandedRow, Problem>> {
        let places = self.places(rows);
        let entries: Vec<Result<Entry, Problem>> =
            rows.par_iter().map(|row| self.entry(row, &places)).collect();
        let mut courses: BTreeMap<&Course, Vec<usize>> = BTreeMap::new();
        for (n, entry) in entries.iter().enumerate() {
            if let Ok(entry) = entry {
                courses.entry(&entry.course).or_default().push(n);
            }
        }
        let mut answers: Vec<Option<Result<LandedRow, Problem>>> = vec![None; rows.len()];
        for members in courses.values() {
            let of = |n: &usize| entries[*n].as_ref().ok();
            let Some(first) = members.first().and_then(of) else { continue };
            let found: Vec<_> = match &*self.planned(first) {
                Ok(planned) => match Counter::new(self.engine, first, planned) {
                    Ok(counter) => members
                        .par_iter()
                        .map(|n| of(n).map(|entry| (*n, counter.row(entry))))
                        .collect(),
                    Err(problem) => {
                        members.iter().map(|n| Some((*n, Err(problem.clone())))).collect()
                    }
                },
                Err(problem) => members.iter().map(|n| Some((*n, Err(problem.clone())))).collect(),
            };
            for (n, answer) in found.into_iter().flatten() {
                answers[n] = Some(answer);
            }
        }
        let told = answers.into_iter().zip(entries).map(|(answer, entry)| match (answer, entry) {
            (Some(answer), _) => answer,
            (None, Err(problem)) => Err(problem),
            (None, Ok(_)) => Err(Problem::no_route(
                "no-way",
                "the goods were not reckoned",
                "ask for them alone: `corridor landed-cost` with their code",
            )),
        });
        told.collect()
    }

    /// The countries of all places that rows name, each looked up once.
    fn places(&self, rows: &[GoodsRow]) -> Places {
        let plan = &self.base.plan;
        let named = rows.iter().flat_map(|row| [row.from.as_ref(), row.to.as_ref()]).flatten();
        let mut places = Places::new();
        for text in named.chain([&plan.from, &plan.to]).filter(|text| !text.is_empty()) {
            if !places.contains_key(text) {
                places.insert(text.clone(), self.engine.place(text).map(|place| place.country));
            }
        }
        places
    }

    /// The row as a question, read.
    fn entry(&self, row: &GoodsRow, places: &Places) -> Result<Entry, Problem> {
        let mut request = self.base.clone();
        let plan = &mut request.plan;
        let set = |place: &mut String, given: &Option<String>| {
            if let Some(given) = given {
                place.clone_from(given);
            }
        };
        set(&mut plan.from, &row.from);
        set(&mut plan.to, &row.to);
        set(&mut request.origin, &row.origin);
        set(&mut request.terms.incoterm, &row.incoterm);
        set(&mut request.terms.unit, &row.unit);
        for (missing, what) in [(plan.from.is_empty(), "from"), (plan.to.is_empty(), "to")] {
            if missing {
                return Err(lacks(what, "give the place in the row, or for all rows"));
            }
        }
        if request.origin.is_empty() {
            return Err(lacks("origin", "give the country in the row, or for all rows (--origin)"));
        }
        plan.depart = row.depart.unwrap_or(plan.depart);
        plan.order.teu = row.teu.or(plan.order.teu);
        plan.order.mass_t = row.mass_t.or(plan.order.mass_t);
        let terms = &mut request.terms;
        terms.duty = row.duty.clone().or(terms.duty.take());
        terms.tax_percent = row.tax_percent.clone().or(terms.tax_percent.take());
        terms.quantity = row.quantity.clone().or(terms.quantity.take());
        terms.invoice.clone_from(&row.invoice);
        request.hs.clone_from(&row.hs);
        request.value_usd.clone_from(&row.value_usd);
        let read = self.engine.read_with(&request, self.sources.clone())?;
        request.plan.hs = Some(request.hs.clone());
        request.plan.origin = Some(request.origin.clone());
        let plan = &request.plan;
        let shipment = self.engine.shipment(&plan.order)?;
        let country = |text: &String| match places.get(text) {
            Some(found) => found.clone(),
            None => self.engine.place(text).map(|place| place.country),
        };
        let (from, to) = (country(&plan.from)?, country(&plan.to)?);
        let closed = self.engine.declared(plan, &shipment, [from, to])?.no_transit();
        // Goods of a group are worth so much a tonne: then the mass tells what time on the way is worth.
        if shipment.teu > 0.0 && plan.order.commodity.is_none() {
            (request.plan.order.teu, request.plan.order.mass_t) = (Some(shipment.teu), None);
        }
        let plan = &request.plan;
        let load = [plan.order.teu, plan.order.mass_t].map(|number| number.map(f64::to_bits));
        let course = (plan.from.clone(), plan.to.clone(), plan.depart, load, closed, read.origin);
        Ok(Entry { request, read, course })
    }

    /// The ways of a course, with all that keep a preference, whatever the goods.
    fn planned(&self, entry: &Entry) -> Planned {
        let kept = || self.planned.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(planned) = kept().get(&entry.course) {
            return planned.clone();
        }
        let (request, plan) = (&entry.request, &entry.request.plan);
        let ways = self
            .engine
            .plan(plan)
            .and_then(|planned| self.engine.with_all_keeping(request, &entry.read, plan, planned));
        let planned = Arc::new(ways);
        let mut kept = kept();
        if kept.len() >= KEPT {
            kept.clear();
        }
        kept.insert(entry.course.clone(), planned.clone());
        planned
    }
}

fn lacks(what: &str, action: &str) -> Problem {
    Problem::bad_input("field-missing", format!("no value for {what}"), action)
}
