//! `corridor local-content`: the class that a rule on local content gives a good.

use super::landed_cost::text_of;
use super::print_json;
use crate::args::LocalContentArgs;
use crate::render::{emphasis, table, wrapped};
use anyhow::Result;
use corridor::Engine;
use corridor::trade::bill;
use std::io::{self, Write};

/// Judges and shows the answer.
pub fn run(engine: &Engine, args: &LocalContentArgs) -> Result<()> {
    let text = text_of(&args.bom, "a bill of materials")?;
    let bill = bill(&args.bom.display().to_string(), &text)?;
    let answer = engine.local_content(&bill, &args.rule)?;
    if args.json {
        return print_json(&answer);
    }
    let mut out = io::BufWriter::new(io::stdout().lock());
    let percent = answer.local_content_percent;
    writeln!(out, "{}", emphasis(&format!("{}: {percent} % local content", answer.class)))?;
    wrapped(
        &mut out,
        &format!(
            "USD {:.2} of {:.2} are local, {:.2} imported",
            answer.local_usd, answer.value_usd, answer.imported_usd
        ),
    )?;
    if !answer.imported.is_empty() {
        let mut rows = table(&["imported", "origin", "USD", ""], &[2]);
        for part in &answer.imported {
            let alone = if part.alone_suffices { "alone enough for the next class" } else { "" };
            let value = format!("{:.2}", part.value_usd);
            rows.add_row([part.name.clone(), part.origin.clone(), value, alone.to_owned()]);
        }
        writeln!(out, "{rows}")?;
    }
    if let Some(step) = &answer.better {
        let value = step.value_usd;
        wrapped(&mut out, &format!("{} with USD {value:.2} of imports made local", step.class))?;
    }
    if let Some(step) = &answer.worse {
        let value = step.value_usd;
        wrapped(&mut out, &format!("{} with USD {value:.2} more imported", step.class))?;
    }
    writeln!(out)?;
    wrapped(&mut out, &format!("source: {}", answer.source))?;
    for warning in &answer.warnings {
        wrapped(&mut out, &format!("note: {warning}"))?;
    }
    Ok(out.flush()?)
}
