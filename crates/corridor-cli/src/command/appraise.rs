//! `corridor appraise`: what a cash flow or a project is worth.

mod project;

use super::landed_cost::text_of;
use super::print_json;
use crate::args::AppraiseArgs;
use crate::render::{emphasis, signed, table, wrapped};
use anyhow::Result;
use corridor::appraisal::{CashFlowRequest, CashFlowResponse, EXAMPLE_PROJECT, cash_flow};
use std::io::{self, Read, Write};
use std::path::Path;

/// Measures and shows the answer.
pub fn run(args: &AppraiseArgs) -> Result<()> {
    if args.example {
        let mut out = io::stdout().lock();
        return Ok(out.write_all(EXAMPLE_PROJECT.as_bytes())?);
    }
    match (&args.project, &args.cash_flow) {
        (Some(path), _) => project::run(path, args),
        (None, Some(path)) => of_cash_flow(path, args),
        // One of them is required.
        (None, None) => Ok(()),
    }
}

fn of_cash_flow(path: &Path, args: &AppraiseArgs) -> Result<()> {
    let request = CashFlowRequest {
        file: path.display().to_string(),
        table: read(path)?,
        rate: args.rate.clone().unwrap_or_default(),
        finance_rate: args.finance_rate.clone(),
        reinvest_rate: args.reinvest_rate.clone(),
        base_year: args.base_year,
    };
    let answer = cash_flow(&request)?;
    if args.json {
        return print_json(&answer);
    }
    show(&answer)
}

/// The text of a file, or of stdin for `-`.
fn read(path: &Path) -> Result<String> {
    if path.as_os_str() != "-" {
        return text_of(path, "a table with the columns year,amount_usd");
    }
    let mut text = String::new();
    io::stdin().read_to_string(&mut text)?;
    Ok(text)
}

/// A rate in per cent.
fn percent(rate: f64) -> String {
    format!("{:.4} %", rate * 100.0)
}

fn show(answer: &CashFlowResponse) -> Result<()> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    let npv = signed(answer.npv_usd);
    let head = format!("net present value USD {npv} at {}", percent(answer.rate));
    writeln!(out, "{}", emphasis(&head))?;
    writeln!(out, "in {}, which is not discounted\n", year(answer.base_year))?;
    let none = || "none".to_owned();
    let rates: Vec<String> = answer.irr.iter().copied().map(percent).collect();
    let irr = if rates.is_empty() { none() } else { rates.join(", ") };
    let mirr = answer.mirr.map_or_else(none, |rate| {
        let (finance, reinvest) = (percent(answer.finance_rate), percent(answer.reinvest_rate));
        format!("{} (financed at {finance}, reinvested at {reinvest})", percent(rate))
    });
    let ratio = answer.bcr.map_or_else(none, |ratio| format!("{ratio:.4}"));
    let paid = |paid: Option<i32>| paid.map_or_else(|| "never".to_owned(), year);
    for (name, value) in [
        ("internal rate of return", irr),
        ("modified rate of return", mirr),
        ("benefits over costs", ratio),
        ("paid back", paid(answer.payback_year)),
        ("paid back, discounted", paid(answer.discounted_payback_year)),
        ("NPV() of a spreadsheet", format!("USD {}", signed(answer.spreadsheet_npv_usd))),
    ] {
        writeln!(out, "{name:<24} {value}")?;
    }
    let mut rows = table(&["year", "USD", "discounted", "sum so far"], &[0, 1, 2, 3]);
    for year in &answer.years {
        rows.add_row([
            year.year.to_string(),
            signed(year.amount_usd),
            signed(year.discounted_usd),
            signed(year.cumulative_usd),
        ]);
    }
    writeln!(out, "\n{rows}")?;
    out.flush()?;
    let mut err = io::stderr().lock();
    for warning in &answer.warnings {
        wrapped(&mut err, &format!("note: {warning}"))?;
    }
    Ok(())
}

/// A counted year, or one of the calendar.
fn year(year: i32) -> String {
    if year.abs() < 1000 { format!("year {year}") } else { year.to_string() }
}
