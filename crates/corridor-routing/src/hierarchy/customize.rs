//! Weights of arcs from weights of edges.
//!
//! The weight of an arc is that of the best way between its ends over nodes below both. Nodes are
//! contracted from the lowest rank up; for each pair that a node sees above, the way over the node
//! is tried. Sums of two weights cannot wrap, and the least of several does not depend on their
//! order, so the result is the same whatever the number of threads.

use super::window::{Both, Window, closed, least};
use super::{Hierarchy, NONE};
use crate::Metric;
use crate::instructions::dispatch;
use corridor_network::{EdgeId, Id};
use pulp::WithSimd;
use rayon::prelude::*;
use std::sync::atomic::AtomicU64;

/// A metric customized for a hierarchy.
#[derive(Debug)]
pub struct Customized {
    pub(super) metric: Metric,
    pub(super) weights: Vec<Both<1>>,
    /// What each arc is made of, by `2 arc + down`, as far as anybody has asked; see `unpack`.
    pub(super) made_of: Vec<AtomicU64>,
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
        hierarchy.fill(&mut self.weights, std::slice::from_ref(&self.metric));
        hierarchy.contract_all(&mut self.weights);
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

/// A stretch of ranks that a thread can contract on its own: a subtree of the elimination tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Stretch {
    from: u32,
    to: u32,
}

impl Hierarchy {
    /// Customizes a metric, with all threads of the pool this is called from.
    pub fn customize(&self, metric: Metric) -> Customized {
        let mut weights = vec![closed(); self.arc_count()];
        self.fill(&mut weights, std::slice::from_ref(&metric));
        self.contract_all(&mut weights);
        Customized::new(metric, weights)
    }

    /// Gives every arc the weight of the best of its edges, in up to `K` metrics.
    pub(super) fn fill<const K: usize>(&self, weights: &mut [Both<K>], metrics: &[Metric]) {
        weights.fill(closed());
        for (edge, arc) in self.edge_arc.iter().enumerate().filter(|(_, arc)| **arc != NONE) {
            let known = &mut weights[*arc as usize / 2][*arc as usize % 2];
            for (known, metric) in known.iter_mut().zip(metrics) {
                *known = metric.weight(EdgeId::from_index(edge)).get().min(*known);
            }
        }
    }

    /// Contracts all nodes, in as many metrics as `weights` has.
    pub(super) fn contract_all<const K: usize>(&self, weights: &mut [Both<K>]) {
        let stretches = self.stretches(rayon::current_num_threads());
        let mut parts = Vec::with_capacity(stretches.len());
        let mut rest = &mut *weights;
        let mut done = 0;
        for stretch in &stretches {
            let [from, to] = [stretch.from, stretch.to].map(|x| self.first[x as usize] as usize);
            let (part, after) = rest.split_at_mut(from - done).1.split_at_mut(to - from);
            parts.push((*stretch, part));
            rest = after;
            done = to;
        }
        let found: Vec<Vec<(u32, Vec<Both<K>>)>> = parts
            .into_par_iter()
            .with_max_len(1)
            .map(|(stretch, part)| {
                let mut window = Window::new(self, stretch.from, stretch.to, part);
                let blocks = self.block_at(stretch.from)..self.block_at(stretch.to);
                dispatch(Contract { window: &mut window, blocks });
                window.into_outside()
            })
            .collect();
        for (y, row) in found.into_iter().flatten() {
            for (known, found) in weights[self.row(y)].iter_mut().zip(&row) {
                least(known, found);
            }
        }
        let nodes = self.node_count() as u32;
        if nodes == 0 {
            return;
        }
        let mut window = Window::new(self, 0, nodes, weights);
        let mut next = 0;
        for stretch in stretches.iter().copied().chain([Stretch { from: nodes, to: nodes }]) {
            let blocks = self.block_at(next)..self.block_at(stretch.from);
            dispatch(Contract { window: &mut window, blocks });
            next = stretch.to;
        }
    }

    /// The block that begins with a rank.
    fn block_at(&self, rank: u32) -> usize {
        self.blocks.first_rank.binary_search(&rank).expect("stretches begin and end with blocks")
    }

    /// Parts of the elimination tree of much the same work, a few for each thread, in rising order;
    /// what is in none of them comes after all of them.
    fn stretches(&self, threads: usize) -> Vec<Stretch> {
        let nodes = self.node_count();
        let mut lowest: Vec<u32> = (0..nodes as u32).collect();
        let mut size = vec![1u32; nodes];
        let mut work: Vec<u64> =
            (0..nodes as u32).map(|x| (self.row(x).len() as u64).pow(2)).collect();
        for x in 0..nodes {
            let parent = self.parent(x as u32);
            if parent != NONE {
                let parent = parent as usize;
                lowest[parent] = lowest[parent].min(lowest[x]);
                size[parent] += size[x];
                work[parent] += work[x];
            }
        }
        let whole: u64 =
            (0..nodes).filter(|x| self.parent(*x as u32) == NONE).map(|x| work[x]).sum();
        if threads == 1 {
            return Vec::new();
        }
        let most = whole / (2 * threads as u64) + 1;
        let mut stretches: Vec<Stretch> = Vec::new();
        // Work of the last stretch, if nothing is above it: islands by the thousand make one stretch.
        let mut island_work = None;
        let mut x = nodes as u32;
        while x > 0 {
            let root = x - 1;
            let (from, work) = (lowest[root as usize], work[root as usize]);
            let is_whole = size[root as usize] == x - from;
            let ends_block = self.blocks.first_rank.binary_search(&x).is_ok();
            if !(is_whole && ends_block && work <= most) {
                (x, island_work) = (root, None);
                continue;
            }
            let is_island = self.parent(root) == NONE;
            match (island_work, stretches.last_mut()) {
                (Some(before), Some(last))
                    if is_island && last.from == x && before + work <= most =>
                {
                    last.from = from;
                    island_work = Some(before + work);
                }
                _ => {
                    stretches.push(Stretch { from, to: x });
                    island_work = is_island.then_some(work);
                }
            }
            x = from;
        }
        stretches.reverse();
        stretches
    }
}

struct Contract<'c, 'w, const K: usize> {
    window: &'c mut Window<'w, K>,
    blocks: std::ops::Range<usize>,
}

impl<const K: usize> WithSimd for Contract<'_, '_, K> {
    type Output = ();
    #[inline(always)]
    fn with_simd<S: pulp::Simd>(self, _: S) {
        self.window.contract(self.blocks);
    }
}
