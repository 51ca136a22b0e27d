//! Pairs: a table of questions, one answer a row.

use crate::error::BatchError;
use crate::run::Asked;
use crate::site::{BadRow, Position};
use crate::table::{Holds, Record, Table, Value, Wanted};
use arrow_array::{ArrayRef, RecordBatch, RecordBatchReader, StringArray, UInt32Array};
use arrow_schema::{DataType, Field, Schema, SchemaRef};
use std::path::Path;
use std::sync::{Arc, LazyLock};

const COLUMNS: Wanted = &[
    ("id", Holds::Text),
    ("from_lon", Holds::Numbers),
    ("from_lat", Holds::Numbers),
    ("to_lon", Holds::Numbers),
    ("to_lat", Holds::Numbers),
];

const BY_PLACE: Wanted = &[("id", Holds::Text), ("from", Holds::Text), ("to", Holds::Text)];

/// Says where a place is that a table names, or in a sentence why it cannot.
pub type Locate<'l> = Box<dyn Fn(&str) -> Result<Position, String> + Send + 'l>;

/// Rows read, answered and written at once: what a kill can cost, and what is in memory.
pub(crate) const AT_ONCE: usize = 1 << 15;
/// What stands in the status column of a row that could not be read.
pub(crate) const BAD_ROW: &str = "bad-row";

/// A pair to be answered.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PairRow {
    /// Where from.
    pub from: Position,
    /// Where to.
    pub to: Position,
}

/// The answer to a pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PairAnswer {
    /// Metres; `None` where there is no way, and the status says why.
    pub distance_m: Option<u32>,
    /// Metres from the first point to where it met the network, if it did.
    pub from_snap_m: Option<u32>,
    /// Metres from the second point to where it met the network, if it did.
    pub to_snap_m: Option<u32>,
    /// `ok` or a reason code.
    pub status: &'static str,
}

/// Who answers pairs.
pub trait PairAnswers: Sync {
    /// One answer for each row, in their order.
    fn answers(&self, rows: &[PairRow]) -> Vec<PairAnswer>;
}

/// The columns of the answers: `id,distance_m,from_snap_m,to_snap_m,status`.
pub fn pair_schema() -> SchemaRef {
    static SCHEMA: LazyLock<SchemaRef> = LazyLock::new(|| {
        Arc::new(Schema::new(vec![
            Field::new("id", DataType::Utf8, true),
            Field::new("distance_m", DataType::UInt32, true),
            Field::new("from_snap_m", DataType::UInt32, true),
            Field::new("to_snap_m", DataType::UInt32, true),
            Field::new("status", DataType::Utf8, false),
        ]))
    });
    SCHEMA.clone()
}

/// A row read: its id, and the pair if nothing is wrong with it.
pub(crate) type Entry = (Option<String>, Option<PairRow>);

/// A table of pairs, read some rows at a time.
pub struct PairReader<'l> {
    table: Table,
    locate: Option<Locate<'l>>,
    bad: u64,
}

impl PairReader<'static> {
    /// Opens a CSV or Parquet file, `-` for CSV from stdin.
    ///
    /// # Errors
    /// When it cannot be read, or lacks columns.
    pub fn open(path: &Path) -> Result<Self, BatchError> {
        Ok(Self { table: Table::open(path, &[COLUMNS])?, locate: None, bad: 0 })
    }

    /// How the file was read where that is not as expected: in another encoding, with semicolons.
    pub fn note(&self) -> Option<&str> {
        self.table.note()
    }
}

impl<'l> PairReader<'l> {
    /// Record batches in memory, which errors call `name`; they may have places `from` and `to`
    /// instead of positions, which `locate` finds.
    ///
    /// # Errors
    /// When columns are missing or of another kind.
    pub fn of_records(
        name: &str,
        reader: Box<dyn RecordBatchReader + Send>,
        locate: Locate<'l>,
    ) -> Result<Self, BatchError> {
        let table = Table::of_records(name, reader, &[COLUMNS, BY_PLACE], &[])?;
        Ok(Self { table, locate: Some(locate), bad: 0 })
    }
}

