//! How strongly trade answers to its cost, by sector: the exponent theta, sigma - 1.

use crate::rows::{hint, place, rows};
use crate::{Fault, Table};

/// Below this, demand is so stiff that figures depend on the exponent more than on the change.
pub const LEAST: f64 = 1.0;
/// Above this the equilibrium is near a corner and its figures are spurious.
pub const MOST: f64 = 100.0;

const SHIPPED: &str = include_str!("../../../data/elasticities/sections.csv");

/// The elasticity of a sector.
#[derive(Clone, Debug, PartialEq)]
pub struct Elasticity {
    /// The exponent.
    pub value: f64,
    /// Its standard error; 0 where none is known.
    pub error: f64,
    /// Where it comes from.
    pub source: String,
    /// `H`, `M` or `L`; empty of the user's own.
    pub confidence: String,
}

/// One elasticity for all sectors.
///
/// # Errors
/// When it is out of range.
pub fn uniform(table: &Table, value: f64) -> Result<Vec<Elasticity>, Fault> {
    if let Some(reason) = wrong(value) {
        return Err(Fault::new("elasticity-range", reason, ACTION));
    }
    let one = Elasticity { value, error: 0.0, source: "yours".into(), confidence: String::new() };
    Ok(vec![one; table.sectors.len()])
}

/// The user's elasticities from `sector,elasticity,standard_error`.
///
/// # Errors
/// Unknown, repeated or missing sectors and values out of range.
pub fn from_csv(table: &Table, name: &str, text: &str) -> Result<Vec<Elasticity>, Fault> {
    let mut found: Vec<Option<Elasticity>> = vec![None; table.sectors.len()];
    for row in rows(name, text, ["sector", "elasticity", "standard_error"])? {
        let at = place(&row, "sector", row.text(0), &table.sectors)?;
        let (value, error) = (row.number(1)?, row.number(2)?);
        if let Some(reason) = wrong(value) {
            return Err(row.fault("elasticity-range", &reason, ACTION));
        }
        if error < 0.0 {
            let reason = format!("standard_error {error} is below 0");
            return Err(row.fault("elasticity-range", &reason, "give 0 where none is known"));
        }
        if found[at].is_some() {
            let reason = format!("sector {:?} is given twice", row.text(0));
            return Err(row.fault("elasticity-range", &reason, "give each once"));
        }
        let source = format!("yours ({name})");
        found[at] = Some(Elasticity { value, error, source, confidence: String::new() });
    }
    let given = found.into_iter().zip(&table.sectors);
    given
        .map(|(one, sector)| {
            one.ok_or_else(|| {
                Fault::new(
                    "elasticity-missing",
                    format!("{name} has no elasticity for sector {sector:?}"),
                    "add a row for it",
                )
            })
        })
        .collect()
}

/// The elasticities that ship, for the sections of ISIC Rev. 4 and codes that begin with them.
///
/// # Errors
/// When a sector of the table is none of ISIC's.
pub fn shipped(table: &Table) -> Result<Vec<Elasticity>, Fault> {
    let columns =
        ["section", "elasticity", "standard_error", "source", "date", "confidence", "note"];
    let known: Vec<(String, Elasticity)> = rows("elasticities/sections.csv", SHIPPED, columns)?
        .iter()
        .map(|row| {
            let (value, error) = (row.number(1)?, row.number(2)?);
            let source = format!("{}, {} ({})", row.text(3), row.text(4), row.text(6));
            let confidence = row.text(5).to_owned();
            Ok((row.text(0).to_owned(), Elasticity { value, error, source, confidence }))
        })
        .collect::<Result<_, Fault>>()?;
    let of = |sector: &String| {
        let section = section(sector)?;
        known.iter().find(|(id, _)| id.starts_with(section)).map(|(_, one)| one.clone())
    };
    table
        .sectors
        .iter()
        .map(|sector| {
            of(sector).ok_or_else(|| {
                let ids: Vec<String> = known.iter().map(|(id, _)| id.clone()).collect();
                Fault::new(
                    "elasticity-missing",
                    format!("no elasticity comes with the program for sector {sector:?}"),
                    &format!(
                        "give one for all sectors (--elasticity 5) or a table of them; of the sections \
                         of ISIC Rev. 4, {}",
                        hint(sector, &ids)
                    ),
                )
            })
        })
        .collect()
}

/// The section of ISIC Rev. 4 that a sector is, or is a part of: `C`, `C10T12`.
pub fn section(sector: &str) -> Option<char> {
    let mut letters = sector.chars();
    let first = letters.next()?;
    let rest = letters.next();
    (first.is_ascii_uppercase() && first <= 'U' && rest.is_none_or(|c| c.is_ascii_digit()))
        .then_some(first)
}

const ACTION: &str = "give the exponent, sigma - 1, for instance 5";

fn wrong(value: f64) -> Option<String> {
    if (LEAST..=MOST).contains(&value) {
        return None;
    }
    Some(format!("elasticity {value} is not from {LEAST} to {MOST}"))
}
