use super::*;
use crate::instructions::plain;
use crate::{Direction, Ends, Metric, Search, Targets, Topology, Weight, many_to_many};
use proptest::prelude::*;

const NODES: usize = 14;

/// A directed multigraph with closed edges and zero weights, and an order.
#[derive(Clone, Debug)]
struct Case {
    links: Vec<(NodeId, NodeId)>,
    weights: Vec<Weight>,
    order: NodeOrder,
}

fn node(i: usize) -> NodeId {
    NodeId::from_index(i)
}

fn weight(w: u32) -> Weight {
    // One in eight is closed, small weights make ties, some are near the end of the range.
    match w {
        0..40 => Weight::new(w % 9),
        40..48 => Weight::new(Weight::INFINITY.get() - w),
        _ => Weight::INFINITY,
    }
}

fn case() -> impl Strategy<Value = Case> {
    let links = prop::collection::vec((0..NODES, 0..NODES, 0u32..56, 0u32..56), 0..45);
    let order = Just((0..NODES).collect::<Vec<_>>()).prop_shuffle();
    (links, order).prop_map(|(raw, order)| Case {
        links: raw.iter().map(|l| (node(l.0), node(l.1))).collect(),
        weights: raw.iter().flat_map(|l| [weight(l.2), weight(l.3)]).collect(),
        order: NodeOrder::of(order.into_iter().map(node).collect()),
    })
}

/// Distances between all nodes by Dijkstra's algorithm.
fn truth(case: &Case, metric: &Metric) -> Vec<Vec<Weight>> {
    let topology = Topology::from_links(NODES, &case.links);
    let mut search = Search::new(NODES, Direction::Forward);
    (0..NODES)
        .map(|s| {
            search.run(&topology, metric, &[(node(s), Weight::ZERO)], |_, _| false);
            (0..NODES).map(|t| search.distance(node(t))).collect()
        })
        .collect()
}

fn ends(case: &Case, edge: EdgeId) -> (NodeId, NodeId) {
    let (a, b) = case.links[edge.link().index()];
    if edge.is_backward() { (b, a) } else { (a, b) }
}

/// Where edges lead from a node, and what they weigh together.
fn follow(
    case: &Case,
    metric: &Metric,
    from: NodeId,
    edges: &[EdgeId],
) -> Result<(NodeId, Weight), TestCaseError> {
    let (mut at, mut sum) = (from, Weight::ZERO);
    for edge in edges {
        let (tail, head) = ends(case, *edge);
        prop_assert_eq!(tail, at);
        at = head;
        sum = sum.plus(metric.weight(*edge));
    }
    Ok((at, sum))
}

