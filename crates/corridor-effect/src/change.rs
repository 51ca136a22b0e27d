//! What changes: factors on the cost of trade, and duties.

use crate::rows::{place, rows};
use crate::{Fault, Table};
use std::collections::BTreeMap;

/// Stands for every country or sector in a row of changes.
pub const EVERY: &str = "*";

/// What changes, per origin, sector and destination at `(o * J + i) * N + d`.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// Factor on the cost of trade without the duty; 1 leaves it as it is.
    pub factor: Vec<f64>,
    /// Duty before, as a share of the value.
    pub duty_before: Vec<f64>,
    /// Duty after, as a share of the value.
    pub duty_after: Vec<f64>,
}

impl Change {
    /// No change, and no duty.
    #[must_use]
    pub fn none(table: &Table) -> Self {
        let cells = table.last.len();
        Self {
            factor: vec![1.0; cells],
            duty_before: vec![0.0; cells],
            duty_after: vec![0.0; cells],
        }
    }

    /// Lays the factors of `origin,destination,sector,factor` over this change. `*` as a sector stands
    /// for all of them.
    ///
    /// # Errors
    /// Rows with unknown ids, factors not above 0, and cells that are given twice.
    pub fn with_factors(mut self, table: &Table, name: &str, text: &str) -> Result<Self, Fault> {
        let mut given: BTreeMap<usize, u64> = BTreeMap::new();
        for row in rows(name, text, ["origin", "destination", "sector", "factor"])? {
            let factor = row.number(3)?;
            if factor <= 0.0 {
                return Err(row.fault(
                    "change-range",
                    &format!("factor {factor} is not above 0"),
                    "a factor multiplies the cost of trade: 0.95 makes it 5 % less, 1 leaves it",
                ));
            }
            let origin = place(&row, "origin", row.text(0), &table.countries)?;
            let destination = place(&row, "destination", row.text(1), &table.countries)?;
            let sectors = match row.text(2) {
                EVERY => 0..table.sectors.len(),
                id => {
                    let at = place(&row, "sector", id, &table.sectors)?;
                    at..at + 1
                }
            };
            for sector in sectors {
                let at = table.cell(origin, sector, destination);
                if let Some(line) = given.insert(at, row.line) {
                    return Err(row.fault(
                        "change-range",
                        &format!(
                            "the factor of {} from {} to {} is given in line {line} already",
                            table.sectors[sector],
                            row.text(0),
                            row.text(1)
                        ),
                        "give each once",
                    ));
                }
                self.factor[at] *= factor;
            }
        }
        Ok(self)
    }

    pub(crate) fn check(&self, cells: usize) -> Result<(), Fault> {
        let duties = || self.duty_before.iter().chain(&self.duty_after);
        let fits = [&self.factor, &self.duty_before, &self.duty_after]
            .iter()
            .all(|list| list.len() == cells)
            && self.factor.iter().all(|f| f.is_finite() && *f > 0.0)
            && duties().all(|t| t.is_finite() && *t >= 0.0);
        if fits {
            return Ok(());
        }
        Err(Fault::new(
            "change-range",
            "a change has another size than the table, a factor not above 0 or a duty below 0"
                .to_owned(),
            "give one finite factor and duty per origin, sector and destination",
        ))
    }
}

/// A duty that the user gives for a cell of the table.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DutyRow {
    /// The cell, as [`Table::cell`].
    pub cell: usize,
    /// The duty as a share of the value.
    pub share: f64,
}

/// Most per cent that a duty may be: as many as the tariffs of the world have.
const MOST_PERCENT: f64 = 3_000.0;

impl DutyRow {
    /// Reads `importer,exporter,sector,percent`. `*` stands for every exporter or sector; rows with fewer
    /// `*` go before those with more, and a sector before an exporter.
    ///
    /// # Errors
    /// Rows with unknown ids, rates below 0, and rows given twice.
    pub fn read(table: &Table, name: &str, text: &str) -> Result<Vec<Self>, Fault> {
        // The order in which rows go over each other, then what they are about; the duty and its line.
        type Key = (u8, usize, Option<usize>, Option<usize>);
        let mut given: BTreeMap<Key, (f64, u64)> = BTreeMap::new();
        for row in rows(name, text, ["importer", "exporter", "sector", "percent"])? {
            let percent = row.number(3)?;
            if !(0.0..=MOST_PERCENT).contains(&percent) {
                return Err(row.fault(
                    "change-range",
                    &format!("percent {percent} is not from 0 to {MOST_PERCENT}"),
                    "give the duty in per cent of the value, such as 6.5",
                ));
            }
            let importer = place(&row, "importer", row.text(0), &table.countries)?;
            let some = |at, column, known| match row.text(at) {
                EVERY => Ok(None),
                id => place(&row, column, id, known).map(Some),
            };
            let exporter = some(1, "exporter", &table.countries)?;
            let sector = some(2, "sector", &table.sectors)?;
            let order = 2 * u8::from(sector.is_some()) + u8::from(exporter.is_some());
            let key = (order, importer, exporter, sector);
            if let Some((_, line)) = given.insert(key, (percent / 100.0, row.line)) {
                return Err(row.fault(
                    "change-range",
                    &format!("the duty is given in line {line} already"),
                    "give each once",
                ));
            }
        }
        let mut found = Vec::new();
        for ((_, importer, exporter, sector), (share, _)) in given {
            let exporters = exporter.map_or(0..table.countries.len(), |at| at..at + 1);
            for origin in exporters.filter(|origin| *origin != importer) {
                let sectors = sector.map_or(0..table.sectors.len(), |at| at..at + 1);
                found
                    .extend(sectors.map(|i| Self { cell: table.cell(origin, i, importer), share }));
            }
        }
        Ok(found)
    }
}
