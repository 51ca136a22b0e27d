//! `corridor pairs`: distances of many pairs.

use super::{mode_options, tables};
use crate::args::PairsArgs;
use anyhow::Result;
use corridor::{Engine, LngLat, Met, ModeRouter, Outcome};
use corridor_batch::{PairAnswer, PairAnswers, PairReader, PairRow, Position, Run};
use rayon::prelude::*;
use std::process::ExitCode;

/// Answers all pairs. Bad rows are reported with their line and marked in the output; the exit code
/// is then 2.
pub fn run(engine: &Engine, args: &PairsArgs) -> Result<ExitCode> {
    let options = mode_options(&args.options)?;
    let reader = PairReader::open(&args.input).map_err(tables::problem)?;
    let inputs = [("--input", args.input.as_path())];
    let output =
        tables::output(engine, &args.table, "pairs", &inputs, options.mode.name(), &options)?;
    let answers = Answers(engine.mode_router(&options)?);
    tables::tell_counted_open(&answers.0);
    tables::use_threads(&args.table)?;
    let run = Run::pairs(reader, output).map_err(tables::problem)?;
    let shown = tables::Shown::new("pairs")?;
    match run.answer(&answers, &shown, &tables::stop_on_interrupt()?) {
        Ok(done) => Ok(shown.end(&done, "are marked bad-row in the output")),
        Err(e) => shown.fail(e),
    }
}

/// Pairs answered by the router of a mode, on all threads.
struct Answers<'e>(ModeRouter<'e>);

impl PairAnswers for Answers<'_> {
    fn answers(&self, rows: &[PairRow]) -> Vec<PairAnswer> {
        let Self(router) = self;
        let mut met: Vec<(usize, Met, Met)> = rows
            .par_iter()
            .enumerate()
            .map(|(n, row)| (n, router.meet(point(row.from)), router.meet(point(row.to))))
            .collect();
        // What counts inside a country is made anew for each: country by country.
        met.par_sort_by_key(|(n, from, to)| (ModeRouter::country_of(from, to), *n));
        let answer = |search: &mut _, (n, from, to): &(usize, Met, Met)| {
            let (outcome, from_snap_m, to_snap_m) = router.outcome(search, from, to);
            let answer = PairAnswer {
                distance_m: metres(outcome),
                from_snap_m: (!from.is_empty()).then_some(from_snap_m),
                to_snap_m: (!to.is_empty()).then_some(to_snap_m),
                status: outcome.status(),
            };
            (*n, answer)
        };
        let mut answers: Vec<(usize, PairAnswer)> =
            met.par_iter().map_init(|| router.search(), answer).collect();
        answers.sort_by_key(|(n, _)| *n);
        answers.into_iter().map(|(_, answer)| answer).collect()
    }
}

/// A position of a table as a point of the network.
pub(super) fn point(at: Position) -> LngLat {
    LngLat::new(at.lon(), at.lat()).expect("positions of tables are checked by the same rules")
}

/// The metres of an outcome that has some.
pub(super) fn metres(outcome: Outcome) -> Option<u32> {
    match outcome {
        Outcome::Found(metres) => {
            Some(u32::try_from(metres).expect("no way is a hundred times round the earth"))
        }
        _ => None,
    }
}
