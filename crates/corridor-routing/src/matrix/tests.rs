use super::*;
use crate::{Direction, Metric, NodeOrder, Search, Topology};
use corridor_network::{EdgeId, Id};
use proptest::prelude::*;

const NODES: usize = 14;

fn node(i: usize) -> NodeId {
    NodeId::from_index(i)
}

type Raw = Vec<(usize, usize, u32, u32)>;

fn raw() -> impl Strategy<Value = (Raw, Vec<usize>)> {
    let links = prop::collection::vec((0..NODES, 0..NODES, 0u32..30, 0u32..30), 0..45);
    (links, Just((0..NODES).collect::<Vec<_>>()).prop_shuffle())
}

fn ends() -> impl Strategy<Value = Vec<(usize, u32)>> {
    prop::collection::vec((0..NODES, 0u32..9), 0..3)
}

fn weighed(ends: &[(usize, u32)]) -> Ends {
    ends.iter().map(|(n, w)| (node(*n), Weight::new(*w))).collect()
}

proptest! {
    #[test]
    fn sweeps_equal_dijkstra_and_skims_add_up(
        (raw, order) in raw(),
        sources in prop::collection::vec(ends(), 0..36),
        targets in prop::collection::vec(ends(), 0..7),
    ) {
        let links: Vec<_> = raw.iter().map(|l| (node(l.0), node(l.1))).collect();
        let closed = |w: u32| if w > 25 { Weight::INFINITY } else { Weight::new(w) };
        let metric = Metric::new(raw.iter().flat_map(|l| [closed(l.2), closed(l.3)]).collect());
        let order = NodeOrder::of(order.into_iter().map(node).collect());
        let hierarchy = Hierarchy::new(&order, &links);
        let customized = hierarchy.customize(metric.clone());
        let perfect = Perfect::new(&hierarchy, &customized);
        let (sources, to): (Vec<Ends>, Vec<Ends>) =
            (sources.iter().map(|e| weighed(e)).collect(), targets.iter().map(|e| weighed(e)).collect());
        let part = Targets::new(&perfect, &to, Direction::Forward);
        prop_assert!(part.node_count() <= NODES);
        let mut weights = vec![7; sources.len() * to.len()];
        Sweeper::new(&part).sweep(&sources, &mut weights);

        // Told one by one as in rows, by a sweeper that was used before.
        let mut sweeper = Sweeper::new(&part);
        for (k, some) in sources.chunks(LANES).enumerate() {
            let rows = &weights[k * LANES * to.len()..];
            sweeper.run(some);
            for (cell, weight) in rows[..some.len() * to.len()].iter().enumerate() {
                let (s, t) = (cell / to.len(), cell % to.len());
                prop_assert_eq!(sweeper.weight(s, t), Weight::new(*weight));
            }
            for (s, source) in some.iter().enumerate() {
                sweeper.run(std::slice::from_ref(source));
                for (t, weight) in rows[s * to.len()..][..to.len()].iter().enumerate() {
                    prop_assert_eq!(sweeper.weight(0, t), Weight::new(*weight));
                }
            }
        }

        let topology = Topology::from_links(NODES, &links);
        let mut search = Search::new(NODES, Direction::Forward);
        let quantity: Vec<Skim> = vec![
            metric_numbers(&metric),
            (0..metric.edge_count()).map(|e| e as u32 % 7).collect(),
        ];
        let skims = ArcSkims::new(&hierarchy, &customized, &quantity);
        let skim_ends = |ends: &[Ends]| -> Vec<Vec<SkimEnd>> {
            let end = |(node, weight): &(NodeId, Weight)| {
                SkimEnd { node: *node, weight: *weight, sums: vec![weight.get(), 1] }
            };
            ends.iter().map(|ends| ends.iter().map(end).collect()).collect()
        };
        let skimmed =
            SkimTargets::new(&part, &skims, &skim_ends(&to)).skim(&skim_ends(&sources));
        for (s, source) in sources.iter().enumerate() {
            search.run(&topology, &metric, source, |_, _| false);
            for (t, target) in to.iter().enumerate() {
                let expected = target
                    .iter()
                    .map(|(n, rest)| search.distance(*n).plus(*rest))
                    .min()
                    .unwrap_or(Weight::INFINITY);
                prop_assert_eq!(Weight::new(weights[s * to.len() + t]), expected);
                prop_assert_eq!(Weight::new(skimmed.weights[s * to.len() + t]), expected);
                prop_assert_eq!(part.from_one(source)[t], expected);
                // The quantity that is the weight itself adds up to it.
                let cell = s * to.len() + t;
                let sum = if expected.is_finite() { expected.get() } else { 0 };
                prop_assert_eq!(skimmed.sums[0][cell], sum);
                prop_assert!(!expected.is_finite() || skimmed.sums[1][cell] >= 2);
            }
        }
        let everywhere = Targets::all(&perfect, Direction::Forward);
        for source in &sources {
            search.run(&topology, &metric, source, |_, _| false);
            let expected: Vec<Weight> = (0..NODES).map(|n| search.distance(node(n))).collect();
            prop_assert_eq!(everywhere.from_one(source), expected);
        }
        let mut search = Search::new(NODES, Direction::Backward);
        let from_everywhere = Targets::all(&perfect, Direction::Backward);
        for target in &to {
            search.run(&topology, &metric, target, |_, _| false);
            let expected: Vec<Weight> = (0..NODES).map(|n| search.distance(node(n))).collect();
            prop_assert_eq!(from_everywhere.from_one(target), expected);
        }
    }
}

fn metric_numbers(metric: &Metric) -> Skim {
    (0..metric.edge_count()).map(|e| metric.weight(EdgeId::from_index(e)).get()).collect()
}
