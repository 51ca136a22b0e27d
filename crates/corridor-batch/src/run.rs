//! Runs: a table answered block by block, one block being written while the next is computed.

use crate::column::Block;
use crate::error::BatchError;
use crate::estimate::Estimate;
use crate::goods::{self, GoodsAnswers, GoodsReader, goods_schema};
use crate::matrix::{MatrixCells, MatrixShape, compute};
use crate::pairs::{self, PairAnswers, PairReader, pair_schema};
use crate::plans::{self, PlanAnswers, PlanReader};
use crate::reader::{Entry, Reader};
use crate::site::BadRow;
use crate::stop::Stop;
use crate::write::{Output, Sink};
use arrow_array::RecordBatch;
use std::ops::Range;
use std::path::Path;
use std::sync::mpsc::sync_channel;
use std::thread;
use std::time::Instant;

/// Who is told how a run goes. Told from two threads.
pub trait Progress: Sync {
    /// So many rows of the table are written, of so many as far as is known; of plans, rows of the
    /// input. Told first when the run begins, with the rows that an earlier run left.
    fn written(&self, _rows: u64, _of: Option<u64>) {}
    /// What a matrix will take: told before, and again after the first block.
    fn estimated(&self, _estimate: &Estimate) {}
    /// A row cannot be answered.
    fn bad_row(&self, _bad: &BadRow) {}
    /// A pair to be planned has no itinerary; told in the order of the table.
    fn no_answer(&self, _id: &str, _reason: &str) {}
}

/// What a run did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Done {
    /// Rows of the whole table; of plans, which have some rows for each, pairs.
    pub rows: u64,
    /// How many of them an earlier run had left.
    pub resumed: u64,
    /// Rows of the input that could not be answered.
    pub bad: u64,
}

/// A run whose output is open: nothing is computed yet.
pub struct Run {
    /// `None` where an earlier run came to its end.
    sink: Option<Sink>,
    question: Question,
}

enum Question {
    Pairs(PairReader<'static>),
    Plans(PlanReader),
    Goods(GoodsReader),
    Matrix(MatrixShape, u64),
}

impl Run {
    /// A run over a table of pairs.
    ///
    /// # Errors
    /// When the output cannot be opened, or an unfinished run stands in the way.
    pub fn pairs(reader: PairReader<'static>, output: Output) -> Result<Self, BatchError> {
        let sink = Sink::open(output, pair_schema())?;
        Ok(Self { sink, question: Question::Pairs(reader) })
    }

    /// A run over a table of pairs to be planned.
    ///
    /// # Errors
    /// When the output cannot be opened, or an unfinished run stands in the way.
    pub fn plans(reader: PlanReader, output: Output) -> Result<Self, BatchError> {
        let schema = plans::schema(output.format, reader.asks_for_landed_cost());
        Ok(Self { sink: Sink::open(output, schema)?, question: Question::Plans(reader) })
    }

    /// A run over a table of goods.
    ///
    /// # Errors
    /// When the output cannot be opened, or an unfinished run stands in the way.
    pub fn goods(reader: GoodsReader, output: Output) -> Result<Self, BatchError> {
        Ok(Self { sink: Sink::open(output, goods_schema())?, question: Question::Goods(reader) })
    }

    /// A run over a matrix whose blocks stay within `memory` bytes.
    ///
    /// # Errors
    /// When the output cannot be opened, an unfinished run stands in the way, or disk or memory
    /// cannot hold the matrix.
    pub fn matrix(
        shape: MatrixShape,
        memory: u64,
        output: Output,
        progress: &dyn Progress,
    ) -> Result<Self, BatchError> {
        let sink = Sink::open(output, shape.schema().clone())?;
        if let Some(sink) = &sink {
            if sink.units() > shape.origins.len() as u64 || sink.rows() > shape.rows() {
                let reason = "its journal counts more rows than the matrix has".to_owned();
                return Err(BatchError::Damaged { draft: sink.name(), reason });
            }
            let mut estimate = Estimate::of(&shape, sink.disk().map(|_| sink.format()));
            estimate.hold(estimate.block(&shape, memory, (1, usize::MAX))?, &shape);
            // Half of the estimate must fit before the first block is measured.
            must_fit(sink, &estimate, estimate.disk / 2)?;
            progress.estimated(&estimate);
        }
        Ok(Self { sink, question: Question::Matrix(shape, memory) })
    }

