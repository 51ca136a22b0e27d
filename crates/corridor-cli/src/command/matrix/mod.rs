//! `corridor matrix`: all origins to all destinations.

mod question;

use super::{open_in, tables};
use crate::args::{LayoutArg, MatrixArgs, MatrixMode};
use anyhow::Result;
use corridor::matrix::{Quantity, Spot};
use corridor::{Engine, Mode};
use corridor_batch::{Layout, MatrixShape, Points, Progress, Run};
use corridor_tables::{Named, WaysCells, columns, spots};
use std::path::Path;
use std::process::ExitCode;

/// Notes on names that are shown.
const NOTES_SHOWN: usize = 20;

/// Computes the matrix. Bad rows of the points are reported and left out; the exit code is then 2.
pub fn run(engine: &Engine, args: &MatrixArgs) -> Result<ExitCode> {
    let (mode, name) = match args.mode {
        MatrixMode::Sea => (Mode::Sea, "sea"),
        MatrixMode::Rail => (Mode::Rail, "rail"),
        MatrixMode::Road => (Mode::Road, "road"),
        MatrixMode::All => (Mode::Transfer, "all"),
    };
    let options = open_in(mode, &args.open)?;
    let quantities = question::quantities(engine, args)?;
    let shipment = question::shipment(args)?;
    let layout = match args.layout {
        LayoutArg::Long => Layout::Long,
        LayoutArg::Wide => Layout::Wide,
    };
    let inputs =
        [("--origins", args.origins.as_path()), ("--destinations", args.destinations.as_path())];
    let mut output = tables::output(engine, &args.table, "matrix", &inputs, name, &options)?;
    output.question.extend(shipment);
    for file in engine.parameter_files() {
        output.question.push(("--parameters".to_owned(), file.sha256));
    }
    output.question.push(("--weight".to_owned(), format!("{:?}", args.weight)));
    let skims: Vec<String> = quantities.iter().map(Quantity::column).collect();
    output.question.push(("--skim".to_owned(), skims.join(",")));
    let ways = question::ways(engine, args, &options)?;
    output.question.push(tables::whole_request(&(&ways, &quantities)));
    output.question.push(("--layout".to_owned(), layout.name().to_owned()));
    let shown = tables::Shown::new("rows")?;
    // A table has no room for it.
    engine.own_figure_warnings().iter().for_each(|warning| shown.tell(warning));
    let points = |path| points(engine, path, args.memory, &shown);
    let (origins, destinations) = (points(&args.origins)?, points(&args.destinations)?);
    let shape = MatrixShape::new(origins.ids, destinations.ids, columns(&quantities), layout);
    let shape = shape.map_err(tables::problem)?;
    let run = Run::matrix(shape, args.memory, output, &shown).map_err(tables::problem)?;
    let stop = tables::stop_on_interrupt()?;
    let sites = (origins.sites.as_slice(), destinations.sites.as_slice());
    let cells = WaysCells::new(engine, &ways, &quantities, sites)?;
    tables::tell_counted_open(cells.counted_open());
    match run.compute(&cells, &shown, &stop) {
        Ok(done) => Ok(shown.end(&done, "are left out of the matrix")),
        Err(e) => shown.fail(e),
    }
}

/// The points of a table, by position or by any name that a question may use.
fn points(
    engine: &Engine,
    path: &Path,
    memory: u64,
    shown: &tables::Shown,
) -> Result<Points<Spot>> {
    let named = spots(engine, path, memory, &mut |bad| shown.bad_row(bad));
    let Named { points, notes } = named.map_err(tables::problem)?;
    points.note.iter().for_each(|note| shown.tell(note));
    for note in notes.iter().take(NOTES_SHOWN) {
        shown.tell(&format!("{}: {note}", path.display()));
    }
    if notes.len() > NOTES_SHOWN {
        shown.tell(&format!("and {} more names that others bear too", notes.len() - NOTES_SHOWN));
    }
    Ok(points)
}
