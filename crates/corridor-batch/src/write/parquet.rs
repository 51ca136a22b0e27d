//! Record batches as Parquet, block by block, and one footer over all blocks at the end.
//!
//! A block is written as a small Parquet file of its own, one after the other into the same file.
//! The footer written last lists the row groups of all blocks with their offsets in the whole file;
//! the footers of the blocks stay between the row groups and no reader looks at them. So nothing is
//! copied at the end, and the disk never holds the table twice.

use super::{GEO, Out};
use arrow_array::RecordBatch;
use arrow_schema::{DataType, SchemaRef};
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::errors::ParquetError;
use parquet::file::metadata::{
    ColumnChunkMetaData, FileMetaData, KeyValue, ParquetMetaData, ParquetMetaDataReader,
    ParquetMetaDataWriter, RowGroupMetaData,
};
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::schema::types::ColumnPath;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};

/// Bytes at the end of a Parquet file: the length of the footer and the magic.
const TAIL: u64 = 8;
/// A dictionary of ids may grow to this before ids are spelt out in every row, bytes.
const LARGEST_DICTIONARY: usize = 8 << 20;

pub(super) fn block(
    schema: &SchemaRef,
    batches: &mut dyn Iterator<Item = RecordBatch>,
    out: &mut Out<'_>,
) -> io::Result<()> {
    let mut writer =
        ArrowWriter::try_new(out, schema.clone(), Some(properties(schema))).map_err(io_error)?;
    for batch in batches {
        writer.write(&batch).map_err(io_error)?;
    }
    writer.close().map_err(io_error)?;
    Ok(())
}

fn properties(schema: &SchemaRef) -> WriterProperties {
    let mut properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::default()))
        // Distances hardly repeat: a dictionary of them is tried in vain.
        .set_dictionary_enabled(false)
        .set_dictionary_page_size_limit(LARGEST_DICTIONARY)
        // The indexes of pages hold offsets that would be wrong in the whole file.
        .set_offset_index_disabled(true)
        .set_statistics_enabled(EnabledStatistics::Chunk);
    for field in schema.fields() {
        if matches!(field.data_type(), DataType::Dictionary(..)) {
            let path = ColumnPath::new(vec![field.name().clone()]);
            properties = properties.set_column_dictionary_enabled(path, true);
        }
    }
    if let Some(geo) = schema.metadata().get(GEO) {
        let about = KeyValue::new(GEO.to_owned(), geo.clone());
        properties = properties.set_key_value_metadata(Some(vec![about]));
    }
    properties.build()
}

/// Writes the footer of a file that consists of blocks of the given lengths, at its end.
pub(super) fn footer(mut file: &File, lengths: &[u64]) -> io::Result<()> {
    let mut start = 0;
    let mut groups: Vec<RowGroupMetaData> = Vec::new();
    let mut about: Option<FileMetaData> = None;
    for length in lengths {
        let block = block_footer(file, start, *length)?;
        for group in block.row_groups() {
            groups.push(moved(group, start, groups.len()).map_err(io_error)?);
        }
        about.get_or_insert_with(|| block.file_metadata().clone());
        start += length;
    }
    let about = about.ok_or_else(|| io::Error::other("a table of no blocks has no columns"))?;
    let whole = FileMetaData::new(
        about.version(),
        groups.iter().map(RowGroupMetaData::num_rows).sum(),
        about.created_by().map(str::to_owned),
        about.key_value_metadata().cloned(),
        about.schema_descr_ptr(),
        about.column_orders().cloned(),
    );
    file.seek(SeekFrom::Start(start))?;
    let mut out = io::BufWriter::new(file);
    let whole = ParquetMetaData::new(whole, groups);
    ParquetMetaDataWriter::new(&mut out, &whole).finish().map_err(io_error)?;
    out.flush()
}

fn block_footer(mut file: &File, start: u64, length: u64) -> io::Result<ParquetMetaData> {
    let damaged = || io::Error::new(io::ErrorKind::InvalidData, "a block has no footer");
    let end = start + length;
    file.seek(SeekFrom::Start(end.checked_sub(TAIL).ok_or_else(damaged)?))?;
    let mut tail = [0; TAIL as usize];
    file.read_exact(&mut tail)?;
    let [a, b, c, d, magic @ ..] = tail;
    let size = u64::from(u32::from_le_bytes([a, b, c, d]));
    if &magic != b"PAR1" || size + TAIL > length {
        return Err(damaged());
    }
    file.seek(SeekFrom::Start(end - TAIL - size))?;
    let mut bytes = vec![0; size as usize];
    file.read_exact(&mut bytes)?;
    ParquetMetaDataReader::decode_metadata(&bytes).map_err(io_error)
}

/// A row group of a block that starts at `start`, as the `ordinal`th of the whole file.
fn moved(
    group: &RowGroupMetaData,
    start: u64,
    ordinal: usize,
) -> Result<RowGroupMetaData, ParquetError> {
    let start = start as i64;
    let columns = group
        .columns()
        .iter()
        .map(|column| {
            let dictionary = column.dictionary_page_offset().map(|offset| offset + start);
            let pages = column.data_page_offset() + start;
            let builder = ColumnChunkMetaData::into_builder(column.clone());
            builder
                .set_dictionary_page_offset(dictionary)
                .set_data_page_offset(pages)
                .set_offset_index_offset(None)
                .set_offset_index_length(None)
                .set_column_index_offset(None)
                .set_column_index_length(None)
                .build()
        })
        .collect::<Result<Vec<_>, _>>()?;
    let offset = group.file_offset().unwrap_or_default() + start;
    let builder = group.clone().into_builder().set_column_metadata(columns);
    builder.set_file_offset(offset).set_ordinal(ordinal as i32).build()
}

/// What the system said, where the error has it inside: a full disk must not read as bad Parquet.
fn io_error(error: ParquetError) -> io::Error {
    match error {
        ParquetError::External(source) => match source.downcast::<io::Error>() {
            Ok(io) => *io,
            Err(other) => io::Error::other(other),
        },
        other => io::Error::other(other),
    }
}
