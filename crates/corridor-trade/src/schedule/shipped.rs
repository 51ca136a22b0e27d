//! The schedules that come with the program: most-favoured-nation duties by line, as of one day each.
//!
//! Every schedule is read when a duty of its importer is first asked for. A national line decides what
//! goods owe: where several stand below the code asked for, all of them are the answer. A line whose
//! duty is not known keeps the lines around it from standing in for it.

mod highest;
mod index;
#[cfg(test)]
mod tests;

use crate::agreement::Member;
use crate::duty::Duty;
use crate::hs::HsCode;
use crate::register::Register;
use crate::tariff::levied_by;
use corridor_network::CountryCode;
use corridor_network::fact::Evidence;
use highest::highest;
use jiff::civil::Date;
use std::sync::OnceLock;

/// A schedule that comes with the program. Its evidence holds for all of its lines; the note says what
/// is not in it.
#[derive(Debug)]
pub struct ShippedSchedule {
    /// Its id.
    pub id: String,
    /// Who levies its duties.
    pub importer: Member,
    /// The day whose duties it has.
    pub day: Date,
    /// First and last chapter it has.
    pub chapters: (u8, u8),
    /// Where it comes from.
    pub evidence: Evidence,
    bytes: &'static [u8],
    rows: OnceLock<Vec<Row>>,
}

/// A line of a schedule, or a code whose duty is not known.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Row {
    hs: HsCode,
    /// The duty, or why it is not known.
    duty: Result<Duty, String>,
}

/// A national line with its duty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NationalLine {
    /// Its code.
    pub hs: HsCode,
    /// Its duty.
    pub duty: Duty,
}

/// What a schedule says of a code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// All lines that the code can mean have this duty. The code is that of the line where it is one,
    /// otherwise the code asked for.
    One(NationalLine),
    /// Lines of different duties stand below the code.
    Several {
        /// All of them, by code.
        lines: Vec<NationalLine>,
        /// The highest of their duties; the greater of several where the goods decide which that is.
        highest: Duty,
    },
    /// The duty is not known, for this reason.
    NotKnown(String),
}

/// What the shipped schedules say of goods.
#[derive(Clone, Debug)]
pub struct ShippedDuty {
    /// The schedule.
    pub schedule: &'static ShippedSchedule,
    /// What it says.
    pub found: Found,
}

/// All schedules that come with the program.
pub fn shipped() -> &'static [ShippedSchedule] {
    static SHIPPED: OnceLock<Vec<ShippedSchedule>> = OnceLock::new();
    SHIPPED.get_or_init(|| {
        index::read().expect("the shipped files are part of the program and its tests read them")
    })
}

/// The most-favoured-nation duty of goods by the shipped schedules: by the importer's own before that of
/// its union. A schedule says nothing of days before its own. None where no schedule of the importer is
/// shipped.
pub fn shipped_duty(
    register: &Register,
    day: Date,
    importer: CountryCode,
    hs: &HsCode,
) -> Option<ShippedDuty> {
    let members = levied_by(register, day, importer);
    let holds = members
        .iter()
        .find_map(|member| levied(member).filter(|s| s.day <= day).max_by_key(|s| s.day));
    if let Some(schedule) = holds {
        return Some(ShippedDuty { schedule, found: schedule.find(hs) });
    }
    let schedule = members.iter().find_map(|member| levied(member).min_by_key(|s| s.day))?;
    let found = Found::NotKnown(format!(
        "the schedule of {} that comes with the program is of {}, after the day asked for",
        schedule.importer, schedule.day
    ));
    Some(ShippedDuty { schedule, found })
}

/// The schedules of an importer or a union.
fn levied(by: &Member) -> impl Iterator<Item = &'static ShippedSchedule> {
    shipped().iter().filter(move |schedule| schedule.importer == *by)
}

