//! Flows for people: what is not shipped first, then facilities, modes and what changes.

use crate::render::{emphasis, table, wrapped};
use anyhow::Result;
use corridor::flows::{FacilityView, FlowsResponse, SelectView, UnservedView};
use std::collections::BTreeMap;
use std::io::{self, Write};

/// Facilities shown, besides those that are full.
const MOST_FACILITIES: usize = 15;
/// Rows of other tables shown.
const MOST_ROWS: usize = 10;
/// US dollars a year from which on a change of what a country in between is paid is shown.
const LEAST_TRANSIT_USD: f64 = 50_000.0;

/// Shows an answer.
pub fn answer(answer: &FlowsResponse) -> Result<()> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    wrapped(&mut out, &emphasis(&first_line(answer)))?;
    let meta = &answer.meta;
    let avoid = match &meta.avoid[..] {
        [] => String::new(),
        avoid => format!(", without {}", avoid.join(", ")),
    };
    let world = &meta.scenario;
    wrapped(
        &mut out,
        &format!("world: {world}{avoid}; departing {}; {}", meta.depart, meta.prices),
    )?;
    let known = answer.known;
    wrapped(
        &mut out,
        &format!(
            "{} of {} facilities used have a known capacity, {} are full",
            known.with_capacity, known.facilities, known.full
        ),
    )?;
    unserved(&mut out, "Not shipped", &answer.unserved)?;
    full(&mut out, answer)?;
    facilities(&mut out, answer)?;
    modes(&mut out, answer)?;
    counts(&mut out, answer)?;
    changes(&mut out, answer)?;
    for selected in &answer.selected {
        users(&mut out, selected)?;
    }
    writeln!(
        out,
        "\nrelative gap {:.1e}, excess {:.1e}, complementarity {:.1e}",
        answer.relative_gap, answer.excess, answer.complementarity
    )?;
    for warning in &meta.warnings {
        wrapped(&mut out, &format!("note: {warning}"))?;
    }
    writeln!(out, "--json has every pair, way and source; --output DIR writes them as Parquet")?;
    Ok(out.flush()?)
}

/// What is not shipped and why, before anything else.
fn first_line(answer: &FlowsResponse) -> String {
    let (demand, lost) = (tonnes(answer.demand_t), answer.unserved_t);
    let share = if answer.demand_t > 0.0 { lost / answer.demand_t * 100.0 } else { 0.0 };
    match answer.unserved.first() {
        None if lost > 0.0 => {
            format!("all of {demand} a year is shipped but {}", tonnes(lost))
        }
        None => format!("all of {demand} a year is shipped"),
        Some(most) => format!(
            "{} of {demand} a year ({share:.1} %) is not shipped; the most of it {} from {} to {}: {}",
            tonnes(lost),
            most.commodity,
            most.origin,
            most.destination,
            most.reason
        ),
    }
}

fn unserved(out: &mut impl Write, title: &str, rows: &[UnservedView]) -> Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n{title}")?;
    let mut shown = table(&["tonnes a year", "goods", "from", "to", "why"], &[0]);
    for row in rows.iter().take(MOST_ROWS) {
        shown.add_row([
            &tonnes(row.tonnes),
            &row.commodity,
            &row.origin,
            &row.destination,
            &row.code,
        ]);
    }
    writeln!(out, "{shown}")?;
    rest(out, rows.len())
}

fn full(out: &mut impl Write, answer: &FlowsResponse) -> Result<()> {
    let mut full: Vec<&FacilityView> =
        answer.facilities.iter().filter(|f| f.wait_h > 0.0).collect();
    full.sort_by(|a, b| b.wait_h.total_cmp(&a.wait_h));
    if full.is_empty() {
        return Ok(());
    }
    writeln!(out, "\nFull")?;
    let mut rows = table(&["facility", "name", "capacity", "as told", "wait"], &[2, 4]);
    for f in full {
        let capacity = f.capacity_t.map(tonnes).unwrap_or_default();
        rows.add_row([&f.id, &f.name, &capacity, &f.capacity, &hours(f.wait_h)]);
    }
    Ok(writeln!(out, "{rows}")?)
}

