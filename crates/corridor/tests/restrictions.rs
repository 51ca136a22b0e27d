//! What states have declared barred is refused with the act, planned only when asked for, and said first.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use corridor::{Cargo, Engine, Order, PlanRequest, RestrictionsRequest};
use jiff::civil::{Date, date};
use std::collections::BTreeSet;
use std::sync::LazyLock;

static ENGINE: LazyLock<Engine> =
    LazyLock::new(|| Engine::open(corridor_data::WORLD).expect("the shipped network opens"));

const DAY: Date = date(2026, 12, 1);

fn asked(from: &str, to: &str) -> PlanRequest {
    PlanRequest::new(from, to, DAY)
}

#[test]
fn barred_trade_is_refused_with_act_and_date() {
    for (from, to, act) in [
        ("Haifa", "Beirut", "23 June 1955"),
        ("Lahore", "Delhi", "2025"),
        ("Moscow", "Kyiv", "426"),
        ("Seoul", "Pyongyang", "24 May 2010"),
        ("Havana", "Miami", "Proclamation 3447"),
    ] {
        let problem = ENGINE.plan(&asked(from, to)).unwrap_err();
        assert_eq!(problem.code, "trade-barred", "{from} to {to}: {problem}");
        assert!(problem.detail.contains(act), "{problem}");
        assert!(problem.action.contains("--with-restricted"), "{problem}");
    }
}

#[test]
fn barred_trade_is_planned_when_asked_for_and_says_so_first() {
    let request = PlanRequest { with_restricted: true, ..asked("Haifa", "Beirut") };
    let answer = ENGINE.plan(&request).unwrap();
    for itinerary in &answer.itineraries {
        assert_eq!(itinerary.warnings[0].code, "trade-barred");
        assert!(itinerary.warnings[0].text.contains("23 June 1955"));
    }
}

#[test]
fn goods_that_a_ban_lists_are_barred_and_others_are_not() {
    let coal = |commodity: &str| {
        let order = Order {
            cargo: Cargo::DryBulk,
            mass_t: Some(70_000.0),
            commodity: Some(commodity.to_owned()),
            ..Order::default()
        };
        PlanRequest { order, ..asked("Ust-Luga", "Rotterdam") }
    };
    let problem = ENGINE.plan(&coal("coal")).unwrap_err();
    assert_eq!(problem.code, "trade-barred");
    assert!(problem.action.contains("--origin"), "{problem}");
    let kazakh = PlanRequest { origin: Some("KZ".to_owned()), ..coal("coal") };
    assert!(ENGINE.plan(&kazakh).is_ok());
    let grain = ENGINE.plan(&coal("grain")).unwrap();
    assert!(grain.itineraries.iter().all(|i| i.warnings.iter().all(|w| w.code != "trade-barred")));
}

#[test]
fn goods_go_round_a_country_that_refuses_them_in_transit() {
    let answer = ENGINE.plan(&asked("Bishkek", "Mumbai")).unwrap();
    assert!(!answer.itineraries.is_empty());
    for itinerary in &answer.itineraries {
        let on_land = itinerary.legs.iter().filter(|leg| leg.kind != "sea");
        assert!(
            on_land.flat_map(|leg| &leg.countries).all(|c| c != "PK"),
            "{:?}",
            itinerary.countries
        );
    }
    assert!(answer.meta.warnings.iter().any(|w| w.starts_with("not through PK")));
}

#[test]
fn goods_that_are_not_stated_get_a_note() {
    let answer = ENGINE.plan(&asked("Saint Petersburg", "Hamburg")).unwrap();
    assert!(
        answer.meta.warnings.iter().any(|w| w.contains("concern some goods")),
        "{:?}",
        answer.meta.warnings
    );
}

#[test]
fn the_table_is_asked_by_country_or_place() {
    let request = |from: &str, to: &str, hs: Option<&str>| RestrictionsRequest {
        from: from.to_owned(),
        to: to.to_owned(),
        hs: hs.map(str::to_owned),
        as_of: DAY,
    };
    let answer = ENGINE.restrictions(&request("Russia", "Rotterdam", Some("2701"))).unwrap();
    assert_eq!((answer.from.as_str(), answer.to.as_str()), ("RU", "NL"));
    assert!(answer.restrictions[0].plan == "barred" && answer.restrictions[0].id == "eu-ru-coal");
    let none = ENGINE.restrictions(&request("IN", "RU", None)).unwrap();
    assert!(none.restrictions.iter().all(|r| r.plan != "barred"));
    let unknown = ENGINE.restrictions(&request("Nowhereland", "RU", None)).unwrap_err();
    assert_eq!(unknown.code, "country-unknown");
    let odd = ENGINE.restrictions(&request("IN", "RU", Some("x1"))).unwrap_err();
    assert_eq!(odd.code, "hs-invalid");
}

#[test]
fn land_at_war_is_gone_round() {
    // Overland from Chad to the Red Sea the short way leads through Darfur.
    let answer = ENGINE.plan(&asked("N'Djamena", "Port Sudan")).unwrap();
    let areas = &ENGINE.network().facts().areas;
    let war = areas.iter().find(|area| area.id == "sd-darfur").unwrap();
    for leg in answer.itineraries.iter().flat_map(|itinerary| &itinerary.legs) {
        for end in [&leg.from, &leg.to] {
            let at = corridor_network::LngLat::wrapped(end.at[0], end.at[1]);
            assert!(!at.is_within(&war.ring), "{}", end.name);
        }
    }
}

#[test]
fn a_place_at_war_is_planned_and_says_so_first() {
    let answer = ENGINE.plan(&asked("Cairo", "Khartoum")).unwrap();
    assert!(!answer.itineraries.is_empty());
    for itinerary in &answer.itineraries {
        assert_eq!(itinerary.warnings[0].code, "war", "{:?}", itinerary.warnings);
    }
}

#[test]
fn shut_borders_are_not_crossed() {
    for (from, to, pair) in
        [("Addis Ababa", "Asmara", ["ET", "ER"]), ("Bangkok", "Phnom Penh", ["TH", "KH"])]
    {
        let answer = ENGINE.plan(&asked(from, to)).unwrap();
        for itinerary in &answer.itineraries {
            let borders = itinerary.legs.iter().filter(|leg| leg.kind == "border");
            for border in borders {
                let both = pair.iter().all(|c| border.countries.iter().any(|b| b == c));
                assert!(!both, "{from} to {to} crosses {}", border.name);
            }
        }
    }
}

#[test]
fn itineraries_are_told_apart_by_name_and_their_legs_have_ends() {
    for (from, to) in [("Mumbai", "Moscow"), ("Shanghai", "Duisburg"), ("Almaty", "Istanbul")] {
        let answer = ENGINE.plan(&asked(from, to)).unwrap();
        let names: BTreeSet<&str> =
            answer.itineraries.iter().map(|itinerary| itinerary.name.as_str()).collect();
        assert_eq!(names.len(), answer.itineraries.len(), "{names:?}");
        for leg in answer.itineraries.iter().flat_map(|itinerary| &itinerary.legs) {
            for end in [&leg.from, &leg.to] {
                assert!(end.name.chars().any(char::is_alphabetic), "{} {:?}", leg.kind, end.name);
            }
        }
    }
}
