//! The fan of triangles around a vertex, and windows: the parts of edges seen from a point.

use super::triangulate::{NONE, next, prev};
use super::{Mesh, Vertex};
use corridor_network::geo::Vec3;
use std::f64::consts::PI;

/// Coasts that turn by less count as straight, radians.
pub(super) const STRAIGHT: f64 = 1e-6;

/// [`side`] values below this are rounding: the three points lie on one great circle. Cutting long
/// coasts into pieces makes many such points, each off the circle by up to 1e-16.
pub(super) const NEAR: f64 = 1e-13;

/// Windows narrower than this see nothing but the points at their ends.
const NARROW: f64 = 1e-14;

/// Beyond this cosine a point is too near the antipode of the viewer (166 degrees) to be told left or right.
pub(super) const HORIZON: f64 = -0.97;

/// Positive when `x` lies left of the way from `p` to `r`. Scaled so that rounding is about 1e-16
/// at all distances; a plain triple product loses everything between points 100 m apart.
pub(super) fn side(p: Vec3, r: Vec3, x: Vec3) -> f64 {
    let (to_r, to_x) = (r.add_scaled(p, -1.0), x.add_scaled(p, -1.0));
    let size = |v: Vec3| v.0[0].abs() + v.0[1].abs() + v.0[2].abs();
    let scale = size(to_r) + size(to_x);
    if scale > 0.0 { p.dot(to_r.cross(to_x)) / scale } else { 0.0 }
}

/// Angle at `p` from the way to `u` to the way to `w`, radians, never negative.
pub(super) fn angle_at(p: Vec3, u: Vec3, w: Vec3) -> f64 {
    let (u, w) = (u.add_scaled(p, -1.0), w.add_scaled(p, -1.0));
    p.cross(u).angle(p.cross(w))
}

/// The part of an edge seen from some point: what lies beyond `edge` between the ways to `right` and `left`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Window {
    /// The half-edge to cross, in the triangle on the viewer's side.
    pub(super) edge: u32,
    /// A point on the right-hand limit.
    pub(super) right: Vec3,
    /// A point on the left-hand limit.
    pub(super) left: Vec3,
}

/// The triangle behind a window.
pub(super) struct Beyond {
    /// The half-edge crossed, as seen from the triangle behind.
    pub(super) entry: u32,
    /// The vertex facing the edge.
    pub(super) apex: u32,
    /// Whether the viewer sees it.
    pub(super) seen: bool,
    /// What is seen beyond the two other edges.
    pub(super) windows: [Option<Window>; 2],
}

impl Mesh {
    /// The half-edges that leave a vertex, counter-clockwise.
    pub(super) fn spokes(&self, v: u32) -> &[u32] {
        let v = v as usize;
        &self.spokes[self.first_spoke[v] as usize..self.first_spoke[v + 1] as usize]
    }

    /// Whether there is water all around.
    pub(super) fn is_open_sea(&self, v: u32) -> bool {
        self.twin[self.spokes(v)[0] as usize] != NONE
    }

    /// The first vertex of the coast to the right and to the left of a vertex on the coast.
    pub(super) fn banks(&self, v: u32) -> [u32; 2] {
        let spokes = self.spokes(v);
        let right = self.origin[next(spokes[0]) as usize];
        let left = self.origin[prev(spokes[spokes.len() - 1]) as usize];
        [right, left]
    }

    pub(super) fn angle_of_water(&self, v: Vertex) -> f64 {
        if self.is_open_sea(v.0) {
            return f64::INFINITY;
        }
        let p = self.positions[v.index()];
        self.spokes(v.0).iter().map(|s| angle_at(p, self.at(next(*s)), self.at(prev(*s)))).sum()
    }

    /// Whether a path from `from` in sight of `v` can bend round it: the land at `v` lies on one side of the way.
    pub(super) fn is_taut(&self, from: Vec3, v: u32) -> bool {
        if !self.is_turn(Vertex(v)) {
            return false;
        }
        let p = self.positions[v as usize];
        let [right, left] = self.banks(v).map(|bank| -side(p, from, self.positions[bank as usize]));
        right.abs() < NEAR || left.abs() < NEAR || (right > 0.0) == (left > 0.0)
    }

