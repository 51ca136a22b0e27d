//! Questions that may take long and whose result is one answer as JSON: small ones are answered at once,
//! others as a job.

use super::http::{Answer, Body, accept, new, wants_job};
use super::record::Record;
use super::work::{End, NOTES, unwritable};
use crate::app::App;
use crate::ask;
use crate::problem::HttpProblem;
use anyhow::{Context, Result};
use axum::extract::State as Shared;
use axum::http::{HeaderMap, Method, Uri};
use corridor::{Engine, Problem};
use corridor_api::read::Fields;
use corridor_api::{BriefingQuestion, FlowsQuestion, Question, Work};
use corridor_batch::Stop;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;

/// The whole question, beside the result.
const ASKED: &str = "question.json";

/// Told how many steps of how many are done; says whether to go on.
type Told<'a> = dyn Fn(usize, usize) -> ControlFlow<()> + Sync + 'a;

/// How much work a question is.
pub(super) struct Size {
    /// Steps of which progress is told.
    steps: usize,
    /// Whether it is answered at once.
    is_small: bool,
}

/// A question that may take long.
pub(super) trait Long: Question + Clone {
    /// How much work it is. What is wrong with it is found here, and not by a job that fails.
    fn size(&self, engine: &Engine) -> Result<Size, Problem>;

    /// The question as a job shows it.
    fn shown(&self) -> Self {
        self.clone()
    }

    /// Answers it; code `interrupted` when it is said to stop.
    fn reckon(&self, engine: &Engine, told: &Told<'_>) -> Result<Self::Answer, Problem>;

    /// What a reader should know of the answer.
    fn notes(answer: Self::Answer) -> Vec<String>;
}

/// Plans made at once: demands times worlds. A plan takes some tenths of a second.
const PLANS_AT_ONCE: usize = 100;

impl Long for FlowsQuestion {
    fn size(&self, engine: &Engine) -> Result<Size, Problem> {
        let size = engine.flows_size(&self.request()?)?;
        Ok(Size { steps: size.demands, is_small: size.demands * size.worlds <= PLANS_AT_ONCE })
    }

    /// Without the rows of its demand, which can be many.
    fn shown(&self) -> Self {
        let mut rest = self.clone();
        if let Some((header, _)) = self.demand.split_once('\n') {
            header.clone_into(&mut rest.demand);
        }
        rest
    }

    fn reckon(&self, engine: &Engine, told: &Told<'_>) -> Result<Self::Answer, Problem> {
        engine.flows(&self.request()?, told)
    }

    fn notes(answer: Self::Answer) -> Vec<String> {
        answer.meta.warnings
    }
}

/// Steps of a briefing that are taken at once, some seconds each.
const STEPS_AT_ONCE: usize = 2;

impl Long for BriefingQuestion {
    fn size(&self, _: &Engine) -> Result<Size, Problem> {
        let steps = self.request()?.steps()?;
        Ok(Size { steps, is_small: steps <= STEPS_AT_ONCE })
    }

    fn reckon(&self, engine: &Engine, told: &Told<'_>) -> Result<Self::Answer, Problem> {
        engine.briefing(&self.request()?, &|done, all, _| told(done, all))
    }

    fn notes(answer: Self::Answer) -> Vec<String> {
        answer.warnings
    }
}

/// Answers a question, or makes a job of it.
pub(super) async fn ask<Q: Long>(
    Shared(app): Shared<Arc<App>>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Body,
) -> Answer {
    let fields = Fields::of::<Q>();
    let mut question: Q = ask::read(&fields, &method, &uri, &headers, body)?;
    question.settle(jiff::Zoned::now().date())?;
    let (shared, sized) = (app.clone(), question.clone());
    let size = app.pool.run(Work::Search, move || sized.size(&shared.engine)).await??;
    if !wants_job(&headers) && size.is_small {
        return ask::answer(&app, question, &headers).await;
    }
    let task = move || {
        let record = new(&app, Q::NAME, size.steps as u64, &question.shown())?;
        accept(&app.jobs, record, |folder| {
            let asked = serde_json::to_vec(&question)?;
            write(&folder.join(ASKED), |out| Ok(out.write_all(&asked)?))
        })
    };
    tokio::task::spawn_blocking(task).await.map_err(|_| HttpProblem::internal())?
}

/// Whether jobs of a kind are of these questions.
pub(super) fn is_kind(kind: &str) -> bool {
    [FlowsQuestion::NAME, BriefingQuestion::NAME].contains(&kind)
}

/// Computes a job, on the threads of the pool this is called from. One that was stopped begins anew.
pub(super) fn compute(
    engine: &Engine,
    record: &Record,
    folder: &Path,
    told: &(dyn Fn(u64, Option<u64>) + Sync),
    stop: &Stop,
) -> End {
    let step = |done: usize, all: usize| {
        told(done as u64, Some(all as u64));
        if stop.is_set() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    };
    if record.kind == BriefingQuestion::NAME {
        return result::<BriefingQuestion>(engine, record, folder, &step);
    }
    result::<FlowsQuestion>(engine, record, folder, &step)
}

fn result<Q: Long>(engine: &Engine, record: &Record, folder: &Path, told: &Told<'_>) -> End {
    let asked = fs::read(folder.join(ASKED)).ok();
    let question = asked.and_then(|asked| serde_json::from_slice::<Q>(&asked).ok());
    let Some(question) = question else { return End::Failed(HttpProblem::internal()) };
    let answer = match question.reckon(engine, told) {
        Ok(answer) => answer,
        Err(problem) if problem.code == "interrupted" => return End::Stopped,
        Err(problem) => return End::Failed(problem.into()),
    };
    let path = folder.join(record.file_name());
    match write(&path, |out| Ok(serde_json::to_writer(out, &answer)?)) {
        Ok(()) => {
            let notes = Q::notes(answer).into_iter().take(NOTES).collect();
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
