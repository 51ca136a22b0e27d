use super::*;
use corridor_network::LngLat;
use proptest::prelude::*;

fn node(i: usize) -> NodeId {
    NodeId::from_index(i)
}

/// A grid of `side` by `side` nodes, one degree apart.
fn grid(side: usize) -> (Vec<Vec3>, Vec<(NodeId, NodeId)>) {
    let at = |i: usize| LngLat::wrapped((i % side) as f64, (i / side) as f64 - 30.0).vec3();
    let mut links = Vec::new();
    for i in 0..side * side {
        if i % side + 1 < side {
            links.push((node(i), node(i + 1)));
        }
        if i + side < side * side {
            links.push((node(i), node(i + side)));
        }
    }
    ((0..side * side).map(at).collect(), links)
}

#[test]
fn a_grid_is_parted_across() {
    let (at, links) = grid(20);
    let graph = Graph::new(400, links.iter().map(|(a, b)| (a.index() as u32, b.index() as u32)));
    let sides = best_cut(&graph, &at);
    let count = |side| sides.iter().filter(|s| **s == side).count();
    assert!(count(Side::Cut) <= 20);
    assert!(count(Side::Source).min(count(Side::Sink)) >= 80);
    for v in 0..400u32 {
        for w in graph.neighbours(v) {
            let ends = [sides[v as usize], sides[*w as usize]];
            assert!(ends != [Side::Source, Side::Sink], "{v}-{w} crosses the cut");
        }
    }
}

proptest! {
    /// By brute force over all sets of nodes.
    #[test]
    fn cuts_are_smallest(
        links in prop::collection::vec((0u32..7, 0u32..7), 5..16),
        ends in prop::collection::btree_set(0u32..7, 2..5),
    ) {
        let graph = Graph::new(7, links.into_iter());
        let ends: Vec<u32> = ends.into_iter().collect();
        let marks = |nodes: &[u32]| {
            let mut marks = vec![false; 7];
            for v in nodes {
                marks[*v as usize] = true;
            }
            marks
        };
        let (sources, sinks) = (marks(&ends[..1]), marks(&ends[1..]));
        let sides = smallest_cut(&graph, &sources, &sinks, 99).unwrap();
        let cut = sides.iter().filter(|s| **s == Side::Cut).count();
        let parts = |removed: u32| {
            let kept: Vec<u32> = (0..7).filter(|v| removed >> v & 1 == 0).collect();
            let parts = graph.among(&kept).parts();
            !parts.iter().any(|part| {
                let has = |marks: &[bool]| part.iter().any(|v| marks[kept[*v as usize] as usize]);
                has(&sources) && has(&sinks)
            })
        };
        let least = (0u32..128).filter(|r| parts(*r)).map(u32::count_ones).min().unwrap();
        prop_assert_eq!(cut as u32, least);
        let removed = (0..7u32).filter(|v| sides[*v as usize] == Side::Cut).map(|v| 1 << v).sum();
        prop_assert!(parts(removed));
    }
}

#[test]
fn every_node_has_one_rank() {
    let (at, mut links) = grid(30);
    // An island, a loop and a double.
    links.retain(|(a, b)| a.index() > 3 && b.index() > 3);
    links.push((node(50), node(50)));
    links.push((node(50), node(51)));
    let order = NodeOrder::nested_dissection(&at, &links);
    let mut seen: Vec<usize> = order.nodes().iter().map(|n| n.index()).collect();
    seen.sort_unstable();
    assert_eq!(seen, (0..900).collect::<Vec<_>>());
    assert_eq!(order, NodeOrder::nested_dissection(&at, &links));
}
