//! A user's table from comma-separated text.

use super::Table;
use crate::Fault;
use crate::rows::{Row, rows};
use std::collections::{BTreeMap, BTreeSet};

/// Most countries times sectors of a table: that of inputs has the square of it in cells.
pub const LARGEST: usize = 6_000;

const COLUMNS: [&str; 5] = ["origin", "destination", "sector", "use", "value_usd"];

impl Table {
    /// Reads `origin,destination,sector,use,value_usd`; `use` is a sector or `final`.
    ///
    /// # Errors
    /// Wrong or repeated rows, with their line, and tables that do not balance.
    pub fn from_csv(name: &str, text: &str) -> Result<Self, Fault> {
        Self::from_csv_within(name, text, LARGEST)
    }

    /// The same, of at most so many countries times sectors.
    ///
    /// # Errors
    /// As [`Table::from_csv`].
    pub fn from_csv_within(name: &str, text: &str, largest: usize) -> Result<Self, Fault> {
        let mut cells: BTreeMap<[String; 4], (f64, u64)> = BTreeMap::new();
        for row in rows(name, text, COLUMNS)? {
            let value = row.number(4)?;
            if value < 0.0 {
                let reason = format!("value_usd {value} is below 0");
                return Err(row.fault("table-row", &reason, "flows are 0 or more"));
            }
            if row.text(2) == "final" {
                let reason = "no sector can be called `final`, which is a use";
                return Err(row.fault("table-row", reason, "give the sector another name"));
            }
            let key = [0, 1, 2, 3].map(|at| row.text(at).to_owned());
            if let Some((_, line)) = cells.insert(key, (value, row.line)) {
                let reason = format!("the row repeats that of line {line}");
                return Err(row.fault("table-row", &reason, "add the two up, or remove one"));
            }
        }
        let mut countries = BTreeSet::new();
        let mut sectors = BTreeSet::new();
        for [origin, destination, sector, _] in cells.keys() {
            countries.extend([origin.clone(), destination.clone()]);
            sectors.insert(sector.clone());
        }
        let (countries, sectors): (Vec<_>, Vec<_>) =
            (countries.into_iter().collect(), sectors.into_iter().collect());
        let (n, s) = (countries.len(), sectors.len());
        if n * s > largest {
            return Err(Fault::new(
                "table-too-large",
                format!("{name} has {n} countries of {s} sectors, more than {largest} together"),
                "add up countries or sectors",
            ));
        }
        let (mut inputs, mut last) = (vec![0.0; n * s * n * s], vec![0.0; n * s * n]);
        let place = |list: &[String], id: &String| list.binary_search(id).unwrap_or(0);
        for ([origin, destination, sector, used], (value, line)) in &cells {
            let at = (place(&countries, origin) * s + place(&sectors, sector)) * n
                + place(&countries, destination);
            if used == "final" {
                last[at] = *value;
            } else if let Ok(user) = sectors.binary_search(used) {
                inputs[at * s + user] = *value;
            } else {
                let row = Row::at(name, *line);
                let reason =
                    format!("use {used:?} is neither `final` nor a sector with rows of its own");
                let action = "add the rows of that sector, or correct the name";
                return Err(row.fault("table-row", &reason, action));
            }
        }
        let table = Self { name: name.to_owned(), usd: 1.0, countries, sectors, inputs, last };
        table.check()?;
        Ok(table)
    }
}
