//! The pieces of work that are counted, each in a process of its own.
//!
//! All of them get ready in the same way and then do one thing more, so that what a process takes
//! less what one takes that only gets ready is the work. What they work on is written down by whoever
//! starts them: opening the network file would take far longer than the work.

use anyhow::{Context, Result, ensure};
use clap::ValueEnum;
use corridor_network::{EdgeId, Id, Layer, Network, NodeId};
use corridor_routing::{
    Customized, Direction, Ends, Hierarchy, LayerGraph, Metric, NodeOrder, Perfect, Plain, Query,
    Sweeper, Targets, Weight,
};
use std::hint::black_box;
use std::path::Path;

/// A node with what it takes to get to it or on from it.
type End = (NodeId, Weight);

/// Layers worked on, and the border or passage of each that is closed and opened again. Rows of the
/// rail hierarchy are short, those of the sea long: one is mostly finding arcs, the other adding.
pub(super) const LAYERS: [(Layer, &str); 2] =
    [(Layer::Rail, "brest_terespol"), (Layer::Sea, "suez")];
/// Questions from point to point.
const PAIRS: usize = 200;
/// Rows and columns of the matrix.
const POINTS: usize = 64;

/// A piece of work on a layer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Workload {
    /// Gets ready and stops.
    Nothing,
    /// Customizes all arcs.
    Customize,
    /// Asks for the weights and edges of two hundred ways, of arcs that nobody has asked about.
    FirstPaths,
    /// Asks for the same ways again.
    Paths,
    /// Sweeps from 64 points to 64.
    Matrix,
    /// Closes a border or passage and opens it again.
    Closure,
}

impl Workload {
    /// All that are counted.
    pub(super) const COUNTED: [Self; 5] =
        [Self::Customize, Self::FirstPaths, Self::Paths, Self::Matrix, Self::Closure];

    /// The word in the file of counts and on the command line.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Nothing => "nothing",
            Self::Customize => "customize",
            Self::FirstPaths => "first-paths",
            Self::Paths => "paths",
            Self::Matrix => "matrix",
            Self::Closure => "closure",
        }
    }
}

/// What is worked on: links between nodes numbered by rank, their metres, the edges of what is closed.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Subject {
    nodes: usize,
    ends: Vec<(NodeId, NodeId)>,
    lengths: Vec<u32>,
    closed: Vec<EdgeId>,
}

impl Subject {
    /// A layer of the network, and the edges of a feature of it.
    pub(super) fn of(network: &Network, layer: Layer, closed: &str) -> Result<Self> {
        let graph = LayerGraph::new(network, layer);
        let feature = network.feature(closed).with_context(|| format!("there is no {closed}"))?;
        let closed: Vec<EdgeId> = network
            .links_of(layer)
            .filter(|link| network.features_of(*link).contains(&feature))
            .flat_map(|link| [false, true].map(|back| EdgeId::of(link, back)))
            .filter_map(|edge| graph.edge(edge))
            .collect();
        let lengths = &network.columns().link_length;
        let metres = |link: usize| {
            let edge = EdgeId::from_index(2 * link);
            lengths[graph.network_edge(edge).link()].0
        };
        Ok(Self {
            nodes: graph.hierarchy().node_count(),
            ends: graph.ends().to_vec(),
            lengths: (0..graph.ends().len()).map(metres).collect(),
            closed,
        })
    }

    /// Writes it as numbers of 32 bits, little end first: nodes, links, the ends of each link, the
    /// metres of each link, the edges of what is closed.
    pub(super) fn write(&self, path: &Path) -> Result<()> {
        let head = [self.nodes as u32, self.ends.len() as u32];
        let ends = self.ends.iter().flat_map(|(a, b)| [a.index() as u32, b.index() as u32]);
        let closed = self.closed.iter().map(|edge| edge.index() as u32);
        let numbers =
            head.into_iter().chain(ends).chain(self.lengths.iter().copied()).chain(closed);
        let bytes: Vec<u8> = numbers.flat_map(u32::to_le_bytes).collect();
        std::fs::write(path, bytes).with_context(|| format!("cannot write {}", path.display()))
    }

    fn read(path: &Path) -> Result<Self> {
        let bytes =
            std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
        let numbers: Vec<u32> =
            bytes.as_chunks().0.iter().map(|word| u32::from_le_bytes(*word)).collect();
        let node = |number: u32| NodeId::from_index(number as usize);
        let parts = || {
            let (head, rest) = numbers.split_first_chunk::<2>()?;
            let links = head[1] as usize;
            let (ends, rest) = rest.split_at_checked(2 * links)?;
            let (lengths, closed) = rest.split_at_checked(links)?;
            Some(Self {
                nodes: head[0] as usize,
                ends: ends.as_chunks().0.iter().map(|[a, b]| (node(*a), node(*b))).collect(),
                lengths: lengths.to_vec(),
                closed: closed.iter().map(|e| EdgeId::from_index(*e as usize)).collect(),
            })
        };
        parts().with_context(|| format!("{} is cut off", path.display()))
    }
}

