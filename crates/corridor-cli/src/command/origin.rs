//! `corridor origin`: whether a good originates under agreements, and what it falls short by.

use super::landed_cost::{text_of, texts_of};
use super::print_json;
use crate::args::{OriginArgs, day};
use crate::output;
use crate::render::{emphasis, wrapped};
use anyhow::Result;
use corridor::Engine;
use corridor::trade::{AgreementOriginView, AssemblyOriginView, OriginRequest, Parties, bill};
use corridor_batch::is_stdout;
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
        de_minimis: args.de_minimis.clone(),
        cumulate: args.cumulate.clone(),
        processes: args.process.clone(),
    };
    if let Some(path) = &args.certificate {
        output::one_to_stdout(args.json, &[("--certificate", Some(path))])?;
        let given = |text: &Option<String>| text.clone().unwrap_or_default();
        let parties = Parties {
            exporter: given(&args.exporter),
            consignee: given(&args.consignee),
            invoice: given(&args.invoice),
        };
        let draft = engine.certificate(&request, &parties)?;
        output::whole(path, |out| Ok(out.write_all(draft.as_bytes())?))?;
        if is_stdout(path) {
            return Ok(());
        }
    }
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
        None => "not known",
    }
}

fn under(out: &mut impl Write, agreement: &AgreementOriginView) -> Result<()> {
    let head = format!("{}: {}", agreement.agreement, verdict(agreement.originates));
    writeln!(out, "{}", emphasis(&head))?;
    wrapped(out, &format!("  {} ({})", agreement.name, agreement.status))?;
    let unsure = match &agreement.area_unsure[..] {
        [] => String::new(),
        unsure => format!("; whether those of {} do is not known (--cumulate)", unsure.join(", ")),
    };
    let tolerated = match agreement.de_minimis.as_deref() {
        Some([]) => "; nothing is tolerated".to_owned(),
        Some(tolerated) => format!("; de minimis {}", tolerated.join(", ")),
        None => String::new(),
    };
    let area = agreement.area.join(", ");
    wrapped(out, &format!("  materials of {area} count{unsure}{tolerated}"))?;
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
    match &assembly.rule {
        Some(rule) => wrapped(out, &format!("  rule {rule}; {}", assembly.rule_source))?,
        None => wrapped(out, "  no rule for it is known (--rules FILE or --rule EXPRESSION)")?,
    }
    for finding in &assembly.findings {
        let mark = match finding.met {
            Some(true) => "met",
            Some(false) => "not met",
            None => "not known",
        };
        let supply = finding.supply.as_ref().map_or(String::new(), |give| format!("; give {give}"));
        let short = finding.short_usd.map_or(String::new(), |short| {
            format!("; USD {short:.2} of materials more would have to be of the area")
        });
        wrapped(out, &format!("    {}: {mark}: {}{short}{supply}", finding.test, finding.reason))?;
    }
    if !assembly.note.is_empty() {
        wrapped(out, &format!("    {}", assembly.note))?;
    }
    Ok(())
}
