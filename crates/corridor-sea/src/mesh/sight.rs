//! What is seen over open water: the edges of the visibility graph, found by window expansion.

use super::fan::{HORIZON, NEAR, Window, side};
use super::triangulate::{NONE, next, prev};
use super::{Mesh, Sight, Triangle, Vertex, WaterPoint};
use corridor_network::geo::{EARTH_RADIUS_KM, Vec3};
use std::f64::consts::PI;

impl Mesh {
    /// The turn vertices that a taut path bending at `v` can go to next, in order: the edges of the
    /// visibility graph, taut at both ends. Extra vertices in sight within the tangent cones of `v` too.
    /// From an extra vertex, use [`Mesh::visible_from`].
    pub fn visible_turns(&self, v: Vertex) -> Vec<Vertex> {
        self.visible_turns_within(v, f64::INFINITY)
    }

    /// As [`Mesh::visible_turns`], of those at most `km` away on the mean sphere.
    pub fn visible_turns_within(&self, v: Vertex, km: f64) -> Vec<Vertex> {
        if !self.is_turn(v) {
            return Vec::new();
        }
        let least_cos = least_cos(km);
        let width = self.water_angle[v.index()];
        let p = self.position(v);
        let mut seen = Vec::new();
        let mut open = Vec::new();
        // Whatever side a path comes from, it leaves within one of the two cones.
        for between in [[0.0, width - PI], [PI, width]] {
            self.open_cone(v.0, between, |x| seen.push(x), |window| open.push(window));
        }
        self.look(p, least_cos, open, |x| seen.push(x));
        seen.sort_unstable();
        seen.dedup();
        seen.into_iter()
            .filter(|x| p.dot(self.positions[*x as usize]) >= least_cos)
            .filter(|x| *x != v.0 && (self.is_extra[*x as usize] || self.is_taut(p, *x)))
            .map(Vertex)
            .collect()
    }

    /// All turn vertices and extra vertices in sight of a point, in order.
    pub fn visible_from(&self, from: &WaterPoint) -> Vec<Sight> {
        self.visible_within(from, f64::INFINITY)
    }

    /// As [`Mesh::visible_from`], of those at most `km` away on the mean sphere.
    pub fn visible_within(&self, from: &WaterPoint, km: f64) -> Vec<Sight> {
        let seen = self.in_sight(from, km).into_iter();
        seen.map(|vertex| Sight { vertex, taut: self.is_taut(from.position, vertex.0) }).collect()
    }

    /// As [`Mesh::visible_from`], whether a path can bend there or not.
    pub fn turns_in_sight(&self, from: &WaterPoint) -> Vec<Vertex> {
        self.in_sight(from, f64::INFINITY)
    }

    fn in_sight(&self, from: &WaterPoint, km: f64) -> Vec<Vertex> {
        let p = from.position;
        let least_cos = least_cos(km);
        let mut seen = Vec::new();
        let mut open = Vec::new();
        match from.vertex {
            Some(v) => self.open_cone(
                v.0,
                [0.0, f64::INFINITY],
                |x| seen.push(x),
                |window| open.push(window),
            ),
            None => {
                self.open_triangle(
                    p,
                    from.triangle.0,
                    |x| seen.push(x),
                    |window| open.push(window),
                );
            }
        }
        self.look(p, least_cos, open, |x| seen.push(x));
        seen.sort_unstable();
        seen.dedup();
        seen.into_iter()
            .filter(|x| Some(Vertex(*x)) != from.vertex)
            .filter(|x| p.dot(self.positions[*x as usize]) >= least_cos)
            .filter(|x| self.is_extra[*x as usize] || self.is_turn(Vertex(*x)))
            .map(Vertex)
            .collect()
    }

    /// Follows windows to the end and reports every vertex seen; some twice.
    fn look(&self, p: Vec3, least_cos: f64, mut open: Vec<Window>, mut see: impl FnMut(u32)) {
        while let Some(window) = open.pop() {
            if least_cos > -1.0 && !self.comes_near(p, &window, least_cos) {
                continue;
            }
            let Some(beyond) = self.beyond(p, &window) else { continue };
            if beyond.seen {
                see(beyond.apex);
            }
            open.extend(beyond.windows.into_iter().flatten());
        }
    }

    /// Whether the edge of a window comes within the distance with this cosine.
    fn comes_near(&self, p: Vec3, window: &Window, least_cos: f64) -> bool {
        let (u, w) = (self.at(window.edge), self.at(next(window.edge)));
        // Nearest point of the whole great circle: never farther than the nearest of the edge.
        let normal = u.cross(w).unit();
        let sin = p.dot(normal);
        (1.0 - sin * sin).max(0.0).sqrt() >= least_cos || p.dot(u).max(p.dot(w)) >= least_cos
    }

    /// Whether the great circle between two points runs over water alone, coasts touched allowed.
    pub fn visible(&self, a: &WaterPoint, b: &WaterPoint) -> bool {
        let is_goal = |triangle: u32| match b.vertex {
            Some(v) => self.corners(Triangle(triangle)).contains(&v),
            None => triangle == b.triangle.0,
        };
        self.follow(a, b.position, is_goal).is_some()
    }

    /// Follows the great circle from `a` to `q` over water, up to a triangle that is a goal.
    pub(super) fn follow(
        &self,
        a: &WaterPoint,
        q: Vec3,
        is_goal: impl Fn(u32) -> bool,
    ) -> Option<u32> {
        let p = a.position;
        if p.dot(q) < HORIZON {
            return None;
        }
        let mut open = Vec::new();
        let mut keep = |window: Window| {
            if side(p, window.right, q) > -NEAR && side(p, q, window.left) > -NEAR {
                open.push(window.edge);
            }
        };
        if let Some(v) = a.vertex {
            let around = self.spokes(v.0).iter().map(|spoke| spoke / 3);
            if let Some(goal) = around.into_iter().find(|triangle| is_goal(*triangle)) {
                return Some(goal);
            }
            self.open_cone(v.0, [0.0, f64::INFINITY], |_| {}, &mut keep);
        } else {
            if is_goal(a.triangle.0) {
                return Some(a.triangle.0);
            }
            self.open_triangle(p, a.triangle.0, |_| {}, &mut keep);
        }
        while let Some(edge) = open.pop() {
            // On this side of the edge already: the way does not cross it.
            if side(self.at(edge), self.at(next(edge)), q) > NEAR {
                continue;
            }
            let entry = self.twin[edge as usize];
            if entry == NONE {
                continue;
            }
            if is_goal(entry / 3) {
                return Some(entry / 3);
            }
            let of_apex = side(p, q, self.at(prev(entry)));
            if of_apex > -NEAR {
                open.push(next(entry));
            }
            if of_apex < NEAR {
                open.push(prev(entry));
            }
        }
        None
    }
}

/// Least cosine of the angle to a point at most so far away.
fn least_cos(km: f64) -> f64 {
    if km < EARTH_RADIUS_KM * PI { (km / EARTH_RADIUS_KM).cos() } else { f64::NEG_INFINITY }
}
