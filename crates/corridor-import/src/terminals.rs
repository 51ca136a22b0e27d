//! Terminals: sea and river ports, and rail terminals inland.
//!
//! Ports come from the World Port Index, joined with the port list of `searoute` by UN/LOCODE, and
//! from the hand list `data/ports.toml`, which has the last word on name, position and containers.
//! Rail terminals come from `data/rail-terminals.toml`; towns on a railway get one of their own,
//! marked as derived. Nothing here joins terminals to the network: that is `compile`.

mod join;
mod listed;
mod rail;
mod searoute;
mod wpi;

pub use rail::rail;
pub(crate) use rail::{RAIL_TOWN, RAIL_TOWN_KM, is_derived};

use anyhow::Context;
use corridor_network::Countries;
use corridor_network::fact::{Terminal, TerminalKind};
use serde::Deserialize;

/// What became of the rows of the port lists.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PortReport {
    /// Rows of the World Port Index.
    pub wpi_rows: usize,
    /// Ports of `searoute`.
    pub searoute_rows: usize,
    /// Rows of the hand list.
    pub hand_rows: usize,
    /// Ports that both lists have under one UN/LOCODE.
    pub joined_by_code: usize,
    /// Rows merged into another because they name the same port close by.
    pub joined_by_name: usize,
    /// Hand rows that took over rows of the lists.
    pub hand_confirmed: usize,
    /// Rows left out, and why.
    pub left_out: Vec<String>,
    /// Codes that were taken off a row because its position lies in another country, or another
    /// row has the better claim.
    pub codes_dropped: Vec<String>,
    /// Container ports for which the World Port Index has depths but no draught of ships: the depths
    /// are out of date and not used.
    pub depths_not_used: Vec<String>,
    /// Ports in the result.
    pub ports: usize,
    /// Of these, with UN/LOCODE.
    pub with_code: usize,
    /// Of these, with a draught.
    pub with_draught: usize,
    /// Of these, handling containers.
    pub with_containers: usize,
}

/// A table of terminals as it stands in `data/`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    terminal: Vec<Terminal>,
}

/// Reads a hand list: `[[terminal]]` rows of one kind, no id twice.
///
/// # Errors
/// When the text is not such a table, or a row is of another kind or has the id of another.
pub fn hand_list(toml: &str, kind: TerminalKind) -> anyhow::Result<Vec<Terminal>> {
    let table: Table = toml::from_str(toml).context("list of terminals")?;
    let mut ids = std::collections::BTreeSet::new();
    for row in &table.terminal {
        anyhow::ensure!(row.kind == kind, "terminal {} is not of the kind {kind:?}", row.id);
        anyhow::ensure!(ids.insert(&row.id), "terminal {} stands twice; keep one row", row.id);
        if let Some(code) = row.locode {
            anyhow::ensure!(
                row.kind == TerminalKind::RailTerminal || code.as_str() == row.id,
                "port {} must have its UN/LOCODE {code} as id",
                row.id
            );
        }
    }
    Ok(table.terminal)
}

/// The ports of the world: one terminal per port, sorted by id.
///
/// # Errors
/// When one of the lists cannot be read.
pub fn ports(
    wpi_csv: &[u8],
    searoute_ports_geojson: &[u8],
    hand: &[Terminal],
    countries: &Countries,
) -> anyhow::Result<(Vec<Terminal>, PortReport)> {
    let mut report = PortReport::default();
    let mut ports = wpi::read(wpi_csv).context("World Port Index")?;
    report.wpi_rows = ports.len();
    let others =
        searoute::read(searoute_ports_geojson, &mut report).context("ports of searoute")?;
    report.searoute_rows = others.len();
    report.hand_rows = hand.len();
    ports.extend(others);
    let terminals = join::join(ports, hand, countries, &mut report);
    report.ports = terminals.len();
    report.with_code = terminals.iter().filter(|t| t.locode.is_some()).count();
    report.with_draught = terminals.iter().filter(|t| t.draught_m.is_some()).count();
    report.with_containers = terminals.iter().filter(|t| t.containers).count();
    Ok((terminals, report))
}
