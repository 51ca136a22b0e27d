//! Customizing anew only what a few changed edges touch.
//!
//! An arc is looked at again when an edge of it has changed, or an arc it leads over. Arcs whose
//! weight stays as it was end the matter; so the work is that of the arcs that do change. What has
//! become shorter is passed on at once; only where a shortest way has become longer are all ways
//! compared again.

use super::unpack::Made;
use super::{Customized, Hierarchy, NONE};
use crate::Weight;
use corridor_network::{EdgeId, Id};
use std::collections::BTreeMap;

/// What a change did to the arcs: what is needed to take it back, or to do it again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Difference {
    edges: Vec<(EdgeId, [Weight; 2])>,
    /// Arcs by twice their number plus one when they lead down: weight before and after.
    arcs: Vec<(u32, [u32; 2])>,
    /// Arcs that may be made of others than before.
    made_anew: Vec<u32>,
}

impl Difference {
    /// Number of arcs whose weight is another than before.
    pub fn changed_arcs(&self) -> usize {
        self.arcs.len()
    }
}

/// Why an arc is looked at.
#[derive(Clone, Copy, Debug)]
struct Cause {
    /// A way that may have been its best, or was heard of, has become longer.
    raised: bool,
    /// The best new way heard of, if none has become longer since.
    heard: u32,
}

impl Cause {
    const NONE: Self = Self { raised: false, heard: Weight::FAR };

    fn is_there(self) -> bool {
        self.raised || self.heard < Weight::FAR
    }
}

/// Arcs to look at by number and direction, with the cause in each metric.
type Queue<const K: usize> = BTreeMap<u32, [Cause; K]>;

impl Customized {
    /// Gives edges other weights. The result is that of customizing the changed metric as a whole.
    pub fn change(&mut self, hierarchy: &Hierarchy, edges: &[(EdgeId, Weight)]) -> Difference {
        let edges: Vec<(EdgeId, [Weight; 1])> = edges.iter().map(|(e, w)| (*e, [*w])).collect();
        let [difference] = Self::change_together(&mut [self], hierarchy, &edges);
        difference
    }

    /// Gives edges other weights in several metrics at once: what is changed in one is mostly changed
    /// in all, and one walk over the triangles serves them.
    pub fn change_together<const K: usize>(
        customized: &mut [&mut Self; K],
        hierarchy: &Hierarchy,
        edges: &[(EdgeId, [Weight; K])],
    ) -> [Difference; K] {
        let mut differences: [Difference; K] = std::array::from_fn(|_| Difference::default());
        let mut queue: Queue<K> = BTreeMap::new();
        for (edge, weights) in edges {
            let arc = hierarchy.edge_arc[edge.index()];
            for (k, weight) in weights.iter().enumerate() {
                let before = customized[k].metric.replace(*edge, *weight);
                if before != *weight {
                    differences[k].edges.push((*edge, [before, *weight]));
                    if arc != NONE {
                        look_at(&mut queue, k, arc, before < *weight, weight.get());
                        let anew = &mut differences[k].made_anew;
                        customized[k].forget_above(hierarchy, arc, anew);
                    }
                }
            }
        }
        // Lower ends rise with the number of an arc, and triangles lead upwards only: arcs with one
        // lower end do not touch each other.
        let mut row: Vec<(u32, [Cause; K])> = Vec::new();
        let mut least = RowLeast::default();
        while let Some((first, _)) = queue.first_key_value() {
            let low = hierarchy.tail[*first as usize / 2];
            row.clear();
            while let Some(entry) = queue.first_entry()
                && hierarchy.tail[*entry.key() as usize / 2] == low
            {
                row.push(entry.remove_entry());
            }
            let raised = |k: usize| row.iter().filter(|(_, causes)| causes[k].raised).count();
            let many = (0..K).any(|k| raised(k) >= WHOLE_ROW);
            if many {
                least.find(customized, hierarchy, low);
            }
            for (slot, causes) in &row {
                let (arc, down) = (*slot as usize / 2, slot % 2 == 1);
                for (k, cause) in causes.iter().enumerate().filter(|(_, cause)| cause.is_there()) {
                    let this = &mut *customized[k];
                    let before = this.weight(arc, down);
                    let after = match (cause.raised, many) {
                        (false, _) => cause.heard.min(before),
                        (true, true) => least.of(hierarchy, low, arc, down)[k],
                        (true, false) => this.least(hierarchy, arc, down),
                    };
                    *this.made_of[*slot as usize].get_mut() = Made::UNKNOWN.code();
                    differences[k].made_anew.push(*slot);
                    if before == after {
                        continue;
                    }
                    this.weights[arc][usize::from(down)][0] = after;
                    differences[k].arcs.push((*slot, [before, after]));
                    this.pass_on(hierarchy, arc, down, [before, after], k, &mut queue);
                }
            }
        }
        differences
    }

    /// Queues the arcs above that a change of an arc from `before` to `after` may change, in the
    /// metric `k` of the queue.
    fn pass_on<const K: usize>(
        &self,
        hierarchy: &Hierarchy,
        arc: usize,
        down: bool,
        [before, after]: [u32; 2],
        k: usize,
        queue: &mut Queue<K>,
    ) {
        let y = hierarchy.head[arc];
        hierarchy.for_each_upper_triangle(arc, |other, above| {
            // Down to the lower end and up again: the changed arc is one of the two.
            let onward = self.weight(other, !down);
            // Upwards from y if that is lower, unless the changed arc leads up to it.
            let above_down = (y > hierarchy.head[other]) == down;
            let known = self.weight(above, above_down);
            // Of a way that became shorter first and longer then, the sum before is below what is
            // known: what was heard of it does not hold any more.
            if onward < Weight::FAR && before.min(after) + onward <= known {
                let slot = 2 * above as u32 + u32::from(above_down);
                look_at(queue, k, slot, before < after, (after + onward).min(Weight::FAR));
            }
        });
    }

