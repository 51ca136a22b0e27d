//! Assignment problems as GMNS tables (General Modeling Network Specification): a folder with `node.csv`,
//! `link.csv` and `demand.csv`, and `config.csv` for units.
//!
//! Trips begin and end at zones: the nodes with a `zone_id`. Every zone is joined to its nodes for nothing, and
//! nobody drives through a zone. Times are minutes.

mod links;
mod table;

use crate::Fault;
use crate::road::{Delay, Link, Network, Trips};
use crate::tntp::Weights;
use links::Units;
use std::collections::BTreeMap;
use std::path::Path;
use table::Table;

/// A problem as read.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    /// Name of the folder.
    pub name: String,
    /// The network: zones, then the nodes of the table; the links of the table, then those that join zones.
    pub network: Network,
    /// Ids of zones and nodes, in the order of the network.
    pub nodes: Vec<String>,
    /// Ids of the links of the table.
    pub links: Vec<String>,
    /// Capacity of every link of the table, all lanes together, in the unit of the trips.
    pub capacities: Vec<f64>,
    /// The trips.
    pub trips: Vec<Trips>,
    /// What a unit of toll costs; length costs nothing.
    pub weights: Weights,
    /// What was taken for granted.
    pub notes: Vec<String>,
}

/// Reads the problem in a folder. A toll counts as `toll` minutes a unit, and as nothing without.
///
/// # Errors
/// A table or column that is missing, and wrong rows, with file and line.
pub fn read(folder: &Path, toll: Option<f64>) -> Result<Problem, Fault> {
    let weights = Weights::given(toll)?;
    let mut notes = Vec::new();
    let units = Units::read(folder)?;
    let nodes = Table::open(folder, "node.csv", &["node_id", "zone_id"])?;
    let mut zones: BTreeMap<String, u32> = BTreeMap::new();
    let mut ids: Vec<String> = Vec::new();
    let mut number: BTreeMap<String, u32> = BTreeMap::new();
    let mut in_zone: Vec<Option<String>> = Vec::new();
    for row in nodes.rows() {
        let row = row?;
        let id = row.needed("node_id")?;
        if number.insert(id.to_owned(), ids.len() as u32).is_some() {
            return Err(row.wrong(format!("node_id {id:?} stands there twice"), "keep one of them"));
        }
        ids.push(id.to_owned());
        // Some tools write 0 or -1 for a node that belongs to no zone.
        let zone = row.get("zone_id").filter(|zone| !matches!(*zone, "0" | "-1"));
        in_zone.push(zone.map(str::to_owned));
        if let Some(zone) = zone {
            let next = zones.len() as u32;
            zones.entry(zone.to_owned()).or_insert(next);
        }
    }
    let count = zones.len() as u32;
    let of_table = links::read(folder, &units, &number, count, weights.toll, &mut notes)?;
    let mut links: Vec<Link> = of_table.iter().map(|link| link.link.clone()).collect();
    for (node, zone) in in_zone.iter().enumerate() {
        let Some(zone) = zone.as_ref().and_then(|zone| zones.get(zone)) else { continue };
        let node = count + node as u32;
        links.push(Link { from: *zone, to: node, delay: Delay::nothing() });
        links.push(Link { from: node, to: *zone, delay: Delay::nothing() });
    }
    let trips = trips(folder, &zones)?;
    let mut names = vec![String::new(); zones.len()];
    for (zone, at) in &zones {
        names[*at as usize] = format!("zone {zone}");
    }
    names.extend(ids);
    let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
    Ok(Problem {
        name: if name.is_empty() { "gmns".to_owned() } else { name },
        network: Network {
            zones: count as usize,
            nodes: names.len(),
            first_through: count as usize,
            links,
        },
        nodes: names,
        links: of_table.iter().map(|link| link.id.clone()).collect(),
        capacities: of_table.iter().map(|link| link.capacity).collect(),
        trips,
        weights,
        notes,
    })
}

/// The trips of `demand.csv`.
fn trips(folder: &Path, zones: &BTreeMap<String, u32>) -> Result<Vec<Trips>, Fault> {
    let table = Table::open(folder, "demand.csv", &["o_zone_id", "d_zone_id", "volume"])?;
    let mut seen: BTreeMap<(u32, u32), u64> = BTreeMap::new();
    let mut trips = Vec::new();
    for row in table.rows() {
        let row = row?;
        let zone = |column: &str| {
            let id = row.needed(column)?;
            zones.get(id).copied().ok_or_else(|| {
                let reason = format!("{column} {id:?} is the zone_id of no node");
                row.wrong(reason, "give a zone_id of node.csv")
            })
        };
        let (origin, destination) = (zone("o_zone_id")?, zone("d_zone_id")?);
        let amount = row.positive("volume")?.ok_or_else(|| {
            row.wrong("volume is empty".to_owned(), "give trips, a number from 0 on")
        })?;
        if let Some(first) = seen.insert((origin, destination), row.line) {
            let reason = format!("trips between these zones stand in line {first} already");
            return Err(row.wrong(reason, "keep one of them, or add them up"));
        }
        trips.push(Trips { origin, destination, amount });
    }
    Ok(trips)
}
