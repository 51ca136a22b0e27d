//! The engine on the network that ships: every fast answer is that of a plain search.

use corridor::matrix::{DoorOptions, MatrixEngine, Quantity, Spot, WeighBy};
use corridor::{DistanceOptions, Engine, IceClass, LngLat, Mode, Outcome};
use corridor_network::{CountryCode, EdgeId, Id, Layer, LinkId, NodeId};
use corridor_planning::{Conditions, Order, Shipment, Vehicles, World};
use corridor_routing::{
    Direction, Ends, Metric, Perfect, Plain, Query, Search, Targets, Topology, Weight, many_to_many,
};
use std::sync::OnceLock;

fn engine() -> &'static Engine {
    static ENGINE: OnceLock<Engine> = OnceLock::new();
    ENGINE.get_or_init(|| Engine::open(corridor_data::WORLD).expect("the shipped network opens"))
}

/// Numbers that look like chance and are the same in every run.
fn draws(count: usize, below: usize, mut seed: u64) -> Vec<usize> {
    (0..count)
        .map(|_| {
            seed ^= seed << 13;
            seed ^= seed >> 7;
            seed ^= seed << 17;
            (seed % below as u64) as usize
        })
        .collect()
}

/// 100 sources to 100 targets of every layer: 40,000 pairs; sweeps, queries and paths.
#[test]
fn every_layer_equals_dijkstra() {
    for layer in Layer::EVERY {
        let graph = engine().layer(layer);
        let hierarchy = graph.hierarchy();
        let lengths = &engine().network().columns().link_length;
        // Directed on purpose: nothing may depend on both ways weighing the same.
        let metric = graph.metric(|edge| {
            Weight::new(lengths[edge.link()].0 + u32::from(edge.is_backward()) * 977)
        });
        let customized = hierarchy.customize(metric.clone());
        let perfect = Perfect::new(hierarchy, &customized);
        let node = NodeId::from_index;
        let sources = draws(100, hierarchy.node_count(), 88_172_645_463_325_252);
        let targets = draws(100, hierarchy.node_count(), 2_685_821_657_736_338_717);
        let ends = |nodes: &[usize]| -> Vec<Ends> {
            nodes.iter().map(|n| vec![(node(*n), Weight::ZERO)]).collect()
        };
        let part = Targets::new(&perfect, &ends(&targets), Direction::Forward);
        let cells = many_to_many(&part, &ends(&sources));
        let topology = graph.topology();
        let mut search = Search::new(hierarchy.node_count(), Direction::Forward);
        let mut query = Query::new();
        let plain = Plain { hierarchy, customized: &customized };
        let mut edges = Vec::new();
        let mut joined = 0;
        for (s, source) in sources.iter().enumerate() {
            let from = [(node(*source), Weight::ZERO)];
            search.run(&topology, &metric, &from, |_, _| false);
            for (t, target) in targets.iter().enumerate() {
                let expected = search.distance(node(*target));
                let to = [(node(*target), Weight::ZERO)];
                let name = layer.name();
                assert_eq!(Weight::new(cells[s * targets.len() + t]), expected, "{name} sweep");
                assert_eq!(query.distance(&plain, &from, &to), expected, "{name} query");
                assert_eq!(query.distance(&perfect, &from, &to), expected, "{name} perfect");
                if (s + t) % 10 == 0 {
                    let found = query.path(&perfect, &from, &to, &mut edges);
                    assert_eq!(found, Some(expected).filter(|w| w.is_finite()), "{name} path");
                    let sum = edges.iter().fold(Weight::ZERO, |w, e| w.plus(metric.weight(*e)));
                    assert!(!expected.is_finite() || sum == expected, "{name} path adds up");
                }
                joined += usize::from(expected.is_finite());
            }
        }
        assert!(joined > 2_000, "{}: only {joined} of 10,000 pairs are joined", layer.name());
    }
}

