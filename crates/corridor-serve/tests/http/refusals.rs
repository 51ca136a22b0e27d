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
        ("/v1/plan?from=Mumbai", 400, "field-missing", None),
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
