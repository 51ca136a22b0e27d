//! Walks up the elimination tree from some places.
//!
//! All that can be reached upwards from a node stands on its way to the root, so no queue is needed:
//! one node after the other passes its weight on, the lowest rank first. Where several places begin,
//! the branches go up side by side until they join.

use super::query::Upwards;
use super::rows::{ByDepth, CHUNK};
use super::{Hierarchy, NONE};
use crate::instructions::dispatch;
use crate::{Direction, Weight};
use corridor_network::NodeId;
use pulp::{Simd, WithSimd};
use std::ops::Range;

const FAR: u32 = Weight::FAR;

/// The way up from one place, as far as no other branch has taken over.
#[derive(Clone, Debug)]
struct Branch {
    /// The rank to be passed next, and its depth; [`NONE`] when all is done.
    at: u32,
    depth: u32,
    /// Depths passed.
    passed: Range<u32>,
    /// By depth: the rank there.
    way: Vec<u32>,
    /// By depth: the least weight, and the rank below that it was found by, itself for a place.
    weights: ByDepth,
    by: ByDepth,
}

impl Branch {
    fn new() -> Self {
        let empty = ByDepth::new(0);
        Self {
            at: NONE,
            depth: 0,
            passed: 0..0,
            way: Vec::new(),
            weights: empty.clone(),
            by: empty,
        }
    }

    fn start<const BY: bool>(&mut self, hierarchy: &Hierarchy, node: NodeId, weight: Weight) {
        self.at = hierarchy.rank(node);
        self.depth = hierarchy.depth[self.at as usize];
        self.passed = self.depth + 1..self.depth + 1;
        let depth = self.depth as usize;
        self.way.resize(depth + 1, NONE);
        let whole = (depth / CHUNK + 1) * CHUNK;
        self.weights.clear();
        self.weights.resize(whole, FAR);
        self.weights[depth] = weight.get();
        if BY {
            // Where the weight is infinite, what stands here means nothing.
            self.by.resize(whole, NONE);
            self.by[depth] = self.at;
        }
    }

    /// Passes nodes up to, and without, a rank.
    #[inline(always)]
    fn pass<const BY: bool, S: Simd>(
        &mut self,
        simd: S,
        graph: &impl Upwards,
        direction: Direction,
        until: u32,
    ) {
        let hierarchy = graph.plain().hierarchy;
        let (mut at, mut depth) = (self.at, self.depth);
        while at < until {
            self.way[depth as usize] = at;
            let here = self.weights[depth as usize];
            if here < FAR {
                let (weights, by) = (&mut self.weights, &mut self.by);
                graph.relax::<BY, S>(simd, direction, (at, here), weights, by);
            }
            self.passed.start = depth;
            at = hierarchy.parent(at);
            depth = depth.wrapping_sub(1);
        }
        (self.at, self.depth) = (at, depth);
    }

    /// Takes over what another branch found that has come to the same rank.
    fn join<const BY: bool>(&mut self, other: &mut Self) {
        for depth in 0..=self.depth as usize {
            let by = |branch: &Self| if BY { branch.by[depth] } else { NONE };
            // Of equals, the way over the lower rank, as on one branch.
            let (known, found) = (&*self, &*other);
            if (found.weights[depth], by(found)) < (known.weights[depth], by(known)) {
                self.weights[depth] = other.weights[depth];
                if BY {
                    self.by[depth] = other.by[depth];
                }
            }
        }
        other.at = NONE;
    }

    /// The least sum of weights of a node that both have passed, and the lowest such node's rank.
    #[inline(always)]
    fn meet(&self, other: &Self) -> (u32, u32) {
        let start = self.passed.start.max(other.passed.start);
        let end = self.passed.end.min(other.passed.end);
        if start >= end {
            return (FAR, NONE);
        }
        // Ways that have met stay together.
        let [mine, others] = [self, other].map(|b| &b.way[start as usize..end as usize]);
        let shared = partition(mine.len(), |i| mine[i] == others[i]);
        let shared = start as usize..start as usize + shared;
        let sums = self.weights[shared.clone()].iter().zip(&other.weights[shared.clone()]);
        let best = sums.clone().fold(FAR, |best, (a, b)| best.min(a + b));
        if best == FAR {
            return (FAR, NONE);
        }
        let lowest = sums.rev().position(|(a, b)| a + b == best).expect("one of them is the best");
        (best, self.way[shared.end - 1 - lowest])
    }
}

