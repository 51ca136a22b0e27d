//! Plans of many pairs by one engine, on as many threads as the pool they are asked from has.

use crate::landed;
use corridor::trade::{GoodsTerms, LandedCostRequest, LandedPlan, LandedPlans};
use corridor::{Engine, ItineraryView, PlanRequest, PlanResponse, Problem};
use corridor_batch::{
    GoodsCell, ItineraryRow, NoPlan, PlanAnswer, PlanAnswers, PlanForm, PlanRow, Stop,
};
use rayon::ThreadPoolBuilder;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::{iter, thread};

/// Years that a departure may be in: what tables of statuses know begins and ends here.
const YEARS: std::ops::RangeInclusive<i16> = 1990..=2100;
/// Kinds of legs in which cargo does not move.
const AT_REST: [&str; 3] = ["transfer", "border", "wait"];

/// Answers to pairs.
pub struct EnginePlans<'e> {
    engine: &'e Engine,
    base: PlanRequest,
    goods: GoodsOfAll,
    book: Option<LandedPlans<'e>>,
}

/// What is said of the goods of all rows of a table, where a row says nothing else.
#[derive(Clone, Debug, Default)]
pub struct GoodsOfAll {
    /// Country they originate in.
    pub origin: Option<String>,
    /// How they are sold.
    pub terms: GoodsTerms,
}

impl<'e> EnginePlans<'e> {
    /// By this engine; `base` says what rows do not say, its places do not count.
    pub fn new(engine: &'e Engine, base: PlanRequest) -> Self {
        Self { engine, base, goods: GoodsOfAll::default(), book: None }
    }

    /// With what is said of the goods of all rows, for those that ask for landed cost.
    ///
    /// # Errors
    /// When a file of the terms makes no sense.
    pub fn with_goods(self, goods: GoodsOfAll) -> Result<Self, Problem> {
        let book = Some(self.engine.landed_plans(&goods.terms)?);
        Ok(Self { goods, book, ..self })
    }

    fn answer(&self, row: &PlanRow, form: PlanForm) -> PlanAnswer {
        let answer = request_of(&self.base, row).and_then(|request| {
            let Some(hs) = &row.goods.hs else {
                return Ok(told(&self.engine.plan(&request)?, form, None));
            };
            let goods = landed::asked(&self.goods, request, hs, row)?;
            let landed = self.landed(&goods)?;
            Ok(told(&landed.plan, form, Some(&landed)))
        });
        answer.unwrap_or_else(|problem| {
            let Problem { code, detail, action, field: _, trouble: _ } = problem;
            PlanAnswer::None(NoPlan { code, detail, action })
        })
    }

    fn landed(&self, request: &LandedCostRequest) -> Result<LandedPlan, Problem> {
        match &self.book {
            Some(book) => book.answer(request),
            None => self.engine.landed_plan(request),
        }
    }
}

/// The question of a row; `base` says what the row does not say.
///
/// # Errors
/// When its day of departure is none, or outside what tables of statuses know.
pub fn request_of(base: &PlanRequest, row: &PlanRow) -> Result<PlanRequest, Problem> {
    let mut request = PlanRequest { from: row.from.clone(), to: row.to.clone(), ..base.clone() };
    if let Some(day) = &row.depart {
        let wrong = |why: String, action| Problem::bad_input("date-invalid", why, action);
        request.depart = day.parse().map_err(|_| {
            let action = "write it as YYYY-MM-DD, such as 2026-09-10";
            wrong(format!("depart {day:?} is no day"), action)
        })?;
        if !YEARS.contains(&request.depart.year()) {
            let (from, to) = (YEARS.start(), YEARS.end());
            let why = format!("depart {day} is outside {from} to {to}");
            return Err(wrong(why, "check the year"));
        }
    }
    request.order.teu = row.teu.or(request.order.teu);
    request.order.mass_t = row.mass_t.or(request.order.mass_t);
    request.order.value_usd = row.value_usd.or(request.order.value_usd);
    Ok(request)
}

