//! The table of goods.

use crate::error::BatchError;
use crate::run::Asked;
use crate::site::BadRow;
use crate::table::{Holds, Record, Table, Value, Wanted};
use std::path::Path;

const GOODS: Wanted = &[("id", Holds::Text), ("hs", Holds::Text), ("value_usd", Holds::Numbers)];
/// What a row may say otherwise than the run.
const OWN: Wanted = &[
    ("origin", Holds::Text),
    ("from", Holds::Text),
    ("to", Holds::Text),
    ("depart", Holds::Text),
    ("incoterm", Holds::Text),
    ("duty", Holds::Text),
    ("unit", Holds::Text),
    ("teu", Holds::Numbers),
    ("mass_t", Holds::Numbers),
    ("tax_percent", Holds::Numbers),
    ("quantity", Holds::Numbers),
];

/// Goods of a table. What is `None` is as the run has it for all of them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GoodsRow {
    /// Code in the Harmonized System, as it is written.
    pub hs: String,
    /// Value, US dollars.
    pub value_usd: f64,
    /// Country of origin.
    pub origin: Option<String>,
    /// Where from.
    pub from: Option<String>,
    /// Where to.
    pub to: Option<String>,
    /// Day of departure, as it is written.
    pub depart: Option<String>,
    /// Rule of Incoterms.
    pub incoterm: Option<String>,
    /// The duty without preference, as it is written.
    pub duty: Option<String>,
    /// Unit of the quantity.
    pub unit: Option<String>,
    /// Twenty-foot units.
    pub teu: Option<f64>,
    /// Mass, t.
    pub mass_t: Option<f64>,
    /// The tax on imports, per cent.
    pub tax_percent: Option<f64>,
    /// How many units the value is of.
    pub quantity: Option<f64>,
}

/// A row read: its id, and the goods or what is wrong with them.
pub(crate) struct Entry {
    pub(super) id: Option<String>,
    pub(super) goods: Result<GoodsRow, String>,
}

/// A table of goods, read some rows at a time.
pub struct GoodsReader {
    table: Table,
    bad: u64,
}

impl GoodsReader {
    /// Opens a CSV or Parquet file, `-` for CSV from stdin, with the columns `id,hs,value_usd`, and
    /// `origin`, `from`, `to`, `depart`, `incoterm`, `duty`, `unit`, `teu`, `mass_t`, `tax_percent`,
    /// `quantity` where rows differ in them.
    ///
    /// # Errors
    /// When it cannot be read, or lacks columns.
    pub fn open(path: &Path) -> Result<Self, BatchError> {
        Ok(Self { table: Table::open_with(path, &[GOODS], OWN)?, bad: 0 })
    }

    /// How the file was read where that is not as expected: in another encoding, with semicolons.
    pub fn note(&self) -> Option<&str> {
        self.table.note()
    }
}

/// Reads a table of goods whole: the id of each row, and its goods or a sentence that says what is wrong
/// with them.
///
/// # Errors
/// When it cannot be read, or lacks columns.
pub fn read_goods(path: &Path) -> Result<Vec<IdAndGoods>, BatchError> {
    let mut reader = GoodsReader::open(path)?;
    let mut rows = Vec::new();
    loop {
        let told = &mut Vec::new();
        let entries = reader.read(super::AT_ONCE, &mut |bad| told.push(bad.to_string()))?;
        if entries.is_empty() {
            return Ok(rows);
        }
        let mut told = told.drain(..);
        for Entry { id, goods } in entries {
            // The entry says what is wrong, the report where.
            let goods = goods.map_err(|reason| told.next().unwrap_or(reason));
            rows.push((id.unwrap_or_default(), goods));
        }
    }
}

/// The id of a row, and its goods or what is wrong with them.
pub type IdAndGoods = (String, Result<GoodsRow, String>);

impl Asked for GoodsReader {
    type Entry = Entry;

    fn read(
        &mut self,
        most: usize,
        bad_row: &mut dyn FnMut(&BadRow),
    ) -> Result<Vec<Entry>, BatchError> {
        let mut entries = Vec::new();
        while entries.len() < most
            && let Some(Record { row, fields }) = self.table.next()?
        {
            let entry = match fields {
                Ok(fields) => entry(fields),
                Err(reason) => Entry { id: None, goods: Err(reason) },
            };
            if let Err(reason) = &entry.goods {
                self.bad += 1;
                let (table, unit) = (self.table.name().to_owned(), self.table.unit());
                bad_row(&BadRow { table, row, unit, reason: reason.clone() });
            }
            entries.push(entry);
        }
        Ok(entries)
    }
    fn bad(&self) -> u64 {
        self.bad
    }
    fn row_estimate(&self) -> Option<u64> {
        self.table.row_estimate()
    }
}

fn entry(fields: Vec<Value>) -> Entry {
    let mut fields = fields.into_iter();
    let id = fields.next().and_then(Value::text);
    let goods = match id {
        Some(_) => goods(&mut fields),
        None => Err("no value for id".to_owned()),
    };
    Entry { id, goods }
}

/// The goods of the fields after the id.
fn goods(fields: &mut impl Iterator<Item = Value>) -> Result<GoodsRow, String> {
    let mut next = || fields.next().unwrap_or(Value::Missing);
    let hs = next().text().ok_or("no value for hs")?;
    let finite = |value: &Value, column: &str| match value.number(column)? {
        number if number.is_finite() => Ok(number),
        number => Err(format!("{column} {number} is not a finite number")),
    };
    let value_usd = finite(&next(), "value_usd")?;
    let (origin, from, to) = (next().text(), next().text(), next().text());
    let (depart, incoterm, duty, unit) =
        (next().text(), next().text(), next().text(), next().text());
    let mut amount = |column: &str| {
        let value = next();
        if value.clone().text().is_none() {
            return Ok(None);
        }
        finite(&value, column).map(Some)
    };
    Ok(GoodsRow {
        hs,
        value_usd,
        origin,
        from,
        to,
        depart,
        incoterm,
        duty,
        unit,
        teu: amount("teu")?,
        mass_t: amount("mass_t")?,
        tax_percent: amount("tax_percent")?,
        quantity: amount("quantity")?,
    })
}
