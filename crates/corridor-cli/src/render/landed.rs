//! Landed cost in words: amounts, claims, and what it says beside a plan.

use super::{grouped, wrapped};
use anyhow::Result;
use corridor::trade::{AlternativeView, LandedCostResponse, LandedView, PreferenceView};
use std::io::Write;

/// An amount with its cents, or that it is not known.
pub fn usd(amount: Option<f64>) -> String {
    let Some(amount) = amount else { return "not known".to_owned() };
    let cents = (amount.abs() * 100.0).round() as u64;
    let sign = if amount < 0.0 { "-" } else { "" };
    format!("{sign}{}.{:02}", grouped(cents / 100), cents % 100)
}

/// The whole, or the least that it is where something of it is not known.
pub fn sum(whole: Option<f64>, known: f64) -> String {
    whole.map_or_else(|| format!("≥ {}", usd(Some(known))), |whole| usd(Some(whole)))
}

/// What an alternative claims.
pub fn claim(of: &AlternativeView) -> String {
    match (&of.agreement, of.hypothetical) {
        (None, _) => "no preference".to_owned(),
        (Some(id), true) => format!("{id} (hypothetical)"),
        (Some(id), false) => id.clone(),
    }
}

/// Which way keeps a preference at the least cost.
pub fn keeping(preference: &PreferenceView) -> String {
    preference.cheapest_keeping.as_ref().map_or("no way here surely keeps it".to_owned(), |id| {
        format!("the cheapest way that keeps it is {id}")
    })
}

/// The landed cost of an itinerary of a plan, whole dollars; empty where there is none.
pub fn cell(answer: &LandedCostResponse, id: &str) -> String {
    let found = answer.itineraries.iter().find(|landed| landed.id == id);
    found.map_or(String::new(), |landed| {
        let of = &landed.shown;
        let whole = grouped(of.known_usd.round() as u64);
        if of.landed_usd.is_some() { whole } else { format!("≥ {whole}") }
    })
}

/// The way of least landed cost under each claim, the agreements behind savings, and what is missing.
pub fn beside(out: &mut impl Write, answer: &LandedCostResponse) -> Result<()> {
    let goods = &answer.goods;
    wrapped(
        out,
        &format!(
            "\nLanded cost, {}, HS {} originating in {}: goods, carriage, insurance, duty, taxes, fees",
            goods.incoterm, goods.hs, goods.origin
        ),
    )?;
    if let Some((landed, of)) = least(answer, None) {
        wrapped(out, &format!("  no preference: least by way {}, {}", landed.id, total(of)))?;
    }
    for preference in &answer.preferences {
        let Some((landed, of)) = least(answer, Some(&preference.agreement)) else {
            wrapped(out, &format!("  {}: every way loses it", preference.agreement))?;
            continue;
        };
        let saved = of
            .saving_usd
            .map_or(String::new(), |saving| format!(", saves {} on that way", usd(Some(saving))));
        let kept = match of.kept.as_deref() {
            Some("yes") => String::new(),
            Some("with-proof") => " with papers".to_owned(),
            _ => format!(" if it is kept; {}", keeping(preference)),
        };
        let by = format!("least by way {}, {}{saved}{kept}", landed.id, total(of));
        wrapped(out, &format!("  {}: {by}", claim(of)))?;
    }
    let first = answer.itineraries.first();
    for supply in first.iter().flat_map(|landed| &landed.shown.supply) {
        wrapped(out, &format!("  not known: {supply}"))?;
    }
    for reason in &answer.not_offered {
        wrapped(out, &format!("  left out: {reason}"))?;
    }
    for warning in &answer.warnings {
        wrapped(out, &format!("  note: {warning}"))?;
    }
    writeln!(out, "  `corridor landed-cost` has the lines of each and their sources")?;
    Ok(())
}

fn total(of: &AlternativeView) -> String {
    format!("USD {}", sum(of.landed_usd, of.known_usd))
}

/// The way of least landed cost under a claim, of those that do not lose it: wholly known ones first.
fn least<'a>(
    answer: &'a LandedCostResponse,
    agreement: Option<&str>,
) -> Option<(&'a LandedView, &'a AlternativeView)> {
    let claims = answer.itineraries.iter().filter_map(|landed| {
        let is = |a: &&AlternativeView| a.agreement.as_deref() == agreement;
        let of = landed.alternatives.iter().find(is)?;
        (of.kept.as_deref() != Some("no")).then_some((landed, of))
    });
    claims.min_by(|(_, a), (_, b)| {
        let unknown = |of: &AlternativeView| of.landed_usd.is_none();
        unknown(a).cmp(&unknown(b)).then(a.known_usd.total_cmp(&b.known_usd))
    })
}
