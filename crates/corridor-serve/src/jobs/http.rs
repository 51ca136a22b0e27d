//! Jobs over HTTP: small tables at once, big ones as jobs with progress, cancel and a file.

use super::matrix::MatrixQuestion;
use super::pairs::PairsQuestion;
use super::record::{Listed, Record, State};
use super::small;
use super::{Jobs, long, now, plans, work};
use crate::app::App;
use crate::ask::read_body;
use crate::problem::HttpProblem;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{DefaultBodyLimit, Path, Request, State as Shared};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use corridor_api::read::Fields;
use corridor_api::{BriefingQuestion, FlowsQuestion, Work};
use corridor_tables::WaysCells;
use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;
use tower_http::services::ServeFile;

/// Bytes of a body with points or pairs.
const LARGEST_BODY: usize = 32 << 20;
/// Time between two tellings of progress.
const PACE: Duration = Duration::from_millis(250);

/// The paths.
pub(crate) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/v1/matrix", post(matrix))
        .route("/v1/pairs", post(pairs))
        .route("/v1/plans", post(plans::ask))
        .route("/v1/flows", get(long::ask::<FlowsQuestion>).post(long::ask::<FlowsQuestion>))
        .route(
            "/v1/briefing",
            get(long::ask::<BriefingQuestion>).post(long::ask::<BriefingQuestion>),
        )
        .layer(DefaultBodyLimit::max(LARGEST_BODY))
        .route("/v1/jobs", get(list))
        .route("/v1/jobs/{id}", get(job).delete(delete))
        .route("/v1/jobs/{id}/events", get(events))
        .route("/v1/jobs/{id}/result", get(result))
}

pub(super) type Answer = Result<Response, HttpProblem>;
pub(super) type Body = Result<Bytes, BytesRejection>;

async fn matrix(Shared(app): Shared<Arc<App>>, headers: HeaderMap, body: Body) -> Answer {
    let body = body?;
    let later = wants_job(&headers);
    let shared = app.clone();
    let task = move || -> Result<Response, HttpProblem> {
        let mut question: MatrixQuestion = read(&headers, &body)?;
        question.settle(jiff::Zoned::now().date())?;
        if !later && question.cells() <= small::CELLS {
            return Ok(Json(small::matrix(&shared.engine, &question)?).into_response());
        }
        // What is wrong with the question is said now, not by a job that fails.
        let (ways, quantities) = question.options.ways(&shared.engine)?;
        WaysCells::new(&shared.engine, &ways, &quantities, (&[], &[]))?;
        let rows = question.cells();
        let rest = question.without_points();
        accept(&shared.jobs, new(&shared, "matrix", rows, &rest)?, |folder| {
            work::write_points(folder, &question)
        })
    };
    app.pool.run(Work::Search, task).await?
}

async fn pairs(Shared(app): Shared<Arc<App>>, headers: HeaderMap, body: Body) -> Answer {
    let body = body?;
    let later = wants_job(&headers);
    let shared = app.clone();
    let task = move || -> Result<Response, HttpProblem> {
        let mut question: PairsQuestion = read(&headers, &body)?;
        question.settle(jiff::Zoned::now().date())?;
        if !later && question.pairs.len() <= small::PAIRS {
            return Ok(Json(small::pairs(&shared.engine, &question)?).into_response());
        }
        shared.engine.mode_router(&question.options.distance()?)?;
        let rows = question.pairs.len() as u64;
        let rest = question.without_pairs();
        accept(&shared.jobs, new(&shared, "pairs", rows, &rest)?, |folder| {
            work::write_pairs(folder, &question)
        })
    };
    app.pool.run(Work::Search, task).await?
}

/// The question of a body.
pub(super) fn read<Q: DeserializeOwned + JsonSchema>(
    headers: &HeaderMap,
    body: &[u8],
) -> Result<Q, HttpProblem> {
    read_body(&Fields::of::<Q>(), headers, body)
}

/// Whether the asker would rather have a job (RFC 7240).
pub(super) fn wants_job(headers: &HeaderMap) -> bool {
    let wishes = headers.get_all("prefer").into_iter().filter_map(|value| value.to_str().ok());
    wishes.flat_map(|value| value.split(',')).any(|wish| wish.trim() == "respond-async")
}

