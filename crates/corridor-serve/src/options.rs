//! How a server is set up.

use std::net::SocketAddr;
use std::path::PathBuf;

/// How a server is set up.
#[derive(Clone, Debug)]
pub struct Options {
    /// Address and port to listen on; port 0 is any that is free.
    pub listen: SocketAddr,
    /// Threads that search; all of the machine unless given.
    pub threads: Option<usize>,
    /// Folder that jobs are kept in; made if need be.
    pub jobs: PathBuf,
    /// Bytes of worlds (days, avoided things, scenarios) that are kept ready for the next question.
    pub memory: u64,
    /// Origins of web pages that may ask, such as `https://example.org`, or `*` for all.
    pub cors: Vec<String>,
    /// Origins of web pages that may show the map in a frame, or `*` for all; none without.
    pub frames: Vec<String>,
    /// What is logged to stderr.
    pub log: Log,
}

/// How much is logged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Log {
    /// Faults.
    Error,
    /// And what an operator should look at.
    Warn,
    /// And starting and ending.
    Info,
    /// And every request.
    Debug,
}
