//! What cargo cannot say: `cargo xtask network` builds the network file, the other tasks measure.

mod bench;
mod facts;
mod flows;
mod instructions;
mod lanes;
mod network;
mod plans;
mod runs;
mod truth;

use anyhow::{Context, Result};
use clap::{Parser, Subcommand};
use corridor::flows::WaySearch;
use corridor_network::Layer;
use std::path::PathBuf;
use std::process::ExitCode;

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
    /// Take status, reports and times of the tables over into the network file, without building it
    Facts {
        /// Folder of the tables
        #[arg(long, default_value = "data")]
        data: PathBuf,
        /// Network file to change
        #[arg(long, default_value = "crates/corridor-data/world.corridor")]
        network: PathBuf,
    },
    /// Time the routing engine beside plain Dijkstra and the crate `fast_paths`
    Bench {
        /// Network file to measure
        #[arg(long, default_value = "crates/corridor-data/world.corridor")]
        network: PathBuf,
        /// Layers, separated by commas
        #[arg(long, value_delimiter = ',', default_value = "road,rail,sea,all")]
        layers: Vec<String>,
        /// File for the rows
        #[arg(long)]
        json: Option<PathBuf>,
        /// Turns that each side takes
        #[arg(long, default_value_t = 5)]
        turns: usize,
        /// Triangles up to which fast_paths is prepared; beyond, it takes hours
        #[arg(long, default_value_t = 15_000_000)]
        most_prepared: u64,
    },
    /// Count the instructions of fixed workloads and compare them with those accepted
    Instructions {
        /// Network file to work on
        #[arg(long, default_value = "crates/corridor-data/world.corridor")]
        network: PathBuf,
        /// File of accepted counts
        #[arg(long, default_value = "docs/instructions.toml")]
        counts: PathBuf,
        /// Write the counts to the file instead of comparing them
        #[arg(long)]
        accept: bool,
    },
    /// One of the workloads that `instructions` counts
    #[command(hide = true)]
    Workload { workload: instructions::Workload, subject: PathBuf },
    /// Time plans between random cities, and after changes of the world
    Plans {
        /// Network file to measure
        #[arg(long, default_value = "crates/corridor-data/world.corridor")]
        network: PathBuf,
        /// Pairs of cities
        #[arg(long, default_value_t = 1_000)]
        pairs: usize,
        /// Of these, pairs searched without the hierarchy too, which takes minutes
        #[arg(long, default_value_t = 0)]
        exhaustive: usize,
    },
    /// Time freight flows between the largest cities, and with a scenario beside
    Flows {
        /// Network file to measure
        #[arg(long, default_value = "crates/corridor-data/world.corridor")]
        network: PathBuf,
        /// Cities, all pairs of them
        #[arg(long, default_value_t = 12)]
        zones: usize,
        /// Classes of goods, 20 at most
        #[arg(long, default_value_t = 2)]
        classes: usize,
        /// Rows of demand to draw from all pairs and classes [default: all of them]
        #[arg(long)]
        rows: Option<usize>,
        /// Ways to look for: all, best or together [default: as the program does it]
        #[arg(long)]
        ways: Option<String>,
        /// Scenario to ask for beside
        #[arg(long)]
        scenario: Option<String>,
    },
    /// Compare distances over the lanes with exact paths over the mesh
    Lanes {
        /// Network file to measure
        #[arg(long, default_value = "crates/corridor-data/world.corridor")]
        network: PathBuf,
        /// Pairs of ports, and with passages closed; a tenth at sea, a hundredth round each area
        #[arg(long, default_value_t = 10_000)]
        pairs: usize,
        /// How many of the worst pairs to name
        #[arg(long, default_value_t = 0)]
        worst: usize,
    },
    /// Compare plans with published runs, transit times and prices
    Runs {
        /// Network file to plan over
        #[arg(long, default_value = "crates/corridor-data/world.corridor")]
        network: PathBuf,
        /// Table of what was published
        #[arg(long, default_value = "data/published-runs.toml")]
        runs: PathBuf,
        /// Folder with the parameters to plan with
        #[arg(long, default_value = "data/parameters")]
        parameters: PathBuf,
        /// Row to show leg by leg; the others are left out (repeatable)
        #[arg(long)]
        row: Vec<String>,
        /// Fail where less than this percentage of the counted figures is met
        #[arg(long, default_value_t = 0.0)]
        least: f64,
        /// Draw ours beside the published figures into this folder, as SVG
        #[arg(long)]
        pictures: Option<PathBuf>,
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

fn main() -> Result<ExitCode> {
    match Args::parse().task {
        Task::Network { data, cache, output, report } => {
            network::run(&data, &cache, &output, &report)
        }
        Task::Facts { data, network } => facts::run(&data, &network),
        Task::Bench { network, layers, json, turns, most_prepared } => {
            let layer = |name: &String| {
                let known = Layer::EVERY.into_iter().find(|layer| layer.name() == name);
                known.with_context(|| format!("no layer {name:?}; one of road, rail, sea, all"))
            };
            let layers = layers.iter().map(layer).collect::<Result<_>>()?;
            bench::run(&bench::Options { network, layers, json, turns, most_prepared })
        }
        Task::Instructions { network, counts, accept } => {
            return instructions::run(&instructions::Options { network, counts, accept });
        }
        Task::Workload { workload, subject } => instructions::work(workload, &subject),
        Task::Lanes { network, pairs, worst } => lanes::run(&network, pairs, worst),
        Task::Flows { network, zones, classes, rows, ways, scenario } => {
            let (network, scenario) = (network.as_path(), scenario.as_deref());
            let search = match ways.as_deref() {
                None => None,
                Some("all") => Some(WaySearch::All),
                Some("best") => Some(WaySearch::Best),
                Some("together") => Some(WaySearch::Together),
                Some(other) => anyhow::bail!("no ways {other:?}; one of all, best, together"),
            };
            flows::run(&flows::Options { network, zones, classes, rows, search, scenario })
        }
        Task::Plans { network, pairs, exhaustive } => plans::run(&network, pairs, exhaustive),
        Task::Runs { network, runs, parameters, row, least, pictures } => {
            runs::run(&runs::Options { network, runs, parameters, rows: row, least, pictures })
        }
        Task::Truth { tables, network, worst } => truth::run(&network, &tables, worst),
    }?;
    Ok(ExitCode::SUCCESS)
}
