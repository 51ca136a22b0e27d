//! `corridor agreements` of the built binary: answers for a day, a user's file, and bad input.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use serde_json::Value;
use std::process::{Command, Output};

fn corridor(args: &[&str]) -> Output {
    let mut all = vec!["agreements"];
    all.extend(args);
    Command::new(env!("CARGO_BIN_EXE_corridor")).args(all).output().unwrap()
}

fn json(args: &[&str]) -> Value {
    let mut args = args.to_vec();
    args.push("--json");
    let output = corridor(&args);
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

fn text(args: &[&str]) -> String {
    let output = corridor(args);
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn find<'a>(answer: &'a Value, id: &str) -> &'a Value {
    let all = answer["agreements"].as_array().unwrap();
    all.iter().find(|a| a["id"] == id).unwrap_or_else(|| panic!("{id} is missing"))
}

#[test]
fn the_answer_of_a_day_has_the_shape_that_others_read() {
    let answer = json(&["--as-of", "2025-05-15"]);
    assert_eq!(answer["schema_version"], 1);
    assert_eq!(answer["as_of"], "2025-05-15");
    for agreement in answer["agreements"].as_array().unwrap() {
        for field in ["id", "kind", "status", "since"] {
            assert!(!agreement[field].as_str().unwrap().is_empty(), "{agreement}");
        }
        for source in agreement["sources"].as_array().unwrap() {
            assert!(source["date"].as_str().unwrap().len() >= 4);
            assert!(["H", "M", "L"].contains(&source["confidence"].as_str().unwrap()));
        }
        assert!(!agreement["sources"].as_array().unwrap().is_empty());
        // Who lowers duties by itself is the only party; for whom, are beneficiaries.
        let least = if agreement["kind"] == "unilateral-preference" { 1 } else { 2 };
        assert!(agreement["parties"].as_array().unwrap().len() >= least, "{}", agreement["id"]);
    }
    let iran = find(&answer, "eaeu-iran-fta");
    assert_eq!((&iran["status"], &iran["since"]), (&"in-force".into(), &"2025-05-15".into()));
    let parties: Vec<&str> =
        iran["parties"].as_array().unwrap().iter().map(|p| p.as_str().unwrap()).collect();
    assert_eq!(parties, ["AM", "BY", "EAEU", "IR", "KG", "KZ", "RU"]);
    assert_eq!(iran["switches"][0]["on"], true);
    assert_eq!(find(&answer, "eaeu-iran-interim")["status"], "ended");
}

#[test]
fn filters_narrow_the_answer_and_names_work_like_codes() {
    let by_code = json(&["--party", "IN", "--kind", "free-trade"]);
    let by_name = json(&["--party", "india", "--kind", "free-trade"]);
    assert_eq!(by_code, by_name);
    assert!(find(&by_code, "india-eaeu-fta")["status"] == "negotiating");
    let later = json(&["--party", "KZ", "--kind", "free-trade", "--as-of", "2015-01-01"]);
    assert!(later["later"].as_array().unwrap().contains(&"eaeu-serbia-fta".into()), "{later}");
    let union = json(&["--party", "EAEU", "--status", "in-force", "--as-of", "2020-01-01"]);
    let ids: Vec<&Value> =
        union["agreements"].as_array().unwrap().iter().map(|a| &a["id"]).collect();
    assert_eq!(
        ids,
        [
            "eaeu-iran-interim",
            "eaeu-vietnam-fta",
            "eaeu-gsp",
            "eaeu-gsp-ldc",
            "eaeu-treaty",
            "eaeu-china-tec"
        ]
    );
}

#[test]
fn tables_and_timelines_fit_a_hundred_columns() {
    for args in [&["--timeline"][..], &[], &["tir"], &["instc", "--timeline"], &["cotif-cim"]] {
        let shown = text(args);
        for line in shown.lines() {
            assert!(line.chars().count() <= 100, "{args:?}: {line}");
        }
        assert!(shown.contains("the latest source is of"), "{args:?}");
    }
    let table = text(&["--as-of", "2023-12-27"]);
    assert!(table.contains("china-mongolia-russia-2016 "), "ids are whole");
    let later = table.split("beginning after that day: ").nth(1).expect("some begin later");
    assert!(later.contains("chabahar-2024"), "{later}");
    assert!(text(&["india-russia-nsr-wg", "--as-of", "2023-12-27"]).contains("not there yet"));
}

