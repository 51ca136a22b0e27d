//! An itinerary as landed cost and customs see it.

use crate::{ItineraryView, LegView};
use corridor_network::CountryCode;
use corridor_trade::Usd;
use corridor_trade::landed::{Carriage, CarriageLeg};
use corridor_trade::origin::Way;
use std::collections::BTreeSet;

/// Whether a ship carries the goods over water.
fn by_ship(leg: &LegView) -> bool {
    matches!(leg.kind.as_str(), "sea" | "inland_water" | "ferry")
}

/// Whether the leg passes over the ground of the countries it names. A ship in a strait or canal does
/// not; on a river it does.
fn on_ground(leg: &LegView) -> bool {
    !matches!(leg.kind.as_str(), "sea" | "ferry")
}

fn countries(leg: &LegView) -> impl DoubleEndedIterator<Item = CountryCode> {
    leg.countries.iter().filter_map(|code| code.parse().ok())
}

/// Countries that legs begin in: of a leg on the ground its first, of a ship's the last of the leg before.
fn beginnings(legs: &[LegView], origin: CountryCode) -> Vec<CountryCode> {
    let mut here = origin;
    legs.iter()
        .enumerate()
        .map(|(n, leg)| {
            if on_ground(leg) {
                let start = countries(leg).next().unwrap_or(here);
                here = countries(leg).next_back().unwrap_or(start);
                start
            } else {
                let start = here;
                // Where a ship arrives is told by what follows it.
                let after =
                    legs[n + 1..].iter().filter(|l| on_ground(l)).find_map(|l| countries(l).next());
                here = after.unwrap_or(here);
                start
            }
        })
        .collect()
}

/// The way in money: legs with costs, and where they leave and enter customs territories. None when a
/// cost is beyond what can be counted.
pub(super) fn carriage(
    itinerary: &ItineraryView,
    (origin, exporters): (CountryCode, &BTreeSet<CountryCode>),
    (destination, importers): (CountryCode, &BTreeSet<CountryCode>),
) -> Option<Carriage> {
    let legs = &itinerary.legs;
    let starts = beginnings(legs, origin);
    let end = |n: usize| starts.get(n + 1).copied().unwrap_or(destination);
    let leaves = (0..legs.len()).find(|n| !exporters.contains(&end(*n))).unwrap_or(legs.len());
    let enters = starts.iter().rposition(|start| !importers.contains(start)).map_or(0, |n| n + 1);
    let legs = legs
        .iter()
        .map(|leg| {
            Some(CarriageLeg {
                cost: Usd::from_f64(leg.cost_usd)?,
                by_ship: by_ship(leg),
                in_place: matches!(leg.kind.as_str(), "transfer" | "wait"),
                from: leg.from.name.clone(),
                to: leg.to.name.clone(),
            })
        })
        .collect::<Option<Vec<_>>>()?;
    let days = itinerary.duration_s as f64 / 86_400.0;
    Some(Carriage { legs, leaves, enters, days, quoted: None })
}

/// The way as a condition on direct consignment sees it.
pub(super) fn passed(itinerary: &ItineraryView) -> Way {
    let mut way = Way::default();
    let add = |list: &mut Vec<CountryCode>, country| {
        if list.last() != Some(&country) {
            list.push(country);
        }
    };
    for leg in itinerary.legs.iter().filter(|leg| on_ground(leg)) {
        for country in countries(leg) {
            add(&mut way.through, country);
            if leg.kind == "transfer" {
                add(&mut way.transhipped, country);
            }
        }
    }
    way
}
