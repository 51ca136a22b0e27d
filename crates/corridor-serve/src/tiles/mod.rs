//! The map as vector tiles, made from the network itself: `docs/methods/map-tiles.md`.
//!
//! Each zoom is simplified once, when it is first asked for; tiles are cut out of it, compressed and
//! kept. Nothing here depends on a question.

mod borders;
mod clip;
mod drawn;
mod encode;
mod labels;
mod land;
mod level;
mod mercator;
mod passages;
mod places;
mod select;
mod ways;

use corridor_network::Network;
use drawn::Drawn;
use flate2::Compression;
use flate2::write::GzEncoder;
use level::Level;
pub(crate) use select::Layers;
use std::io::Write;
use std::sync::{LazyLock, OnceLock};

/// The last zoom there are tiles of; nearer views are drawn from it.
pub(crate) const MAX_ZOOM: u8 = 8;
/// Units side by side in a tile.
const EXTENT: u32 = 4096;
/// Units of its neighbours that a tile has at each side.
const BUFFER: u32 = 64;

/// The map.
pub(crate) struct Tiles {
    drawn: OnceLock<Drawn>,
    levels: [OnceLock<Level>; MAX_ZOOM as usize + 1],
}

/// What tells one drawing of the same network from another: the program and the table of names.
pub(crate) fn version() -> &'static str {
    static VERSION: LazyLock<String> =
        LazyLock::new(|| format!("{}-{:x}", env!("CARGO_PKG_VERSION"), labels::digest()));
    &VERSION
}

impl Tiles {
    /// A map of which nothing is made yet.
    pub(crate) fn new() -> Self {
        Self { drawn: OnceLock::new(), levels: Default::default() }
    }

    /// A tile with some layers, compressed with gzip; `None` where there is none of that number.
    pub(crate) fn tile(
        &self,
        network: &Network,
        layers: Layers,
        (zoom, x, y): (u8, u32, u32),
    ) -> Option<Vec<u8>> {
        let level = self.level(network, zoom)?;
        let side = 1_u32 << zoom;
        if x >= side || y >= side {
            return None;
        }
        let mut shapes = level.within(&level::frame(zoom, x, y));
        shapes.retain(|shape| layers.hold(shape.layer));
        let bytes = encode::tile(&shapes, (zoom, x, y)).ok()?;
        let mut gzip = GzEncoder::new(Vec::new(), Compression::default());
        gzip.write_all(&bytes).ok()?;
        gzip.finish().ok()
    }

    /// Makes what a zoom needs, if it is not made yet.
    pub(crate) fn level(&self, network: &Network, zoom: u8) -> Option<&Level> {
        let level = self.levels.get(usize::from(zoom))?;
        let drawn = || self.drawn.get_or_init(|| Drawn::of(network));
        Some(level.get_or_init(|| Level::new(drawn(), zoom)))
    }
}
