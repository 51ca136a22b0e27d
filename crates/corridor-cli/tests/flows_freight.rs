//! `corridor flows --demand`: the shape of the answer, the files, what is refused.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use corridor_batch::{Field, parquet};
use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

const DEMAND: &str = "origin,destination,commodity,tonnes\nMumbai,Moscow,machinery,400000\n\
Mumbai,Moscow,pharmaceuticals,9000\nRichards Bay,Mundra,coal,2000000\n";

fn flows(folder: &Path, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_corridor"));
    command.current_dir(folder).args(["flows", "--depart", "2026-12-01"]).args(args);
    command.output().unwrap()
}

fn folder(demand: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("demand.csv"), demand).unwrap();
    folder
}

#[test]
fn the_answer_has_its_shape_and_is_the_same_for_any_number_of_threads() {
    let folder = folder(DEMAND);
    let ask = |threads: &str, out: &str| {
        let args = ["--demand", "demand.csv", "--json", "--output", out, "--threads", threads];
        let output = flows(folder.path(), &args);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        output.stdout
    };
    let one = ask("1", "one");
    assert_eq!(one, ask("2", "two"), "the same bytes for any number of threads");
    let answer: Value = serde_json::from_slice(&one).unwrap();
    assert_eq!(answer["schema_version"], 1);
    let number = |name: &str| answer[name].as_f64().unwrap();
    assert!((number("demand_t") - number("shipped_t") - number("unserved_t")).abs() < 1e-3);
    assert!(number("relative_gap") <= 1e-6 && number("excess") <= 1e-8);
    assert!(number("complementarity") <= 1e-7);
    let modes = answer["modes"].as_object().unwrap();
    assert!(modes.contains_key("sea") && modes.contains_key("rail"));
    let facilities = answer["facilities"].as_array().unwrap();
    assert!(facilities.iter().any(|f| f["id"] == "suez"));
    for facility in facilities {
        assert!(facility["id"].is_string() && facility["flow_t"].is_f64());
        assert!(facility["wait_h"].is_f64());
        assert!(facility["capacity_t"].is_f64() || facility["capacity_t"].is_null());
    }
    for name in ["facilities", "od", "routes", "links", "skims"] {
        let read = |out: &str| fs::read(folder.path().join(out).join(format!("{name}.parquet")));
        let bytes = read("one").unwrap();
        assert!(bytes.starts_with(b"PAR1") && bytes.ends_with(b"PAR1"), "{name}");
        assert_eq!(bytes, read("two").unwrap(), "{name}");
    }
    let matrices = |out: &str| fs::read(folder.path().join(out).join("skims.omx")).unwrap();
    assert!(matrices("one").starts_with(b"\x89HDF\r\n") && matrices("one") == matrices("two"));
    let report = fs::read(folder.path().join("one/report.json")).unwrap();
    let report: Value = serde_json::from_slice(&report).unwrap();
    assert_eq!(report["demand_t"], answer["demand_t"]);
    assert_eq!(report["meta"]["inputs"]["demand.csv"].as_str().unwrap().len(), 64);
}

#[test]
fn a_parquet_table_says_what_its_csv_says() {
    let folder = folder(DEMAND);
    let column =
        |at: usize| DEMAND.lines().skip(1).map(move |line| line.split(',').nth(at).unwrap());
    let texts = |name: &str, at: usize| Field::text(name, column(at).map(str::to_owned));
    let fields = [
        texts("origin", 0),
        texts("destination", 1),
        texts("commodity", 2),
        Field::real("tonnes", column(3).map(|t| Some(t.parse().unwrap()))),
    ];
    fs::write(folder.path().join("demand.parquet"), parquet(&fields).unwrap()).unwrap();
    fs::write(folder.path().join("cut.parquet"), &parquet(&fields).unwrap()[..99]).unwrap();
    let ask = |demand: &str| {
        let output = flows(folder.path(), &["--demand", demand, "--no-capacities", "--json"]);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let mut answer: Value = serde_json::from_slice(&output.stdout).unwrap();
        answer["meta"]["inputs"].take();
        answer
    };
    assert_eq!(ask("demand.parquet"), ask("demand.csv"));
    let cut = flows(folder.path(), &["--demand", "cut.parquet"]);
    assert_eq!(cut.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&cut.stderr).contains("cut.parquet"));
}

#[test]
fn people_read_first_what_is_not_shipped_then_what_changes() {
    let folder = folder(
        "origin,destination,commodity,tonnes\nUst-Luga,Rotterdam,2709,1000\n\
         Mumbai,Moscow,machinery,400000\n",
    );
    let args = [
        "--demand",
        "demand.csv",
        "--avoid",
        "suez",
        "--select",
        "good-hope",
        "--html",
        "page.html",
    ];
    let output = flows(folder.path(), &args);
    let text = String::from_utf8(output.stdout).unwrap();
    let first = text.lines().next().unwrap();
    assert!(first.starts_with("1000 t of 401.0 kt a year (0.2 %) is not shipped"), "{text}");
    assert!(text.contains("Against the world without") && text.contains("do not use it"), "{text}");
    assert!(text.lines().all(|line| line.chars().count() <= 100), "{text}");
    assert!(!text.contains('\u{1b}'));
    // The page says the same, draws both worlds and needs nothing from elsewhere.
    let page = fs::read_to_string(folder.path().join("page.html")).unwrap();
    assert!(page.contains("1,000 t of 401.0 kt a year is not shipped"), "{}", &page[..3000]);
    for part in ["<h2>Before</h2>", "<h2>After</h2>", "<h2>Change</h2>", "good-hope", "band sea"] {
        assert!(page.contains(part), "{part} is not in the page");
    }
    assert_eq!(page.matches("<svg").count(), page.matches("</svg>").count());
    assert!(!page.contains("<script") && !page.contains("http://") && page.len() < 2_000_000);
}

#[test]
fn wrong_input_is_refused() {
    let folder = folder("origin,destination,commodity,tonnes\nMumbai,Moscow,coal,-5\n");
    let refused = |args: &[&str], part: &str| {
        let output = flows(folder.path(), args);
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{told}");
        assert!(told.contains(part) && output.stdout.is_empty(), "{told}");
    };
    refused(&["--demand", "demand.csv"], "demand.csv line 2: tonnes -5 is below 0");
    refused(&["--demand", "nothing.csv"], "input-unreadable");
    refused(&["--demand", "sample", "--preload", "demand.csv"], "preload-invalid");
    refused(&["--demand", "sample", "--route-choice", "user-equilibrium"], "flows-invalid");
    refused(&["--demand", "sample", "--tolerance", "1e-3"], "--tolerance");
    refused(&["--tntp", ".", "--demand", "sample"], "--tntp");
    refused(&[], "--demand");
}
