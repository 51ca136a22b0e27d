//! The arcs that shortest ways need, and no others.
//!
//! Perfect customization gives every arc the distance of its ends, from the highest rank down. An
//! arc whose own weight is more is on no shortest way and is left out, direction by direction: about
//! a sixth of the arcs of roads are and half of those of sea lanes, which pays when a metric is asked
//! more than some thousand times.

use super::query::{Plain, Upwards};
use super::rows::Rows;
use super::window::Both;
use super::{Customized, Hierarchy};
use crate::instructions::dispatch;
use crate::{Direction, Weight};
use pulp::{Simd, WithSimd};
use std::sync::OnceLock;

const FAR: u32 = Weight::FAR;

/// A customized metric reduced to the arcs of shortest ways.
#[derive(Clone, Debug)]
pub struct Perfect<'h> {
    plain: Plain<'h>,
    /// By arc: whether a shortest way needs it upwards, and downwards.
    needed: Vec<[bool; 2]>,
    /// The same arcs for walks up, as edges lead and against them; made for the first walk.
    rows: [OnceLock<Rows>; 2],
}

impl<'h> Perfect<'h> {
    /// Reduces a metric.
    pub fn new(hierarchy: &'h Hierarchy, customized: &'h Customized) -> Self {
        let mut tight = customized.weights.clone();
        dispatch(Tighten { hierarchy, weights: &mut tight });
        let is_needed = |(weight, tight): (&Both<1>, &Both<1>)| {
            [0, 1].map(|down| weight[down][0] < FAR && weight[down] == tight[down])
        };
        let needed: Vec<[bool; 2]> = customized.weights.iter().zip(&tight).map(is_needed).collect();
        Self { plain: Plain { hierarchy, customized }, needed, rows: Default::default() }
    }

    /// The hierarchy.
    pub fn hierarchy(&self) -> &'h Hierarchy {
        self.plain.hierarchy
    }

    /// Number of arcs needed, in both directions together.
    pub fn arc_count(&self) -> usize {
        self.needed.iter().flatten().filter(|needed| **needed).count()
    }

    /// The arcs needed from a rank upwards, or down to it from above: number, upper end, weight.
    pub(crate) fn arcs(
        &self,
        rank: u32,
        down: bool,
    ) -> impl Iterator<Item = (usize, u32, u32)> + use<'_> {
        let Plain { hierarchy, customized } = self.plain;
        let is_needed = move |arc: &usize| self.needed[*arc][usize::from(down)];
        let row = hierarchy.row(rank).filter(is_needed);
        row.map(move |arc| (arc, hierarchy.head[arc], customized.weight(arc, down)))
    }

    #[inline(always)]
    fn rows(&self, direction: Direction) -> &Rows {
        let down = direction == Direction::Backward;
        self.rows[usize::from(down)].get_or_init(|| {
            let hierarchy = self.plain.hierarchy;
            let depth = |(_, head, weight)| (hierarchy.depth[head as usize], weight);
            Rows::new(hierarchy.node_count(), |rank| self.arcs(rank, down).map(depth))
        })
    }
}

impl Upwards for Perfect<'_> {
    #[inline(always)]
    fn relax<const BY: bool, S: Simd>(
        &self,
        simd: S,
        direction: Direction,
        at: (u32, u32),
        weights: &mut [u32],
        by: &mut [u32],
    ) {
        self.rows(direction).relax::<BY, S>(simd, at, weights, by);
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
    fn with_simd<S: Simd>(self, _: S) {
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
