//! Web Mercator, the whole world being the square from 0 to 1; x to the east, y to the south.

use corridor::LngLat;
use std::f64::consts::PI;

/// A point of the map.
pub(super) type Spot = [f64; 2];

/// A little beyond the edge of the square world, so that what lies outside is cut there and not seen.
const BEYOND: f64 = 1.05;

/// Where a position lies.
pub(super) fn spot(at: LngLat) -> Spot {
    let sine = at.lat().to_radians().sin().clamp(-0.999_999, 0.999_999);
    let y = 0.5 - ((1.0 + sine) / (1.0 - sine)).ln() / (4.0 * PI);
    [at.lng() / 360.0 + 0.5, y.clamp(1.0 - BEYOND, BEYOND)]
}

/// A line over the antimeridian goes on beyond the edge of the world instead of back across it.
fn unwrapped(line: &[LngLat]) -> Vec<Spot> {
    let mut out: Vec<Spot> = Vec::with_capacity(line.len());
    for &at in line {
        let [mut x, y] = spot(at);
        if let Some(last) = out.last() {
            x += (last[0] - x).round();
        }
        out.push([x, y]);
    }
    out
}

/// What lies beyond an edge of the world is drawn at the other one too.
fn with_copies(shape: Vec<Spot>) -> Vec<Vec<Spot>> {
    let shifted = |by: f64| shape.iter().map(|[x, y]| [x + by, *y]).collect();
    let least = shape.iter().map(|p| p[0]).fold(f64::INFINITY, f64::min);
    let most = shape.iter().map(|p| p[0]).fold(f64::NEG_INFINITY, f64::max);
    let mut all = Vec::new();
    if least < 0.0 {
        all.push(shifted(1.0));
    }
    if most > 1.0 {
        all.push(shifted(-1.0));
    }
    all.push(shape);
    all
}

/// A line on the map, as often as it has to be drawn.
pub(super) fn line(course: &[LngLat]) -> Vec<Vec<Spot>> {
    with_copies(unwrapped(course))
}

/// A ring on the map, not closed, as often as it has to be drawn. A ring round a pole is closed along
/// the edge of the map.
pub(super) fn ring(corners: &[LngLat]) -> Vec<Vec<Spot>> {
    let mut out = unwrapped(corners);
    if let (Some(&first), Some(&last)) = (out.first(), out.last()) {
        let turns = (last[0] - first[0]).round();
        if turns != 0.0 {
            let edge = if first[1] > 0.5 { BEYOND } else { 1.0 - BEYOND };
            out.extend([[first[0] + turns, first[1]], [first[0] + turns, edge], [first[0], edge]]);
        }
    }
    with_copies(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(lng: f64, lat: f64) -> LngLat {
        LngLat::new(lng, lat).unwrap()
    }

    #[test]
    fn a_line_over_the_antimeridian_is_drawn_at_both_edges() {
        let copies = line(&[at(179.0, 0.0), at(-179.0, 0.0)]);
        assert_eq!(copies.len(), 2);
        assert!(copies.iter().all(|copy| (copy[0][0] - copy[1][0]).abs() < 0.01));
        assert_eq!(line(&[at(10.0, 0.0), at(20.0, 0.0)]).len(), 1);
    }

    #[test]
    fn a_ring_round_the_pole_reaches_the_edge_of_the_map() {
        let ring = ring(&[at(-120.0, -70.0), at(0.0, -70.0), at(120.0, -70.0)]);
        assert!(ring.iter().flatten().any(|p| p[1] > 1.0));
    }
}
