//! Equilibria on networks small enough to know the answer, and on those of the TNTP collection.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use corridor_flows::road::{Delay, Equilibrium, Link, Network, Options, RouteChoice, Trips, solve};
use corridor_flows::tntp;
use std::path::PathBuf;

/// Folder with the TNTP collection, which may not be shipped. Tests that need it are skipped without.
const TNTP: &str = "CORRIDOR_TNTP";

fn link(from: u32, to: u32, free: f64, slope: f64) -> Link {
    // Cost free + slope * flow, as free * (1 + b * flow / 1).
    let delay = Delay::new(free, 0.0, slope / free, 1.0, 1.0).unwrap();
    Link { from, to, delay }
}

fn to_gap(network: &Network, trips: &[Trips], tolerance: f64) -> Equilibrium {
    solve(network, trips, Options { tolerance, ..Options::default() }).unwrap()
}

/// Braess's network: zones 0 and 1, nodes 2 and 3, and a link from 2 to 3 that harms all.
fn braess() -> (Network, Vec<Trips>) {
    let links = vec![
        link(0, 2, 1e-9, 10.0),
        link(0, 3, 50.0, 1.0),
        link(2, 1, 50.0, 1.0),
        link(2, 3, 10.0, 1.0),
        link(3, 1, 1e-9, 10.0),
    ];
    let network = Network { zones: 2, nodes: 4, first_through: 0, links };
    (network, vec![Trips { origin: 0, destination: 1, amount: 6.0 }])
}

#[test]
fn the_three_paths_of_braess_cost_the_same() {
    let (network, trips) = braess();
    let found = to_gap(&network, &trips, 1e-12);
    // Two trips on each path, each path costs 92: the textbook answer.
    for (flow, expected) in found.flows.iter().zip([4.0, 2.0, 2.0, 2.0, 4.0]) {
        assert!((flow - expected).abs() < 1e-6, "{:?}", found.flows);
    }
    assert!((found.total_cost - 552.0).abs() < 1e-6);
    assert!((found.beckmann - 386.0).abs() < 1e-6, "{}", found.beckmann);
    assert!(found.has_converged && found.paths == 3);
}

#[test]
fn without_the_extra_link_all_are_faster() {
    let (mut network, trips) = braess();
    network.links.remove(3);
    let found = to_gap(&network, &trips, 1e-12);
    assert!((found.total_cost - 6.0 * 83.0).abs() < 1e-6);
}

#[test]
fn all_or_nothing_takes_the_cheapest_empty_way() {
    let (network, trips) = braess();
    let options = Options { choice: RouteChoice::AllOrNothing, ..Options::default() };
    let found = solve(&network, &trips, options).unwrap();
    assert_eq!(found.flows, [6.0, 0.0, 0.0, 6.0, 6.0]);
    // 60 + 16 + 60 a trip, against 110 by the two others.
    assert!((found.relative_gap - (136.0 - 110.0) / 136.0).abs() < 1e-9);
}

#[test]
fn zones_that_may_not_be_passed_through_are_not() {
    // 0 -> 2 -> 1 is short and leads through a zone; 0 -> 3 -> 1 does not.
    let links = vec![
        link(0, 2, 1.0, 0.0),
        link(2, 1, 1.0, 0.0),
        link(0, 3, 5.0, 0.0),
        link(3, 1, 5.0, 0.0),
    ];
    let mut network = Network { zones: 3, nodes: 4, first_through: 3, links };
    let trips = [Trips { origin: 0, destination: 1, amount: 2.0 }];
    assert_eq!(to_gap(&network, &trips, 1e-9).flows, [0.0, 0.0, 2.0, 2.0]);
    network.first_through = 0;
    assert_eq!(to_gap(&network, &trips, 1e-9).flows, [2.0, 2.0, 0.0, 0.0]);
}

#[test]
fn pairs_without_a_way_and_trips_without_sense_are_refused() {
    let (network, _) = braess();
    let ask = |origin, destination, amount| {
        solve(&network, &[Trips { origin, destination, amount }], Options::default())
    };
    let fault = ask(1, 0, 3.0).unwrap_err();
    assert_eq!(fault.code, "pair-disconnected");
    assert!(fault.reason.contains("zone 2 to zone 1"), "{fault}");
    assert_eq!(ask(0, 1, -1.0).unwrap_err().code, "trips-invalid");
    assert_eq!(ask(0, 1, f64::NAN).unwrap_err().code, "trips-invalid");
    assert_eq!(ask(0, 2, 1.0).unwrap_err().code, "zone-unknown");
    let within = ask(0, 0, 5.0).unwrap();
    assert_eq!((within.trips, within.trips_within, within.relative_gap), (0.0, 5.0, 0.0));
}

#[test]
fn the_number_of_threads_changes_no_bit() {
    let (network, trips) = grid(9);
    let with = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| to_gap(&network, &trips, 1e-9))
    };
    let one = with(1);
    assert!(one.has_converged && one.paths > trips.len());
    assert_eq!(one, with(2));
    assert_eq!(one, with(7));
}

/// A grid of two-way links, all nodes zones, congested.
fn grid(side: u32) -> (Network, Vec<Trips>) {
    let mut links = Vec::new();
    let mut both = |a: u32, b: u32| {
        for (from, to) in [(a, b), (b, a)] {
            let free = 1.0 + f64::from((from * 7 + to * 13) % 10) / 10.0;
            let delay = Delay::new(free, 0.0, 0.15, 60.0, 4.0).unwrap();
            links.push(Link { from, to, delay });
        }
    };
    for y in 0..side {
        for x in 0..side {
            let at = y * side + x;
            if x + 1 < side {
                both(at, at + 1);
            }
            if y + 1 < side {
                both(at, at + side);
            }
        }
    }
    let nodes = (side * side) as usize;
    let mut trips = Vec::new();
    for origin in 0..side * side {
        for destination in (0..side * side).step_by(5) {
            let amount = 0.5 + f64::from((origin * 31 + destination * 17) % 7) / 4.0;
            trips.push(Trips { origin, destination, amount });
        }
    }
    (Network { zones: nodes, nodes, first_through: 0, links }, trips)
}

#[test]
fn objectives_and_flows_are_the_best_known() {
    let Some(folder) = std::env::var_os(TNTP).map(PathBuf::from) else { return };
    // The objectives that the collection states, here with all the digits of its flow files.
    for (name, best) in [
        ("SiouxFalls", 4_231_335.287_107_44),
        ("Anaheim", 1_286_032.171_096_03),
        ("Winnipeg", 827_911.494_629_963),
        ("Chicago-Sketch", 17_313_018.738_747_7),
    ] {
        let problem = tntp::read(&folder.join(name), None, None).unwrap();
        let start = std::time::Instant::now();
        let found = to_gap(&problem.network, &problem.trips, 1e-10);
        let off = (found.beckmann - best) / best;
        println!(
            "{name}: {:.1e} off, gap {:.1e}, {} rounds, {} paths, {:.2} s",
            off,
            found.relative_gap,
            found.rounds,
            found.paths,
            start.elapsed().as_secs_f64()
        );
        assert!(found.has_converged && off.abs() < 1e-9, "{name}: {off}");
    }
}
