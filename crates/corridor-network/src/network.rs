//! The immutable multimodal network.
//!
//! Nodes and links are columns; links have two directed edges each. Named things that links belong
//! to (passages, areas, borders, services, lines, waterways, waypoints) are *features*; a link
//! carries the id of a *set* of features, so that closing or avoiding one is one test per set.

use crate::fact::{
    Area, Border, Corridor, Country, Event, Gauge, Line, Passage, Pipeline, Service, Source,
    Terminal, Union, Wall, Waterway, WayClass, Waypoint,
};
use crate::id::{EdgeId, FeatureId, FeatureSetId, Id, IdVec, LinkId, NodeId, PlaceId, TerminalId};
use crate::{CountryCode, Layer, LngLat, Metres, Mode};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What a feature is: which table of [`Facts`] it stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FeatureKind {
    /// A [`Passage`].
    Passage,
    /// An [`Area`].
    Area,
    /// A [`Border`].
    Border,
    /// A [`Service`].
    Service,
    /// A [`Line`].
    Line,
    /// A [`Waterway`].
    Waterway,
    /// A [`Waypoint`] of a corridor.
    Waypoint,
    /// A [`Terminal`]: its transfer links.
    Terminal,
    /// A [`WayClass`]: links that may be used one way only, or whose speed is known.
    WayClass,
    /// A [`Pipeline`].
    Pipeline,
}

/// A named thing that links can belong to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Feature {
    /// Stable id, unique among all features.
    pub id: String,
    /// Which table it stands in.
    pub kind: FeatureKind,
    /// Its row in that table.
    pub row: u32,
}

/// The tables of hand-made facts and sources.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Facts {
    /// Where elements come from; links name one by row.
    pub sources: Vec<Source>,
    /// Canals, straits and capes.
    pub passages: Vec<Passage>,
    /// Areas of the sea.
    pub areas: Vec<Area>,
    /// Border crossings.
    pub borders: Vec<Border>,
    /// Scheduled ship lines.
    pub services: Vec<Service>,
    /// Hand-checked pieces of line.
    pub lines: Vec<Line>,
    /// Inland waterways.
    pub waterways: Vec<Waterway>,
    /// Pipelines.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub pipelines: Vec<Pipeline>,
    /// Circles that corridors are told apart by.
    pub waypoints: Vec<Waypoint>,
    /// Classes of ways.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub way_classes: Vec<WayClass>,
    /// Ports and rail terminals.
    pub terminals: Vec<Terminal>,
    /// Corridors.
    pub corridors: Vec<Corridor>,
    /// Dated reports.
    pub events: Vec<Event>,
    /// What ships do not cross besides coasts.
    pub walls: Vec<Wall>,
    /// Track gauge by country, exceptions after the rule.
    pub gauges: Vec<Gauge>,
    /// Customs unions.
    pub unions: Vec<Union>,
    /// Countries by name.
    pub countries: Vec<Country>,
}

/// A town, port or border station that can be named in a question.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Place {
    /// Main name.
    pub name: String,
    /// Other names and spellings, any script.
    pub names: Vec<String>,
    /// UN/LOCODE, empty where there is none.
    pub locode: String,
    /// Its country.
    pub country: CountryCode,
    /// Where it is, 1e-7 degree.
    pub e7: [i32; 2],
    /// Inhabitants; 0 where not known.
    pub population: u32,
    /// The terminal of the same name, if it is one.
    pub terminal: Option<TerminalId>,
}

impl Place {
    /// Where it is.
    pub fn at(&self) -> LngLat {
        LngLat::from_e7(self.e7[0], self.e7[1]).expect("checked when the network was opened")
    }
}

/// The columns of nodes and links, as built and as stored.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Columns {
    /// Position of each node.
    pub node_at: IdVec<NodeId, LngLat>,
    /// Country of each node; none at sea.
    pub node_country: IdVec<NodeId, CountryCode>,
    /// One end of each link.
    pub link_a: IdVec<LinkId, NodeId>,
    /// The other end.
    pub link_b: IdVec<LinkId, NodeId>,
    /// Its mode.
    pub link_mode: IdVec<LinkId, Mode>,
    /// Its length.
    pub link_length: IdVec<LinkId, Metres>,
    /// The features it belongs to.
    pub link_features: IdVec<LinkId, FeatureSetId>,
    /// Row of its source.
    pub link_source: IdVec<LinkId, u8>,
    /// Number of bends between the ends, as offsets into `bends`; one longer than the links.
    pub first_bend: Vec<u32>,
    /// Bends of all links, from `a` to `b`.
    pub bends: Vec<LngLat>,
    /// The feature sets; number 0 is the empty one; each sorted.
    pub feature_sets: IdVec<FeatureSetId, Vec<FeatureId>>,
    /// Node of each terminal (its gate).
    pub terminal_node: IdVec<TerminalId, NodeId>,
}

