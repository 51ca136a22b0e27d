//! The chain of an itinerary drawn with characters: a row for each leg, by day.

use anyhow::Result;
use corridor::report::ticks;
use corridor::{ItineraryView, LegView};
use std::io::Write;

const LABEL: usize = 34;
const PLOT: usize = 56;
const DAY: f64 = 86_400.0;

/// Draws the legs of an itinerary by day.
pub fn draw(out: &mut impl Write, itinerary: &ItineraryView) -> Result<()> {
    let sure = &itinerary.reliability;
    let planned = itinerary.legs.iter().map(|leg| leg.duration_s).sum::<u64>() as f64;
    let most = planned.max(sure.duration_p90_s as f64).max(DAY) / DAY;
    let column =
        |seconds: f64| ((seconds / DAY / most * (PLOT - 1) as f64).round() as usize).min(PLOT - 1);
    writeln!(out, "\nItinerary {} by day", itinerary.id)?;
    let mut words = vec![' '; PLOT + 3];
    for tick in ticks(most, 8) {
        let word: Vec<char> = format!("{tick}").chars().collect();
        let from = column(tick * DAY).min(words.len() - word.len());
        words[from..from + word.len()].copy_from_slice(&word);
    }
    let words: String = words.into_iter().collect();
    writeln!(out, "{:LABEL$} {}", "", words.trim_end())?;
    let mut start = 0.0;
    for leg in &itinerary.legs {
        let end = start + leg.duration_s as f64;
        let mut bar = vec![' '; PLOT];
        let (from, to) = (column(start), column(end).max(column(start) + 1).min(PLOT));
        bar[from.min(PLOT - 1)..to].fill(mark(&leg.kind));
        let bar: String = bar.into_iter().collect();
        let days = super::days(leg.duration_s);
        writeln!(out, "{:LABEL$} {}  {days}", label(leg), bar.trim_end())?;
        start = end;
    }
    let mut sureness = vec![' '; PLOT];
    let (early, late) = (column(sure.duration_p10_s as f64), column(sure.duration_p90_s as f64));
    sureness[early..=late].fill('╌');
    sureness[early] = '├';
    sureness[late] = '┤';
    sureness[column(sure.duration_p50_s as f64)] = '┼';
    let sureness: String = sureness.into_iter().collect();
    writeln!(out, "{:LABEL$} {}", "arrives: 1 in 10, half, 9 in 10", sureness.trim_end())?;
    writeln!(
        out,
        "█ sea or ferry  ▓ rail  ▒ road  ▚ inland water  ═ pipeline  ░ transfer  · wait  ╫ border"
    )?;
    Ok(())
}

fn mark(kind: &str) -> char {
    match kind {
        "sea" | "ferry" => '█',
        "rail" => '▓',
        "road" => '▒',
        "inland_water" => '▚',
        "pipeline" => '═',
        "transfer" => '░',
        "border" => '╫',
        _ => '·',
    }
}

fn label(leg: &LegView) -> String {
    let place = if leg.name.is_empty() { &leg.to.name } else { &leg.name };
    let whole = format!("{} {place}", leg.kind.replace('_', " "));
    if whole.chars().count() <= LABEL {
        return whole;
    }
    whole.chars().take(LABEL - 1).chain(['…']).collect()
}