fn facilities(out: &mut impl Write, answer: &FlowsResponse) -> Result<()> {
    let all: Vec<&FacilityView> =
        answer.facilities.iter().filter(|f| f.direction == "both" && f.cargo.is_none()).collect();
    writeln!(out, "\nFacilities")?;
    let mut rows = table(&["facility", "kind", "name", "tonnes a year", "of capacity"], &[3, 4]);
    for f in all.iter().take(MOST_FACILITIES) {
        let share = f.capacity_t.map(|capacity| format!("{:.0} %", f.flow_t / capacity * 100.0));
        rows.add_row([&f.id, &f.kind, &f.name, &tonnes(f.flow_t), &share.unwrap_or_default()]);
    }
    writeln!(out, "{rows}")?;
    if all.len() > MOST_FACILITIES {
        writeln!(out, "and {} more", all.len() - MOST_FACILITIES)?;
    }
    Ok(())
}

fn modes(out: &mut impl Write, answer: &FlowsResponse) -> Result<()> {
    let mut modes: Vec<(&String, f64)> = answer.modes.iter().map(|(m, t)| (m, *t)).collect();
    modes.retain(|(_, t)| *t > 0.0);
    modes.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(b.0)));
    let told: Vec<String> = modes
        .iter()
        .map(|(mode, t)| format!("{mode} {} ({:.1} %)", tonnes(*t), t / answer.shipped_t * 100.0))
        .collect();
    Ok(wrapped(out, &format!("\nBy main mode: {}", told.join(", ")))?)
}

/// Counted shares of modes beside modelled ones.
fn counts(out: &mut impl Write, answer: &FlowsResponse) -> Result<()> {
    if answer.counts.is_empty() {
        return Ok(());
    }
    writeln!(out, "\nShares of modes that are counted")?;
    let headers = ["market", "mode", "counted", "modelled", "without", "constant", "year"];
    let mut rows = table(&headers, &[2, 3, 4, 5]);
    let percent = |share: f64| format!("{:.1} %", share * 100.0);
    for count in &answer.counts {
        rows.add_row([
            &count.id,
            &count.mode,
            &percent(count.counted),
            &percent(count.modelled),
            &percent(count.without),
            &format!("{:+.2}", count.constant),
            &count.year,
        ]);
    }
    Ok(writeln!(out, "{rows}")?)
}

fn changes(out: &mut impl Write, answer: &FlowsResponse) -> Result<()> {
    let Some(before) = &answer.before else { return Ok(()) };
    writeln!(out, "\nAgainst the world without")?;
    writeln!(
        out,
        "shipped before {}, now {}; not shipped before {}, now {}",
        tonnes(before.shipped_t),
        tonnes(answer.shipped_t),
        tonnes(before.unserved_t),
        tonnes(answer.unserved_t)
    )?;
    if let (Some(logsum), Some(half)) = (answer.gain_logsum_usd, answer.gain_usd) {
        let word = if logsum < 0.0 { "lose" } else { "gain" };
        writeln!(
            out,
            "users {word} USD {:.1} million a year (logsum; {:.1} by the rule of half)",
            logsum.abs() / 1e6,
            half.abs() / 1e6
        )?;
    }
    let change = (answer.co2e_t - before.co2e_t) / 1e3;
    writeln!(
        out,
        "CO2e {:.1} kt a year before, now {:.1}: {change:+.1}",
        before.co2e_t / 1e3,
        answer.co2e_t / 1e3
    )?;
    transit(out, answer)?;
    let mut rows = table(&["facility", "kind", "name", "before", "now", "change"], &[3, 4, 5]);
    for change in answer.changes.iter().take(MOST_FACILITIES) {
        let sign = if change.change_t < 0.0 { "-" } else { "+" };
        rows.add_row([
            &change.id,
            &change.kind,
            &change.name,
            &tonnes(change.before_t),
            &tonnes(change.after_t),
            &format!("{sign}{}", tonnes(change.change_t.abs())),
        ]);
    }
    writeln!(out, "{rows}")?;
    if answer.changes.len() > MOST_FACILITIES {
        writeln!(out, "and {} more", answer.changes.len() - MOST_FACILITIES)?;
    }
    if answer.losses.is_empty() {
        return Ok(());
    }
    writeln!(out, "\nNo longer shipped")?;
    let mut rows = table(&["tonnes a year", "goods", "from", "to", "why"], &[0]);
    for loss in answer.losses.iter().take(MOST_ROWS) {
        rows.add_row([
            &tonnes(loss.lost_t),
            &loss.commodity,
            &loss.origin,
            &loss.destination,
            &loss.code,
        ]);
    }
    writeln!(out, "{rows}")?;
    rest(out, answer.losses.len())
}

