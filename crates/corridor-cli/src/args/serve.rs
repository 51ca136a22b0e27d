//! The options of `serve`.

use super::ParameterOptions;
use super::tables::memory_size;
use clap::{Args as ClapArgs, ValueEnum};
use std::net::IpAddr;
use std::num::NonZeroUsize;
use std::path::PathBuf;

/// Options of `serve`.
#[derive(ClapArgs, Debug)]
#[command(after_help = "The map is at the address told; the API is under /v1, described by \
/v1/openapi.json:\n\n  \
curl 'http://localhost:8080/v1/plan?from=Mumbai&to=Moscow'\n  \
curl 'http://localhost:8080/v1/places?q=Мумб'\n\n\
Ctrl-C ends it orderly; a second one ends it at once. There is no log-in: whoever can reach the \
address can ask.")]
pub struct ServeArgs {
    /// Address to listen on; 0.0.0.0 or :: lets other machines ask
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1")]
    pub listen: IpAddr,
    /// Port to listen on; 0 is any that is free
    #[arg(long, default_value_t = 8080)]
    pub port: u16,
    /// Threads to search on [default: all]
    #[arg(long, value_name = "N")]
    pub threads: Option<NonZeroUsize>,
    /// Folder that jobs are kept in [default: corridor/jobs where the system keeps states]
    #[arg(long, value_name = "FOLDER")]
    pub jobs: Option<PathBuf>,
    /// Memory for worlds kept ready for the next question: days, avoided things, scenarios
    #[arg(long, value_name = "SIZE", default_value = "1.5GB", value_parser = memory_size)]
    pub memory: u64,
    /// Origin of web pages that may ask, such as `https://example.org`, or `*` for all (repeatable)
    #[arg(long, value_name = "ORIGIN")]
    pub cors: Vec<String>,
    /// Origin of web pages that may show the map in a frame, or * for all (repeatable)
    #[arg(long, value_name = "ORIGIN")]
    pub frames: Vec<String>,
    /// Open the map in the browser
    #[arg(long)]
    pub open: bool,
    /// What is logged to stderr: error, warn, info, or debug, which tells every request
    #[arg(long, value_enum, default_value = "warn")]
    pub log: LogLevel,
    /// Write the description of the API (OpenAPI 3.1) to stdout and end
    #[arg(long)]
    pub openapi: bool,
    #[command(flatten)]
    pub own: ParameterOptions,
}

/// How much is logged.
#[derive(ValueEnum, Clone, Copy, Debug)]
pub enum LogLevel {
    Error,
    Warn,
    Info,
    Debug,
}
