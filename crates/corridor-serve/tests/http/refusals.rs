//! What is refused, and how.

use crate::client::{get, post, send};
use crate::server;
use serde_json::{Value, json};

/// Status, code and field of a problem.
fn problem(path: &str) -> (u16, String, Value) {
    let reply = get(server(), path);
    assert_eq!(reply.header("content-type"), Some("application/problem+json"), "{path}");
    let told = reply.json();
    assert_eq!(told["status"], reply.status, "{path}");
    for part in ["type", "title", "detail"] {
        assert!(told[part].as_str().is_some_and(|text| !text.is_empty()), "{path} lacks {part}");
    }
    (reply.status, told["code"].as_str().unwrap().to_owned(), told["field"].clone())
}

#[test]
fn problems_have_stable_codes() {
    for (path, status, code, field) in [
        ("/v1/plan?from=Mumbai", 400, "field-missing", Some("to")),
        ("/v1/plan?from=Mumbai&to=Moscow&avoyd=suez", 400, "field-unknown", Some("avoyd")),
        ("/v1/plan?from=Mumbai&to=Moscow&teu=many", 400, "field-invalid", Some("teu")),
        ("/v1/plan?from=Mumbai&to=Moscow&depart=soon", 400, "date-invalid", Some("depart")),
        ("/v1/plan?from=Mumbai&to=Moscow&avoid=suezz", 400, "name-unknown", Some("avoid")),
        ("/v1/plan?from=Mumbai&to=Moscow&max_snap_km=-1", 400, "snap-invalid", Some("max_snap_km")),
        ("/v1/plan?from=Xyzzyx&to=Moscow", 400, "place-unknown", None),
        ("/v1/plan?from=Mumbai&to=Moscow&scenario=suez-close", 400, "scenario-unknown", None),
        ("/v1/places?q=Mumbai&limit=500", 400, "limit-invalid", Some("limit")),
        ("/v1/corridors?id=instk-west", 400, "corridor-unknown", None),
        ("/v1/distance?from=INNSA&to=NLRTM&mode=air", 400, "field-invalid", Some("mode")),
        (
            "/v1/distance?from=SGSIN&to=GRPIR&avoid=suez,gibraltar,bab-el-mandeb&mode=sea",
            422,
            "not-joined",
            None,
        ),
        ("/v1/tiles/9/0/0", 404, "tile-unknown", None),
        ("/v1/tiles/2/4/0", 404, "tile-unknown", None),
        ("/v1/jobs/none", 404, "job-unknown", None),
        ("/v1/nowhere", 404, "path-unknown", None),
        ("/v1/jobs/%ff", 400, "field-invalid", None),
        ("/v1/tiles/%ff/0/0", 400, "field-invalid", None),
        ("/v1/plan?from=Mumbai&to=Mumbai", 400, "same-place", None),
        ("/v1/distance?from=IDNAH&to=NLRTM", 400, "place-unknown", None),
    ] {
        let (found, told, about) = problem(path);
        assert_eq!((found, told.as_str()), (status, code), "{path}");
        assert_eq!(about.as_str(), field, "{path}");
    }
}

#[test]
fn methods_and_bodies_are_what_they_have_to_be() {
    assert_eq!(send(server(), "DELETE", "/v1/plan", &[], b"").status, 405);
    assert_eq!(send(server(), "POST", "/v1/plan", &[], b"{}").status, 415);
    let json = [("content-type", "application/json")];
    for body in ["", "{", "[]", "null", "\"x\"", "{} {}", r#"{"from": {"lng": 1}, "to": "A"}"#] {
        let reply = send(server(), "POST", "/v1/plan", &json, body.as_bytes());
        assert_eq!(reply.status, 400, "{body}");
    }
    let large = vec![b' '; 2 << 20];
    assert_eq!(send(server(), "POST", "/v1/plan", &json, &large).status, 413);
    let beside = send(server(), "POST", "/v1/plan?from=A", &json, b"{}");
    assert_eq!(beside.status, 400);
}

#[test]
fn hostile_texts_are_only_texts() {
    for text in [
        "<script>alert(1)</script>",
        "../../etc/passwd",
        "/etc/passwd",
        "file.toml",
        "'; DROP TABLE jobs; --",
        "\u{202e}\u{0}\u{7f}",
        "{{7*7}}",
        "%s%n",
        "\u{1f6a2}\u{1f6a2}",
    ] {
        let body = json!({"from": text, "to": text, "avoid": [text], "scenario": [text]});
        let reply = post(server(), "/v1/plan", &body);
        assert_eq!(reply.status, 400, "{text}");
        assert_eq!(reply.header("content-type"), Some("application/problem+json"));
        assert!(!reply.json()["detail"].to_string().contains("root:"));
    }
    let long = "a".repeat(200_000);
    assert_eq!(post(server(), "/v1/places", &json!({"q": long})).status, 400);
}

