//! Matrices as OMX (Open Matrix), the HDF5 file that tools for transport planning read.
//!
//! Version 0.2: matrices of one shape as `data/NAME`, the order of rows and columns as `lookup/place`.

use hdf5_pure::{AttrValue, FileBuilder};
use std::collections::BTreeMap;

/// Bytes of matrices that are written at most.
const MOST_BYTES: u64 = 1 << 30;

/// A cell of some matrices: row, column, name of the matrix, value.
pub type OmxCell = (u32, u32, String, f64);

/// The bytes of a file with matrices over `places`, in their order; cells that nothing is given for are no
/// number. `None` when it would be larger than a gigabyte.
///
/// # Errors
/// When a name cannot be written.
pub fn omx(
    places: &[String],
    cells: impl Iterator<Item = OmxCell>,
) -> Result<Option<Vec<u8>>, String> {
    let size = places.len();
    let of_one = (size * size * 8) as u64;
    let mut matrices: BTreeMap<String, Vec<f64>> = BTreeMap::new();
    for (row, column, name, value) in cells {
        let count = matrices.len() as u64 + 1;
        let matrix = match matrices.get_mut(&name) {
            Some(matrix) => matrix,
            None if of_one * count > MOST_BYTES => return Ok(None),
            None => matrices.entry(name).or_insert_with(|| vec![f64::NAN; size * size]),
        };
        matrix[row as usize * size + column as usize] = value;
    }
    let shape = [size as u64; 2];
    let mut file = FileBuilder::new();
    file.set_attr("OMX_VERSION", AttrValue::AsciiString("0.2".to_owned()));
    file.set_attr("SHAPE", AttrValue::I32Array(vec![size as i32; 2]));
    let mut data = file.create_group("data");
    for (name, matrix) in &matrices {
        data.create_dataset(name).with_f64_data(matrix).with_shape(&shape);
    }
    file.add_group(data.finish());
    let mut lookup = file.create_group("lookup");
    let names: Vec<&str> = places.iter().map(String::as_str).collect();
    if !names.is_empty() {
        let order = lookup.create_dataset("place");
        order.with_strings(&names).map_err(|e| e.to_string())?;
    }
    file.add_group(lookup.finish());
    file.finish().map(Some).map_err(|e| e.to_string())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        let places = ["Köln".to_owned(), "Xi'an".to_owned()];
        let cells = [(0, 1, "hours".to_owned(), 12.5), (1, 0, "hours".to_owned(), 8.0)];
        let bytes = omx(&places, cells.into_iter()).unwrap().unwrap();
        let file = hdf5_pure::File::from_bytes(bytes).unwrap();
        let hours = file.dataset("data/hours").unwrap();
        assert_eq!(hours.shape().unwrap(), [2, 2]);
        let values = hours.read_f64().unwrap();
        assert_eq!((values[1], values[2]), (12.5, 8.0));
        assert!(values[0].is_nan() && values[3].is_nan());
        assert_eq!(file.dataset("lookup/place").unwrap().read_string().unwrap(), places);
    }

    #[test]
    fn what_would_be_too_large_is_not_written() {
        let places = vec![String::new(); 9_000];
        let cells = (0..3).map(|n| (0, 0, format!("m{n}"), 1.0));
        assert_eq!(omx(&places, cells), Ok(None));
    }
}
