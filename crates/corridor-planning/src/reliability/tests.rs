use super::element::{Law, Spreads};
use super::*;
use crate::itinerary::LegKind;
use crate::price::{ChargeKind, Component};
use crate::vehicle::DistanceBasis;
use corridor_network::{Columns, LngLat, Mode, Parts};
use std::collections::BTreeSet;

fn network() -> Network {
    let columns = Columns {
        first_bend: vec![0],
        feature_sets: vec![Vec::new()].into(),
        ..Columns::default()
    };
    Network::new(Parts { columns, ..Parts::default() }, "test".into()).unwrap()
}

fn leg(kind: LegKind, country: &str, from: f64, hours: f64) -> Leg {
    let of_kind = match kind {
        LegKind::Move(_) => ChargeKind::Run,
        LegKind::Transfer => ChargeKind::Transfer,
        LegKind::Wait => ChargeKind::Wait,
        LegKind::Border => ChargeKind::Border,
    };
    let element = crate::Element {
        kind: of_kind,
        component: Component::Freight,
        hours,
        usd: 0.0,
        ttw_kg: 0.0,
        wtt_kg: 0.0,
        parameters: Vec::new(),
    };
    Leg {
        kind,
        from: LngLat::new(from, 10.0).unwrap(),
        to: LngLat::new(from + 1.0, 10.0).unwrap(),
        km: 100.0,
        hours,
        usd: 0.0,
        kg: 0.0,
        elements: vec![element],
        vehicle: None,
        distance_basis: DistanceBasis::Actual,
        countries: vec![country.parse().unwrap()],
        terminal: None,
        feature: None,
        quote: None,
        sources: BTreeSet::new(),
        edges: Vec::new(),
        access: Default::default(),
    }
}

fn chain() -> Vec<Leg> {
    vec![
        leg(LegKind::Move(Mode::Road), "IN", 0.0, 5.0),
        leg(LegKind::Transfer, "IN", 1.0, 32.0),
        leg(LegKind::Wait, "IN", 1.0, 84.0),
        leg(LegKind::Move(Mode::Sea), "IR", 1.0, 90.0),
        leg(LegKind::Border, "IR", 2.0, 24.0),
        leg(LegKind::Move(Mode::Rail), "RU", 2.0, 70.0),
        leg(LegKind::Transfer, "RU", 3.0, 24.0),
    ]
}

const DRAWS: Draws = Draws { seed: 7, count: 2000 };

fn one(legs: &[Leg], draws: Draws, deadline_h: Option<f64>) -> Reliability {
    let network = network();
    assess(&network, Parameters::shipped(), &[legs], draws, deadline_h)[0]
}

#[test]
fn percentiles_are_ordered_and_the_median_lies_below_the_mean() {
    let r = one(&chain(), DRAWS, None);
    assert!(r.p10_h < r.p50_h && r.p50_h < r.p80_h && r.p80_h < r.p90_h, "{r:?}");
    assert!(r.p50_h < r.mean_h, "{r:?}");
    assert_eq!(r.buffer_h(), r.p90_h - r.p50_h);
    assert_eq!(r.on_time, None);
}

#[test]
fn quantiles_are_the_least_values_that_enough_do_not_exceed() {
    let mut values: Vec<f64> = (1..=10).rev().map(f64::from).collect();
    assert_eq!(quantiles(&mut values, [0.1, 0.5, 0.8, 0.9]), [1.0, 5.0, 8.0, 9.0]);
    assert_eq!(quantiles(&mut [3.0], [0.1, 0.5, 0.8, 0.9]), [3.0; 4]);
}

#[test]
fn more_draws_come_nearer_to_the_planned_mean() {
    let legs = chain();
    let planned: f64 = legs.iter().map(|leg| leg.hours).sum();
    let off = |count| {
        let seeds = 0..8;
        let off =
            seeds.map(|seed| (one(&legs, Draws { seed, count }, None).mean_h - planned).abs());
        off.sum::<f64>() / 8.0
    };
    let (few, many) = (off(50), off(20_000));
    assert!(many < few / 4.0 && many < planned / 200.0, "{few} {many} of {planned}");
}

#[test]
fn the_same_seed_gives_the_same_answer_on_any_thread_and_another_seed_another() {
    let legs = chain();
    let here = one(&legs, DRAWS, Some(300.0));
    let there: Vec<Reliability> = std::thread::scope(|scope| {
        let run = || scope.spawn(|| one(&legs, DRAWS, Some(300.0)));
        let runs: Vec<_> = (0..4).map(|_| run()).collect();
        runs.into_iter().map(|run| run.join().unwrap()).collect()
    });
    assert!(there.iter().all(|r| *r == here));
    assert_ne!(one(&legs, Draws { seed: 8, ..DRAWS }, Some(300.0)), here);
}

