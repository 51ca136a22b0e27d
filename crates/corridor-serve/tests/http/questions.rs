//! Questions and their answers.

use crate::client::{get, post, send};
use crate::server;
use corridor::{Engine, PlanRequest};
use jiff::civil::date;
use serde_json::json;

#[test]
fn the_library_and_the_server_give_the_same_answer() {
    let engine = Engine::open(corridor_data::WORLD).unwrap();
    let request = PlanRequest::new("Mumbai", "Moscow", date(2026, 7, 1));
    let library = serde_json::to_value(engine.plan(&request).unwrap()).unwrap();
    let by_url = get(server(), "/v1/plan?from=Mumbai&to=Moscow&depart=2026-07-01");
    assert_eq!(by_url.json(), library);
    let body = json!({"from": "Mumbai", "to": "Moscow", "depart": "2026-07-01"});
    assert_eq!(post(server(), "/v1/plan", &body).body, by_url.body);
}

#[test]
fn a_position_is_in_its_country() {
    let country = |q: &str| {
        let answer = get(server(), &format!("/v1/places?q={q}")).json();
        answer["places"][0]["country"].as_str().unwrap().to_owned()
    };
    assert_eq!(country("37.62,55.75"), "RU");
    assert_eq!(country("72.88,19.08"), "IN");
    // The middle of the Atlantic is in none.
    assert_eq!(country("-40,30"), "--");
    let plan = get(server(), "/v1/plan?from=72.88,19.08&to=37.62,55.75&depart=2026-07-01").json();
    assert_eq!(plan["to"]["country"], "RU");
}

#[test]
fn courses_are_told_on_request() {
    let reply = get(server(), "/v1/plan?from=INNSA&to=AEJEA&depart=2026-07-01&geometry=geojson");
    let answer = reply.json();
    let features = answer["geometry"]["features"].as_array().unwrap();
    let legs: usize = answer["itineraries"]
        .as_array()
        .unwrap()
        .iter()
        .map(|itinerary| itinerary["legs"].as_array().unwrap().len())
        .sum();
    assert_eq!(features.len(), legs);
}

#[test]
fn who_has_the_answer_is_told_that_it_holds() {
    let path = "/v1/corridors?as_of=2026-07-01";
    let first = get(server(), path);
    let tag = first.header("etag").unwrap();
    let again = send(server(), "GET", path, &[("if-none-match", tag)], b"");
    assert_eq!((again.status, again.body.len()), (304, 0));
    let other =
        send(server(), "GET", "/v1/corridors?as_of=2026-07-02", &[("if-none-match", tag)], b"");
    assert_eq!(other.status, 200);
}

#[test]
fn answers_are_compressed_for_those_who_take_it() {
    let path = "/v1/parameters";
    let plain = get(server(), path);
    for coding in ["gzip", "br"] {
        let small = send(server(), "GET", path, &[("accept-encoding", coding)], b"");
        assert_eq!(small.header("content-encoding"), Some(coding));
        assert!(small.body.len() * 3 < plain.body.len());
    }
}

#[test]
fn a_supposed_world_is_another_one() {
    let plan = |more: &str| {
        let path = format!("/v1/plan?from=INNSA&to=NLRTM&depart=2026-07-01{more}");
        get(server(), &path).json()
    };
    let (base, closed) = (plan(""), plan("&scenario=suez-closed"));
    assert_eq!(base["meta"]["scenario"], "base");
    assert_eq!(closed["meta"]["scenario"], "suez-closed");
    let passages =
        |answer: &serde_json::Value| answer["itineraries"].to_string().contains("\"suez\"");
    assert!(passages(&base) && !passages(&closed));
}

#[test]
fn every_response_is_protected() {
    for path in ["/", "/v1/dataset", "/v1/nowhere", "/livez", "/v1/tiles/0/0/0"] {
        let reply = get(server(), path);
        let policy = reply.header("content-security-policy").unwrap();
        assert!(policy.starts_with("default-src 'none'"), "{path}");
        assert_eq!(reply.header("x-content-type-options"), Some("nosniff"), "{path}");
        assert!(reply.header("x-request-id").is_some(), "{path}");
    }
}

#[test]
fn an_operator_sees_what_goes_on() {
    assert_eq!(get(server(), "/livez").status, 200);
    get(server(), "/v1/dataset");
    let metrics = String::from_utf8(get(server(), "/metrics").body).unwrap();
    assert!(
        metrics.contains(
            "corridor_http_requests_total{path=\"/v1/dataset\",method=\"GET\",status=\"200\"}"
        ),
        "{metrics}"
    );
    assert!(metrics.contains("corridor_http_request_seconds_bucket"));
}
