//! Kinds of cargo and groups of goods.
//!
//! A kind decides which vehicles carry it and how it is handled; a group of goods what a day in
//! transit is worth. The table of groups is `data/commodities.toml`.

use corridor_network::fact::Evidence;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;
use std::sync::LazyLock;

/// A kind of cargo.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cargo {
    /// Boxes.
    #[default]
    Container,
    /// Break bulk: steel, bags, timber, machines in crates.
    General,
    /// Coal, ore, grain, fertiliser.
    DryBulk,
    /// Crude oil.
    Crude,
    /// Oil products.
    Products,
    /// Liquefied natural gas.
    Lng,
    /// Cars and what else rolls aboard.
    RoRo,
    /// Pieces too large or heavy for other ships.
    Project,
}

/// How cargo is handled in a port.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Handling {
    /// By the box.
    Box,
    /// By the piece.
    General,
    /// By grab and belt.
    DryBulk,
    /// By pump.
    Liquid,
    /// On its own wheels.
    Wheeled,
}

impl Cargo {
    /// All kinds.
    pub const ALL: [Self; 8] = [
        Self::Container,
        Self::General,
        Self::DryBulk,
        Self::Crude,
        Self::Products,
        Self::Lng,
        Self::RoRo,
        Self::Project,
    ];

    /// The word in flags, tables and answers.
    pub fn name(self) -> &'static str {
        match self {
            Self::Container => "container",
            Self::General => "general",
            Self::DryBulk => "dry-bulk",
            Self::Crude => "crude",
            Self::Products => "products",
            Self::Lng => "lng",
            Self::RoRo => "ro-ro",
            Self::Project => "project",
        }
    }

    /// Whether pipelines carry it.
    pub fn is_piped(self) -> bool {
        matches!(self, Self::Crude | Self::Products)
    }

    /// How it is handled.
    pub fn handling(self) -> Handling {
        match self {
            Self::Container => Handling::Box,
            Self::General | Self::Project => Handling::General,
            Self::DryBulk => Handling::DryBulk,
            Self::Crude | Self::Products | Self::Lng => Handling::Liquid,
            Self::RoRo => Handling::Wheeled,
        }
    }

    /// The goods it is when nothing else is said, for its density.
    pub fn usual(self) -> Option<&'static Commodity> {
        let id = match self {
            Self::Crude => "crude-oil",
            Self::Products => "oil-products",
            Self::Lng => "lng",
            _ => return None,
        };
        Commodity::all().iter().find(|commodity| commodity.id == id)
    }
}

impl fmt::Display for Cargo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Cargo {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        if text.eq_ignore_ascii_case("air") {
            return Err(
                "air freight is out of scope: sea, rail, road, inland water and ferries are \
                        planned"
                    .to_owned(),
            );
        }
        Self::ALL.into_iter().find(|c| c.name().eq_ignore_ascii_case(text)).ok_or_else(|| {
            let names: Vec<_> = Self::ALL.iter().map(|c| c.name()).collect();
            format!("unknown cargo {text:?}; one of {}", names.join(", "))
        })
    }
}

/// A group of goods.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Commodity {
    /// Stable id, such as `coal`.
    pub id: String,
    /// Other words for it, and goods that belong to it.
    #[serde(default)]
    pub names: Vec<String>,
    /// The kinds of cargo it comes as.
    pub cargo: Vec<Cargo>,
    /// What a day in transit is worth, percent of the value of the goods.
    pub percent_per_day: f64,
    /// Value, USD a tonne, where the question does not say.
    pub value_usd_per_t: Option<f64>,
    /// Prefixes of the Harmonized System that all goods of the group stand under; empty where the group
    /// is wider than any few.
    #[serde(default)]
    pub hs: Vec<String>,
    /// Tonnes in a cubic metre, as carried.
    pub t_per_m3: Option<f64>,
    /// Ids of the sources of its figures.
    pub sources: CommoditySources,
}

/// Where the figures of a group of goods come from, by id of [`Commodity::source`].
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CommoditySources {
    /// That of the value of time.
    pub time: String,
    /// That of the value.
    pub value: Option<String>,
    /// That of the density.
    pub density: Option<String>,
}

/// Evidence that rows of a table refer to.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub(crate) struct Named {
    pub id: String,
    #[serde(flatten)]
    pub evidence: Evidence,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    source: Vec<Named>,
    commodity: Vec<Commodity>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    toml::from_str(include_str!("../../../data/commodities.toml"))
        .expect("the table is part of the program and its tests read it")
});

impl Commodity {
    /// All groups that the program knows.
    pub fn all() -> &'static [Self] {
        &TABLE.commodity
    }

    /// The group with this id, or the one that a word for goods belongs to. Case, blanks and hyphens do not
    /// matter: `Iron ore` is `iron-ore`.
    pub fn named(text: &str) -> Option<&'static Self> {
        let plain = |text: &str| text.trim().to_lowercase().replace([' ', '_'], "-");
        let asked = plain(text);
        let is_meant = |c: &&Self| c.id == asked || c.names.iter().any(|name| plain(name) == asked);
        Self::all().iter().find(is_meant)
    }

    /// The evidence with an id of [`CommoditySources`].
    pub fn source(id: &str) -> Option<&'static Evidence> {
        TABLE.source.iter().find(|source| source.id == id).map(|source| &source.evidence)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use corridor_network::fact::Confidence;

    #[test]
    fn every_figure_of_a_commodity_has_a_source() {
        for commodity in Commodity::all() {
            let sources = &commodity.sources;
            assert_eq!(commodity.value_usd_per_t.is_some(), sources.value.is_some());
            assert_eq!(commodity.t_per_m3.is_some(), sources.density.is_some());
            let ids = [Some(&sources.time), sources.value.as_ref(), sources.density.as_ref()];
            for id in ids.into_iter().flatten() {
                let evidence = Commodity::source(id).expect("the source is listed");
                let judged = evidence.source.starts_with("judgement:");
                assert!(!judged || evidence.confidence == Confidence::L, "{id}");
            }
            assert!((0.0..10.0).contains(&commodity.percent_per_day), "{}", commodity.id);
        }
        assert_eq!(Commodity::named("Iron ore").map(|c| c.id.as_str()), Some("ore"));
        assert_eq!(Commodity::named("fertilizer").map(|c| c.id.as_str()), Some("fertiliser"));
        assert_eq!(Commodity::named("unobtainium"), None);
        let mut names: Vec<&String> =
            Commodity::all().iter().flat_map(|c| c.names.iter().chain([&c.id])).collect();
        names.sort_unstable();
        assert!(names.windows(2).all(|pair| pair[0] != pair[1]), "a word belongs to one group");
        for cargo in Cargo::ALL {
            assert_eq!(cargo.name().parse(), Ok(cargo));
        }
        assert!("boxes".parse::<Cargo>().unwrap_err().contains("dry-bulk"));
    }
}
