//! `pairs` and `matrix` of the built binary: killed, resumed, on a full disk, on bad input.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

const PORTS: &str = "id,place\nNSA,INNSA\nRTM,NLRTM\nSIN,SGSIN\nCPT,ZACPT\n";

fn command(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_corridor"));
    command.args(args);
    command
}

fn corridor(args: &[&str]) -> Output {
    command(args).output().unwrap()
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

/// Points in four cities that one railway joins.
fn points(count: usize) -> String {
    let mut text = "id,lon,lat\n".to_owned();
    for k in 0..count {
        let (lon, lat) = ([2.35, 13.4, 21.0, 37.6][k % 4], [48.85, 52.5, 52.2, 55.75][k % 4]);
        writeln!(text, "p{k},{},{lat}", lon + k as f64 * 1e-4).unwrap();
    }
    text
}

fn matrix<'a>(points: &'a str, output: &'a str) -> Vec<&'a str> {
    vec![
        "matrix",
        "--mode",
        "rail",
        "--on",
        "2026-06-10",
        "--threads",
        "1",
        "--origins",
        points,
        "--destinations",
        points,
        "--output",
        output,
    ]
}

#[test]
fn matrices_and_pairs_say_the_same() {
    let desk = Desk::new();
    let ports = desk.with("ports.csv", PORTS);
    let long = desk.text("long.csv");
    let ask = ["matrix", "--origins", &ports, "--destinations", &ports, "--output"];
    let run = corridor(&[&ask[..], &[&long]].concat());
    assert!(run.status.success() && run.stdout.is_empty(), "{}", told(&run));
    let table = fs::read_to_string(&long).unwrap();
    let rows: Vec<&str> = table.lines().collect();
    assert_eq!(rows[0], "origin,destination,distance_m,status");
    assert_eq!((rows.len(), rows[1]), (17, "NSA,NSA,0,ok"));
    let nm: f64 = rows[2].split(',').nth(2).unwrap().parse::<f64>().unwrap() / 1852.0;
    assert!((6150.0..=6500.0).contains(&nm), "{}", rows[2]);

    let wide = corridor(&[&ask[..], &["-", "--layout", "wide"]].concat());
    let wide = String::from_utf8(wide.stdout).unwrap();
    let cells: Vec<&str> = wide.lines().nth(1).unwrap().split(',').collect();
    assert!(wide.starts_with("origin,NSA,RTM,SIN,CPT,unanswered\n"), "{wide}");
    assert_eq!(cells[2], rows[2].split(',').nth(2).unwrap());

    // Parquet out, and the answer of one run as the points of none: the columns are refused.
    let parquet = desk.text("long.parquet");
    assert!(corridor(&[&ask[..], &[&parquet]].concat()).status.success());
    let run = corridor(&["pairs", "--input", &parquet, "--output", "-"]);
    assert_eq!(run.status.code(), Some(2));
    assert!(told(&run).contains("distance_m (UInt32)"), "{}", told(&run));
    assert_eq!(desk.names(), ["long.csv", "long.parquet", "ports.csv"]);
}

#[test]
fn what_has_no_answer_has_a_reason_and_bad_points_are_left_out() {
    let desk = Desk::new();
    let origins = desk.with("o.csv", "id,lon,lat\na,20,10\nb,72.83,18.92\nc,NaN,1\nb,4,52\n");
    let destinations = desk.with("d.csv", "id,place\nx,Rotterdam\ny,Nowhereatall\n");
    let run = corridor(&[
        "matrix",
        "--origins",
        &origins,
        "--destinations",
        &destinations,
        "--output",
        "-",
    ]);
    assert_eq!(run.status.code(), Some(2));
    let (out, told) = (String::from_utf8(run.stdout.clone()).unwrap(), told(&run));
    let rows: Vec<&str> = out.lines().collect();
    assert_eq!(rows.len(), 3, "{out}");
    assert_eq!(rows[1], "a,x,,from-too-far");
    assert!(rows[2].starts_with("b,x,") && rows[2].ends_with(",ok"));
    for part in [
        "line 4: invalid position NaN,1",
        "line 5: the id \"b\"",
        "d.csv: line 3: ",
        "Nowhereatall",
    ] {
        assert!(told.contains(part), "{told}");
    }
}

/// The first three points of a table.
fn few(points: &str) -> String {
    fs::read_to_string(points).unwrap().lines().take(4).collect::<Vec<_>>().join("\n")
}

/// The rows of a table.
fn rows(numbers: std::ops::Range<usize>, row: impl Fn(usize) -> String) -> String {
    numbers.map(row).collect::<Vec<_>>().concat()
}

/// Waits until so many blocks are in the journal.
fn blocks_written(journal: &Path, count: usize, run: &mut Child) {
    let began = Instant::now();
    let written = || {
        let text = fs::read_to_string(journal).unwrap_or_default();
        text.matches("\"bytes\"").count()
    };
    while written() < count {
        assert!(run.try_wait().unwrap().is_none(), "the run ended before it was killed");
        assert!(began.elapsed() < Duration::from_mins(2), "no block was written");
        sleep(Duration::from_millis(2));
    }
}

#[test]
fn killed_at_any_moment_a_resumed_run_writes_what_one_run_writes() {
    let desk = Desk::new();
    // Many blocks of 1,024 origins, so that there is time to kill between two of them.
    let points = desk.with("points.csv", points(40_000));
    let few = desk.with("few.csv", few(&points));
    for extension in ["csv", "parquet"] {
        let ask = |output: &str, more: &[&str]| {
            let mut args: Vec<String> =
                matrix(&points, output).into_iter().map(str::to_owned).collect();
            let at = args.iter().rposition(|a| *a == points).unwrap();
            args[at].clone_from(&few);
            args.extend(more.iter().map(|m| (*m).to_owned()));
            let mut command = command(&[]);
            command.args(args).stderr(Stdio::piped());
            command
        };
        let (whole, path) =
            (desk.text(&format!("whole.{extension}")), desk.text(&format!("m.{extension}")));
        assert!(ask(&whole, &[]).status().unwrap().success());
        let journal = desk.path(&format!("m.{extension}.partial.json"));
        let mut run = ask(&path, &[]).spawn().unwrap();
        blocks_written(&journal, 1, &mut run);
        run.kill().unwrap();
        run.wait().unwrap();
        assert!(!Path::new(&path).exists());
        // Unasked, neither thrown away nor taken for the answer.
        let refused = ask(&path, &[]).output().unwrap();
        assert_eq!(refused.status.code(), Some(2));
        assert!(told(&refused).contains("--resume") && told(&refused).contains("--overwrite"));
        let other = ask(&path, &["--resume", "--avoid", "DE"]).output().unwrap();
        assert!(told(&other).contains("--avoid was \"\" and is \"DE\""), "{}", told(&other));
        let mut run = ask(&path, &["--resume"]).spawn().unwrap();
        blocks_written(&journal, 3, &mut run);
        run.kill().unwrap();
        run.wait().unwrap();
        let last = ask(&path, &["--resume"]).output().unwrap();
        assert!(last.status.success(), "{}", told(&last));
        assert!(told(&last).contains("of 120000 rows were there already"), "{}", told(&last));
        assert_eq!(fs::read(&path).unwrap(), fs::read(&whole).unwrap());
    }
    assert_eq!(desk.names().len(), 6, "{:?}", desk.names());
}

#[cfg(unix)]
#[test]
fn interrupted_it_says_so_and_can_be_resumed() {
    let desk = Desk::new();
    let points = desk.with("points.csv", points(40_000));
    let few = desk.with("few.csv", few(&points));
    let path = desk.text("m.csv");
    let mut ask = matrix(&points, &path);
    let at = ask.iter().rposition(|a| *a == points).unwrap();
    ask[at] = &few;
    let mut run = command(&ask).stderr(Stdio::piped()).spawn().unwrap();
    blocks_written(&desk.path("m.csv.partial.json"), 1, &mut run);
    let kill = Command::new("kill").args(["-INT", &run.id().to_string()]).status().unwrap();
    assert!(kill.success());
    let run = run.wait_with_output().unwrap();
    assert_eq!(run.status.code(), Some(130), "{}", told(&run));
    assert!(told(&run).contains("--resume goes on from here"), "{}", told(&run));
    assert_eq!(desk.names(), ["few.csv", "m.csv.partial", "m.csv.partial.json", "points.csv"]);
}

/// A limit on the size of files stands for a disk that is full.
#[cfg(unix)]
#[test]
fn a_full_disk_leaves_nothing_that_looks_whole() {
    let desk = Desk::new();
    let ids = rows(0..6_000, |k| format!("{k}{},2.35,48.85\n", "x".repeat(400)));
    let origins = desk.with("o.csv", format!("id,lon,lat\n{ids}"));
    let destinations = desk.with("d.csv", "id,place\nx,Paris\n");
    let path = desk.text("m.csv");
    let ask =
        matrix(&origins, &path).iter().map(|a| format!("'{a}'")).collect::<Vec<_>>().join(" ");
    let ask = ask.replacen(
        &format!("'--destinations' '{origins}'"),
        &format!("'--destinations' '{destinations}'"),
        1,
    );
    let limited =
        format!("trap '' XFSZ; ulimit -f 2000; exec {} {ask}", env!("CARGO_BIN_EXE_corridor"));
    let run = Command::new("sh").args(["-c", &limited]).output().unwrap();
    assert_eq!(run.status.code(), Some(2), "{}", told(&run));
    assert!(told(&run).contains("make room, then --resume"), "{}", told(&run));
    assert!(!Path::new(&path).exists());
    let resumed = Command::new("sh")
        .args(["-c", &format!("exec {} {ask} --resume", env!("CARGO_BIN_EXE_corridor"))])
        .output()
        .unwrap();
    assert!(resumed.status.success(), "{}", told(&resumed));
    assert_eq!(fs::read_to_string(&path).unwrap().lines().count(), 6_001);
    assert_eq!(desk.names(), ["d.csv", "m.csv", "o.csv"]);
}

#[test]
fn a_reader_that_has_enough_is_no_error() {
    let desk = Desk::new();
    let pairs = rows(0..40_000, |k| format!("{k},x,1,2,3\n"));
    let input = desk.with("in.csv", format!("id,from_lon,from_lat,to_lon,to_lat\n{pairs}"));
    let mut run = command(&["pairs", "--input", &input, "--output", "-"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    drop(run.stdout.take());
    assert!(run.wait().unwrap().success());
}

#[test]
fn too_large_for_memory_or_disk_is_refused_with_the_estimate() {
    let desk = Desk::new();
    let ids = rows(0..1000, |k| format!("{k},1,2\n"));
    let few = desk.with("few.csv", format!("id,lon,lat\n{ids}"));
    let run = corridor(&[&matrix(&few, &desk.text("m.csv"))[..], &["--memory", "100kB"]].concat());
    assert_eq!(run.status.code(), Some(2));
    let said = told(&run);
    assert!(
        said.contains("1,000 x 1,000 = 1,000,000 cells") && said.contains("--memory"),
        "{said}"
    );
    let run = corridor(&[&matrix(&few, &desk.text("m.csv"))[..], &["--memory", "lots"]].concat());
    assert_eq!(run.status.code(), Some(2));
    // Ids so long that no disk holds their square.
    let ids = rows(0..200_000, |k| format!("{k}{},1,2\n", "x".repeat(200)));
    let many = desk.with("many.csv", format!("id,lon,lat\n{ids}"));
    let run = corridor(&[&matrix(&many, &desk.text("m.csv"))[..], &["--memory", "8GiB"]].concat());
    assert_eq!(run.status.code(), Some(2), "{}", told(&run));
    assert!(
        told(&run).contains("40,000,000,000 cells") && told(&run).contains("free"),
        "{}",
        told(&run)
    );
    assert_eq!(desk.names(), ["few.csv", "many.csv"]);
}

#[test]
fn bad_tables_are_refused_before_anything_is_written() {
    let desk = Desk::new();
    let good = desk.with("good.csv", "id,lon,lat\na,2.35,48.85\n");
    let broken = desk.with("broken.parquet", b"PAR1 and then nothing");
    let columns = desk.with("columns.csv", "id;long;lat\na;1;2\n");
    let out = desk.text("m.csv");
    for (origins, output, more, expected) in [
        (&broken, &out, &[][..], "no Parquet file"),
        (&columns, &out, &[], "has the columns id,long,lat"),
        (&desk.text("missing.csv"), &out, &[], "missing.csv"),
        (&good, &desk.text("m.xlsx"), &[], "neither .csv nor .parquet"),
        (&good, &"-".to_owned(), &["--format", "parquet"], "files only"),
        (&good, &desk.text("no/m.csv"), &[], "no/m.csv"),
        (&good, &"-".to_owned(), &["--resume"], "cannot be resumed"),
        (&good, &out, &["--resume", "--overwrite"], "cannot be used with"),
        (&good, &out, &["--avoid", "suezz"], "did you mean \"suez\""),
    ] {
        let run = corridor(&[&matrix(origins, output)[..], more].concat());
        assert_eq!(run.status.code(), Some(2), "{origins} {more:?}: {}", told(&run));
        assert!(told(&run).contains(expected), "{origins} {more:?}: {}", told(&run));
    }
    assert_eq!(desk.names(), ["broken.parquet", "columns.csv", "good.csv"]);
    // A folder is no table, in or out.
    let folder = desk.0.path().to_str().unwrap();
    assert_eq!(corridor(&matrix(folder, &out)).status.code(), Some(2));
    assert_eq!(corridor(&matrix(&good, folder)).status.code(), Some(2));
    let empty = desk.with("empty.csv", "id,lon,lat\n");
    let run = corridor(&matrix(&empty, &out));
    assert!(run.status.success(), "{}", told(&run));
    assert_eq!(fs::read_to_string(&out).unwrap(), "origin,destination,distance_m,status\n");
}
