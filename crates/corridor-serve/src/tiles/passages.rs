//! Passages on the map: a point where ships go through, and the course of canals.

use super::drawn::{Point, Ways, said, word};
use super::mercator::{self, Spot};
use corridor::LngLat;
use corridor::geojson::densified;
use corridor_network::fact::Passage;
use corridor_network::{EdgeId, FeatureKind, Network};

/// Passages drawn.
pub(super) struct Passages {
    pub(super) spots: Vec<Point>,
    /// Canals and inland waterways, each with its id and name.
    pub(super) canals: Vec<Ways>,
}

/// The passages of a network.
pub(super) fn of(network: &Network) -> Passages {
    let facts = network.facts();
    let mut courses: Vec<Vec<Vec<Spot>>> = vec![Vec::new(); facts.passages.len()];
    for link in network.columns().link_mode.ids() {
        for id in network.features_of(link) {
            let feature = &network.features()[*id];
            if feature.kind == FeatureKind::Passage {
                let course = densified(&network.course(EdgeId::of(link, false)));
                courses[feature.row as usize].extend(mercator::line(&course));
            }
        }
    }
    let mut drawn = Passages { spots: Vec::new(), canals: Vec::new() };
    for (passage, courses) in facts.passages.iter().zip(courses) {
        let Some(at) = place(passage, &courses) else { continue };
        let name = || [("id", passage.id.as_str().into()), ("name", passage.name.as_str().into())];
        let mut told = said(name());
        told.extend(said([
            ("kind", word(passage.kind)),
            ("draught_m", word(passage.limits.draught_m)),
            ("source", passage.evidence.source.as_str().into()),
        ]));
        let from_zoom = if passage.open_by_default { 0 } else { 3 };
        drawn.spots.push(Point { layer: "passage", said: told, at, from_zoom });
        if passage.gates.is_empty() {
            let said = said(name());
            drawn.canals.push(Ways { layer: "canal", from_zoom: 0, said, lines: courses });
        }
    }
    drawn
}

/// Where the passage is marked: where most ways cross its gate, else in the middle of its course.
fn place(passage: &Passage, courses: &[Vec<Spot>]) -> Option<Spot> {
    let gates = passage.gates.iter().map(|gate| mercator::line(gate)).map(|mut all| all.remove(0));
    let gates: Vec<Vec<Spot>> = gates.collect();
    if gates.is_empty() {
        let points: Vec<Spot> = courses.iter().flatten().copied().collect();
        return innermost(&points);
    }
    let crossings: Vec<Spot> = courses
        .iter()
        .flat_map(|course| course.windows(2))
        .flat_map(|way| {
            gates.iter().flat_map(|gate| gate.windows(2)).filter_map(|gate| crossing(way, gate))
        })
        .collect();
    innermost(&crossings).or_else(|| passage.gates.iter().find_map(|gate| middle(gate)))
}

/// The one of some points that is nearest to the mean of all.
fn innermost(points: &[Spot]) -> Option<Spot> {
    let mean =
        [0, 1].map(|axis| points.iter().map(|p| p[axis]).sum::<f64>() / points.len().max(1) as f64);
    let far = |p: &Spot| (p[0] - mean[0]).hypot(p[1] - mean[1]);
    points.iter().copied().min_by(|a, b| far(a).total_cmp(&far(b)))
}

/// Where two stretches meet.
fn crossing(way: &[Spot], gate: &[Spot]) -> Option<Spot> {
    let [a, b, c, d] = [way[0], way[1], gate[0], gate[1]];
    let (u, v) = ([b[0] - a[0], b[1] - a[1]], [d[0] - c[0], d[1] - c[1]]);
    let turn = u[0] * v[1] - u[1] * v[0];
    if turn == 0.0 {
        return None;
    }
    let w = [c[0] - a[0], c[1] - a[1]];
    let along_way = (w[0] * v[1] - w[1] * v[0]) / turn;
    let along_gate = (w[0] * u[1] - w[1] * u[0]) / turn;
    let is_met = (0.0..=1.0).contains(&along_way) && (0.0..=1.0).contains(&along_gate);
    is_met.then(|| [a[0] + along_way * u[0], a[1] + along_way * u[1]])
}

/// The middle of a gate, for passages that no way of the network goes through.
fn middle(gate: &[LngLat]) -> Option<Spot> {
    match gate {
        [] => None,
        [only] => Some(mercator::spot(*only)),
        _ => {
            let (a, b) = (gate[gate.len() / 2 - 1], gate[gate.len() / 2]);
            Some(mercator::spot(a.vec3().add_scaled(b.vec3(), 1.0).unit().lng_lat()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stretches_meet_where_they_cross_and_nowhere_else() {
        let way = [[0.0, 0.0], [1.0, 1.0]];
        assert_eq!(crossing(&way, &[[0.0, 1.0], [1.0, 0.0]]), Some([0.5, 0.5]));
        assert_eq!(crossing(&way, &[[0.0, 3.0], [3.0, 0.0]]), None);
        assert_eq!(crossing(&way, &[[0.0, 1.0], [1.0, 2.0]]), None);
    }

    #[test]
    fn of_many_points_the_innermost_is_taken() {
        assert_eq!(innermost(&[[0.0, 0.0], [0.5, 0.4], [1.0, 1.0]]), Some([0.5, 0.4]));
        assert_eq!(innermost(&[]), None);
    }
}
