//! What part of a canal's toll, wait and transit time each of its links bears.
//!
//! Some stretches of a canal lie in water that lanes lead over as well, so a ship may leave the
//! canal's own links there, and will, where those bear a toll and the water beside them does not.
//! The links that it cannot do without bear all of it, by their length: those on the way from one
//! end of the canal to the other that uses least of the canal.

use corridor_network::geo::{EARTH_RADIUS_KM, Vec3};
use corridor_network::{EdgeId, FeatureKind, Id, LinkId, LngLat, Mode, Network, NodeId};
use corridor_routing::{Direction, Metric, Search, Topology, Weight};
use std::collections::{BTreeMap, BTreeSet};

/// What a kilometre of a canal counts against one of the water beside it.
const OWN: u32 = 1_000;

/// The share of its canal that each link bears; shares of a way through add up to one. Links of
/// canals that bear nothing have 0, other links are not there.
pub(crate) fn shares(network: &Network) -> BTreeMap<LinkId, f64> {
    let columns = network.columns();
    let is = |link: LinkId, kind: FeatureKind| {
        network.features_of(link).iter().find(|f| network.features()[**f].kind == kind).copied()
    };
    let sea: Vec<LinkId> =
        columns.link_a.ids().filter(|l| columns.link_mode[*l] == Mode::Sea).collect();
    let mut canals: BTreeMap<_, Vec<LinkId>> = BTreeMap::new();
    for link in &sea {
        if let (Some(passage), Some(_)) =
            (is(*link, FeatureKind::Passage), is(*link, FeatureKind::Line))
        {
            canals.entry(passage).or_default().push(*link);
        }
    }
    let mut shares = BTreeMap::new();
    for links in canals.into_values() {
        let mut on_the_way: Vec<LinkId> = match ends(network, &links)[..] {
            [from, to] => Waters::near(network, &sea, &links).indispensable(from, to),
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

/// A canal and the sea lanes no farther from it than it is long, which leaves out the ways round Africa
/// or Jutland. Its nodes and links are numbered in the order of those of the network.
struct Waters {
    nodes: Vec<NodeId>,
    links: Vec<LinkId>,
    is_own: Vec<bool>,
    ends: Vec<(NodeId, NodeId)>,
    lengths: Metric,
}

impl Waters {
    fn near(network: &Network, sea: &[LinkId], canal: &[LinkId]) -> Self {
        let columns = network.columns();
        let own: BTreeSet<LinkId> = canal.iter().copied().collect();
        let km: f64 = canal.iter().map(|l| columns.link_length[*l].km()).sum();
        let on: Vec<(LngLat, Vec3)> = canal
            .iter()
            .map(|l| columns.node_at[columns.link_a[*l]])
            .map(|at| (at, at.vec3()))
            .collect();
        let [south, north] = [f64::min, f64::max]
            .map(|end| on.iter().map(|(at, _)| at.lat()).reduce(end).unwrap_or_default());
        let band = south - km / 111.0..=north + km / 111.0;
        let is_near = |at: LngLat| {
            let close = |canal: &LngLat| (canal.lat() - at.lat()).abs() * 111.0 < km;
            let is_close = |canal: &(LngLat, Vec3)| {
                close(&canal.0) && canal.1.angle(at.vec3()) * EARTH_RADIUS_KM < km
            };
            band.contains(&at.lat()) && on.iter().any(is_close)
        };
        let of = |link: LinkId| [columns.link_a[link], columns.link_b[link]];
        let both_near =
            |link: &LinkId| of(*link).iter().all(|node| is_near(columns.node_at[*node]));
        let links: Vec<LinkId> = sea.iter().copied().filter(both_near).collect();
        let mut nodes: Vec<NodeId> = links.iter().flat_map(|link| of(*link)).collect();
        nodes.sort_unstable();
        nodes.dedup();
        let number = |node: NodeId| NodeId::from_index(nodes.partition_point(|n| *n < node));
        let ends = links.iter().map(|l| of(*l).map(number)).map(|[a, b]| (a, b)).collect();
        let is_own: Vec<bool> = links.iter().map(|link| own.contains(link)).collect();
        // The canal itself counts for much more.
        let both = |(link, own): (&LinkId, &bool)| {
            let factor = if *own { OWN } else { 1 };
            [Weight::new(columns.link_length[*link].0.saturating_mul(factor)); 2]
        };
        let lengths = Metric::new(links.iter().zip(&is_own).flat_map(both).collect());
        Self { nodes, links, is_own, ends, lengths }
    }

    /// The links of the canal, on the way from one node to another, that there is no way round: a ship may
    /// join the canal behind its mouth.
    fn indispensable(&self, from: NodeId, to: NodeId) -> Vec<LinkId> {
        let number = |node| self.nodes.binary_search(&node).ok().map(NodeId::from_index);
        let (Some(from), Some(to)) = (number(from), number(to)) else { return Vec::new() };
        let topology = Topology::from_links(self.nodes.len(), &self.ends);
        let mut search = Search::new(self.nodes.len(), Direction::Forward);
        let start = [(from, Weight::ZERO)];
        search.run(&topology, &self.lengths, &start, |node, _| node == to);
        let ends = |edge: EdgeId| {
            let (a, b) = self.ends[edge.link().index()];
            if edge.is_backward() { [b, a] } else { [a, b] }
        };
        let path = search.path(to, |e| ends(e)[0], |e| ends(e)[1]);
        let way = path.map_or_else(Vec::new, |(_, edges)| edges);
        let own = way.into_iter().map(EdgeId::link).filter(|link| self.is_own[link.index()]);
        let is_needed = |link: &LinkId| {
            let mut without = self.lengths.clone();
            for backward in [false, true] {
                without.replace(EdgeId::of(*link, backward), Weight::INFINITY);
            }
            search.run(&topology, &without, &start, |node, _| node == to);
            !search.distance(to).is_finite()
        };
        own.filter(is_needed).map(|link| self.links[link.index()]).collect()
    }
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
