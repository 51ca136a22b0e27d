//! How the cells of a matrix lie in a table.
//!
//! Long: one row a cell, `origin,destination,<quantities>,status`. Wide: one row an origin, one column
//! a destination, one quantity; the last column `unanswered` tells why cells are empty, as JSON from
//! reason to destinations.

mod long;
mod wide;

pub(crate) use long::LongRows;
pub(crate) use wide::WideRows;

use crate::column::{Cells, Column};
use crate::error::BatchError;
use arrow_array::types::{Float64Type, UInt32Type};
use arrow_array::{ArrayRef, PrimitiveArray, RecordBatch};
use arrow_buffer::NullBuffer;
use arrow_schema::{DataType, Field, Schema, SchemaRef};
use std::ops::Range;
use std::sync::Arc;

/// Cells of a record batch, about.
const BATCH_CELLS: usize = 1 << 16;

/// The layout of a matrix.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// One row a cell.
    Long,
    /// One row an origin, one column a destination.
    Wide,
}

impl Layout {
    /// `long` or `wide`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Long => "long",
            Self::Wide => "wide",
        }
    }
}

/// Names of the columns that a matrix has of itself.
const ORIGIN: &str = "origin";
const DESTINATION: &str = "destination";
const STATUS: &str = "status";
const UNANSWERED: &str = "unanswered";

fn dictionary(key: DataType) -> DataType {
    DataType::Dictionary(Box::new(key), Box::new(DataType::Utf8))
}

/// The schema of the table.
pub(crate) fn schema(
    destinations: &[String],
    columns: &[Column],
    layout: Layout,
) -> Result<SchemaRef, BatchError> {
    let cell = |name: &str, column: &Column| Field::new(name, column.data_type(), true);
    let fields = match layout {
        Layout::Long => {
            let mut fields = vec![
                Field::new(ORIGIN, dictionary(DataType::UInt32), false),
                Field::new(DESTINATION, dictionary(DataType::UInt32), false),
            ];
            fields.extend(columns.iter().map(|column| cell(&column.name, column)));
            fields.push(Field::new(STATUS, dictionary(DataType::UInt8), false));
            fields
        }
        Layout::Wide => {
            let [column] = columns else {
                return Err(BatchError::Shape(format!(
                    "a wide matrix has one quantity, {} are asked for",
                    columns.len()
                )));
            };
            if let Some(id) = destinations.iter().find(|id| *id == ORIGIN || *id == UNANSWERED) {
                return Err(BatchError::Shape(format!(
                    "a destination is called {id:?}, and so is a column of a wide matrix"
                )));
            }
            let mut fields = vec![Field::new(ORIGIN, DataType::Utf8, false)];
            fields.extend(destinations.iter().map(|id| cell(id, column)));
            fields.push(Field::new(UNANSWERED, DataType::Utf8, true));
            fields
        }
    };
    Ok(Arc::new(Schema::new(fields)))
}

/// Rows of a block that can be cut into record batches.
pub(crate) trait BlockRows {
    /// Rows of the block.
    fn count(&self) -> usize;
    /// Rows that make a batch of about [`BATCH_CELLS`].
    fn per_batch(&self) -> usize;
    /// Some of the rows.
    fn batch(&self, rows: Range<usize>) -> RecordBatch;
}

/// All batches of a block.
pub(crate) fn block_batches<'a>(
    rows: impl BlockRows + 'a,
) -> Box<dyn Iterator<Item = RecordBatch> + 'a> {
    let (count, step) = (rows.count(), rows.per_batch());
    Box::new((0..count).step_by(step).map(move |at| rows.batch(at..count.min(at + step))))
}

/// Cells picked from a block as an Arrow array, empty where there is no answer.
fn picked(cells: &Cells, reasons: &[u8], picks: impl Iterator<Item = usize> + Clone) -> ArrayRef {
    let answered: NullBuffer = picks.clone().map(|at| reasons[at] == 0).collect();
    let nulls = (answered.null_count() > 0).then_some(answered);
    // What stands where no answer is shall not be seen, not even by who looks beneath the nulls.
    match cells {
        Cells::Whole(cells) => {
            let values = picks.map(|at| if reasons[at] == 0 { cells[at] } else { 0 }).collect();
            Arc::new(PrimitiveArray::<UInt32Type>::new(values, nulls))
        }
        Cells::Real(cells) => {
            let values = picks.map(|at| if reasons[at] == 0 { cells[at] } else { 0.0 }).collect();
            Arc::new(PrimitiveArray::<Float64Type>::new(values, nulls))
        }
    }
}
