//! Cash flows from tables of the user's.

use crate::cash_flow::{CashFlow, Movement};
use crate::fault::Fault;
use rust_decimal::Decimal;
use std::collections::BTreeMap;

const COLUMNS: [&str; 2] = ["year", "amount_usd"];
const ACTION: &str =
    "columns are year,amount_usd: years 0, 1, 2, ... or calendar years, dollars out negative";
/// From this number on a year is one of the calendar.
const CALENDAR: i32 = 1000;
/// Faults that are told; more are counted.
const MOST_FAULTS: usize = 20;

/// A cash flow as read, with what the reader did that a user should know.
#[derive(Clone, Debug, PartialEq)]
pub struct ReadFlow {
    /// The cash flow.
    pub flow: CashFlow,
    /// Years with several rows, and how many.
    pub summed: Vec<(i32, usize)>,
}

/// An amount as tables have it: a plain number, or one with an exponent as spreadsheets write it.
pub(crate) fn amount(text: &str) -> Result<Decimal, String> {
    let plain = |b: u8| b.is_ascii_digit() || matches!(b, b'.' | b'-' | b'+' | b'e' | b'E');
    let number = (!text.is_empty() && text.len() <= 40 && text.bytes().all(plain))
        .then(|| text.parse().or_else(|_| Decimal::from_scientific(text)).ok())
        .flatten();
    number.ok_or_else(|| {
        let hint = if text.contains(',') || text.contains(' ') || text.contains('_') {
            "; write it without separators of thousands"
        } else {
            ""
        };
        format!("{text:?} is no number{hint}")
    })
}

impl CashFlow {
    /// Reads a table with the columns `year` and `amount_usd`, rows in any order. Years are counted
    /// from 0, which is not discounted; calendar years need the one that is not.
    ///
    /// # Errors
    /// Every wrong row with its line and column; calendar years without a base year, or mixed with
    /// counted ones; what [`CashFlow::new`] refuses.
    pub fn read(file: &str, text: &str, base_year: Option<i32>) -> Result<ReadFlow, Fault> {
        let wrong =
            |line: u64, reason: &str| Fault::new(format!("{file}:{line}: {reason}"), ACTION);
        let text = text.trim_start_matches('\u{feff}');
        let mut reader =
            csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(text.as_bytes());
        let headers = reader.headers().map_err(|e| wrong(1, &e.to_string()))?.clone();
        let mut places = [0; 2];
        for (place, column) in places.iter_mut().zip(COLUMNS) {
            let mut found = headers.iter().enumerate().filter(|(_, header)| *header == column);
            match (found.next(), found.next()) {
                (Some((at, _)), None) => *place = at,
                (Some(_), Some(_)) => {
                    return Err(wrong(1, &format!("the column {column} is there twice")));
                }
                (None, _) => {
                    let there: Vec<&str> = headers.iter().collect();
                    let reason = format!("no column {column}; there are {}", there.join(","));
                    return Err(wrong(1, &reason));
                }
            }
        }
        if let Some(other) = headers.iter().find(|header| !COLUMNS.contains(header)) {
            return Err(wrong(1, &format!("the column {other:?} is not known here")));
        }
        let (mut movements, mut faults, mut more) = (Vec::new(), Vec::new(), 0);
        for record in reader.records() {
            let row = record.map_err(|e| {
                let line = e.position().map_or(0, csv::Position::line);
                Fault::new(format!("{file}:{line}: {e}"), ACTION)
            })?;
            let line = row.position().map_or(0, csv::Position::line);
            let field = |place: usize| row.get(place).unwrap_or("");
            let year = field(places[0])
                .parse::<i32>()
                .map_err(|_| format!("year {:?} is no whole number of a year", field(places[0])));
            let amount = amount(field(places[1])).map_err(|e| format!("amount_usd {e}"));
            match (year, amount) {
                (Ok(year), Ok(amount)) => movements.push(Movement { year, amount }),
                (year, amount) => {
                    for reason in year.err().into_iter().chain(amount.err()) {
                        if faults.len() < MOST_FAULTS {
                            faults.push(wrong(line, &reason));
                        } else {
                            more += 1;
                        }
                    }
                }
            }
        }
        if more > 0 {
            faults.push(Fault::new(format!("and {more} more"), ACTION));
        }
        if let Some(fault) = Fault::all(faults) {
            return Err(fault);
        }
        let base_year = base(file, &movements, base_year)?;
        let flow = CashFlow::new(movements, base_year)
            .map_err(|fault| Fault::new(format!("{file}: {}", fault.reason), fault.action))?;
        let mut rows: BTreeMap<i32, usize> = BTreeMap::new();
        for movement in flow.movements() {
            *rows.entry(movement.year).or_default() += 1;
        }
        let summed = rows.into_iter().filter(|(_, count)| *count > 1).collect();
        Ok(ReadFlow { flow, summed })
    }
}

