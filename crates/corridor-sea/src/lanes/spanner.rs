//! The choice of lanes: few edges that keep every pair of ports within a stated stretch.
//!
//! From every port in turn, a shortest-path tree in which an edge not chosen yet costs a little more
//! than its length; the tree's edges become chosen. A path of that tree is at most the surcharge
//! longer than the shortest one, so the bound holds by construction, for any order of ports. Later
//! passes choose again among the chosen ones, with a surcharge that falls where many pairs meet.
//! Last, every pair of every family of closures is compared with its exact length and mended where
//! it lies over the bound.

use super::graph::{Adjacency, Candidates};
use super::paths::{OneToAll, UNREACHED};
use super::union::Family;
use rayon::prelude::*;

/// How far lanes may be longer than the shortest path.
///
/// With the defaults p95 is 0.15 % between ports of every size and 0.18 % under closures that the
/// lanes were not made for, over 98,000 links (10,417 and 9,945 pairs). Surcharges of 2 and 4 % with
/// a bound of 1 % and a slack of 500 m gave 88,000 links, a network file 1 % smaller, and 0.26 and
/// 0.30 %.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stretch {
    /// Surcharge of edges of up to 100 km, a share of their length.
    pub short: f64,
    /// Surcharge of edges of 400 km and more; between them it rises in proportion.
    pub long: f64,
    /// The bound for every pair.
    pub bound: f64,
    /// Excess that is let pass whatever its share, decimetres.
    pub slack_dm: u32,
    /// Passes over all ports before the mending.
    pub passes: usize,
}

impl Default for Stretch {
    fn default() -> Self {
        Self { short: 0.015, long: 0.025, bound: 0.006, slack_dm: 2_000, passes: 3 }
    }
}

impl Stretch {
    /// Surcharge of an edge of this length.
    fn surcharge(&self, length_dm: u32) -> f64 {
        let km = f64::from(length_dm) / 1e4;
        self.short + (self.long - self.short) * ((km - 100.0) / 300.0).clamp(0.0, 1.0)
    }
}

/// Chooses edges so that every pair of ports is within the bound under every family of closures.
///
/// `share` scales the surcharge of an edge (below 1: preferred). The first family is the one that
/// the early passes serve. Deterministic: the order of ports follows from their numbers.
pub fn thin(
    graph: &Candidates,
    share: &[f64],
    families: &[Family],
    stretch: &Stretch,
) -> Vec<bool> {
    let mut chosen = vec![true; graph.edges.len()];
    let mut usage = vec![0u32; graph.edges.len()];
    let Some(base) = families.first() else { return vec![false; graph.edges.len()] };
    for pass in 0..stretch.passes {
        let surcharge = |i: usize| {
            let by_use = 1.0 - f64::from(usage[i] + 1).log10() / 6.0;
            let full = stretch.surcharge(graph.edges[i].length_dm) * share[i];
            if pass == 0 { full } else { full * by_use.clamp(0.0, 1.0) }
        };
        let allowed = |i: usize| chosen[i] && graph.edges[i].needs & base.closed == 0;
        let mut choice = Choice::new(graph, &allowed, &surcharge, None);
        for source in shuffled(graph.nodes - graph.cores, pass as u64) {
            choice.add_tree(source, |_| true);
        }
        (chosen, usage) = (choice.chosen, choice.usage);
    }
    for family in families {
        mend(graph, &mut chosen, family, stretch);
    }
    chosen
}

