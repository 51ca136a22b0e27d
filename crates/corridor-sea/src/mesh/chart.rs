//! The chart: stereographic projection from the south pole onto the plane.
//!
//! Circles map to circles, so the Delaunay triangulation of the chart is the one of the sphere. The
//! pole of projection lies on land; there is no antimeridian, and the north pole is an ordinary
//! point. A chart of longitudes and latitudes would need special cases for both.

use corridor_network::geo::Vec3;
use spade::Point2;

/// Points nearer to the south pole than this have no usable place in the chart (sine of latitude).
pub(crate) const SOUTHERNMOST: f64 = -0.9998;

/// The chart position of a unit vector.
pub(crate) fn project(p: Vec3) -> Point2<f64> {
    let [x, y, z] = p.0;
    let k = 2.0 / (1.0 + z);
    // `+ 0.0` turns the negative zero into the positive one: equal points must have equal bits.
    Point2::new(x * k + 0.0, y * k + 0.0)
}

/// The unit vector of a chart position.
pub(crate) fn unproject(p: Point2<f64>) -> Vec3 {
    let square = p.x * p.x + p.y * p.y;
    let d = 4.0 + square;
    Vec3([4.0 * p.x / d, 4.0 * p.y / d, (4.0 - square) / d])
}

/// How much a straight line of the chart curves on the sphere at most, in units of 1 / earth radius:
/// tan(colatitude / 2).
pub(crate) fn curvature(p: Vec3) -> f64 {
    ((1.0 - p.0[2]) / (1.0 + p.0[2])).max(0.0).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;
    use corridor_network::LngLat;

    #[test]
    fn the_chart_round_trips() {
        for (lng, lat) in [(0.0, 90.0), (180.0, 0.0), (-77.0, -78.0), (12.0, 34.0)] {
            let p = LngLat::new(lng, lat).unwrap().vec3();
            assert!(unproject(project(p)).angle(p) < 1e-15);
        }
    }
}