impl Asked for PairReader<'_> {
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
            let (id, pair) = match (fields, &self.locate) {
                (Ok(fields), Some(locate)) if self.table.variant == 1 => located(fields, locate),
                (Ok(fields), _) => entry(fields),
                (Err(reason), _) => (None, Err(reason)),
            };
            let pair = pair.map_err(|reason| {
                self.bad += 1;
                let (table, unit) = (self.table.name().to_owned(), self.table.unit());
                bad_row(&BadRow { table, row, unit, reason });
            });
            entries.push((id, pair.ok()));
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

fn entry(mut fields: Vec<Value>) -> (Option<String>, Result<PairRow, String>) {
    let numbers = fields.split_off(1);
    let number = |k: usize| numbers[k].number(COLUMNS[k + 1].0);
    let pair = || {
        Ok(PairRow {
            from: Position::new(number(0)?, number(1)?)?,
            to: Position::new(number(2)?, number(3)?)?,
        })
    };
    // An id is the user's: handed back as it came, even when it is empty or there twice.
    let id = match fields.pop() {
        Some(Value::Text(text)) => Some(text),
        Some(value) => value.text(),
        None => None,
    };
    (id, pair())
}

fn located(fields: Vec<Value>, locate: &Locate<'_>) -> (Option<String>, Result<PairRow, String>) {
    let mut fields = fields.into_iter();
    let mut next = || fields.next().and_then(Value::text);
    let (id, from, to) = (next(), next(), next());
    let place = |column: &str, text: Option<String>| {
        locate(&text.ok_or_else(|| format!("no value for {column}"))?)
    };
    let pair = || Ok(PairRow { from: place("from", from)?, to: place("to", to)? });
    (id, pair())
}

/// The record batch of some entries and their answers.
pub(crate) fn answered(
    entries: &[Entry],
    answers: &dyn PairAnswers,
) -> Result<RecordBatch, BatchError> {
    let pairs: Vec<PairRow> = entries.iter().filter_map(|(_, pair)| *pair).collect();
    let given = answers.answers(&pairs);
    if given.len() != pairs.len() {
        let (given, asked) = (given.len(), pairs.len());
        return Err(BatchError::Shape(format!("{given} answers were given to {asked} pairs")));
    }
    let mut given = given.into_iter();
    let rows: Vec<(Option<&str>, Option<PairAnswer>)> =
        entries.iter().map(|(id, pair)| (id.as_deref(), pair.and_then(|_| given.next()))).collect();
    let number = |pick: fn(&PairAnswer) -> Option<u32>| -> ArrayRef {
        let column: UInt32Array =
            rows.iter().map(|(_, answer)| answer.as_ref().and_then(pick)).collect();
        Arc::new(column)
    };
    let ids: StringArray = rows.iter().map(|(id, _)| *id).collect();
    let status = rows.iter().map(|(_, answer)| answer.map_or(BAD_ROW, |a| a.status));
    let arrays: Vec<ArrayRef> = vec![
        Arc::new(ids),
        number(|a| a.distance_m),
        number(|a| a.from_snap_m),
        number(|a| a.to_snap_m),
        Arc::new(StringArray::from_iter_values(status)),
    ];
    Ok(RecordBatch::try_new(pair_schema(), arrays)
        .expect("the arrays are made to the schema and have one length"))
}

/// Answered pairs as a stream of Arrow record batches, computed as they are asked for.
pub struct PairBatches<'a> {
    reader: PairReader<'a>,
    answers: &'a dyn PairAnswers,
    bad_row: &'a mut dyn FnMut(&BadRow),
    done: bool,
}

impl<'a> PairBatches<'a> {
    /// The answers to the rows of a table, in batches of at most 32,768.
    pub fn new(
        reader: PairReader<'a>,
        answers: &'a dyn PairAnswers,
        bad_row: &'a mut dyn FnMut(&BadRow),
    ) -> Self {
        Self { reader, answers, bad_row, done: false }
    }
}

impl Iterator for PairBatches<'_> {
    type Item = Result<RecordBatch, BatchError>;
    fn next(&mut self) -> Option<Self::Item> {
        if self.done {
            return None;
        }
        let batch = match self.reader.read(AT_ONCE, self.bad_row) {
            Ok(entries) if entries.is_empty() => None,
            Ok(entries) => Some(answered(&entries, self.answers)),
            Err(e) => Some(Err(e)),
        };
        self.done = !matches!(batch, Some(Ok(_)));
        batch
    }
}
