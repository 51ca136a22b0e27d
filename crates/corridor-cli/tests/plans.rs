//! `plan --input` of the built binary: formats, threads, killed and resumed, on a full disk, on bad
//! input.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::format_push_string,
    clippy::format_collect,
    dead_code,
    reason = "a test that meets what it does not expect ends"
)]

use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

const DAY: &str = "2026-09-10";

fn corridor(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_corridor")).args(args).output().unwrap()
}

fn told(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// A folder with files, and their paths as text.
struct Desk(tempfile::TempDir);

impl Desk {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }
    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }
    fn text(&self, name: &str) -> String {
        self.path(name).to_str().unwrap().to_owned()
    }
    fn with(&self, name: &str, content: &str) -> String {
        fs::write(self.path(name), content).unwrap();
        self.text(name)
    }
    fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.0.path()).unwrap();
        let mut names: Vec<String> =
            entries.map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }
}

fn ask<'a>(input: &'a str, output: &'a str) -> Vec<&'a str> {
    vec!["plan", "--input", input, "--output", output, "--depart", DAY]
}

const PAIRS: &str = "id,from,to,depart,teu,value_usd\nlong,Mumbai,Moscow,,,\n\
    short,\"13.4,52.5\",PLGDN,2026-01-15,4,1e6\nunknown,Nowhereatall,Moscow,,,\n\
    day,Berlin,Warsaw,2026-02-30,,\nless,Berlin,Warsaw,,-1,\n,Berlin,Warsaw,,,\n";

#[test]
fn lines_hold_the_answer_of_plan_whatever_the_number_of_threads() {
    let desk = Desk::new();
    let input = desk.with("in.csv", PAIRS);
    let (one, two) = (desk.text("one.jsonl"), desk.text("two.jsonl"));
    for (path, threads) in [(&one, "1"), (&two, "2")] {
        let run = corridor(&[&ask(&input, path)[..], &["--threads", threads]].concat());
        assert_eq!(run.status.code(), Some(2), "{}", told(&run));
        assert!(run.stdout.is_empty());
        let told = told(&run);
        for part in [
            "in.csv: line 7: no value for id",
            "pair unknown: no place",
            "pair day: depart \"2026-02-30\" is no day (date-invalid)",
            "3 of 6 pairs have no answer",
            "1 bad rows are marked bad-row",
        ] {
            assert!(told.contains(part), "{part}: {told}");
        }
    }
    let lines = fs::read_to_string(&one).unwrap();
    assert!(lines == fs::read_to_string(&two).unwrap(), "the bytes differ with the threads");
    let lines: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let status: Vec<&str> = lines.iter().map(|line| line["status"].as_str().unwrap()).collect();
    let expected = ["ok", "ok", "place-unknown", "date-invalid", "shipment-invalid", "bad-row"];
    assert_eq!(status, expected);
    for line in &lines[2..] {
        assert!(line["problem"]["code"] == line["status"] && line.get("answer").is_none());
        assert!(line["problem"]["detail"].is_string() && line["problem"]["action"].is_string());
    }
    // What a row says goes over what the options say.
    let more = ["--depart", "2026-01-15", "--teu", "4", "--value-usd", "1e6", "--json"];
    for (line, asked) in [
        (&lines[0], &["plan", "Mumbai", "Moscow", "--depart", DAY, "--json"][..]),
        (&lines[1], &[&["plan", "13.4,52.5", "PLGDN"][..], &more].concat()),
    ] {
        let alone: Value = serde_json::from_slice(&corridor(asked).stdout).unwrap();
        assert!(line["answer"] == alone, "{asked:?}");
    }

    // The same as a table, a row for each itinerary.
    let run = corridor(&ask(&input, "-"));
    let table = String::from_utf8(run.stdout).unwrap();
    let mut rows = csv::Reader::from_reader(table.as_bytes());
    let head = rows.headers().unwrap().clone();
    let rows: Vec<csv::StringRecord> = rows.records().map(Result::unwrap).collect();
    let at = |row: &csv::StringRecord, name: &str| {
        row[head.iter().position(|h| h == name).unwrap()].to_owned()
    };
    let mut expected: Vec<[String; 5]> = Vec::new();
    for (line, status) in lines.iter().zip(status) {
        let id = line["id"].as_str().unwrap_or_default().to_owned();
        let ways = line["answer"]["itineraries"].as_array();
        for way in ways.into_iter().flatten() {
            let number = way["id"].as_str().unwrap().to_owned();
            let (cost, legs) = (&way["cost_usd"], way["legs"].as_array().unwrap().len());
            let cost = cost.as_f64().unwrap().to_string();
            expected.push([id.clone(), number, cost, legs.to_string(), "ok".to_owned()]);
        }
        if ways.is_none() {
            let [number, cost, legs] = [(); 3].map(|()| String::new());
            expected.push([id, number, cost, legs, status.to_owned()]);
        }
    }
    let columns = ["id", "itinerary", "cost_usd", "legs", "status"];
    let found: Vec<_> = rows.iter().map(|row| columns.map(|name| at(row, name))).collect();
    assert_eq!(found, expected);
    assert!(at(&rows[0], "modes").contains(';'), "{table}");
}

