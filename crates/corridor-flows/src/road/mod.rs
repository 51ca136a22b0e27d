//! User equilibrium on a network of links with delay functions.

mod delay;
mod paths;
mod solve;
mod trees;

pub use delay::Delay;
pub use solve::{Equilibrium, Options, RouteChoice, solve};

/// A directed link.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// Index of the node it leaves.
    pub from: u32,
    /// Index of the node it enters.
    pub to: u32,
    /// Cost of passing it, by its flow.
    pub delay: Delay,
}

/// Links between nodes; the first nodes are the zones.
#[derive(Clone, Debug, PartialEq)]
pub struct Network {
    /// Number of zones; nodes `0..zones` are their centroids.
    pub zones: usize,
    /// Number of nodes, zones included.
    pub nodes: usize,
    /// Nodes below this index begin and end trips but are not passed through.
    pub first_through: usize,
    /// The links.
    pub links: Vec<Link>,
}

/// Trips from one zone to another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Trips {
    /// Index of the zone where they begin.
    pub origin: u32,
    /// Index of the zone where they end.
    pub destination: u32,
    /// How many, in the unit of the capacities.
    pub amount: f64,
}
