//! Land and borders under the routes: simplified, cut at the map's edge and written as one SVG path.
//!
//! Tolerances are map units (see `projection`); near the routes the coast keeps more detail than far
//! from them, which keeps a world page below 1 MB and still crisp when zoomed in.

use super::projection::{Point, Projection};
use super::simplify::{simplified, simplified_ring};
use corridor_network::LngLat;
use std::fmt::Write as _;

/// The land (and optionally borders) that a page draws its routes on.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct BaseMap {
    /// Closed rings, even-odd: a ring inside a ring is a lake. The last position need not repeat the first.
    pub land: Vec<Vec<LngLat>>,
    /// Open lines of borders between countries; may be empty.
    pub borders: Vec<Vec<LngLat>>,
}

/// A rectangle on the map, map units.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Rect {
    pub(super) low: Point,
    pub(super) high: Point,
}

impl Rect {
    /// The smallest rectangle around the points; `None` without points.
    pub(super) fn around(points: impl Iterator<Item = Point>) -> Option<Self> {
        points.fold(None, |rect: Option<Self>, p| {
            let r = rect.unwrap_or(Self { low: p, high: p });
            Some(Self {
                low: [r.low[0].min(p[0]), r.low[1].min(p[1])],
                high: [r.high[0].max(p[0]), r.high[1].max(p[1])],
            })
        })
    }
    pub(super) fn width(&self) -> f64 {
        self.high[0] - self.low[0]
    }
    pub(super) fn height(&self) -> f64 {
        self.high[1] - self.low[1]
    }
    pub(super) fn contains(&self, p: Point) -> bool {
        (0..2).all(|i| self.low[i] <= p[i] && p[i] <= self.high[i])
    }
    pub(super) fn meets(&self, other: &Self) -> bool {
        (0..2).all(|i| self.low[i] <= other.high[i] && other.low[i] <= self.high[i])
    }
    pub(super) fn grown(&self, by: f64) -> Self {
        Self {
            low: [self.low[0] - by, self.low[1] - by],
            high: [self.high[0] + by, self.high[1] + by],
        }
    }
}

/// How finely the coast is drawn.
#[derive(Debug, Clone, Copy)]
pub(super) struct Detail {
    /// Where the reader looks first.
    pub(super) focus: Rect,
    /// Largest error inside the focus, map units.
    pub(super) near: f64,
    /// Largest error elsewhere, map units.
    pub(super) far: f64,
    /// Whether land wholly outside the focus is left out (a still picture) or kept (a map to pan).
    pub(super) crop: bool,
    /// Islands smaller than this many times the tolerance, in both directions, are left out.
    pub(super) least_island: f64,
}

impl Detail {
    fn tolerance(&self, at: Point) -> f64 {
        if self.focus.contains(at) { self.near } else { self.far }
    }

    /// Whether a ring or line is worth drawing.
    fn keeps(&self, points: &[Point]) -> bool {
        let Some(bounds) = Rect::around(points.iter().copied()) else { return false };
        if self.crop && !self.focus.meets(&bounds) {
            return false;
        }
        let least = self.least_island * self.tolerance(bounds.low).min(self.tolerance(bounds.high));
        bounds.width() >= least || bounds.height() >= least
    }
}

/// The `d` of an SVG path with all land, to be filled even-odd. `write` turns map units into the
/// picture's own coordinates.
pub(super) fn land_path(
    base: &BaseMap,
    projection: Projection,
    detail: &Detail,
    to: Scale,
) -> String {
    let mut out = PathText::new(to);
    for ring in base.land.iter().flat_map(|ring| projection.ring(ring)) {
        if detail.keeps(&ring) {
            out.ring(&simplified_ring(&ring, &|p| detail.tolerance(p)));
        }
    }
    out.text
}

/// The `d` of an SVG path with all borders.
pub(super) fn border_path(
    base: &BaseMap,
    projection: Projection,
    detail: &Detail,
    to: Scale,
) -> String {
    let mut out = PathText::new(to);
    for piece in base.borders.iter().flat_map(|line| projection.line(line)) {
        let points: Vec<Point> = piece.into_iter().map(|(p, _)| p).collect();
        if !detail.crop || detail.keeps(&points) {
            out.line(&simplified(&points, &|p| detail.tolerance(p)));
        }
    }
    out.text
}

