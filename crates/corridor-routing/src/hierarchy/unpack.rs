//! What the arcs of a way are made of.
//!
//! Nobody pays for this while weights are customized: the first to ask what an arc is made of looks
//! for an edge of its weight, or for the lowest node below both ends whose arcs add up to it, and
//! leaves the answer for the next. The answer is the same whoever asks first.

use super::{Customized, Hierarchy, NONE};
use crate::Weight;
use corridor_network::{EdgeId, Id};
use std::sync::atomic::Ordering;

/// An edge, or an arc in one direction: twice its number plus one when it leads down. There are less
/// than 2^30 of either.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Piece(u32);

impl Piece {
    const EDGE: u32 = 1 << 31;

    /// An arc in one direction.
    pub(crate) fn arc(arc: usize, down: bool) -> Self {
        Self(2 * arc as u32 + u32::from(down))
    }
    /// An edge.
    fn edge(edge: EdgeId) -> Self {
        Self(edge.index() as u32 | Self::EDGE)
    }
    /// The edge it is, or else the arc, as twice its number plus one when it leads down.
    pub(crate) fn known(self) -> Result<EdgeId, usize> {
        let number = (self.0 & !Self::EDGE) as usize;
        if self.is_edge() { Ok(EdgeId::from_index(number)) } else { Err(number) }
    }
    fn is_edge(self) -> bool {
        self.0 & Self::EDGE != 0
    }
}

/// What an arc in one direction is made of: an edge, or two pieces in the order of travel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Made(u64);

impl Made {
    /// Nobody has asked yet: two pieces are never the same.
    pub(super) const UNKNOWN: Self = Self(0);
    /// Stands for the second piece where there is none.
    const NOTHING: u32 = u32::MAX;

    fn of(first: Piece, second: Option<Piece>) -> Self {
        Self(u64::from(first.0) << 32 | u64::from(second.map_or(Self::NOTHING, |piece| piece.0)))
    }
    fn from_code(code: u64) -> Option<Self> {
        (Self(code) != Self::UNKNOWN).then_some(Self(code))
    }
    pub(super) fn code(self) -> u64 {
        self.0
    }
    pub(crate) fn first(self) -> Piece {
        Piece((self.0 >> 32) as u32)
    }
    pub(crate) fn second(self) -> Option<Piece> {
        let second = self.0 as u32;
        (second != Self::NOTHING).then_some(Piece(second))
    }
}

/// Memory for unpacking.
#[derive(Clone, Debug, Default)]
pub(super) struct Unpacking {
    /// Each with the one that follows it.
    pieces: Vec<(Piece, u32)>,
    /// Arcs among them, now and in the next round.
    open: Vec<u32>,
    then: Vec<u32>,
}

impl Customized {
    /// Adds the edges that arcs are made of to `edges`.
    ///
    /// All arcs of the way are taken apart once before any is taken apart again: what they are made
    /// of stands all over memory, and this way the processor fetches many at once.
    pub(super) fn unpack(
        &self,
        hierarchy: &Hierarchy,
        arcs: &[Piece],
        unpacking: &mut Unpacking,
        edges: &mut Vec<EdgeId>,
    ) {
        let Unpacking { pieces, open, then } = unpacking;
        pieces.clear();
        pieces.extend(arcs.iter().copied().zip(1..));
        open.clear();
        open.extend(0..arcs.len() as u32);
        while !open.is_empty() {
            then.clear();
            for index in open.iter() {
                let end = pieces.len() as u32;
                let (piece, next) = &mut pieces[*index as usize];
                let made = self.made_of(hierarchy, piece.0 as usize);
                *piece = made.first();
                if !piece.is_edge() {
                    then.push(*index);
                }
                if let Some(second) = made.second() {
                    let after = std::mem::replace(next, end);
                    if !second.is_edge() {
                        then.push(end);
                    }
                    pieces.push((second, after));
                }
            }
            std::mem::swap(open, then);
        }
        edges.reserve(pieces.len());
        let mut at = 0;
        for _ in 0..pieces.len() {
            let (piece, next) = pieces[at as usize];
            edges.extend(piece.known());
            at = next;
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
                see(slot, self.made_of(hierarchy, slot));
            }
        }
    }

    /// What an arc is made of, by twice its number plus one when it leads down.
    #[inline]
    fn made_of(&self, hierarchy: &Hierarchy, slot: usize) -> Made {
        let code = self.made_of[slot].load(Ordering::Relaxed);
        Made::from_code(code).unwrap_or_else(|| self.find_out(hierarchy, slot))
    }

    #[cold]
    fn find_out(&self, hierarchy: &Hierarchy, slot: usize) -> Made {
        let (arc, down) = (slot / 2, slot % 2 == 1);
        let made = if let Some(edge) = self.edge_that_is(hierarchy, arc, down) {
            Made::of(Piece::edge(edge), None)
        } else {
            let between = self.between(hierarchy, arc, down);
            let [first, second] = hierarchy.halves(arc, down, between);
            let [first, second] = [(first, true), (second, false)]
                .map(|(arc, down)| self.piece(hierarchy, arc, down));
            Made::of(first, Some(second))
        };
        self.made_of[slot].store(made.code(), Ordering::Relaxed);
        made
    }

    /// An edge that weighs as much as an arc and is part of it.
    fn edge_that_is(&self, hierarchy: &Hierarchy, arc: usize, down: bool) -> Option<EdgeId> {
        let weight = self.weight(arc, down);
        hierarchy.edges_of(arc, down).find(|edge| self.metric.weight(*edge).get() == weight)
    }

    /// An arc, or the edge that it is.
    fn piece(&self, hierarchy: &Hierarchy, arc: usize, down: bool) -> Piece {
        let edge = self.edge_that_is(hierarchy, arc, down);
        edge.map_or(Piece::arc(arc, down), Piece::edge)
    }

    /// Finds out of all arcs what they are made of: one walk over all triangles, which is a tenth of
    /// what asking arc by arc takes.
    fn find_out_all(&self, hierarchy: &Hierarchy) {
        let set = |slot: usize, made: Made| {
            self.made_of[slot].store(made.code(), Ordering::Relaxed);
        };
        for slot in 0..2 * hierarchy.arc_count() {
            let (arc, down) = (slot / 2, slot % 2 == 1);
            if self.weight(arc, down) < Weight::FAR
                && let Some(edge) = self.edge_that_is(hierarchy, arc, down)
            {
                set(slot, Made::of(Piece::edge(edge), None));
            }
        }
        let piece = |arc: usize, down: bool| {
            let made = Made(self.made_of[2 * arc + usize::from(down)].load(Ordering::Relaxed));
            if made.second().is_none() { made.first() } else { Piece::arc(arc, down) }
        };
        // From the lowest rank up, so that the lowest node over which an arc leads comes first.
        let note = |above: usize, down: bool, first: usize, second: usize| {
            let slot = 2 * above + usize::from(down);
            if self.weight(above, down) == self.weight(first, true) + self.weight(second, false)
                && self.made_of[slot].load(Ordering::Relaxed) == Made::UNKNOWN.code()
            {
                set(slot, Made::of(piece(first, true), Some(piece(second, false))));
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
    fn halves(&self, arc: usize, down: bool, between: u32) -> [usize; 2] {
        let [to_low, to_high] = [self.tail[arc], self.head[arc]]
            .map(|end| self.arc(between, end).expect("the node between is joined to both ends"));
        if down { [to_high, to_low] } else { [to_low, to_high] }
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