    /// Whether nothing is left to do: the run that was to be resumed had come to its end.
    pub fn is_done(&self) -> bool {
        self.sink.is_none()
    }

    /// Answers all pairs.
    ///
    /// # Errors
    /// When the input turns out to be unreadable, the output cannot be written or the run is stopped.
    pub fn answer(
        self,
        answers: &dyn PairAnswers,
        progress: &dyn Progress,
        stop: &Stop,
    ) -> Result<Done, BatchError> {
        let (Some(sink), Question::Pairs(mut reader)) = (self.sink, self.question) else {
            return Ok(Done::default());
        };
        let batch = |entries: &[_]| pairs::answered(entries, answers).map(Some);
        streamed(sink, &mut reader, pairs::AT_ONCE, batch, progress, stop)
    }

    /// Plans all pairs.
    ///
    /// # Errors
    /// When the input turns out to be unreadable, the output cannot be written or the run is stopped.
    pub fn plan(
        self,
        answers: &dyn PlanAnswers,
        progress: &dyn Progress,
        stop: &Stop,
    ) -> Result<Done, BatchError> {
        let (Some(sink), Question::Plans(mut reader)) = (self.sink, self.question) else {
            return Ok(Done::default());
        };
        let format = sink.format();
        let landed = reader.asks_for_landed_cost();
        let batch =
            |entries: &[_]| plans::answered(entries, answers, (format, landed), progress, stop);
        streamed(sink, &mut reader, plans::AT_ONCE, batch, progress, stop)
    }

    /// Computes the landed cost of every row of goods.
    ///
    /// # Errors
    /// When the input turns out to be unreadable, the output cannot be written or the run is stopped.
    pub fn reckon(
        self,
        answers: &dyn GoodsAnswers,
        progress: &dyn Progress,
        stop: &Stop,
    ) -> Result<Done, BatchError> {
        let (Some(sink), Question::Goods(mut reader)) = (self.sink, self.question) else {
            return Ok(Done::default());
        };
        let batch = |entries: &[_]| goods::answered(entries, answers, progress, stop);
        streamed(sink, &mut reader, goods::AT_ONCE, batch, progress, stop)
    }