/// Walks that keep their memory from one to the next.
#[derive(Clone, Debug, Default)]
pub(crate) struct Walk {
    /// The first `used` are of the last walk.
    branches: Vec<Branch>,
    used: usize,
}

impl Walk {
    /// Walks up from seeds; with `BY`, notes how.
    pub(crate) fn run<const BY: bool, G: Upwards>(
        &mut self,
        graph: &G,
        direction: Direction,
        seeds: &[(NodeId, Weight)],
    ) {
        self.used = 0;
        for (node, weight) in seeds.iter().filter(|(_, weight)| weight.is_finite()) {
            if self.used == self.branches.len() {
                self.branches.push(Branch::new());
            }
            self.branches[self.used].start::<BY>(graph.plain().hierarchy, *node, *weight);
            self.used += 1;
        }
        dispatch(Up::<BY, G> { branches: &mut self.branches[..self.used], graph, direction });
    }

    fn branches(&self) -> &[Branch] {
        &self.branches[..self.used]
    }

    /// The ranks passed and their weights, the infinite ones left out; every rank once.
    pub(crate) fn passed(&self) -> impl Iterator<Item = (u32, u32)> {
        self.branches().iter().flat_map(|branch| {
            let at = |depth| (branch.way[depth as usize], branch.weights[depth as usize]);
            branch.passed.clone().map(at).filter(|(_, weight)| *weight < FAR)
        })
    }

    /// The least sum of weights of a rank that both walks have passed, and the rank, [`NONE`] if
    /// there is none.
    pub(super) fn meet(&self, other: &Self) -> (u32, u32) {
        dispatch(Meet([self.branches(), other.branches()]))
    }

    /// The rank below that the weight of a rank was found by; itself for a seed.
    pub(super) fn by(&self, hierarchy: &Hierarchy, rank: u32) -> u32 {
        let depth = hierarchy.depth[rank as usize];
        let passed = |b: &&Branch| b.passed.contains(&depth) && b.way[depth as usize] == rank;
        let branch = self.branches().iter().find(passed).expect("a rank that was passed");
        branch.by[depth as usize]
    }
}

/// All branches up to the roots.
struct Up<'u, const BY: bool, G> {
    branches: &'u mut [Branch],
    graph: &'u G,
    direction: Direction,
}

impl<const BY: bool, G: Upwards> WithSimd for Up<'_, BY, G> {
    type Output = ();
    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        let Self { branches, graph, direction } = self;
        // The lowest goes on until it is no longer the lowest.
        while let Some(lowest) = (0..branches.len()).min_by_key(|b| branches[*b].at) {
            branches.swap(0, lowest);
            let Some((branch, others)) = branches.split_first_mut() else { return };
            if branch.at == NONE {
                return;
            }
            let at = branch.at;
            for other in others.iter_mut().filter(|other| other.at == at) {
                branch.join::<BY>(other);
            }
            let until = others.iter().map(|other| other.at).min().unwrap_or(NONE);
            branch.pass::<BY, S>(simd, graph, direction, until);
        }
    }
}

/// The best meeting of two walks.
struct Meet<'m>([&'m [Branch]; 2]);

impl WithSimd for Meet<'_> {
    type Output = (u32, u32);
    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) -> (u32, u32) {
        let mut best = (FAR, NONE);
        for branch in self.0[0] {
            for other in self.0[1] {
                best = best.min(branch.meet(other));
            }
        }
        best
    }
}

/// By bisection: how many of the first `count` numbers keep a rule that those after do not.
fn partition(count: usize, keeps: impl Fn(usize) -> bool) -> usize {
    let (mut low, mut high) = (0, count);
    while low < high {
        let middle = usize::midpoint(low, high);
        if keeps(middle) { low = middle + 1 } else { high = middle }
    }
    low
}
