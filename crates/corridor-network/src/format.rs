//! The network file: a header, a table of sections, and the sections.
//!
//! ```text
//! offset  size  what
//! 0       8     "CORRIDOR"
//! 8       4     format version, u32 little endian
//! 12      4     length of the section table, u32
//! 16      32    SHA-256 of everything after byte 48: the build id
//! 48      ...   section table: JSON list of {name, size, stored}
//! ...     ...   sections in that order, each zstd-compressed
//! ```
//!
//! Columns are delta-coded where neighbours are alike and written as variable-length integers;
//! tables are JSON, so that they can be read with ordinary tools. No timestamps, no hash-map order:
//! the same network gives the same bytes.

use crate::network::{Columns, Facts, Feature, Inconsistent, Network, Orders, Parts, Place};
use crate::{CountryCode, FeatureId, FeatureSetId, Id, IdVec, Layer, LngLat, Metres, Mode, NodeId};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::io;

const MAGIC: &[u8; 8] = b"CORRIDOR";
const VERSION: u32 = 1;
const HEADER: usize = 48;
/// No section of a sane file is larger; a damaged size must not ask for all memory.
const LARGEST_SECTION: usize = 1 << 30;

/// Why a file is not a network.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OpenError {
    /// Not this kind of file.
    #[error(
        "not a corridor network file: it starts with {found:?}; make one with `corridor data build`"
    )]
    Foreign {
        /// The first bytes.
        found: String,
    },
    /// Written by another version of the format.
    #[error(
        "network file has format version {found}, this program reads {VERSION}; rebuild the file or use the matching release"
    )]
    Version {
        /// The version in the header.
        found: u32,
    },
    /// The content is not what was written.
    #[error(
        "network file is damaged ({what}); fetch it again or make it anew with `corridor data build`"
    )]
    Damaged {
        /// Where.
        what: String,
    },
    /// The parts contradict each other.
    #[error(transparent)]
    Inconsistent(#[from] Inconsistent),
}

#[derive(Serialize, Deserialize)]
struct SectionEntry {
    name: String,
    size: usize,
    stored: usize,
}

/// The columns as they are stored: plain numbers, deltas where that is small.
#[derive(Serialize, Deserialize)]
struct StoredColumns {
    node_at: Vec<i32>,
    node_country: Vec<u8>,
    countries: Vec<CountryCode>,
    link_a: Vec<i32>,
    link_ab: Vec<i32>,
    link_mode: Vec<u8>,
    link_length: Vec<u32>,
    link_features: Vec<u32>,
    link_source: Vec<u8>,
    bend_count: Vec<u32>,
    bends: Vec<i32>,
    feature_sets: Vec<Vec<u32>>,
    terminal_node: Vec<u32>,
}

/// Writes the network.
///
/// # Errors
/// When the writer fails.
pub fn write(parts: &Parts, mut to: impl io::Write) -> io::Result<()> {
    let mut table = Vec::new();
    let mut body = Vec::new();
    let mut section = |name: &str, bytes: Vec<u8>| -> io::Result<()> {
        let stored = zstd::bulk::compress(&bytes, 19)?;
        table.push(SectionEntry { name: name.into(), size: bytes.len(), stored: stored.len() });
        body.extend_from_slice(&stored);
        Ok(())
    };
    let packed = |value: Result<Vec<u8>, postcard::Error>| value.map_err(io::Error::other);
    section("columns", packed(postcard::to_stdvec(&store(&parts.columns)))?)?;
    section("facts", serde_json::to_vec(&parts.facts)?)?;
    section("features", serde_json::to_vec(&parts.features)?)?;
    section("places", packed(postcard::to_stdvec(&parts.places))?)?;
    section("coast", packed(postcard::to_stdvec(&store_rings(&parts.coast)))?)?;
    section("mesh", parts.mesh.clone())?;
    section("orders", packed(postcard::to_stdvec(&store_orders(&parts.orders)))?)?;

    let table = serde_json::to_vec(&table)?;
    let mut digest = Sha256::new();
    digest.update(&table);
    digest.update(&body);
    to.write_all(MAGIC)?;
    to.write_all(&VERSION.to_le_bytes())?;
    to.write_all(&(table.len() as u32).to_le_bytes())?;
    to.write_all(&digest.finalize())?;
    to.write_all(&table)?;
    to.write_all(&body)
}