    /// Computes all cells.
    ///
    /// # Errors
    /// When the output cannot be written, the disk turns out to be too small or the run is stopped.
    pub fn compute(
        self,
        cells: &dyn MatrixCells,
        progress: &dyn Progress,
        stop: &Stop,
    ) -> Result<Done, BatchError> {
        let (Some(mut sink), Question::Matrix(shape, memory)) = (self.sink, self.question) else {
            return Ok(Done::default());
        };
        let estimate = Estimate::of(&shape, sink.disk().map(|_| sink.format()));
        let at_once = estimate.block(&shape, memory, cells.origins_at_once())?;
        let (resumed, total) = (sink.rows(), shape.rows());
        progress.written(resumed, Some(total));
        let mut next = sink.units() as usize;
        let make = || {
            let range = next..shape.origins.len().min(next + at_once);
            next = range.end;
            if range.is_empty() || shape.destinations.is_empty() {
                return Ok(Step::End);
            }
            let block = compute(&shape, cells, range.clone(), stop)?;
            Ok(block.map_or(Step::Stopped, |block| Step::Made((range, block))))
        };
        let began = Instant::now();
        let mut is_first = true;
        let mut write = |(range, block): (Range<usize>, Block)| {
            let units = range.len() as u64;
            let rows = units * shape.rows_of_origin();
            let mut batches = shape.batches(cells.reasons(), range, &block);
            sink.append((units, rows), &mut batches)?;
            progress.written(sink.rows(), Some(total));
            if std::mem::take(&mut is_first) {
                let left = (total - sink.rows()) as f64;
                let mut estimate = estimate.clone();
                estimate.hold(at_once, &shape);
                if estimate.format.is_some() {
                    estimate.disk =
                        (sink.bytes() as f64 / sink.rows() as f64 * total as f64) as u64;
                }
                estimate.time = Some(began.elapsed().mul_f64(left / rows as f64));
                let more = estimate.disk.saturating_sub(sink.bytes());
                if let Err(e) = must_fit(&sink, &estimate, more) {
                    sink.discard();
                    return Err(e);
                }
                progress.estimated(&estimate);
            }
            Ok(())
        };
        let end = overlapped(make, &mut write);
        Ok(Done { rows: ended(end, sink)?, resumed, bad: 0 })
    }
}

/// Answers a table of questions from where an earlier run left it, so many at once. `answered` makes
/// the batch of some of them, or nothing when it is stopped.
fn streamed<R>(
    mut sink: Sink,
    asked: &mut Reader<'_, R>,
    at_once: usize,
    answered: impl Fn(&[Entry<R>]) -> Result<Option<RecordBatch>, BatchError>,
    progress: &dyn Progress,
    stop: &Stop,
) -> Result<Done, BatchError> {
    let resumed = sink.units();
    progress.written(resumed, None);
    let bad_row = &mut |bad: &BadRow| progress.bad_row(bad);
    let mut left = resumed;
    while left > 0 {
        let skipped = asked.read(left.min(at_once as u64) as usize, bad_row)?.len() as u64;
        if skipped == 0 {
            return Err(BatchError::Shape("the input is shorter than it was".to_owned()));
        }
        left -= skipped;
    }
    let mut rows = resumed;
    let read = || {
        if stop.is_set() {
            return Ok(Step::Stopped);
        }
        let entries = asked.read(at_once, bad_row)?;
        if entries.is_empty() {
            return Ok(Step::End);
        }
        let batch = answered(&entries)?.filter(|_| !stop.is_set());
        let units = entries.len() as u64;
        Ok(batch.map_or(Step::Stopped, |batch| {
            rows += units;
            Step::Made((units, batch, asked.row_estimate()))
        }))
    };
    let mut write = |(units, batch, of): (u64, RecordBatch, Option<u64>)| {
        sink.append((units, batch.num_rows() as u64), &mut std::iter::once(batch))?;
        progress.written(sink.units(), of);
        Ok(())
    };
    let end = overlapped(read, &mut write);
    ended(end, sink)?;
    Ok(Done { rows, resumed, bad: asked.bad() })
}

fn must_fit(sink: &Sink, estimate: &Estimate, more: u64) -> Result<(), BatchError> {
    match sink.disk() {
        Some((folder, free)) if more > free => Err(BatchError::DiskTooSmall {
            estimate: estimate.to_string(),
            folder: Path::to_owned(folder),
            free,
        }),
        _ => Ok(()),
    }
}

/// What came of making a block.
enum Step<T> {
    Made(T),
    End,
    Stopped,
}

/// Makes blocks here and writes them on another thread: one is written while the next is made, so two
/// are in memory. Whether the end was reached.
fn overlapped<T: Send>(
    mut make: impl FnMut() -> Result<Step<T>, BatchError>,
    write: &mut (impl FnMut(T) -> Result<(), BatchError> + Send),
) -> Result<bool, BatchError> {
    thread::scope(|scope| {
        let (sender, receiver) = sync_channel(0);
        let writer = scope.spawn(move || receiver.iter().try_for_each(write));
        let made = loop {
            match make() {
                // The writer is gone when it failed: it says why below.
                Ok(Step::Made(block)) => {
                    if sender.send(block).is_err() {
                        break Ok(true);
                    }
                }
                Ok(Step::End) => break Ok(true),
                Ok(Step::Stopped) => break Ok(false),
                Err(e) => break Err(e),
            }
        };
        drop(sender);
        match writer.join() {
            Ok(written) => written.and(made),
            Err(panic) => std::panic::resume_unwind(panic),
        }
    })
}

/// Ends the output as the run ended. Rows of the whole table.
fn ended(end: Result<bool, BatchError>, mut sink: Sink) -> Result<u64, BatchError> {
    let rows = sink.rows();
    match end {
        Ok(true) => sink.finish().map(|()| rows),
        Ok(false) => Err(BatchError::Interrupted { rows, resumable: sink.is_resumable() }),
        Err(e) => {
            // The same input would break the run at the same place again.
            if matches!(e, BatchError::Unreadable { .. } | BatchError::Shape(_)) {
                sink.discard();
            }
            Err(e)
        }
    }
}
