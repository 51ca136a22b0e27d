//! Small tables with known columns, as users give them: every fault is told with its line.

use super::TextFile;
use super::faults::Faults;
use std::collections::BTreeMap;

/// The columns of a table.
#[derive(Clone, Copy)]
pub(super) struct Columns {
    /// All that are known.
    pub known: &'static [&'static str],
    /// Those that a table can do without.
    pub optional: &'static [&'static str],
}

/// The fields of a row by the names of their columns; empty where the table has no such column.
pub(super) struct Fields<'r> {
    names: &'r [String],
    record: &'r csv::StringRecord,
}

impl<'r> Fields<'r> {
    pub(super) fn get(&self, column: &str) -> &'r str {
        let at = self.names.iter().position(|name| name == column);
        at.and_then(|at| self.record.get(at)).unwrap_or_default().trim()
    }

    /// A number above 0; `None` where nothing is said.
    ///
    /// # Errors
    /// When it is none.
    pub(super) fn positive(&self, column: &str) -> Result<Option<f64>, String> {
        match self.get(column) {
            "" => Ok(None),
            text => match text.parse::<f64>() {
                Ok(amount) if amount > 0.0 && amount.is_finite() => Ok(Some(amount)),
                _ => Err(format!("{column} {text:?} is no number above 0")),
            },
        }
    }
}

/// Reads the rows of a table; those that say the same twice are faults too.
pub(super) fn rows<T>(
    file: &TextFile,
    columns: Columns,
    row: impl Fn(&Fields<'_>) -> Result<T, String>,
) -> (Vec<T>, Faults) {
    let name = &file.name;
    let mut faults = Faults::default();
    let mut rows = Vec::new();
    let text = file.text.trim_start_matches('\u{feff}');
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    let names: Vec<String> = match reader.headers() {
        Ok(names) => names.iter().map(|name| name.trim().to_lowercase()).collect(),
        Err(e) => {
            faults.add(format!("{name}: {e}"));
            return (rows, faults);
        }
    };
    let is_sound = check_header(name, &names, columns, &mut faults);
    if !is_sound {
        return (rows, faults);
    }
    let mut seen: BTreeMap<Vec<String>, u64> = BTreeMap::new();
    for record in reader.records() {
        let record = match record {
            Ok(record) => record,
            Err(e) => {
                faults.add(format!("{name}: {e}"));
                break;
            }
        };
        let line = record.position().map_or(0, csv::Position::line);
        if record.len() > names.len() {
            faults.add(format!("{name} line {line}: more fields than columns"));
            continue;
        }
        let said = record.iter().map(|field| field.trim().to_owned()).collect();
        if let Some(first) = seen.insert(said, line) {
            faults.add(format!("{name} line {line}: it is the same as line {first}"));
            continue;
        }
        match row(&Fields { names: &names, record: &record }) {
            Ok(row) => rows.push(row),
            Err(reason) => faults.add(format!("{name} line {line}: {reason}")),
        }
    }
    (rows, faults)
}

fn check_header(file: &str, names: &[String], columns: Columns, faults: &mut Faults) -> bool {
    let mut is_sound = true;
    let mut fault = |told: String| {
        faults.add(told);
        is_sound = false;
    };
    for column in columns.known {
        let count = names.iter().filter(|name| name == column).count();
        if count > 1 {
            fault(format!("{file}: two columns are called {column}"));
        } else if count == 0 && !columns.optional.contains(column) {
            fault(format!("{file}: there is no column {column}"));
        }
    }
    for other in names.iter().filter(|name| !columns.known.contains(&name.as_str())) {
        fault(format!("{file}: what the column {other:?} is is not known"));
    }
    is_sound
}
