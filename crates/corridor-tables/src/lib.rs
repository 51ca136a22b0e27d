//! The engine behind tables of pairs, plans, goods and matrices, whoever asks for them: the command line, a server.
//!
//! [`corridor_batch`] reads and writes tables and knows no networks, [`corridor`] knows no tables; here
//! the one answers the other. Nothing is read from a command line or shown.

mod cells;
mod goods;
mod landed;
mod pairs;
mod plans;
mod points;

pub use cells::{WaysCells, columns};
pub use goods::{EngineGoods, goods_of};
pub use pairs::RouterPairs;
pub use plans::{EnginePlans, GoodsOfAll, request_of};
pub use points::{Named, spots, spots_of_records};
