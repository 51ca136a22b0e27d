//! Interrupted runs: nothing lost, nothing twice, nothing mistaken.

use crate::tables::{Made, Silent, Sum, output, read, shape, two_columns};
use corridor_batch::{BatchError, Done, Layout, Output, PairReader, Run, Start, Stop};
use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};

const ORIGINS: usize = 10;
const WIDTH: usize = 4;

fn run(path: &Path, start: Start, stop_after: usize) -> Result<Done, BatchError> {
    run_to(output(path, start), stop_after)
}

fn run_to(output: Output, stop_after: usize) -> Result<Done, BatchError> {
    let cells = Made { stop_after, ..Made::new(two_columns(), WIDTH, 3) };
    Run::matrix(shape(ORIGINS, WIDTH, Layout::Long), 1 << 30, output, &Silent)?.compute(
        &cells,
        &Silent,
        &Stop::default(),
    )
}

fn partial(path: &Path) -> PathBuf {
    path.with_file_name(format!("{}.partial", path.file_name().unwrap().to_str().unwrap()))
}

fn journal(path: &Path) -> PathBuf {
    path.with_file_name(format!("{}.partial.json", path.file_name().unwrap().to_str().unwrap()))
}

#[test]
fn resumed_after_any_block_the_bytes_are_those_of_one_run() {
    for name in ["m.csv", "m.parquet"] {
        let folder = tempfile::tempdir().unwrap();
        let whole = folder.path().join(format!("whole-{name}"));
        run(&whole, Start::Fresh, usize::MAX).unwrap();
        for stop_after in 0..=4 {
            let path = folder.path().join(format!("{stop_after}-{name}"));
            if stop_after < 4 {
                let e = run(&path, Start::Fresh, stop_after).unwrap_err();
                let kept = stop_after > 0;
                assert!(
                    matches!(e, BatchError::Interrupted { resumable, .. } if resumable == kept),
                    "{e}"
                );
                assert!(!path.exists() && partial(&path).exists() == kept);
            }
            if (1..4).contains(&stop_after) {
                // A block torn by a kill.
                let mut torn = OpenOptions::new().append(true).open(partial(&path)).unwrap();
                torn.write_all(b"o9,d1,12").unwrap();
            }
            let done = run(&path, Start::Resume, usize::MAX).unwrap();
            let resumed = if stop_after < 4 { stop_after * 3 * WIDTH } else { 0 };
            assert_eq!((done.rows, done.resumed), (40, resumed as u64));
            assert_eq!(fs::read(&path).unwrap(), fs::read(&whole).unwrap(), "{name} {stop_after}");
            assert!(!partial(&path).exists() && !journal(&path).exists());
        }
    }
}

#[test]
fn an_unfinished_run_is_not_overwritten_unasked() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("m.csv");
    run(&path, Start::Fresh, 2).unwrap_err();
    let e = run(&path, Start::Fresh, usize::MAX).unwrap_err();
    assert!(matches!(e, BatchError::Unfinished { rows: 24, .. }), "{e}");
    assert!(partial(&path).exists());
    let done = run(&path, Start::Overwrite, usize::MAX).unwrap();
    assert_eq!((done.rows, done.resumed), (40, 0));
    assert_eq!(read(&path).len(), 41);
    // A table that is whole is replaced by a new one, as by other verbs.
    run(&path, Start::Fresh, usize::MAX).unwrap();
}

#[test]
fn another_question_is_not_answered_by_an_old_half() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("m.csv");
    run(&path, Start::Fresh, 2).unwrap_err();
    let mut other = output(&path, Start::Resume);
    other.question[0].1 = "rail".to_owned();
    let told = run_to(other, usize::MAX).unwrap_err().to_string();
    assert!(told.contains("--mode was \"sea\" and is \"rail\""), "{told}");
    let parquet =
        Output { format: corridor_batch::Format::Parquet, ..output(&path, Start::Resume) };
    let told = run_to(parquet, usize::MAX).unwrap_err().to_string();
    assert!(told.contains("format was \"csv\" and is \"parquet\""), "{told}");
    assert_eq!(run(&path, Start::Resume, usize::MAX).unwrap().resumed, 24);
}

#[test]
fn a_damaged_half_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("m.csv");
    for damage in 0..3 {
        run(&path, Start::Overwrite, 2).unwrap_err();
        match damage {
            0 => OpenOptions::new().write(true).open(partial(&path)).unwrap().set_len(9).unwrap(),
            1 => fs::write(journal(&path), "{").unwrap(),
            _ => fs::remove_file(journal(&path)).unwrap(),
        }
        let e = run(&path, Start::Resume, usize::MAX).unwrap_err();
        assert!(matches!(e, BatchError::Damaged { .. }), "{e}");
        assert!(partial(&path).exists(), "what is refused is not thrown away");
    }
    run(&path, Start::Overwrite, usize::MAX).unwrap();
}

