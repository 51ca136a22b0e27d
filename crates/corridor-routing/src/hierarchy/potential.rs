//! What is left to some targets, worked out only where somebody asks (Strasser and Zeitz 2021).
//!
//! The weight from a node is known once those of the nodes above it are, so the first question from a
//! region pays for the way up and its neighbours for a step or two. Several metrics are asked at
//! once, since they share the way up.

use super::query::Plain;
use super::{Hierarchy, NONE};
use crate::Weight;
use corridor_network::NodeId;

/// Weights from nodes to targets by `K` metrics; keeps its memory from question to question.
#[derive(Clone, Debug)]
pub struct Potentials<const K: usize> {
    /// By rank; those of another round mean nothing.
    weights: Vec<[u32; K]>,
    round_of: Vec<u32>,
    round: u32,
    /// Ranks between the one asked for and the lowest known above it.
    stack: Vec<u32>,
}

/// The potentials of one question.
#[derive(Debug)]
pub struct Left<'p, 'g, const K: usize> {
    potentials: &'p mut Potentials<K>,
    graphs: [Plain<'g>; K],
}

impl<const K: usize> Potentials<K> {
    /// Memory for questions over a hierarchy.
    pub fn new(hierarchy: &Hierarchy) -> Self {
        let nodes = hierarchy.node_count();
        Self {
            weights: vec![[Weight::FAR; K]; nodes],
            round_of: vec![0; nodes],
            round: 0,
            stack: Vec::new(),
        }
    }

    /// What is left to the targets, given with what it takes on from there, by metrics over one
    /// hierarchy.
    pub fn to<'p, 'g>(
        &'p mut self,
        graphs: [Plain<'g>; K],
        targets: &[(NodeId, [Weight; K])],
    ) -> Left<'p, 'g, K> {
        const { assert!(K > 0, "there is a metric to ask") };
        let hierarchy = graphs[0].hierarchy;
        // Two rounds: in the even one stand weights of the way up from the targets alone.
        if self.round >= u32::MAX - 2 {
            self.round_of.fill(0);
            self.round = 0;
        }
        self.round += 2;
        let way = self.round - 1;
        let mut ranks = Vec::new();
        for (node, weights) in targets {
            let mut at = hierarchy.rank(*node);
            while at != NONE && self.round_of[at as usize] != way {
                self.round_of[at as usize] = way;
                self.weights[at as usize] = [Weight::FAR; K];
                ranks.push(at);
                at = hierarchy.parent(at);
            }
            let known = &mut self.weights[hierarchy.rank(*node) as usize];
            for (known, weight) in known.iter_mut().zip(weights) {
                *known = weight.get().min(*known);
            }
        }
        ranks.sort_unstable();
        for rank in ranks {
            let here = self.weights[rank as usize];
            for arc in hierarchy.row(rank) {
                let above = &mut self.weights[hierarchy.head[arc] as usize];
                for k in 0..K {
                    let [_, [down]] = graphs[k].customized.weights[arc];
                    above[k] = above[k].min(here[k].saturating_add(down)).min(Weight::FAR);
                }
            }
        }
        Left { potentials: self, graphs }
    }
}

impl<const K: usize> Left<'_, '_, K> {
    /// The weights from a node to the nearest target by each metric.
    pub fn from(&mut self, node: NodeId) -> [u32; K] {
        let hierarchy = self.graphs[0].hierarchy;
        let Potentials { weights, round_of, round, stack } = &mut *self.potentials;
        let rank = hierarchy.rank(node);
        let mut at = rank;
        while at != NONE && round_of[at as usize] != *round {
            stack.push(at);
            at = hierarchy.parent(at);
        }
        while let Some(at) = stack.pop() {
            let on_way = round_of[at as usize] == *round - 1;
            let mut here = if on_way { weights[at as usize] } else { [Weight::FAR; K] };
            for arc in hierarchy.row(at) {
                let above = weights[hierarchy.head[arc] as usize];
                for k in 0..K {
                    let [[up], _] = self.graphs[k].customized.weights[arc];
                    here[k] = here[k].min(above[k] + up);
                }
            }
            weights[at as usize] = here;
            round_of[at as usize] = *round;
        }
        weights[rank as usize]
    }
}
