//! Other values of the columns: what is asked about.

use super::Flows;
use crate::Fault;
use crate::rows::{hint, place, rows};
use std::collections::BTreeMap;

impl Flows {
    /// The values of all rows with one column the same everywhere: borders that are gone, `INTL_BRDR=0`.
    ///
    /// # Errors
    /// When there is no such column, or the text is no `COLUMN=NUMBER`.
    pub fn with_column(&self, values: &[f64], text: &str) -> Result<Vec<f64>, Fault> {
        let wrong = |reason: String, action: &str| Err(Fault::new("change-range", reason, action));
        let (name, number) = text.split_once('=').unwrap_or((text, ""));
        let name = name.trim();
        let Some(column) = self.columns.iter().position(|column| column == name) else {
            return wrong(format!("there is no column {name:?}"), &hint(name, &self.columns));
        };
        let Some(number) = number.trim().parse().ok().filter(|n: &f64| n.is_finite()) else {
            return wrong(
                format!("{text:?} gives the column {name} no finite number"),
                "write COLUMN=NUMBER, such as BORDER=0",
            );
        };
        let mut values = values.to_vec();
        values.iter_mut().skip(column).step_by(self.columns.len()).for_each(|x| *x = number);
        Ok(values)
    }

    /// The values with rows of `origin,destination,column,value` over them.
    ///
    /// # Errors
    /// Unknown ids and columns, pairs without a flow, and values that are given twice.
    pub fn with_rows(&self, values: &[f64], name: &str, text: &str) -> Result<Vec<f64>, Fault> {
        let at: BTreeMap<(usize, usize), usize> =
            self.pairs.iter().enumerate().map(|(row, pair)| (*pair, row)).collect();
        let mut values = values.to_vec();
        let mut given: BTreeMap<usize, u64> = BTreeMap::new();
        for row in rows(name, text, ["origin", "destination", "column", "value"])? {
            let origin = place(&row, "origin", row.text(0), &self.countries)?;
            let destination = place(&row, "destination", row.text(1), &self.countries)?;
            let column = place(&row, "column", row.text(2), &self.columns)?;
            let Some(flow) = at.get(&(origin, destination)) else {
                return Err(row.fault(
                    "change-range",
                    &format!("there is no flow from {} to {}", row.text(0), row.text(1)),
                    "a change is of a pair in the table of flows",
                ));
            };
            let cell = flow * self.columns.len() + column;
            if let Some(line) = given.insert(cell, row.line) {
                let reason = format!("that value is given in line {line} already");
                return Err(row.fault("change-range", &reason, "give each once"));
            }
            values[cell] = row.number(3)?;
        }
        Ok(values)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flows() -> Flows {
        let text =
            "origin,destination,trade,far,border\nA,A,9,0,0\nA,B,1,2,1\nB,A,2,2,1\nB,B,8,0,0\n";
        Flows::from_csv("f", text).unwrap()
    }

    #[test]
    fn values_are_laid_over_columns_and_pairs() {
        let flows = flows();
        let without = flows.with_column(&flows.values, "border=0").unwrap();
        assert_eq!(without, [0.0, 0.0, 2.0, 0.0, 2.0, 0.0, 0.0, 0.0]);
        let rows = "origin,destination,column,value\nA,B,far,1.5\n";
        let nearer = flows.with_rows(&without, "c", rows).unwrap();
        assert_eq!(nearer[2..4], [1.5, 0.0]);
    }

    #[test]
    fn what_is_not_there_is_refused() {
        let flows = flows();
        let column = |text: &str| flows.with_column(&flows.values, text).unwrap_err();
        assert!(column("bordr=0").action.contains("border"));
        assert!(column("border=none").reason.contains("none"));
        let rows = |text: &str| {
            let text = format!("origin,destination,column,value\n{text}\n");
            flows.with_rows(&flows.values, "c", &text).unwrap_err().reason
        };
        assert!(rows("A,C,far,1").contains("\"C\""));
        assert!(rows("A,B,near,1").contains("\"near\""));
        assert!(rows("A,B,far,1\nA,B,far,2").contains("line 2"));
        assert!(rows("A,B,far,inf").contains("not finite"));
    }
}
