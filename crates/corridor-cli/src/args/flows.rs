//! The options of `flows`.

use clap::{Args as ClapArgs, ValueEnum};
use std::path::PathBuf;

/// How routes are chosen.
#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum RouteChoiceArg {
    /// No trip can save by another way
    UserEquilibrium,
    /// All take the cheapest way on the empty network
    AllOrNothing,
}

/// Options of `flows`.
#[derive(ClapArgs, Debug)]
#[command(
    after_help = "A folder in the TNTP format holds one NAME_net.tntp and one NAME_trips.tntp. What a \
unit of toll and of length counts as is read from the metadata of the network, else from the section \
\"Generalized Cost Weights\" of a README.md beside it, else it is 0.\n\
Exit code 1: the tolerance was not reached within the rounds; the answer is shown all the same."
)]
pub struct FlowsArgs {
    /// Folder with one road problem in the TNTP format
    #[arg(long, value_name = "FOLDER")]
    pub tntp: PathBuf,
    /// How routes are chosen
    #[arg(long, value_enum, default_value = "user-equilibrium")]
    pub route_choice: RouteChoiceArg,
    /// Relative gap to reach: the share of the total cost that could still be saved
    #[arg(long, value_name = "GAP", default_value_t = 1e-6)]
    pub tolerance: f64,
    /// Searches for new routes at most
    #[arg(long, value_name = "N", default_value_t = 500)]
    pub max_rounds: usize,
    /// What a unit of toll counts as in the unit of time
    #[arg(long, value_name = "TIME")]
    pub toll_factor: Option<f64>,
    /// What a unit of length counts as in the unit of time
    #[arg(long, value_name = "TIME")]
    pub distance_factor: Option<f64>,
    /// Folder to write links.csv and report.json into
    #[arg(long, value_name = "FOLDER")]
    pub output: Option<PathBuf>,
    /// Write the answer as JSON to stdout
    #[arg(long)]
    pub json: bool,
}