/// Every passage and border closed and opened again, one after the other, and some together.
#[test]
fn closing_a_passage_equals_customizing_anew() {
    let graph = engine().layer(Layer::Sea);
    let hierarchy = graph.hierarchy();
    let network = engine().network();
    let lengths = &network.columns().link_length;
    let metric = graph.metric(|edge| Weight::new(lengths[edge.link()].0));
    let open = hierarchy.customize(metric.clone());
    let mut changed = open.clone();
    let mut closures = 0;
    for (row, passage) in network.facts().passages.iter().enumerate() {
        let Some(feature) = network.feature(&passage.id) else { continue };
        let edges: Vec<_> = network
            .links_of(Layer::Sea)
            .filter(|link| network.features_of(*link).contains(&feature))
            .flat_map(|link| [false, true].map(|back| EdgeId::of(link, back)))
            .filter_map(|edge| graph.edge(edge))
            .map(|edge| (edge, Weight::INFINITY))
            .collect();
        if edges.is_empty() {
            continue;
        }
        let difference = changed.change(hierarchy, &edges);
        closures += 1;
        if row % 7 == 0 {
            let mut anew = metric.clone();
            for (edge, weight) in &edges {
                anew.replace(*edge, *weight);
            }
            assert!(changed.same_weights(&hierarchy.customize(anew)), "{}", passage.id);
        }
        changed.take_back(&difference);
    }
    assert!(changed.same_weights(&open));
    assert!(closures > 30, "{closures} passages have links");
}

/// Closing the borders and quays of countries keeps goods out of them as well as closing all links there.
#[test]
fn who_may_not_pass_a_country_is_kept_out_at_its_borders_and_quays() {
    let (network, planner) = (engine().network(), engine().planner());
    let day = "2026-12-01".parse().expect("a date");
    let kept_out: Vec<CountryCode> =
        ["PK", "KZ", "PL"].map(|code| code.parse().expect("a country")).to_vec();
    let conditions = Conditions {
        depart: day,
        as_of: day,
        ice_class: IceClass::None,
        avoid_features: Vec::new(),
        allow_features: Vec::new(),
        avoid_countries: Vec::new(),
        no_transit: kept_out.clone(),
        within: Vec::new(),
        strict_status: false,
        trade: None,
    };
    let world = World::new(network, conditions);
    let shipment = Shipment::new(&Order::default(), engine().parameters(), Vehicles::shipped())
        .expect("a shipment");
    let pricing = planner.pricing(&world, &shipment);
    let columns = network.columns();
    let lies_there = |link: LinkId| {
        columns.link_mode[link] != Mode::Sea && kept_out.contains(&network.country_of(link))
    };
    let all = || (0..2 * network.link_count()).map(EdgeId::from_index);
    let length = |edge: EdgeId| Weight::new(columns.link_length[edge.link()].0);
    let weight = |edge: EdgeId| if pricing.is_open(edge) { length(edge) } else { Weight::INFINITY };
    let at_the_edge = Metric::new(all().map(weight).collect());
    let closed =
        |edge: EdgeId| if lies_there(edge.link()) { Weight::INFINITY } else { weight(edge) };
    let all_over = Metric::new(all().map(closed).collect());
    let inside = all().filter(|edge| lies_there(edge.link()) && pricing.is_open(*edge)).count();
    assert!(inside > 10_000, "only {inside} edges inside are left open: this proves nothing");
    let outside: Vec<NodeId> = columns
        .node_country
        .ids()
        .filter(|node| network.edges_from(*node).iter().all(|edge| !lies_there(edge.link())))
        .collect();
    let topology = Topology::of(network);
    let mut searches = [(); 2].map(|()| Search::new(network.node_count(), Direction::Forward));
    for source in draws(12, outside.len(), 88_172_645_463_325_252) {
        let from = [(outside[source], Weight::ZERO)];
        let [one, other] = &mut searches;
        one.run(&topology, &at_the_edge, &from, |_, _| false);
        other.run(&topology, &all_over, &from, |_, _| false);
        for node in &outside {
            assert_eq!(one.distance(*node), other.distance(*node), "{source} to {node:?}");
        }
    }
}

fn options(mode: Mode) -> DistanceOptions {
    DistanceOptions {
        mode,
        avoid: Vec::new(),
        allow: Vec::new(),
        on: "2026-06-10".parse().expect("a date"),
        strict_status: false,
        max_snap_km: 50.0,
    }
}

