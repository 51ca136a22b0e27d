//! The working graph of a land layer: nodes and stretches that the passes merge, add and drop.

use corridor_network::{CountryCode, LngLat};
use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap};

/// A piece of line or road between two nodes.
#[derive(Clone, Debug, PartialEq)]
pub struct Stretch {
    /// One end.
    pub a: u32,
    /// The other end.
    pub b: u32,
    /// Length along the course, km.
    pub km: f64,
    /// Bends between the ends, from `a` to `b`.
    pub bends: Vec<LngLat>,
    /// Ids of the features it belongs to, sorted.
    pub features: Vec<String>,
}

impl Stretch {
    /// A straight stretch without features.
    pub fn plain(a: u32, b: u32, km: f64) -> Self {
        Self { a, b, km, bends: Vec::new(), features: Vec::new() }
    }
    /// The end that is not `node`.
    pub fn other(&self, node: u32) -> u32 {
        if node == self.a { self.b } else { self.a }
    }
}

/// Nodes and stretches.
#[derive(Clone, Debug, Default)]
pub struct Graph {
    /// Position of each node.
    pub at: Vec<LngLat>,
    /// Country of each node; none at a border point.
    pub country: Vec<CountryCode>,
    /// Nodes that must stay nodes: border points and ends of hand-checked lines.
    pub fixed: BTreeSet<u32>,
    /// The stretches.
    pub stretches: Vec<Stretch>,
}

impl Graph {
    /// Adds a node and returns its number.
    pub fn add_node(&mut self, at: LngLat, country: CountryCode) -> u32 {
        self.at.push(at);
        self.country.push(country);
        self.at.len() as u32 - 1
    }

    /// Which stretches meet at each node.
    pub fn incidence(&self) -> Incidence {
        let mut first = vec![0u32; self.at.len() + 1];
        for stretch in &self.stretches {
            first[stretch.a as usize + 1] += 1;
            first[stretch.b as usize + 1] += 1;
        }
        for n in 0..self.at.len() {
            first[n + 1] += first[n];
        }
        let mut next = first.clone();
        let mut meeting = vec![0u32; self.stretches.len() * 2];
        for (number, stretch) in self.stretches.iter().enumerate() {
            for node in [stretch.a, stretch.b] {
                meeting[next[node as usize] as usize] = number as u32;
                next[node as usize] += 1;
            }
        }
        Incidence { first, meeting }
    }

    /// The component of each node, numbered by first node, and their number.
    pub fn components(&self) -> (Vec<u32>, u32) {
        let mut parent: Vec<u32> = (0..self.at.len() as u32).collect();
        for stretch in &self.stretches {
            let (a, b) = (root(&mut parent, stretch.a), root(&mut parent, stretch.b));
            parent[a.max(b) as usize] = a.min(b);
        }
        let mut number = vec![u32::MAX; self.at.len()];
        let mut count = 0;
        for node in 0..self.at.len() as u32 {
            let top = root(&mut parent, node) as usize;
            if number[top] == u32::MAX {
                number[top] = count;
                count += 1;
            }
            number[node as usize] = number[top];
        }
        (number, count)
    }
}

fn root(parent: &mut [u32], mut node: u32) -> u32 {
    while parent[node as usize] != node {
        parent[node as usize] = parent[parent[node as usize] as usize];
        node = parent[node as usize];
    }
    node
}

/// The stretches at each node, by number.
pub struct Incidence {
    first: Vec<u32>,
    meeting: Vec<u32>,
}

impl Incidence {
    /// Numbers of the stretches that meet at `node`.
    pub fn at(&self, node: u32) -> &[u32] {
        let (from, to) = (self.first[node as usize], self.first[node as usize + 1]);
        &self.meeting[from as usize..to as usize]
    }
}

/// Neighbours with lengths, open to additions, and searches of bounded reach over them.
pub(super) struct Reach {
    neighbours: Vec<Vec<(u32, f64)>>,
    km: Vec<f64>,
    touched: Vec<u32>,
}

impl Reach {
    /// Over the stretches of a graph.
    pub(super) fn new(graph: &Graph) -> Self {
        let mut neighbours = vec![Vec::new(); graph.at.len()];
        for stretch in &graph.stretches {
            neighbours[stretch.a as usize].push((stretch.b, stretch.km));
            neighbours[stretch.b as usize].push((stretch.a, stretch.km));
        }
        Self { neighbours, km: vec![f64::INFINITY; graph.at.len()], touched: Vec::new() }
    }

    /// Adds a stretch.
    pub(super) fn join(&mut self, a: u32, b: u32, km: f64) {
        self.neighbours[a as usize].push((b, km));
        self.neighbours[b as usize].push((a, km));
    }

    /// Takes a stretch away again.
    pub(super) fn part(&mut self, a: u32, b: u32, km: f64) {
        for (from, to) in [(a, b), (b, a)] {
            let list = &mut self.neighbours[from as usize];
            if let Some(place) = list.iter().position(|(next, length)| *next == to && *length == km)
            {
                list.remove(place);
            }
        }
    }

    /// Makes room for one more node.
    pub(super) fn add_node(&mut self) {
        self.neighbours.push(Vec::new());
        self.km.push(f64::INFINITY);
    }

    /// Number of stretches at a node.
    pub(super) fn degree(&self, node: u32) -> usize {
        self.neighbours[node as usize].len()
    }

    /// Whether a way of at most `limit_km` leads from `from` to `to`.
    pub(super) fn within(&mut self, from: u32, to: u32, limit_km: f64) -> bool {
        self.explore(from, limit_km, Some(to));
        self.km[to as usize] <= limit_km
    }

    /// Finds the distance, km, to every node within `limit_km` of `from`; read it with [`Self::km_to`].
    pub(super) fn explore(&mut self, from: u32, limit_km: f64, until: Option<u32>) {
        for node in self.touched.drain(..) {
            self.km[node as usize] = f64::INFINITY;
        }
        let mut queue = BinaryHeap::from([(Reverse(Km(0.0)), from)]);
        self.km[from as usize] = 0.0;
        self.touched.push(from);
        while let Some((Reverse(Km(km)), node)) = queue.pop() {
            if Some(node) == until {
                return;
            }
            if km > self.km[node as usize] {
                continue;
            }
            for &(next, length) in &self.neighbours[node as usize] {
                let km = km + length;
                let best = &mut self.km[next as usize];
                if km <= limit_km && km < *best {
                    if best.is_infinite() {
                        self.touched.push(next);
                    }
                    *best = km;
                    queue.push((Reverse(Km(km)), next));
                }
            }
        }
    }

    /// Distance found by the last search, km; infinite beyond its limit.
    pub(super) fn km_to(&self, node: u32) -> f64 {
        self.km[node as usize]
    }
}

/// A length that orders totally.
#[derive(Clone, Copy, PartialEq)]
pub(super) struct Km(pub(super) f64);
impl Eq for Km {}
impl PartialOrd for Km {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Km {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.total_cmp(&other.0)
    }
}
