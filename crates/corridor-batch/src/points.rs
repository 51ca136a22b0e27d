//! Origins and destinations of a matrix, read whole.

use crate::error::BatchError;
use crate::site::{BadRow, Position, Site};
use crate::table::{Holds, Record, Table, Value, Wanted};
use arrow_array::RecordBatchReader;
use std::collections::BTreeSet;
use std::path::Path;

const BY_POSITION: Wanted =
    &[("id", Holds::Text), ("lon", Holds::Numbers), ("lat", Holds::Numbers)];
const BY_PLACE: Wanted = &[("id", Holds::Text), ("place", Holds::Text)];

/// Points with their ids, in the order of their table.
#[derive(Clone, Debug)]
pub struct Points<T> {
    /// Ids; none twice.
    pub ids: Vec<String>,
    /// What became of each point.
    pub sites: Vec<T>,
    /// Rows left out because something is wrong with them.
    pub bad: u64,
    /// How the file was read where that is not as expected: in another encoding, with semicolons.
    pub note: Option<String>,
}

/// Reads a table with the columns `id,lon,lat` or `id,place` (positions win where it has both).
///
/// `resolve` turns a position or name into what the caller reckons with, or says in a sentence why it
/// cannot. Rows that are wrong, and ids that were there before, go to `bad_row` and are left out: an
/// id stands for one row or column of the matrix.
///
/// # Errors
/// When the file cannot be read or lacks columns, or its ids alone take more than `memory` bytes.
pub fn read_points<T>(
    path: &Path,
    memory: u64,
    resolve: impl FnMut(Site<'_>) -> Result<T, String>,
    bad_row: &mut dyn FnMut(&BadRow),
) -> Result<Points<T>, BatchError> {
    read(Table::open(path, &[BY_POSITION, BY_PLACE])?, memory, resolve, bad_row)
}

/// The same from record batches in memory, which errors call `name`.
///
/// # Errors
/// As of [`read_points`].
pub fn points_of_records<T>(
    name: &str,
    reader: Box<dyn RecordBatchReader + Send>,
    memory: u64,
    resolve: impl FnMut(Site<'_>) -> Result<T, String>,
    bad_row: &mut dyn FnMut(&BadRow),
) -> Result<Points<T>, BatchError> {
    let table = Table::of_records(name, reader, &[BY_POSITION, BY_PLACE], &[])?;
    read(table, memory, resolve, bad_row)
}

fn read<T>(
    mut table: Table,
    memory: u64,
    mut resolve: impl FnMut(Site<'_>) -> Result<T, String>,
    bad_row: &mut dyn FnMut(&BadRow),
) -> Result<Points<T>, BatchError> {
    let note = table.note().map(str::to_owned);
    let mut points = Points { ids: Vec::new(), sites: Vec::new(), bad: 0, note };
    let mut seen = BTreeSet::new();
    let mut bytes = 0u64;
    while let Some(Record { row, fields }) = table.next()? {
        let point = fields.and_then(|fields| {
            let (id, site) = point(fields, table.variant, &mut resolve)?;
            if !seen.insert(id.clone()) {
                return Err(format!("the id {id:?} is there already"));
            }
            Ok((id, site))
        });
        match point {
            Ok((id, site)) => {
                bytes += id.len() as u64 + 24;
                points.ids.push(id);
                points.sites.push(site);
            }
            Err(reason) => {
                points.bad += 1;
                let (table, unit) = (table.name().to_owned(), table.unit());
                bad_row(&BadRow { table, row, unit, reason });
            }
        }
        if bytes > memory {
            return Err(BatchError::MemoryTooSmall {
                estimate: format!("{} points of {} and more", points.ids.len(), table.name()),
                needed: bytes,
                allowed: memory,
            });
        }
    }
    Ok(points)
}

fn point<T>(
    fields: Vec<Value>,
    variant: usize,
    resolve: &mut impl FnMut(Site<'_>) -> Result<T, String>,
) -> Result<(String, T), String> {
    let mut fields = fields.into_iter();
    let mut next = || fields.next().unwrap_or(Value::Missing);
    let id = next().text().ok_or("no value for id")?;
    if variant == 0 {
        let at = Position::new(next().number("lon")?, next().number("lat")?)?;
        return Ok((id, resolve(Site::At(at))?));
    }
    let place = next().text().ok_or("no value for place")?;
    Ok((id, resolve(Site::Named(&place))?))
}
