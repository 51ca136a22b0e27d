//! Shows by which treaty an investment is protected.

use crate::render::{emphasis, table, wrapped};
use anyhow::Result;
use corridor::agreements::CoverageResponse;
use std::io::{self, Write};

/// Shows the answer, the treaties looked at, and where it comes from.
pub fn show(answer: &CoverageResponse) -> Result<()> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    wrapped(&mut out, &emphasis(&answer.summary))?;
    if !answer.treaties.is_empty() {
        let mut rows = table(&["treaty", "covers", "until", "because"], &[]);
        for treaty in &answer.treaties {
            let covers = match treaty.covered {
                Some(true) => "yes",
                Some(false) => "no",
                None => "not known",
            };
            let mark = if treaty.hypothetical { " (hypothetical)" } else { "" };
            rows.add_row([
                format!("{}{mark}", treaty.id),
                covers.to_owned(),
                treaty.until.clone().unwrap_or_default(),
                treaty.reason.clone(),
            ]);
        }
        writeln!(out, "\n{rows}")?;
    }
    for treaty in &answer.treaties {
        for source in &treaty.sources {
            let (date, sure) = (source.date, source.confidence);
            let text = format!(
                "source: {}: {}. {}, {date}, {sure:?}",
                treaty.id, source.title, source.publisher
            );
            wrapped(&mut out, &text)?;
        }
        if !treaty.unknown.is_empty() {
            wrapped(&mut out, &format!("not found: {}: {}", treaty.id, treaty.unknown.join("; ")))?;
        }
    }
    for warning in &answer.warnings {
        wrapped(&mut out, &format!("note: {warning}"))?;
    }
    Ok(out.flush()?)
}
