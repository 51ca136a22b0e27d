//! The `corridor` binary: reads the command line, asks the library, shows the answer.
//!
//! Results go to stdout, progress and warnings to stderr. Exit codes: 0 ok, 1 a check failed, 2 bad
//! input, 3 no route, 130 interrupted. A closed pipe is success: the reader had enough.

mod args;
mod command;
mod output;
mod render;

use clap::Parser;
use corridor::{Problem, Trouble};
use std::io;
use std::process::ExitCode;

fn main() -> ExitCode {
    let args = args::Args::parse();
    match command::run(&args) {
        Ok(code) => code,
        Err(error) if is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::from(exit_code(&error))
        }
    }
}

fn exit_code(error: &anyhow::Error) -> u8 {
    match error.downcast_ref::<Problem>().map(|p| p.trouble) {
        Some(Trouble::NoRoute) => 3,
        Some(Trouble::BadInput | Trouble::BadNetwork) => 2,
        None => 1,
    }
}

fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        let io = cause.downcast_ref::<io::Error>().map(io::Error::kind);
        let json =
            cause.downcast_ref::<serde_json::Error>().and_then(serde_json::Error::io_error_kind);
        io.or(json) == Some(io::ErrorKind::BrokenPipe)
    })
}
