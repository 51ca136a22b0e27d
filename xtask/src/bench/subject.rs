//! What is measured on: a layer with its distances, and pairs drawn at random.

use super::peer::Peer;
use anyhow::{Result, ensure};
use corridor_network::{EdgeId, FeatureKind, Id, Joined, Layer, Mode, Network, NodeId};
use corridor_routing::{Customized, LayerGraph, Metric, Perfect, Plain, Query, Weight};

/// Pairs drawn for questions from point to point.
const PAIRS: usize = 1000;

/// A layer, customized for distance, with the peer's own preparation.
pub struct Subject {
    pub layer: Layer,
    pub graph: LayerGraph,
    pub metric: Metric,
    pub customized: Customized,
    pub pairs: Vec<(NodeId, NodeId)>,
    /// Edges of each passage or border of the layer.
    pub closures: Vec<Vec<EdgeId>>,
    /// Nodes that ships call at; none but on the layers they sail.
    pub ports: Vec<NodeId>,
    pub peer: Option<Peer>,
    kept_arcs: usize,
    /// What the hierarchy with one metric takes, MB, where the system tells.
    engine_mb: Option<u64>,
}

impl Subject {
    /// Prepares a layer; all answers of ours, on both graphs, and of the peer are compared.
    pub fn new(network: &Network, layer: Layer, most_prepared: u64) -> Result<Self> {
        let before = resident_mb();
        let graph = LayerGraph::new(network, layer);
        let lengths = &network.columns().link_length;
        let metric = graph.metric(|edge| Weight::new(lengths[edge.link()].0.max(1)));
        let customized = graph.hierarchy().customize(metric.clone());
        let engine_mb =
            before.zip(resident_mb()).map(|(before, after)| after.saturating_sub(before));
        let nodes = largest_part(&graph);
        let mut draw = Draw(0x2545_f491_4f6c_dd1d);
        let pairs = (0..PAIRS).map(|_| (draw.of(&nodes), draw.of(&nodes))).collect();
        let small = graph.hierarchy().triangle_count() <= most_prepared;
        let peer = small.then(|| Peer::prepare(&graph, &metric));
        let mut closures: Vec<Vec<EdgeId>> = vec![Vec::new(); network.features().len()];
        for link in network.links_of(layer) {
            for feature in network.features_of(link) {
                let kind = network.features()[*feature].kind;
                if matches!(kind, FeatureKind::Passage | FeatureKind::Border) {
                    let edges = [false, true].map(|back| graph.edge(EdgeId::of(link, back)));
                    closures[feature.index()].extend(edges.into_iter().flatten());
                }
            }
        }
        closures.retain(|edges| !edges.is_empty());
        let mut ports: Vec<NodeId> = Vec::new();
        if layer == Layer::Sea {
            let columns = network.columns();
            let transfers =
                columns.link_a.ids().filter(|l| columns.link_mode[*l] == Mode::Transfer);
            ports.extend(transfers.filter_map(|l| graph.node(columns.link_b[l])));
            ports.sort_unstable();
            ports.dedup();
        }
        let kept_arcs = Perfect::new(graph.hierarchy(), &customized).arc_count();
        let subject = Self {
            layer,
            graph,
            metric,
            customized,
            pairs,
            closures,
            ports,
            peer,
            kept_arcs,
            engine_mb,
        };
        subject.compare_answers()?;
        Ok(subject)
    }

    pub fn plain(&self) -> Plain<'_> {
        Plain { hierarchy: self.graph.hierarchy(), customized: &self.customized }
    }

    /// What stands above the rows.
    pub fn summary(&self) -> String {
        let hierarchy = self.graph.hierarchy();
        let peer = self.peer.as_ref().map_or_else(
            || "the peer was not prepared for this many triangles".to_owned(),
            |peer| format!("fast_paths prepared in {:.1} s", peer.prepare_s),
        );
        let memory = self.engine_mb.map_or_else(String::new, |mb| format!("{mb} MB; "));
        format!(
            "{}: {} nodes, {} links; {} arcs, {} triangles, {} arcs on shortest ways; {memory}{peer}",
            self.layer.name(),
            hierarchy.node_count(),
            self.graph.ends().len(),
            hierarchy.arc_count(),
            hierarchy.triangle_count(),
            self.kept_arcs,
        )
    }

    fn compare_answers(&self) -> Result<()> {
        let perfect = Perfect::new(self.graph.hierarchy(), &self.customized);
        let mut query = Query::new();
        let mut calculator = self.peer.as_ref().map(|p| fast_paths::create_calculator(&p.graph));
        for (from, to) in &self.pairs {
            let (s, t) = ([(*from, Weight::ZERO)], [(*to, Weight::ZERO)]);
            let ours = query.distance(&self.plain(), &s, &t);
            ensure!(ours == query.distance(&perfect, &s, &t), "{from:?} to {to:?} by less arcs");
            if let (Some(peer), Some(calculator)) = (&self.peer, &mut calculator) {
                let theirs = peer.path(calculator, from.index(), to.index());
                ensure!(
                    theirs.is_some_and(|(weight, _)| weight as u64 == u64::from(ours.get())),
                    "{from:?} to {to:?}: ours {ours:?}, the peer's {theirs:?}"
                );
            }
        }
        Ok(())
    }
}

/// Memory of this process that is in use, MB; only Linux tells.
fn resident_mb() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmRSS"))?;
    let kb: u64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kb / 1024)
}

fn largest_part(graph: &LayerGraph) -> Vec<NodeId> {
    let nodes = graph.hierarchy().node_count();
    let mut parts = Joined::new(nodes);
    for (a, b) in graph.ends() {
        parts.join(a.index(), b.index());
    }
    let mut size = vec![0u32; nodes];
    let part: Vec<u32> = (0..nodes).map(|n| parts.of(n)).collect();
    for p in &part {
        size[*p as usize] += 1;
    }
    let largest = (0..nodes).max_by_key(|p| size[*p]).unwrap_or(0) as u32;
    (0..nodes).filter(|n| part[*n] == largest).map(NodeId::from_index).collect()
}

/// A sequence of numbers that looks like chance and is the same in every run (xorshift).
pub struct Draw(pub u64);

impl Draw {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    /// One of some nodes.
    pub fn of(&mut self, nodes: &[NodeId]) -> NodeId {
        nodes[(self.next() % nodes.len() as u64) as usize]
    }
}
