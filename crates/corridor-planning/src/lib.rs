//! What a shipment costs, takes and emits, and which itineraries follow.
//!
//! A [`Planner`] is made once per network and parameters; a [`World`] once per day, ship and wish;
//! an [`Answer`] holds itineraries whose every leg says what it rests on.

pub mod cargo;
pub mod carriage;
pub mod check;
pub mod connectivity;
pub mod corridors;
pub mod ice;
pub mod itinerary;
pub mod joint;
pub mod market;
pub mod parameters;
pub mod price;
pub mod quote;
pub mod rates;
pub mod reliability;
pub mod scenario;
pub mod shipment;
pub mod vehicle;
pub mod world;

mod canal;
mod charted;
mod criterion;
mod element;
mod frontier;
mod ice_class;
mod meeting;
mod offers;
mod pareto;
mod planner;
mod prepared;
mod reasons;
mod reprice;
mod ways;

pub use cargo::Cargo;
pub use charted::Charted;
pub use element::Element;
pub use itinerary::{Access, Itinerary, Leg, LegKind};
pub use parameters::Parameters;
pub use pareto::{EPSILON, Exhaustive, Sums};
pub use planner::{Answer, NotOffered, Planner, Question, Via};
pub use shipment::{IceClass, Order, Refusal, Shipment, ShipmentError};
pub use vehicle::Vehicles;
pub use world::{Bar, Conditions, Warning, World};
