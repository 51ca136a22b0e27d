//! `corridor parameters` and `--parameters FILE` of the built binary: what is in force, a user's
//! figures in answers, and files that are wrong.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use serde_json::Value;
use std::path::Path;
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

/// Standard error of a question that must be refused.
fn refused(args: &[&str]) -> String {
    let output = corridor(args);
    let error = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{args:?}: {error}");
    assert!(output.stdout.is_empty(), "{args:?}");
    error
}

/// A file of figures with a head for prices.
fn file(folder: &Path, name: &str, rows: &str) -> String {
    let path = folder.join(name);
    let head = "[meta]\ncurrency = \"USD\"\nprice_year = 2024\n";
    std::fs::write(&path, format!("{head}{rows}")).unwrap();
    path.to_str().unwrap().to_owned()
}

fn row(id: &str, value: f64, unit: &str, more: &str) -> String {
    format!(
        "[[parameter]]\nid = \"{id}\"\nvalue = {value:?}\nunit = \"{unit}\"\nyear = 2026\n{more}\n"
    )
}

#[test]
fn every_figure_in_force_is_listed_with_where_it_comes_from() {
    let answer = json(&["parameters"]);
    assert_eq!((&answer["currency"], &answer["price_year"]), (&"USD".into(), &2024.into()));
    assert!(answer["parameter_files"].as_array().unwrap().is_empty());
    let all = answer["parameters"].as_array().unwrap();
    assert!(all.len() > 200);
    for figure in all {
        assert!(figure["value"].as_f64().unwrap() >= 0.0, "{figure}");
        assert!(figure["year"].as_i64().unwrap() >= 1990, "{figure}");
        assert!(["H", "M", "L"].contains(&figure["confidence"].as_str().unwrap()));
        for field in ["id", "unit", "source", "file"] {
            assert!(!figure[field].as_str().unwrap().is_empty(), "{figure}");
        }
        assert_eq!(figure["origin"], "shipped");
    }
    let india = json(&["parameters", "rail.", "IN"]);
    for figure in india["parameters"].as_array().unwrap() {
        assert_eq!(figure["country"], "IN");
        assert!(figure["id"].as_str().unwrap().starts_with("rail."));
    }
    let by_words = json(&["parameters", "kazakhstan", "lorr"]);
    assert!(!by_words["parameters"].as_array().unwrap().is_empty());
}

#[test]
fn the_list_fits_a_hundred_columns_and_one_is_shown_whole() {
    let folder = tempfile::tempdir().unwrap();
    let own = file(folder.path(), "own.toml", &row("sea.speed_kn", 12.0, "kn", ""));
    for words in [
        &[][..],
        &["rail."],
        &["port.dwell_hours"],
        &["judgement"],
        &["road.cost", "IN"],
        &["sea.gate_usd_per_feu"],
        &["sea.loading_usd_per_feu"],
    ] {
        let shown = text(&[&["parameters", "--parameters", &own], words].concat());
        for line in shown.lines() {
            assert!(line.chars().count() <= 100, "{words:?}: {line}");
            assert_eq!(line, line.trim_end(), "{words:?}");
        }
        assert!(shown.starts_with("Prices in USD of 2024"), "{words:?}");
    }
    let whole = text(&["parameters", "sea.speed_kn"]);
    assert!(whole.contains("16 kn") && whole.contains("note: "), "{whole}");
    let changed = text(&["parameters", "sea.speed_kn", "--parameters", &own]);
    assert!(changed.contains("12 kn") && changed.contains("yours: own.toml"), "{changed}");
    assert!(changed.contains("in place of the shipped 16 kn"), "{changed}");
}

