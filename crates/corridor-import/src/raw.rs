//! Layers as the stages build them: growable, with names instead of dense ids.

use corridor_network::{CountryCode, LngLat, Mode};

/// A node of a layer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RawNode {
    /// Where it is.
    pub at: LngLat,
    /// Its country; none at sea.
    pub country: CountryCode,
}

/// A link of a layer.
#[derive(Clone, Debug, PartialEq)]
pub struct RawLink {
    /// One end: position in the nodes of the same layer.
    pub a: u32,
    /// The other end.
    pub b: u32,
    /// What moves over it.
    pub mode: Mode,
    /// Length along the course, km.
    pub length_km: f64,
    /// Bends between the ends, from `a` to `b`.
    pub bends: Vec<LngLat>,
    /// Ids of the features it belongs to.
    pub features: Vec<String>,
    /// Id of its source in `data/sources.toml`.
    pub source: &'static str,
}

/// Nodes and links of one stage; links name nodes of the same layer only.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Layer {
    /// Nodes.
    pub nodes: Vec<RawNode>,
    /// Links.
    pub links: Vec<RawLink>,
}

impl Layer {
    /// Adds a node and returns its position.
    pub fn add_node(&mut self, at: LngLat, country: CountryCode) -> u32 {
        self.nodes.push(RawNode { at, country });
        self.nodes.len() as u32 - 1
    }
}
