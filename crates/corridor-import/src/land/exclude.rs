//! Takes lines out that no freight train runs on: high-speed passenger lines.
//!
//! The source has no usage tags. Two ways lead to them. A row of the table traces a line by points
//! on it: the shortest way from point to point is the line itself, and its stretches go. And in
//! countries with a large high-speed network ([`FastLines`]) chains without any tight curve are
//! taken for high-speed lines, as long as the other lines lead around them by a tolerable way.

use super::graph::{Graph, Km, Reach};
use super::near::Nearby;
use anyhow::Context;
use corridor_network::fact::Evidence;
use corridor_network::{CountryCode, LngLat};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

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
    /// Where it comes from.
    pub evidence: Evidence,
}

/// How high-speed lines are told by their shape.
#[derive(Clone, Copy, Debug)]
pub struct FastLines {
    /// Countries where the rule applies.
    pub countries: &'static [&'static str],
    /// Sharpest turn of the course over about 4 km, degrees.
    pub turn_deg: f64,
    /// Greatest length over chord of a stretch without bends.
    pub sinuosity: f64,
    /// Shortest chain that is judged, km.
    pub chain_km: f64,
    /// Longest way round without the chain, times its length.
    pub way_round: f64,
}

/// What was taken out.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Excluded {
    /// Id of the row, or `fast-cn` for chains told by their shape.
    pub id: String,
    /// Stretches taken out.
    pub stretches: usize,
    /// Their length, km.
    pub km: f64,
}

/// Takes the lines of the table out.
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
        report.push(remove(graph, &row.id, &gone));
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

fn remove(graph: &mut Graph, id: &str, gone: &BTreeSet<usize>) -> Excluded {
    let km = gone.iter().map(|number| graph.stretches[*number].km).sum();
    let mut number = 0;
    graph.stretches.retain(|_| {
        number += 1;
        !gone.contains(&(number - 1))
    });
    Excluded { id: id.to_owned(), stretches: gone.len(), km }
}

/// A chain of stretches between junctions.
struct Chain {
    ends: [u32; 2],
    stretches: Vec<usize>,
    km: f64,
    sharpest_deg: f64,
}

/// Takes out chains that look like high-speed lines, straightest first, while the rest of the
/// network leads around each by at most `way_round` times its length.
pub(super) fn take_out_fast(graph: &mut Graph, rule: &FastLines) -> Vec<Excluded> {
    let mut report = Vec::new();
    for country in rule.countries {
        let Ok(code) = country.parse::<CountryCode>() else { continue };
        let mut chains = fast_chains(graph, code, rule);
        chains.sort_by(|x, y| {
            x.sharpest_deg.total_cmp(&y.sharpest_deg).then(x.stretches.cmp(&y.stretches))
        });
        let mut reach = Reach::new(graph);
        let mut gone = BTreeSet::new();
        for chain in chains {
            let pieces: Vec<(u32, u32, f64)> = chain
                .stretches
                .iter()
                .map(|n| &graph.stretches[*n])
                .map(|s| (s.a, s.b, s.km))
                .collect();
            for piece in &pieces {
                reach.part(piece.0, piece.1, piece.2);
            }
            if reach.within(chain.ends[0], chain.ends[1], chain.km * rule.way_round) {
                gone.extend(chain.stretches);
            } else {
                for piece in &pieces {
                    reach.join(piece.0, piece.1, piece.2);
                }
            }
        }
        report.push(remove(graph, &format!("fast-{}", country.to_ascii_lowercase()), &gone));
    }
    report
}

fn fast_chains(graph: &Graph, country: CountryCode, rule: &FastLines) -> Vec<Chain> {
    let meeting = graph.incidence();
    let mut used = vec![false; graph.stretches.len()];
    let mut chains = Vec::new();
    for first in 0..graph.stretches.len() {
        let start = graph.stretches[first].a;
        let inside = [start, graph.stretches[first].b]
            .iter()
            .all(|n| graph.country[*n as usize] == country);
        for start in [start, graph.stretches[first].b] {
            if used[first] || !inside || meeting.at(start).len() == 2 {
                continue;
            }
            let mut chain = Chain { ends: [start; 2], stretches: Vec::new(), km: 0.0, sharpest_deg: 0.0 };
            let mut course = vec![start];
            let (mut at, mut number) = (start, first);
            loop {
                used[number] = true;
                chain.stretches.push(number);
                chain.km += graph.stretches[number].km;
                at = graph.stretches[number].other(at);
                course.push(at);
                let next = meeting.at(at).iter().find(|s| !used[**s as usize]);
                match next {
                    Some(next) if meeting.at(at).len() == 2 => number = *next as usize,
                    _ => break,
                }
            }
            chain.ends[1] = at;
            let bent = chain.stretches.iter().map(|n| &graph.stretches[*n]).any(|s| {
                let chord = graph.at[s.a as usize].sphere_km(graph.at[s.b as usize]);
                s.km > 4.0 && s.km > chord * rule.sinuosity
            });
            chain.sharpest_deg = sharpest_turn_deg(graph, &course);
            if chain.km >= rule.chain_km && !bent && chain.sharpest_deg <= rule.turn_deg {
                chains.push(chain);
            }
        }
    }
    chains
}

/// The sharpest turn of a course between legs of at least 2 km: the 0.1 km grid of the source
/// turns shorter legs at random.
fn sharpest_turn_deg(graph: &Graph, course: &[u32]) -> f64 {
    let mut points: Vec<LngLat> = vec![graph.at[course[0] as usize]];
    for node in course {
        let at = graph.at[*node as usize];
        if points[points.len() - 1].sphere_km(at) >= 2.0 {
            points.push(at);
        }
    }
    let turn = |w: &[LngLat]| {
        let (p, q, r) = (w[0].vec3(), w[1].vec3(), w[2].vec3());
        let (way, on) = (q.add_scaled(p, -1.0), r.add_scaled(q, -1.0));
        way.angle(on).to_degrees()
    };
    points.windows(3).map(turn).fold(0.0, f64::max)
}
