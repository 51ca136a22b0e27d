//! `corridor serve`: the API and the map over HTTP.

use super::print_json;
use crate::args::{LogLevel, ServeArgs};
use anyhow::Result;
use corridor::{Engine, Problem};
use corridor_serve::{Log, Options};
use std::env;
use std::net::SocketAddr;
use std::path::PathBuf;

/// Serves until told to end.
pub fn run(engine: Engine, args: &ServeArgs) -> Result<()> {
    if args.openapi {
        return print_json(&corridor_serve::openapi());
    }
    let options = Options {
        listen: SocketAddr::new(args.listen, args.port),
        threads: args.threads.map(std::num::NonZeroUsize::get),
        jobs: args.jobs.clone().map_or_else(folder_of_jobs, Ok)?,
        memory: args.memory,
        cors: web_origins("--cors", &args.cors)?,
        frames: web_origins("--frames", &args.frames)?,
        log: match args.log {
            LogLevel::Error => Log::Error,
            LogLevel::Warn => Log::Warn,
            LogLevel::Info => Log::Info,
            LogLevel::Debug => Log::Debug,
        },
    };
    corridor_serve::serve(engine, &options, |address| {
        eprintln!("corridor listens on http://{address} (API: /v1/openapi.json); Ctrl-C ends it");
        if !address.ip().is_loopback() {
            eprintln!("note: whoever can reach this address can ask; there is no log-in");
        }
        if args.open
            && let Err(error) = open::that_detached(format!("http://{address}/"))
        {
            eprintln!("note: no browser could be opened: {error}");
        }
    })
}

/// The origins that an option names.
fn web_origins(option: &str, origins: &[String]) -> Result<Vec<String>, Problem> {
    origins.iter().map(|origin| web_origin(option, origin)).collect()
}

/// An origin as browsers tell it.
fn web_origin(option: &str, text: &str) -> Result<String, Problem> {
    let text = text.trim().trim_end_matches('/');
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    if text == "*"
        || host.is_some_and(|host| {
            !host.is_empty() && !host.contains(['/', '?', '@', ' ', '#', ';', ','])
        })
    {
        return Ok(text.to_owned());
    }
    Err(Problem::bad_input(
        "origin-invalid",
        format!("{option} {text:?} is no origin of web pages"),
        "give scheme, host and port if any, such as https://example.org, or * for all",
    ))
}

/// Where the system keeps the states of programs (XDG).
fn folder_of_jobs() -> Result<PathBuf, Problem> {
    let given = env::var_os("XDG_STATE_HOME").map(PathBuf::from).filter(|path| path.is_absolute());
    let states = given.or_else(|| Some(env::home_dir()?.join(".local/state")));
    states.map(|states| states.join("corridor/jobs")).ok_or_else(|| {
        Problem::bad_input(
            "output-unwritable",
            "there is no home folder to keep jobs in",
            "name a folder with --jobs",
        )
    })
}
