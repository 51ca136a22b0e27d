//! The sea: coastline, the mesh of open water between coasts, exact shortest paths on it, and the
//! lane network distilled from such paths.
//!
//! * [`coast`] turns coastline packages into the rings that the network file stores.
//! * [`mesh`] triangulates the water between the rings and finds exact taut paths in it.
//! * [`lanes`] distils the paths between ports into a sparse graph.
//! * [`Walled`] is the water that is left when passages are closed and areas avoided.
//!
//! Lengths are kilometres on WGS84 unless a name says otherwise. There is no depth here: closed
//! shoals are walls, drawn by hand.

pub mod coast;
pub mod lanes;
pub mod mesh;
mod walled;

pub use mesh::{
    Mesh, MeshError, MeshReport, Route, SeaLink, Search, Sight, Snap, Targets, Triangle, Vertex,
    Wall, WallLeak, WaterPoint,
};
pub use walled::Walled;
