//! Who is joined to whom.

use corridor_network::{EdgeId, Id, Network, NodeId};

/// The out-edges of every node with their heads side by side, as searches read them.
#[derive(Clone, Debug)]
pub struct Topology {
    first_out: Vec<u32>,
    arcs: Vec<(EdgeId, NodeId)>,
    edge_count: usize,
}

impl Topology {
    /// The topology of a network.
    pub fn of(network: &Network) -> Self {
        let ends: Vec<(NodeId, NodeId)> = network
            .columns()
            .link_a
            .iter()
            .copied()
            .zip(network.columns().link_b.iter().copied())
            .collect();
        Self::from_links(network.node_count(), &ends)
    }

    /// The topology of links between nodes `0..node_count`; link `i` has the edges `2i` and `2i + 1`.
    pub fn from_links(node_count: usize, ends: &[(NodeId, NodeId)]) -> Self {
        let mut first_out = vec![0u32; node_count + 1];
        for (a, b) in ends {
            first_out[a.index() + 1] += 1;
            first_out[b.index() + 1] += 1;
        }
        for n in 0..node_count {
            first_out[n + 1] += first_out[n];
        }
        let mut next = first_out.clone();
        let mut arcs = vec![(EdgeId::from_index(0), NodeId::from_index(0)); ends.len() * 2];
        for (link, (a, b)) in ends.iter().enumerate() {
            for (backward, tail, head) in [(0, a, b), (1, b, a)] {
                let slot = &mut next[tail.index()];
                arcs[*slot as usize] = (EdgeId::from_index(2 * link + backward), *head);
                *slot += 1;
            }
        }
        Self { first_out, arcs, edge_count: ends.len() * 2 }
    }

    /// Number of nodes.
    pub fn node_count(&self) -> usize {
        self.first_out.len() - 1
    }
    /// Number of directed edges.
    pub fn edge_count(&self) -> usize {
        self.edge_count
    }
    /// The edges that leave a node, with the nodes they lead to.
    pub fn out(&self, node: NodeId) -> &[(EdgeId, NodeId)] {
        let range = self.first_out[node.index()]..self.first_out[node.index() + 1];
        &self.arcs[range.start as usize..range.end as usize]
    }
}
