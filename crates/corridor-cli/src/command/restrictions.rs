//! `corridor restrictions`.

use super::print_json;
use crate::args::{RestrictionsArgs, day};
use crate::render::{table, wrapped};
use anyhow::Result;
use corridor::{Engine, RestrictionsRequest, RestrictionsResponse};
use std::io::{self, Write};

/// Shows what is declared of trade from one country to another.
pub fn run(engine: &Engine, args: &RestrictionsArgs) -> Result<()> {
    let request = RestrictionsRequest {
        from: args.from.clone(),
        to: args.to.clone(),
        hs: args.hs.clone(),
        as_of: day(args.as_of.as_deref(), "--as-of")?,
    };
    let answer = engine.restrictions(&request)?;
    if args.json { print_json(&answer) } else { show(&answer) }
}

fn show(answer: &RestrictionsResponse) -> Result<()> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    let RestrictionsResponse { from, to, as_of, .. } = answer;
    if answer.restrictions.is_empty() {
        writeln!(out, "nothing in the table concerns trade from {from} to {to} on {as_of}")?;
        writeln!(out, "the table may lack some; {}", answer.notice)?;
        return Ok(out.flush()?);
    }
    let mut rows = table(&["id", "plan", "kind", "by", "goods (HS)", "since", "until"], &[]);
    for row in &answer.restrictions {
        rows.add_row([
            row.id.clone(),
            row.plan.replace('-', " "),
            row.kind.clone(),
            row.declared_by.join(" "),
            if row.goods.is_empty() { "all".to_owned() } else { row.goods.join(" ") },
            row.from.clone().unwrap_or_default(),
            row.until.clone().unwrap_or_default(),
        ]);
    }
    writeln!(out, "{rows}\non {as_of}, goods from {from} to {to}")?;
    for row in &answer.restrictions {
        let but = match row.exceptions.as_str() {
            "" => String::new(),
            exceptions => format!("; but: {exceptions}"),
        };
        let text = format!(
            "{}: {}{but} [{}, {}, {}]",
            row.id, row.act, row.source, row.date, row.confidence
        );
        wrapped(&mut out, &text)?;
    }
    writeln!(out)?;
    wrapped(&mut out, &answer.notice)?;
    Ok(out.flush()?)
}
