//! Ports, rail terminals, landings of ferries and stations of pipelines.

use super::Evidence;
use crate::{CountryCode, LngLat, PlaceCode};
use serde::{Deserialize, Serialize};

/// What a terminal is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TerminalKind {
    /// A sea or river port.
    Port,
    /// A rail terminal inland.
    RailTerminal,
    /// Where a ferry lands and nothing else calls: a ramp at a river or strait.
    Landing,
    /// Where oil is pumped into a pipeline or out of it, and nothing else is loaded.
    PipelineStation,
}

/// A port or rail terminal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Terminal {
    /// UN/LOCODE, or a stable id where there is none.
    pub id: String,
    /// Name shown.
    pub name: String,
    /// Other names.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Its UN/LOCODE.
    #[serde(default)]
    pub locode: Option<PlaceCode>,
    /// Its country.
    pub country: CountryCode,
    /// Where it is.
    pub at: LngLat,
    /// What it is.
    pub kind: TerminalKind,
    /// Deepest berth or channel, whichever is less, m.
    #[serde(default)]
    pub draught_m: Option<f64>,
    /// Whether it handles containers.
    #[serde(default)]
    pub containers: bool,
    /// Where it comes from.
    pub evidence: Evidence,
}
