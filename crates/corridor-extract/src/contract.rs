//! Takes out the nodes where nothing meets, and the bends that say nothing.

use crate::pieces::{Graph, Piece};
use corridor_network::LngLat;
use corridor_network::geo::EARTH_RADIUS_KM;
use corridor_network::nearest::foot_on_segment;
use rayon::prelude::*;

/// How far a course may lie from the one drawn, km.
const TOLERANCE_KM: f64 = 0.01;

/// The same ways with fewer nodes: where exactly two pieces of one kind meet, they become one.
/// Lengths stay; courses stay within ten metres. Loops get a node in their middle.
pub(crate) fn contract(graph: Graph) -> Graph {
    let Graph { nodes, is_rim, pieces } = graph;
    // Ends at each node: the piece, and whether it is its last end.
    let mut ends: Vec<Vec<(u32, bool)>> = vec![Vec::new(); nodes.len()];
    for (i, piece) in pieces.iter().enumerate() {
        ends[piece.a as usize].push((i as u32, false));
        ends[piece.b as usize].push((i as u32, true));
    }
    let is_passed: Vec<bool> = ends
        .iter()
        .zip(&is_rim)
        .map(|(ends, is_rim)| match ends[..] {
            [(p, p_last), (q, q_last)] if !is_rim && p != q => {
                let (p, q) = (&pieces[p as usize], &pieces[q as usize]);
                // A way for one direction goes on where it came from.
                p.kind == q.kind && (!p.kind.one_way || p_last != q_last)
            }
            _ => false,
        })
        .collect();

    let mut used = vec![false; pieces.len()];
    let mut chains: Vec<Vec<(u32, bool)>> = Vec::new();
    let mut follow = |first: u32, backward: bool, used: &mut [bool]| {
        let mut chain = Vec::new();
        let mut step = (first, backward);
        loop {
            used[step.0 as usize] = true;
            chain.push(step);
            let piece = &pieces[step.0 as usize];
            let node = if step.1 { piece.a } else { piece.b };
            if !is_passed[node as usize] {
                break;
            }
            let next = ends[node as usize].iter().find(|(p, _)| *p != step.0);
            match next {
                Some(&(p, last)) if !used[p as usize] => step = (p, last),
                _ => break,
            }
        }
        chains.push(chain);
    };
    for (i, piece) in pieces.iter().enumerate() {
        if used[i] {
            continue;
        }
        let (a, b) = (is_passed[piece.a as usize], is_passed[piece.b as usize]);
        if !a {
            follow(i as u32, false, &mut used);
        } else if !b && !piece.kind.one_way {
            follow(i as u32, true, &mut used);
        }
    }
    // What is left are rings without a meeting, and one-way chains met from the middle.
    for i in 0..pieces.len() {
        if !used[i] {
            follow(i as u32, false, &mut used);
        }
    }
    let mut merged: Vec<Piece> =
        chains.par_iter().map(|chain| merge(chain, &pieces, &nodes)).collect();
    let mut nodes = nodes;
    let mut is_rim = is_rim;
    split_loops(&mut merged, &mut nodes, &mut is_rim);
    renumbered(Graph { nodes, is_rim, pieces: merged })
}

fn merge(chain: &[(u32, bool)], pieces: &[Piece], nodes: &[LngLat]) -> Piece {
    let ends = |(piece, backward): (u32, bool)| {
        let piece = &pieces[piece as usize];
        if backward { (piece.b, piece.a) } else { (piece.a, piece.b) }
    };
    let (first, last) = (chain[0], chain[chain.len() - 1]);
    let mut bends = Vec::new();
    for (i, step) in chain.iter().enumerate() {
        if i > 0 {
            bends.push(nodes[ends(*step).0 as usize]);
        }
        let own = &pieces[step.0 as usize].bends;
        if step.1 {
            bends.extend(own.iter().rev());
        } else {
            bends.extend(own);
        }
    }
    let (a, b) = (ends(first).0, ends(last).1);
    let mut course = vec![nodes[a as usize]];
    course.append(&mut bends);
    course.push(nodes[b as usize]);
    let mut course = simplified(&course);
    course.pop();
    course.remove(0);
    Piece {
        a,
        b,
        bends: course,
        metres: chain.iter().map(|step| pieces[step.0 as usize].metres).sum(),
        kind: pieces[first.0 as usize].kind,
    }
}

/// The course without the points that lie within the tolerance of the line between their neighbours
/// (Douglas and Peucker); the ends stay.
fn simplified(course: &[LngLat]) -> Vec<LngLat> {
    let mut keeps = vec![false; course.len()];
    let mut stretches = vec![(0, course.len() - 1)];
    while let Some((from, to)) = stretches.pop() {
        keeps[from] = true;
        keeps[to] = true;
        let (a, b) = (course[from].vec3(), course[to].vec3());
        let away = |i: usize| {
            let point = course[i].vec3();
            point.angle(foot_on_segment(point, a, b).1) * EARTH_RADIUS_KM
        };
        let farthest = (from + 1..to).map(|i| (away(i), i)).max_by(|x, y| x.0.total_cmp(&y.0));
        if let Some((km, i)) = farthest
            && km > TOLERANCE_KM
        {
            stretches.push((from, i));
            stretches.push((i, to));
        }
    }
    course.iter().zip(keeps).filter(|(_, keep)| *keep).map(|(at, _)| *at).collect()
}

