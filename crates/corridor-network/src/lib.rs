//! The words of the field and the immutable multimodal network, in memory and on disk.
//!
//! Start at [`Network`]: columns of nodes and links, tables of facts ([`fact`]), a gazetteer.
//! [`mod@format`] is the file. This crate searches nothing and prices nothing.

pub mod fact;
pub mod format;
pub mod geo;
pub mod id;
pub mod nearest;
pub mod spelling;

mod code;
mod country;
mod extend;
mod layer;
mod mode;
mod network;
mod parts;
mod quantity;

pub use code::{CountryCode, InvalidCode, PlaceCode};
pub use country::Countries;
pub use extend::NewLink;
pub use geo::{InvalidPosition, LngLat, Vec3};
pub use id::{EdgeId, FeatureId, FeatureSetId, Id, IdVec, LinkId, NodeId, PlaceId, TerminalId};
pub use layer::Layer;
pub use mode::Mode;
pub use network::{
    Columns, Facts, Feature, FeatureKind, Inconsistent, Network, Orders, Parts, Place,
};
pub use parts::Joined;
pub use quantity::{Metres, Seconds};
