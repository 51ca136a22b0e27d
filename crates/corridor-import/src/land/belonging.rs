//! Which country each node belongs to, made consistent along lines.
//!
//! The lookup alone is not enough: nodes on bridges and piers stand at sea, and where a line runs
//! along a border the 100 m grid of the source puts single nodes on the wrong side.

use super::graph::{Graph, Km};
use corridor_network::Countries;
use corridor_network::{CountryCode, LngLat};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

/// Runs shorter than this across a border, with a way back, are taken for grid noise, km.
const NOISE_KM: f64 = 3.0;

/// What was corrected.
#[derive(Clone, Copy, Debug, Default, serde::Serialize)]
pub struct Belonging {
    /// Nodes outside every country that took the country of the nearest node along the line.
    pub from_neighbours: usize,
    /// Nodes outside every country and with no neighbour in one; left without.
    pub nowhere: usize,
    /// Nodes whose country was overruled because the line only grazes it.
    pub grazing: usize,
}

/// The country of each node of a graph.
pub(super) fn countries_of(
    at: &[LngLat],
    stretches: &[(u32, u32, f64)],
    countries: &Countries,
) -> (Vec<CountryCode>, Belonging) {
    let mut of: Vec<CountryCode> = at.iter().map(|p| countries.at(*p)).collect();
    let mut report = Belonging::default();
    spread(&mut of, stretches, &mut report);
    settle(&mut of, stretches, &mut report);
    (of, report)
}

/// Gives nodes without a country that of the nearest node along the stretches.
fn spread(of: &mut [CountryCode], stretches: &[(u32, u32, f64)], report: &mut Belonging) {
    let mut neighbours: BTreeMap<u32, Vec<(u32, f64)>> = BTreeMap::new();
    let mut queue = BinaryHeap::new();
    for &(a, b, km) in stretches {
        for (a, b) in [(a, b), (b, a)] {
            match (of[a as usize].is_some(), of[b as usize].is_some()) {
                (false, false) => neighbours.entry(a).or_default().push((b, km)),
                (true, false) => queue.push((Reverse((Km(km), b)), of[a as usize])),
                _ => {}
            }
        }
    }
    while let Some((Reverse((Km(km), node)), country)) = queue.pop() {
        if of[node as usize].is_some() {
            continue;
        }
        of[node as usize] = country;
        report.from_neighbours += 1;
        for &(next, more) in neighbours.get(&node).map_or(&[][..], Vec::as_slice) {
            queue.push((Reverse((Km(km + more), next)), country));
        }
    }
    report.nowhere = of.iter().filter(|c| !c.is_some()).count();
}

/// Overrules short runs between nodes of one other country.
fn settle(of: &mut [CountryCode], stretches: &[(u32, u32, f64)], report: &mut Belonging) {
    // Only what touches a border can be noise: grow patches from the stretches that cross one.
    let mut inside: Vec<(u32, u32)> = Vec::new();
    let mut across: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for &(a, b, _) in stretches {
        if of[a as usize] == of[b as usize] {
            inside.push((a, b));
        } else {
            across.entry(a).or_default().push(b);
            across.entry(b).or_default().push(a);
        }
    }
    let mut graph = Graph { at: vec![LngLat::wrapped(0.0, 0.0); of.len()], ..Graph::default() };
    graph.stretches =
        inside.iter().map(|&(a, b)| super::graph::Stretch::plain(a, b, 0.0)).collect();
    let (patch, count) = graph.components();
    let mut km = vec![0.0; count as usize];
    for &(a, b, length) in stretches {
        if patch[a as usize] == patch[b as usize] {
            km[patch[a as usize] as usize] += length;
        }
    }
    let mut members: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    let mut borders: BTreeMap<u32, BTreeMap<CountryCode, usize>> = BTreeMap::new();
    for (node, others) in &across {
        let own = patch[*node as usize];
        for other in others {
            *borders.entry(own).or_default().entry(of[*other as usize]).or_default() += 1;
        }
    }
    for (node, own) in patch.iter().enumerate() {
        if km[*own as usize] < NOISE_KM && borders.contains_key(own) {
            members.entry(*own).or_default().push(node as u32);
        }
    }
    for (own, nodes) in members {
        // One way in and none out is a border terminal, not noise.
        let Some((country, _)) = borders[&own].iter().find(|(_, crossings)| **crossings >= 2)
        else {
            continue;
        };
        if borders[&own].len() == 1 && country.is_some() {
            report.grazing += nodes.len();
            for node in nodes {
                of[node as usize] = *country;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Belonging, settle, spread};
    use corridor_network::CountryCode;

    fn code(text: &str) -> CountryCode {
        text.parse().unwrap()
    }

    #[test]
    fn a_line_that_grazes_a_country_stays_in_its_own() {
        let mut of: Vec<CountryCode> = "RU RU KZ KZ RU RU".split(' ').map(code).collect();
        let line: Vec<(u32, u32, f64)> = (0..5).map(|n| (n, n + 1, 1.0)).collect();
        let mut report = Belonging::default();
        settle(&mut of, &line, &mut report);
        assert!(of.iter().all(|c| *c == code("RU")), "{of:?}");
        assert_eq!(report.grazing, 2);
    }

    #[test]
    fn a_terminal_behind_the_border_stays_there() {
        let mut of: Vec<CountryCode> = "AZ AZ IR".split(' ').map(code).collect();
        settle(&mut of, &[(0, 1, 9.0), (1, 2, 1.0)], &mut Belonging::default());
        assert_eq!(of[2], code("IR"));
    }

    #[test]
    fn a_bridge_belongs_to_the_nearer_shore() {
        let mut of: Vec<CountryCode> = "DK -- -- SE".split(' ').map(code).collect();
        spread(&mut of, &[(0, 1, 1.0), (1, 2, 5.0), (2, 3, 1.0)], &mut Belonging::default());
        assert_eq!(of, [code("DK"), code("DK"), code("SE"), code("SE")]);
    }
}
