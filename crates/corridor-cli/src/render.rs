//! Answers as tables for people: at most 100 columns, no colour off a terminal.

mod built;
mod chart;
mod gantt;
mod indicators;
pub mod landed;

pub use built::built;

use anyhow::Result;
use comfy_table::presets::NOTHING;
use comfy_table::{CellAlignment, ContentArrangement, Table, TableComponent};
use corridor::audit::Audit;
use corridor::trade::LandedCostResponse;
use corridor::{
    CorridorsResponse, Info, ItineraryView, LegView, PlacesResponse, PlanRequest, PlanResponse,
    ShipmentView,
};
use std::io::{self, IsTerminal, Write};

const WIDTH: u16 = 100;

/// A table of at most [`WIDTH`] columns.
pub fn table(headers: &[&str], right: &[usize]) -> Table {
    let mut table = Table::new();
    table
        .load_preset(NOTHING)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_width(WIDTH)
        .set_header(headers)
        .set_style(TableComponent::HeaderLines, '─')
        .set_style(TableComponent::MiddleHeaderIntersections, '─')
        .set_style(TableComponent::BottomBorder, '─')
        .set_style(TableComponent::BottomBorderIntersections, '─');
    for column in right {
        if let Some(column) = table.column_mut(*column) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    table
}

/// 1234567 as `1,234,567`.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A change in per cent with its sign; exactly nothing is 0.
pub fn signed_percent(percent: f64) -> String {
    if percent == 0.0 { "0".to_owned() } else { format!("{percent:+.4}") }
}

/// -1234.5 as `-1,234.50`.
pub fn signed(number: f64) -> String {
    let cents = (number.abs() * 100.0).round();
    // What a count of cents cannot hold is told with an exponent.
    if !cents.is_finite() || cents >= 1e18 {
        return format!("{number:.6e}");
    }
    let cents = cents as u64;
    let sign = if number < 0.0 && cents > 0 { "-" } else { "" };
    format!("{sign}{}.{:02}", grouped(cents / 100), cents % 100)
}

fn days(seconds: u64) -> String {
    let days = seconds as f64 / 86_400.0;
    if days >= 1.0 { format!("{days:.1} d") } else { format!("{:.0} h", days * 24.0) }
}

/// The text, bold on a terminal.
pub fn emphasis(text: &str) -> String {
    if io::stdout().is_terminal() { format!("\x1b[1m{text}\x1b[0m") } else { text.to_owned() }
}

/// How much is moved, and in what.
fn amount(shipment: &ShipmentView) -> String {
    let mass = grouped(shipment.mass_t.round() as u64);
    match &shipment.ship {
        None => format!("{} TEU, {:.1} t", shipment.teu, shipment.mass_t),
        Some(ship) if shipment.teu > 0.0 => format!("{} TEU, {mass} t by {ship}", shipment.teu),
        Some(ship) => format!("{mass} t of {} cargo by {ship}", shipment.cargo),
    }
}

/// A view of a plan besides its overview.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum View {
    /// Legs of all itineraries, not of the first alone.
    Legs,
    /// The time-cost-distance chart.
    Chart,
    /// The legs by day: of the first itinerary, or of all with [`View::Legs`].
    Gantt,
    /// The trade facilitation indicators.
    Indicators,
}

