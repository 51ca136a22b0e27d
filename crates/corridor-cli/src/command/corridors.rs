//! `corridor corridors`.

use super::print_json;
use crate::args::{CorridorsArgs, day};
use crate::render;
use anyhow::Result;
use corridor::Engine;

/// Shows the corridors, or one of them whole.
pub fn run(engine: &Engine, args: &CorridorsArgs) -> Result<()> {
    let answer = engine.corridors(args.id.as_deref(), day(args.as_of.as_deref(), "--as-of")?)?;
    if args.json { print_json(&answer) } else { render::corridors(&answer) }
}
