//! Record batches as lines of CSV.

use super::Out;
use arrow_array::cast::AsArray;
use arrow_array::types::{Float64Type, UInt8Type, UInt32Type};
use arrow_array::{
    Array, ArrayRef, DictionaryArray, Float64Array, RecordBatch, StringArray, UInt32Array,
};
use arrow_schema::{DataType, SchemaRef};
use std::io::{self, Write};

/// A column as what it is.
enum Column<'a> {
    Text(&'a StringArray),
    Whole(&'a UInt32Array),
    Real(&'a Float64Array),
    Word(&'a DictionaryArray<UInt32Type>, &'a StringArray),
    Code(&'a DictionaryArray<UInt8Type>, &'a StringArray),
}

pub(super) fn block(
    schema: &SchemaRef,
    batches: &mut dyn Iterator<Item = RecordBatch>,
    with_header: bool,
    out: &mut Out<'_>,
) -> io::Result<()> {
    let mut writer = csv::WriterBuilder::new().buffer_capacity(1 << 16).from_writer(out);
    if with_header {
        writer.write_record(schema.fields().iter().map(|f| f.name())).map_err(io_error)?;
    }
    let mut number = Vec::with_capacity(24);
    for batch in batches {
        let columns: Vec<Column<'_>> =
            batch.columns().iter().map(typed).collect::<io::Result<_>>()?;
        for row in 0..batch.num_rows() {
            for column in &columns {
                number.clear();
                writer.write_field(field(column, row, &mut number)?).map_err(io_error)?;
            }
            writer.write_record(None::<&[u8]>).map_err(io_error)?;
        }
    }
    writer.flush()
}

fn typed(column: &ArrayRef) -> io::Result<Column<'_>> {
    let other = || io::Error::other(format!("no CSV of {}", column.data_type()));
    Ok(match column.data_type() {
        DataType::Utf8 => Column::Text(column.as_string()),
        DataType::UInt32 => Column::Whole(column.as_primitive()),
        DataType::Float64 => Column::Real(column.as_primitive::<Float64Type>()),
        DataType::Dictionary(..) => {
            if let Some(words) = column.as_dictionary_opt::<UInt32Type>() {
                Column::Word(words, words.values().as_string_opt().ok_or_else(other)?)
            } else {
                let codes = column.as_dictionary_opt::<UInt8Type>().ok_or_else(other)?;
                Column::Code(codes, codes.values().as_string_opt().ok_or_else(other)?)
            }
        }
        _ => return Err(other()),
    })
}

/// The text of a field; none for no value.
fn field<'a>(column: &Column<'a>, row: usize, number: &'a mut Vec<u8>) -> io::Result<&'a [u8]> {
    match column {
        Column::Text(texts) if texts.is_valid(row) => Ok(texts.value(row).as_bytes()),
        Column::Word(words, values) => {
            Ok(values.value(words.keys().value(row) as usize).as_bytes())
        }
        Column::Code(codes, values) => Ok(values.value(codes.keys().value(row).into()).as_bytes()),
        Column::Whole(numbers) if numbers.is_valid(row) => {
            write!(number, "{}", numbers.value(row))?;
            Ok(number)
        }
        Column::Real(numbers) if numbers.is_valid(row) => {
            write!(number, "{}", numbers.value(row))?;
            Ok(number)
        }
        Column::Text(_) | Column::Whole(_) | Column::Real(_) => Ok(b""),
    }
}

/// What the system said: the error of a closed pipe or a full disk keeps its kind.
fn io_error(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}
