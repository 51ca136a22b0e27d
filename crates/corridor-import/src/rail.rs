//! The rail layer: `world_railways` of the package `scgraph_data`, healed, cut at borders and gauge
//! breaks, with hand-checked lines added and passenger-only lines taken out.

use crate::land::{self, Exclusion, FastLines, Settings, Tables};
use crate::raw::Layer;
use corridor_network::Countries;
use corridor_network::fact::{Border, Gauge, Line};
use corridor_network::{CountryCode, Mode};

/// What building the rail layer did.
pub type RailReport = land::Report;

const SETTINGS: Settings = Settings {
    mode: Mode::Rail,
    source: "scgraph-railways",
    place_km: 0.3,
    gap_km: 0.5,
    gap_detour_km: 2.0,
    fast_lines: Some(FastLines {
        countries: &["CN", "ES", "FR", "JP"],
        turn_deg: 40.0,
        sinuosity: 1.04,
        chain_km: 3.0,
        way_round: 1.5,
    }),
    end_reach_km: 3.0,
    end_detour: 4.0,
    facing_km: 12.5,
    facing_detour: 8.0,
    crossing_detour_km: 60.0,
    stub_km: 1.0,
    component_km: 50.0,
    bend_deg: 0.005,
    length_factor,
};

/// Published line length over length in the source.
///
/// Station throats and curves are smoothed away upstream. Measured against published chainages and
/// tariff distances longer than 100 km, medians with factor 1.02: railways of 1520 mm +0.1 % (1,426
/// pairs), the Trans-Siberian +1.1 %, Iran -0.6 %, but Howrah-Chennai +0.8 % and New Delhi-Mumbai
/// +1.7 % (191 pairs): the lines of India are drawn more closely. Other countries take 1.02.
fn length_factor(country: CountryCode) -> f64 {
    if country.as_str() == "IN" { 1.005 } else { 1.02 }
}

/// Builds the rail layer from the text of `world_railways.py`.
///
/// Returns the layer, the borders of the table with the generic ones of the network added, and the
/// report. A border point has no country; every link has at least one end that has one.
///
/// # Errors
/// When the text is not such a module, or a line or exclusion fits nothing.
pub fn layer(
    package_bytes: &[u8],
    lines: &[Line],
    exclusions: &[Exclusion],
    borders: &[Border],
    gauges: &[Gauge],
    countries: &Countries,
) -> anyhow::Result<(Layer, Vec<Border>, RailReport)> {
    let tables = Tables { lines, exclusions, borders, gauges, countries };
    land::build(package_bytes, tables, &SETTINGS)
}
