//! The server as its clients see it, over the network that ships.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::format_push_string,
    clippy::format_collect,
    dead_code,
    reason = "a test that meets what it does not expect ends"
)]

mod client;
mod described;
mod jobs;
mod properties;
mod questions;
mod refusals;
mod tiles;

use corridor::Engine;
use corridor_serve::{Log, Options, serve};
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{OnceLock, mpsc};
use std::thread;

/// The address of a server that all tests ask; it ends with them.
fn server() -> SocketAddr {
    static SERVER: OnceLock<SocketAddr> = OnceLock::new();
    *SERVER.get_or_init(|| {
        let (told, heard) = mpsc::channel();
        thread::spawn(move || {
            let jobs = tempfile::tempdir().unwrap();
            let options = Options {
                memory: 1_500_000_000,
                cors: vec!["https://pages.example".to_owned()],
                frames: Vec::new(),
                listen: (Ipv4Addr::LOCALHOST, 0).into(),
                threads: Some(2),
                jobs: jobs.path().join("jobs"),
                log: Log::Error,
            };
            let engine = Engine::open(corridor_data::WORLD).unwrap();
            serve(engine, &options, |address| told.send(address).unwrap()).unwrap();
        });
        heard.recv().unwrap()
    })
}
