//! Who may ask: the pages of the server's own address, those that were allowed, and whatever is no web page.
//!
//! On a loopback address the server is the user's own. A page of another site must not reach it through
//! their browser: neither by a name that it had point to this machine (DNS rebinding, seen by `Host`) nor
//! by a request across origins (seen by `Origin`).

use crate::problem::HttpProblem;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use tower_http::cors::{AllowOrigin, CorsLayer};

/// Who may ask.
#[derive(Clone, Debug)]
pub(crate) struct Callers {
    is_loopback: bool,
    origins: Vec<String>,
}

impl Callers {
    /// Of a server at an address that allows pages of some origins.
    pub(crate) fn new(at: SocketAddr, origins: &[String]) -> Self {
        let origins = origins.iter().map(|o| o.trim_end_matches('/').to_ascii_lowercase());
        Self { is_loopback: at.ip().is_loopback(), origins: origins.collect() }
    }

    /// What tells browsers which pages may read answers; nothing where none but our own may.
    pub(crate) fn cors(&self) -> Option<CorsLayer> {
        if self.origins.is_empty() {
            return None;
        }
        let values = self.origins.iter().filter_map(|origin| HeaderValue::try_from(origin).ok());
        let origins =
            if self.allows_all() { AllowOrigin::any() } else { AllowOrigin::list(values) };
        let asked = [header::CONTENT_TYPE, header::IF_NONE_MATCH, header::RANGE, PREFER];
        let told = [header::ETAG, header::LOCATION, header::RETRY_AFTER, crate::server::REQUEST_ID];
        Some(
            CorsLayer::new()
                .allow_origin(origins)
                .allow_methods([Method::GET, Method::HEAD, Method::POST, Method::DELETE])
                .allow_headers(asked)
                .expose_headers(told),
        )
    }

    fn allows_all(&self) -> bool {
        self.origins.iter().any(|origin| origin == "*")
    }

    /// Why a request is refused, if it is.
    fn refusal(&self, headers: &HeaderMap) -> Option<HttpProblem> {
        if !self.is_loopback {
            return None;
        }
        let text = |name: HeaderName| {
            let value = headers.get(name)?;
            Some(value.to_str().unwrap_or_default().to_ascii_lowercase())
        };
        let host = text(header::HOST);
        let is_ours = |host: &str| {
            let name = without_port(host);
            let address = name.trim_matches(['[', ']']).parse::<IpAddr>();
            name == "localhost"
                || name.ends_with(".localhost")
                || address.is_ok_and(|address| address.is_loopback())
        };
        let is_allowed = |host: &str| {
            self.origins.iter().any(|origin| origin.split_once("://").is_some_and(|o| o.1 == host))
        };
        if let Some(host) = host.as_deref().filter(|host| !is_ours(host) && !is_allowed(host)) {
            return Some(HttpProblem::new(
                StatusCode::FORBIDDEN,
                "host-refused",
                format!("this server is not {:?}", corridor::shown(host)),
                "ask it as localhost or 127.0.0.1; behind a proxy, allow its origin with `serve --cors`",
            ));
        }
        let origin = text(header::ORIGIN)?;
        let is_own = origin.split_once("://").is_some_and(|o| Some(o.1) == host.as_deref());
        if is_own || self.allows_all() || self.origins.contains(&origin) {
            return None;
        }
        Some(HttpProblem::new(
            StatusCode::FORBIDDEN,
            "origin-refused",
            format!("pages of {:?} may not ask this server", corridor::shown(&origin)),
            "allow them with `serve --cors ORIGIN`",
        ))
    }
}

const PREFER: HeaderName = HeaderName::from_static("prefer");

fn without_port(host: &str) -> &str {
    match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|b| b.is_ascii_digit()) && !name.ends_with(':') => {
            name
        }
        _ => host,
    }
}

/// Lets those ask that may.
pub(crate) async fn admit(
    State(callers): State<Arc<Callers>>,
    request: Request,
    next: Next,
) -> Response {
    match callers.refusal(request.headers()) {
        Some(problem) => problem.into_response(),
        None => next.run(request).await,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(callers: &Callers, host: &str, origin: Option<&str>) -> Option<String> {
        let mut headers = HeaderMap::new();
        headers.insert(header::HOST, host.parse().unwrap());
        if let Some(origin) = origin {
            headers.insert(header::ORIGIN, origin.parse().unwrap());
        }
        callers.refusal(&headers).map(|problem| problem.code().to_owned())
    }

    #[test]
    fn a_server_of_ones_own_answers_ones_own_pages() {
        let at = "127.0.0.1:8080".parse().unwrap();
        let own = Callers::new(at, &[]);
        for host in ["localhost", "localhost:8080", "127.0.0.1:8080", "[::1]:8080", "127.0.0.2"] {
            assert_eq!(code(&own, host, None), None, "{host}");
            assert_eq!(code(&own, host, Some(&format!("http://{host}"))), None, "{host}");
        }
        for host in
            ["evil.example", "evil.example:8080", "localhost.evil.example", "10.0.0.1", "::"]
        {
            assert_eq!(code(&own, host, None).as_deref(), Some("host-refused"), "{host}");
        }
        for origin in ["http://evil.example", "null", "http://localhost:1234"] {
            let refused = code(&own, "localhost:8080", Some(origin));
            assert_eq!(refused.as_deref(), Some("origin-refused"), "{origin}");
        }
        assert!(own.cors().is_none());
    }

    #[test]
    fn what_is_allowed_may_ask() {
        let at = "[::1]:8080".parse().unwrap();
        let origins = ["https://Example.org/".to_owned()];
        let callers = Callers::new(at, &origins);
        assert_eq!(code(&callers, "localhost", Some("https://example.org")), None);
        assert_eq!(code(&callers, "example.org", None), None, "through a proxy");
        assert!(code(&callers, "localhost", Some("https://other.org")).is_some());
        assert!(callers.cors().is_some());
        let all = Callers::new(at, &["*".to_owned()]);
        assert_eq!(code(&all, "localhost", Some("https://other.org")), None);
        // Whoever is let into the network is asked nothing here.
        let open = Callers::new("0.0.0.0:80".parse().unwrap(), &[]);
        assert_eq!(code(&open, "any.example", Some("https://other.org")), None);
    }
}
