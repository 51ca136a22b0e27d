//! `trade-effect` of the built binary: shapes, suppositions, bad input.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use serde_json::Value;
use std::process::{Command, Output};

fn effect(args: &[&str]) -> Output {
    let mut all = vec!["trade-effect", "--as-of", "2026-11-29"];
    all.extend(args);
    Command::new(env!("CARGO_BIN_EXE_corridor")).args(all).output().unwrap()
}

fn json(args: &[&str]) -> Value {
    let mut args = args.to_vec();
    args.push("--json");
    let output = effect(&args);
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

fn refused(args: &[&str], code: &str, words: &[&str]) {
    let output = effect(args);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2), "{args:?}: {said}");
    assert!(said.contains(code), "{args:?}: {said}");
    for word in words {
        assert!(said.contains(word), "{args:?}: {word} is not in {said}");
    }
    assert!(output.stdout.is_empty());
}

fn country<'a>(answer: &'a Value, id: &str) -> &'a Value {
    answer["countries"].as_array().unwrap().iter().find(|c| c["id"] == id).unwrap()
}

fn file(folder: &tempfile::TempDir, name: &str, text: &str) -> String {
    let path = folder.path().join(name);
    std::fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_owned()
}

#[test]
fn without_a_change_every_effect_is_nothing() {
    let answer = json(&["--steps", "0"]);
    assert_eq!(answer["schema_version"], 1);
    assert!(answer["table"].as_str().unwrap().contains("2019"));
    assert_eq!(answer["closure"], "fixed-share");
    for country in answer["countries"].as_array().unwrap() {
        assert_eq!(country["real_income_percent"], 0.0, "{country}");
        assert_eq!(country["exports_percent"], 0.0, "{country}");
    }
    assert_eq!(answer["countries"].as_array().unwrap().len(), 20);
}

#[test]
fn a_supposed_agreement_raises_trade_of_its_parties() {
    let answer = json(&["--suppose", "india-eaeu-fta=0", "--draws", "20"]);
    let missing: Vec<&str> =
        answer["missing"].as_array().unwrap().iter().map(|m| m.as_str().unwrap()).collect();
    for id in ["AM", "AZ", "BY", "IR", "KG", "KZ", "UZ"] {
        assert!(missing.contains(&id), "{id}");
    }
    assert!(!missing.contains(&"IN") && !missing.contains(&"RU"));
    let supposed = &answer["supposed"][0];
    assert_eq!(supposed["pairs"].as_array().unwrap().len(), 2);
    assert_eq!(supposed["parties_missing"], serde_json::json!(["AM", "BY", "KG", "KZ"]));
    for id in ["IN", "RU"] {
        let party = country(&answer, id);
        assert!(party["exports_percent"].as_f64().unwrap() > 0.05, "{party}");
        assert_eq!(party["exports_draws"]["same_sign"], 20, "{party}");
        let exact = party["real_income_percent"].as_f64().unwrap();
        let parts = party["integrated"]["sum_percent"].as_f64().unwrap();
        assert!((exact - parts).abs() < 0.02 * exact.abs().max(1e-3), "{party}");
    }
    let pair = |from: &str, to: &str| {
        let all = answer["pairs"].as_array().unwrap();
        let found = all.iter().find(|p| p["origin"] == from && p["destination"] == to).unwrap();
        found["change_percent"].as_f64().unwrap()
    };
    assert!(pair("IN", "RU") > 10.0 && pair("RU", "IN") > 10.0);
    assert!(pair("SA", "IN") < 0.0, "trade is diverted from others");
    let words = answer["warnings"].to_string();
    assert!(words.contains("hypothetical") && words.contains("2019"), "{words}");
    for check in answer["checks"].as_array().unwrap() {
        assert!(check["error"].as_f64().unwrap() <= check["limit"].as_f64().unwrap(), "{check}");
    }
    let duty = answer["base_duties"].as_array().unwrap();
    assert!(duty.iter().any(|d| d["importer"] == "IN" && d["sector"] == "C"), "{duty:?}");
}

