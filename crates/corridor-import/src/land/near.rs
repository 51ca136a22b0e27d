//! Which nodes stand near a point: an index over unit vectors, so that neither the poles nor the
//! antimeridian are special.

use corridor_network::LngLat;
use corridor_network::geo::EARTH_RADIUS_KM;
use rstar::RTree;
use rstar::primitives::GeomWithData;

/// An index of numbered points.
pub(super) struct Nearby(RTree<GeomWithData<[f64; 3], u32>>);

impl Nearby {
    /// Indexes points under the numbers given with them.
    pub(super) fn new(points: impl Iterator<Item = (u32, LngLat)>) -> Self {
        Self(RTree::bulk_load(points.map(|(n, at)| GeomWithData::new(at.vec3().0, n)).collect()))
    }

    /// The points within `km` of `at`, nearest first, equals by number: `(km, number)`.
    pub(super) fn within(&self, at: LngLat, km: f64) -> Vec<(f64, u32)> {
        let chord = 2.0 * (km / EARTH_RADIUS_KM / 2.0).sin();
        let mut found: Vec<(f64, u32)> = self
            .0
            .locate_within_distance(at.vec3().0, chord * chord)
            .map(|point| (at.vec3().angle(corridor_network::geo::Vec3(*point.geom())), point.data))
            .map(|(angle, n)| (angle * EARTH_RADIUS_KM, n))
            .collect();
        found.sort_unstable_by(|x, y| x.0.total_cmp(&y.0).then(x.1.cmp(&y.1)));
        found
    }
}
