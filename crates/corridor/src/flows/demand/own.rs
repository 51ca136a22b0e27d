//! Tables with the columns of `docs/methods/flows.md`.

use super::{Parsed, Row, Told, amount, by_value, number};
use crate::flows::figures;
use crate::flows::goods::Goods;
use corridor_planning::Cargo;
use csv::StringRecord;

/// What a column is called, and other names of it.
const COLUMNS: [(&str, &[&str]); 11] = [
    ("origin", &["from", "exporter"]),
    ("destination", &["to", "importer"]),
    ("commodity", &["hs", "goods"]),
    ("cargo", &[]),
    ("tonnes", &["tonnes_per_year"]),
    ("teu", &["teu_per_year"]),
    ("value_usd", &[]),
    ("year", &[]),
    ("source", &[]),
    ("confidence", &[]),
    ("note", &["id"]),
];
/// Names of columns that look like another unit, which nobody may guess.
const OTHER_UNITS: [&str; 17] = [
    "t",
    "kt",
    "mt",
    "kg",
    "lb",
    "lbs",
    "tons",
    "short_tons",
    "kilograms",
    "usd",
    "value",
    "quantity",
    "amount",
    "mass",
    "weight",
    "containers",
    "feu",
];

/// Where a column stands, by its place in [`COLUMNS`].
pub(super) struct Header([Option<usize>; COLUMNS.len()]);

impl Header {
    /// Finds the columns; what is not used is told in `notes`.
    ///
    /// # Errors
    /// When a column is missing, stands twice, or is in a unit that nobody names.
    pub(super) fn of(
        file: &str,
        names: &[String],
        notes: &mut Vec<String>,
    ) -> Result<Self, String> {
        let mut places = [None; COLUMNS.len()];
        let mut unused: Vec<&str> = Vec::new();
        for (at, name) in names.iter().enumerate() {
            let is = |(known, others): &(&str, &[&str])| {
                known == name || others.contains(&name.as_str())
            };
            let Some(column) = COLUMNS.iter().position(is) else {
                if OTHER_UNITS.contains(&name.as_str()) {
                    return Err(format!(
                        "{file}: what unit the column {name:?} is in is not known; give tonnes, teu \
                         or value_usd"
                    ));
                }
                unused.push(name);
                continue;
            };
            if COLUMNS[column].0 != "note" && places[column].replace(at).is_some() {
                return Err(format!("{file}: two columns are the {}", COLUMNS[column].0));
            }
        }
        let lacks = |name: &str| {
            COLUMNS.iter().position(|(known, _)| *known == name).is_none_or(|c| places[c].is_none())
        };
        let mut missing: Vec<&str> =
            ["origin", "destination", "commodity"].into_iter().filter(|name| lacks(name)).collect();
        if ["tonnes", "teu", "value_usd"].into_iter().all(lacks) {
            missing.push("tonnes (or teu, or value_usd)");
        }
        if !missing.is_empty() {
            return Err(format!("{file}: there is no column {}", missing.join(", ")));
        }
        if !unused.is_empty() {
            notes.push(format!("{file}: not used are the columns {}", unused.join(", ")));
        }
        Ok(Self(places))
    }

    fn field<'r>(&self, record: &'r StringRecord, name: &str) -> &'r str {
        let column = COLUMNS.iter().position(|(known, _)| *known == name);
        let at = column.and_then(|column| self.0[column]);
        at.and_then(|at| record.get(at)).unwrap_or_default().trim()
    }
}

/// A row.
///
/// # Errors
/// The reason why it makes no sense.
pub(super) fn row(header: &Header, record: &StringRecord, at: String) -> Result<Parsed, String> {
    let field = |name: &str| header.field(record, name);
    let place = |name: &str| match field(name) {
        "" => Err(format!("no {name}")),
        text => Ok(text.to_owned()),
    };
    let (from, to) = (place("origin")?, place("destination")?);
    let cargo: Option<Cargo> = match field("cargo") {
        "" => None,
        text => Some(text.parse()?),
    };
    let commodity = match field("commodity") {
        "" => return Err("no commodity".to_owned()),
        text => text,
    };
    let goods = Goods::read(commodity, cargo)?;
    let tonnes = number(field("tonnes"), "tonnes")?;
    let teu = number(field("teu"), "teu")?;
    let value_usd = number(field("value_usd"), "value_usd")?;
    let (tonnes, told) = match (tonnes, teu, value_usd) {
        (Some(tonnes), Some(teu), _) => {
            return Err(format!("both {tonnes} tonnes and {teu} TEU: give one unit"));
        }
        (Some(tonnes), None, _) => (tonnes, Told::Tonnes),
        (None, Some(teu), _) if goods.cargo == Cargo::Container => {
            (teu * figures::value("t_per_teu"), Told::Teu)
        }
        (None, Some(teu), _) => {
            return Err(format!("{teu} TEU of {} cargo, which is not in boxes", goods.cargo));
        }
        (None, None, Some(usd)) => (by_value(usd, &goods)?, Told::Value),
        (None, None, None) => return Err("no tonnes, teu or value_usd".to_owned()),
    };
    Ok(Parsed::Row(Box::new(Row {
        at,
        from,
        to,
        goods,
        amount: amount(tonnes)?,
        value_usd,
        told,
        year: field("year").to_owned(),
        source: field("source").to_owned(),
        confidence: field("confidence").to_owned(),
    })))
}
