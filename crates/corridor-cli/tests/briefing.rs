//! `briefing` of the built binary: table, JSON, page, bad input.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use serde_json::Value;
use std::process::{Command, Output};

fn briefing(args: &[&str]) -> Output {
    let mut all = vec!["briefing"];
    all.extend(args);
    Command::new(env!("CARGO_BIN_EXE_corridor")).args(all).output().unwrap()
}

/// One part, so that it takes a second.
const OWN: &str = r#"
id = "own"
name = "Own talks"
day = "2025-01-15"
countries = ["IN", "RU"]
suppose = ["india-eaeu-fta=0"]
unknown = ["all the rest"]
[[source]]
id = "paper"
source = "A paper"
date = "2025-01-16"
confidence = "M"
[[shipment]]
id = "tyres"
name = "Tyres"
from = "Chennai"
to = "Vladivostok"
value_usd = 40000.0
hs = "401110"
origin = "IN"
[[item]]
id = "fta"
name = "Free trade"
said = "They spoke of it."
sources = ["paper"]
agreements = ["india-eaeu-fta"]
scenario = "india-eaeu-fta"
shipments = ["tyres"]
trade = true
"#;

#[test]
fn a_briefing_of_ones_own_is_told_in_a_table_a_page_and_json() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("own.toml");
    std::fs::write(&path, OWN).unwrap();
    let own = path.to_str().unwrap();
    let page = folder.path().join("own.html");
    let output = briefing(&[own, "--as-of", "2026-11-29", "--html", page.to_str().unwrap()]);
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    for line in text.lines() {
        assert!(line.chars().count() <= 100, "{} columns: {line}", line.chars().count());
    }
    for words in ["Own talks", "A paper", "proposed", "negotiating", "not known: all the rest"] {
        assert!(text.contains(words), "{words}: {text}");
    }
    let page = std::fs::read_to_string(page).unwrap();
    assert!(page.starts_with("<!doctype html>") && page.contains("They spoke of it."));
    let output = briefing(&[own, "--as-of", "2026-11-29", "--json"]);
    let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(answer["schema_version"], 1);
    let supposed = &answer["items"][0]["supposed"];
    assert_eq!(supposed["shipments"].as_array().unwrap().len(), 2);
    assert!(supposed["trade"][1]["countries"][0]["exports_percent"].as_f64().unwrap() > 0.0);
}

#[test]
fn what_cannot_be_answered_is_refused() {
    for (args, words) in [
        (&["india-rusia-2023"][..], "did you mean \"india-russia-2023\"?"),
        (&["--as-of", "2023-01-01"], "before the talks"),
        (&["no-such.toml"], "cannot read"),
    ] {
        let output = briefing(args);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.contains(words), "{args:?}: {said}");
        assert!(output.stdout.is_empty());
    }
}