#[test]
fn an_answer_says_that_it_rests_on_a_users_figures() {
    let folder = tempfile::tempdir().unwrap();
    let rows = row("sea.speed_kn", 12.0, "kn", "source = \"our log\"")
        + &row("passage.toll_usd_per_feu", 400.0, "USD/FEU", "passage = \"suez\"");
    let own = file(folder.path(), "own.toml", &rows);
    let svg = folder.path().join("plan.svg");
    let question = ["plan", "INNSA", "NLRTM", "--depart", "2026-06-10"];
    let plain = json(&question);
    let picture = ["--parameters", &own, "--svg", svg.to_str().unwrap()];
    let mine = json(&[&question[..], &picture].concat());
    assert!(plain["meta"].get("parameter_files").is_none());
    let named = &mine["meta"]["parameter_files"][0];
    assert_eq!(named["file"], "own.toml", "answers do not tell folders");
    assert_eq!(named["sha256"].as_str().unwrap().len(), 64);
    assert_eq!(named["in_force"].as_array().unwrap().len(), 2);
    assert!(
        mine["meta"]["warnings"][0].as_str().unwrap().contains("figures of your own: own.toml")
    );
    assert!(std::fs::read_to_string(&svg).unwrap().contains("figures of your own: own.toml"));

    // Each leg names them where they count, and nowhere else.
    let all = |plan: &Value| plan["itineraries"].as_array().unwrap().clone();
    let by_suez = |i: &&Value| i["passages"].as_array().unwrap().contains(&"suez".into());
    let (before, after) = (all(&plain), all(&mine));
    // The same way in both answers; what is dearer may stand further down.
    let same = |i: &Value| before.iter().find(|b| b["distance_m"] == i["distance_m"]);
    let pair = after.iter().filter(by_suez).find_map(|i| Some((same(i)?, i)));
    let (before, after) = pair.expect("a way by Suez is in both");
    assert!(after["duration_s"].as_u64() > before["duration_s"].as_u64());
    let dearer = after["cost_usd"].as_f64().unwrap() - before["cost_usd"].as_f64().unwrap();
    let shipped = json(&["parameters", "passage.toll_usd_per_feu"]);
    let suez = shipped["parameters"].as_array().unwrap().iter().find(|p| p["passage"] == "suez");
    let expected = 400.0 - suez.unwrap()["value"].as_f64().unwrap();
    // All of the toll, however much of the canal's length lies in water that lanes lead over.
    assert!((dearer - expected).abs() < 0.02, "{dearer} for {expected}");
    for leg in after["legs"].as_array().unwrap() {
        let sources = leg["sources"].to_string();
        assert_eq!(sources.contains("user, own.toml"), leg["kind"] == "sea", "{leg}");
        if leg["kind"] == "sea" {
            assert!(sources.contains("sea.speed_kn: user, own.toml: our log (2026)"));
            assert!(sources.contains("passage.toll_usd_per_feu: user, own.toml (2026)"));
        }
    }
}

#[test]
fn later_files_go_over_earlier_ones_and_what_changes_nothing_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let one = file(folder.path(), "one.toml", &row("sea.speed_kn", 12.0, "kn", ""));
    let two = file(folder.path(), "two.toml", &row("sea.speed_kn", 11.0, "kn", ""));
    let both = ["parameters", "sea.speed_kn", "--parameters", &one, "--parameters", &two];
    let answer = json(&both);
    assert_eq!(answer["parameters"][0]["value"], 11.0);
    assert_eq!(answer["parameters"][0]["shipped"]["value"], 16.0);
    let told = String::from_utf8(corridor(&both).stderr).unwrap();
    assert!(told.contains("one.toml: 1 of its values are replaced by later files"), "{told}");
    for (rows, said) in [
        (row("sea.speed_kn", 16.0, "kn", ""), "equals the one in force"),
        (String::new(), "it holds no [[parameter]]"),
    ] {
        let idle = file(folder.path(), "idle.toml", &rows);
        let told = corridor(&["parameters", "sea.", "--parameters", &idle]).stderr;
        let told = String::from_utf8(told).unwrap();
        assert!(told.contains("idle.toml changes nothing") && told.contains(said), "{told}");
    }
    let world = row("rail.speed_km_per_day", 450.0, "km/day", "");
    let world = file(folder.path(), "world.toml", &world);
    let told = corridor(&["parameters", "sea.", "--parameters", &world]).stderr;
    assert!(String::from_utf8(told).unwrap().contains("countries keep their own"));
}

