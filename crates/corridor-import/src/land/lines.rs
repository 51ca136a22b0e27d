//! Adds hand-checked lines: bridged gaps, port spurs, fixed links, planned railways.

use super::graph::{Graph, Stretch};
use super::near::Nearby;
use anyhow::ensure;
use corridor_network::Countries;
use corridor_network::fact::Line;
use corridor_network::{LngLat, Mode};

/// How far an end of a line looks for a node to join, km; beyond, it becomes a node of its own
/// (the quay of a port spur, the railhead of a planned line).
const JOIN_KM: f64 = 3.0;

/// Where a line was joined.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Attached {
    /// Id of the line.
    pub id: String,
    /// Length entered, km.
    pub km: f64,
    /// Distance from each end to the node it joined, km; absent where it became a node of its own.
    pub joined_km: [Option<f64>; 2],
}

/// Adds the lines of `mode` in order; later lines can join the ends of earlier ones.
///
/// # Errors
/// When a line has no course, or neither end joins anything.
pub(super) fn attach(
    graph: &mut Graph,
    lines: &[Line],
    mode: Mode,
    countries: &Countries,
) -> anyhow::Result<Vec<Attached>> {
    let nearby = Nearby::new(graph.at.iter().enumerate().map(|(n, p)| (n as u32, *p)));
    let mut own: Vec<u32> = Vec::new();
    let mut attached = Vec::new();
    for line in lines.iter().filter(|line| line.mode == mode) {
        ensure!(line.course.len() >= 2, "line {}: a course needs at least two points", line.id);
        let ends = [line.course[0], line.course[line.course.len() - 1]];
        let mut joined_km = [None, None];
        let mut nodes = [0, 0];
        for (which, end) in ends.into_iter().enumerate() {
            let built = own.iter().map(|n| (graph.at[*n as usize].sphere_km(end), *n));
            let nearest = built
                .filter(|(km, _)| *km <= JOIN_KM)
                .chain(nearby.within(end, JOIN_KM).into_iter().take(1))
                .min_by(|x, y| x.0.total_cmp(&y.0).then(x.1.cmp(&y.1)));
            nodes[which] = if let Some((km, node)) = nearest {
                joined_km[which] = Some(km);
                node
            } else {
                let node = graph.add_node(end, countries.at(end));
                own.push(node);
                node
            };
            graph.fixed.insert(nodes[which]);
        }
        ensure!(
            joined_km.iter().any(Option::is_some),
            "line {}: neither end is within {JOIN_KM} km of a {} node; check its course",
            line.id,
            mode.name()
        );
        ensure!(
            nodes[0] != nodes[1],
            "line {}: both ends join the same node; lengthen its course or drop it",
            line.id
        );
        let bends = line.course[1..line.course.len() - 1].to_vec();
        let [a, b] = nodes;
        let (from, to) = (graph.at[a as usize], graph.at[b as usize]);
        let along = length_km(from, &bends, to);
        let km = line.length_km.unwrap_or(along).max(from.geodesic_km(to));
        graph.stretches.push(Stretch { a, b, km, bends, features: vec![line.id.clone()] });
        attached.push(Attached { id: line.id.clone(), km, joined_km });
    }
    Ok(attached)
}

/// Length of a course, km.
pub(super) fn length_km(from: LngLat, bends: &[LngLat], to: LngLat) -> f64 {
    let mut at = from;
    let mut km = 0.0;
    for next in bends.iter().chain([&to]) {
        km += at.geodesic_km(*next);
        at = *next;
    }
    km
}

#[cfg(test)]
mod tests {
    use super::*;
    use corridor_network::fact::{Confidence, Evidence};

    fn at(lng: f64, lat: f64) -> LngLat {
        LngLat::new(lng, lat).unwrap()
    }

    fn line(id: &str, course: Vec<LngLat>, length_km: Option<f64>) -> Line {
        let evidence = Evidence {
            source: "test".to_owned(),
            date: "2026".to_owned(),
            confidence: Confidence::M,
            note: String::new(),
        };
        let (name, status) = (id.to_owned(), Vec::new());
        Line {
            id: id.to_owned(),
            name,
            mode: Mode::Rail,
            course,
            length_km,
            passage: None,
            status,
            evidence,
        }
    }

    fn railhead() -> Graph {
        let mut graph = Graph::default();
        let iran = "IR".parse().unwrap();
        graph.add_node(at(49.60, 37.10), iran);
        graph.add_node(at(49.558, 37.206), iran);
        graph.stretches.push(Stretch::plain(0, 1, 13.0));
        graph
    }

    #[test]
    fn a_spur_gets_a_node_of_its_own_and_the_next_line_joins_it() {
        let countries = Countries::new().unwrap();
        let mut graph = railhead();
        let spur = line("spur", vec![at(49.56, 37.21), at(49.60, 37.45)], Some(37.0));
        let quay = line("quay", vec![at(49.60, 37.46), at(49.50, 37.47)], None);
        let attached = attach(&mut graph, &[spur, quay], Mode::Rail, &countries).unwrap();
        assert!(attached[0].joined_km[0].is_some() && attached[0].joined_km[1].is_none());
        assert_eq!((attached[0].km, graph.at.len()), (37.0, 4));
        assert!(attached[1].joined_km[0].is_some());
        assert_eq!(graph.components().1, 1);
        assert!(graph.fixed.contains(&1) && graph.fixed.contains(&2));
    }

    #[test]
    fn a_line_that_joins_nothing_is_an_error() {
        let countries = Countries::new().unwrap();
        let lost = line("lost", vec![at(20.0, 10.0), at(21.0, 10.0)], None);
        let error = attach(&mut railhead(), &[lost], Mode::Rail, &countries).unwrap_err();
        assert!(error.to_string().contains("line lost: neither end"), "{error}");
        // Lines of other modes are not looked at.
        let road = Line { mode: Mode::Road, ..line("road", vec![at(20.0, 10.0)], None) };
        assert!(attach(&mut railhead(), &[road], Mode::Rail, &countries).unwrap().is_empty());
    }
}