    /// Forgets what arcs are made of that may lead over the edges of an arc: that an edge of theirs
    /// weighs more now does not show where another takes its place.
    fn forget_above(&mut self, hierarchy: &Hierarchy, slot: u32, forgotten: &mut Vec<u32>) {
        let (arc, down) = (slot as usize / 2, slot % 2 == 1);
        let (weight, y) = (self.weight(arc, down), hierarchy.head[arc]);
        let known = forgotten.len();
        hierarchy.for_each_upper_triangle(arc, |other, above| {
            let above_down = (y > hierarchy.head[other]) == down;
            if weight + self.weight(other, !down) == self.weight(above, above_down) {
                forgotten.push(2 * above as u32 + u32::from(above_down));
            }
        });
        for slot in &forgotten[known..] {
            *self.made_of[*slot as usize].get_mut() = Made::UNKNOWN.code();
        }
    }

    /// Takes a change back: the last one that was made and not yet taken back.
    pub fn take_back(&mut self, difference: &Difference) {
        self.put(difference, 0);
    }

    /// Makes a change again that was made to the same weights before.
    pub fn make_again(&mut self, difference: &Difference) {
        self.put(difference, 1);
    }

    fn put(&mut self, difference: &Difference, which: usize) {
        let edges = difference.edges.iter();
        let set = |(edge, weights): &(EdgeId, [Weight; 2])| {
            self.metric.replace(*edge, weights[which]);
        };
        // An edge changed twice has the weight before the first change, or that after the second.
        if which == 0 {
            edges.rev().for_each(set);
        } else {
            edges.for_each(set);
        }
        for (slot, weights) in &difference.arcs {
            self.weights[*slot as usize / 2][*slot as usize % 2][0] = weights[which];
        }
        for slot in &difference.made_anew {
            *self.made_of[*slot as usize].get_mut() = Made::UNKNOWN.code();
        }
    }

    /// Many changes to the same weights, each on its own: what each of them does.
    pub fn differences(
        &mut self,
        hierarchy: &Hierarchy,
        changes: &[Vec<(EdgeId, Weight)>],
    ) -> Vec<Difference> {
        let mut differences = Vec::with_capacity(changes.len());
        for change in changes {
            let difference = self.change(hierarchy, change);
            self.take_back(&difference);
            differences.push(difference);
        }
        differences
    }

    /// The weight of an arc from its edges alone.
    fn own(&self, hierarchy: &Hierarchy, arc: usize, down: bool) -> u32 {
        let edges = hierarchy.edges_of(arc, down).map(|e| self.metric.weight(e).get());
        edges.min().unwrap_or(Weight::FAR)
    }

    /// The weight of an arc from its edges and from the arcs below.
    fn least(&self, hierarchy: &Hierarchy, arc: usize, down: bool) -> u32 {
        let mut least = self.own(hierarchy, arc, down);
        let (low, high) = (hierarchy.tail[arc], hierarchy.head[arc]);
        hierarchy.for_each_lower_triangle(low, high, |_, to_low, to_high| {
            let (down_to, up_from) = if down { (to_high, to_low) } else { (to_low, to_high) };
            least = least.min(self.weight(down_to, true) + self.weight(up_from, false));
        });
        least
    }
}

/// From this many arcs with one lower end on, all of them are compared in one go.
const WHOLE_ROW: usize = 3;

/// The weights of all arcs with one lower end, from their edges and from the arcs below.
#[derive(Debug, Default)]
struct RowLeast<const K: usize> {
    /// By place in the row, direction and metric.
    weights: Vec<[[u32; K]; 2]>,
    /// Place of each rank in the row; others mean nothing.
    place: Vec<u32>,
}

impl<const K: usize> RowLeast<K> {
    fn find(&mut self, customized: &[&mut Customized; K], hierarchy: &Hierarchy, low: u32) {
        self.place.resize(hierarchy.node_count(), 0);
        self.weights.clear();
        for arc in hierarchy.row(low) {
            self.place[hierarchy.head[arc] as usize] = self.weights.len() as u32;
            let own = |down| customized.each_ref().map(|c| c.own(hierarchy, arc, down));
            self.weights.push([false, true].map(own));
        }
        for to_low in hierarchy.arcs_below(low) {
            let to_low = *to_low as usize;
            let to = customized.each_ref().map(|c| c.weights[to_low]);
            // Whoever stands above a node below is joined to every other that does.
            let rest = to_low + 1..hierarchy.row(hierarchy.tail[to_low]).end;
            let rows = customized.each_ref().map(|c| &c.weights[rest.clone()]);
            for (i, head) in hierarchy.head[rest].iter().enumerate() {
                let known = &mut self.weights[self.place[*head as usize] as usize];
                for k in 0..K {
                    let ([[up], [down]], [[up_on], [down_from]]) = (to[k], rows[k][i]);
                    known[0][k] = known[0][k].min(down + up_on);
                    known[1][k] = known[1][k].min(up + down_from);
                }
            }
        }
    }

    fn of(&self, hierarchy: &Hierarchy, low: u32, arc: usize, down: bool) -> [u32; K] {
        self.weights[arc - hierarchy.row(low).start][usize::from(down)]
    }
}

fn look_at<const K: usize>(queue: &mut Queue<K>, k: usize, slot: u32, raised: bool, heard: u32) {
    let cause = &mut queue.entry(slot).or_insert([Cause::NONE; K])[k];
    cause.raised |= raised;
    cause.heard = cause.heard.min(heard);
}
