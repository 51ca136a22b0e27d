//! Matrices: all origins to all destinations, some origins at a time.

use crate::column::{Block, Column};
use crate::error::BatchError;
use crate::estimate::Estimate;
use crate::format::Format;
use crate::layout::{Layout, LongRows, WideRows, block_batches, schema};
use crate::stop::Stop;
use arrow_array::RecordBatch;
use arrow_schema::SchemaRef;
use std::collections::VecDeque;
use std::ops::Range;
use std::sync::Arc;

/// Cells that a block holds at most, whatever memory is allowed: what a kill can cost. With it a row
/// group of Parquet is large enough to compress well.
const BLOCK_CELLS: u64 = 4 << 20;
/// Bytes that the writer of a column of Parquet takes: measured 48 kB with 3,500 columns.
const COLUMN_WRITER: u64 = 64 << 10;

/// Who computes the cells of a matrix.
pub trait MatrixCells: Sync {
    /// The quantities, as they were planned with.
    fn columns(&self) -> &[Column];
    /// The words of reason codes; the first is `ok`.
    fn reasons(&self) -> &[&'static str];
    /// How many origins are best computed at once: at least (as many as share one search), at most
    /// (as many as take some seconds, since that is what an interruption costs).
    fn origins_at_once(&self) -> (usize, usize) {
        (1, usize::MAX)
    }
    /// The cells of some origins to all destinations; `None` when `stop` was set meanwhile.
    fn block(&self, origins: Range<usize>, stop: &Stop) -> Option<Block>;
}

/// What a matrix is made of, without its cells.
#[derive(Clone, Debug)]
pub struct MatrixShape {
    pub(crate) origins: Arc<[String]>,
    pub(crate) destinations: Arc<[String]>,
    pub(crate) columns: Vec<Column>,
    pub(crate) layout: Layout,
    schema: SchemaRef,
}

impl MatrixShape {
    /// A matrix of the ids of its origins and destinations.
    ///
    /// # Errors
    /// When the layout does not go with the columns or the ids: wide has one quantity, and no
    /// destination with the name of one of its own columns.
    pub fn new(
        origins: Vec<String>,
        destinations: Vec<String>,
        columns: Vec<Column>,
        layout: Layout,
    ) -> Result<Self, BatchError> {
        let schema = schema(&destinations, &columns, layout)?;
        Ok(Self {
            origins: origins.into(),
            destinations: destinations.into(),
            columns,
            layout,
            schema,
        })
    }
    /// The columns of the table as it is written.
    pub fn schema(&self) -> &SchemaRef {
        &self.schema
    }
    /// Cells of the whole matrix.
    pub fn cells(&self) -> u64 {
        self.origins.len() as u64 * self.destinations.len() as u64
    }
    /// Rows of the table: one a cell in long layout, one an origin in wide.
    pub fn rows(&self) -> u64 {
        match self.layout {
            Layout::Long => self.cells(),
            Layout::Wide => self.origins.len() as u64,
        }
    }
    /// Rows of the table that one origin has.
    pub(crate) fn rows_of_origin(&self) -> u64 {
        match self.layout {
            Layout::Long => self.destinations.len() as u64,
            Layout::Wide => 1,
        }
    }
    /// Bytes of memory that a cell takes while its block is computed, waits and is written: the cells
    /// of two blocks, and one block encoded, which is no larger than its cells.
    pub(crate) fn bytes_per_cell(&self) -> u64 {
        3 * (self.columns.iter().map(Column::width).sum::<u64>() + 1)
    }
    /// Bytes of memory that are taken whatever the size of blocks: by the ids, and by the writers of
    /// a wide Parquet table.
    pub(crate) fn fixed_bytes(&self, format: Option<Format>) -> u64 {
        let of = |ids: &[String]| ids.iter().map(|id| id.len() as u64 + 24).sum::<u64>();
        let writers = match (self.layout, format) {
            (Layout::Wide, Some(Format::Parquet)) => self.destinations.len() as u64,
            _ => 0,
        };
        // Ids are here and once more as the values of Arrow dictionaries.
        2 * (of(&self.origins) + of(&self.destinations)) + writers * COLUMN_WRITER
    }
    /// Origins computed at once within `memory` bytes; 0 when not even one fits.
    pub(crate) fn origins_at_once(
        &self,
        memory: u64,
        format: Option<Format>,
        best: (usize, usize),
    ) -> usize {
        let per_origin = (self.destinations.len() as u64 * self.bytes_per_cell()).max(1);
        let fit = memory.saturating_sub(self.fixed_bytes(format)) / per_origin;
        let some_seconds = BLOCK_CELLS / (self.destinations.len() as u64).max(1);
        let wanted = some_seconds.min(best.1 as u64).max(best.0 as u64).max(1);
        wanted.min(fit) as usize
    }

