//! Lines and rings cut at the edges of a tile.

use super::mercator::Spot;

/// A rectangle on the map.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Frame {
    pub(super) low: Spot,
    pub(super) high: Spot,
}

impl Frame {
    /// The smallest around some points.
    pub(super) fn around(points: &[Spot]) -> Self {
        let start = Self { low: [f64::INFINITY; 2], high: [f64::NEG_INFINITY; 2] };
        points.iter().fold(start, |frame, p| Self {
            low: [frame.low[0].min(p[0]), frame.low[1].min(p[1])],
            high: [frame.high[0].max(p[0]), frame.high[1].max(p[1])],
        })
    }

    /// Whether a point lies in it.
    pub(super) fn holds(&self, p: Spot) -> bool {
        (0..2).all(|axis| self.low[axis] <= p[axis] && p[axis] <= self.high[axis])
    }

    /// Whether the other one lies in it.
    pub(super) fn holds_all(&self, other: &Self) -> bool {
        self.holds(other.low) && self.holds(other.high)
    }

    /// The longer of its sides.
    pub(super) fn size(&self) -> f64 {
        (self.high[0] - self.low[0]).max(self.high[1] - self.low[1])
    }
}

/// The pieces of a line inside a frame.
pub(super) fn line(line: &[Spot], frame: &Frame) -> Vec<Vec<Spot>> {
    let mut pieces: Vec<Vec<Spot>> = Vec::new();
    let mut open = false;
    for pair in line.windows(2) {
        let Some((a, b)) = segment(pair[0], pair[1], frame) else {
            open = false;
            continue;
        };
        match pieces.last_mut() {
            Some(piece) if open => piece.push(b),
            _ => pieces.push(vec![a, b]),
        }
        open = b == pair[1];
    }
    pieces
}

/// The part of a segment inside a frame (Liang and Barsky).
fn segment(a: Spot, b: Spot, frame: &Frame) -> Option<(Spot, Spot)> {
    let (mut from, mut to) = (0.0_f64, 1.0_f64);
    for axis in 0..2 {
        let step = b[axis] - a[axis];
        for (side, inside) in
            [(-step, a[axis] - frame.low[axis]), (step, frame.high[axis] - a[axis])]
        {
            if side == 0.0 {
                if inside < 0.0 {
                    return None;
                }
            } else if side < 0.0 {
                from = from.max(inside / side);
            } else {
                to = to.min(inside / side);
            }
        }
    }
    let at = |share: f64| [0, 1].map(|axis| a[axis] + (b[axis] - a[axis]) * share);
    let start = if from > 0.0 { at(from) } else { a };
    let end = if to < 1.0 { at(to) } else { b };
    (from <= to).then_some((start, end))
}

/// The part of a ring inside a frame (Sutherland and Hodgman); parts may be joined along the frame.
pub(super) fn ring(ring: &[Spot], frame: &Frame) -> Vec<Spot> {
    let mut out = ring.to_vec();
    for axis in 0..2 {
        for (bound, sign) in [(frame.low[axis], 1.0), (frame.high[axis], -1.0)] {
            let inside = |p: Spot| sign * (p[axis] - bound) >= 0.0;
            let points = std::mem::take(&mut out);
            let Some(mut before) = points.last().copied() else { return out };
            for p in points {
                if inside(p) != inside(before) {
                    let share = (bound - before[axis]) / (p[axis] - before[axis]);
                    let mut cut = [0, 1].map(|i| before[i] + (p[i] - before[i]) * share);
                    cut[axis] = bound;
                    out.push(cut);
                }
                if inside(p) {
                    out.push(p);
                }
                before = p;
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const FRAME: Frame = Frame { low: [0.0, 0.0], high: [1.0, 1.0] };

    #[test]
    fn a_line_that_leaves_and_comes_back_has_two_pieces() {
        let pieces = line(&[[0.5, 0.5], [0.5, 2.0], [0.8, 2.0], [0.8, 0.5]], &FRAME);
        assert_eq!(pieces, [[[0.5, 0.5], [0.5, 1.0]], [[0.8, 1.0], [0.8, 0.5]]]);
        assert!(line(&[[2.0, 0.0], [3.0, 1.0]], &FRAME).is_empty());
    }

    #[test]
    fn a_ring_round_the_frame_fills_it() {
        let all = ring(&[[-1.0, -1.0], [2.0, -1.0], [2.0, 2.0], [-1.0, 2.0]], &FRAME);
        assert_eq!(Frame::around(&all), FRAME);
        assert!(ring(&[[2.0, 2.0], [3.0, 2.0], [3.0, 3.0]], &FRAME).is_empty());
    }
}
