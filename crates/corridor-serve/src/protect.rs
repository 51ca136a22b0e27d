//! Headers that every response has, and the longest time that one takes.

use crate::problem::HttpProblem;
use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::time::Duration;

/// Longest time from the head of a request to the head of its response: a body that does not come is
/// waited for no longer, nor is an answer.
const PATIENCE: Duration = Duration::from_mins(1);

/// Scripts, styles, images and connections of this server only. Canvases of the map make pictures of
/// their own (`blob:`, `data:`). Who may show it in a frame follows.
const POLICY: &str = "default-src 'none'; script-src 'self'; worker-src 'self'; style-src 'self'; \
    img-src 'self' blob: data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; \
    base-uri 'none'; form-action 'none'; frame-ancestors";

const HEADERS: [(HeaderName, &str); 4] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("permissions-policy"), "geolocation=(), camera=(), microphone=()"),
];

/// The web pages that may show this server in a frame.
#[derive(Clone, Debug)]
pub(crate) struct Frames {
    policy: HeaderValue,
    is_any: bool,
}

impl Frames {
    /// Pages of these origins, or of all for `*`; none without.
    pub(crate) fn of(origins: &[String]) -> Self {
        let ancestors = if origins.is_empty() { "'none'".to_owned() } else { origins.join(" ") };
        let policy = HeaderValue::try_from(format!("{POLICY} {ancestors}"));
        let nobody = || HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'");
        Self { policy: policy.unwrap_or_else(|_| nobody()), is_any: !origins.is_empty() }
    }
}

/// Adds the headers.
pub(crate) async fn headers(
    State(frames): State<Frames>,
    request: Request,
    next: Next,
) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.insert(header::CONTENT_SECURITY_POLICY, frames.policy);
    // The older header knows no list of origins.
    if !frames.is_any {
        headers.insert(header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_is_for_those_who_are_named() {
        let policy = |origins: &[&str]| {
            let origins: Vec<String> = origins.iter().map(|one| (*one).to_owned()).collect();
            Frames::of(&origins).policy.to_str().unwrap().to_owned()
        };
        assert!(policy(&[]).ends_with("frame-ancestors 'none'"));
        let two = policy(&["https://a.example", "https://b.example:8443"]);
        assert!(two.ends_with("frame-ancestors https://a.example https://b.example:8443"));
    }
}
