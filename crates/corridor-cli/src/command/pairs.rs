//! `corridor pairs`: distances of many pairs.

use super::mode_options;
use crate::args::PairsArgs;
use crate::output;
use anyhow::Result;
use corridor::{Engine, LngLat, Outcome, Problem};
use indicatif::{ProgressBar, ProgressStyle};
use rayon::prelude::*;
use std::io::Read;
use std::process::ExitCode;

/// A row of the input, or what is wrong with it.
struct Row {
    id: String,
    line: u64,
    ends: Result<(LngLat, LngLat), String>,
}

const COLUMNS: [&str; 5] = ["id", "from_lon", "from_lat", "to_lon", "to_lat"];
/// Rows answered between two writes: enough to keep the threads busy, little to keep in memory.
const BATCH: usize = 20_000;

/// Answers all pairs. Bad rows are reported with their line and marked in the output; the exit code
/// is then 2.
pub fn run(engine: &Engine, args: &PairsArgs) -> Result<ExitCode> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(open(args)?);
    let headers = reader.headers().map_err(|e| unreadable(&e))?.clone();
    let column = |name: &str| headers.iter().position(|h| h.trim() == name);
    let places: Vec<usize> = COLUMNS.iter().filter_map(|name| column(name)).collect();
    if places.len() < COLUMNS.len() {
        let missing: Vec<_> = COLUMNS.iter().filter(|name| column(name).is_none()).collect();
        return Err(Problem::bad_input(
            "columns-missing",
            format!("the input has no column {missing:?}"),
            format!("the first line must name {}", COLUMNS.join(",")),
        )
        .into());
    }
    let router = engine.mode_router(&mode_options(&args.options)?)?;
    let progress = ProgressBar::new_spinner().with_style(ProgressStyle::with_template(
        "{spinner} {human_pos} pairs, {per_sec}, {elapsed}",
    )?);
    let mut bad = 0u64;
    output::whole(&args.output, |out| {
        let mut writer = csv::Writer::from_writer(out);
        writer.write_record(["id", "distance_m", "from_snap_m", "to_snap_m", "status"])?;
        let mut records = reader.records().map(|record| row(record, &places));
        loop {
            let batch: Vec<Row> = records.by_ref().take(BATCH).collect();
            if batch.is_empty() {
                break;
            }
            let answers: Vec<_> = batch
                .par_iter()
                .map_init(
                    || router.search(),
                    |search, row| {
                        let (from, to) = row.ends.as_ref().ok()?;
                        Some(router.outcome(search, &router.meet(*from), &router.meet(*to)))
                    },
                )
                .collect();
            for (row, answer) in batch.iter().zip(answers) {
                match (&row.ends, answer) {
                    (Ok(_), Some((outcome, from, to))) => {
                        let metres = match outcome {
                            Outcome::Found(metres) => metres.to_string(),
                            _ => String::new(),
                        };
                        let (from, to) = (from.to_string(), to.to_string());
                        writer.write_record([&row.id, &metres, &from, &to, outcome.status()])?;
                    }
                    (Err(reason), _) => {
                        bad += 1;
                        if bad <= 20 {
                            eprintln!("line {}: {reason}", row.line);
                        }
                        writer.write_record([&row.id, "", "", "", "bad-row"])?;
                    }
                    (Ok(_), None) => unreachable!("good rows are answered"),
                }
            }
            progress.inc(batch.len() as u64);
        }
        Ok(writer.flush()?)
    })?;
    progress.finish_and_clear();
    if bad > 20 {
        eprintln!("and {} more bad rows; all are marked bad-row in the output", bad - 20);
    }
    Ok(if bad > 0 { ExitCode::from(2) } else { ExitCode::SUCCESS })
}

fn open(args: &PairsArgs) -> Result<Box<dyn Read>> {
    if args.input.as_os_str() == "-" {
        return Ok(Box::new(std::io::stdin().lock()));
    }
    let file = std::fs::File::open(&args.input).map_err(|e| {
        Problem::bad_input(
            "input-unreadable",
            format!("cannot read {}: {e}", args.input.display()),
            "give the path of a CSV file, or - for stdin",
        )
    })?;
    Ok(Box::new(std::io::BufReader::new(file)))
}

fn unreadable(error: &csv::Error) -> Problem {
    Problem::bad_input(
        "input-unreadable",
        format!("the input is no CSV: {error}"),
        "check the file",
    )
}

fn row(record: csv::Result<csv::StringRecord>, places: &[usize]) -> Row {
    let record = match record {
        Ok(record) => record,
        Err(e) => {
            let line = e.position().map_or(0, csv::Position::line);
            return Row { id: String::new(), line, ends: Err(format!("unreadable: {e}")) };
        }
    };
    let line = record.position().map_or(0, csv::Position::line);
    let id = record.get(places[0]).unwrap_or_default().to_owned();
    let number = |k: usize| -> Result<f64, String> {
        let text = record.get(places[k]).ok_or_else(|| format!("no value for {}", COLUMNS[k]))?;
        text.trim().parse().map_err(|_| format!("{} {text:?} is no number", COLUMNS[k]))
    };
    let ends = (|| {
        let from = LngLat::new(number(1)?, number(2)?).map_err(|e| e.to_string())?;
        let to = LngLat::new(number(3)?, number(4)?).map_err(|e| e.to_string())?;
        Ok((from, to))
    })();
    Row { id, line, ends }
}
