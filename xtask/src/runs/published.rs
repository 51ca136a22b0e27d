//! What was published, as the table of runs has it.

use anyhow::{Result, ensure};
use jiff::civil::Date;
use serde::Deserialize;

/// What of a way a figure is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// All from door to door.
    Door,
    /// The main carriage, from first departure to last arrival.
    Transit,
}

/// How far a figure is to be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum Confidence {
    /// An official table or index.
    A,
    /// A study, an international body or an operator on an actual run or offer.
    B,
    /// Press or vendor.
    C,
}

/// A published run, transit time or price.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Run {
    /// Name of the row.
    pub id: String,
    /// Where from, as a user would write it.
    pub from: String,
    /// Where to.
    pub to: String,
    /// Corridor that the itinerary has to use; any if empty.
    #[serde(default)]
    pub corridor: String,
    /// Modes of legs of more than 100 km; any if empty.
    #[serde(default)]
    pub only: Vec<String>,
    /// A word, in lower case, that the name of some leg or its end has to contain.
    #[serde(default)]
    pub through: String,
    /// What the way has to go through, in order.
    #[serde(default)]
    pub via: Vec<String>,
    /// What must not be used.
    #[serde(default)]
    pub avoid: Vec<String>,
    /// Day of departure.
    #[serde(deserialize_with = "day")]
    pub depart: Date,
    /// Ice class of the ship.
    #[serde(default = "none")]
    pub ice_class: String,
    /// A shipped scenario that the run belongs to; the world as it is if empty.
    #[serde(default)]
    pub scenario: String,
    /// Twenty-foot units, if not two.
    pub teu: Option<f64>,
    /// Kind of cargo, if not containers.
    #[serde(default)]
    pub cargo: String,
    /// Tonnes, where the cargo is not in boxes.
    pub mass_t: Option<f64>,
    /// What the figures are about.
    pub scope: Scope,
    /// Days published, least and most.
    pub days: Option<[f64; 2]>,
    /// US dollars published, least and most.
    pub usd: Option<[f64; 2]>,
    /// Where it was published.
    #[expect(dead_code, reason = "for readers of the table")]
    pub source: String,
    /// How far it is to be trusted.
    pub confidence: Confidence,
    /// A figure of the shipped parameters that was made from this row.
    pub parameter: Option<String>,
    /// Found when the parameters had been set.
    #[serde(default)]
    pub later: bool,
    /// Why it is shown but not counted, by the rules at the head of the table; counted if empty.
    #[serde(default)]
    pub not_counted: String,
    /// What a reader should know besides.
    #[serde(default)]
    #[expect(dead_code, reason = "for readers of the table")]
    pub note: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    run: Vec<Run>,
}

/// Reads the table.
///
/// # Errors
/// When it is not of this form, or a range runs backwards.
pub fn read(text: &str) -> Result<Vec<Run>> {
    let table: Table = toml::from_str(text)?;
    for run in &table.run {
        ensure!(run.days.is_some() || run.usd.is_some(), "{} has no figure", run.id);
        for [low, high] in [run.days, run.usd].into_iter().flatten() {
            ensure!(0.0 < low && low <= high, "{}: {low} to {high} is no range", run.id);
        }
        ensure!(table.run.iter().filter(|r| r.id == run.id).count() == 1, "{} twice", run.id);
    }
    Ok(table.run)
}

fn none() -> String {
    "none".to_owned()
}

fn day<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Date, D::Error> {
    let written = toml::value::Datetime::deserialize(from)?;
    written.to_string().parse().map_err(serde::de::Error::custom)
}
