//! Computing a job: tables in, a table out, resumed where it was interrupted.

use super::long;
use super::matrix::{LayoutWord, MatrixQuestion, PointIn};
use super::pairs::PairsQuestion;
use super::plans;
use super::record::Record;
use crate::problem::HttpProblem;
use anyhow::{Context, Result};
use axum::http::StatusCode;
use corridor::Engine;
use corridor_batch::{
    BadRow, BatchError, Done, Layout, MatrixShape, Output, PairReader, Progress, Run, Start, Stop,
    digest,
};
use corridor_tables::{RouterPairs, WaysCells, columns, spots};
use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::sync::Mutex;

/// Bytes for ids and cells of a job.
const MEMORY: u64 = 512 << 20;
/// The pairs asked for: not the name of the result, which must never take their place.
const PAIRS_ASKED: &str = "pairs-asked.csv";
/// Notes kept of a job.
pub(super) const NOTES: usize = 20;

/// What came of a job.
pub(super) enum End {
    /// Its result is on the disk.
    Done { bad_rows: u64, notes: Vec<String> },
    /// It was stopped; what is on the disk can be gone on from.
    Stopped,
    /// It has no result.
    Failed(HttpProblem),
}

/// Writes the points of a matrix beside each other.
///
/// # Errors
/// When they cannot be written.
pub(super) fn write_points(folder: &Path, question: &MatrixQuestion) -> Result<()> {
    for (name, points) in
        [("origins.csv", &question.origins), ("destinations.csv", &question.destinations)]
    {
        let rows = points.iter().map(PointIn::parts).map(|(id, place)| [id, place]);
        write_table(&folder.join(name), ["id", "place"], rows)?;
    }
    Ok(())
}

/// Writes pairs.
///
/// # Errors
/// When they cannot be written.
pub(super) fn write_pairs(folder: &Path, question: &PairsQuestion) -> Result<()> {
    let rows = question.pairs.iter().enumerate().map(|(n, pair)| {
        let id = pair.id.clone().unwrap_or_else(|| (n + 1).to_string());
        let [a, b, c, d] =
            [pair.from[0], pair.from[1], pair.to[0], pair.to[1]].map(|v| v.to_string());
        [id, a, b, c, d]
    });
    let columns = ["id", "from_lon", "from_lat", "to_lon", "to_lat"];
    write_table(&folder.join(PAIRS_ASKED), columns, rows)
}

/// Writes a table.
///
/// # Errors
/// When it cannot be written.
pub(super) fn write_table<const N: usize, T: AsRef<[u8]>>(
    path: &Path,
    columns: [&str; N],
    rows: impl Iterator<Item = [T; N]>,
) -> Result<()> {
    let failed = || format!("cannot write {}", path.display());
    let file = File::create(path).with_context(failed)?;
    let mut out = csv::Writer::from_writer(file);
    out.write_record(columns).with_context(failed)?;
    for row in rows {
        out.write_record(row).with_context(failed)?;
    }
    let mut file =
        out.into_inner().map_err(csv::IntoInnerError::into_error).with_context(failed)?;
    file.flush().with_context(failed)?;
    file.sync_all().with_context(failed)
}

/// Computes a job, on the threads of the pool this is called from.
pub(super) fn compute(
    engine: &Engine,
    record: &Record,
    folder: &Path,
    told: &(dyn Fn(u64, Option<u64>) + Sync),
    stop: &Stop,
) -> End {
    if long::is_kind(&record.kind) {
        return long::compute(engine, record, folder, told, stop);
    }
    let shown = Shown { told, notes: Mutex::new(Vec::new()) };
    let run = |start| match record.kind.as_str() {
        "pairs" => pairs(engine, record, folder, start, &shown, stop),
        plans::KIND => plans::compute(engine, record, folder, start, &shown, stop),
        _ => matrix(engine, record, folder, start, &shown, stop),
    };
    let mut end = run(Start::Resume);
    if let Err(Failure::Table(BatchError::OtherQuestion { .. } | BatchError::Damaged { .. })) = end
    {
        // The program or the network is another one than when it began: begin anew.
        shown.note("begun anew, since the program or the network changed".to_owned());
        end = run(Start::Overwrite);
    }
    let notes = shown.notes.into_inner().unwrap_or_default();
    match end {
        Ok(done) => End::Done { bad_rows: done.bad, notes },
        Err(Failure::Table(BatchError::Interrupted { .. })) => End::Stopped,
        Err(failure) => End::Failed(failure.problem()),
    }
}

/// Why a job has no result.
pub(super) enum Failure {
    Problem(HttpProblem),
    Table(BatchError),
}

impl From<BatchError> for Failure {
    fn from(error: BatchError) -> Self {
        Self::Table(error)
    }
}

impl From<corridor::Problem> for Failure {
    fn from(problem: corridor::Problem) -> Self {
        Self::Problem(problem.into())
    }
}

impl From<serde_json::Error> for Failure {
    fn from(_: serde_json::Error) -> Self {
        Self::Problem(HttpProblem::internal())
    }
}

