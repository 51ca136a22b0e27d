//! `corridor data build`.

use super::print_json;
use crate::args::BuildArgs;
use crate::{output, render};
use anyhow::{Context, Result};
use corridor::{Engine, Problem};
use corridor_batch::{behind_links, is_stdout};
use corridor_extract::{Area, Built, Lorry, Options, Refused, Report, Stage, build};
use corridor_network::format;
use indicatif::{ProgressBar, ProgressStyle};
use serde::Serialize;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

/// What was done, as `--json` writes it.
#[derive(Serialize)]
struct Done<'a> {
    schema_version: u32,
    output: String,
    build_id: &'a str,
    bytes: usize,
    nodes: usize,
    links: usize,
    report: &'a Report,
}

/// Joins files to the network, checks the result as the shipped network is checked, and writes it.
pub fn run(engine: &Engine, network: Option<&Path>, args: &BuildArgs) -> Result<ExitCode> {
    apart(args, network)?;
    let options = options(args)?;
    let bar = ProgressBar::new_spinner()
        .with_style(ProgressStyle::with_template("{spinner} {msg} {elapsed}")?);
    bar.enable_steady_tick(Duration::from_millis(200));
    let stage = |stage: Stage| bar.set_message(told(stage));
    let Built { parts, report } =
        build(engine.network(), &args.files, &options, &stage).map_err(problem)?;
    stage(Stage::Named("checking and writing"));
    let mut bytes = Vec::new();
    format::write(&parts, &mut bytes)?;
    let made = Engine::open(&bytes).context("the network just made cannot be read back")?;
    let audit = made.audit();
    bar.finish_and_clear();
    if !audit.passed {
        render::audit(&audit)?;
        eprintln!("error: the network does not pass its checks; nothing is written");
        return Ok(ExitCode::from(1));
    }
    output::whole(&args.output, |out| Ok(out.write_all(&bytes)?))?;
    let done = Done {
        schema_version: 1,
        output: args.output.display().to_string(),
        build_id: made.network().build_id(),
        bytes: bytes.len(),
        nodes: made.network().node_count(),
        links: made.network().link_count(),
        report: &report,
    };
    if args.json {
        print_json(&done)?;
    } else {
        render::built(&args.output, &made, bytes.len(), &report)?;
    }
    Ok(ExitCode::SUCCESS)
}

fn told(stage: Stage) -> String {
    let share = |done: u64, of: u64| 100 * done.min(of) / of.max(1);
    match stage {
        Stage::Ways { done, of } => format!("reading ways {} %", share(done, of)),
        Stage::Points { done, of } => format!("reading points {} %", share(done, of)),
        Stage::Named(name) => name.to_owned(),
    }
}

fn options(args: &BuildArgs) -> Result<Options, Problem> {
    let within = |flag: &str, value: f64, least: f64, most: f64, unit: &str| {
        if value.is_finite() && (least..=most).contains(&value) {
            return Ok(value);
        }
        Err(Problem::bad_input(
            "extract-option",
            format!("{flag} {value} is outside {least} to {most} {unit}"),
            "give a number in that range",
        ))
    };
    Ok(Options {
        area: args.area.as_deref().map(Area::read).transpose().map_err(of)?,
        alone: args.alone,
        lorry: Lorry {
            mass_t: within("--lorry-mass", args.lorry_mass, 1.0, 200.0, "t")?,
            height_m: within("--lorry-height", args.lorry_height, 1.0, 6.0, "m")?,
            ..Lorry::default()
        },
        weld_km: within("--weld", args.weld, 0.0, 500.0, "km")?,
        terminals: args.terminals.clone(),
        licence: args.licence.clone(),
        attribution: args.attribution.clone(),
    })
}

/// The file written is none of those read: the network that is extended stays as it is.
fn apart(args: &BuildArgs, network: Option<&Path>) -> Result<(), Problem> {
    if is_stdout(&args.output) {
        return Err(Problem::bad_input(
            "output-unwritable",
            "a network is a file, not text for stdout",
            "name a file for --output, such as my.corridor",
        ));
    }
    let real = |path: &Path| behind_links(path).canonicalize().ok();
    let Some(output) = real(&args.output) else { return Ok(()) };
    let tables = args.files.iter().flat_map(|file| {
        let inside = ["node.csv", "link.csv", "config.csv"].map(|name| file.join(name));
        std::iter::once(file.clone()).chain(inside)
    });
    let read: Vec<PathBuf> =
        tables.chain(args.terminals.clone()).chain(network.map(Path::to_owned)).collect();
    match read.iter().find(|path| real(path).as_ref() == Some(&output)) {
        None => Ok(()),
        Some(path) => Err(Problem::bad_input(
            "output-is-input",
            format!("--output {} is also read", path.display()),
            "name another file for --output",
        )),
    }
}

fn of(refused: Refused) -> Problem {
    let Refused { code, reason, next } = refused;
    Problem::bad_input(code, reason, next)
}

fn problem(refused: Refused) -> anyhow::Error {
    of(refused).into()
}
