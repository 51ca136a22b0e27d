//! A project as its file has it: `project.toml`, field by field, checked.

mod check;
mod flows;
mod table;
mod years;

pub(crate) use check::WORLD;
pub use flows::{FlowsRow, FlowsTable, Gained, PaidOnTheWay};
pub use years::{Amount, Years};

use crate::fault::Fault;
use serde::Deserialize;
use std::collections::BTreeMap;

/// Whoever pays or gains.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Party {
    /// Country in two capitals.
    pub country: String,
    /// Its name; the id without it.
    #[serde(default)]
    pub name: String,
}

/// Money spent on works or operation.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cost {
    /// What for.
    pub item: String,
    /// `capital` or `operation`.
    #[serde(default = "capital")]
    pub kind: String,
    /// Who pays.
    pub payer: String,
    /// Country in which the asset stands; the payer's without it.
    #[serde(default)]
    pub country: Option<String>,
    /// When.
    pub years: Years,
    /// How much a year.
    pub amount: Amount,
    /// Its currency; the project's without it.
    #[serde(default)]
    pub currency: Option<String>,
    /// Value to the economy of one unit paid.
    #[serde(default = "one")]
    pub conversion_factor: f64,
    /// Years that the asset lasts from the first year of operation, for its residual value.
    #[serde(default)]
    pub life_years: Option<i32>,
    /// Where the figure comes from.
    #[serde(default)]
    pub source: String,
}

/// Something gained by a party, not paid by another.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Benefit {
    /// What.
    pub item: String,
    /// Who gains.
    pub gainer: String,
    /// When.
    pub years: Years,
    /// How much a year; negative for harm.
    pub amount: Amount,
    /// Its currency; the project's without it.
    #[serde(default)]
    pub currency: Option<String>,
    /// Whether the gainer gets it in money, so that it counts in the financial analysis.
    #[serde(default)]
    pub in_money: bool,
    /// Value to the economy of one unit.
    #[serde(default = "one")]
    pub conversion_factor: f64,
    /// Where the figure comes from.
    #[serde(default)]
    pub source: String,
}

/// Money from one party to another: tolls, charges, duties, taxes, grants.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Transfer {
    /// What for.
    pub item: String,
    /// Who pays.
    pub from: String,
    /// Who gets it.
    pub to: String,
    /// When.
    pub years: Years,
    /// How much a year.
    pub amount: Amount,
    /// Its currency; the project's without it.
    #[serde(default)]
    pub currency: Option<String>,
    /// Whether the payer's cost in a `[[relation]]` contains it already, so that it must not count twice.
    #[serde(default)]
    pub in_user_cost: bool,
    /// Where the figure comes from.
    #[serde(default)]
    pub source: String,
}

/// A way of a relation: generalised cost of a unit before and after, in whole units of the currency.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WayRow {
    /// What it is called.
    pub name: String,
    /// Cost of a unit before; none for a new way.
    #[serde(default)]
    pub before: Option<f64>,
    /// Cost of a unit after; none for one that is gone.
    #[serde(default)]
    pub after: Option<f64>,
}

/// Users between two countries whose ways become cheaper.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Relation {
    /// What moves.
    pub item: String,
    /// The party of the exporters, whose country it comes from.
    pub exporter: String,
    /// The party of the importers, whose country it goes to.
    pub importer: String,
    /// Part of the gain that stays with exporters.
    #[serde(default = "half")]
    pub exporter_share: f64,
    /// When.
    pub years: Years,
    /// Units a year before and after.
    pub quantity: [f64; 2],
    /// Scale of the choice between ways, for one unit of cost; not needed for one way.
    #[serde(default)]
    pub scale: Option<f64>,
    /// `logsum` or `rule-of-half`.
    #[serde(default = "logsum")]
    pub method: String,
    /// The ways.
    pub ways: Vec<WayRow>,
    /// The currency of the costs; the project's without it.
    #[serde(default)]
    pub currency: Option<String>,
    /// Where the figures come from.
    #[serde(default)]
    pub source: String,
}

