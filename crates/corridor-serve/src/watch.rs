//! What an operator sees: requests counted and timed, health, who waits.

use crate::app::App;
use crate::problem::HttpProblem;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;
use std::sync::Arc;
use std::time::Instant;

/// Upper ends of the classes of durations, seconds.
const SECONDS: [f64; 10] = [0.001, 0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0, 20.0];

/// Counters of requests.
pub(crate) struct Counters {
    requests: Family<Asked, Counter>,
    seconds: Family<At, Histogram, fn() -> Histogram>,
    waiting: Gauge,
    kept: Gauge,
    registry: Registry,
}

/// What is counted apart. Paths are those of the list of routes, so that there are few.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Asked {
    path: String,
    method: String,
    status: u16,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct At {
    path: String,
}

impl Default for Counters {
    fn default() -> Self {
        let requests = Family::default();
        let classes: fn() -> Histogram = || Histogram::new(SECONDS);
        let seconds = Family::new_with_constructor(classes);
        let waiting = Gauge::default();
        let mut registry = Registry::with_prefix("corridor");
        registry.register("http_requests", "Requests answered", requests.clone());
        registry.register("http_request_seconds", "Time to the answer", seconds.clone());
        registry.register("questions_waiting", "Questions that wait for a thread", waiting.clone());
        let kept = Gauge::default();
        registry.register("worlds_bytes", "Bytes of worlds kept ready", kept.clone());
        Self { requests, seconds, waiting, kept, registry }
    }
}

/// Counts a request and the time it takes.
pub(crate) async fn count(
    State(app): State<Arc<App>>,
    matched: Option<MatchedPath>,
    request: Request,
    next: Next,
) -> Response {
    let path = matched.map_or("other".to_owned(), |path| path.as_str().to_owned());
    let method = match request.method().as_str() {
        known @ ("GET" | "HEAD" | "POST" | "DELETE") => known.to_owned(),
        _ => "other".to_owned(),
    };
    let began = Instant::now();
    let response = next.run(request).await;
    let status = response.status().as_u16();
    let counters = &app.counters;
    counters.requests.get_or_create(&Asked { path: path.clone(), method, status }).inc();
    counters.seconds.get_or_create(&At { path }).observe(began.elapsed().as_secs_f64());
    response
}

/// The counters, as Prometheus reads them.
pub(crate) async fn metrics(State(app): State<Arc<App>>) -> Response {
    app.counters.waiting.set(app.pool.waiting() as i64);
    app.counters.kept.set(app.worlds.kept_bytes() as i64);
    let mut text = String::new();
    match encode(&mut text, &app.counters.registry) {
        Ok(()) => {
            let kind = "application/openmetrics-text; version=1.0.0; charset=utf-8";
            ([(header::CONTENT_TYPE, kind)], text).into_response()
        }
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// Whether the process answers at all.
pub(crate) async fn livez() -> &'static str {
    "ok\n"
}

/// Whether questions are answered without delay: the search structures are there, and the server is
/// not about to end.
pub(crate) async fn readyz(State(app): State<Arc<App>>) -> Result<&'static str, HttpProblem> {
    let not_ready = |detail: &str| {
        let action = "ask again in a moment";
        let problem =
            HttpProblem::new(StatusCode::SERVICE_UNAVAILABLE, "not-ready", detail, action);
        Err(problem.later(1))
    };
    if app.is_ending() {
        not_ready("the server is ending")
    } else if !app.is_warm() {
        not_ready("the server is warming up")
    } else {
        Ok("ok\n")
    }
}
