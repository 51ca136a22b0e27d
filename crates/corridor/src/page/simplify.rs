//! Lines with fewer points: what the eye does not miss is not written (map units throughout).

use super::projection::Point;

/// A line with fewer points (Douglas and Peucker), its ends kept; `tolerance` is asked at each point.
pub fn simplified(line: &[[f64; 2]], tolerance: &dyn Fn([f64; 2]) -> f64) -> Vec<[f64; 2]> {
    kept(line, tolerance).into_iter().map(|i| line[i]).collect()
}

/// The indices of the points that [`simplified`] keeps.
pub(super) fn kept(line: &[Point], tolerance: &dyn Fn(Point) -> f64) -> Vec<usize> {
    if line.len() < 3 {
        return (0..line.len()).collect();
    }
    let mut keep = vec![false; line.len()];
    keep[0] = true;
    keep[line.len() - 1] = true;
    let mut open = vec![(0, line.len() - 1)];
    while let Some((from, to)) = open.pop() {
        let (mut worst, mut at) = (1.0, None);
        for i in from + 1..to {
            let excess = distance(line[i], line[from], line[to]) / tolerance(line[i]);
            if excess > worst {
                (worst, at) = (excess, Some(i));
            }
        }
        if let Some(i) = at {
            keep[i] = true;
            open.push((from, i));
            open.push((i, to));
        }
    }
    (0..line.len()).filter(|i| keep[*i]).collect()
}

/// A closed ring with fewer points: two lines, split at the point farthest from the first.
pub fn simplified_ring(ring: &[[f64; 2]], tolerance: &dyn Fn([f64; 2]) -> f64) -> Vec<[f64; 2]> {
    let far = |p: &Point| (p[0] - ring[0][0]).hypot(p[1] - ring[0][1]);
    let Some(split) = (0..ring.len()).max_by(|a, b| far(&ring[*a]).total_cmp(&far(&ring[*b])))
    else {
        return Vec::new();
    };
    let mut out = simplified(&ring[..=split], tolerance);
    let mut rest = ring[split..].to_vec();
    rest.push(ring[0]);
    let rest = simplified(&rest, tolerance);
    out.extend_from_slice(&rest[1..rest.len() - 1]);
    out
}

/// Distance from `p` to the segment from `a` to `b`.
fn distance(p: Point, a: Point, b: Point) -> f64 {
    let (dx, dy) = (b[0] - a[0], b[1] - a[1]);
    let length = dx * dx + dy * dy;
    let t = if length > 0.0 {
        (((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / length).clamp(0.0, 1.0)
    } else {
        0.0
    };
    (p[0] - a[0] - t * dx).hypot(p[1] - a[1] - t * dy)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn simplifying_keeps_what_exceeds_the_tolerance() {
        let line = [[0.0, 0.0], [10.0, 1.0], [20.0, 0.0], [30.0, 9.0], [40.0, 0.0]];
        assert_eq!(kept(&line, &|_| 2.0), vec![0, 2, 3, 4]);
        assert_eq!(kept(&line, &|_| 20.0), vec![0, 4]);
    }
}
