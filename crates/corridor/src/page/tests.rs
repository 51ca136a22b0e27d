//! The page as a whole: safe with hostile input, self-contained, small, complete without scripts.

use super::*;
use corridor_network::LngLat;
use serde_json::json;

const HOSTILE: &str =
    "</script><script>alert(1)</script><img src=x onerror=alert(2)>\"'&\u{2028}{{script}}";

fn mumbai_moscow() -> (Value, Value) {
    let place = |name: &str, lon: f64, lat: f64| json!({"name": name, "lon": lon, "lat": lat});
    let leg = |kind: &str, from: &Value, to: &Value, days: f64| {
        json!({"kind": kind, "from": from, "to": to, "distance_m": 1.0e6, "duration_s": days * 86_400.0,
            "cost_usd": 500.0, "co2e_kg": 300.0, "countries": ["IN", "IR"],
            "sources": ["timetable 2026"]})
    };
    let mumbai = place("Mumbai", 72.9, 18.9);
    let bandar = place("Bandar Abbas", 56.2, 27.1);
    let petersburg = place("St Petersburg", 30.2, 59.9);
    let moscow = place("Moscow", 37.6, 55.75);
    let plan = json!({
        "schema_version": 1,
        "meta": {"dataset": "test", "warnings": [
            {"code": "red-sea", "text": "Attacks on ships", "source": "notice", "date": "2026-11-01"}]},
        "from": mumbai, "to": moscow,
        "itineraries": [
            {"id": "1", "corridors": ["suez"], "warnings": [], "duration_s": 3.0e6, "cost_usd": 3000.0,
             "co2e_kg": 1800.0, "distance_m": 1.5e7, "passages": ["bab-el-mandeb", "suez"],
             "legs": [leg("sea", &mumbai, &petersburg, 33.0), leg("rail", &petersburg, &moscow, 2.0)]},
            {"id": "2", "corridors": ["instc-west"], "duration_p50_s": 2.2e6, "duration_p90_s": 2.9e6,
             "cost_usd": null, "co2e_kg": 1500.0, "distance_m": 7.0e6, "passages": ["hormuz"],
             "warnings": [{"code": "w", "text": "Port congested", "source": "https://example.org/a", "date": "2026"}],
             "legs": [leg("sea", &mumbai, &bandar, 4.0), leg("transfer", &bandar, &bandar, 3.0),
                      leg("rail", &bandar, &moscow, 14.0)]}],
        "not_offered": [{"corridor": "nsr", "reason": "no ice class", "code": "ice"}]});
    let line = |itinerary: &str, index: u32, kind: &str, at: Value| {
        json!({"type": "Feature", "geometry": {"type": "LineString", "coordinates": at},
            "properties": {"itinerary": itinerary, "leg": index, "kind": kind}})
    };
    let geojson = json!({"type": "FeatureCollection", "features": [
        line("1", 0, "sea", json!([[72.9, 18.9], [43.3, 12.6], [32.5, 29.9], [-6.0, 36.0], [0.0, 50.0], [30.2, 59.9]])),
        line("1", 1, "rail", json!([[30.2, 59.9], [37.6, 55.75]])),
        line("2", 0, "sea", json!([[72.9, 18.9], [56.2, 27.1]])),
        line("2", 2, "rail", json!([[56.2, 27.1], [49.0, 40.0], [37.6, 55.75]]))]});
    (plan, geojson)
}

fn two_continents() -> BaseMap {
    let ring = |corners: &[[f64; 2]]| {
        corners.iter().map(|c| LngLat::new(c[0], c[1]).unwrap()).collect::<Vec<_>>()
    };
    BaseMap {
        land: vec![
            ring(&[[-10.0, 36.0], [180.0, 66.0], [120.0, 0.0], [78.0, 8.0], [50.0, 25.0]]),
            ring(&[[-170.0, 66.0], [-60.0, 50.0], [-80.0, 8.0], [-35.0, -8.0], [-70.0, -55.0]]),
        ],
        borders: vec![ring(&[[60.0, 30.0], [70.0, 35.0]])],
    }
}

fn page() -> String {
    let (plan, geojson) = mumbai_moscow();
    html(&plan, &geojson, &two_continents())
}

/// Replaces every string of a value by hostile text.
fn poisoned(value: &Value) -> Value {
    match value {
        Value::String(_) => json!(HOSTILE),
        Value::Array(items) => items.iter().map(poisoned).collect(),
        Value::Object(members) => members
            .iter()
            .map(|(k, v)| (k.clone(), poisoned(v)))
            .collect::<serde_json::Map<_, _>>()
            .into(),
        other => other.clone(),
    }
}

