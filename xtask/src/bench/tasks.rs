//! What is timed.

use super::Row;
use super::peer::input;
use super::subject::{Draw, Subject};
use super::timing::{Side, compare};
use anyhow::{Result, ensure};
use corridor_network::{EdgeId, Id, NodeId};
use corridor_routing::{
    Direction, Ends, LANES, Metric, Perfect, Query, Search, Sweeper, Targets, Topology, Weight,
};
use std::hint::black_box;

const NAMES: [&str; 2] = ["fast_paths", "dijkstra"];

/// All rows of a layer, on one thread unless the task says otherwise.
pub fn all(subject: &Subject, turns: usize) -> Result<Vec<Row>> {
    let alone = rayon::ThreadPoolBuilder::new().num_threads(1).build()?;
    alone.install(|| {
        let mut rows = point_to_point(subject, turns);
        rows.extend(customization(subject, turns));
        rows.extend(one_to_all(subject, turns));
        rows.extend(matrices(subject, turns)?);
        rows.extend(ports(subject, turns));
        rows.extend(two_threads(subject, turns)?);
        Ok(rows)
    })
}

fn ends(node: NodeId) -> [(NodeId, Weight); 1] {
    [(node, Weight::ZERO)]
}

fn point_to_point(subject: &Subject, turns: usize) -> Vec<Row> {
    let layer = subject.layer.name();
    let hierarchy = subject.graph.hierarchy();
    let perfect = Perfect::new(hierarchy, &subject.customized);
    let topology = subject.graph.topology();
    let pairs = &subject.pairs;
    let ours = |path: bool, on_all_arcs: bool| {
        let mut query = Query::new();
        let mut edges = Vec::new();
        let perfect = &perfect;
        Side::new(pairs.len(), move || {
            for (from, to) in pairs {
                let (s, t) = (ends(*from), ends(*to));
                if path {
                    black_box(query.path(perfect, &s, &t, &mut edges));
                } else if on_all_arcs {
                    black_box(query.distance(&subject.plain(), &s, &t));
                } else {
                    black_box(query.distance(perfect, &s, &t));
                }
            }
        })
    };
    let mut rows = Vec::new();
    if let Some(peer) = &subject.peer {
        let theirs = || {
            let mut calculator = fast_paths::create_calculator(&peer.graph);
            Side::new(pairs.len(), move || {
                for (from, to) in pairs {
                    black_box(calculator.calc_path(&peer.graph, from.index(), to.index()));
                }
            })
        };
        let name = |task| (task, layer, NAMES[0]);
        rows.push(compare(name("point to point, distance"), turns, ours(false, false), theirs()));
        rows.push(compare(name("distance, just customized"), turns, ours(false, true), theirs()));
        rows.push(compare(name("point to point, full path"), turns, ours(true, false), theirs()));
    }
    let few = &pairs[..20];
    let mut search = Search::new(hierarchy.node_count(), Direction::Forward);
    let theirs = Side::new(few.len(), || {
        for (from, to) in few {
            search.run(&topology, &subject.metric, &ends(*from), |node, _| node == *to);
        }
    });
    let name = ("point to point, distance", layer, NAMES[1]);
    rows.push(compare(name, turns, ours(false, false), theirs));
    rows
}

fn customization(subject: &Subject, turns: usize) -> Vec<Row> {
    let layer = subject.layer.name();
    let hierarchy = subject.graph.hierarchy();
    let full = || {
        let mut customized = subject.customized.clone();
        Side::new(1, move || customized.renew(hierarchy, subject.metric.clone()))
    };
    let mut rows = Vec::new();
    if let Some(peer) = &subject.peer {
        let input = input(&subject.graph, &subject.metric);
        let order = peer.graph.get_node_ordering();
        let again = Side::new(1, move || {
            black_box(fast_paths::prepare_with_order(&input, &order).expect("its own order"));
        });
        let few = turns.min(3);
        rows.push(compare(("customize, peer with order", layer, NAMES[0]), few, full(), again));
        let prepare = peer.prepare_s * 1e9;
        let mut anew = compare(("customize, peer anew", layer, NAMES[0]), turns, full(), full());
        anew.peer_ns = prepare;
        anew.ratio = prepare / anew.ours_ns;
        anew.spread = [anew.ratio; 2];
        rows.push(anew);
    }
    // Closes and opens again passages or borders, one after the other.
    if !subject.closures.is_empty() {
        let closures: Vec<&Vec<EdgeId>> =
            subject.closures.iter().step_by(1 + subject.closures.len() / 40).collect();
        let mut customized = subject.customized.clone();
        let changes = 2 * closures.len();
        let partial = Side::new(changes, move || {
            for edges in &closures {
                let closed: Vec<_> = edges.iter().map(|e| (*e, Weight::INFINITY)).collect();
                let open: Vec<_> = edges.iter().map(|e| (*e, subject.metric.weight(*e))).collect();
                customized.change(hierarchy, &closed);
                customized.change(hierarchy, &open);
            }
        });
        rows.push(compare(
            ("one passage closed, to full", layer, "own full"),
            turns,
            partial,
            full(),
        ));
    }
    if subject.closures.len() >= 16 {
        let step = subject.closures.len() / 16;
        let closures: Vec<Vec<(EdgeId, Weight)>> = subject
            .closures
            .iter()
            .step_by(step)
            .take(16)
            .map(|edges| edges.iter().map(|e| (*e, Weight::INFINITY)).collect())
            .collect();
        let mut customized = subject.customized.clone();
        let scenarios = Side::new(1, move || {
            customized.renew(hierarchy, subject.metric.clone());
            black_box(customized.differences(hierarchy, &closures));
        });
        let name = ("16 scenarios at once, to one", layer, "own full");
        rows.push(compare(name, turns, scenarios, full()));
    }
    let metrics: Vec<Metric> = vec![subject.metric.clone(); 16];
    let mut batches = hierarchy.customize_batches(&metrics);
    let batch = Side::new(1, move || {
        for (batch, metrics) in batches.iter_mut().zip(metrics.chunks(corridor_routing::BATCH)) {
            batch.renew(hierarchy, metrics.to_vec());
        }
    });
    rows.push(compare(
        ("16 whole metrics at once, to one", layer, "own full"),
        turns,
        batch,
        full(),
    ));
    rows
}

