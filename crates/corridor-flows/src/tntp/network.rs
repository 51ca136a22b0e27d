//! `NAME_net.tntp`: the links with capacity, length, time, delay and toll.

use super::{Sections, Weights, wrong};
use crate::Fault;
use crate::road::{Delay, Link, Network};

/// Names of the figures of a row, after its two nodes.
const FIGURES: [&str; 7] = ["capacity", "length", "free_flow_time", "b", "power", "speed", "toll"];

/// A link as written.
pub struct Row {
    line: usize,
    from: u32,
    to: u32,
    pub capacity: f64,
    pub length: f64,
    time: f64,
    b: f64,
    power: f64,
    pub toll: f64,
}

/// A network as written.
pub struct Raw {
    pub zones: usize,
    pub nodes: usize,
    first_through: usize,
    /// Keys and values of the metadata.
    pub metadata: Vec<(String, String)>,
    pub rows: Vec<Row>,
}

pub fn read(file: &str, text: &str) -> Result<Raw, Fault> {
    let sections = Sections::split(file, text)?;
    let zones = sections.count(file, "NUMBER OF ZONES")?;
    let nodes = sections.count(file, "NUMBER OF NODES")?;
    let first_through = sections.count(file, "FIRST THRU NODE")?;
    let links = sections.count(file, "NUMBER OF LINKS")?;
    if zones > nodes || nodes > u32::MAX as usize || first_through == 0 {
        let reason = format!(
            "{zones} zones, {nodes} nodes and first through node {first_through} do not fit together"
        );
        return Err(wrong(file, 1, reason, "zones are the first nodes, and nodes count from 1"));
    }
    let mut rows = Vec::with_capacity(sections.rows.len());
    for &(line, text) in &sections.rows {
        rows.push(row(file, line, text, nodes)?);
    }
    if rows.len() != links {
        let line = sections.rows.last().map_or(1, |row| row.0);
        let reason = format!("{} links are listed and <NUMBER OF LINKS> says {links}", rows.len());
        return Err(wrong(file, line, reason, "check that the file is whole"));
    }
    let metadata =
        sections.metadata.iter().map(|(_, k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
    Ok(Raw { zones, nodes, first_through, metadata, rows })
}

fn row(file: &str, line: usize, text: &str, nodes: usize) -> Result<Row, Fault> {
    let action = "a row is init_node term_node capacity length free_flow_time b power speed toll \
                  link_type ;";
    let mut fields = text.trim_end_matches(';').split_whitespace();
    let mut next = |name: &str| {
        fields.next().ok_or_else(|| wrong(file, line, format!("{name} is missing"), action))
    };
    let node = |name: &str, text: &str| match text.parse::<usize>() {
        Ok(number) if (1..=nodes).contains(&number) => Ok(number as u32 - 1),
        _ => Err(wrong(file, line, format!("{name} {text:?} is none of 1 to {nodes}"), action)),
    };
    let from = node("init_node", next("init_node")?)?;
    let to = node("term_node", next("term_node")?)?;
    let mut figures = [0.0; FIGURES.len()];
    for (name, figure) in FIGURES.into_iter().zip(&mut figures) {
        let text = next(name)?;
        *figure = match text.parse::<f64>() {
            Ok(value) if value.is_finite() && value >= 0.0 => value,
            _ => {
                let reason = format!("{name} {text:?} is not a number of 0 or more");
                return Err(wrong(file, line, reason, action));
            }
        };
    }
    let [capacity, length, time, b, power, _speed, toll] = figures;
    Ok(Row { line, from, to, capacity, length, time, b, power, toll })
}

impl Raw {
    /// The network with toll and length counted in the unit of time.
    pub fn weighed(self, file: &str, weights: &Weights) -> Result<Network, Fault> {
        let mut links = Vec::with_capacity(self.rows.len());
        for row in &self.rows {
            let fixed = weights.toll * row.toll + weights.distance * row.length;
            let delay = Delay::new(row.time, fixed, row.b, row.capacity, row.power);
            let Some(delay) = delay else {
                let reason = format!(
                    "capacity {} and power {} give no delay function",
                    row.capacity, row.power
                );
                let action = "give a capacity above 0 and a power of 0, or from 1 on";
                return Err(wrong(file, row.line, reason, action));
            };
            links.push(Link { from: row.from, to: row.to, delay });
        }
        let first_through = (self.first_through - 1).min(self.nodes);
        Ok(Network { zones: self.zones, nodes: self.nodes, first_through, links })
    }
}
