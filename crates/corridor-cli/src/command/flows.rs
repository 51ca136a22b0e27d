//! `corridor flows`: how demand spreads over routes that can be full.

mod clock;
mod freight;
mod road;

use corridor::Problem;
use corridor_flows::Fault;
use std::path::Path;

pub use freight::run as freight;
pub use road::run as roads;

/// A fault of the flows as a problem of the question.
fn problem(fault: Fault) -> Problem {
    Problem::bad_input(fault.code, fault.reason, fault.action)
}

/// Makes the folder of the answer.
fn make_folder(folder: &Path) -> Result<(), Problem> {
    std::fs::create_dir_all(folder).map_err(|e| {
        Problem::bad_input(
            "output-unwritable",
            format!("cannot make the folder {}: {e}", folder.display()),
            "give a folder that can be written",
        )
    })
}