    /// The record batches of a block, about 64 thousand cells each.
    pub(crate) fn batches<'a>(
        &'a self,
        reasons: &'a [&'static str],
        origins: Range<usize>,
        block: &'a Block,
    ) -> Box<dyn Iterator<Item = RecordBatch> + 'a> {
        match self.layout {
            Layout::Long => block_batches(LongRows::new(self, reasons, origins, block)),
            Layout::Wide => block_batches(WideRows::new(self, reasons, origins, block)),
        }
    }
}

/// A matrix as a stream of Arrow record batches, computed as they are asked for.
pub struct MatrixBatches<'c> {
    shape: MatrixShape,
    cells: &'c dyn MatrixCells,
    at_once: usize,
    next: usize,
    ready: VecDeque<RecordBatch>,
    stop: Stop,
}

impl<'c> MatrixBatches<'c> {
    /// The batches of a matrix; blocks of cells stay within `memory` bytes.
    ///
    /// # Errors
    /// When not even one origin fits into `memory`.
    pub fn new(
        shape: MatrixShape,
        cells: &'c dyn MatrixCells,
        memory: u64,
        stop: Stop,
    ) -> Result<Self, BatchError> {
        let estimate = Estimate::of(&shape, None);
        let at_once = estimate.block(&shape, memory, cells.origins_at_once())?;
        Ok(Self { shape, cells, at_once, next: 0, ready: VecDeque::new(), stop })
    }
    /// The columns of the batches.
    pub fn schema(&self) -> SchemaRef {
        self.shape.schema.clone()
    }
}

impl Iterator for MatrixBatches<'_> {
    type Item = Result<RecordBatch, BatchError>;
    fn next(&mut self) -> Option<Self::Item> {
        while self.ready.is_empty() {
            let range = self.next..self.shape.origins.len().min(self.next + self.at_once);
            if range.is_empty() {
                return None;
            }
            let block = match compute(&self.shape, self.cells, range.clone(), &self.stop) {
                Ok(Some(block)) => block,
                Ok(None) => {
                    let rows = range.start as u64 * self.shape.rows_of_origin();
                    self.next = self.shape.origins.len();
                    return Some(Err(BatchError::Interrupted { rows, resumable: false }));
                }
                Err(e) => {
                    self.next = self.shape.origins.len();
                    return Some(Err(e));
                }
            };
            self.next = range.end;
            self.ready.extend(self.shape.batches(self.cells.reasons(), range, &block));
        }
        self.ready.pop_front().map(Ok)
    }
}

/// One block, checked for its shape; `None` when stopped.
pub(crate) fn compute(
    shape: &MatrixShape,
    cells: &dyn MatrixCells,
    origins: Range<usize>,
    stop: &Stop,
) -> Result<Option<Block>, BatchError> {
    if stop.is_set() {
        return Ok(None);
    }
    let wanted = origins.len() * shape.destinations.len();
    let Some(block) = cells.block(origins.clone(), stop) else { return Ok(None) };
    if block.fits(&shape.columns, wanted, cells.reasons().len()) {
        return Ok(Some(block));
    }
    Err(BatchError::Shape(format!("origins {origins:?} have cells of another shape than planned")))
}
