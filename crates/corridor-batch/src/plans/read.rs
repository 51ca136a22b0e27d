//! The table of pairs to be planned.

use super::{PlanGoods, PlanRow};
use crate::error::BatchError;
use crate::goods::{SaleRow, Worth};
use crate::reader::{Fields, IdAndRow, Reader};
use crate::table::{Holds, Table, Wanted};
use arrow_array::RecordBatchReader;
use arrow_schema::SchemaRef;
use std::path::Path;

const BY_PLACE: Wanted = &[("id", Holds::Text), ("from", Holds::Text), ("to", Holds::Text)];
const BY_POSITION: Wanted = &[
    ("id", Holds::Text),
    ("from_lon", Holds::Numbers),
    ("from_lat", Holds::Numbers),
    ("to_lon", Holds::Numbers),
    ("to_lat", Holds::Numbers),
];
/// What a row may say otherwise than the run: the way, the goods and their sale, what they are worth.
const OWN: Wanted = &[
    ("depart", Holds::Text),
    ("teu", Holds::Numbers),
    ("mass_t", Holds::Numbers),
    (HS, Holds::Text),
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
/// The column of codes: a table with it asks for landed cost.
const HS: &str = "hs";

/// A table of pairs to be planned, read some rows at a time.
pub type PlanReader = Reader<'static, PlanRow>;

impl PlanReader {
    /// Opens a CSV or Parquet file, `-` for CSV from stdin, with the columns `id,from,to` or
    /// `id,from_lon,from_lat,to_lon,to_lat` (places count where it has both), and `depart`, `teu`,
    /// `mass_t`, `value_usd` where rows differ in them. With `hs` its rows ask for landed cost, and may
    /// have `origin`, `incoterm`, `duty`, `tax_percent`, `quantity`, `unit`, and `value` with `currency`
    /// in place of `value_usd`.
    ///
    /// # Errors
    /// When it cannot be read, or lacks columns.
    pub fn open(path: &Path) -> Result<Self, BatchError> {
        Ok(Self::of(Table::open_with(path, &[BY_PLACE, BY_POSITION], OWN)?))
    }

    /// Record batches in memory with these columns, which errors call `name`.
    ///
    /// # Errors
    /// When columns are missing or of another kind.
    pub fn of_records(
        name: &str,
        reader: Box<dyn RecordBatchReader + Send>,
    ) -> Result<Self, BatchError> {
        Ok(Self::of(Table::of_records(name, reader, &[BY_PLACE, BY_POSITION], OWN)?))
    }

    fn of(table: Table) -> Self {
        let parse = |fields, variant| Fields::entry(fields, |fields| pair(fields, variant));
        Self::new(table, Box::new(parse))
    }

    /// The columns of the itineraries of its rows.
    pub fn schema(&self) -> SchemaRef {
        super::schema(crate::Format::Parquet, self.asks_for_landed_cost())
    }

    /// Whether rows may say what the goods are, so that answers have landed cost.
    pub fn asks_for_landed_cost(&self) -> bool {
        self.has(HS)
    }
}

/// Reads a table of pairs whole: the id of each row, and its pair or what is wrong with it; and how the
/// file was read where that is not as expected.
///
/// # Errors
/// When it cannot be read, or lacks columns.
pub fn read_plan_rows(path: &Path) -> Result<(Vec<IdAndRow<PlanRow>>, Option<String>), BatchError> {
    PlanReader::open(path)?.whole()
}

/// The pair of the fields after the id.
fn pair(fields: &mut Fields, variant: usize) -> Result<PlanRow, String> {
    let (from, to) = if variant == 0 {
        (fields.needed("from")?, fields.needed("to")?)
    } else {
        let mut position = |lon: &str, lat: &str| {
            let at = fields.position(lon, lat)?;
            Ok::<_, String>(format!("{},{}", at.lon(), at.lat()))
        };
        (position("from_lon", "from_lat")?, position("to_lon", "to_lat")?)
    };
    let depart = fields.text();
    let (teu, mass_t) = (fields.amount("teu")?, fields.amount("mass_t")?);
    let hs = fields.text();
    let sale = SaleRow::of(fields)?;
    let (value_usd, invoice) = match Worth::of(fields)? {
        None => (None, None),
        Some(Worth::Dollars(value)) => (Some(value), None),
        Some(Worth::Invoice(invoice)) => (None, Some(invoice)),
    };
    let goods = PlanGoods { hs, invoice, sale };
    Ok(PlanRow { from, to, depart, teu, mass_t, value_usd, goods })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;

    fn read(text: &str) -> Vec<IdAndRow<PlanRow>> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("pairs.csv");
        std::fs::write(&path, text).unwrap();
        read_plan_rows(&path).unwrap().0
    }

    #[test]
    fn each_bad_row_is_told_with_its_own_line() {
        let rows = read("id,from,to,teu\na,Mumbai,Moscow,many\nb,Delhi,Hamburg,1\nc,,Hamburg,1\n");
        let told: Vec<_> = rows.iter().map(|(_, pair)| pair.as_ref().err()).collect();
        assert!(told[0].unwrap().contains("line 2"), "{told:?}");
        assert!(told[1].is_none());
        assert!(told[2].unwrap().contains("line 4"), "{told:?}");
    }

    #[test]
    fn goods_are_worth_dollars_or_an_invoice_and_never_both() {
        let rows = read(
            "id,from,to,hs,origin,value_usd,value,currency,quantity\n\
             a,Pune,Kazan,3004.90,IN,5000,,,\nb,Pune,Kazan,3004.90,,,4000.5,EUR,10\n\
             c,Pune,Kazan,3004.90,,1,2,EUR,\nd,Pune,Kazan,3004.90,,,2,,\n",
        );
        let row = |n: usize| rows[n].1.as_ref().unwrap();
        assert_eq!(
            (row(0).value_usd, row(0).goods.sale.origin.as_deref()),
            (Some(5000.0), Some("IN"))
        );
        assert_eq!(row(1).goods.invoice.as_deref(), Some("4000.5 EUR"));
        assert_eq!(row(1).goods.sale.quantity, Some(10.0));
        assert!(rows[2].1.as_ref().unwrap_err().contains("keep one of them"));
        assert!(rows[3].1.as_ref().unwrap_err().contains("no currency"));
    }
}
