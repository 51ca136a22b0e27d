//! A table of named fields as Parquet, for answers that are at hand whole; with lines it is GeoParquet 1.1.

use crate::format::Format;
use crate::write::{self, GEO};
use arrow_array::{ArrayRef, BinaryArray, Float64Array, RecordBatch, StringArray};
use arrow_schema::{DataType, Field as ArrowField, Schema};
use std::collections::HashMap;
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
    /// Well-known binary.
    Lines(Vec<Vec<u8>>),
}

/// A line, in pieces: longitudes and latitudes in degrees.
pub type Pieces = Vec<Vec<[f64; 2]>>;

impl Field {
    /// A column of texts.
    pub fn text(name: &str, cells: impl Iterator<Item = String>) -> Self {
        Self { name: name.to_owned(), cells: FieldCells::Text(cells.collect()) }
    }

    /// A column of numbers, some of which may be missing.
    pub fn real(name: &str, cells: impl Iterator<Item = Option<f64>>) -> Self {
        Self { name: name.to_owned(), cells: FieldCells::Real(cells.collect()) }
    }

    /// A column of lines in pieces, in WGS 84.
    pub fn lines(name: &str, cells: impl Iterator<Item = Pieces>) -> Self {
        let cells = FieldCells::Lines(cells.map(|pieces| multi_line(&pieces)).collect());
        Self { name: name.to_owned(), cells }
    }

    fn schema(&self) -> ArrowField {
        match self.cells {
            FieldCells::Text(_) => ArrowField::new(&self.name, DataType::Utf8, false),
            FieldCells::Real(_) => ArrowField::new(&self.name, DataType::Float64, true),
            FieldCells::Lines(_) => ArrowField::new(&self.name, DataType::Binary, false),
        }
    }

    fn array(&self) -> ArrayRef {
        match &self.cells {
            FieldCells::Text(cells) => Arc::new(StringArray::from_iter_values(cells)),
            FieldCells::Real(cells) => Arc::new(Float64Array::from(cells.clone())),
            FieldCells::Lines(cells) => Arc::new(BinaryArray::from_iter_values(cells)),
        }
    }
}

/// A multi-line string of ISO 13249-3, little endian.
fn multi_line(pieces: &Pieces) -> Vec<u8> {
    let mut bytes = Vec::new();
    let begin = |bytes: &mut Vec<u8>, kind: u32, count: usize| {
        bytes.push(1);
        bytes.extend(kind.to_le_bytes());
        bytes.extend((count as u32).to_le_bytes());
    };
    begin(&mut bytes, 5, pieces.len());
    for piece in pieces {
        begin(&mut bytes, 2, piece.len());
        bytes.extend(piece.iter().flatten().flat_map(|degrees| degrees.to_le_bytes()));
    }
    bytes
}

/// What GeoParquet says of the first column of lines; nothing without one.
fn about(fields: &[Field]) -> HashMap<String, String> {
    let is_lines = |field: &&Field| matches!(field.cells, FieldCells::Lines(_));
    let Some(Field { name, .. }) = fields.iter().find(is_lines) else { return HashMap::new() };
    let column = serde_json::json!({"encoding": "WKB", "geometry_types": ["MultiLineString"]});
    let geo = serde_json::json!({
        "version": "1.1.0", "primary_column": name, "columns": {name: column},
    });
    HashMap::from([(GEO.to_owned(), geo.to_string())])
}

/// The columns as the bytes of a Parquet file.
///
/// # Errors
/// When the columns are of different lengths or none.
pub fn parquet(fields: &[Field]) -> io::Result<Vec<u8>> {
    let schema = Schema::new(fields.iter().map(Field::schema).collect::<Vec<_>>());
    let schema = Arc::new(schema.with_metadata(about(fields)));
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
    use ::parquet::record::RowAccessor as _;

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

    #[test]
    fn lines_are_well_known_binary_and_the_file_says_so() {
        let pieces: Pieces = vec![vec![[1.0, 2.0], [3.0, 4.0]], vec![[5.0, 6.0], [7.0, 8.0]]];
        let file = parquet(&[Field::lines("geometry", [pieces].into_iter())]).unwrap();
        let reader = SerializedFileReader::new(bytes(&file)).unwrap();
        let about = reader.metadata().file_metadata().key_value_metadata().unwrap().clone();
        let geo = about.iter().find(|pair| pair.key == "geo").unwrap().value.clone().unwrap();
        let geo: serde_json::Value = serde_json::from_str(&geo).unwrap();
        assert_eq!(geo["primary_column"], "geometry");
        assert_eq!(geo["columns"]["geometry"]["encoding"], "WKB");
        let row = reader.get_row_iter(None).unwrap().next().unwrap().unwrap();
        let wkb = row.get_bytes(0).unwrap().data().to_vec();
        assert_eq!(wkb.len(), 9 + 2 * (9 + 32));
        assert_eq!((&wkb[..9], wkb[9]), (&[1, 5, 0, 0, 0, 2, 0, 0, 0][..], 1));
        assert_eq!(wkb[18..26], 1.0_f64.to_le_bytes());
        assert_eq!(wkb[wkb.len() - 8..], 8.0_f64.to_le_bytes());
    }

    fn bytes(file: &[u8]) -> std::fs::File {
        use std::io::{Seek, Write};
        let mut read = tempfile::tempfile().unwrap();
        read.write_all(file).unwrap();
        read.rewind().unwrap();
        read
    }
}
