//! Options of `data build`.

use clap::Args;
use std::path::PathBuf;

/// Options of `data build`.
#[derive(Args, Debug)]
#[command(
    after_help = "Then plan over it: corridor plan --network my.corridor 24.94,60.17 Mumbai. \
See docs/methods/extracts.md."
)]
pub struct BuildArgs {
    /// OpenStreetMap extracts (.osm.pbf), folders with GMNS node.csv and link.csv, GeoJSON lines
    #[arg(value_name = "FILE", required = true)]
    pub files: Vec<PathBuf>,
    /// Network file to write
    #[arg(long, value_name = "FILE")]
    pub output: PathBuf,
    /// Take only what lies inside west,south,east,north
    #[arg(long, value_name = "BOX", allow_hyphen_values = true)]
    pub area: Option<String>,
    /// Make a network of the files alone, joined to nothing
    #[arg(long)]
    pub alone: bool,
    /// Table of terminals of your own: id,name,kind,lon,lat
    #[arg(long, value_name = "CSV")]
    pub terminals: Option<PathBuf>,
    /// How far parts of the files may reach that have nothing of the network near, km
    #[arg(long, value_name = "KM", default_value_t = 10.0)]
    pub weld: f64,
    /// Mass of the lorry that roads must let through, with its load, t
    #[arg(long, value_name = "T", default_value_t = 40.0)]
    pub lorry_mass: f64,
    /// Its height, m
    #[arg(long, value_name = "M", default_value_t = 4.0)]
    pub lorry_height: f64,
    /// Licence of tables and lines, which `data licences` then shows
    #[arg(long, value_name = "TEXT")]
    pub licence: Option<String>,
    /// Attribution that the licence asks for
    #[arg(long, value_name = "TEXT")]
    pub attribution: Option<String>,
    /// Write what was done as JSON to stdout
    #[arg(long)]
    pub json: bool,
}
