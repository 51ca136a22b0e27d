//! Triangles that are sound in the chart but turned over on the sphere.
//!
//! A line straight in the chart bends on the sphere by up to 15 m, so a vertex that close to an edge
//! may lie on its other side. Such a sliver is flipped away; where a coast or wall forbids the flip,
//! the sliver becomes land.

use super::triangulate::{NONE, Triangles, next, prev};

/// What was repaired.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Repairs {
    /// Slivers flipped away.
    pub(crate) flipped: usize,
    /// Slivers given up to land.
    pub(crate) dropped: usize,
}

/// Least triple product of a triangle: about 0.004 square metres; rounding is far below.
const LEAST: f64 = 1e-16;

impl Triangles {
    /// Triple product of three vertices; positive when counter-clockwise on the sphere.
    fn turn(&self, a: u32, b: u32, c: u32) -> f64 {
        let at = |v: u32| self.positions[v as usize];
        at(a).det(at(b), at(c))
    }

    fn is_sound(&self, triangle: u32) -> bool {
        let [a, b, c] = [0, 1, 2].map(|k| self.origin[triangle as usize * 3 + k]);
        self.turn(a, b, c) > LEAST
    }

    /// Makes every triangle counter-clockwise on the sphere.
    pub(crate) fn repair(&mut self) -> Repairs {
        let mut repairs = Repairs::default();
        let mut dropped = vec![false; self.origin.len() / 3];
        let mut open: Vec<u32> =
            (0..dropped.len() as u32).filter(|triangle| !self.is_sound(*triangle)).collect();
        open.reverse();
        while let Some(triangle) = open.pop() {
            if dropped[triangle as usize] || self.is_sound(triangle) {
                continue;
            }
            let best = (triangle * 3..triangle * 3 + 3)
                .filter_map(|h| self.after_flip(h).map(|least| (h, least)))
                .max_by(|a, b| a.1.total_cmp(&b.1));
            match best {
                Some((h, least)) if least > LEAST => {
                    self.flip(h);
                    repairs.flipped += 1;
                }
                _ => {
                    for h in triangle * 3..triangle * 3 + 3 {
                        let other = std::mem::replace(&mut self.twin[h as usize], NONE);
                        if other != NONE {
                            self.twin[other as usize] = NONE;
                        }
                    }
                    dropped[triangle as usize] = true;
                    repairs.dropped += 1;
                }
            }
        }
        self.keep(|triangle| !dropped[triangle as usize]);
        repairs
    }

    /// The smaller of the two triple products that a flip of this edge would give.
    fn after_flip(&self, h: u32) -> Option<f64> {
        let g = self.twin[h as usize];
        if g == NONE {
            return None;
        }
        let from = |h: u32| self.origin[h as usize];
        let (a, b, c, d) = (from(h), from(g), from(prev(h)), from(prev(g)));
        Some(self.turn(a, d, c).min(self.turn(d, b, c)))
    }

    /// Replaces the edge a-b by c-d in the two triangles (a, b, c) and (b, a, d).
    fn flip(&mut self, h: u32) {
        let g = self.twin[h as usize];
        let (after_h, before_h) = (next(h), prev(h));
        let (after_g, before_g) = (next(g), prev(g));
        let from = |h: u32| self.origin[h as usize];
        let (c, d) = (from(before_h), from(before_g));
        let (beyond_bc, beyond_ad) = (self.twin[after_h as usize], self.twin[after_g as usize]);
        // h: a d c takes the place of a b c; g: b c d takes the place of b a d.
        self.origin[after_h as usize] = d;
        self.origin[after_g as usize] = c;
        self.join(h, beyond_ad);
        self.join(after_h, after_g);
        self.join(g, beyond_bc);
    }

    fn join(&mut self, h: u32, g: u32) {
        self.twin[h as usize] = g;
        if g != NONE {
            self.twin[g as usize] = h;
        }
    }

    /// Keeps some of the triangles and renumbers them.
    pub(crate) fn keep(&mut self, mut wanted: impl FnMut(u32) -> bool) {
        let count = self.origin.len() as u32 / 3;
        let mut number = vec![NONE; count as usize];
        let mut kept = 0;
        for triangle in 0..count {
            if wanted(triangle) {
                number[triangle as usize] = kept;
                kept += 1;
            }
        }
        for triangle in
            (0..count).filter(|triangle| number[*triangle as usize] != NONE).collect::<Vec<_>>()
        {
            for k in 0..3 {
                let (h, new) = (triangle * 3 + k, number[triangle as usize] * 3 + k);
                let g = self.twin[h as usize];
                let other = if g == NONE { NONE } else { number[g as usize / 3] };
                self.origin[new as usize] = self.origin[h as usize];
                self.twin[new as usize] = if other == NONE { NONE } else { other * 3 + g % 3 };
            }
        }
        self.origin.truncate(kept as usize * 3);
        self.twin.truncate(kept as usize * 3);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use corridor_network::LngLat;

    /// Two triangles over the square of four points, sharing the diagonal 0-2.
    fn square(points: [(f64, f64); 4]) -> Triangles {
        Triangles {
            positions: points.iter().map(|(x, y)| LngLat::new(*x, *y).unwrap().vec3()).collect(),
            origin: vec![0, 1, 2, 0, 2, 3],
            twin: vec![NONE, NONE, 3, 2, NONE, NONE],
            crossings: 0,
        }
    }

    #[test]
    fn a_sliver_inside_the_water_is_flipped_away() {
        // Corner 1 lies on the wrong side of the diagonal.
        let mut mesh = square([(0.0, 0.0), (1.0, 1.01), (2.0, 2.0), (0.0, 2.0)]);
        assert_eq!(mesh.repair(), Repairs { flipped: 1, dropped: 0 });
        assert!((0..2).all(|t| mesh.is_sound(t)));
        for h in 0..6u32 {
            let g = mesh.twin[h as usize];
            assert!(g == NONE || mesh.twin[g as usize] == h);
        }
        assert_eq!(mesh.twin.iter().filter(|g| **g != NONE).count(), 2);
    }

    #[test]
    fn a_sliver_at_the_coast_becomes_land() {
        let mut mesh = square([(0.0, 0.0), (1.0, 1.01), (2.0, 2.0), (0.0, 2.0)]);
        mesh.twin = vec![NONE; 6];
        assert_eq!(mesh.repair(), Repairs { flipped: 0, dropped: 1 });
        assert_eq!(mesh.origin.len(), 3);
    }
}
