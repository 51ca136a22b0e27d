//! Simplification of shores: Douglas-Peucker on the sphere.

use corridor_network::LngLat;
use corridor_network::geo::{EARTH_RADIUS_KM, Vec3};

/// The ring with no corner farther than `tolerance_km` from the original; none when fewer than three corners remain.
/// Both directions of a ring give the same corners.
pub(super) fn ring(corners: &[LngLat], tolerance_km: f64) -> Option<Vec<LngLat>> {
    if corners.len() < 3 {
        return None;
    }
    // Begin at the least corner and cut at the one farthest from it: independent of where tracing began.
    let first = (0..corners.len()).min_by_key(|i| corners[*i].e7())?;
    let mut open: Vec<LngLat> = corners.to_vec();
    open.rotate_left(first);
    open.push(open[0]);
    let points: Vec<Vec3> = open.iter().map(|at| at.vec3()).collect();
    let far = (0..points.len())
        .max_by(|a, b| points[0].dot(points[*b]).total_cmp(&points[0].dot(points[*a])))?;
    let mut keep = vec![false; points.len()];
    for end in [0, far] {
        keep[end] = true;
    }
    let tolerance = tolerance_km / EARTH_RADIUS_KM;
    let mut todo = vec![(0, far), (far, points.len() - 1)];
    while let Some((from, to)) = todo.pop() {
        let worst = (from + 1..to)
            .map(|i| (i, distance(points[i], points[from], points[to])))
            .max_by(|a, b| a.1.total_cmp(&b.1));
        if let Some((i, off)) = worst
            && off > tolerance
        {
            keep[i] = true;
            todo.push((from, i));
            todo.push((i, to));
        }
    }
    let ring: Vec<LngLat> = open
        .iter()
        .take(points.len() - 1)
        .zip(&keep)
        .filter(|(_, keep)| **keep)
        .map(|(at, _)| *at)
        .collect();
    (ring.len() >= 3).then_some(ring)
}

/// Distance of `p` from the arc between `a` and `b`, radians.
fn distance(p: Vec3, a: Vec3, b: Vec3) -> f64 {
    let normal = a.cross(b);
    let size = normal.norm();
    if size < 1e-12 {
        return p.angle(a);
    }
    let within = normal.cross(a).dot(p) >= 0.0 && b.cross(normal).dot(p) >= 0.0;
    if within { (p.dot(normal) / size).abs().asin() } else { p.angle(a).min(p.angle(b)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(lng: f64, lat: f64) -> LngLat {
        LngLat::new(lng, lat).unwrap()
    }

    #[test]
    fn corners_within_the_tolerance_go_and_others_stay() {
        // 0.001 degrees are 111 m.
        let corners =
            [at(0.0, 0.0), at(0.5, 0.001), at(1.0, 0.0), at(1.0, 1.0), at(0.5, 1.1), at(0.0, 1.0)];
        let simple = ring(&corners, 0.5).unwrap();
        assert_eq!(simple.len(), 5);
        assert!(simple.contains(&at(0.5, 1.1)));
        assert!(!simple.contains(&at(0.5, 0.001)));
    }

    #[test]
    fn the_start_of_tracing_does_not_matter() {
        let corners: Vec<LngLat> = (0..40)
            .map(|i| {
                let a = f64::from(i) / 40.0 * std::f64::consts::TAU;
                let r = 1.0 + 0.1 * f64::from(i % 3);
                at(179.9 + r * a.cos(), r * a.sin())
            })
            .collect();
        let mut turned = corners.clone();
        turned.rotate_left(17);
        assert_eq!(ring(&corners, 5.0), ring(&turned, 5.0));
    }

    #[test]
    fn a_ring_within_the_tolerance_disappears() {
        assert_eq!(ring(&[at(0.0, 0.0), at(0.001, 0.0), at(0.001, 0.001)], 0.5), None);
    }
}
