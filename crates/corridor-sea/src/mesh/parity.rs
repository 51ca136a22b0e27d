//! Land or water: counts how many rings lie between a point of the chart and infinity, the south pole.

use spade::Point2;

/// Number of horizontal bands the chart is divided into, so that a count looks at few pieces.
const BANDS: usize = 4096;

/// Coast pieces sorted into bands of the chart.
pub(crate) struct Parity {
    /// Lower bounds of the bands, ascending.
    bounds: Vec<f64>,
    bands: Vec<Vec<[Point2<f64>; 2]>>,
}

impl Parity {
    /// Sorts the pieces into bands of about equally many ends.
    pub(crate) fn new(chart: &[Point2<f64>], pieces: &[[u32; 2]]) -> Self {
        let mut ys: Vec<f64> =
            pieces.iter().flatten().map(|point| chart[*point as usize].y).collect();
        ys.sort_by(f64::total_cmp);
        let bounds: Vec<f64> = if ys.is_empty() {
            vec![0.0]
        } else {
            (0..BANDS).map(|i| ys[i * (ys.len() - 1) / BANDS]).collect()
        };
        let mut parity = Self { bands: vec![Vec::new(); bounds.len()], bounds };
        for [a, b] in pieces {
            let (a, b) = (chart[*a as usize], chart[*b as usize]);
            for band in parity.band(a.y.min(b.y))..=parity.band(a.y.max(b.y)) {
                parity.bands[band].push([a, b]);
            }
        }
        parity
    }

    fn band(&self, y: f64) -> usize {
        self.bounds.partition_point(|bound| *bound <= y).saturating_sub(1)
    }

    /// Whether an odd number of rings lies between `at` and the south pole: water.
    pub(crate) fn is_odd(&self, at: Point2<f64>) -> bool {
        let mut odd = false;
        for [a, b] in &self.bands[self.band(at.y)] {
            if (a.y > at.y) != (b.y > at.y) && at.x < a.x + (at.y - a.y) / (b.y - a.y) * (b.x - a.x)
            {
                odd = !odd;
            }
        }
        odd
    }
}
