//! The undirected graph that an order is found for.

/// Neighbours by node, without loops or doubles.
#[derive(Clone, Debug)]
pub(super) struct Graph {
    first: Vec<u32>,
    heads: Vec<u32>,
}

impl Graph {
    /// The graph of links between nodes `0..nodes`.
    pub(super) fn new(nodes: usize, links: impl Iterator<Item = (u32, u32)>) -> Self {
        let mut arcs: Vec<(u32, u32)> =
            links.filter(|(a, b)| a != b).flat_map(|(a, b)| [(a, b), (b, a)]).collect();
        arcs.sort_unstable();
        arcs.dedup();
        let mut first = vec![0u32; nodes + 1];
        for (tail, _) in &arcs {
            first[*tail as usize + 1] += 1;
        }
        for v in 0..nodes {
            first[v + 1] += first[v];
        }
        Self { first, heads: arcs.into_iter().map(|(_, head)| head).collect() }
    }

    pub(super) fn node_count(&self) -> usize {
        self.first.len() - 1
    }

    pub(super) fn neighbours(&self, v: u32) -> &[u32] {
        &self.heads[self.first[v as usize] as usize..self.first[v as usize + 1] as usize]
    }

    /// The graph between some of the nodes, numbered by their place in `nodes`.
    pub(super) fn among(&self, nodes: &[u32]) -> Self {
        let mut number = vec![u32::MAX; self.node_count()];
        for (i, v) in nodes.iter().enumerate() {
            number[*v as usize] = i as u32;
        }
        let mut first = Vec::with_capacity(nodes.len() + 1);
        let mut heads = Vec::new();
        first.push(0);
        for v in nodes {
            let kept = self.neighbours(*v).iter().map(|w| number[*w as usize]);
            heads.extend(kept.filter(|w| *w != u32::MAX));
            first.push(heads.len() as u32);
        }
        Self { first, heads }
    }

    /// The nodes of each connected part.
    pub(super) fn parts(&self) -> Vec<Vec<u32>> {
        let mut seen = vec![false; self.node_count()];
        let mut parts = Vec::new();
        for start in 0..self.node_count() as u32 {
            if std::mem::replace(&mut seen[start as usize], true) {
                continue;
            }
            let mut part = vec![start];
            let mut next = 0;
            while let Some(v) = part.get(next).copied() {
                next += 1;
                for w in self.neighbours(v) {
                    if !std::mem::replace(&mut seen[*w as usize], true) {
                        part.push(*w);
                    }
                }
            }
            part.sort_unstable();
            parts.push(part);
        }
        parts
    }
}