/// Greenhouse gases more or less than without the project.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Emission {
    /// What emits or is avoided.
    pub item: String,
    /// When.
    pub years: Years,
    /// Tonnes of CO2e a year: positive emitted, negative avoided.
    pub tonnes: Amount,
    /// Where the figure comes from.
    #[serde(default)]
    pub source: String,
}

/// The price of carbon.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Carbon {
    /// Id of a path that comes with the program.
    #[serde(default)]
    pub path: Option<String>,
    /// In place of it: US dollars for a tonne by year.
    #[serde(default)]
    pub prices: BTreeMap<String, f64>,
    /// Growth after the last year.
    #[serde(default)]
    pub growth_after: Option<String>,
    /// The year whose prices they are in.
    #[serde(default)]
    pub price_year: Option<i32>,
    /// Prices of the project's price year over those of the path.
    #[serde(default)]
    pub price_factor: Option<f64>,
    /// Where the prices come from.
    #[serde(default)]
    pub source: String,
}

/// What is left at the end.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Residual {
    /// `none`, `straight-line` or `net-flows`.
    pub method: String,
    /// Years after the last one that `net-flows` looks at.
    #[serde(default)]
    pub years: Option<i32>,
    /// Who has what is left by `net-flows`.
    #[serde(default)]
    pub owner: Option<String>,
}

/// What the investor's money costs.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Risk {
    /// Points over the financial rate by country.
    #[serde(default)]
    pub premium: BTreeMap<String, String>,
    /// Share of the assets by country; by capital cost without it.
    #[serde(default)]
    pub assets: BTreeMap<String, f64>,
    /// What an investment treaty takes off the premium: an id such as `treaty-low`, or points.
    #[serde(default)]
    pub treaty_cut: Option<String>,
    /// The treaty, by its id in the register, for the reader.
    #[serde(default)]
    pub treaty: Option<String>,
    /// Countries whose premium the treaty touches; all that have one without it.
    #[serde(default)]
    pub treaty_countries: Vec<String>,
}

/// Rates in place of a guide's.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rates {
    /// The social discount rate.
    #[serde(default)]
    pub economic: Option<String>,
    /// The financial rate, without premiums.
    #[serde(default)]
    pub financial: Option<String>,
    /// The rate at which deficits are financed.
    #[serde(default)]
    pub finance: Option<String>,
    /// The rate at which surpluses are reinvested.
    #[serde(default)]
    pub reinvest: Option<String>,
}

/// A factor on items that is not known exactly.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Uncertain {
    /// The item it multiplies.
    #[serde(default)]
    pub item: Option<String>,
    /// In place of one item: all of a kind: `capital`, `operation`, `benefit`, `users`, `transfer`, `carbon`.
    #[serde(default)]
    pub kind: Option<String>,
    /// `triangular`, `uniform` or `normal`.
    pub distribution: String,
    /// Least factor.
    #[serde(default)]
    pub low: Option<f64>,
    /// Most likely factor.
    #[serde(default)]
    pub mode: Option<f64>,
    /// Greatest factor.
    #[serde(default)]
    pub high: Option<f64>,
    /// Mean factor.
    #[serde(default)]
    pub mean: Option<f64>,
    /// Standard deviation.
    #[serde(default)]
    pub sd: Option<f64>,
}

