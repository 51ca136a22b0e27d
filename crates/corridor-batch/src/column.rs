//! Quantities of a matrix and the cells of a block.

use arrow_schema::DataType;

/// What the cells of a column are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Whole numbers, as metres and seconds.
    Whole,
    /// Floating-point numbers, as dollars and kilograms.
    Real,
}

/// A quantity of a matrix, such as `distance_m`; the unit stands in its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Name of the column.
    pub name: String,
    /// What its cells are.
    pub kind: Kind,
}

impl Column {
    /// A column of whole numbers.
    pub fn whole(name: impl Into<String>) -> Self {
        Self { name: name.into(), kind: Kind::Whole }
    }
    /// A column of floating-point numbers.
    pub fn real(name: impl Into<String>) -> Self {
        Self { name: name.into(), kind: Kind::Real }
    }
    /// Bytes of a cell in memory.
    pub(crate) fn width(&self) -> u64 {
        match self.kind {
            Kind::Whole => 4,
            Kind::Real => 8,
        }
    }
    pub(crate) fn data_type(&self) -> DataType {
        match self.kind {
            Kind::Whole => DataType::UInt32,
            Kind::Real => DataType::Float64,
        }
    }
}

/// Cells of one column, origin by origin: all destinations of the first, then of the second.
#[derive(Clone, Debug, PartialEq)]
pub enum Cells {
    /// Of a [`Kind::Whole`] column.
    Whole(Vec<u32>),
    /// Of a [`Kind::Real`] column.
    Real(Vec<f64>),
}

impl Cells {
    fn len(&self) -> usize {
        match self {
            Self::Whole(cells) => cells.len(),
            Self::Real(cells) => cells.len(),
        }
    }
    fn kind(&self) -> Kind {
        match self {
            Self::Whole(_) => Kind::Whole,
            Self::Real(_) => Kind::Real,
        }
    }
}

/// The cells of some origins to all destinations.
#[derive(Clone, Debug, PartialEq)]
pub struct Block {
    /// One for each column, in their order. What stands in a cell without an answer does not count.
    pub columns: Vec<Cells>,
    /// Why a cell has no answer: an index into [`crate::MatrixCells::reasons`], 0 where it has one.
    pub reasons: Vec<u8>,
}

impl Block {
    /// Whether the block has the shape that was asked for.
    pub(crate) fn fits(&self, columns: &[Column], cells: usize, reasons: usize) -> bool {
        self.reasons.len() == cells
            && self.columns.len() == columns.len()
            && self
                .columns
                .iter()
                .zip(columns)
                .all(|(c, of)| c.len() == cells && c.kind() == of.kind)
            && self.reasons.iter().all(|reason| usize::from(*reason) < reasons)
    }
}
