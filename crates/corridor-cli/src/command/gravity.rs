//! `corridor gravity`: what explains trade, estimated from the user's flows, and what a change would do.

use super::landed_cost::text_of;
use super::print_json;
use crate::args::GravityArgs;
use crate::render::{emphasis, table, wrapped};
use anyhow::Result;
use corridor::effect::{GravityRequest, GravityResponse, gravity};
use std::io::{self, Write};
use std::path::Path;

/// Estimates and shows the answer.
pub fn run(args: &GravityArgs) -> Result<()> {
    let named = |path: &Path, what: &str| -> Result<(String, String)> {
        Ok((path.display().to_string(), text_of(path, what)?))
    };
    let change = args.change.as_deref();
    let answer = gravity(&GravityRequest {
        flows: named(&args.flows, "flows with what may explain them, CSV")?,
        set: args.set.clone(),
        change: change.map(|path| named(path, "values of pairs, CSV")).transpose()?,
        elasticity: args.elasticity,
        closure: args.closure.clone(),
    })?;
    if args.json { print_json(&answer) } else { show(&answer) }
}

fn show(answer: &GravityResponse) -> Result<()> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    writeln!(out, "{}", emphasis("What explains trade"))?;
    wrapped(
        &mut out,
        &format!("{}: {} pairs, settled in {} rounds", answer.flows, answer.pairs, answer.rounds),
    )?;
    let has_duty = answer.coefficients.iter().any(|c| c.duty_equivalent_percent.is_some());
    let mut headers = vec!["column", "coefficient", "standard error"];
    headers.extend(has_duty.then_some("as a duty, %"));
    let mut rows = table(&headers, &[1, 2, 3][..headers.len() - 1]);
    for c in &answer.coefficients {
        let mut cells = vec![
            c.column.clone(),
            format!("{:.6}", c.coefficient),
            format!("{:.6}", c.standard_error),
        ];
        cells.extend(c.duty_equivalent_percent.map(|percent| format!("{percent:+.2}")));
        rows.add_row(cells);
    }
    writeln!(out, "{rows}")?;
    if !answer.countries.is_empty() {
        writeln!(out, "\n{}", emphasis("What the change does, per cent"))?;
        let is_full = answer.countries.iter().any(|c| c.exports_percent.is_some());
        let mut headers = vec!["country", "exports, conditional"];
        if is_full {
            headers.extend(["exports, full", "wage", "real product", "real income"]);
        }
        let numbers: Vec<usize> = (1..headers.len()).collect();
        let mut rows = table(&headers, &numbers);
        for c in &answer.countries {
            let real = [c.real_product_percent, c.real_income_percent];
            let figures = [[c.exports_percent, c.wage_percent], real].concat();
            let mut cells = vec![c.id.clone(), format!("{:+.4}", c.conditional_exports_percent)];
            cells.extend(figures.into_iter().flatten().map(|percent| format!("{percent:+.4}")));
            rows.add_row(cells);
        }
        writeln!(out, "{rows}")?;
    }
    writeln!(out)?;
    for warning in &answer.warnings {
        wrapped(&mut out, &format!("note: {warning}"))?;
    }
    Ok(out.flush()?)
}
