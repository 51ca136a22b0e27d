//! A CSV table with named columns, whose every fault tells file and line.

use crate::Fault;
use csv::StringRecord;
use std::collections::BTreeMap;
use std::path::Path;

/// A table read whole.
pub struct Table {
    file: String,
    columns: BTreeMap<String, usize>,
    records: Vec<Result<StringRecord, String>>,
}

impl Table {
    /// Opens a table of a folder.
    pub fn open(folder: &Path, file: &str, needed: &[&str]) -> Result<Self, Fault> {
        let path = folder.join(file);
        let bytes = std::fs::read(&path).map_err(|e| {
            Fault::new(
                "input-unreadable",
                format!("cannot read {}: {e}", path.display()),
                "give a folder with node.csv, link.csv and demand.csv of GMNS",
            )
        })?;
        let mut reader =
            csv::ReaderBuilder::new().flexible(true).from_reader(std::io::Cursor::new(bytes));
        let headers = reader.headers().map_err(|e| {
            let action = "write the table as CSV in UTF-8 with a header";
            Fault::new("gmns-row", format!("{file}, line 1: {e}"), action)
        })?;
        let name = |text: &str| text.trim_start_matches('\u{feff}').trim().to_lowercase();
        let columns: BTreeMap<String, usize> =
            headers.iter().enumerate().map(|(at, text)| (name(text), at)).collect();
        if let Some(missing) = needed.iter().find(|column| !columns.contains_key(**column)) {
            return Err(Fault::new(
                "gmns-row",
                format!("{file}, line 1: there is no column {missing}"),
                format!("the columns needed are {}", needed.join(", ")),
            ));
        }
        let records = reader.into_records().map(|record| record.map_err(|e| e.to_string()));
        Ok(Self { file: file.to_owned(), columns, records: records.collect() })
    }

    /// Its rows.
    pub fn rows(&self) -> impl Iterator<Item = Result<Row<'_>, Fault>> {
        self.records.iter().enumerate().map(|(at, record)| match record {
            Ok(record) => {
                let line = record.position().map_or(at as u64 + 2, csv::Position::line);
                Ok(Row { table: self, record, line })
            }
            Err(reason) => Err(Fault::new(
                "gmns-row",
                format!("{}: {reason}", self.file),
                "write the table as CSV in UTF-8",
            )),
        })
    }
}

/// A row.
pub struct Row<'t> {
    table: &'t Table,
    record: &'t StringRecord,
    pub line: u64,
}

impl Row<'_> {
    /// The value in a column; `None` when it is empty or the table lacks the column.
    pub fn get(&self, column: &str) -> Option<&str> {
        let value = self.record.get(*self.table.columns.get(column)?)?.trim();
        (!value.is_empty()).then_some(value)
    }

    /// The first of some columns that has a value.
    pub fn first<'c>(&self, columns: &[&'c str]) -> Option<&'c str> {
        columns.iter().copied().find(|column| self.get(column).is_some())
    }

    /// A value that has to be there.
    pub fn needed(&self, column: &str) -> Result<&str, Fault> {
        self.get(column)
            .ok_or_else(|| self.wrong(format!("{column} is empty"), "give it for every row"))
    }

    /// A number from 0 on, where there is one.
    pub fn positive(&self, column: &str) -> Result<Option<f64>, Fault> {
        let Some(text) = self.get(column) else { return Ok(None) };
        match text.parse::<f64>() {
            Ok(value) if value.is_finite() && value >= 0.0 => Ok(Some(value)),
            _ => {
                let reason = format!("{column} {text:?} is not a number of 0 or more");
                Err(self.wrong(reason, "correct the figure"))
            }
        }
    }

    /// What is wrong with the row.
    pub fn wrong(&self, reason: impl std::fmt::Display, action: &str) -> Fault {
        Fault::new("gmns-row", format!("{}, line {}: {reason}", self.table.file, self.line), action)
    }
}
