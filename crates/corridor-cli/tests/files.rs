//! Files, streams and terminals: what is written where, what is left behind, what is said how.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn corridor(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_corridor")).args(args).output().unwrap()
}

fn told(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn code(output: &Output) -> i32 {
    output.status.code().unwrap()
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
    fn with(&self, name: &str, content: impl AsRef<[u8]>) -> String {
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

const DISTANCE: [&str; 6] = ["distance", "Berlin", "Warsaw", "--mode", "rail", "--on=2026-06-10"];
const PAIRS: &str =
    "id,from_lon,from_lat,to_lon,to_lat\na,13.4,52.5,21.0,52.2\nb,13.4,52.5,13.4,52.5\n";

fn drawn(path: &str) -> Output {
    corridor(&[&DISTANCE[..], &["--geojson", path]].concat())
}

fn pairs(more: &[&str]) -> Output {
    corridor(&[&["pairs", "--mode", "rail", "--on", "2026-06-10"][..], more].concat())
}

#[cfg(unix)]
#[test]
fn links_stay_links_and_pipes_stay_pipes() {
    use std::os::unix::fs::{FileTypeExt, symlink};
    let desk = Desk::new();
    for (link, target) in [("link", "old.json"), ("dangling", "new.json")] {
        symlink(desk.path(target), desk.path(link)).unwrap();
    }
    desk.with("old.json", "old");
    for (link, target) in [("link", "old.json"), ("dangling", "new.json")] {
        let run = drawn(&desk.text(link));
        assert_eq!(code(&run), 0, "{}", told(&run));
        assert!(desk.path(link).is_symlink(), "{link}");
        assert!(fs::read_to_string(desk.path(target)).unwrap().contains("FeatureCollection"));
    }
    let pipe = desk.text("pipe");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    for verb in ["distance", "pairs"] {
        let reader = std::thread::spawn({
            let pipe = pipe.clone();
            move || fs::read_to_string(pipe).unwrap()
        });
        let input = desk.with("in.csv", PAIRS);
        let run = match verb {
            "distance" => drawn(&pipe),
            _ => pairs(&["--input", &input, "--output", &pipe]),
        };
        assert_eq!(code(&run), 0, "{}", told(&run));
        assert!(reader.join().unwrap().len() > 20, "{verb}");
        assert!(fs::metadata(&pipe).unwrap().file_type().is_fifo(), "{verb}");
    }
    assert_eq!(desk.names(), ["dangling", "in.csv", "link", "new.json", "old.json", "pipe"]);
}

#[cfg(target_os = "linux")]
#[test]
fn stdout_by_any_name_is_stdout() {
    let desk = Desk::new();
    let input = desk.with("in.csv", PAIRS);
    let plain = pairs(&["--input", &input, "--output", "-"]);
    assert_eq!(code(&plain), 0, "{}", told(&plain));
    for name in ["/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"] {
        assert_eq!(pairs(&["--input", &input, "--output", name]).stdout, plain.stdout, "{name}");
        let drawn = drawn(name);
        assert!(String::from_utf8_lossy(&drawn.stdout).contains("FeatureCollection"), "{name}");
    }
    // Also where it is a file: it is written on, not replaced by another.
    let file = fs::File::create(desk.path("out.csv")).unwrap();
    let run = Command::new(env!("CARGO_BIN_EXE_corridor"))
        .args(["pairs", "--mode", "rail", "--on", "2026-06-10", "--input", &input])
        .args(["--output", "/dev/stdout"])
        .stdout(file.try_clone().unwrap())
        .status()
        .unwrap();
    assert!(run.success());
    assert_eq!(fs::read(desk.path("out.csv")).unwrap(), plain.stdout);
    assert_eq!(file.metadata().unwrap().len(), plain.stdout.len() as u64);
    assert_eq!(code(&drawn("/dev/full")), 2);
    assert_eq!(desk.names(), ["in.csv", "out.csv"]);
}

#[test]
fn what_cannot_be_written_is_bad_input_and_leaves_nothing() {
    let desk = Desk::new();
    fs::create_dir(desk.path("folder")).unwrap();
    for path in ["no/such/folder.json", "folder"] {
        let run = drawn(&desk.text(path));
        assert_eq!(code(&run), 2, "{}", told(&run));
        assert!(told(&run).contains("output-unwritable"), "{}", told(&run));
    }
    assert_eq!(desk.names(), ["folder"]);
}

#[test]
fn an_input_is_never_written_over() {
    let desk = Desk::new();
    let input = desk.with("same.csv", PAIRS);
    let points = desk.with("points.csv", "id,place\na,Berlin\nb,Warsaw\n");
    let plans = desk.with("plans.csv", "id,from,to\na,Berlin,Warsaw\n");
    let spelt = desk.path("./same.csv");
    let spelt = spelt.to_str().unwrap();
    let compare = ["compare", "--scenario", "base", "--scenario", "suez-closed"];
    for run in [
        pairs(&["--input", &input, "--output", &input]),
        pairs(&["--input", &input, "--output", spelt]),
        corridor(&[
            "matrix",
            "--mode",
            "rail",
            "--origins",
            &points,
            "--destinations",
            &points,
            "--output",
            &points,
        ]),
        corridor(&["plan", "--input", &plans, "--output", &plans]),
        corridor(&[&compare[..], &["--input", &plans, "--output", &plans]].concat()),
    ] {
        assert_eq!(code(&run), 2, "{}", told(&run));
        assert!(told(&run).contains("output-is-input"), "{}", told(&run));
    }
    assert_eq!(fs::read_to_string(&input).unwrap(), PAIRS);
    assert!(fs::read_to_string(&points).unwrap().contains("Warsaw"));
    assert_eq!(desk.names(), ["plans.csv", "points.csv", "same.csv"]);
}

#[test]
fn any_number_of_threads_answers_pairs() {
    let desk = Desk::new();
    let input = desk.with("in.csv", PAIRS);
    let plain = pairs(&["--input", &input, "--output", "-"]);
    for threads in ["1", "2"] {
        let run = pairs(&["--input", &input, "--output", "-", "--threads", threads]);
        assert_eq!((code(&run), &run.stdout), (0, &plain.stdout), "{}", told(&run));
    }
    let rows = String::from_utf8(plain.stdout).unwrap();
    assert!(rows.contains("\nb,0,"), "a place is nothing away from itself: {rows}");
}

#[test]
fn a_table_of_no_rows_has_its_header() {
    let desk = Desk::new();
    let input = desk.with("none.csv", "id,from,to\n");
    let run = corridor(&[
        "compare",
        "--scenario",
        "base",
        "--scenario",
        "suez-closed",
        "--input",
        &input,
        "--output",
        "-",
    ]);
    assert_eq!(code(&run), 0, "{}", told(&run));
    let table = String::from_utf8(run.stdout).unwrap();
    assert_eq!(table.lines().count(), 1);
    assert!(table.starts_with("id,from,to,scenario,corridor,status,"), "{table}");
}

#[test]
fn what_tables_are_not_is_told() {
    let desk = Desk::new();
    fs::create_dir(desk.path("folder.csv")).unwrap();
    let huge = format!("{PAIRS}\"{}\n", "x".repeat(2 << 20));
    for (name, bytes, reason) in [
        ("empty.csv", &b""[..], "empty"),
        ("sheet.xlsx", b"PK\x03\x04rest", "spreadsheet"),
        ("nul.csv", b"id,from_lon\0", "NUL"),
        ("huge.csv", huge.as_bytes(), "line 4"),
        ("open.csv", b"id,from_lon,from_lat,to_lon,to_lat\na,\"1,2,3,4\nb,1,2,3,4\n", "line 2"),
    ] {
        let run = pairs(&["--input", &desk.with(name, bytes), "--output", &desk.text("o.csv")]);
        assert_eq!(code(&run), 2, "{name}: {}", told(&run));
        assert!(told(&run).contains(reason), "{name}: {}", told(&run));
    }
    let run = pairs(&["--input", &desk.text("folder.csv"), "--output", "-"]);
    assert_eq!(code(&run), 2);
    assert!(told(&run).contains("directory"), "{}", told(&run));
    // Semicolons and decimal commas are read, and told.
    let input = desk.with("de.csv", PAIRS.replace(',', ";").replace('.', ","));
    let run = pairs(&["--input", &input, "--output", "-"]);
    assert_eq!(code(&run), 0, "{}", told(&run));
    assert!(told(&run).contains("semicolons"), "{}", told(&run));
    let plain = pairs(&["--input", &desk.with("in.csv", PAIRS), "--output", "-"]);
    assert_eq!(run.stdout, plain.stdout);
}

#[test]
fn arguments_give_no_orders_to_a_terminal() {
    for args in [
        &["distance", "\u{1b}[31mX", "Berlin"][..],
        &["plan", "Mumbai", "Moscow", "--avoid", "a\u{1b}]0;x\u{7}"],
        &["plan", "Mumbai", "Moscow", "--parameters", "\u{1b}[2J.toml"],
        &["distance", "Berlin", "Warsaw", "--mode", "\u{1b}[31m"],
        &["\u{1b}[31m"],
    ] {
        let run = corridor(args);
        assert_eq!(code(&run), 2, "{args:?}");
        assert!(!told(&run).contains(['\u{1b}', '\u{7}']), "{args:?}: {:?}", told(&run));
    }
}

#[test]
fn one_answer_goes_to_stdout() {
    for args in [
        [&DISTANCE[..], &["--json", "--geojson", "-"]].concat(),
        vec!["plan", "Mumbai", "Moscow", "--json", "--svg", "-"],
        vec!["plan", "Mumbai", "Moscow", "--json", "--emissions", "-"],
        vec!["plan", "Mumbai", "Moscow", "--html", "-", "--geojson", "/dev/stdout"],
        vec!["season", "nsr", "--year", "2026", "--json", "--svg", "-"],
    ] {
        let run = corridor(&args);
        assert_eq!(code(&run), 2, "{args:?}: {}", told(&run));
        assert!(run.stdout.is_empty() && told(&run).contains("output-twice"), "{}", told(&run));
    }
}

/// A half of one question is never finished as an answer to another one.
#[test]
fn a_run_is_resumed_only_for_the_very_question() {
    let desk = Desk::new();
    let points = desk.with("p.csv", "id,place\na,Berlin\nb,Warsaw\nc,Paris\n");
    let figures = |name: &str, knots: u32| {
        let text = format!(
            "[[parameter]]\nid = \"sea.speed_kn\"\nvalue = {knots}.0\nunit = \"kn\"\nyear = 2026\n"
        );
        desk.with(name, text)
    };
    let (one, two, three) = (figures("1.toml", 14), figures("2.toml", 15), figures("3.toml", 9));
    let output = desk.text("m.csv");
    let base = [
        "matrix",
        "--mode",
        "all",
        "--on",
        "2026-07-01",
        "--origins",
        &points,
        "--destinations",
        &points,
        "--output",
        &output,
    ];
    let own = |second| ["--parameters", &one, "--parameters", second];
    let asked = |second, more: &[&'static str]| -> Vec<String> {
        let all = base.iter().copied().chain(own(second)).chain(more.iter().copied());
        all.map(str::to_owned).collect()
    };
    let avoided = ["--skim", "time", "--avoid", "suez", "--avoid", "panama"];
    let begun = asked(&two, &avoided);
    let (draft, journal) = (desk.path("m.csv.partial"), desk.path("m.csv.partial.json"));
    let question = question_of(&begun, &journal);
    let resumed = |args: Vec<String>, draft_holds: &str| {
        fs::write(&draft, draft_holds).unwrap();
        fs::write(&journal, &question).unwrap();
        Command::new(env!("CARGO_BIN_EXE_corridor")).args(args).arg("--resume").output().unwrap()
    };
    for (other, named) in [
        (asked(&two, &["--skim", "cost", "--avoid", "suez", "--avoid", "panama"]), "--skim was"),
        (asked(&two, &["--skim", "time,cost", "--avoid", "suez,panama"]), "--skim was"),
        (asked(&two, &["--skim", "time", "--avoid", "suez", "--avoid", "kiel"]), "--avoid was"),
        (asked(&two, &["--skim", "time", "--avoid", "suez"]), "--avoid was"),
        (asked(&two, &[&avoided[..], &["--teu", "3"]].concat()), "--teu was"),
        (asked(&three, &avoided), "--parameters was"),
    ] {
        let run = resumed(other, "x");
        assert_eq!(code(&run), 2, "{named}: {}", told(&run));
        let told = told(&run);
        assert!(told.contains("run-differs") && told.contains(named), "{named}: {told}");
    }
    let run = resumed(begun, "");
    assert_eq!(code(&run), 0, "{}", told(&run));
}

/// The journal of a run before its first block.
fn question_of(begun: &[String], journal: &Path) -> Vec<u8> {
    let mut run = Command::new(env!("CARGO_BIN_EXE_corridor")).args(begun).spawn().unwrap();
    // It stands before anything is computed; the run is killed as soon as it does.
    let found = loop {
        if let Ok(text) = fs::read(journal)
            && !text.is_empty()
        {
            break text;
        }
        assert!(run.try_wait().unwrap().is_none(), "the run ended before its journal was seen");
        std::thread::yield_now();
    };
    run.kill().unwrap();
    run.wait().unwrap();
    let mut journal: serde_json::Value = serde_json::from_slice(&found).unwrap();
    journal["blocks"] = serde_json::json!([]);
    journal.to_string().into_bytes()
}
