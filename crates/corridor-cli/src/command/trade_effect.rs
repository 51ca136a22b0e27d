//! `corridor trade-effect`: what a change of duties or costs of trade does to trade and real income.

use super::landed_cost::{text_of, texts_of};
use super::{print_json, scenarios};
use crate::args::{TradeEffectArgs, day};
use crate::output::{one_to_stdout, whole};
use crate::render::{emphasis, signed_percent, table, wrapped};
use anyhow::Result;
use corridor::Engine;
use corridor::compare::FromTo;
use corridor::effect::{
    CarriageView, CountryEffectView, DecompositionView, ElasticityChoice, LARGEST, PairView,
    TradeEffectRequest, TradeEffectResponse, html, svg,
};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Computes and shows the answer.
pub fn run(engine: &Engine, args: &TradeEffectArgs) -> Result<()> {
    let file = |path: &Option<PathBuf>, what: &str| {
        path.as_ref().map(|path| named(path, what)).transpose()
    };
    one_to_stdout(args.json, &[("--svg", args.svg.as_deref()), ("--html", args.html.as_deref())])?;
    let request = TradeEffectRequest {
        table: file(&args.table, "a table of flows, CSV")?,
        table_year: args.table_year,
        largest: LARGEST,
        elasticity: elasticity(args.elasticity.as_deref())?,
        suppose: args.suppose.clone(),
        scenarios: args
            .supposed
            .scenarios
            .iter()
            .map(|text| scenarios::source(text))
            .collect::<Result<_, _>>()?,
        change: file(&args.change, "factors on the cost of trade, CSV")?,
        duties: file(&args.duties, "duties, CSV")?,
        closure: args.closure.clone(),
        one_sector: args.one_sector,
        steps: args.steps.into(),
        draws: args.draws.map(|draws| (draws, args.seed)),
        as_of: day(args.as_of.as_deref(), "--as-of")?,
        with: texts_of(&args.with, "an agreement, TOML")?,
    };
    let answer = engine.trade_effect(&request)?;
    if let Some(path) = &args.svg {
        whole(path, |out| Ok(out.write_all(svg(&answer).as_bytes())?))?;
    }
    if let Some(path) = &args.html {
        whole(path, |out| Ok(out.write_all(html(&answer, engine).as_bytes())?))?;
    }
    if args.json { print_json(&answer) } else { show(&answer, args) }
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

fn show(answer: &TradeEffectResponse, args: &TradeEffectArgs) -> Result<()> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    writeln!(out, "{}", emphasis("Effect on trade and real income, per cent"))?;
    wrapped(&mut out, &format!("{}; closure {}", answer.table, answer.closure))?;
    for one in &answer.supposed {
        wrapped(
            &mut out,
            &format!("{} at {} % between {} pairs", one.agreement, one.percent, one.pairs.len()),
        )?;
    }
    if let Some(carriage) = &answer.carriage {
        carried(&mut out, carriage)?;
    }
    let mut sorted: Vec<_> = answer.countries.iter().collect();
    sorted.sort_by(|a, b| b.real_income_percent.abs().total_cmp(&a.real_income_percent.abs()));
    let headers =
        ["country", "", "real income", "terms", "duties", "costs", "exports", "imports", "wage"];
    let mut rows = table(&headers, &[2, 3, 4, 5, 6, 7, 8]);
    for country in &sorted {
        let parts = country.integrated.as_ref();
        let part = |of: fn(&DecompositionView) -> f64| {
            parts.map_or(String::new(), |p| signed_percent(of(p)))
        };
        rows.add_row([
            country.id.clone(),
            country.name.clone(),
            signed_percent(country.real_income_percent),
            part(|p| p.terms_of_trade_percent),
            part(|p| p.volume_of_trade_percent),
            part(|p| p.trade_costs_percent),
            signed_percent(country.exports_percent),
            signed_percent(country.imports_percent),
            signed_percent(country.wage_percent),
        ]);
    }
    writeln!(out, "{rows}")?;
    if answer.steps > 0 {
        wrapped(
            &mut out,
            "real income is exact; terms of trade, imports that pay duty and costs of trade are its parts",
        )?;
    }
    if let Some(draws) = answer.draws {
        spreads(&mut out, &sorted, draws)?;
    }
    if args.pairs {
        pairs(&mut out, answer)?;
    }
    if args.sectors {
        sectors(&mut out, answer)?;
    }
    if !answer.missing.is_empty() {
        let missing = answer.missing.join(", ");
        wrapped(&mut out, &format!("\nno row, so nothing is said of: {missing}"))?;
    }
    writeln!(out)?;
    for warning in &answer.warnings {
        wrapped(&mut out, &format!("note: {warning}"))?;
    }
    Ok(out.flush()?)
}

