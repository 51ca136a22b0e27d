//! A good itinerary over a small made-up network, broken in every way there is.

use super::*;
use crate::world::World;
use corridor_network::Facts;
use corridor_network::fact::AreaKind;
use jiff::civil::date;

mod good;
mod piped;

use good::Good;

/// Asserts that some problem is told with these words.
#[track_caller]
fn told(good: &Good, words: &str) {
    let problems = good.problems();
    assert!(problems.iter().any(|p| p.contains(words)), "{words:?} is not in {problems:#?}");
}

/// The good itinerary after a change.
fn changed(change: impl FnOnce(&mut Good)) -> Good {
    let mut good = Good::new();
    change(&mut good);
    good
}

/// The good itinerary in a world of other facts.
fn supposing(change: impl FnOnce(&mut Facts)) -> Good {
    changed(|good| good.suppose(change))
}

/// Adds to an element of a leg, to the leg and to the whole, so that all sums hold.
fn add(good: &mut Good, leg: usize, kind: crate::price::ChargeKind, hours: f64, usd: f64) {
    let itinerary = &mut good.itinerary;
    let leg = &mut itinerary.legs[leg];
    let element = leg.elements.iter_mut().find(|e| e.kind == kind).unwrap();
    element.hours += hours;
    element.usd += usd;
    leg.hours += hours;
    leg.usd += usd;
    itinerary.hours += hours;
    itinerary.usd += usd;
}

/// Legs of the good itinerary, by what they are.
const ROAD: usize = 0;
const SEA: usize = 3;
const WAIT_RAIL: usize = 5;
const RAIL: usize = 6;
const BORDER: usize = 7;

#[test]
fn the_good_itinerary_has_no_problem() {
    use LegKind::{Border, Move, Transfer, Wait};
    let good = Good::new();
    assert_eq!(good.problems(), Vec::<String>::new());
    let kinds: Vec<_> = good.itinerary.legs.iter().map(|leg| leg.kind).collect();
    assert_eq!(
        kinds,
        [
            Move(Mode::Road),
            Transfer,
            Wait,
            Move(Mode::Sea),
            Transfer,
            Wait,
            Move(Mode::Rail),
            Border,
            Move(Mode::Rail),
            Transfer,
            Wait,
            Move(Mode::Ferry),
        ]
    );
}

#[test]
fn boxes_of_any_number_have_no_problem() {
    for teu in [0.5, 1.0, 1.7, 3.0, 62.0] {
        assert_eq!(Good::of(Some(teu)).problems(), Vec::<String>::new(), "{teu} TEU");
    }
}

#[test]
fn the_way_hangs_together() {
    told(&changed(|g| g.itinerary.edges.swap(3, 4)), "does not continue");
    told(
        &changed(|g| {
            g.itinerary.legs[SEA].edges.remove(1);
        }),
        "of the legs is",
    );
    told(&changed(|g| g.itinerary.legs[SEA].edges.swap(0, 1)), "of the legs is");
    told(&changed(|g| g.itinerary.legs[RAIL].kind = LegKind::Move(Mode::Road)), "goes over");
    told(&changed(|g| g.itinerary.legs[SEA].to = good::at(50)), "from its course");
    told(&changed(|g| g.itinerary.legs[BORDER].from = good::at(50)), "the one before ended");
    told(&changed(|g| g.ends[0].at = good::at(40)), "not at the place asked for");
    told(&changed(|g| g.ends[1].terminal = None), "not at the place asked for");
    told(&changed(|g| g.itinerary.edges.clear()), "has no edge");
    told(&changed(|g| g.itinerary.legs.clear()), "has no leg");
}

#[test]
fn a_one_way_road_is_driven_one_way_at_its_own_speed() {
    let against = changed(|g| g.itinerary.edges[0] = g.itinerary.edges[0].reverse());
    told(&against, "goes against a one-way road");
    assert!(!supposing(|f| f.way_classes[0].kmh = Some(20.0)).problems().is_empty());
    assert!(!supposing(|f| f.way_classes[0].kmh = None).problems().is_empty());
}

