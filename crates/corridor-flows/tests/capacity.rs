//! Equilibria with hard capacities, against other ways to find them and against answers by hand.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use corridor_flows::capacity::{
    Demand, Grams, Loaded, Nests, Problem, Route, Settings, log_path_sizes, scale_for, solve,
};

fn route(cost: f64, facilities: &[u32]) -> Route {
    Route { cost, log_size: 0.0, facilities: facilities.to_vec() }
}

fn demand(tonnes: f64, hour: f64, scale: f64, routes: Vec<Route>) -> Demand {
    let amount = Grams::from_tonnes(tonnes).unwrap();
    Demand { amount, hour, scale, forgone: 1000.0, forgone_scale: 4.0 * scale, routes, nests: None }
}

fn solved(problem: &Problem) -> Loaded {
    let found = solve(problem, Settings::default()).unwrap();
    let a = found.accuracy;
    assert!(a.has_converged, "{a:?}");
    assert!(a.excess <= 1e-8 && a.complementarity <= 1e-7, "{a:?}");
    assert!(a.relative_gap <= 1e-8, "{a:?}");
    found
}

/// Three zones, four facilities, two classes with their own value of time.
fn small() -> Problem {
    let size = |mut route: Route, log_size: f64| {
        route.log_size = log_size;
        route
    };
    let demands = vec![
        demand(
            900.0,
            2.0,
            0.05,
            vec![route(100.0, &[0, 1]), route(120.0, &[2]), route(150.0, &[3])],
        ),
        demand(400.0, 8.0, 0.03, vec![route(110.0, &[0]), size(route(115.0, &[1, 2]), -0.4)]),
        demand(700.0, 0.5, 0.08, vec![route(60.0, &[1]), route(70.0, &[0, 3]), route(90.0, &[])]),
    ];
    Problem { demands, capacities: vec![Some(500.0), Some(600.0), Some(450.0), None] }
}

/// Waits by another method: each facility in turn gets the wait that fills it exactly, by bisection.
fn by_bisection(problem: &Problem) -> Vec<f64> {
    let flows = |waits: &[f64]| {
        let mut flows = vec![0.0; waits.len()];
        for demand in &problem.demands {
            let cost = |r: &Route| {
                let wait: f64 = r.facilities.iter().map(|&f| waits[f as usize]).sum();
                r.cost + demand.hour * wait
            };
            let parts: Vec<f64> =
                demand.routes.iter().map(|r| (r.log_size - demand.scale * cost(r)).exp()).collect();
            let total: f64 = parts.iter().sum();
            let expected = -total.ln() / demand.scale;
            let stays = (demand.forgone_scale * (expected - demand.forgone)).exp();
            for (r, part) in demand.routes.iter().zip(&parts) {
                for &f in &r.facilities {
                    flows[f as usize] += demand.amount.tonnes() * part / total / (1.0 + stays);
                }
            }
        }
        flows
    };
    let mut waits = vec![0.0; problem.capacities.len()];
    for _ in 0..2000 {
        for (id, capacity) in problem.capacities.iter().enumerate() {
            let Some(capacity) = capacity else { continue };
            let mut with = |wait: f64| {
                waits[id] = wait;
                flows(&waits)[id]
            };
            if with(0.0) <= *capacity {
                continue;
            }
            let (mut low, mut high) = (0.0, 1e4);
            for _ in 0..80 {
                let middle = f64::midpoint(low, high);
                if with(middle) > *capacity { low = middle } else { high = middle }
            }
            with(high);
        }
    }
    waits
}

#[test]
fn waits_are_those_of_another_method() {
    let problem = small();
    let found = solved(&problem);
    let expected = by_bisection(&problem);
    assert!(expected.iter().filter(|wait| **wait > 0.1).count() >= 2, "{expected:?}");
    for (wait, expected) in found.waits.iter().zip(&expected) {
        assert!((wait - expected).abs() < 1e-6, "{:?} {expected:?}", found.waits);
    }
}

#[test]
fn with_a_sharp_choice_waits_are_the_multipliers_of_the_linear_programme() {
    // 4 of 10 t fit on the way that is USD 4 cheaper; the others pay 4 more, so at USD 2 an hour the
    // queue takes 2 hours.
    let two = |scale| Problem {
        demands: vec![demand(10.0, 2.0, scale, vec![route(10.0, &[0]), route(14.0, &[1])])],
        capacities: vec![Some(4.0), None],
    };
    for (scale, within) in [(1.0, 0.5), (100.0, 5e-3), (1e4, 5e-5)] {
        let found = solved(&two(scale));
        assert!((found.waits[0] - 2.0).abs() < within, "{scale}: {:?}", found.waits);
        assert_eq!(found.flows[0], Grams(4_000_000));
        assert_eq!(found.waits[1], 0.0);
    }
}

