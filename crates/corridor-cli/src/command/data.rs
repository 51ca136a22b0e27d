//! `corridor data`.

use super::{build, print_json};
use crate::args::{DataVerb, ExportArgs, ExportFormat};
use crate::{output, render};
use anyhow::{Context, Result};
use corridor::{Engine, Problem, export};
use std::path::Path;
use std::process::ExitCode;

/// Shows, checks or writes the network.
pub fn run(engine: &Engine, network: Option<&Path>, verb: &DataVerb) -> Result<ExitCode> {
    match verb {
        DataVerb::Info { json } => {
            let info = engine.info();
            if *json {
                print_json(&info)?;
            } else {
                render::info(&info)?;
            }
        }
        DataVerb::Verify { json } => {
            let audit = engine.audit();
            if *json {
                print_json(&audit)?;
            } else {
                render::audit(&audit)?;
            }
            if !audit.passed {
                return Ok(ExitCode::from(1));
            }
        }
        DataVerb::Licences => render::licences(&engine.info())?,
        DataVerb::Export(args) => export(engine, args)?,
        DataVerb::Build(args) => return build::run(engine, network, args),
    }
    Ok(ExitCode::SUCCESS)
}

fn export(engine: &Engine, args: &ExportArgs) -> Result<()> {
    let choice = export::Choice::new(args.mode.as_deref(), args.area.as_deref())?;
    match args.format {
        ExportFormat::Gmns => {
            std::fs::create_dir_all(&args.output).map_err(|e| {
                Problem::bad_input(
                    "output-unwritable",
                    format!("cannot make the folder {}: {e}", args.output.display()),
                    "give a folder that can be written",
                )
            })?;
            let config = args.output.join("config.csv");
            output::whole(&config, |out| Ok(export::gmns_config(engine.network(), out)?))?;
            let (nodes, links) = (args.output.join("node.csv"), args.output.join("link.csv"));
            output::whole(&nodes, |out| Ok(export::gmns_nodes(engine.network(), &choice, out)?))?;
            output::whole(&links, |out| Ok(export::gmns_links(engine.network(), &choice, out)?))
                .context("node.csv was written, link.csv was not")
        }
        ExportFormat::Edges => {
            if let Some(mode) =
                args.mode.as_deref().filter(|m| !["road", "rail", "sea"].contains(m))
            {
                return Err(Problem::bad_input(
                    "mode-unknown",
                    format!("mode {mode:?} is not searched on its own"),
                    "road, rail or sea (with inland water), or no --mode for the whole network",
                )
                .into());
            }
            output::whole(&args.output, |out| Ok(export::edges(engine.network(), &choice, out)?))
        }
        ExportFormat::Geojson => {
            output::whole(&args.output, |out| Ok(export::geojson(engine.network(), &choice, out)?))
        }
    }
}
