//! The mesh of the sea: a spherical constrained Delaunay triangulation of the water between the
//! coast rings, and the geometry on it: where a point is, what a vertex sees, exact shortest paths.
//!
//! Every vertex stands for one place *with one side*: where a wall or two touching islands divide
//! the water around a position, each part has its own vertex. So a path cannot leak through a wall
//! of no width, and every vertex has one fan of triangles.
//!
//! Angles are radians on the mean sphere, lengths kilometres on WGS84.

mod chart;
mod clearance;
mod crossings;
mod fan;
mod locate;
mod outline;
mod parity;
mod point;
mod repair;
mod search;
mod sight;
mod stored;
mod targets;
mod topology;
mod triangulate;
mod wall;

pub use point::{Sight, Snap, Triangle, Vertex, WaterPoint};
pub use search::{Route, SeaLink, Search};
pub use targets::Targets;
pub use triangulate::MeshError;
pub use wall::{Wall, WallLeak};

use corridor_network::LngLat;
use corridor_network::geo::{EARTH_RADIUS_KM, Vec3};
pub(crate) use outline::Outline;
use rayon::prelude::*;
use std::sync::OnceLock;
use stored::{Faces, coast_points};
pub(crate) use topology::Bodies;
use topology::{Fans, LEAST_BODY};
pub(crate) use triangulate::{NONE, Triangles, next, water};

/// Spacing of the points that are added on the open sea, km. A search for what is visible splits at each of these
/// points, so fewer are faster: from the middle of the Atlantic it takes 8 ms with 200 km, 2.5 ms with 400 km and
/// 1.6 ms with 800 km (30 November 2026, `docs/measurements.md`). With 600 km or more, coasts on one line make
/// triangles without width, which hide corners: `collinear_coasts_do_not_hide_corners` fails.
const LATTICE_KM: f64 = 400.0;

/// The water between the coasts as triangles.
pub struct Mesh {
    positions: Vec<Vec3>,
    /// Vertex each half-edge starts from; half-edges `3 t` to `3 t + 2` bound triangle `t`.
    origin: Vec<u32>,
    twin: Vec<u32>,
    /// Where the fan of each vertex begins in `spokes`.
    first_spoke: Vec<u32>,
    spokes: Vec<u32>,
    /// Width of the water at each vertex, radians; infinite where water is all around.
    water_angle: Vec<f64>,
    /// Found when they are asked for.
    roundings: Vec<OnceLock<Vec3>>,
    body: Vec<u32>,
    extra: Vec<Option<Vertex>>,
    is_extra: Vec<bool>,
    shore: locate::Shore,
    report: MeshReport,
}

/// What building a mesh met with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MeshReport {
    /// Triangles of each body of water kept, by falling size.
    pub bodies: Vec<usize>,
    /// Bodies of fewer than 40 triangles, left out.
    pub small_bodies: usize,
    /// Coast or wall pieces that crossed others and were split there.
    pub crossings: usize,
    /// Slivers turned over on the sphere and flipped away.
    pub slivers_flipped: usize,
    /// Slivers turned over on the sphere and given up to land.
    pub slivers_dropped: usize,
    /// Extra vertices that lie on land.
    pub extra_on_land: usize,
}

impl Mesh {
    /// Builds the mesh. The south pole is land; every ring crossed on the way from there changes
    /// land to water and back, so a ring of Antarctica must be among them and islands need no
    /// orientation. `walls` are closed to ships. `extra_vertices` become vertices where they lie in
    /// the water: see [`Mesh::extra_vertices`].
    ///
    /// # Errors
    /// When a ring has fewer than three corners, a line touches the south pole or there is no water.
    pub fn build(
        rings: &[Vec<LngLat>],
        walls: &[Wall],
        extra_vertices: &[LngLat],
    ) -> Result<Self, MeshError> {
        let (faces, report, extra) = triangulate(rings, walls, extra_vertices)?;
        let triangles = faces.triangles(&coast_points(rings)).ok_or(MeshError::Folded)?;
        let mut mesh = Self::finish(triangles, &extra);
        let extra_on_land = mesh.extra.iter().filter(|vertex| vertex.is_none()).count();
        mesh.report = MeshReport { bodies: mesh.report.bodies, extra_on_land, ..report };
        Ok(mesh)
    }

    /// The mesh that [`Mesh::build`] makes of the same rings and walls, as bytes for [`Mesh::load`].
    ///
    /// # Errors
    /// As for [`Mesh::build`].
    pub fn pack(rings: &[Vec<LngLat>], walls: &[Wall]) -> Result<Vec<u8>, MeshError> {
        let (faces, ..) = triangulate(rings, walls, &[])?;
        let packed = faces.pack(&coast_points(rings));
        packed.map_err(|e| MeshError::Triangulation { reason: e.to_string() })
    }

    /// The mesh that was packed, without triangulating anything; its report has the bodies only. `None` when
    /// the bytes are damaged or were made of other rings.
    pub fn load(rings: &[Vec<LngLat>], packed: &[u8]) -> Option<Self> {
        let coast = coast_points(rings);
        let triangles = Faces::unpack(packed, &coast)?.triangles(&coast)?;
        Some(Self::finish(triangles, &[]))
    }

