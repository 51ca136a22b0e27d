//! From lines to triangles: the constrained Delaunay triangulation of the chart, water told from land.

use super::chart;
use super::crossings::{add_crossing, refused};
use super::outline::Outline;
use super::parity::Parity;
use corridor_network::LngLat;
use corridor_network::geo::Vec3;
use spade::{ConstrainedDelaunayTriangulation, Point2, Triangulation};

/// Marks the absence of a triangle, vertex or half-edge.
pub(crate) const NONE: u32 = u32::MAX;

/// Why a mesh cannot be built.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum MeshError {
    /// A ring with fewer than three corners.
    #[error("coast ring {ring} has {corners} corners; a ring needs three: import the coast again")]
    ShortRing {
        /// Which ring.
        ring: usize,
        /// How many corners it has.
        corners: usize,
    },
    /// A line through the point that has no place in the chart.
    #[error("{at:?} is at the south pole, where there is no water; end the line north of 88.8 S")]
    SouthPole {
        /// The point.
        at: LngLat,
    },
    /// The triangulation refused a point.
    #[error(
        "the triangulation failed: {reason}; a coordinate is not finite: import the coast again"
    )]
    Triangulation {
        /// What it said.
        reason: String,
    },
    /// A side that more than two triangles share.
    #[error("triangles fold over each other: import the coast again")]
    Folded,
    /// Nothing to sail on.
    #[error(
        "no water between the coast rings; is the ring of Antarctica missing? The south pole counts as land \
         and every ring crossed from there changes land to water and back"
    )]
    NoWater,
}

/// Triangles of a part of the sphere. Half-edge `3 t + k` runs from corner `k` of triangle `t` to the
/// next one, counter-clockwise.
pub(crate) struct Triangles {
    /// Vertices.
    pub(crate) positions: Vec<Vec3>,
    /// Vertex each half-edge starts from.
    pub(crate) origin: Vec<u32>,
    /// The half-edge on the other side; [`NONE`] at coasts and walls.
    pub(crate) twin: Vec<u32>,
    /// Constraints that crossed others and were split there.
    pub(crate) crossings: usize,
}

/// The half-edge after `h` in its triangle.
pub(crate) fn next(h: u32) -> u32 {
    if h % 3 == 2 { h - 2 } else { h + 1 }
}

/// The half-edge before `h` in its triangle.
pub(crate) fn prev(h: u32) -> u32 {
    if h.is_multiple_of(3) { h + 2 } else { h - 1 }
}

/// The triangles of water. The first vertices are the points of the outline, in order.
pub(crate) fn water(outline: &Outline) -> Result<Triangles, MeshError> {
    let pieces: Vec<[usize; 2]> = outline
        .coast
        .iter()
        .chain(&outline.walls)
        .map(|piece| piece.map(|point| point as usize))
        .collect();
    let mut conflicts = Vec::new();
    let mut cdt = ConstrainedDelaunayTriangulation::<Point2<f64>>::try_bulk_load_cdt(
        outline.chart.clone(),
        pieces,
        |piece| conflicts.push(piece),
    )
    .map_err(refused)?;
    debug_assert!(cdt.num_vertices() == outline.chart.len(), "outline points are all different");
    let crossings = add_crossing(&mut cdt, &conflicts)?;

    let mut positions = outline.positions.clone();
    positions.extend(cdt.vertices().skip(positions.len()).map(|v| chart::unproject(v.position())));

    // Faces and their neighbours, land included; the handle of a face is its number + 1.
    let faces = cdt.num_all_faces();
    let mut origin = vec![NONE; faces * 3];
    let mut neighbour = vec![NONE; faces * 3];
    for face in cdt.inner_faces() {
        let first = face.fix().index() * 3;
        for (k, edge) in face.adjacent_edges().into_iter().enumerate() {
            origin[first + k] = edge.from().fix().index() as u32;
            if let Some(other) = edge.rev().face().as_inner()
                && !edge.is_constraint_edge()
            {
                let there = other.fix().index() * 3;
                let place = other.adjacent_edges().iter().position(|e| e.fix() == edge.rev().fix());
                neighbour[first + k] = place.map_or(NONE, |k| (there + k) as u32);
            }
        }
    }

    let wet = classify(outline, &positions, &origin, &neighbour);
    let mut number = vec![NONE; faces];
    let mut count = 0;
    for (face, is_wet) in wet.iter().enumerate() {
        if *is_wet {
            number[face] = count;
            count += 1;
        }
    }
    let mut triangles = Triangles {
        positions,
        origin: Vec::with_capacity(count as usize * 3),
        twin: Vec::with_capacity(count as usize * 3),
        crossings,
    };
    for face in (0..faces).filter(|face| wet[*face]) {
        for h in face * 3..face * 3 + 3 {
            triangles.origin.push(origin[h]);
            let other = neighbour[h];
            triangles.twin.push(if other == NONE {
                NONE
            } else {
                number[other as usize / 3] * 3 + other % 3
            });
        }
    }
    if count == 0 { Err(MeshError::NoWater) } else { Ok(triangles) }
}

/// Which faces are water. Faces that no line parts share the answer, asked for the largest of them:
/// the centre of a sliver between two nearly equal lines may fall on the wrong side of rounding.
fn classify(outline: &Outline, positions: &[Vec3], origin: &[u32], neighbour: &[u32]) -> Vec<bool> {
    let parity = Parity::new(&outline.chart, &outline.coast);
    let corner = |h: usize| {
        let point = origin[h] as usize;
        outline.chart.get(point).copied().unwrap_or_else(|| chart::project(positions[point]))
    };
    let faces = origin.len() / 3;
    let mut seen = vec![false; faces];
    let mut wet = vec![false; faces];
    let mut region = Vec::new();
    for start in 0..faces {
        if seen[start] || origin[start * 3] == NONE {
            continue;
        }
        region.clear();
        region.push(start);
        seen[start] = true;
        let (mut largest, mut centre) = (-1.0, Point2::new(0.0, 0.0));
        let mut i = 0;
        while let Some(&face) = region.get(i) {
            i += 1;
            let [a, b, c] = [face * 3, face * 3 + 1, face * 3 + 2].map(corner);
            let area = (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
            if area > largest {
                largest = area;
                centre = Point2::new((a.x + b.x + c.x) / 3.0, (a.y + b.y + c.y) / 3.0);
            }
            for h in neighbour[face * 3..face * 3 + 3].iter().filter(|h| **h != NONE) {
                let other = *h as usize / 3;
                if !seen[other] {
                    seen[other] = true;
                    region.push(other);
                }
            }
        }
        if parity.is_odd(centre) {
            for face in &region {
                wet[*face] = true;
            }
        }
    }
    wet
}
