//! The built binary on the shipped network: what a user must see, and what bad input must get.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use serde_json::Value;
use std::process::{Command, Output};

fn corridor(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_corridor")).args(args).output().unwrap()
}

fn json(args: &[&str]) -> Value {
    let mut args = args.to_vec();
    args.push("--json");
    let output = corridor(&args);
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

fn with_corridor<'a>(plan: &'a Value, id: &str) -> Option<&'a Value> {
    plan["itineraries"]
        .as_array()
        .unwrap()
        .iter()
        .find(|i| i["corridors"].as_array().unwrap().iter().any(|c| c == id))
}

fn not_offered<'a>(plan: &'a Value, id: &str) -> Option<&'a Value> {
    plan["not_offered"].as_array().unwrap().iter().find(|n| n["corridor"] == id)
}

fn days(itinerary: &Value) -> f64 {
    itinerary["duration_s"].as_f64().unwrap() / 86_400.0
}

fn sea_nm(itinerary: &Value) -> f64 {
    let legs = itinerary["legs"].as_array().unwrap();
    let sea = legs.iter().filter(|l| l["kind"] == "sea");
    sea.map(|l| l["distance_m"].as_f64().unwrap()).sum::<f64>() / 1852.0
}

fn strings(value: &Value) -> Vec<&str> {
    value.as_array().unwrap().iter().map(|v| v.as_str().unwrap()).collect()
}

/// Whether an itinerary of the answer is at least as good as a corridor that is not offered, within the
/// gain that is too small to be shown.
fn is_beaten(not: &Value, plan: &Value) -> bool {
    const SMALL_GAIN: f64 = 1.15;
    let by_all = match not["code"].as_str().unwrap() {
        "dominated" => 1.0,
        "no-gain" => SMALL_GAIN,
        other => panic!("{other}: {not}"),
    };
    let own = &not["figures"];
    plan["itineraries"].as_array().unwrap().iter().any(|itinerary| {
        ["duration_p50_s", "cost_usd", "co2e_kg"].iter().all(|figure| {
            let [offered, own] = [&itinerary[*figure], &own[*figure]].map(|f| f.as_f64().unwrap());
            offered <= own * by_all
        })
    })
}

#[test]
fn mumbai_to_moscow_offers_suez_and_the_branches_of_the_north_south_corridor() {
    let ask = ["plan", "Mumbai", "Moscow", "--depart", "2026-06-10"];
    let plan = json(&ask);
    assert!(with_corridor(&plan, "suez").is_some());
    for id in ["suez", "instc-west", "instc-caspian", "instc-east"] {
        // A corridor that another way beats is named with its figures, and shown when asked for.
        if with_corridor(&plan, id).is_none() {
            let not = not_offered(&plan, id).unwrap_or_else(|| panic!("{id} is missing"));
            assert!(is_beaten(not, &plan), "{not}");
        }
        let forced = json(&[&ask[..], &["--via", id]].concat());
        let itinerary = with_corridor(&forced, id).expect("it is asked for");
        // Published: runs of 23 to 37 days by land, 30 to 45 by sea, the slowest 44.
        assert!((18.0..=48.0).contains(&days(itinerary)), "{id}: {} days", days(itinerary));
    }
    let forced = json(&[&ask[..], &["--via", "instc-west"]].concat());
    let west = with_corridor(&forced, "instc-west").unwrap();
    let legs = west["legs"].as_array().unwrap();
    let gap = legs.iter().filter(|l| l["kind"] == "road").find(|l| {
        (150e3..200e3).contains(&l["distance_m"].as_f64().unwrap())
            && strings(&l["countries"]).contains(&"IR")
    });
    assert!(gap.is_some(), "no road leg from Rasht to Astara: {legs:#?}");
    assert!(legs.iter().any(|l| l["kind"] == "border"));
    // What is reported of Iran since February 2026 comes first.
    assert!(!west["warnings"].as_array().unwrap().is_empty());
    assert!(west["warnings"][0]["date"].as_str().unwrap() >= "2026");
}

#[test]
fn chennai_to_vladivostok_goes_through_malacca() {
    let plan = json(&["plan", "Chennai", "Vladivostok", "--depart", "2026-06-10"]);
    let itinerary = with_corridor(&plan, "chennai-vladivostok").expect("the corridor is offered");
    let nm = sea_nm(itinerary);
    assert!((4500.0..=4700.0).contains(&nm), "{nm} nm");
    let passages = strings(&itinerary["passages"]);
    assert!(passages.contains(&"malacca") || passages.contains(&"singapore"), "{passages:?}");
}

#[test]
fn the_northern_sea_route_is_a_matter_of_month_and_ice_class() {
    let september =
        json(&["plan", "Murmansk", "Yokohama", "--depart", "2026-09-10", "--ice-class", "Arc4"]);
    let nsr = with_corridor(&september, "nsr").expect("open to Arc4 in September");
    let nm = sea_nm(nsr);
    assert!((5600.0..=5900.0).contains(&nm), "{nm} nm");
    let february = json(&["plan", "Murmansk", "Yokohama", "--depart", "2026-02-10"]);
    assert!(with_corridor(&february, "nsr").is_none());
    let why = not_offered(&february, "nsr").expect("the reason is told");
    assert_eq!(why["code"], "ice", "{why}");
}

