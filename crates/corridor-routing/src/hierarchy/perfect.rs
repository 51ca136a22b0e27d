//! The arcs that shortest ways need, and no others.
//!
//! Perfect customization gives every arc the distance of its ends, from the highest rank down. An
//! arc whose own weight is more is on no shortest way and is left out, direction by direction: about
//! a sixth of the arcs of roads are and half of those of sea lanes, which pays when a metric is asked
//! more than some thousand times.

use super::query::{Plain, Upwards};
use super::window::Both;
use super::{Customized, Hierarchy};
use crate::Weight;
use crate::instructions::dispatch;
use pulp::WithSimd;

const FAR: u32 = Weight::FAR;

/// The arcs upwards from every rank in one direction: heads and weights side by side.
#[derive(Clone, Debug)]
pub(crate) struct Arcs {
    pub(crate) first: Vec<u32>,
    pub(crate) arcs: Vec<(u32, u32)>,
}

impl Arcs {
    pub(crate) fn row(&self, rank: u32) -> &[(u32, u32)] {
        let range = self.first[rank as usize]..self.first[rank as usize + 1];
        &self.arcs[range.start as usize..range.end as usize]
    }
}

/// A customized metric reduced to the arcs of shortest ways.
#[derive(Clone, Debug)]
pub struct Perfect<'h> {
    plain: Plain<'h>,
    /// Arcs as edges lead, from lower to higher.
    pub(crate) up: Arcs,
    /// Arcs from higher to lower, kept with the lower.
    pub(crate) down: Arcs,
}

impl<'h> Perfect<'h> {
    /// Reduces a metric.
    pub fn new(hierarchy: &'h Hierarchy, customized: &'h Customized) -> Self {
        let mut weights = customized.weights.clone();
        dispatch(Tighten { hierarchy, weights: &mut weights });
        let kept = |down: usize| {
            let mut first = Vec::with_capacity(hierarchy.node_count() + 1);
            let mut arcs = Vec::new();
            first.push(0);
            for rank in 0..hierarchy.node_count() as u32 {
                for arc in hierarchy.row(rank) {
                    let weight = customized.weights[arc][down][0];
                    if weight < FAR && weight == weights[arc][down][0] {
                        arcs.push((hierarchy.head[arc], weight));
                    }
                }
                first.push(arcs.len() as u32);
            }
            Arcs { first, arcs }
        };
        let (up, down) = (kept(0), kept(1));
        Self { plain: Plain { hierarchy, customized }, up, down }
    }

    /// The hierarchy.
    pub fn hierarchy(&self) -> &'h Hierarchy {
        self.plain.hierarchy
    }

    /// Number of arcs kept, in both directions together.
    pub fn arc_count(&self) -> usize {
        self.up.arcs.len() + self.down.arcs.len()
    }
}

impl Upwards for Perfect<'_> {
    #[inline]
    fn forwards(&self, rank: u32, mut relax: impl FnMut(u32, u32)) {
        self.up.row(rank).iter().for_each(|(head, weight)| relax(*head, *weight));
    }
    #[inline]
    fn backwards(&self, rank: u32, mut relax: impl FnMut(u32, u32)) {
        self.down.row(rank).iter().for_each(|(head, weight)| relax(*head, *weight));
    }
    fn plain(&self) -> Plain<'_> {
        self.plain
    }
}

/// Brings every weight down to the distance of its ends.
struct Tighten<'t> {
    hierarchy: &'t Hierarchy,
    weights: &'t mut [Both<1>],
}

impl WithSimd for Tighten<'_> {
    type Output = ();
    #[inline(always)]
    fn with_simd<S: pulp::Simd>(self, _: S) {
        let Self { hierarchy, weights } = self;
        let blocks = &hierarchy.blocks;
        let mut between: Vec<Both<1>> = Vec::new();
        for block in (0..blocks.count()).rev() {
            let [from, to] = [0, 1].map(|k| blocks.first_rank[block + k]);
            let first = |x: u32| hierarchy.first[x as usize] as usize;
            let above = &hierarchy.head[hierarchy.row(to - 1)];
            let (low, high) = weights.split_at_mut(first(to));
            let mut places = &blocks.places[blocks.first_place[block] as usize..];
            // Ways over two nodes above the block.
            for (i, y) in above.iter().enumerate() {
                let (here, rest) = places.split_at(above.len() - i - 1);
                places = rest;
                let row = &high[first(*y) - low.len()..][..hierarchy.row(*y).len()];
                between.clear();
                between.extend(here.iter().map(|place| row[*place as usize]));
                for k in from..to {
                    let row = &mut low[first(k) + (to - 1 - k) as usize..][..above.len()];
                    tighten(row, i, &between);
                }
            }
            // Ways over other nodes of the block, the highest first.
            for k in (from..to).rev() {
                for i in (k + 1..to).rev() {
                    let (low, high) = low.split_at_mut(first(i));
                    let row = &mut low[first(k)..][..hierarchy.row(k).len()];
                    tighten(row, (i - k - 1) as usize, &high[..hierarchy.row(i).len()]);
                }
            }
        }
    }
}

/// Tightens the arcs of a row by the node at `i` of it, whose arcs to the nodes after are `between`.
#[inline(always)]
fn tighten(row: &mut [Both<1>], i: usize, between: &[Both<1>]) {
    let (head, after) = row.split_at_mut(i + 1);
    let [[up], [down]] = &mut head[i];
    for (to, across) in after.iter_mut().zip(between) {
        let [[to_up], [to_down]] = to;
        let [[there], [back]] = across;
        let (over_up, over_down) = (*to_up + *back, *to_down + *there);
        *to_up = (*to_up).min(*up + *there);
        *to_down = (*to_down).min(*down + *back);
        *up = (*up).min(over_up);
        *down = (*down).min(over_down);
    }
}
