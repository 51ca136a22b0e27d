//! `corridor season`: the year of a corridor, two marks a month.

use super::{print_json, scenarios};
use crate::args::SeasonArgs;
use crate::output;
use crate::render::{emphasis, wrapped};
use anyhow::Result;
use corridor::Engine;
use corridor::season::{Passability, SeasonResponse, svg};
use std::io::{self, Write};

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
/// Sources named whole; more are counted.
const NAMED: usize = 3;

/// Shows the season.
pub fn run(engine: Engine, args: &SeasonArgs) -> Result<()> {
    output::one_to_stdout(args.json, &[("--svg", args.svg.as_deref())])?;
    let engine = scenarios::supposed(engine, &args.supposed)?;
    let year = args.year.unwrap_or_else(|| jiff::Zoned::now().year());
    let answer = engine.season(&args.id, year)?;
    if let Some(path) = &args.svg {
        let picture = svg(&answer);
        output::whole(path, |out| Ok(out.write_all(picture.as_bytes())?))?;
    }
    if args.json {
        return print_json(&answer);
    }
    let mut out = io::BufWriter::new(io::stdout().lock());
    draw(&mut out, &answer)?;
    Ok(out.flush()?)
}

fn mark(state: Passability) -> char {
    match state {
        Passability::Open => '·',
        Passability::Escorted => '▒',
        Passability::Closed => '█',
    }
}

fn draw(out: &mut impl Write, season: &SeasonResponse) -> Result<()> {
    let by = if season.by_ice_class { "by ice class" } else { "by waterway" };
    let title = format!("{} in {}, {by}; scenario {}", season.id, season.year, season.scenario);
    writeln!(out, "{}", emphasis(&title))?;
    let width = season.rows.iter().map(|row| row.subject.chars().count()).max().unwrap_or(0);
    writeln!(out, "{:width$}  {}", "", MONTHS.join("  "))?;
    for row in &season.rows {
        let months: Vec<String> = row
            .halves
            .chunks(2)
            .map(|month| month.iter().map(|half| mark(half.state)).collect::<String>())
            .collect();
        writeln!(out, "{:width$}  {}", row.subject, months.join("   "))?;
    }
    if season.by_ice_class {
        writeln!(out, "\n· open   ▒ behind an icebreaker   █ closed; two marks a month")?;
    } else {
        writeln!(out, "\n· open   █ closed; two marks a month")?;
    }
    let parts: Vec<&str> = season.parts.iter().map(|part| part.name.as_str()).collect();
    let what = if season.by_ice_class { "ice areas" } else { "waterways" };
    wrapped(out, &format!("{what}: {}", parts.join(", ")))?;
    let mut sources: Vec<String> = Vec::new();
    for part in &season.parts {
        let e = &part.evidence;
        let source = format!("{} ({}, {:?})", e.source, e.date, e.confidence);
        if !sources.contains(&source) {
            sources.push(source);
        }
    }
    for source in sources.iter().take(NAMED) {
        wrapped(out, &format!("source: {source}"))?;
    }
    if sources.len() > NAMED {
        writeln!(out, "and {} more sources in --json", sources.len() - NAMED)?;
    }
    for warning in &season.warnings {
        wrapped(out, &format!("note: {warning}"))?;
    }
    Ok(())
}
