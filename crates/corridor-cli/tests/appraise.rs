//! `appraise` of the built binary: shapes, figures, bad input.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use serde_json::Value;
use std::process::{Command, Output};

fn corridor(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_corridor")).args(args).output().unwrap()
}

fn file(folder: &tempfile::TempDir, name: &str, text: &str) -> String {
    let path = folder.path().join(name);
    std::fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_owned()
}

fn measured(text: &str, more: &[&str]) -> Output {
    let folder = tempfile::tempdir().unwrap();
    let path = file(&folder, "flow.csv", text);
    let mut args = vec!["appraise", "--cash-flow", &path];
    args.extend(more);
    corridor(&args)
}

#[test]
fn a_cash_flow_is_measured_from_the_year_that_is_not_discounted() {
    let mut text = "year,amount_usd\n0,-100\n".to_owned();
    for year in 1..=10 {
        text += &[year.to_string().as_str(), ",20\n"].concat();
    }
    let output = measured(&text, &["--rate", "10%", "--json"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
    let number = |name: &str| answer[name].as_f64().unwrap();
    assert_eq!(answer["schema_version"], 1);
    assert!((number("npv_usd") - 22.891_342_114).abs() < 1e-9);
    assert!((number("spreadsheet_npv_usd") - 20.810_311_013).abs() < 1e-9);
    assert!((number("mirr") - 0.122_909_650).abs() < 1e-9);
    assert!((answer["irr"][0].as_f64().unwrap() - 0.150_984_145).abs() < 1e-9);
    let people = measured(&text, &["--rate", "10%"]);
    let shown = String::from_utf8(people.stdout).unwrap();
    assert!(shown.contains("net present value USD 22.89 at 10.0000 %"), "{shown}");
    assert!(shown.lines().all(|line| line.chars().count() <= 100));
}

#[test]
fn several_rates_of_return_are_all_told_and_no_ratio_is_null() {
    let output = measured("year,amount_usd\n0,-100\n1,230\n2,-132\n", &["--rate", "10%", "--json"]);
    let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(answer["irr"], serde_json::json!([0.1, 0.2]));
    assert!(answer["warnings"][0].as_str().unwrap().contains("none of them decides"));
    let output = measured("year,amount_usd\n0,-100\n", &["--rate", "10%", "--json"]);
    let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((&answer["bcr"], &answer["irr"]), (&Value::Null, &serde_json::json!([])));
}

#[test]
fn bad_input_is_refused_with_value_reason_and_what_to_do() {
    let good = "year,amount_usd\n0,-1\n1,2\n";
    for (text, args, code) in [
        (good, &["--rate", "10"][..], "rate-invalid"),
        (good, &["--rate", "10%", "--finance-rate", "x"], "rate-invalid"),
        ("year,amount_usd\n0,one\n", &["--rate", "10%"], "cash-flow-invalid"),
        ("year,amount_usd\n2030,-1\n2031,2\n", &["--rate", "10%"], "cash-flow-invalid"),
        ("year,amount_usd\n0,0\n", &["--rate", "10%"], "irr-undetermined"),
    ] {
        let output = measured(text, args);
        let error = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{text}: {error}");
        assert!(error.contains(code) && error.contains("try: "), "{error}");
    }
}

#[test]
fn a_project_is_worth_what_its_ledger_adds_up_to() {
    let folder = tempfile::tempdir().unwrap();
    let example = corridor(&["appraise", "--example"]);
    let path = file(&folder, "project.toml", &String::from_utf8(example.stdout).unwrap());
    let output = corridor(&["appraise", &path, "--json", "--draws", "500"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
    let cents = |v: &Value| (v.as_f64().unwrap() * 100.0).round() as i64;
    let rows = answer["ledger"].as_array().unwrap();
    let sum: i64 = rows.iter().map(|row| cents(&row["pv_usd"])).sum();
    assert_eq!(sum, cents(&answer["npv_usd"]));
    let transfers = rows.iter().filter(|row| row["kind"] == "transfer");
    assert_eq!(transfers.map(|row| cents(&row["pv_usd"])).sum::<i64>(), 0);
    for field in ["country", "party", "item"] {
        assert!(rows.iter().all(|row| row[field].is_string()), "{field}");
    }
    assert_eq!(answer["draws"]["draws"], 500);
    let [svg, html] = ["p.svg", "p.html"].map(|f| folder.path().join(f).display().to_string());
    for by in ["country", "party", "item", "year"] {
        let args = ["appraise", &path, "--by", by, "--svg", &svg, "--html", &html];
        let shown = String::from_utf8(corridor(&args).stdout).unwrap();
        assert!(shown.contains("net present value"), "{shown}");
        assert!(shown.lines().all(|line| line.chars().count() <= 100), "{shown}");
    }
    let picture = std::fs::read_to_string(&svg).unwrap();
    assert!(picture.starts_with("<svg") && picture.contains("What moves the worth"));
    assert!(!picture.contains("NaN") && !picture.contains("inf"));
    let page = std::fs::read_to_string(&html).unwrap();
    assert!(page.contains("<svg") && !page.contains("<script"));
}

#[test]
fn a_project_with_faults_tells_each_with_its_line() {
    let folder = tempfile::tempdir().unwrap();
    let example = String::from_utf8(corridor(&["appraise", "--example"]).stdout).unwrap();
    let late =
        example.replace("years = [2027, 2028, 2029, 2030]", "years = [2027, 2028, 2029, 2070]");
    for (text, reason) in [
        (late, "after the last year 2060"),
        (example.replace("base_year = 2027", ""), "base_year is missing"),
        (example.replace("currency = \"USD\"", "currency = \"INR\""), "[exchange] INR"),
    ] {
        let path = file(&folder, "project.toml", &text);
        let output = corridor(&["appraise", &path]);
        let error = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{error}");
        assert!(error.contains(reason) && error.contains("project-invalid"), "{error}");
    }
    let path = file(&folder, "project.toml", &example);
    let output = corridor(&["appraise", &path, "--preset", "eu"]);
    assert!(String::from_utf8(output.stderr).unwrap().contains("eu-2014"));
    assert_eq!(output.status.code(), Some(2));
}
