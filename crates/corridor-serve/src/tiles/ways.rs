//! Railways, roads, lanes and rivers drawn as coarsely as a zoom shows them: on a grid, each stretch
//! once, stretches joined to long lines.

use super::mercator::Spot;
use corridor::page::simplified;

/// A point of the grid.
type Cell = [i32; 2];

/// Lines of a zoom: `cells` grid cells side by side make the world.
pub(super) fn generalised(lines: &[Vec<Spot>], cells: f64) -> Vec<Vec<Spot>> {
    let mut stretches: Vec<[Cell; 2]> = Vec::new();
    for line in lines {
        let on_grid = line.iter().map(|p| p.map(|v| (v * cells).round() as i32));
        let mut before: Option<Cell> = None;
        for cell in on_grid {
            if let Some(last) = before.replace(cell).filter(|last| *last != cell) {
                stretches.push([last.min(cell), last.max(cell)]);
            }
        }
    }
    stretches.sort_unstable();
    stretches.dedup();
    let tolerance = 0.6;
    joined(&stretches)
        .into_iter()
        .map(|line| {
            let line: Vec<Spot> = line.into_iter().map(|cell| cell.map(f64::from)).collect();
            simplified(&line, &|_| tolerance).into_iter().map(|p| p.map(|v| v / cells)).collect()
        })
        .collect()
}

/// Stretches joined where only two meet.
fn joined(stretches: &[[Cell; 2]]) -> Vec<Vec<Cell>> {
    let mut ends: Vec<(Cell, usize)> = Vec::with_capacity(stretches.len() * 2);
    for (n, [a, b]) in stretches.iter().enumerate() {
        ends.extend([(*a, n), (*b, n)]);
    }
    ends.sort_unstable();
    let at = |cell: Cell| {
        let from = ends.partition_point(|(c, _)| *c < cell);
        let count = ends[from..].iter().take_while(|(c, _)| *c == cell).count();
        &ends[from..from + count]
    };
    let mut is_drawn = vec![false; stretches.len()];
    let mut lines = Vec::new();
    let mut follow = |start: Cell, first: usize, is_drawn: &mut Vec<bool>| {
        let (mut line, mut cell, mut n) = (vec![start], start, first);
        loop {
            is_drawn[n] = true;
            let [a, b] = stretches[n];
            cell = if a == cell { b } else { a };
            line.push(cell);
            let [one, two] = at(cell) else { break };
            let next = if one.1 == n { two.1 } else { one.1 };
            if is_drawn[next] {
                break;
            }
            n = next;
        }
        lines.push(line);
    };
    // Lines first, from where they end or fork; what is left over then are rings.
    for only_ends in [true, false] {
        for &(cell, n) in &ends {
            if !is_drawn[n] && (!only_ends || at(cell).len() != 2) {
                follow(cell, n, &mut is_drawn);
            }
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_tracks_become_one_line() {
        let there = vec![[0.0, 0.0], [0.1, 0.001], [0.2, 0.0]];
        let back = vec![[0.2, 0.002], [0.3, 0.0]];
        let other = vec![[0.2, 0.001], [0.1, 0.002], [0.0, 0.001]];
        let lines = generalised(&[there, back, other], 100.0);
        assert_eq!(lines, [[[0.0, 0.0], [0.3, 0.0]]]);
    }

    #[test]
    fn a_ring_is_drawn_whole() {
        let ring = vec![[0.0, 0.0], [0.5, 0.0], [0.5, 0.5], [0.0, 0.5], [0.0, 0.0]];
        let lines = generalised(&[ring], 10.0);
        assert_eq!(lines.len(), 1);
        assert_eq!(lines[0].len(), 5);
    }
}