/// Reads a network from the bytes of a file.
///
/// # Errors
/// When the bytes are no network file, of another version, damaged or inconsistent.
pub fn read(bytes: &[u8]) -> Result<Network, OpenError> {
    let damaged = |what: &str| OpenError::Damaged { what: what.to_owned() };
    if bytes.len() < HEADER || &bytes[..8] != MAGIC {
        let found = String::from_utf8_lossy(&bytes[..bytes.len().min(8)]).into_owned();
        return Err(OpenError::Foreign { found });
    }
    let number =
        |at: usize| u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]]);
    if number(8) != VERSION {
        return Err(OpenError::Version { found: number(8) });
    }
    if Sha256::digest(&bytes[HEADER..]).as_slice() != &bytes[16..HEADER] {
        return Err(damaged("its digest does not match its content"));
    }
    let build_id = hex(&bytes[16..24]);
    let body = HEADER + number(12) as usize;
    let table = bytes.get(HEADER..body).ok_or_else(|| damaged("section table"))?;
    let table: Vec<SectionEntry> =
        serde_json::from_slice(table).map_err(|e| damaged(&format!("section table: {e}")))?;

    let section = |name: &str| -> Result<Vec<u8>, OpenError> {
        let mut from = body;
        for entry in &table {
            let to = from.checked_add(entry.stored).ok_or_else(|| damaged(name))?;
            if entry.name == name {
                let stored = bytes.get(from..to).ok_or_else(|| damaged(name))?;
                if entry.size > LARGEST_SECTION {
                    return Err(damaged(name));
                }
                return zstd::bulk::decompress(stored, entry.size)
                    .map_err(|e| damaged(&format!("section {name}: {e}")));
            }
            from = to;
        }
        Err(damaged(&format!("section {name} is missing")))
    };
    let json = |name: &str, e: serde_json::Error| damaged(&format!("section {name}: {e}"));
    let post = |name: &str, e: postcard::Error| damaged(&format!("section {name}: {e}"));

    // Each section by itself, as many at once as there are threads.
    let columns = || -> Result<Columns, OpenError> {
        let stored = postcard::from_bytes(&section("columns")?).map_err(|e| post("columns", e))?;
        load(stored).ok_or_else(|| damaged("section columns"))
    };
    let facts = || -> Result<Facts, OpenError> {
        serde_json::from_slice(&section("facts")?).map_err(|e| json("facts", e))
    };
    let features = || -> Result<IdVec<FeatureId, Feature>, OpenError> {
        serde_json::from_slice(&section("features")?).map_err(|e| json("features", e))
    };
    let places = || -> Result<IdVec<_, Place>, OpenError> {
        postcard::from_bytes(&section("places")?).map_err(|e| post("places", e))
    };
    let coast = || -> Result<Vec<Vec<LngLat>>, OpenError> {
        let stored = postcard::from_bytes(&section("coast")?).map_err(|e| post("coast", e))?;
        load_rings(stored).ok_or_else(|| damaged("section coast"))
    };
    // Files without orders or a mesh are read: these are found when they are needed.
    let has = |name: &str| table.iter().any(|entry| entry.name == name);
    let mesh = if has("mesh") { section("mesh")? } else { Vec::new() };
    let orders = || -> Result<Orders, OpenError> {
        if !has("orders") {
            return Ok(Orders::default());
        }
        let stored = postcard::from_bytes(&section("orders")?).map_err(|e| post("orders", e))?;
        load_orders(stored).ok_or_else(|| damaged("section orders"))
    };
    let (columns, (places, ((facts, features), (coast, orders)))) = rayon::join(columns, || {
        rayon::join(places, || {
            rayon::join(|| rayon::join(facts, features), || rayon::join(coast, orders))
        })
    });
    let (columns, facts, features) = (columns?, facts?, features?);
    let (places, coast, orders) = (places?, coast?, orders?);
    Ok(Network::new(Parts { columns, facts, features, places, coast, mesh, orders }, build_id)?)
}