#[test]
fn hostile_names_stay_text_everywhere() {
    let (plan, geojson) = mumbai_moscow();
    let (plan, geojson) = (poisoned(&plan), geojson);
    let page = html(&plan, &geojson, &two_continents());
    let lower = page.to_lowercase();
    assert_eq!(lower.matches("<script").count(), 2);
    assert_eq!(lower.matches("</script").count(), 2);
    assert!(!lower.contains("<img"));
    assert!(!lower.contains("alert(1)</"));
    // Inside the data the line separator is escaped; in markup it is harmless.
    let data = page.split_once("id=\"plan\">").unwrap().1.split_once("</script>").unwrap().0;
    assert!(!data.contains('\u{2028}'));
    let back: Value = serde_json::from_str(data).unwrap();
    assert_eq!(back, plan);
    // A place name that looks like the template's own places is left alone.
    assert_eq!(page.matches(SCRIPT).count(), 1);
    let picture = svg_plan(&plan, &poisoned(&geojson), &two_continents(), 900);
    assert!(!picture.contains("<script") && !picture.contains("<img"));
}

#[test]
fn the_page_asks_for_nothing() {
    for own in [TEMPLATE, STYLE, SCRIPT] {
        for request in [
            "://",
            "@import",
            "fetch(",
            "XMLHttp",
            "import(",
            "WebSocket",
            "sendBeacon",
            "src=",
            "innerHTML",
            " style=",
        ] {
            assert!(!own.contains(request), "{request}");
        }
    }
    let page = page();
    // The one address is a source of the plan, as a link to click.
    let markup = page.split_once("<script type=").unwrap().0;
    let addresses: Vec<_> =
        markup.match_indices("https://").map(|(i, _)| &markup[i - 6..i]).collect();
    assert!(!addresses.is_empty() && addresses.iter().all(|before| *before == "href=\""));
    assert!(!markup.contains("http://"));
    assert!(page.contains("default-src 'none'") && !page.contains("unsafe-inline"));
}

#[test]
fn scripts_and_styles_are_allowed_by_digest() {
    // Published vector: SHA-256 of the empty string.
    assert_eq!(digest(""), "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
    let page = page();
    assert!(page.contains(&digest(SCRIPT)) && page.contains(&digest(STYLE)));
    assert!(page.contains(&format!("<style>{STYLE}</style>")));
    assert!(!SCRIPT.contains("</script") && !STYLE.contains("</style"));
}

#[test]
fn everything_is_said_without_scripts() {
    let page = page();
    let markup = page.split_once("<script").unwrap().0;
    for said in [
        "Mumbai to Moscow",
        "Attacks on ships",
        "2026-11-01",
        "instc-west",
        "USD 3,000",
        "9 in 10 within 34 days",
        "not known",
        "Bandar Abbas",
        "timetable 2026",
        "no ice class",
        "bab-el-mandeb, suez",
        "IN IR",
    ] {
        assert!(markup.contains(said), "{said}");
    }
    assert!(markup.find("Warnings").unwrap() < markup.find("id=\"cards\"").unwrap());
    assert_eq!(markup.matches("class=\"route").count(), 2);
    for pair in [
        ("<section", "</section>"),
        ("<table", "</table>"),
        ("<g", "</g>"),
        ("<li", "</li>"),
        ("<div", "</div>"),
    ] {
        let opened =
            [" ", ">"].iter().map(|end| markup.matches(&format!("{}{end}", pair.0)).count());
        assert_eq!(opened.sum::<usize>(), markup.matches(pair.1).count(), "{pair:?}");
    }
}

#[test]
fn a_plan_without_itineraries_says_why() {
    let plan = json!({"from": {"name": "Mumbai"}, "to": {"name": "Moscow"}, "itineraries": [],
        "not_offered": [{"corridor": "suez", "reason": "closed by the scenario", "code": "closed"}]});
    let page = html(&plan, &Value::Null, &two_continents());
    assert!(page.contains("No itinerary is offered"));
    assert!(page.contains("closed by the scenario") && page.contains("<code>closed</code>"));
    assert!(
        html(&Value::Null, &Value::Null, &BaseMap::default()).contains("The plan names no reason")
    );
}

#[test]
fn the_same_inputs_give_the_same_small_page() {
    let page = page();
    assert_eq!(page, self::page());
    assert!(page.len() < 120_000, "{}", page.len());
}

#[test]
fn lines_that_cannot_be_read_are_counted_on_the_page() {
    let (plan, _) = mumbai_moscow();
    let geojson = json!({"features": [{"geometry": {"type": "Polygon", "coordinates": []}, "properties": {}}]});
    assert!(html(&plan, &geojson, &two_continents()).contains("missing on the map: 1."));
}

#[test]
fn the_picture_is_one_element_with_a_legend() {
    let (plan, geojson) = mumbai_moscow();
    let picture = svg_plan(&plan, &geojson, &two_continents(), 1000);
    assert!(picture.starts_with("<svg xmlns=") && picture.ends_with("</svg>\n"));
    assert!(
        picture.contains("width=\"1000\"")
            && picture.contains("instc-west")
            && picture.contains("Bandar Abbas")
    );
    assert!(!picture.contains("NaN") && !picture.contains("#000\""));
    assert!(svg_map(&geojson, &two_continents(), 1000).contains(">rail</text>"));
}