fn one_to_all(subject: &Subject, turns: usize) -> Vec<Row> {
    let layer = subject.layer.name();
    let hierarchy = subject.graph.hierarchy();
    let perfect = Perfect::new(hierarchy, &subject.customized);
    let everywhere = Targets::all(&perfect, Direction::Forward);
    let topology = subject.graph.topology();
    let sources: Vec<Ends> = subject.pairs.iter().map(|(from, _)| ends(*from).to_vec()).collect();
    let nodes = hierarchy.node_count();
    let dijkstra = || {
        let mut search = Search::new(nodes, Direction::Forward);
        let (topology, sources) = (&topology, &sources);
        Side::new(4, move || {
            for source in &sources[..4] {
                search.run(topology, &subject.metric, source, |_, _| false);
            }
        })
    };
    let alone = {
        let mut sweeper = Sweeper::new(&everywhere);
        let sources = &sources[..16];
        Side::new(sources.len(), move || {
            for source in sources {
                sweeper.run(std::slice::from_ref(source));
                black_box(sweeper.weight(0, 0));
            }
        })
    };
    let together = {
        let mut sweeper = Sweeper::new(&everywhere);
        let sources = &sources[..2 * LANES];
        Side::new(sources.len(), move || {
            for some in sources.chunks(LANES) {
                sweeper.run(some);
                black_box(sweeper.weight(0, 0));
            }
        })
    };
    let written_out = {
        let mut sweeper = Sweeper::new(&everywhere);
        let sources = &sources[..2 * LANES];
        let mut weights = vec![0; sources.len() * nodes];
        Side::new(sources.len(), move || sweeper.sweep(sources, &mut weights))
    };
    vec![
        compare(("one to all, alone", layer, NAMES[1]), turns, alone, dijkstra()),
        compare(("one to all, in batches", layer, NAMES[1]), turns, together, dijkstra()),
        compare(("one to all, rows written out", layer, NAMES[1]), turns, written_out, dijkstra()),
    ]
}

fn matrices(subject: &Subject, turns: usize) -> Result<Vec<Row>> {
    let layer = subject.layer.name();
    let hierarchy = subject.graph.hierarchy();
    let perfect = Perfect::new(hierarchy, &subject.customized);
    let points = |take: &dyn Fn(&(NodeId, NodeId)) -> NodeId| -> Vec<Ends> {
        subject.pairs.iter().map(|pair| ends(take(pair)).to_vec()).collect()
    };
    let (sources, targets) = (points(&|p| p.0), points(&|p| p.1));
    let thousand = Side::new(sources.len() * targets.len(), || {
        let part = Targets::new(&perfect, &targets, Direction::Forward);
        let mut weights = vec![0; sources.len() * targets.len()];
        Sweeper::new(&part).sweep(&sources, &mut weights);
        black_box(weights);
    });
    let mut rows = Vec::new();
    let mut thousand = Some(thousand);
    if let Some(peer) = &subject.peer {
        let mut calculator = fast_paths::create_calculator(&peer.graph);
        let pair_by_pair = Side::new(subject.pairs.len(), || {
            for (from, to) in &subject.pairs {
                black_box(calculator.calc_path(&peer.graph, from.index(), to.index()));
            }
        });
        let ours = thousand.take().expect("not yet taken");
        rows.push(compare(("1,000 x 1,000, per cell", layer, NAMES[0]), turns, ours, pair_by_pair));
    }
    let nodes: Vec<NodeId> = (0..hierarchy.node_count()).map(NodeId::from_index).collect();
    let mut draw = Draw(88_172_645_463_325_252);
    let many: Vec<Ends> = (0..10_000).map(|_| ends(draw.of(&nodes)).to_vec()).collect();
    let topology = subject.graph.topology();
    check_rows(subject, &perfect, &topology, &sources, &targets)?;
    let part = Targets::new(&perfect, &many, Direction::Forward);
    let mut sweeper = Sweeper::new(&part);
    let mut weights = vec![0; 512 * many.len()];
    // A whole run is rows like these; targets are selected once for all of them.
    let ours = Side::new(weights.len(), || sweeper.sweep(&many[..512], &mut weights));
    let mut search = Search::new(hierarchy.node_count(), Direction::Forward);
    let mut row = vec![Weight::ZERO; many.len()];
    let theirs = Side::new(2 * many.len(), || {
        for source in &many[..2] {
            search.run(&topology, &subject.metric, source, |_, _| false);
            for (cell, target) in row.iter_mut().zip(&many) {
                *cell = search.distance(target[0].0);
            }
        }
    });
    rows.push(compare(("10,000 x 10,000, per cell", layer, NAMES[1]), turns, ours, theirs));
    Ok(rows)
}

