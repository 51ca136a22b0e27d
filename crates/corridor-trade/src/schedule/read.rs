//! Reads schedules: our own columns, or an export of WITS or the WTO; every wrong row is told.

use super::{Line, Regime, Schedule, Stated, wits};
use crate::agreement::Member;
use crate::country::is_country;
use crate::error::{Fault, Faults, Location};
use crate::hs::{HsCode, Nomenclature};
use crate::register::Register;
use csv::StringRecord;
use jiff::civil::Date;
use serde::Deserialize;
use serde::de::IntoDeserializer;
use serde::de::value::Error as PlainError;
use std::collections::BTreeMap;

/// Columns of our own form; the first three have to be there.
const COLUMNS: &[&str] = &["importer", "hs", "duty", "regime", "from", "until", "quota", "source"];
/// Faults told of one file; more of the same help nobody.
const MOST_FAULTS: usize = 50;

/// A row with names for its fields, and what is wrong with it.
pub(super) struct Fields<'r> {
    columns: &'r BTreeMap<String, usize>,
    record: &'r StringRecord,
    pub(super) at: Location,
    pub(super) faults: Vec<Fault>,
}

impl Fields<'_> {
    /// The text of a column; empty where the table has it not.
    pub(super) fn text(&self, column: &str) -> &str {
        self.columns.get(column).and_then(|k| self.record.get(*k)).unwrap_or_default().trim()
    }

    pub(super) fn wrong(&mut self, column: &str, reason: impl std::fmt::Display) {
        let mut at = self.at.clone();
        at.column = self.columns.get(column).map_or(1, |k| k + 1);
        self.faults.push(Fault { at, reason: format!("{column}: {reason}") });
    }

    /// The code of a column, which has to be in the nomenclature.
    pub(super) fn hs(&mut self, column: &str) -> Option<HsCode> {
        let code: HsCode = match self.text(column).parse() {
            Ok(code) => code,
            Err(error) => {
                self.wrong(column, error);
                return None;
            }
        };
        if let Err(unknown) = Nomenclature::shipped().title(&code) {
            let near: Vec<_> = unknown.nearest.iter().map(|(code, _)| code.to_string()).collect();
            let near = near.join(", ");
            self.wrong(column, format!("{code} is not in the HS of 2022; nearest are {near}"));
            return None;
        }
        Some(code)
    }

    fn member(&mut self, register: &Register) -> Option<Member> {
        let text = self.text("importer").to_owned();
        let read: Result<_, PlainError> = Member::deserialize(text.as_str().into_deserializer());
        let member = read.map_err(|error| self.wrong("importer", error)).ok()?;
        let unions = register.unions().join(", ");
        let reason = match &member {
            Member::Country(code) if !is_country(*code) => {
                format!("{text:?} is no country of ISO 3166-1")
            }
            Member::Union(name) if register.union(name).is_none() => {
                format!("{text:?} is no union of the register; one of {unions}")
            }
            _ => return Some(member),
        };
        self.wrong("importer", reason);
        None
    }

    fn day(&mut self, column: &str) -> Option<Date> {
        let text = self.text(column).to_owned();
        if text.is_empty() {
            return None;
        }
        let read = text.parse();
        read.map_err(|_| self.wrong(column, format!("{text:?} is no day; write YYYY-MM-DD"))).ok()
    }
}

