//! Flows from comma-separated text.

use super::Flows;
use crate::Fault;
use crate::rows::Row;
use std::collections::{BTreeMap, BTreeSet};

impl Flows {
    /// Reads `origin,destination,trade` and further columns of numbers, each of which is to explain.
    ///
    /// # Errors
    /// Wrong or repeated rows, with their line.
    pub fn from_csv(name: &str, text: &str) -> Result<Self, Fault> {
        const ACTION: &str = "columns are origin,destination,trade and then those that explain it";
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut reader =
            csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(text.as_bytes());
        let unreadable = |error: &csv::Error| {
            let line = error.position().map_or(1, csv::Position::line);
            Row::at(name, line).fault("table-row", &error.to_string(), ACTION)
        };
        let headers = reader.headers().map_err(|e| unreadable(&e))?.clone();
        if headers.iter().take(3).ne(["origin", "destination", "trade"]) {
            let listed = headers.iter().collect::<Vec<_>>().join(",");
            let reason = format!("the columns are {listed:?}");
            return Err(Row::at(name, 1).fault("table-row", &reason, ACTION));
        }
        let columns: Vec<String> = headers.iter().skip(3).map(str::to_owned).collect();
        let mut found: BTreeMap<(String, String), (u64, Vec<f64>)> = BTreeMap::new();
        for record in reader.records() {
            let record = record.map_err(|e| unreadable(&e))?;
            let line = record.position().map_or(1, csv::Position::line);
            let row = Row::at(name, line);
            let mut numbers = Vec::with_capacity(columns.len() + 1);
            for (header, text) in headers.iter().zip(&record).skip(2) {
                match text.parse::<f64>() {
                    Ok(number) if number.is_finite() => numbers.push(number),
                    _ => {
                        let reason = format!("{header} {text:?} is no finite number");
                        return Err(row.fault("table-row", &reason, "give a number"));
                    }
                }
            }
            if numbers[0] < 0.0 {
                let reason = format!("trade {} is below 0", numbers[0]);
                return Err(row.fault("table-row", &reason, "flows are 0 or more"));
            }
            if record[0].is_empty() || record[1].is_empty() {
                return Err(row.fault("table-row", "a country is empty", ACTION));
            }
            let key = (record[0].to_owned(), record[1].to_owned());
            if let Some((line, _)) = found.insert(key, (line, numbers)) {
                let reason = format!("the pair is given in line {line} already");
                return Err(row.fault("table-row", &reason, "give each pair once, of one year"));
            }
        }
        let ids: BTreeSet<&String> = found.keys().flat_map(|(o, d)| [o, d]).collect();
        let countries: Vec<String> = ids.into_iter().cloned().collect();
        let place = |id: &String| countries.binary_search(id).unwrap_or(0);
        let pairs = found.keys().map(|(o, d)| (place(o), place(d))).collect();
        let trade = found.values().map(|(_, numbers)| numbers[0]).collect();
        let values = found.values().flat_map(|(_, numbers)| numbers[1..].to_vec()).collect();
        Ok(Self { countries, columns, pairs, trade, values })
    }
}
