//! Cheapest ways from one zone to all nodes.

use super::Network;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// No link leads here.
const NONE: u32 = u32::MAX;

/// The links by the node they leave.
pub struct Leaving {
    first: Vec<u32>,
    links: Vec<(u32, u32)>,
    first_through: usize,
}

impl Leaving {
    pub fn new(network: &Network) -> Self {
        let mut first = vec![0_u32; network.nodes + 1];
        for link in &network.links {
            first[link.from as usize + 1] += 1;
        }
        for node in 0..network.nodes {
            first[node + 1] += first[node];
        }
        let mut next = first.clone();
        let mut links = vec![(0, 0); network.links.len()];
        for (id, link) in network.links.iter().enumerate() {
            let at = &mut next[link.from as usize];
            links[*at as usize] = (id as u32, link.to);
            *at += 1;
        }
        Self { first, links, first_through: network.first_through }
    }
}

/// The tree of cheapest ways from a node.
pub struct Tree {
    /// Cost to every node; infinite where there is no way.
    pub costs: Vec<f64>,
    into: Vec<u32>,
    heap: BinaryHeap<Reverse<(u64, u32)>>,
}

impl Tree {
    pub fn new(nodes: usize) -> Self {
        Self { costs: vec![f64::INFINITY; nodes], into: vec![NONE; nodes], heap: BinaryHeap::new() }
    }

    /// Grows the tree from `origin`. Costs are not negative, so their bits sort as they do.
    pub fn grow(&mut self, leaving: &Leaving, costs: &[f64], origin: u32) {
        self.costs.fill(f64::INFINITY);
        self.into.fill(NONE);
        self.costs[origin as usize] = 0.0;
        self.heap.push(Reverse((0, origin)));
        while let Some(Reverse((bits, node))) = self.heap.pop() {
            let (at, node) = (f64::from_bits(bits), node as usize);
            if at > self.costs[node] || (node < leaving.first_through && node != origin as usize) {
                continue;
            }
            let range = leaving.first[node] as usize..leaving.first[node + 1] as usize;
            for &(link, to) in &leaving.links[range] {
                let cost = at + costs[link as usize];
                if cost < self.costs[to as usize] {
                    self.costs[to as usize] = cost;
                    self.into[to as usize] = link;
                    self.heap.push(Reverse((cost.to_bits(), to)));
                }
            }
        }
    }

    /// The links of the way to `node`, the last one first.
    pub fn way(&self, network: &Network, origin: u32, node: u32) -> Box<[u32]> {
        let mut way = Vec::new();
        let mut node = node;
        while node != origin {
            let link = self.into[node as usize];
            way.push(link);
            node = network.links[link as usize].from;
        }
        way.into()
    }
}
