//! The cells of a matrix, as the engine computes them and as tables take them.

use corridor::matrix::{MatrixEngine, Quantity, Spot, Ways};
use corridor::{Engine, Outcome, Problem};
use corridor_batch::{Block, Cells, Column, Kind, MatrixCells, Stop};
use std::ops::Range;

/// Reason codes; an outcome's word stands at its code.
const REASONS: [&str; 4] = ["ok", "not-joined", "from-too-far", "to-too-far"];
/// Origins between two writes: what is prepared for a block costs a fraction of a second, and an
/// interruption should cost no more than some.
const AT_ONCE: (usize, usize) = (64, 1_024);

/// The columns of quantities.
pub fn columns(quantities: &[Quantity]) -> Vec<Column> {
    let column = |q: &Quantity| {
        if q.is_whole() { Column::whole(q.column()) } else { Column::real(q.column()) }
    };
    quantities.iter().map(column).collect()
}

/// Cells computed by the engine.
pub struct WaysCells<'e> {
    matrix: Box<dyn MatrixEngine + 'e>,
    columns: Vec<Column>,
    counted_open: Vec<String>,
}

impl<'e> WaysCells<'e> {
    /// Meets the network at all points.
    ///
    /// # Errors
    /// When a name in the options is not known, or a quantity does not go with the ways.
    pub fn new(
        engine: &'e Engine,
        ways: &Ways,
        quantities: &[Quantity],
        (origins, destinations): (&[Spot], &[Spot]),
    ) -> Result<Self, Problem> {
        let columns = columns(quantities);
        let (matrix, counted_open): (Box<dyn MatrixEngine + 'e>, _) = match ways {
            Ways::DoorToDoor(options) => {
                let matrix = engine.door_matrix(options, quantities, origins, destinations)?;
                (Box::new(matrix), Vec::new())
            }
            Ways::InOneMode(options) => {
                let matrix = engine.mode_matrix(options, quantities, origins, destinations)?;
                let open = matrix.router().counted_open().map(str::to_owned).collect();
                (Box::new(matrix), open)
            }
        };
        Ok(Self { matrix, columns, counted_open })
    }

    /// What is closed or suspended on the day and counts as open all the same, by id.
    pub fn counted_open(&self) -> impl Iterator<Item = &str> {
        self.counted_open.iter().map(String::as_str)
    }
}

impl MatrixCells for WaysCells<'_> {
    fn columns(&self) -> &[Column] {
        &self.columns
    }
    fn reasons(&self) -> &[&'static str] {
        &REASONS
    }
    fn origins_at_once(&self) -> (usize, usize) {
        AT_ONCE
    }
    fn block(&self, origins: Range<usize>, stop: &Stop) -> Option<Block> {
        let block = self.matrix.block(origins, &|| stop.is_set())?;
        let cells = |(column, values): (&Column, Vec<f64>)| match column.kind {
            Kind::Whole => Cells::Whole(values.into_iter().map(|v| v.round() as u32).collect()),
            Kind::Real => Cells::Real(values),
        };
        Some(Block {
            columns: self.columns.iter().zip(block.values).map(cells).collect(),
            reasons: block.outcomes.into_iter().map(code).collect(),
        })
    }
}

fn code(outcome: Outcome) -> u8 {
    let word = outcome.status();
    REASONS.iter().position(|reason| *reason == word).expect("all outcomes have a code") as u8
}
