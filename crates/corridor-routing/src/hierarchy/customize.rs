//! Weights of arcs from weights of edges.
//!
//! The weight of an arc is that of the best way between its ends over nodes below both. Nodes are
//! contracted from the lowest rank up; for each pair that a node sees above, the way over the node
//! is tried. Subtrees of the elimination tree are contracted side by side, small ones first, then what
//! is left of those around them, round by round. Sums of two weights cannot wrap, and the least of
//! several does not depend on their order, so the result is the same whatever the number of threads.

use super::Hierarchy;
use super::window::{Both, Window, closed};
use crate::Metric;
use crate::instructions::dispatch;
use pulp::{Simd, WithSimd};
use rayon::prelude::*;
use std::iter;
use std::ops::Range;
use std::sync::atomic::AtomicU64;

/// Arcs cleared in one go.
const CLEARED: usize = 1 << 16;

/// A metric customized for a hierarchy.
#[derive(Debug)]
pub struct Customized {
    pub(super) metric: Metric,
    pub(super) weights: Vec<Both<1>>,
    /// What each arc is made of, by `2 arc + down`, as far as anybody has asked; see `unpack`.
    pub(super) made_of: Vec<AtomicU64>,
}

impl Customized {
    /// Bytes that it takes in memory.
    pub fn bytes(&self) -> u64 {
        let metric = self.metric.edge_count() * size_of::<crate::Weight>();
        let weights = self.weights.len() * size_of::<Both<1>>();
        (metric + weights + self.made_of.len() * size_of::<AtomicU64>()) as u64
    }
}

impl Clone for Customized {
    /// A copy that has not been asked what its arcs are made of.
    fn clone(&self) -> Self {
        Self::new(self.metric.clone(), self.weights.clone())
    }
}

impl Customized {
    pub(super) fn new(metric: Metric, weights: Vec<Both<1>>) -> Self {
        // Memory that nobody writes to is not even fetched.
        let made_of = bytemuck::zeroed_vec(2 * weights.len());
        Self { metric, weights, made_of }
    }

    /// Customizes another metric in the same memory.
    pub fn renew(&mut self, hierarchy: &Hierarchy, metric: Metric) {
        self.metric = metric;
        self.made_of = bytemuck::zeroed_vec(2 * self.weights.len());
        hierarchy.contract_all(&mut self.weights, std::slice::from_ref(&self.metric));
    }

    /// The weights of edges it was made from.
    pub fn metric(&self) -> &Metric {
        &self.metric
    }

    /// Whether all arcs weigh the same in two metrics.
    pub fn same_weights(&self, other: &Self) -> bool {
        self.weights == other.weights
    }

    /// The weight of an arc in one direction.
    #[inline]
    pub(crate) fn weight(&self, arc: usize, down: bool) -> u32 {
        self.weights[arc][usize::from(down)][0]
    }
}

impl Hierarchy {
    /// Customizes a metric, with all threads of the pool this is called from.
    pub fn customize(&self, metric: Metric) -> Customized {
        let mut weights = vec![[[0]; 2]; self.arc_count()];
        self.contract_all(&mut weights, std::slice::from_ref(&metric));
        Customized::new(metric, weights)
    }

    /// Finds the weights of all arcs in up to `K` metrics.
    pub(super) fn contract_all<const K: usize>(&self, weights: &mut [Both<K>], metrics: &[Metric]) {
        weights.par_chunks_mut(CLEARED).for_each(|weights| weights.fill(closed()));
        let nodes = self.node_count() as u32;
        if nodes == 0 {
            return;
        }
        let mut done: &[Range<u32>] = &[];
        for round in self.rounds.for_threads(rayon::current_num_threads()) {
            self.contract_round(round, done, weights, metrics);
            done = round;
        }
        self.contract_round(std::slice::from_ref(&(0..nodes)), done, weights, metrics);
    }

    /// Contracts stretches of ranks side by side, but for those in them that are done.
    fn contract_round<const K: usize>(
        &self,
        stretches: &[Range<u32>],
        done: &[Range<u32>],
        weights: &mut [Both<K>],
        metrics: &[Metric],
    ) {
        let arc = |rank: u32| self.first[rank as usize] as usize;
        let mut windows = Vec::with_capacity(stretches.len());
        let (mut rest, mut passed) = (&mut *weights, 0);
        for stretch in stretches {
            let (from, to) = (arc(stretch.start), arc(stretch.end));
            let (inside, after) = rest.split_at_mut(from - passed).1.split_at_mut(to - from);
            windows.push((stretch.clone(), inside));
            (rest, passed) = (after, to);
        }
        let contract = |(stretch, inside): (Range<u32>, &mut [Both<K>])| {
            let mut window = Window::new(self, metrics, stretch.clone(), inside);
            let first = done.partition_point(|done| done.start < stretch.start);
            let inner = done[first..].iter().take_while(|done| done.start < stretch.end);
            let mut next = stretch.start;
            for done in inner.cloned().chain(iter::once(stretch.end..stretch.end)) {
                let blocks = self.block_at(next)..self.block_at(done.start);
                dispatch(Contract { window: &mut window, blocks });
                next = done.end;
            }
            window.into_outside()
        };
        let found: Vec<_> = windows.into_par_iter().with_max_len(1).map(contract).collect();
        for (y, row) in found.into_iter().flatten() {
            for (known, found) in weights[self.row(y)].iter_mut().zip(&row) {
                for (known, found) in known.as_flattened_mut().iter_mut().zip(found.as_flattened())
                {
                    *known = (*known).min(*found);
                }
            }
        }
    }

    /// The block that begins with a rank.
    fn block_at(&self, rank: u32) -> usize {
        self.blocks.first_rank.binary_search(&rank).expect("stretches begin and end with blocks")
    }
}

struct Contract<'c, 'w, const K: usize> {
    window: &'c mut Window<'w, K>,
    blocks: Range<usize>,
}

impl<const K: usize> WithSimd for Contract<'_, '_, K> {
    type Output = ();
    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        self.window.contract(simd, self.blocks);
    }
}
