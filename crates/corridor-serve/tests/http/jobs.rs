//! Small tables at once, big ones as jobs.

use crate::client::{get, post, send};
use crate::described::OWN_BRIEFING;
use crate::server;
use serde_json::{Value, json};

/// Asks for a job, and waits until it has come to its end.
fn job(path: &str, body: &Value) -> Value {
    let headers = [("content-type", "application/json"), ("prefer", "respond-async")];
    let reply = send(server(), "POST", path, &headers, body.to_string().as_bytes());
    assert_eq!(reply.status, 202, "{}", String::from_utf8_lossy(&reply.body));
    let at = reply.header("location").unwrap();
    assert_eq!(at, format!("/v1/jobs/{}", reply.json()["id"].as_str().unwrap()));
    let events = get(server(), &format!("{at}/events"));
    assert_eq!(events.header("content-type"), Some("text/event-stream"));
    let told = String::from_utf8(events.body).unwrap();
    let last = told.lines().rev().find_map(|line| line.strip_prefix("data: ")).unwrap();
    let last: Value = serde_json::from_str(last).unwrap();
    assert_eq!(get(server(), at).json(), last);
    last
}

#[test]
fn a_job_says_what_the_answer_at_once_says() {
    let question = json!({"origins": ["INNSA", "NLRTM", "SGSIN"], "on": "2026-07-01"});
    let at_once = post(server(), "/v1/matrix", &question).json();
    let done = job("/v1/matrix", &question);
    assert_eq!((done["state"].as_str(), done["rows"].as_u64()), (Some("done"), Some(9)));
    let table = get(server(), done["result"].as_str().unwrap());
    assert_eq!(table.header("content-type"), Some("text/csv; charset=utf-8"));
    let table = String::from_utf8(table.body).unwrap();
    let metres: Vec<String> =
        at_once["cells"].as_array().unwrap().iter().map(|c| c["distance_m"].to_string()).collect();
    let column = table.lines().next().unwrap().split(',').position(|c| c == "distance_m").unwrap();
    let written: Vec<&str> =
        table.lines().skip(1).map(|line| line.split(',').nth(column).unwrap()).collect();
    assert_eq!(written, metres);
}

#[test]
fn parts_of_a_result_are_served() {
    let pairs: Vec<Value> =
        (0..40).map(|n| json!({"from": [72.8, 18.9], "to": [f64::from(n), 36.0]})).collect();
    let done = job("/v1/pairs", &json!({"pairs": pairs, "format": "parquet", "on": "2026-07-01"}));
    assert_eq!(done["state"], "done", "{done}");
    let path = done["result"].as_str().unwrap();
    let whole = get(server(), path);
    assert_eq!(whole.header("content-type"), Some("application/vnd.apache.parquet"));
    assert!(whole.body.starts_with(b"PAR1") && whole.body.ends_with(b"PAR1"));
    let part = send(server(), "GET", path, &[("range", "bytes=0-3")], b"");
    assert_eq!((part.status, part.body.as_slice()), (206, b"PAR1".as_slice()));
    let id = done["id"].as_str().unwrap();
    assert_eq!(send(server(), "DELETE", &format!("/v1/jobs/{id}"), &[], b"").status, 200);
    assert_eq!(get(server(), path).status, 404);
}

#[test]
fn a_job_that_cannot_be_is_refused_at_once() {
    for (body, field) in [
        (json!({"origins": []}), "origins"),
        (json!({"origins": ["INNSA", "INNSA"]}), "origins"),
        (json!({"origins": ["INNSA"], "avoid": ["suezz"]}), "avoid"),
        (json!({"origins": ["INNSA"], "weight": "time"}), "weight"),
    ] {
        let headers = [("content-type", "application/json"), ("prefer", "respond-async")];
        let reply = send(server(), "POST", "/v1/matrix", &headers, body.to_string().as_bytes());
        assert_eq!(reply.status, 400, "{body}");
        assert_eq!(reply.json()["field"], field, "{body}");
    }
}

#[test]
fn a_table_of_plans_is_a_job_and_has_landed_cost_where_there_are_codes() {
    let pairs = json!([
        {"id": "medicine", "from": "Mumbai", "to": "Moscow", "hs": "3004.90", "origin": "IN",
         "value": 200_000, "currency": "EUR", "duty": "5%"},
        {"from": {"lon": 72.8, "lat": 18.9}, "to": "Moscow"},
        {"id": "lacks", "from": "Mumbai", "to": "Moscow", "hs": "3004.90", "value_usd": 1_000},
    ]);
    let rest = json!({"depart": "2026-06-10", "rate": ["EUR=1.25"], "fees_usd": "600"});
    let mut question = json!({"pairs": pairs});
    question.as_object_mut().unwrap().extend(rest.as_object().unwrap().clone());
    let done = job("/v1/plans", &question);
    assert_eq!((done["state"].as_str(), done["kind"].as_str()), (Some("done"), Some("plans")));
    assert!(done["notes"].to_string().contains("lacks: no value for origin"), "{done}");
    let table = get(server(), done["result"].as_str().unwrap());
    let table = String::from_utf8(table.body).unwrap();
    let mut rows = csv::Reader::from_reader(table.as_bytes());
    let head = rows.headers().unwrap().clone();
    let rows: Vec<csv::StringRecord> = rows.records().map(Result::unwrap).collect();
    let at = |row: &csv::StringRecord, name: &str| {
        row[head.iter().position(|h| h == name).unwrap()].to_owned()
    };
    let of = |id: &str| rows.iter().find(|row| at(row, "id") == id).unwrap();
    // The same as asked for alone.
    let mut alone = question.clone();
    let fields = alone.as_object_mut().unwrap();
    fields.remove("pairs");
    for (name, value) in [
        ("from", json!("Mumbai")),
        ("to", json!("Moscow")),
        ("hs", json!("3004.90")),
        ("origin", json!("IN")),
        ("invoice", json!("200000 EUR")),
        ("duty", json!("5%")),
    ] {
        fields.insert(name.to_owned(), value);
    }
    let alone = post(server(), "/v1/landed-cost", &alone).json();
    let medicine = of("medicine");
    let itinerary = alone["itineraries"].as_array().unwrap().iter();
    let itinerary = itinerary.clone().find(|i| i["id"] == at(medicine, "itinerary")).unwrap();
    assert_eq!(at(medicine, "landed_usd").parse::<f64>().unwrap(), itinerary["landed_usd"]);
    assert_eq!(
        (at(of("2"), "status"), at(of("2"), "landed_usd")),
        ("ok".to_owned(), String::new())
    );
    assert_eq!(at(of("lacks"), "status"), "field-missing");
    for (body, part) in [
        (json!({"pairs": []}), "no pairs"),
        (json!({"pairs": [{"from": "Mumbai"}]}), "to"),
        (json!({"pairs": pairs, "avoid": ["suezz"]}), "suez"),
    ] {
        let headers = [("content-type", "application/json")];
        let reply = send(server(), "POST", "/v1/plans", &headers, body.to_string().as_bytes());
        assert_eq!(reply.status, 400, "{body}");
        assert!(String::from_utf8_lossy(&reply.body).contains(part), "{body}");
    }
}