/// What countries in between are paid, where it changes.
fn transit(out: &mut impl Write, answer: &FlowsResponse) -> Result<()> {
    let mut paid: BTreeMap<&str, [f64; 2]> = BTreeMap::new();
    for one in answer.payments.iter().filter(|one| one.transit) {
        let sums = paid.entry(&one.payee).or_default();
        sums[0] += one.before_usd.unwrap_or_default();
        sums[1] += one.usd;
    }
    let mut paid: Vec<(&str, [f64; 2])> = paid.into_iter().collect();
    let change = |[was, is]: [f64; 2]| (is - was).abs();
    paid.retain(|(_, usd)| change(*usd) >= LEAST_TRANSIT_USD);
    paid.sort_by(|a, b| change(b.1).total_cmp(&change(a.1)));
    if paid.is_empty() {
        return Ok(());
    }
    writeln!(out, "\nPaid in countries in between, million USD a year (revenue, not profit)")?;
    let mut rows = table(&["country", "before", "now", "change"], &[1, 2, 3]);
    for (country, [was, is]) in paid.iter().take(MOST_ROWS) {
        let million = |usd: f64| format!("{:.1}", usd / 1e6);
        rows.add_row([
            (*country).to_owned(),
            million(*was),
            million(*is),
            format!("{:+.1}", (is - was) / 1e6),
        ]);
    }
    writeln!(out, "{rows}")?;
    rest(out, paid.len())
}

fn users(out: &mut impl Write, selected: &SelectView) -> Result<()> {
    writeln!(
        out,
        "\n{}: {} a year by {} users; {} do not use it",
        selected.id,
        tonnes(selected.flow_t),
        selected.users.len(),
        tonnes(selected.not_using_t)
    )?;
    if selected.users.is_empty() {
        return Ok(());
    }
    let mut rows = table(&["tonnes a year", "goods", "from", "to", "of its shipments"], &[0, 4]);
    for user in selected.users.iter().take(MOST_ROWS) {
        rows.add_row([
            &tonnes(user.tonnes),
            &user.commodity,
            &user.origin,
            &user.destination,
            &format!("{:.0} %", user.tonnes / user.shipped_t * 100.0),
        ]);
    }
    writeln!(out, "{rows}")?;
    rest(out, selected.users.len())
}

fn rest(out: &mut impl Write, rows: usize) -> Result<()> {
    if rows > MOST_ROWS {
        writeln!(out, "and {} more", rows - MOST_ROWS)?;
    }
    Ok(())
}

/// A mass in the unit that leaves it three or four digits.
fn tonnes(t: f64) -> String {
    match t {
        _ if t >= 1e6 => format!("{:.2} Mt", t / 1e6),
        _ if t >= 1e4 => format!("{:.1} kt", t / 1e3),
        _ if t >= 1.0 => format!("{t:.0} t"),
        _ => format!("{t:.3} t"),
    }
}

fn hours(h: f64) -> String {
    if h >= 48.0 { format!("{:.1} d", h / 24.0) } else { format!("{h:.1} h") }
}
