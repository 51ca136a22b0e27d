//! Wide layout: one row an origin, one column a destination.

use super::{BATCH_CELLS, BlockRows, picked};
use crate::column::Block;
use crate::matrix::MatrixShape;
use arrow_array::{ArrayRef, RecordBatch, StringArray};
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

/// The rows of a block, one an origin.
pub(crate) struct WideRows<'a> {
    shape: &'a MatrixShape,
    block: &'a Block,
    reasons: &'a [&'static str],
    origins: Range<usize>,
}

impl<'a> WideRows<'a> {
    pub(crate) fn new(
        shape: &'a MatrixShape,
        reasons: &'a [&'static str],
        origins: Range<usize>,
        block: &'a Block,
    ) -> Self {
        Self { shape, block, reasons, origins }
    }

    /// Why the empty cells of a row are empty: a JSON object from reason to destinations.
    fn unanswered(&self, row: usize) -> Option<String> {
        let width = self.shape.destinations.len();
        let mut by_reason: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (code, id) in
            self.block.reasons[row * width..][..width].iter().zip(self.shape.destinations.iter())
        {
            if *code != 0 {
                by_reason.entry(self.reasons[usize::from(*code)]).or_default().push(id);
            }
        }
        (!by_reason.is_empty())
            .then(|| serde_json::to_string(&by_reason).expect("words and ids are text"))
    }
}

impl BlockRows for WideRows<'_> {
    fn count(&self) -> usize {
        self.origins.len()
    }
    fn per_batch(&self) -> usize {
        (BATCH_CELLS / self.shape.destinations.len().max(1)).max(1)
    }
    fn batch(&self, rows: Range<usize>) -> RecordBatch {
        let width = self.shape.destinations.len();
        let ids = &self.shape.origins[self.origins.clone()][rows.clone()];
        let mut arrays: Vec<ArrayRef> = vec![Arc::new(StringArray::from_iter_values(ids))];
        arrays.extend((0..width).map(|column| {
            let picks = rows.clone().map(move |row| row * width + column);
            picked(&self.block.columns[0], &self.block.reasons, picks)
        }));
        let unanswered: StringArray = rows.map(|row| self.unanswered(row)).collect();
        arrays.push(Arc::new(unanswered));
        RecordBatch::try_new(self.shape.schema().clone(), arrays)
            .expect("the arrays are made to the schema and have one length")
    }
}
