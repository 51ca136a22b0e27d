//! Networks of others, read and joined to a network: OpenStreetMap extracts, GMNS tables, GeoJSON
//! lines, and terminals of one's own.
//!
//! Readers ([`pbf`], [`gmns`], [`lines`]) give [`Ways`]: courses over numbered points with a
//! [`Kind`]. [`pieces`] cuts them where they meet, [`contract`] takes out the points where nothing
//! meets, [`borders`] cuts them at borders. [`join`] welds them to a network and leaves out of it
//! what they replace; [`build`] is all of it. What is left out is counted in [`Notes`], by reason.
//!
//! Same inputs, same bytes: nothing here iterates over a hash map into a result.

mod area;
mod borders;
mod build;
mod contract;
mod draft;
mod file;
mod gmns;
mod join;
mod kind;
mod lines;
mod lorry;
mod notes;
mod pbf;
mod pieces;
mod refused;
mod replace;
mod strong;
mod tags;
mod terminals;
mod ways;
mod weld;

pub use area::Area;
pub use build::{Built, Options, Report, Stage, build};
pub use join::JoinedMode;
pub use kind::{Kind, Rank};
pub use lorry::Lorry;
pub use notes::{LeftOut, Notes};
pub use refused::Refused;
pub use ways::{Way, Ways};
