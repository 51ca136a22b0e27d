//! The options of `appraise`.

use clap::{ArgGroup, Args as ClapArgs, ValueEnum};
use std::path::PathBuf;

/// What the ledger is added up by.
#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum LedgerBy {
    /// By country
    Country,
    /// By party
    Party,
    /// Not at all: every item
    Item,
    /// The cash flow year by year in its place
    Year,
}

/// Options of `appraise`.
#[derive(ClapArgs, Debug)]
#[command(group(ArgGroup::new("what").required(true).args(["project", "cash_flow", "example"])))]
#[command(
    after_help = "The table of --cash-flow has the columns year,amount_usd: dollars that flow out are \
negative. Years are counted from 0, which is not discounted, or are of the calendar, with --base-year.\n\
A project is a TOML file: `corridor appraise --example > project.toml` writes one to begin with. \
docs/methods/appraisal.md describes it."
)]
pub struct AppraiseArgs {
    /// Project file, TOML
    pub project: Option<PathBuf>,
    /// In place of a project: table of a cash flow, CSV with the columns year,amount_usd; - for stdin
    #[arg(long, value_name = "FILE", requires = "rate")]
    pub cash_flow: Option<PathBuf>,
    /// Write the example of a project to stdout
    #[arg(long)]
    pub example: bool,
    /// Rate of discount by the year, such as 10%
    #[arg(long, value_name = "RATE", allow_hyphen_values = true)]
    #[arg(help_heading = "Cash flow", requires = "cash_flow")]
    pub rate: Option<String>,
    /// Rate at which deficits are financed, for the modified rate of return [default: --rate]
    #[arg(long, value_name = "RATE", allow_hyphen_values = true)]
    #[arg(help_heading = "Cash flow", requires = "cash_flow")]
    pub finance_rate: Option<String>,
    /// Rate at which surpluses are reinvested, for the modified rate of return [default: --rate]
    #[arg(long, value_name = "RATE", allow_hyphen_values = true)]
    #[arg(help_heading = "Cash flow", requires = "cash_flow")]
    pub reinvest_rate: Option<String>,
    /// Calendar year that is not discounted
    #[arg(long, value_name = "YEAR", help_heading = "Cash flow", requires = "cash_flow")]
    pub base_year: Option<i32>,
    /// Guide whose social rate holds in place of the project's: eu-2014, eu-2014-cohesion, eu-2021,
    /// world-bank, adb, adb-social, uk-green-book
    #[arg(long, value_name = "ID", help_heading = "Project", requires = "project")]
    pub preset: Option<String>,
    /// How many draws over what the project calls uncertain
    #[arg(long, value_name = "N", default_value_t = 10_000)]
    #[arg(value_parser = clap::value_parser!(u32).range(0..=1_000_000), help_heading = "Project")]
    pub draws: u32,
    /// Seed of the draws
    #[arg(long, value_name = "N", default_value_t = 1, help_heading = "Project")]
    pub seed: u64,
    /// What the ledger is added up by
    #[arg(long, value_enum, default_value = "country", help_heading = "Project")]
    pub by: LedgerBy,
    /// Write cash flow, ledger and tornado as an SVG picture
    #[arg(long, value_name = "FILE", help_heading = "Project", requires = "project")]
    pub svg: Option<PathBuf>,
    /// Write one self-contained page with picture, ledger and sources; works offline
    #[arg(long, value_name = "FILE", help_heading = "Project", requires = "project")]
    pub html: Option<PathBuf>,
    /// Write the answer as JSON to stdout
    #[arg(long)]
    pub json: bool,
}