/// The network: columns, tables, gazetteer, coast and the adjacency derived from them. Copies share
/// what they do not change.
#[derive(Clone, Debug)]
pub struct Network {
    columns: Arc<Columns>,
    facts: Arc<Facts>,
    features: Arc<IdVec<FeatureId, Feature>>,
    places: Arc<IdVec<PlaceId, Place>>,
    coast: Arc<Vec<Vec<LngLat>>>,
    mesh: Arc<Vec<u8>>,
    orders: Arc<Orders>,
    build_id: String,
    first_out: Arc<Vec<u32>>,
    out: Arc<Vec<EdgeId>>,
}

/// What a network is made of, before it is checked and frozen.
#[derive(Clone, Debug, Default)]
pub struct Parts {
    /// Nodes and links.
    pub columns: Columns,
    /// Tables.
    pub facts: Facts,
    /// Named things.
    pub features: IdVec<FeatureId, Feature>,
    /// Gazetteer.
    pub places: IdVec<PlaceId, Place>,
    /// Coast rings of the sea mesh: land on the inside by even-odd parity; not closed.
    pub coast: Vec<Vec<LngLat>>,
    /// The mesh of the sea between this coast and the walls, as `corridor-sea` packs it; empty if not made.
    pub mesh: Vec<u8>,
    /// Orders of the nodes of layers.
    pub orders: Orders,
}

/// By layer: its nodes, the least important first, as hierarchies contract them. Layers may be
/// missing: their orders are found when they are needed.
pub type Orders = BTreeMap<Layer, Vec<NodeId>>;

/// Why parts do not make a network.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the network is inconsistent: {0}")]
pub struct Inconsistent(pub String);

impl Network {
    /// Checks the parts and derives the adjacency.
    ///
    /// # Errors
    /// When columns differ in length, an id points outside its table or a feature has no row.
    pub fn new(parts: Parts, build_id: String) -> Result<Self, Inconsistent> {
        check(&parts)?;
        let Parts { columns, facts, features, places, coast, mesh, orders } = parts;
        let nodes = columns.node_at.len();
        let mut first_out = vec![0u32; nodes + 1];
        for link in columns.link_a.ids() {
            first_out[columns.link_a[link].index() + 1] += 1;
            first_out[columns.link_b[link].index() + 1] += 1;
        }
        for n in 0..nodes {
            first_out[n + 1] += first_out[n];
        }
        let mut next = first_out.clone();
        let mut out = vec![EdgeId::from_index(0); first_out[nodes] as usize];
        for link in columns.link_a.ids() {
            for (tail, backward) in [(columns.link_a[link], false), (columns.link_b[link], true)] {
                let slot = &mut next[tail.index()];
                out[*slot as usize] = EdgeId::of(link, backward);
                *slot += 1;
            }
        }
        Ok(Self {
            columns: Arc::new(columns),
            facts: Arc::new(facts),
            features: Arc::new(features),
            places: Arc::new(places),
            coast: Arc::new(coast),
            mesh: Arc::new(mesh),
            orders: Arc::new(orders),
            build_id,
            first_out: Arc::new(first_out),
            out: Arc::new(out),
        })
    }

    /// The same nodes and links in a world of other facts.
    ///
    /// # Errors
    /// When a feature or terminal has no row in the tables any more.
    pub fn with_facts(&self, facts: Facts) -> Result<Self, Inconsistent> {
        check_rows(&self.features, &self.columns, &facts)?;
        Ok(Self { facts: Arc::new(facts), ..self.clone() })
    }

