//! `link.csv`: what each link takes, and how that grows with its flow.

use super::table::{Row, Table};
use crate::Fault;
use crate::road::{Delay, Link};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Coefficient and power of the delay where the table has none: those of the Bureau of Public Roads.
const USUAL: [f64; 2] = [0.15, 4.0];

/// What the figures are in; none where nothing says so.
pub struct Units {
    km: Option<f64>,
    kmh: Option<f64>,
}

impl Units {
    /// The units that `config.csv` names, if there is one.
    pub fn read(folder: &Path) -> Result<Self, Fault> {
        let mut units = Self { km: None, kmh: None };
        if !folder.join("config.csv").exists() {
            return Ok(units);
        }
        let config = Table::open(folder, "config.csv", &[])?;
        for row in config.rows() {
            let row = row?;
            let text = |column: &str| row.get(column).map(str::to_lowercase);
            if let Some(unit) = text("long_length") {
                units.km = Some(match unit.as_str() {
                    "m" | "meter" | "metre" | "meters" | "metres" => 0.001,
                    "km" | "kilometer" | "kilometre" | "kilometers" | "kilometres" => 1.0,
                    "mi" | "mile" | "miles" => 1.609_344,
                    _ => return Err(unknown(&row, "long_length", &unit)),
                });
            }
            if let Some(unit) = text("speed") {
                units.kmh = Some(match unit.as_str() {
                    "kmh" | "km/h" | "kph" | "kmph" => 1.0,
                    "mph" | "mi/h" | "miles per hour" => 1.609_344,
                    _ => return Err(unknown(&row, "speed", &unit)),
                });
            }
        }
        Ok(units)
    }
}

fn unknown(row: &Row<'_>, column: &str, unit: &str) -> Fault {
    let action = "give m, km or mi as long_length, and kmh or mph as speed";
    row.wrong(format!("{column} {unit:?} is not a known unit"), action)
}

/// A link of the table.
pub struct OfTable {
    pub id: String,
    pub link: Link,
    pub capacity: f64,
}

/// Reads the links; a link that is not directed becomes two.
pub fn read(
    folder: &Path,
    units: &Units,
    number: &BTreeMap<String, u32>,
    zones: u32,
    toll_factor: f64,
    notes: &mut Vec<String>,
) -> Result<Vec<OfTable>, Fault> {
    let table = Table::open(folder, "link.csv", &["link_id", "from_node_id", "to_node_id"])?;
    let mut seen: BTreeSet<String> = BTreeSet::new();
    let (mut links, mut usual, mut tolls) = (Vec::new(), 0, 0);
    for row in table.rows() {
        let row = row?;
        let id = row.needed("link_id")?.to_owned();
        if !seen.insert(id.clone()) {
            return Err(row.wrong(format!("link_id {id:?} stands there twice"), "keep one of them"));
        }
        let node = |column: &str| {
            let node = row.needed(column)?;
            number.get(node).map(|at| zones + at).ok_or_else(|| {
                let reason = format!("{column} {node:?} is no node_id of node.csv");
                row.wrong(reason, "add the node, or correct the id")
            })
        };
        let (from, to) = (node("from_node_id")?, node("to_node_id")?);
        let minutes = minutes(&row, units)?;
        let lanes = row.positive("lanes")?.unwrap_or(1.0);
        let capacity = row.positive("capacity")?.map(|of_lane| of_lane * lanes);
        let b = figure(&row, &["vdf_alpha", "vdf_alpha1", "bpr_alpha"])?;
        let power = figure(&row, &["vdf_beta", "vdf_beta1", "bpr_beta"])?;
        usual += usize::from(b.is_none() || power.is_none());
        let toll = row.positive("toll")?.unwrap_or(0.0);
        tolls += usize::from(toll > 0.0);
        // Without a capacity nothing says how delay grows.
        let b = if capacity.is_none() { 0.0 } else { b.unwrap_or(USUAL[0]) };
        let delay = Delay::new(
            minutes,
            toll * toll_factor,
            b,
            capacity.unwrap_or(0.0),
            power.unwrap_or(USUAL[1]),
        );
        let delay = delay.ok_or_else(|| {
            let reason = format!("capacity {capacity:?} and power {power:?} give no delay");
            row.wrong(reason, "give a capacity above 0 and a power of 0, or from 1 on")
        })?;
        let one = |from, to| OfTable {
            id: id.clone(),
            link: Link { from, to, delay },
            capacity: capacity.unwrap_or(0.0),
        };
        links.push(one(from, to));
        if is_both_ways(&row)? {
            links.push(one(to, from));
        }
    }
    if usual > 0 {
        notes.push(format!(
            "{usual} links have no vdf_alpha or vdf_beta: {} and {} are taken",
            USUAL[0], USUAL[1]
        ));
    }
    if tolls > 0 && toll_factor == 0.0 {
        notes.push(format!(
            "{tolls} links have tolls and nothing says what they weigh: they count as 0; set --toll-factor"
        ));
    }
    Ok(links)
}

fn is_both_ways(row: &Row<'_>) -> Result<bool, Fault> {
    match row.get("directed").map(str::to_lowercase).as_deref() {
        None | Some("1" | "true" | "t" | "yes") => Ok(false),
        Some("0" | "false" | "f" | "no") => Ok(true),
        Some(other) => Err(row.wrong(
            format!("directed {other:?} is neither true nor false"),
            "give 1 for one direction, 0 for both",
        )),
    }
}

/// Minutes over an empty link: `vdf_fftt`, else from length and speed in the units of `config.csv`.
fn minutes(row: &Row<'_>, units: &Units) -> Result<f64, Fault> {
    if let Some(column) = row.first(&["vdf_fftt", "vdf_fftt1", "fftt", "free_flow_time"]) {
        return Ok(row.positive(column)?.unwrap_or(0.0));
    }
    let figure = |column: &str| {
        row.positive(column)?.filter(|value| *value > 0.0).ok_or_else(|| {
            let reason = format!("neither vdf_fftt nor {column} above 0 is given");
            row.wrong(reason, "give minutes as vdf_fftt, or length and free_speed with config.csv")
        })
    };
    let (length, speed) = (figure("length")?, figure("free_speed")?);
    let (Some(km), Some(kmh)) = (units.km, units.kmh) else {
        return Err(row.wrong(
            "nothing says what length and free_speed are in".to_owned(),
            "add config.csv with the columns long_length (m, km or mi) and speed (kmh or mph), or vdf_fftt",
        ));
    };
    Ok(length * km / (speed * kmh) * 60.0)
}

fn figure(row: &Row<'_>, columns: &[&str]) -> Result<Option<f64>, Fault> {
    row.first(columns).map_or(Ok(None), |column| row.positive(column))
}
