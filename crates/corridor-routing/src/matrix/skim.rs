//! What a way adds up to besides the weight it was chosen by.
//!
//! A skim is a quantity by edge (metres, seconds, grams, metres in a country); an arc's is the sum
//! over the edges it is made of. While weights are swept, the sums of the way chosen are carried
//! along, lane by lane.

use super::sweep::Lanes;
use super::{LANES, Targets};
use crate::Weight;
use crate::hierarchy::{Customized, Hierarchy, NONE, Piece};
use crate::instructions::dispatch;
use corridor_network::{Id, NodeId};
use pulp::WithSimd;
use rayon::prelude::*;
use std::iter;

const FAR: u32 = Weight::FAR;

/// A quantity by edge, in any unit; sums stay at `u32::MAX`.
pub type Skim = Vec<u32>;

/// The sums of quantities over the arcs of a customized metric.
#[derive(Clone, Debug)]
pub struct ArcSkims {
    quantities: usize,
    /// By arc, direction and quantity.
    sums: Vec<u32>,
}

impl ArcSkims {
    /// Adds quantities up over the ways that arcs stand for.
    pub fn new(hierarchy: &Hierarchy, customized: &Customized, skims: &[Skim]) -> Self {
        let quantities = skims.len();
        let mut sums = vec![0; 2 * hierarchy.arc_count() * quantities];
        customized.for_each_arc_made(hierarchy, |slot, made| {
            for (q, skim) in skims.iter().enumerate() {
                let of = |piece: Piece| match piece.known() {
                    Ok(edge) => skim[edge.index()],
                    Err(arc) => sums[arc * quantities + q],
                };
                let rest = made.second().map_or(0, of);
                sums[slot * quantities + q] = of(made.first()).saturating_add(rest);
            }
        });
        Self { quantities, sums }
    }

    /// Number of quantities.
    pub fn quantities(&self) -> usize {
        self.quantities
    }

    fn of(&self, arc: usize, down: bool) -> &[u32] {
        let at = (2 * arc + usize::from(down)) * self.quantities;
        &self.sums[at..at + self.quantities]
    }
}

/// An end of a way that begins or stops between nodes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SkimEnd {
    /// The node.
    pub node: NodeId,
    /// What it takes to get to it, or on from it.
    pub weight: Weight,
    /// What that adds to each quantity.
    pub sums: Vec<u32>,
}

/// Weights and quantities of cells, source by source.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Skims {
    /// By source and target; infinite where there is no way.
    pub weights: Vec<u32>,
    /// By quantity, source and target, ends included. Zero where there is no way.
    pub sums: Vec<Vec<u32>>,
}

/// Targets with the quantities of the arcs that lead to them.
#[derive(Clone, Debug)]
pub struct SkimTargets<'t> {
    targets: &'t Targets<'t>,
    skims: &'t ArcSkims,
    /// By arc of the part and quantity.
    sums: Vec<u32>,
    /// By end of a target and quantity.
    end_sums: Vec<u32>,
}

impl<'t> SkimTargets<'t> {
    /// Quantities for targets, of the same metric as theirs; `ends` are the ends the targets were
    /// made of.
    pub fn new(targets: &'t Targets<'t>, skims: &'t ArcSkims, ends: &[Vec<SkimEnd>]) -> Self {
        let leads_down = targets.leads_down();
        let of = |arc: &u32| skims.of(*arc as usize, leads_down);
        let sums = targets.part.arc_of.iter().flat_map(of).copied().collect();
        let end_sums: Vec<u32> = ends.iter().flatten().flat_map(|end| end.sums.clone()).collect();
        assert_eq!(end_sums.len(), targets.ends.len() * skims.quantities, "sums for every end");
        Self { targets, skims, sums, end_sums }
    }

    /// Weights and quantities of the best ways from sources to all targets, with all threads of the
    /// pool this is called from.
    pub fn skim(&self, sources: &[Vec<SkimEnd>]) -> Skims {
        let cells = sources.len() * self.targets.len();
        let mut weights = vec![0; cells];
        let mut sums = vec![vec![0; cells]; self.skims.quantities];
        let at_once = (LANES * self.targets.len()).max(1);
        let mut rows: Vec<Rows<'_>> =
            weights.chunks_mut(at_once).map(|weights| Rows { weights, sums: Vec::new() }).collect();
        for column in &mut sums {
            for (rows, part) in rows.iter_mut().zip(column.chunks_mut(at_once)) {
                rows.sums.push(part);
            }
        }
        rows.into_par_iter()
            .zip(sources.par_chunks(LANES))
            .for_each(|(rows, sources)| self.skim_some(sources, rows));
        Skims { weights, sums }
    }

