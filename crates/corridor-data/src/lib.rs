//! The network that the product ships: one file, built by `cargo xtask network`, embedded here.
//!
//! Its data are under the licences that `corridor data licences` lists (ODbL for what comes from
//! OpenStreetMap); see `DATA-LICENCES.md`.

/// The bytes of `world.corridor`.
pub const WORLD: &[u8] = include_bytes!("../world.corridor");
