//! The options of `gravity`.

use clap::Args as ClapArgs;
use std::path::PathBuf;

/// Options of `gravity`.
#[derive(ClapArgs, Debug)]
#[command(after_help = "\
Files: FLOWS has columns origin,destination,trade and then what may explain trade (logarithm of the
distance, 0 or 1 for a border), one row a pair, domestic ones included; --change has columns
origin,destination,column,value. Equations and limits: docs/methods/trade-effect.md.")]
pub struct GravityArgs {
    /// Flows with what may explain them, CSV
    pub flows: PathBuf,
    /// Column that is the same everywhere in the world asked about: BORDER=0 (repeatable)
    #[arg(long, value_name = "COLUMN=NUMBER")]
    pub set: Vec<String>,
    /// Values of single pairs in that world, CSV
    #[arg(long, value_name = "FILE")]
    pub change: Option<PathBuf>,
    /// Trade elasticity (the exponent, sigma - 1), for effects on prices and real income
    #[arg(long, value_name = "N", allow_hyphen_values = true)]
    pub elasticity: Option<f64>,
    /// What becomes of trade deficits: fixed-share of world value added, fixed-ratio to income, or zero
    #[arg(long, value_name = "WORD", default_value = "fixed-share")]
    pub closure: String,
    /// Write the answer as JSON to stdout
    #[arg(long)]
    pub json: bool,
}
