//! What a shipment costs, takes and emits, and which itineraries follow.
//!
//! A [`Planner`] is made once per network and parameters; a [`World`] once per day, ship and wish;
//! an [`Answer`] holds itineraries whose every leg says what it rests on.

pub mod check;
pub mod corridors;
pub mod ice;
pub mod itinerary;
pub mod parameters;
pub mod price;
pub mod rates;
pub mod shipment;
pub mod world;

mod canal;
mod offers;
mod planner;
mod reasons;

pub use itinerary::{Access, Itinerary, Leg, LegKind};
pub use parameters::Parameters;
pub use planner::{Answer, NotOffered, Planner, Question};
pub use shipment::{IceClass, Shipment};
pub use world::{Bar, Conditions, Warning, World};
