//! The points of a table, by position or by any name that a question may use.

use crate::pairs::point;
use arrow_array::RecordBatchReader;
use corridor::Engine;
use corridor::matrix::Spot;
use corridor_batch::{BadRow, BatchError, Points, Site, points_of_records, read_points};
use std::collections::BTreeSet;
use std::path::Path;

/// Points, and how names were read where that is not obvious: each once, however often it is there.
pub struct Named {
    /// The points.
    pub points: Points<Spot>,
    /// `name: how it was read`.
    pub notes: BTreeSet<String>,
}

/// Reads the points of a table. Bad rows are reported and left out.
///
/// # Errors
/// When the file cannot be read or lacks columns, or its ids alone take more than `memory` bytes.
pub fn spots(
    engine: &Engine,
    path: &Path,
    memory: u64,
    bad_row: &mut dyn FnMut(&BadRow),
) -> Result<Named, BatchError> {
    let mut notes = BTreeSet::new();
    let points = read_points(path, memory, resolver(engine, &mut notes), bad_row)?;
    Ok(Named { points, notes })
}

/// The same of record batches in memory, which errors call `name`.
///
/// # Errors
/// As of [`spots`].
pub fn spots_of_records(
    engine: &Engine,
    name: &str,
    reader: Box<dyn RecordBatchReader + Send>,
    memory: u64,
    bad_row: &mut dyn FnMut(&BadRow),
) -> Result<Named, BatchError> {
    let mut notes = BTreeSet::new();
    let resolve = resolver(engine, &mut notes);
    let points = points_of_records(name, reader, memory, resolve, bad_row)?;
    Ok(Named { points, notes })
}

/// Turns positions and names into points, and keeps how names were read.
fn resolver<'a>(
    engine: &'a Engine,
    notes: &'a mut BTreeSet<String>,
) -> impl FnMut(Site<'_>) -> Result<Spot, String> + 'a {
    move |site: Site<'_>| match site {
        Site::At(at) => Ok(Spot::At(point(at))),
        Site::Named(text) => {
            let place = engine.place(text).map_err(|problem| one_line(&problem.detail))?;
            if let Some(note) = &place.note {
                notes.insert(format!("{text}: {}", one_line(note)));
            }
            Ok(Spot::Place(place))
        }
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
