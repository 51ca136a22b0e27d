//! Flows: few demands are spread at once, many as a job whose result is the answer as JSON.

use super::http::{Answer, Body, accept, new, wants_job};
use super::record::Record;
use super::work::{End, NOTES, unwritable};
use crate::app::App;
use crate::ask;
use crate::problem::HttpProblem;
use anyhow::{Context, Result};
use axum::extract::State as Shared;
use axum::http::{HeaderMap, Method, Uri};
use corridor::Engine;
use corridor_api::read::Fields;
use corridor_api::{FlowsQuestion, Question, Work};
use corridor_batch::Stop;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;

/// What jobs of this kind are called.
pub(super) const KIND: &str = FlowsQuestion::NAME;
/// Plans made at once: demands times worlds. A plan takes some tenths of a second.
const AT_ONCE: usize = 100;
/// The whole question, beside the result.
const ASKED: &str = "question.json";

/// Answers a question, or makes a job of it.
pub(super) async fn ask(
    Shared(app): Shared<Arc<App>>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Body,
) -> Answer {
    let fields = Fields::of::<FlowsQuestion>();
    let mut question: FlowsQuestion = ask::read(&fields, &method, &uri, &headers, body)?;
    question.settle(jiff::Zoned::now().date())?;
    // What is wrong with the question is said now, not by a job that fails.
    let request = question.request()?;
    let shared = app.clone();
    let size = app.pool.run(Work::Search, move || shared.engine.flows_size(&request)).await??;
    if !wants_job(&headers) && size.demands * size.worlds <= AT_ONCE {
        return ask::answer(&app, question, &headers).await;
    }
    let task = move || {
        let rest = without_table(&question);
        accept(&app.jobs, new(&app, KIND, size.demands as u64, &rest)?, |folder| {
            let asked = serde_json::to_vec(&question)?;
            write(&folder.join(ASKED), |out| Ok(out.write_all(&asked)?))
        })
    };
    tokio::task::spawn_blocking(task).await.map_err(|_| HttpProblem::internal())?
}

/// A question without the rows of its demand, which can be many.
fn without_table(question: &FlowsQuestion) -> FlowsQuestion {
    let mut rest = question.clone();
    if let Some((header, _)) = question.demand.split_once('\n') {
        header.clone_into(&mut rest.demand);
    }
    rest
}

/// Computes a job, on the threads of the pool this is called from. One that was stopped begins anew.
pub(super) fn compute(
    engine: &Engine,
    record: &Record,
    folder: &Path,
    told: &(dyn Fn(u64, Option<u64>) + Sync),
    stop: &Stop,
) -> End {
    let asked = fs::read(folder.join(ASKED)).ok();
    let question = asked.and_then(|asked| serde_json::from_slice::<FlowsQuestion>(&asked).ok());
    let Some(question) = question else { return End::Failed(HttpProblem::internal()) };
    let answer = question.request().and_then(|request| {
        engine.flows(&request, &|done, all| {
            told(done as u64, Some(all as u64));
            if stop.is_set() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        })
    });
    let answer = match answer {
        Ok(answer) => answer,
        Err(problem) if problem.code == "interrupted" => return End::Stopped,
        Err(problem) => return End::Failed(problem.into()),
    };
    let path = folder.join(record.file_name());
    match write(&path, |out| Ok(serde_json::to_writer(out, &answer)?)) {
        Ok(()) => {
            let notes = answer.meta.warnings.into_iter().take(NOTES).collect();
            End::Done { bad_rows: 0, notes }
        }
        Err(error) => {
            tracing::error!("a job failed: {error:#}");
            End::Failed(unwritable())
        }
    }
}

/// Writes a file that is there whole or not at all.
fn write(path: &Path, content: impl FnOnce(&mut BufWriter<File>) -> Result<()>) -> Result<()> {
    let failed = || format!("cannot write {}", path.display());
    let part = path.with_extension("part");
    let mut out = BufWriter::new(File::create(&part).with_context(failed)?);
    content(&mut out).with_context(failed)?;
    let file =
        out.into_inner().map_err(std::io::IntoInnerError::into_error).with_context(failed)?;
    file.sync_all().with_context(failed)?;
    fs::rename(&part, path).with_context(failed)
}
