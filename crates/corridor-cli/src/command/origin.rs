//! `corridor origin`: whether a good originates under agreements, and what it falls short by.

use super::landed_cost::{text_of, texts_of};
use super::print_json;
use crate::args::{OriginArgs, day};
use crate::render::{emphasis, wrapped};
use anyhow::Result;
use corridor::Engine;
use corridor::trade::{AgreementOriginView, AssemblyOriginView, OriginRequest, bill};
use std::io::{self, Write};

/// Judges and shows the answer.
pub fn run(engine: &Engine, args: &OriginArgs) -> Result<()> {
    let text = text_of(&args.bom, "a bill of materials")?;
    let request = OriginRequest {
        bill: bill(&args.bom.display().to_string(), &text)?,
        agreements: args.agreement.clone(),
        to_country: args.to_country.clone(),
        as_of: day(args.as_of.as_deref(), "--as-of")?,
        with: texts_of(&args.with, "an agreement, TOML")?,
        rules: texts_of(&args.rules, "rules for products, CSV")?,
        rule: args.rule.clone(),
    };
    let answer = engine.origin(&request)?;
    if args.json {
        return print_json(&answer);
    }
    let mut out = io::BufWriter::new(io::stdout().lock());
    let title = format!("{} (HS {}), made in {}", answer.good, answer.hs, answer.made_in);
    writeln!(out, "{}", emphasis(&title))?;
    for agreement in &answer.agreements {
        writeln!(out)?;
        under(&mut out, agreement)?;
    }
    writeln!(out)?;
    for warning in &answer.warnings {
        wrapped(&mut out, &format!("note: {warning}"))?;
    }
    Ok(out.flush()?)
}

fn verdict(originates: Option<bool>) -> &'static str {
    match originates {
        Some(true) => "originates",
        Some(false) => "does not originate",
        None => "not known: no rule",
    }
}

fn under(out: &mut impl Write, agreement: &AgreementOriginView) -> Result<()> {
    let head = format!("{}: {}", agreement.agreement, verdict(agreement.originates));
    writeln!(out, "{}", emphasis(&head))?;
    wrapped(out, &format!("  {} ({})", agreement.name, agreement.status))?;
    wrapped(out, &format!("  materials of {} count", agreement.area.join(", ")))?;
    let only = agreement.assemblies.len() == 1;
    for assembly in &agreement.assemblies {
        if !only {
            writeln!(out, "  {}: {}", assembly.name, verdict(assembly.originates))?;
        }
        tests(out, assembly)?;
    }
    if !agreement.note.is_empty() {
        wrapped(out, &format!("  {}", agreement.note))?;
    }
    Ok(())
}

fn tests(out: &mut impl Write, assembly: &AssemblyOriginView) -> Result<()> {
    wrapped(
        out,
        &format!(
            "  value content {} % (build-down), {} % (build-up)",
            assembly.build_down_percent, assembly.build_up_percent
        ),
    )?;
    if let Some(rule) = &assembly.rule {
        wrapped(out, &format!("  rule {rule}; {}", assembly.rule_source))?;
    }
    for finding in &assembly.findings {
        let mark = if finding.met { "met" } else { "not met" };
        let short = finding.short_usd.map_or(String::new(), |short| {
            format!("; USD {short:.2} of materials more would have to be of the area")
        });
        wrapped(out, &format!("    {}: {mark}: {}{short}", finding.test, finding.reason))?;
    }
    if !assembly.note.is_empty() {
        wrapped(out, &format!("    {}", assembly.note))?;
    }
    Ok(())
}
