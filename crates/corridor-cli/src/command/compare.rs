//! `corridor compare`: what scenarios change, for one pair or a table of pairs.

mod pairs;
mod picture;
mod trade;

use super::{landed_cost, parameters, plan, print_json, scenarios};
use crate::args::CompareArgs;
use crate::output;
use crate::render::{emphasis, table, wrapped};
use anyhow::Result;
use corridor::Engine;
use corridor::compare::{
    ChangeStatus, ChangeView, CompareRequest, CompareResponse, Figures, FromTo, Goods,
};
use corridor::scenarios::{AppliedView, ScenarioSource};
use corridor::trade::{GoodsTerms, shortened};
use std::io::{self, Write};
use std::process::ExitCode;

/// Changes of a scenario named; more are counted.
const MOST_CHANGES: usize = 4;

/// Compares and shows the answer.
pub fn run(engine: Engine, args: &CompareArgs) -> Result<ExitCode> {
    output::one_to_stdout(args.json, &[("--svg", args.svg.as_deref())])?;
    let engine = parameters::laid_over(engine, &args.question.own)?;
    let runs = args.scenarios.iter().map(|text| stack(text)).collect::<Result<Vec<_>>>()?;
    let (Some(from), Some(to)) = (&args.from, &args.to) else {
        return pairs::run(&engine, &runs, args);
    };
    let plan = plan::request(from, to, &args.question)?;
    if args.goods.hs.is_none() && !args.trade_effect {
        landed_cost::no_suppose(&args.goods.rates, "--hs or --trade-effect")?;
    }
    let trade = args.trade_effect.then(|| args.goods.rates.suppose.clone());
    let answer = engine.compare(&CompareRequest { plan, runs, goods: goods(args)?, trade })?;
    if let Some(path) = &args.svg {
        let picture = picture::svg(&answer);
        output::whole(path, |out| Ok(out.write_all(picture.as_bytes())?))?;
    }
    if args.json {
        print_json(&answer)?;
        return Ok(ExitCode::SUCCESS);
    }
    let mut out = io::BufWriter::new(io::stdout().lock());
    show(&mut out, &answer, args.legs)?;
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

/// The goods, where options say them.
fn goods(args: &CompareArgs) -> Result<Option<Goods>> {
    let (Some(hs), Some(origin)) = (&args.goods.hs, &args.goods.origin) else { return Ok(None) };
    let terms = landed_cost::terms(&args.goods.rates, args.question.as_of.as_deref())?;
    let incoterm = args.goods.incoterm.clone().unwrap_or(terms.incoterm);
    Ok(Some(Goods {
        hs: hs.clone(),
        origin: origin.clone(),
        value_usd: args.question.moved.value_usd.map(|usd| usd.to_string()).unwrap_or_default(),
        terms: GoodsTerms { incoterm, ..terms },
    }))
}

/// The scenarios of a run: one, or several joined by `+`.
fn stack(text: &str) -> Result<Vec<ScenarioSource>> {
    Ok(text.split('+').map(scenarios::source).collect::<Result<_, _>>()?)
}

fn show(out: &mut impl Write, answer: &CompareResponse, legs: bool) -> Result<()> {
    let (from, to) = (&answer.from.name, &answer.to.name);
    writeln!(out, "{}", emphasis(&format!("{from} to {to}")))?;
    let first = answer.runs.first().map_or("base", |run| run.scenario.as_str());
    writeln!(out, "departing {}; {}; compared with {first}", answer.depart, answer.prices)?;
    if let Some(goods) = &answer.goods {
        let (hs, origin, value) = (&goods.hs, &goods.origin, goods.value_usd);
        let title = shortened(&goods.title, 60);
        writeln!(out, "HS {hs} {title} of {origin}, USD {value:.0}, {}", goods.incoterm)?;
    }
    for run in answer.runs.iter().skip(1) {
        writeln!(out, "\n{}", emphasis(&run.scenario))?;
        for applied in &run.applied {
            supposed(out, applied)?;
        }
        if let Some(problem) = &run.problem {
            wrapped(out, &format!("  no way: {}", problem.detail))?;
        }
        let mut headers = vec!["way", "", "days", "USD", "kg CO2e"];
        if answer.goods.is_some() {
            headers.extend(["landed USD", "duty USD"]);
        }
        let numbers: Vec<usize> = (2..headers.len()).collect();
        let mut rows = table(&headers, &numbers);
        for sum in answer.sums.iter().filter(|sum| sum.scenario == run.scenario) {
            row(&mut rows, sum.by, sum.status, &sum.figures);
        }
        let changes = || answer.changes.iter().filter(|change| change.scenario == run.scenario);
        let is_same = |change: &&ChangeView| change.status == ChangeStatus::Same;
        for change in changes().filter(|change| !is_same(change)) {
            row(&mut rows, &change.corridor, change.status, &change.figures);
            for leg in change.legs.iter().filter(|_| legs) {
                rows.add_row([
                    format!("  {}", leg.kind),
                    String::new(),
                    pair(leg.duration_s, in_days),
                    pair(leg.cost_usd, whole),
                    pair(leg.co2e_kg, whole),
                ]);
            }
        }
        writeln!(out, "{rows}")?;
        let same: Vec<&str> = changes().filter(is_same).map(|c| c.corridor.as_str()).collect();
        if !same.is_empty() {
            wrapped(out, &format!("  as before: {}", same.join(", ")))?;
        }
        for change in changes().filter(|change| change.status == ChangeStatus::Gone) {
            if let Some(reason) = &change.reason {
                wrapped(out, &format!("  {} is gone: {reason}", change.corridor))?;
            }
        }
    }
    trade::show(out, &answer.trade)?;
    for warning in &answer.warnings {
        wrapped(out, &format!("\n{warning}"))?;
    }
    if !legs {
        writeln!(
            out,
            "--legs shows them by kind of leg, --json has every itinerary of every world"
        )?;
    }
    Ok(())
}

/// What a scenario changes, in short.
fn supposed(out: &mut impl Write, applied: &AppliedView) -> Result<()> {
    let changes: Vec<_> = applied.effect.changes.iter().filter(|c| c.before != c.after).collect();
    for change in changes.iter().take(MOST_CHANGES) {
        let (before, after) = (brief(&change.before), brief(&change.after));
        wrapped(out, &format!("  {}: {before} -> {after}", change.what))?;
    }
    if changes.len() > MOST_CHANGES {
        let more = changes.len() - MOST_CHANGES;
        writeln!(out, "  and {more} more: `corridor scenarios {}` shows them", applied.id)?;
    }
    for note in &applied.effect.notes {
        wrapped(out, &format!("  note: {note}"))?;
    }
    Ok(())
}

fn row(rows: &mut comfy_table::Table, name: &str, status: ChangeStatus, figures: &Figures) {
    let mut cells = vec![
        name.to_owned(),
        status.name().to_owned(),
        pair(figures.duration_p50_s, in_days),
        pair(figures.cost_usd, whole),
        pair(figures.co2e_kg, whole),
    ];
    cells.extend(
        [figures.landed_usd, figures.duty_usd].into_iter().flatten().map(|f| pair(f, whole)),
    );
    rows.add_row(cells);
}

/// `33.1 -> 41.0`, or one figure where nothing changes.
fn pair(figure: FromTo, show: fn(f64) -> String) -> String {
    let [from, to] = [figure.from, figure.to].map(|f| f.map_or("-".to_owned(), show));
    if from == to { from } else { format!("{from} -> {to}") }
}

fn in_days(seconds: f64) -> String {
    format!("{:.1}", seconds / 86_400.0)
}

fn whole(amount: f64) -> String {
    format!("{amount:.0}")
}

/// A state in a line: long ones, such as a year of ice, are cut.
fn brief(text: &str) -> String {
    const MOST: usize = 40;
    if text.chars().count() <= MOST {
        return text.to_owned();
    }
    text.chars().take(MOST - 1).chain(['…']).collect()
}