/// The year that is not discounted: the one given, or year 0 of counted years.
fn base(file: &str, movements: &[Movement], given: Option<i32>) -> Result<i32, Fault> {
    let calendar = |year: i32| year >= CALENDAR;
    let year = |wanted: bool| movements.iter().map(|m| m.year).find(|y| calendar(*y) == wanted);
    let base = given.or_else(|| year(false).map(|_| 0));
    match (year(true), year(false), base) {
        (Some(late), Some(early), _) => Err(Fault::new(
            format!("{file}: {early} is a counted year and {late} one of the calendar"),
            "write all years in the same way",
        )),
        (Some(first), None, None) => {
            let first = movements.iter().map(|m| m.year).min().unwrap_or(first);
            Err(Fault::new(
                format!(
                    "{file}: the years are of the calendar; the one not discounted is not given"
                ),
                format!("give it, such as --base-year {first}"),
            ))
        }
        (Some(_), None, Some(base)) if !calendar(base) => Err(Fault::new(
            format!("{file}: the years are of the calendar and the base year is {base}"),
            "give a base year of the calendar",
        )),
        (None, Some(_), Some(base)) if calendar(base) => Err(Fault::new(
            format!("{file}: the years are counted and the base year is {base}"),
            "leave --base-year out: year 0 is not discounted",
        )),
        (.., base) => Ok(base.unwrap_or(0)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, base: Option<i32>) -> Result<ReadFlow, Fault> {
        CashFlow::read("flow.csv", text, base)
    }

    #[test]
    fn rows_come_in_any_order_with_gaps_and_two_of_a_year_count_together() {
        let text = "\u{feff}amount_usd, year\n121,2\n-50,0\n-5E1,0\n0.10,7\n";
        let read = read(text, None).unwrap();
        assert_eq!(read.summed, [(0, 2)]);
        let years: Vec<_> = read.flow.years().iter().map(|(y, a)| (*y, a.to_string())).collect();
        let expected = [(0, "-100"), (2, "121"), (7, "0.10")];
        assert_eq!(years, expected.map(|(year, amount)| (year, amount.to_owned())));
    }

    #[test]
    fn calendar_years_need_the_year_that_is_not_discounted() {
        let text = "year,amount_usd\n2031,121\n2029,-100\n";
        let fault = read(text, None).unwrap_err();
        assert!(fault.action.contains("--base-year 2029"), "{fault:?}");
        assert_eq!(read(text, Some(2029)).unwrap().flow.base_year(), 2029);
        assert!(read(text, Some(0)).unwrap_err().reason.contains("base year is 0"));
        let mixed = read("year,amount_usd\n0,-1\n2029,1\n", None).unwrap_err();
        assert!(mixed.reason.contains("counted"), "{mixed:?}");
        assert!(read("year,amount_usd\n0,-1\n", Some(2020)).is_err());
    }

    #[test]
    fn every_wrong_row_is_told_with_its_line() {
        let fault = read("year,amount_usd\n0,ten\n1.5,5\nx,\"1,000\"\n", None).unwrap_err();
        let lines: Vec<&str> = fault.reason.lines().collect();
        assert_eq!(lines.len(), 4, "{fault:?}");
        assert!(lines[0].starts_with("flow.csv:2: amount_usd \"ten\" is no number"));
        assert!(lines[1].starts_with("flow.csv:3: year \"1.5\""));
        assert!(lines[3].contains("separators"));
    }

    #[test]
    fn what_is_no_table_of_a_cash_flow_is_refused() {
        for (text, reason) in [
            ("", "no column year"),
            ("year,amount_eur\n0,1\n", "no column amount_usd"),
            ("year,amount_usd,currency\n0,1,EUR\n", "\"currency\" is not known"),
            ("year,amount_usd,year\n0,1,0\n", "year is there twice"),
            ("year,amount_usd\n", "no amount"),
            ("year,amount_usd\n0\n", "1 field"),
            ("year,amount_usd\n0,1\n201,1\n", "more than 200 years"),
            ("year,amount_usd\n0,1e16\n", "beyond"),
            ("year,amount_usd\n-150,1\n150,1\n", "more than 200"),
        ] {
            let fault = read(text, None).unwrap_err();
            assert!(fault.reason.contains(reason), "{text:?}: {fault:?}");
        }
    }
}
