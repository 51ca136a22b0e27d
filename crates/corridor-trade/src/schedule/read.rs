//! Reads schedules: our own columns, an export of WITS, a download of the WTO, or an export of a national tariff.
//!
//! Our own form is refused as a whole when a row is wrong. Exports are read row by row: what cannot be
//! read is left out and told.

use super::fields::Fields;
use super::national::{self, National};
use super::spelling::Spelling;
use super::wits::LeftOut;
use super::wto::Download;
use super::{Line, Regime, Schedule, Stated, wits, wto};
use crate::agreement::Member;
use crate::error::{Fault, Faults, Location};
use crate::hs::HsCode;
use crate::register::Register;
use csv::StringRecord;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// Columns of our own form; the first three have to be there.
const COLUMNS: &[&str] = &["importer", "hs", "duty", "regime", "from", "until", "quota", "source"];
/// Faults told of one file; more of the same help nobody.
const MOST_FAULTS: usize = 50;
/// Refused rows of an export that are told one by one; all are counted.
const TOLD: usize = 10;
/// Lines of words that may stand before the header of an export.
const MOST_WORDS: usize = 12;

/// What sort of table a file is.
#[derive(Clone, Copy)]
enum Form {
    Own,
    Wits,
    Wto(Download),
    National(&'static National),
}

impl Form {
    fn of(headers: &StringRecord) -> Self {
        if wits::is_export(headers) {
            return Self::Wits;
        }
        if let Some(download) = wto::download(headers) {
            return Self::Wto(download);
        }
        national::form(headers).map_or(Self::Own, Self::National)
    }

    /// Where the columns stand that are needed.
    fn columns(self, headers: &StringRecord) -> Result<BTreeMap<String, usize>, String> {
        let mut columns = BTreeMap::new();
        for (n, name) in headers.iter().enumerate() {
            let name = self.column(name);
            let twice = !name.is_empty() && columns.contains_key(&name);
            if twice && !matches!(self, Self::Wto(_)) {
                return Err(format!("the column {name:?} stands twice"));
            }
            // Of columns that say the same, such as codes of two sorts, the first counts.
            if !name.is_empty() && !twice {
                columns.insert(name, n);
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
            Self::Wto(_) => wto::column(name),
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

/// The lines of a schedule as a file's are added, each against those for the same goods: a whole tariff has too
/// many to compare each with all.
struct Taken<'s> {
    lines: &'s mut Vec<Line>,
    of: BTreeMap<(Member, HsCode, Regime, String), Vec<usize>>,
    /// Years of lines of exports, by their places.
    years: BTreeMap<usize, i16>,
}

impl<'s> Taken<'s> {
    fn of(lines: &'s mut Vec<Line>) -> Self {
        let mut of: BTreeMap<_, Vec<usize>> = BTreeMap::new();
        for (n, line) in lines.iter().enumerate() {
            of.entry(goods(line)).or_default().push(n);
        }
        Self { lines, of, years: BTreeMap::new() }
    }

    /// Takes a line, unless another says otherwise. Of an export the last year counts, and a line may stand twice.
    fn take(
        &mut self,
        line: Line,
        export: Option<(&mut LeftOut, Option<i16>)>,
    ) -> Result<(), Fault> {
        let same = self.of.entry(goods(&line)).or_default();
        let other = same.iter().copied().find(|n| overlap(&self.lines[*n], &line));
        let Some(n) = other else {
            same.push(self.lines.len());
            if let Some((_, Some(year))) = export {
                self.years.insert(self.lines.len(), year);
            }
            self.lines.push(line);
            return Ok(());
        };
        match (export, self.years.get(&n).copied()) {
            (Some((left_out, _)), _) if self.lines[n].stated == line.stated => {
                left_out.count("lines that stand in it once more");
            }
            (Some((left_out, Some(year))), Some(before)) if year != before => {
                left_out.count("rows of an earlier year than the last for the same goods");
                if year > before {
                    self.years.insert(n, year);
                    self.lines[n] = line;
                }
            }
            _ => return Err(twice(&line, &self.lines[n])),
        }
        Ok(())
    }
}

/// Where the table begins: exports may have some lines of words before their header.
fn head(text: &str) -> (usize, &str) {
    let mut rest = text;
    for line in 0..MOST_WORDS {
        let separator = separator(rest);
        let mut reader = csv::ReaderBuilder::new()
            .flexible(true)
            .delimiter(separator)
            .from_reader(rest.lines().next().unwrap_or_default().as_bytes());
        if reader.headers().is_ok_and(|headers| !matches!(Form::of(headers), Form::Own)) {
            return (line, rest);
        }
        let Some((_, below)) = rest.split_once('\n') else { break };
        rest = below;
    }
    (0, text)
}

impl Schedule {
    /// This schedule with the lines of a file besides; importers and regimes are those of the register.
    ///
    /// # Errors
    /// When columns or rows are wrong, or a line stands twice: every fault with its row and column.
    pub fn with(mut self, file: &str, text: &str, register: &Register) -> Result<Self, Faults> {
        let (above, text) = head(text.trim_start_matches('\u{feff}'));
        let at = |line: u64, column: usize| Location {
            file: file.to_owned(),
            line: usize::try_from(line).unwrap_or(usize::MAX).saturating_add(above),
            column,
        };
        let one = |reason: String| Faults(vec![Fault { at: at(1, 1), reason }]);
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
        let mut leftovers = LeftOut::default();
        let mut indicators = wto::Indicators::default();
        let mut taken = Taken::of(&mut self.lines);
        for record in reader.records() {
            let (line, year, mut wrong) = match record {
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
                        Form::Wto(Download::Wide) => wto::line(&mut fields, &mut leftovers),
                        Form::Wto(Download::Long) => {
                            indicators.take(&mut fields, &mut leftovers);
                            None
                        }
                        Form::National(form) => form.line(&mut fields, &mut leftovers),
                    };
                    let year = fields.text("year").parse().ok();
                    (line, year, fields.faults)
                }
                Err(error) => {
                    let line = error.position().map_or(1, csv::Position::line);
                    (None, None, vec![Fault { at: at(line, 1), reason: error.to_string() }])
                }
            };
            if let Some(line) = line.filter(|_| wrong.is_empty()) {
                let export = lenient.then_some((&mut leftovers, year));
                wrong.extend(taken.take(line, export).err());
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
        for line in indicators.lines() {
            let wrong = match line {
                Ok((line, year)) => taken.take(line, Some((&mut leftovers, year))).err(),
                Err((at, reason)) => Some(Fault { at, reason }),
            };
            refused += usize::from(wrong.is_some());
            faults.extend(wrong.filter(|_| faults.len() < TOLD));
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
        "{reason}a schedule has {}, or is an export of WITS, the WTO, TARIC, or the tariff of the United \
         Kingdom or the United States",
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
