//! One file per verb.

mod agreements;
mod appraise;
mod briefing;
mod build;
mod compare;
mod corridors;
mod data;
mod distance;
mod flows;
mod gravity;
mod landed_cost;
mod local_content;
mod manual;
mod matrix;
mod origin;
mod pairs;
mod parameters;
mod places;
mod plan;
mod plans;
mod reports;
mod restrictions;
mod scenarios;
mod season;
mod serve;
mod tables;
mod trade_effect;

use crate::args::{Args, ModeArg, ModeOptions, OpenOptions, Verb, day};
use anyhow::{Context, Result};
use corridor::{DistanceOptions, Engine, Mode, Problem};
use std::num::NonZeroUsize;
use std::path::Path;
use std::process::ExitCode;

/// Runs the verb.
pub fn run(args: &Args) -> Result<ExitCode> {
    // Numbers of the user's alone: no network is opened for them.
    if let Verb::Appraise(appraise) = &args.verb {
        appraise::run(appraise)?;
        return Ok(ExitCode::SUCCESS);
    }
    if let Verb::Gravity(args) = &args.verb {
        gravity::run(args)?;
        return Ok(ExitCode::SUCCESS);
    }
    // A road problem asks nothing of the network.
    if let Verb::Flows(flows) = &args.verb
        && (flows.tntp.is_some() || flows.gmns.is_some())
    {
        return flows::roads(flows);
    }
    if let Some(done) = manual::run(&args.verb) {
        return done.map(|()| ExitCode::SUCCESS);
    }
    // Before anything is computed: the threads cannot be changed afterwards.
    tables::use_threads(threads(&args.verb))?;
    let engine = open(args.network.as_deref())?;
    match &args.verb {
        Verb::Plan(plan) => {
            let engine = parameters::laid_over(engine, &plan.question.own)?;
            let engine = to_the_end(scenarios::supposed(engine, &plan.supposed)?);
            let (Some(from), Some(to)) = (&plan.from, &plan.to) else {
                return plans::run(engine, plan);
            };
            plan::run(engine, from, to, plan)?;
        }
        Verb::Compare(compare) => return compare::run(engine, compare),
        Verb::Distance(distance) => distance::run(to_the_end(engine), distance)?,
        Verb::Pairs(pairs) => return pairs::run(&engine, pairs),
        Verb::Matrix(matrix) => {
            return matrix::run(&parameters::laid_over(engine, &matrix.own)?, matrix);
        }
        Verb::Places(places) => places::run(&engine, places)?,
        Verb::Corridors(corridors) => corridors::run(&engine, corridors)?,
        Verb::LandedCost(args) => return landed_cost::run(engine, args),
        Verb::Origin(args) => origin::run(&engine, args)?,
        Verb::LocalContent(args) => local_content::run(&engine, args)?,
        Verb::TradeEffect(args) => trade_effect::run(&engine, args)?,
        // Answered above.
        Verb::Appraise(_) | Verb::Gravity(_) | Verb::Completions { .. } | Verb::Manual { .. } => {}
        Verb::Briefing(args) => briefing::run(&engine, args)?,
        Verb::Agreements(agreements) => agreements::run(&engine, agreements)?,
        Verb::Restrictions(args) => restrictions::run(&engine, args)?,
        Verb::Scenarios(scenarios) => scenarios::run(&engine, scenarios)?,
        Verb::Flows(args) => {
            return flows::freight(&parameters::laid_over(engine, &args.freight.own)?, args);
        }
        Verb::Season(season) => season::run(engine, season)?,
        Verb::Parameters(args) => {
            parameters::run(&parameters::laid_over(engine, &args.own)?, args)?;
        }
        Verb::Mcp => corridor_mcp::serve_stdio(engine)?,
        Verb::Serve(args) => serve::run(parameters::laid_over(engine, &args.own)?, args)?,
        Verb::Data { verb } => return data::run(&engine, args.network.as_deref(), verb),
    }
    Ok(ExitCode::SUCCESS)
}

/// The threads asked for.
fn threads(verb: &Verb) -> Option<NonZeroUsize> {
    match verb {
        Verb::Plan(plan) => plan.many.threads,
        Verb::Pairs(pairs) => pairs.table.threads,
        Verb::Matrix(matrix) => matrix.table.threads,
        Verb::LandedCost(goods) => goods.table.threads,
        Verb::Flows(flows) => flows.freight.threads,
        _ => None,
    }
}

/// Keeps an engine until the program ends, which is soon: to take it apart would be time lost.
fn to_the_end(engine: Engine) -> &'static Engine {
    Box::leak(Box::new(engine))
}

fn open(path: Option<&Path>) -> Result<Engine> {
    let Some(path) = path else { return Ok(Engine::open(corridor_data::WORLD)?) };
    let bytes = std::fs::read(path).map_err(|e| {
        Problem::bad_network(
            format!("cannot read the network file {}: {e}", path.display()),
            "give the path of a file written by `corridor data build`",
        )
    })?;
    Engine::open(&bytes).with_context(|| format!("in {}", path.display()))
}

/// The options of a single-mode question.
fn mode_options(options: &ModeOptions) -> Result<DistanceOptions> {
    let mode = match options.mode {
        ModeArg::Sea => Mode::Sea,
        ModeArg::Rail => Mode::Rail,
        ModeArg::Road => Mode::Road,
    };
    open_in(mode, &options.open)
}

/// What is open in a mode.
fn open_in(mode: Mode, options: &OpenOptions) -> Result<DistanceOptions> {
    Ok(DistanceOptions {
        mode,
        avoid: options.avoid.clone(),
        allow: options.allow.clone(),
        on: day(options.on.as_deref(), "--on")?,
        strict_status: options.strict_status,
        max_snap_km: snap(options.max_snap)?,
    })
}

/// A snap distance that makes sense.
fn snap(km: f64) -> Result<f64, Problem> {
    if km.is_finite() && (0.0..=5000.0).contains(&km) {
        return Ok(km);
    }
    Err(Problem::bad_input(
        "snap-invalid",
        format!("--max-snap {km} is outside 0 to 5000 km"),
        "give a distance in kilometres",
    ))
}

/// Writes an answer as JSON to stdout.
fn print_json(answer: &impl serde::Serialize) -> Result<()> {
    use std::io::Write;
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    serde_json::to_writer_pretty(&mut out, answer)?;
    out.write_all(b"\n")?;
    Ok(out.flush()?)
}
