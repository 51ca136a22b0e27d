//! The links by which the land of each country is entered.
//!
//! Goods that may not go through a country are kept out at its borders and quays: what lies behind them
//! cannot be reached then, and need not weigh otherwise. So a world with another set of such countries
//! differs in some hundred links instead of in all of a country's.

use corridor_network::{CountryCode, Id, IdVec, LinkId, Mode, Network, NodeId};

/// Links of a country, on land or at a quay, that touch the sea or a link of another country; pipelines
/// all, since they lie in countries that they do not touch.
pub(crate) fn links(network: &Network) -> IdVec<LinkId, bool> {
    let columns = network.columns();
    // What is at each node: nothing yet, links of one country, or more than that.
    let mut around: IdVec<NodeId, Around> = vec![Around::Nothing; network.node_count()].into();
    let all = || (0..network.link_count()).map(LinkId::from_index);
    for link in all() {
        let at_sea = columns.link_mode[link] == Mode::Sea;
        let here = if at_sea { Around::Several } else { Around::One(network.country_of(link)) };
        for node in [columns.link_a[link], columns.link_b[link]] {
            around[node] = match around[node] {
                Around::Nothing => here,
                known if known == here => known,
                _ => Around::Several,
            };
        }
    }
    let touches = |link| {
        let ends = [columns.link_a[link], columns.link_b[link]];
        columns.link_mode[link] == Mode::Pipeline
            || ends.iter().any(|node| around[*node] == Around::Several)
    };
    all().map(touches).collect()
}

/// Whether everything at a node lies in countries that goods may not go through.
pub(crate) fn is_behind(network: &Network, no_transit: &[CountryCode], node: NodeId) -> bool {
    let columns = network.columns();
    !no_transit.is_empty()
        && network.edges_from(node).iter().map(|edge| edge.link()).all(|link| {
            columns.link_mode[link] != Mode::Sea && no_transit.contains(&network.country_of(link))
        })
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Around {
    Nothing,
    One(CountryCode),
    Several,
}
