//! What stands above many places, with the weights between: every pair of them meets without a search.
//!
//! All that a place can be joined over stands on its way to the root, so what a walk up finds is a label, and
//! the best way from one place to another goes over a node that stands in the labels of both. Walks are made
//! once for every place; a pair takes one look along two lists.

use super::query::Plain;
use super::unpack::{Piece, Unpacking};
use super::walk::Walk;
use crate::{Direction, Weight};
use corridor_network::{EdgeId, NodeId};
use rayon::prelude::*;
use std::cmp::{Ordering, Reverse};

/// Weights from places up to all that stands above them, or from there down to them.
#[derive(Clone, Debug)]
pub struct Labels {
    direction: Direction,
    /// By place: where its label begins; one more at the end.
    first: Vec<usize>,
    /// Ranks of a label, falling.
    ranks: Vec<u32>,
    weights: Vec<u32>,
    /// The rank below that the weight was found by; itself where the place begins.
    below: Vec<u32>,
}

/// Where the best way of a pair goes highest: it stands in the labels of both.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Top(u32);

/// Memory for taking ways apart; one for each thread.
#[derive(Clone, Debug, Default)]
pub struct Unpacker {
    arcs: Vec<Piece>,
    unpacking: Unpacking,
}

impl Labels {
    /// Labels of places, each given by the nodes it begins or ends at with what it takes to get to them or on
    /// from them; with all threads of the pool this is called from.
    pub fn new(graph: Plain<'_>, places: &[Vec<(NodeId, Weight)>], direction: Direction) -> Self {
        let of = |walk: &mut Walk, place: &Vec<(NodeId, Weight)>| {
            walk.run::<true, _>(&graph, direction, place);
            let below = |rank| walk.by(graph.hierarchy, rank);
            let passed = walk.passed().map(|(rank, weight)| [rank, weight, below(rank)]);
            let mut label: Vec<[u32; 3]> = passed.collect();
            label.sort_unstable_by_key(|[rank, ..]| Reverse(*rank));
            label
        };
        let found: Vec<Vec<[u32; 3]>> = places.par_iter().map_init(Walk::default, of).collect();
        let count = found.iter().map(Vec::len).sum();
        let mut labels = Self {
            direction,
            first: Vec::with_capacity(places.len() + 1),
            ranks: Vec::with_capacity(count),
            weights: Vec::with_capacity(count),
            below: Vec::with_capacity(count),
        };
        for label in found {
            labels.first.push(labels.ranks.len());
            for [rank, weight, below] in label {
                labels.ranks.push(rank);
                labels.weights.push(weight);
                labels.below.push(below);
            }
        }
        labels.first.push(labels.ranks.len());
        labels
    }

    fn label(&self, place: usize) -> std::ops::Range<usize> {
        self.first[place]..self.first[place + 1]
    }

    /// The best way from a place of these labels to one of others, which are of the other direction: what it
    /// weighs, and its top; `None` when there is none.
    pub fn meet(&self, place: usize, others: &Self, other: usize) -> Option<(Weight, Top)> {
        let (mine, theirs) = (self.label(place), others.label(other));
        let (a, b) = (&self.ranks[mine.clone()], &others.ranks[theirs.clone()]);
        let (weights, more) = (&self.weights[mine], &others.weights[theirs]);
        let (mut i, mut j) = (0, 0);
        let mut best = (Weight::FAR, u32::MAX);
        while i < a.len() && j < b.len() {
            match b[j].cmp(&a[i]) {
                Ordering::Equal => {
                    let sum = weights[i] + more[j];
                    // Of equals the lowest, as searches find it.
                    if sum <= best.0 {
                        best = (sum, a[i]);
                    }
                    i += 1;
                    j += 1;
                }
                Ordering::Less => i += 1,
                Ordering::Greater => j += 1,
            }
        }
        (best.0 < Weight::FAR).then(|| (Weight::new(best.0), Top(best.1)))
    }

    /// The part of a way between a place and its top: edges in the order of travel.
    ///
    /// # Panics
    /// When the top does not stand in the label of the place.
    pub fn part(
        &self,
        graph: Plain<'_>,
        (place, top): (usize, Top),
        unpacker: &mut Unpacker,
    ) -> Vec<EdgeId> {
        let Plain { hierarchy, customized } = graph;
        let label = self.label(place);
        let ranks = &self.ranks[label.clone()];
        let leads_down = self.direction == Direction::Backward;
        unpacker.arcs.clear();
        let mut at = top.0;
        loop {
            let stands = ranks.binary_search_by(|rank| at.cmp(rank));
            let below = self.below[label.start + stands.expect("a top stands in the label")];
            if below == at {
                break;
            }
            let arc = hierarchy.arc(below, at).expect("ways go over arcs");
            unpacker.arcs.push(Piece::arc(arc, leads_down));
            at = below;
        }
        if !leads_down {
            unpacker.arcs.reverse();
        }
        let mut edges = Vec::new();
        customized.unpack(hierarchy, &unpacker.arcs, &mut unpacker.unpacking, &mut edges);
        edges
    }
}
