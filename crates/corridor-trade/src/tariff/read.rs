//! Reads the tables of tariffs and checks every row.

use super::{Average, Basis, Group, Measure, TariffError, Tariffs, Tax, Valuation};
use crate::agreement::Member;
use crate::dating::PartialDate;
use crate::error::{Fault, Location};
use corridor_network::fact::{Confidence, Evidence};
use csv::StringRecord;
use jiff::civil::Date;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeSet;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AverageRow {
    importer: Member,
    group: Group,
    measure: Measure,
    percent: f64,
    year: i16,
    source: String,
    date: PartialDate,
    confidence: Confidence,
    note: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TaxRow {
    importer: Member,
    tax: String,
    percent: f64,
    from: Option<Date>,
    until: Option<Date>,
    source: String,
    date: PartialDate,
    confidence: Confidence,
    note: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ValuationRow {
    importer: Member,
    basis: Basis,
    source: String,
    date: PartialDate,
    confidence: Confidence,
    note: String,
}

impl Tariffs {
    /// Reads the texts of `averages.csv`, `taxes.csv` and `valuation.csv`.
    ///
    /// # Errors
    /// When a row is wrong: every fault of all three is listed, with file and line.
    pub fn parse(averages: &str, taxes: &str, valuations: &str) -> Result<Self, TariffError> {
        let mut faults = Vec::new();
        let mut tariffs = Self::default();
        let mut seen = BTreeSet::new();
        for (row, mut at) in rows::<AverageRow>("averages.csv", averages, &mut faults) {
            at.key(
                &mut seen,
                &format!("{} {:?} {:?} {}", row.importer, row.group, row.measure, row.year),
            );
            at.percent(row.percent);
            at.check(!(1980..=2100).contains(&row.year), || format!("year {} is none", row.year));
            let evidence = at.evidence(row.source, row.date, row.confidence, row.note);
            let AverageRow { importer, group, measure, percent, year, .. } = row;
            tariffs.averages.push(Average { importer, group, measure, percent, year, evidence });
            faults.extend(at.faults);
        }
        for (row, mut at) in rows::<TaxRow>("taxes.csv", taxes, &mut faults) {
            at.key(&mut seen, &format!("{} {} {:?}", row.importer, row.tax, row.from));
            at.percent(row.percent);
            let named = ["vat", "gst"].contains(&row.tax.as_str());
            at.check(!named, || format!("{:?} is neither vat nor gst", row.tax));
            let reversed = row.from.zip(row.until).is_some_and(|(from, until)| until < from);
            at.check(reversed, || "it ends before it begins".to_owned());
            let evidence = at.evidence(row.source, row.date, row.confidence, row.note);
            let TaxRow { importer, tax: name, percent, from, until, .. } = row;
            tariffs.taxes.push(Tax { importer, name, percent, from, until, evidence });
            faults.extend(at.faults);
        }
        for (row, mut at) in rows::<ValuationRow>("valuation.csv", valuations, &mut faults) {
            at.key(&mut seen, &format!("{} valuation", row.importer));
            let evidence = at.evidence(row.source, row.date, row.confidence, row.note);
            let ValuationRow { importer, basis, .. } = row;
            tariffs.valuations.push(Valuation { importer, basis, evidence });
            faults.extend(at.faults);
        }
        if faults.is_empty() { Ok(tariffs) } else { Err(TariffError(faults)) }
    }
}

/// A row's place and what is wrong with it.
struct Row {
    at: Location,
    faults: Vec<Fault>,
}

impl Row {
    fn check(&mut self, wrong: bool, reason: impl FnOnce() -> String) {
        if wrong {
            self.faults.push(Fault { at: self.at.clone(), reason: reason() });
        }
    }

    fn key(&mut self, seen: &mut BTreeSet<String>, key: &str) {
        let fresh = seen.insert(format!("{} {key}", self.at.file));
        self.check(!fresh, || format!("{key} is given twice; remove one"));
    }

    fn percent(&mut self, percent: f64) {
        self.check(!(0.0..=3000.0).contains(&percent), || {
            format!("{percent} is no rate in per cent")
        });
    }

    fn evidence(
        &mut self,
        source: String,
        date: PartialDate,
        confidence: Confidence,
        note: String,
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
fn rows<T: DeserializeOwned>(file: &str, text: &str, faults: &mut Vec<Fault>) -> Vec<(T, Row)> {
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
