//! A table of services of the user's own: one row a line, hundreds at once.
//!
//! A table is a scenario whose modifications each add a service, so that every verb that takes
//! scenarios takes tables. Every fault of a table is told in one go, with line and column.

use super::change::{Change, Scenario};
use super::table::{self, Kind, Row, slug};
use crate::parameters::{Faults, ParameterError};
use corridor_network::fact::{LorryPrice, ServiceKind};
use std::collections::BTreeSet;

/// A table of services; it needs one of `sailings_per_week` and `headway_days` besides.
const SERVICES: Kind = Kind {
    word: "services",
    columns: &[
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
    ],
    needed: &["from", "to", "kind", "hours"],
};
impl Scenario {
    /// Reads a table of services; `file` is its name in errors and gives the scenario its id. Names
    /// of terminals are resolved when it is applied.
    ///
    /// # Errors
    /// When a column is unknown or missing or a cell makes no sense; every fault with line and column.
    pub fn of_services(text: &str, file: &str) -> Result<Self, Faults> {
        let mut ids = BTreeSet::new();
        let head = |columns: &[String]| {
            let has = |name: &str| columns.iter().any(|column| column == name);
            (has("sailings_per_week") == has("headway_days"))
                .then(|| "give one of the columns sailings_per_week and headway_days".to_owned())
        };
        table::read(text, file, &SERVICES, head, |row| row.service(&mut ids))
    }
}

impl Row<'_> {
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
            let given = self.has("headway_days");
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
        let valid = self.valid(&mut faults);
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
