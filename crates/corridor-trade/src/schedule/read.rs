//! Reads schedules: our own columns, an export of WITS or the WTO, or one of a national tariff.
//!
//! Our own form is refused as a whole when a row is wrong. Exports are read row by row: what cannot be
//! read is left out and told.

use super::national::{self, National};
use super::spelling::Spelling;
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
/// Refused rows of an export that are told one by one; all are counted.
const TOLD: usize = 10;

/// What sort of table a file is.
#[derive(Clone, Copy)]
enum Form {
    Own,
    Wits,
    National(&'static National),
}

impl Form {
    fn of(headers: &StringRecord) -> Self {
        if wits::is_export(headers) {
            return Self::Wits;
        }
        national::form(headers).map_or(Self::Own, Self::National)
    }

    /// Where the columns stand that are needed.
    fn columns(self, headers: &StringRecord) -> Result<BTreeMap<String, usize>, String> {
        let mut columns = BTreeMap::new();
        for (n, name) in headers.iter().enumerate() {
            let name = self.column(name);
            if !name.is_empty() && columns.insert(name.clone(), n).is_some() {
                return Err(format!("the column {name:?} stands twice"));
            }
        }
        if matches!(self, Self::Own) {
            known_columns(&columns)?;
        }
        Ok(columns)
    }

    /// Our name of a column; empty for one that is not needed.
    fn column(self, name: &str) -> String {
        match self {
            Self::Own => name.trim().to_lowercase(),
            Self::Wits => wits::column(name),
            Self::National(form) => form.column(name),
        }
    }
}

/// The sign between the fields of a table, by its first line.
fn separator(text: &str) -> u8 {
    let first = text.lines().next().unwrap_or_default();
    let count = |sign: u8| first.bytes().filter(|b| *b == sign).count();
    [b',', b';', b'\t'].into_iter().rev().max_by_key(|sign| count(*sign)).unwrap_or(b',')
}

/// A row with names for its fields, and what is wrong with it.
pub(super) struct Fields<'r> {
    columns: &'r BTreeMap<String, usize>,
    record: &'r StringRecord,
    /// Whether a comma stands before decimals.
    pub(super) comma: bool,
    pub(super) at: Location,
    pub(super) faults: Vec<Fault>,
}