#[test]
fn legs_follow_from_the_edges() {
    told(
        &changed(|g| drop(g.itinerary.legs.remove(WAIT_RAIL))),
        "leg 6 is Move(Rail), expected Wait",
    );
    told(
        &changed(|g| drop(g.itinerary.legs.remove(BORDER))),
        "leg 8 is Move(Rail), expected Border",
    );
    told(&changed(|g| drop(g.itinerary.legs.pop())), "leg 12 is nothing, expected Move(Ferry)");
    let without_border = changed(|g| {
        let edges = [g.itinerary.edges[9], g.itinerary.edges[11]];
        g.itinerary.edges.splice(9..12, edges);
    });
    told(&without_border, "without a border between them");
    told(&changed(|g| drop(g.itinerary.edges.drain(7..9))), "without a transfer");
}

#[test]
fn labels_are_those_of_the_edges() {
    let india = "IN".parse().unwrap();
    told(&changed(|g| g.itinerary.legs[RAIL].countries = vec![india]), "is said to go through");
    told(
        &changed(|g| {
            g.itinerary.features.pop();
        }),
        "is said to use",
    );
    let other = supposing(|f| f.corridors[0].through[0] = vec!["country:DE".to_owned()]);
    told(&other, "not all its steps");
    let excluded = supposing(|f| f.corridors[0].not_through = vec!["kara".to_owned()]);
    told(&excluded, "corridor by-suez is named, but");
}

#[test]
fn what_is_shut_or_avoided_is_not_used() {
    let shut = supposing(|f| f.passages[0].status = good::shut());
    told(&shut, "uses suez, which is Closed on 2026-08-15");
    told(&supposing(|f| f.borders[0].status = good::shut()), "uses post, which is Closed");
    told(&supposing(|f| f.lines[0].status = good::shut()), "uses suez-canal, which is Closed");
    let season = corridor_network::fact::Season { from: [3, 1], until: [4, 30] };
    told(&supposing(|f| f.services[0].season = Some(season)), "[4, 30] only, not on 2026-08-15");
    let arctic = supposing(|f| f.passages[0].kind = corridor_network::fact::PassageKind::Arctic);
    told(&arctic, "an Arctic way that is not allowed");
    let suez = Good::new().network.feature("suez").unwrap();
    told(&changed(|g| g.conditions.avoid_features = vec![suez]), "uses suez, which is avoided");
    let china = vec!["CN".parse().unwrap()];
    told(&changed(|g| g.conditions.avoid_countries = china), "enters CN, which is avoided");
    let china = vec!["CN".parse().unwrap()];
    told(&changed(|g| g.conditions.no_transit = china), "goes through CN, which refuses it");
    let strict = changed(|g| g.conditions.strict_status = true);
    told(&strict, "reported Disrupted on 2026-08-15");
}

#[test]
fn a_bilateral_border_serves_trade_of_its_two_countries() {
    for (trade, serves) in [
        (None, false),
        (Some(["RU", "CN"]), true),
        (Some(["CN", "RU"]), true),
        (Some(["IN", "RU"]), false),
    ] {
        let good = changed(|g| {
            g.suppose(|f| f.borders[0].status = good::for_ever("bilateral"));
            g.conditions.trade = trade.map(|ends| ends.map(|code| code.parse().unwrap()));
        });
        let post = good.network.feature("post").unwrap();
        let world = World::new(&good.network, good.conditions.clone());
        assert_eq!(world.bar(post).is_none(), serves, "{trade:?}");
        if serves {
            assert_eq!(good.problems(), Vec::<String>::new());
        } else {
            told(&good, "which serves trade of RU with CN alone");
        }
    }
}

#[test]
fn ice_admits_by_class_and_month() {
    let winter = changed(|g| g.conditions.depart = date(2026, 2, 15));
    told(&winter, "give class Arc4 an index of -20, expected -10 at least");
    let weak = changed(|g| {
        g.conditions.ice_class = crate::IceClass::Ice3;
        g.conditions.depart = date(2026, 11, 20);
    });
    told(&weak, "which admits no class Ice3 on 2026-11-20");
    let escorted = changed(|g| g.conditions.depart = date(2026, 6, 15));
    told(&escorted, "leg 4 (sea), escort: 0.0000 USD, expected");
}

