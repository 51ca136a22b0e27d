//! The coast: from the land polygons of a package to the rings that the network file stores.
//!
//! The polygons overlap in places, cross themselves and are cut along the antimeridian. So they are
//! not simplified one by one: all of them are triangulated together, the bodies of water large
//! enough to sail on are kept, and their shores are traced and simplified. Seams, doubled borders
//! and inland water disappear on the way. A pure function of the bytes.

mod polygons;
mod shores;
mod simplify;

use crate::mesh::MeshError;
use corridor_network::LngLat;

/// Coast rings: the south pole is land, and every ring crossed on the way from there changes land to water and
/// back. Orientation carries no meaning.
#[derive(Clone, Debug, PartialEq)]
pub struct Coast {
    /// Open rings: the last corner joins the first.
    pub rings: Vec<Vec<LngLat>>,
    /// What was kept and what left out.
    pub report: CoastReport,
}

/// How fine a coast is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Detail {
    /// Farthest that the shore may move, km.
    pub tolerance_km: f64,
    /// Islands smaller than this are left out, square km.
    pub least_island_km2: f64,
    /// Bodies of water smaller than this are left out, square km.
    pub least_water_km2: f64,
}

impl Default for Detail {
    fn default() -> Self {
        Self { tolerance_km: 0.5, least_island_km2: 2.0, least_water_km2: 4_000.0 }
    }
}

/// What making a coast met with.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CoastReport {
    /// Polygons read.
    pub polygons: usize,
    /// Their rings.
    pub rings_read: usize,
    /// Their corners.
    pub corners_read: usize,
    /// Pieces of border that crossed others.
    pub crossings: usize,
    /// Bodies of water kept, with their areas in square km, largest first.
    pub waters: Vec<f64>,
    /// Bodies of water too small.
    pub waters_left_out: usize,
    /// Islands too small.
    pub islands_left_out: usize,
    /// Their area, square km.
    pub islands_left_out_km2: f64,
    /// Corners before simplification.
    pub corners_traced: usize,
    /// Corners kept.
    pub corners: usize,
    /// Change of the water area by simplification, square km: negative where land grew.
    pub water_gained_km2: f64,
}

/// Why no coast can be made of a package.
#[derive(Debug, thiserror::Error)]
pub enum CoastError {
    /// Not the expected GeoJSON.
    #[error(
        "the land polygons are not a GeoJSON GeometryCollection of MultiPolygons: {0}; check the package version"
    )]
    Format(#[from] serde_json::Error),
    /// A corner off the globe.
    #[error("polygon {polygon}: {reason}; check the package version")]
    Position {
        /// Which polygon.
        polygon: usize,
        /// What is wrong.
        reason: corridor_network::InvalidPosition,
    },
    /// The triangulation failed.
    #[error("the land polygons cannot be triangulated: {0}")]
    Mesh(#[from] MeshError),
}

impl Coast {
    /// Makes the coast of a GeoJSON `GeometryCollection` of land `MultiPolygon`s, as
    /// `@geo-maps/earth-lands-*` are.
    ///
    /// # Errors
    /// When the bytes are something else or hold positions off the globe.
    pub fn from_land_polygons(geojson: &[u8], detail: Detail) -> Result<Self, CoastError> {
        let (land, mut report) = polygons::read(geojson)?;
        let shores = shores::trace(&land, detail, &mut report)?;
        let mut rings = Vec::with_capacity(shores.len());
        for shore in shores {
            report.corners_traced += shore.len();
            let before = shores::area_km2(&shore);
            let Some(ring) = simplify::ring(&shore, detail.tolerance_km) else { continue };
            report.water_gained_km2 += shores::area_km2(&ring) - before;
            report.corners += ring.len();
            rings.push(ring);
        }
        Ok(Self { rings, report })
    }
}

#[cfg(test)]
mod tests;