impl Fields<'_> {
    /// The text of a column; empty where the table has it not.
    pub(super) fn text(&self, column: &str) -> &str {
        self.columns.get(column).and_then(|k| self.record.get(*k)).unwrap_or_default().trim()
    }

    /// Whether the table has a column.
    pub(super) fn has(&self, column: &str) -> bool {
        self.columns.contains_key(column)
    }

    pub(super) fn wrong(&mut self, column: &str, reason: impl std::fmt::Display) {
        let mut at = self.at.clone();
        at.column = self.columns.get(column).map_or(1, |k| k + 1);
        self.faults.push(Fault { at, reason: format!("{column}: {reason}") });
    }

    /// The code of a column, which has to be in the nomenclature.
    pub(super) fn hs(&mut self, column: &str) -> Option<HsCode> {
        let text = self.text(column).to_owned();
        self.code(column, &text)
    }

    /// A code that a column has; it has to be in the nomenclature.
    pub(super) fn code(&mut self, column: &str, text: &str) -> Option<HsCode> {
        let code: HsCode = match text.parse() {
            Ok(code) => code,
            Err(error) => {
                self.wrong(column, error);
                return None;
            }
        };
        if let Err(unknown) = Nomenclature::shipped().title(&code) {
            if let Some(older) = unknown.older {
                let became: Vec<_> = older.successors.iter().map(ToString::to_string).collect();
                let (edition, became) = (older.edition, became.join(", "));
                self.wrong(
                    column,
                    format!("{code} is of the HS of {edition}; its goods are now under {became}"),
                );
                return None;
            }
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

    /// A day of a column, also as tariff offices write it: 31-12-2026, 31/12/2026.
    pub(super) fn day(&mut self, column: &str) -> Option<Date> {
        let text = self.text(column).to_owned();
        if text.is_empty() {
            return None;
        }
        let parts: Vec<&str> = text.split(['-', '/', '.']).collect();
        let iso = match parts[..] {
            [day, month, year] if year.len() == 4 => format!("{year}-{month:0>2}-{day:0>2}"),
            _ => text.clone(),
        };
        let read = iso.parse();
        read.map_err(|_: jiff::Error| {
            self.wrong(column, format!("{text:?} is no day; write YYYY-MM-DD"));
        })
        .ok()
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
        let separator = separator(text);
        let comma = separator == b';';
        let mut reader = csv::ReaderBuilder::new()
            .flexible(true)
            .delimiter(separator)
            .from_reader(text.as_bytes());
        let headers = reader.headers().map_err(|e| one(e.to_string()))?.clone();
        let form = Form::of(&headers);
        let columns = form.columns(&headers).map_err(one)?;
        let lenient = !matches!(form, Form::Own);
        let (mut faults, mut refused, before) = (Vec::new(), 0_usize, self.lines.len());
        let mut leftovers = wits::LeftOut::default();
        // Lines by what they are for: a whole tariff has too many to compare each with all.
        let mut of: BTreeMap<_, Vec<usize>> = BTreeMap::new();
        for (n, line) in self.lines.iter().enumerate() {
            of.entry(goods(line)).or_default().push(n);
        }
        for record in reader.records() {
            let (line, mut wrong) = match record {
                Ok(record) => {
                    let place = at(record.position().map_or(1, csv::Position::line), 1);
                    let columns = &columns;
                    let mut fields =
                        Fields { columns, record: &record, comma, at: place, faults: Vec::new() };
                    if record.len() != headers.len() {
                        let (has, needs) = (record.len(), headers.len());
                        fields.wrong("row", format!("{has} fields where the header has {needs}"));
                    }
                    let line = match form {
                        Form::Own => own(&mut fields, register),
                        Form::Wits => wits::line(&mut fields, &mut leftovers),
                        Form::National(form) => form.line(&mut fields, &mut leftovers),
                    };
                    (line, fields.faults)
                }
                Err(error) => {
                    let line = error.position().map_or(1, csv::Position::line);
                    (None, vec![Fault { at: at(line, 1), reason: error.to_string() }])
                }
            };
            if let Some(line) = line.filter(|_| wrong.is_empty()) {
                let same = of.entry(goods(&line)).or_default();
                let other =
                    same.iter().map(|n| &self.lines[*n]).find(|other| overlap(other, &line));
                match other {
                    Some(other) if lenient && other.stated == line.stated => {
                        leftovers.count("lines that stand in it once more");
                    }
                    Some(other) => wrong.push(twice(&line, other)),
                    None => {
                        same.push(self.lines.len());
                        self.lines.push(line);
                    }
                }
            }
            refused += usize::from(!wrong.is_empty());
            if lenient {
                wrong.truncate(TOLD.saturating_sub(faults.len()));
            }
            faults.append(&mut wrong);
            if !lenient && faults.len() >= MOST_FAULTS {
                break;
            }
        }
        self.left_out.extend(leftovers.told(file));
        if lenient && refused > 0 && self.lines.len() > before {
            self.left_out.push(format!("{file}: {refused} rows refused, the first of them:"));
            self.left_out.extend(faults.drain(..).map(|fault| fault.to_string()));
        }
        if self.lines.is_empty() && faults.is_empty() && self.left_out.is_empty() {
            return Err(one("it has no rows".to_owned()));
        }
        if faults.is_empty() { Ok(self) } else { Err(Faults(faults)) }
    }
}

/// That two lines for the same goods hold on one day.
fn twice(line: &Line, other: &Line) -> Fault {
    let reason = format!(
        "{} {} {} is given by {} too; remove one or part them by day or quota",
        line.importer,
        line.hs,
        regime_name(&line.regime),
        other.at
    );
    Fault { at: line.at.clone(), reason }
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
    Err(format!(
        "{reason}a schedule has {}, or is an export of WITS, TARIC, or the tariff of the United Kingdom \
         or the United States",
        COLUMNS.join(", ")
    ))
}

fn own(fields: &mut Fields<'_>, register: &Register) -> Option<Line> {
    let importer = fields.member(register);
    let hs = fields.hs("hs");
    let spelling = Spelling { money: None, comma: fields.comma };
    let duty = spelling.duty(fields.text("duty")).map_err(|error| fields.wrong("duty", error)).ok();
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
