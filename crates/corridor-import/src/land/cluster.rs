//! Merges nodes that stand for one place (yard tracks, carriageways, missed way ends).
//!
//! Merging within a radius of a *leader*, not by chains of neighbours: 39 % of the rail stretches
//! are shorter than 0.5 km, and single linkage would swallow whole lines.

use super::graph::{Graph, Reach, Stretch};
use super::near::Nearby;
use corridor_network::{CountryCode, LngLat};
use std::collections::BTreeMap;

/// What merging did.
#[derive(Clone, Copy, Debug, Default, serde::Serialize)]
pub struct Merged {
    /// Nodes before.
    pub nodes_before: usize,
    /// Nodes after.
    pub nodes_after: usize,
    /// Stretches inside one place, dropped.
    pub inner_stretches: usize,
    /// Total length of those, km.
    pub inner_km: f64,
    /// Gaps between places closed.
    pub gaps_closed: usize,
}

/// Merges nodes of one country within `radius_km` of a leader, then closes gaps of up to `gap_km`
/// between nodes whose places are otherwise more than `detour_km` apart by the network.
///
/// Busy nodes lead. The length of a stretch changes by as much as its chord does, which keeps the
/// sum along a straight line exact, and never below its new chord.
pub(super) fn merge(
    at: &[LngLat],
    country: &[CountryCode],
    stretches: &[(u32, u32, f64)],
    radius_km: f64,
    gap_km: f64,
    detour_km: f64,
) -> (Graph, Merged) {
    let mut report = Merged { nodes_before: at.len(), ..Merged::default() };
    let nearby = Nearby::new(at.iter().enumerate().map(|(n, p)| (n as u32, *p)));
    let place = places(at, country, stretches, &nearby, radius_km);
    let mut graph = Graph::default();
    let mut number = vec![u32::MAX; at.len()];
    for node in 0..at.len() {
        if place[node] == node as u32 {
            number[node] = graph.add_node(at[node], country[node]);
        }
    }
    let place: Vec<u32> = place.iter().map(|leader| number[*leader as usize]).collect();
    report.nodes_after = graph.at.len();

    let mut shortest: BTreeMap<(u32, u32), f64> = BTreeMap::new();
    for &(a, b, km) in stretches {
        let (pa, pb) = (place[a as usize], place[b as usize]);
        if pa == pb {
            report.inner_stretches += 1;
            report.inner_km += km;
            continue;
        }
        let old_chord = at[a as usize].sphere_km(at[b as usize]);
        let chord = graph.at[pa as usize].sphere_km(graph.at[pb as usize]);
        let km = (km + chord - old_chord).max(chord);
        let best = shortest.entry((pa.min(pb), pa.max(pb))).or_insert(km);
        *best = best.min(km);
    }
    graph.stretches = shortest.into_iter().map(|((a, b), km)| Stretch::plain(a, b, km)).collect();
    report.gaps_closed = close_gaps(&mut graph, at, country, &place, &nearby, gap_km, detour_km);
    (graph, report)
}

/// The leader of each node.
fn places(
    at: &[LngLat],
    country: &[CountryCode],
    stretches: &[(u32, u32, f64)],
    nearby: &Nearby,
    radius_km: f64,
) -> Vec<u32> {
    let mut degree = vec![0u32; at.len()];
    for &(a, b, _) in stretches {
        degree[a as usize] += 1;
        degree[b as usize] += 1;
    }
    let mut order: Vec<u32> = (0..at.len() as u32).collect();
    order.sort_unstable_by_key(|n| (std::cmp::Reverse(degree[*n as usize]), at[*n as usize], *n));
    let mut leader = vec![u32::MAX; at.len()];
    for node in order {
        if leader[node as usize] != u32::MAX {
            continue;
        }
        leader[node as usize] = node;
        for (_, other) in nearby.within(at[node as usize], radius_km) {
            let free = leader[other as usize] == u32::MAX;
            if free && country[other as usize] == country[node as usize] {
                leader[other as usize] = node;
            }
        }
    }
    leader
}

/// Links places that hold nodes within `gap_km` of each other, nearest first.
fn close_gaps(
    graph: &mut Graph,
    at: &[LngLat],
    country: &[CountryCode],
    place: &[u32],
    nearby: &Nearby,
    gap_km: f64,
    detour_km: f64,
) -> usize {
    let mut gaps: BTreeMap<(u32, u32), f64> = BTreeMap::new();
    for node in 0..at.len() {
        for (km, other) in nearby.within(at[node], gap_km) {
            let other = other as usize;
            let (a, b) = (place[node], place[other]);
            // Lines meet at a border in posts; two nodes either side of one prove nothing.
            if other > node && a != b && country[node] == country[other] {
                let best = gaps.entry((a.min(b), a.max(b))).or_insert(km);
                *best = best.min(km);
            }
        }
    }
    let mut gaps: Vec<(f64, u32, u32)> = gaps.into_iter().map(|((a, b), km)| (km, a, b)).collect();
    gaps.sort_unstable_by(|x, y| x.0.total_cmp(&y.0).then((x.1, x.2).cmp(&(y.1, y.2))));
    let mut reach = Reach::new(graph);
    let mut closed = 0;
    for (_, a, b) in gaps {
        if !reach.within(a, b, detour_km) {
            let km = graph.at[a as usize].geodesic_km(graph.at[b as usize]);
            reach.join(a, b, km);
            graph.stretches.push(Stretch::plain(a, b, km));
            closed += 1;
        }
    }
    closed
}

#[cfg(test)]
mod tests {
    use super::merge;
    use corridor_network::{CountryCode, LngLat};

    fn at(lng: f64) -> LngLat {
        LngLat::new(lng, 0.0).unwrap()
    }

    #[test]
    fn a_long_row_of_close_nodes_is_not_swallowed() {
        // 40 nodes 0.22 km apart: single linkage would make one place of 8.7 km.
        let nodes: Vec<LngLat> = (0..40).map(|n| at(f64::from(n) * 0.002)).collect();
        let country = vec!["IN".parse().unwrap(); nodes.len()];
        let stretches: Vec<(u32, u32, f64)> = (0..39).map(|n| (n, n + 1, 0.2226)).collect();
        let (graph, _) = merge(&nodes, &country, &stretches, 0.3, 0.5, 2.0);
        let km: f64 = graph.stretches.iter().map(|s| s.km).sum();
        assert!(graph.at.len() > 12, "{}", graph.at.len());
        assert!((km - 39.0 * 0.2226).abs() < 0.5, "{km}");
    }

    #[test]
    fn a_missed_way_end_is_joined_within_a_country_only() {
        let nodes = [at(0.0), at(0.05), at(0.054), at(0.1)];
        let stretches = [(0, 1, 5.6), (2, 3, 5.2)];
        let one: Vec<CountryCode> = vec!["IN".parse().unwrap(); 4];
        let (graph, report) = merge(&nodes, &one, &stretches, 0.3, 0.5, 2.0);
        assert_eq!((graph.components().1, report.gaps_closed), (1, 1));
        let mut two = one;
        two[2] = "PK".parse().unwrap();
        two[3] = "PK".parse().unwrap();
        let (graph, _) = merge(&nodes, &two, &stretches, 0.3, 0.5, 2.0);
        assert_eq!(graph.components().1, 2);
    }
}
