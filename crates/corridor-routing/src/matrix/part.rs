//! The part of a hierarchy that a sweep goes over, and in which order.
//!
//! A node is swept after all that it looks up at. That leaves much freedom, and it is used for speed:
//! cell by cell of the dissection, so that what is looked up at is near; in a cell, level by level,
//! so that nodes next to each other do not wait for each other; in a level, nodes with as many arcs
//! as each other together, so that the processor foresees where their rows end.

use crate::hierarchy::{NONE, Part, Perfect};

/// Nodes of a cell at most.
const CELL: u32 = 1024;

/// Nodes that follow each other and have equally many arcs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Run {
    pub(super) nodes: u32,
    /// Arcs of each node.
    pub(super) arcs: u32,
}

/// Nodes in the order of a sweep, and their arcs from above.
#[derive(Clone, Debug)]
pub(super) struct SweptPart {
    pub(super) nodes: usize,
    /// By rank: number in the order of the sweep, [`NONE`] outside of the part.
    pub(super) number: Vec<u32>,
    pub(super) runs: Vec<Run>,
    /// Number of the upper end and weight, node by node.
    pub(super) arcs: Vec<(u32, u32)>,
    /// Which arc of the hierarchy each of them is.
    pub(super) arc_of: Vec<u32>,
}

/// A node on its way to its place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Entry {
    level: u32,
    arcs: u32,
    rank: u32,
    /// Where its arcs begin.
    first: u32,
}

impl SweptPart {
    /// A part as it is swept, along edges that lead down or against them.
    pub(super) fn new(graph: &Perfect<'_>, part: &Part, leads_down: bool) -> Self {
        let ranks = &part.ranks;
        let nodes = graph.hierarchy().node_count();
        let cells = Cells::new(graph, ranks);
        let mut entries = vec![Entry::default(); ranks.len()];
        let mut next = cells.first.clone();
        let mut level = vec![0u32; nodes];
        let mut found: Vec<(usize, u32, u32)> = Vec::with_capacity(8 * ranks.len());
        for rank in ranks.iter().rev() {
            let cell = cells.cell_of[*rank as usize];
            let first = found.len();
            found.extend(graph.arcs(*rank, leads_down));
            let inside = found[first..].iter().map(|arc| arc.1 as usize);
            let inside = inside.filter(|head| cells.cell_of[*head] == cell);
            let above = inside.map(|head| level[head] + 1).max().unwrap_or(0);
            level[*rank as usize] = above;
            let place = &mut next[cell as usize];
            entries[*place as usize] = Entry {
                level: above,
                arcs: (found.len() - first) as u32,
                rank: *rank,
                first: first as u32,
            };
            *place += 1;
        }
        for cell in cells.first.windows(2) {
            entries[cell[0] as usize..cell[1] as usize].sort_unstable();
        }
        let mut number = vec![NONE; nodes];
        for (i, entry) in entries.iter().enumerate() {
            number[entry.rank as usize] = i as u32;
        }
        let mut part = Self {
            nodes: ranks.len(),
            number,
            runs: Vec::new(),
            arcs: Vec::with_capacity(found.len()),
            arc_of: Vec::with_capacity(found.len()),
        };
        for entry in &entries {
            let arcs = &found[entry.first as usize..][..entry.arcs as usize];
            let swept = arcs.iter().map(|(_, head, weight)| (part.number[*head as usize], *weight));
            part.arcs.extend(swept);
            part.arc_of.extend(arcs.iter().map(|arc| arc.0 as u32));
            match part.runs.last_mut() {
                Some(run) if run.arcs == entry.arcs => run.nodes += 1,
                _ => part.runs.push(Run { nodes: 1, arcs: entry.arcs }),
            }
        }
        part
    }
}

/// Subtrees of up to [`CELL`] nodes; the first cell is what stands above all of them.
struct Cells {
    /// By rank.
    cell_of: Vec<u32>,
    /// By cell, and once more at the end: how many nodes are in those before.
    first: Vec<u32>,
}

impl Cells {
    fn new(graph: &Perfect<'_>, ranks: &[u32]) -> Self {
        let hierarchy = graph.hierarchy();
        let nodes = hierarchy.node_count();
        let mut below = vec![0u32; nodes];
        for rank in ranks {
            let parent = hierarchy.parent(*rank);
            if parent != NONE {
                below[parent as usize] += below[*rank as usize] + 1;
            }
        }
        let mut cell_of = vec![0u32; nodes];
        let mut held = vec![0u32];
        for rank in ranks.iter().rev() {
            if below[*rank as usize] < CELL {
                let parent = hierarchy.parent(*rank);
                cell_of[*rank as usize] = match cell_of.get(parent as usize) {
                    Some(cell) if *cell != 0 => *cell,
                    _ => {
                        held.push(0);
                        held.len() as u32 - 1
                    }
                };
            }
            held[cell_of[*rank as usize] as usize] += 1;
        }
        let mut first = vec![0];
        let mut passed = 0;
        for held in held {
            passed += held;
            first.push(passed);
        }
        Self { cell_of, first }
    }
}
