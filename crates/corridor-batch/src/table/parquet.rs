//! Rows of a Parquet file.
//!
//! Only the columns wanted are read. What the writer's Arrow types were does not count: dictionaries
//! and string views are stored as plain strings.

use super::Wanted;
use super::records::{Columns, Records, is_told};
use crate::error::BatchError;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{ArrowReaderOptions, ParquetRecordBatchReaderBuilder};
use parquet::basic::Compression;
use parquet::errors::ParquetError;
use parquet::file::metadata::{ColumnChunkMetaData, ParquetMetaData, RowGroupMetaData};
use std::fs::File;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Rows decoded at a time.
const BATCH: usize = 8192;

/// The error of a file that is not Parquet, or is damaged.
fn broken(name: &str) -> impl Fn(ParquetError) -> BatchError {
    |e| BatchError::Unreadable {
        name: name.to_owned(),
        reason: format!("it is no Parquet file, or a damaged one ({e})"),
    }
}

/// Begins to read a file, whose footer is checked.
fn begun(name: &str, file: File) -> Result<ParquetRecordBatchReaderBuilder<File>, BatchError> {
    let broken = broken(name);
    let size = file.metadata().map_err(|e| broken(e.into()))?.len();
    let options = ArrowReaderOptions::new().with_skip_arrow_metadata(true);
    let builder = fenced(|| ParquetRecordBatchReaderBuilder::try_new_with_options(file, options))
        .map_err(&broken)?;
    lies_within(builder.metadata(), size).map_err(&broken)?;
    if let Some(codec) = unread_codec(builder.metadata()) {
        return Err(BatchError::Unreadable {
            name: name.to_owned(),
            reason: format!(
                "its columns are compressed with {codec}, which is not read; write it with Snappy, \
                 Zstandard or no compression"
            ),
        });
    }
    Ok(builder)
}

/// Opens; gives also which of the wanted sets of columns is there.
pub(super) fn open(
    name: &str,
    file: File,
    wanted: (&[Wanted], Wanted),
) -> Result<(Records, usize), BatchError> {
    let builder = begun(name, file)?;
    let Columns { variant, places: columns } = Columns::of(name, builder.schema(), wanted)?;
    let records = records(name, builder, &columns)?;
    Ok((records, variant))
}

/// Opens all columns that hold texts, numbers or days; gives also their names.
pub(super) fn open_all(name: &str, file: File) -> Result<(Records, Vec<String>), BatchError> {
    let builder = begun(name, file)?;
    let fields = builder.schema().fields().iter().enumerate();
    let fields = fields.filter(|(_, field)| is_told(field.data_type()));
    let (columns, names): (Vec<_>, Vec<_>) =
        fields.map(|(at, field)| (Some(at), field.name().clone())).unzip();
    Ok((records(name, builder, &columns)?, names))
}

fn records(
    name: &str,
    builder: ParquetRecordBatchReaderBuilder<File>,
    columns: &[Option<usize>],
) -> Result<Records, BatchError> {
    let count = builder.metadata().file_metadata().num_rows().max(0) as u64;
    let mask = ProjectionMask::roots(builder.parquet_schema(), columns.iter().copied().flatten());
    // A projection keeps the order of the file.
    let mut kept: Vec<usize> = columns.iter().copied().flatten().collect();
    kept.sort_unstable();
    kept.dedup();
    let place = |column: &Option<usize>| kept.iter().position(|k| Some(*k) == *column);
    let places = columns.iter().map(place).collect();
    let mut reader = fenced(|| builder.with_projection(mask).with_batch_size(BATCH).build())
        .map_err(broken(name))?;
    let batches = std::iter::from_fn(move || {
        let read = fenced(|| Ok(reader.next().transpose()?));
        read.map_err(|e| e.to_string()).transpose()
    });
    Ok(Records::new(Box::new(batches), places, Some(count)))
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