/// What makes a second value of an option go unseen, or a block that is not what was written, would be
/// an answer to two questions in one table.
#[test]
fn all_values_and_all_bytes_are_looked_at() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("m.csv");
    let with = |values: &[&str]| {
        let mut asked = output(&path, Start::Resume);
        let given = values.iter().map(|v| ("--parameters".to_owned(), (*v).to_owned()));
        asked.question.extend(given);
        asked
    };
    run_to(Output { start: Start::Fresh, ..with(&["a", "b"]) }, 2).unwrap_err();
    for other in [&["a", "c"][..], &["a"], &["b", "a"], &[]] {
        let e = run_to(with(other), usize::MAX).unwrap_err();
        assert!(matches!(e, BatchError::OtherQuestion { .. }), "{other:?}: {e}");
    }
    let written = fs::read(partial(&path)).unwrap();
    for at in [0, written.len() / 2, written.len() - 1] {
        let mut changed = written.clone();
        changed[at] ^= 1;
        fs::write(partial(&path), &changed).unwrap();
        let e = run_to(with(&["a", "b"]), usize::MAX).unwrap_err();
        assert!(matches!(e, BatchError::Damaged { .. }), "byte {at}: {e}");
    }
    fs::write(partial(&path), &written).unwrap();
    let kept = fs::read(journal(&path)).unwrap();
    for (field, count) in [("units", 1000_u64), ("bytes", u64::MAX), ("rows", u64::MAX)] {
        let mut changed: serde_json::Value = serde_json::from_slice(&kept).unwrap();
        changed["blocks"][0][field] = count.into();
        fs::write(journal(&path), changed.to_string()).unwrap();
        let e = run_to(with(&["a", "b"]), usize::MAX).unwrap_err();
        assert!(matches!(e, BatchError::Damaged { .. }), "{field}: {e}");
    }
    fs::write(journal(&path), &kept).unwrap();
    assert_eq!(run_to(with(&["a", "b"]), usize::MAX).unwrap().resumed, 24);
}

#[test]
fn a_run_killed_just_before_its_journal_went_is_done() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("m.parquet");
    run(&path, Start::Fresh, 3).unwrap_err();
    let mut left: serde_json::Value =
        serde_json::from_slice(&fs::read(journal(&path)).unwrap()).unwrap();
    run(&path, Start::Resume, usize::MAX).unwrap();
    left["is_whole"] = true.into();
    fs::write(journal(&path), left.to_string()).unwrap();
    let again = Run::matrix(
        shape(ORIGINS, WIDTH, Layout::Long),
        1 << 30,
        output(&path, Start::Resume),
        &Silent,
    )
    .unwrap();
    assert!(again.is_done() && !journal(&path).exists());
}

#[test]
fn two_runs_do_not_write_one_output() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("m.csv");
    let open = |start| {
        Run::matrix(shape(ORIGINS, WIDTH, Layout::Long), 1 << 30, output(&path, start), &Silent)
    };
    let first = open(Start::Fresh).unwrap();
    for start in [Start::Fresh, Start::Resume, Start::Overwrite] {
        assert!(matches!(open(start).err(), Some(BatchError::Busy(_))));
    }
    drop(first);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn pairs_resume_too() {
    let folder = tempfile::tempdir().unwrap();
    let input = folder.path().join("in.csv");
    let mut text = b"id,from_lon,from_lat,to_lon,to_lat\n".to_vec();
    for k in 0..70_000 {
        let lat = if k % 1000 == 7 { "x" } else { "0" };
        writeln!(text, "p{k},{}.5,{lat},1,0", k % 180).unwrap();
    }
    fs::write(&input, text).unwrap();
    let (whole, path) = (folder.path().join("w.csv"), folder.path().join("p.csv"));
    let answer = |path: &Path, start, stop: &Stop| {
        let reader = PairReader::open(&input).unwrap();
        Run::pairs(reader, output(path, start)).unwrap().answer(&Sum, &StopAt(stop), stop)
    };
    let done = answer(&whole, Start::Fresh, &Stop::default());
    // The first run stops itself too: its progress is told before it is watched.
    assert!(done.is_err());
    let done = answer(&whole, Start::Resume, &Stop::default()).unwrap();
    assert_eq!((done.rows, done.bad), (70_000, 70));
    assert!(done.resumed > 0 && done.resumed < 70_000, "{done:?}");
    let reader = PairReader::open(&input).unwrap();
    let once = Run::pairs(reader, output(&path, Start::Fresh)).unwrap();
    once.answer(&Sum, &Silent, &Stop::default()).unwrap();
    assert_eq!(fs::read(&whole).unwrap(), fs::read(&path).unwrap());
}

/// Stops a run that began from nothing once its first rows are written.
struct StopAt<'s>(&'s Stop);
impl corridor_batch::Progress for StopAt<'_> {
    fn written(&self, rows: u64, of: Option<u64>) {
        if of.is_some() && rows == 32_768 {
            self.0.stop();
        }
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_device_that_is_full_is_told() {
    let e = run(Path::new("/dev/full"), Start::Fresh, usize::MAX).unwrap_err();
    assert!(matches!(e, BatchError::Unwritable { resumable: false, .. }), "{e}");
}

#[cfg(unix)]
#[test]
fn a_link_stays_a_link() {
    let folder = tempfile::tempdir().unwrap();
    let (target, link) = (folder.path().join("t.csv"), folder.path().join("l.csv"));
    fs::write(&target, "old").unwrap();
    std::os::unix::fs::symlink(&target, &link).unwrap();
    run(&link, Start::Fresh, usize::MAX).unwrap();
    assert!(link.is_symlink());
    assert_eq!(read(&target).len(), 41);
}
