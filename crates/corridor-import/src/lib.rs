//! Turns source packages and hand-made tables into a network file, stage by stage, with a report.
//!
//! Every stage is a pure function of the bytes it is given: `rail`, `road`, `sea`, `water` build
//! [`raw::Layer`]s, `terminals` and `places` build tables, [`compile`] joins them into the parts of
//! a network. Same inputs, same bytes: nothing here iterates over a hash map.

pub mod attach;
pub mod compile;
pub mod land;
pub mod package;
mod piped;
pub mod pipeline;
pub mod places;
pub mod rail;
pub mod raw;
pub mod road;
pub mod sea;
pub mod tables;
pub mod terminals;
pub mod water;