impl ShippedSchedule {
    /// What it says of a code.
    pub fn find(&self, hs: &HsCode) -> Found {
        let rows = self.rows();
        let start = rows.partition_point(|row| row.hs.digits() < hs.digits());
        let below = rows[start..].iter().take_while(|row| hs.covers(&row.hs));
        let mut candidates: Vec<&Row> = below.collect();
        // A line of fewer digits is for all that has no line of its own.
        if candidates.first().is_none_or(|row| row.hs != *hs) {
            let over = (2..hs.digits().len()).rev().find_map(|n| {
                let code = hs.cut(n);
                rows.binary_search_by(|row| row.hs.digits().cmp(code)).ok()
            });
            candidates.extend(over.map(|at| &rows[at]));
        }
        if candidates.is_empty() {
            return Found::NotKnown(self.absent(hs));
        }
        let (mut lines, mut unknown) = (Vec::new(), Vec::new());
        for row in candidates {
            match &row.duty {
                Ok(duty) => lines.push(NationalLine { hs: row.hs.clone(), duty: duty.clone() }),
                Err(why) => unknown.push(format!("{}, {why}", row.hs)),
            }
        }
        if !unknown.is_empty() {
            return Found::NotKnown(not_known(hs, &lines, &unknown));
        }
        if lines.iter().all(|line| line.duty == lines[0].duty) {
            let line = lines.swap_remove(0);
            return Found::One(if lines.is_empty() {
                line
            } else {
                NationalLine { hs: hs.clone(), duty: line.duty }
            });
        }
        lines.sort_by(|a, b| a.hs.cmp(&b.hs));
        let highest = highest(lines.iter().map(|line| &line.duty));
        Found::Several { lines, highest }
    }

    /// Why there is no line for a code.
    fn absent(&self, hs: &HsCode) -> String {
        let six = hs.cut(6);
        let beside = self.rows().iter().filter(|row| row.hs.digits().starts_with(six));
        let beside: Vec<_> = beside.map(|row| row.hs.to_string()).collect();
        let (first, last) = self.chapters;
        if beside.is_empty() {
            return format!(
                "the schedule of {} that comes with the program has no line for {hs}; \
                 it has chapters {first} to {last}",
                self.importer
            );
        }
        format!(
            "the schedule of {} that comes with the program has no line {hs}, but {}",
            self.importer,
            listed(&beside, 8)
        )
    }

    fn rows(&self) -> &[Row] {
        self.rows.get_or_init(|| {
            index::rows(&self.id, self.bytes)
                .expect("the shipped files are part of the program and its tests read them")
        })
    }
}

/// Why the duty of a code is not known when some of its lines are not.
fn not_known(hs: &HsCode, lines: &[NationalLine], unknown: &[String]) -> String {
    let reasons = unknown.iter().take(3).cloned().collect::<Vec<_>>().join("; ");
    let more = unknown.len().saturating_sub(3);
    let more = if more > 0 { format!("; and {more} lines more") } else { String::new() };
    let known = if lines.is_empty() {
        String::new()
    } else {
        format!("; other lines under {hs}: {}", by_duty(lines))
    };
    format!("not known of {reasons}{more}{known}")
}

/// Lines by their duties, in words: `3%: 3004.90.00.02, 3004.90.00.06; 5%: 3004.90.00.01`.
pub fn by_duty(lines: &[NationalLine]) -> String {
    let mut duties: Vec<(String, Vec<String>)> = Vec::new();
    for line in lines {
        let (duty, code) = (line.duty.to_string(), line.hs.to_string());
        match duties.iter_mut().find(|(known, _)| *known == duty) {
            Some((_, codes)) => codes.push(code),
            None => duties.push((duty, vec![code])),
        }
    }
    let words: Vec<_> =
        duties.iter().map(|(duty, codes)| format!("{duty}: {}", listed(codes, 3))).collect();
    let more = words.len().saturating_sub(6);
    let mut text = words.iter().take(6).cloned().collect::<Vec<_>>().join("; ");
    if more > 0 {
        text = format!("{text}; and {more} duties more");
    }
    text
}

/// The first of some codes, and how many more there are.
fn listed(codes: &[String], most: usize) -> String {
    let more = codes.len().saturating_sub(most);
    let first = codes.iter().take(most).cloned().collect::<Vec<_>>().join(", ");
    if more > 0 { format!("{first} and {more} more") } else { first }
}