fn same_as_truth(case: &Case, graph: &impl query::Upwards) -> Result<(), TestCaseError> {
    let metric = graph.plain().customized.metric().clone();
    let truth = truth(case, &metric);
    let mut query = Query::new();
    let mut edges = Vec::new();
    for (s, row) in truth.iter().enumerate() {
        for (t, expected) in row.iter().enumerate() {
            let (from, to) = ([(node(s), Weight::ZERO)], [(node(t), Weight::ZERO)]);
            prop_assert_eq!(query.distance(graph, &from, &to), *expected, "{} to {}", s, t);
            let found = query.path(graph, &from, &to, &mut edges);
            if !expected.is_finite() {
                prop_assert_eq!(found, None);
                continue;
            }
            prop_assert_eq!(found, Some(*expected));
            prop_assert_eq!(follow(case, &metric, node(s), &edges)?, (node(t), *expected));
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    #[test]
    fn queries_equal_dijkstra(case in case()) {
        let hierarchy = Hierarchy::new(&case.order, &case.links);
        let customized = hierarchy.customize(Metric::new(case.weights.clone()));
        let plain = Plain { hierarchy: &hierarchy, customized: &customized };
        same_as_truth(&case, &plain)?;
        let perfect = Perfect::new(&hierarchy, &customized);
        prop_assert!(perfect.arc_count() <= 2 * hierarchy.arc_count());
        same_as_truth(&case, &perfect)?;
    }

    #[test]
    fn labels_meet_where_dijkstra_does(
        case in case(),
        places in prop::collection::vec(prop::collection::vec((0..NODES, 0u32..20), 0..4), 1..6),
    ) {
        let hierarchy = Hierarchy::new(&case.order, &case.links);
        let customized = hierarchy.customize(Metric::new(case.weights.clone()));
        let truth = truth(&case, customized.metric());
        let plain = Plain { hierarchy: &hierarchy, customized: &customized };
        let weighed = |place: &Vec<(usize, u32)>| -> Vec<(NodeId, Weight)> {
            place.iter().map(|(n, w)| (node(*n), Weight::new(*w))).collect()
        };
        let ends: Vec<_> = places.iter().map(weighed).collect();
        let from = Labels::new(plain, &ends, Direction::Forward);
        let to = Labels::new(plain, &ends, Direction::Backward);
        let mut unpacker = Unpacker::default();
        for (s, seeds) in places.iter().enumerate() {
            for (t, targets) in places.iter().enumerate() {
                let all = seeds.iter().flat_map(|s| targets.iter().map(move |t| (s, t)));
                let expected = all
                    .map(|(s, t)| truth[s.0][t.0].plus(Weight::new(s.1)).plus(Weight::new(t.1)))
                    .min()
                    .unwrap_or(Weight::INFINITY);
                let met = from.meet(s, &to, t);
                prop_assert_eq!(met.map_or(Weight::INFINITY, |met| met.0), expected);
                let Some((_, top)) = met else { continue };
                let mut edges = from.part(plain, (s, top), &mut unpacker);
                edges.extend(to.part(plain, (t, top), &mut unpacker));
                let least = |at: &[(usize, u32)], n: NodeId| {
                    let of = at.iter().filter(|place| node(place.0) == n);
                    of.map(|place| Weight::new(place.1)).min()
                };
                let Some(first) = edges.first() else { continue };
                let start = self::ends(&case, *first).0;
                let (end, sum) = follow(&case, customized.metric(), start, &edges)?;
                let whole = least(seeds, start).zip(least(targets, end));
                let whole = whole.map(|(seed, target)| seed.plus(sum).plus(target));
                prop_assert_eq!(whole, Some(expected));
            }
        }
    }

    #[test]
    fn many_seeds_and_targets_equal_the_best_of_all_pairs(
        case in case(),
        seeds in prop::collection::vec((0..NODES, 0u32..20), 0..7),
        targets in prop::collection::vec((0..NODES, 0u32..20), 0..7),
    ) {
        let hierarchy = Hierarchy::new(&case.order, &case.links);
        let customized = hierarchy.customize(Metric::new(case.weights.clone()));
        let truth = truth(&case, customized.metric());
        let weighed = |ends: &[(usize, u32)]| -> Vec<(NodeId, Weight)> {
            ends.iter().map(|(n, w)| (node(*n), Weight::new(*w))).collect()
        };
        let all = seeds.iter().flat_map(|s| targets.iter().map(move |t| (s, t)));
        let expected = all
            .map(|(s, t)| truth[s.0][t.0].plus(Weight::new(s.1)).plus(Weight::new(t.1)))
            .min()
            .unwrap_or(Weight::INFINITY);
        let plain = Plain { hierarchy: &hierarchy, customized: &customized };
        let (from, to) = (weighed(&seeds), weighed(&targets));
        let (mut query, mut edges) = (Query::new(), Vec::new());
        prop_assert_eq!(query.distance(&plain, &from, &to), expected);
        prop_assert_eq!(query.distance(&Perfect::new(&hierarchy, &customized), &from, &to), expected);
        let found = query.path(&plain, &from, &to, &mut edges);
        prop_assert_eq!(found, expected.is_finite().then_some(expected));
        if let (Some(first), Some(last)) = (edges.first(), edges.last()) {
            let (start, end) = (ends(&case, *first).0, ends(&case, *last).1);
            let (at, sum) = follow(&case, customized.metric(), start, &edges)?;
            prop_assert_eq!(at, end);
            let least = |places: &[(NodeId, Weight)], node: NodeId| {
                places.iter().filter(|place| place.0 == node).map(|place| place.1).min()
            };
            let (seed, target) = (least(&from, start), least(&to, end));
            let whole = seed.zip(target).map(|(seed, target)| seed.plus(sum).plus(target));
            prop_assert_eq!(whole, Some(expected));
        }
    }

    #[test]
    fn parts_reached_equal_dijkstra(
        case in case(),
        seeds in prop::collection::vec((0..NODES, 0u32..20), 0..4),
        targets in prop::collection::vec(0..NODES, 0..5),
    ) {
        let hierarchy = Hierarchy::new(&case.order, &case.links);
        let customized = hierarchy.customize(Metric::new(case.weights.clone()));
        let truth = truth(&case, customized.metric());
        let plain = Plain { hierarchy: &hierarchy, customized: &customized };
        let mut reach = Reach::new(&hierarchy);
        let weighed: Vec<_> = seeds.iter().map(|(n, w)| (node(*n), Weight::new(*w))).collect();
        let from = hierarchy.part(weighed.iter().map(|seed| seed.0));
        // The whole first: what a part does not hold must not be left over from it.
        let parts = [
            (hierarchy.part((0..NODES).map(node)), (0..NODES).collect()),
            (hierarchy.part(targets.iter().map(|t| node(*t))), targets),
        ];
        for direction in [Direction::Forward, Direction::Backward] {
            for (part, nodes) in &parts {
                reach.run(plain, (&from, weighed.iter().copied()), part, direction);
                for n in nodes {
                    let way = |(s, w): &(usize, u32)| {
                        let there = match direction {
                            Direction::Forward => truth[*s][*n],
                            Direction::Backward => truth[*n][*s],
                        };
                        there.plus(Weight::new(*w))
                    };
                    let least = seeds.iter().map(way).min().unwrap_or(Weight::INFINITY);
                    prop_assert_eq!(reach.weight(&hierarchy, node(*n)), least);
                }
            }
        }
    }

    #[test]
    fn plain_instructions_find_the_same(case in case()) {
        let hierarchy = Hierarchy::new(&case.order, &case.links);
        let places: Vec<Ends> = (0..NODES).map(|n| vec![(node(n), Weight::ZERO)]).collect();
        let find = || {
            let customized = hierarchy.customize(Metric::new(case.weights.clone()));
            let perfect = Perfect::new(&hierarchy, &customized);
            let targets = Targets::new(&perfect, &places, Direction::Forward);
            let all = many_to_many(&targets, &places);
            let (mut query, mut edges) = (Query::new(), Vec::new());
            let pairs = places.iter().flat_map(|s| places.iter().map(move |t| (s, t)));
            let paths: Vec<_> = pairs
                .map(|(s, t)| (query.path(&perfect, s, t, &mut edges), edges.clone()))
                .collect();
            (perfect.arc_count(), customized, all, paths)
        };
        let (wide, plain) = (find(), plain::on(find));
        prop_assert!(wide.1.same_weights(&plain.1));
        prop_assert_eq!((wide.0, wide.2, wide.3), (plain.0, plain.2, plain.3));
    }

    #[test]
    fn detours_and_potentials_equal_dijkstra(
        case in case(),
        shift in 0u32..7,
        from in prop::collection::vec((0..NODES, 0u32..20), 0..3),
        to in prop::collection::vec((0..NODES, 0u32..20), 0..3),
        asked in prop::collection::vec(0..NODES, 1..6),
    ) {
        let hierarchy = Hierarchy::new(&case.order, &case.links);
        let shifted = |w: &Weight| w.plus(Weight::new(shift));
        let customized = [
            hierarchy.customize(Metric::new(case.weights.clone())),
            hierarchy.customize(Metric::new(case.weights.iter().map(shifted).collect())),
        ];
        let truths = customized.each_ref().map(|c| truth(&case, c.metric()));
        let graphs = customized.each_ref().map(|c| Plain { hierarchy: &hierarchy, customized: c });
        let weighed = |ends: &[(usize, u32)]| -> Vec<(NodeId, Weight)> {
            ends.iter().map(|(n, w)| (node(*n), Weight::new(*w))).collect()
        };
        let least = |ways: Vec<Weight>| ways.into_iter().min().unwrap_or(Weight::INFINITY);
        let mut detours = Detours::new(&hierarchy);
        let mut potentials = Potentials::new(&hierarchy);
        // Twice, since memory is kept.
        for (from, to) in [(&from, &to), (&to, &from)] {
            let part = hierarchy.part(asked.iter().map(|n| node(*n)));
            detours.run(graphs[0], [&weighed(from), &weighed(to)], &part);
            let targets: Vec<_> =
                to.iter().map(|(n, w)| (node(*n), [Weight::new(*w), Weight::new(2 * w)])).collect();
            let mut left = potentials.to(graphs, &targets);
            for n in &asked {
                let there = from.iter().map(|(s, w)| truths[0][*s][*n].plus(Weight::new(*w)));
                prop_assert_eq!(detours.there(&hierarchy, node(*n)), least(there.collect()));
                let metric = customized[0].metric();
                match detours.way_there(graphs[0], node(*n)) {
                    None => prop_assert!(!detours.there(&hierarchy, node(*n)).is_finite()),
                    Some(way) => {
                        let start = way.first().map_or(node(*n), |edge| ends(&case, *edge).0);
                        let (end, sum) = follow(&case, metric, start, &way)?;
                        prop_assert_eq!(end, node(*n));
                        let seeds = weighed(from).into_iter().filter(|seed| seed.0 == start);
                        let whole = seeds.map(|seed| seed.1.plus(sum)).min();
                        prop_assert_eq!(whole, Some(detours.there(&hierarchy, node(*n))));
                    }
                }
                match detours.way_on(graphs[0], node(*n)) {
                    None => prop_assert!(!detours.on(&hierarchy, node(*n)).is_finite()),
                    Some(way) => {
                        let (end, sum) = follow(&case, metric, node(*n), &way)?;
                        let targets = weighed(to).into_iter().filter(|target| target.0 == end);
                        let whole = targets.map(|target| target.1.plus(sum)).min();
                        prop_assert_eq!(whole, Some(detours.on(&hierarchy, node(*n))));
                    }
                }
                let on = |k: usize, times: u32| {
                    let way = |(t, w): &(usize, u32)| truths[k][*n][*t].plus(Weight::new(times * w));
                    least(to.iter().map(way).collect())
                };
                prop_assert_eq!(detours.on(&hierarchy, node(*n)), on(0, 1));
                prop_assert_eq!(left.from(node(*n)), [on(0, 1).get(), on(1, 2).get()]);
            }
        }
    }

    #[test]
    fn partial_equals_full(
        case in case(),
        changes in prop::collection::vec(prop::collection::vec((0usize..90, 0u32..56), 1..5), 1..4),
    ) {
        prop_assume!(!case.links.is_empty());
        let hierarchy = Hierarchy::new(&case.order, &case.links);
        let mut customized = hierarchy.customize(Metric::new(case.weights.clone()));
        for change in changes {
            // What arcs are made of must not survive a change.
            same_as_truth(&case, &Plain { hierarchy: &hierarchy, customized: &customized })?;
            let change: Vec<_> = change
                .iter()
                .map(|(e, w)| (EdgeId::from_index(e % case.weights.len()), weight(*w)))
                .collect();
            let weights = customized.weights.clone();
            let edges = customized.metric().clone();
            let difference = customized.change(&hierarchy, &change);
            customized.take_back(&difference);
            prop_assert_eq!(&customized.weights, &weights);
            prop_assert_eq!(customized.metric(), &edges);
            customized.make_again(&difference);
            let mut metric = Metric::new(case.weights.clone());
            metric = (0..case.weights.len()).fold(metric, |mut metric, e| {
                let edge = EdgeId::from_index(e);
                metric.replace(edge, customized.metric().weight(edge));
                metric
            });
            let whole = hierarchy.customize(metric);
            prop_assert_eq!(&whole.weights, &customized.weights);
            let (mut a, mut b) = (Query::new(), Query::new());
            let (mut by_whole, mut by_part) = (Vec::new(), Vec::new());
            for (s, t) in (0..NODES).flat_map(|s| (0..NODES).map(move |t| (s, t))) {
                let (s, t) = ([(node(s), Weight::ZERO)], [(node(t), Weight::ZERO)]);
                a.path(&Plain { hierarchy: &hierarchy, customized: &whole }, &s, &t, &mut by_whole);
                b.path(&Plain { hierarchy: &hierarchy, customized: &customized }, &s, &t, &mut by_part);
                prop_assert_eq!(&by_whole, &by_part);
            }
        }
    }

    #[test]
    fn changes_together_equal_changes_alone(
        case in case(),
        shift in 0u32..7,
        change in prop::collection::vec((0usize..90, [0u32..56, 0u32..56]), 1..9),
    ) {
        prop_assume!(!case.links.is_empty());
        let hierarchy = Hierarchy::new(&case.order, &case.links);
        let shifted = |w: &Weight| w.plus(Weight::new(shift));
        let metrics = [case.weights.clone(), case.weights.iter().map(shifted).collect()];
        let mut alone = metrics.map(|weights| hierarchy.customize(Metric::new(weights)));
        let mut together = alone.clone();
        let change: Vec<_> = change
            .iter()
            .map(|(e, w)| (EdgeId::from_index(e % case.weights.len()), w.map(weight)))
            .collect();
        let one_by_one: Vec<Difference> = (0..2)
            .map(|k| {
                let change: Vec<_> = change.iter().map(|(e, w)| (*e, w[k])).collect();
                alone[k].change(&hierarchy, &change)
            })
            .collect();
        let at_once = Customized::change_together(&mut together.each_mut(), &hierarchy, &change);
        prop_assert_eq!(&at_once[..], &one_by_one[..]);
        for (a, b) in alone.iter().zip(&together) {
            prop_assert!(a.same_weights(b));
            prop_assert_eq!(a.metric(), b.metric());
        }
    }

    /// Asked arc by arc or all at once.
    #[test]
    fn what_arcs_are_made_of_does_not_depend_on_how_it_is_asked(case in case()) {
        let hierarchy = Hierarchy::new(&case.order, &case.links);
        let one_by_one = hierarchy.customize(Metric::new(case.weights.clone()));
        let at_once = one_by_one.clone();
        let mut made = Vec::new();
        at_once.for_each_arc_made(&hierarchy, |slot, made_of| made.push((slot, made_of)));
        let mut query = Query::new();
        let (mut by_one, mut by_all) = (Vec::new(), Vec::new());
        for (s, t) in (0..NODES).flat_map(|s| (0..NODES).map(move |t| (s, t))) {
            let (s, t) = ([(node(s), Weight::ZERO)], [(node(t), Weight::ZERO)]);
            query.path(&Plain { hierarchy: &hierarchy, customized: &one_by_one }, &s, &t, &mut by_one);
            query.path(&Plain { hierarchy: &hierarchy, customized: &at_once }, &s, &t, &mut by_all);
            prop_assert_eq!(&by_one, &by_all);
        }
        prop_assert!(made.windows(2).all(|pair| pair[0].0 < pair[1].0));
    }

    #[test]
    fn batches_equal_single_metrics(case in case(), shifts in prop::collection::vec(0u32..7, 1..20)) {
        let hierarchy = Hierarchy::new(&case.order, &case.links);
        let metrics: Vec<Metric> = shifts
            .iter()
            .map(|shift| {
                let shifted = |w: &Weight| Weight::new(w.get().wrapping_mul(shift + 1) % 50);
                Metric::new(case.weights.iter().map(shifted).collect())
            })
            .collect();
        let batches = hierarchy.customize_batches(&metrics);
        prop_assert_eq!(batches.iter().map(Batch::len).sum::<usize>(), metrics.len());
        for (k, metric) in metrics.into_iter().enumerate() {
            let together = batches[k / BATCH].metric(k % BATCH);
            prop_assert_eq!(together.weights, hierarchy.customize(metric).weights);
        }
    }
}

/// A ladder long enough to be cut into stretches for several threads.
#[test]
fn the_number_of_threads_does_not_matter() {
    let at = |i: usize| corridor_network::LngLat::wrapped((i / 30) as f64, (i % 30) as f64).vec3();
    let mut links = Vec::new();
    for i in 0..3000 {
        // Every tenth row is cut off from the next: islands.
        if i % 30 != 29 {
            links.push((node(i), node(i + 1)));
        }
        if i + 30 < 3000 && i / 30 % 10 != 9 {
            links.push((node(i), node(i + 30)));
        }
    }
    let positions: Vec<_> = (0..3000).map(at).collect();
    let order = NodeOrder::nested_dissection(&positions, &links);
    let hierarchy = Hierarchy::new(&order, &links);
    let weights = (0..2 * links.len()).map(|e| Weight::new((e * 7919 % 1000) as u32)).collect();
    let metric = Metric::new(weights);
    let with = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| hierarchy.customize(metric.clone())).weights
    };
    let alone = with(1);
    for threads in [2, 3, 8] {
        assert_eq!(alone, with(threads), "{threads} threads");
    }
}
