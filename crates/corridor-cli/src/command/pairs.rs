//! `corridor pairs`: distances of many pairs.

use super::{mode_options, tables};
use crate::args::PairsArgs;
use anyhow::Result;
use corridor::Engine;
use corridor_batch::{PairReader, Run};
use corridor_tables::RouterPairs;
use std::process::ExitCode;

/// Answers all pairs. Bad rows are reported with their line and marked in the output; the exit code
/// is then 2.
pub fn run(engine: &Engine, args: &PairsArgs) -> Result<ExitCode> {
    let options = mode_options(&args.options)?;
    let reader = PairReader::open(&args.input).map_err(tables::problem)?;
    let inputs = [("--input", args.input.as_path())];
    let output =
        tables::output(engine, &args.table, "pairs", &inputs, options.mode.name(), &options)?;
    let answers = RouterPairs::new(engine.mode_router(&options)?);
    tables::tell_counted_open(answers.router().counted_open());
    let shown = tables::Shown::new("pairs")?;
    reader.note().iter().for_each(|note| shown.tell(note));
    let run = Run::pairs(reader, output).map_err(tables::problem)?;
    match run.answer(&answers, &shown, &tables::stop_on_interrupt()?) {
        Ok(done) => Ok(shown.end(&done, "are marked bad-row in the output")),
        Err(e) => shown.fail(e),
    }
}
