//! The server: listens, answers, ends orderly.

use crate::app::App;
use crate::callers::{self, Callers};
use crate::connections::{self, Limits};
use crate::jobs::Jobs;
use crate::options::{Log, Options};
use crate::pool::cores;
use crate::problem::HttpProblem;
use crate::protect::Frames;
use crate::routes::Routes;
use crate::{protect, watch, web};
use anyhow::{Context, Result};
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::{HeaderName, StatusCode, header};
use axum::middleware;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use corridor::Engine;
use serde_json::Value;
use std::any::Any;
use std::io::IsTerminal;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::signal;
use tower::util::option_layer;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::classify::ServerErrorsFailureClass;
use tower_http::compression::{CompressionLayer, CompressionLevel};
use tower_http::request_id::{MakeRequestUuid, PropagateRequestIdLayer, SetRequestIdLayer};
use tower_http::trace::TraceLayer;
use tracing::Span;

/// Bytes of a body that are read.
const LARGEST_BODY: usize = 1 << 20;
/// How long requests under way have to come to their end.
const FAREWELL: Duration = Duration::from_secs(10);
pub(crate) const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Answers questions over HTTP until told to end by Ctrl-C or SIGTERM. `started` is called with the
/// address once questions are accepted.
///
/// # Errors
/// When the address cannot be listened on.
pub fn serve(engine: Engine, options: &Options, started: impl FnOnce(SocketAddr)) -> Result<()> {
    log(options.log);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .context("cannot start the threads of the server")?;
    let served = runtime.block_on(async {
        let listener = TcpListener::bind(options.listen).await.with_context(|| {
            format!(
                "cannot listen on {}\n  try: another --port, or end what listens there",
                options.listen
            )
        })?;
        let (engine, jobs) = (Arc::new(engine), Arc::new(Jobs::open(&options.jobs)?));
        let threads = options.threads.unwrap_or_else(cores);
        // Half of the threads at most: what is asked meanwhile is answered beside the jobs.
        jobs.start(engine.clone(), (threads / 2).max(1))?;
        let app = Arc::new(App::new(engine, threads, jobs, options.memory));
        let warming = app.clone();
        tokio::task::spawn_blocking(move || warming.warm_up());
        if let Some(why) = web::missing() {
            tracing::warn!("there is no map in this program: {why}");
        }
        let at = listener.local_addr()?;
        started(at);
        let ending = app.clone();
        let end = async move {
            told_to_end().await;
            tracing::info!("ending");
            ending.end();
        };
        let callers = Callers::new(at, &options.cors);
        let frames = Frames::of(&options.frames);
        let server =
            connections::answer(listener, router(app, callers, frames), Limits::default(), end);
        tokio::select! {
            () = server => {}
            () = out_of_patience() => {}
        }
        Ok(())
    });
    // Searches under way are not waited for: nobody would hear their answer.
    runtime.shutdown_background();
    served
}

/// Logs to stderr, unless the program that this is part of does so already.
fn log(log: Log) {
    let level = match log {
        Log::Error => tracing::Level::ERROR,
        Log::Warn => tracing::Level::WARN,
        Log::Info => tracing::Level::INFO,
        Log::Debug => tracing::Level::DEBUG,
    };
    let colours = std::io::stderr().is_terminal();
    let _ = tracing_subscriber::fmt()
        .with_max_level(level)
        .with_ansi(colours)
        .with_writer(std::io::stderr)
        .try_init();
}

/// Logs a response that tells of a failure. To be busy or not ready yet is none.
fn failed(failure: ServerErrorsFailureClass, latency: Duration, _: &Span) {
    match failure {
        ServerErrorsFailureClass::StatusCode(StatusCode::SERVICE_UNAVAILABLE) => {
            tracing::debug!("not available, after {latency:?}");
        }
        other => tracing::error!("{other}, after {latency:?}"),
    }
}

/// The description of the API, OpenAPI 3.1, as it is served and committed.
pub fn openapi() -> Value {
    Routes::all().described.finish()
}

/// All that is answered.
pub(crate) fn router(app: Arc<App>, callers: Callers, frames: Frames) -> Router {
    let cors = callers.cors();
    let routes = Routes::all();
    let description = format!("{:#}\n", routes.described.finish());
    let described =
        move || async move { ([(header::CONTENT_TYPE, "application/json")], description) };
    routes
        .router
        .route("/v1/openapi.json", get(described))
        .route("/metrics", get(watch::metrics))
        .route("/livez", get(watch::livez))
        .route("/readyz", get(watch::readyz))
        .fallback(web::file)
        .method_not_allowed_fallback(|| async {
            HttpProblem::new(
                StatusCode::METHOD_NOT_ALLOWED,
                "method-not-allowed",
                "this path is not asked by that method",
                "/v1/openapi.json lists the methods of each path",
            )
            .into_response()
        })
        .layer(DefaultBodyLimit::max(LARGEST_BODY))
        .layer(CompressionLayer::new().quality(CompressionLevel::Fastest))
        .layer(middleware::from_fn(protect::patience))
        .layer(option_layer(cors))
        .layer(middleware::from_fn_with_state(Arc::new(callers), callers::admit))
        .layer(middleware::from_fn(protect::problems))
        .layer(middleware::from_fn_with_state(frames, protect::headers))
        .layer(CatchPanicLayer::custom(|_: Box<dyn Any + Send>| -> Response {
            HttpProblem::internal().into_response()
        }))
        .layer(middleware::from_fn_with_state(app.clone(), watch::count))
        .layer(TraceLayer::new_for_http().on_failure(failed))
        .layer(PropagateRequestIdLayer::new(REQUEST_ID))
        .layer(SetRequestIdLayer::new(REQUEST_ID, MakeRequestUuid))
        .with_state(app)
}

/// Told to end a while ago, or twice.
async fn out_of_patience() {
    told_to_end().await;
    tokio::select! {
        () = tokio::time::sleep(FAREWELL) => {}
        () = told_to_end() => {}
    }
}

async fn told_to_end() {
    let interrupted = async {
        if signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let terminated = async {
        match signal::unix::signal(signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminated = std::future::pending::<()>();
    tokio::select! {
        () = interrupted => {}
        () = terminated => {}
    }
}
