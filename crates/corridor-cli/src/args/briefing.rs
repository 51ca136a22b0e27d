//! The options of `briefing`.

use clap::Args as ClapArgs;
use std::path::PathBuf;

/// Options of `briefing`.
#[derive(ClapArgs, Debug)]
#[command(after_help = "\
Every figure is an answer of compare, landed-cost, season, trade-effect, agreements and appraise.
docs/methods/briefing.md has the form of a file and the limits.")]
pub struct BriefingArgs {
    /// Id of a briefing that ships, or a TOML file of your own
    #[arg(value_name = "ID|FILE", default_value = "india-russia-2023")]
    pub briefing: String,
    /// Day for which it is asked, YYYY-MM-DD [default: today]
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<String>,
    /// Write one self-contained page; works offline
    #[arg(long, value_name = "FILE")]
    pub html: Option<PathBuf>,
    /// Write the answer as JSON to stdout
    #[arg(long)]
    pub json: bool,
}
