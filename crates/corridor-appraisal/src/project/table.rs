//! Costs, benefits and transfers of a project from a table.

use super::{ACTION, Amount, Benefit, Cost, Project, Transfer, Years};
use crate::fault::Fault;
use rust_decimal::prelude::ToPrimitive;
use serde::Deserialize;

/// A row: `kind,item,party,to_party,year,amount,conversion_factor`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    /// `capital`, `operation`, `benefit` or `transfer`.
    kind: String,
    item: String,
    /// Who pays, or gains a benefit.
    party: String,
    /// Who gets a transfer.
    #[serde(default)]
    to_party: String,
    year: i32,
    amount: String,
    #[serde(default)]
    conversion_factor: String,
}

/// Adds the rows of a table to a project; rows of one item, kind and party become one entry.
pub(super) fn add(project: &mut Project, name: &str, text: &str) -> Result<(), Fault> {
    let text = text.trim_start_matches('\u{feff}');
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(text.as_bytes());
    let mut faults = Vec::new();
    for (n, row) in reader.deserialize::<Row>().enumerate() {
        let wrong = |reason: String| Fault::new(format!("{name}:{}: {reason}", n + 2), ACTION);
        let row = match row {
            Ok(row) => row,
            Err(error) => {
                faults.push(wrong(error.to_string()));
                continue;
            }
        };
        if let Err(reason) = row.add(project, name) {
            faults.push(wrong(reason));
        }
    }
    Fault::all(faults).map_or(Ok(()), Err)
}

/// A number of a table as the nearest binary one.
fn number(text: &str) -> Result<f64, String> {
    let number = crate::read::amount(text)?;
    number.to_f64().ok_or_else(|| format!("{text:?} is no number"))
}

/// Adds a year to an entry.
fn extend(years: &mut Years, amounts: &mut Amount, year: i32, amount: f64) {
    if let (Years::Each(years), Amount::Each(amounts)) = (years, amounts) {
        years.push(year);
        amounts.push(amount);
    }
}

impl Row {
    fn add(self, project: &mut Project, table: &str) -> Result<(), String> {
        let amount = number(&self.amount)?;
        let factor = match self.conversion_factor.as_str() {
            "" => 1.0,
            text => number(text)?,
        };
        if self.kind != "transfer" && !self.to_party.is_empty() {
            return Err(format!("to_party {:?} belongs to a transfer", self.to_party));
        }
        let (item, party, year) = (self.item, self.party, self.year);
        let (years, amounts) = (Years::Each(vec![year]), Amount::Each(vec![amount]));
        let source = table.to_owned();
        match self.kind.as_str() {
            kind @ ("capital" | "operation") => {
                let same = |c: &&mut Cost| {
                    c.item == item
                        && c.payer == party
                        && c.kind == kind
                        && c.source == source
                        && c.conversion_factor == factor
                };
                if let Some(known) = project.cost.iter_mut().find(same) {
                    extend(&mut known.years, &mut known.amount, year, amount);
                    return Ok(());
                }
                project.cost.push(Cost {
                    item,
                    kind: kind.to_owned(),
                    payer: party,
                    country: None,
                    years,
                    amount: amounts,
                    currency: None,
                    conversion_factor: factor,
                    life_years: None,
                    source,
                });
            }
            "benefit" => {
                let same = |b: &&mut Benefit| {
                    b.item == item
                        && b.gainer == party
                        && b.source == source
                        && b.conversion_factor == factor
                };
                if let Some(known) = project.benefit.iter_mut().find(same) {
                    extend(&mut known.years, &mut known.amount, year, amount);
                    return Ok(());
                }
                project.benefit.push(Benefit {
                    item,
                    gainer: party,
                    years,
                    amount: amounts,
                    currency: None,
                    in_money: false,
                    conversion_factor: factor,
                    source,
                });
            }
            "transfer" if factor == 1.0 => {
                let to = self.to_party;
                let same = |t: &&mut Transfer| {
                    t.item == item && t.from == party && t.to == to && t.source == source
                };
                if let Some(known) = project.transfer.iter_mut().find(same) {
                    extend(&mut known.years, &mut known.amount, year, amount);
                    return Ok(());
                }
                project.transfer.push(Transfer {
                    item,
                    from: party,
                    to,
                    years,
                    amount: amounts,
                    currency: None,
                    in_user_cost: false,
                    source,
                });
            }
            "transfer" => return Err("a transfer has no conversion factor".to_owned()),
            other => {
                return Err(format!("{other:?} is none of capital, operation, benefit, transfer"));
            }
        }
        Ok(())
    }
}
