//! `corridor landed-cost --input`: many goods at once.

use super::sale;
use crate::args::LandedCostArgs;
use crate::command::{plan, tables};
use anyhow::Result;
use corridor::trade::GoodsTerms;
use corridor::{Engine, PlanRequest};
use corridor_batch::{Format, GoodsReader, Run, digest_of};
use corridor_tables::EngineGoods;
use std::path::Path;
use std::process::ExitCode;

/// Computes the landed cost of every row. Bad rows are reported with their line and marked in the output; the exit code is
/// then 2. Goods without an answer are rows like others, with their reason.
pub fn run(engine: &Engine, input: &Path, args: &LandedCostArgs) -> Result<ExitCode> {
    let table = &args.table;
    let path = table.output.as_deref().unwrap_or(Path::new("-"));
    let place = |text: &Option<String>| text.clone().unwrap_or_default();
    let base = plan::request(&place(&args.from), &place(&args.to), &args.question)?;
    let terms = sale(args)?;
    let format = Format::for_output(path, None).map_err(tables::problem)?;
    let reader = GoodsReader::open(input).map_err(tables::problem)?;
    let (resume, overwrite) = (table.resume, table.overwrite);
    let target = tables::Target { path, format, resume, overwrite };
    let mut output = target.output(engine, "landed-cost", &[("--input", input)])?;
    output.question.extend(question(engine, args, &base, &terms));
    let book = engine.landed_book(base, args.origin.clone(), terms)?;
    let shown = tables::Shown::new("goods")?;
    reader.note().iter().for_each(|note| shown.tell(note));
    engine.own_figure_warnings().iter().for_each(|warning| shown.tell(warning));
    let run = Run::goods(reader, output).map_err(tables::problem)?;
    match run.reckon(&EngineGoods::new(book), &shown, &tables::stop_on_interrupt()?) {
        Ok(done) => Ok(shown.end(&done, "are marked bad-row in the output")),
        Err(e) => shown.fail(e),
    }
}

/// All that answers depend on besides the rows.
fn question(
    engine: &Engine,
    args: &LandedCostArgs,
    base: &PlanRequest,
    terms: &GoodsTerms,
) -> Vec<(String, String)> {
    let hashes: Vec<String> =
        engine.scenarios_applied().into_iter().map(|scenario| scenario.hash).collect();
    let files: Vec<String> = engine.parameter_files().into_iter().map(|f| f.sha256).collect();
    let named = |name: &str, value: String| (name.to_owned(), value);
    vec![
        named("from", base.from.clone()),
        named("to", base.to.clone()),
        named("--depart", base.depart.to_string()),
        named("--origin", args.origin.clone().unwrap_or_default()),
        named("--incoterm", args.incoterm.clone()),
        named("--scenario", hashes.join(",")),
        named("--parameters", files.join(",")),
        tables::whole_request(base),
        named("terms", digest_of(&format!("{terms:?}"))),
    ]
}