#[test]
fn no_file_of_the_host_is_reachable() {
    for path in [
        "/../../etc/passwd",
        "/assets/../../../../etc/passwd",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/..%2f..%2fetc%2fpasswd",
        "//etc/passwd",
        "/v1/jobs/..%2f..%2fetc%2fpasswd/result",
        "/v1/jobs/%2e%2e/result",
        "/.git/config",
    ] {
        let reply = get(server(), path);
        assert!(matches!(reply.status, 400 | 404), "{path}: {}", reply.status);
        assert!(!String::from_utf8_lossy(&reply.body).contains("root:"));
    }
}

#[test]
fn matrices_that_are_too_large_are_refused_with_an_estimate() {
    let points: Vec<String> = (0..15_000).map(|n| format!("{},10", f64::from(n) / 100.0)).collect();
    let reply = post(server(), "/v1/matrix", &json!({"origins": points}));
    assert_eq!(reply.status, 413);
    let detail = reply.json()["detail"].to_string();
    assert!(detail.contains("225 million cells") && detail.contains("MB"), "{detail}");
}

/// The status and, where it is refused, the code of a request with these headers.
fn refused(method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> (u16, String) {
    let reply = send(server(), method, path, headers, body);
    let kind = reply.header("content-type");
    if reply.status >= 400 {
        assert_eq!(kind, Some("application/problem+json"), "{method} {path}");
        return (reply.status, reply.json()["code"].as_str().unwrap().to_owned());
    }
    (reply.status, String::new())
}

#[test]
fn whatever_is_refused_is_a_problem() {
    let json = ("content-type", "application/json");
    for (method, path, headers, status, code) in [
        ("DELETE", "/v1/plan", &[][..], 405, "method-not-allowed"),
        ("PUT", "/v1/jobs", &[], 405, "method-not-allowed"),
        ("POST", "/readyz", &[], 405, "method-not-allowed"),
        ("GET", "/v1/%ff", &[], 404, "path-unknown"),
        ("POST", "/v1/plan", &[json, ("content-encoding", "gzip")], 415, "media-type-unsupported"),
    ] {
        let found = refused(method, path, headers, b"{}");
        assert_eq!(found, (status, code.to_owned()), "{method} {path}");
    }
    let allowed = send(server(), "DELETE", "/v1/plan", &[], b"");
    assert!(allowed.header("allow").is_some_and(|methods| methods.contains("GET")));
    let large = vec![b' '; 2 << 20];
    assert_eq!(refused("POST", "/v1/plan", &[json], &large), (413, "too-large".to_owned()));
}

#[test]
fn lists_and_names_without_end_are_refused_at_once() {
    let via = vec!["suez"; 100_000];
    let long = "a".repeat(900_000);
    for body in [
        json!({"from": "Mumbai", "to": "Moscow", "via": via}),
        json!({"from": "Mumbai", "to": "Moscow", "avoid": [long]}),
        json!({"from": "Mumbai", "to": "Moscow", "scenario": via}),
        json!({"from": "Mumbai", "to": "Moscow", "scenario": via.join("+")}),
        json!({"from": "Mumbai", "to": "Moscow", &long: 1}),
        json!({"from": long, "to": "Moscow"}),
    ] {
        let reply = post(server(), "/v1/plan", &body);
        assert_eq!(reply.status, 400);
        assert!(reply.body.len() < 3_000, "{}", String::from_utf8_lossy(&reply.body));
    }
    let query = format!("/v1/plan?from=Mumbai&to=Moscow&via={}", vec!["suez"; 4_000].join(","));
    assert_eq!(get(server(), &query).status, 400);
    let body = json!({"pairs": [{"from": [72.9, 18.9], "to": [4.4, 51.9]}], "avoid": via});
    assert_eq!(post(server(), "/v1/pairs", &body).json()["code"], "names-too-many");
}

#[test]
fn other_hosts_and_pages_are_kept_out_of_a_server_of_ones_own() {
    let host = |name| vec![("host", name)];
    assert_eq!(asked_as(&host("evil.example")), (403, "host-refused".to_owned()));
    assert_eq!(asked_as(&host("localhost:80")), (200, String::new()));
    let page = |origin| vec![("host", "localhost:80"), ("origin", origin)];
    assert_eq!(asked_as(&page("http://localhost:80")), (200, String::new()));
    assert_eq!(asked_as(&page("https://evil.example")), (403, "origin-refused".to_owned()));
    // Allowed when the server was started.
    assert_eq!(asked_as(&page("https://pages.example")), (200, String::new()));
    let ask = [("origin", "https://pages.example"), ("access-control-request-method", "POST")];
    let reply = send(server(), "OPTIONS", "/v1/plan", &ask, b"");
    assert_eq!(reply.status, 200);
    assert_eq!(reply.header("access-control-allow-origin"), Some("https://pages.example"));
}

/// What a list of jobs is answered with under other names.
fn asked_as(headers: &[(&str, &str)]) -> (u16, String) {
    let reply = crate::client::send_as(server(), "GET", "/v1/jobs", headers, b"");
    let code = (reply.status >= 400).then(|| reply.json()["code"].as_str().unwrap().to_owned());
    (reply.status, code.unwrap_or_default())
}