#[test]
fn wrong_files_are_refused_with_line_column_and_remedy() {
    let folder = tempfile::tempdir().unwrap();
    let plan = |rows: &str| {
        let own = file(folder.path(), "own.toml", rows);
        refused(&["plan", "INNSA", "NLRTM", "--parameters", &own])
    };
    for (rows, place, said) in [
        (row("sea.sped_kn", 12.0, "kn", ""), ":5:6: ", "did you mean \"sea.speed_kn\"?"),
        (row("sea.speed_kn", 22.0, "km/h", ""), ":7:8: ", "multiply the value by 0.539957"),
        (row("sea.speed_kn", -12.0, "kn", ""), ":6:9: ", "negative"),
        (row("sea.speed_kn", 0.0, "kn", ""), ":6:9: ", "outside 0.1 to 100"),
        (row("emissions.rail.electric_share", 50.0, "ratio", ""), ":6:9: ", "outside 0 to 1"),
        (row("port.dwell_hours", 9.0, "h", "country = \"XQ\""), ":9:11: ", "no country"),
        (
            row("passage.toll_usd_per_feu", 9.0, "USD/FEU", "passage = \"seuz\""),
            ":9:11: ",
            "did you mean \"suez\"?",
        ),
        (row("ferry.base_usd_per_feu", 9.0, "EUR/FEU", ""), ":7:8: ", "one EUR cost in 2024"),
        ("[[parameter]]\nid = \"sea.speed_kn\"\nvalue = nan\n".to_owned(), ":4:1: ", "unit"),
        ("[[parameter]\n".to_owned(), ":4:", "expected"),
    ] {
        let error = plan(&rows);
        let code = "(parameters-file-invalid)";
        assert!(error.contains(&format!("own.toml{place}")), "{error}");
        assert!(error.contains(said) && error.contains(code), "{said}: {error}");
    }
    let old = file(folder.path(), "old.toml", &row("ferry.base_usd_per_feu", 9.0, "USD/FEU", ""));
    let text = std::fs::read_to_string(&old).unwrap().replace("2024", "2015");
    std::fs::write(&old, text).unwrap();
    let error = refused(&["parameters", "--parameters", &old]);
    assert!(error.contains("old.toml:3:14: ") && error.contains("over that of 2015"), "{error}");
}

#[test]
fn what_cannot_be_read_or_is_not_there_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let error = refused(&["parameters", "--parameters", "no-such-file.toml"]);
    assert!(error.contains("no-such-file.toml") && error.contains("input-unreadable"), "{error}");
    let binary = folder.path().join("binary.toml");
    std::fs::write(&binary, [0xff, 0xfe, 0x00]).unwrap();
    let error = refused(&["parameters", "--parameters", binary.to_str().unwrap()]);
    assert!(error.contains("UTF-8"), "{error}");
    let error = refused(&["parameters", "sea.sped_kn"]);
    assert!(error.contains("parameter-unknown") && error.contains("sea.speed_kn"), "{error}");
    let own = file(folder.path(), "own.toml", &row("sea.speed_kn", 12.0, "kn", ""));
    let points = folder.path().join("points.csv");
    std::fs::write(&points, "id,lon,lat\na,72.95,18.95\n").unwrap();
    let points = points.to_str().unwrap();
    let matrix = ["matrix", "--origins", points, "--destinations", points, "--output", "-"];
    let error = refused(&[&matrix[..], &["--parameters", &own]].concat());
    assert!(error.contains("--parameters") && error.contains("--mode all"), "{error}");
}
