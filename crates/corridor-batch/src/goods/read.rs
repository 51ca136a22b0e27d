//! The table of goods, and what a row of any table may say of goods and their sale.

use crate::error::BatchError;
use crate::reader::{Fields, IdAndRow, Reader};
use crate::table::{Holds, Table, Wanted};
use std::path::Path;

const IN_DOLLARS: Wanted =
    &[("id", Holds::Text), ("hs", Holds::Text), ("value_usd", Holds::Numbers)];
const IN_CURRENCY: Wanted = &[
    ("id", Holds::Text),
    ("hs", Holds::Text),
    ("value", Holds::Numbers),
    ("currency", Holds::Text),
];
/// What a row may say otherwise than the run: the way, then [`SaleRow`], then what the goods are worth.
const OWN: Wanted = &[
    ("from", Holds::Text),
    ("to", Holds::Text),
    ("depart", Holds::Text),
    ("teu", Holds::Numbers),
    ("mass_t", Holds::Numbers),
    ("origin", Holds::Text),
    ("incoterm", Holds::Text),
    ("duty", Holds::Text),
    ("tax_percent", Holds::Numbers),
    ("quantity", Holds::Numbers),
    ("unit", Holds::Text),
    ("value_usd", Holds::Numbers),
    ("value", Holds::Numbers),
    ("currency", Holds::Text),
];

/// What a row says of the sale of its goods. What is `None` is as the run has it for all of them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SaleRow {
    /// Country of origin.
    pub origin: Option<String>,
    /// Rule of Incoterms.
    pub incoterm: Option<String>,
    /// The duty without preference, as it is written.
    pub duty: Option<String>,
    /// The tax on imports, per cent.
    pub tax_percent: Option<f64>,
    /// How many units the value is of.
    pub quantity: Option<f64>,
    /// Unit of the quantity.
    pub unit: Option<String>,
}

impl SaleRow {
    /// The sale of the fields that come next: `origin,incoterm,duty,tax_percent,quantity,unit`.
    pub(crate) fn of(fields: &mut Fields) -> Result<Self, String> {
        Ok(Self {
            origin: fields.text(),
            incoterm: fields.text(),
            duty: fields.text(),
            tax_percent: fields.amount("tax_percent")?,
            quantity: fields.amount("quantity")?,
            unit: fields.text(),
        })
    }
}

/// What goods are worth.
#[derive(Clone, Debug, PartialEq)]
pub enum Worth {
    /// US dollars.
    Dollars(f64),
    /// An amount with its currency, `18500 EUR`.
    Invoice(String),
}

impl Worth {
    /// What the fields that come next say: `value_usd,value,currency`.
    pub(crate) fn of(fields: &mut Fields) -> Result<Option<Self>, String> {
        let (dollars, value) = (fields.amount("value_usd")?, fields.amount("value")?);
        match (dollars, value, fields.text()) {
            (None, None, None) => Ok(None),
            (Some(dollars), None, None) => Ok(Some(Self::Dollars(dollars))),
            (None, Some(value), Some(currency)) => {
                Ok(Some(Self::Invoice(format!("{value} {currency}"))))
            }
            (None, Some(value), None) => Err(format!("value {value} has no currency")),
            (None, None, Some(currency)) => Err(format!("no value for currency {currency:?}")),
            (Some(dollars), ..) => Err(format!(
                "value_usd {dollars} stands beside a value or currency of its own; keep one of them"
            )),
        }
    }
}

/// Goods of a table. What is `None` is as the run has it for all of them.
#[derive(Clone, Debug, PartialEq)]
pub struct GoodsRow {
    /// Code in the Harmonized System, as it is written.
    pub hs: String,
    /// What they are worth.
    pub worth: Worth,
    /// Where from.
    pub from: Option<String>,
    /// Where to.
    pub to: Option<String>,
    /// Day of departure, as it is written.
    pub depart: Option<String>,
    /// Twenty-foot units.
    pub teu: Option<f64>,
    /// Mass, t.
    pub mass_t: Option<f64>,
    /// The rest.
    pub sale: SaleRow,
}

/// A table of goods, read some rows at a time.
pub type GoodsReader = Reader<'static, GoodsRow>;

impl GoodsReader {
    /// Opens a CSV or Parquet file, `-` for CSV from stdin, with the columns `id,hs,value_usd` or
    /// `id,hs,value,currency`, and `origin`, `from`, `to`, `depart`, `incoterm`, `duty`, `unit`, `teu`,
    /// `mass_t`, `tax_percent`, `quantity` where rows differ in them.
    ///
    /// # Errors
    /// When it cannot be read, or lacks columns.
    pub fn open(path: &Path) -> Result<Self, BatchError> {
        let table = Table::open_with(path, &[IN_DOLLARS, IN_CURRENCY], OWN)?;
        Ok(Self::new(
            table,
            Box::new(|fields, variant| Fields::entry(fields, |fields| goods(fields, variant))),
        ))
    }
}

/// Reads a table of goods whole: the id of each row, and its goods or a sentence that says what is wrong
/// with them.
///
/// # Errors
/// When it cannot be read, or lacks columns.
pub fn read_goods(path: &Path) -> Result<Vec<IdAndRow<GoodsRow>>, BatchError> {
    Ok(GoodsReader::open(path)?.whole()?.0)
}

/// The goods of the fields after the id.
fn goods(fields: &mut Fields, variant: usize) -> Result<GoodsRow, String> {
    let hs = fields.needed("hs")?;
    // What they are worth stands among the optional columns too.
    fields.skip([IN_DOLLARS, IN_CURRENCY][variant].len() - 2);
    let (from, to, depart) = (fields.text(), fields.text(), fields.text());
    let (teu, mass_t) = (fields.amount("teu")?, fields.amount("mass_t")?);
    let sale = SaleRow::of(fields)?;
    let worth = Worth::of(fields)?
        .ok_or_else(|| format!("no value for {}", ["value_usd", "value"][variant]))?;
    Ok(GoodsRow { hs, worth, from, to, depart, teu, mass_t, sale })
}