/// A piece that ends where it begins becomes two that meet at its middle bend; one without bends
/// leads nowhere and goes.
fn split_loops(pieces: &mut Vec<Piece>, nodes: &mut Vec<LngLat>, is_rim: &mut Vec<bool>) {
    let mut second = Vec::new();
    pieces.retain_mut(|piece| {
        if piece.a != piece.b {
            return true;
        }
        if piece.bends.is_empty() {
            return false;
        }
        let middle = piece.bends.len() / 2;
        let node = nodes.len() as u32;
        nodes.push(piece.bends[middle]);
        is_rim.push(false);
        let rest = piece.bends.split_off(middle + 1);
        piece.bends.pop();
        piece.metres /= 2.0;
        second.push(Piece { a: node, bends: rest, ..piece.clone() });
        piece.b = node;
        true
    });
    pieces.extend(second);
}

/// The graph without nodes that no piece has.
fn renumbered(graph: Graph) -> Graph {
    let mut used = vec![false; graph.nodes.len()];
    for piece in &graph.pieces {
        used[piece.a as usize] = true;
        used[piece.b as usize] = true;
    }
    let mut number = vec![0; graph.nodes.len()];
    let mut small = Graph::default();
    for (node, _) in used.iter().enumerate().filter(|(_, used)| **used) {
        number[node] = small.nodes.len() as u32;
        small.nodes.push(graph.nodes[node]);
        small.is_rim.push(graph.is_rim[node]);
    }
    let at = |node: u32| number[node as usize];
    let pieces = graph.pieces.into_iter();
    small.pieces = pieces.map(|p| Piece { a: at(p.a), b: at(p.b), ..p }).collect();
    small
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Kind, Rank};
    use corridor_network::Mode;

    fn at(lng: f64, lat: f64) -> LngLat {
        LngLat::new(lng, lat).unwrap()
    }

    fn piece(a: u32, b: u32, kind: Kind) -> Piece {
        Piece { a, b, bends: Vec::new(), metres: 1000.0, kind }
    }

    #[test]
    fn nodes_that_are_only_passed_go_and_their_places_stay() {
        let kind = Kind::new(Mode::Road, Rank::Local);
        let other = Kind { kmh: 30, ..kind };
        // 0 - 1 - 2 - 3, a change of kind at 3, then 4.
        let nodes =
            vec![at(0.0, 0.0), at(0.01, 0.005), at(0.02, 0.0), at(0.03, 0.0), at(0.04, 0.0)];
        let pieces =
            vec![piece(0, 1, kind), piece(2, 1, kind), piece(2, 3, kind), piece(3, 4, other)];
        let graph = contract(Graph { is_rim: vec![false; 5], nodes, pieces });
        assert_eq!((graph.nodes.len(), graph.pieces.len()), (3, 2), "{graph:?}");
        assert_eq!(graph.pieces[0].bends, [at(0.01, 0.005), at(0.02, 0.0)]);
        assert!((graph.pieces[0].metres - 3000.0).abs() < 1e-9);
    }

    #[test]
    fn one_way_pieces_join_head_to_tail_only() {
        let kind = Kind { one_way: true, ..Kind::new(Mode::Road, Rank::Local) };
        let nodes: Vec<_> = (0..3).map(|n| at(f64::from(n) * 0.01, 0.0)).collect();
        let graph =
            |pieces| contract(Graph { is_rim: vec![false; 3], nodes: nodes.clone(), pieces });
        let through = graph(vec![piece(1, 2, kind), piece(0, 1, kind)]);
        assert_eq!(through.pieces.len(), 1);
        assert_eq!(through.nodes[through.pieces[0].a as usize], at(0.0, 0.0));
        let against = graph(vec![piece(0, 1, kind), piece(2, 1, kind)]);
        assert_eq!(against.pieces.len(), 2, "both lead to the middle, none away");
    }

    #[test]
    fn rings_get_a_second_node() {
        let kind = Kind::new(Mode::Road, Rank::Local);
        let nodes = vec![at(0.0, 0.0), at(0.01, 0.0), at(0.01, 0.01)];
        let pieces = vec![piece(0, 1, kind), piece(1, 2, kind), piece(2, 0, kind)];
        let graph = contract(Graph { is_rim: vec![false; 3], nodes, pieces });
        assert_eq!(graph.pieces.len(), 2);
        assert!(graph.pieces.iter().all(|p| p.a != p.b));
        assert!((graph.pieces.iter().map(|p| p.metres).sum::<f64>() - 3000.0).abs() < 1e-9);
    }
}
