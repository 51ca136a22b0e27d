//! Plans of many pairs, with the landed cost of their goods.

use super::http::{Answer, Body, accept, new, read};
use super::record::Record;
use super::work::{self, Failure, Shown, output};
use crate::app::App;
use crate::problem::HttpProblem;
use axum::extract::State as Shared;
use axum::http::{HeaderMap, StatusCode};
use corridor::Engine;
use corridor_api::{PlanPair, PlansQuestion, Work};
use corridor_batch::{Done, PlanReader, Run, Start, Stop};
use corridor_tables::{EnginePlans, GoodsOfAll};
use std::path::Path;
use std::sync::Arc;

/// Pairs that a job may have.
const MOST_PAIRS: usize = 20_000;
/// The kind of job.
pub(super) const KIND: &str = "plans";
/// The pairs asked for: not the name of the result, which must never take their place.
const ASKED: &str = "plans-asked.csv";

/// Takes up a job; a plan takes too long for any table to be waited for.
pub(super) async fn ask(Shared(app): Shared<Arc<App>>, headers: HeaderMap, body: Body) -> Answer {
    let body = body?;
    let shared = app.clone();
    let task = move || {
        let mut question: PlansQuestion = read(&headers, &body)?;
        if question.pairs.len() > MOST_PAIRS {
            return Err(HttpProblem::new(
                StatusCode::PAYLOAD_TOO_LARGE,
                "too-large",
                format!("{} pairs; {MOST_PAIRS} are planned at once", question.pairs.len()),
                "split them, or run `corridor plan --input` where the data is",
            ));
        }
        question.settle(jiff::Zoned::now().date())?;
        // What is wrong with all pairs is said now, not by a job that fails.
        shared.engine.must_understand(&question.base()?)?;
        plans(&shared.engine, &question)?;
        let rows = question.pairs.len() as u64;
        let rest = question.without_pairs();
        accept(&shared.jobs, new(&shared, KIND, rows, &rest)?, |folder| {
            let rows = question.pairs.iter().enumerate().map(|(n, pair)| pair.row(n + 1));
            work::write_table(&folder.join(ASKED), PlanPair::COLUMNS, rows)
        })
    };
    app.pool.run(Work::Search, task).await?
}

/// Plans the pairs of a job.
pub(super) fn compute(
    engine: &Engine,
    record: &Record,
    folder: &Path,
    start: Start,
    shown: &Shown<'_>,
    stop: &Stop,
) -> Result<Done, Failure> {
    let question: PlansQuestion = serde_json::from_value(record.question.clone())?;
    let reader = PlanReader::open(&folder.join(ASKED))?;
    let output = output(engine, record, folder, &[ASKED], start)?;
    Ok(Run::plans(reader, output)?.plan(&plans(engine, &question)?, shown, stop)?)
}

fn plans<'e>(
    engine: &'e Engine,
    question: &PlansQuestion,
) -> Result<EnginePlans<'e>, corridor::Problem> {
    let (origin, terms) = question.goods()?;
    EnginePlans::new(engine, question.base()?).with_goods(GoodsOfAll { origin, terms })
}
