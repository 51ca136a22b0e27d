//! What of the network is open to distances in one mode, and what each link counts when a way is
//! chosen. Equations and reasons: `docs/methods/distances.md`.

use crate::distance::DistanceOptions;
use corridor_network::fact::{State, StatusPeriod, status_on};
use corridor_network::{
    CountryCode, EdgeId, FeatureId, FeatureKind, Id, IdVec, Joined, LinkId, Mode, Network, NodeId,
};
use corridor_routing::{Metric, Weight};

/// The open network, and the part of it each node is in.
pub(super) struct Open {
    pub(super) metric: Metric,
    /// `u32::MAX` for nodes of no open link.
    part: Vec<u32>,
}

impl Open {
    /// Nothing is open.
    pub(super) fn nothing() -> Self {
        Self { metric: Metric::new(Vec::new()), part: Vec::new() }
    }

    fn new(network: &Network, metric: Metric) -> Self {
        let mut parts = Joined::new(network.node_count());
        let mut used = vec![false; network.node_count()];
        let columns = network.columns();
        for link in columns.link_a.ids() {
            if metric.weight(EdgeId::of(link, false)).is_finite() {
                let ends = [columns.link_a[link], columns.link_b[link]].map(Id::index);
                parts.join(ends[0], ends[1]);
                for node in ends {
                    used[node] = true;
                }
            }
        }
        let part = used
            .iter()
            .enumerate()
            .map(|(node, used)| if *used { parts.of(node) } else { u32::MAX })
            .collect();
        Self { metric, part }
    }

    /// The part of the open network a node is in; `None` for nodes of no open link.
    pub(super) fn part(&self, node: NodeId) -> Option<u32> {
        Some(self.part[node.index()]).filter(|part| *part != u32::MAX)
    }

    /// Whether a link is open, if only from its first end to its last.
    pub(super) fn has(&self, link: LinkId) -> bool {
        self.metric.weight(EdgeId::of(link, false)).is_finite()
    }
}

/// What of a mode is open, with what each link counts wherever it is.
pub(super) fn open(
    network: &Network,
    mode: Mode,
    closed: &IdVec<FeatureId, bool>,
    may_enter: impl Fn(NodeId) -> bool,
) -> Open {
    let columns = network.columns();
    let weight = |edge: EdgeId| {
        let link = edge.link();
        let of_mode = columns.link_mode[link] == mode
            || mode == Mode::Sea && columns.link_mode[link] == Mode::InlandWater;
        let is_open = of_mode
            && !network.features_of(link).iter().any(|f| closed[*f])
            && may_enter(columns.link_a[link])
            && may_enter(columns.link_b[link])
            && !(edge.is_backward() && network.class_of(link).is_some_and(|class| class.one_way));
        if is_open {
            Weight::new(columns.link_length[link].0.saturating_add(border_weight(network, link)))
        } else {
            Weight::INFINITY
        }
    };
    let both = |link| [false, true].map(|backward| weight(EdgeId::of(link, backward)));
    Open::new(network, Metric::new(columns.link_a.ids().flat_map(both).collect()))
}

impl Open {
    /// What a link counts for ways from one place in `home` to another.
    pub(super) fn at_home(&self, network: &Network, edge: EdgeId, home: CountryCode) -> Weight {
        if !self.metric.weight(edge).is_finite() {
            return Weight::INFINITY;
        }
        let link = edge.link();
        let length = network.columns().link_length[link].0;
        let at_home = network.country_of(link) == home;
        let counts = if at_home { length } else { length.saturating_mul(ABROAD) };
        let breaks = is_gauge_break(network, link);
        Weight::new(counts.saturating_add(if breaks { HALF_GAUGE_BREAK_M } else { 0 }))
    }
}

/// What a kilometre abroad counts when the way between two places of one country is chosen.
///
/// Tariffs measure over the country's own railways, to which short stretches across the border
/// belong that its trains have always used; goods do not go through customs twice to save a detour.
/// Measured by rail against tariffs (1,512 pairs), share off by more than 8 %: 13.2 % with 1, 13.0
/// with 2, 13.3 with 2.5, 13.1 with 3, 16.5 % when nothing abroad is used that can be helped.
const ABROAD: u32 = 2;

