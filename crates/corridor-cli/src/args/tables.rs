//! The options of `pairs` and `matrix`.

use super::{ModeOptions, OpenOptions, ParameterOptions};
use clap::{Args as ClapArgs, ValueEnum};
use std::num::NonZeroUsize;
use std::path::PathBuf;

/// What the verbs that write tables share.
#[derive(ClapArgs, Debug)]
pub struct TableOptions {
    /// Table to write, CSV or Parquet by its extension; `-` is CSV on stdout
    #[arg(long, value_name = "FILE")]
    pub output: PathBuf,
    /// Format of the output, whatever its extension
    #[arg(long, value_enum)]
    pub format: Option<TableFormat>,
    /// Threads to compute with [default: all]
    #[arg(long, value_name = "N")]
    pub threads: Option<NonZeroUsize>,
    /// Go on from a run of the same command that was interrupted
    #[arg(long, conflicts_with = "overwrite")]
    pub resume: bool,
    /// Throw away an interrupted run of this output
    #[arg(long)]
    pub overwrite: bool,
}

/// Formats of tables.
#[derive(ValueEnum, Clone, Copy, Debug)]
pub enum TableFormat {
    Csv,
    Parquet,
}

/// Options of `pairs`.
#[derive(ClapArgs, Debug)]
pub struct PairsArgs {
    #[command(flatten)]
    pub options: ModeOptions,
    /// CSV or Parquet with the columns id,from_lon,from_lat,to_lon,to_lat; `-` is CSV on stdin
    #[arg(long, value_name = "FILE")]
    pub input: PathBuf,
    #[command(flatten)]
    pub table: TableOptions,
}

/// Options of `matrix`.
#[derive(ClapArgs, Debug)]
pub struct MatrixArgs {
    /// Distances in one mode, or from door to door over all of them
    #[arg(long, value_enum, default_value = "sea")]
    pub mode: MatrixMode,
    #[command(flatten)]
    pub open: OpenOptions,
    /// What the way of a cell is best by; time, cost and co2e need --mode all
    /// [default: distance in one mode, time over all]
    #[arg(long, value_enum)]
    pub weight: Option<WeightArg>,
    /// What to write of it: distance, time, cost, co2e, metres in a country (IR) or through a
    /// passage or area (suez); separated by commas [default: what it is best by]
    #[arg(long, value_name = "LIST", value_delimiter = ',')]
    pub skim: Vec<String>,
    #[command(flatten)]
    pub shipment: ShipmentOptions,
    #[command(flatten)]
    pub own: ParameterOptions,
    /// CSV or Parquet with the columns id,lon,lat or id,place; `-` is CSV on stdin
    #[arg(long, value_name = "FILE")]
    pub origins: PathBuf,
    /// As --origins; may be the same file
    #[arg(long, value_name = "FILE")]
    pub destinations: PathBuf,
    /// long: a row for each cell; wide: a row for each origin, a column for each destination
    #[arg(long, value_enum, default_value = "long")]
    pub layout: LayoutArg,
    /// Memory for ids and cells beside the network, such as 512MB or 2GiB
    #[arg(long, value_name = "SIZE", default_value = "1GiB", value_parser = memory_size)]
    pub memory: u64,
    #[command(flatten)]
    pub table: TableOptions,
}

/// What is moved, for door-to-door questions (--mode all).
#[derive(ClapArgs, Debug)]
pub struct ShipmentOptions {
    /// Twenty-foot equivalent units; 2 is one 40-foot container [default: 2]
    #[arg(long, allow_hyphen_values = true)]
    pub teu: Option<f64>,
    /// Mass of the cargo, tonnes [default: 12 per 40-foot container]
    #[arg(long, allow_hyphen_values = true)]
    pub mass_t: Option<f64>,
    /// Ice class of the ship: none, Ice1 to Ice3, Arc4 to Arc9 [default: none]
    #[arg(long)]
    pub ice_class: Option<String>,
}

/// Modes of a matrix.
#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum MatrixMode {
    Sea,
    Rail,
    Road,
    All,
}

/// What ways are best by.
#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum WeightArg {
    Distance,
    Time,
    Cost,
    Co2e,
}

/// Layouts of a matrix.
#[derive(ValueEnum, Clone, Copy, Debug)]
pub enum LayoutArg {
    Long,
    Wide,
}

/// Bytes written as `512MB`, `2GiB` or plain.
pub(super) fn memory_size(text: &str) -> Result<u64, String> {
    const UNITS: [(&str, u64); 11] = [
        ("KiB", 1 << 10),
        ("MiB", 1 << 20),
        ("GiB", 1 << 30),
        ("TiB", 1 << 40),
        ("kB", 1_000),
        ("MB", 1_000_000),
        ("GB", 1_000_000_000),
        ("TB", 1_000_000_000_000),
        ("M", 1 << 20),
        ("G", 1 << 30),
        ("B", 1),
    ];
    let unit = UNITS.iter().find(|(unit, _)| text.ends_with(unit));
    let (number, unit) = match unit {
        Some((name, size)) => (&text[..text.len() - name.len()], *size),
        None => (text, 1),
    };
    match number.trim().parse::<f64>() {
        Ok(number) if number.is_finite() && number > 0.0 => Ok((number * unit as f64) as u64),
        _ => Err("give bytes, or a number with kB, MB, GB, KiB, MiB or GiB".to_owned()),
    }
}
