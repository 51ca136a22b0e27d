//! Problems as Python raises them.

use corridor::{Problem, Trouble};
use corridor_api::words;
use corridor_batch::BatchError;
use pyo3::create_exception;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

create_exception!(
    corridor,
    CorridorError,
    PyValueError,
    "Why a question is not answered.\n\n\
     `code` is stable (docs/errors.md lists them), `detail` says the value and the reason, `action` what \
     to try next, `field` the argument that is wrong where it is one."
);
create_exception!(
    corridor,
    NoRouteError,
    CorridorError,
    "The question is fine, and the answer is that nothing leads there."
);

/// A problem as an exception, in words of arguments and functions.
pub(crate) fn raise(problem: &Problem) -> PyErr {
    let detail = words::spoken(&problem.detail, function);
    let action = words::spoken(&problem.action, function);
    let text = if action.is_empty() { detail.clone() } else { format!("{detail}; try: {action}") };
    let error = match problem.trouble {
        Trouble::NoRoute => NoRouteError::new_err(text),
        Trouble::BadInput | Trouble::BadNetwork => CorridorError::new_err(text),
    };
    let field = problem.field.clone().or_else(|| words::field_of(&problem.detail));
    with_parts(&error, &problem.code, &detail, &action, field)
}

/// A table that cannot be read or answered, as an exception.
pub(crate) fn raise_batch(error: &BatchError) -> PyErr {
    let text = error.to_string();
    with_parts(&CorridorError::new_err(text.clone()), "table-invalid", &text, "", None)
}

fn with_parts(
    error: &PyErr,
    code: &str,
    detail: &str,
    action: &str,
    field: Option<String>,
) -> PyErr {
    Python::attach(|py| {
        let value = error.value(py);
        let set = value
            .setattr("code", code)
            .and_then(|()| value.setattr("detail", detail))
            .and_then(|()| value.setattr("action", action))
            .and_then(|()| value.setattr("field", field));
        match set {
            Ok(()) => error.clone_ref(py),
            Err(e) => e,
        }
    })
}

/// The function that does what a verb of the command line does.
fn function(verb: &str) -> String {
    format!("`corridor.{}`", verb.replace('-', "_"))
}
