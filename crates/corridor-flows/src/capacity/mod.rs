//! Demand over routes through facilities with hard capacities.
//!
//! A facility is anything that can be full: a port, a border post, a line, a canal. Routes are given with
//! their cost and the facilities they use; a logit with path sizes spreads demand over them. Where a
//! facility would carry more than it can, a wait builds up until as much goes round or stays at home as
//! must. Waits, and with them all flows, are unique.

mod certificate;
mod choice;
mod curvature;
mod load;
mod path_size;
mod solve;
mod whole;

pub use choice::scale_for;
pub use path_size::log_path_sizes;
pub use solve::{Accuracy, Loaded, Settings, solve};
pub use whole::{Grams, Shipped};

use crate::Fault;

/// A way of shipping.
#[derive(Clone, Debug, PartialEq)]
pub struct Route {
    /// Cost of a tonne without waits, time included, USD.
    pub cost: f64,
    /// Logarithm of the path size: 0 for a route that shares nothing with others, less if it does.
    pub log_size: f64,
    /// Facilities it uses, each once.
    pub facilities: Vec<u32>,
}

/// What is to be shipped from one place to another.
#[derive(Clone, Debug, PartialEq)]
pub struct Demand {
    /// How much.
    pub amount: Grams,
    /// What an hour costs a tonne, USD.
    pub hour: f64,
    /// How sharply cheaper routes are preferred, 1/USD; see [`scale_for`].
    pub scale: f64,
    /// Expected cost of a tonne from which on it is rather not shipped, USD.
    pub forgone: f64,
    /// How sharply that limit is kept, 1/USD.
    pub forgone_scale: f64,
    /// The routes; without any, nothing is shipped.
    pub routes: Vec<Route>,
    /// Routes that are alike to who chooses; without, each stands for itself.
    pub nests: Option<Nests>,
}

/// Routes in nests: first a nest is chosen, then, more sharply, a route in it.
#[derive(Clone, Debug, PartialEq)]
pub struct Nests {
    /// By route: its nest, numbers from 0 without gaps.
    pub of: Vec<u32>,
    /// How sharply the cheaper routes of a nest are preferred, 1/USD; at least the scale of the demand.
    pub scale: f64,
}

impl Nests {
    /// Number of nests.
    fn count(&self) -> usize {
        self.of.iter().max().map_or(0, |last| *last as usize + 1)
    }
}

/// Demand and what can be full.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    /// What is to be shipped.
    pub demands: Vec<Demand>,
    /// Capacity of every facility in tonnes of the period of the demand; `None` where none is known.
    pub capacities: Vec<Option<f64>>,
}

impl Problem {
    /// That all figures make sense.
    fn check(&self) -> Result<(), Fault> {
        for (id, capacity) in self.capacities.iter().enumerate() {
            if let Some(tonnes) = capacity.filter(|c| !(c.is_finite() && *c > 0.0)) {
                return Err(Fault::new(
                    "capacity-invalid",
                    format!("the capacity of facility {id} is {tonnes}"),
                    "give a number above 0; what is closed has no routes",
                ));
            }
        }
        let positive = |x: f64| x.is_finite() && x > 0.0;
        for (at, demand) in self.demands.iter().enumerate() {
            let figures = [demand.hour, demand.scale, demand.forgone, demand.forgone_scale];
            let routes = &demand.routes;
            let are_sound = figures.into_iter().all(positive)
                && routes.iter().all(|r| r.cost.is_finite() && r.log_size.is_finite());
            if !are_sound {
                return Err(Fault::new(
                    "demand-invalid",
                    format!("demand {at} has a cost, a scale or a value of time without sense"),
                    "give finite costs, and scales and values of time above 0",
                ));
            }
            let are_nested = demand.nests.as_ref().is_none_or(|nests| {
                let is_sharp = nests.scale.is_finite() && nests.scale >= demand.scale;
                is_sharp && nests.of.len() == routes.len() && nests.count() <= routes.len()
            });
            if !are_nested {
                return Err(Fault::new(
                    "demand-invalid",
                    format!("the nests of demand {at} do not fit its routes"),
                    "give every route a nest, from 0 on, and a scale no smaller than that of the demand",
                ));
            }
            let facilities = routes.iter().flat_map(|r| &r.facilities);
            if let Some(id) = facilities.into_iter().find(|f| **f as usize >= self.capacities.len())
            {
                return Err(Fault::new(
                    "facility-unknown",
                    format!("a route of demand {at} uses facility {id}, which is none"),
                    "number facilities as their capacities are",
                ));
            }
        }
        Ok(())
    }
}
