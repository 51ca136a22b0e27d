//! Ways by way of what is named.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use corridor::{Engine, PlanRequest, PlanResponse, Problem};
use jiff::civil::{Date, date};
use std::sync::LazyLock;

static ENGINE: LazyLock<Engine> =
    LazyLock::new(|| Engine::open(corridor_data::WORLD).expect("the shipped network opens"));

fn by_way_of(via: &str, as_of: Date) -> Result<PlanResponse, Problem> {
    let asked = PlanRequest::new("Qingdao", "Moscow", date(2026, 6, 10));
    ENGINE.plan(&PlanRequest { via: vec![via.to_owned()], as_of: Some(as_of), ..asked })
}

#[test]
fn a_way_through_a_country_or_border_goes_on_from_it() {
    for (via, as_of) in [
        ("MN", date(2026, 6, 10)),
        ("MN", date(2023, 12, 27)),
        ("zamyn-uud_erenhot", date(2026, 6, 10)),
        ("zamyn-uud_erenhot", date(2023, 12, 27)),
    ] {
        let answer = by_way_of(via, as_of).unwrap();
        assert!(!answer.itineraries.is_empty());
        for itinerary in &answer.itineraries {
            assert!(
                itinerary.countries.iter().any(|c| c == "MN"),
                "{via}: {:?}",
                itinerary.countries
            );
        }
    }
}

#[test]
fn what_is_barred_is_no_way() {
    let Err(problem) = by_way_of("road-cn-in", date(2026, 6, 10)) else {
        panic!("through a closed border")
    };
    assert_eq!(problem.code, "via-barred");
}

#[test]
fn a_port_that_no_good_way_needs_is_gone_through_when_asked_for() {
    for via in ["RUNVS", "NLRTM", "IRBND"] {
        let asked = PlanRequest::new("Mumbai", "Moscow", date(2026, 12, 1));
        let answer = ENGINE.plan(&PlanRequest { via: vec![via.to_owned()], ..asked }).unwrap();
        assert!(!answer.itineraries.is_empty(), "{via}");
    }
}
