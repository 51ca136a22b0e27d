//! What cargo cannot say: `cargo xtask network` builds the network file.

mod network;

use anyhow::Result;
use clap::{Parser, Subcommand};
use std::path::PathBuf;

/// Development tasks of corridor.
#[derive(Parser)]
struct Args {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Build the network file from the pinned packages and the tables under data/
    Network {
        /// Folder of the tables
        #[arg(long, default_value = "data")]
        data: PathBuf,
        /// Where fetched packages are kept
        #[arg(long, default_value = "cache")]
        cache: PathBuf,
        /// File to write
        #[arg(long, default_value = "crates/corridor-data/world.corridor")]
        output: PathBuf,
        /// Where to write what the stages report
        #[arg(long, default_value = "docs/network-report.txt")]
        report: PathBuf,
    },
}

fn main() -> Result<()> {
    match Args::parse().task {
        Task::Network { data, cache, output, report } => {
            network::run(&data, &cache, &output, &report)
        }
    }
}