impl Schedule {
    /// This schedule with the lines of a file besides; importers and regimes are those of the register.
    ///
    /// # Errors
    /// When columns or rows are wrong, or a line stands twice: every fault with its row and column.
    pub fn with(mut self, file: &str, text: &str, register: &Register) -> Result<Self, Faults> {
        let at = |line: u64, column: usize| Location {
            file: file.to_owned(),
            line: usize::try_from(line).unwrap_or(usize::MAX),
            column,
        };
        let one = |reason: String| Faults(vec![Fault { at: at(1, 1), reason }]);
        let text = text.trim_start_matches('\u{feff}');
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
        let headers = reader.headers().map_err(|e| one(e.to_string()))?.clone();
        let foreign = wits::is_export(&headers);
        let mut columns = BTreeMap::new();
        for (n, name) in headers.iter().enumerate() {
            let name = if foreign { wits::column(name) } else { name.trim().to_lowercase() };
            if !name.is_empty() && columns.insert(name.clone(), n).is_some() {
                return Err(one(format!("the column {name:?} stands twice")));
            }
        }
        if !foreign {
            known_columns(&columns).map_err(one)?;
        }
        let mut faults = Vec::new();
        let mut leftovers = wits::LeftOut::default();
        // Lines by what they are for: a whole tariff has too many to compare each with all.
        let mut of: BTreeMap<_, Vec<usize>> = BTreeMap::new();
        for (n, line) in self.lines.iter().enumerate() {
            of.entry(goods(line)).or_default().push(n);
        }
        for record in reader.records() {
            let record = match record {
                Ok(record) => record,
                Err(error) => {
                    let line = error.position().map_or(1, csv::Position::line);
                    faults.push(Fault { at: at(line, 1), reason: error.to_string() });
                    continue;
                }
            };
            let place = at(record.position().map_or(1, csv::Position::line), 1);
            let mut fields =
                Fields { columns: &columns, record: &record, at: place, faults: Vec::new() };
            if record.len() != headers.len() {
                let (has, needs) = (record.len(), headers.len());
                fields.wrong("row", format!("{has} fields where the header has {needs}"));
            }
            let line = if foreign {
                wits::line(&mut fields, &mut leftovers)
            } else {
                own(&mut fields, register)
            };
            faults.append(&mut fields.faults);
            if let Some(line) = line {
                let same = of.entry(goods(&line)).or_default();
                let others = same.iter().map(|n| &self.lines[*n]);
                if let Some(other) = others.into_iter().find(|other| overlap(other, &line)) {
                    let reason = format!(
                        "{} {} {} is given by {} too; remove one or part them by day or quota",
                        line.importer,
                        line.hs,
                        regime_name(&line.regime),
                        other.at
                    );
                    faults.push(Fault { at: line.at.clone(), reason });
                }
                same.push(self.lines.len());
                self.lines.push(line);
            }
            if faults.len() >= MOST_FAULTS {
                break;
            }
        }
        self.left_out.extend(leftovers.told(file));
        if self.lines.is_empty() && faults.is_empty() && self.left_out.is_empty() {
            return Err(one("it has no rows".to_owned()));
        }
        if faults.is_empty() { Ok(self) } else { Err(Faults(faults)) }
    }
}

/// How a regime is written.
pub(super) fn regime_name(regime: &Regime) -> String {
    match regime {
        Regime::Mfn => "mfn".to_owned(),
        Regime::Agreement(id) => id.clone(),
        Regime::Origin(country) => format!("origin {country}"),
    }
}

fn known_columns(columns: &BTreeMap<String, usize>) -> Result<(), String> {
    let unknown: Vec<_> =
        columns.keys().filter(|name| !COLUMNS.contains(&name.as_str())).cloned().collect();
    let missing: Vec<_> =
        COLUMNS[..3].iter().filter(|name| !columns.contains_key(**name)).copied().collect();
    if unknown.is_empty() && missing.is_empty() {
        return Ok(());
    }
    let mut reason = String::new();
    if !missing.is_empty() {
        reason = format!("columns missing: {}; ", missing.join(", "));
    }
    if !unknown.is_empty() {
        reason = format!("{reason}columns unknown: {}; ", unknown.join(", "));
    }
    Err(format!("{reason}a schedule has {}, or is an export of WITS", COLUMNS.join(", ")))
}

fn own(fields: &mut Fields<'_>, register: &Register) -> Option<Line> {
    let importer = fields.member(register);
    let hs = fields.hs("hs");
    let duty = fields.text("duty").parse().map_err(|error| fields.wrong("duty", error)).ok();
    let regime = match fields.text("regime").to_lowercase().as_str() {
        "" | "mfn" => Some(Regime::Mfn),
        id if register.get(id).is_some() => Some(Regime::Agreement(id.to_owned())),
        other => {
            let other = other.to_owned();
            fields.wrong(
                "regime",
                format!(
                    "{other:?} is neither mfn nor the id of an agreement (`corridor agreements`)"
                ),
            );
            None
        }
    };
    let (from, until) = (fields.day("from"), fields.day("until"));
    if from.zip(until).is_some_and(|(from, until)| until < from) {
        fields.wrong("until", "it ends before it begins");
    }
    let source = match fields.text("source") {
        "" => format!("your schedule {}", fields.at.file),
        source => format!("{source} ({})", fields.at.file),
    };
    let quota = fields.text("quota").to_owned();
    let at = fields.at.clone();
    let (importer, hs, regime, duty) = (importer?, hs?, regime?, duty?);
    Some(Line { importer, hs, regime, stated: Stated::Duty(duty), from, until, quota, source, at })
}

/// What a line is for, but for its days.
fn goods(line: &Line) -> (Member, HsCode, Regime, String) {
    (line.importer.clone(), line.hs.clone(), line.regime.clone(), line.quota.clone())
}

/// Whether two lines hold on one day.
fn overlap(a: &Line, b: &Line) -> bool {
    let before =
        |end: Option<Date>, start: Option<Date>| end.zip(start).is_some_and(|(e, s)| e < s);
    !before(a.until, b.from) && !before(b.until, a.from)
}
