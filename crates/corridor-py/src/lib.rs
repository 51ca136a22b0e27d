//! The engine as a Python module: questions as JSON, tables as Arrow.
//!
//! Python's side (`python/corridor`) has the names, the documentation and the objects that people use;
//! here are the calls under it. Nothing here knows what a question asks: that is
//! [`corridor_api`]'s.

mod engine;
mod error;
mod fields;
mod table;
mod tables;
mod threads;

use pyo3::prelude::*;

/// The calls under `corridor`.
#[pymodule]
fn _corridor(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add("__version__", env!("CARGO_PKG_VERSION"))?;
    module.add("CorridorError", module.py().get_type::<error::CorridorError>())?;
    module.add("NoRouteError", module.py().get_type::<error::NoRouteError>())?;
    module.add_class::<engine::Engine>()?;
    module.add_class::<table::Table>()?;
    module.add_function(wrap_pyfunction!(table::columns, module)?)?;
    module.add_function(wrap_pyfunction!(fields::project_tables, module)?)?;
    module.add_function(wrap_pyfunction!(fields::fields, module)?)
}
