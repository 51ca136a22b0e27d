//! Dues, waits and transit times of passages: once for each that a ship goes through.

use super::{Case, Problems, leg_name};
use crate::cargo::Cargo;
use crate::itinerary::{Itinerary, Leg, LegKind};
use crate::price::ChargeKind;
use corridor_network::fact::{Line, Passage};
use corridor_network::{FeatureId, FeatureKind, LngLat, Mode};
use std::collections::BTreeSet;

/// How near a ship comes to both ends of a canal that it goes through, in parts of its length.
const END: f64 = 0.08;

pub(super) fn judge(case: &Case<'_>, itinerary: &Itinerary, found: &mut Problems) {
    for (n, leg) in itinerary.legs.iter().enumerate() {
        let paid = leg.elements.iter().filter(|e| e.kind == ChargeKind::Passage);
        let (hours, usd) = paid.fold((0.0, 0.0), |sum, e| (sum.0 + e.hours, sum.1 + e.usd));
        let mut least = (0.0, 0.0);
        let mut most = (0.0, 0.0);
        let mut names = Vec::new();
        let passages: BTreeSet<(FeatureId, usize)> = match leg.kind {
            LegKind::Move(Mode::Sea) => passages(case, leg).collect(),
            _ => BTreeSet::new(),
        };
        for (id, row) in passages {
            let passage = &case.network.facts().passages[row];
            let due = dues(case, passage);
            most = (most.0 + due.0, most.1 + due.1);
            if is_through(case, leg, id, passage) {
                least = (least.0 + due.0, least.1 + due.1);
                names.push(passage.id.as_str());
            } else {
                names.push("part of a canal");
            }
        }
        for (what, paid, least, most) in
            [("hours", hours, least.0, most.0), ("US dollars", usd, least.1, most.1)]
        {
            let rounding = 1e-6 * most.max(1.0);
            found.unless(paid >= least - rounding && paid <= most + rounding, || {
                let expected = if least == most {
                    format!("{most:.2}")
                } else {
                    format!("{least:.2} to {most:.2}")
                };
                format!(
                    "{} has {paid:.2} {what} of passages, expected {expected} for once through {}",
                    leg_name(n, leg),
                    if names.is_empty() { "none".to_owned() } else { names.join(", ") }
                )
            });
        }
    }
}

fn passages(case: &Case<'_>, leg: &Leg) -> impl Iterator<Item = (FeatureId, usize)> {
    let features = leg.edges.iter().flat_map(|edge| case.features(*edge));
    let passages = features.filter(|(_, feature)| feature.kind == FeatureKind::Passage);
    passages.map(|(id, feature)| (id, feature.row as usize))
}

/// Hours and US dollars of a passage for the whole shipment.
fn dues(case: &Case<'_>, passage: &Passage) -> (f64, f64) {
    let due = |id: &str| case.parameters.for_passage(id, &passage.id).value;
    let usd = match case.shipment.cargo {
        Cargo::Container => case.shipment.teu / 2.0 * due("passage.toll_usd_per_feu"),
        _ => case.shipment.mass_t * due("passage.toll_usd_per_t"),
    };
    (passage.wait_hours + passage.transit_hours, usd)
}

/// Whether a leg surely goes through all of a passage: a gate across the water is crossed at once; a
/// canal is gone through by who passes both of its ends and sails half of it at least.
fn is_through(case: &Case<'_>, leg: &Leg, id: FeatureId, passage: &Passage) -> bool {
    let lines = &case.network.facts().lines;
    let canal: Vec<&Line> =
        lines.iter().filter(|l| l.passage.as_ref() == Some(&passage.id)).collect();
    let [line] = canal[..] else { return canal.is_empty() };
    let on: Vec<_> =
        leg.edges.iter().filter(|e| case.features(**e).any(|(f, _)| f == id)).collect();
    let sailed: f64 = on.iter().map(|edge| case.km(**edge)).sum();
    let points: Vec<LngLat> = leg.edges.iter().flat_map(|e| case.network.course(*e)).collect();
    let km = line.km();
    let passes = |end: Option<&LngLat>| {
        end.is_some_and(|end| points.iter().any(|at| at.sphere_km(*end) < km * END))
    };
    sailed > km / 2.0 && passes(line.course.first()) && passes(line.course.last())
}
