//! The steps of the search: what a node sees, and windows followed until they split.

use super::super::fan::{NEAR, Window, angle_at, crossing, side};
use super::super::triangulate::{NONE, next, prev};
use super::{GOAL, Item, Node, Search};
use corridor_network::geo::{EARTH_RADIUS_KM, Vec3};
use std::f64::consts::PI;

impl Search<'_> {
    /// Notes a path to a node.
    pub(super) fn reach(&mut self, node: u32, length: f64, parent: u32, link: u32) {
        let known = &mut self.nodes[node as usize];
        if length >= known.length || known.done {
            return;
        }
        if known.length.is_infinite() {
            self.touched.push(node);
        }
        *known = Node { length, parent, link, done: false };
        let bound = length + self.position(node).angle(self.points[GOAL].position);
        self.queue.push(Item { bound, node, window: None });
    }

    /// Notes that `from` sees the vertex `v`.
    fn see(&mut self, from: u32, v: u32) {
        let p = self.position(from);
        if self.has_point_at[v as usize] {
            for node in self.points_at.get(&v).cloned().unwrap_or_default() {
                self.reach_straight(from, node);
            }
        }
        if v != from && self.mesh.is_taut(p, v) {
            self.reach_straight(from, v);
        }
    }

    fn reach_straight(&mut self, from: u32, node: u32) {
        let length =
            self.nodes[from as usize].length + self.position(from).angle(self.position(node));
        self.reach(node, length, from, NONE);
    }

    /// Looks from a node into all directions a taut path can take.
    pub(super) fn expand(&mut self, node: u32, closed: &[usize]) {
        let mesh = self.mesh;
        let mut seen = Vec::new();
        let mut windows = Vec::new();
        if let Some(point) = self.point(node).copied() {
            self.follow_links(node, closed);
            if let Some(v) = point.vertex {
                self.look_around(node, v.0, [0.0, f64::INFINITY], &mut seen, &mut windows);
            } else {
                let triangle = point.triangle.0;
                self.see_points_in(node, triangle, |_| true);
                mesh.open_triangle(
                    point.position,
                    triangle,
                    |v| seen.push(v),
                    |window| windows.push(window),
                );
            }
        } else {
            let parent = self.nodes[node as usize].parent;
            let parent_vertex = self.point(parent).map_or(Some(parent), |p| p.vertex.map(|v| v.0));
            let width = mesh.water_angle[node as usize];
            let cones = match mesh.arrival(node, self.position(parent), parent_vertex) {
                Some(angle) => [[0.0, angle - PI], [angle + PI, width]],
                None => [[0.0, width - PI], [PI, width]],
            };
            for [low, high] in cones {
                if low < high {
                    self.look_around(node, node, [low, high], &mut seen, &mut windows);
                }
            }
        }
        for v in seen {
            self.see(node, v);
        }
        for window in windows {
            self.queue_window(node, window);
        }
    }

    fn look_around(
        &mut self,
        node: u32,
        v: u32,
        between: [f64; 2],
        seen: &mut Vec<u32>,
        windows: &mut Vec<Window>,
    ) {
        let mesh = self.mesh;
        let p = mesh.positions[v as usize];
        mesh.open_cone(v, between, |x| seen.push(x), |window| windows.push(window));
        let mut reached = 0.0;
        for spoke in mesh.spokes(v) {
            let (u, w) = (mesh.at(next(*spoke)), mesh.at(prev(*spoke)));
            let from = reached;
            reached += angle_at(p, u, w);
            self.see_points_in(node, *spoke / 3, |q| {
                let angle = from + angle_at(p, u, q);
                angle > between[0] - 1e-9 && angle < between[1] + 1e-9
            });
        }
    }

    /// Notes that `from` sees those points in a triangle that pass the test.
    fn see_points_in(&mut self, from: u32, triangle: u32, passes: impl Fn(Vec3) -> bool) {
        if !self.has_point[triangle as usize] {
            return;
        }
        for node in self.points_in.get(&triangle).cloned().unwrap_or_default() {
            if node != from && passes(self.position(node)) {
                self.reach_straight(from, node);
            }
        }
    }

    fn follow_links(&mut self, node: u32, closed: &[usize]) {
        let first = self.mesh.vertex_count() + 2;
        let Some(end) = (node as usize).checked_sub(first) else { return };
        let link = end / 2;
        if closed.contains(&link) {
            return;
        }
        let other = (first + (end ^ 1)) as u32;
        let straight = self.position(node).angle(self.position(other));
        let length = (self.links[link].length_km / EARTH_RADIUS_KM).max(straight);
        self.reach(other, self.nodes[node as usize].length + length, node, link as u32);
    }

    /// Follows a window until it splits.
    pub(super) fn advance(&mut self, node: u32, mut window: Window) {
        let mesh = self.mesh;
        let p = self.position(node);
        while let Some(beyond) = mesh.beyond(p, &window) {
            if beyond.seen {
                self.see(node, beyond.apex);
            }
            self.see_points_in(node, beyond.entry / 3, |q| {
                side(p, window.right, q) > -NEAR && side(p, q, window.left) > -NEAR
            });
            match beyond.windows {
                [Some(right), Some(left)] => {
                    self.queue_window(node, right);
                    self.queue_window(node, left);
                    return;
                }
                [Some(only), None] | [None, Some(only)] => window = only,
                [None, None] => return,
            }
        }
    }

    fn queue_window(&mut self, node: u32, window: Window) {
        if self.mesh.twin[window.edge as usize] == NONE {
            return;
        }
        let bound =
            self.nodes[node as usize].length + self.least_through(self.position(node), &window);
        self.queue.push(Item { bound, node, window: Some(window) });
    }

    /// Lower bound of the way from `p` through the window to the goal, radians.
    fn least_through(&self, p: Vec3, window: &Window) -> f64 {
        let (u, w) = (self.mesh.at(window.edge), self.mesh.at(next(window.edge)));
        let goal = self.points[GOAL].position;
        let normal = u.cross(w.add_scaled(u, -1.0)).unit();
        // The viewer lies left of the edge; a goal there too is reflected.
        let height = goal.dot(normal);
        let goal = if height > 0.0 { goal.add_scaled(normal, -2.0 * height) } else { goal };
        if side(p, window.right, goal) >= 0.0 && side(p, goal, window.left) >= 0.0 {
            return p.angle(goal);
        }
        let by = |limit: Vec3| {
            let at = crossing(p, limit.add_scaled(p, -p.dot(limit)), u, w);
            p.angle(at) + at.angle(goal)
        };
        by(window.right).min(by(window.left))
    }
}
