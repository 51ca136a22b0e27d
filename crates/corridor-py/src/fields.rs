//! What the fields of questions are, and the tables that a project names.

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

/// The names of the tables of a project, for Python to read beside its file.
#[pyfunction]
pub(crate) fn project_tables(name: &str, text: &str) -> PyResult<Vec<String>> {
    corridor::appraisal::project_tables(name, text).map_err(|e| raise(&e))
}
