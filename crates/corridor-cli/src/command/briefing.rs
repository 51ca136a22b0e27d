//! `corridor briefing`: what was said at talks, what stands of it, and what each part would change.

use super::landed_cost::text_of;
use super::print_json;
use crate::args::{BriefingArgs, day};
use crate::output::{one_to_stdout, printable, whole};
use crate::render::{emphasis, table, wrapped};
use anyhow::Result;
use corridor::Engine;
use corridor::briefing::{BriefingRequest, BriefingSource, Part, html, parts};
use std::io::{self, Write};
use std::ops::ControlFlow;
use std::path::Path;

/// Reckons and shows the answer.
pub fn run(engine: &Engine, args: &BriefingArgs) -> Result<()> {
    one_to_stdout(args.json, &[("--html", args.html.as_deref())])?;
    let request = BriefingRequest {
        source: source(&args.briefing)?,
        as_of: day(args.as_of.as_deref(), "--as-of")?,
    };
    let told = |_, _, what: &str| {
        if !what.is_empty() {
            eprintln!("{}", printable(what));
        }
        ControlFlow::Continue(())
    };
    let answer = engine.briefing(&request, &told)?;
    if let Some(path) = &args.html {
        whole(path, |out| Ok(out.write_all(html(&answer).as_bytes())?))?;
    }
    if args.json {
        return print_json(&answer);
    }
    let mut out = io::BufWriter::new(io::stdout().lock());
    for part in parts(&answer) {
        show(&mut out, &part)?;
    }
    Ok(out.flush()?)
}

/// A file, if it is written like one, or an id.
fn source(text: &str) -> Result<BriefingSource> {
    if !text.contains(['/', '\\']) && !text.to_lowercase().ends_with(".toml") {
        return Ok(BriefingSource::Id(text.to_owned()));
    }
    let path = Path::new(text);
    let name = path.display().to_string();
    Ok(BriefingSource::File { name, text: text_of(path, "a briefing, TOML")? })
}

fn show(out: &mut impl Write, part: &Part) -> Result<()> {
    writeln!(out, "{}", emphasis(&part.heading))?;
    for line in &part.lines {
        wrapped(out, line)?;
    }
    for sheet in &part.tables {
        writeln!(out)?;
        wrapped(out, &sheet.title)?;
        let numbers: Vec<usize> = (sheet.numbers_from..sheet.heads.len()).collect();
        let mut rows = table(&sheet.heads, &numbers);
        for row in &sheet.rows {
            rows.add_row(row);
        }
        writeln!(out, "{rows}")?;
    }
    for note in &part.notes {
        wrapped(out, &format!("- {note}"))?;
    }
    Ok(writeln!(out)?)
}
