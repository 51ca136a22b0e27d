//! Takes lines out that no freight train runs on, or marks them with their state by date.
//!
//! The source has no usage tags. Two ways lead to them. A row of the table traces a line by points
//! on it: the shortest way from point to point is the line itself, and its stretches go or, where the
//! row has a status, become links of a line of that id. And in
//! countries with a large high-speed network ([`FastLines`]) chains without any tight curve are
//! taken for high-speed lines, as long as the other lines lead around them by a tolerable way.

use super::graph::{Graph, Km};
use super::near::Nearby;
use anyhow::Context;
use corridor_network::fact::{Evidence, Line, StatusPeriod};
use corridor_network::{LngLat, Mode};
pub use fast::FastLines;
pub(in crate::land) use fast::take_out_fast;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

mod fast;

/// How far a point of a row may be from a node of the line, km.
const POINT_KM: f64 = 3.0;

/// A line that carries no freight.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exclusion {
    /// Stable id, such as `beijing-shanghai-high-speed`.
    pub id: String,
    /// Name shown in the report.
    pub name: String,
    /// Points on the line, each within 3 km of a node of it.
    pub course: Vec<LngLat>,
    /// Its state by date; a line without one is taken out.
    #[serde(default)]
    pub status: Vec<StatusPeriod>,
    /// Where it comes from.
    pub evidence: Evidence,
}

impl Exclusion {
    /// The line that the marked stretches make; none where they are taken out.
    pub fn line(&self) -> Option<Line> {
        (!self.status.is_empty()).then(|| Line {
            id: self.id.clone(),
            name: self.name.clone(),
            mode: Mode::Rail,
            course: self.course.clone(),
            length_km: None,
            passage: None,
            status: self.status.clone(),
            evidence: self.evidence.clone(),
        })
    }
}

/// What was taken out or marked.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Excluded {
    /// Id of the row, or `fast-cn` for chains told by their shape.
    pub id: String,
    /// Whether the line stays, with its status.
    pub marked: bool,
    /// Its stretches.
    pub stretches: usize,
    /// Their length, km.
    pub km: f64,
}

/// Takes the lines of the table out, or marks those with a status.
///
/// # Errors
/// When a point of a row has no node within 3 km or no way leads on from it.
pub(super) fn take_out(
    graph: &mut Graph,
    exclusions: &[Exclusion],
) -> anyhow::Result<Vec<Excluded>> {
    let nearby = Nearby::new(graph.at.iter().enumerate().map(|(n, p)| (n as u32, *p)));
    let mut report = Vec::new();
    for row in exclusions {
        let mut nodes = Vec::new();
        for point in &row.course {
            let near = nearby.within(*point, POINT_KM);
            let (_, node) = near.first().with_context(|| {
                format!("exclusion {}: no rail node within {POINT_KM} km of {point:?}", row.id)
            })?;
            nodes.push(*node);
        }
        let mut gone = BTreeSet::new();
        for pair in nodes.windows(2) {
            let way = shortest_way(graph, pair[0], pair[1]).with_context(|| {
                format!(
                    "exclusion {}: no way from {:?} to {:?}",
                    row.id, graph.at[pair[0] as usize], graph.at[pair[1] as usize]
                )
            })?;
            gone.extend(way);
        }
        report.push(if row.status.is_empty() {
            remove(graph, &row.id, &gone)
        } else {
            mark(graph, &row.id, &gone)
        });
    }
    Ok(report)
}

