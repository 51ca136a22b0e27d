//! Whether the walls hold: lines that ships do not cross, drawn by hand where the coastline does not tell.

use super::{Mesh, Search};
use corridor_network::LngLat;
pub use corridor_network::fact::Wall;

/// A wall that does not hold.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum WallLeak {
    /// A way round or through it.
    #[error(
        "wall {wall}: {length_km:.0} km of water join its two sides, at least {at_least_km:.0} km expected; \
         the way is {course:?}: move the ends of the wall further inland"
    )]
    Leaks {
        /// Its id.
        wall: String,
        /// The way found, km.
        length_km: f64,
        /// The way that may remain, km.
        at_least_km: f64,
        /// Its bends.
        course: Vec<LngLat>,
    },
    /// A point that shall lie in the water does not.
    #[error("wall {wall}: {at:?} of `between` is not on the water; move it off the shore")]
    Aground {
        /// Its id.
        wall: String,
        /// The point.
        at: LngLat,
    },
}

impl Mesh {
    /// Those walls that do not part their two sides as they say. Walls without `between` are not
    /// checked.
    pub fn wall_leaks(&self, walls: &[Wall]) -> Vec<WallLeak> {
        let mut search = Search::new(self, &[]);
        let mut leaks = Vec::new();
        for wall in walls {
            let Some(between) = wall.between else { continue };
            let [from, to] = between.map(|at| self.locate(at));
            for (point, at) in [from, to].iter().zip(between) {
                if point.is_none() {
                    leaks.push(WallLeak::Aground { wall: wall.id.clone(), at });
                }
            }
            if let (Some(from), Some(to)) = (from, to)
                && let Some(route) = search.shortest(&from, &to, &[])
                && route.length_km < wall.at_least_km
            {
                leaks.push(WallLeak::Leaks {
                    wall: wall.id.clone(),
                    length_km: route.length_km,
                    at_least_km: wall.at_least_km,
                    course: route.points,
                });
            }
        }
        leaks
    }
}
