//! Customizing anew only what a few changed edges touch.
//!
//! An arc is looked at again when an edge of it has changed, or an arc it leads over. Arcs whose
//! weight stays as it was end the matter; so the work is that of the arcs that do change. What has
//! become shorter is passed on at once; only where a shortest way has become longer are all ways
//! compared again.

use super::unpack::UNKNOWN;
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

impl Customized {
    /// Gives edges other weights. The result is that of customizing the changed metric as a whole.
    pub fn change(&mut self, hierarchy: &Hierarchy, edges: &[(EdgeId, Weight)]) -> Difference {
        let mut difference = Difference::default();
        let mut queue: BTreeMap<u32, Cause> = BTreeMap::new();
        for (edge, weight) in edges {
            let before = self.metric.replace(*edge, *weight);
            let arc = hierarchy.edge_arc[edge.index()];
            if before != *weight {
                difference.edges.push((*edge, [before, *weight]));
                if arc != NONE {
                    look_at(&mut queue, arc, before < *weight, weight.get());
                }
            }
        }
        // Lower ends rise with the number of an arc, and triangles lead upwards only: arcs with one
        // lower end do not touch each other.
        let mut row: Vec<(u32, Cause)> = Vec::new();
        let mut least = RowLeast::default();
        while let Some((first, _)) = queue.first_key_value() {
            let low = hierarchy.tail[*first as usize / 2];
            row.clear();
            while let Some(entry) = queue.first_entry()
                && hierarchy.tail[*entry.key() as usize / 2] == low
            {
                row.push(entry.remove_entry());
            }
            let many = row.iter().filter(|(_, cause)| cause.raised).count() >= WHOLE_ROW;
            if many {
                least.find(self, hierarchy, low);
            }
            for (slot, cause) in &row {
                let (arc, down) = (*slot as usize / 2, slot % 2 == 1);
                let before = self.weight(arc, down);
                let after = match (cause.raised, many) {
                    (false, _) => cause.heard.min(before),
                    (true, true) => least.of(hierarchy, low, arc, down),
                    (true, false) => self.least(hierarchy, arc, down),
                };
                *self.made_of[*slot as usize].get_mut() = UNKNOWN;
                difference.made_anew.push(*slot);
                if before == after {
                    continue;
                }
                self.weights[arc][usize::from(down)][0] = after;
                difference.arcs.push((*slot, [before, after]));
                self.pass_on(hierarchy, arc, down, [before, after], &mut queue);
            }
        }
        difference
    }

    /// Queues the arcs above that a change of an arc from `before` to `after` may change.
    fn pass_on(
        &self,
        hierarchy: &Hierarchy,
        arc: usize,
        down: bool,
        [before, after]: [u32; 2],
        queue: &mut BTreeMap<u32, Cause>,
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
                look_at(queue, slot, before < after, (after + onward).min(Weight::FAR));
            }
        });
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
            *self.made_of[*slot as usize].get_mut() = UNKNOWN;
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
struct RowLeast {
    /// By place in the row and direction.
    weights: Vec<[u32; 2]>,
    /// Place of each rank in the row; others mean nothing.
    place: Vec<u32>,
}

impl RowLeast {
    fn find(&mut self, customized: &Customized, hierarchy: &Hierarchy, low: u32) {
        self.place.resize(hierarchy.node_count(), 0);
        self.weights.clear();
        for arc in hierarchy.row(low) {
            self.place[hierarchy.head[arc] as usize] = self.weights.len() as u32;
            self.weights.push([false, true].map(|down| customized.own(hierarchy, arc, down)));
        }
        for to_low in hierarchy.arcs_below(low) {
            let to_low = *to_low as usize;
            let [[up], [down]] = customized.weights[to_low];
            // Whoever stands above a node below is joined to every other that does.
            let rest = to_low + 1..hierarchy.row(hierarchy.tail[to_low]).end;
            let arcs = hierarchy.head[rest.clone()].iter().zip(&customized.weights[rest]);
            for (head, [[up_on], [down_from]]) in arcs {
                let known = &mut self.weights[self.place[*head as usize] as usize];
                known[0] = known[0].min(down + up_on);
                known[1] = known[1].min(up + down_from);
            }
        }
    }

    fn of(&self, hierarchy: &Hierarchy, low: u32, arc: usize, down: bool) -> u32 {
        self.weights[arc - hierarchy.row(low).start][usize::from(down)]
    }
}

fn look_at(queue: &mut BTreeMap<u32, Cause>, slot: u32, raised: bool, heard: u32) {
    let cause = queue.entry(slot).or_insert(Cause { raised: false, heard: Weight::FAR });
    cause.raised |= raised;
    cause.heard = cause.heard.min(heard);
}
