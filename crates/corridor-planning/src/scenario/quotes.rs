//! A table of quotes of the user's own: what carriers offer on lanes, one row an offer.

use super::change::{Change, Scenario};
use super::table::{self, Kind, Row};
use crate::parameters::{Faults, ParameterError};
use crate::quote::{Equipment, Surcharge};

/// A table of quotes.
const QUOTES: Kind = Kind {
    word: "quotes",
    columns: &[
        "from",
        "to",
        "equipment",
        "usd",
        "surcharges",
        "carrier",
        "valid_from",
        "valid_until",
    ],
    needed: &["from", "to", "equipment", "usd"],
};

impl Scenario {
    /// Reads a table of quotes; `file` is its name in errors and gives the scenario its id. Names of
    /// terminals are resolved when it is applied.
    ///
    /// # Errors
    /// When a column is unknown or missing or a cell makes no sense; every fault with line and column.
    pub fn of_quotes(text: &str, file: &str) -> Result<Self, Faults> {
        table::read(text, file, &QUOTES, |_| None, quote)
    }
}

/// The quote of the row.
fn quote(row: &Row<'_>) -> Result<Change, Vec<ParameterError>> {
    let mut faults = Vec::new();
    macro_rules! take {
        ($read:expr) => {
            $read.map_err(|fault| faults.push(fault)).ok()
        };
    }
    let (from, to) = (take!(row.text("from")), take!(row.text("to")));
    let equipment = take!(row.equipment());
    let usd = take!(
        row.number("usd", 0.0, 1e6)
            .and_then(|usd| { usd.ok_or_else(|| row.fault("usd", "usd is empty".to_owned())) })
    );
    let surcharges = take!(row.surcharges());
    let valid = row.valid(&mut faults);
    let (Some(from), Some(to), Some(equipment), Some(usd), Some(surcharges), true) =
        (from, to, equipment, usd, surcharges, faults.is_empty())
    else {
        return Err(faults);
    };
    let carrier = row.cell("carrier").unwrap_or_default().to_owned();
    Ok(Change::Quote { between: [from, to], equipment, usd, surcharges, carrier, valid })
}

impl Row<'_> {
    fn equipment(&self) -> Result<Equipment, ParameterError> {
        match self.text("equipment")?.to_ascii_lowercase().trim_end_matches(['\'', 'f', 't']) {
            "20" | "20dc" | "20gp" | "20dry" => Ok(Equipment::TwentyFoot),
            "40" | "40dc" | "40gp" | "40hc" | "40hq" | "40dry" => Ok(Equipment::FortyFoot),
            other => Err(self.fault(
                "equipment",
                format!("equipment {other:?}: it is 20 or 40 (also 20dc, 40dc, 40hc)"),
            )),
        }
    }

    /// `baf=120; ets=45; -thc=200`: names with dollars; a minus before the name leaves one out.
    fn surcharges(&self) -> Result<Vec<Surcharge>, ParameterError> {
        let Some(cell) = self.cell("surcharges") else { return Ok(Vec::new()) };
        let one = |part: &str| {
            let (name, usd) = part.split_once('=')?;
            let (name, counted) = match name.trim().strip_prefix('-') {
                Some(name) => (name.trim(), false),
                None => (name.trim(), true),
            };
            let usd = usd.trim().parse().ok().filter(|usd| (-1e6..=1e6).contains(usd))?;
            (!name.is_empty()).then(|| Surcharge { name: name.to_owned(), usd, counted })
        };
        let parts = cell.split(';').map(str::trim).filter(|part| !part.is_empty());
        let read = |part: &str| {
            one(part).ok_or_else(|| {
                let reason =
                    format!("surcharges {part:?}: write name=dollars, as in baf=120; ets=45");
                self.fault("surcharges", reason)
            })
        };
        parts.map(read).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_a_scenario_of_quotes() {
        let table = "from,to,equipment,usd,surcharges,carrier,valid_until\n\
                     CNSHA,NLRTM,40HC,1800,baf=120; ets=45; -thc=200,MSC,2026-12-31\n\
                     CNSHA,NLRTM,20,1100,,,\n";
        let scenario = Scenario::of_table(table, "dir/My rates.csv").unwrap();
        assert_eq!((scenario.id.as_str(), scenario.modifications.len()), ("my-rates", 2));
        let Change::Quote { equipment, usd, surcharges, carrier, valid, .. } =
            &scenario.modifications[0].change
        else {
            panic!("no quote")
        };
        assert_eq!((*equipment, *usd, carrier.as_str()), (Equipment::FortyFoot, 1800.0, "MSC"));
        let counted: f64 = surcharges.iter().filter(|s| s.counted).map(|s| s.usd).sum();
        assert_eq!((counted, surcharges.len()), (165.0, 3));
        assert_eq!(*valid, [None, Some("2026-12-31".parse().unwrap())]);
    }

    #[test]
    fn every_fault_is_told_with_line_and_column() {
        let told = |table: &str| Scenario::of_table(table, "t.csv").unwrap_err().to_string();
        let faults = told("from,to,equipment,usd,surcharges\nA,,45,x,baf\nA,B,40,1,baf=1\n");
        for part in [
            "t.csv:2:2: to is empty",
            "t.csv:2:3: equipment \"45\"",
            "t.csv:2:4: usd \"x\"",
            "t.csv:2:5: surcharges \"baf\"",
        ] {
            assert!(faults.contains(part), "{faults}");
        }
        let faults = told("from,to,equipment,price\nA,B,40,1\n");
        assert!(faults.contains("t.csv:1:4: unknown column \"price\""), "{faults}");
        assert!(faults.contains("no column \"usd\""), "{faults}");
    }
}
