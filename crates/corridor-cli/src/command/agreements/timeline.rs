//! The history of agreements drawn with characters, at most 100 columns.

use super::marked;
use corridor::agreements::{AgreementView, AgreementsResponse};
use jiff::civil::Date;
use std::io::{self, Write};

const LABEL: usize = 27;
const PLOT: usize = 71;
/// The axis begins here at the earliest; what is older enters from the left.
const FIRST_YEAR: i16 = 1990;

/// Days to columns.
struct Axis {
    first: Date,
    last: Date,
    /// The last state reaches this far: to the day, or to what the register tells of after it.
    edge: Date,
}

impl Axis {
    fn new(answer: &AgreementsResponse, day: Date) -> Self {
        let states = answer.agreements.iter().flat_map(|a| &a.history);
        let days: Vec<Date> = states.filter_map(|s| s.counts_from.parse().ok()).collect();
        let oldest = days.iter().copied().min().unwrap_or(day);
        let newest = days.iter().copied().max().unwrap_or(day).max(day);
        let whole = |year: i16| Date::new(year, 1, 1).unwrap_or(day);
        let first = oldest.year().max(FIRST_YEAR).min(day.year());
        Self { first: whole(first), last: whole(newest.year() + 1), edge: newest }
    }

    /// The column of a day, within the plot.
    fn column(&self, day: Date) -> usize {
        let span = i64::from((self.last - self.first).get_days().max(1));
        let at = i64::from((day - self.first).get_days()).clamp(0, span);
        usize::try_from(at * (PLOT as i64 - 1) / span).unwrap_or(0)
    }
}

/// Draws a row for each agreement.
///
/// # Errors
/// When the terminal cannot be written to.
pub fn draw(out: &mut impl Write, answer: &AgreementsResponse) -> io::Result<()> {
    let day: Date = answer.as_of.parse().unwrap_or_default();
    let axis = Axis::new(answer, day);
    years(out, &axis)?;
    let mut kind = None;
    for agreement in &answer.agreements {
        if kind.replace(agreement.kind) != Some(agreement.kind) {
            writeln!(out, "{}", agreement.kind)?;
        }
        let mut label: String = marked(agreement).chars().take(LABEL - 2).collect();
        if label.chars().count() < marked(agreement).chars().count() {
            label.pop();
            label.push('…');
        }
        let row: String = bar(agreement, &axis, day).into_iter().collect();
        writeln!(out, " {label:<width$}{}", row.trim_end(), width = LABEL - 1)?;
    }
    writeln!(
        out,
        "· proposed or negotiating  ─ signed  █ in force  ░ suspended  × ended  ‹ older  │ {}",
        answer.as_of
    )
}

fn years(out: &mut impl Write, axis: &Axis) -> io::Result<()> {
    let (from, to) = (axis.first.year(), axis.last.year());
    let step = [1, 2, 5, 10, 20].into_iter().find(|s| (to - from) / s <= 10).unwrap_or(50);
    let mut line = vec![' '; PLOT + 4];
    for year in (from..=to).filter(|year| year % step == 0) {
        let Ok(day) = Date::new(year, 1, 1) else { continue };
        let column = axis.column(day);
        for (k, digit) in year.to_string().chars().enumerate() {
            if column + k < PLOT {
                line[column + k] = digit;
            }
        }
    }
    let line: String = line.into_iter().collect();
    writeln!(out, "{:LABEL$}{}", "", line.trim_end())
}

fn bar(agreement: &AgreementView, axis: &Axis, day: Date) -> Vec<char> {
    let mut row = vec![' '; PLOT];
    let starts: Vec<Option<Date>> =
        agreement.history.iter().map(|s| s.counts_from.parse().ok()).collect();
    // Suspensions are short and ends are points, so they are drawn over the rest.
    for over in [false, true] {
        for (k, status) in agreement.history.iter().enumerate() {
            let Some(from) = starts[k] else { continue };
            let until = starts.get(k + 1).copied().flatten().unwrap_or(axis.edge);
            let mark = match status.state.as_str() {
                "in-force" => '█',
                "signed" => '─',
                "suspended" => '░',
                "ended" => '×',
                _ => '·',
            };
            if over != matches!(mark, '░' | '×') || mark == '×' && from < axis.first {
                continue;
            }
            let a = axis.column(from);
            let b = if mark == '×' { a } else { axis.column(until).max(a) };
            row[a..=b].fill(mark);
        }
    }
    if starts.first().copied().flatten().is_some_and(|from| from < axis.first) {
        row[0] = '‹';
    }
    row[axis.column(day)] = '│';
    row
}
