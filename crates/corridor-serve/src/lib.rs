//! The engine over HTTP: an API described by its types, jobs for what is big, tiles and the web map.
//!
//! Start at [`serve`]. A question is a type of `question`; `ask` answers it; `routes` lists them all.
//! Nothing here plans or prices: that is [`corridor::Engine`]. `docs/methods/http.md` tells how the
//! API is used.

#![allow(
    clippy::result_large_err,
    reason = "a refusal is made once a request, and is the answer as often as not"
)]

mod app;
mod ask;
mod callers;
mod connections;
mod jobs;
mod map;
mod openapi;
mod options;
mod pool;
mod problem;
mod protect;
mod routes;
mod server;
mod tiles;
mod watch;
mod web;

pub use options::{Log, Options};
pub use server::{openapi, serve};
