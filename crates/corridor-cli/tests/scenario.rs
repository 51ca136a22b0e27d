//! Scenarios on the command line: `scenarios`, `compare`, `season` and `--scenario`.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use serde_json::Value;
use std::fs;
use std::process::{Command, Output};

fn corridor(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_corridor")).args(args).output().unwrap()
}

fn text(args: &[&str]) -> String {
    let output = corridor(args);
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn json(args: &[&str]) -> Value {
    serde_json::from_str(&text(&[args, &["--json"]].concat())).unwrap()
}

fn refused(args: &[&str]) -> String {
    let output = corridor(args);
    assert_eq!(output.status.code(), Some(2), "{args:?}");
    String::from_utf8(output.stderr).unwrap()
}

fn fits(text: &str) {
    for line in text.lines() {
        assert!(line.chars().count() <= 100, "{} columns: {line}", line.chars().count());
    }
}

#[test]
fn the_shipped_scenarios_are_listed_and_shown_with_sources() {
    let list = text(&["scenarios"]);
    for id in [
        "suez-closed",
        "cape-diversion",
        "rasht-astara-railway",
        "nsr-year-round",
        "chennai-vladivostok-liner",
        "middle-corridor-free-flow",
        "timetabled-trains",
        "hormuz-closed",
        "volga-don-low-water",
        "india-eaeu-fta",
        "india-russia-investment-treaty",
        "india-russia-talks-2023",
    ] {
        assert!(list.contains(id), "{id}");
    }
    fits(&list);
    let one = text(&["scenarios", "nsr-year-round"]);
    fits(&one);
    assert!(one.contains("porarctic.ru") && one.contains("8.3 kn"), "{one}");
    assert!(refused(&["scenarios", "nsr-year-rond"]).contains("did you mean \"nsr-year-round\"?"));
    let all = json(&["scenarios"]);
    assert_eq!(all["schema_version"], 1);
    assert_eq!(all["scenarios"][0]["changes"][0]["evidence"]["confidence"], "H");
}

#[test]
fn compare_says_what_is_gone_and_what_is_worse() {
    let pair = ["Mumbai", "Rotterdam", "--depart", "2026-09-01"];
    let flags = ["--scenario", "base", "--scenario", "suez-closed"];
    let asked = [&["compare"][..], &pair, &flags].concat();
    let answer = json(&asked);
    assert_eq!(answer["runs"][0]["scenario"], "base");
    assert_eq!(answer["runs"][1]["scenario"], "suez-closed");
    let changes = answer["changes"].as_array().unwrap();
    let suez = changes.iter().find(|c| c["corridor"] == "suez").unwrap();
    assert_eq!(suez["status"], "gone");
    assert!(suez["duration_p50_s"]["from"].as_f64().unwrap() > 86_400.0);
    assert!(suez["duration_p50_s"]["to"].is_null() && suez["cost_usd"]["to"].is_null());
    let best = &answer["sums"][0];
    assert_eq!((&best["by"], &best["status"]), (&Value::from("best"), &Value::from("worse")));
    let shown = text(&[&asked[..], &["--legs"]].concat());
    fits(&shown);
    assert!(shown.contains("suez is gone"), "{shown}");
    let same = [&["plan"][..], &pair, &["--scenario", "suez-closed"]].concat();
    let plan = json(&same);
    assert_eq!(plan["meta"]["scenario"], "suez-closed");
    assert_eq!(plan["meta"]["scenarios"][0]["hash"], answer["runs"][1]["applied"][0]["hash"]);
    assert_eq!(
        plan["itineraries"], answer["runs"][1]["itineraries"],
        "the same question, the same answer"
    );
    assert!(
        refused(&["compare", "Mumbai", "Rotterdam", "--scenario", "base"])
            .contains("compare-nothing")
    );
}

#[test]
fn a_table_of_pairs_is_compared_row_by_row() {
    let folder = tempfile::tempdir().unwrap();
    let (input, output) = (folder.path().join("pairs.csv"), folder.path().join("out.jsonl"));
    fs::write(&input, "id,from,to\na,Mumbai,Jebel Ali\nb,Mumbia,Rotterdam\n").unwrap();
    let ran = corridor(&[
        "compare",
        "--input",
        input.to_str().unwrap(),
        "--output",
        output.to_str().unwrap(),
        "--scenario",
        "hormuz-closed",
        "--depart",
        "2026-09-01",
    ]);
    let told = String::from_utf8_lossy(&ran.stderr).into_owned();
    assert!(ran.status.success(), "{told}");
    assert!(told.contains("pair b"), "{told}");
    let rows: Vec<Value> = fs::read_to_string(&output)
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert!(rows.iter().any(|row| row["id"] == "a" && row["status"] != "same"), "{rows:?}");
    assert_eq!(rows.last().unwrap()["status"], "place-unknown");
}

#[test]
fn a_file_is_checked_and_laid_over() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("mine.toml");
    let path = file.to_str().unwrap();
    fs::write(
        &file,
        "id = \"mine\"\n[[modification]]\nset = \"wait_hours\"\nof = \"suez\"\nvalue = 9\n",
    )
    .unwrap();
    let checked = text(&["scenarios", "--check", path]);
    assert!(
        checked.contains("changes nothing") && checked.contains("goes with the network"),
        "{checked}"
    );
    fs::write(&file, "id = \"mine\"\n[[modification]]\nclose = \"hormus\"\n").unwrap();
    let told = refused(&["scenarios", "--check", path]);
    assert!(told.contains("mine.toml:3:9") && told.contains("did you mean \"hormuz\"?"), "{told}");
    assert!(refused(&["plan", "Mumbai", "Moscow", "--scenario", path]).contains("3:9"));
    let schema: Value = serde_json::from_str(&text(&["scenarios", "--schema"])).unwrap();
    assert!(schema["properties"]["modification"].is_object());
}

#[test]
fn a_season_is_drawn_by_ice_class_and_by_waterway() {
    let folder = tempfile::tempdir().unwrap();
    let svg = folder.path().join("nsr.svg");
    let drawn = text(&["season", "nsr", "--year", "2026", "--svg", svg.to_str().unwrap()]);
    fits(&drawn);
    let row = |class: &str| drawn.lines().find(|l| l.starts_with(class)).unwrap().to_owned();
    assert!(row("none").contains('█') && !row("Arc9").contains('█'), "{drawn}");
    assert!(fs::read_to_string(svg).unwrap().starts_with("<svg"));
    let don = json(&["season", "volga-don", "--year", "2026"]);
    assert_eq!(don["rows"][0]["subject"], "volga-don-canal");
    assert_eq!(don["rows"][0]["halves"][0]["state"], "closed");
    assert!(refused(&["season", "nrs"]).contains("did you mean"));
}
