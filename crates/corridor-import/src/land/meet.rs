//! Joins lines that meet without a node: they cross, or pass within a station's length, yet the
//! network leads from one to the other only by a long way round.
//!
//! The source keeps a node where tracks share one. Where a junction's connecting tracks were lost,
//! two lines of a country cross on the map and have nothing to do with each other: Tobol, where the
//! lines from Astana and from Kostanay cross, is 155 km away from itself.

use super::graph::{Graph, Reach, Stretch};
use corridor_network::{CountryCode, LngLat};
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};
use std::collections::BTreeMap;

/// A place where two lines were joined.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Meeting {
    /// Where they cross.
    pub at: LngLat,
    /// Their country.
    pub country: CountryCode,
}

/// A crossing of two stretches: shares along both where they meet.
struct Crossing {
    first: usize,
    second: usize,
    at: LngLat,
    along: [f64; 2],
}

/// Joins stretches of one country that cross and are more than `detour_km` apart by the network.
pub(super) fn join_crossings(graph: &mut Graph, detour_km: f64) -> Vec<Meeting> {
    let mut meetings = Vec::new();
    let mut reach = Reach::new(graph);
    // Cuts of each stretch: share along it and the new node.
    let mut cuts: BTreeMap<usize, Vec<(f64, u32)>> = BTreeMap::new();
    for crossing in crossings(graph) {
        if !apart(graph, &mut reach, &crossing, detour_km) {
            continue;
        }
        let country = graph.country[graph.stretches[crossing.first].a as usize];
        let node = graph.add_node(crossing.at, country);
        reach.add_node();
        for (number, share) in
            [(crossing.first, crossing.along[0]), (crossing.second, crossing.along[1])]
        {
            let stretch = &graph.stretches[number];
            reach.join(stretch.a, node, stretch.km * share);
            reach.join(node, stretch.b, stretch.km * (1.0 - share));
            cuts.entry(number).or_default().push((share, node));
        }
        meetings.push(Meeting { at: crossing.at, country });
    }
    for (number, mut cuts) in cuts {
        cuts.sort_by(|x, y| x.0.total_cmp(&y.0).then(x.1.cmp(&y.1)));
        let whole = graph.stretches[number].clone();
        let (mut from, mut behind) = (whole.a, 0.0);
        let ends: Vec<(f64, u32)> = cuts.into_iter().chain([(1.0, whole.b)]).collect();
        for (piece, (share, node)) in ends.into_iter().enumerate() {
            let chord = graph.at[from as usize].geodesic_km(graph.at[node as usize]);
            let km = (whole.km * (share - behind)).max(chord);
            let part =
                Stretch { features: whole.features.clone(), ..Stretch::plain(from, node, km) };
            if piece == 0 {
                graph.stretches[number] = part;
            } else {
                graph.stretches.push(part);
            }
            (from, behind) = (node, share);
        }
    }
    meetings
}

/// Whether the network leads from one stretch to the other only by more than `detour_km`.
fn apart(graph: &Graph, reach: &mut Reach, crossing: &Crossing, detour_km: f64) -> bool {
    let (s, t) = (&graph.stretches[crossing.first], &graph.stretches[crossing.second]);
    let [u, v] = crossing.along;
    // Most crossings are linked nearby: a short search settles them before the long one.
    for limit in [detour_km / 6.0, detour_km] {
        for (from, out) in [(s.a, s.km * u), (s.b, s.km * (1.0 - u))] {
            if out > limit {
                continue;
            }
            reach.explore(from, limit - out, None);
            let back = (reach.km_to(t.a) + t.km * v).min(reach.km_to(t.b) + t.km * (1.0 - v));
            if out + back <= limit {
                return false;
            }
        }
    }
    true
}

/// Crossings of stretches of one country, in the order of their numbers.
fn crossings(graph: &Graph) -> Vec<Crossing> {
    let flat = |node: u32| graph.at[node as usize].degrees();
    let boxes = graph.stretches.iter().enumerate().filter_map(|(number, s)| {
        let (a, b) = (flat(s.a), flat(s.b));
        // A chord over the antimeridian has no box on the flat map; no two lines cross there.
        ((a[0] - b[0]).abs() < 180.0)
            .then(|| GeomWithData::new(Rectangle::from_corners(a, b), number))
    });
    let index = RTree::bulk_load(boxes.collect());
    let mut found = Vec::new();
    for (first, s) in graph.stretches.iter().enumerate() {
        let (a, b) = (flat(s.a), flat(s.b));
        for other in index.locate_in_envelope_intersecting(&AABB::from_corners(a, b)) {
            let second = other.data;
            let t = &graph.stretches[second];
            let apart = ![t.a, t.b].contains(&s.a) && ![t.a, t.b].contains(&s.b);
            let country = graph.country[s.a as usize];
            let same = [s.b, t.a, t.b].iter().all(|n| graph.country[*n as usize] == country);
            if second <= first || !apart || !same {
                continue;
            }
            if let Some((along, at)) = cross(a, b, flat(t.a), flat(t.b)) {
                found.push(Crossing { first, second, at, along });
            }
        }
    }
    found.sort_unstable_by_key(|c| (c.first, c.second));
    found
}

/// Shares along both segments where they cross, and the point.
fn cross(a: [f64; 2], b: [f64; 2], c: [f64; 2], d: [f64; 2]) -> Option<([f64; 2], LngLat)> {
    let (r, s) = ([b[0] - a[0], b[1] - a[1]], [d[0] - c[0], d[1] - c[1]]);
    let turn = r[0] * s[1] - r[1] * s[0];
    if turn == 0.0 {
        return None;
    }
    let between = [c[0] - a[0], c[1] - a[1]];
    let u = (between[0] * s[1] - between[1] * s[0]) / turn;
    let v = (between[0] * r[1] - between[1] * r[0]) / turn;
    let inside = |share: f64| (0.0..=1.0).contains(&share);
    (inside(u) && inside(v)).then(|| ([u, v], LngLat::wrapped(a[0] + u * r[0], a[1] + u * r[1])))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn graph(points: &[(f64, f64)], stretches: &[(u32, u32)]) -> Graph {
        let mut graph = Graph::default();
        for (lng, lat) in points {
            graph.add_node(LngLat::new(*lng, *lat).unwrap(), "KZ".parse().unwrap());
        }
        for &(a, b) in stretches {
            let km = graph.at[a as usize].geodesic_km(graph.at[b as usize]);
            graph.stretches.push(Stretch::plain(a, b, km));
        }
        graph
    }

    #[test]
    fn two_lines_that_cross_far_from_any_link_are_joined() {
        let points = [(-1.0, 0.0), (1.0, 0.0), (0.0, -1.0), (0.0, 1.0)];
        let mut cross = graph(&points, &[(0, 1), (2, 3)]);
        let before: f64 = cross.stretches.iter().map(|s| s.km).sum();
        assert_eq!(join_crossings(&mut cross, 60.0).len(), 1);
        assert_eq!((cross.stretches.len(), cross.components().1), (4, 1));
        let after: f64 = cross.stretches.iter().map(|s| s.km).sum();
        assert!((after - before).abs() < 0.1, "{before} {after}");
    }

    #[test]
    fn a_flyover_near_a_junction_is_left_alone() {
        let points = [(-0.1, 0.0), (0.1, 0.0), (0.0, -0.1), (0.0, 0.1)];
        let mut flyover = graph(&points, &[(0, 1), (2, 3), (1, 3)]);
        assert!(join_crossings(&mut flyover, 60.0).is_empty());
    }
}
