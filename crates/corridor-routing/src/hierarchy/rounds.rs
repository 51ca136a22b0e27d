//! Which ranks several threads can contract side by side.

use super::NONE;
use super::blocks::Blocks;
use std::ops::Range;

/// The most that a stretch of each round holds, in parts of the whole work.
const PARTS: [u64; 4] = [128, 32, 8, 2];

/// Stretches of ranks that do not touch each other: subtrees of the elimination tree, in rising
/// order, in rounds. A subtree in a stretch of one round is in one of the next. (Islands that are in
/// one stretch may be in two of the next; whatever is contracted twice comes out the same.)
#[derive(Clone, Debug)]
pub(super) struct Rounds([Vec<Range<u32>>; PARTS.len()]);

impl Rounds {
    pub(super) fn new(first: &[u32], parent: &[u32], blocks: &Blocks) -> Self {
        let tree = Tree::new(first, parent);
        Self(PARTS.map(|parts| tree.stretches(tree.whole / parts + 1, parent, blocks)))
    }

    /// The rounds worth their while for some threads: a few stretches for each of them in the first.
    pub(super) fn for_threads(&self, threads: usize) -> impl Iterator<Item = &Vec<Range<u32>>> {
        let is_useful = move |parts: u64| threads > 1 && parts <= 4 * threads as u64;
        PARTS.into_iter().zip(&self.0).filter(move |(parts, _)| is_useful(*parts)).map(|r| r.1)
    }
}

/// What each subtree of the elimination tree holds, by its root.
struct Tree {
    lowest: Vec<u32>,
    size: Vec<u32>,
    work: Vec<u64>,
    whole: u64,
}

impl Tree {
    fn new(first: &[u32], parent: &[u32]) -> Self {
        let nodes = parent.len();
        let mut tree = Self {
            lowest: (0..nodes as u32).collect(),
            size: vec![1; nodes],
            work: first.windows(2).map(|row| u64::from(row[1] - row[0]).pow(2)).collect(),
            whole: 0,
        };
        for (x, parent) in parent.iter().enumerate() {
            if *parent == NONE {
                tree.whole += tree.work[x];
                continue;
            }
            let parent = *parent as usize;
            tree.lowest[parent] = tree.lowest[parent].min(tree.lowest[x]);
            tree.size[parent] += tree.size[x];
            tree.work[parent] += tree.work[x];
        }
        tree
    }

    /// Whole subtrees of up to so much work.
    fn stretches(&self, most: u64, parent: &[u32], blocks: &Blocks) -> Vec<Range<u32>> {
        let mut stretches: Vec<Range<u32>> = Vec::new();
        // Work of the last stretch, if nothing is above it: islands by the thousand make one stretch.
        let mut island_work = None;
        let mut x = parent.len() as u32;
        while x > 0 {
            let root = x - 1;
            let (from, work) = (self.lowest[root as usize], self.work[root as usize]);
            let is_whole = self.size[root as usize] == x - from;
            let ends_block = blocks.first_rank.binary_search(&x).is_ok();
            if !(is_whole && ends_block && work <= most) {
                (x, island_work) = (root, None);
                continue;
            }
            let is_island = parent[root as usize] == NONE;
            match (island_work, stretches.last_mut()) {
                (Some(before), Some(last))
                    if is_island && last.start == x && before + work <= most =>
                {
                    last.start = from;
                    island_work = Some(before + work);
                }
                _ => {
                    stretches.push(from..x);
                    island_work = is_island.then_some(work);
                }
            }
            x = from;
        }
        stretches.reverse();
        stretches
    }
}