#[test]
fn what_stands_beside_a_chain_does_not_change_it() {
    let network = network();
    let (first, mut second) = (chain(), chain());
    second.reverse();
    second.push(leg(LegKind::Move(Mode::Road), "KZ", 7.0, 11.0));
    let alone = one(&first, DRAWS, None);
    for chains in [[&first[..], &second[..]], [&second[..], &first[..]]] {
        let both = assess(&network, Parameters::shipped(), &chains, DRAWS, None);
        assert!(both.contains(&alone));
    }
}

#[test]
fn a_shared_leg_has_one_fortune() {
    // The difference of two chains that share all but a leg is that leg.
    let network = network();
    let shared = leg(LegKind::Move(Mode::Rail), "RU", 0.0, 200.0);
    let elements =
        |legs: &[Leg]| element::elements(&network, &Spreads::new(Parameters::shipped()), legs);
    let one = elements(&[shared.clone(), leg(LegKind::Border, "KZ", 5.0, 30.0)]);
    let other = elements(&[leg(LegKind::Move(Mode::Sea), "IN", 9.0, 70.0), shared]);
    assert_eq!(one[0], other[1]);
    assert_ne!(one[1].key, other[0].key);
}

#[test]
fn neighbours_in_a_country_fare_alike_and_strangers_less_so() {
    let mut factors = Factors::new(3, 20_000, &Spreads::new(Parameters::shipped()));
    let mut logs = |name: &str, group: &str| {
        let mut hours = vec![0.0; 20_000];
        let element = Element {
            key: element::key(name.as_bytes()),
            group: group.parse().unwrap(),
            mean_h: 50.0,
            law: Law::LogNormal(0.5),
        };
        factors.draw(&element, &mut hours);
        hours.into_iter().map(f64::ln).collect::<Vec<f64>>()
    };
    let (a, b, c) = (logs("a", "RU"), logs("b", "RU"), logs("c", "IN"));
    let mean = |x: &[f64]| x.iter().sum::<f64>() / x.len() as f64;
    let product = |x: &[f64], y: &[f64]| {
        let (mx, my) = (mean(x), mean(y));
        x.iter().zip(y).map(|(x, y)| (x - mx) * (y - my)).sum::<f64>()
    };
    let correlation = |x: &[f64], y: &[f64]| product(x, y) / (product(x, x) * product(y, y)).sqrt();
    // 0.3 of the country and 0.1 of the season; of strangers only the season's.
    assert!((correlation(&a, &b) - 0.4).abs() < 0.03, "{}", correlation(&a, &b));
    assert!((correlation(&a, &c) - 0.1).abs() < 0.03, "{}", correlation(&a, &c));
}

#[test]
fn a_later_deadline_is_kept_more_often() {
    let legs = chain();
    let kept = |hours: f64| one(&legs, DRAWS, Some(hours)).on_time.unwrap();
    let chances: Vec<f64> = (0..60).map(|n| kept(f64::from(n) * 15.0)).collect();
    assert!(chances.windows(2).all(|pair| pair[0] <= pair[1]), "{chances:?}");
    assert!(chances[0] == 0.0 && chances[59] > 0.999, "{chances:?}");
    let r = one(&legs, DRAWS, None);
    assert!((kept(r.p90_h) - 0.9).abs() < 1e-9);
}

#[test]
fn waits_are_even_over_the_headway_and_runs_spread_less_for_their_length() {
    let wait = one(&[leg(LegKind::Wait, "IN", 0.0, 84.0)], DRAWS, None);
    assert!((wait.p90_h - 151.2).abs() < 4.0 && (wait.p10_h - 16.8).abs() < 4.0, "{wait:?}");
    let part = |days: f64| {
        let r = one(&[leg(LegKind::Move(Mode::Rail), "RU", 0.0, days * 24.0)], DRAWS, None);
        r.buffer_h() / r.p50_h
    };
    assert!(part(2.0) > part(8.0) && part(8.0) > part(20.0));
}

#[test]
fn a_chain_of_nothing_takes_nothing() {
    let r = one(&[], DRAWS, Some(1.0));
    assert_eq!((r.p10_h, r.p90_h, r.on_time), (0.0, 0.0, Some(1.0)));
    let certain = one(&chain(), Draws { seed: 0, count: 0 }, None);
    assert!(certain.p10_h > 0.0, "at least one draw is made");
}