#[test]
fn what_a_cut_cannot_carry_stays_and_is_told() {
    // All ways lead through facility 0, which takes 30 of 100 t; who values shipping most goes.
    let mut problem = Problem {
        demands: vec![
            demand(60.0, 1.0, 0.05, vec![route(100.0, &[0]), route(130.0, &[0, 1])]),
            demand(40.0, 3.0, 0.05, vec![route(90.0, &[0])]),
        ],
        capacities: vec![Some(30.0), Some(50.0)],
    };
    let found = solved(&problem);
    let unserved: Grams = found.shipped.iter().map(|s| s.unserved).sum();
    assert_eq!(unserved, Grams(70_000_000));
    assert_eq!(found.flows[0], Grams(30_000_000));
    // The cost of waiting makes up for the value of the goods.
    assert!(found.waits[0] > 200.0, "{:?}", found.waits);
    // A closure drops routes: then all stays, and nobody waits.
    problem.demands.iter_mut().for_each(|d| d.routes.clear());
    let found = solved(&problem);
    assert_eq!(found.shipped.iter().map(|s| s.unserved).sum::<Grams>(), Grams(100_000_000));
    assert_eq!(found.waits, [0.0, 0.0]);
}

#[test]
fn without_shortage_nothing_stays_and_nobody_waits() {
    let mut problem = small();
    problem.capacities = vec![Some(5000.0); 4];
    let found = solved(&problem);
    assert_eq!(found.waits, [0.0; 4]);
    assert_eq!(found.shipped.iter().map(|s| s.unserved).sum::<Grams>(), Grams(0));
    let free = Settings { with_capacities: false, ..Settings::default() };
    assert_eq!(solve(&small(), free).unwrap().flows, found.flows);
}

/// Many demands over many facilities, from a fixed sequence of numbers.
fn large(demands: usize, facilities: u32, tightness: f64) -> Problem {
    let mut state = 7_u64;
    let mut next = move || {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 11) as f64 / (1_u64 << 53) as f64
    };
    let classes = [(0.05, 0.06), (0.4, 0.03), (1.5, 0.02)];
    let demands: Vec<Demand> = (0..demands)
        .map(|at| {
            let (hour, scale) = classes[at % 3];
            let routes = (0..6)
                .map(|_| {
                    let mut used: Vec<u32> =
                        (0..4).map(|_| (next() * f64::from(facilities)) as u32).collect();
                    used.sort_unstable();
                    used.dedup();
                    let mut route = route(100.0 * (1.0 + next() * 0.5), &used);
                    route.log_size = -next() * 0.5;
                    route
                })
                .collect();
            demand(10.0 + 1000.0 * next() * next(), hour, scale, routes)
        })
        .collect();
    let free = Settings { with_capacities: false, ..Settings::default() };
    let mut problem = Problem { demands, capacities: vec![None; facilities as usize] };
    let flows = solve(&problem, free).unwrap().flows;
    let capacity = |flow: &Grams| Some(flow.tonnes().max(1.0) * (0.5 + next()) * tightness);
    problem.capacities = flows.iter().map(capacity).collect();
    problem
}

#[test]
fn many_facilities_are_filled_exactly_and_threads_change_no_bit() {
    let problem = large(3000, 120, 1.2);
    let with = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| solved(&problem))
    };
    let one = with(1);
    assert!(one.waits.iter().filter(|wait| **wait > 0.0).count() > 20);
    println!("{:?}", one.accuracy);
    assert_eq!(one, with(2));
    assert_eq!(one, with(7));
}

#[test]
fn demand_far_above_all_capacity_is_solved() {
    let problem = large(600, 40, 0.3);
    let found = solved(&problem);
    println!("{:?}", found.accuracy);
    let unserved: Grams = found.shipped.iter().map(|s| s.unserved).sum();
    assert!(unserved > Grams(0));
}

#[test]
fn parts_sum_to_the_whole_exactly() {
    let problem = large(300, 30, 0.9);
    let found = solved(&problem);
    let mut flows = vec![Grams(0); 30];
    for (demand, shipped) in problem.demands.iter().zip(&found.shipped) {
        let mut sum: Grams = shipped.by_route.iter().copied().sum();
        sum += shipped.unserved;
        assert_eq!(sum, demand.amount);
        for (route, &mass) in demand.routes.iter().zip(&shipped.by_route) {
            route.facilities.iter().for_each(|&f| flows[f as usize] += mass);
        }
    }
    assert_eq!(flows, found.flows);
}

