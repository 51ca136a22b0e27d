//! Many places to many: what the way between every two of them adds up to.
//!
//! [`ModeMatrix`] is `pairs` for all pairs: distances in one mode. [`DoorMatrix`] goes from door to
//! door over all modes, by the way that is best in time, cost, CO2e or distance. Both compute block
//! by block, so that whoever writes the cells decides how much memory they take.

mod door;
mod mode;
mod quantity;

pub use door::{DoorMatrix, DoorOptions, WeighBy};
pub use mode::ModeMatrix;
pub use quantity::Quantity;

use crate::engine::Engine;
use crate::place::Resolved;
use crate::router::Outcome;
use corridor_network::LngLat;

/// A point of a matrix.
pub enum Spot {
    /// By its position.
    At(LngLat),
    /// By its name.
    Place(Resolved),
}

impl Spot {
    /// Where it is.
    pub fn at(&self) -> LngLat {
        match self {
            Self::At(at) => *at,
            Self::Place(place) => place.at,
        }
    }
}

/// The cells of some origins to all destinations, origin by origin.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MatrixBlock {
    /// By quantity asked for: in the unit that its column names. Nothing where there is no way.
    pub values: Vec<Vec<f64>>,
    /// What came of each cell; metres are among the values, if they were asked for.
    pub outcomes: Vec<Outcome>,
}

impl MatrixBlock {
    fn of(cells: usize, quantities: usize) -> Self {
        Self {
            values: vec![vec![0.0; cells]; quantities],
            outcomes: vec![Outcome::NotJoined; cells],
        }
    }
}

/// Computes blocks of cells.
pub trait MatrixEngine: Sync {
    /// The cells of origins to all destinations, with all threads of the pool this is called from.
    /// `stop` is asked now and then; when it says so, `None` is returned.
    fn block(
        &self,
        origins: std::ops::Range<usize>,
        stop: &(dyn Fn() -> bool + Sync),
    ) -> Option<MatrixBlock>;
}

/// The ways that a matrix is about.
#[derive(Clone, Debug)]
pub enum Ways {
    /// In one mode, as distance tables have them.
    InOneMode(crate::DistanceOptions),
    /// From door to door over all modes.
    DoorToDoor(DoorOptions),
}

impl Engine {
    /// Distances in one mode between all of some origins and destinations.
    ///
    /// # Errors
    /// As for [`Engine::mode_router`]; and when a quantity is not one of ways in one mode.
    pub fn mode_matrix<'e>(
        &'e self,
        options: &crate::DistanceOptions,
        quantities: &[Quantity],
        origins: &[Spot],
        destinations: &[Spot],
    ) -> Result<ModeMatrix<'e>, crate::Problem> {
        ModeMatrix::new(self, options, quantities, origins, destinations)
    }
}
