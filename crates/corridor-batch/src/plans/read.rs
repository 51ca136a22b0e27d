//! The table of pairs to be planned.

use super::PlanRow;
use crate::error::BatchError;
use crate::run::Asked;
use crate::site::{BadRow, Position};
use crate::table::{Holds, Record, Table, Value, Wanted};
use arrow_array::RecordBatchReader;
use std::path::Path;

const BY_PLACE: Wanted = &[("id", Holds::Text), ("from", Holds::Text), ("to", Holds::Text)];
const BY_POSITION: Wanted = &[
    ("id", Holds::Text),
    ("from_lon", Holds::Numbers),
    ("from_lat", Holds::Numbers),
    ("to_lon", Holds::Numbers),
    ("to_lat", Holds::Numbers),
];
/// What a row may say otherwise than the run.
const OWN: Wanted = &[
    ("depart", Holds::Text),
    ("teu", Holds::Numbers),
    ("mass_t", Holds::Numbers),
    ("value_usd", Holds::Numbers),
];

/// A row read: its id, and the pair or what is wrong with it.
pub(crate) struct Entry {
    pub(super) id: Option<String>,
    pub(super) pair: Result<PlanRow, String>,
}

/// A table of pairs to be planned, read some rows at a time.
pub struct PlanReader {
    table: Table,
    bad: u64,
}

impl PlanReader {
    /// Opens a CSV or Parquet file, `-` for CSV from stdin, with the columns `id,from,to` or
    /// `id,from_lon,from_lat,to_lon,to_lat` (places count where it has both), and `depart`, `teu`,
    /// `mass_t`, `value_usd` where rows differ in them.
    ///
    /// # Errors
    /// When it cannot be read, or lacks columns.
    pub fn open(path: &Path) -> Result<Self, BatchError> {
        Ok(Self { table: Table::open_with(path, &[BY_PLACE, BY_POSITION], OWN)?, bad: 0 })
    }

    /// Record batches in memory with these columns, which errors call `name`.
    ///
    /// # Errors
    /// When columns are missing or of another kind.
    pub fn of_records(
        name: &str,
        reader: Box<dyn RecordBatchReader + Send>,
    ) -> Result<Self, BatchError> {
        let table = Table::of_records(name, reader, &[BY_PLACE, BY_POSITION], OWN)?;
        Ok(Self { table, bad: 0 })
    }

    /// How the file was read where that is not as expected: in another encoding, with semicolons.
    pub fn note(&self) -> Option<&str> {
        self.table.note()
    }
}

/// Reads a table of pairs whole: the id of each row, and its pair or what is wrong with it; and how the
/// file was read where that is not as expected.
///
/// # Errors
/// When it cannot be read, or lacks columns.
pub fn read_plan_rows(path: &Path) -> Result<(Vec<IdAndPair>, Option<String>), BatchError> {
    let mut reader = PlanReader::open(path)?;
    let mut rows = Vec::new();
    loop {
        let told = &mut Vec::new();
        let entries = reader.read(super::AT_ONCE, &mut |bad| told.push(bad.to_string()))?;
        if entries.is_empty() {
            return Ok((rows, reader.note().map(str::to_owned)));
        }
        let mut told = told.drain(..);
        for Entry { id, pair } in entries {
            // The entry says what is wrong, the report where; reports come in the order of the rows.
            let pair = pair.map_err(|reason| told.next().unwrap_or(reason));
            rows.push((id.unwrap_or_default(), pair));
        }
    }
}

/// The id of a row, and its pair or a sentence that says what is wrong with it.
pub type IdAndPair = (String, Result<PlanRow, String>);

impl Asked for PlanReader {
    type Entry = Entry;

    fn read(
        &mut self,
        most: usize,
        bad_row: &mut dyn FnMut(&BadRow),
    ) -> Result<Vec<Entry>, BatchError> {
        let mut entries = Vec::new();
        while entries.len() < most
            && let Some(Record { row, fields }) = self.table.next()?
        {
            let entry = match fields {
                Ok(fields) => entry(fields, self.table.variant),
                Err(reason) => Entry { id: None, pair: Err(reason) },
            };
            if let Err(reason) = &entry.pair {
                self.bad += 1;
                let (table, unit) = (self.table.name().to_owned(), self.table.unit());
                bad_row(&BadRow { table, row, unit, reason: reason.clone() });
            }
            entries.push(entry);
        }
        Ok(entries)
    }
    fn bad(&self) -> u64 {
        self.bad
    }
    fn row_estimate(&self) -> Option<u64> {
        self.table.row_estimate()
    }
}

fn entry(fields: Vec<Value>, variant: usize) -> Entry {
    let mut fields = fields.into_iter();
    let id = fields.next().and_then(Value::text);
    let pair = match id {
        Some(_) => pair(&mut fields, variant),
        None => Err("no value for id".to_owned()),
    };
    Entry { id, pair }
}

/// The pair of the fields after the id.
fn pair(fields: &mut impl Iterator<Item = Value>, variant: usize) -> Result<PlanRow, String> {
    let mut next = || fields.next().unwrap_or(Value::Missing);
    let (from, to) = if variant == 0 {
        let mut place = |column: &str| next().text().ok_or(format!("no value for {column}"));
        (place("from")?, place("to")?)
    } else {
        let mut position = |lon: &str, lat: &str| {
            let at = Position::new(next().number(lon)?, next().number(lat)?)?;
            Ok::<_, String>(format!("{},{}", at.lon(), at.lat()))
        };
        (position("from_lon", "from_lat")?, position("to_lon", "to_lat")?)
    };
    let depart = next().text();
    let mut amount = |column: &str| {
        let value = next();
        if value.clone().text().is_none() {
            return Ok(None);
        }
        match value.number(column)? {
            number if number.is_finite() => Ok(Some(number)),
            number => Err(format!("{column} {number} is not a finite number")),
        }
    };
    let (teu, mass_t, value_usd) = (amount("teu")?, amount("mass_t")?, amount("value_usd")?);
    Ok(PlanRow { from, to, depart, teu, mass_t, value_usd })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;

    #[test]
    fn each_bad_row_is_told_with_its_own_line() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("pairs.csv");
        let text = "id,from,to,teu\na,Mumbai,Moscow,many\nb,Delhi,Hamburg,1\nc,,Hamburg,1\n";
        std::fs::write(&path, text).unwrap();
        let (rows, _) = read_plan_rows(&path).unwrap();
        let told: Vec<_> = rows.iter().map(|(_, pair)| pair.as_ref().err()).collect();
        assert!(told[0].unwrap().contains("line 2"), "{told:?}");
        assert!(told[1].is_none());
        assert!(told[2].unwrap().contains("line 4"), "{told:?}");
    }
}
