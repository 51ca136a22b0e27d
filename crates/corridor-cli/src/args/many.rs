//! The options of `plan` for a table of pairs.

use clap::Args as ClapArgs;
use std::num::NonZeroUsize;
use std::path::PathBuf;

/// A table in place of two places.
///
/// Each option is in conflict with a place too: what is required is not asked for where it is in
/// conflict with what is given, and the option would be passed over in silence.
#[derive(ClapArgs, Debug)]
#[command(next_help_heading = "Many pairs at once")]
pub struct ManyOptions {
    /// CSV or Parquet with the columns id,from,to or id,from_lon,from_lat,to_lon,to_lat; where rows
    /// differ in them depart, teu, mass_t, value_usd too; with hs rows have landed cost, and may have
    /// origin, incoterm, duty, tax_percent, quantity, unit, and value,currency in place of value_usd; `-` is
    /// CSV on stdin
    #[arg(long, value_name = "FILE", requires = "output")]
    #[arg(conflicts_with_all = ["from", "to", "legs", "geojson", "html", "svg", "chart", "gantt"])]
    #[arg(conflicts_with_all = ["indicators", "emissions"])]
    pub input: Option<PathBuf>,
    /// File to write: .jsonl, a pair with its whole answer in each line; .csv or .parquet, an
    /// itinerary in each row; `-` is CSV on stdout, or JSON lines with --json
    #[arg(long, value_name = "FILE", requires = "input", conflicts_with = "from")]
    pub output: Option<PathBuf>,
    /// Threads to plan with [default: all]
    #[arg(long, value_name = "N", requires = "input", conflicts_with = "from")]
    pub threads: Option<NonZeroUsize>,
    /// Go on from a run of the same command that was interrupted
    #[arg(long, requires = "input", conflicts_with_all = ["from", "overwrite"])]
    pub resume: bool,
    /// Throw away an interrupted run of this output
    #[arg(long, requires = "input", conflicts_with = "from")]
    pub overwrite: bool,
}