    /// This network in parts, to build another one from.
    pub fn to_parts(&self) -> Parts {
        Parts {
            columns: Columns::clone(&self.columns),
            facts: Facts::clone(&self.facts),
            features: IdVec::clone(&self.features),
            places: IdVec::clone(&self.places),
            coast: Vec::clone(&self.coast),
            mesh: Vec::clone(&self.mesh),
            orders: Orders::clone(&self.orders),
        }
    }
    /// Whether another network has the same nodes and links, so that what was worked out over the
    /// one holds for the other.
    pub fn shares_links_with(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.columns, &other.columns)
    }

    /// Hex digest of the content; two networks with the same one give the same answers.
    pub fn build_id(&self) -> &str {
        &self.build_id
    }
    /// Nodes and links.
    pub fn columns(&self) -> &Columns {
        &self.columns
    }
    /// Tables.
    pub fn facts(&self) -> &Facts {
        &self.facts
    }
    /// Named things.
    pub fn features(&self) -> &IdVec<FeatureId, Feature> {
        &self.features
    }
    /// Gazetteer.
    pub fn places(&self) -> &IdVec<PlaceId, Place> {
        &self.places
    }
    /// Coast rings of the sea mesh.
    pub fn coast(&self) -> &[Vec<LngLat>] {
        &self.coast
    }
    /// The mesh of the sea as `corridor-sea` packs it; empty when the file has none.
    pub fn mesh(&self) -> &[u8] {
        &self.mesh
    }
    /// The nodes of a layer from the least important to the most, if the file has the order.
    pub fn order(&self, layer: Layer) -> Option<&[NodeId]> {
        self.orders.get(&layer).map(Vec::as_slice)
    }
    /// The links of a layer.
    pub fn links_of(&self, layer: Layer) -> impl Iterator<Item = LinkId> {
        self.columns.links_of(layer)
    }
    /// Number of nodes.
    pub fn node_count(&self) -> usize {
        self.columns.node_at.len()
    }
    /// Number of links.
    pub fn link_count(&self) -> usize {
        self.columns.link_a.len()
    }
    /// The edges that leave a node.
    pub fn edges_from(&self, node: NodeId) -> &[EdgeId] {
        let (from, to) = (self.first_out[node.index()], self.first_out[node.index() + 1]);
        &self.out[from as usize..to as usize]
    }
    /// Where an edge starts.
    pub fn tail(&self, edge: EdgeId) -> NodeId {
        let link = edge.link();
        if edge.is_backward() { self.columns.link_b[link] } else { self.columns.link_a[link] }
    }
    /// Where an edge ends.
    pub fn head(&self, edge: EdgeId) -> NodeId {
        self.tail(edge.reverse())
    }
    /// The features of a link.
    pub fn features_of(&self, link: LinkId) -> &[FeatureId] {
        &self.columns.feature_sets[self.columns.link_features[link]]
    }
    /// The course of an edge from tail to head, both included.
    pub fn course(&self, edge: EdgeId) -> Vec<LngLat> {
        let link = edge.link();
        let bends = self.columns.first_bend[link.index()] as usize
            ..self.columns.first_bend[link.index() + 1] as usize;
        let mut course = vec![self.columns.node_at[self.columns.link_a[link]]];
        course.extend_from_slice(&self.columns.bends[bends]);
        course.push(self.columns.node_at[self.columns.link_b[link]]);
        if edge.is_backward() {
            course.reverse();
        }
        course
    }
    /// The country a link lies in; none at sea. A border point has none: the other end tells.
    pub fn country_of(&self, link: LinkId) -> CountryCode {
        let country = self.columns.node_country[self.columns.link_a[link]];
        if country.is_some() {
            country
        } else {
            self.columns.node_country[self.columns.link_b[link]]
        }
    }
    /// The pipeline that a link is.
    pub fn pipeline_of(&self, link: LinkId) -> Option<&Pipeline> {
        let features = self.features_of(link).iter().map(|f| &self.features[*f]);
        let mut pipelines = features.filter(|f| f.kind == FeatureKind::Pipeline);
        pipelines.next().map(|f| &self.facts.pipelines[f.row as usize])
    }
    /// The countries that a link lies in, in the order of an edge over it: one, but for pipelines, which
    /// have no border posts; none at sea.
    pub fn countries_of(&self, edge: EdgeId) -> Vec<CountryCode> {
        if let Some(pipeline) = self.pipeline_of(edge.link()) {
            let mut countries = pipeline.countries.clone();
            if edge.is_backward() {
                countries.reverse();
            }
            return countries;
        }
        let country = self.country_of(edge.link());
        if country.is_some() { vec![country] } else { Vec::new() }
    }
    /// The class of a way that a link belongs to, if it is of one.
    pub fn class_of(&self, link: LinkId) -> Option<&WayClass> {
        let features = self.features_of(link).iter().map(|f| &self.features[*f]);
        let mut classes = features.filter(|f| f.kind == FeatureKind::WayClass);
        classes.next().map(|f| &self.facts.way_classes[f.row as usize])
    }
    /// The feature with this id.
    pub fn feature(&self, id: &str) -> Option<FeatureId> {
        self.features.ids().find(|f| self.features[*f].id == id)
    }
}

impl Columns {
    /// The links of a layer.
    pub fn links_of(&self, layer: Layer) -> impl Iterator<Item = LinkId> {
        self.link_mode.enumerate().filter(move |(_, mode)| layer.holds(**mode)).map(|(l, _)| l)
    }

    /// For each node whether a link of the layer ends there.
    pub fn nodes_of(&self, layer: Layer) -> Vec<bool> {
        let mut used = vec![false; self.node_at.len()];
        for link in self.links_of(layer) {
            used[self.link_a[link].index()] = true;
            used[self.link_b[link].index()] = true;
        }
        used
    }
}

