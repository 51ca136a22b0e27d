//! The lines a mesh must respect: coast rings and walls, cut into short pieces between shared points.
//!
//! A piece is straight in the chart but stands for a great circle. Pieces are kept so short that the
//! two differ by less than 15 m.

use super::MeshError;
use super::chart;
use corridor_network::LngLat;
use corridor_network::geo::{EARTH_RADIUS_KM, Vec3};
use spade::Point2;
use std::collections::HashMap;

/// Longest piece where the chart is straight enough, km.
const PIECE_KM: f64 = 30.0;

/// Points and pieces.
#[derive(Default)]
pub(crate) struct Outline {
    /// Points on the sphere.
    pub(crate) positions: Vec<Vec3>,
    /// The same points in the chart, all different.
    pub(crate) chart: Vec<Point2<f64>>,
    /// Pieces that separate land from water, each once.
    pub(crate) coast: Vec<[u32; 2]>,
    /// Pieces that only block.
    pub(crate) walls: Vec<[u32; 2]>,
    /// Looked up, never iterated.
    known: HashMap<[u64; 2], u32>,
}

impl Outline {
    /// The number of this point; the same number for the same place.
    pub(crate) fn point(&mut self, position: Vec3) -> u32 {
        let at = chart::project(position);
        *self.known.entry([at.x.to_bits(), at.y.to_bits()]).or_insert_with(|| {
            self.positions.push(position);
            self.chart.push(at);
            (self.positions.len() - 1) as u32
        })
    }

    /// Adds a closed ring of coast.
    pub(crate) fn ring(&mut self, number: usize, ring: &[LngLat]) -> Result<(), MeshError> {
        if ring.len() < 3 {
            return Err(MeshError::ShortRing { ring: number, corners: ring.len() });
        }
        for (i, &from) in ring.iter().enumerate() {
            for piece in self.cut(from, ring[(i + 1) % ring.len()])? {
                self.coast.push(piece);
            }
        }
        Ok(())
    }

    /// Adds an open line that blocks.
    pub(crate) fn wall(&mut self, line: &[LngLat]) -> Result<(), MeshError> {
        for ends in line.windows(2) {
            for piece in self.cut(ends[0], ends[1])? {
                self.walls.push(piece);
            }
        }
        Ok(())
    }

    /// Sorts the pieces and settles repeated ones. A piece of coast that two rings share (the seam
    /// of a continent stored in two halves) separates nothing and goes.
    pub(crate) fn settle(&mut self) {
        self.coast.sort_unstable();
        let mut kept: Vec<[u32; 2]> = Vec::with_capacity(self.coast.len());
        for same in self.coast.chunk_by(|a, b| a == b) {
            if same.len() % 2 == 1 {
                kept.push(same[0]);
            }
        }
        self.coast = kept;
        self.walls.sort_unstable();
        self.walls.dedup();
        self.walls.retain(|piece| self.coast.binary_search(piece).is_err());
    }

    /// The pieces of the great circle between two points. Cut from the smaller end, so that both
    /// directions give the same points.
    fn cut(&mut self, from: LngLat, to: LngLat) -> Result<Vec<[u32; 2]>, MeshError> {
        let (from, to) = (unseamed(from), unseamed(to));
        let (from, to) = if from <= to { (from, to) } else { (to, from) };
        let (a, b) = (from.vec3(), to.vec3());
        for (p, at) in [(a, from), (b, to)] {
            if p.0[2] < chart::SOUTHERNMOST {
                return Err(MeshError::SouthPole { at });
            }
        }
        let curvature = chart::curvature(a).max(chart::curvature(b)).max(1.0);
        let pieces = (a.angle(b) * EARTH_RADIUS_KM * curvature.sqrt() / PIECE_KM).ceil().max(1.0);
        let mut last = self.point(a);
        let mut cut = Vec::with_capacity(pieces as usize);
        for i in 1..=pieces as usize {
            let p = if i == pieces as usize {
                b
            } else {
                let t = i as f64 / pieces;
                Vec3([0.0; 3]).add_scaled(a, 1.0 - t).add_scaled(b, t).unit()
            };
            let next = self.point(p);
            if next != last {
                cut.push([last.min(next), last.max(next)]);
            }
            last = next;
        }
        Ok(cut)
    }
}

/// The same place written one way only: longitude 180 rather than -180, and 0 at the north pole.
pub(super) fn unseamed(at: LngLat) -> LngLat {
    if at.lat() >= 90.0 {
        LngLat::wrapped(0.0, 90.0)
    } else if at.lng() <= -180.0 {
        LngLat::wrapped(180.0, at.lat())
    } else {
        at
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(lng: f64, lat: f64) -> LngLat {
        LngLat::new(lng, lat).unwrap()
    }

    #[test]
    fn the_seam_between_two_halves_disappears() {
        let mut outline = Outline::default();
        outline
            .ring(0, &[at(170.0, 0.0), at(180.0, 0.0), at(180.0, 10.0), at(170.0, 10.0)])
            .unwrap();
        outline
            .ring(1, &[at(-180.0, 0.0), at(-170.0, 0.0), at(-170.0, 10.0), at(-180.0, 10.0)])
            .unwrap();
        outline.settle();
        let on_seam =
            |p: u32| (outline.positions[p as usize].lng_lat().lng().abs() - 180.0).abs() < 1e-6;
        assert!(outline.coast.iter().all(|[a, b]| !(on_seam(*a) && on_seam(*b))));
        assert!(!outline.coast.is_empty());
    }

    #[test]
    fn short_rings_and_the_south_pole_are_refused() {
        let mut outline = Outline::default();
        assert!(matches!(
            outline.ring(7, &[at(0.0, 0.0), at(1.0, 1.0)]),
            Err(MeshError::ShortRing { ring: 7, corners: 2 })
        ));
        assert!(matches!(
            outline.wall(&[at(0.0, 0.0), at(1.0, -90.0)]),
            Err(MeshError::SouthPole { .. })
        ));
    }
}