/// How map units become a picture's coordinates, and how many decimals are written.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Scale {
    pub(super) origin: Point,
    pub(super) factor: f64,
    pub(super) decimals: usize,
}

impl Scale {
    /// Map units themselves, whole numbers.
    pub(super) const UNITS: Self = Self { origin: [0.0, 0.0], factor: 1.0, decimals: 0 };

    pub(super) fn apply(&self, p: Point) -> Point {
        [(p[0] - self.origin[0]) * self.factor, (p[1] - self.origin[1]) * self.factor]
    }
}

/// An SVG path under construction: relative coordinates, no needless separators, no repeated points.
pub(super) struct PathText {
    pub(super) text: String,
    scale: Scale,
}

impl PathText {
    pub(super) fn new(scale: Scale) -> Self {
        Self { text: String::new(), scale }
    }

    /// Appends an open line; lines that shrink to a point are left out.
    pub(super) fn line(&mut self, points: &[Point]) {
        self.subpath(points, 2, "");
    }

    /// Appends a closed ring; rings that shrink to a line are left out.
    pub(super) fn ring(&mut self, points: &[Point]) {
        self.subpath(points, 3, "z");
    }

    fn subpath(&mut self, points: &[Point], least: usize, end: &str) {
        let grain = 10_f64.powi(self.scale.decimals as i32);
        let mut cells: Vec<[i64; 2]> = points
            .iter()
            .map(|p| self.scale.apply(*p).map(|v| (v * grain).round() as i64))
            .collect();
        cells.dedup();
        if cells.len() < least {
            return;
        }
        let mut last = [0, 0];
        for (i, cell) in cells.iter().enumerate() {
            if i == 0 {
                self.text.push('M');
            } else if i == 1 {
                self.text.push('l');
            }
            for axis in 0..2 {
                let step = cell[axis] - last[axis];
                let begins = i < 2 && axis == 0;
                if !begins && step >= 0 {
                    self.text.push(' ');
                }
                if self.scale.decimals == 0 {
                    let _ = write!(self.text, "{step}");
                } else {
                    let _ = write!(self.text, "{}", step as f64 / grain);
                }
            }
            last = *cell;
        }
        self.text.push_str(end);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn detail(crop: bool) -> Detail {
        let focus = Rect { low: [0.0, -5000.0], high: [9000.0, 0.0] };
        Detail { focus, near: 5.0, far: 20.0, crop, least_island: 3.0 }
    }

    fn square(lng: f64, lat: f64, side: f64) -> Vec<LngLat> {
        [[0.0, 0.0], [side, 0.0], [side, side], [0.0, side]]
            .iter()
            .map(|d| LngLat::new(lng + d[0], lat + d[1]).unwrap())
            .collect()
    }

    #[test]
    fn tiny_islands_go_and_lakes_stay() {
        let base = BaseMap {
            land: vec![square(10.0, 10.0, 20.0), square(15.0, 15.0, 2.0), square(40.0, 5.0, 0.01)],
            borders: Vec::new(),
        };
        let path = land_path(&base, Projection::centred(20.0), &detail(false), Scale::UNITS);
        assert_eq!(path.matches('M').count(), 2, "{path}");
        assert_eq!(path.matches('z').count(), 2);
    }

    #[test]
    fn a_still_picture_leaves_out_what_it_does_not_show() {
        let base = BaseMap {
            land: vec![square(5.0, 5.0, 9.0), square(-60.0, -30.0, 9.0)],
            borders: vec![],
        };
        let count = |crop| {
            let path = land_path(&base, Projection::centred(0.0), &detail(crop), Scale::UNITS);
            path.matches('M').count()
        };
        assert_eq!((count(false), count(true)), (2, 1));
    }

    #[test]
    fn paths_are_relative_and_compact() {
        let mut path = PathText::new(Scale::UNITS);
        path.line(&[[10.0, 20.0], [13.2, 16.0], [13.4, 16.1], [12.0, 30.0]]);
        path.line(&[[5.0, 5.0], [5.1, 5.1]]);
        assert_eq!(path.text, "M10 20l3-4-1 14");
        let half = Scale { origin: [10.0, 0.0], factor: 0.5, decimals: 1 };
        let mut path = PathText::new(half);
        path.ring(&[[10.0, 0.0], [20.0, 1.0], [10.0, 5.0]]);
        assert_eq!(path.text, "M0 0l5 0.5-5 2z");
    }
}
