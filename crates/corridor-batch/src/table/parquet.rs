//! Rows of a Parquet file.
//!
//! Only the columns wanted are read. What the writer's Arrow types were does not count: dictionaries
//! and string views are stored as plain strings.

use super::{Holds, Record, Value, Wanted, choose, expected};
use crate::error::BatchError;
use arrow_array::cast::AsArray;
use arrow_array::types::{
    Float32Type, Float64Type, Int8Type, Int16Type, Int32Type, Int64Type, UInt8Type, UInt16Type,
    UInt32Type, UInt64Type,
};
use arrow_array::{Array, ArrayRef, RecordBatch};
use arrow_schema::DataType;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{
    ArrowReaderOptions, ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder,
};
use parquet::basic::Compression;
use parquet::errors::ParquetError;
use parquet::file::metadata::{ColumnChunkMetaData, ParquetMetaData, RowGroupMetaData};
use std::fs::File;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Rows decoded at a time.
const BATCH: usize = 8192;

pub(super) struct Parquet {
    reader: ParquetRecordBatchReader,
    /// Where in a batch the columns wanted stand, those that there are.
    places: Vec<Option<usize>>,
    batch: Option<RecordBatch>,
    at: usize,
    row: u64,
    count: u64,
}

impl Parquet {
    /// Opens; gives also which of the wanted sets of columns is there.
    pub(super) fn open(
        name: &str,
        file: File,
        wanted: (&[Wanted], Wanted),
    ) -> Result<(Self, usize), BatchError> {
        let broken = |e: ParquetError| BatchError::Unreadable {
            name: name.to_owned(),
            reason: format!("it is no Parquet file, or a damaged one ({e})"),
        };
        let size = file.metadata().map_err(|e| broken(e.into()))?.len();
        let options = ArrowReaderOptions::new().with_skip_arrow_metadata(true);
        let builder =
            fenced(|| ParquetRecordBatchReaderBuilder::try_new_with_options(file, options))
                .map_err(broken)?;
        lies_within(builder.metadata(), size).map_err(broken)?;
        if let Some(codec) = unread_codec(builder.metadata()) {
            return Err(BatchError::Unreadable {
                name: name.to_owned(),
                reason: format!(
                    "its columns are compressed with {codec}, which is not read; write it with Snappy, \
                     Zstandard or no compression"
                ),
            });
        }
        let fields = builder.schema().fields().clone();
        let names: Vec<String> = fields.iter().map(|f| f.name().clone()).collect();
        let found = || {
            let typed = |f: &arrow_schema::FieldRef| format!("{} ({})", f.name(), f.data_type());
            fields.iter().map(typed).collect::<Vec<_>>().join(", ")
        };
        let refused = |problem| BatchError::Columns {
            name: name.to_owned(),
            problem,
            found: found(),
            expected: expected(wanted),
        };
        let (variant, columns) = choose(&names, wanted).map_err(refused)?;
        for (column, (name, holds)) in columns.iter().zip(wanted.0[variant].iter().chain(wanted.1))
        {
            let Some(column) = *column else { continue };
            let kind = fields[column].data_type();
            if !fits(kind, *holds) {
                let must = match holds {
                    Holds::Text => "text or whole numbers",
                    Holds::Numbers => "numbers",
                };
                return Err(refused(format!("has {kind} in {name} where {must} belong")));
            }
        }
        let count = builder.metadata().file_metadata().num_rows().max(0) as u64;
        let mask =
            ProjectionMask::roots(builder.parquet_schema(), columns.iter().copied().flatten());
        // A projection keeps the order of the file.
        let mut kept: Vec<usize> = columns.iter().copied().flatten().collect();
        kept.sort_unstable();
        let place = |column: &Option<usize>| kept.iter().position(|k| Some(*k) == *column);
        let places = columns.iter().map(place).collect();
        let reader = fenced(|| builder.with_projection(mask).with_batch_size(BATCH).build())
            .map_err(broken)?;
        Ok((Self { reader, places, batch: None, at: 0, row: 0, count }, variant))
    }

    /// Rows of the file, as it says itself.
    pub(super) fn count(&self) -> u64 {
        self.count
    }