#[test]
fn a_supposed_agreement_says_so_everywhere() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("mine.toml");
    let picture = folder.path().join("picture.svg");
    let toml = "id = \"india-eaeu-fta\"\nname = \"Supposed\"\nkind = \"free-trade\"\nabout = \"A.\"\n\
        hypothetical = true\nparties = [{ party = \"IN\" }, { party = \"EAEU\" }]\n\
        [[status]]\nstate = \"in-force\"\nfrom = \"2027-01-01\"\nreport = \"Supposed.\"\n\
        [[switches]]\nrule = \"tariff-preference\"\neffect = \"No duties.\"\n";
    std::fs::write(&file, toml).unwrap();
    let file = file.to_str().unwrap();
    let day = ["--as-of", "2027-06-01", "--with", file];
    let answer = json(&[&day[..], &["india-eaeu-fta"]].concat());
    let agreement = find(&answer, "india-eaeu-fta");
    assert_eq!(agreement["hypothetical"], true);
    assert_eq!(agreement["origin"], "user");
    assert!(answer["warnings"][0].as_str().unwrap().contains("hypothetical"));
    let svg = picture.to_str().unwrap();
    let shown = text(&[&day[..], &["--timeline", "--svg", svg, "--kind", "free-trade"]].concat());
    assert!(shown.contains("(hypoth"), "{shown}");
    assert!(std::fs::read_to_string(&picture).unwrap().contains("india-eaeu-fta (hypothetical)"));

    std::fs::write(file, toml.replace("in-force", "inforce")).unwrap();
    let output = corridor(&["--with", file]);
    let error = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2));
    assert!(error.contains("mine.toml:8:9") && error.contains("agreement-file-invalid"), "{error}");
    std::fs::write(
        file,
        toml.replace(
            "rule = \"tariff-preference\"",
            "rule = \"corridor\"\ncorridor = \"instc-wst\"",
        ),
    )
    .unwrap();
    let output = corridor(&["--with", file]);
    assert!(String::from_utf8_lossy(&output.stderr).contains("instc-wst"));
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn unknown_words_are_refused_with_what_may_have_been_meant() {
    for (args, code, hint) in [
        (&["instc-200"][..], "agreement-unknown", "instc-2000"),
        (&["--party", "Indai"], "party-unknown", "India"),
        (&["--kind", "fre-trade"], "agreement-kind-unknown", "free-trade"),
        (&["--status", "done"], "agreement-status-unknown", "in-force"),
        (&["--as-of", "2023-02-30"], "date-invalid", "YYYY-MM-DD"),
        (&["--with", "no-such-file.toml"], "input-unreadable", "TOML"),
    ] {
        let output = corridor(args);
        let error = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{args:?}: {error}");
        assert!(error.contains(code) && error.contains(hint), "{args:?}: {error}");
    }
}

#[test]
fn an_investment_is_told_by_which_treaty_it_is_covered_and_until_when() {
    let asked = ["--as-of", "2026-11-29", "--party", "IN", "--party", "Russia", "--json"];
    let output = corridor(&[&["--invested", "2005-06-01"][..], &asked].concat());
    let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(answer["schema_version"], 1);
    assert_eq!((&answer["covered"], &answer["until"]), (&true.into(), &"2032-04-08".into()));
    assert_eq!(answer["covered_by"], "russia-india-bit-1994");
    let late = corridor(&[&["--invested", "2018-06-01"][..], &asked].concat());
    let late: Value = serde_json::from_slice(&late.stdout).unwrap();
    assert_eq!((&late["covered"], &late["covered_by"]), (&false.into(), &Value::Null));
    let shown = text(&["--invested", "1995-06-01", "--party", "IN", "--party", "RU"]);
    assert!(shown.contains("not known"), "{shown}");
    assert!(shown.lines().all(|line| line.chars().count() <= 100), "{shown}");
    let none = text(&["--invested", "2015-06-01", "--party", "IN", "--party", "AZ"]);
    assert!(none.contains("register has no treaty on investment"), "{none}");
    for (args, code) in [
        (
            &[
                "--invested",
                "2027-01-01",
                "--as-of",
                "2026-11-29",
                "--party",
                "IN",
                "--party",
                "RU",
            ][..],
            "coverage-days",
        ),
        (&["--invested", "2005-06-01", "--party", "IN"], "coverage-parties"),
        (&["--invested", "2005-06-01", "--party", "IN", "--party", "EAEU"], "coverage-parties"),
    ] {
        let output = corridor(args);
        let error = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{error}");
        assert!(error.contains(code) && error.contains("try: "), "{error}");
    }
    // Several parties without a day of investment: what both take part in.
    let both =
        text(&["--party", "IN", "--party", "RU", "--kind", "investment", "--as-of", "2010-01-01"]);
    assert!(
        both.contains("russia-india-bit-1994") && !both.contains("india-kazakhstan-bit"),
        "{both}"
    );
}
