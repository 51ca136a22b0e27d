//! The options that all verbs share which plan a shipment between two places.

use super::{CargoOptions, ParameterOptions};
use clap::Args as ClapArgs;

/// What is asked besides the two places.
#[derive(ClapArgs, Debug)]
pub struct QuestionOptions {
    /// Day of departure, YYYY-MM-DD [default: today]
    #[arg(long, value_name = "DATE")]
    pub depart: Option<String>,
    /// Day whose world is planned in: what is open, in force and reported [default: the day of
    /// departure]
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<String>,
    #[command(flatten)]
    pub moved: CargoOptions,
    /// Passage, country, port, corridor or other named thing not to be used (repeatable)
    #[arg(long, value_name = "X", value_delimiter = ',')]
    pub avoid: Vec<String>,
    /// Passage, country, port, corridor or other named thing to go through (repeatable, in order)
    #[arg(long, value_name = "X", value_delimiter = ',')]
    pub via: Vec<String>,
    /// Passage that freight does not sail unasked, such as northwest-passage (repeatable)
    #[arg(long, value_name = "X", value_delimiter = ',')]
    pub allow: Vec<String>,
    /// Plan also what a state has declared barred between the two countries, and say so first
    #[arg(long)]
    pub with_restricted: bool,
    /// Leave out what is reported disrupted on the day of departure
    #[arg(long)]
    pub strict_status: bool,
    #[command(flatten)]
    pub own: ParameterOptions,
    /// Farthest a place may lie from the network, km
    #[arg(long, value_name = "KM", default_value_t = 50.0)]
    pub max_snap: f64,
    /// Days within which it has to arrive; answers tell how probable that is
    #[arg(long, value_name = "DAYS", allow_hyphen_values = true)]
    pub deadline_days: Option<f64>,
    /// Joint draws that percentiles are made of
    #[arg(long, value_name = "N", default_value_t = 4000)]
    pub draws: u32,
    /// Seed of the draws: the same seed gives the same answer
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
}
