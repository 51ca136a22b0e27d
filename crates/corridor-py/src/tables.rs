//! Tables of pairs, plans and matrices, in and out of memory.

use crate::error::{raise, raise_batch};
use crate::table::{Table, reader};
use crate::threads::work;
use arrow_array::RecordBatch;
use corridor::Problem;
use corridor_api::read::Fields;
use corridor_api::worlds::Worlds;
use corridor_api::{MatrixOptions, ModeOptions, PlanQuestion, Question};
use corridor_batch::{
    BadRow, BatchError, Layout, MatrixBatches, MatrixShape, PairBatches, PairReader, PlanBatches,
    PlanReader, Points, Position, Progress, Stop, pair_schema,
};
use corridor_tables::{EnginePlans, RouterPairs, WaysCells, columns, spots_of_records};
use pyo3::prelude::*;
use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

/// What is wrong with so many rows is told; of more, their number.
const BAD_ROWS_TOLD: usize = 20;

/// How a table is worked on.
pub(crate) struct Run {
    /// Threads; as many as there are cores unless said.
    pub(crate) threads: Option<usize>,
    /// Called with rows done and rows in all now and then.
    pub(crate) progress: Option<Py<PyAny>>,
}

/// What a matrix is to look like.
pub(crate) struct Shape {
    /// A column for each destination instead of a row for each cell.
    pub(crate) wide: bool,
    /// Bytes that its blocks may take while they are computed.
    pub(crate) memory: u64,
}

/// Why a table was not answered.
enum Failed {
    Problem(Problem),
    Batch(BatchError),
}

impl From<Problem> for Failed {
    fn from(problem: Problem) -> Self {
        Self::Problem(problem)
    }
}
impl From<BatchError> for Failed {
    fn from(error: BatchError) -> Self {
        Self::Batch(error)
    }
}
impl From<Failed> for PyErr {
    fn from(failed: Failed) -> Self {
        match failed {
            Failed::Problem(problem) => raise(&problem),
            Failed::Batch(error) => raise_batch(&error),
        }
    }
}

/// Distances of pairs.
pub(crate) fn pairs(
    py: Python<'_>,
    worlds: &Worlds,
    table: &Bound<'_, PyAny>,
    options: &str,
    run: &Run,
) -> PyResult<(Table, Vec<String>)> {
    let mut options: ModeOptions = read(options)?;
    options.settle(jiff::Zoned::now().date()).map_err(Failed::from)?;
    let locate = |text: &str| {
        let place = worlds.base().place(text).map_err(|problem| problem.detail)?;
        let [lon, lat] = place.at.degrees();
        Position::new(lon, lat)
    };
    let reader = PairReader::of_records("pairs", reader(table)?, Box::new(locate));
    let reader = reader.map_err(Failed::from)?;
    let told = Told::default();
    let batches = run.work(py, &told, |stop| -> Result<_, Failed> {
        let answers = RouterPairs::new(worlds.base().mode_router(&options.distance()?)?);
        let mut bad_row = |bad: &BadRow| told.bad_row(bad);
        let mut batches = Vec::new();
        for batch in PairBatches::new(reader, &answers, &mut bad_row) {
            batches.push(batch?);
            told.add(&batches);
            if stop.is_set() {
                break;
            }
        }
        Ok(batches)
    })??;
    Ok((Table::new(pair_schema(), batches), told.bad_rows()))
}

/// Itineraries of pairs.
pub(crate) fn plans(
    py: Python<'_>,
    worlds: &Worlds,
    table: &Bound<'_, PyAny>,
    question: &str,
    run: &Run,
) -> PyResult<(Table, Vec<String>)> {
    let mut question: PlanQuestion = read(question)?;
    question.settle(jiff::Zoned::now().date()).map_err(Failed::from)?;
    let reader = PlanReader::of_records("pairs", reader(table)?).map_err(Failed::from)?;
    let schema = reader.schema();
    let told = Told::default();
    let batches = run.work(py, &told, |stop| -> Result<_, Failed> {
        let engine = worlds.supposing(question.scenario())?;
        let answers = EnginePlans::new(&engine, question.request()?);
        let batches = PlanBatches::new(reader, &answers, &told, stop.clone());
        Ok(batches.collect::<Result<Vec<_>, _>>()?)
    })?;
    Ok((Table::new(schema, batches?), told.bad_rows()))
}

