//! Reads the list of shipped schedules and their rows, and checks them.

use super::{Row, ShippedSchedule};
use crate::agreement::Member;
use crate::dating::PartialDate;
use crate::duty::Duty;
use crate::error::{Fault, Faults, Location};
use crate::hs::HsCode;
use crate::table::{Sourced, rows as table};
use corridor_network::fact::Confidence;
use jiff::civil::Date;
use serde::Deserialize;
use std::sync::OnceLock;

const INDEX: &str = include_str!("../../../../../data/tariffs/schedules.csv");

macro_rules! files {
    ($($id:literal),* $(,)?) => {
        &[$((
            $id,
            include_bytes!(concat!("../../../../../data/tariffs/schedules/", $id, ".csv.zst")),
        )),*]
    };
}

/// The rows of the schedules, compressed, by id.
pub(super) const FILES: &[(&str, &[u8])] = files!["eaeu-2026", "eu-2020", "gb-2021", "us-2025"];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct IndexRow {
    schedule: String,
    importer: Member,
    day: Date,
    chapters: String,
    source: String,
    date: PartialDate,
    confidence: Confidence,
    note: String,
}

/// The schedules, without their rows.
///
/// # Errors
/// Every row that is wrong.
pub(super) fn read() -> Result<Vec<ShippedSchedule>, Faults> {
    let mut faults = Vec::new();
    let mut schedules = Vec::new();
    for (row, mut at) in table::<IndexRow>("schedules.csv", INDEX, &mut faults) {
        let bytes = FILES.iter().find(|(id, _)| *id == row.schedule).map(|(_, bytes)| *bytes);
        at.check(bytes.is_none(), || format!("no file of the schedule {:?}", row.schedule));
        let chapters = chapters(&row.chapters);
        at.check(chapters.is_none(), || format!("{:?} are no chapters", row.chapters));
        let evidence = at.evidence(Sourced {
            source: row.source,
            date: row.date,
            confidence: row.confidence,
            note: row.note,
        });
        faults.append(&mut at.faults);
        if let (Some(bytes), Some(chapters)) = (bytes, chapters) {
            schedules.push(ShippedSchedule {
                id: row.schedule,
                importer: row.importer,
                day: row.day,
                chapters,
                evidence,
                bytes,
                rows: OnceLock::new(),
            });
        }
    }
    if faults.is_empty() { Ok(schedules) } else { Err(Faults(faults)) }
}

fn chapters(text: &str) -> Option<(u8, u8)> {
    let (first, last) = text.split_once('-')?;
    let (first, last) = (first.parse().ok()?, last.parse().ok()?);
    (1 <= first && first <= last && last <= 97).then_some((first, last))
}

#[derive(Deserialize)]
struct LineRow<'r> {
    hs: &'r str,
    duty: &'r str,
    why: &'r str,
}

/// The rows of a schedule, by code.
///
/// # Errors
/// When they cannot be decompressed, or a row is wrong or out of order.
pub(super) fn rows(id: &str, bytes: &[u8]) -> Result<Vec<Row>, Faults> {
    let file = format!("schedules/{id}.csv");
    let fault = |line: u64, reason: String| {
        let line = usize::try_from(line).unwrap_or(usize::MAX);
        Faults(vec![Fault { at: Location { file: file.clone(), line, column: 1 }, reason }])
    };
    let text = zstd::decode_all(bytes).map_err(|error| fault(1, error.to_string()))?;
    let mut reader = csv::Reader::from_reader(text.as_slice());
    let headers = reader.headers().map_err(|error| fault(1, error.to_string()))?.clone();
    let mut record = csv::StringRecord::new();
    let mut rows: Vec<Row> = Vec::new();
    while reader.read_record(&mut record).map_err(|error| fault(1, error.to_string()))? {
        let line = record.position().map_or(1, csv::Position::line);
        let row: LineRow<'_> =
            record.deserialize(Some(&headers)).map_err(|error| fault(line, error.to_string()))?;
        let hs = row.hs.parse::<HsCode>().map_err(|error| fault(line, error.to_string()))?;
        if row.duty.is_empty() == row.why.is_empty() {
            return Err(fault(line, "either a duty or why it is not known".to_owned()));
        }
        let duty = if row.duty.is_empty() {
            Err(row.why.to_owned())
        } else {
            Ok(row.duty.parse::<Duty>().map_err(|error| fault(line, error.to_string()))?)
        };
        if rows.last().is_some_and(|last| last.hs >= hs) {
            return Err(fault(line, format!("{hs} does not follow the code before it")));
        }
        rows.push(Row { hs, duty });
    }
    Ok(rows)
}
