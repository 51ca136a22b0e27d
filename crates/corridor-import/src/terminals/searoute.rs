//! The port list that `searoute` ships: names, UN/LOCODEs and positions; neither depths nor cargo.

use super::PortReport;
use super::listed::{Depths, List, Listed};
use corridor_network::{LngLat, PlaceCode};
use serde::Deserialize;

#[derive(Deserialize)]
struct Collection {
    features: Vec<Feature>,
}

#[derive(Deserialize)]
struct Feature {
    geometry: Geometry,
    properties: Properties,
}

#[derive(Deserialize)]
struct Geometry {
    coordinates: [f64; 2],
}

#[derive(Deserialize)]
struct Properties {
    name: String,
    port: String,
}

/// Reads the ports, in the order of the file; those without a UN/LOCODE are left out and reported.
pub(super) fn read(geojson: &[u8], report: &mut PortReport) -> anyhow::Result<Vec<Listed>> {
    let collection: Collection = serde_json::from_slice(geojson)?;
    let mut ports = Vec::new();
    for Feature { geometry, properties } in collection.features {
        let [lng, lat] = geometry.coordinates;
        let at = LngLat::new(lng, lat)?;
        let Ok(code) = properties.port.parse::<PlaceCode>() else {
            report.left_out.push(format!(
                "searoute {}: {:?} is no UN/LOCODE",
                properties.name, properties.port
            ));
            continue;
        };
        let (name, alias) = without_region(&properties.name);
        ports.push(Listed {
            list: List::Searoute,
            name,
            aliases: alias.into_iter().collect(),
            code: Some(code),
            at,
            depths: Depths::default(),
            containers: false,
        });
    }
    Ok(ports)
}

/// `Padang, Sumatra` and `Portland (Me)` are `Padang` and `Portland`; the long form stays an alias.
fn without_region(name: &str) -> (String, Option<String>) {
    let name = name.trim();
    match name.find([',', '(']) {
        Some(end) if !name[..end].trim().is_empty() => {
            (name[..end].trim().to_owned(), Some(name.to_owned()))
        }
        _ => (name.to_owned(), None),
    }
}

#[cfg(test)]
mod tests {
    use super::without_region;

    #[test]
    fn regions_are_taken_off_names() {
        assert_eq!(without_region("Padang, Sumatra").0, "Padang");
        assert_eq!(without_region("Portland (Me)").1.as_deref(), Some("Portland (Me)"));
        assert_eq!(without_region("Chennai"), ("Chennai".to_owned(), None));
        assert_eq!(without_region("(x)").0, "(x)");
    }
}
