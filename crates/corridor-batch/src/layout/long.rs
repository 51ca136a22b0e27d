//! Long layout: one row a cell.

use super::{BATCH_CELLS, BlockRows, picked};
use crate::column::Block;
use crate::matrix::MatrixShape;
use arrow_array::types::{UInt8Type, UInt32Type};
use arrow_array::{ArrayRef, DictionaryArray, PrimitiveArray, RecordBatch, StringArray};
use std::ops::Range;
use std::sync::Arc;

/// The rows of a block, one a cell.
pub(crate) struct LongRows<'a> {
    shape: &'a MatrixShape,
    block: &'a Block,
    count: usize,
    origins: ArrayRef,
    destinations: ArrayRef,
    reasons: ArrayRef,
}

impl<'a> LongRows<'a> {
    pub(crate) fn new(
        shape: &'a MatrixShape,
        reasons: &'a [&'static str],
        origins: Range<usize>,
        block: &'a Block,
    ) -> Self {
        let texts = |ids: &[String]| Arc::new(StringArray::from_iter_values(ids)) as ArrayRef;
        Self {
            shape,
            block,
            count: origins.len() * shape.destinations.len(),
            origins: texts(&shape.origins[origins]),
            destinations: texts(&shape.destinations),
            reasons: Arc::new(StringArray::from_iter_values(reasons)),
        }
    }
}

impl BlockRows for LongRows<'_> {
    fn count(&self) -> usize {
        self.count
    }
    fn per_batch(&self) -> usize {
        BATCH_CELLS
    }
    fn batch(&self, rows: Range<usize>) -> RecordBatch {
        let width = self.shape.destinations.len();
        let indexed = |keys: PrimitiveArray<UInt32Type>, words: &ArrayRef| -> ArrayRef {
            Arc::new(DictionaryArray::new(keys, words.clone()))
        };
        let origin = rows.clone().map(|at| (at / width) as u32);
        let destination = rows.clone().map(|at| (at % width) as u32);
        let mut arrays = vec![
            indexed(PrimitiveArray::from_iter_values(origin), &self.origins),
            indexed(PrimitiveArray::from_iter_values(destination), &self.destinations),
        ];
        let cells = self.block.columns.iter();
        arrays.extend(cells.map(|cells| picked(cells, &self.block.reasons, rows.clone())));
        let codes =
            PrimitiveArray::<UInt8Type>::from_iter_values(self.block.reasons[rows].iter().copied());
        arrays.push(Arc::new(DictionaryArray::new(codes, self.reasons.clone())));
        RecordBatch::try_new(self.shape.schema().clone(), arrays)
            .expect("the arrays are made to the schema and have one length")
    }
}