#[test]
fn flows_are_the_same_at_once_and_as_a_job() {
    let demand = "origin,destination,commodity,tonnes\nMumbai,Rotterdam,machinery,5000\n\
        Shanghai,Hamburg,paper-plastics-textiles,90000\n";
    let question = json!({"demand": demand, "select": ["suez"], "depart": "2026-07-01",
        "scenario": ["suez-closed"]});
    let at_once = post(server(), "/v1/flows", &question);
    assert_eq!(at_once.status, 200, "{}", String::from_utf8_lossy(&at_once.body));
    let at_once = at_once.json();
    assert_eq!(at_once["demand_t"], 95_000.0);
    assert!(at_once["changes"].as_array().unwrap().iter().any(|c| c["id"] == "suez"));
    let done = job("/v1/flows", &question);
    assert_eq!((done["state"].as_str(), done["of_rows"].as_u64()), (Some("done"), Some(2)));
    assert_eq!(done["question"]["demand"], "origin,destination,commodity,tonnes");
    let result = get(server(), done["result"].as_str().unwrap());
    assert_eq!(result.header("content-type"), Some("application/json"));
    assert_eq!(result.json(), at_once);
}

#[test]
fn a_briefing_is_the_same_at_once_and_as_a_job_and_a_wrong_one_is_refused_before() {
    let question = json!({"toml": OWN_BRIEFING, "as_of": "2026-07-01"});
    let at_once = post(server(), "/v1/briefing", &question);
    assert_eq!(at_once.status, 200, "{}", String::from_utf8_lossy(&at_once.body));
    let done = job("/v1/briefing", &question);
    assert_eq!(done["state"], "done", "{done}");
    let result = get(server(), done["result"].as_str().unwrap());
    assert_eq!(result.json(), at_once.json());
    // The one that ships is more than can be waited for.
    let reply = post(server(), "/v1/briefing", &json!({"as_of": "2026-07-01"}));
    assert_eq!(reply.status, 202, "{}", String::from_utf8_lossy(&reply.body));
    let id = reply.json()["id"].as_str().unwrap().to_owned();
    send(server(), "DELETE", &format!("/v1/jobs/{id}"), &[], b"");
    for (body, part) in [
        (json!({"briefing": "india-rusia-2023"}), "india-russia-2023"),
        (json!({"as_of": "2023-01-01"}), "before the talks"),
        (json!({"toml": "id = 1"}), "briefing: line 1"),
        (json!({"toml": OWN_BRIEFING, "briefing": "india-russia-2023"}), "both given"),
    ] {
        let reply = post(server(), "/v1/briefing", &body);
        let told = String::from_utf8_lossy(&reply.body).into_owned();
        assert_eq!(reply.status, 400, "{told}");
        assert!(told.contains(part), "{part}: {told}");
    }
    let outline = get(server(), "/v1/briefings").json();
    let items = outline["briefings"][0]["items"].as_array().unwrap().clone();
    assert!(items.iter().any(|item| item["scenario"] == "rasht-astara-railway"), "{items:?}");
}

#[test]
fn flows_that_cannot_be_are_refused_before_a_job_is_made() {
    let headers = [("content-type", "application/json"), ("prefer", "respond-async")];
    let demand = "origin,destination,commodity,tonnes\nMumbai,Moscow,coal,-5\n";
    for (body, part) in [
        (json!({"demand": demand}), "line 2: tonnes -5 is below 0"),
        (json!({"demand": "sample", "select": ["nothing"]}), "nothing"),
        (json!({"demand": "sample", "split_at_10_percent": 40}), "split_at_10_percent"),
        (json!({"demand": "x\n".repeat(30_000)}), "30000 lines"),
        (json!({"demands": "sample"}), "demands"),
    ] {
        let reply = send(server(), "POST", "/v1/flows", &headers, body.to_string().as_bytes());
        let told = String::from_utf8_lossy(&reply.body).into_owned();
        assert_eq!(reply.status, 400, "{told}");
        assert!(told.contains(part), "{part}: {told}");
    }
}
