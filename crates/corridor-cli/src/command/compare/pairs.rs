//! A table of pairs compared: one row out for each pair, scenario and corridor.

use crate::args::CompareArgs;
use crate::command::{plan, tables};
use crate::output::{self, printable};
use anyhow::Result;
use corridor::compare::{ChangeView, CompareResponse, FromTo};
use corridor::scenarios::ScenarioSource;
use corridor::{Engine, Problem};
use corridor_batch::{BatchError, is_same_file, is_stream, read_plan_rows};
use serde::Serialize;
use std::path::Path;
use std::process::ExitCode;

/// Progress is told whenever so many pairs are done.
const PROGRESS: usize = 100;

/// The status of a row that could not be read.
const BAD_ROW: &str = "bad-row";
/// The columns, which are there even where no row is.
const COLUMNS: [&str; 12] = [
    "id",
    "from",
    "to",
    "scenario",
    "corridor",
    "status",
    "duration_p50_s_from",
    "duration_p50_s_to",
    "cost_usd_from",
    "cost_usd_to",
    "co2e_kg_from",
    "co2e_kg_to",
];

/// A row of the answer.
#[derive(Serialize)]
struct Row<'a> {
    id: &'a str,
    /// What the texts of the pair were understood to be.
    from: &'a str,
    to: &'a str,
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
    fn of(id: &'a str, answer: &'a CompareResponse, change: &'a ChangeView) -> Self {
        let [days, usd, kg]: [FromTo; 3] =
            [change.figures.duration_p50_s, change.figures.cost_usd, change.figures.co2e_kg];
        Self {
            id,
            from: &answer.from.name,
            to: &answer.to.name,
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
            from: "",
            to: "",
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
/// says why; the others are answered. Rows that are wrong make the exit code 2.
pub fn run(engine: &Engine, runs: &[Vec<ScenarioSource>], args: &CompareArgs) -> Result<ExitCode> {
    let input = args.input.as_deref().unwrap_or(Path::new("-"));
    if !is_stream(&args.output) && !is_stream(input) && is_same_file(input, &args.output) {
        let (output, input) = (args.output.clone(), input.to_owned());
        return Err(tables::problem(BatchError::OverInput { output, input }));
    }
    let (pairs, note) = read_plan_rows(input).map_err(tables::problem)?;
    if let Some(note) = note {
        eprintln!("{}", printable(&note));
    }
    let base = plan::request("", "", &args.question)?;
    let worlds = engine.worlds(runs)?;
    let engines: Vec<&Engine> = worlds.iter().collect();
    let as_json = args.json || args.output.extension().is_some_and(|e| e == "jsonl");
    let mut bad = 0;
    output::whole(&args.output, |out| {
        let mut wrong = 0;
        if !as_json {
            out.write_all(COLUMNS.join(",").as_bytes())?;
            out.write_all(b"\n")?;
        }
        for (n, (id, pair)) in pairs.iter().enumerate() {
            let answer = match pair {
                Ok(pair) => corridor_tables::request_of(&base, pair)
                    .and_then(|request| engine.compare_in(&engines, &request, None)),
                Err(reason) => {
                    bad += 1;
                    let action = "mend the row of the table";
                    Err(Problem::bad_input(BAD_ROW, reason.clone(), action))
                }
            };
            let rows: Vec<Row<'_>> = match &answer {
                Ok(answer) => answer.changes.iter().map(|c| Row::of(id, answer, c)).collect(),
                Err(problem) => {
                    wrong += 1;
                    eprintln!("{}", printable(&format!("pair {id}: {problem}")));
                    vec![Row::wrong(id, &problem.code)]
                }
            };
            out.write_all(&if as_json { as_lines(&rows)? } else { as_csv(&rows)? })?;
            if (n + 1) % PROGRESS == 0 {
                eprintln!("{} of {} pairs", n + 1, pairs.len());
            }
        }
        if wrong > 0 {
            eprintln!("{wrong} of {} pairs have no answer; their status says why", pairs.len());
        }
        Ok(())
    })?;
    Ok(if bad > 0 { ExitCode::from(2) } else { ExitCode::SUCCESS })
}

fn as_lines(rows: &[Row<'_>]) -> Result<Vec<u8>> {
    let mut lines = Vec::new();
    for row in rows {
        serde_json::to_writer(&mut lines, row)?;
        lines.push(b'\n');
    }
    Ok(lines)
}

fn as_csv(rows: &[Row<'_>]) -> Result<Vec<u8>> {
    let mut table = csv::WriterBuilder::new().has_headers(false).from_writer(Vec::new());
    for row in rows {
        table.serialize(row)?;
    }
    Ok(table.into_inner()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_header_names_the_fields_of_a_row() {
        let mut table = csv::Writer::from_writer(Vec::new());
        table.serialize(Row::wrong("a", "no-way")).unwrap();
        let text = String::from_utf8(table.into_inner().unwrap()).unwrap();
        assert_eq!(text.lines().next().unwrap(), COLUMNS.join(","));
    }
}
