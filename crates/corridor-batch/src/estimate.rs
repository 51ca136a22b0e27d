//! What a matrix will take, told before it is computed and better after the first block.

use crate::column::Kind;
use crate::error::BatchError;
use crate::format::Format;
use crate::layout::Layout;
use crate::matrix::MatrixShape;
use std::fmt;
use std::time::Duration;

/// Digits of a number in CSV, before any is known: distances of thousands of kilometres in metres.
const CSV_DIGITS: f64 = 7.0;
/// Bytes of a cell in Parquet per quantity, before any is known: distances compress to 2 to 4 bytes,
/// ids and status to next to nothing.
const PARQUET_BYTES: f64 = 3.0;
/// From here on an estimate is worth showing.
const BIG_BYTES: u64 = 100_000_000;
const BIG_TIME: Duration = Duration::from_secs(10);

/// What a run takes.
#[derive(Clone, Debug, PartialEq)]
pub struct Estimate {
    /// Origins.
    pub origins: u64,
    /// Destinations.
    pub destinations: u64,
    /// Bytes on the disk; 0 when it is not written to one.
    pub disk: u64,
    /// Format on the disk.
    pub format: Option<Format>,
    /// Bytes of memory for ids and cells, beside the network.
    pub memory: u64,
    /// Time still to go, once the first block is there.
    pub time: Option<Duration>,
}

impl Estimate {
    /// Before anything is computed. `format` is that of the file, if there is one.
    pub(crate) fn of(shape: &MatrixShape, format: Option<Format>) -> Self {
        let (origins, destinations) = (shape.origins.len() as u64, shape.destinations.len() as u64);
        let columns = shape.columns.len() as f64;
        let cells = shape.cells() as f64;
        let disk = match format {
            None => 0.0,
            Some(Format::Parquet) => cells * columns * PARQUET_BYTES,
            // No matrix is written as JSON.
            Some(Format::Csv | Format::JsonLines) => {
                let length = |ids: &[String]| ids.iter().map(String::len).sum::<usize>() as f64;
                let ids = match shape.layout {
                    // Two commas, and a comma, `ok` and a line end.
                    Layout::Long => {
                        length(&shape.origins) * destinations as f64
                            + length(&shape.destinations) * origins as f64
                            + cells * 5.0
                    }
                    Layout::Wide => length(&shape.origins) + length(&shape.destinations),
                };
                let reals = shape.columns.iter().filter(|c| c.kind == Kind::Real).count() as f64;
                ids + cells * (columns * (CSV_DIGITS + 1.0) + reals * CSV_DIGITS)
            }
        };
        let memory = shape.fixed_bytes(format);
        Self { origins, destinations, disk: disk as u64, format, memory, time: None }
    }

    /// Origins computed at once.
    ///
    /// # Errors
    /// When not even one fits into `memory` bytes.
    pub(crate) fn block(
        &self,
        shape: &MatrixShape,
        memory: u64,
        best: (usize, usize),
    ) -> Result<usize, BatchError> {
        match shape.origins_at_once(memory, self.format, best) {
            0 => Err(BatchError::MemoryTooSmall {
                estimate: self.to_string(),
                needed: shape.fixed_bytes(self.format) + self.destinations * shape.bytes_per_cell(),
                allowed: memory,
            }),
            some => Ok(some),
        }
    }

    /// Adds the memory of the cells of so many origins computed at once.
    pub(crate) fn hold(&mut self, origins: usize, shape: &MatrixShape) {
        let cells = (origins as u64).min(self.origins) * self.destinations;
        self.memory = shape.fixed_bytes(self.format) + cells * shape.bytes_per_cell();
    }

    /// Whether the run is so long or its output so large that people want to know before.
    pub fn is_big(&self) -> bool {
        self.disk >= BIG_BYTES || self.time.is_some_and(|time| time >= BIG_TIME)
    }
}

impl fmt::Display for Estimate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let cells = self.origins.saturating_mul(self.destinations);
        write!(
            f,
            "a matrix of {} x {} = {} cells",
            grouped(self.origins),
            grouped(self.destinations),
            grouped(cells)
        )?;
        if let Some(format) = self.format {
            write!(f, ", about {} of {} on disk", bytes(self.disk), format.name())?;
        }
        write!(f, ", {} of memory beside the network", bytes(self.memory))?;
        match self.time {
            Some(time) => write!(f, ", about {} to go", span(time)),
            None => Ok(()),
        }
    }
}

/// 1234567 as `1,234,567`.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Bytes in the largest decimal unit that they fill.
pub(crate) fn bytes(count: u64) -> String {
    const UNITS: [&str; 5] = ["kB", "MB", "GB", "TB", "PB"];
    let mut value = count as f64 / 1000.0;
    let mut unit = 0;
    while value >= 999.5 && unit + 1 < UNITS.len() {
        value /= 1000.0;
        unit += 1;
    }
    if value < 9.95 {
        format!("{value:.1} {}", UNITS[unit])
    } else {
        format!("{value:.0} {}", UNITS[unit])
    }
}

fn span(time: Duration) -> String {
    let seconds = time.as_secs();
    match seconds {
        0..100 => format!("{seconds} s"),
        100..6000 => format!("{} min", seconds.div_ceil(60)),
        6000..172_800 => format!("{:.1} h", seconds as f64 / 3600.0),
        _ => format!("{:.1} days", seconds as f64 / 86_400.0),
    }
}
