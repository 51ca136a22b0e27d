//! What liners take at the ends of voyages, once more: what markets ask by the port, the mouth of a river
//! and the gates on the way, and hours of calls.

use super::Case;
use super::amount::Amount;
use crate::connectivity::Connectivity;
use crate::market::{Gate, Markets};
use corridor_network::{CountryCode, EdgeId, FeatureKind, LngLat, Mode, NodeId};

/// The price of a box for being loaded or discharged in the terminal of an edge; none without one, or
/// where it is no box of a liner.
pub(super) fn at_the_quay(case: &Case<'_>, edge: EdgeId, loading: bool) -> Option<Amount> {
    let (_, row) = case.feature(edge, FeatureKind::Terminal)?;
    let terminal = &case.network.facts().terminals[row];
    let asked = asked(case, seat(terminal.country, terminal.at), loading)?;
    let relay = price(case, "sea.relay_usd_per_feu", None)?;
    Some(asked + relay * Connectivity::shipped().relay(terminal.at))
}

/// Calls of a liner at the port of an edge; none of a chartered ship.
pub(super) fn calls(case: &Case<'_>, edge: EdgeId) -> Option<Amount> {
    let (_, row) = case.feature(edge, FeatureKind::Terminal)?;
    let terminal = &case.network.facts().terminals[row];
    let reach = Connectivity::shipped().reach(terminal.at);
    let below = (case.world("sea.main_port_index") / reach).max(1.0).ln();
    let here = case.parameters.for_country("sea.port_call_hours", terminal.country).value;
    let relay = Connectivity::shipped().relay(terminal.at) * case.world("sea.relay_hours");
    let hours = here + below * case.world("sea.thin_port_hours") + relay;
    is_liner(case).then(|| Amount::of(hours, 0.0))
}

/// Calls of a liner that comes from a river or goes up one, at its mouth.
pub(super) fn calls_at_the_mouth(case: &Case<'_>, edge: EdgeId) -> Amount {
    let at_the_mouth = case.mode(edge) == Mode::InlandWater && mouth(case, edge).is_some();
    if !at_the_mouth || !is_liner(case) {
        return Amount::default();
    }
    let country = case.country(edge);
    Amount::of(case.parameters.for_country("sea.port_call_hours", country).value, 0.0)
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
            let Some((mouth, outward)) = mouth(case, edge) else { return Amount::default() };
            asked(case, seat(case.country(edge), case.at(mouth)), outward).unwrap_or_default()
        }
        _ => Amount::default(),
    }
}

/// Where a waterway that joins the sea meets it, and whether the edge leads out there.
fn mouth(case: &Case<'_>, edge: EdgeId) -> Option<(NodeId, bool)> {
    let [tail, head] = [case.network.tail(edge), case.network.head(edge)];
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
        return None;
    }
    // Where both ends lie at sea the mouth is that at which the link begins.
    let first = case.network.columns().link_a[edge.link()];
    let mouth = match (outward, inward) {
        (true, true) => first,
        (true, false) => head,
        _ => tail,
    };
    Some((mouth, outward))
}

fn asked(case: &Case<'_>, market: Option<&str>, loading: bool) -> Option<Amount> {
    let id = if loading { "sea.loading_usd_per_feu" } else { "sea.discharging_usd_per_feu" };
    price(case, id, market)
}

/// A price of liners for the whole shipment.
fn price(case: &Case<'_>, id: &str, market: Option<&str>) -> Option<Amount> {
    if !is_liner(case) {
        return None;
    }
    let usd = market
        .map_or_else(|| case.world(id), |market| case.parameters.for_market(id, market).value);
    let boxes = case.paid(case.world("sea.twenty_foot_ratio"));
    Some(Amount::of(0.0, usd * case.world("sea.freight_level") * boxes))
}

/// Whether boxes go by a line, in no ship of their own.
fn is_liner(case: &Case<'_>) -> bool {
    case.shipment.fleet.ship.as_ref().is_none_or(|ship| ship.freight.is_none())
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
