//! Many points on the water, and which of them one point sees: a look in all directions costs as much as
//! a few dozen looks at single points.

use super::fan::{NEAR, Window, side};
use super::triangulate::NONE;
use super::{Mesh, WaterPoint};
use std::collections::HashMap;

/// Beyond this cosine (150 degrees) points are looked for one by one: triangles there end behind the horizon of
/// a look in all directions.
const FAR: f64 = -0.87;

/// Points on the water of one mesh, by the triangles they lie in.
pub struct Targets {
    points: Vec<WaterPoint>,
    /// Looked up, never iterated.
    in_triangle: HashMap<u32, Vec<u32>>,
}

impl Mesh {
    /// Points to look for with [`Mesh::visible_targets`].
    pub fn targets(&self, points: &[WaterPoint]) -> Targets {
        let mut in_triangle: HashMap<u32, Vec<u32>> = HashMap::new();
        for (number, point) in points.iter().enumerate() {
            // A point at a vertex lies in every triangle around that vertex.
            let around = point.vertex.map(|v| self.spokes(v.0).iter().map(|spoke| spoke / 3));
            match around {
                Some(triangles) => {
                    triangles.for_each(|t| in_triangle.entry(t).or_default().push(number as u32));
                }
                None => in_triangle.entry(point.triangle.0).or_default().push(number as u32),
            }
        }
        Targets { points: points.to_vec(), in_triangle }
    }

    /// The numbers of the targets in sight of a point, in order: those to which [`Mesh::visible`] holds.
    pub fn visible_targets(&self, from: &WaterPoint, targets: &Targets) -> Vec<u32> {
        let p = from.position;
        let in_triangle = |t: u32| targets.in_triangle.get(&t).into_iter().flatten().copied();
        let mut open: Vec<Window> = Vec::new();
        let mut seen: Vec<u32> = Vec::new();
        if let Some(v) = from.vertex {
            seen.extend(self.spokes(v.0).iter().flat_map(|spoke| in_triangle(spoke / 3)));
            self.open_cone(v.0, [0.0, f64::INFINITY], |_| {}, |window| open.push(window));
        } else {
            seen.extend(in_triangle(from.triangle.0));
            self.open_triangle(p, from.triangle.0, |_| {}, |window| open.push(window));
        }
        while let Some(window) = open.pop() {
            let entry = self.twin[window.edge as usize];
            if entry == NONE {
                continue;
            }
            seen.extend(in_triangle(entry / 3).filter(|target| {
                let q = targets.points[*target as usize].position;
                p.dot(q) >= FAR
                    && side(p, window.right, q) > -NEAR
                    && side(p, q, window.left) > -NEAR
            }));
            if let Some(beyond) = self.beyond(p, &window) {
                open.extend(beyond.windows.into_iter().flatten());
            }
        }
        let far = (0..).zip(&targets.points).filter(|(_, to)| p.dot(to.position) < FAR);
        seen.extend(far.filter(|(_, to)| self.visible(from, to)).map(|(target, _)| target));
        seen.sort_unstable();
        seen.dedup();
        seen
    }
}