/// The features of open links, in order.
pub(super) fn used<'n>(
    network: &'n Network,
    open: &Open,
) -> impl Iterator<Item = FeatureId> + use<'n> {
    let mut used: IdVec<FeatureId, bool> = network.features().ids().map(|_| false).collect();
    for link in network.columns().link_a.ids().filter(|link| open.has(*link)) {
        for feature in network.features_of(link) {
            used[*feature] = true;
        }
    }
    network.features().ids().filter(move |feature| used[*feature])
}

/// Whether a feature is closed to distance tables.
///
/// Tables hold the railways and roads there are, not who lets whom through this year: lines and
/// borders that are closed or suspended count as open unless the question says otherwise. What is
/// not built yet is closed.
pub(crate) fn is_closed(
    network: &Network,
    feature: FeatureId,
    options: &DistanceOptions,
    allowed: &[FeatureId],
) -> bool {
    if allowed.contains(&feature) {
        return false;
    }
    let facts = network.facts();
    let named = &network.features()[feature];
    let row = named.row as usize;
    match named.kind {
        FeatureKind::Passage => {
            let passage = &facts.passages[row];
            // Tables have passages open whatever is reported of them; one that is shut by its status, as
            // scenarios do, is shut.
            let state = status_on(&passage.status, options.on).map(|period| period.state);
            !passage.open_by_default || matches!(state, Some(State::Closed | State::Suspended))
        }
        // A waterway is opened by its own id, or by that of the passage it is part of.
        FeatureKind::Waterway => {
            let passage = facts.waterways[row].passage.as_deref();
            !allowed.iter().any(|a| Some(network.features()[*a].id.as_str()) == passage)
        }
        _ => match land_status(network, feature, options).map(|period| period.state) {
            Some(State::Planned) => true,
            Some(State::Closed | State::Suspended) => {
                options.strict_status || options.mode == Mode::Sea
            }
            _ => false,
        },
    }
}

/// What is stated of a line or border on the day.
pub(crate) fn land_status<'n>(
    network: &'n Network,
    feature: FeatureId,
    options: &DistanceOptions,
) -> Option<&'n StatusPeriod> {
    let facts = network.facts();
    let named = &network.features()[feature];
    let row = named.row as usize;
    let status = match named.kind {
        FeatureKind::Line => &facts.lines[row].status,
        FeatureKind::Border => &facts.borders[row].status,
        _ => return None,
    };
    status_on(status, options.on)
}

/// What half a border counts when a way by rail is chosen, metres; not part of the distance.
///
/// Tariff distances keep to one network: a border is crossed when it saves 50 km, a break of gauge when
/// it saves 600 km. Weights of a border from 0 to 150 km were tried: the median error is the same. A
/// break that counts thousands of kilometres sends trains between two gauges round half a continent
/// when one post of the table happens to have none.
const HALF_BORDER_M: u32 = 25_000;
const HALF_GAUGE_BREAK_M: u32 = 300_000;

fn border_weight(network: &Network, link: LinkId) -> u32 {
    if network.columns().link_mode[link] != Mode::Rail {
        return 0;
    }
    match border_of(network, link) {
        None => 0,
        Some(_) if is_gauge_break(network, link) => HALF_GAUGE_BREAK_M,
        Some(_) => HALF_BORDER_M,
    }
}

fn is_gauge_break(network: &Network, link: LinkId) -> bool {
    border_of(network, link).is_some_and(|row| network.facts().borders[row].gauge_break)
}

/// The row of the border that a link leads to.
pub(super) fn border_of(network: &Network, link: LinkId) -> Option<usize> {
    let features = network.features_of(link).iter().map(|f| &network.features()[*f]);
    features.filter(|f| f.kind == FeatureKind::Border).map(|f| f.row as usize).next()
}