    fn finish(mut triangles: Triangles, extra: &[Option<u32>]) -> Self {
        let bodies = Bodies::find(&triangles);
        let fans = Fans::split(&mut triangles);
        let vertex_at = |place: &u32| {
            fans.place.iter().position(|p| p == place).map(|vertex| Vertex(vertex as u32))
        };
        let extra: Vec<Option<Vertex>> =
            extra.iter().map(|place| place.as_ref().and_then(vertex_at)).collect();
        let mut is_extra = vec![false; fans.positions.len()];
        for vertex in extra.iter().flatten() {
            is_extra[vertex.index()] = true;
        }
        let mut mesh = Self {
            water_angle: Vec::new(),
            roundings: vec![OnceLock::new(); fans.positions.len()],
            shore: locate::Shore::default(),
            positions: fans.positions,
            origin: triangles.origin,
            twin: triangles.twin,
            first_spoke: fans.first,
            spokes: fans.spokes,
            body: bodies.of_triangle,
            extra,
            is_extra,
            report: MeshReport { bodies: bodies.sizes, ..MeshReport::default() },
        };
        let vertices = 0..mesh.positions.len() as u32;
        mesh.water_angle =
            vertices.into_par_iter().map(|v| mesh.angle_of_water(Vertex(v))).collect();
        mesh.shore = locate::Shore::new(&mesh, &fans.place);
        mesh
    }

    /// What building it met with.
    pub fn report(&self) -> &MeshReport {
        &self.report
    }
    /// Number of vertices.
    pub fn vertex_count(&self) -> usize {
        self.positions.len()
    }
    /// Number of triangles.
    pub fn triangle_count(&self) -> usize {
        self.origin.len() / 3
    }
    /// The vertices at which taut paths bend (water over more than 180 degrees), in order.
    pub fn turn_vertices(&self) -> impl Iterator<Item = Vertex> + '_ {
        (0..self.positions.len() as u32).map(Vertex).filter(|v| self.is_turn(*v))
    }
    /// Whether taut paths can bend at the vertex.
    pub fn is_turn(&self, v: Vertex) -> bool {
        let angle = self.water_angle[v.index()];
        angle.is_finite() && angle > std::f64::consts::PI + fan::STRAIGHT
    }
    /// The vertices at the `extra_vertices` given to [`Mesh::build`], in their order; none for
    /// those on land.
    pub fn extra_vertices(&self) -> &[Option<Vertex>] {
        &self.extra
    }
    /// Position, on the coast for most vertices; a unit vector.
    pub fn position(&self, v: Vertex) -> Vec3 {
        self.positions[v.index()]
    }
    /// Where a ship rounds the vertex: pushed seaward by the clearance. Equals the position where
    /// paths do not bend.
    pub fn rounding(&self, v: Vertex) -> Vec3 {
        *self.roundings[v.index()].get_or_init(|| self.place_rounding(v))
    }
    /// The body of water the vertex lies in, numbered by falling size: 0 is the ocean.
    pub fn body(&self, v: Vertex) -> u32 {
        let spoke = self.spokes[self.first_spoke[v.index()] as usize];
        self.body[spoke as usize / 3]
    }
    /// The body of water a point lies in, numbered by falling size: 0 is the ocean.
    pub fn body_at(&self, point: &WaterPoint) -> u32 {
        self.body[point.triangle.0 as usize]
    }
    /// The three corners of a triangle, counter-clockwise.
    pub fn corners(&self, triangle: Triangle) -> [Vertex; 3] {
        [0, 1, 2].map(|k| Vertex(self.origin[triangle.0 as usize * 3 + k]))
    }

    fn at(&self, h: u32) -> Vec3 {
        self.positions[self.origin[h as usize] as usize]
    }
}

/// The triangles of the bodies of water that are large enough, what making them met with, and the place of
/// each extra vertex.
type Triangulated = (Faces, MeshReport, Vec<Option<u32>>);

fn triangulate(
    rings: &[Vec<LngLat>],
    walls: &[Wall],
    extra_vertices: &[LngLat],
) -> Result<Triangulated, MeshError> {
    let mut outline = Outline::default();
    for (number, ring) in rings.iter().enumerate() {
        outline.ring(number, ring)?;
    }
    for wall in walls {
        outline.wall(&wall.line)?;
    }
    outline.settle();
    let extra: Vec<Option<u32>> = extra_vertices
        .iter()
        .map(|at| at.vec3())
        .map(|p| (p.0[2] >= chart::SOUTHERNMOST).then(|| outline.point(p)))
        .collect();
    strew(&mut outline);
    let mut triangles = water(&outline)?;
    drop(outline);
    let repairs = triangles.repair();
    let bodies = Bodies::find(&triangles);
    let large = bodies.sizes.partition_point(|size| *size >= LEAST_BODY);
    if large == 0 {
        return Err(MeshError::NoWater);
    }
    triangles.keep(|t| (bodies.of_triangle[t as usize] as usize) < large);
    let (faces, places) = Faces::of(&triangles, &coast_points(rings));
    let report = MeshReport {
        small_bodies: bodies.sizes.len() - large,
        crossings: triangles.crossings,
        slivers_flipped: repairs.flipped,
        slivers_dropped: repairs.dropped,
        ..MeshReport::default()
    };
    let extra = extra.into_iter().map(|point| point.map(|point| places[point as usize])).collect();
    Ok((faces, report, extra))
}

/// Strews points over the sea: a Fibonacci lattice, even and without rows.
fn strew(outline: &mut Outline) {
    let golden_angle = std::f64::consts::PI * (3.0 - 5f64.sqrt());
    let count = (4.0 * std::f64::consts::PI * (EARTH_RADIUS_KM / LATTICE_KM).powi(2)) as usize;
    for i in 0..count {
        let z = 1.0 - (2.0 * i as f64 + 1.0) / count as f64;
        // South of 78.5 degrees there is no water.
        if z > -0.98 {
            let (sin, cos) = (i as f64 * golden_angle).sin_cos();
            let r = (1.0 - z * z).sqrt();
            outline.point(Vec3([r * cos, r * sin, z]));
        }
    }
}

#[cfg(test)]
mod tests;
