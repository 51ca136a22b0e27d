//! Where the numbers of the itineraries stand on the map, so that colours are never needed to tell them.

use super::projection::Point;
use super::tracks::{Run, Track};

/// Where the numbers of the itineraries stand: on the longest stretch each has to itself (on any of its
/// stretches if it has none), at least `apart` map units from one another where possible.
pub(super) fn badges(tracks: &[Track], itineraries: usize, apart: f64) -> Vec<(usize, Point)> {
    let mut placed: Vec<(usize, Point)> = Vec::new();
    for itinerary in 0..itineraries {
        let mut runs: Vec<&Run> = tracks
            .iter()
            .filter(|t| t.itinerary == itinerary)
            .flat_map(|t| t.lines.iter().flatten())
            .collect();
        // Alone before shared, then the longest; the sort is stable.
        runs.sort_by(|a, b| {
            let alone = (b.sharers == 1).cmp(&(a.sharers == 1));
            alone.then(run_length(&b.points).total_cmp(&run_length(&a.points)))
        });
        let candidates = runs.iter().flat_map(|r| SHARES.map(|share| along(&r.points, share)));
        let free =
            |at: &Point| placed.iter().all(|(_, p)| (p[0] - at[0]).hypot(p[1] - at[1]) >= apart);
        let mut candidates = candidates.flatten();
        let first = candidates.next();
        let found = first.into_iter().chain(candidates).find(free).or(first);
        placed.extend(found.map(|at| (itinerary, at)));
    }
    placed
}

/// Where along a stretch a number may stand, best first.
const SHARES: [f64; 5] = [0.5, 0.35, 0.65, 0.2, 0.8];

/// The point at a share of a line's length.
fn along(points: &[Point], share: f64) -> Option<Point> {
    let mut left = run_length(points) * share;
    for pair in points.windows(2) {
        let step = run_length(pair);
        if step >= left && step > 0.0 {
            let t = left / step;
            return Some([0, 1].map(|k| pair[0][k] + t * (pair[1][k] - pair[0][k])));
        }
        left -= step;
    }
    points.last().copied()
}

fn run_length(points: &[Point]) -> f64 {
    points.windows(2).map(|w| (w[1][0] - w[0][0]).hypot(w[1][1] - w[0][1])).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::reading::Kind;

    fn track(itinerary: usize, runs: &[(&[Point], usize)]) -> Track {
        let run = |(points, sharers): &(&[Point], usize)| Run {
            points: points.to_vec(),
            offset: 0.0,
            sharers: *sharers,
        };
        Track { itinerary, kind: Kind::Rail, lines: vec![runs.iter().map(run).collect()] }
    }

    #[test]
    fn the_number_stands_where_the_itinerary_is_alone() {
        let shared: &[Point] = &[[0.0, 0.0], [300.0, 0.0]];
        let tracks = [
            track(0, &[(shared, 2), (&[[300.0, 0.0], [400.0, 0.0]], 1)]),
            track(1, &[(shared, 2), (&[[300.0, 0.0], [300.0, 100.0]], 1)]),
        ];
        assert_eq!(badges(&tracks, 2, 10.0), [(0, [350.0, 0.0]), (1, [300.0, 50.0])]);
    }

    #[test]
    fn numbers_keep_apart_where_there_is_room() {
        let line: &[Point] = &[[0.0, 0.0], [100.0, 0.0]];
        let tracks = [track(0, &[(line, 2)]), track(1, &[(line, 2)])];
        assert_eq!(badges(&tracks, 2, 10.0)[1].1, [35.0, 0.0]);
        assert_eq!(badges(&tracks, 3, 1e9), [(0, [50.0, 0.0]), (1, [50.0, 0.0])]);
    }
}
