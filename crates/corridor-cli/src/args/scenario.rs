//! The options of `scenarios`, `compare` and `season`, and of all verbs that ask in a supposed world.

use super::{GoodsOptions, QuestionOptions};
use clap::Args as ClapArgs;
use std::path::PathBuf;

/// The world that is supposed.
#[derive(ClapArgs, Debug)]
pub struct ScenarioOptions {
    /// Scenario to suppose: an id of `corridor scenarios`, a TOML file, or a CSV table of services of
    /// your own (from, to, kind, hours, sailings_per_week or headway_days, usd, valid_from,
    /// valid_until) or of quotes of carriers (from, to, equipment, usd, surcharges, carrier,
    /// valid_from, valid_until); a later one goes over an earlier one (repeatable)
    #[arg(long = "scenario", visible_aliases = ["services", "quotes"], value_name = "ID|FILE")]
    pub scenarios: Vec<String>,
}

/// Options of `scenarios`.
#[derive(ClapArgs, Debug)]
pub struct ScenariosArgs {
    /// Id or file of a scenario to show whole, with its sources
    pub id: Option<String>,
    /// Check a file of your own against the network and show what it changes
    #[arg(long, value_name = "FILE", conflicts_with_all = ["id", "schema"])]
    pub check: Option<PathBuf>,
    /// Write the JSON schema of scenario files
    #[arg(long, conflicts_with = "id")]
    pub schema: bool,
    /// Write the answer as JSON to stdout
    #[arg(long)]
    pub json: bool,
}

/// Options of `compare`.
#[derive(ClapArgs, Debug)]
pub struct CompareArgs {
    /// Where from
    #[arg(allow_hyphen_values = true, required_unless_present = "input", requires = "to")]
    pub from: Option<String>,
    /// Where to
    #[arg(allow_hyphen_values = true, required_unless_present = "input")]
    pub to: Option<String>,
    /// World to compare: a scenario's id, its TOML file, a CSV table of services or quotes, several
    /// joined by +, or base for the world as it is; the first is what the others are compared with
    /// (repeatable)
    #[arg(long = "scenario", visible_aliases = ["services", "quotes"], value_name = "ID|FILE")]
    #[arg(required = true)]
    pub scenarios: Vec<String>,
    #[command(flatten)]
    pub question: QuestionOptions,
    /// CSV table of many pairs, with columns id, from and to; - is stdin
    #[arg(long, value_name = "FILE", conflicts_with_all = ["from", "to"])]
    pub input: Option<PathBuf>,
    /// Table of changes to write, .csv or .jsonl; - is CSV to stdout
    #[arg(long, value_name = "FILE", requires = "input", conflicts_with = "from")]
    #[arg(default_value = "-")]
    pub output: PathBuf,
    /// Say too what each scenario does to trade and real income of the two countries; agreements on duties
    /// that they suppose need their duty (--suppose)
    #[arg(long, conflicts_with = "input")]
    pub trade_effect: bool,
    /// Show the corridors' times and costs by kind of leg
    #[arg(long)]
    pub legs: bool,
    /// Write the answer as JSON to stdout
    #[arg(long)]
    pub json: bool,
    /// Write the times and costs before and after as an SVG picture
    #[arg(long, value_name = "FILE", conflicts_with = "input")]
    pub svg: Option<PathBuf>,
    #[command(flatten)]
    pub goods: GoodsOptions,
}

/// Options of `season`.
#[derive(ClapArgs, Debug)]
pub struct SeasonArgs {
    /// Corridor, passage, group of passages, waterway or area of the sea: nsr, arctic, volga-don, kara-sw
    pub id: String,
    /// Year [default: this year]
    #[arg(long)]
    pub year: Option<i16>,
    #[command(flatten)]
    pub supposed: ScenarioOptions,
    /// Write the answer as JSON to stdout
    #[arg(long)]
    pub json: bool,
    /// Write the year as an SVG picture
    #[arg(long, value_name = "FILE")]
    pub svg: Option<PathBuf>,
}