/// The file. What is required and may be missing is told by the check, in words.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Project {
    /// What it is called.
    #[serde(default)]
    pub name: String,
    /// What a reader should know of it.
    #[serde(default)]
    pub about: String,
    /// The year that is not discounted.
    #[serde(default)]
    pub base_year: Option<i32>,
    /// The year whose prices all amounts are in.
    #[serde(default)]
    pub price_year: Option<i32>,
    /// The last year looked at.
    #[serde(default)]
    pub last_year: Option<i32>,
    /// The first year of operation, from which assets age.
    #[serde(default)]
    pub operation_from: Option<i32>,
    /// Currency of all amounts that name none.
    #[serde(default)]
    pub currency: Option<String>,
    /// What amounts are in: `one`, `thousand`, `million` or `billion`.
    #[serde(default)]
    pub unit: Option<String>,
    /// Guide whose rates hold.
    #[serde(default)]
    pub preset: Option<String>,
    /// Sector, for the years of the guide: `rail`, `road`, `port`.
    #[serde(default)]
    pub sector: Option<String>,
    /// The party whose money the financial analysis looks at.
    #[serde(default)]
    pub investor: Option<String>,
    /// US dollars for one unit of a currency.
    #[serde(default)]
    pub exchange: BTreeMap<String, f64>,
    /// Rates in place of the guide's.
    #[serde(default)]
    pub rates: Rates,
    /// Who pays and gains.
    #[serde(default)]
    pub parties: BTreeMap<String, Party>,
    /// Costs.
    #[serde(default)]
    pub cost: Vec<Cost>,
    /// Benefits.
    #[serde(default)]
    pub benefit: Vec<Benefit>,
    /// Transfers.
    #[serde(default)]
    pub transfer: Vec<Transfer>,
    /// Users.
    #[serde(default)]
    pub relation: Vec<Relation>,
    /// Flows of freight without the project and with it.
    #[serde(default)]
    pub flows: Vec<FlowsRow>,
    /// Greenhouse gases.
    #[serde(default)]
    pub emission: Vec<Emission>,
    /// Tables of more costs, benefits and transfers: names of CSV files.
    #[serde(default)]
    pub tables: Vec<String>,
    /// The price of carbon.
    #[serde(default)]
    pub carbon: Option<Carbon>,
    /// What is left at the end.
    #[serde(default)]
    pub residual: Option<Residual>,
    /// What the investor's money costs.
    #[serde(default)]
    pub risk: Option<Risk>,
    /// Factors that are not known exactly.
    #[serde(default)]
    pub uncertain: Vec<Uncertain>,
}

fn one() -> f64 {
    1.0
}
fn half() -> f64 {
    0.5
}
fn capital() -> String {
    "capital".to_owned()
}
fn logsum() -> String {
    "logsum".to_owned()
}

/// What to do about any fault of a project.
pub(crate) const ACTION: &str = "mend the file; docs/methods/appraisal.md describes it";

impl Project {
    /// Reads a project; `tables` has the text of the tables it names.
    ///
    /// # Errors
    /// When it is none: every fault with its place.
    pub fn read(file: &str, text: &str, tables: &BTreeMap<String, String>) -> Result<Self, Fault> {
        let mut project: Self = toml::from_str(text).map_err(|error| {
            let start = error.span().map_or(0, |span| span.start);
            let before = text.get(..start).unwrap_or(text);
            let line = before.matches('\n').count() + 1;
            let column = before.rsplit('\n').next().map_or(0, |l| l.chars().count()) + 1;
            Fault::new(format!("{file}:{line}:{column}: {}", error.message()), ACTION)
        })?;
        for name in std::mem::take(&mut project.tables) {
            let Some(table) = tables.get(&name) else {
                return Err(Fault::new(
                    format!("{file}: the table {name:?} is not there"),
                    "give the path of a CSV file, from the project's folder",
                ));
            };
            table::add(&mut project, &name, table)?;
        }
        for row in &mut project.flows {
            let Some(table) = tables.get(&row.file) else {
                return Err(Fault::new(
                    format!("{file}: the flows {:?} are not there", row.file),
                    "give the path of what `corridor flows --scenario ID --json` wrote, from the project's folder",
                ));
            };
            row.table = FlowsTable::read(&row.file, table)?;
        }
        check::check(&project, file, text)?;
        Ok(project)
    }

    /// The names of the tables and flows that a project refers to; the caller reads the files.
    ///
    /// # Errors
    /// When the text is no TOML.
    pub fn table_names(file: &str, text: &str) -> Result<Vec<String>, Fault> {
        #[derive(Deserialize)]
        struct Named {
            #[serde(default)]
            tables: Vec<String>,
            #[serde(default)]
            flows: Vec<OfFlows>,
        }
        #[derive(Deserialize)]
        struct OfFlows {
            file: String,
        }
        let named: Named = toml::from_str(text)
            .map_err(|e| Fault::new(format!("{file}: {}", e.message()), ACTION))?;
        let mut names = named.tables;
        names.extend(named.flows.into_iter().map(|row| row.file));
        Ok(names)
    }
}
