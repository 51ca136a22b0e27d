use super::*;
use crate::plan::{ItineraryView, LegView, PointView, ReliabilityView};

fn leg(kind: &str, km: u64, hours: u64, usd: f64, kg: f64) -> LegView {
    let point = |name: &str| PointView { name: name.to_owned(), at: [50.0, 40.0] };
    LegView {
        kind: kind.to_owned(),
        name: String::new(),
        from: point("Here"),
        to: point("There"),
        distance_m: km * 1000,
        duration_s: hours * 3600,
        cost_usd: usd,
        costs: Vec::new(),
        co2e_kg: kg,
        co2e_ttw_kg: kg * 0.75,
        co2e_wtt_kg: kg * 0.25,
        vehicle: None,
        distance_basis: "actual".to_owned(),
        countries: Vec::new(),
        passages: Vec::new(),
        sources: vec!["emissions.x: table (2023)".to_owned(), "osm".to_owned()],
    }
}

/// A lorry to the train, a border, a ship, a train.
fn legs() -> Vec<LegView> {
    vec![
        leg("road", 100, 5, 200.0, 80.0),
        leg("transfer", 0, 10, 60.0, 4.0),
        leg("wait", 0, 20, 0.0, 0.0),
        leg("rail", 400, 20, 340.0, 60.0),
        leg("border", 0, 30, 150.0, 0.0),
        leg("rail", 500, 25, 300.0, 75.0),
        leg("transfer", 0, 48, 90.0, 4.0),
        leg("wait", 0, 84, 0.0, 0.0),
        leg("sea", 4000, 150, 900.0, 640.0),
        leg("transfer", 0, 96, 90.0, 4.0),
        leg("border", 0, 10, 50.0, 0.0),
        leg("road", 200, 8, 250.0, 170.0),
    ]
}

fn itinerary(legs: Vec<LegView>) -> ItineraryView {
    let sum = |part: fn(&LegView) -> f64| legs.iter().map(part).sum::<f64>();
    let seconds = sum(|l| l.duration_s as f64) as u64;
    ItineraryView {
        name: String::new(),
        id: "1".to_owned(),
        corridors: vec!["test <corridor>".to_owned()],
        warnings: Vec::new(),
        duration_s: seconds,
        reliability: ReliabilityView {
            duration_p10_s: seconds / 10 * 8,
            duration_p50_s: seconds,
            duration_p80_s: seconds / 10 * 12,
            duration_p90_s: seconds / 10 * 13,
            buffer_s: seconds / 10 * 3,
            on_time_probability: None,
            transit_s: seconds,
            transit_p50_s: seconds,
            basis: String::new(),
        },
        distance_m: sum(|l| l.distance_m as f64) as u64,
        cost_usd: sum(|l| l.cost_usd),
        co2e_kg: sum(|l| l.co2e_kg),
        passages: Vec::new(),
        countries: Vec::new(),
        best_by: Vec::new(),
        indicators: indicators(&legs, 2.0),
        legs,
    }
}

/// Worked by hand for two containers. By land 100 + 400 + 500 + 200 = 1,200 km in 58 h. Two borders of
/// 40 h and USD 200 in all. Land legs cost 1,090. On land between land legs: the first transfer and
/// wait, 30 h; those round the ship do not count.
#[test]
fn indicators_of_a_chain_worked_by_hand() {
    let of = indicators(&legs(), 2.0);
    assert_eq!(of.borders, 2);
    assert_eq!(of.tfi1_border_hours, Some(20.0));
    assert_eq!(of.tfi2_border_usd, Some(50.0));
    // (1,090 + 200) / 2 containers x 500 / 1,200 km.
    assert_eq!(of.tfi3_usd_per_500_km, Some(268.75));
    // 1,200 / 58 and 1,200 / (58 + 40 + 30).
    assert_eq!(of.tfi4_speed_kmh, Some(20.69));
    assert_eq!(of.tfi4_speed_with_delay_kmh, Some(9.38));
}

#[test]
fn a_chain_by_sea_alone_has_no_indicators() {
    let of = indicators(&[leg("transfer", 0, 9, 1.0, 0.0), leg("sea", 900, 30, 400.0, 9.0)], 1.0);
    assert_eq!(of, IndicatorsView::default());
}

#[test]
fn elements_add_up_to_the_itinerary() {
    let itinerary = itinerary(legs());
    let chain = emissions::chain(&itinerary, 24.0);
    assert!((chain.wtw_kg - itinerary.co2e_kg).abs() < 0.01);
    assert!((chain.ttw_kg + chain.wtt_kg - chain.wtw_kg).abs() < 0.01);
    assert!((chain.distance_km * 1000.0 - itinerary.distance_m as f64).abs() < 1.0);
    assert!((chain.tonne_km - 5200.0 * 24.0).abs() < 0.01);
    // Five moves and three transfers; waits and borders emit nothing and are no elements.
    assert_eq!(chain.elements.len(), 8);
    let hubs: Vec<_> = chain.elements.iter().filter(|e| e.kind == "hub").collect();
    assert!(hubs.len() == 3 && hubs.iter().all(|h| h.intensity_g_per_tkm.is_none()));
    let rail = &chain.elements[2];
    assert_eq!((rail.mode.as_str(), rail.element, rail.tonne_km), ("rail", 4, 9600.0));
    assert_eq!(rail.intensity_g_per_tkm, Some(6.25));
    assert_eq!(rail.source, "emissions.x: table (2023)");
}

#[test]
fn a_course_ends_where_the_itinerary_does() {
    let itinerary = itinerary(legs());
    let course = course(&itinerary);
    let end = course.last().unwrap();
    assert_eq!((course.len(), course[0]), (13, CoursePoint::default()));
    assert!((end.km - 5200.0).abs() < 1e-9 && (end.usd - itinerary.cost_usd).abs() < 1e-9);
    assert!((end.days * 86_400.0 - itinerary.duration_s as f64).abs() < 1e-3);
}

#[test]
fn marks_are_round_and_reach_the_end() {
    assert_eq!(ticks(45.0, 5), [0.0, 10.0, 20.0, 30.0, 40.0]);
    assert_eq!(ticks(1.0, 5).len(), 6);
    assert_eq!(ticks(0.0, 5).len(), 1);
}
