//! The options of `trade-effect`.

use super::ScenarioOptions;
use clap::Args as ClapArgs;
use std::path::PathBuf;

/// Options of `trade-effect`.
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
#[derive(ClapArgs, Debug)]
#[command(after_help = "\
Files: --table has columns origin,destination,sector,use,value_usd with domestic flows, where use is a
sector or `final`; --change origin,destination,sector,factor; --duties importer,exporter,sector,percent;
--elasticity sector,elasticity,standard_error. `*` is every sector, in --duties every exporter too.
--scenario makes costs of trade of what it does to the ways of a box between the countries.
Equations, sources and limits: docs/methods/trade-effect.md.")]
pub struct TradeEffectArgs {
    /// Agreement supposed to be in force, with the duty in per cent under it: india-eaeu-fta=0 (repeatable)
    #[arg(long, value_name = "ID=PERCENT")]
    pub suppose: Vec<String>,
    #[command(flatten)]
    pub supposed: ScenarioOptions,
    /// Factors on the cost of trade, CSV
    #[arg(long, value_name = "FILE")]
    pub change: Option<PathBuf>,
    /// Your table of flows, CSV [default: OECD ICIO of 2019, 20 regions by 20 sections]
    #[arg(long, value_name = "FILE")]
    pub table: Option<PathBuf>,
    /// Year that your table describes; told beside the day of duties and agreements
    #[arg(long, value_name = "YEAR", requires = "table")]
    pub table_year: Option<i16>,
    /// Trade elasticity (the exponent, sigma - 1) of all sectors, or a CSV by sector [default: shipped]
    #[arg(long, value_name = "N|FILE", allow_hyphen_values = true)]
    pub elasticity: Option<String>,
    /// Your duties before the change, CSV [default: averages of the tariffs that ship where an agreement
    /// is supposed, else none]
    #[arg(long, value_name = "FILE")]
    pub duties: Option<PathBuf>,
    /// What becomes of trade deficits: fixed-share of world value added, fixed-ratio to income, or zero
    #[arg(long, value_name = "WORD", default_value = "fixed-share")]
    pub closure: String,
    /// All sectors as one, without inputs; needs --elasticity
    #[arg(long)]
    pub one_sector: bool,
    /// Draw the elasticities this often from their standard errors: spreads, and how many agree in sign
    #[arg(long, value_name = "N")]
    pub draws: Option<usize>,
    /// Seed of the draws
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
    /// Steps in which the change of real income is taken apart; 0 leaves it out
    #[arg(long, value_name = "N", default_value_t = 16)]
    #[arg(value_parser = clap::value_parser!(u16).range(0..=1000))]
    pub steps: u16,
    /// Show flows by pair of countries
    #[arg(long)]
    pub pairs: bool,
    /// Show sectors by country
    #[arg(long)]
    pub sectors: bool,
    /// Day whose agreements and tariffs hold before the change, YYYY-MM-DD [default: today]
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<String>,
    /// Agreement of your own to lay over the register, TOML (repeatable)
    #[arg(long, value_name = "FILE")]
    pub with: Vec<PathBuf>,
    /// Write bars by country as an SVG picture
    #[arg(long, value_name = "FILE")]
    pub svg: Option<PathBuf>,
    /// Write one self-contained page with picture, figures and sources
    #[arg(long, value_name = "FILE")]
    pub html: Option<PathBuf>,
    /// Write the answer as JSON to stdout
    #[arg(long)]
    pub json: bool,
}