/// Adds what is missing for every pair of a family to be within the bound.
fn mend(graph: &Candidates, chosen: &mut Vec<bool>, family: &Family, stretch: &Stretch) {
    let open = |i: usize| graph.edges[i].needs & family.closed == 0;
    let exact = Adjacency::new(graph, open);
    let order = shuffled(family.sources.len() as u32, 0);
    let order: Vec<u32> = order.into_iter().map(|i| family.sources[i as usize]).collect();
    let mut choice = Choice::new(graph, &open, &|_| stretch.bound, Some(chosen));
    // A batch is searched in parallel against the state before it, then mended in order.
    for batch in order.chunks(256) {
        let current = Adjacency::new(graph, |i| open(i) && choice.chosen[i]);
        let poor: Vec<Vec<u32>> = batch
            .par_iter()
            .map_init(
                || (OneToAll::new(graph.nodes), OneToAll::new(graph.nodes)),
                |(have, want), source| {
                    have.run(&current, graph.cores + source);
                    want.run(&exact, graph.cores + source);
                    let poor = |port: &u32| {
                        let (have, want) = (have.cost[*port as usize], want.cost[*port as usize]);
                        let limit = (f64::from(want) * (1.0 + stretch.bound)) as u32;
                        want != UNREACHED && have > limit.saturating_add(stretch.slack_dm)
                    };
                    graph.ports().filter(poor).collect()
                },
            )
            .collect();
        for (source, poor) in batch.iter().zip(poor) {
            if !poor.is_empty() {
                choice.add_tree(*source, |port| poor.binary_search(&port).is_ok());
            }
        }
    }
    *chosen = choice.chosen;
}

/// A choice under way: chosen edges cost their length, others more.
struct Choice<'g> {
    graph: &'g Candidates,
    adjacency: Adjacency,
    slots: Vec<[u32; 2]>,
    chosen: Vec<bool>,
    /// Pairs whose path uses the edge.
    usage: Vec<u32>,
    search: OneToAll,
    below: Vec<u32>,
}

impl<'g> Choice<'g> {
    fn new(
        graph: &'g Candidates,
        allowed: &dyn Fn(usize) -> bool,
        surcharge: &dyn Fn(usize) -> f64,
        start: Option<&[bool]>,
    ) -> Self {
        let mut adjacency = Adjacency::new(graph, allowed);
        let chosen = start.map_or_else(|| vec![false; graph.edges.len()], <[bool]>::to_vec);
        for (arc, edge) in adjacency.arcs.iter_mut().zip(&adjacency.edge) {
            if !chosen[*edge as usize] {
                let full = f64::from(arc.cost) * (1.0 + surcharge(*edge as usize));
                arc.cost = full.round() as u32;
            }
        }
        Self {
            graph,
            slots: adjacency.slots(graph.edges.len()),
            adjacency,
            chosen,
            usage: vec![0; graph.edges.len()],
            search: OneToAll::new(graph.nodes),
            below: vec![0; graph.nodes as usize],
        }
    }

    /// Chooses the tree from a port to those ports that are `wanted`.
    fn add_tree(&mut self, source: u32, wanted: impl Fn(u32) -> bool) {
        self.search.run(&self.adjacency, self.graph.cores + source);
        for port in self.graph.ports() {
            if self.search.by[port as usize] != UNREACHED && wanted(port) {
                self.below[port as usize] = 1;
                self.use_edge_to(port);
            }
        }
        for at in (0..self.search.settled.len()).rev() {
            let node = self.search.settled[at];
            if self.below[node as usize] > 0 {
                self.use_edge_to(node);
            }
        }
        self.below[(self.graph.cores + source) as usize] = 0;
    }

    /// Passes the paths that end below `node` on to its parent, over an edge that is chosen now.
    fn use_edge_to(&mut self, node: u32) {
        let paths = std::mem::take(&mut self.below[node as usize]);
        let edge = self.adjacency.edge[self.search.by[node as usize] as usize] as usize;
        self.usage[edge] += paths;
        self.below[self.graph.edges[edge].other(node) as usize] += paths;
        if !self.chosen[edge] {
            self.chosen[edge] = true;
            for slot in self.slots[edge].into_iter().filter(|slot| *slot != u32::MAX) {
                self.adjacency.arcs[slot as usize].cost = self.graph.edges[edge].length_dm;
            }
        }
    }
}

/// `0..n` in an order that depends on `n` and `seed` alone (Fisher and Yates, linear congruential).
fn shuffled(n: u32, seed: u64) -> Vec<u32> {
    let mut order: Vec<u32> = (0..n).collect();
    let mut state = seed.wrapping_add(7);
    for k in (1..order.len()).rev() {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        order.swap(k, (state >> 33) as usize % (k + 1));
    }
    order
}

#[cfg(test)]
mod tests {
    use super::super::graph::Edge;
    use super::*;

