//! `corridor compare`: what scenarios change, for one pair or a table of pairs.

mod pairs;
mod picture;

use super::{parameters, plan, print_json, scenarios};
use crate::args::CompareArgs;
use crate::output;
use crate::render::{emphasis, table, wrapped};
use anyhow::Result;
use corridor::Engine;
use corridor::compare::{ChangeStatus, CompareRequest, CompareResponse, Figures, FromTo};
use corridor::scenarios::ScenarioSource;
use std::io::{self, Write};

/// Compares and shows the answer.
pub fn run(engine: Engine, args: &CompareArgs) -> Result<()> {
    let engine = parameters::laid_over(engine, &args.question.own)?;
    let runs = args.scenarios.iter().map(|text| stack(text)).collect::<Result<Vec<_>>>()?;
    let (Some(from), Some(to)) = (&args.from, &args.to) else {
        return pairs::run(&engine, &runs, args);
    };
    let plan = plan::request(from, to, &args.question)?;
    let answer = engine.compare(&CompareRequest { plan, runs })?;
    if let Some(path) = &args.svg {
        let picture = picture::svg(&answer);
        output::whole(path, |out| Ok(out.write_all(picture.as_bytes())?))?;
    }
    if args.json {
        return print_json(&answer);
    }
    let mut out = io::BufWriter::new(io::stdout().lock());
    show(&mut out, &answer, args.legs)?;
    Ok(out.flush()?)
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
    for run in answer.runs.iter().skip(1) {
        writeln!(out, "\n{}", emphasis(&run.scenario))?;
        for applied in &run.applied {
            for change in applied.effect.changes.iter().filter(|c| c.before != c.after) {
                let (before, after) = (brief(&change.before), brief(&change.after));
                wrapped(out, &format!("  {}: {before} -> {after}", change.what))?;
            }
            for note in &applied.effect.notes {
                wrapped(out, &format!("  note: {note}"))?;
            }
        }
        if let Some(problem) = &run.problem {
            wrapped(out, &format!("  no way: {}", problem.detail))?;
        }
        let mut rows = table(&["way", "", "days", "USD", "kg CO2e"], &[2, 3, 4]);
        for sum in answer.sums.iter().filter(|sum| sum.scenario == run.scenario) {
            row(&mut rows, sum.by, sum.status, &sum.figures);
        }
        for change in answer.changes.iter().filter(|change| change.scenario == run.scenario) {
            row(&mut rows, &change.corridor, change.status, &change.figures);
            if !legs {
                continue;
            }
            for leg in &change.legs {
                let figures = [leg.duration_s, leg.cost_usd, leg.co2e_kg];
                let [days, usd, kg] = figures.map(|f| f);
                rows.add_row([
                    format!("  {}", leg.kind),
                    String::new(),
                    pair(days, in_days),
                    pair(usd, whole),
                    pair(kg, whole),
                ]);
            }
        }
        writeln!(out, "{rows}")?;
        for change in answer.changes.iter().filter(|change| change.scenario == run.scenario) {
            if let Some(reason) = &change.reason {
                wrapped(out, &format!("  {} is gone: {reason}", change.corridor))?;
            }
        }
    }
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

fn row(rows: &mut comfy_table::Table, name: &str, status: ChangeStatus, figures: &Figures) {
    rows.add_row([
        name.to_owned(),
        status.name().to_owned(),
        pair(figures.duration_p50_s, in_days),
        pair(figures.cost_usd, whole),
        pair(figures.co2e_kg, whole),
    ]);
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
