//! Blocks: runs of ranks that see the same nodes above.

use super::NONE;

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
        let mut first_place = vec![0u32];
        let mut places = Vec::new();
        let mut place_of = vec![NONE; nodes];
        for block in first_rank.windows(2) {
            let above = row(block[1] as usize - 1);
            for (i, y) in above.iter().enumerate() {
                let there = row(*y as usize);
                if above.len() - i < there.len() / 16 {
                    // Few of many: look each up.
                    for z in &above[i + 1..] {
                        let place = there.binary_search(z).expect("neighbours are joined");
                        places.push(place as u16);
                    }
                    continue;
                }
                for (place, z) in there.iter().enumerate() {
                    place_of[*z as usize] = place as u32;
                }
                places.extend(above[i + 1..].iter().map(|z| place_of[*z as usize] as u16));
            }
            first_place.push(places.len() as u32);
        }
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