/// From a closure to the matrix of all ports: what a changed scenario waits for.
fn ports(subject: &Subject, turns: usize) -> Option<Row> {
    let closure = subject.closures.iter().max_by_key(|edges| edges.len())?;
    if subject.ports.is_empty() {
        return None;
    }
    let hierarchy = subject.graph.hierarchy();
    let ports: Vec<Ends> = subject.ports.iter().map(|port| ends(*port).to_vec()).collect();
    let mut customized = subject.customized.clone();
    let closed: Vec<_> = closure.iter().map(|e| (*e, Weight::INFINITY)).collect();
    let ours = Side::new(1, || {
        let difference = customized.change(hierarchy, &closed);
        let perfect = Perfect::new(hierarchy, &customized);
        let part = Targets::new(&perfect, &ports, Direction::Forward);
        black_box(corridor_routing::many_to_many(&part, &ports));
        customized.take_back(&difference);
    });
    let topology = subject.graph.topology();
    let mut search = Search::new(hierarchy.node_count(), Direction::Forward);
    let mut rows = vec![Weight::ZERO; ports.len()];
    // A few rows, for all of them.
    let some = 10;
    let theirs = Side::new(1, || {
        for port in &ports[..some] {
            search.run(&topology, &subject.metric, port, |_, _| false);
            for (cell, to) in rows.iter_mut().zip(&ports) {
                *cell = search.distance(to[0].0);
            }
        }
    });
    let name = ("all ports to all after a closure", subject.layer.name(), NAMES[1]);
    let mut row = compare(name, turns, ours, theirs);
    let whole = ports.len() as f64 / some as f64;
    row.peer_ns *= whole;
    row.ratio *= whole;
    row.spread = row.spread.map(|ratio| ratio * whole);
    Some(row)
}

fn check_rows(
    subject: &Subject,
    perfect: &Perfect<'_>,
    topology: &Topology,
    sources: &[Ends],
    targets: &[Ends],
) -> Result<()> {
    let part = Targets::new(perfect, targets, Direction::Forward);
    let mut weights = vec![0; 17 * targets.len()];
    Sweeper::new(&part).sweep(&sources[..17], &mut weights);
    let mut search = Search::new(topology.node_count(), Direction::Forward);
    for (source, row) in sources[..17].iter().zip(weights.chunks(targets.len())) {
        search.run(topology, &subject.metric, source, |_, _| false);
        for (target, weight) in targets.iter().zip(row) {
            ensure!(search.distance(target[0].0) == Weight::new(*weight), "a cell is wrong");
        }
    }
    Ok(())
}

fn two_threads(subject: &Subject, turns: usize) -> Result<Vec<Row>> {
    let layer = subject.layer.name();
    let hierarchy = subject.graph.hierarchy();
    let pool = |threads| rayon::ThreadPoolBuilder::new().num_threads(threads).build();
    let (one, two) = (pool(1)?, pool(2)?);
    let full = |pool: rayon::ThreadPool| {
        let mut customized = subject.customized.clone();
        Side::new(1, move || {
            pool.install(|| customized.renew(hierarchy, subject.metric.clone()));
        })
    };
    let customize = compare(
        ("customize, two threads to one", layer, "own, one thread"),
        turns,
        full(two),
        full(one),
    );
    let perfect = Perfect::new(hierarchy, &subject.customized);
    let points: Vec<Ends> = subject.pairs.iter().map(|(from, _)| ends(*from).to_vec()).collect();
    let part = Targets::new(&perfect, &points, Direction::Forward);
    let (one, two) = (pool(1)?, pool(2)?);
    let matrix = |pool: rayon::ThreadPool| {
        let (part, points) = (&part, &points);
        Side::new(1, move || {
            pool.install(|| black_box(corridor_routing::many_to_many(part, points)));
        })
    };
    let matrix = compare(
        ("1,000 x 1,000, two threads to one", layer, "own, one thread"),
        turns,
        matrix(two),
        matrix(one),
    );
    Ok(vec![customize, matrix])
}