/// Gets ready and does a workload.
pub fn work(workload: Workload, subject: &Path) -> Result<()> {
    // On this thread alone: how long others wait for work is not always the same.
    rayon::ThreadPoolBuilder::new().num_threads(1).use_current_thread().build_global()?;
    let subject = Subject::read(subject)?;
    let hierarchy = Hierarchy::new(&NodeOrder::by_number(subject.nodes), &subject.ends);
    let both = |metres: &u32| [Weight::new((*metres).max(1)); 2];
    let metric = Metric::new(subject.lengths.iter().flat_map(both).collect());
    let customized = hierarchy.customize(metric.clone());
    let mut changed = customized.clone();
    let perfect = Perfect::new(&hierarchy, &customized);
    let mut query = Query::new();
    let pairs = joined_pairs(&hierarchy, &perfect, &mut query)?;
    let mut edges = Vec::with_capacity(subject.ends.len());
    // Whoever asks first finds out what arcs are made of; a copy has not been asked.
    for (from, to) in &pairs {
        query.path(&perfect, &[*from], &[*to], &mut edges);
    }
    match workload {
        Workload::Nothing => {}
        Workload::Customize => changed.renew(&hierarchy, metric),
        Workload::FirstPaths => {
            let plain = Plain { hierarchy: &hierarchy, customized: &changed };
            for (from, to) in &pairs {
                black_box(query.path(&plain, &[*from], &[*to], &mut edges));
            }
        }
        Workload::Paths => {
            for (from, to) in &pairs {
                black_box(query.path(&perfect, &[*from], &[*to], &mut edges));
            }
        }
        Workload::Matrix => {
            let ends = |k: usize| -> (Ends, Ends) { (vec![pairs[k].0], vec![pairs[k].1]) };
            let (sources, targets): (Vec<Ends>, Vec<Ends>) = (0..POINTS).map(ends).unzip();
            let part = Targets::new(&perfect, &targets, Direction::Forward);
            let mut weights = vec![0; POINTS * POINTS];
            Sweeper::new(&part).sweep(&sources, &mut weights);
            black_box(weights);
        }
        Workload::Closure => close_and_open(&hierarchy, &mut changed, &metric, &subject.closed)?,
    }
    black_box(&changed);
    Ok(())
}

/// Pairs of nodes with a way between them, spread over the layer.
fn joined_pairs(
    hierarchy: &Hierarchy,
    perfect: &Perfect<'_>,
    query: &mut Query,
) -> Result<Vec<(End, End)>> {
    let nodes = hierarchy.node_count().max(1);
    // Multiples of a number near the golden section's share of 2^32 are spread evenly.
    let end = |k: usize| (NodeId::from_index(k * 2_654_435_761 % nodes), Weight::ZERO);
    let pairs: Vec<_> = (1..nodes)
        .map(|k| (end(2 * k), end(2 * k + 1)))
        .filter(|(from, to)| query.distance(perfect, &[*from], &[*to]).is_finite())
        .take(PAIRS)
        .collect();
    ensure!(pairs.len() == PAIRS, "only {} pairs of nodes are joined, not {PAIRS}", pairs.len());
    Ok(pairs)
}

fn close_and_open(
    hierarchy: &Hierarchy,
    customized: &mut Customized,
    metric: &Metric,
    edges: &[EdgeId],
) -> Result<()> {
    let closed: Vec<_> = edges.iter().map(|edge| (*edge, Weight::INFINITY)).collect();
    let open: Vec<_> = edges.iter().map(|edge| (*edge, metric.weight(*edge))).collect();
    let difference = customized.change(hierarchy, &closed);
    ensure!(difference.changed_arcs() > 0, "the closure changes nothing");
    customized.change(hierarchy, &open);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let node = NodeId::from_index;
        let subject = Subject {
            nodes: 3,
            ends: vec![(node(0), node(1)), (node(1), node(2))],
            lengths: vec![5, 6],
            closed: vec![EdgeId::from_index(3)],
        };
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("rail");
        subject.write(&path).expect("it can be written");
        assert_eq!(Subject::read(&path).expect("it can be read"), subject);
        std::fs::write(&path, [1, 0, 0, 0, 9, 0, 0, 0, 1]).expect("it can be written");
        assert!(Subject::read(&path).is_err());
    }

    #[test]
    fn names_are_those_of_the_command_line() {
        for workload in Workload::value_variants() {
            let possible = workload.to_possible_value().expect("none is hidden");
            assert_eq!(possible.get_name(), workload.name());
        }
    }
}
