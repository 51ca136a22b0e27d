//! The shores of the bodies of water that are large enough to sail on.

use super::{CoastReport, Detail};
use crate::mesh::{Bodies, MeshError, NONE, Outline, Triangles, next, water};
use corridor_network::LngLat;
use corridor_network::geo::EARTH_RADIUS_KM;

/// Traces the shores of all large bodies of water around the land; water lies to the left.
pub(super) fn trace(
    land: &[Vec<LngLat>],
    detail: Detail,
    report: &mut CoastReport,
) -> Result<Vec<Vec<LngLat>>, MeshError> {
    let mut outline = Outline::default();
    for (number, ring) in land.iter().enumerate() {
        outline.ring(number, ring)?;
    }
    outline.settle();
    let triangles = water(&outline)?;
    report.crossings = triangles.crossings;
    let bodies = Bodies::find(&triangles);
    let areas = areas_km2(&triangles, &bodies);
    let is_kept = |body: u32| areas[body as usize] >= detail.least_water_km2;
    report.waters = areas.iter().copied().filter(|area| *area >= detail.least_water_km2).collect();
    report.waters.sort_by(|a, b| b.total_cmp(a));
    report.waters_left_out = areas.len() - report.waters.len();

    let count = triangles.origin.len() as u32;
    let mut traced = vec![false; count as usize];
    let mut shores = Vec::new();
    for start in 0..count {
        if triangles.twin[start as usize] != NONE
            || traced[start as usize]
            || !is_kept(bodies.of_triangle[start as usize / 3])
        {
            continue;
        }
        let mut shore = Vec::new();
        let mut h = start;
        loop {
            traced[h as usize] = true;
            shore.push(triangles.positions[triangles.origin[h as usize] as usize].lng_lat());
            // The next piece of shore around the same water.
            h = next(h);
            while triangles.twin[h as usize] != NONE {
                h = next(triangles.twin[h as usize]);
            }
            if h == start {
                break;
            }
        }
        // An island has water all around: going with the water to the left runs clockwise.
        let area = area_km2(&shore);
        if area < 0.0 && -area < detail.least_island_km2 {
            report.islands_left_out += 1;
            report.islands_left_out_km2 -= area;
        } else {
            shores.push(shore);
        }
    }
    Ok(shores)
}

fn areas_km2(triangles: &Triangles, bodies: &Bodies) -> Vec<f64> {
    let mut areas = vec![0.0; bodies.sizes.len()];
    for (triangle, body) in bodies.of_triangle.iter().enumerate() {
        let [a, b, c] =
            [0, 1, 2].map(|k| triangles.positions[triangles.origin[triangle * 3 + k] as usize]);
        // Girard's excess by the formula of Oosterom and Strackee.
        let excess = 2.0 * a.det(b, c).atan2(1.0 + a.dot(b) + b.dot(c) + c.dot(a));
        areas[*body as usize] += excess * EARTH_RADIUS_KM * EARTH_RADIUS_KM;
    }
    areas
}

/// Signed area inside a ring, square km; positive when counter-clockwise. Sides are taken as straight in
/// longitude and the sine of latitude; a ring around a pole counts the area towards the equator.
pub(super) fn area_km2(ring: &[LngLat]) -> f64 {
    let mut sum = 0.0;
    for (i, a) in ring.iter().enumerate() {
        let b = ring[(i + 1) % ring.len()];
        let mut turn = b.lng() - a.lng();
        if turn > 180.0 {
            turn -= 360.0;
        } else if turn < -180.0 {
            turn += 360.0;
        }
        let sines = a.lat().to_radians().sin() + b.lat().to_radians().sin();
        sum -= turn.to_radians() * sines / 2.0;
    }
    sum * EARTH_RADIUS_KM * EARTH_RADIUS_KM
}
