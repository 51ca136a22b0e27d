//! What the arcs of a way are made of.
//!
//! Nobody pays for this while weights are customized: the first to ask what an arc is made of looks
//! for an edge of its weight, or for the lowest node below both ends whose arcs add up to it, and
//! leaves the answer for the next. The answer is the same whoever asks first.

use super::{Customized, Hierarchy, NONE};
use crate::Weight;
use crate::matrix::Made;
use corridor_network::{EdgeId, Id};
use std::sync::atomic::Ordering;

/// Nobody has asked yet.
pub(super) const UNKNOWN: u64 = 0;
/// Marks a known edge, in the low half; what is known and no edge is two arcs, the first in the
/// high half.
const EDGE: u64 = 1 << 63;
/// Marks what is known and no edge.
const KNOWN: u64 = 1 << 62;
/// Bits of an arc's number and direction: there are less than 2^30 arcs.
const HALF: u32 = 31;
const LOW_HALF: u64 = (1 << HALF) - 1;

/// The code of going down one arc and up another.
fn two(down: usize, up: usize) -> u64 {
    ((2 * down as u64 + 1) << HALF) | (2 * up as u64) | KNOWN
}

/// The edge that a code stands for.
pub(super) fn edge_of(code: u64) -> Option<EdgeId> {
    (code & EDGE != 0).then(|| EdgeId::from_index((code & !EDGE) as usize))
}

impl Customized {
    /// Replaces arcs by the edges they are made of, in place. Arcs are given as twice their number
    /// plus one when they lead down.
    ///
    /// All arcs of the way are taken apart once before any is taken apart again: what they are made
    /// of stands all over memory, and this way the processor fetches many at once.
    pub(super) fn unpack(
        &self,
        hierarchy: &Hierarchy,
        arcs: &mut Vec<u64>,
        taken_apart: &mut Vec<u64>,
    ) {
        loop {
            let mut all_edges = true;
            taken_apart.clear();
            for arc in arcs.iter() {
                if arc & EDGE != 0 {
                    taken_apart.push(*arc);
                    continue;
                }
                let code = self.made_of(hierarchy, *arc as usize);
                if code & EDGE != 0 {
                    taken_apart.push(code);
                } else {
                    all_edges = false;
                    taken_apart.extend([(code & !KNOWN) >> HALF, code & LOW_HALF]);
                }
            }
            std::mem::swap(arcs, taken_apart);
            if all_edges {
                return;
            }
        }
    }

    /// Calls `see` with every arc that can be travelled, as twice its number plus one when it leads
    /// down, and what it is made of; arcs come after those they are made of.
    pub(crate) fn for_each_arc_made(
        &self,
        hierarchy: &Hierarchy,
        mut see: impl FnMut(usize, Made),
    ) {
        self.find_out_all(hierarchy);
        for slot in 0..2 * hierarchy.arc_count() {
            if self.weight(slot / 2, slot % 2 == 1) < Weight::FAR {
                let code = self.made_of(hierarchy, slot);
                see(
                    slot,
                    edge_of(code).map_or_else(
                        || {
                            let (first, second) = ((code & !KNOWN) >> HALF, code & LOW_HALF);
                            Made::Of(first as usize, second as usize)
                        },
                        Made::Edge,
                    ),
                );
            }
        }
    }

    /// What an arc is made of, by twice its number plus one when it leads down, as a code.
    #[inline]
    fn made_of(&self, hierarchy: &Hierarchy, slot: usize) -> u64 {
        let known = self.made_of[slot].load(Ordering::Relaxed);
        if known == UNKNOWN { self.find_out(hierarchy, slot) } else { known }
    }

    #[cold]
    fn find_out(&self, hierarchy: &Hierarchy, slot: usize) -> u64 {
        let (arc, down) = (slot / 2, slot % 2 == 1);
        let weight = self.weight(arc, down);
        let edge = hierarchy.edges_of(arc, down).find(|e| self.metric.weight(*e).get() == weight);
        let code = if let Some(edge) = edge {
            edge.index() as u64 | EDGE
        } else {
            let between = self.between(hierarchy, arc, down);
            let (first, second) = hierarchy.halves(arc, down, between);
            two(first, second)
        };
        self.made_of[slot].store(code, Ordering::Relaxed);
        code
    }

    /// Finds out of all arcs what they are made of: one walk over all triangles, which is a tenth of
    /// what asking arc by arc takes.
    fn find_out_all(&self, hierarchy: &Hierarchy) {
        for slot in 0..2 * hierarchy.arc_count() {
            let weight = self.weight(slot / 2, slot % 2 == 1);
            let weighs = |e: &EdgeId| self.metric.weight(*e).get() == weight;
            if weight < Weight::FAR
                && let Some(edge) = hierarchy.edges_of(slot / 2, slot % 2 == 1).find(weighs)
            {
                self.made_of[slot].store(edge.index() as u64 | EDGE, Ordering::Relaxed);
            }
        }
        // From the lowest rank up, so that the lowest node over which an arc leads comes first.
        let note = |above: usize, down: bool, first: usize, second: usize| {
            let slot = 2 * above + usize::from(down);
            if self.weight(above, down) == self.weight(first, true) + self.weight(second, false)
                && self.made_of[slot].load(Ordering::Relaxed) == UNKNOWN
            {
                self.made_of[slot].store(two(first, second), Ordering::Relaxed);
            }
        };
        for rank in 0..hierarchy.node_count() as u32 {
            hierarchy.for_each_triangle_above(rank, |to_low, to_high, above| {
                note(above, false, to_low, to_high);
                note(above, true, to_high, to_low);
            });
        }
    }

    /// The lowest rank over which an arc has its weight.
    fn between(&self, hierarchy: &Hierarchy, arc: usize, down: bool) -> u32 {
        let (low, high) = (hierarchy.tail[arc], hierarchy.head[arc]);
        let weight = self.weight(arc, down);
        let mut least = NONE;
        hierarchy.for_each_lower_triangle(low, high, |x, to_low, to_high| {
            let (down_to, up_from) = if down { (to_high, to_low) } else { (to_low, to_high) };
            if self.weight(down_to, true) + self.weight(up_from, false) == weight {
                least = least.min(x);
            }
        });
        debug_assert_ne!(least, NONE, "an arc that is no edge leads over a node below");
        least
    }
}

impl Hierarchy {
    /// The arcs by which an arc goes down to a rank below and up again.
    fn halves(&self, arc: usize, down: bool, between: u32) -> (usize, usize) {
        let [to_low, to_high] = [self.tail[arc], self.head[arc]]
            .map(|end| self.arc(between, end).expect("the node between is joined to both ends"));
        if down { (to_high, to_low) } else { (to_low, to_high) }
    }

    /// Calls `see` with every rank below two that are joined, and its arcs to both.
    pub(super) fn for_each_lower_triangle(
        &self,
        low: u32,
        high: u32,
        mut see: impl FnMut(u32, usize, usize),
    ) {
        let (below_low, below_high) = (self.arcs_below(low), self.arcs_below(high));
        let swapped = below_high.len() < below_low.len();
        let (arcs, other) = if swapped { (below_high, low) } else { (below_low, high) };
        for to_this in arcs {
            let x = self.tail[*to_this as usize];
            if x >= low {
                break;
            }
            if let Some(to_other) = self.arc(x, other) {
                let to_this = *to_this as usize;
                let (to_low, to_high) =
                    if swapped { (to_other, to_this) } else { (to_this, to_other) };
                see(x, to_low, to_high);
            }
        }
    }
}