/// Shows a plan, with landed cost beside it where goods are given.
pub fn plan(
    answer: &PlanResponse,
    goods: Option<&LandedCostResponse>,
    request: &PlanRequest,
    views: &[View],
) -> Result<()> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    let (from, to) = (&answer.from, &answer.to);
    writeln!(out, "{}", emphasis(&format!("{} to {}", from.name, to.name)))?;
    writeln!(
        out,
        "{}, USD {} of cargo; departing {}; {}",
        amount(&answer.meta.shipment),
        grouped(answer.meta.shipment.value_usd.round() as u64),
        request.depart,
        answer.meta.prices
    )?;
    for end in [from, to] {
        if end.snap_m > 0 {
            writeln!(
                out,
                "{} meets the network {:.1} km off",
                end.name,
                f64::from(end.snap_m) / 1e3
            )?;
        }
        if let Some(note) = &end.note {
            writeln!(out, "note: {note}")?;
        }
    }
    let day = answer.meta.shipment.time_usd_per_day;
    if day > 0.0 {
        let day = grouped(day.round() as u64);
        writeln!(out, "ordered by cost and USD {day} for each day (--time-value changes it)")?;
    } else {
        writeln!(out, "ordered by cost (--time-value adds a price of time)")?;
    }
    overview(&mut out, answer, goods, request)?;
    warnings(&mut out, answer)?;
    if let Some(goods) = goods {
        landed::beside(&mut out, goods)?;
    }
    if views.contains(&View::Chart) {
        chart::draw(&mut out, answer)?;
    }
    if views.contains(&View::Indicators) {
        indicators::show(&mut out, answer)?;
    }
    let many = if views.contains(&View::Legs) { answer.itineraries.len() } else { 1 };
    for itinerary in answer.itineraries.iter().take(many) {
        legs(&mut out, itinerary)?;
        if views.contains(&View::Gantt) {
            gantt::draw(&mut out, itinerary)?;
        }
    }
    if !answer.not_offered.is_empty() {
        writeln!(out, "\nNot offered")?;
        // Corridors with one and the same reason share a line.
        let mut reasons: Vec<(&str, &str, Vec<&str>)> = Vec::new();
        for not in &answer.not_offered {
            match reasons.iter_mut().find(|r| (r.0, r.1) == (&not.reason, &not.code)) {
                Some(known) => known.2.push(&not.corridor),
                None => reasons.push((&not.reason, &not.code, vec![&not.corridor])),
            }
        }
        for (reason, code, corridors) in reasons {
            wrapped(&mut out, &format!("  {}: {reason} ({code})", corridors.join(", ")))?;
        }
    }
    let complete = answer.meta.completeness;
    wrapped(
        &mut out,
        &format!(
            "\nno other itinerary is better than each of these by more than {:.0} % in time, cost and \
             emissions at once",
            complete.bound * 100.0
        ),
    )?;
    for warning in &answer.meta.warnings {
        wrapped(&mut out, &format!("\n{warning}"))?;
    }
    if !views.contains(&View::Legs) && answer.itineraries.len() > 1 {
        writeln!(
            out,
            "--legs shows the legs of all, --html FILE draws them, --json has every source"
        )?;
    }
    Ok(out.flush()?)
}

/// The table of all itineraries.
fn overview(
    out: &mut impl Write,
    answer: &PlanResponse,
    goods: Option<&LandedCostResponse>,
    request: &PlanRequest,
) -> Result<()> {
    // Landed cost takes the place of kilometres, which leaves the ways room to be read.
    let fifth = if goods.is_some() { "landed USD" } else { "km" };
    let mut headers = vec!["#", "by", "way", "days", "9 in 10", fifth, "USD", "kg CO2e"];
    let deadline = request.certainty.deadline_days;
    headers.extend(deadline.map(|_| "in time"));
    let mut rows = table(&headers, &[0, 3, 4, 5, 6, 7, 8]);
    let days = |seconds: u64| format!("{:.1}", seconds as f64 / 86_400.0);
    for itinerary in &answer.itineraries {
        let sure = &itinerary.reliability;
        let mut row = vec![
            itinerary.id.clone(),
            label(itinerary),
            way(itinerary),
            days(sure.duration_p50_s),
            days(sure.duration_p90_s),
            goods.map_or_else(
                || grouped(itinerary.distance_m / 1000),
                |goods| landed::cell(goods, &itinerary.id),
            ),
            grouped(itinerary.cost_usd.round() as u64),
            grouped(itinerary.co2e_kg.round() as u64),
        ];
        row.extend(sure.on_time_probability.map(|part| format!("{:.0} %", part * 100.0)));
        rows.add_row(row);
    }
    writeln!(out, "{rows}")?;
    let last = deadline.map_or_else(String::new, |d| format!("; in time: within {d} days"));
    writeln!(out, "days: half arrive within; 9 in 10 within the next column{last}")?;
    Ok(())
}

/// Most warnings beside the table; the others are counted.
const MOST_WARNINGS: usize = 5;

