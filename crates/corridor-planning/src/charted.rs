//! What a planner finds out about a network before it knows its layers.

use crate::corridors::Corridors;
use crate::price::{Particulars, Seas};
use crate::{canal, frontier};
use corridor_network::fact::{Terminal, TerminalKind};
use corridor_network::{FeatureSetId, Id, IdVec, Joined, Mode, Network, NodeId, TerminalId};
use std::collections::BTreeSet;

/// What a planner knows of a network without its layers: it can be found out beside them.
#[derive(Debug)]
pub struct Charted {
    pub(crate) corridors: Corridors,
    pub(crate) particulars: Particulars,
    /// How many links have each set of features.
    pub(crate) links_by_set: IdVec<FeatureSetId, u32>,
}

impl Charted {
    /// Finds it out.
    pub fn new(network: &Network) -> Self {
        let seas = || {
            let takes_boxes = takes_boxes(network);
            (Seas::new(network, &takes_boxes), takes_boxes)
        };
        let by_link = || (node_modes(network), frontier::links(network));
        let ((seas, takes_boxes), ((canal_shares, corridors), (node_mode, frontier))) =
            rayon::join(seas, || {
                let canals = || (canal::shares(network), Corridors::new(network));
                rayon::join(canals, by_link)
            });
        Self {
            corridors,
            particulars: Particulars { node_mode, takes_boxes, canal_shares, seas, frontier },
            links_by_set: links_by_set(network),
        }
    }
}

/// Whether a terminal takes boxes: those listed as such, and ports that no road or railway joins to one
/// listed, as on small islands: coasters bring there what boxes come. To an oil pier or a fishing port with a
/// road, boxes come by road.
fn takes_boxes(network: &Network) -> IdVec<TerminalId, bool> {
    let columns = network.columns();
    let mut land = Joined::new(network.node_count());
    for link in columns.link_mode.ids() {
        if matches!(columns.link_mode[link], Mode::Road | Mode::Rail | Mode::Transfer) {
            land.join(columns.link_a[link].index(), columns.link_b[link].index());
        }
    }
    let terminals = network.facts().terminals.iter().zip(columns.terminal_node.iter());
    let parts: Vec<(&Terminal, u32)> =
        terminals.map(|(terminal, node)| (terminal, land.of(node.index()))).collect();
    let listed = parts.iter().filter(|(terminal, _)| terminal.containers);
    let served: BTreeSet<u32> = listed.map(|(_, part)| *part).collect();
    let is_lone_port = |(terminal, part): &(&Terminal, u32)| {
        terminal.kind == TerminalKind::Port && !served.contains(part)
    };
    parts.iter().map(|one| one.0.containers || is_lone_port(one)).collect()
}

fn links_by_set(network: &Network) -> IdVec<FeatureSetId, u32> {
    let columns = network.columns();
    let mut links: IdVec<FeatureSetId, u32> = vec![0; columns.feature_sets.len()].into();
    for set in &columns.link_features {
        links[*set] += 1;
    }
    links
}

fn node_modes(network: &Network) -> IdVec<NodeId, Mode> {
    let columns = network.columns();
    let mut modes: IdVec<NodeId, Mode> = vec![Mode::Transfer; network.node_count()].into();
    for link in columns.link_a.ids() {
        let mode = columns.link_mode[link];
        if !matches!(mode, Mode::Transfer | Mode::Ferry) {
            modes[columns.link_a[link]] = mode;
            modes[columns.link_b[link]] = mode;
        }
    }
    modes
}
