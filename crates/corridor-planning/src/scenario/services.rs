//! A table of services of the user's own: one row a line, hundreds at once.
//!
//! A table is a scenario whose modifications each add a service, so that every verb that takes
//! scenarios takes tables. Every fault of a table is told in one go, with line and column.

use super::change::{Change, Modification, Scenario};
use crate::parameters::{Faults, Location, ParameterError, hint};
use corridor_network::fact::{LorryPrice, ServiceKind};
use csv::{Position, StringRecord};
use jiff::civil::Date;
use std::collections::BTreeSet;

/// The columns a table may have.
const COLUMNS: [&str; 13] = [
    "from",
    "to",
    "kind",
    "hours",
    "sailings_per_week",
    "headway_days",
    "usd",
    "id",
    "name",
    "km",
    "by",
    "valid_from",
    "valid_until",
];
/// Those it must have; one of `sailings_per_week` and `headway_days` besides.
const NEEDED: [&str; 4] = ["from", "to", "kind", "hours"];
/// Scenario of a table without a usable name.
const UNNAMED: &str = "services";

/// A row with the columns of its table.
struct Row<'t> {
    columns: &'t [String],
    record: &'t StringRecord,
    line: usize,
    file: &'t str,
}

impl Scenario {
    /// Reads a table of services; `file` is its name in errors and gives the scenario its id. Names
    /// of terminals are resolved when it is applied.
    ///
    /// # Errors
    /// When a column is unknown or missing or a cell makes no sense; every fault with line and column.
    pub fn of_services(text: &str, file: &str) -> Result<Self, Faults> {
        let mut reader =
            csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(text.as_bytes());
        let columns: Vec<String> = match reader.headers() {
            Ok(headers) => {
                headers.iter().map(|h| h.trim_start_matches('\u{feff}').into()).collect()
            }
            Err(error) => return Err(broken(file, &error).into()),
        };
        Faults::of(head_faults(&columns, file))?;
        let (mut modifications, mut faults, mut ids) = (Vec::new(), Vec::new(), BTreeSet::new());
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
            match row.service(&mut ids) {
                Ok(change) => {
                    modifications.push(Modification { change, evidence: None, at: row.at("from") });
                }
                Err(wrong) => faults.extend(wrong),
            }
        }
        if modifications.is_empty() && faults.is_empty() {
            let at = Location { file: file.to_owned(), line: 1, column: 1 };
            faults.push(ParameterError::Form { at, reason: "the table has no row".to_owned() });
        }
        Faults::of(faults)?;
        let name = file.rsplit(['/', '\\']).next().unwrap_or(file).to_owned();
        let stem = name.rsplit_once('.').map_or(name.as_str(), |(stem, _)| stem);
        let about = format!("{} services of the table {name}", modifications.len());
        let id = Some(slug(stem)).filter(|id| !id.is_empty()).unwrap_or_else(|| UNNAMED.to_owned());
        Ok(Self { name: name.clone(), id, about, file: name, modifications })
    }
}

/// What is wrong with the names of columns.
fn head_faults(columns: &[String], file: &str) -> Vec<ParameterError> {
    let fault = |column: usize, reason: String| ParameterError::Form {
        at: Location { file: file.to_owned(), line: 1, column },
        reason,
    };
    let all = COLUMNS.map(str::to_owned);
    let mut faults = Vec::new();
    for (n, column) in columns.iter().enumerate() {
        if !COLUMNS.contains(&column.as_str()) {
            let known = format!("the columns are {}", COLUMNS.join(", "));
            let hint = hint(column, all.iter(), &known);
            faults.push(fault(n + 1, format!("unknown column {column:?}; {hint}")));
        } else if columns[..n].contains(column) {
            faults.push(fault(n + 1, format!("the column {column:?} stands twice")));
        }
    }
    let has = |name: &str| columns.iter().any(|column| column == name);
    faults.extend(
        NEEDED.iter().filter(|name| !has(name)).map(|name| fault(1, format!("no column {name:?}"))),
    );
    if has("sailings_per_week") == has("headway_days") {
        let reason = "give one of the columns sailings_per_week and headway_days";
        faults.push(fault(1, reason.to_owned()));
    }
    faults
}