pub(super) fn new(
    app: &App,
    kind: &str,
    rows: u64,
    question: &impl serde::Serialize,
) -> Result<Record, HttpProblem> {
    Ok(Record {
        schema_version: 1,
        id: String::new(),
        kind: kind.to_owned(),
        state: State::Queued,
        created: now(),
        started: None,
        finished: None,
        expires: None,
        rows: 0,
        of_rows: rows,
        bad_rows: 0,
        notes: Vec::new(),
        result: None,
        problem: None,
        dataset: app.engine.dataset(),
        question: serde_json::to_value(question).map_err(|_| HttpProblem::internal())?,
    })
}

pub(super) fn accept(
    jobs: &Jobs,
    record: Record,
    write: impl FnOnce(&std::path::Path) -> anyhow::Result<()>,
) -> Answer {
    let record = jobs.add(record, write)?;
    let at = HeaderValue::try_from(format!("/v1/jobs/{}", record.id));
    let at = at.map_err(|_| HttpProblem::internal())?;
    let mut response = (StatusCode::ACCEPTED, Json(record)).into_response();
    response.headers_mut().insert(header::LOCATION, at);
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
    Ok(response)
}

fn unknown(id: &str) -> HttpProblem {
    HttpProblem::new(
        StatusCode::NOT_FOUND,
        "job-unknown",
        format!("there is no job {id:?}"),
        "/v1/jobs lists them; they are kept for a week",
    )
}

async fn list(Shared(app): Shared<Arc<App>>) -> Json<Listed> {
    Json(Listed { schema_version: 1, jobs: app.jobs.list() })
}

async fn job(Shared(app): Shared<Arc<App>>, Path(id): Path<String>) -> Answer {
    let record = app.jobs.get(&id).ok_or_else(|| unknown(&id))?;
    Ok(([(header::CACHE_CONTROL, "no-store")], Json(record)).into_response())
}

async fn delete(Shared(app): Shared<Arc<App>>, Path(id): Path<String>) -> Answer {
    let jobs = app.jobs.clone();
    let gone = id.clone();
    let deleted = tokio::task::spawn_blocking(move || jobs.delete(&gone)).await;
    let record = deleted.map_err(|_| HttpProblem::internal())?.ok_or_else(|| unknown(&id))?;
    Ok(Json(record).into_response())
}

/// Progress as server-sent events, each named by the state and holding the job; the last one is final.
async fn events(Shared(app): Shared<Arc<App>>, Path(id): Path<String>) -> Answer {
    let mut heard = app.jobs.watch(&id).ok_or_else(|| unknown(&id))?;
    heard.mark_changed();
    let told = futures_util::stream::unfold(Some(heard), |heard| async move {
        let mut heard = heard?;
        heard.changed().await.ok()?;
        let record = heard.borrow_and_update().clone();
        let event = Event::default().event(record.state.name()).json_data(&record).ok()?;
        let is_final = record.state.is_final();
        if !is_final {
            tokio::time::sleep(PACE).await;
        }
        Some((Ok::<_, Infallible>(event), (!is_final).then_some(heard)))
    });
    Ok(Sse::new(told).keep_alive(KeepAlive::default()).into_response())
}

/// The file; parts of it where a `Range` is asked for.
async fn result(Shared(app): Shared<Arc<App>>, Path(id): Path<String>, request: Request) -> Answer {
    let record = app.jobs.get(&id).ok_or_else(|| unknown(&id))?;
    if record.state != State::Done {
        return Err(HttpProblem::new(
            StatusCode::CONFLICT,
            "job-not-done",
            format!("job {id} is {}", record.state.name()),
            "wait until its state is `done`; /events tells when",
        ));
    }
    let name = record.file_name();
    let path = app.jobs.folder.join(record.folder()).join(&name);
    let Ok(served) = ServeFile::new(path).try_call(request).await else {
        return Err(HttpProblem::internal());
    };
    let mut response = served.into_response();
    let kind = match name.rsplit('.').next() {
        Some("parquet") => "application/vnd.apache.parquet",
        Some("json") => "application/json",
        _ => "text/csv; charset=utf-8",
    };
    let saved_as = HeaderValue::try_from(format!("attachment; filename=\"{name}\""));
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    if let Ok(saved_as) = saved_as {
        response.headers_mut().insert(header::CONTENT_DISPOSITION, saved_as);
    }
    Ok(response)
}