#[test]
fn what_is_avoided_is_not_touched() {
    let plan = json(&[
        "plan",
        "Mumbai",
        "Moscow",
        "--avoid",
        "suez",
        "--avoid",
        "IR",
        "--depart",
        "2026-06-10",
    ]);
    for itinerary in plan["itineraries"].as_array().unwrap() {
        assert!(!strings(&itinerary["passages"]).contains(&"suez"));
        assert!(!strings(&itinerary["countries"]).contains(&"IR"));
    }
    assert_eq!(not_offered(&plan, "suez").unwrap()["code"], "avoided");
    assert_eq!(not_offered(&plan, "instc-west").unwrap()["code"], "avoided");
}

#[test]
fn odd_pairs_get_sensible_answers() {
    for (from, to, least, most) in [
        ("Reykjavik", "Ulaanbaatar", 9_000.0, 30_000.0),
        ("Auckland", "Lima", 10_000.0, 14_000.0),
        ("Kampala", "Almaty", 6_500.0, 22_000.0),
    ] {
        let plan = json(&["plan", from, to, "--depart", "2026-06-10"]);
        let first = &plan["itineraries"][0];
        let km = first["distance_m"].as_f64().unwrap() / 1000.0;
        assert!((least..=most).contains(&km), "{from} to {to}: {km} km");
        assert!(days(first) > km / 1500.0, "{from} to {to}: faster than a train");
    }
}

#[test]
fn strict_status_leaves_out_what_is_reported_disrupted() {
    let plan = json(&["plan", "Mumbai", "Moscow", "--strict-status", "--depart", "2026-06-10"]);
    assert!(with_corridor(&plan, "instc-west").is_none());
    for itinerary in plan["itineraries"].as_array().unwrap() {
        for warning in itinerary["warnings"].as_array().unwrap() {
            assert_eq!(warning["code"], "reported", "{warning}");
        }
    }
}

#[test]
fn distance_tables_take_suez_and_leave_kiel() {
    let open = json(&["distance", "INNSA", "NLRTM"]);
    assert!(strings(&open["passages"]).contains(&"suez"));
    let nm = open["distance_m"].as_f64().unwrap() / 1852.0;
    assert!((6150.0..=6500.0).contains(&nm), "{nm}");
    let closed = json(&["distance", "INNSA", "NLRTM", "--avoid", "suez"]);
    let nm = closed["distance_m"].as_f64().unwrap() / 1852.0;
    assert!((10_500.0..=11_000.0).contains(&nm), "{nm}");
    assert!(strings(&closed["passages"]).contains(&"good-hope"));
    let skaw = json(&["distance", "DEHAM", "PLGDN"]);
    assert!(!strings(&skaw["passages"]).contains(&"kiel"));
    let kiel = json(&["distance", "DEHAM", "PLGDN", "--allow", "kiel"]);
    assert!(strings(&kiel["passages"]).contains(&"kiel"));
    assert!(kiel["distance_m"].as_f64() < skaw["distance_m"].as_f64());
}

#[test]
fn avoided_areas_are_gone_round_exactly() {
    let straight = json(&["distance", "INNSA", "KEMBA"]);
    let round = json(&["distance", "INNSA", "KEMBA", "--avoid", "jwc-red-sea-indian-ocean"]);
    let nm = |answer: &Value| answer["distance_m"].as_f64().unwrap() / 1852.0;
    assert!(nm(&round) > nm(&straight) + 100.0, "{} {}", nm(&round), nm(&straight));
    assert!(nm(&round) < nm(&straight) + 600.0, "{} {}", nm(&round), nm(&straight));
}

#[test]
fn bad_input_gets_the_value_the_reason_and_exit_code_2() {
    let cases: [(&[&str], &str); 10] = [
        (&["plan", "Mumbxai", "Moscow"], "Mumbai"),
        (&["plan", "Springfield", "Moscow"], "several places"),
        (&["plan", "19.0,172.8", "Moscow"], "19.0"),
        (&["plan", "Mumbai", "Moscow", "--avoid", "sues"], "did you mean \"suez\""),
        (&["plan", "Mumbai", "Moscow", "--depart", "2026-02-30"], "2026-02-30"),
        (&["plan", "Mumbai", "Moscow", "--ice-class", "Arc12"], "Arc12"),
        (&["plan", "Mumbai", "Moscow", "--teu", "2", "--mass-t", "90"], "90 t"),
        (&["plan", "0,0", "Moscow"], "more than 50 km"),
        (&["corridors", "instc-wst"], "instc-west"),
        (&["distance", "INNSA", "NLRTM", "--allow", "keil"], "kiel"),
    ];
    for (args, expected) in cases {
        let output = corridor(args);
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{args:?}: {told}");
        assert!(told.contains(expected), "{args:?}: {told}");
        assert!(output.stdout.is_empty(), "{args:?} wrote to stdout");
    }
}

