//! `corridor distance`.

use super::{mode_options, print_json};
use crate::args::DistanceArgs;
use crate::output;
use anyhow::Result;
use corridor::{Engine, geojson};
use std::io::Write;

/// Answers and shows one distance.
pub fn run(engine: &Engine, args: &DistanceArgs) -> Result<()> {
    output::one_to_stdout(args.json, &[("--geojson", args.geojson.as_deref())])?;
    let answer = engine.distance(&args.from, &args.to, &mode_options(&args.options)?)?;
    if let Some(path) = &args.geojson {
        let properties = serde_json::json!({
            "mode": answer.mode,
            "distance_m": answer.distance_m,
            "passages": answer.passages,
        });
        let feature = geojson::feature(&answer.geometry, &properties);
        let collection = geojson::collection(&[feature]);
        output::whole(path, |out| Ok(serde_json::to_writer(out, &collection)?))?;
    }
    if args.json {
        return print_json(&answer);
    }
    let mut out = std::io::stdout().lock();
    let km = answer.distance_m as f64 / 1000.0;
    write!(out, "{} to {} by {}: ", answer.from.name, answer.to.name, answer.mode)?;
    if answer.mode == "sea" {
        writeln!(out, "{:.0} nm ({km:.0} km)", km / 1.852)?;
    } else {
        writeln!(out, "{km:.0} km")?;
    }
    if !answer.passages.is_empty() {
        writeln!(out, "  through {}", answer.passages.join(", "))?;
    }
    for warning in &answer.warnings {
        writeln!(out, "  {} {}", warning.date, warning.text)?;
    }
    for end in [&answer.from, &answer.to] {
        writeln!(out, "  {} met {:.1} km off", end.name, f64::from(end.snap_m) / 1000.0)?;
    }
    Ok(())
}
