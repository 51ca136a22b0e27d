//! Small waterways drawn on the equator, where a degree is 111.2 km.

use super::*;
use corridor_network::fact::{Confidence, Evidence, Limits};

fn waterway(id: &str, course: &[[f64; 2]], stretch: f64) -> Waterway {
    let course: Vec<LngLat> = course.iter().map(|p| LngLat::new(p[0], p[1]).unwrap()).collect();
    Waterway {
        id: id.to_owned(),
        name: id.to_owned(),
        length_km: Course::new(&course).length_km() * stretch,
        course,
        limits: Limits::default(),
        season: None,
        locks: 0,
        passage: None,
        joins_sea: false,
        status: Vec::new(),
        evidence: Evidence {
            source: "test".to_owned(),
            date: "2024".to_owned(),
            confidence: Confidence::H,
            note: String::new(),
        },
    }
}

/// Land east of the meridian of Greenwich, sea west of it.
fn country_at(at: LngLat) -> CountryCode {
    if at.lng() < 0.0 { CountryCode::NONE } else { "RU".parse().unwrap() }
}

fn built(waterways: &[Waterway]) -> (Layer, WaterReport) {
    build(waterways, &country_at).unwrap()
}

fn length_of(layer: &Layer, id: &str) -> f64 {
    let own = layer.links.iter().filter(|link| link.features[0] == id);
    own.map(|link| link.length_km).sum()
}

#[test]
fn lengths_are_those_of_the_book_and_pieces_are_short() {
    let mut river = waterway("river", &[[0.0, 0.0], [1.0, 0.3], [2.0, 0.0]], 1.3);
    river.passage = Some("lock".to_owned());
    let (layer, report) = built(std::slice::from_ref(&river));
    assert!((length_of(&layer, "river") - river.length_km).abs() < 1e-6);
    assert!((report.stretch[0].1 - 1.3).abs() < 1e-9);
    assert_eq!(report.links, 7, "303 km in pieces of about 45 km");
    assert!(layer.links.iter().all(|link| (30.0..=60.0).contains(&link.length_km)));
    assert!(layer.links.iter().all(|link| link.features == ["river", "lock"]));
    assert!(layer.links.iter().all(|link| link.mode == Mode::InlandWater && link.a != link.b));
    // The one point of the course between its ends is a bend of one link.
    assert_eq!(layer.links.iter().map(|link| link.bends.len()).sum::<usize>(), 1);
}

#[test]
fn an_end_near_another_waterway_meets_it() {
    // The canal ends 3 km short of the river's middle and at the lake's end.
    let river = waterway("river", &[[0.0, 0.0], [2.0, 0.0]], 1.0);
    let canal = waterway("canal", &[[0.7, 0.027], [0.7, 0.5]], 1.0);
    let lake = waterway("lake", &[[0.71, 0.51], [0.7, 1.0]], 1.0);
    let apart = waterway("apart", &[[1.5, 0.1], [1.5, 0.5]], 1.0);
    let (layer, report) = built(&[river, canal, lake, apart]);
    assert_eq!(report.junctions, [vec!["river", "canal"], vec!["canal", "lake"]]);
    let nodes_of = |id: &str| {
        let links = layer.links.iter().filter(|link| link.features[0] == id);
        links.flat_map(|link| [link.a, link.b]).collect::<std::collections::BTreeSet<u32>>()
    };
    assert_eq!(nodes_of("river").intersection(&nodes_of("canal")).count(), 1);
    assert_eq!(nodes_of("canal").intersection(&nodes_of("lake")).count(), 1);
    assert_eq!(nodes_of("river").intersection(&nodes_of("apart")).count(), 0);
    // The river is as long as before although a junction cut it.
    assert!((length_of(&layer, "river") - 222.39).abs() < 0.01);
}

#[test]
fn ends_at_the_sea_and_loose_ends_are_told_apart() {
    let mut mouth = waterway("mouth", &[[1.0, 0.0], [-0.2, 0.0]], 1.0);
    mouth.joins_sea = true;
    let river = waterway("river", &[[1.0, 0.0], [2.0, 0.0]], 1.0);
    let (layer, report) = built(&[mouth, river]);
    let [(id, node)] = &report.sea_ends[..] else { panic!("{:?}", report.sea_ends) };
    assert_eq!(id, "mouth");
    assert_eq!(layer.nodes[*node as usize].at, LngLat::new(-0.2, 0.0).unwrap());
    assert!(!layer.nodes[*node as usize].country.is_some());
    assert_eq!(report.loose_ends.len(), 1);
    assert_eq!(report.loose_ends[0].0, "river");

    let mut alone = waterway("alone", &[[-0.2, 0.0], [1.0, 0.0]], 1.0);
    alone.joins_sea = true;
    let (layer, report) = built(&[alone]);
    assert_eq!(
        layer.nodes[report.sea_ends[0].1 as usize].at.lng(),
        -0.2,
        "courses begin at the mouth"
    );
    assert_eq!(report.loose_ends.len(), 1);
}

#[test]
fn a_course_that_cannot_be_that_long_is_refused() {
    let river = waterway("river", &[[0.0, 0.0], [1.0, 0.0]], 3.0);
    let text = build(&[river], &country_at).unwrap_err().to_string();
    assert!(text.contains("\"river\"") && text.contains("correct the course"), "{text}");
}