/// Bytes as lower-case hexadecimal digits.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    let digit = |n: u8| char::from_digit(u32::from(n), 16).unwrap_or('0');
    bytes.iter().flat_map(|b| [digit(b >> 4), digit(b & 15)]).collect()
}

fn store(c: &Columns) -> StoredColumns {
    let mut countries: Vec<CountryCode> = c.node_country.iter().copied().collect();
    countries.sort_unstable();
    countries.dedup();
    let number = |code: &CountryCode| countries.binary_search(code).unwrap_or(0) as u8;
    let node_country = c.node_country.iter().map(number).collect();
    let index = |n: &NodeId| n.index() as i32;
    StoredColumns {
        node_at: store_points(c.node_at.iter()),
        node_country,
        link_a: deltas(c.link_a.iter().map(index)),
        link_ab: c.link_a.iter().zip(c.link_b.iter()).map(|(a, b)| index(b) - index(a)).collect(),
        link_mode: c.link_mode.iter().map(|m| *m as u8).collect(),
        link_length: c.link_length.iter().map(|m| m.0).collect(),
        link_features: c.link_features.iter().map(|s| s.index() as u32).collect(),
        link_source: c.link_source.iter().copied().collect(),
        bend_count: c.first_bend.windows(2).map(|w| w[1] - w[0]).collect(),
        bends: store_points(c.bends.iter()),
        feature_sets: c
            .feature_sets
            .iter()
            .map(|set| set.iter().map(|f| f.index() as u32).collect())
            .collect(),
        terminal_node: c.terminal_node.iter().map(|n| n.index() as u32).collect(),
        countries,
    }
}

fn load(s: StoredColumns) -> Option<Columns> {
    let node = |index: i32| (index >= 0).then(|| NodeId::from_index(index as usize));
    let link_a = sums(&s.link_a);
    let link_b = link_a.iter().zip(&s.link_ab).map(|(a, ab)| node(a.wrapping_add(*ab)));
    let mut first_bend = vec![0u32];
    for count in s.bend_count {
        first_bend.push(first_bend[first_bend.len() - 1].checked_add(count)?);
    }
    let country = |n: &u8| s.countries.get(*n as usize).copied();
    Some(Columns {
        node_at: load_points(&s.node_at)?.into(),
        node_country: s.node_country.iter().map(country).collect::<Option<Vec<_>>>()?.into(),
        link_b: link_b.collect::<Option<Vec<_>>>()?.into(),
        link_a: link_a.into_iter().map(node).collect::<Option<Vec<_>>>()?.into(),
        link_mode: s.link_mode.into_iter().map(Mode::from_u8).collect::<Option<Vec<_>>>()?.into(),
        link_length: s.link_length.into_iter().map(Metres).collect(),
        link_features: s
            .link_features
            .into_iter()
            .map(|i| FeatureSetId::from_index(i as usize))
            .collect(),
        link_source: s.link_source.into(),
        first_bend,
        bends: load_points(&s.bends)?,
        feature_sets: s
            .feature_sets
            .into_iter()
            .map(|set| set.into_iter().map(|i| FeatureId::from_index(i as usize)).collect())
            .collect(),
        terminal_node: s
            .terminal_node
            .into_iter()
            .map(|i| NodeId::from_index(i as usize))
            .collect(),
    })
}

