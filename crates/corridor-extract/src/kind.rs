//! What a piece of way is, as far as planning tells pieces apart.

use corridor_network::Mode;
use serde::Serialize;

/// How much of a main way a piece is: main ways are welded to other networks, local ones are not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Rank {
    /// Motorways to primary roads; main and branch lines; waterways.
    Main,
    /// Secondary and tertiary roads; railways whose use is not stated.
    Collector,
    /// Streets; sidings, spurs and yards.
    Local,
}

/// The kind of a piece of way. Pieces of one kind that meet where nothing else does are one piece.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Kind {
    /// What moves over it.
    pub mode: Mode,
    /// Main way or local one.
    pub rank: Rank,
    /// Whether it may be used from its first point to its last only.
    pub one_way: bool,
    /// Usual speed of lorries, km/h, in steps of five; 0 where it is not known.
    pub kmh: u8,
    /// Track gauges, mm; zeros where none is stated.
    pub gauges_mm: [u16; 2],
    /// Which of the inputs it comes from, in their order.
    pub source: u8,
}

impl Kind {
    /// A kind of which only mode and rank are known.
    pub fn new(mode: Mode, rank: Rank) -> Self {
        Self { mode, rank, one_way: false, kmh: 0, gauges_mm: [0; 2], source: 0 }
    }
}
