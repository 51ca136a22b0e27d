//! Cuts ways where they meet: a graph of pieces.

use crate::ways::MISSING;
use crate::{Kind, Way, Ways};
use corridor_network::LngLat;
use rayon::prelude::*;

/// A piece of way between two nodes.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Piece {
    /// Its first end.
    pub a: u32,
    /// Its last end.
    pub b: u32,
    /// Points between the ends.
    pub bends: Vec<LngLat>,
    /// Length, m.
    pub metres: f64,
    /// What it is.
    pub kind: Kind,
}

/// Pieces and the nodes they join.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Graph {
    /// Where each node is.
    pub nodes: Vec<LngLat>,
    /// Whether a way was cut off there: the rim of the file, or a barrier.
    pub is_rim: Vec<bool>,
    /// The pieces.
    pub pieces: Vec<Piece>,
}

/// The pieces of ways. A point is a node where a way ends or two meet.
pub(crate) fn pieces(ways: Ways) -> Graph {
    let Ways { points, ways, .. } = ways;
    let mut uses = vec![0u8; points.len()];
    let mut is_rim = vec![false; points.len()];
    for way in &ways {
        for run in runs(&way.course) {
            for point in run {
                uses[*point as usize] = uses[*point as usize].saturating_add(1);
            }
            for end in [run[0], run[run.len() - 1]] {
                uses[end as usize] = uses[end as usize].saturating_add(1);
            }
        }
        let course = &way.course;
        for pair in course.windows(2) {
            match *pair {
                [MISSING, known] | [known, MISSING] if known != MISSING => {
                    is_rim[known as usize] = true;
                }
                _ => {}
            }
        }
    }
    let mut number = vec![MISSING; points.len()];
    let mut graph = Graph::default();
    for (point, uses) in uses.iter().enumerate() {
        if *uses > 1 {
            number[point] = graph.nodes.len() as u32;
            graph.nodes.push(points[point]);
            graph.is_rim.push(is_rim[point]);
        }
    }
    graph.pieces = ways.par_iter().flat_map_iter(|way| cut(way, &points, &number)).collect();
    graph
}

/// The stretches of a course that have all their points, two or more.
fn runs(course: &[u32]) -> impl Iterator<Item = &[u32]> {
    course.split(|point| *point == MISSING).filter(|run| run.len() > 1)
}

fn cut(way: &Way, points: &[LngLat], number: &[u32]) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    for run in runs(&way.course) {
        let mut a = number[run[0] as usize];
        let mut bends = Vec::new();
        let mut metres = 0.0;
        for pair in run.windows(2) {
            let [from, to] = [pair[0], pair[1]].map(|point| points[point as usize]);
            metres += from.geodesic_km(to) * 1000.0;
            let node = number[pair[1] as usize];
            if node == MISSING {
                bends.push(to);
                continue;
            }
            let bends = std::mem::take(&mut bends);
            pieces.push(Piece { a, b: node, bends, metres, kind: way.kind });
            (a, metres) = (node, 0.0);
        }
    }
    // A stated length is that of the whole way.
    if let Some(stated) = way.metres {
        let drawn: f64 = pieces.iter().map(|piece| piece.metres).sum();
        for piece in &mut pieces {
            piece.metres *= stated / drawn.max(1e-9);
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Rank;
    use corridor_network::Mode;

    #[test]
    fn ways_are_cut_where_they_meet_and_where_points_are_missing() {
        let points = (0..7).map(|n| LngLat::new(f64::from(n) * 0.01, 0.0).unwrap()).collect();
        let kind = Kind::new(Mode::Road, Rank::Local);
        let way = |course: &[u32]| Way { kind, course: course.to_vec(), metres: None };
        // The second way meets the first at point 1; the third has lost its middle.
        let ways = vec![way(&[0, 1, 2, 3]), way(&[1, 4]), way(&[3, 5, MISSING, 6, 4])];
        let graph = pieces(Ways { points, ways, posts: Vec::new() });
        assert_eq!(graph.pieces.len(), 5, "{:?}", graph.pieces);
        assert_eq!(graph.is_rim.iter().filter(|rim| **rim).count(), 2);
        let first = &graph.pieces[1];
        assert_eq!(first.bends.len(), 1);
        assert!((first.metres - 2226.4).abs() < 0.5, "{}", first.metres);
    }

    #[test]
    fn a_stated_length_counts() {
        let points = (0..3).map(|n| LngLat::new(f64::from(n) * 0.01, 0.0).unwrap()).collect();
        let kind = Kind::new(Mode::Road, Rank::Local);
        let ways = vec![Way { kind, course: vec![0, 1, 2], metres: Some(5000.0) }];
        let graph = pieces(Ways { points, ways, posts: Vec::new() });
        assert!((graph.pieces[0].metres - 5000.0).abs() < 1e-6);
    }
}
