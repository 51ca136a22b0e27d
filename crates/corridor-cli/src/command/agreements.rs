//! `corridor agreements`: what agreements stand on a day, one of them whole, or their history drawn.

mod coverage;
mod timeline;

use super::print_json;
use crate::args::{AgreementsArgs, day};
use crate::output;
use crate::render::{emphasis, table, wrapped};
use anyhow::Result;
use comfy_table::ColumnConstraint;
use corridor::agreements::{
    AgreementView, AgreementsRequest, AgreementsResponse, CoverageRequest, ParticipantView,
    svg_timeline,
};
use corridor::{Engine, Problem};
use std::collections::BTreeMap;
use std::io::{self, Write};

/// Width of the picture, px.
const PICTURE_WIDTH: u32 = 1000;
/// Parties named in a row of the table; more are counted.
const PARTIES_SHOWN: usize = 8;

/// Shows the agreements, or one of them whole.
pub fn run(engine: &Engine, args: &AgreementsArgs) -> Result<()> {
    let mut with = Vec::new();
    for path in &args.with {
        let text = std::fs::read_to_string(path).map_err(|e| {
            Problem::bad_input(
                "input-unreadable",
                format!("cannot read {}: {e}", path.display()),
                "give the path of a TOML file that describes an agreement",
            )
        })?;
        with.push((path.display().to_string(), text));
    }
    if let Some(invested) = &args.invested {
        let request = CoverageRequest {
            parties: args.party.clone(),
            invested: day(Some(invested), "--invested")?,
            as_of: day(args.as_of.as_deref(), "--as-of")?,
            with,
        };
        let answer = engine.coverage(&request)?;
        return if args.json { print_json(&answer) } else { coverage::show(&answer) };
    }
    output::one_to_stdout(args.json, &[("--svg", args.svg.as_deref())])?;
    let request = AgreementsRequest {
        id: args.id.clone(),
        as_of: day(args.as_of.as_deref(), "--as-of")?,
        parties: args.party.clone(),
        kind: args.kind.clone(),
        status: args.status.clone(),
        with,
    };
    let answer = engine.agreements(&request)?;
    if let Some(path) = &args.svg {
        let picture = svg_timeline(&answer, PICTURE_WIDTH);
        output::whole(path, |out| Ok(out.write_all(picture.as_bytes())?))?;
    }
    if args.json {
        return print_json(&answer);
    }
    let mut out = io::BufWriter::new(io::stdout().lock());
    match &answer.agreements[..] {
        [] => nothing(&mut out, &answer, args)?,
        [agreement] if args.id.is_some() => whole(&mut out, &answer, agreement)?,
        _ if args.timeline => {}
        _ => list(&mut out, &answer)?,
    }
    if args.timeline && !answer.agreements.is_empty() {
        timeline::draw(&mut out, &answer)?;
    }
    for warning in &answer.warnings {
        wrapped(&mut out, &format!("note: {warning}"))?;
    }
    Ok(out.flush()?)
}

/// Says what was looked for and why nothing is shown.
fn nothing(
    out: &mut impl Write,
    answer: &AgreementsResponse,
    args: &AgreementsArgs,
) -> io::Result<()> {
    let parties = args.party.iter().map(|party| ("party", party));
    let filters = [("kind", &args.kind), ("status", &args.status)];
    let filters = filters.into_iter().filter_map(|(name, value)| Some((name, value.as_ref()?)));
    let asked: Vec<String> =
        parties.chain(filters).map(|(name, value)| format!("{name} {value}")).collect();
    let asked =
        if asked.is_empty() { String::new() } else { format!(" with {}", asked.join(", ")) };
    match (&args.id, &answer.later[..]) {
        (Some(_), [id]) => {
            wrapped(out, &format!("{id} is not there yet on {}; ask for a later day", answer.as_of))
        }
        (id, later) => {
            let what = id.as_deref().map_or("the register has no agreement".to_owned(), |id| {
                format!("{id} does not fit: there is no such agreement")
            });
            wrapped(out, &format!("{what}{asked} on {}", answer.as_of))?;
            begins_later(out, later)
        }
    }
}

fn begins_later(out: &mut impl Write, later: &[String]) -> io::Result<()> {
    if later.is_empty() {
        return Ok(());
    }
    wrapped(out, &format!("beginning after that day: {}", later.join(", ")))
}

fn list(out: &mut impl Write, answer: &AgreementsResponse) -> Result<()> {
    let mut rows = table(&["kind", "id", "status", "since", "parties"], &[]);
    let mut kind = None;
    for agreement in &answer.agreements {
        let first = kind.replace(agreement.kind) != Some(agreement.kind);
        rows.add_row([
            if first { agreement.kind.to_string() } else { String::new() },
            marked(agreement),
            agreement.status.clone(),
            since(&agreement.since, &agreement.since_precision),
            parties(agreement),
        ]);
    }
    if let Some(ids) = rows.column_mut(1) {
        ids.set_constraint(ColumnConstraint::ContentWidth);
    }
    writeln!(out, "{rows}")?;
    writeln!(
        out,
        "{} as of {}; `corridor agreements ID` shows one whole, --timeline their history",
        match answer.agreements.len() {
            1 => "1 agreement".to_owned(),
            count => format!("{count} agreements"),
        },
        answer.as_of
    )?;
    Ok(begins_later(out, &answer.later)?)
}