/// An order has every node of its layer once and no other.
fn check_orders(parts: &Parts) -> Result<(), Inconsistent> {
    for (layer, order) in &parts.orders {
        let mut left = parts.columns.nodes_of(*layer);
        for node in order {
            match left.get_mut(node.index()) {
                Some(left) if *left => *left = false,
                _ => {
                    return Err(Inconsistent(format!(
                        "the order of layer {} has {node:?} twice, or it is no node of it",
                        layer.name()
                    )));
                }
            }
        }
        if let Some(node) = left.iter().position(|left| *left) {
            return Err(Inconsistent(format!("the order of layer {} lacks n{node}", layer.name())));
        }
    }
    Ok(())
}

/// What features, terminals and links name by row is there.
fn check_rows(
    features: &IdVec<FeatureId, Feature>,
    columns: &Columns,
    facts: &Facts,
) -> Result<(), Inconsistent> {
    let fail = |what: String| Err(Inconsistent(what));
    let (nodes, terminals) = (columns.terminal_node.len(), facts.terminals.len());
    if nodes != terminals {
        return fail(format!("column terminal_node has {nodes} entries instead of {terminals}"));
    }
    let sources = facts.sources.len();
    if let Some(row) = columns.link_source.iter().find(|s| **s as usize >= sources) {
        return fail(format!("source {row} is used but there are {sources}"));
    }
    for feature in features {
        let rows = match feature.kind {
            FeatureKind::Passage => facts.passages.len(),
            FeatureKind::Area => facts.areas.len(),
            FeatureKind::Border => facts.borders.len(),
            FeatureKind::Service => facts.services.len(),
            FeatureKind::Line => facts.lines.len(),
            FeatureKind::Waterway => facts.waterways.len(),
            FeatureKind::Pipeline => facts.pipelines.len(),
            FeatureKind::Waypoint => facts.waypoints.len(),
            FeatureKind::WayClass => facts.way_classes.len(),
            FeatureKind::Terminal => facts.terminals.len(),
        };
        if feature.row as usize >= rows {
            return fail(format!("feature {} has no row {}", feature.id, feature.row));
        }
    }
    Ok(())
}

fn check(parts: &Parts) -> Result<(), Inconsistent> {
    let c = &parts.columns;
    let fail = |what: String| Err(Inconsistent(what));
    let (nodes, links) = (c.node_at.len(), c.link_a.len());
    if nodes >= 1 << 31 || links >= 1 << 30 {
        return fail(format!("{nodes} nodes and {links} links exceed what 32-bit ids can name"));
    }
    for (column, length, expected) in [
        ("node_country", c.node_country.len(), nodes),
        ("link_b", c.link_b.len(), links),
        ("link_mode", c.link_mode.len(), links),
        ("link_length", c.link_length.len(), links),
        ("link_features", c.link_features.len(), links),
        ("link_source", c.link_source.len(), links),
        ("first_bend", c.first_bend.len(), links + 1),
    ] {
        if length != expected {
            return fail(format!("column {column} has {length} entries instead of {expected}"));
        }
    }
    if c.first_bend.first() != Some(&0)
        || !c.first_bend.is_sorted()
        || c.first_bend.last().copied() != Some(c.bends.len() as u32)
    {
        return fail("the offsets of the bends do not rise from 0 to their number".to_owned());
    }
    let ends = c.link_a.iter().chain(c.link_b.iter()).chain(c.terminal_node.iter());
    if let Some(node) = ends.copied().find(|n| n.index() >= nodes) {
        return fail(format!("{node:?} is used but there are {nodes} nodes"));
    }
    if c.feature_sets.as_slice().first().is_none_or(|set| !set.is_empty()) {
        return fail("feature set 0 is not the empty one".to_owned());
    }
    if let Some(set) = c.link_features.iter().find(|s| s.index() >= c.feature_sets.len()) {
        return fail(format!("{set:?} is used but there are {} sets", c.feature_sets.len()));
    }
    if let Some(f) = c.feature_sets.iter().flatten().find(|f| f.index() >= parts.features.len()) {
        return fail(format!("{f:?} is used but there are {} features", parts.features.len()));
    }
    check_rows(&parts.features, c, &parts.facts)?;
    for place in &parts.places {
        if LngLat::from_e7(place.e7[0], place.e7[1]).is_err() {
            return fail(format!("place {} is not on the earth", place.name));
        }
        if place.terminal.is_some_and(|t| t.index() >= parts.facts.terminals.len()) {
            return fail(format!("place {} names a terminal that does not exist", place.name));
        }
    }
    check_orders(parts)
}
