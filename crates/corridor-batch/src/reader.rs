//! A table of questions, read some rows at a time, whatever its rows ask.

use crate::error::BatchError;
use crate::site::{BadRow, Position};
use crate::table::{Record, Table, Value};

/// A row read: its id, and what it asks or what is wrong with it.
pub(crate) struct Entry<R> {
    pub(crate) id: Option<String>,
    pub(crate) asked: Result<R, String>,
}

/// The id of a row, and what it asks or a sentence that says what is wrong with it.
pub type IdAndRow<R> = (String, Result<R, String>);

/// Makes an entry of the fields of a row, which has the columns of one of the sets that would do.
pub(crate) type Parse<'l, R> = Box<dyn Fn(Vec<Value>, usize) -> Entry<R> + Send + 'l>;

/// A table of questions, read some rows at a time.
pub struct Reader<'l, R> {
    table: Table,
    parse: Parse<'l, R>,
    bad: u64,
}

impl<'l, R> Reader<'l, R> {
    pub(crate) fn new(table: Table, parse: Parse<'l, R>) -> Self {
        Self { table, parse, bad: 0 }
    }

    /// How the file was read where that is not as expected: in another encoding, with semicolons.
    pub fn note(&self) -> Option<&str> {
        self.table.note()
    }

    /// Whether the table has an optional column.
    pub(crate) fn has(&self, column: &str) -> bool {
        self.table.has(column)
    }

    /// Up to `most` rows; bad ones are told to `bad_row`. Empty at the end.
    pub(crate) fn read(
        &mut self,
        most: usize,
        bad_row: &mut dyn FnMut(&BadRow),
    ) -> Result<Vec<Entry<R>>, BatchError> {
        let mut entries = Vec::new();
        while entries.len() < most
            && let Some(Record { row, fields }) = self.table.next()?
        {
            let entry = match fields {
                Ok(fields) => (self.parse)(fields, self.table.variant),
                Err(reason) => Entry { id: None, asked: Err(reason) },
            };
            if let Err(reason) = &entry.asked {
                self.bad += 1;
                let (table, unit) = (self.table.name().to_owned(), self.table.unit());
                bad_row(&BadRow { table, row, unit, reason: reason.clone() });
            }
            entries.push(entry);
        }
        Ok(entries)
    }

    /// Rows so far that could not be answered because of what stands in them.
    pub(crate) fn bad(&self) -> u64 {
        self.bad
    }

    /// Rows there are in all, as far as can be told.
    pub(crate) fn row_estimate(&self) -> Option<u64> {
        self.table.row_estimate()
    }

    /// All rows, with what is wrong with them and where; and how the file was read where that is not as
    /// expected.
    pub(crate) fn whole(mut self) -> Result<(Vec<IdAndRow<R>>, Option<String>), BatchError> {
        const AT_ONCE: usize = 1024;
        let mut rows = Vec::new();
        loop {
            let told = &mut Vec::new();
            let entries = self.read(AT_ONCE, &mut |bad| told.push(bad.to_string()))?;
            if entries.is_empty() {
                return Ok((rows, self.note().map(str::to_owned)));
            }
            let mut told = told.drain(..);
            for Entry { id, asked } in entries {
                // The entry says what is wrong, the report where; reports come in the order of the rows.
                let asked = asked.map_err(|reason| told.next().unwrap_or(reason));
                rows.push((id.unwrap_or_default(), asked));
            }
        }
    }
}

/// The fields of a row, taken one after the other in the order in which their columns were asked for.
pub(crate) struct Fields(std::vec::IntoIter<Value>);

impl Fields {
    /// The entry of a row whose first field is an id that it has to have.
    pub(crate) fn entry<R>(
        fields: Vec<Value>,
        ask: impl FnOnce(&mut Self) -> Result<R, String>,
    ) -> Entry<R> {
        let mut fields = Self(fields.into_iter());
        let id = fields.text();
        let asked = match id {
            Some(_) => ask(&mut fields),
            None => Err("no value for id".to_owned()),
        };
        Entry { id, asked }
    }

    fn next(&mut self) -> Value {
        self.0.next().unwrap_or(Value::Missing)
    }

    /// Passes over so many fields.
    pub(crate) fn skip(&mut self, count: usize) {
        (0..count).for_each(|_| drop(self.next()));
    }

    /// A text, if there is one.
    pub(crate) fn text(&mut self) -> Option<String> {
        self.next().text()
    }

    /// A text that has to be there.
    pub(crate) fn needed(&mut self, column: &str) -> Result<String, String> {
        self.text().ok_or_else(|| format!("no value for {column}"))
    }

    /// A finite number, if there is anything.
    pub(crate) fn amount(&mut self, column: &str) -> Result<Option<f64>, String> {
        let value = self.next();
        if value.clone().text().is_none() {
            return Ok(None);
        }
        match value.number(column)? {
            number if number.is_finite() => Ok(Some(number)),
            number => Err(format!("{column} {number} is not a finite number")),
        }
    }

    /// A position in two columns.
    pub(crate) fn position(&mut self, lon: &str, lat: &str) -> Result<Position, String> {
        let (lon, lat) = (self.next().number(lon), self.next().number(lat));
        Position::new(lon?, lat?)
    }
}
