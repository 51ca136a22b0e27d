//! The paths in use between two zones, and the shift of flow from dearer ones to the cheapest.

use super::Network;

/// A path with its flow.
pub struct Path {
    pub links: Box<[u32]>,
    pub flow: f64,
}

/// The paths in use from one zone to another.
pub struct Pair {
    pub destination: u32,
    pub amount: f64,
    pub paths: Vec<Path>,
}

impl Pair {
    /// The cheapest path and its cost; `None` before any is known.
    pub fn cheapest(&self, costs: &[f64]) -> Option<(usize, f64)> {
        let costs = self.paths.iter().map(|path| cost_of(&path.links, costs));
        costs.enumerate().min_by(|a, b| a.1.total_cmp(&b.1))
    }
}

fn cost_of(links: &[u32], costs: &[f64]) -> f64 {
    links.iter().map(|&link| costs[link as usize]).sum()
}

/// Flow, cost and slope of every link, and marks that say which path it was last seen on.
pub struct State {
    pub flows: Vec<f64>,
    pub costs: Vec<f64>,
    slopes: Vec<f64>,
    marks: Vec<u64>,
    mark: u64,
}

impl State {
    pub fn new(network: &Network) -> Self {
        let n = network.links.len();
        let mut state = Self {
            flows: vec![0.0; n],
            costs: vec![0.0; n],
            slopes: vec![0.0; n],
            marks: vec![0; n],
            mark: 0,
        };
        state.weigh(network);
        state
    }

    /// The flows of the paths added up anew, so that the rounding of shifts does not pile up.
    pub fn add_up<'a>(&mut self, network: &Network, pairs: impl Iterator<Item = &'a Pair>) {
        self.flows.fill(0.0);
        for path in pairs.flat_map(|pair| &pair.paths) {
            for &link in &path.links {
                self.flows[link as usize] += path.flow;
            }
        }
        self.weigh(network);
    }

    fn weigh(&mut self, network: &Network) {
        for (id, link) in network.links.iter().enumerate() {
            (self.costs[id], self.slopes[id]) = link.delay.at(self.flows[id]);
        }
    }

    fn change(&mut self, network: &Network, link: u32, by: f64) {
        let id = link as usize;
        let flow = (self.flows[id] + by).max(0.0);
        self.flows[id] = flow;
        (self.costs[id], self.slopes[id]) = network.links[id].delay.at(flow);
    }

    /// Shifts flow from every dearer path of a pair to its cheapest by a Newton step on the links that
    /// only one of the two uses. Returns the cost that the pair could have saved before.
    pub fn balance(&mut self, network: &Network, pair: &mut Pair) -> f64 {
        let Some((best, _)) = pair.cheapest(&self.costs) else { return 0.0 };
        let mut excess = 0.0;
        for at in 0..pair.paths.len() {
            if at == best || pair.paths[at].flow == 0.0 {
                continue;
            }
            let (on_best, on_this) = (self.mark + 1, self.mark + 2);
            self.mark += 2;
            let (dear, cheap) = (&pair.paths[at], &pair.paths[best]);
            for &link in &cheap.links {
                self.marks[link as usize] = on_best;
            }
            let (mut saved, mut slope) = (0.0, 0.0);
            for &link in &dear.links {
                let id = link as usize;
                if self.marks[id] == on_best {
                    self.marks[id] = on_this;
                } else {
                    saved += self.costs[id];
                    slope += self.slopes[id];
                }
            }
            for &link in &cheap.links {
                let id = link as usize;
                if self.marks[id] == on_best {
                    saved -= self.costs[id];
                    slope += self.slopes[id];
                }
            }
            if saved <= 0.0 {
                continue;
            }
            excess += saved * dear.flow;
            let shift = if slope > 0.0 { dear.flow.min(saved / slope) } else { dear.flow };
            // Links of both paths carry the mark `on_this`; of the cheap one alone `on_best`.
            for &link in &dear.links {
                if self.marks[link as usize] != on_this {
                    self.change(network, link, -shift);
                }
            }
            for &link in &cheap.links {
                if self.marks[link as usize] == on_best {
                    self.change(network, link, shift);
                }
            }
            pair.paths[at].flow -= shift;
            pair.paths[best].flow += shift;
        }
        excess
    }
}
