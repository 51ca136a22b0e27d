//! Headers that every response has, and the longest time that one takes.

use crate::problem::HttpProblem;
use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::time::Duration;

/// Longest time from the head of a request to the head of its response: a body that does not come is
/// waited for no longer, nor is an answer.
const PATIENCE: Duration = Duration::from_mins(1);

/// Scripts, styles, images and connections of this server only; nobody shows it in a frame. Canvases of
/// the map make pictures of their own (`blob:`, `data:`).
const POLICY: &str = "default-src 'none'; script-src 'self'; worker-src 'self'; style-src 'self'; \
    img-src 'self' blob: data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; \
    base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const HEADERS: [(HeaderName, &str); 6] = [
    (header::CONTENT_SECURITY_POLICY, POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::REFERRER_POLICY, "no-referrer"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("permissions-policy"), "geolocation=(), camera=(), microphone=()"),
];

/// Adds the headers.
pub(crate) async fn headers(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    for (name, value) in HEADERS {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}

/// Makes a problem of whatever is refused in another form: paths that are no UTF-8, ranges, methods.
pub(crate) async fn problems(request: Request, next: Next) -> Response {
    let response = next.run(request).await;
    let status = response.status();
    let kind = response.headers().get(header::CONTENT_TYPE);
    let is_problem = kind.is_some_and(|kind| kind == "application/problem+json");
    let is_refused = status.is_client_error() || status.is_server_error();
    if !is_refused || is_problem || response.extensions().get::<ForPeople>().is_some() {
        return response;
    }
    let (code, detail, action) = match status {
        StatusCode::NOT_FOUND => {
            ("path-unknown", "nothing is there", "/v1/openapi.json lists paths")
        }
        StatusCode::METHOD_NOT_ALLOWED => (
            "method-not-allowed",
            "this path is not asked by that method",
            "/v1/openapi.json lists the methods of each path",
        ),
        StatusCode::PAYLOAD_TOO_LARGE => ("too-large", "the request is too large", "ask for less"),
        StatusCode::RANGE_NOT_SATISFIABLE => {
            let detail = "no such part of the file is there";
            let problem = HttpProblem::new(status, "range-invalid", detail, "ask for all of it");
            return with_headers_of(&response, problem.into_response());
        }
        status if status.is_client_error() => {
            ("field-invalid", "the path or a header cannot be read", "see /v1/openapi.json")
        }
        _ => return with_headers_of(&response, HttpProblem::internal().into_response()),
    };
    let problem = HttpProblem::new(status, code, detail, action).into_response();
    with_headers_of(&response, problem)
}

/// A response that is for a person to read in the browser.
#[derive(Clone, Copy)]
pub(crate) struct ForPeople;

/// A problem with what the response said besides its body, such as the methods allowed.
fn with_headers_of(response: &Response, mut problem: Response) -> Response {
    for (name, value) in response.headers() {
        if ![header::CONTENT_TYPE, header::CONTENT_LENGTH, header::CONTENT_ENCODING].contains(name)
        {
            problem.headers_mut().entry(name).or_insert_with(|| value.clone());
        }
    }
    problem
}

/// Gives up a request that takes too long.
pub(crate) async fn patience(request: Request, next: Next) -> Response {
    tokio::time::timeout(PATIENCE, next.run(request)).await.unwrap_or_else(|_| {
        HttpProblem::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "timed-out",
            format!("no answer within {} s", PATIENCE.as_secs()),
            "ask for less at once, or for a job",
        )
        .later(5)
        .into_response()
    })
}
