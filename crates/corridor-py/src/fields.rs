//! What the fields of questions are.

use crate::error::raise;
use corridor_api::{MatrixOptions, ModeOptions, catalogue, schema};
use pyo3::prelude::*;

/// The JSON Schema of the fields of a question, or of the options of `pairs` and `matrix`.
#[pyfunction]
pub(crate) fn fields(name: &str) -> PyResult<String> {
    match name {
        "pairs" => Ok(schema::<ModeOptions>()),
        "matrix" => Ok(schema::<MatrixOptions>()),
        _ => Ok((catalogue::question(name).map_err(|e| raise(&e))?.schema)()),
    }
}
