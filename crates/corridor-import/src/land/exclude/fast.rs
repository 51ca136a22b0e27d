//! Tells high-speed lines by their shape: chains without any tight curve.

use super::{Excluded, remove};
use crate::land::graph::{Graph, Reach};
use corridor_network::{CountryCode, LngLat};
use std::collections::BTreeSet;

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

/// A chain of stretches between junctions.
struct Chain {
    ends: [u32; 2],
    stretches: Vec<usize>,
    km: f64,
    sharpest_deg: f64,
}

/// Takes out chains that look like high-speed lines, straightest first, while the rest of the
/// network leads around each by at most `way_round` times its length.
pub(in crate::land) fn take_out_fast(graph: &mut Graph, rule: &FastLines) -> Vec<Excluded> {
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
        let inside =
            [start, graph.stretches[first].b].iter().all(|n| graph.country[*n as usize] == country);
        for start in [start, graph.stretches[first].b] {
            if used[first] || !inside || meeting.at(start).len() == 2 {
                continue;
            }
            let mut chain =
                Chain { ends: [start; 2], stretches: Vec::new(), km: 0.0, sharpest_deg: 0.0 };
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::land::exclude::tests::lines;

    const RULE: FastLines = FastLines {
        countries: &["CN"],
        turn_deg: 20.0,
        sinuosity: 1.02,
        chain_km: 10.0,
        way_round: 1.5,
    };

    #[test]
    fn the_straight_line_goes_where_another_leads_round() {
        let mut graph = lines(true);
        let report = take_out_fast(&mut graph, &RULE);
        assert_eq!((report[0].stretches, graph.stretches.len()), (20, 22));
        assert_eq!(graph.stretches.iter().filter(|s| s.km > 5.0).count(), 20);
    }

    #[test]
    fn the_only_line_stays() {
        let mut graph = lines(false);
        let report = take_out_fast(&mut graph, &RULE);
        assert_eq!((report[0].stretches, graph.stretches.len()), (0, 22));
    }
}
