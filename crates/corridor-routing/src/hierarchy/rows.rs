//! Arcs upwards, laid out for walks up the elimination tree.
//!
//! All that a node sees above stands on its way to the root, where the *depth* names it: the number
//! of nodes above. Nodes of one cut follow each other in depth, and whoever sees some of them sees
//! most; so the weights of sixteen depths that follow each other stand in one line of the cache, with
//! holes, and are added side by side. Rows too thin for that are lists.

use crate::Weight;
use aligned_vec::AVec;
use pulp::Simd;

/// Depths side by side.
pub(super) const CHUNK: usize = 16;

/// A row stands in chunks if they hold at least this many arcs each on average.
const DENSE: usize = 4;

/// Numbers by depth, whole chunks of them, each in a line of the cache.
pub(super) type ByDepth = AVec<u32>;

/// The arcs of all ranks in one direction.
#[derive(Clone, Debug)]
pub(super) struct Rows {
    /// By rank, and once more at the end: where its chunks and its list begin; one of them is empty.
    first: Vec<[u32; 2]>,
    /// The first depth of each chunk.
    at: Vec<u32>,
    /// By chunk and depth.
    chunks: AVec<u32>,
    /// The rows that are lists: depth and weight.
    listed: Vec<(u32, u32)>,
}

impl Rows {
    /// Rows for the arcs that `arcs` tells of each rank: the depths of their upper ends, falling, and
    /// their weights.
    pub(super) fn new<I: Iterator<Item = (u32, u32)>>(
        nodes: usize,
        arcs: impl Fn(u32) -> I,
    ) -> Self {
        let mut rows = Self {
            first: Vec::with_capacity(nodes + 1),
            at: Vec::new(),
            chunks: AVec::new(0),
            listed: Vec::new(),
        };
        let mut row: Vec<(u32, u32)> = Vec::new();
        rows.first.push([0; 2]);
        for rank in 0..nodes as u32 {
            row.clear();
            row.extend(arcs(rank));
            let parts = || row.chunk_by(|a, b| a.0 / CHUNK as u32 == b.0 / CHUNK as u32);
            if row.len() < DENSE * parts().count() {
                rows.listed.extend(&row);
            } else {
                for part in parts() {
                    let mut chunk = [Weight::FAR; CHUNK];
                    for (depth, weight) in part {
                        chunk[*depth as usize % CHUNK] = *weight;
                    }
                    rows.at.push(part[0].0 - part[0].0 % CHUNK as u32);
                    rows.chunks.extend_from_slice(&chunk);
                }
            }
            rows.first.push([rows.at.len() as u32, rows.listed.len() as u32]);
        }
        rows
    }

    /// Brings the weights by depth down to those over a rank that is `here` away; with `BY`, notes
    /// the rank where that is better.
    #[inline(always)]
    pub(super) fn relax<const BY: bool, S: Simd>(
        &self,
        simd: S,
        (rank, here): (u32, u32),
        weights: &mut [u32],
        by: &mut [u32],
    ) {
        let [[chunk, listed], [chunk_end, listed_end]] =
            [0, 1].map(|k| self.first[rank as usize + k].map(|at| at as usize));
        let ranks = simd.splat_u32s(rank);
        let heres = simd.splat_u32s(here);
        let chunks = &self.chunks[chunk * CHUNK..chunk_end * CHUNK];
        for (at, chunk) in self.at[chunk..chunk_end].iter().zip(chunks.as_chunks::<CHUNK>().0) {
            let depths = *at as usize..*at as usize + CHUNK;
            let known = S::as_mut_simd_u32s(&mut weights[depths.clone()]).0;
            let chunk = S::as_simd_u32s(chunk).0;
            if BY {
                let by = S::as_mut_simd_u32s(&mut by[depths]).0;
                for ((known, by), weight) in known.iter_mut().zip(by).zip(chunk) {
                    let sum = simd.add_u32s(heres, *weight);
                    let is_better = simd.less_than_u32s(sum, *known);
                    *by = simd.select_u32s(is_better, ranks, *by);
                    *known = simd.min_u32s(sum, *known);
                }
            } else {
                for (known, weight) in known.iter_mut().zip(chunk) {
                    *known = simd.min_u32s(simd.add_u32s(heres, *weight), *known);
                }
            }
        }
        for (depth, weight) in &self.listed[listed..listed_end] {
            relax_one::<BY>((rank, here + weight), *depth, weights, by);
        }
    }
}

/// Brings the weight of a depth down to a sum found by a rank.
#[inline(always)]
pub(super) fn relax_one<const BY: bool>(
    (rank, sum): (u32, u32),
    depth: u32,
    weights: &mut [u32],
    by: &mut [u32],
) {
    let known = &mut weights[depth as usize];
    if BY {
        if sum < *known {
            *known = sum;
            by[depth as usize] = rank;
        }
    } else {
        *known = sum.min(*known);
    }
}
