//! What cargo cannot say: `cargo xtask network` builds the network file, `cargo xtask truth` measures it.

mod lanes;
mod network;
mod truth;

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
    /// Compare distances over the lanes with exact paths over the mesh
    Lanes {
        /// Network file to measure
        #[arg(long, default_value = "crates/corridor-data/world.corridor")]
        network: PathBuf,
        /// Pairs of each kind
        #[arg(long, default_value_t = 1000)]
        pairs: usize,
    },
    /// Compare distances with a folder of tables made by others; prints error statistics
    Truth {
        /// Folder with sea_distances.csv and land_distances.csv
        tables: PathBuf,
        /// Network file to measure
        #[arg(long, default_value = "crates/corridor-data/world.corridor")]
        network: PathBuf,
        /// How many of the worst pairs to name
        #[arg(long, default_value_t = 0)]
        worst: usize,
    },
}

fn main() -> Result<()> {
    match Args::parse().task {
        Task::Network { data, cache, output, report } => {
            network::run(&data, &cache, &output, &report)
        }
        Task::Lanes { network, pairs } => lanes::run(&network, pairs),
        Task::Truth { tables, network, worst } => truth::run(&network, &tables, worst),
    }
}