impl PlanAnswers for EnginePlans<'_> {
    fn answers(&self, rows: &[&PlanRow], form: PlanForm, stop: &Stop) -> Option<Vec<PlanAnswer>> {
        // A world is prepared for each day and shipment, and few are kept: those alike together.
        let mut turns: Vec<usize> = (0..rows.len()).collect();
        turns.sort_by_cached_key(|n| {
            let PlanRow { from: _, to: _, depart, teu, mass_t, value_usd, goods: _ } = rows[*n];
            (depart, [teu, mass_t, value_usd].map(|number| number.map(f64::to_bits)))
        });
        let next = AtomicUsize::new(0);
        let turn = || {
            let n = *turns.get(next.fetch_add(1, Relaxed))?;
            (!stop.is_set()).then(|| (n, self.answer(rows[n], form)))
        };
        // One alone prepares the first world, on all threads. The others are answered by threads of
        // their own: one of the pool that waits for the others inside a question would begin with
        // a second question, and with a third.
        let mut given: Vec<(usize, PlanAnswer)> = turn().into_iter().collect();
        thread::scope(|scope| {
            // Each thread is a pool of its own: what a question shares out, it does itself. The
            // global pool is thereby never begun, which a process that forks would not survive.
            let work = || {
                let alone = ThreadPoolBuilder::new().num_threads(1).use_current_thread().build();
                let answers = iter::from_fn(turn).collect::<Vec<_>>();
                drop(alone);
                answers
            };
            let threads = rayon::current_num_threads().min(rows.len());
            let workers: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
            for worker in workers {
                match worker.join() {
                    Ok(answers) => given.extend(answers),
                    Err(panic) => std::panic::resume_unwind(panic),
                }
            }
        });
        given.sort_unstable_by_key(|(n, _)| *n);
        (given.len() == rows.len()).then(|| given.into_iter().map(|(_, answer)| answer).collect())
    }
}

/// An answer in the form that is wanted.
fn told(plan: &PlanResponse, form: PlanForm, landed: Option<&LandedPlan>) -> PlanAnswer {
    match form {
        PlanForm::Json => {
            let json = match landed {
                Some(landed) => serde_json::to_string(landed),
                None => serde_json::to_string(plan),
            };
            PlanAnswer::Json(json.expect("an answer is made of texts, numbers and lists"))
        }
        PlanForm::Itineraries => {
            let views = (1..).zip(&plan.itineraries);
            let row = |(n, view): (u32, &ItineraryView)| {
                let cells = landed.map(|of| landed::cells(&of.landed_cost, &view.id));
                row(plan, n, view, cells.unwrap_or_default())
            };
            PlanAnswer::Itineraries(views.map(row).collect())
        }
    }
}

fn row(
    plan: &PlanResponse,
    itinerary: u32,
    view: &ItineraryView,
    landed: Vec<GoodsCell>,
) -> ItineraryRow {
    let whole = |n: u64| u32::try_from(n).expect("no way takes a century or goes round the sun");
    let moved = view.legs.iter().map(|leg| &leg.kind);
    let mut modes: Vec<String> = moved.filter(|k| !AT_REST.contains(&&***k)).cloned().collect();
    modes.dedup();
    ItineraryRow {
        from: plan.from.name.clone(),
        to: plan.to.name.clone(),
        itinerary,
        corridors: view.corridors.clone(),
        passages: view.passages.clone(),
        duration_s: whole(view.duration_s),
        duration_p50_s: whole(view.reliability.duration_p50_s),
        duration_p90_s: whole(view.reliability.duration_p90_s),
        on_time_probability: view.reliability.on_time_probability,
        distance_m: whole(view.distance_m),
        cost_usd: view.cost_usd,
        co2e_kg: view.co2e_kg,
        legs: whole(view.legs.len() as u64),
        modes,
        landed,
    }
}
