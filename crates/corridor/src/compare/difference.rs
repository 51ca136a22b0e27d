//! What differs between two runs: corridor by corridor, for the best of all ways, and by kind of leg.

use super::{ChangeStatus, ChangeView, Figures, FromTo, LegChange, RunView, SumView};
use crate::plan::ItineraryView;
use std::collections::BTreeMap;

/// What is not on any named corridor goes by this word.
const OTHER: &str = "other";
/// Figures closer than this part of each other are the same.
const SAME: f64 = 1e-3;

/// The way of least generalised cost of every corridor.
fn by_corridor(run: &RunView, usd_per_s: f64) -> BTreeMap<&str, &ItineraryView> {
    let mut ways: Vec<&ItineraryView> = run.itineraries.iter().chain(&run.beside).collect();
    ways.sort_by(|a, b| generalised(a, usd_per_s).total_cmp(&generalised(b, usd_per_s)));
    let mut best = BTreeMap::new();
    for way in ways {
        if way.corridors.is_empty() {
            best.entry(OTHER).or_insert(way);
        }
        for corridor in &way.corridors {
            best.entry(corridor.as_str()).or_insert(way);
        }
    }
    best
}

fn generalised(itinerary: &ItineraryView, usd_per_s: f64) -> f64 {
    itinerary.cost_usd + usd_per_s * duration(itinerary)
}

/// What changes for each corridor, by id; a second in transit costs the shipment `usd_per_s`.
pub(super) fn by_corridors(first: &RunView, run: &RunView, usd_per_s: f64) -> Vec<ChangeView> {
    let (before, after) = (by_corridor(first, usd_per_s), by_corridor(run, usd_per_s));
    let mut corridors: Vec<&str> = before.keys().chain(after.keys()).copied().collect();
    corridors.sort_unstable();
    corridors.dedup();
    let change = |corridor: &str| {
        let (from, to) = (before.get(corridor).copied(), after.get(corridor).copied());
        let not = run.not_offered.iter().find(|n| n.corridor == corridor);
        let none = run.problem.as_ref().map(|problem| problem.detail.clone());
        ChangeView {
            scenario: run.scenario.clone(),
            corridor: corridor.to_owned(),
            status: status(from, to, usd_per_s),
            reason: not.map(|n| n.reason.clone()).or(none),
            figures: figures(from, to),
            legs: legs(from, to),
        }
    };
    corridors.into_iter().map(change).collect()
}

/// What changes for the best way of all and for those best by one criterion.
pub(super) fn in_sum(first: &RunView, run: &RunView, usd_per_s: f64) -> Vec<SumView> {
    let best = |run: &RunView, by: &str| {
        let fits = |i: &ItineraryView| by == "best" || i.best_by.iter().any(|b| b == by);
        run.itineraries.iter().position(fits)
    };
    let sum = |by: &'static str| {
        let from = best(first, by).map(|n| &first.itineraries[n]);
        let to = best(run, by).map(|n| &run.itineraries[n]);
        let corridors =
            |i: Option<&ItineraryView>| i.map(|i| i.corridors.clone()).unwrap_or_default();
        SumView {
            scenario: run.scenario.clone(),
            by,
            status: status(from, to, usd_per_s),
            corridors_from: corridors(from),
            corridors_to: corridors(to),
            figures: figures(from, to),
        }
    };
    ["best", "fastest", "cheapest", "cleanest"].into_iter().map(sum).collect()
}

fn status(
    from: Option<&ItineraryView>,
    to: Option<&ItineraryView>,
    usd_per_s: f64,
) -> ChangeStatus {
    let (Some(from), Some(to)) = (from, to) else {
        return if to.is_some() { ChangeStatus::New } else { ChangeStatus::Gone };
    };
    let near = |a: f64, b: f64| (a - b).abs() <= SAME * a.abs().max(b.abs());
    if near(duration(from), duration(to))
        && near(from.cost_usd, to.cost_usd)
        && near(from.co2e_kg, to.co2e_kg)
    {
        return ChangeStatus::Same;
    }
    if generalised(to, usd_per_s) <= generalised(from, usd_per_s) {
        ChangeStatus::Better
    } else {
        ChangeStatus::Worse
    }
}

/// Planned seconds: what generalised cost is reckoned with.
fn duration(itinerary: &ItineraryView) -> f64 {
    itinerary.duration_s as f64
}

fn figures(from: Option<&ItineraryView>, to: Option<&ItineraryView>) -> Figures {
    let both = |part: fn(&ItineraryView) -> f64| FromTo { from: from.map(part), to: to.map(part) };
    Figures {
        duration_p50_s: both(|i| i.reliability.duration_p50_s as f64),
        cost_usd: both(|i| i.cost_usd),
        co2e_kg: both(|i| i.co2e_kg),
        distance_m: both(|i| i.distance_m as f64),
    }
}

/// Duration, cost, emissions and metres by kind of leg.
fn by_kind(itinerary: &ItineraryView, kind: &str) -> [f64; 4] {
    let mut sums = [0.0; 4];
    for leg in itinerary.legs.iter().filter(|leg| leg.kind == kind) {
        let parts = [leg.duration_s as f64, leg.cost_usd, leg.co2e_kg, leg.distance_m as f64];
        for (sum, part) in sums.iter_mut().zip(parts) {
            *sum += part;
        }
    }
    sums.map(|sum| (sum * 100.0).round() / 100.0)
}

fn legs(from: Option<&ItineraryView>, to: Option<&ItineraryView>) -> Vec<LegChange> {
    let mut kinds: Vec<&str> = Vec::new();
    for leg in [from, to].into_iter().flatten().flat_map(|itinerary| &itinerary.legs) {
        if !kinds.contains(&leg.kind.as_str()) {
            kinds.push(&leg.kind);
        }
    }
    let change = |kind: &str| {
        let (a, b) = (from.map(|i| by_kind(i, kind)), to.map(|i| by_kind(i, kind)));
        let part = |n: usize| FromTo { from: a.map(|a| a[n]), to: b.map(|b| b[n]) };
        LegChange {
            kind: kind.to_owned(),
            duration_s: part(0),
            cost_usd: part(1),
            co2e_kg: part(2),
            distance_m: part(3),
        }
    };
    kinds.into_iter().map(change).collect()
}