#[test]
fn a_tenth_dearer_leaves_65_to_35() {
    let scale = scale_for(0.65, 80.0).unwrap();
    let routes = vec![route(80.0, &[]), route(88.0, &[])];
    let problem = Problem { demands: vec![demand(100.0, 1.0, scale, routes)], capacities: vec![] };
    let found = solved(&problem);
    assert_eq!(found.shipped[0].by_route, [Grams(65_000_000), Grams(35_000_000)]);
    assert!(scale_for(0.5, 80.0).is_none() && scale_for(0.65, 0.0).is_none());
}

#[test]
fn routes_that_are_nearly_the_same_count_nearly_once() {
    // Two routes share nine tenths, the third nothing.
    let routes = vec![vec![(1, 9.0), (2, 1.0)], vec![(1, 9.0), (3, 1.0)], vec![(4, 10.0)]];
    let sizes = log_path_sizes(&routes);
    assert!((sizes[0] - 0.55_f64.ln()).abs() < 1e-12 && sizes[0] == sizes[1]);
    assert_eq!(sizes[2], 0.0);
}

#[test]
fn figures_without_sense_are_refused() {
    let mut problem = small();
    problem.capacities[0] = Some(0.0);
    assert_eq!(solve(&problem, Settings::default()).unwrap_err().code, "capacity-invalid");
    let mut problem = small();
    problem.demands[1].hour = 0.0;
    assert_eq!(solve(&problem, Settings::default()).unwrap_err().code, "demand-invalid");
    let mut problem = small();
    problem.demands[1].routes[0].facilities.push(9);
    assert_eq!(solve(&problem, Settings::default()).unwrap_err().code, "facility-unknown");
    assert!(Grams::from_tonnes(-1.0).is_none() && Grams::from_tonnes(f64::NAN).is_none());
}

/// [`small`] with the first two routes of every demand in one nest.
fn nested(scale: f64) -> Problem {
    let mut problem = small();
    for demand in &mut problem.demands {
        let of = (0..demand.routes.len() as u32).map(|at| at.saturating_sub(1)).collect();
        demand.nests = Some(Nests { of, scale: scale * demand.scale });
    }
    problem
}

#[test]
fn nests_as_sharp_as_the_choice_among_them_change_nothing() {
    let (plain, same) = (solved(&small()), solved(&nested(1.0)));
    for (a, b) in plain.waits.iter().zip(&same.waits) {
        assert!((a - b).abs() < 1e-6, "{:?} {:?}", plain.waits, same.waits);
    }
    assert!(solve(&nested(0.5), Settings::default()).is_err());
}

#[test]
fn in_a_nest_the_cheaper_route_gets_more_and_the_nest_gets_its_share_by_what_both_cost() {
    let routes = vec![route(100.0, &[]), route(110.0, &[]), route(105.0, &[])];
    let mut one = demand(1000.0, 1.0, 0.05, routes);
    one.forgone = 1e6;
    one.nests = Some(Nests { of: vec![0, 0, 1], scale: 0.3 });
    let found = solved(&Problem { demands: vec![one], capacities: Vec::new() });
    // By hand: the nest costs 100 - ln(1 + exp(-3)) / 0.3.
    let nest = 100.0 - (1.0 + (-3.0_f64).exp()).ln() / 0.3;
    let of_nest = 1.0 / (1.0 + (-0.05 * (105.0 - nest)).exp());
    let first = of_nest / (1.0 + (-3.0_f64).exp());
    let expected = [first, of_nest - first, 1.0 - of_nest];
    for (grams, share) in found.shipped[0].by_route.iter().zip(expected) {
        assert!((grams.tonnes() - 1000.0 * share).abs() < 1e-3, "{:?}", found.shipped);
    }
    let all = nest - (1.0 + (-0.05 * (105.0 - nest)).exp()).ln() / 0.05;
    assert!((found.shipped[0].expected - all).abs() < 1e-9);
}

#[test]
fn full_facilities_have_waits_in_nests_too() {
    // `solved` holds excess, complementarity and the gap; the second derivatives are right if few steps do.
    let found = solved(&nested(5.0));
    assert!(found.waits.iter().filter(|wait| **wait > 0.1).count() >= 2, "{:?}", found.waits);
    assert!(found.accuracy.steps <= 12, "{:?}", found.accuracy);
}
