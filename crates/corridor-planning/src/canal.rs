//! What part of a canal's toll, wait and transit time each of its links bears.
//!
//! Some stretches of a canal lie in water that lanes lead over as well, so a ship may leave the
//! canal's own links there, and will, where those bear a toll and the water beside them does not.
//! The links that it cannot do without bear all of it, by their length: those on the way from one
//! end of the canal to the other that uses least of the canal.

use corridor_network::{EdgeId, FeatureKind, LinkId, LngLat, Mode, Network, NodeId};
use corridor_routing::{Direction, Metric, Search, Topology, Weight};
use std::collections::{BTreeMap, BTreeSet};

/// What a kilometre of a canal counts against one of the water beside it.
const OWN: u32 = 1_000;

/// The share of its canal that each link bears; shares of a way through add up to one. Links of
/// canals that bear nothing have 0, other links are not there.
pub(crate) fn shares(network: &Network, topology: &Topology) -> BTreeMap<LinkId, f64> {
    let columns = network.columns();
    let is = |link: LinkId, kind: FeatureKind| {
        network.features_of(link).iter().find(|f| network.features()[**f].kind == kind).copied()
    };
    let mut canals: BTreeMap<_, Vec<LinkId>> = BTreeMap::new();
    for link in columns.link_a.ids().filter(|l| columns.link_mode[*l] == Mode::Sea) {
        if let (Some(passage), Some(_)) =
            (is(link, FeatureKind::Passage), is(link, FeatureKind::Line))
        {
            canals.entry(passage).or_default().push(link);
        }
    }
    if canals.is_empty() {
        return BTreeMap::new();
    }
    let mut search = Search::new(network.node_count(), Direction::Forward);
    let mut shares = BTreeMap::new();
    for links in canals.into_values() {
        let metric = near(network, &links);
        let mut on_the_way: Vec<LinkId> = match ends(network, &links)[..] {
            [from, to] => {
                let start = [(from, Weight::ZERO)];
                search.run(topology, &metric, &start, |node, _| node == to);
                let path = search.path(to, |e| network.tail(e), |e| network.head(e));
                let way = path.map_or_else(Vec::new, |(_, edges)| edges);
                let own: Vec<LinkId> =
                    way.into_iter().map(EdgeId::link).filter(|l| links.contains(l)).collect();
                // Of these, what there is no way round: a ship may join the canal behind its mouth.
                let mut needed = |link: &LinkId| {
                    let mut without = metric.clone();
                    for backward in [false, true] {
                        without.replace(EdgeId::of(*link, backward), Weight::INFINITY);
                    }
                    search.run(topology, &without, &start, |node, _| node == to);
                    !search.distance(to).is_finite()
                };
                own.into_iter().filter(&mut needed).collect()
            }
            // A canal that forks, or lies in pieces: every link bears its part.
            _ => links.clone(),
        };
        if on_the_way.is_empty() {
            // There is a way beside it all along: who sails the canal all the same pays.
            on_the_way.clone_from(&links);
        }
        let whole: f64 = on_the_way.iter().map(|l| columns.link_length[*l].km()).sum();
        for link in links {
            let bears = whole > 0.0 && on_the_way.contains(&link);
            let share = if bears { columns.link_length[link].km() / whole } else { 0.0 };
            shares.insert(link, share);
        }
    }
    shares
}

/// The lengths of the sea lanes no farther from a canal than it is long, which leaves out the ways
/// round Africa or Jutland; the canal itself counts for much more.
fn near(network: &Network, links: &[LinkId]) -> Metric {
    let columns = network.columns();
    let own: BTreeSet<LinkId> = links.iter().copied().collect();
    let km: f64 = links.iter().map(|l| columns.link_length[*l].km()).sum();
    let on: Vec<LngLat> = links.iter().map(|l| columns.node_at[columns.link_a[*l]]).collect();
    let is_near = |at: LngLat| {
        on.iter()
            .any(|canal| (canal.lat() - at.lat()).abs() * 111.0 < km && canal.sphere_km(at) < km)
    };
    let both = |link: LinkId| {
        let is_sea = columns.link_mode[link] == Mode::Sea;
        let ends = [columns.link_a[link], columns.link_b[link]];
        let factor = if own.contains(&link) { OWN } else { 1 };
        let length = Weight::new(columns.link_length[link].0.saturating_mul(factor));
        let open = is_sea && ends.iter().all(|node| is_near(columns.node_at[*node]));
        [if open { length } else { Weight::INFINITY }; 2]
    };
    Metric::new(columns.link_a.ids().flat_map(both).collect())
}

/// The nodes that some links join to one other node only.
fn ends(network: &Network, links: &[LinkId]) -> Vec<NodeId> {
    let columns = network.columns();
    let mut joined: BTreeMap<NodeId, BTreeSet<NodeId>> = BTreeMap::new();
    for link in links {
        let [a, b] = [columns.link_a[*link], columns.link_b[*link]];
        joined.entry(a).or_default().insert(b);
        joined.entry(b).or_default().insert(a);
    }
    joined.into_iter().filter(|(_, others)| others.len() == 1).map(|(node, _)| node).collect()
}
