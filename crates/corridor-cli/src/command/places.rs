//! `corridor places`.

use super::print_json;
use crate::args::PlacesArgs;
use crate::render;
use anyhow::Result;
use corridor::Engine;

/// Looks up places.
pub fn run(engine: &Engine, args: &PlacesArgs) -> Result<()> {
    let answer = engine.places(&args.text, args.limit.min(1000))?;
    if args.json { print_json(&answer) } else { render::places(&answer) }
}
