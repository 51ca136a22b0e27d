//! Names for places on the mesh.

use corridor_network::LngLat;
use corridor_network::geo::Vec3;

/// A vertex of the mesh: a bend of the coast or a wall seen from one side, or a point at sea.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Vertex(pub(super) u32);

/// A triangle of water.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Triangle(pub(super) u32);

impl Vertex {
    /// Position in `0..Mesh::vertex_count()`.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A point on the water of one mesh. Valid for that mesh only.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WaterPoint {
    pub(super) position: Vec3,
    pub(super) triangle: Triangle,
    pub(super) vertex: Option<Vertex>,
}

impl WaterPoint {
    /// Where it is.
    pub fn at(&self) -> LngLat {
        self.position.lng_lat()
    }
    /// Where it is, as a unit vector.
    pub fn vec3(&self) -> Vec3 {
        self.position
    }
    /// The vertex it coincides with, if any.
    pub fn vertex(&self) -> Option<Vertex> {
        self.vertex
    }
    /// A triangle it lies in.
    pub fn triangle(&self) -> Triangle {
        self.triangle
    }
}

/// The water nearest to a place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Snap {
    /// The point on the water.
    pub point: WaterPoint,
    /// Straight distance from the place to it, km; 0 when the place is on the water.
    pub km: f64,
}

/// A vertex in sight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Sight {
    /// The vertex.
    pub vertex: Vertex,
    /// Whether a taut path from the viewer can bend round it.
    pub taut: bool,
}
