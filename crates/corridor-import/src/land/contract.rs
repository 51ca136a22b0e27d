//! Shrinks the graph to junctions without losing length: chains become links with bends, parallel
//! and looping links, stubs and crumbs go.

use super::graph::{Graph, Stretch};
use corridor_network::{CountryCode, LngLat};
use std::collections::BTreeMap;

/// What shrinking dropped.
#[derive(Clone, Copy, Debug, Default, serde::Serialize)]
pub struct Dropped {
    /// Links from a node to itself.
    pub loops: usize,
    /// Links beside a shorter one between the same nodes, with the same features.
    pub parallels: usize,
    /// Dead ends shorter than the limit.
    pub stubs: usize,
    /// Total length of those, km.
    pub stub_km: f64,
}

/// Contracts chains of degree two, drops loops, parallels and dead ends shorter than `stub_km`,
/// until nothing changes.
pub(super) fn contract(graph: &mut Graph, stub_km: f64) -> Dropped {
    let mut dropped = Dropped::default();
    loop {
        let before = graph.stretches.len();
        merge_chains(graph);
        drop_loops_and_parallels(graph, &mut dropped);
        drop_stubs(graph, stub_km, &mut dropped);
        if graph.stretches.len() == before {
            return dropped;
        }
    }
}

fn merge_chains(graph: &mut Graph) {
    let meeting = graph.incidence();
    let passes = |node: u32| -> bool {
        let &[x, y] = meeting.at(node) else { return false };
        if x == y || graph.fixed.contains(&node) {
            return false;
        }
        let (x, y) = (&graph.stretches[x as usize], &graph.stretches[y as usize]);
        // The last node between two border points stays: it tells which country the link lies in.
        x.features == y.features && !(at_border(graph, x) && at_border(graph, y))
    };
    let mut used = vec![false; graph.stretches.len()];
    let mut merged = Vec::new();
    // Chains between junctions first; what is left are rings, opened at their first node.
    for rings in [false, true] {
        for first in 0..graph.stretches.len() {
            for start in [graph.stretches[first].a, graph.stretches[first].b] {
                if used[first] || (!rings && passes(start)) {
                    continue;
                }
                let mut chain = Stretch { a: start, ..Stretch::plain(start, start, 0.0) };
                let (mut at, mut number) = (start, first);
                loop {
                    used[number] = true;
                    let stretch = &graph.stretches[number];
                    if at == stretch.a {
                        chain.bends.extend(&stretch.bends);
                    } else {
                        chain.bends.extend(stretch.bends.iter().rev());
                    }
                    chain.km += stretch.km;
                    chain.features.clone_from(&stretch.features);
                    at = stretch.other(at);
                    chain.b = at;
                    if at == start || !passes(at) {
                        break;
                    }
                    let next = meeting.at(at).iter().find(|s| !used[**s as usize]);
                    let Some(next) = next else { break };
                    chain.bends.push(graph.at[at as usize]);
                    number = *next as usize;
                }
                merged.push(chain);
            }
        }
    }
    graph.stretches = merged;
}

fn at_border(graph: &Graph, stretch: &Stretch) -> bool {
    [stretch.a, stretch.b].iter().any(|end| !graph.country[*end as usize].is_some())
}

fn drop_loops_and_parallels(graph: &mut Graph, dropped: &mut Dropped) {
    let mut best: BTreeMap<(u32, u32, Vec<String>), Stretch> = BTreeMap::new();
    for stretch in std::mem::take(&mut graph.stretches) {
        if stretch.a == stretch.b {
            dropped.loops += 1;
            continue;
        }
        let ends = (stretch.a.min(stretch.b), stretch.a.max(stretch.b));
        match best.entry((ends.0, ends.1, stretch.features.clone())) {
            std::collections::btree_map::Entry::Vacant(slot) => {
                slot.insert(stretch);
            }
            std::collections::btree_map::Entry::Occupied(mut slot) => {
                dropped.parallels += 1;
                if stretch.km < slot.get().km {
                    slot.insert(stretch);
                }
            }
        }
    }
    graph.stretches = best.into_values().collect();
}

fn drop_stubs(graph: &mut Graph, stub_km: f64, dropped: &mut Dropped) {
    let meeting = graph.incidence();
    let dead = |node: u32| meeting.at(node).len() == 1 && !graph.fixed.contains(&node);
    let keep: Vec<bool> = graph
        .stretches
        .iter()
        // A piece with two dead ends is a component of its own, judged by its size elsewhere.
        .map(|s| s.km >= stub_km || !s.features.is_empty() || dead(s.a) == dead(s.b))
        .collect();
    let mut number = 0;
    graph.stretches.retain(|stretch| {
        number += 1;
        if !keep[number - 1] {
            dropped.stubs += 1;
            dropped.stub_km += stretch.km;
        }
        keep[number - 1]
    });
}

