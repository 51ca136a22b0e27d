//! A network that grows: nodes and links as lists, feature sets shared, links split at feet.

use crate::Rank;
use corridor_network::format::stored_precision;
use corridor_network::nearest::Foot;
use corridor_network::{
    Columns, CountryCode, FeatureId, FeatureKind, FeatureSetId, Id, LngLat, Metres, Mode, NodeId,
    Parts,
};
use std::collections::BTreeMap;

/// Where a link comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Of {
    /// The network that is extended.
    Network,
    /// The extract.
    Extract(Rank),
    /// Neither: it joins the two.
    Weld,
}

/// A link.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Link {
    pub a: u32,
    pub b: u32,
    pub mode: Mode,
    pub metres: f64,
    pub bends: Vec<LngLat>,
    pub features: FeatureSetId,
    pub source: u8,
    /// Whether it may be used from `a` to `b` only.
    pub one_way: bool,
    /// Where it comes from.
    pub of: Of,
    /// Whether it is left out of the result.
    pub gone: bool,
}

/// Nodes and links of a network being made.
#[derive(Debug, Default)]
pub(crate) struct Draft {
    pub nodes: Vec<(LngLat, CountryCode)>,
    pub links: Vec<Link>,
    pub terminal_node: Vec<u32>,
    sets: Vec<Vec<FeatureId>>,
    number_of_set: BTreeMap<Vec<FeatureId>, FeatureSetId>,
}

impl Draft {
    /// The nodes and links of a network.
    pub fn of(parts: &Parts) -> Self {
        let columns = &parts.columns;
        let mut draft = Self::default();
        draft.set(Vec::new());
        let sets: Vec<FeatureSetId> =
            columns.feature_sets.iter().map(|set| draft.set(set.clone())).collect();
        // A network that was extended before has one-way links.
        let one_way = |set: &Vec<FeatureId>| {
            set.iter().map(|f| &parts.features[*f]).any(|feature| {
                feature.kind == FeatureKind::WayClass
                    && parts.facts.way_classes[feature.row as usize].one_way
            })
        };
        let one_way: Vec<bool> = columns.feature_sets.iter().map(one_way).collect();
        draft.nodes =
            columns.node_at.iter().copied().zip(columns.node_country.iter().copied()).collect();
        for link in columns.link_a.ids() {
            let bends = columns.first_bend[link.index()] as usize
                ..columns.first_bend[link.index() + 1] as usize;
            draft.links.push(Link {
                a: columns.link_a[link].index() as u32,
                b: columns.link_b[link].index() as u32,
                mode: columns.link_mode[link],
                metres: f64::from(columns.link_length[link].0),
                bends: columns.bends[bends].to_vec(),
                features: sets[columns.link_features[link].index()],
                source: columns.link_source[link],
                one_way: one_way[columns.link_features[link].index()],
                of: Of::Network,
                gone: false,
            });
        }
        draft.terminal_node =
            columns.terminal_node.iter().map(|node| node.index() as u32).collect();
        draft
    }

    /// The number of a set of features; it need not be sorted.
    pub fn set(&mut self, mut features: Vec<FeatureId>) -> FeatureSetId {
        features.sort_unstable();
        features.dedup();
        if let Some(number) = self.number_of_set.get(&features) {
            return *number;
        }
        let number = FeatureSetId::from_index(self.sets.len());
        self.sets.push(features.clone());
        self.number_of_set.insert(features, number);
        number
    }

    /// The features of a link.
    pub fn features(&self, link: &Link) -> &[FeatureId] {
        &self.sets[link.features.index()]
    }

    /// Gives a link one more feature.
    pub fn add_feature(&mut self, link: usize, feature: FeatureId) {
        let mut features = self.features(&self.links[link]).to_vec();
        features.push(feature);
        self.links[link].features = self.set(features);
    }

    /// The course of a link, ends included.
    pub fn course(&self, link: &Link) -> Vec<LngLat> {
        let mut course = vec![self.nodes[link.a as usize].0];
        course.extend_from_slice(&link.bends);
        course.push(self.nodes[link.b as usize].0);
        course
    }

    /// The country a link lies in; a border point has none, the other end tells.
    pub fn country(&self, link: &Link) -> CountryCode {
        let [a, b] = [link.a, link.b].map(|node| self.nodes[node as usize].1);
        if a.is_some() { a } else { b }
    }