/// Coordinates rounded to 1e-5 degree (1.1 m) and delta-coded: what the stored precision is.
const STEP: i32 = 100;

/// The position as it will come back from a file: rounded to 1e-5 degree.
#[must_use]
pub fn stored_precision(at: LngLat) -> LngLat {
    let round = |v: i32| (f64::from(v) / f64::from(STEP)).round() as i32 * STEP;
    let [lng, lat] = at.e7();
    LngLat::from_e7(round(lng), round(lat)).unwrap_or(at)
}

fn store_points<'a>(points: impl Iterator<Item = &'a LngLat>) -> Vec<i32> {
    let mut stored = Vec::new();
    let mut last = [0i32; 2];
    for point in points {
        let e7 = stored_precision(*point).e7();
        for k in 0..2 {
            stored.push(e7[k] / STEP - last[k]);
            last[k] = e7[k] / STEP;
        }
    }
    stored
}

fn load_points(stored: &[i32]) -> Option<Vec<LngLat>> {
    let mut last = [0i32; 2];
    let mut points = Vec::with_capacity(stored.len() / 2);
    for pair in stored.chunks_exact(2) {
        for k in 0..2 {
            last[k] = last[k].wrapping_add(pair[k]);
        }
        points.push(LngLat::from_e7(last[0].checked_mul(STEP)?, last[1].checked_mul(STEP)?).ok()?);
    }
    Some(points)
}

fn store_rings(rings: &[Vec<LngLat>]) -> Vec<Vec<i32>> {
    rings.iter().map(|ring| store_points(ring.iter())).collect()
}

fn load_rings(rings: Vec<Vec<i32>>) -> Option<Vec<Vec<LngLat>>> {
    rings.into_iter().map(|ring| load_points(&ring)).collect()
}

/// Orders as steps from node to node.
type StoredOrders = Vec<(Layer, Vec<i32>)>;

fn store_orders(orders: &Orders) -> StoredOrders {
    let steps = |nodes: &[NodeId]| deltas(nodes.iter().map(|n| n.index() as i32));
    orders.iter().map(|(layer, nodes)| (*layer, steps(nodes))).collect()
}

fn load_orders(stored: StoredOrders) -> Option<Orders> {
    let node = |index: i32| (index >= 0).then(|| NodeId::from_index(index as usize));
    stored
        .into_iter()
        .map(|(layer, steps)| {
            let nodes = sums(&steps).into_iter().map(node).collect::<Option<Vec<_>>>()?;
            Some((layer, nodes))
        })
        .collect()
}

fn deltas(values: impl Iterator<Item = i32>) -> Vec<i32> {
    let mut last = 0;
    values.map(|v| v - std::mem::replace(&mut last, v)).collect()
}

