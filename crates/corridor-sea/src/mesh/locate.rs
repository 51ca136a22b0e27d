//! Where a place lies: in which triangle, or how far from which shore.
//!
//! From a place at sea the way to its nearest shore runs over water alone. So one index over the
//! shores answers both questions: find the nearest shore and, if the place is on its water side,
//! walk from there. An index over the triangles would be four times as large.

use super::fan::{NEAR, side};
use super::triangulate::{NONE, next, prev};
use super::{Mesh, Snap, Triangle, Vertex, WaterPoint};
use corridor_network::LngLat;
use corridor_network::geo::Vec3;
use rayon::prelude::*;
use rstar::{AABB, PointDistance, RTree, RTreeObject};

/// Points closer than this are the same (6 mm).
const SAME: f64 = 1e-9;

/// Most that the chord of a piece of shore runs below its great circle, earth radii (19 m).
const SAGITTA: f64 = 3e-6;

/// Most pieces of shore in a stretch. One entry of the index for each piece takes half a second to make.
const STRETCH: usize = 16;

/// Pieces of shore that follow each other, in the box around them.
struct Stretch {
    /// Where they begin and end among the pieces of the shore.
    pieces: std::ops::Range<u32>,
    low: [f64; 3],
    high: [f64; 3],
}

impl RTreeObject for Stretch {
    type Envelope = AABB<[f64; 3]>;
    fn envelope(&self) -> Self::Envelope {
        AABB::from_corners(self.low, self.high)
    }
}

impl PointDistance for Stretch {
    fn distance_2(&self, point: &[f64; 3]) -> f64 {
        self.envelope().distance_2(point)
    }
}

/// An index over the half-edges that bound the water.
#[derive(Default)]
pub(super) struct Shore {
    /// In the order of the coast.
    pieces: Vec<u32>,
    tree: RTree<Stretch>,
}

/// A nearest point of the shore.
struct Foot {
    edge: u32,
    at: Vec3,
    distance: f64,
}

impl Shore {
    /// `place` numbers the places that vertices stand at along the coast.
    pub(super) fn new(mesh: &Mesh, place: &[u32]) -> Self {
        let mut pieces: Vec<u32> =
            (0..mesh.origin.len() as u32).filter(|h| mesh.twin[*h as usize] == NONE).collect();
        let place_of = |h: &u32| place[mesh.origin[*h as usize] as usize];
        pieces.par_sort_unstable_by_key(|h| (place_of(h), *h));
        let mut stretches = Vec::new();
        let mut from = 0;
        while from < pieces.len() {
            let limit = (from + STRETCH).min(pieces.len());
            // A stretch ends with its ring: the next island may be far away.
            let follows = |i: &usize| place_of(&pieces[*i]) <= place_of(&pieces[i - 1]) + 1;
            let to = (from + 1..limit).find(|i| !follows(i)).unwrap_or(limit);
            let (mut low, mut high) = ([f64::INFINITY; 3], [f64::NEG_INFINITY; 3]);
            for h in &pieces[from..to] {
                for p in [mesh.at(*h), mesh.at(next(*h))] {
                    for k in 0..3 {
                        low[k] = low[k].min(p.0[k]);
                        high[k] = high[k].max(p.0[k]);
                    }
                }
            }
            stretches.push(Stretch { pieces: from as u32..to as u32, low, high });
            from = to;
        }
        Self { pieces, tree: RTree::bulk_load(stretches) }
    }
}

impl Mesh {
    /// The nearest points of the shore; several where they are the same point of several pieces.
    fn feet(&self, q: Vec3) -> Vec<Foot> {
        let mut feet: Vec<Foot> = Vec::new();
        let mut least = f64::INFINITY;
        for (stretch, square) in self.shore.tree.nearest_neighbor_iter_with_distance_2(&q.0) {
            if square.sqrt() > least + 2.0 * SAGITTA {
                break;
            }
            let pieces = stretch.pieces.start as usize..stretch.pieces.end as usize;
            for &edge in &self.shore.pieces[pieces] {
                let at = nearest_on_arc(q, self.at(edge), self.at(next(edge)));
                let distance = q.angle(at);
                if distance <= least + SAME {
                    feet.push(Foot { edge, at, distance });
                }
                least = least.min(distance);
            }
        }
        feet.retain(|foot| foot.distance <= least + SAME);
        feet.sort_by_key(|foot| foot.edge);
        feet
    }