    fn skim_some(&self, sources: &[Vec<SkimEnd>], mut rows: Rows<'_>) {
        let width = self.skims.quantities + 1;
        let nodes = self.targets.node_count();
        let mut lanes = vec![[0; LANES]; nodes * width];
        lanes.chunks_exact_mut(width).for_each(|node| node[0] = [FAR; LANES]);
        let mut places = vec![NONE; self.targets.hierarchy().node_count()];
        for (lane, source) in sources.iter().enumerate() {
            self.walk_up(source, lane, &mut lanes, &mut places);
        }
        dispatch(Down { part: self, lanes: &mut lanes });
        for target in 0..self.targets.len() {
            let mut least = [FAR; LANES];
            let mut by_end = [0; LANES];
            for end in self.targets.ends_range(target) {
                let (number, rest) = self.targets.ends[end];
                let from = &lanes[number as usize * width];
                for lane in 0..LANES {
                    let weight = from[lane] + rest;
                    by_end[lane] = if weight < least[lane] { end } else { by_end[lane] };
                    least[lane] = least[lane].min(weight);
                }
            }
            for lane in 0..sources.len() {
                let (weight, end) = (least[lane], by_end[lane]);
                let cell = lane * self.targets.len() + target;
                rows.weights[cell] = weight;
                if weight < FAR {
                    let on_the_way = &lanes[self.targets.ends[end].0 as usize * width + 1..];
                    let at_end = &self.end_sums[end * self.skims.quantities..];
                    for (q, sums) in rows.sums.iter_mut().enumerate() {
                        sums[cell] = on_the_way[q][lane].saturating_add(at_end[q]);
                    }
                }
            }
        }
    }

    /// Walks up from a source and leaves what it finds in its lane. `places` is [`NONE`] for every node, and is
    /// left so.
    fn walk_up(
        &self,
        source: &[SkimEnd],
        lane: usize,
        lanes: &mut [Lanes<LANES>],
        places: &mut [u32],
    ) {
        let Self { targets, skims, .. } = self;
        let hierarchy = targets.hierarchy();
        let width = skims.quantities + 1;
        let mut way: Vec<u32> = Vec::new();
        let open = || source.iter().filter(|end| end.weight.is_finite());
        for end in open() {
            let mut at = hierarchy.rank(end.node);
            while at != NONE && places[at as usize] == NONE {
                places[at as usize] = 0;
                way.push(at);
                at = hierarchy.parent(at);
            }
        }
        way.sort_unstable();
        for (place, rank) in (0..).zip(&way) {
            places[*rank as usize] = place;
        }
        // All above stands on the way.
        let place = |rank: u32| places[rank as usize] as usize;
        // By place on the way: weight and quantities.
        let mut reached = vec![0; way.len() * width];
        reached.chunks_exact_mut(width).for_each(|node| node[0] = FAR);
        for end in open() {
            let known = &mut reached[place(hierarchy.rank(end.node)) * width..][..width];
            if end.weight.get() < known[0] {
                known[0] = end.weight.get();
                known[1..].copy_from_slice(&end.sums);
            }
        }
        for (here, rank) in way.iter().enumerate() {
            let (below, above) = reached.split_at_mut((here + 1) * width);
            let below = &below[here * width..];
            if below[0] >= FAR {
                continue;
            }
            let number = targets.part.number[*rank as usize];
            if number != NONE {
                for (k, value) in below.iter().enumerate() {
                    lanes[number as usize * width + k][lane] = *value;
                }
            }
            for (arc, head, weight) in targets.graph.arcs(*rank, !targets.leads_down()) {
                let there = &mut above[(place(head) - here - 1) * width..][..width];
                let sum = below[0] + weight;
                if sum < there[0] {
                    there[0] = sum;
                    let arc = skims.of(arc, !targets.leads_down());
                    for ((there, below), arc) in there[1..].iter_mut().zip(&below[1..]).zip(arc) {
                        *there = below.saturating_add(*arc);
                    }
                }
            }
        }
        for rank in way {
            places[rank as usize] = NONE;
        }
    }
}

/// Cells to fill, of up to as many sources as there are lanes.
struct Rows<'r> {
    weights: &'r mut [u32],
    sums: Vec<&'r mut [u32]>,
}

/// The way down, from the top, with quantities.
struct Down<'d> {
    part: &'d SkimTargets<'d>,
    lanes: &'d mut [Lanes<LANES>],
}

impl WithSimd for Down<'_> {
    type Output = ();
    #[inline(always)]
    fn with_simd<S: pulp::Simd>(self, _: S) {
        let Self { part, lanes } = self;
        let targets = part.targets;
        let quantities = part.skims.quantities;
        let width = quantities + 1;
        let mut arcs = (0..).zip(&targets.part.arcs);
        let runs = targets.part.runs.iter();
        let arcs_of = runs.flat_map(|run| iter::repeat_n(run.arcs as usize, run.nodes as usize));
        for (number, count) in arcs_of.enumerate() {
            let (above, here) = lanes.split_at_mut(number * width);
            let here = &mut here[..width];
            for (arc, (head, weight)) in arcs.by_ref().take(count) {
                let from = &above[*head as usize * width..][..width];
                let sums = &part.sums[arc * quantities..][..quantities];
                let mut better = [false; LANES];
                for l in 0..LANES {
                    let sum = from[0][l] + weight;
                    better[l] = sum < here[0][l];
                    here[0][l] = sum.min(here[0][l]);
                }
                for (q, more) in sums.iter().enumerate() {
                    for l in 0..LANES {
                        let sum = from[1 + q][l].saturating_add(*more);
                        here[1 + q][l] = if better[l] { sum } else { here[1 + q][l] };
                    }
                }
            }
        }
    }
}
