//! The way hangs together: edges follow each other, legs cover them once and in order, and both ends
//! are the places asked for.

use super::{Case, End, Problems, leg_name};
use crate::itinerary::{Itinerary, Leg, LegKind};
use corridor_network::{CountryCode, EdgeId, FeatureKind, Id, LngLat, Mode, NodeId, TerminalId};

/// Points nearer than this to each other are one place, km.
const ONE_PLACE_KM: f64 = 1.0;

pub(super) fn judge(case: &Case<'_>, itinerary: &Itinerary, found: &mut Problems) {
    for pair in itinerary.edges.windows(2) {
        found.unless(case.network.head(pair[0]) == case.network.tail(pair[1]), || {
            format!("{} does not continue {}", case.edge(pair[1]), case.edge(pair[0]))
        });
    }
    for edge in itinerary.edges.iter().filter(|edge| edge.is_backward()) {
        let class = case.feature(*edge, FeatureKind::WayClass);
        let one_way = class.is_some_and(|(_, row)| case.network.facts().way_classes[row].one_way);
        found.unless(!one_way, || format!("{} goes against a one-way road", case.edge(*edge)));
    }
    ends(case, itinerary, found);
    covered(case, itinerary, found);
    lengths(case, itinerary, found);
    courses(case, itinerary, found);
    labels(case, itinerary, found);
}

/// The first leg starts at the place asked for, the last one ends there, and what lies between them
/// and the network is driven.
fn ends(case: &Case<'_>, itinerary: &Itinerary, found: &mut Problems) {
    let (Some(first), Some(last)) = (itinerary.edges.first(), itinerary.edges.last()) else {
        found.0.push("the itinerary has no edge".to_owned());
        return;
    };
    let (Some(start), Some(stop)) = (itinerary.legs.first(), itinerary.legs.last()) else {
        found.0.push("the itinerary has no leg".to_owned());
        return;
    };
    let [from, to] = case.ends;
    for (word, end, node, course, at) in [
        ("starts", from, case.network.tail(*first), before(start), start.from),
        ("ends", to, case.network.head(*last), after(stop), stop.to),
    ] {
        let joins = match course {
            // Drawn from the place to the node.
            [place, .., joined] => {
                near(*place, end.at) && near(*joined, case.at(node)) && near(*place, at)
            }
            [_] => false,
            [] => is_gate(case, &end, node),
        };
        found.unless(joins, || {
            format!(
                "the itinerary {word} at {}, not at the place asked for, {}",
                show(at),
                tell(end)
            )
        });
    }
}

/// How far from a place cargo that no lorry carries is loaded and unloaded, km.
const WORKS_KM: f64 = 45.0;

/// Whether a node is the gate of the terminal asked for, or of one where cargo that no lorry carries is
/// loaded for the place.
fn is_gate(case: &Case<'_>, end: &End, node: NodeId) -> bool {
    let gates = &case.network.columns().terminal_node;
    let by_works = || {
        case.shipment.fleet.lorry.is_none()
            && case.network.facts().terminals.iter().enumerate().any(|(row, terminal)| {
                gates[TerminalId::from_index(row)] == node
                    && terminal.at.sphere_km(end.at) <= WORKS_KM
            })
    };
    end.terminal.is_some_and(|terminal| gates[terminal] == node) || by_works()
}

/// The course driven before the first edge.
pub(super) fn before(leg: &Leg) -> &[LngLat] {
    &leg.access[0]
}

/// The course driven after the last edge, from the place to the node.
pub(super) fn after(leg: &Leg) -> &[LngLat] {
    &leg.access[1]
}

fn near(a: LngLat, b: LngLat) -> bool {
    a.sphere_km(b) < 0.001
}

fn show(at: LngLat) -> String {
    let [lng, lat] = at.degrees();
    format!("{lng:.4},{lat:.4}")
}

fn tell(end: End) -> String {
    let gate =
        end.terminal.map_or(String::new(), |terminal| format!(" or the gate of {terminal:?}"));
    format!("{}{gate}", show(end.at))
}

/// Every edge that is travelled stands in one leg, once and in order.
fn covered(case: &Case<'_>, itinerary: &Itinerary, found: &mut Problems) {
    let due: Vec<EdgeId> =
        itinerary.edges.iter().copied().filter(|edge| case.is_travelled(*edge)).collect();
    let told: Vec<EdgeId> = itinerary.legs.iter().flat_map(|l| l.edges.iter().copied()).collect();
    let differs = (0..due.len().max(told.len())).find(|n| due.get(*n) != told.get(*n));
    if let Some(n) = differs {
        let show = |edge: Option<&EdgeId>| edge.map_or("nothing".to_owned(), |e| case.edge(*e));
        found.0.push(format!(
            "edge {} of the legs is {}, expected {}",
            n + 1,
            show(told.get(n)),
            show(due.get(n))
        ));
    }
    for (n, leg) in itinerary.legs.iter().enumerate() {
        let LegKind::Move(mode) = leg.kind else { continue };
        for edge in &leg.edges {
            let moved = match case.mode(*edge) {
                Mode::Transfer => case.berth(*edge).map(|berth| berth.0),
                other => Some(other),
            };
            found.unless(moved == Some(mode), || {
                format!("{} goes over {}", leg_name(n, leg), case.edge(*edge))
            });
        }
    }
}

