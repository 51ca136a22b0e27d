//! The kernel of customization: contracting blocks whose arcs lie in one stretch of memory.

use super::{Hierarchy, NONE};
use crate::{Metric, Weight};
use aligned_vec::{AVec, avec};
use corridor_network::{EdgeId, Id};
use pulp::Simd;
use std::ops::Range;

/// Weights of an arc in `K` metrics: upwards, then downwards.
pub(super) type Both<const K: usize> = [[u32; K]; 2];

/// Weights by arc, in lines of the cache.
pub(super) type ByArc<const K: usize> = AVec<Both<K>>;

/// No way in either direction.
pub(super) const fn closed<const K: usize>() -> Both<K> {
    [[Weight::FAR; K]; 2]
}

/// The arcs of some ranks that follow each other, and copies of the rows above them that their
/// contraction changes.
pub(super) struct Window<'w, const K: usize> {
    hierarchy: &'w Hierarchy,
    /// Up to `K`.
    metrics: &'w [Metric],
    /// Number of the first arc inside.
    base: usize,
    /// First rank outside.
    end: u32,
    inside: &'w mut [Both<K>],
    /// By depth: where the row of a rank above begins in `outside`.
    outside_row: Vec<u32>,
    outside: ByArc<K>,
    sums: ByArc<K>,
}

impl<'w, const K: usize> Window<'w, K> {
    /// A window on `inside`, the arcs of some ranks; the nodes that the last of them sees get rows of
    /// their own.
    pub(super) fn new(
        hierarchy: &'w Hierarchy,
        metrics: &'w [Metric],
        ranks: Range<u32>,
        inside: &'w mut [Both<K>],
    ) -> Self {
        let above = &hierarchy.head[hierarchy.row(ranks.end - 1)];
        let depth = |rank: u32| hierarchy.depth[rank as usize] as usize;
        let mut outside_row = vec![NONE; depth(ranks.end - 1)];
        let mut arcs = 0;
        for y in above {
            outside_row[depth(*y)] = arcs;
            arcs += hierarchy.row(*y).len() as u32;
        }
        Self {
            hierarchy,
            metrics,
            base: hierarchy.first[ranks.start as usize] as usize,
            end: ranks.end,
            inside,
            outside_row,
            outside: avec![closed(); arcs as usize],
            sums: ByArc::new(0),
        }
    }

    /// Contracts the blocks in the window, from the lowest.
    #[inline(always)]
    pub(super) fn contract<S: Simd>(&mut self, simd: S, blocks: Range<usize>) {
        for block in blocks {
            self.fill_block(block);
            self.contract_block(simd, block);
        }
    }

    /// Gives the arcs of a block the weights of their edges, where no way over nodes below is better.
    #[inline(always)]
    fn fill_block(&mut self, block: usize) {
        let hierarchy = self.hierarchy;
        let slot = |k: usize| 2 * hierarchy.first[hierarchy.blocks.first_rank[block + k] as usize];
        let [from, to] = [slot(0), slot(1)].map(|slot| hierarchy.first_arc_edge[slot as usize]);
        for edge in &hierarchy.arc_edges[from as usize..to as usize] {
            let slot = hierarchy.edge_arc[*edge as usize] as usize;
            let known = &mut self.inside[slot / 2 - self.base][slot % 2];
            for (known, metric) in known.iter_mut().zip(self.metrics) {
                *known = metric.weight(EdgeId::from_index(*edge as usize)).get().min(*known);
            }
        }
    }

    #[inline(always)]
    fn contract_block<S: Simd>(&mut self, simd: S, block: usize) {
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
                relax(simd, &mut high[..length], &row[step..], &row[step - 1]);
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
                let depth = hierarchy.depth[*y as usize] as usize;
                &mut self.outside[self.outside_row[depth] as usize..]
            };
            let target = &mut target[..hierarchy.row(*y).len()];
            let pivot = |k: usize| {
                let row = &low[first(from + k as u32)..];
                &row[width - 1 - k..width - 1 - k + above.len()]
            };
            if width == 1 {
                let row = pivot(0);
                let from_i = turned(&row[i]);
                for (place, to_j) in here.iter().zip(&row[i + 1..]) {
                    relax_one(simd, &mut target[*place as usize], to_j, &from_i);
                }
                continue;
            }
            self.sums.clear();
            self.sums.resize(left, closed());
            for k in 0..width {
                let row = pivot(k);
                relax(simd, &mut self.sums, &row[i + 1..], &row[i]);
            }
            for (place, sum) in here.iter().zip(self.sums.iter()) {
                least(simd, &mut target[*place as usize], sum);
            }
        }
    }

    /// What was found for arcs above the window: the ranks and their rows.
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

/// Whether the weights of an arc in all metrics fill whole vectors.
const fn is_wide<S: Simd, const K: usize>() -> bool {
    2 * K >= S::U32_LANES && (2 * K).is_multiple_of(S::U32_LANES)
}

/// Brings weights down to others.
#[inline(always)]
fn least<S: Simd, const K: usize>(simd: S, known: &mut Both<K>, found: &Both<K>) {
    if is_wide::<S, K>() {
        let known = S::as_mut_simd_u32s(known.as_flattened_mut()).0;
        for (known, found) in known.iter_mut().zip(S::as_simd_u32s(found.as_flattened()).0) {
            *known = simd.min_u32s(*known, *found);
        }
        return;
    }
    for (known, found) in known.as_flattened_mut().iter_mut().zip(found.as_flattened()) {
        *known = (*known).min(*found);
    }
}

/// Brings the weights between `i` and `j` down to those over a node below both, given its arcs to
/// each, the one to `i` turned round.
#[inline(always)]
fn relax_one<S: Simd, const K: usize>(
    simd: S,
    known: &mut Both<K>,
    to_j: &Both<K>,
    from_i: &Both<K>,
) {
    if is_wide::<S, K>() {
        let known = S::as_mut_simd_u32s(known.as_flattened_mut()).0;
        let [to_j, from_i] = [to_j, from_i].map(|arc| S::as_simd_u32s(arc.as_flattened()).0);
        for ((known, to_j), from_i) in known.iter_mut().zip(to_j).zip(from_i) {
            *known = simd.min_u32s(*known, simd.add_u32s(*to_j, *from_i));
        }
        return;
    }
    // One direction after the other: what stands side by side is added side by side.
    for l in 0..K {
        known[0][l] = known[0][l].min(to_j[0][l] + from_i[0][l]);
    }
    for l in 0..K {
        known[1][l] = known[1][l].min(to_j[1][l] + from_i[1][l]);
    }
}

#[inline(always)]
fn relax<S: Simd, const K: usize>(
    simd: S,
    known: &mut [Both<K>],
    to_j: &[Both<K>],
    to_i: &Both<K>,
) {
    let from_i = turned(to_i);
    for (known, to_j) in known.iter_mut().zip(to_j) {
        relax_one(simd, known, to_j, &from_i);
    }
}

/// An arc seen from its other end.
#[inline(always)]
fn turned<const K: usize>(arc: &Both<K>) -> Both<K> {
    [arc[1], arc[0]]
}
