//! Landed cost of many goods: a table of goods in, one row for each out.

mod read;
mod rows;

pub use read::{GoodsReader, GoodsRow, SaleRow, Worth, read_goods};
pub use rows::goods_schema;

pub(crate) use rows::{answered, array};

use crate::plans::NoPlan;
use crate::stop::Stop;

/// Rows of goods in a block: a block is held in memory, and its work is lost when the run is killed.
pub(crate) const AT_ONCE: usize = 2048;

/// A value of a column.
#[derive(Clone, Debug, PartialEq)]
pub enum GoodsCell {
    /// A number; none where it is not known.
    Number(Option<f64>),
    /// A text; none where there is none.
    Text(Option<String>),
}

/// What became of goods: the cells of the columns between the id and the status, or why there are none.
pub type GoodsAnswer = Result<Vec<GoodsCell>, NoPlan>;

/// What computes the landed cost of rows of goods.
pub trait GoodsAnswers: Sync {
    /// One answer for each row, in their order; nothing when stopped.
    fn answers(&self, rows: &[&GoodsRow], stop: &Stop) -> Option<Vec<GoodsAnswer>>;
}
