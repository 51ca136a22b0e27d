//! The road layer: `world_highways` of the package `scgraph_data` (motorways, trunk and primary
//! roads), healed, cut at borders, with fixed links added.

use crate::land::{self, Settings, Tables};
use crate::raw::Layer;
use corridor_network::Countries;
use corridor_network::fact::{Border, Line};
use corridor_network::{CountryCode, Mode};

/// What building the road layer did.
pub type RoadReport = land::Report;

const SETTINGS: Settings = Settings {
    mode: Mode::Road,
    source: "scgraph-highways",
    place_km: 0.3,
    gap_km: 0.3,
    gap_detour_km: 2.0,
    fast_lines: None,
    end_reach_km: 0.0,
    end_detour: 4.0,
    facing_km: 1.5,
    facing_detour: 8.0,
    crossing_detour_km: 60.0,
    stub_km: 2.0,
    component_km: 20.0,
    bend_deg: 0.005,
    length_factor,
};

/// Published road distance over length in the source.
///
/// Curves and junctions are smoothed away upstream. With factor 1.05 the median of 97 European
/// distances (eurodist, roads of the 1970s, 2 to 8 % longer than today's) comes out at -0.9 %, two
/// sections of the Golden Quadrilateral at -3.8 and +0.2 %, an Indian chart of before 2000 at -4.5 %.
fn length_factor(_country: CountryCode) -> f64 {
    1.05
}

/// Builds the road layer from the text of `world_highways.py`.
///
/// Returns the layer, the borders of the table with the generic ones of the network added, and the
/// report. A border point has no country; every link has at least one end that has one.
///
/// # Errors
/// When the text is not such a module, or a line fits nothing.
pub fn layer(
    package_bytes: &[u8],
    lines: &[Line],
    borders: &[Border],
    countries: &Countries,
) -> anyhow::Result<(Layer, Vec<Border>, RoadReport)> {
    let tables = Tables { lines, exclusions: &[], borders, gauges: &[], countries };
    land::build(package_bytes, tables, &SETTINGS)
}
