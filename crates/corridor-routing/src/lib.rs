//! Shortest paths on a graph with weights, knowing nothing of freight.
//!
//! Three lifecycles, three types: a [`Topology`] is made once per network, a [`Metric`] once per
//! question about the world (a month, a closure, a criterion), a [`Search`] is kept and reused by
//! query after query. Weights are integers, so results do not depend on the order of additions.

#![allow(
    clippy::inline_always,
    reason = "kernels are compiled anew for every instruction set, which only inlined code is"
)]

mod hierarchy;
mod instructions;
mod layer;
mod matrix;
mod metric;
mod order;
mod pareto;
mod search;
mod topology;

pub use hierarchy::{
    BATCH, Batch, Customized, Detours, Difference, Hierarchy, Labels, Left, Part, Perfect, Plain,
    Potentials, Query, Reach, Top, Unpacker,
};
pub use layer::{LayerGraph, order_of};
pub use matrix::{
    ArcSkims, Ends, LANES, Skim, SkimEnd, SkimTargets, Skims, Sweeper, Targets, many_to_many,
};
pub use metric::{Metric, Weight};
pub use order::NodeOrder;
pub use pareto::{Costs, ParetoQuestion, ParetoSearch, ParetoSet, ParetoWay};
pub use search::{Direction, Search};
pub use topology::Topology;
