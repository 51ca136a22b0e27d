//! `corridor parameters`: the figures in force and where they come from; and `--parameters FILE`, a
//! user's own over them, for every verb that reckons with figures.

use super::print_json;
use crate::args::{ParameterOptions, ParametersArgs};
use crate::render::{emphasis, wrapped};
use anyhow::Result;
use corridor::parameters::{ParameterFile, ParameterView, ParametersRequest, ParametersResponse};
use corridor::{Engine, Problem};
use std::fs::File;
use std::io::{self, Read, Write};
use std::path::Path;

/// Columns of a line.
const WIDTH: usize = 100;
/// A file of figures is read whole; no list of figures is as long as this.
const LARGEST: u64 = 4 << 20;

/// The engine with the user's figures over its own; what they do not do is told on stderr.
///
/// # Errors
/// When a file cannot be read or is wrong.
pub fn laid_over(engine: Engine, own: &ParameterOptions) -> Result<Engine> {
    let files = own.files.iter().map(|path| read(path)).collect::<Result<Vec<_>, _>>()?;
    let (engine, told) = engine.with_parameter_files(&files)?;
    for line in told {
        eprintln!("note: {line}");
    }
    Ok(engine)
}

fn read(path: &Path) -> Result<ParameterFile, Problem> {
    let unreadable = |reason: String| {
        Problem::bad_input(
            "input-unreadable",
            format!("cannot read {}: {reason}", path.display()),
            "give the path of a TOML file of figures; docs/methods/parameters.md shows one",
        )
    };
    let mut text = String::new();
    File::open(path)
        .and_then(|file| file.take(LARGEST + 1).read_to_string(&mut text))
        .map_err(|e| unreadable(e.to_string()))?;
    if text.len() as u64 > LARGEST {
        return Err(unreadable(format!("it is larger than {} MiB", LARGEST >> 20)));
    }
    Ok(ParameterFile { name: path.display().to_string(), text })
}

/// Shows the figures in force.
pub fn run(engine: &Engine, args: &ParametersArgs) -> Result<()> {
    let request = ParametersRequest { words: args.words.clone() };
    let answer = engine.parameters_in_force(&request)?;
    if args.json {
        return print_json(&answer);
    }
    let mut out = io::BufWriter::new(io::stdout().lock());
    head(&mut out, &answer)?;
    let one = answer.parameters.iter().all(|p| p.id == answer.parameters[0].id);
    match (args.words.is_empty(), one) {
        (true, _) => overview(&mut out, &answer.parameters)?,
        (false, true) => answer.parameters.iter().try_for_each(|p| whole(&mut out, p))?,
        (false, false) => list(&mut out, &answer.parameters)?,
    }
    Ok(out.flush()?)
}

/// What holds for all figures.
fn head(out: &mut impl Write, answer: &ParametersResponse) -> Result<()> {
    writeln!(out, "Prices in {} of {}", answer.currency, answer.price_year)?;
    for warning in &answer.warnings {
        wrapped(out, &format!("note: {warning}"))?;
    }
    for file in &answer.parameter_files {
        let text = format!(
            "yours: {}, SHA-256 {}, {} in force",
            file.file,
            file.sha256,
            figures(file.in_force.len())
        );
        wrapped(out, &text)?;
    }
    Ok(writeln!(out)?)
}

fn figures(count: usize) -> String {
    if count == 1 { "1 figure".to_owned() } else { format!("{count} figures") }
}

/// The figures for the world and the user's own; of the others a count.
fn overview(out: &mut impl Write, all: &[ParameterView]) -> Result<()> {
    let of_the_world = |p: &ParameterView| place(p).is_none();
    let width = 1 + all.iter().map(|p| name(p).chars().count()).max().unwrap_or_default();
    for figure in all.iter().filter(|p| of_the_world(p) || p.origin == "user") {
        let finer = all.iter().filter(|p| p.id == figure.id && !of_the_world(p)).count();
        let finer =
            if of_the_world(figure) && finer > 0 { format!("+{finer}") } else { String::new() };
        line(out, figure, width, &finer)?;
    }
    writeln!(out)?;
    wrapped(
        out,
        &format!(
            "{}; +n: as many countries, passages or sea markets have one of their own; H, M, L: how sure it is. \
             `corridor parameters NAME` shows one whole, `corridor parameters rail. IN` what begins \
             so in a country, other words look for themselves",
            figures(all.len())
        ),
    )?;
    Ok(())
}

