//! The World Port Index of the National Geospatial-Intelligence Agency (Pub. 150), as CSV.
//!
//! Depths are metres, 0 where not known. Most are the shallow end of a class of five feet, and those
//! of large ports are out of date; see [`super::listed`] for what is done about it.

use super::listed::{Depths, List, Listed};
use anyhow::Context;
use corridor_network::{LngLat, PlaceCode};
use serde::Deserialize;

#[derive(Deserialize)]
struct Row {
    #[serde(rename = "World Port Index Number")]
    number: f64,
    #[serde(rename = "Main Port Name")]
    name: String,
    #[serde(rename = "Alternate Port Name")]
    other_name: String,
    #[serde(rename = "UN/LOCODE")]
    code: String,
    #[serde(rename = "Channel Depth (m)")]
    channel_m: f64,
    #[serde(rename = "Cargo Pier Depth (m)")]
    pier_m: f64,
    #[serde(rename = "Maximum Vessel Draft (m)")]
    ship_draught_m: f64,
    #[serde(rename = "Facilities - Container")]
    containers: String,
    #[serde(rename = "Cranes Container")]
    container_cranes: String,
    #[serde(rename = "Latitude")]
    lat: f64,
    #[serde(rename = "Longitude")]
    lng: f64,
}

/// Reads all rows, in the order of the file.
pub(super) fn read(csv: &[u8]) -> anyhow::Result<Vec<Listed>> {
    let csv = csv.strip_prefix(b"\xef\xbb\xbf").unwrap_or(csv);
    let mut ports = Vec::new();
    for row in csv::Reader::from_reader(csv).deserialize() {
        let row: Row = row?;
        let number = row.number as u32;
        let at = LngLat::new(row.lng, row.lat).with_context(|| format!("port {number}"))?;
        let known = |metres: f64| (metres > 0.0).then_some(metres);
        ports.push(Listed {
            list: List::WorldPortIndex { number },
            name: row.name.trim().to_owned(),
            aliases: other_names(&row.other_name),
            // A few rows have the country only or a stray character: no code then.
            code: row.code.parse::<PlaceCode>().ok(),
            at,
            depths: Depths {
                channel_m: known(row.channel_m),
                pier_m: known(row.pier_m),
                ship_draught_m: known(row.ship_draught_m),
            },
            containers: row.containers == "Yes" || row.container_cranes == "Yes",
        });
    }
    Ok(ports)
}

fn other_names(text: &str) -> Vec<String> {
    text.split([';', '/']).map(str::trim).filter(|n| n.len() > 1).map(str::to_owned).collect()
}
