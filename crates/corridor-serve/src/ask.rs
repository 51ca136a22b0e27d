//! How a question becomes a response: read, settled, recognised by its digest, answered once, kept.

use crate::app::App;
use crate::problem::HttpProblem;
use axum::body::{Body, Bytes};
use axum::extract::rejection::BytesRejection;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use corridor::shown;
use corridor_api::Question;
use corridor_api::read::{Fields, few_and_short};
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};
use std::fmt::Write;
use std::sync::Arc;

/// Whoever keeps an answer asks whether it still holds before showing it again: the day may have
/// changed, or the network.
const REVALIDATE: HeaderValue = HeaderValue::from_static("no-cache");
const JSON: HeaderValue = HeaderValue::from_static("application/json");

/// Answers a question.
pub(crate) async fn ask<Q: Question>(
    app: Arc<App>,
    fields: Arc<Fields>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    match read::<Q>(&fields, &method, &uri, &headers, body) {
        Ok(question) => answer(&app, question, &headers).await.unwrap_or_else(refuse),
        Err(problem) => refuse(problem),
    }
}

/// A question from the URL of a GET or the body of a POST.
pub(crate) fn read<Q: DeserializeOwned>(
    fields: &Fields,
    method: &Method,
    uri: &Uri,
    headers: &HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Q, HttpProblem> {
    let body = body?;
    if method != Method::POST {
        return Ok(fields.read_query::<Q>(uri.query().unwrap_or_default())?);
    }
    match uri.query() {
        Some(query) if !query.is_empty() => Err(HttpProblem::bad(
            "field-unknown",
            format!("?{} means nothing beside a body", shown(query)),
            "put all fields into the body",
        )),
        _ => {
            few_and_short(&body)?;
            read_body(fields, headers, &body)
        }
    }
}

/// A question from the body of a request, which has to say that it is JSON.
pub(crate) fn read_body<Q: DeserializeOwned>(
    fields: &Fields,
    headers: &HeaderMap,
    body: &[u8],
) -> Result<Q, HttpProblem> {
    if let Some(coding) = headers.get(header::CONTENT_ENCODING)
        && coding != "identity"
    {
        return Err(HttpProblem::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "media-type-unsupported",
            format!("a body coded as {coding:?} is not read here"),
            "send it as it is, without compression",
        ));
    }
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    if !kind.is_some_and(is_json) {
        return Err(HttpProblem::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "media-type-unsupported",
            format!("a body of type {:?} is not read here", kind.unwrap_or("")),
            "send JSON with `Content-Type: application/json`",
        ));
    }
    Ok(fields.read_json(body)?)
}

fn is_json(kind: &str) -> bool {
    let essence = kind.split(';').next().unwrap_or_default().trim();
    essence.eq_ignore_ascii_case("application/json")
        || essence.to_ascii_lowercase().ends_with("+json")
}

fn refuse(problem: HttpProblem) -> Response {
    problem.into_response()
}

/// The answer to a question, from those kept if it is there.
///
/// # Errors
/// When there is none.
pub(crate) async fn answer<Q: Question>(
    app: &Arc<App>,
    mut question: Q,
    headers: &HeaderMap,
) -> Result<Response, HttpProblem> {
    question.settle(jiff::Zoned::now().date())?;
    let key = digest(app, &question)?;
    let tag = tag(&key);
    if is_known(headers, &tag) {
        return Ok(respond(StatusCode::NOT_MODIFIED, tag, Body::empty()));
    }
    // Of many that ask the same at once, one works and the others wait for its answer.
    let guard = match app.answers.get_value_or_guard_async(&key).await {
        Ok(known) => return Ok(respond(StatusCode::OK, tag, known.into())),
        Err(guard) => guard,
    };
    let shared = app.clone();
    let task = move || -> Result<Bytes, HttpProblem> {
        let answer = question.answer(&shared.worlds);
        shared.worlds.hold_to_ceiling();
        let answer = answer?;
        let json = serde_json::to_vec(&answer).map_err(|_| HttpProblem::internal())?;
        Ok(Bytes::from(json))
    };
    let json = app.pool.run(Q::WORK, task).await??;
    // It is another's turn to keep it where the guard is gone already; the answer is the same.
    let _ = guard.insert(json.clone());
    Ok(respond(StatusCode::OK, tag, json.into()))
}

/// What an answer is known by: everything it follows from.
type Key = [u8; 32];

fn digest<Q: Question>(app: &App, question: &Q) -> Result<Key, HttpProblem> {
    let question = serde_json::to_vec(question).map_err(|_| HttpProblem::internal())?;
    let mut hash = Sha256::new();
    for part in [app.rests_on.as_bytes(), Q::NAME.as_bytes(), &question] {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part);
    }
    Ok(hash.finalize().into())
}

/// The tag is weak: compressed or not, the answer is the same.
fn tag(key: &Key) -> HeaderValue {
    let mut tag = String::from("W/\"");
    for byte in &key[..16] {
        let _ = write!(tag, "{byte:02x}");
    }
    tag.push('"');
    HeaderValue::try_from(tag).unwrap_or(HeaderValue::from_static("W/\"\""))
}

/// Whether the asker has the answer of this tag.
pub(crate) fn is_known(headers: &HeaderMap, tag: &HeaderValue) -> bool {
    let opaque = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    let Ok(tag) = tag.to_str().map(opaque) else { return false };
    let known = headers.get_all(header::IF_NONE_MATCH).into_iter();
    known
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|one| opaque(one) == tag || one.trim() == "*")
}

/// Whether the asker takes a body of this encoding.
pub(crate) fn takes(headers: &HeaderMap, encoding: &str) -> bool {
    let accepted = headers.get_all(header::ACCEPT_ENCODING).into_iter();
    accepted.filter_map(|value| value.to_str().ok()).flat_map(|value| value.split(',')).any(|one| {
        let mut parts = one.split(';').map(str::trim);
        parts.next().is_some_and(|name| name == encoding || name == "*")
            && !parts.any(|q| q == "q=0" || q == "q=0.0")
    })
}

fn respond(status: StatusCode, tag: HeaderValue, body: Body) -> Response {
    let mut response = (status, body).into_response();
    let headers = response.headers_mut();
    headers.insert(header::ETAG, tag);
    headers.insert(header::CACHE_CONTROL, REVALIDATE);
    headers.insert(header::CONTENT_TYPE, JSON);
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_says_that_it_is_json() {
        let fields = Fields::of::<corridor_api::DatasetQuestion>();
        let read = |kind: Option<&'static str>| {
            let mut headers = HeaderMap::new();
            if let Some(kind) = kind {
                headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
            }
            read_body::<corridor_api::DatasetQuestion>(&fields, &headers, b"{}")
        };
        assert_eq!(read(None).unwrap_err().code(), "media-type-unsupported");
        assert_eq!(read(Some("text/csv")).unwrap_err().code(), "media-type-unsupported");
        assert!(read(Some("application/json; charset=utf-8")).is_ok());
        assert!(read(Some("application/problem+json")).is_ok());
    }
}