#[test]
fn killed_a_resumed_run_writes_what_one_run_writes() {
    let desk = Desk::new();
    // The first block is done at once, the second takes its time.
    let bad = "b,,Warsaw\n".repeat(128);
    let pairs: String = (0..40).map(|n| format!("p{n},\"13.4,52.{n}\",Warsaw\n")).collect();
    let input = desk.with("in.csv", &format!("id,from,to\n{bad}{pairs}"));
    for extension in ["jsonl", "parquet"] {
        let [whole, path] = ["whole", "p"].map(|name| desk.text(&format!("{name}.{extension}")));
        let run = corridor(&ask(&input, &whole));
        assert_eq!(run.status.code(), Some(2), "{}", told(&run));
        let mut run = Command::new(env!("CARGO_BIN_EXE_corridor"))
            .args(ask(&input, &path))
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let began = Instant::now();
        let journal = desk.path(&format!("p.{extension}.partial.json"));
        while !fs::read_to_string(&journal).unwrap_or_default().contains("\"bytes\"") {
            assert!(run.try_wait().unwrap().is_none(), "the run ended before it was killed");
            assert!(began.elapsed() < Duration::from_mins(2), "no block was written");
            sleep(Duration::from_millis(1));
        }
        run.kill().unwrap();
        run.wait().unwrap();
        assert!(!Path::new(&path).exists());
        let unasked = corridor(&ask(&input, &path));
        assert!(told(&unasked).contains("--resume") && told(&unasked).contains("--overwrite"));
        let other = corridor(&[&ask(&input, &path)[..], &["--resume", "--teu", "3"]].concat());
        assert!(told(&other).contains("--teu was \"\" and is \"3\""), "{}", told(&other));
        let last = corridor(&[&ask(&input, &path)[..], &["--resume"]].concat());
        assert!(told(&last).contains("128 of 168 pairs were there already"), "{}", told(&last));
        assert!(fs::read(&path).unwrap() == fs::read(&whole).unwrap(), "{extension}");
    }
    assert_eq!(desk.names().len(), 5, "{:?}", desk.names());
}

/// A limit on the size of files stands for a disk that is full.
#[cfg(unix)]
#[test]
fn a_full_disk_leaves_nothing_that_looks_whole() {
    let desk = Desk::new();
    let input = desk.with("in.csv", &format!("id,from,to\n{}", "x,,\n".repeat(600)));
    let path = desk.text("p.jsonl");
    let run = |limit: &str, more: &str| {
        let ask = ask(&input, &path).join("' '");
        let binary = env!("CARGO_BIN_EXE_corridor");
        let script = format!("trap '' XFSZ; {limit} exec {binary} '{ask}' {more}");
        Command::new("sh").args(["-c", &script]).output().unwrap()
    };
    // In units of 512 bytes: the first 256 pairs fit, the others do not.
    let full = run("ulimit -f 80;", "");
    assert_eq!(full.status.code(), Some(2), "{}", told(&full));
    assert!(told(&full).contains("make room, then --resume"), "{}", told(&full));
    assert!(!Path::new(&path).exists());
    let resumed = run("", "--resume");
    assert!(told(&resumed).contains("256 of 600 pairs were there already"), "{}", told(&resumed));
    assert_eq!(fs::read_to_string(&path).unwrap().lines().count(), 600);
    assert_eq!(desk.names(), ["in.csv", "p.jsonl"]);
}

#[test]
fn what_is_wrong_with_all_pairs_is_refused_before_any() {
    let desk = Desk::new();
    let good = desk.with("good.csv", "id,from,to\na,Berlin,Warsaw\n");
    let columns = desk.with("columns.csv", "id,from\na,Berlin\n");
    let out = desk.text("out.jsonl");
    let with = |more: &[&'static str]| [&ask(&good, &out)[..], more].concat();
    for (asked, expected) in [
        (ask(&columns, &out), "lacks to"),
        (ask(&good, "out.xlsx"), "none of .jsonl, .csv and .parquet"),
        (ask(&good, &out)[..3].to_vec(), "--output"),
        (vec!["plan", "Berlin"], "<TO>"),
        (vec!["plan", "Berlin", "Warsaw", "--output", &out], "cannot be used with"),
        (vec!["plan", "Berlin", "Warsaw", "--threads", "2"], "cannot be used with"),
        (with(&["Berlin", "Warsaw"]), "cannot be used with"),
        (with(&["--html", "x.html"]), "cannot be used with"),
        (with(&["--avoid", "suezz"]), "did you mean \"suez\""),
        (with(&["--ship", "canoe"]), "ship-unknown"),
        (with(&["--draws", "1"]), "certainty-invalid"),
        (with(&["--scenario", "nosuch"]), "scenario-unknown"),
    ] {
        let run = corridor(&asked);
        assert_eq!(run.status.code(), Some(2), "{asked:?}: {}", told(&run));
        assert!(told(&run).contains(expected), "{asked:?}: {}", told(&run));
    }
    let run = corridor(&[&ask(&good, "-")[..], &["--resume"]].concat());
    assert!(told(&run).contains("cannot be resumed"), "{}", told(&run));
    assert_eq!(desk.names(), ["columns.csv", "good.csv"]);
}