    /// A made-up sea: a grid of cores with diagonals and knights' moves, ports here and there, and a
    /// wall with two gates (bits 1 and 2).
    fn grid(side: u32, ports: u32) -> Candidates {
        let (mut edges, cores) = (Vec::new(), side * side);
        let at = |n: u32| (f64::from(n % side), f64::from(n / side));
        let mut join = |a: u32, b: u32, (p, q): ((f64, f64), (f64, f64))| {
            let length = (p.0 - q.0).hypot(p.1 - q.1)
                * 1e6
                * (1.0 + f64::from((a * 31 + b * 17) % 23) / 1e3);
            let wall = f64::from(side) / 2.0 - 0.5;
            let mut needs = 0;
            if (p.0 < wall) != (q.0 < wall) {
                needs = match f64::midpoint(p.1, q.1) {
                    y if y < 2.0 => 1,
                    y if y > f64::from(side) - 3.0 => 2,
                    _ => return,
                };
            }
            edges.push(Edge { a, b, length_dm: length as u32, needs });
        };
        for a in 0..cores {
            for b in a + 1..cores {
                let (p, q) = (at(a), at(b));
                if (p.0 - q.0).abs() <= 2.0 && (p.1 - q.1).abs() <= 2.0 {
                    join(a, b, (p, q));
                }
            }
        }
        for port in 0..ports {
            for k in 0..3 {
                let core = (port * 7919 + k * 104_729) % 29 % side + (port * 37 % side) * side;
                join(core, cores + port, (at(core), (at(core).0 + 0.2, at(core).1 + 0.3)));
            }
        }
        Candidates { cores, nodes: cores + ports, edges }
    }

    fn families(ports: u32) -> Vec<Family> {
        [0, 1, 2]
            .map(|closed| Family { closed, sources: (0..ports).collect(), reach_dm: u32::MAX })
            .to_vec()
    }

    #[test]
    fn every_pair_is_within_its_stretch_also_under_closures() {
        let graph = grid(14, 30);
        let stretch = Stretch { slack_dm: 0, ..Stretch::default() };
        let chosen = thin(&graph, &vec![1.0; graph.edges.len()], &families(30), &stretch);
        let kept = chosen.iter().filter(|c| **c).count();
        assert!(kept * 4 < graph.edges.len(), "{kept} of {}", graph.edges.len());
        let (mut have, mut want) = (OneToAll::new(graph.nodes), OneToAll::new(graph.nodes));
        for family in families(30) {
            let open = |i: usize| graph.edges[i].needs & family.closed == 0;
            let exact = Adjacency::new(&graph, open);
            let thin = Adjacency::new(&graph, |i| open(i) && chosen[i]);
            for source in graph.ports() {
                have.run(&thin, source);
                want.run(&exact, source);
                for port in graph.ports() {
                    let (have, want) = (have.cost[port as usize], want.cost[port as usize]);
                    let limit = f64::from(want) * (1.0 + stretch.bound) + 1.0;
                    assert!(f64::from(have) <= limit, "{source} to {port}: {have} for {want}");
                }
            }
        }
    }

    #[test]
    fn the_choice_is_deterministic() {
        let graph = grid(10, 20);
        let share = vec![1.0; graph.edges.len()];
        let first = thin(&graph, &share, &families(20), &Stretch::default());
        let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("one thread");
        let second = pool.install(|| thin(&graph, &share, &families(20), &Stretch::default()));
        assert_eq!(first, second);
    }

    #[test]
    fn without_surcharge_the_union_is_exact() {
        let graph = grid(10, 20);
        let stretch = Stretch { short: 0.0, long: 0.0, bound: 0.0, slack_dm: 0, passes: 1 };
        let chosen = thin(&graph, &vec![1.0; graph.edges.len()], &families(20)[..1], &stretch);
        let union = super::super::union::union(&graph, &families(20)[..1]);
        let (mut have, mut want) = (OneToAll::new(graph.nodes), OneToAll::new(graph.nodes));
        for marks in [chosen, union] {
            let thin = Adjacency::new(&graph, |i| marks[i]);
            let exact = Adjacency::new(&graph, |_| true);
            for source in graph.ports() {
                have.run(&thin, source);
                want.run(&exact, source);
                let range = graph.cores as usize..;
                assert_eq!(have.cost[range.clone()], want.cost[range]);
            }
        }
    }
}
