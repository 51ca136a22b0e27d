//! Freight: a demand table over the corridors.

mod show;
mod write;

use crate::args::{FlowsArgs, FreightOptions, RouteChoiceArg, WaysArg, day};
use crate::command::{print_json, scenarios, snap, tables};
use crate::output;
use anyhow::Result;
use corridor::flows::{Calibration, FlowsRequest, TextFile, WaySearch, sample};
use corridor::page::html_flows;
use corridor::{Engine, PlanRequest, Problem};
use corridor_batch::{csv_text, is_stdout};
use indicatif::{ProgressBar, ProgressStyle};
use std::ops::ControlFlow;
use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

/// The name of the table that ships.
const SAMPLE: &str = "sample";

/// Loads the demand and shows the answer.
pub fn run(engine: &Engine, args: &FlowsArgs) -> Result<ExitCode> {
    if !matches!(args.route_choice, None | Some(RouteChoiceArg::PathSizeLogit)) {
        return Err(Problem::bad_input(
            "flows-invalid",
            "this --route-choice is offered for roads only",
            "leave it away, or give path-size-logit",
        )
        .into());
    }
    output::one_to_stdout(args.json, &[("--html", args.freight.html.as_deref())])?;
    let request = request(args)?;
    let bar = ProgressBar::new(0).with_style(ProgressStyle::with_template(
        "{bar:30} {human_pos} of {human_len} demands planned, {elapsed}",
    )?);
    bar.enable_steady_tick(Duration::from_millis(500));
    let answer = engine.flows(&request, &|done, all| {
        bar.set_length(all as u64);
        bar.set_position(done as u64);
        ControlFlow::Continue(())
    });
    bar.finish_and_clear();
    let answer = answer?;
    if let Some(folder) = &args.output {
        write::all(folder, &answer)?;
    }
    if let Some(path) = &args.freight.html {
        let html = html_flows(&answer, &engine.base_map());
        output::whole(path, |out| Ok(out.write_all(html.as_bytes())?))?;
    }
    if args.json {
        print_json(&answer)?;
    } else if !args.freight.html.as_deref().is_some_and(is_stdout) {
        show::answer(&answer)?;
    }
    if answer.converged {
        return Ok(ExitCode::SUCCESS);
    }
    eprintln!(
        "warning: capacities are exceeded by {:.1e} of the flow\n  try: larger capacities for what is \
         full, or fewer of them",
        answer.excess
    );
    Ok(ExitCode::from(1))
}

fn request(args: &FlowsArgs) -> Result<FlowsRequest> {
    let FreightOptions { own: _, threads: _, supposed, .. } = &args.freight;
    let options = &args.freight;
    let demand = args.demand.iter().map(|name| match name.as_str() {
        SAMPLE => Ok(sample()),
        name => read(Path::new(name)),
    });
    let demand = demand.collect::<Result<Vec<_>, _>>()?;
    let depart = day(options.depart.as_deref(), "--depart")?;
    let as_of = options.as_of.as_deref();
    let conditions = PlanRequest {
        as_of: as_of.map(|text| day(Some(text), "--as-of")).transpose()?,
        avoid: options.avoid.clone(),
        allow: options.allow.clone(),
        with_restricted: options.with_restricted,
        strict_status: options.strict_status,
        max_snap_km: options.max_snap.map_or(Ok(50.0), snap)?,
        ..PlanRequest::new("", "", depart)
    };
    let calibration = match &options.counts {
        Some(path) => Calibration::Fitted(Some(read(path)?)),
        None if options.fit => Calibration::Fitted(None),
        None if options.no_constants => Calibration::None,
        None => Calibration::Shipped,
    };
    let scenarios = supposed.scenarios.iter().map(|text| scenarios::source(text));
    Ok(FlowsRequest {
        calibration,
        search: options.ways.map(|ways| match ways {
            WaysArg::All => WaySearch::All,
            WaysArg::Best => WaySearch::Best,
            WaysArg::Together => WaySearch::Together,
        }),
        skip_bad_rows: options.skip_bad_rows,
        preload: options.preload.as_deref().map(read).transpose()?,
        zones: options.zones.as_deref().map(read).transpose()?,
        capacities: options.capacities.as_deref().map(read).transpose()?,
        with_capacities: !options.no_capacities,
        split_at_ten_percent: options.split_at_10_percent.map(|percent| percent / 100.0),
        scenarios: scenarios.collect::<Result<_, _>>()?,
        select: options.select.clone(),
        ..FlowsRequest::new(demand, conditions)
    })
}

/// A table as text, a Parquet file as the CSV that it would be.
fn read(path: &Path) -> Result<TextFile> {
    let text = csv_text(path).map_err(tables::problem)?;
    Ok(TextFile { name: path.display().to_string(), text })
}