fn sums(deltas: &[i32]) -> Vec<i32> {
    let mut last = 0i32;
    let add = |d: &i32| {
        last = last.wrapping_add(*d);
        last
    };
    deltas.iter().map(add).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{LinkId, PlaceId};
    use proptest::prelude::*;

    fn parts(points: &[(i32, i32)], links: &[(usize, usize, u32)]) -> Parts {
        let mut columns = Columns { first_bend: vec![0], ..Columns::default() };
        columns.feature_sets.push(Vec::new());
        for (lng, lat) in points {
            let at = LngLat::from_e7(lng * 100, lat * 100).unwrap();
            columns.node_at.push(at);
            columns.node_country.push("IN".parse().unwrap());
        }
        for (a, b, metres) in links {
            columns.link_a.push(NodeId::from_index(a % points.len()));
            columns.link_b.push(NodeId::from_index(b % points.len()));
            columns.link_mode.push(Mode::ALL[*metres as usize % 6]);
            columns.link_length.push(Metres(*metres));
            columns.link_features.push(FeatureSetId::from_index(0));
            columns.link_source.push(0);
            columns.bends.push(columns.node_at[NodeId::from_index(0)]);
            columns.first_bend.push(columns.bends.len() as u32);
        }
        let source = crate::fact::Source {
            id: "x".into(),
            title: "X".into(),
            package: "x 1".into(),
            licence: "ODbL-1.0".into(),
            attribution: "x".into(),
        };
        let facts = Facts { sources: vec![source], ..Facts::default() };
        let coast = vec![columns.node_at.iter().copied().collect()];
        let place = Place {
            name: "Имя".into(),
            names: vec!["नाम".into()],
            locode: "INXXX".into(),
            country: "IN".parse().unwrap(),
            e7: [1, -1],
            population: 7,
            terminal: None,
        };
        let places: IdVec<PlaceId, Place> = vec![place].into();
        let orders = [(Layer::All, order(&columns))].into();
        Parts { columns, facts, features: IdVec::new(), places, coast, mesh: vec![7; 9], orders }
    }

    /// The nodes that links join, the last first.
    fn order(columns: &Columns) -> Vec<NodeId> {
        let used = columns.nodes_of(Layer::All);
        (0..used.len()).rev().filter(|n| used[*n]).map(NodeId::from_index).collect()
    }

    fn bytes(parts: &Parts) -> Vec<u8> {
        let mut bytes = Vec::new();
        write(parts, &mut bytes).unwrap();
        bytes
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(40))]
        #[test]
        fn what_is_written_comes_back(
            points in prop::collection::vec((-18_000_000i32..18_000_000, -9_000_000i32..9_000_000), 1..20),
            links in prop::collection::vec((0usize..20, 0usize..20, 0u32..9_000_000), 0..20),
        ) {
            let parts = parts(&points, &links);
            let file = bytes(&parts);
            prop_assert_eq!(&file, &bytes(&parts), "same parts, same bytes");
            let network = read(&file).unwrap();
            prop_assert_eq!(network.columns(), &parts.columns);
            prop_assert_eq!(network.facts(), &parts.facts);
            prop_assert_eq!(network.places().as_slice(), parts.places.as_slice());
            prop_assert_eq!(network.coast(), &parts.coast[..]);
            prop_assert_eq!(network.mesh(), &parts.mesh[..]);
            prop_assert_eq!(network.order(Layer::All), Some(&parts.orders[&Layer::All][..]));
            prop_assert_eq!(network.columns().link_a.ids().count(), network.columns().link_a.len());
            let _: Vec<LinkId> = network.columns().link_a.ids().collect();
        }

        #[test]
        fn damage_is_an_error_and_never_a_panic(at in 0usize..400, bit in 0u8..8, cut in 0usize..400) {
            let mut file = bytes(&parts(&[(1, 2), (3, 4)], &[(0, 1, 900)]));
            prop_assert!(read(&file[..cut.min(file.len() - 1)]).is_err());
            let at = at % file.len();
            file[at] ^= 1 << bit;
            prop_assert!(read(&file).is_err(), "byte {} flipped", at);
        }
    }

    #[test]
    fn orders_that_are_none_are_refused() {
        let parts = parts(&[(1, 2), (3, 4), (5, 6)], &[(0, 1, 900)]);
        for wrong in [vec![0], vec![0, 0], vec![0, 1, 2], vec![0, 7]] {
            let mut parts = parts.clone();
            let nodes = wrong.into_iter().map(NodeId::from_index).collect();
            parts.orders.insert(Layer::Rail, nodes);
            parts.orders.insert(Layer::All, parts.orders[&Layer::Rail].clone());
            assert!(matches!(read(&bytes(&parts)), Err(OpenError::Inconsistent(_))));
        }
    }

    #[test]
    fn foreign_files_and_other_versions_are_told_apart() {
        assert!(matches!(read(b"PK"), Err(OpenError::Foreign { .. })));
        let mut file = bytes(&parts(&[(0, 0)], &[]));
        file[8] = 9;
        assert!(matches!(read(&file), Err(OpenError::Version { found: 9 })));
    }
}