/// The gravest warnings, each once for all itineraries that share it: first what stands first with the
/// itineraries, in their order.
fn warnings(out: &mut impl Write, answer: &PlanResponse) -> Result<()> {
    let mut told: Vec<(&corridor::WarningView, usize, Vec<&str>)> = Vec::new();
    for itinerary in &answer.itineraries {
        for (rank, warning) in itinerary.warnings.iter().enumerate() {
            match told.iter_mut().find(|(known, ..)| *known == warning) {
                Some((_, first, ids)) => {
                    *first = rank.min(*first);
                    ids.push(&itinerary.id);
                }
                None => told.push((warning, rank, vec![&itinerary.id])),
            }
        }
    }
    told.sort_by_key(|(warning, rank, _)| (warning.gravity(), *rank));
    for (warning, _, ids) in told.iter().take(MOST_WARNINGS) {
        let ids =
            if ids.len() == answer.itineraries.len() { "all".to_owned() } else { ids.join(", ") };
        wrapped(out, &format!("! {ids}: {} [{}, {}]", warning.text, warning.source, warning.date))?;
    }
    let more = told.len().saturating_sub(MOST_WARNINGS);
    if more > 0 {
        writeln!(out, "and {more} more reports, all in --json and --html")?;
    }
    Ok(())
}

fn label(itinerary: &ItineraryView) -> String {
    let mut words = itinerary.corridors.clone();
    words.extend(itinerary.best_by.iter().map(|b| format!("({b})")));
    if words.is_empty() { "-".to_owned() } else { words.join(" ") }
}

/// The way in short: the modes with the places where cargo changes between them.
fn way(itinerary: &ItineraryView) -> String {
    let mut parts: Vec<String> = Vec::new();
    let mut last_kind = String::new();
    for leg in &itinerary.legs {
        match leg.kind.as_str() {
            "transfer" if parts.last().is_none_or(|p| *p != leg.name) => {
                parts.push(leg.name.clone());
                last_kind.clear();
            }
            "transfer" | "wait" | "border" => {}
            kind if leg.distance_m < 60_000 && kind == "road" => {}
            kind if last_kind == kind => {}
            kind => {
                kind.clone_into(&mut last_kind);
                parts.push(format!("~{}~", kind.replace('_', " ")));
            }
        }
    }
    parts.join(" ")
}

fn legs(out: &mut impl Write, itinerary: &ItineraryView) -> Result<()> {
    writeln!(out)?;
    wrapped(out, &emphasis(&format!("Itinerary {}: {}", itinerary.id, itinerary.name)))?;
    let mut rows = table(&["leg", "from", "to", "time", "km", "USD", "kg CO2e"], &[3, 4, 5, 6]);
    for leg in &itinerary.legs {
        let (from, to) = ends(leg);
        let number =
            |n: f64| if n.round() == 0.0 { String::new() } else { grouped(n.round() as u64) };
        rows.add_row([
            leg.kind.replace('_', " "),
            from,
            to,
            days(leg.duration_s),
            number(leg.distance_m as f64 / 1000.0),
            number(leg.cost_usd),
            number(leg.co2e_kg),
        ]);
    }
    writeln!(out, "{rows}")?;
    if !itinerary.passages.is_empty() {
        wrapped(out, &format!("through {}", itinerary.passages.join(", ")))?;
    }
    Ok(())
}

fn ends(leg: &LegView) -> (String, String) {
    let point = |p: &corridor::PointView| {
        if p.name.is_empty() { format!("{:.2},{:.2}", p.at[0], p.at[1]) } else { p.name.clone() }
    };
    match leg.kind.as_str() {
        "transfer" | "border" => (leg.name.clone(), String::new()),
        "wait" if !leg.name.is_empty() => (leg.name.clone(), String::new()),
        "wait" => (point(&leg.from), String::new()),
        "ferry" => (leg.name.clone(), point(&leg.to)),
        _ => (point(&leg.from), point(&leg.to)),
    }
}

/// Writes a line broken at words to the width.
pub fn wrapped(out: &mut impl Write, text: &str) -> io::Result<()> {
    let indent: String = text.chars().take_while(|c| *c == ' ').collect();
    let mut width = 0;
    for (n, word) in text.split(' ').enumerate() {
        let length = word.chars().count();
        if n > 0 && width + 1 + length > WIDTH as usize {
            write!(out, "\n{indent}  ")?;
            width = indent.len() + 2;
        } else if n > 0 {
            write!(out, " ")?;
            width += 1;
        }
        write!(out, "{word}")?;
        width += length;
    }
    writeln!(out)
}

