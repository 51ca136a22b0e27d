//! `corridor scenarios`: what can be supposed, with sources; and `--scenario`, for every verb that
//! asks in a supposed world.

use super::print_json;
use crate::args::{ScenarioOptions, ScenariosArgs};
use crate::render::{emphasis, table, wrapped};
use anyhow::Result;
use corridor::scenarios::{ScenarioSource, ScenarioView, scenario_schema};
use corridor::{Engine, Problem};
use std::fs::File;
use std::io::{self, Read, Write};
use std::path::Path;

/// A scenario is read whole; none is as long as this.
const LARGEST: u64 = 1 << 20;

/// The engine in the world that the options suppose.
///
/// # Errors
/// When a scenario is unknown or wrong, or its file cannot be read.
pub fn supposed(engine: Engine, options: &ScenarioOptions) -> Result<Engine> {
    if options.scenarios.is_empty() {
        return Ok(engine);
    }
    let sources =
        options.scenarios.iter().map(|text| source(text)).collect::<Result<Vec<_>, _>>()?;
    Ok(engine.supposing(&sources)?)
}

/// What a text stands for: a file, if it is written like one, or an id.
///
/// # Errors
/// When the file cannot be read.
pub fn source(text: &str) -> Result<ScenarioSource, Problem> {
    let is_file = text.contains(['/', '\\'])
        || [".toml", ".csv"].iter().any(|end| text.to_lowercase().ends_with(end));
    if is_file { read(Path::new(text)) } else { Ok(ScenarioSource::Id(text.trim().to_owned())) }
}

fn read(path: &Path) -> Result<ScenarioSource, Problem> {
    let unreadable = |reason: String| {
        Problem::bad_input(
            "input-unreadable",
            format!("cannot read {}: {reason}", path.display()),
            "give the path of a TOML file of a scenario; docs/methods/scenarios.md shows one",
        )
    };
    let mut text = String::new();
    File::open(path)
        .and_then(|file| file.take(LARGEST + 1).read_to_string(&mut text))
        .map_err(|e| unreadable(e.to_string()))?;
    if text.len() as u64 > LARGEST {
        return Err(unreadable(format!("it is larger than {} MiB", LARGEST >> 20)));
    }
    Ok(ScenarioSource::File { name: path.display().to_string(), text })
}

/// Lists the scenarios, shows one whole, or checks a file.
pub fn run(engine: &Engine, args: &ScenariosArgs) -> Result<()> {
    if args.schema {
        return print_json(&scenario_schema());
    }
    let one = match (&args.check, &args.id) {
        (Some(file), _) => Some(read(file)?),
        (None, Some(id)) => Some(source(id)?),
        (None, None) => None,
    };
    let answer = match &one {
        Some(source) => engine.scenario(source)?,
        None => engine.scenarios()?,
    };
    if args.json {
        return print_json(&answer);
    }
    let mut out = io::BufWriter::new(io::stdout().lock());
    if one.is_some() {
        answer.scenarios.iter().try_for_each(|scenario| whole(&mut out, scenario))?;
    } else {
        list(&mut out, &answer.scenarios)?;
    }
    if args.check.is_some() {
        writeln!(out, "\nThe file is well-formed and goes with the network.")?;
    }
    Ok(out.flush()?)
}

fn list(out: &mut impl Write, scenarios: &[ScenarioView]) -> Result<()> {
    let mut rows = table(&["id", "supposes", "changes"], &[2]);
    for scenario in scenarios {
        rows.add_row([&scenario.id, &scenario.about, &scenario.effect.changes.len().to_string()]);
    }
    writeln!(out, "{rows}")?;
    wrapped(
        out,
        "`corridor scenarios ID` shows one with its sources, `corridor compare FROM TO --scenario ID` \
         what it does; docs/methods/scenarios.md tells how to write one",
    )?;
    Ok(())
}

/// A scenario with all that is known of it.
fn whole(out: &mut impl Write, scenario: &ScenarioView) -> Result<()> {
    writeln!(out, "{}", emphasis(&format!("{}  {}", scenario.id, scenario.name)))?;
    wrapped(out, &scenario.about)?;
    writeln!(out, "{}, hash {}", scenario.file, &scenario.hash[..12])?;
    let changes = &scenario.effect.changes;
    for (n, change) in changes.iter().enumerate() {
        writeln!(out)?;
        wrapped(out, &change.what)?;
        if change.before == change.after {
            wrapped(out, &format!("  stays {}: changes nothing", change.before))?;
        } else {
            wrapped(out, &format!("  {} -> {}", change.before, change.after))?;
        }
        if !change.note.is_empty() {
            wrapped(out, &format!("  {}", change.note))?;
        }
        // Once for all that one modification changes.
        if changes.get(n + 1).is_some_and(|next| next.evidence == change.evidence) {
            continue;
        }
        match &change.evidence {
            Some(e) => {
                wrapped(out, &format!("  {} ({}, {:?})", e.source, e.date, e.confidence))?;
                if !e.note.is_empty() {
                    wrapped(out, &format!("  note: {}", e.note))?;
                }
            }
            None => writeln!(out, "  no source given")?,
        }
    }
    for note in &scenario.effect.notes {
        wrapped(out, &format!("\nnote: {note}"))?;
    }
    Ok(())
}
