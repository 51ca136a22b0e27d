//! `cargo xtask network`: the pipeline with a clock, and the file written whole or not at all.

use anyhow::{Context, Result};
use corridor_network::format;
use indicatif::{ProgressBar, ProgressStyle};
use std::cell::Cell;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

/// Builds the network and writes file and report.
pub(crate) fn run(data: &Path, cache: &Path, output: &Path, report: &Path) -> Result<()> {
    let bar = ProgressBar::new_spinner()
        .with_style(ProgressStyle::with_template("{spinner} {msg} {elapsed}")?);
    bar.enable_steady_tick(Duration::from_millis(200));
    let begun = Instant::now();
    let last = Cell::new((Instant::now(), String::new()));
    let stage = |name: &str| {
        let (since, before) = last.replace((Instant::now(), name.to_owned()));
        if !before.is_empty() {
            bar.suspend(|| eprintln!("{before}: {:.1} s", since.elapsed().as_secs_f64()));
        }
        bar.set_message(name.to_owned());
    };
    let (parts, text) = corridor_import::pipeline::build(data, cache, &stage)?;
    stage("writing");
    let mut bytes = Vec::new();
    format::write(&parts, &mut bytes)?;
    format::read(&bytes).context("the file just made cannot be read back")?;
    let draft = tempfile::NamedTempFile::new_in(output.parent().unwrap_or(Path::new(".")))?;
    fs::write(draft.path(), &bytes)?;
    draft.persist(output)?;
    fs::write(report, text)?;
    bar.finish_and_clear();
    eprintln!(
        "{}: {:.2} MB, {} nodes, {} links, in {:.0} s; report in {}",
        output.display(),
        bytes.len() as f64 / 1e6,
        parts.columns.node_at.len(),
        parts.columns.link_a.len(),
        begun.elapsed().as_secs_f64(),
        report.display()
    );
    Ok(())
}
