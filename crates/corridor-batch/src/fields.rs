//! A table of named fields as Parquet, for answers that are at hand whole.

use crate::format::Format;
use crate::write;
use arrow_array::{ArrayRef, Float64Array, RecordBatch, StringArray};
use arrow_schema::{DataType, Field as ArrowField, Schema};
use std::io;
use std::sync::Arc;

/// A named column with all its cells.
#[derive(Clone, Debug)]
pub struct Field {
    name: String,
    cells: FieldCells,
}

#[derive(Clone, Debug)]
enum FieldCells {
    Text(Vec<String>),
    Real(Vec<Option<f64>>),
}

impl Field {
    /// A column of texts.
    pub fn text(name: &str, cells: impl Iterator<Item = String>) -> Self {
        Self { name: name.to_owned(), cells: FieldCells::Text(cells.collect()) }
    }

    /// A column of numbers, some of which may be missing.
    pub fn real(name: &str, cells: impl Iterator<Item = Option<f64>>) -> Self {
        Self { name: name.to_owned(), cells: FieldCells::Real(cells.collect()) }
    }

    fn schema(&self) -> ArrowField {
        match self.cells {
            FieldCells::Text(_) => ArrowField::new(&self.name, DataType::Utf8, false),
            FieldCells::Real(_) => ArrowField::new(&self.name, DataType::Float64, true),
        }
    }

    fn array(&self) -> ArrayRef {
        match &self.cells {
            FieldCells::Text(cells) => Arc::new(StringArray::from_iter_values(cells)),
            FieldCells::Real(cells) => Arc::new(Float64Array::from(cells.clone())),
        }
    }
}

/// The columns as the bytes of a Parquet file.
///
/// # Errors
/// When the columns are of different lengths or none.
pub fn parquet(fields: &[Field]) -> io::Result<Vec<u8>> {
    let schema = Arc::new(Schema::new(fields.iter().map(Field::schema).collect::<Vec<_>>()));
    let arrays = fields.iter().map(Field::array).collect();
    let batch = RecordBatch::try_new(schema.clone(), arrays).map_err(io::Error::other)?;
    let mut bytes = Vec::new();
    write::block(Format::Parquet, &schema, &mut std::iter::once(batch), true, &mut bytes)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ::parquet::file::reader::{FileReader, SerializedFileReader};

    #[test]
    fn columns_are_read_back_and_unequal_ones_refused() {
        let names = Field::text("name", ["a".to_owned(), "b".to_owned()].into_iter());
        let tonnes = Field::real("t", [Some(1.5), None].into_iter());
        let file = parquet(&[names.clone(), tonnes]).unwrap();
        let reader = SerializedFileReader::new(bytes(&file)).unwrap();
        assert_eq!(reader.metadata().file_metadata().num_rows(), 2);
        let rows: Vec<String> =
            reader.get_row_iter(None).unwrap().map(|row| row.unwrap().to_string()).collect();
        assert_eq!(rows, ["{name: \"a\", t: 1.5}", "{name: \"b\", t: null}"]);
        assert!(parquet(&[names, Field::real("t", [None].into_iter())]).is_err());
    }

    fn bytes(file: &[u8]) -> std::fs::File {
        use std::io::{Seek, Write};
        let mut read = tempfile::tempfile().unwrap();
        read.write_all(file).unwrap();
        read.rewind().unwrap();
        read
    }
}
