//! Tables of facts as comma-separated text: rows with their places, and what is wrong with them.
//!
//! Only the tables that come with the program are read here, whose columns are all known; a user's
//! schedules and bills of materials have readers of their own.

use crate::dating::PartialDate;
use crate::error::{Fault, Location};
use crate::money;
use corridor_network::fact::{Confidence, Evidence};
use csv::StringRecord;
use rust_decimal::Decimal;
use serde::de::{DeserializeOwned, Error};
use serde::{Deserialize, Deserializer};
use std::collections::BTreeSet;

/// The last columns of a table of facts, as written.
pub(crate) struct Sourced {
    pub(crate) source: String,
    pub(crate) date: PartialDate,
    pub(crate) confidence: Confidence,
    pub(crate) note: String,
}

/// A decimal number read as it is written.
pub(crate) fn exact<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Decimal, D::Error> {
    let text = String::deserialize(deserializer)?;
    money::decimal(&text).ok_or_else(|| D::Error::custom(format!("{text:?} is no number")))
}

/// A row's place and what is wrong with it.
pub(crate) struct Row {
    pub(crate) at: Location,
    pub(crate) faults: Vec<Fault>,
}

impl Row {
    pub(crate) fn check(&mut self, wrong: bool, reason: impl FnOnce() -> String) {
        if wrong {
            self.faults.push(Fault { at: self.at.clone(), reason: reason() });
        }
    }

    pub(crate) fn key(&mut self, seen: &mut BTreeSet<String>, key: &str) {
        let fresh = seen.insert(format!("{} {key}", self.at.file));
        self.check(!fresh, || format!("{key} is given twice; remove one"));
    }

    pub(crate) fn percent(&mut self, percent: Decimal) {
        self.check(!(Decimal::ZERO..=Decimal::from(3000)).contains(&percent), || {
            format!("{percent} is no rate in per cent")
        });
    }

    pub(crate) fn evidence(
        &mut self,
        Sourced { source, date, confidence, note }: Sourced,
    ) -> Evidence {
        // Drafts mark facts from memory and facts not found; neither may be shipped.
        let unsourced =
            source.split([' ', ',', ';', '(']).any(|word| word == "MEM" || word == "NF");
        self.check(unsourced || source.trim().is_empty(), || {
            format!("the source {source:?} is none; name one that can be found again")
        });
        let judged = source.starts_with("judgement:");
        self.check(judged && confidence != Confidence::L, || {
            "a judgement has the confidence L".to_owned()
        });
        Evidence { source, date: date.to_string(), confidence, note }
    }
}

/// The rows of a table with their places; what cannot be read is added to `faults`.
pub(crate) fn rows<T: DeserializeOwned>(
    file: &str,
    text: &str,
    faults: &mut Vec<Fault>,
) -> Vec<(T, Row)> {
    let place = |line: u64| Location {
        file: file.to_owned(),
        line: usize::try_from(line).unwrap_or(usize::MAX),
        column: 1,
    };
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let headers = match reader.headers() {
        Ok(headers) => headers.clone(),
        Err(error) => {
            faults.push(Fault { at: place(1), reason: error.to_string() });
            return Vec::new();
        }
    };
    let mut found = Vec::new();
    for record in reader.records() {
        let line = |error: &csv::Error| error.position().map_or(1, csv::Position::line);
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                faults.push(Fault { at: place(line(&error)), reason: error.to_string() });
                continue;
            }
        };
        let at = place(record.position().map_or(1, csv::Position::line));
        match record.deserialize(Some(&headers)) {
            Ok(row) => found.push((row, Row { at, faults: Vec::new() })),
            Err(error) => faults.push(Fault { at, reason: reason(&error, &headers, &record) }),
        }
    }
    found
}

/// What is wrong with a field, with its column and value.
fn reason(error: &csv::Error, headers: &StringRecord, record: &StringRecord) -> String {
    match error.kind() {
        csv::ErrorKind::Deserialize { err, .. } => {
            let field = err.field().and_then(|k| usize::try_from(k).ok());
            match field.and_then(|k| headers.get(k).zip(record.get(k))) {
                Some((column, value)) => format!("{column} {value:?}: {}", err.kind()),
                None => err.kind().to_string(),
            }
        }
        _ => error.to_string(),
    }
}