impl Row<'_> {
    fn cell(&self, column: &str) -> Option<&str> {
        let n = self.columns.iter().position(|name| name == column)?;
        self.record.get(n).map(str::trim).filter(|cell| !cell.is_empty())
    }

    /// Where a cell stands: its line and the number of its column.
    fn at(&self, column: &str) -> Location {
        let column = self.columns.iter().position(|name| name == column).map_or(1, |n| n + 1);
        Location { file: self.file.to_owned(), line: self.line, column }
    }

    fn fault(&self, column: &str, reason: String) -> ParameterError {
        ParameterError::Form { at: self.at(column), reason }
    }

    fn text(&self, column: &str) -> Result<String, ParameterError> {
        let cell = self.cell(column).map(str::to_owned);
        cell.ok_or_else(|| self.fault(column, format!("{column} is empty")))
    }

    fn number(&self, column: &str, least: f64, most: f64) -> Result<Option<f64>, ParameterError> {
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

    fn day(&self, column: &str) -> Result<Option<Date>, ParameterError> {
        let Some(cell) = self.cell(column) else { return Ok(None) };
        let day = cell.parse().ok();
        day.map(Some).ok_or_else(|| {
            self.fault(column, format!("{column} {cell:?} is no day; write 2026-12-31"))
        })
    }

    fn kind(&self) -> Result<ServiceKind, ParameterError> {
        match self.text("kind")?.as_str() {
            "ro_ro" => Ok(ServiceKind::RoRo),
            "rail_ferry" => Ok(ServiceKind::RailFerry),
            "feeder" => Ok(ServiceKind::Feeder),
            other => {
                Err(self
                    .fault("kind", format!("kind {other:?}: it is ro_ro, rail_ferry or feeder")))
            }
        }
    }

    /// Sailings a week, from either column.
    fn sailings(&self) -> Result<f64, ParameterError> {
        let sailings = self.number("sailings_per_week", 0.01, 2_000.0)?;
        let headway = self.number("headway_days", 0.003, 700.0)?;
        sailings.or_else(|| headway.map(|days| 7.0 / days)).ok_or_else(|| {
            let given = self.columns.iter().any(|name| name == "headway_days");
            let column = if given { "headway_days" } else { "sailings_per_week" };
            self.fault(column, format!("{column} is empty"))
        })
    }

    /// The service of the row.
    fn service(&self, ids: &mut BTreeSet<String>) -> Result<Change, Vec<ParameterError>> {
        let mut faults = Vec::new();
        macro_rules! take {
            ($read:expr) => {
                $read.map_err(|fault| faults.push(fault)).ok()
            };
        }
        let (from, to) = (take!(self.text("from")), take!(self.text("to")));
        let (kind, sailings) = (take!(self.kind()), take!(self.sailings()));
        let hours = take!(self.number("hours", 0.1, 8_760.0).and_then(|hours| {
            hours.ok_or_else(|| self.fault("hours", "hours is empty".to_owned()))
        }));
        let usd = take!(self.number("usd", 0.0, 1e7)).flatten();
        let km = take!(self.number("km", 0.1, 40_000.0)).flatten();
        let valid =
            [take!(self.day("valid_from")).flatten(), take!(self.day("valid_until")).flatten()];
        if let [Some(first), Some(last)] = valid
            && last < first
        {
            faults.push(self.fault("valid_until", format!("{last} is before {first}")));
        }
        let (Some(from), Some(to), Some(kind), Some(sailings), Some(hours), true) =
            (from, to, kind, sailings, hours, faults.is_empty())
        else {
            return Err(faults);
        };
        let id = self.cell("id").map_or_else(|| slug(&format!("{from}-{to}-own")), str::to_owned);
        if !ids.insert(id.clone()) {
            let reason = format!("the id {id:?} stands twice; give the rows a column id");
            return Err(vec![self.fault("id", reason)]);
        }
        let name = self.cell("name").map_or_else(|| format!("{from} - {to}"), str::to_owned);
        let by = self.cell("by").map_or_else(Vec::new, |cell| {
            cell.split(';').map(|name| name.trim().to_owned()).collect()
        });
        Ok(Change::AddService {
            id,
            name,
            between: [from, to],
            kind,
            hours,
            sailings_per_week: sailings,
            km,
            price: usd.map(|usd| LorryPrice { usd, year: 0 }),
            valid,
            by,
            corridors: Vec::new(),
        })
    }
}

/// Small letters, digits and hyphens of a text.
fn slug(text: &str) -> String {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_a_scenario_of_services() {
        let table = "from,to,kind,hours,headway_days,usd,valid_from\n\
                     FIHEL,EETLL,ro_ro,2.5,0.5,320,2026-01-01\nDEHAM,FIHEL,feeder,70,7,,\n";
        let scenario = Scenario::of_services(table, "dir/My lines.csv").unwrap();
        assert_eq!((scenario.id.as_str(), scenario.modifications.len()), ("my-lines", 2));
        let Change::AddService { id, sailings_per_week, price, valid, .. } =
            &scenario.modifications[0].change
        else {
            panic!("no service")
        };
        assert_eq!(id, "fihel-eetll-own");
        assert!((sailings_per_week - 14.0).abs() < 1e-9);
        assert_eq!(price.map(|price| price.usd), Some(320.0));
        assert_eq!(*valid, [Some("2026-01-01".parse().unwrap()), None]);
        assert_eq!(scenario.modifications[1].at.line, 3);
    }

    #[test]
    fn every_fault_is_told_with_line_and_column() {
        let told = |table: &str| Scenario::of_services(table, "t.csv").unwrap_err().to_string();
        let faults = told("from,to,kind,hours,sailings_per_week\nA,B,boat,2,7\nA,,ro_ro,x,7\n");
        for part in ["t.csv:2:3: kind \"boat\"", "t.csv:3:2: to is empty", "t.csv:3:4: hours \"x\""]
        {
            assert!(faults.contains(part), "{faults}");
        }
        let faults = told("from,to,kind,hour,headway_days\nA,B,ro_ro,2,7\n");
        assert!(faults.contains("t.csv:1:4: unknown column \"hour\""), "{faults}");
        assert!(faults.contains("no column \"hours\""), "{faults}");
        let faults = told("from,to,kind,hours,headway_days\nA,B,ro_ro,2\n");
        assert!(faults.contains("t.csv:2:1: no row of the table"), "{faults}");
        let twice = "from,to,kind,hours,headway_days\nA,B,ro_ro,2,1\nA,B,ro_ro,3,1\n";
        assert!(told(twice).contains("t.csv:3:1: the id \"a-b-own\" stands twice"));
        assert!(told("from,to,kind,hours,headway_days\n").contains("the table has no row"));
    }
}