/// All origins to all destinations. A point that cannot be read is an error: a row or column that is
/// missing is easily overlooked.
pub(crate) fn matrix(
    py: Python<'_>,
    worlds: &Worlds,
    [origins, destinations]: [&Bound<'_, PyAny>; 2],
    options: &str,
    Shape { wide, memory }: Shape,
    run: &Run,
) -> PyResult<Table> {
    let mut options: MatrixOptions = read(options)?;
    options.settle(jiff::Zoned::now().date()).map_err(Failed::from)?;
    let readers = [reader(origins)?, reader(destinations)?];
    let told = Told::default();
    let (schema, batches) = run.work(py, &told, |stop| -> Result<_, Failed> {
        let engine = worlds.base();
        let [origins, destinations] = readers;
        let points = |name, reader| {
            let mut bad_row = |bad: &BadRow| told.bad_row(bad);
            spots_of_records(engine, name, reader, memory, &mut bad_row).map(|named| named.points)
        };
        let origins: Points<_> = points("origins", origins)?;
        let destinations: Points<_> = points("destinations", destinations)?;
        let bad = told.bad_rows();
        if !bad.is_empty() {
            return Err(Failed::Problem(Problem::bad_input(
                "table-invalid",
                bad.join("; "),
                "correct these points or leave them out",
            )));
        }
        let (ways, quantities) = options.ways(engine)?;
        let layout = if wide { Layout::Wide } else { Layout::Long };
        let columns = columns(&quantities);
        let shape = MatrixShape::new(origins.ids, destinations.ids, columns, layout)?;
        told.of.store(shape.rows(), Relaxed);
        let sites = (origins.sites.as_slice(), destinations.sites.as_slice());
        let cells = WaysCells::new(engine, &ways, &quantities, sites)?;
        let matrix = MatrixBatches::new(shape, &cells, memory, stop.clone())?;
        let schema = matrix.schema();
        let mut batches = Vec::new();
        for batch in matrix {
            batches.push(batch?);
            told.add(&batches);
        }
        Ok((schema, batches))
    })??;
    Ok(Table::new(schema, batches))
}

/// Options or a question from JSON.
fn read<Q: DeserializeOwned + JsonSchema>(json: &str) -> Result<Q, Failed> {
    let read = Fields::of::<Q>().read_json(json.as_bytes());
    read.map_err(|unread| Failed::Problem(unread.into()))
}

impl Run {
    /// Works, and tells the progress from the calling thread.
    fn work<T: Send>(
        &self,
        py: Python<'_>,
        told: &Told,
        doing: impl FnOnce(&Stop) -> T + Send,
    ) -> PyResult<T> {
        let stop = Stop::default();
        let last = AtomicU64::new(u64::MAX);
        let tell = |py: Python<'_>| -> PyResult<()> {
            if let Some(progress) = &self.progress {
                let [rows, of] = [&told.rows, &told.of].map(|number| number.load(Relaxed));
                if last.swap(rows, Relaxed) == rows {
                    return Ok(());
                }
                progress.call1(py, (rows, (of > 0).then_some(of)))?;
            }
            Ok(())
        };
        let done = work(py, self.threads, &stop, &tell, || doing(&stop))?;
        tell(py)?;
        Ok(done)
    }
}

/// What is told while a table is worked on.
#[derive(Default)]
struct Told {
    rows: AtomicU64,
    of: AtomicU64,
    bad: Mutex<(u64, Vec<String>)>,
}

impl Told {
    fn add(&self, batches: &[RecordBatch]) {
        let rows = batches.last().map_or(0, RecordBatch::num_rows);
        self.rows.fetch_add(rows as u64, Relaxed);
    }

    fn bad_rows(&self) -> Vec<String> {
        let (count, mut told) = self.bad.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if count > told.len() as u64 {
            told.push(format!("and {} more rows", count - told.len() as u64));
        }
        told
    }
}

impl Progress for Told {
    fn written(&self, rows: u64, of: Option<u64>) {
        self.rows.store(rows, Relaxed);
        self.of.store(of.unwrap_or(0), Relaxed);
    }
    fn bad_row(&self, bad: &BadRow) {
        let mut told = self.bad.lock().unwrap_or_else(PoisonError::into_inner);
        told.0 += 1;
        if told.1.len() < BAD_ROWS_TOLD {
            told.1.push(bad.to_string());
        }
    }
}