#[test]
fn no_way_is_exit_code_3_and_names_the_cut() {
    let output = corridor(&["plan", "Auckland", "Lima", "--avoid", "PE", "--depart", "2026-06-10"]);
    assert!(matches!(output.status.code(), Some(2 | 3)), "{:?}", output.status);
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(told.contains("Lima"), "{told}");
}

#[test]
fn a_damaged_or_foreign_network_file_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let foreign = folder.path().join("foreign");
    std::fs::write(&foreign, b"PK\x03\x04 not a network at all").unwrap();
    let damaged = folder.path().join("damaged");
    let mut bytes =
        std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/../corridor-data/world.corridor"))
            .unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(&damaged, &bytes).unwrap();
    let cut = folder.path().join("cut");
    std::fs::write(&cut, &bytes[..1000]).unwrap();
    for (file, word) in
        [(&foreign, "not a corridor network"), (&damaged, "damaged"), (&cut, "damaged")]
    {
        let output = corridor(&["--network", file.to_str().unwrap(), "data", "info"]);
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{told}");
        assert!(told.contains(word), "{told}");
    }
}

#[test]
fn pairs_answer_good_rows_and_report_bad_ones_by_line() {
    let folder = tempfile::tempdir().unwrap();
    let input = folder.path().join("in.csv");
    let output = folder.path().join("out.csv");
    std::fs::write(
        &input,
        "id,from_lon,from_lat,to_lon,to_lat\n\
         a,72.83,18.92,4.05,51.95\n\
         b,oops,18.92,4.05,51.95\n\
         c,72.83,98.92,4.05,51.95\n\
         d,20.0,10.0,4.05,51.95\n\
         e,72.83\n",
    )
    .unwrap();
    let (i, o) = (input.to_str().unwrap(), output.to_str().unwrap());
    let run = corridor(&["pairs", "--mode", "sea", "--input", i, "--output", o]);
    let told = String::from_utf8_lossy(&run.stderr).into_owned();
    assert_eq!(run.status.code(), Some(2), "{told}");
    assert!(
        told.contains("line 3") && told.contains("line 4") && told.contains("line 6"),
        "{told}"
    );
    let written = std::fs::read_to_string(&output).unwrap();
    let rows: Vec<&str> = written.lines().collect();
    assert_eq!(rows.len(), 6, "{written}");
    assert!(rows[1].starts_with("a,") && rows[1].ends_with(",ok"), "{written}");
    assert!(rows[4].ends_with("from-too-far"), "{written}");
    let nowhere = folder.path().join("missing/out.csv");
    let run = corridor(&["pairs", "--input", i, "--output", nowhere.to_str().unwrap()]);
    assert!(!run.status.success() && !nowhere.exists());
}

#[test]
fn the_audit_passes() {
    let output = corridor(&["data", "verify"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
}

#[test]
fn the_page_stands_alone_and_no_file_is_left_half_written() {
    let folder = tempfile::tempdir().unwrap();
    let page = folder.path().join("plan.html");
    let lines = folder.path().join("plan.geojson");
    let (p, l) = (page.to_str().unwrap(), lines.to_str().unwrap());
    let run = corridor(&["plan", "Chennai", "Vladivostok", "--html", p, "--geojson", l]);
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    let html = std::fs::read_to_string(&page).unwrap();
    assert!(html.contains("Content-Security-Policy") && html.len() < 1_500_000);
    let geojson: Value = serde_json::from_slice(&std::fs::read(&lines).unwrap()).unwrap();
    for feature in geojson["features"].as_array().unwrap() {
        let text = feature["geometry"]["coordinates"].to_string();
        assert!(!text.contains("null"));
    }
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 2);
}

#[test]
fn the_same_question_gets_the_same_bytes() {
    let ask = || corridor(&["plan", "Mumbai", "Moscow", "--depart", "2026-06-10", "--json"]).stdout;
    assert_eq!(ask(), ask());
}

#[test]
fn completions_and_manual_name_every_verb() {
    let help = String::from_utf8(corridor(&["--help"]).stdout).unwrap();
    let listed = help.lines().skip_while(|line| *line != "Commands:").skip(1);
    let listed = listed.take_while(|line| !line.is_empty());
    // Lines of an explanation that goes on are indented further.
    let verbs: Vec<&str> = listed
        .filter(|line| line.starts_with("  ") && !line.starts_with("   "))
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    assert!(verbs.len() > 20 && verbs.contains(&"plan"), "{verbs:?}");

    let script = String::from_utf8(corridor(&["completions", "bash"]).stdout).unwrap();
    let folder = tempfile::tempdir().unwrap();
    assert!(corridor(&["manual", folder.path().to_str().unwrap()]).status.success());
    for verb in verbs.into_iter().filter(|verb| *verb != "help") {
        assert!(script.contains(&format!("corridor,{verb})")), "{verb}");
        let page = folder.path().join(format!("corridor-{verb}.1"));
        assert!(std::fs::metadata(&page).is_ok_and(|file| file.len() > 300), "{verb}");
    }
}

#[test]
fn a_manual_that_cannot_be_written_is_told() {
    let output = corridor(&["manual", "/dev/null/manual"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("/dev/null/manual"));
}