    /// Adds a node.
    pub fn add_node(&mut self, at: LngLat, country: CountryCode) -> u32 {
        self.nodes.push((at, country));
        self.nodes.len() as u32 - 1
    }

    /// Splits links at feet and returns the node of each foot. Within `share_km` of an end or of the
    /// foot before, the node there serves.
    pub fn split_at(&mut self, feet: &[Foot], share_km: f64) -> Vec<u32> {
        let mut by_link: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
        for (i, foot) in feet.iter().enumerate() {
            by_link.entry(foot.line).or_default().push(i);
        }
        let mut node_of = vec![0; feet.len()];
        for (line, mut wanted) in by_link {
            wanted.sort_by(|x, y| {
                let (x, y) = (&feet[*x], &feet[*y]);
                x.segment.cmp(&y.segment).then(x.fraction.total_cmp(&y.fraction))
            });
            self.split_one(line as usize, &wanted, feet, share_km, &mut node_of);
        }
        node_of
    }

    fn split_one(
        &mut self,
        line: usize,
        wanted: &[usize],
        feet: &[Foot],
        share_km: f64,
        node_of: &mut [u32],
    ) {
        let whole = self.links[line].clone();
        let course = self.course(&whole);
        let country = self.country(&whole);
        let mut along = vec![0.0];
        for pair in course.windows(2) {
            along.push(along[along.len() - 1] + pair[0].sphere_km(pair[1]));
        }
        let total: f64 = along[along.len() - 1].max(1e-9);
        let mut pieces: Vec<Link> = Vec::new();
        let mut from = (whole.a, 0.0, 0usize);
        for &i in wanted {
            let segment = feet[i].segment as usize;
            let km = along[segment] + (along[segment + 1] - along[segment]) * feet[i].fraction;
            if km - from.1 < share_km {
                node_of[i] = from.0;
                continue;
            }
            if total - km < share_km {
                node_of[i] = whole.b;
                continue;
            }
            let node = self.add_node(feet[i].at, country);
            node_of[i] = node;
            pieces.push(Link {
                a: from.0,
                b: node,
                metres: whole.metres * (km - from.1) / total,
                bends: course[from.2 + 1..=segment].to_vec(),
                ..whole.clone()
            });
            from = (node, km, segment);
        }
        if pieces.is_empty() {
            return;
        }
        pieces.push(Link {
            a: from.0,
            metres: whole.metres * (total - from.1) / total,
            bends: course[from.2 + 1..course.len() - 1].to_vec(),
            ..whole
        });
        self.links[line] = pieces.remove(0);
        self.links.extend(pieces);
    }

    /// The columns: nodes that only links which are gone had are left out.
    pub fn into_columns(self) -> Columns {
        let mut used = vec![false; self.nodes.len()];
        let kept = || self.links.iter().filter(|link| !link.gone);
        for node in kept().flat_map(|link| [link.a, link.b]).chain(self.terminal_node.clone()) {
            used[node as usize] = true;
        }
        let mut columns = Columns { first_bend: vec![0], ..Columns::default() };
        let mut number = vec![NodeId::from_index(0); self.nodes.len()];
        for (node, (at, country)) in self.nodes.iter().enumerate().filter(|(n, _)| used[*n]) {
            number[node] = columns.node_at.push(stored_precision(*at));
            columns.node_country.push(*country);
        }
        for link in kept() {
            let [a, b] = [link.a, link.b].map(|node| number[node as usize]);
            let geodesic = columns.node_at[a].geodesic_km(columns.node_at[b]) * 1000.0;
            columns.link_a.push(a);
            columns.link_b.push(b);
            columns.link_mode.push(link.mode);
            columns.link_length.push(Metres(link.metres.max(geodesic).ceil() as u32));
            columns.link_features.push(link.features);
            columns.link_source.push(link.source);
            columns.bends.extend(link.bends.iter().map(|bend| stored_precision(*bend)));
            columns.first_bend.push(columns.bends.len() as u32);
        }
        columns.feature_sets = self.sets.into();
        columns.terminal_node =
            self.terminal_node.iter().map(|node| number[*node as usize]).collect();
        columns
    }
}
