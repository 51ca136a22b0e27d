//! The kernel of customization: contracting blocks whose arcs lie in one stretch of memory.

use super::{Hierarchy, NONE};
use crate::Weight;

/// Weights of an arc in `K` metrics: upwards, then downwards.
pub(super) type Both<const K: usize> = [[u32; K]; 2];

/// No way in either direction.
pub(super) const fn closed<const K: usize>() -> Both<K> {
    [[Weight::FAR; K]; 2]
}

/// The arcs of some ranks that follow each other, and copies of the rows above them that their
/// contraction changes.
pub(super) struct Window<'w, const K: usize> {
    hierarchy: &'w Hierarchy,
    /// Number of the first arc inside.
    base: usize,
    /// First rank outside.
    end: u32,
    inside: &'w mut [Both<K>],
    /// By rank from `end`: where its row begins in `outside`.
    outside_row: Vec<u32>,
    outside: Vec<Both<K>>,
    sums: Vec<Both<K>>,
}

impl<'w, const K: usize> Window<'w, K> {
    /// A window on `inside`, the arcs of the ranks `from..end`; the nodes that the last of them sees
    /// get rows of their own.
    pub(super) fn new(
        hierarchy: &'w Hierarchy,
        from: u32,
        end: u32,
        inside: &'w mut [Both<K>],
    ) -> Self {
        let above = &hierarchy.head[hierarchy.row(end - 1)];
        let mut outside_row = Vec::new();
        let mut arcs = 0;
        if let Some(last) = above.last() {
            outside_row = vec![NONE; (last + 1 - end) as usize];
            for y in above {
                outside_row[(y - end) as usize] = arcs;
                arcs += hierarchy.row(*y).len() as u32;
            }
        }
        Self {
            hierarchy,
            base: hierarchy.first[from as usize] as usize,
            end,
            inside,
            outside_row,
            outside: vec![closed(); arcs as usize],
            sums: Vec::new(),
        }
    }

    /// Contracts the blocks in the window, from the lowest.
    #[inline(always)]
    pub(super) fn contract(&mut self, blocks: std::ops::Range<usize>) {
        for block in blocks {
            self.contract_block(block);
        }
    }

    #[inline(always)]
    fn contract_block(&mut self, block: usize) {
        let hierarchy = self.hierarchy;
        let [from, to] = [0, 1].map(|k| hierarchy.blocks.first_rank[block + k]);
        let first = |x: u32| hierarchy.first[x as usize] as usize - self.base;
        let width = (to - from) as usize;
        // Within the block all rows end with the same nodes.
        for k in from..to - 1 {
            for i in k + 1..to {
                let (low, high) = self.inside.split_at_mut(first(i));
                let row = &low[first(k)..];
                let step = (i - k) as usize;
                let length = hierarchy.row(i).len();
                let row = &row[..step + length];
                relax(&mut high[..length], &row[step..], &row[step - 1]);
            }
        }
        let above = &hierarchy.head[hierarchy.row(to - 1)];
        let (low, high) = self.inside.split_at_mut(first(to));
        let mut places = &hierarchy.blocks.places[hierarchy.blocks.first_place[block] as usize..];
        for (i, y) in above.iter().enumerate() {
            let left = above.len() - i - 1;
            let (here, rest) = places.split_at(left);
            places = rest;
            let target = if *y < self.end {
                &mut high[first(*y) - low.len()..]
            } else {
                &mut self.outside[self.outside_row[(y - self.end) as usize] as usize..]
            };
            let target = &mut target[..hierarchy.row(*y).len()];
            let pivot = |k: usize| {
                let row = &low[first(from + k as u32)..];
                &row[width - 1 - k..width - 1 - k + above.len()]
            };
            let row = pivot(0);
            if width == 1 {
                let by = row[i];
                for (place, onward) in here.iter().zip(&row[i + 1..]) {
                    relax_one(&mut target[*place as usize], onward, &by);
                }
                continue;
            }
            self.sums.clear();
            self.sums.extend(row[i + 1..].iter().map(|onward| through(onward, &row[i])));
            for k in 1..width {
                let row = pivot(k);
                relax(&mut self.sums, &row[i + 1..], &row[i]);
            }
            for (place, sum) in here.iter().zip(&self.sums) {
                least(&mut target[*place as usize], sum);
            }
        }
    }

    /// What the contraction found for arcs above the window: the ranks and their rows.
    pub(super) fn into_outside(self) -> Vec<(u32, Vec<Both<K>>)> {
        let above = &self.hierarchy.head[self.hierarchy.row(self.end - 1)];
        let mut rest = self.outside.as_slice();
        let mut rows = Vec::with_capacity(above.len());
        for y in above {
            let (row, after) = rest.split_at(self.hierarchy.row(*y).len());
            rows.push((*y, row.to_vec()));
            rest = after;
        }
        rows
    }
}

/// The way from `i` to `j` and back over a node below both, given its arcs to each.
#[inline(always)]
fn through<const K: usize>(to_j: &Both<K>, to_i: &Both<K>) -> Both<K> {
    let mut sum = *to_j;
    for l in 0..K {
        sum[0][l] += to_i[1][l];
        sum[1][l] += to_i[0][l];
    }
    sum
}

#[inline(always)]
pub(super) fn least<const K: usize>(known: &mut Both<K>, found: &Both<K>) {
    for (known, found) in known.iter_mut().zip(found) {
        for l in 0..K {
            known[l] = known[l].min(found[l]);
        }
    }
}

#[inline(always)]
fn relax_one<const K: usize>(known: &mut Both<K>, to_j: &Both<K>, to_i: &Both<K>) {
    // One direction after the other: what stands side by side is added side by side.
    for l in 0..K {
        known[0][l] = known[0][l].min(to_j[0][l] + to_i[1][l]);
    }
    for l in 0..K {
        known[1][l] = known[1][l].min(to_j[1][l] + to_i[0][l]);
    }
}

#[inline(always)]
fn relax<const K: usize>(known: &mut [Both<K>], to_j: &[Both<K>], to_i: &Both<K>) {
    for (known, to_j) in known.iter_mut().zip(to_j) {
        relax_one(known, to_j, to_i);
    }
}