/// The pairs of countries whose carriage changes most.
fn carried(out: &mut impl Write, carriage: &CarriageView) -> Result<()> {
    const SHOWN: usize = 8;
    let CarriageView { scenario, day, pairs, .. } = carriage;
    if pairs.is_empty() {
        return Ok(writeln!(out, "{scenario}: no way of a box changes on {day}")?);
    }
    writeln!(out, "{scenario}: carriage of a 40-foot box on {day}")?;
    let headers = ["from", "to", "section", "USD", "days", "cost of trade"];
    let mut rows = table(&headers, &[3, 4, 5]);
    let mut sorted: Vec<_> = pairs.iter().collect();
    sorted.sort_by(|a, b| (b.factor - 1.0).abs().total_cmp(&(a.factor - 1.0).abs()));
    let figure = |figure: FromTo, places: usize| {
        let one = |value: Option<f64>| value.map_or("-".to_owned(), |v| format!("{v:.places$}"));
        format!("{} -> {}", one(figure.from), one(figure.to))
    };
    for pair in sorted.iter().take(SHOWN) {
        rows.add_row([
            pair.origin.clone(),
            pair.destination.clone(),
            pair.section.clone(),
            figure(pair.cost_usd, 0),
            figure(pair.days, 1),
            signed_percent((pair.factor - 1.0) * 100.0),
        ]);
    }
    writeln!(out, "{rows}")?;
    if sorted.len() > SHOWN {
        writeln!(out, "and {} more, in --json and --html", sorted.len() - SHOWN)?;
    }
    Ok(writeln!(out)?)
}

fn spreads(out: &mut impl Write, sorted: &[&CountryEffectView], draws: usize) -> Result<()> {
    writeln!(out, "\nOver {draws} draws of the elasticities")?;
    let headers =
        ["country", "real income p5", "p50", "p95", "same sign", "exports p5", "p50", "p95"];
    let mut rows = table(&headers, &[1, 2, 3, 4, 5, 6, 7]);
    for country in sorted {
        let (Some(real), Some(exports)) = (&country.real_income_draws, &country.exports_draws)
        else {
            continue;
        };
        rows.add_row([
            country.id.clone(),
            signed_percent(real.p5_percent),
            signed_percent(real.p50_percent),
            signed_percent(real.p95_percent),
            real.same_sign.to_string(),
            signed_percent(exports.p5_percent),
            signed_percent(exports.p50_percent),
            signed_percent(exports.p95_percent),
        ]);
    }
    Ok(writeln!(out, "{rows}")?)
}

/// How many rows of a long list are shown; JSON has them all.
const SHOWN: usize = 30;

fn pairs(out: &mut impl Write, answer: &TradeEffectResponse) -> Result<()> {
    writeln!(out, "\nFlows that change most, million US dollars of the table's year")?;
    let mut rows = table(&["from", "to", "before", "after", "change %"], &[2, 3, 4]);
    let mut sorted: Vec<_> = answer.pairs.iter().collect();
    let size = |pair: &PairView| (pair.after_usd - pair.before_usd).abs();
    sorted.sort_by(|a, b| size(b).total_cmp(&size(a)));
    for pair in sorted.into_iter().take(SHOWN) {
        rows.add_row([
            pair.origin.clone(),
            pair.destination.clone(),
            format!("{:.1}", pair.before_usd / 1e6),
            format!("{:.1}", pair.after_usd / 1e6),
            signed_percent(pair.change_percent),
        ]);
    }
    Ok(writeln!(out, "{rows}")?)
}

fn sectors(out: &mut impl Write, answer: &TradeEffectResponse) -> Result<()> {
    writeln!(out, "\nSectors whose sales change most, per cent")?;
    let headers = ["country", "sector", "sales", "exports", "imports", "price"];
    let mut rows = table(&headers, &[2, 3, 4, 5]);
    let mut sorted: Vec<_> = answer.sectors.iter().collect();
    sorted.sort_by(|a, b| b.output_percent.abs().total_cmp(&a.output_percent.abs()));
    for one in sorted.into_iter().take(SHOWN) {
        rows.add_row([
            one.id.clone(),
            one.sector.clone(),
            signed_percent(one.output_percent),
            signed_percent(one.exports_percent),
            signed_percent(one.imports_percent),
            signed_percent(one.price_percent),
        ]);
    }
    Ok(writeln!(out, "{rows}")?)
}
