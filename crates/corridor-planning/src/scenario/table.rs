//! Tables of the user's own: CSV, one row a thing, read into a scenario of one modification a row.
//!
//! Every fault of a table is told in one go, with line and column; nothing of a faulty table is used.

use super::change::{Change, Modification, Scenario};
use crate::parameters::{Faults, Location, ParameterError, hint};
use csv::{Position, StringRecord};
use jiff::civil::Date;

/// A row with the columns of its table.
pub(super) struct Row<'t> {
    columns: &'t [String],
    record: &'t StringRecord,
    line: usize,
    file: &'t str,
}

/// What a table is of.
pub(super) struct Kind {
    /// The word for its rows, which names a table without a usable name of its own.
    pub word: &'static str,
    /// The columns it may have.
    pub columns: &'static [&'static str],
    /// Those it must have.
    pub needed: &'static [&'static str],
}

impl Scenario {
    /// Reads a table of services or, where it has a column `equipment`, of quotes; `file` is its name in
    /// errors and gives the scenario its id.
    ///
    /// # Errors
    /// As [`Self::of_services`] and [`Self::of_quotes`].
    pub fn of_table(text: &str, file: &str) -> Result<Self, Faults> {
        let head = text.trim_start_matches('\u{feff}').lines().next().unwrap_or_default();
        let is_quotes = head.split(',').any(|column| column.trim() == "equipment");
        if is_quotes { Self::of_quotes(text, file) } else { Self::of_services(text, file) }
    }
}

/// Reads a table whose rows `one` turns into changes; `head` finds what is wrong with its columns.
pub(super) fn read(
    text: &str,
    file: &str,
    kind: &Kind,
    head: impl Fn(&[String]) -> Option<String>,
    mut one: impl FnMut(&Row<'_>) -> Result<Change, Vec<ParameterError>>,
) -> Result<Scenario, Faults> {
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(text.as_bytes());
    let columns: Vec<String> = match reader.headers() {
        Ok(headers) => headers.iter().map(|h| h.trim_start_matches('\u{feff}').into()).collect(),
        Err(error) => return Err(broken(file, &error).into()),
    };
    let mut wrong = head_faults(&columns, file, kind);
    wrong.extend(head(&columns).map(|reason| at_head(file, 1, reason)));
    Faults::of(wrong)?;
    let (mut modifications, mut faults) = (Vec::new(), Vec::new());
    for record in reader.records() {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                faults.push(broken(file, &error));
                continue;
            }
        };
        let line = record.position().map_or(0, |at| at.line() as usize);
        let row = Row { columns: &columns, record: &record, line, file };
        match one(&row) {
            Ok(change) => {
                modifications.push(Modification { change, evidence: None, at: row.at("from") });
            }
            Err(wrong) => faults.extend(wrong),
        }
    }
    if modifications.is_empty() && faults.is_empty() {
        faults.push(at_head(file, 1, "the table has no row".to_owned()));
    }
    Faults::of(faults)?;
    let name = file.rsplit(['/', '\\']).next().unwrap_or(file).to_owned();
    let stem = name.rsplit_once('.').map_or(name.as_str(), |(stem, _)| stem);
    let about = format!("{} {} of the table {name}", modifications.len(), kind.word);
    let id = Some(slug(stem)).filter(|id| !id.is_empty()).unwrap_or_else(|| kind.word.to_owned());
    Ok(Scenario { name: name.clone(), id, about, file: name, modifications })
}

fn at_head(file: &str, column: usize, reason: String) -> ParameterError {
    ParameterError::Form { at: Location { file: file.to_owned(), line: 1, column }, reason }
}

/// What is wrong with the names of columns.
fn head_faults(columns: &[String], file: &str, kind: &Kind) -> Vec<ParameterError> {
    let all: Vec<String> = kind.columns.iter().map(|name| (*name).to_owned()).collect();
    let mut faults = Vec::new();
    for (n, column) in columns.iter().enumerate() {
        if !all.contains(column) {
            let known = format!("the columns are {}", all.join(", "));
            let hint = hint(column, all.iter(), &known);
            faults.push(at_head(file, n + 1, format!("unknown column {column:?}; {hint}")));
        } else if columns[..n].contains(column) {
            faults.push(at_head(file, n + 1, format!("the column {column:?} stands twice")));
        }
    }
    let missing = kind.needed.iter().filter(|name| !columns.iter().any(|column| column == *name));
    faults.extend(missing.map(|name| at_head(file, 1, format!("no column {name:?}"))));
    faults
}

impl Row<'_> {
    /// Whether the table has the column.
    pub(super) fn has(&self, column: &str) -> bool {
        self.columns.iter().any(|name| name == column)
    }

    /// The first and the last day of the row.
    pub(super) fn valid(&self, faults: &mut Vec<ParameterError>) -> [Option<Date>; 2] {
        let valid = ["valid_from", "valid_until"].map(|column| match self.day(column) {
            Ok(day) => day,
            Err(fault) => {
                faults.push(fault);
                None
            }
        });
        if let [Some(first), Some(last)] = valid
            && last < first
        {
            faults.push(self.fault("valid_until", format!("{last} is before {first}")));
        }
        valid
    }

    pub(super) fn cell(&self, column: &str) -> Option<&str> {
        let n = self.columns.iter().position(|name| name == column)?;
        self.record.get(n).map(str::trim).filter(|cell| !cell.is_empty())
    }

    /// Where a cell stands: its line and the number of its column.
    pub(super) fn at(&self, column: &str) -> Location {
        let column = self.columns.iter().position(|name| name == column).map_or(1, |n| n + 1);
        Location { file: self.file.to_owned(), line: self.line, column }
    }

    pub(super) fn fault(&self, column: &str, reason: String) -> ParameterError {
        ParameterError::Form { at: self.at(column), reason }
    }

    pub(super) fn text(&self, column: &str) -> Result<String, ParameterError> {
        let cell = self.cell(column).map(str::to_owned);
        cell.ok_or_else(|| self.fault(column, format!("{column} is empty")))
    }

    pub(super) fn number(
        &self,
        column: &str,
        least: f64,
        most: f64,
    ) -> Result<Option<f64>, ParameterError> {
        let Some(cell) = self.cell(column) else { return Ok(None) };
        let read: Option<f64> = cell.parse().ok();
        match read.filter(|number| (least..=most).contains(number)) {
            Some(number) => Ok(Some(number)),
            None => Err(self.fault(
                column,
                format!("{column} {cell:?} is no number from {least} to {most}, with a point as decimal mark"),
            )),
        }
    }

    pub(super) fn day(&self, column: &str) -> Result<Option<Date>, ParameterError> {
        let Some(cell) = self.cell(column) else { return Ok(None) };
        let day = cell.parse().ok();
        day.map(Some).ok_or_else(|| {
            self.fault(column, format!("{column} {cell:?} is no day; write 2026-12-31"))
        })
    }
}

/// Small letters, digits and hyphens of a text.
pub(super) fn slug(text: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' };
    let all: String = text.chars().map(plain).collect();
    all.split('-').filter(|word| !word.is_empty()).collect::<Vec<_>>().join("-")
}

/// A table that cannot be taken apart into rows of one length.
fn broken(file: &str, error: &csv::Error) -> ParameterError {
    let line = error.position().map_or(1, Position::line);
    let at = Location { file: file.to_owned(), line: line as usize, column: 1 };
    ParameterError::Form { at, reason: format!("no row of the table: {error}") }
}