#[test]
fn a_table_of_ones_own_and_factors() {
    let folder = tempfile::tempdir().unwrap();
    let table = file(
        &folder,
        "t.csv",
        "origin,destination,sector,use,value_usd\nIN,IN,g,final,80\nIN,RU,g,final,20\nRU,IN,g,final,20\nRU,RU,g,final,80\n",
    );
    let change = file(
        &folder,
        "tau.csv",
        "origin,destination,sector,factor\nIN,RU,g,1000000\nRU,IN,*,1000000\n",
    );
    let own = ["--table", &table, "--elasticity", "5"];
    let answer = json(&[&own[..], &["--change", &change]].concat());
    let want = (0.8_f64.powf(0.2) - 1.0) * 100.0;
    for id in ["IN", "RU"] {
        let got = country(&answer, id)["real_income_percent"].as_f64().unwrap();
        assert!((got - want).abs() < 1e-6, "{got}, not {want}");
    }
    // Of another year than duties and agreements, or of a year that is not said: either is told.
    for (year, words) in [
        (&[][..], "its year is not said (--table-year)"),
        (
            &["--table-year", "2008"],
            "of 2008, and duties, agreements and ways are those of 2026-11-29",
        ),
    ] {
        let told = json(&[&own[..], year].concat())["warnings"].to_string();
        assert!(told.contains(words), "{words}: {told}");
    }
    let same = json(&own);
    assert_eq!(country(&same, "IN")["real_income_percent"], 0.0);

    // What the table, the change and the elasticity cannot be.
    refused(&["--table", &table], "elasticity-missing", &["\"g\""]);
    refused(&["--table", &table, "--elasticity", "0.5"], "elasticity-range", &["0.5"]);
    refused(&["--table", &table, "--elasticity", "-3"], "elasticity-range", &["-3"]);
    refused(&["--table", &table, "--elasticity", "NaN"], "elasticity-range", &[]);
    let wrong = |name: &str, text: &str| file(&folder, name, text);
    let head = "origin,destination,sector,factor\n";
    for (name, row, code, words) in [
        ("a", "IN,RV,g,1.1\n", "id-unknown", &["line 2", "RU"][..]),
        ("b", "IN,RU,h,1.1\n", "id-unknown", &["line 2", "g"]),
        ("c", "IN,RU,g,0\n", "change-range", &["line 2"]),
        ("d", "IN,RU,g,inf\n", "table-row", &["line 2", "not finite"]),
        ("e", "IN,RU,g,1.1\nIN,RU,*,1.2\n", "change-range", &["line 3", "line 2"]),
    ] {
        let change = wrong(name, &format!("{head}{row}"));
        refused(&[&own[..], &["--change", &change]].concat(), code, words);
    }
    let head = "origin,destination,sector,use,value_usd\n";
    for (name, rows, code, words) in [
        ("f", "A,A,g,final,1\nA,A,g,final,2\n", "table-row", &["line 3", "line 2"][..]),
        ("g", "A,A,g,final,NaN\n", "table-row", &["line 2"]),
        ("h", "A,A,g,final,-1\n", "table-row", &["line 2"]),
        ("i", "A,A,g,g,9\nA,A,g,final,-0\n", "table-unbalanced", &["A"]),
        ("j", "A,A,g,steel,9\n", "table-row", &["steel", "line 2"]),
        ("k", "A,A,g,final,1\nA,A,h,g,3\n", "table-unbalanced", &["sector g of A", "2"]),
    ] {
        let table = wrong(name, &format!("{head}{rows}"));
        refused(&["--table", &table, "--elasticity", "5"], code, words);
    }
    // Nobody of the table is a party.
    let table = wrong("l", &format!("{head}A,A,g,final,1\nB,B,g,final,1\nA,B,g,final,1\n"));
    refused(
        &["--table", &table, "--elasticity", "5", "--suppose", "india-eaeu-fta=0"],
        "agreement-not-between",
        &["india-eaeu-fta"],
    );
}

#[test]
fn duties_of_ones_own_replace_the_averages() {
    let folder = tempfile::tempdir().unwrap();
    let duties = file(
        &folder,
        "d.csv",
        "importer,exporter,sector,percent\nIN,*,*,0\nRU,*,*,0\nRU,IN,C,20\n",
    );
    let answer = json(&["--suppose", "india-eaeu-fta=0", "--duties", &duties, "--steps", "0"]);
    let pair = |from: &str, to: &str| {
        let all = answer["pairs"].as_array().unwrap();
        let found = all.iter().find(|p| p["origin"] == from && p["destination"] == to).unwrap();
        found["change_percent"].as_f64().unwrap()
    };
    assert!(pair("IN", "RU") > 30.0, "{}", pair("IN", "RU"));
    assert!(pair("RU", "IN").abs() < 3.0, "{}", pair("RU", "IN"));
}

#[test]
fn misspelt_questions_are_refused() {
    refused(&["--suppose", "india-eaeu-ftb=0"], "agreement-unknown", &["india-eaeu-fta"]);
    refused(&["--suppose", "india-eaeu-fta"], "duty-invalid", &["india-eaeu-fta=0"]);
    refused(&["--suppose", "india-eaeu-fta=-2"], "amount-invalid", &["-2"]);
    refused(&["--closure", "zro"], "closure-unknown", &["zero"]);
    refused(&["--draws", "0"], "draws-range", &["0 draws"]);
    refused(&["--table", "no-such-file.csv"], "input-unreadable", &["no-such-file.csv"]);
}

#[test]
fn the_table_for_people_fits() {
    let asked = ["--suppose", "india-eaeu-fta=0", "--pairs", "--sectors", "--draws", "5"];
    let output = effect(&asked);
    assert!(output.status.success());
    let text = String::from_utf8(output.stdout).unwrap();
    for line in text.lines() {
        assert!(line.chars().count() <= 100, "{line}");
    }
    assert!(text.contains("India") && text.contains("no row, so nothing is said of"));
}
