//! What flows of freight say of a project: who gains, who is paid, what is emitted, a year before and after.

use super::{ACTION, Years};
use crate::fault::Fault;
use serde::Deserialize;

/// Benefits that come from flows spread over a network without and with the project.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FlowsRow {
    /// What moves.
    #[serde(default = "freight")]
    pub item: String,
    /// The file of the flows: what `corridor flows --json` wrote, or a table as [`FlowsTable`] reads it.
    pub file: String,
    /// When users gain so much.
    pub years: Years,
    /// Part of the gain that stays with exporters.
    #[serde(default = "super::half")]
    pub exporter_share: f64,
    /// `logsum` or `rule-of-half`.
    #[serde(default = "super::logsum")]
    pub method: String,
    /// Part of what carriers, terminals and states on the way are paid that is over their own cost.
    #[serde(default)]
    pub margin: f64,
    /// Prices of the project's price year over those of the flows.
    #[serde(default)]
    pub price_factor: Option<f64>,
    /// Where the figures come from.
    #[serde(default)]
    pub source: String,
    /// What the file says.
    #[serde(skip)]
    pub table: FlowsTable,
}

fn freight() -> String {
    "freight".to_owned()
}

/// Users between two countries.
#[derive(Clone, Debug, PartialEq)]
pub struct Gained {
    /// Country of the exporters.
    pub origin: String,
    /// Country of the importers.
    pub destination: String,
    /// What they gain by the rule of half, US dollars a year.
    pub by_half: f64,
    /// By the logsum.
    pub by_logsum: f64,
}

/// Money that users between two countries pay to somebody on the way.
#[derive(Clone, Debug, PartialEq)]
pub struct PaidOnTheWay {
    /// Country of the exporters.
    pub origin: String,
    /// Country of the importers.
    pub destination: String,
    /// A country, `sea` or `passages`.
    pub payee: String,
    /// US dollars a year without the project and with it.
    pub usd: [f64; 2],
}

/// Flows without the project and with it: `kind,origin,destination,payee,before,after,half_usd,logsum_usd`,
/// where the kind is `users` (tonnes, and what they gain), `paid` (US dollars) or `co2e` (tonnes).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FlowsTable {
    /// What users gain.
    pub gained: Vec<Gained>,
    /// What they pay.
    pub paid: Vec<PaidOnTheWay>,
    /// CO2e without the project and with it, tonnes a year.
    pub co2e_t: [f64; 2],
}

/// A row of the table.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    kind: String,
    origin: String,
    destination: String,
    payee: String,
    before: f64,
    after: f64,
    half_usd: Option<f64>,
    logsum_usd: Option<f64>,
}

impl FlowsTable {
    /// Reads a table.
    ///
    /// # Errors
    /// Every row that is none, with its line; and a table without users.
    pub fn read(name: &str, text: &str) -> Result<Self, Fault> {
        let text = text.trim_start_matches('\u{feff}');
        let mut reader =
            csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(text.as_bytes());
        let mut table = Self::default();
        let mut faults = Vec::new();
        for (n, row) in reader.deserialize::<Row>().enumerate() {
            let added = row.map_err(|error| error.to_string()).and_then(|row| table.add(row));
            if let Err(reason) = added {
                faults.push(Fault::new(format!("{name}:{}: {reason}", n + 2), ACTION));
            }
        }
        if faults.is_empty() && table.gained.is_empty() {
            faults.push(Fault::new(
                format!("{name}: no row of users, so nobody gains anything"),
                "give the flows of a world with the project, compared with one without",
            ));
        }
        Fault::all(faults).map_or(Ok(table), Err)
    }

    fn add(&mut self, row: Row) -> Result<(), String> {
        let usd = [row.before, row.after];
        let figures = usd.into_iter().chain(row.half_usd).chain(row.logsum_usd);
        if let Some(wrong) = figures.into_iter().find(|n| n.is_nan() || n.abs() > 1e15) {
            return Err(format!("{wrong} is not an amount between -10^15 and 10^15"));
        }
        if let Some(wrong) = usd.into_iter().find(|n| *n < 0.0) {
            return Err(format!("{wrong} is below 0"));
        }
        if row.kind != "co2e" {
            for country in [&row.origin, &row.destination] {
                if country.len() != 2 || !country.bytes().all(|b| b.is_ascii_uppercase()) {
                    return Err(format!(
                        "{country:?} is not a country code of two capital letters"
                    ));
                }
            }
        }
        let Row { origin, destination, payee, .. } = row;
        match (row.kind.as_str(), row.half_usd, row.logsum_usd) {
            ("users", Some(by_half), Some(by_logsum)) => {
                self.gained.push(Gained { origin, destination, by_half, by_logsum });
            }
            ("users", ..) => return Err("users need half_usd and logsum_usd".to_owned()),
            ("paid", ..) if payee.is_empty() => return Err("the payee is missing".to_owned()),
            ("paid", ..) => self.paid.push(PaidOnTheWay { origin, destination, payee, usd }),
            ("co2e", ..) => {
                self.co2e_t[0] += usd[0];
                self.co2e_t[1] += usd[1];
            }
            (other, ..) => return Err(format!("{other:?} is none of users, paid, co2e")),
        }
        Ok(())
    }
}
