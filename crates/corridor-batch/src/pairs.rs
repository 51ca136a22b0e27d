//! Pairs: a table of questions, one answer a row.

use crate::error::BatchError;
use crate::reader::{Entry, Parse, Reader};
use crate::site::{BadRow, Position};
use crate::table::{Holds, Table, Value, Wanted};
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

/// A table of pairs, read some rows at a time.
pub type PairReader<'l> = Reader<'l, PairRow>;

impl PairReader<'static> {
    /// Opens a CSV or Parquet file, `-` for CSV from stdin.
    ///
    /// # Errors
    /// When it cannot be read, or lacks columns.
    pub fn open(path: &Path) -> Result<Self, BatchError> {
        let table = Table::open(path, &[COLUMNS])?;
        Ok(Self::new(table, Box::new(|fields, _| entry(fields))))
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
        let parse: Parse<'l, PairRow> = Box::new(move |fields, variant| match variant {
            0 => entry(fields),
            _ => located(fields, &locate),
        });
        Ok(Self::new(table, parse))
    }
}

/// The entry of a row with positions. An id is the user's: handed back as it came, even when it is empty
/// or there twice.
fn entry(mut fields: Vec<Value>) -> Entry<PairRow> {
    let id = match fields.first_mut().map(|id| std::mem::replace(id, Value::Missing)) {
        Some(Value::Text(text)) => Some(text),
        Some(value) => value.text(),
        None => None,
    };
    let number = |k: usize| fields[k].number(COLUMNS[k].0);
    let pair = || {
        Ok(PairRow {
            from: Position::new(number(1)?, number(2)?)?,
            to: Position::new(number(3)?, number(4)?)?,
        })
    };
    Entry { id, asked: pair() }
}

fn located(fields: Vec<Value>, locate: &Locate<'_>) -> Entry<PairRow> {
    let mut fields = fields.into_iter();
    let mut next = || fields.next().and_then(Value::text);
    let (id, from, to) = (next(), next(), next());
    let place = |column: &str, text: Option<String>| {
        locate(&text.ok_or_else(|| format!("no value for {column}"))?)
    };
    let pair = || Ok(PairRow { from: place("from", from)?, to: place("to", to)? });
    Entry { id, asked: pair() }
}

/// The record batch of some entries and their answers.
pub(crate) fn answered(
    entries: &[Entry<PairRow>],
    answers: &dyn PairAnswers,
) -> Result<RecordBatch, BatchError> {
    let pairs: Vec<PairRow> =
        entries.iter().filter_map(|entry| entry.asked.as_ref().ok().copied()).collect();
    let given = answers.answers(&pairs);
    if given.len() != pairs.len() {
        let (given, asked) = (given.len(), pairs.len());
        return Err(BatchError::Shape(format!("{given} answers were given to {asked} pairs")));
    }
    let mut given = given.into_iter();
    let row = |Entry { id, asked }: &'_ Entry<PairRow>| {
        (id.clone(), asked.as_ref().ok().and_then(|_| given.next()))
    };
    let rows: Vec<(Option<String>, Option<PairAnswer>)> = entries.iter().map(row).collect();
    let number = |pick: fn(&PairAnswer) -> Option<u32>| -> ArrayRef {
        let column: UInt32Array =
            rows.iter().map(|(_, answer)| answer.as_ref().and_then(pick)).collect();
        Arc::new(column)
    };
    let ids: StringArray = rows.iter().map(|(id, _)| id.as_deref()).collect();
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
