//! Problems as HTTP has them: RFC 9457, with the stable codes of `docs/errors.md`.

use axum::Json;
use axum::extract::rejection::BytesRejection;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use corridor::{Problem, Trouble};
use corridor_api::read::Unread;
use corridor_api::words;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Why a question is not answered, as `application/problem+json` (RFC 9457).
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Problem")]
pub(crate) struct HttpProblem {
    /// `urn:corridor:problem:` and the code.
    #[serde(rename = "type")]
    kind: String,
    /// The code in words.
    title: String,
    /// The HTTP status.
    status: u16,
    /// One sentence with the offending value and the reason.
    detail: String,
    /// What to try next.
    action: String,
    /// Stable code; `docs/errors.md` lists them.
    code: String,
    /// The parameter or field that is wrong, where it is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<String>,
    /// Seconds after which another try makes sense, as in `Retry-After`.
    #[serde(skip_serializing_if = "Option::is_none")]
    retry_after_s: Option<u32>,
}

impl HttpProblem {
    /// A problem of this status.
    pub(crate) fn new(
        status: StatusCode,
        code: &str,
        detail: impl Into<String>,
        action: impl Into<String>,
    ) -> Self {
        Self {
            kind: format!("urn:corridor:problem:{code}"),
            title: code.replace('-', " "),
            status: status.as_u16(),
            detail: detail.into(),
            action: action.into(),
            code: code.to_owned(),
            field: None,
            retry_after_s: None,
        }
    }

    /// A malformed question.
    pub(crate) fn bad(code: &str, detail: impl Into<String>, action: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, code, detail, action)
    }

    /// A fault of the program.
    pub(crate) fn internal() -> Self {
        HttpProblem::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "internal",
            "the question met a fault of the program",
            "report it with the question and the request id",
        )
    }

    /// The same, about a parameter or field.
    pub(crate) fn about(mut self, field: &str) -> Self {
        self.field = Some(field.to_owned());
        self
    }

    /// The same, to be tried again later.
    pub(crate) fn later(mut self, seconds: u32) -> Self {
        self.retry_after_s = Some(seconds);
        self
    }

    /// Its stable code.
    #[cfg(test)]
    pub(crate) fn code(&self) -> &str {
        &self.code
    }
}

impl From<BytesRejection> for HttpProblem {
    fn from(rejection: BytesRejection) -> Self {
        if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE {
            let action = "ask for less at once; /v1/matrix and /v1/pairs take more";
            return HttpProblem::new(
                rejection.status(),
                "too-large",
                "the body is too large",
                action,
            );
        }
        HttpProblem::bad("field-invalid", "the body did not come whole", "send it again")
    }
}

impl From<Problem> for HttpProblem {
    fn from(problem: Problem) -> Self {
        let status = match problem.trouble {
            Trouble::BadInput => StatusCode::BAD_REQUEST,
            Trouble::NoRoute => StatusCode::UNPROCESSABLE_ENTITY,
            Trouble::BadNetwork => StatusCode::INTERNAL_SERVER_ERROR,
        };
        let field = problem.field.clone().or_else(|| words::field_of(&problem.detail));
        let mut told = Self::new(
            status,
            &problem.code,
            words::spoken(&problem.detail, path),
            words::spoken(&problem.action, path),
        );
        told.field = field;
        told
    }
}

impl From<Unread> for HttpProblem {
    fn from(unread: Unread) -> Self {
        let action = match unread.action.as_str() {
            "" => "see /v1/openapi.json",
            action => action,
        };
        let mut told = Self::bad(unread.code, unread.detail, action);
        told.field = unread.field;
        told
    }
}

/// The path that does what a verb of the command line does.
fn path(verb: &str) -> String {
    format!("`/v1/{}`", if verb == "data" { "dataset" } else { verb })
}

impl IntoResponse for HttpProblem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let retry = self.retry_after_s;
        let mut response = (status, Json(self)).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if let Some(seconds) = retry {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flags_and_verbs_become_fields_and_paths() {
        let problem = Problem::bad_input(
            "snap-invalid",
            "--max-snap 9999 is outside 0 to 5000 km",
            "see `corridor corridors` and `corridor data info`, or raise --mass-t - now",
        );
        let told = HttpProblem::from(problem);
        assert_eq!(told.field.as_deref(), Some("max_snap_km"));
        assert_eq!(told.detail, "max_snap_km 9999 is outside 0 to 5000 km");
        assert_eq!(told.action, "see `/v1/corridors` and `/v1/dataset`, or raise mass_t - now");
    }

    #[test]
    fn no_way_is_no_fault_of_the_question() {
        let told = HttpProblem::from(Problem::no_route("cut", "no way", "allow suez"));
        assert_eq!(told.status, 422);
        assert_eq!(told.code(), "cut");
    }
}
