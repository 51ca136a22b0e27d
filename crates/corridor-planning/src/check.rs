//! The judge: re-derives an itinerary without the planner's code and lists what does not hold.

use crate::itinerary::{Itinerary, LegKind};
use crate::world::World;
use corridor_network::{Mode, Network};

/// What does not hold of an itinerary; empty when all is well.
///
/// Looked at: the edges follow each other, each is open on the day and avoids what is avoided, legs
/// add up to the totals, distance is that of the links, a change of country by rail or road has a
/// border leg, a change of mode has a transfer, nothing runs backwards in time.
pub fn problems(network: &Network, world: &World, itinerary: &Itinerary) -> Vec<String> {
    let mut problems = Vec::new();
    let columns = network.columns();
    for pair in itinerary.edges.windows(2) {
        if network.head(pair[0]) != network.tail(pair[1]) {
            problems.push(format!("{:?} does not continue {:?}", pair[1], pair[0]));
        }
    }
    for edge in &itinerary.edges {
        let link = edge.link();
        for feature in network.features_of(link) {
            if let Some(bar) = world.bar(*feature) {
                let id = &network.features()[*feature].id;
                problems.push(format!("{id} is used but {}", bar.words()));
            }
        }
        for node in [columns.link_a[link], columns.link_b[link]] {
            let country = columns.node_country[node];
            if world.conditions.avoid_countries.contains(&country) {
                problems.push(format!("{country} is entered but avoided"));
            }
        }
    }
    let sums: [(&str, f64, f64); 3] = [
        ("hours", itinerary.legs.iter().map(|l| l.hours).sum(), itinerary.hours),
        ("usd", itinerary.legs.iter().map(|l| l.usd).sum(), itinerary.usd),
        ("kg", itinerary.legs.iter().map(|l| l.kg).sum(), itinerary.kg),
    ];
    for (what, sum, total) in sums {
        if (sum - total).abs() > 1e-6 * total.max(1.0) {
            problems.push(format!("the legs' {what} add up to {sum}, not {total}"));
        }
    }
    if itinerary.legs.iter().any(|l| l.hours < 0.0 || l.usd < 0.0 || l.kg < 0.0 || l.km < 0.0) {
        problems.push("a leg takes less than nothing".to_owned());
    }
    // Edges count once in the legs; transfers to the water have a berth, not a distance.
    let travelled =
        itinerary.edges.iter().filter(|e| itinerary.legs.iter().any(|l| l.edges.contains(e)));
    let linked: f64 = travelled.map(|e| columns.link_length[e.link()].km()).sum();
    let ends: f64 = itinerary.ends_km;
    if (linked + ends - itinerary.km).abs() > 0.01 {
        problems.push(format!(
            "links and ends have {:.2} km, the total {:.2}",
            linked + ends,
            itinerary.km
        ));
    }
    let untold = itinerary.edges.iter().filter(|e| columns.link_mode[e.link()] != Mode::Transfer);
    for edge in untold.filter(|e| !itinerary.legs.iter().any(|l| l.edges.contains(e))) {
        problems.push(format!("{edge:?} is in no leg"));
    }
    for pair in itinerary.edges.windows(2) {
        let modes = [columns.link_mode[pair[0].link()], columns.link_mode[pair[1].link()]];
        let land = |m: Mode| matches!(m, Mode::Rail | Mode::Road);
        if modes[0] != modes[1] && land(modes[0]) && modes[1] != Mode::Transfer {
            problems.push(format!("from {:?} to {:?} without a terminal", modes[0], modes[1]));
        }
        let countries = pair.iter().map(|e| network.country_of(e.link())).collect::<Vec<_>>();
        let told = itinerary.legs.iter().any(|l| l.kind == LegKind::Border);
        if modes.iter().all(|m| land(*m)) && countries[0] != countries[1] && !told {
            problems.push(format!("{} to {} without a border", countries[0], countries[1]));
        }
    }
    problems
}
