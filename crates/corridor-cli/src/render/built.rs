//! What `data build` did.

use super::{grouped, table, wrapped};
use anyhow::Result;
use corridor::Engine;
use corridor_extract::Report;
use std::io::{self, Write};
use std::path::Path;

/// Shows sizes by mode, what was left out with its reasons, and warnings.
pub fn built(output: &Path, engine: &Engine, bytes: usize, report: &Report) -> Result<()> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    let network = engine.network();
    wrapped(
        &mut out,
        &format!(
            "{}: {} nodes, {} links, {:.1} MB, checked ({})",
            output.display(),
            grouped(network.node_count() as u64),
            grouped(network.link_count() as u64),
            bytes as f64 / 1e6,
            network.build_id(),
        ),
    )?;
    let [from, to] = report.nodes;
    wrapped(
        &mut out,
        &format!(
            "read from {}: {} nodes where ways meet, {} after those only passed were taken out",
            report.files.join(", "),
            grouped(from as u64),
            grouped(to as u64),
        ),
    )?;
    let header = ["mode", "links", "km", "welds", "longest, km", "replaced, km", "left apart, km"];
    let mut rows = table(&header, &[1, 2, 3, 4, 5, 6]);
    for (mode, joined) in &report.modes {
        rows.add_row([
            (*mode).to_owned(),
            grouped(joined.links as u64),
            format!("{:.0}", joined.km),
            grouped(joined.welds as u64),
            format!("{:.1}", joined.longest_weld_km),
            format!("{:.0}", joined.replaced_km),
            format!("{:.0}", joined.left_out_km),
        ]);
    }
    writeln!(out, "{rows}")?;
    let taken: Vec<String> =
        report.notes.taken.iter().map(|(what, n)| format!("{} {what}", grouped(*n))).collect();
    wrapped(&mut out, &format!("taken: {}", taken.join("; ")))?;
    if !report.notes.left_out.is_empty() {
        writeln!(out, "left out:")?;
    }
    for (reason, left) in &report.notes.left_out {
        let more = if left.count > left.first.len() as u64 { ", ..." } else { "" };
        let told = left.first.join(", ");
        wrapped(&mut out, &format!("  {} {reason} ({told}{more})", grouped(left.count)))?;
    }
    for warning in &report.notes.warnings {
        wrapped(&mut out, &format!("warning: {warning}"))?;
    }
    Ok(out.flush()?)
}
