//! A client of the protocol asks, and gets what the library answers.

#![allow(clippy::panic, clippy::unwrap_used, reason = "a test fails by panicking")]

use corridor::{Engine, PlanRequest};
use corridor_mcp::Assistant;
use jiff::civil::date;
use rmcp::ServiceExt;
use rmcp::model::{CallToolRequestParams, CallToolResult, ReadResourceRequestParams};
use rmcp::service::{RoleClient, RunningService};
use serde_json::{Value, json};
use std::sync::Arc;

async fn client(engine: Arc<Engine>) -> RunningService<RoleClient, ()> {
    let (ours, theirs) = tokio::io::duplex(1 << 16);
    tokio::spawn(async move {
        let service = Assistant::new(engine).serve(theirs).await.unwrap();
        service.waiting().await.unwrap();
    });
    ().serve(ours).await.unwrap()
}

async fn call(
    client: &RunningService<RoleClient, ()>,
    name: &'static str,
    arguments: Value,
) -> Result<CallToolResult, rmcp::ServiceError> {
    let Value::Object(arguments) = arguments else { panic!("arguments are an object") };
    client.call_tool(CallToolRequestParams::new(name).with_arguments(arguments)).await
}

fn text(result: &CallToolResult) -> String {
    result.content[0].as_text().unwrap().text.clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_assistant_gets_the_engines_figures_and_its_reasons() {
    let engine = Arc::new(Engine::open(corridor_data::WORLD).unwrap());
    let client = client(engine.clone()).await;
    let tools = client.list_all_tools().await.unwrap();
    assert!(tools.iter().any(|tool| tool.name == "plan"), "{tools:?}");
    assert!(tools.iter().all(|tool| tool.input_schema.get("type") == Some(&json!("object"))));

    // The figures of a plan are those of the library.
    let asked = json!({ "from": "Mumbai", "to": "Moscow", "depart": "2026-06-10" });
    let answer = call(&client, "plan", asked).await.unwrap();
    let told: Value = serde_json::from_str(&text(&answer)).unwrap();
    let plan = engine.plan(&PlanRequest::new("Mumbai", "Moscow", date(2026, 6, 10))).unwrap();
    let figures: Vec<(f64, u64)> =
        plan.itineraries.iter().map(|i| (i.cost_usd, i.reliability.duration_p50_s)).collect();
    let short: Vec<(f64, u64)> = told["itineraries"]
        .as_array()
        .unwrap()
        .iter()
        .map(|i| {
            let p50 = i["duration_p50_s"].as_u64().unwrap();
            (i["cost_usd"].as_f64().unwrap(), p50)
        })
        .collect();
    assert_eq!(short, figures);
    assert!(text(&answer).len() < 40_000, "{} bytes", text(&answer).len());

    // The whole answer is where the short one says.
    let uri = told["shortened"].as_str().unwrap().split(' ').nth(3).unwrap().to_owned();
    let whole = client.read_resource(ReadResourceRequestParams::new(uri)).await.unwrap();
    assert!(format!("{whole:?}").len() > text(&answer).len());

    // Flows of a table in the arguments.
    let demand = "origin,destination,commodity,tonnes\nMumbai,Rotterdam,machinery,5000\n";
    let asked = json!({ "demand": demand, "avoid": ["suez"], "depart": "2026-06-10" });
    let answer = call(&client, "flows", asked).await.unwrap();
    let told: Value = serde_json::from_str(&text(&answer)).unwrap();
    assert_eq!((&told["demand_t"], &told["unserved_t"]), (&json!(5000.0), &json!(0.0)), "{told}");
    assert!(told["changes"].to_string().contains("good-hope"), "{told}");

    // A briefing of one's own.
    let talks = "id = \"own\"\nname = \"Own talks\"\nday = \"2026-06-10\"\ncountries = [\"IN\"]\n[[source]]\nid = \"paper\"\n\
        source = \"A paper\"\ndate = \"2026-06-10\"\nconfidence = \"M\"\n[[item]]\nid = \"treaty\"\nname = \"A treaty\"\n\
        said = \"They spoke of it.\"\nsources = [\"paper\"]\nagreements = [\"russia-india-bit-1994\"]\n";
    let asked = json!({ "toml": talks, "as_of": "2026-06-10" });
    let answer = call(&client, "briefing", asked).await.unwrap();
    let told: Value = serde_json::from_str(&text(&answer)).unwrap();
    assert_eq!(told["items"][0]["agreements"][0]["now"], "ended", "{told}");

    // What is wrong is said with the reason and the next step, in words of arguments.
    let wrong =
        call(&client, "plan", json!({ "from": "Mumbai", "avoyd": ["suez"] })).await.unwrap();
    assert_eq!(wrong.is_error, Some(true));
    assert!(text(&wrong).contains("did you mean \"avoid\""), "{}", text(&wrong));
    let barred = call(&client, "plan", json!({ "from": "Haifa", "to": "Beirut" })).await.unwrap();
    assert!(text(&barred).contains("with_restricted"), "{}", text(&barred));
    assert!(!text(&barred).contains("--"), "{}", text(&barred));
    assert!(call(&client, "rm", json!({})).await.is_err());
    let huge = json!({ "from": "x".repeat(2 << 20), "to": "Moscow" });
    assert!(call(&client, "plan", huge).await.is_err());
    for odd in [json!({ "from": 7 }), json!({ "from": "\u{0}", "to": "[1]" }), json!({})] {
        assert_eq!(call(&client, "distance", odd).await.unwrap().is_error, Some(true));
    }

    let resources = client.list_all_resources().await.unwrap();
    for resource in resources {
        let read = ReadResourceRequestParams::new(resource.uri.clone());
        assert!(client.read_resource(read).await.is_ok(), "{}", resource.uri);
    }
    let gone = ReadResourceRequestParams::new("corridor://methods/../../etc/passwd");
    assert!(client.read_resource(gone).await.is_err());
    client.cancel().await.unwrap();
}