/// Numbers of the stretches of the shortest way.
fn shortest_way(graph: &Graph, from: u32, to: u32) -> Option<Vec<usize>> {
    use std::cmp::Reverse;
    let meeting = graph.incidence();
    let mut best: BTreeMap<u32, (f64, usize)> = BTreeMap::from([(from, (0.0, usize::MAX))]);
    let mut queue = std::collections::BinaryHeap::from([(Reverse(Km(0.0)), from)]);
    while let Some((Reverse(Km(km)), node)) = queue.pop() {
        if node == to {
            break;
        }
        if km > best[&node].0 {
            continue;
        }
        for &number in meeting.at(node) {
            let stretch = &graph.stretches[number as usize];
            let (next, km) = (stretch.other(node), km + stretch.km);
            if best.get(&next).is_none_or(|(known, _)| km < *known) {
                best.insert(next, (km, number as usize));
                queue.push((Reverse(Km(km)), next));
            }
        }
    }
    let mut way = Vec::new();
    let mut node = to;
    while node != from {
        let (_, number) = best.get(&node)?;
        way.push(*number);
        node = graph.stretches[*number].other(node);
    }
    Some(way)
}

fn mark(graph: &mut Graph, id: &str, line: &BTreeSet<usize>) -> Excluded {
    let mut km = 0.0;
    for number in line {
        let stretch = &mut graph.stretches[*number];
        stretch.features.push(id.to_owned());
        km += stretch.km;
    }
    Excluded { id: id.to_owned(), marked: true, stretches: line.len(), km }
}

fn remove(graph: &mut Graph, id: &str, gone: &BTreeSet<usize>) -> Excluded {
    let km = gone.iter().map(|number| graph.stretches[*number].km).sum();
    let mut number = 0;
    graph.stretches.retain(|_| {
        number += 1;
        !gone.contains(&(number - 1))
    });
    Excluded { id: id.to_owned(), marked: false, stretches: gone.len(), km }
}

#[cfg(test)]
pub(super) mod tests {
    use super::super::graph::Stretch;
    use super::*;
    use corridor_network::fact::Confidence;

    /// Two lines between the same ends: 0-1-..-n straight, then a winding one if asked for.
    pub(in crate::land) fn lines(winding: bool) -> Graph {
        let mut graph = Graph::default();
        let china = "CN".parse().unwrap();
        let point = |lng, lat| LngLat::new(lng, lat).unwrap();
        for k in 0..=20 {
            graph.add_node(point(110.0 + 0.05 * f64::from(k), 35.0), china);
        }
        for k in 0..20 {
            graph.stretches.push(Stretch::plain(k, k + 1, 4.57));
        }
        let mut last = 0;
        for k in 1..20 {
            let lat = 35.0 + if k % 2 == 0 { 0.03 } else { 0.06 };
            let node = graph.add_node(point(110.0 + 0.05 * f64::from(k), lat), china);
            if winding {
                graph.stretches.push(Stretch::plain(last, node, 5.7));
            }
            last = node;
        }
        if winding {
            graph.stretches.push(Stretch::plain(last, 20, 5.7));
        }
        // What goes on at both ends makes junctions of them.
        for (end, lng) in [(0, 109.95), (20, 111.05)] {
            let next = graph.add_node(point(lng, 35.0), china);
            graph.stretches.push(Stretch::plain(end, next, 4.57));
        }
        graph
    }

    #[test]
    fn a_row_traces_its_line_and_names_what_it_cannot_find() {
        let point = |lng, lat| LngLat::new(lng, lat).unwrap();
        let mut row = Exclusion {
            id: "fast".to_owned(),
            name: "Fast line".to_owned(),
            course: vec![point(110.0, 35.0), point(110.5, 35.0), point(111.0, 35.0)],
            status: Vec::new(),
            evidence: Evidence {
                source: "test".to_owned(),
                date: "2026".to_owned(),
                confidence: Confidence::M,
                note: String::new(),
            },
        };
        let mut graph = lines(true);
        let report = take_out(&mut graph, std::slice::from_ref(&row)).unwrap();
        assert_eq!((report[0].stretches, graph.stretches.len()), (20, 22));
        row.course[1] = point(110.5, 40.0);
        let error = take_out(&mut graph, &[row]).unwrap_err();
        assert!(error.to_string().contains("exclusion fast: no rail node within"), "{error}");
    }
}
