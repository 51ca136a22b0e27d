//! `corridor trade-effect`: what a change of duties or costs of trade does to trade and real income.

use super::landed_cost::{text_of, texts_of};
use super::print_json;
use crate::args::{TradeEffectArgs, day};
use crate::render::{emphasis, table, wrapped};
use anyhow::Result;
use corridor::Engine;
use corridor::effect::{ElasticityChoice, TradeEffectRequest, TradeEffectResponse};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Computes and shows the answer.
pub fn run(engine: &Engine, args: &TradeEffectArgs) -> Result<()> {
    let file = |path: &Option<PathBuf>, what: &str| {
        path.as_ref().map(|path| named(path, what)).transpose()
    };
    let request = TradeEffectRequest {
        table: file(&args.table, "a table of flows, CSV")?,
        elasticity: elasticity(args.elasticity.as_deref())?,
        suppose: args.suppose.clone(),
        change: file(&args.change, "factors on the cost of trade, CSV")?,
        duties: file(&args.duties, "duties, CSV")?,
        closure: args.closure.clone(),
        as_of: day(args.as_of.as_deref(), "--as-of")?,
        with: texts_of(&args.with, "an agreement, TOML")?,
    };
    let answer = engine.trade_effect(&request)?;
    if args.json { print_json(&answer) } else { show(&answer) }
}

fn named(path: &Path, what: &str) -> Result<(String, String)> {
    Ok((path.display().to_string(), text_of(path, what)?))
}

/// A number is an elasticity; anything else names a file.
fn elasticity(text: Option<&str>) -> Result<ElasticityChoice> {
    let Some(text) = text else { return Ok(ElasticityChoice::Shipped) };
    if let Ok(value) = text.trim().parse::<f64>() {
        return Ok(ElasticityChoice::Uniform(value));
    }
    let (name, text) = named(Path::new(text), "elasticities by sector, CSV, or give one number")?;
    Ok(ElasticityChoice::Table(name, text))
}

fn show(answer: &TradeEffectResponse) -> Result<()> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    writeln!(out, "{}", emphasis("Effect on trade and real income, per cent"))?;
    wrapped(&mut out, &format!("{}; closure {}", answer.table, answer.closure))?;
    for one in &answer.supposed {
        wrapped(
            &mut out,
            &format!("{} at {} % between {} pairs", one.agreement, one.percent, one.pairs.len()),
        )?;
    }
    let mut rows = table(&["country", "", "real income", "exports", "wage"], &[2, 3, 4]);
    let mut sorted: Vec<_> = answer.countries.iter().collect();
    sorted.sort_by(|a, b| b.real_income_percent.abs().total_cmp(&a.real_income_percent.abs()));
    for country in sorted {
        rows.add_row([
            country.id.clone(),
            country.name.clone(),
            signed(country.real_income_percent),
            signed(country.exports_percent),
            signed(country.wage_percent),
        ]);
    }
    writeln!(out, "{rows}")?;
    if !answer.missing.is_empty() {
        wrapped(
            &mut out,
            &format!("no row, so nothing is said of: {}", answer.missing.join(", ")),
        )?;
    }
    writeln!(out)?;
    for warning in &answer.warnings {
        wrapped(&mut out, &format!("note: {warning}"))?;
    }
    Ok(out.flush()?)
}

/// A change of per cent with its sign; exactly nothing is 0.
fn signed(percent: f64) -> String {
    if percent == 0.0 { "0".to_owned() } else { format!("{percent:+.4}") }
}