/// Kilometres are those of the links, and of the ways between the places and the network.
fn lengths(case: &Case<'_>, itinerary: &Itinerary, found: &mut Problems) {
    let (first, last) = (0, itinerary.legs.len().saturating_sub(1));
    let mut driven = 0.0;
    for (n, leg) in itinerary.legs.iter().enumerate() {
        let links: f64 = leg.edges.iter().map(|edge| case.km(*edge)).sum();
        let straight = [(n == first).then(|| before(leg)), (n == last).then(|| after(leg))];
        let straight: f64 = straight.into_iter().flatten().map(crow).sum();
        if straight > 0.0 {
            // The way to the network has no links to be added up; it is no shorter than a line.
            driven += leg.km - links;
            found.unless(leg.km >= links + straight * 0.99, || {
                format!(
                    "{}: {:.2} km, expected {links:.2} km of links and at least {straight:.2} km \
                     between the places and the network",
                    leg_name(n, leg),
                    leg.km
                )
            });
        } else {
            found.unequal(format!("{}, length", leg_name(n, leg)), leg.km, links, "km");
        }
    }
    found.unequal("kilometres outside the network", itinerary.ends_km, driven, "km");
}

fn crow(course: &[LngLat]) -> f64 {
    match course {
        [first, .., last] => first.sphere_km(*last),
        _ => 0.0,
    }
}

/// Legs start and end where their edges do, and each where the one before ended; only a berth may lie
/// away from the gate of its terminal.
fn courses(case: &Case<'_>, itinerary: &Itinerary, found: &mut Problems) {
    for (n, leg) in itinerary.legs.iter().enumerate() {
        let first = leg.edges.first().map(|edge| case.at(case.network.tail(*edge)));
        let last = leg.edges.last().map(|edge| case.at(case.network.head(*edge)));
        let first = before(leg).first().copied().or(first).unwrap_or(leg.from);
        let last = after(leg).first().copied().or(last);
        let last = last.or(before(leg).last().copied()).unwrap_or(leg.to);
        // A leg that is only the drive at the end starts where the network ends.
        let first = if leg.edges.is_empty() && before(leg).is_empty() {
            after(leg).last().copied().unwrap_or(first)
        } else {
            first
        };
        for (word, told, is) in [("starts", leg.from, first), ("ends", leg.to, last)] {
            let km = told.sphere_km(is);
            found.unless(km < ONE_PLACE_KM, || {
                format!("{} {word} {km:.1} km from its course", leg_name(n, leg))
            });
        }
    }
    for (n, pair) in itinerary.legs.windows(2).enumerate() {
        let km = pair[0].to.sphere_km(pair[1].from);
        let terminal = pair[0].terminal.or(pair[1].terminal);
        let berth = terminal.map_or(0.0, |_| farthest_berth(case, itinerary, pair));
        found.unless(km < berth + ONE_PLACE_KM, || {
            format!("{} starts {km:.1} km from where the one before ended", {
                leg_name(n + 1, &pair[1])
            })
        });
    }
}

/// How far the berths of the terminal of two legs lie from its gate, km.
fn farthest_berth(case: &Case<'_>, itinerary: &Itinerary, pair: &[Leg]) -> f64 {
    let terminal = pair[0].terminal.or(pair[1].terminal);
    let transfers = itinerary.edges.iter().filter(|edge| case.mode(**edge) == Mode::Transfer);
    let gate = terminal.map(|terminal| case.network.columns().terminal_node[terminal]);
    let here = transfers.filter(|edge| {
        [case.network.tail(**edge), case.network.head(**edge)].map(Some).contains(&gate)
    });
    here.map(|edge| case.at(case.network.tail(*edge)).sphere_km(case.at(case.network.head(*edge))))
        .sum()
}

/// Countries of legs and features of the whole are those of the edges.
fn labels(case: &Case<'_>, itinerary: &Itinerary, found: &mut Problems) {
    for (n, leg) in itinerary.legs.iter().enumerate() {
        if leg.edges.is_empty() {
            continue;
        }
        let mut countries: Vec<CountryCode> = Vec::new();
        let of = |edge: &EdgeId| {
            let mut piped = case.piped_through(*edge).to_vec();
            if edge.is_backward() {
                piped.reverse();
            }
            if piped.is_empty() { vec![case.country(*edge)] } else { piped }
        };
        for country in leg.edges.iter().flat_map(of).filter(|c| c.is_some()) {
            if countries.last() != Some(&country) {
                countries.push(country);
            }
        }
        found.unless(leg.countries == countries, || {
            format!(
                "{} is said to go through {:?}, expected {countries:?}",
                leg_name(n, leg),
                leg.countries
            )
        });
    }
    let mut features = Vec::new();
    for (id, _) in itinerary.edges.iter().flat_map(|edge| case.features(*edge)) {
        if !features.contains(&id) {
            features.push(id);
        }
    }
    found.unless(features == itinerary.features, || {
        let names = |ids: &[corridor_network::FeatureId]| {
            let names = ids.iter().map(|id| case.network.features()[*id].id.as_str());
            names.collect::<Vec<_>>().join(", ")
        };
        format!(
            "the itinerary is said to use {}, expected {}",
            names(&itinerary.features),
            names(&features)
        )
    });
}