    /// The point at a vertex.
    pub fn point_at(&self, v: Vertex) -> WaterPoint {
        let triangle = Triangle(self.spokes(v.0)[0] / 3);
        WaterPoint { position: self.position(v), triangle, vertex: Some(v) }
    }

    /// The water point at `q`, which lies in or on the triangle.
    fn point_in(&self, q: Vec3, triangle: u32) -> WaterPoint {
        let vertex = self
            .corners(Triangle(triangle))
            .into_iter()
            .find(|v| self.position(*v).add_scaled(q, -1.0).norm() < SAME);
        let position = vertex.map_or(q, |v| self.position(v));
        WaterPoint { position, triangle: Triangle(triangle), vertex }
    }

    fn contains(&self, triangle: u32, q: Vec3) -> bool {
        (triangle * 3..triangle * 3 + 3).all(|h| side(self.at(h), self.at(next(h)), q) > -NEAR)
    }

    /// The point of the water at a place, shores included; none on land and on bodies of water of
    /// fewer than 40 triangles.
    pub fn locate(&self, at: LngLat) -> Option<WaterPoint> {
        self.locate_vec(at.vec3(), &self.feet(at.vec3()))
    }

    fn locate_vec(&self, q: Vec3, feet: &[Foot]) -> Option<WaterPoint> {
        for foot in feet {
            if foot.distance < SAME {
                return Some(self.point_in(foot.at, foot.edge / 3));
            }
            let start = self.point_in(foot.at, foot.edge / 3);
            let faces_water = match start.vertex {
                Some(v) => self.spokes(v.0).iter().any(|spoke| {
                    let p = self.position(v);
                    side(p, self.at(next(*spoke)), q) > -NEAR
                        && side(p, q, self.at(prev(*spoke))) > -NEAR
                }),
                None => side(self.at(foot.edge), self.at(next(foot.edge)), q) > -NEAR,
            };
            if faces_water
                && let Some(triangle) =
                    self.follow(&start, q, |triangle| self.contains(triangle, q))
            {
                return Some(self.point_in(q, triangle));
            }
        }
        None
    }

    /// How far the triangle at a foot reaches from it, earth radii.
    fn width(&self, foot: &Foot) -> f64 {
        let corners =
            self.corners(Triangle(foot.edge / 3)).map(|v| self.position(v).angle(foot.at));
        corners.into_iter().fold(0.0, f64::max)
    }

    /// The water nearest to a place, in a body of at least 40 triangles.
    pub fn nearest_water(&self, at: LngLat) -> Option<Snap> {
        let q = at.vec3();
        let feet = self.feet(q);
        if let Some(point) = self.locate_vec(q, &feet) {
            return Some(Snap { point, km: 0.0 });
        }
        // Where two waters touch, such as a lagoon and the sea, the wider one.
        let foot = feet.iter().rev().max_by(|a, b| self.width(a).total_cmp(&self.width(b)))?;
        let point = self.point_in(foot.at, foot.edge / 3);
        Some(Snap { km: at.geodesic_km(point.at()), point })
    }
}

/// The point of the great circle arc from `a` to `b` (under 90 degrees) nearest to `q`.
fn nearest_on_arc(q: Vec3, a: Vec3, b: Vec3) -> Vec3 {
    let normal = a.cross(b.add_scaled(a, -1.0)).unit();
    let foot = q.add_scaled(normal, -q.dot(normal)).unit();
    let within = a.cross(foot).dot(normal) >= 0.0 && foot.cross(b).dot(normal) >= 0.0;
    if within && foot.dot(a) > 0.0 {
        foot
    } else if q.dot(a) >= q.dot(b) {
        a
    } else {
        b
    }
}
