//! Anderson's acceleration of a fixed point: the next guess is the mixture of the last ones whose
//! residuals cancel best.

use std::collections::VecDeque;

/// How many earlier rounds are mixed.
const MEMORY: usize = 8;

/// Memory of the last rounds.
pub(crate) struct Anderson {
    last: Option<(Vec<f64>, Vec<f64>)>,
    /// Differences of images and residuals from one round to the next.
    differences: VecDeque<(Vec<f64>, Vec<f64>)>,
}

impl Anderson {
    pub(crate) fn new() -> Self {
        Self { last: None, differences: VecDeque::new() }
    }

    /// Forgets all earlier rounds.
    pub(crate) fn restart(&mut self) {
        self.last = None;
        self.differences.clear();
    }

    /// The next guess after `point` was mapped to `image`.
    pub(crate) fn next(&mut self, point: &[f64], image: Vec<f64>) -> Vec<f64> {
        let residual: Vec<f64> = image.iter().zip(point).map(|(a, b)| a - b).collect();
        if let Some((old_image, old_residual)) = &self.last {
            let minus =
                |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a - b).collect::<Vec<_>>();
            if self.differences.len() == MEMORY {
                self.differences.pop_front();
            }
            self.differences.push_back((minus(&image, old_image), minus(&residual, old_residual)));
        }
        let mix = self.mixture(&residual);
        let mut next = image.clone();
        for (weight, (difference, _)) in mix.iter().zip(&self.differences) {
            for (value, change) in next.iter_mut().zip(difference) {
                *value -= weight * change;
            }
        }
        self.last = Some((image, residual));
        next
    }

    /// Weights of the differences that best cancel the residual, by least squares.
    fn mixture(&self, residual: &[f64]) -> Vec<f64> {
        let m = self.differences.len();
        let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
        let mut matrix = vec![vec![0.0; m + 1]; m];
        for (a, row) in matrix.iter_mut().enumerate() {
            for (b, cell) in row[..m].iter_mut().enumerate() {
                *cell = dot(&self.differences[a].1, &self.differences[b].1);
            }
            row[m] = dot(&self.differences[a].1, residual);
            // Nearly parallel rounds must not make weights without bound.
            row[a] *= 1.0 + 1e-10;
        }
        solve(matrix).unwrap_or_else(|| vec![0.0; m])
    }
}

/// The solution of linear equations, one row each with the right side last; none where they are
/// singular.
pub(crate) fn solve(mut rows: Vec<Vec<f64>>) -> Option<Vec<f64>> {
    let m = rows.len();
    for column in 0..m {
        let pivot =
            (column..m).max_by(|a, b| rows[*a][column].abs().total_cmp(&rows[*b][column].abs()))?;
        rows.swap(column, pivot);
        let (above, below) = rows.split_at_mut(column + 1);
        let lead = &above[column];
        if lead[column] == 0.0 || !lead[column].is_finite() {
            return None;
        }
        for row in below {
            let by = row[column] / lead[column];
            if by != 0.0 {
                for (cell, value) in row[column..].iter_mut().zip(&lead[column..]) {
                    *cell -= by * value;
                }
            }
        }
    }
    let mut solution = vec![0.0; m];
    for row in (0..m).rev() {
        let known: f64 = (row + 1..m).map(|at| rows[row][at] * solution[at]).sum();
        solution[row] = (rows[row][m] - known) / rows[row][row];
    }
    Some(solution)
}
