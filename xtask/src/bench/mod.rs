//! `cargo xtask bench`: this engine beside plain Dijkstra and the crate `fast_paths`.
//!
//! Ours and theirs take turns within one run, so that what else the machine does hits both. Every
//! answer is compared before anything is timed. Ratios are what counts; nanoseconds depend on the
//! machine and the hour.

mod peer;
mod subject;
mod tasks;
mod timing;

use anyhow::{Context, Result};
use corridor_network::{Layer, format};
use serde::Serialize;
use std::path::{Path, PathBuf};

/// What to measure.
pub struct Options {
    /// Network file.
    pub network: PathBuf,
    /// Layers.
    pub layers: Vec<Layer>,
    /// Where to write the rows.
    pub json: Option<PathBuf>,
    /// Turns each side takes.
    pub turns: usize,
    /// Triangles up to which the peer is prepared; layers with more are compared with Dijkstra alone.
    pub most_prepared: u64,
}

/// One comparison.
#[derive(Clone, Debug, Serialize)]
pub struct Row {
    task: &'static str,
    layer: &'static str,
    ours_ns: f64,
    peer: &'static str,
    peer_ns: f64,
    ratio: f64,
    /// Least and greatest ratio of one turn.
    spread: [f64; 2],
}

#[derive(Serialize)]
struct Report {
    network: String,
    rows: Vec<Row>,
}

/// Runs the benchmark and prints it.
pub fn run(options: &Options) -> Result<()> {
    let bytes = std::fs::read(&options.network)
        .with_context(|| format!("reading {}", options.network.display()))?;
    let network = format::read(&bytes)?;
    let mut rows = Vec::new();
    for layer in &options.layers {
        eprintln!("{}: preparing", layer.name());
        let subject = subject::Subject::new(&network, *layer, options.most_prepared)?;
        println!("{}", subject.summary());
        for row in tasks::all(&subject, options.turns)? {
            print_row(&row);
            rows.push(row);
        }
        println!();
    }
    if let Some(path) = &options.json {
        write(path, &Report { network: network.build_id().to_owned(), rows })?;
    }
    Ok(())
}

fn print_row(row: &Row) {
    println!(
        "{:5} {:34} {:>12} {:10} {:>12} {:>10.1}x ({:.1}-{:.1})",
        row.layer,
        row.task,
        timing::shown(row.ours_ns),
        row.peer,
        timing::shown(row.peer_ns),
        row.ratio,
        row.spread[0],
        row.spread[1]
    );
}

fn write(path: &Path, report: &Report) -> Result<()> {
    let text = serde_json::to_string_pretty(report)?;
    std::fs::write(path, text).with_context(|| format!("writing {}", path.display()))
}
