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
    let args = match args::Args::try_parse() {
        Ok(args) => args,
        Err(wrong) => return refused(&wrong),
    };
    #[cfg(unix)]
    keep_writing_errors();
    match command::run(&args) {
        Ok(code) => code,
        Err(error) if is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {}", output::printable(&format!("{error:#}")));
            ExitCode::from(exit_code(&error))
        }
    }
}

fn exit_code(error: &anyhow::Error) -> u8 {
    match error.downcast_ref::<Problem>().map(|p| p.trouble) {
        Some(Trouble::NoRoute) => 3,
        // What is no problem of ours is one of the system: a file, an address, a full disk.
        Some(Trouble::BadInput | Trouble::BadNetwork) | None => 2,
    }
}

/// Help and version are answers; what is wrong with arguments is told without what they hold giving
/// orders to the terminal.
fn refused(wrong: &clap::Error) -> ExitCode {
    let told = wrong.render().to_string();
    let shown = output::printable(&told);
    if !wrong.use_stderr() || shown == told {
        wrong.exit();
    }
    eprint!("{shown}");
    ExitCode::from(2)
}

/// A file that may not grow further is an error like a full disk, told and cleaned up after, instead of
/// the sudden end that the system has for it.
#[cfg(unix)]
fn keep_writing_errors() {
    let ignored = std::sync::Arc::new(std::sync::atomic::AtomicBool::new(false));
    let _ = signal_hook::flag::register(signal_hook::consts::SIGXFSZ, ignored);
}

fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        let io = cause.downcast_ref::<io::Error>().map(io::Error::kind);
        let json =
            cause.downcast_ref::<serde_json::Error>().and_then(serde_json::Error::io_error_kind);
        io.or(json) == Some(io::ErrorKind::BrokenPipe)
    })
}
