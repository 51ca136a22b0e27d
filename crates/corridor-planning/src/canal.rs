//! What part of a canal's toll, wait and transit time each of its links bears.
//!
//! Some stretches of a canal lie in water that lanes lead over as well, so a ship may leave the
//! canal's own links there. Those that it cannot do without bear all of it, by their length: the
//! links of the canal on the shortest way from one end to the other.

use corridor_network::{EdgeId, FeatureKind, Id, LinkId, Mode, Network, NodeId};
use corridor_routing::{Direction, Metric, Search, Topology, Weight};
use std::collections::BTreeMap;

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
    let metres = |edge: EdgeId| match columns.link_mode[edge.link()] {
        Mode::Sea => Weight::new(columns.link_length[edge.link()].0),
        _ => Weight::INFINITY,
    };
    let edges = (0..2 * network.link_count()).map(|e| metres(EdgeId::from_index(e)));
    let metric = Metric::new(edges.collect());
    let mut search = Search::new(network.node_count(), Direction::Forward);
    let mut shares = BTreeMap::new();
    for links in canals.into_values() {
        let on_the_way = match ends(network, &links)[..] {
            [from, to] => {
                let start = [(from, Weight::ZERO)];
                search.run(topology, &metric, &start, |node, _| node == to);
                let path = search.path(to, |e| network.tail(e), |e| network.head(e));
                let way = path.map_or_else(Vec::new, |(_, edges)| edges);
                way.into_iter().map(EdgeId::link).filter(|l| links.contains(l)).collect()
            }
            // A canal that forks, or lies in pieces: every link bears its part.
            _ => links.clone(),
        };
        let whole: f64 = on_the_way.iter().map(|l| columns.link_length[*l].km()).sum();
        for link in links {
            let bears = whole > 0.0 && on_the_way.contains(&link);
            let share = if bears { columns.link_length[link].km() / whole } else { 0.0 };
            shares.insert(link, share);
        }
    }
    shares
}

/// The nodes where only one of some links ends.
fn ends(network: &Network, links: &[LinkId]) -> Vec<NodeId> {
    let columns = network.columns();
    let mut met: BTreeMap<NodeId, u32> = BTreeMap::new();
    for link in links {
        for node in [columns.link_a[*link], columns.link_b[*link]] {
            *met.entry(node).or_default() += 1;
        }
    }
    met.into_iter().filter(|(_, count)| *count == 1).map(|(node, _)| node).collect()
}
