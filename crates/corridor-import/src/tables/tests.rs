//! Tables written to a folder and read back: what is accepted, what is refused and how it is said.

use super::*;
use tempfile::TempDir;

const EVIDENCE: &str = r#"{ source = "test", date = "2024", confidence = "H" }"#;

/// A folder with every file of the tables, empty but for the `(file, text)` given; `EVIDENCE` in a
/// text stands for some.
fn folder(files: &[(&str, &str)]) -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir(dir.path().join("corridors")).unwrap();
    let stems = [
        "passages",
        "areas",
        "borders",
        "gauges",
        "unions",
        "services",
        "waterways",
        "rail-lines",
        "road-lines",
        "sea-lines",
        "ports",
        "rail-terminals",
        "loading-points",
        "landings",
        "pipelines",
        "pipeline-stations",
        "events",
    ];
    for stem in stems {
        fs::write(dir.path().join(format!("{stem}.toml")), "").unwrap();
    }
    for (name, text) in files {
        fs::write(dir.path().join(name), text.replace("EVIDENCE", EVIDENCE)).unwrap();
    }
    dir
}

fn complaint(files: &[(&str, &str)]) -> String {
    read(folder(files).path()).unwrap_err().to_string()
}

const PASSAGE: &str = r#"
[[passage]]
id = "suez"
name = "Suez Canal"
kind = "canal"
open_by_default = true
evidence = EVIDENCE
"#;

const CORRIDOR: &str = r#"
id = "suez"
name = "Suez Canal route"
course = "By the Suez Canal."
through = [["suez"], ["country:EG", "egypt-sea"]]
waypoints = [{ id = "egypt-sea", mode = "sea", at = [32.3, 31.3], radius_km = 20 }]
evidence = [EVIDENCE]
"#;

#[test]
fn tables_that_fit_each_other_are_read() {
    let service = r#"
[[service]]
id = "poti-constanta"
name = "Poti - Constanta"
from = "GEPTI"
to = "ROCND"
kind = "feeder"
hours = 60
sailings_per_week = 1
evidence = EVIDENCE
"#;
    let dir = folder(&[
        ("passages.toml", PASSAGE),
        ("corridors/suez.toml", CORRIDOR),
        ("services.toml", service),
    ]);
    let tables = read(dir.path()).unwrap();
    assert_eq!(tables.passages[0].id, "suez");
    assert_eq!(tables.waypoints().next().unwrap().id, "egypt-sea");
    let codes: Vec<String> =
        tables.place_codes().iter().map(|(c, by)| format!("{c} {by}")).collect();
    assert_eq!(codes, ["GEPTI poti-constanta", "ROCND poti-constanta"]);
}

#[test]
fn every_problem_is_reported_at_once_with_file_and_line() {
    let corridor = CORRIDOR.replace(r#"["suez"]"#, r#"["suze"], ["country:E1"]"#);
    let event = r#"
[[event]]
affects = ["suez", "hormus"]
from = "2024-02-01"
until = "2024-01-01"
report = "Something."
state = "disrupted"
evidence = { source = "MEM; press", date = "last year", confidence = "L" }
"#;
    let text = complaint(&[
        ("passages.toml", PASSAGE),
        ("corridors/suez.toml", &corridor),
        ("events.toml", event),
    ]);
    assert!(text.starts_with("6 problem(s)"), "{text}");
    assert!(
        text.contains(r#""suze" names no"#) && text.contains(r#"did you mean "suez"?"#),
        "{text}"
    );
    assert!(text.contains("events.toml:2:1: it ends before it begins"), "{text}");
    assert!(text.contains("is none; name one"), "{text}");
    assert!(text.contains(r#""last year""#), "{text}");
    assert!(text.contains("country:E1"), "{text}");
}

#[test]
fn missing_files_and_misspelt_columns_are_named() {
    let dir = folder(&[("gauges.toml", "[[gauge]]\ncountry = \"IN\"\ngauge = 1676\n")]);
    fs::remove_file(dir.path().join("borders.toml")).unwrap();
    let text = read(dir.path()).unwrap_err().to_string();
    assert!(text.contains("borders.toml: No such file"), "{text}");
    assert!(text.contains("gauges.toml: TOML parse error at line 3, column 1"), "{text}");
    assert!(text.contains("unknown field `gauge`"), "{text}");
    let text = complaint(&[("gauges.toml", "[[gauges]]\n")]);
    assert!(
        text.contains("[[gauges]] but only [[gauge]]") || text.contains("missing field"),
        "{text}"
    );
}

#[test]
fn one_id_names_one_feature() {
    let line = r#"
[[line]]
id = "suez"
name = "Canal"
mode = "sea"
course = [[32.3, 31.3], [32.5, 29.9]]
passage = "suez"
evidence = EVIDENCE
"#;
    let text = complaint(&[("passages.toml", PASSAGE), ("sea-lines.toml", line)]);
    assert!(text.contains("has the id of the passage at"), "{text}");
    // A corridor may be called as the passage it goes through.
    assert!(
        read(folder(&[("passages.toml", PASSAGE), ("corridors/suez.toml", CORRIDOR)]).path())
            .is_ok()
    );
}

#[test]
fn seasons_and_periods_must_be_possible() {
    let waterway = r#"
[[waterway]]
id = "canal"
name = "Canal"
course = [[44.5, 48.5], [43.5, 48.7]]
length_km = 101
season = { from = [2, 30], until = [13, 1] }
status = [
    { from = "2024-01-01", state = "open", evidence = EVIDENCE },
    { from = "2023-01-01", until = "2022-01-01", state = "closed", evidence = EVIDENCE },
]
evidence = EVIDENCE
"#;
    let text = complaint(&[("waterways.toml", waterway)]);
    for part in ["[2, 30]", "[13, 1]", "out of order", "before it begins", "needs a report"] {
        assert!(text.contains(part), "{part} in {text}");
    }
}

#[test]
fn pipelines_are_held_to_their_course_and_terminals() {
    let stations = r#"
[[terminal]]
id = "pipe-az-well"
name = "Well"
country = "AZ"
at = [49.0, 40.0]
kind = "pipeline_station"
evidence = EVIDENCE
"#;
    let pipeline = r#"
[[pipeline]]
id = "short"
name = "Short"
from = "pipe-az-well"
to = "pipe-az-wall"
goods = "crude"
countries = []
course = [[49.0, 40.0], [50.0, 40.0]]
length_km = 50
price = { usd_per_t = -1, year = 2024 }
evidence = EVIDENCE
"#;
    let text = complaint(&[("pipeline-stations.toml", stations), ("pipelines.toml", pipeline)]);
    for part in
        ["names no terminal", "did you mean", "lies in no country", "km of its course", "usd_per_t"]
    {
        assert!(text.contains(part), "{part} in {text}");
    }
}