fn marked(agreement: &AgreementView) -> String {
    match (agreement.hypothetical, agreement.origin.as_str()) {
        (true, _) => format!("{} (hypothetical)", agreement.id),
        (false, "user") => format!("{} (your file)", agreement.id),
        (false, _) => agreement.id.clone(),
    }
}

/// A date as exact as it is known.
fn since(date: &str, precision: &str) -> String {
    if precision == "at-latest" { format!("by {date}") } else { date.to_owned() }
}

/// The parties in short: unions in place of their members, and a count of those beyond the first.
fn parties(agreement: &AgreementView) -> String {
    let bound = |p: &&ParticipantView| agreement.parties.contains(&p.country);
    let mut names: Vec<&str> = agreement
        .participants
        .iter()
        .filter(bound)
        .map(|p| p.through.as_deref().unwrap_or(&p.country))
        .collect();
    names.sort_unstable();
    names.dedup();
    let more = names.len().saturating_sub(PARTIES_SHOWN);
    names.truncate(PARTIES_SHOWN);
    if more > 0 { format!("{} +{more}", names.join(" ")) } else { names.join(" ") }
}

fn whole(
    out: &mut impl Write,
    answer: &AgreementsResponse,
    agreement: &AgreementView,
) -> Result<()> {
    wrapped(out, &emphasis(&agreement.name))?;
    writeln!(out, "{} ({})", marked(agreement), agreement.kind)?;
    wrapped(out, &agreement.about)?;
    let began = since(&agreement.since, &agreement.since_precision);
    writeln!(out, "\nas of {}: {} since {began}", answer.as_of, agreement.status)?;
    wrapped(out, &format!("  {}", agreement.report))?;
    if let Some(former) = &agreement.replaces {
        writeln!(out, "  in place of {former}")?;
    }
    if !agreement.switches.is_empty() {
        writeln!(out, "\nWhat it switches")?;
        for switch in &agreement.switches {
            let state = if switch.on { "on " } else { "off" };
            wrapped(out, &format!("  {state} {}: {}", switch.name, switch.effect))?;
        }
    }
    participants(out, agreement)?;
    writeln!(out, "\nHistory")?;
    for status in &agreement.history {
        let later = if status.counts_from > answer.as_of { "(later) " } else { "" };
        let from = since(&status.from, &status.precision);
        let sources = status.sources.join(", ");
        let confirmed = if status.confirmed { "; two sources agree" } else { "" };
        let told = format!("{}: {} [{sources}{confirmed}]", status.state, status.report);
        wrapped(out, &format!("  {from} {later}{told}"))?;
    }
    if !agreement.unknown.is_empty() {
        wrapped(out, &format!("\nNot found: {}", agreement.unknown.join("; ")))?;
    }
    writeln!(out, "\nSources")?;
    for source in &agreement.sources {
        let note = if source.note.is_empty() { String::new() } else { format!(" {}", source.note) };
        let (date, sure) = (source.date, source.confidence);
        let text = format!(
            "  [{}] {}. {}, {date}, {sure:?}.{note}",
            source.id, source.title, source.publisher
        );
        wrapped(out, &text)?;
    }
    Ok(())
}

/// Who takes part, by capacity; those that have a note or came through a union say so.
fn participants(out: &mut impl Write, agreement: &AgreementView) -> io::Result<()> {
    let mut groups = BTreeMap::new();
    let alone: Vec<&str> = agreement
        .participants
        .iter()
        .filter(|p| p.through.is_none())
        .map(|p| p.country.as_str())
        .collect();
    for p in &agreement.participants {
        // Who is bound by itself is not named again as a member of a union.
        if p.through.is_some() && alone.contains(&p.country.as_str()) {
            continue;
        }
        let through = p.through.as_ref().map(|u| format!(" by {u}")).unwrap_or_default();
        let date = match (&p.since, &p.since_precision) {
            (Some(date), Some(precision)) => format!(" ({}{through})", since(date, precision)),
            _ if p.through.is_some() => format!(" ({})", through.trim_start()),
            _ => String::new(),
        };
        let entry = format!("{}{date}", p.name);
        groups.entry(p.capacity).or_insert_with(Vec::new).push(entry);
    }
    if !groups.is_empty() {
        writeln!(out, "\nWho takes part")?;
    }
    for (capacity, entries) in groups {
        let capacity = serde_json::to_value(capacity).unwrap_or_default();
        let capacity = capacity.as_str().unwrap_or_default().replace('-', " ");
        wrapped(out, &format!("  {capacity}: {}", entries.join(", ")))?;
    }
    let mut notes: Vec<(String, Vec<&str>)> = Vec::new();
    for p in agreement.participants.iter().filter(|p| !p.note.is_empty() && p.through.is_none()) {
        match notes.iter_mut().find(|(note, _)| *note == p.note) {
            Some((_, names)) => names.push(&p.name),
            None => notes.push((p.note.clone(), vec![&p.name])),
        }
    }
    for (note, names) in notes {
        wrapped(out, &format!("  {}: {note}", names.join(", ")))?;
    }
    Ok(())
}
