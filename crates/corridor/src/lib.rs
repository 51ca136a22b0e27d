//! The product as a library: open a network, ask, get a plain serialisable answer.
//!
//! ```no_run
//! let bytes = std::fs::read("world.corridor")?;
//! let engine = corridor::Engine::open(&bytes)?;
//! let info = engine.info();
//! println!("{} nodes in {}", info.nodes, info.dataset);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod agreements;
pub mod appraisal;
pub mod audit;
pub mod briefing;
pub mod compare;
pub mod effect;
pub mod export;
pub mod flows;
pub mod geojson;
pub mod matrix;
pub mod page;
pub mod parameters;
pub mod place;
pub mod report;
pub mod scenarios;
pub mod season;
pub mod trade;

mod access;
mod country;
mod distance;
mod engine;
mod look;
mod named;
mod plan;
mod problem;
mod restrictions;
mod round;
mod router;
mod sea;

pub use corridor_network::{LngLat, Mode};
pub use corridor_planning::{Cargo, IceClass, Order};
pub use distance::{DistanceOptions, DistanceResponse};
pub use engine::{Engine, Supposition};
pub use look::{CorridorView, CorridorsResponse, Info, PlaceView, PlacesResponse};
pub use plan::{
    BeatenView, Certainty, CompletenessView, CostView, EndView, ItineraryView, LegView, MetaView,
    NotOfferedView, PlanRequest, PlanResponse, PointView, ReliabilityView, ShipmentView,
    WarningView,
};
pub use problem::{Problem, Trouble, did_you_mean, shown};
pub use restrictions::{RestrictionView, RestrictionsRequest, RestrictionsResponse};
pub use router::{Joint, Met, ModeRouter, ModeSearch, Outcome};