/// The country a link lies in: that of its ends, one of which may be a border point without one.
pub(super) fn country_of_link(graph: &Graph, stretch: &Stretch) -> CountryCode {
    let a = graph.country[stretch.a as usize];
    if a.is_some() { a } else { graph.country[stretch.b as usize] }
}

/// Leaves out bends that lie within `tolerance_deg` of the course without them (Douglas-Peucker,
/// longitudes shrunk by the cosine of the latitude).
pub(super) fn simplify(
    from: LngLat,
    bends: &[LngLat],
    to: LngLat,
    tolerance_deg: f64,
) -> Vec<LngLat> {
    let mut course = vec![from];
    course.extend(bends);
    course.push(to);
    let shrink = from.lat().to_radians().cos().max(0.05);
    let mut kept = vec![false; course.len()];
    let mut open = vec![(0, course.len() - 1)];
    while let Some((first, last)) = open.pop() {
        let farthest = (first + 1..last)
            .map(|k| (off_chord_deg(course[k], course[first], course[last], shrink), k))
            .max_by(|x, y| x.0.total_cmp(&y.0).then(y.1.cmp(&x.1)));
        if let Some((off, k)) = farthest
            && off > tolerance_deg
        {
            kept[k] = true;
            open.push((first, k));
            open.push((k, last));
        }
    }
    course.iter().zip(kept).filter(|(_, kept)| *kept).map(|(at, _)| *at).collect()
}

fn off_chord_deg(at: LngLat, a: LngLat, b: LngLat, shrink: f64) -> f64 {
    let flat = |p: LngLat| {
        let mut lng = p.lng() - a.lng();
        if lng > 180.0 {
            lng -= 360.0;
        } else if lng < -180.0 {
            lng += 360.0;
        }
        (lng * shrink, p.lat() - a.lat())
    };
    let ((px, py), (bx, by)) = (flat(at), flat(b));
    let square = bx * bx + by * by;
    let t = if square > 0.0 { ((px * bx + py * by) / square).clamp(0.0, 1.0) } else { 0.0 };
    (px - t * bx).hypot(py - t * by)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(lng: f64, lat: f64) -> LngLat {
        LngLat::new(lng, lat).unwrap()
    }

    fn graph(points: &[LngLat], stretches: &[(u32, u32, f64)]) -> Graph {
        let mut graph = Graph::default();
        for point in points {
            graph.add_node(*point, "RU".parse().unwrap());
        }
        graph.stretches = stretches.iter().map(|&(a, b, km)| Stretch::plain(a, b, km)).collect();
        graph
    }

    #[test]
    fn chains_keep_their_length_and_bends() {
        let points: Vec<LngLat> = (0..5).map(|n| at(f64::from(n), 50.0)).collect();
        let mut graph = graph(&points, &[(1, 0, 70.0), (1, 2, 71.0), (3, 2, 72.0), (3, 4, 73.0)]);
        contract(&mut graph, 1.0);
        assert_eq!(graph.stretches.len(), 1);
        assert_eq!(graph.stretches[0].km, 286.0);
        assert_eq!(graph.stretches[0].bends.len(), 3);
    }

    #[test]
    fn loops_parallels_and_stubs_go_but_fixed_nodes_stay() {
        let points: Vec<LngLat> = (0..6).map(|n| at(f64::from(n), 50.0)).collect();
        // A ring 1-2-3, a stub 1-4, a line 0-1 and a fixed end 5 on a stub of 0.
        let ends = [(0, 1, 50.0), (1, 2, 3.0), (2, 3, 3.0), (3, 1, 3.0), (1, 4, 0.5), (0, 5, 0.5)];
        let mut graph = graph(&points, &ends);
        graph.fixed.insert(5);
        let dropped = contract(&mut graph, 1.0);
        assert_eq!((dropped.loops, dropped.stubs), (1, 1));
        assert_eq!(graph.stretches.len(), 1, "{:?}", graph.stretches);
        assert_eq!(graph.stretches[0].km, 50.5);
    }

    #[test]
    fn features_are_not_merged_into_their_neighbours() {
        let points: Vec<LngLat> = (0..3).map(|n| at(f64::from(n), 0.0)).collect();
        let mut graph = graph(&points, &[(0, 1, 112.0), (1, 2, 112.0)]);
        graph.stretches[1].features = vec!["bridge".into()];
        contract(&mut graph, 1.0);
        assert_eq!(graph.stretches.len(), 2);
    }

    #[test]
    fn bends_near_the_chord_go() {
        let bends = [at(1.0, 0.251), at(2.0, 0.5), at(3.0, 0.2)];
        let kept = simplify(at(0.0, 0.0), &bends, at(4.0, 0.0), 0.005);
        assert_eq!(kept, [at(2.0, 0.5), at(3.0, 0.2)]);
    }
}
