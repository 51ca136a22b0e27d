//! What sea markets ask, once more: by the port, the mouth of a river and the gates on the way.

use super::Case;
use super::amount::Amount;
use crate::market::{Gate, Markets};
use corridor_network::{CountryCode, EdgeId, FeatureKind, LngLat, Mode, NodeId};

/// The price of a box for being loaded or discharged in the terminal of an edge; none without one, or
/// where it is no box of a liner.
pub(super) fn at_the_quay(case: &Case<'_>, edge: EdgeId, loading: bool) -> Option<Amount> {
    let (_, row) = case.feature(edge, FeatureKind::Terminal)?;
    let terminal = &case.network.facts().terminals[row];
    asked(case, seat(terminal.country, terminal.at), loading)
}

/// What is asked on the way over an edge: by gates at sea, by a market at the mouth of a river.
pub(super) fn on_the_way(case: &Case<'_>, edge: EdgeId) -> Amount {
    let [tail, head] = [case.network.tail(edge), case.network.head(edge)];
    match case.mode(edge) {
        Mode::Sea => {
            let [from, to] = [tail, head].map(|node| case.at(node));
            let gates = Markets::shipped().gates().iter();
            let over = gates.filter(|gate| rightward(gate, from, to) > 0);
            over.filter_map(|gate| price(case, "sea.gate_usd_per_feu", Some(&gate.id)))
                .fold(Amount::default(), |sum, one| sum + one)
        }
        Mode::InlandWater => {
            let waterways = &case.network.facts().waterways;
            let joins = case.features(edge).any(|(_, feature)| {
                feature.kind == FeatureKind::Waterway && waterways[feature.row as usize].joins_sea
            });
            let at_sea = |node: NodeId| {
                let mut around = case.network.edges_from(node).iter();
                around.any(|edge| case.mode(*edge) == Mode::Sea)
            };
            let (outward, inward) = (at_sea(head), at_sea(tail));
            if !joins || !(outward || inward) {
                return Amount::default();
            }
            // Where both ends lie at sea the mouth is that at which the link begins.
            let link = edge.link();
            let first = case.network.columns().link_a[link];
            let mouth = match (outward, inward) {
                (true, true) => first,
                (true, false) => head,
                _ => tail,
            };
            asked(case, seat(case.country(edge), case.at(mouth)), outward).unwrap_or_default()
        }
        _ => Amount::default(),
    }
}

fn asked(case: &Case<'_>, market: Option<&str>, loading: bool) -> Option<Amount> {
    let id = if loading { "sea.loading_usd_per_feu" } else { "sea.discharging_usd_per_feu" };
    price(case, id, market)
}

/// A price of liners for the whole shipment.
fn price(case: &Case<'_>, id: &str, market: Option<&str>) -> Option<Amount> {
    let ship = case.shipment.fleet.ship.as_ref();
    if ship.is_some_and(|ship| ship.freight.is_some()) {
        return None;
    }
    let usd = market
        .map_or_else(|| case.world(id), |market| case.parameters.for_market(id, market).value);
    let boxes = case.paid(case.world("sea.twenty_foot_ratio"));
    Some(Amount::of(0.0, usd * case.world("sea.freight_level") * boxes))
}

/// The market of a port of a country.
fn seat(country: CountryCode, at: LngLat) -> Option<&'static str> {
    let [lng, lat] = at.degrees();
    let mut rows = Markets::shipped().rows().iter().filter(|row| row.countries.contains(&country));
    let row = rows.find(|row| match row.within {
        None => true,
        Some(w) => w.west <= lng && lng <= w.east && w.south <= lat && lat <= w.north,
    })?;
    Some(&row.id)
}

/// How many times more a straight stretch crosses a gate to its right than to its left.
fn rightward(gate: &Gate, from: LngLat, to: LngLat) -> i32 {
    let [a, b] = [from, to].map(LngLat::degrees);
    let around = gate.course.first().map_or(0.0, |first| first.lng());
    let turn = |lng: f64, about: f64| about + (lng - about + 540.0).rem_euclid(360.0) - 180.0;
    let start = [turn(a[0], around), a[1]];
    let way = [turn(b[0], start[0]) - start[0], b[1] - a[1]];
    let mut over = 0;
    for pair in gate.course.windows(2) {
        let [c, d] = [pair[0], pair[1]].map(LngLat::degrees);
        let foot = [turn(c[0], around), c[1]];
        let wall = [turn(d[0], around) - foot[0], d[1] - c[1]];
        // Where on each of the two they meet, in parts of its length.
        let across = way[0] * wall[1] - way[1] * wall[0];
        let gap = [foot[0] - start[0], foot[1] - start[1]];
        let on_way = (gap[0] * wall[1] - gap[1] * wall[0]) / across;
        let on_wall = (gap[0] * way[1] - gap[1] * way[0]) / across;
        if (0.0..1.0).contains(&on_way) && (0.0..1.0).contains(&on_wall) {
            // The wall turns to the left of the way where the way leads to the right of the wall.
            over += if across > 0.0 { 1 } else { -1 };
        }
    }
    over
}
