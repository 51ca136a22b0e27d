//! The hand-made facts of the network: one record per row of the tables under `data/`.
//!
//! The same records are read from TOML by the import and kept in the network file, so that an
//! answer can show the source behind it. Unknown fields are refused: a misspelt column is an error.

mod corridor;
mod evidence;
mod land;
mod pipeline;
mod sea;
mod status;
mod terminal;
mod way;

pub use corridor::{Corridor, Event, Waypoint};
pub use evidence::{Confidence, Evidence, Source};
pub use land::{Border, BorderSide, Country, Gauge, Union};
pub use pipeline::{PipedGoods, Pipeline, TonnePrice};
pub use sea::{Area, AreaKind, Limits, Passage, PassageKind, Wall};
pub use status::{Season, State, StatusPeriod, status_on};
pub use terminal::{Terminal, TerminalKind};
pub use way::{Line, LorryPrice, Service, ServiceKind, Waterway, WayClass};
