//! Weights of edges.

use corridor_network::{EdgeId, Id};

/// The weight of an edge or a path, in whatever unit the metric is in.
///
/// [`Weight::INFINITY`] is half the range, so that the sum of any weight and one edge cannot wrap.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(transparent)]
pub struct Weight(u32);

impl Weight {
    /// No weight.
    pub const ZERO: Self = Self(0);
    /// Not reachable, or closed.
    pub const INFINITY: Self = Self(Self::FAR);
    /// Infinity as a number, for the inner loops.
    pub(crate) const FAR: u32 = u32::MAX / 2;

    /// A weight; values beyond the range become [`Weight::INFINITY`].
    pub fn new(value: u32) -> Self {
        Self(value).min(Self::INFINITY)
    }
    /// The number.
    pub fn get(self) -> u32 {
        self.0
    }
    /// Whether it can be reached.
    pub fn is_finite(self) -> bool {
        self < Self::INFINITY
    }
    /// Sum that stays at infinity.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self::new(self.0 + other.0)
    }
}

/// One weight for every directed edge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Metric {
    weights: Vec<Weight>,
}

impl Metric {
    /// A metric from weights in the order of [`EdgeId`]: two for every link.
    pub fn new(weights: Vec<Weight>) -> Self {
        Self { weights }
    }
    /// The weight of an edge.
    pub fn weight(&self, edge: EdgeId) -> Weight {
        self.weights[edge.index()]
    }
    /// Gives an edge another weight; returns the one it had.
    pub fn replace(&mut self, edge: EdgeId, weight: Weight) -> Weight {
        std::mem::replace(&mut self.weights[edge.index()], weight)
    }
    /// Number of edges.
    pub fn edge_count(&self) -> usize {
        self.weights.len()
    }
}