    pub(super) fn next(&mut self) -> Result<Option<Record>, String> {
        let batch = loop {
            match &self.batch {
                Some(batch) if self.at < batch.num_rows() => break batch,
                _ => {}
            }
            let read = fenced(|| Ok(self.reader.next().transpose()?));
            let after = self.row;
            match read.map_err(|e| format!("damaged after row {after}: {e}"))? {
                Some(batch) => (self.batch, self.at) = (Some(batch), 0),
                None if self.row == self.count => return Ok(None),
                None => {
                    return Err(format!("it ends after row {} of {}", self.row, self.count));
                }
            }
        };
        let at = self.at;
        self.at += 1;
        self.row += 1;
        let field = |place: &Option<usize>| {
            place.map_or(Value::Missing, |place| value(batch.column(place), at))
        };
        let fields = self.places.iter().map(field).collect();
        Ok(Some(Record { row: self.row, fields: Ok(fields) }))
    }
}

/// Refuses a footer whose columns lie outside the file; the reader takes them on trust.
fn lies_within(metadata: &ParquetMetaData, size: u64) -> Result<(), ParquetError> {
    let columns = metadata.row_groups().iter().flat_map(RowGroupMetaData::columns);
    for column in columns {
        let start = column.dictionary_page_offset().unwrap_or(column.data_page_offset());
        let end = start.checked_add(column.compressed_size());
        let is_inside = start >= 0
            && column.compressed_size() >= 0
            && column.data_page_offset() >= 0
            && end.is_some_and(|end| end as u64 <= size);
        if !is_inside {
            return Err(ParquetError::General("a column lies outside the file".to_owned()));
        }
    }
    Ok(())
}

/// A compression of the file that is not read here.
fn unread_codec(metadata: &ParquetMetaData) -> Option<Compression> {
    let columns = metadata.row_groups().iter().flat_map(RowGroupMetaData::columns);
    let is_read = |codec: &Compression| {
        matches!(codec, Compression::UNCOMPRESSED | Compression::SNAPPY | Compression::ZSTD(_))
    };
    columns.map(ColumnChunkMetaData::compression).find(|codec| !is_read(codec))
}

/// The reader of Parquet checks much and asserts the rest: what it asserts of a damaged file is an
/// error of the file, not of the program. It is not used again afterwards.
fn fenced<T>(read: impl FnOnce() -> Result<T, ParquetError>) -> Result<T, ParquetError> {
    catch_unwind(AssertUnwindSafe(read)).unwrap_or_else(|_| {
        Err(ParquetError::General("what it holds contradicts itself".to_owned()))
    })
}

fn fits(kind: &DataType, holds: Holds) -> bool {
    match holds {
        Holds::Text => matches!(kind, DataType::Utf8) || kind.is_integer(),
        Holds::Numbers => {
            kind.is_integer() || matches!(kind, DataType::Float32 | DataType::Float64)
        }
    }
}

fn value(column: &ArrayRef, at: usize) -> Value {
    if column.is_null(at) {
        return Value::Missing;
    }
    match column.data_type() {
        DataType::Utf8 => Value::Text(column.as_string::<i32>().value(at).to_owned()),
        DataType::Float64 => Value::Number(column.as_primitive::<Float64Type>().value(at)),
        DataType::Float32 => Value::Number(column.as_primitive::<Float32Type>().value(at).into()),
        DataType::Int8 => Value::Integer(column.as_primitive::<Int8Type>().value(at).into()),
        DataType::Int16 => Value::Integer(column.as_primitive::<Int16Type>().value(at).into()),
        DataType::Int32 => Value::Integer(column.as_primitive::<Int32Type>().value(at).into()),
        DataType::Int64 => Value::Integer(column.as_primitive::<Int64Type>().value(at)),
        DataType::UInt8 => Value::Integer(column.as_primitive::<UInt8Type>().value(at).into()),
        DataType::UInt16 => Value::Integer(column.as_primitive::<UInt16Type>().value(at).into()),
        DataType::UInt32 => Value::Integer(column.as_primitive::<UInt32Type>().value(at).into()),
        DataType::UInt64 => Value::Text(column.as_primitive::<UInt64Type>().value(at).to_string()),
        // Refused when the file was opened.
        _ => Value::Missing,
    }
}