#[test]
fn what_does_not_fit_is_not_sailed() {
    let deep = changed(|g| g.charter("vlcc", "crude"));
    told(&deep, "of draught 20.5 m through suez, expected 20.1 m at most");
    told(&deep, "calls at INAAA, expected");
    told(&deep, "cannot load crude");
    let enclosed = |f: &mut Facts| f.areas[0].kind = AreaKind::Enclosed;
    told(&supposing(enclosed), "where no such ship trades");
    told(&supposing(|f| f.terminals[0].containers = false), "boxes go through INAAA");
    told(&supposing(|f| f.services[0].to = "INAAA".to_owned()), "is no way of ferry");
    told(&changed(|g| g.shipment.fleet.ferries = [false; 3]), "ferry does not take container");
}

#[test]
fn a_change_of_gauge_is_told_at_the_border() {
    told(&supposing(|f| f.borders[0].gauge_break = false), "1520 and 1435 mm");
    let unstated = supposing(|f| {
        f.borders[0].sides[0].gauge_mm = None;
        f.borders[0].gauge_break = false;
    });
    told(&unstated, "gauge 1520 mm before");
    told(&unstated, "post does not tell a change of gauge");
    let same = supposing(|f| {
        f.borders[0].sides[0].gauge_mm = None;
        f.gauges[0].gauge_mm = 1435;
    });
    told(&same, "post tells a change of gauge");
}

#[test]
fn sums_and_lengths_hold() {
    told(&changed(|g| g.itinerary.hours += 1.0), "the sum of the legs beside the total");
    told(
        &changed(|g| g.itinerary.legs[SEA].usd += 1.0),
        "leg 4 (sea) beside the sum of its elements",
    );
    told(&changed(|g| g.itinerary.legs[SEA].kg = f64::NAN), "is no amount");
    told(&changed(|g| g.itinerary.legs[SEA].hours = -1.0), "takes -1 hours");
    told(&changed(|g| g.itinerary.legs[SEA].km += 5.0), "leg 4 (sea), length");
    told(&changed(|g| g.itinerary.legs[ROAD].km -= 12.0), "between the places and the network");
    told(&changed(|g| g.itinerary.ends_km += 1.0), "kilometres outside the network");
}

#[test]
fn rates_are_those_of_the_parameters() {
    use crate::price::ChargeKind::{Border, GaugeBreak, Passage, Run, Transfer, Wait};
    let more = |leg, kind, hours, usd| changed(|g| add(g, leg, kind, hours, usd));
    told(&more(ROAD, Run, 1.0, 0.0), "leg 1 (road), run");
    told(&more(SEA, Run, 0.0, 1.0), "leg 4 (sea), run");
    told(&more(RAIL, Run, 1.0, 0.0), "leg 7 (rail), run");
    told(&more(1, Transfer, 1.0, 0.0), "leg 2 (transfer), transfer");
    told(&more(WAIT_RAIL, Wait, 1.0, 0.0), "leg 6 (wait), wait");
    told(&more(BORDER, Border, 1.0, 0.0), "leg 8 (border), border");
    told(&more(BORDER, GaugeBreak, 0.0, 1.0), "leg 8 (border), gauge_break");
    told(&more(11, Run, 1.0, 0.0), "leg 12 (ferry), run");
    let toll = Good::new().itinerary.legs[SEA].usd_for(crate::price::Component::Toll);
    assert!(toll > 0.0);
    told(&more(SEA, Passage, 0.0, toll), "of passages, expected 110.00 for once through suez");
    told(&more(SEA, Passage, 15.0, 0.0), "30.00 hours of passages, expected 15.00");
    let dirty = changed(|g| g.itinerary.legs[RAIL].elements[0].wtt_kg += 1.0);
    told(&dirty, "kg CO2e from well to tank, expected");
    told(&supposing(|f| f.borders[0].dwell_hours = Some(99.0)), "expected 99.0000 h");
}
