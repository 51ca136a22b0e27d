//! What scenarios do to trade and real income, as a table.

use crate::render::{emphasis, signed_percent, table, wrapped};
use anyhow::Result;
use corridor::compare::RunTrade;
use std::io::Write;

/// Shows the effect of every run.
pub fn show(out: &mut impl Write, runs: &[RunTrade]) -> Result<()> {
    for run in runs {
        let title = format!("\n{}: trade and real income in the long run, per cent", run.scenario);
        wrapped(out, &emphasis(&title))?;
        wrapped(out, &format!("{}; duties and agreements of {}", run.table, run.as_of))?;
        let mut rows = table(&["country", "real income", "exports", "imports"], &[1, 2, 3]);
        for country in &run.countries {
            rows.add_row([
                country.id.clone(),
                signed_percent(country.real_income_percent),
                signed_percent(country.exports_percent),
                signed_percent(country.imports_percent),
            ]);
        }
        writeln!(out, "{rows}")?;
        let mut rows = table(&["from", "to", "million USD", "change %"], &[2, 3]);
        for flow in &run.flows {
            rows.add_row([
                flow.origin.clone(),
                flow.destination.clone(),
                format!("{:.0} -> {:.0}", flow.before_usd / 1e6, flow.after_usd / 1e6),
                signed_percent(flow.change_percent),
            ]);
        }
        if !run.flows.is_empty() {
            writeln!(out, "{rows}")?;
        }
        if !run.missing.is_empty() {
            let missing = run.missing.join(", ");
            wrapped(out, &format!("no row in the table, so nothing is said of: {missing}"))?;
        }
        for warning in &run.warnings {
            wrapped(out, &format!("note: {warning}"))?;
        }
    }
    Ok(())
}
