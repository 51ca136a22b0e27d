//! Record batches as bytes, and where the bytes go.

mod csv;
mod draft;
mod journal;
mod lines;
mod parquet;
mod place;
mod sink;

pub use place::{behind_links, is_same_file, is_stdout, is_stream};
pub(crate) use sink::Sink;
pub use sink::{Output, Start};

use crate::format::Format;
use arrow_array::RecordBatch;
use arrow_schema::SchemaRef;
use std::io::{self, Write};

/// The key of what GeoParquet says of a file, in a schema and in the file.
pub(crate) const GEO: &str = "geo";

/// Where a block is written to; the writer of Parquet wants it to be [`Send`].
pub(crate) type Out<'a> = dyn Write + Send + 'a;

/// Writes a block. A CSV block is its lines, after the header if it is the first; a Parquet block is a
/// small Parquet file of its own; JSON lines are the texts of its only column.
pub(crate) fn block(
    format: Format,
    schema: &SchemaRef,
    batches: &mut dyn Iterator<Item = RecordBatch>,
    is_first: bool,
    out: &mut Out<'_>,
) -> io::Result<()> {
    match format {
        Format::Csv => csv::block(schema, batches, is_first, out),
        Format::Parquet => parquet::block(schema, batches, out),
        Format::JsonLines => lines::block(batches, out),
    }
}
