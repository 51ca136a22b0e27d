//! Blocks: runs of ranks that see the same nodes above.

use super::NONE;
use rayon::prelude::*;

/// Blocks whose places one thread finds in one go.
const TOGETHER: usize = 512;

/// The blocks of a hierarchy, and where their nodes' neighbours stand in each other's rows.
#[derive(Clone, Debug)]
pub(super) struct Blocks {
    /// First rank of each block, and the number of ranks at the end.
    pub(super) first_rank: Vec<u32>,
    /// Where the places of each block begin in `places`.
    pub(super) first_place: Vec<u32>,
    /// By block, for each pair `i < j` of the nodes that its last rank sees, in rows of `i`: the
    /// place of `j` in the row of `i`. A row of more than 65,536 would have two billion arcs between
    /// its nodes: more than arcs can be numbered.
    pub(super) places: Vec<u16>,
}

impl Blocks {
    pub(super) fn new(first: &[u32], head: &[u32]) -> Self {
        let nodes = first.len() - 1;
        let row = |x: usize| &head[first[x] as usize..first[x + 1] as usize];
        let mut first_rank = Vec::new();
        for x in 0..nodes {
            let continues = x > 0 && row(x - 1).split_first() == Some((&(x as u32), row(x)));
            if !continues {
                first_rank.push(x as u32);
            }
        }
        first_rank.push(nodes as u32);
        let ranks: Vec<[u32; 2]> = first_rank.windows(2).map(|pair| [pair[0], pair[1]]).collect();
        let above = |block: &[u32; 2]| row(block[1] as usize - 1);
        let mut first_place = vec![0u32];
        let mut end = 0;
        first_place.extend(ranks.iter().map(|block| {
            let seen = above(block).len() as u32;
            end += seen * seen.saturating_sub(1) / 2;
            end
        }));
        let mut places = vec![0; end as usize];
        let mut pieces = Vec::with_capacity(ranks.len() / TOGETHER + 1);
        let (mut rest, mut passed) = (&mut places[..], 0);
        for (chunk, blocks) in ranks.chunks(TOGETHER).enumerate() {
            let end = first_place[chunk * TOGETHER + blocks.len()];
            let (piece, after) = rest.split_at_mut((end - passed) as usize);
            pieces.push((blocks, piece));
            (rest, passed) = (after, end);
        }
        pieces.into_par_iter().for_each_init(
            || vec![NONE; nodes],
            |place_of, (blocks, piece)| {
                let mut piece = piece.iter_mut();
                let rows = blocks.iter().flat_map(|block| {
                    let above = above(block);
                    above.iter().enumerate().map(|(i, y)| (*y, &above[i + 1..]))
                });
                for (y, later) in rows {
                    let there = row(y as usize);
                    // Few of many: look each up.
                    if later.len() < there.len() / 16 {
                        for (z, place) in later.iter().zip(piece.by_ref()) {
                            *place = there.binary_search(z).expect("neighbours are joined") as u16;
                        }
                        continue;
                    }
                    for (place, z) in there.iter().enumerate() {
                        place_of[*z as usize] = place as u32;
                    }
                    for (z, place) in later.iter().zip(piece.by_ref()) {
                        *place = place_of[*z as usize] as u16;
                    }
                }
            },
        );
        Self { first_rank, first_place, places }
    }

    /// The block of a rank.
    pub(super) fn of(&self, rank: u32) -> usize {
        self.first_rank.partition_point(|first| *first <= rank) - 1
    }

    /// Number of blocks.
    pub(super) fn count(&self) -> usize {
        self.first_rank.len() - 1
    }
}