/// Shows places.
pub fn places(answer: &PlacesResponse) -> Result<()> {
    let mut rows = table(&["place", "UN/LOCODE", "lon,lat", "inhabitants", "terminal"], &[3]);
    for place in &answer.places {
        rows.add_row([
            place.name.clone(),
            place.locode.clone(),
            format!("{:.4},{:.4}", place.at[0], place.at[1]),
            if place.population > 0 { grouped(place.population.into()) } else { String::new() },
            if place.terminal { "yes".to_owned() } else { String::new() },
        ]);
    }
    Ok(writeln!(io::stdout().lock(), "{rows}")?)
}

/// Shows corridors: a table of all, or one whole.
pub fn corridors(answer: &CorridorsResponse) -> Result<()> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    if let [corridor] = &answer.corridors[..] {
        writeln!(out, "{} ({})", emphasis(&corridor.name), corridor.id)?;
        wrapped(&mut out, &corridor.course)?;
        writeln!(out, "status on {}: {}", answer.as_of, corridor.status)?;
        for report in &corridor.reports {
            wrapped(&mut out, &format!("! {} [{}, {}]", report.text, report.source, report.date))?;
        }
        let steps: Vec<_> = corridor.through.iter().map(|s| s.join(" or ")).collect();
        wrapped(&mut out, &format!("used by what goes through {}", steps.join(", then ")))?;
        for evidence in &corridor.evidence {
            wrapped(
                &mut out,
                &format!(
                    "source: {} ({}, {:?})",
                    evidence.source, evidence.date, evidence.confidence
                ),
            )?;
        }
        return Ok(out.flush()?);
    }
    let mut rows = table(&["id", "corridor", "status", "course"], &[]);
    for corridor in &answer.corridors {
        rows.add_row([&corridor.id, &corridor.name, &corridor.status, &corridor.course]);
    }
    writeln!(out, "{rows}\nstatus on {}; `corridor corridors ID` shows one whole", answer.as_of)?;
    Ok(out.flush()?)
}

/// Shows what the network holds.
pub fn info(info: &Info) -> Result<()> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    writeln!(out, "{}", info.dataset)?;
    writeln!(out, "{} nodes, {} places", grouped(info.nodes as u64), grouped(info.places as u64))?;
    let mut rows = table(&["mode", "links", "km"], &[1, 2]);
    for (mode, links) in &info.links {
        rows.add_row([mode.replace('_', " "), grouped(*links as u64), grouped(info.km[mode])]);
    }
    writeln!(out, "{rows}")?;
    let tables: Vec<_> = info.tables.iter().map(|(name, n)| format!("{n} {name}")).collect();
    wrapped(&mut out, &tables.join(", "))?;
    writeln!(out, "`corridor data verify` checks it, `corridor data licences` says whose it is")?;
    Ok(out.flush()?)
}

/// Shows licences and attributions.
pub fn licences(info: &Info) -> Result<()> {
    let mut rows = table(&["source", "package", "licence", "attribution"], &[]);
    for source in &info.sources {
        rows.add_row([&source.title, &source.package, &source.licence, &source.attribution]);
    }
    Ok(writeln!(io::stdout().lock(), "{rows}")?)
}

/// Shows an audit.
pub fn audit(audit: &Audit) -> Result<()> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    writeln!(out, "{}", audit.dataset)?;
    for check in &audit.checks {
        let mark = if check.failed == 0 { "ok    " } else { "FAILED" };
        writeln!(
            out,
            "{mark} {}: {} ({} looked at)",
            check.id,
            check.rule,
            grouped(check.looked_at as u64)
        )?;
        for failure in &check.failures {
            wrapped(&mut out, &format!("    {failure}"))?;
        }
        if check.failed > check.failures.len() {
            writeln!(out, "    and {} more", check.failed - check.failures.len())?;
        }
        for note in &check.notes {
            wrapped(&mut out, &format!("    {note}"))?;
        }
    }
    writeln!(out, "{}", if audit.passed { "passed" } else { "failed" })?;
    Ok(out.flush()?)
}