impl Failure {
    fn problem(self) -> HttpProblem {
        let error = match self {
            Self::Problem(problem) => return problem,
            Self::Table(error) => error,
        };
        let told = error.to_string();
        let server = StatusCode::INSUFFICIENT_STORAGE;
        match error {
            BatchError::DiskTooSmall { .. } => {
                let action = "ask for Parquet instead of CSV, or for fewer origins";
                HttpProblem::new(server, "disk-too-small", told, action)
            }
            BatchError::MemoryTooSmall { .. } => {
                HttpProblem::bad("memory-too-small", told, "ask for fewer destinations")
            }
            BatchError::Shape(_) => {
                HttpProblem::bad("matrix-invalid", told, "use the long layout, or change the ids")
            }
            BatchError::Unwritable { .. } => unwritable(),
            other => {
                tracing::error!("a job failed: {other}");
                HttpProblem::internal()
            }
        }
    }
}

/// That the disk is full.
pub(super) fn unwritable() -> HttpProblem {
    HttpProblem::new(
        StatusCode::INSUFFICIENT_STORAGE,
        "output-unwritable",
        "the result cannot be written",
        "make room where the server keeps its jobs",
    )
}

/// Where a job writes, and the question that it answers.
pub(super) fn output(
    engine: &Engine,
    record: &Record,
    folder: &Path,
    inputs: &[&str],
    start: Start,
) -> Result<Output, Failure> {
    let path = folder.join(record.file_name());
    let format = corridor_batch::Format::for_output(&path, None)?;
    let mut question = vec![
        ("program".to_owned(), env!("CARGO_PKG_VERSION").to_owned()),
        ("dataset".to_owned(), engine.dataset()),
        ("question".to_owned(), record.question.to_string()),
    ];
    for file in engine.parameter_files() {
        question.push(("parameters".to_owned(), file.sha256));
    }
    for input in inputs {
        question.push(((*input).to_owned(), digest(&folder.join(input))?));
    }
    let inputs = inputs.iter().map(|input| folder.join(input)).collect();
    Ok(Output { path, format, start, question, inputs, resumable: true })
}

fn pairs(
    engine: &Engine,
    record: &Record,
    folder: &Path,
    start: Start,
    shown: &Shown<'_>,
    stop: &Stop,
) -> Result<Done, Failure> {
    let question: PairsQuestion = serde_json::from_value(record.question.clone())?;
    let reader = PairReader::open(&folder.join(PAIRS_ASKED))?;
    let output = output(engine, record, folder, &[PAIRS_ASKED], start)?;
    let answers = RouterPairs::new(engine.mode_router(&question.options.distance()?)?);
    shown.counted_open(answers.router().counted_open());
    Ok(Run::pairs(reader, output)?.answer(&answers, shown, stop)?)
}

fn matrix(
    engine: &Engine,
    record: &Record,
    folder: &Path,
    start: Start,
    shown: &Shown<'_>,
    stop: &Stop,
) -> Result<Done, Failure> {
    let question: MatrixQuestion = serde_json::from_value(record.question.clone())?;
    let (ways, quantities) = question.options.ways(engine)?;
    let inputs = ["origins.csv", "destinations.csv"];
    let output = output(engine, record, folder, &inputs, start)?;
    let read = |input: &str| {
        let named = spots(engine, &folder.join(input), MEMORY, &mut |bad| shown.bad_row(bad))?;
        named.notes.into_iter().for_each(|note| shown.note(note));
        Ok::<_, BatchError>(named.points)
    };
    let (origins, destinations) = (read(inputs[0])?, read(inputs[1])?);
    let bad = origins.bad + destinations.bad;
    let layout = match question.layout {
        LayoutWord::Long => Layout::Long,
        LayoutWord::Wide => Layout::Wide,
    };
    let shape = MatrixShape::new(origins.ids, destinations.ids, columns(&quantities), layout)?;
    let run = Run::matrix(shape, MEMORY, output, shown)?;
    let sites = (origins.sites.as_slice(), destinations.sites.as_slice());
    let cells = WaysCells::new(engine, &ways, &quantities, sites)?;
    shown.counted_open(cells.counted_open());
    let done = run.compute(&cells, shown, stop)?;
    Ok(Done { bad, ..done })
}

/// Tells how a run goes, and keeps what is worth knowing of it.
pub(super) struct Shown<'t> {
    told: &'t (dyn Fn(u64, Option<u64>) + Sync),
    notes: Mutex<Vec<String>>,
}

impl Shown<'_> {
    fn note(&self, note: String) {
        let Ok(mut notes) = self.notes.lock() else { return };
        match notes.len() {
            n if n < NOTES => notes.push(note),
            NOTES => notes.push("and more".to_owned()),
            _ => {}
        }
    }

    fn counted_open<'i>(&self, ids: impl Iterator<Item = &'i str>) {
        let ids: Vec<&str> = ids.collect();
        if let Some(first) = ids.first() {
            self.note(format!(
                "{} lines and borders that are closed or suspended on the day count as open, as \
                 tables have them ({first}, ...); strict_status leaves them out",
                ids.len()
            ));
        }
    }
}

impl Progress for Shown<'_> {
    fn written(&self, rows: u64, of: Option<u64>) {
        (self.told)(rows, of);
    }
    fn no_answer(&self, id: &str, reason: &str) {
        self.note(format!("{id}: {reason}"));
    }
    fn bad_row(&self, bad: &BadRow) {
        // The name of the file is the server's own affair.
        self.note(format!("{} {}: {}", bad.unit, bad.row, bad.reason));
    }
}
