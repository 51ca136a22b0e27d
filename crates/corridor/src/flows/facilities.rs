//! What a way uses that can be full or that an answer names.

use corridor_network::{CountryCode, FeatureKind, Id, Mode, Network};
use corridor_planning::{Itinerary, LegKind};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

/// In what direction a facility is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Direction {
    /// From a ship onto land, or into another ship.
    In,
    /// Into a ship.
    Out,
    /// Over a border, from one country into another.
    Over(CountryCode, CountryCode),
}

impl fmt::Display for Direction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::In => f.write_str("in"),
            Self::Out => f.write_str("out"),
            Self::Over(from, to) => write!(f, "{from}>{to}"),
        }
    }
}

impl std::str::FromStr for Direction {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let over = |(from, to): (&str, &str)| {
            Some(Self::Over(from.trim().parse().ok()?, to.trim().parse().ok()?))
        };
        match text.to_ascii_lowercase().as_str() {
            "in" => Ok(Self::In),
            "out" => Ok(Self::Out),
            _ => text.split_once('>').and_then(over).ok_or_else(|| {
                format!("direction {text:?} is none of both, in, out and the like of KZ>CN")
            }),
        }
    }
}

/// A facility that a way uses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Use {
    /// Its id.
    pub facility: Arc<str>,
    /// In what directions, rising; none where that means nothing.
    pub directions: Vec<Direction>,
}

/// The ids of facilities, each kept once.
#[derive(Debug)]
pub(super) struct Names {
    /// Features, then terminals.
    ids: Vec<Arc<str>>,
    /// By row; none of those called as the passage that makes them.
    corridors: Vec<Option<Arc<str>>>,
}

impl Names {
    pub(super) fn new(network: &Network) -> Self {
        let features = network.features().iter().map(|feature| feature.id.as_str());
        let terminals = network.facts().terminals.iter().map(|terminal| terminal.id.as_str());
        let corridors = network.facts().corridors.iter().map(|corridor| corridor.id.as_str());
        let own = |id: &str| network.feature(id).is_none().then(|| Arc::from(id));
        Self {
            ids: features.chain(terminals).map(Arc::from).collect(),
            corridors: corridors.map(own).collect(),
        }
    }

    /// The id of a feature by its number, or of a terminal by its row after all features.
    pub(super) fn of(&self, number: u32) -> Arc<str> {
        self.ids[number as usize].clone()
    }

    /// The id of a corridor.
    pub(super) fn corridor(&self, row: usize) -> Option<Arc<str>> {
        self.corridors[row].clone()
    }
}

/// What a way uses, by id, with the directions in which it does.
type Uses = BTreeMap<String, BTreeSet<Direction>>;

/// What an itinerary uses: terminals where it is handled, borders that it crosses, passages, lines,
/// waterways and services that it goes through, and its corridors.
pub(super) fn uses(network: &Network, itinerary: &Itinerary) -> Vec<Use> {
    let mut uses = Uses::new();
    for edge in &itinerary.edges {
        for feature in network.features_of(edge.link()) {
            let feature = &network.features()[*feature];
            // A line that makes a passage is counted as the passage.
            let row = feature.row as usize;
            let is_passage = feature.kind == FeatureKind::Line
                && network.facts().lines.get(row).is_some_and(|line| line.passage.is_some());
            if is_gone_through(feature.kind) && !is_passage {
                uses.entry(feature.id.clone()).or_default();
            }
        }
    }
    for pair in itinerary.edges.windows(2) {
        let [a, b] = [pair[0].link(), pair[1].link()];
        let [from, to] = [network.country_of(a), network.country_of(b)];
        if from == to || !from.is_some() || !to.is_some() {
            continue;
        }
        for feature in network.features_of(a) {
            let border = &network.features()[*feature];
            if border.kind == FeatureKind::Border && network.features_of(b).contains(feature) {
                uses.entry(border.id.clone()).or_default().insert(Direction::Over(from, to));
            }
        }
    }
    let facts = network.facts();
    let moves = |kind: LegKind| match kind {
        LegKind::Move(mode) => Some(mode),
        _ => None,
    };
    for (n, leg) in itinerary.legs.iter().enumerate() {
        let (LegKind::Transfer, Some(terminal)) = (leg.kind, leg.terminal) else { continue };
        let directions = uses.entry(facts.terminals[terminal.index()].id.clone()).or_default();
        let before = itinerary.legs[..n].iter().rev().find_map(|leg| moves(leg.kind));
        let after = itinerary.legs[n + 1..].iter().find_map(|leg| moves(leg.kind));
        if before.is_some_and(is_afloat) {
            directions.insert(Direction::In);
        }
        if after.is_some_and(is_afloat) {
            directions.insert(Direction::Out);
        }
    }
    for row in &itinerary.corridors {
        let id = &facts.corridors[*row].id;
        // Some corridors are called as the passage that makes them.
        if network.feature(id).is_none() {
            uses.entry(id.clone()).or_default();
        }
    }
    let named = |(id, directions): (String, BTreeSet<Direction>)| Use {
        facility: id.into(),
        directions: directions.into_iter().collect(),
    };
    uses.into_iter().map(named).collect()
}

pub(super) fn is_gone_through(kind: FeatureKind) -> bool {
    use FeatureKind::{Line, Passage, Pipeline, Service, Waterway};
    matches!(kind, Passage | Service | Line | Waterway | Pipeline)
}

fn is_afloat(mode: Mode) -> bool {
    matches!(mode, Mode::Sea | Mode::Ferry | Mode::InlandWater)
}

/// What a facility is: its kind and its name; `None` where the network has none of that id.
pub(super) fn about(network: &Network, id: &str) -> Option<(&'static str, String)> {
    let facts = network.facts();
    if let Some(feature) = network.feature(id) {
        let feature = &network.features()[feature];
        let row = feature.row as usize;
        return match feature.kind {
            FeatureKind::Passage => Some(("passage", facts.passages[row].name.clone())),
            FeatureKind::Border => {
                let [a, b] = &facts.borders[row].sides;
                Some(("border", format!("{} / {}", a.name, b.name)))
            }
            FeatureKind::Service => Some(("service", facts.services[row].name.clone())),
            FeatureKind::Line => Some(("line", facts.lines[row].name.clone())),
            FeatureKind::Waterway => Some(("waterway", facts.waterways[row].name.clone())),
            FeatureKind::Pipeline => Some(("pipeline", facts.pipelines[row].name.clone())),
            FeatureKind::Terminal => Some(("terminal", facts.terminals[row].name.clone())),
            FeatureKind::Area | FeatureKind::Waypoint | FeatureKind::WayClass => None,
        };
    }
    let corridor = facts.corridors.iter().find(|corridor| corridor.id == id)?;
    Some(("corridor", corridor.name.clone()))
}

/// The ids of all that can be used.
pub(super) fn known(network: &Network) -> impl Iterator<Item = &str> {
    let features = network.features().iter().map(|feature| feature.id.as_str());
    features.chain(network.facts().corridors.iter().map(|corridor| corridor.id.as_str()))
}
