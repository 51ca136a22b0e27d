//! Plans as a stream of record batches, computed as they are asked for.

use super::PlanAnswers;
use super::read::PlanReader;
use super::rows::answered;
use crate::error::BatchError;
use crate::format::Format;
use crate::run::Progress;
use crate::stop::Stop;
use arrow_array::RecordBatch;

/// Pairs planned for a batch: how finely progress is told, and how soon a stop is heeded.
const AT_ONCE: usize = 32;

/// The itineraries of the pairs of a table as Arrow record batches with the columns of
/// [`plan_schema`](super::plan_schema), one batch for each 32 pairs.
pub struct PlanBatches<'a> {
    reader: PlanReader,
    answers: &'a dyn PlanAnswers,
    progress: &'a dyn Progress,
    stop: Stop,
    rows: u64,
    done: bool,
}

impl<'a> PlanBatches<'a> {
    /// The plans of the rows of a table; bad rows and pairs without an itinerary are told to `progress`.
    pub fn new(
        reader: PlanReader,
        answers: &'a dyn PlanAnswers,
        progress: &'a dyn Progress,
        stop: Stop,
    ) -> Self {
        Self { reader, answers, progress, stop, rows: 0, done: false }
    }

    fn batch(&mut self) -> Result<Option<RecordBatch>, BatchError> {
        let progress = self.progress;
        let entries = self.reader.read(AT_ONCE, &mut |bad| progress.bad_row(bad))?;
        if entries.is_empty() {
            return Ok(None);
        }
        let landed = self.reader.asks_for_landed_cost();
        let batch =
            answered(&entries, self.answers, (Format::Parquet, landed), progress, &self.stop)?;
        let interrupted = BatchError::Interrupted { rows: self.rows, resumable: false };
        let batch = batch.ok_or(interrupted)?;
        self.rows += entries.len() as u64;
        progress.written(self.rows, self.reader.row_estimate());
        Ok(Some(batch))
    }
}

impl Iterator for PlanBatches<'_> {
    type Item = Result<RecordBatch, BatchError>;
    fn next(&mut self) -> Option<Self::Item> {
        if self.done {
            return None;
        }
        let batch = self.batch().transpose();
        self.done = !matches!(batch, Some(Ok(_)));
        batch
    }
}
