//! A table of pairs compared: one row out for each pair, scenario and corridor.

use crate::args::CompareArgs;
use crate::command::plan;
use crate::output;
use anyhow::Result;
use corridor::compare::{ChangeView, FromTo};
use corridor::scenarios::ScenarioSource;
use corridor::{Engine, Problem};
use serde::{Deserialize, Serialize};
use std::fs::File;
use std::io;
use std::path::Path;

/// Progress is told whenever so many pairs are done.
const PROGRESS: usize = 100;

/// A pair asked for.
#[derive(Deserialize)]
struct Pair {
    id: String,
    from: String,
    to: String,
}

/// A row of the answer.
#[derive(Serialize)]
struct Row<'a> {
    id: &'a str,
    scenario: &'a str,
    corridor: &'a str,
    /// `new`, `gone`, `better`, `worse`, `same`, or the code of what is wrong with the pair.
    status: &'a str,
    duration_p50_s_from: Option<f64>,
    duration_p50_s_to: Option<f64>,
    cost_usd_from: Option<f64>,
    cost_usd_to: Option<f64>,
    co2e_kg_from: Option<f64>,
    co2e_kg_to: Option<f64>,
}

impl<'a> Row<'a> {
    fn of(id: &'a str, change: &'a ChangeView) -> Self {
        let [days, usd, kg]: [FromTo; 3] =
            [change.figures.duration_p50_s, change.figures.cost_usd, change.figures.co2e_kg];
        Self {
            id,
            scenario: &change.scenario,
            corridor: &change.corridor,
            status: change.status.name(),
            duration_p50_s_from: days.from,
            duration_p50_s_to: days.to,
            cost_usd_from: usd.from,
            cost_usd_to: usd.to,
            co2e_kg_from: kg.from,
            co2e_kg_to: kg.to,
        }
    }

    /// What a pair that cannot be answered gets.
    fn wrong(id: &'a str, code: &'a str) -> Self {
        Self {
            id,
            scenario: "",
            corridor: "",
            status: code,
            duration_p50_s_from: None,
            duration_p50_s_to: None,
            cost_usd_from: None,
            cost_usd_to: None,
            co2e_kg_from: None,
            co2e_kg_to: None,
        }
    }
}

/// Compares the pairs of the table in the worlds of `runs`. A pair without an answer has a row that
/// says why; the others are answered.
pub fn run(engine: &Engine, runs: &[Vec<ScenarioSource>], args: &CompareArgs) -> Result<()> {
    let pairs = read(args.input.as_deref().unwrap_or(Path::new("-")))?;
    let engines = engine.worlds(runs)?;
    let as_json = args.json || args.output.extension().is_some_and(|e| e == "jsonl");
    output::whole(&args.output, |out| {
        let mut wrong = 0;
        for (n, pair) in pairs.iter().enumerate() {
            let request = plan::request(&pair.from, &pair.to, &args.question)?;
            let answer = engine.compare_in(&engines, &request);
            let rows: Vec<Row<'_>> = match &answer {
                Ok(answer) => answer.changes.iter().map(|c| Row::of(&pair.id, c)).collect(),
                Err(problem) => {
                    wrong += 1;
                    eprintln!("pair {}: {problem}", pair.id);
                    vec![Row::wrong(&pair.id, &problem.code)]
                }
            };
            out.write_all(&if as_json { as_lines(&rows)? } else { as_csv(&rows, n == 0)? })?;
            if (n + 1) % PROGRESS == 0 {
                eprintln!("{} of {} pairs", n + 1, pairs.len());
            }
        }
        if wrong > 0 {
            eprintln!("{wrong} of {} pairs have no answer; their status says why", pairs.len());
        }
        Ok(())
    })
}

fn as_lines(rows: &[Row<'_>]) -> Result<Vec<u8>> {
    let mut lines = Vec::new();
    for row in rows {
        serde_json::to_writer(&mut lines, row)?;
        lines.push(b'\n');
    }
    Ok(lines)
}

fn as_csv(rows: &[Row<'_>], with_head: bool) -> Result<Vec<u8>> {
    let mut table = csv::WriterBuilder::new().has_headers(with_head).from_writer(Vec::new());
    for row in rows {
        table.serialize(row)?;
    }
    Ok(table.into_inner()?)
}

/// Reads the table whole.
fn read(path: &Path) -> Result<Vec<Pair>, Problem> {
    let unreadable = |reason: String| {
        Problem::bad_input(
            "input-unreadable",
            format!("cannot read {}: {reason}", path.display()),
            "give a CSV table with columns id, from and to, or - for stdin",
        )
    };
    let source: Box<dyn io::Read> = if path.as_os_str() == "-" {
        Box::new(io::stdin().lock())
    } else {
        Box::new(File::open(path).map_err(|e| unreadable(e.to_string()))?)
    };
    let mut table = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(source);
    let head = table.headers().map_err(|e| unreadable(e.to_string()))?;
    let missing: Vec<&str> =
        ["id", "from", "to"].into_iter().filter(|name| !head.iter().any(|h| h == *name)).collect();
    if !missing.is_empty() {
        return Err(Problem::bad_input(
            "columns-missing",
            format!("{} has no column {}", path.display(), missing.join(", ")),
            "name the columns id, from and to in the first line",
        ));
    }
    table.deserialize().collect::<Result<_, _>>().map_err(|e| unreadable(e.to_string()))
}
