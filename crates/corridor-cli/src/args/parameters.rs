//! The options of `parameters`, and of all verbs that can reckon with a user's own figures.

use clap::Args as ClapArgs;
use std::path::PathBuf;

/// A user's own figures.
#[derive(ClapArgs, Debug)]
pub struct ParameterOptions {
    /// Figures of your own to reckon with, TOML; a later file goes over an earlier one (repeatable)
    #[arg(long = "parameters", value_name = "FILE")]
    pub files: Vec<PathBuf>,
}

/// Options of `parameters`.
#[derive(ClapArgs, Debug)]
pub struct ParametersArgs {
    /// Name of one to show whole, beginning of a name (rail.), country (IN) or other words; all
    /// have to fit
    pub words: Vec<String>,
    #[command(flatten)]
    pub own: ParameterOptions,
    /// Write the answer as JSON to stdout
    #[arg(long)]
    pub json: bool,
}
