//! Plans of many pairs at once, with the landed cost of their goods: a table as JSON.

use crate::landed_cost::Sale;
use crate::place::PlaceRef;
use crate::way::Moved;
use corridor::trade::GoodsTerms;
use corridor::{PlanRequest, Problem};
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Many pairs to be planned; what a pair does not say holds for all of them.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "PlansRequest", extend("additionalProperties" = false))]
pub struct PlansQuestion {
    /// The pairs.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pairs: Vec<PlanPair>,
    #[serde(flatten)]
    moved: Moved,
    /// Country the goods originate in, where a pair has a code and no origin.
    #[serde(default)]
    origin: Option<String>,
    #[serde(flatten)]
    sale: Sale,
    /// Format of the result: `csv` or `parquet`.
    #[serde(default)]
    format: TableWord,
}

/// Formats of tables.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "PlansFormat")]
enum TableWord {
    /// Comma-separated values.
    #[default]
    Csv,
    /// Apache Parquet.
    Parquet,
}

/// A pair to be planned. With `hs` it has the landed cost of the goods.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PlanPair {
    /// Its id in the answer; its number from 1 unless given.
    #[serde(default)]
    id: Option<String>,
    /// Where from.
    from: PlaceRef,
    /// Where to.
    to: PlaceRef,
    /// Day of departure, YYYY-MM-DD.
    #[serde(default)]
    depart: Option<String>,
    /// Twenty-foot equivalent units.
    #[serde(default)]
    teu: Option<f64>,
    /// Mass of the cargo, t.
    #[serde(default)]
    mass_t: Option<f64>,
    /// Code of the goods in the Harmonized System of 2022, six digits or a national line.
    #[serde(default)]
    hs: Option<String>,
    /// Country the goods originate in.
    #[serde(default)]
    origin: Option<String>,
    /// Rule of Incoterms 2020.
    #[serde(default)]
    incoterm: Option<String>,
    /// The duty without preference.
    #[serde(default)]
    duty: Option<String>,
    /// The tax on imports, per cent.
    #[serde(default)]
    tax_percent: Option<f64>,
    /// How many units the value is of.
    #[serde(default)]
    quantity: Option<f64>,
    /// Their unit.
    #[serde(default)]
    unit: Option<String>,
    /// Value, US dollars.
    #[serde(default)]
    value_usd: Option<f64>,
    /// Value in a currency, with `currency` and a rate (`rate`).
    #[serde(default)]
    value: Option<f64>,
    /// The currency, three letters.
    #[serde(default)]
    currency: Option<String>,
}

impl PlanPair {
    /// Columns of a table of pairs.
    pub const COLUMNS: [&'static str; 16] = [
        "id",
        "from",
        "to",
        "depart",
        "teu",
        "mass_t",
        "hs",
        "origin",
        "incoterm",
        "duty",
        "tax_percent",
        "quantity",
        "unit",
        "value_usd",
        "value",
        "currency",
    ];

    /// The pair as a row with these columns; `number` is its place from 1.
    pub fn row(&self, number: usize) -> [String; 16] {
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let amount = |amount: Option<f64>| amount.map_or(String::new(), |a| a.to_string());
        [
            self.id.clone().unwrap_or_else(|| number.to_string()),
            self.from.0.clone(),
            self.to.0.clone(),
            text(&self.depart),
            amount(self.teu),
            amount(self.mass_t),
            text(&self.hs),
            text(&self.origin),
            text(&self.incoterm),
            text(&self.duty),
            amount(self.tax_percent),
            amount(self.quantity),
            text(&self.unit),
            amount(self.value_usd),
            amount(self.value),
            text(&self.currency),
        ]
    }
}

impl PlansQuestion {
    /// Fills in what was left to the server.
    ///
    /// # Errors
    /// When a field makes no sense, or there are no pairs.
    pub fn settle(&mut self, today: Date) -> Result<(), Problem> {
        if self.pairs.is_empty() {
            let action = "give {\"from\": \"INNSA\", \"to\": \"Moscow\"}";
            return Err(Problem::bad_input("field-missing", "there are no pairs", action));
        }
        self.sale.settle()?;
        self.moved.settle(today)
    }

    /// The rest of the question, beside its pairs.
    #[must_use]
    pub fn without_pairs(&self) -> Self {
        Self { pairs: Vec::new(), ..self.clone() }
    }

    /// What holds for all pairs, without places.
    ///
    /// # Errors
    /// When a word is not known.
    pub fn base(&self) -> Result<PlanRequest, Problem> {
        let nowhere = PlaceRef(String::new());
        let plan = self.moved.request(&nowhere, &nowhere)?;
        Ok(PlanRequest { origin: self.origin.clone(), ..plan })
    }

    /// What holds for the goods of all pairs: their origin and how they are sold.
    ///
    /// # Errors
    /// When a day is none.
    pub fn goods(&self) -> Result<(Option<String>, GoodsTerms), Problem> {
        Ok((self.origin.clone(), self.sale.terms(self.base()?.as_of)))
    }
}
