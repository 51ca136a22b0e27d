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
