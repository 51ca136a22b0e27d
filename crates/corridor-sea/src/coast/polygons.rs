//! Reading land polygons from GeoJSON.

use super::{CoastError, CoastReport};
use corridor_network::LngLat;
use serde::Deserialize;

/// South of this there is no coast; map makers close Antarctica here (the edge of web maps lies at 85.05 S).
const ANTARCTIC_CUT: f64 = -85.0;

#[derive(Deserialize)]
struct Collection {
    geometries: Vec<Geometry>,
}

#[derive(Deserialize)]
#[serde(tag = "type")]
enum Geometry {
    Polygon { coordinates: Vec<Vec<[f64; 2]>> },
    MultiPolygon { coordinates: Vec<Vec<Vec<[f64; 2]>>> },
}

/// All rings; Antarctica opened towards the pole, so that its ring is the coast alone.
pub(super) fn read(geojson: &[u8]) -> Result<(Vec<Vec<LngLat>>, CoastReport), CoastError> {
    let collection: Collection = serde_json::from_slice(geojson)?;
    let mut report = CoastReport::default();
    let mut rings = Vec::new();
    for geometry in collection.geometries {
        let polygons = match geometry {
            Geometry::Polygon { coordinates } => vec![coordinates],
            Geometry::MultiPolygon { coordinates } => coordinates,
        };
        for polygon in polygons {
            for corners in polygon {
                report.rings_read += 1;
                report.corners_read += corners.len();
                rings.push(
                    ring(&corners).map_err(|reason| CoastError::Position {
                        polygon: report.polygons,
                        reason,
                    })?,
                );
            }
            report.polygons += 1;
        }
    }
    rings.retain(|ring| ring.len() >= 3);
    Ok((rings, report))
}

fn ring(corners: &[[f64; 2]]) -> Result<Vec<LngLat>, corridor_network::InvalidPosition> {
    let mut ring = Vec::with_capacity(corners.len());
    for [lng, lat] in corners {
        if *lat > ANTARCTIC_CUT {
            ring.push(LngLat::new(*lng, *lat)?);
        }
    }
    ring.dedup();
    if ring.first() == ring.last() {
        ring.pop();
    }
    Ok(ring)
}
