//! The files that `plan` writes besides its answer: charts, and the report of emissions.

use crate::args::PlanArgs;
use crate::output;
use anyhow::Result;
use corridor::report::{EmissionReport, emissions, svg_chart, svg_gantt};
use corridor::{PlanResponse, Problem};
use std::io::Write;
use std::path::Path;

/// Width of the pictures, px.
const PICTURE_WIDTH: u32 = 1000;

/// Writes the files asked for.
pub fn write(answer: &PlanResponse, args: &PlanArgs) -> Result<()> {
    type Picture = fn(&PlanResponse, u32) -> String;
    let pictures = [(&args.chart, svg_chart as Picture), (&args.gantt, svg_gantt as Picture)];
    for (path, picture) in pictures {
        if let Some(Some(path)) = path {
            let picture = picture(answer, PICTURE_WIDTH);
            output::whole(path, |out| Ok(out.write_all(picture.as_bytes())?))?;
        }
    }
    if let Some(path) = &args.emissions {
        let format = Format::of(path)?;
        let report = emissions(answer);
        output::whole(path, |out| match format {
            Format::Csv => csv(out, &report),
            Format::Json => Ok(serde_json::to_writer_pretty(out, &report)?),
        })?;
    }
    Ok(())
}

enum Format {
    Csv,
    Json,
}

impl Format {
    fn of(path: &Path) -> Result<Self, Problem> {
        match path.extension().and_then(|e| e.to_str()).map(str::to_lowercase).as_deref() {
            Some("csv") => Ok(Self::Csv),
            Some("json") => Ok(Self::Json),
            _ => Err(Problem::bad_input(
                "format-unknown",
                format!("--emissions {} has no ending that names a format", path.display()),
                "end the name of the file in .csv or .json",
            )),
        }
    }
}

/// One row for each element of each chain.
fn csv(out: &mut dyn Write, report: &EmissionReport) -> Result<()> {
    let mut rows = csv::Writer::from_writer(out);
    for element in report.chains.iter().flat_map(|chain| &chain.elements) {
        rows.serialize(element)?;
    }
    Ok(rows.flush()?)
}