/// What a matrix says is what `pairs` says, cell by cell, in every mode.
#[test]
fn a_matrix_equals_its_pairs() {
    let names = ["Mumbai", "Nhava Sheva", "Moscow", "Tehran", "Rotterdam", "Delhi", "Reykjavik"];
    let spots = || -> Vec<Spot> {
        let mut spots: Vec<Spot> =
            names.iter().map(|n| Spot::Place(engine().place(n).expect("a known place"))).collect();
        // Out at sea, far from everything by land, and a point between two nodes of a road.
        spots.push(Spot::At(LngLat::new(60.0, 12.0).expect("a position")));
        // In sight of it, and beyond land.
        spots.push(Spot::At(LngLat::new(62.0, 14.0).expect("a position")));
        spots.push(Spot::At(LngLat::new(88.0, 15.0).expect("a position")));
        spots.push(Spot::At(LngLat::new(72.95, 19.2).expect("a position")));
        spots
    };
    for mode in [Mode::Sea, Mode::Rail, Mode::Road] {
        let options = options(mode);
        let iran = Quantity::parse(engine().network(), &["IR".to_owned()]).expect("a country");
        let quantities = [vec![Quantity::Distance], iran].concat();
        let matrix = engine()
            .mode_matrix(&options, &quantities, &spots(), &spots())
            .expect("the question is sound");
        let block = matrix.block(0..11, &|| false).expect("nobody stops it");
        let router = engine().mode_router(&options).expect("the question is sound");
        let mut search = router.search();
        let met: Vec<_> = spots()
            .iter()
            .map(|spot| match spot {
                Spot::Place(place) if mode == Mode::Sea && place.terminal.is_some() => {
                    router.meet_terminal(place.terminal.expect("it has one"))
                }
                spot => router.meet(spot.at()),
            })
            .collect();
        let mut through_iran = 0.0;
        for (cell, outcome) in block.outcomes.iter().enumerate() {
            let (from, to) = (&met[cell / 11], &met[cell % 11]);
            let (expected, ..) = router.outcome(&mut search, from, to);
            assert_eq!(outcome.status(), expected.status(), "{} cell {cell}", mode.name());
            if let Outcome::Found(metres) = expected {
                assert_eq!(block.values[0][cell], metres as f64, "{} cell {cell}", mode.name());
                assert!(block.values[1][cell] <= block.values[0][cell]);
                through_iran += block.values[1][cell];
            }
        }
        assert!(mode == Mode::Sea || through_iran > 1e6, "ways by land lead through Iran");
    }
}

/// From door to door, the best by each criterion is not worse than any way that `plan` offers.
#[test]
fn a_door_to_door_matrix_is_at_least_as_good_as_plan() {
    let spot = |name: &str| vec![Spot::Place(engine().place(name).expect("a known place"))];
    let depart = "2026-06-10".parse().expect("a date");
    let request = corridor::PlanRequest::new("Mumbai", "Moscow", depart);
    let plan = engine().plan(&request).expect("there are ways");
    let quantities = [Quantity::Duration, Quantity::Cost, Quantity::Co2e, Quantity::Distance];
    for (k, weigh_by) in [WeighBy::Time, WeighBy::Cost, WeighBy::Co2e].into_iter().enumerate() {
        let options = DoorOptions {
            open: options(Mode::Sea),
            ice_class: IceClass::None,
            teu: 2.0,
            mass_t: 12.0,
            weigh_by,
        };
        let matrix = engine()
            .door_matrix(&options, &quantities, &spot("Mumbai"), &spot("Moscow"))
            .expect("the question is sound");
        let block = matrix.block(0..1, &|| false).expect("nobody stops it");
        assert_eq!(block.outcomes[0].status(), "ok");
        let offered = plan.itineraries.iter().map(|i| match weigh_by {
            WeighBy::Time => i.duration_s as f64,
            WeighBy::Cost => i.cost_usd,
            _ => i.co2e_kg,
        });
        let best = offered.fold(f64::MAX, f64::min);
        let found = block.values[k][0];
        assert!(found <= best * 1.002, "{weigh_by:?}: {found} against {best} of plan");
        assert!(found > best * 0.8, "{weigh_by:?}: {found} against {best} of plan");
    }
}
