//! The network that the product ships: one file, built by `cargo xtask network`, embedded here.
//!
//! Its data are under the licences that `corridor data licences` lists (ODbL for what comes from
//! OpenStreetMap); see `DATA-LICENCES.md`.

/// The bytes of `world.corridor`. A static: a constant of this size would be stored again for every place
/// that names it.
pub static WORLD: &[u8] = include_bytes!("../world.corridor");