    /// Looks from vertex `v` into the water between two angles, measured counter-clockwise from its
    /// right-hand coast: reports the neighbours seen and the windows.
    pub(super) fn open_cone(
        &self,
        v: u32,
        between: [f64; 2],
        mut see: impl FnMut(u32),
        mut open: impl FnMut(Window),
    ) {
        let p = self.positions[v as usize];
        let [low, high] = between;
        let mut reached = 0.0;
        let mut ray = None;
        for &spoke in self.spokes(v) {
            let (u, w) = (self.at(next(spoke)), self.at(prev(spoke)));
            let from = reached;
            reached += angle_at(p, u, w);
            let towards = ray.get_or_insert(u);
            if reached < low - 1e-9 || from > high + 1e-9 {
                continue;
            }
            let first = *towards;
            let at_angle = |angle: f64| crossing(p, turned(p, first, angle), u, w);
            if from >= low - 1e-9 {
                see(self.origin[next(spoke) as usize]);
            }
            if reached <= high + 1e-9 {
                see(self.origin[prev(spoke) as usize]);
            }
            let right = if from >= low { u } else { at_angle(low) };
            let left = if reached <= high { w } else { at_angle(high) };
            if side(p, right, left) > NARROW {
                open(Window { edge: next(spoke), right, left });
            }
        }
    }

    /// Looks from a point inside a triangle in all directions.
    pub(super) fn open_triangle(
        &self,
        p: Vec3,
        triangle: u32,
        mut see: impl FnMut(u32),
        mut open: impl FnMut(Window),
    ) {
        for edge in triangle * 3..triangle * 3 + 3 {
            see(self.origin[edge as usize]);
            let (right, left) = (self.at(edge), self.at(next(edge)));
            if side(p, right, left) > NARROW {
                open(Window { edge, right, left });
            }
        }
    }

    /// What is seen through a window; none when it looks at land or past the horizon.
    pub(super) fn beyond(&self, p: Vec3, window: &Window) -> Option<Beyond> {
        let entry = self.twin[window.edge as usize];
        if entry == NONE {
            return None;
        }
        let (to_apex, from_apex) = (next(entry), prev(entry));
        let apex = self.origin[from_apex as usize];
        let x = self.positions[apex as usize];
        if x.dot(p) < HORIZON {
            return None;
        }
        let (of_right, of_left) = (side(p, window.right, x), side(p, x, window.left));
        let part = |edge, right, left| {
            (side(p, right, left) > NARROW).then_some(Window { edge, right, left })
        };
        let windows = if of_right <= 0.0 {
            [None, Some(Window { edge: from_apex, ..*window })]
        } else if of_left <= 0.0 {
            [Some(Window { edge: to_apex, ..*window }), None]
        } else {
            [part(to_apex, window.right, x), part(from_apex, x, window.left)]
        };
        Some(Beyond { entry, apex, seen: of_right > -NEAR && of_left > -NEAR, windows })
    }

    /// The angle at which `v` sees `from`, counter-clockwise from the right-hand coast, within the
    /// width of the water; none when `v` ends a spit of no width and the two sides cannot be told.
    pub(super) fn arrival(&self, v: u32, from: Vec3, from_vertex: Option<u32>) -> Option<f64> {
        let p = self.positions[v as usize];
        let width = self.water_angle[v as usize];
        let [right, left] = self.banks(v);
        if from_vertex == Some(right) {
            return Some(0.0);
        }
        if from_vertex == Some(left) {
            return Some(width);
        }
        let bank = self.positions[right as usize];
        let mut angle = angle_at(p, bank, from);
        if side(p, bank, from) < 0.0 {
            angle = 2.0 * PI - angle;
        }
        let full = 2.0 * PI - width;
        if full < 1e-3 && !(1e-3..=2.0 * PI - 1e-3).contains(&angle) {
            return None;
        }
        if angle > width {
            // On the land by rounding: the nearer bank.
            angle = if 2.0 * PI - angle < angle - width { 0.0 } else { width };
        }
        Some(angle)
    }
}

/// The unit vector a quarter turn from `p` in the direction that lies `angle` counter-clockwise of the way to `first`.
pub(super) fn turned(p: Vec3, first: Vec3, angle: f64) -> Vec3 {
    let normal = p.cross(first.add_scaled(p, -1.0)).unit();
    let ahead = normal.cross(p);
    let (sin, cos) = angle.sin_cos();
    Vec3([0.0; 3]).add_scaled(ahead, cos).add_scaled(normal, sin)
}

/// Where the great circle from `p` in direction `ahead` meets the edge from `u` to `w`.
pub(super) fn crossing(p: Vec3, ahead: Vec3, u: Vec3, w: Vec3) -> Vec3 {
    let line = p.cross(ahead);
    let meet = line.cross(u.cross(w.add_scaled(u, -1.0)));
    let size = meet.norm();
    // Parallel: the way runs along the edge.
    if size < 1e-22 {
        return u;
    }
    let meet = Vec3([meet.0[0] / size, meet.0[1] / size, meet.0[2] / size]);
    if meet.dot(u) + meet.dot(w) < 0.0 { meet.negated() } else { meet }
}
