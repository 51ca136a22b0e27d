//! Land and lakes: rings that hold each other, as polygons with holes.

use super::clip::Frame;
use super::mercator::{self, Spot};
use corridor::LngLat;
use corridor::page::simplified_ring;

/// An outer ring and the holes in it.
pub(super) struct Polygon(pub(super) Vec<Vec<Spot>>);

/// Polygons of rings that are land on the inside by even-odd parity.
pub(super) fn polygons(rings: &[Vec<LngLat>]) -> Vec<Polygon> {
    let mut rings: Vec<(Frame, Vec<Spot>)> = rings
        .iter()
        .flat_map(|ring| mercator::ring(ring))
        .map(|ring| (Frame::around(&ring), ring))
        .collect();
    // A ring stands after all that hold it.
    rings.sort_by(|a, b| b.0.size().total_cmp(&a.0.size()));
    // By ring: how many hold it, and which polygon the nearest outer ring among them is.
    let mut depth: Vec<usize> = Vec::with_capacity(rings.len());
    let mut polygon_of: Vec<usize> = Vec::with_capacity(rings.len());
    let mut polygons: Vec<Polygon> = Vec::new();
    for (n, (frame, ring)) in rings.iter().enumerate() {
        let holders: Vec<usize> = (0..n)
            .filter(|h| rings[*h].0.holds_all(frame) && holds(&rings[*h].1, ring[0]))
            .collect();
        depth.push(holders.len());
        let parent = holders.into_iter().rfind(|h| depth[*h] + 1 == depth[n]);
        match parent {
            Some(parent) if depth[n] % 2 == 1 => {
                polygon_of.push(polygon_of[parent]);
                polygons[polygon_of[parent]].0.push(ring.clone());
            }
            _ => {
                polygon_of.push(polygons.len());
                polygons.push(Polygon(vec![ring.clone()]));
            }
        }
    }
    polygons
}

impl Polygon {
    /// The polygon with fewer corners: none farther off than `tolerance`, no ring smaller than
    /// `least`. `None` when nothing is left.
    pub(super) fn simplified(&self, tolerance: f64, least: f64) -> Option<Self> {
        let kept = |ring: &Vec<Spot>| {
            let ring = (Frame::around(ring).size() >= least)
                .then(|| simplified_ring(ring, &|_| tolerance))?;
            (ring.len() >= 3).then_some(ring)
        };
        let outer = kept(&self.0[0])?;
        let holes = self.0[1..].iter().filter_map(kept);
        Some(Self(std::iter::once(outer).chain(holes).collect()))
    }
}

/// Whether a point lies in a ring.
fn holds(ring: &[Spot], p: Spot) -> bool {
    let mut inside = false;
    let mut before = ring[ring.len() - 1];
    for &corner in ring {
        if (corner[1] > p[1]) != (before[1] > p[1])
            && p[0]
                < (before[0] - corner[0]) * (p[1] - corner[1]) / (before[1] - corner[1]) + corner[0]
        {
            inside = !inside;
        }
        before = corner;
    }
    inside
}

#[cfg(test)]
mod tests {
    use super::*;

    fn square(lng: f64, lat: f64, side: f64) -> Vec<LngLat> {
        [[0.0, 0.0], [side, 0.0], [side, side], [0.0, side]]
            .map(|d| LngLat::new(lng + d[0], lat + d[1]).unwrap())
            .to_vec()
    }

    #[test]
    fn a_lake_is_a_hole_and_an_island_in_it_is_land() {
        let rings = [square(14.0, 14.0, 2.0), square(0.0, 0.0, 30.0), square(10.0, 10.0, 10.0)];
        let polygons = polygons(&rings);
        let mut sizes: Vec<usize> = polygons.iter().map(|p| p.0.len()).collect();
        sizes.sort_unstable();
        assert_eq!(sizes, [1, 2]);
    }

    #[test]
    fn what_is_too_small_to_be_seen_goes() {
        let polygons = polygons(&[square(0.0, 0.0, 1.0)]);
        assert!(polygons[0].simplified(1e-4, 1e-3).is_some());
        assert!(polygons[0].simplified(1e-4, 1e-1).is_none());
    }
}