/// Figures that fit a question.
fn list(out: &mut impl Write, some: &[ParameterView]) -> Result<()> {
    let width = 1 + some.iter().map(|p| name(p).chars().count()).max().unwrap_or_default();
    some.iter().try_for_each(|figure| line(out, figure, width, ""))?;
    writeln!(out, "\n{}; `corridor parameters NAME` shows one whole", figures(some.len()))?;
    Ok(())
}

/// A figure in short: what it is, where it comes from, and what it stands in place of.
fn line(out: &mut impl Write, figure: &ParameterView, width: usize, finer: &str) -> Result<()> {
    let value = format!("{} {}", figure.value, figure.unit);
    let (year, sure) = (figure.year, figure.confidence);
    let text = format!("{:width$} {value:<26} {year} {sure:?} {finer}", name(figure));
    writeln!(out, "{}", text.trim_end())?;
    writeln!(out, "  {}", cut(&source(figure), WIDTH - 2))?;
    if let Some(shipped) = in_place_of(figure) {
        writeln!(out, "  {}", cut(&shipped, WIDTH - 2))?;
    }
    Ok(())
}

/// A figure with all that is known of it.
fn whole(out: &mut impl Write, figure: &ParameterView) -> Result<()> {
    let title = format!("{}  {} {}", name(figure), figure.value, figure.unit);
    writeln!(out, "{}", emphasis(&title))?;
    let place = match (&figure.country, &figure.passage, &figure.market) {
        (Some(country), ..) => format!("in {country}"),
        (None, Some(passage), _) => format!("in the passage {passage}"),
        (None, None, Some(gate)) if figure.id == "sea.gate_usd_per_feu" => {
            format!("at the gate {gate}")
        }
        (None, None, Some(market)) => format!("in the sea market {market}"),
        (None, None, None) => "wherever no other figure holds".to_owned(),
    };
    let prices = figure.price_year.map_or(String::new(), |year| format!(", prices of {year}"));
    let (year, sure, file) = (figure.year, figure.confidence, &figure.file);
    wrapped(out, &format!("  {place}; of {year}{prices}, confidence {sure:?}, {file}"))?;
    wrapped(out, &format!("  {}", source(figure)))?;
    if !figure.note.is_empty() {
        wrapped(out, &format!("  note: {}", figure.note))?;
    }
    if let Some(shipped) = in_place_of(figure) {
        wrapped(out, &format!("  {shipped}"))?;
    }
    Ok(())
}

/// The country, passage or market the figure holds for.
fn place(figure: &ParameterView) -> Option<&String> {
    figure.country.as_ref().or(figure.passage.as_ref()).or(figure.market.as_ref())
}

/// The id, and where the figure holds.
fn name(figure: &ParameterView) -> String {
    place(figure).map_or_else(|| figure.id.clone(), |place| format!("{} {place}", figure.id))
}

fn source(figure: &ParameterView) -> String {
    match (figure.origin, figure.source.as_str()) {
        ("user", "user") => format!("yours: {}, no source given", figure.file),
        ("user", source) => format!("yours: {}: {source}", figure.file),
        (_, source) => source.to_owned(),
    }
}

/// The shipped figure that a user's stands in place of.
fn in_place_of(figure: &ParameterView) -> Option<String> {
    let shipped = figure.shipped.as_ref()?;
    let world = if shipped.of_the_world { " of the world" } else { "" };
    Some(format!(
        "in place of the shipped {} {}{world} ({}, {:?}): {}",
        shipped.value, figure.unit, shipped.year, shipped.confidence, shipped.source
    ))
}

/// The text, cut to so many characters.
fn cut(text: &str, width: usize) -> String {
    if text.chars().count() <= width {
        return text.to_owned();
    }
    text.chars().take(width - 1).chain(['…']).collect()
}
