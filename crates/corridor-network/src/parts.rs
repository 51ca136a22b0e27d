//! The parts of a graph that are joined together.

/// Which nodes hang together, as links are told one by one.
#[derive(Clone, Debug)]
pub struct Joined {
    root: Vec<u32>,
}

impl Joined {
    /// `nodes` nodes, each a part of its own.
    pub fn new(nodes: usize) -> Self {
        Self { root: (0..nodes as u32).collect() }
    }

    /// The part a node is in, named by its smallest node.
    pub fn of(&mut self, node: usize) -> u32 {
        let mut at = node as u32;
        while self.root[at as usize] != at {
            self.root[at as usize] = self.root[self.root[at as usize] as usize];
            at = self.root[at as usize];
        }
        at
    }

    /// Joins the parts of two nodes.
    pub fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.of(a), self.of(b));
        self.root[a.max(b) as usize] = a.min(b);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_named_by_their_smallest_node() {
        let mut parts = Joined::new(6);
        parts.join(5, 3);
        parts.join(1, 4);
        parts.join(4, 5);
        assert_eq!((0..6).map(|n| parts.of(n)).collect::<Vec<_>>(), [0, 1, 2, 1, 1, 1]);
    }
}
