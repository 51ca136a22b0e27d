//! Shortest paths in one mode, ready for many questions.
//!
//! [`open`] says what is open and what counts when a way is chosen, [`meet`] how points join it. The
//! straight way from a point ashore to the water or the port counts; that from a town to its railway
//! or road does not, as tables have it. With an area avoided, ways by sea are exact ones over the
//! water that is left, since lanes do not lead round areas.

mod graph;
mod meet;
mod open;

pub use meet::{Joint, Met};
pub(crate) use open::{is_closed, land_status};

use crate::distance::DistanceOptions;
use crate::engine::Engine;
use crate::matrix::Quantity;
use crate::named;
use crate::problem::Problem;
use crate::sea::{Gates, SeaMesh};
use corridor_network::fact::State;
use corridor_network::nearest::{Foot, PolylineIndex};
use corridor_network::{
    CountryCode, EdgeId, FeatureId, FeatureKind, Id, IdVec, Layer, LinkId, LngLat, Mode, Network,
    NodeId,
};
use corridor_routing::{Customized, LayerGraph};
use corridor_sea::{Walled, WaterPoint};
use graph::{Graph, GraphSearch};
use open::Open;

/// A distance between two points, or why there is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Metres along the network.
    Found(u64),
    /// The points lie in parts of the network that are not joined.
    NotJoined,
    /// The first point is too far from the network.
    FromTooFar,
    /// The second point is too far from the network.
    ToTooFar,
}

impl Outcome {
    /// The word in the status column of `pairs`.
    pub fn status(self) -> &'static str {
        match self {
            Self::Found(_) => "ok",
            Self::NotJoined => "not-joined",
            Self::FromTooFar => "from-too-far",
            Self::ToTooFar => "to-too-far",
        }
    }
}

#[derive(Clone, Copy, Debug)]
enum On {
    Link(Foot),
    Node,
    Water(WaterPoint),
}

/// A path: metres, course, links gone over, metres of snap at both ends.
pub(crate) struct Path {
    pub(crate) metres: u64,
    pub(crate) course: Vec<LngLat>,
    pub(crate) links: Vec<LinkId>,
    pub(crate) snaps: (u32, u32),
}

/// Shortest paths in one mode.
pub struct ModeRouter<'e> {
    network: &'e Network,
    open: Open,
    places: Places<'e>,
    max_snap_km: f64,
    counted_open: Vec<FeatureId>,
}

/// Where points join, and what is searched between them.
enum Places<'e> {
    Land { index: PolylineIndex, graph: Graph<'e> },
    Sea { shore: Shore<'e>, graph: Graph<'e> },
    Walled(Box<Walled>),
}

/// The water that lanes lead over, and the ports.
struct Shore<'e> {
    engine: &'e Engine,
    closed_gates: Gates,
    ports: Vec<(LngLat, NodeId)>,
}

/// Working memory of a [`ModeRouter`], to be kept from question to question; one per thread.
pub struct ModeSearch<'r>(Memory<'r>);

enum Memory<'r> {
    Graph(Box<GraphSearch>),
    Water(Box<corridor_sea::Search<'r>>),
}

impl Engine {
    /// A router for one mode. With an area among what is avoided by sea, a mesh is built first,
    /// which takes seconds.
    ///
    /// # Errors
    /// When a name in `avoid` or `allow` is not known, or the mode has no network of its own.
    pub fn mode_router(&self, options: &DistanceOptions) -> Result<ModeRouter<'_>, Problem> {
        let mode = options.mode;
        let layer = Layer::of(mode).ok_or_else(|| {
            Problem::bad_input(
                "mode-unknown",
                format!("mode {} has no distances of its own", mode.name()),
                "one of sea, rail, road; `corridor plan` combines modes",
            )
        })?;
        let network = self.network();
        let avoid = named::resolve(network, &options.avoid, "--avoid")?;
        let allow = named::resolve(network, &options.allow, "--allow")?;
        let max_snap_km = options.max_snap_km;
        if mode == Mode::Sea
            && let Some(walled) = self.walled(options)?
        {
            let places = Places::Walled(Box::new(walled));
            let (open, counted_open) = (Open::nothing(), Vec::new());
            return Ok(ModeRouter { network, open, places, max_snap_km, counted_open });
        }
        let closed: IdVec<FeatureId, bool> = network
            .features()
            .ids()
            .map(|f| avoid.features.contains(&f) || is_closed(network, f, options, &allow.features))
            .collect();
        let node_country = &network.columns().node_country;
        let open = open::open(network, mode, &closed, |node| {
            !avoid.countries.contains(&node_country[node])
        });
        let graph = Graph::new(self.layer(layer), &open);
        let places = if mode == Mode::Sea {
            if network.coast().is_empty() {
                let action = "use the network that is shipped";
                return Err(Problem::bad_network("the network has no coast", action));
            }
            let gates = network.facts().passages.iter().filter(|passage| {
                network.feature(&passage.id).is_some_and(|feature| closed[feature])
            });
            let closed_gates = Gates::new(gates.flat_map(|passage| &passage.gates));
            let ports = meet::ports(network, |node| open.part(node).is_some());
            Places::Sea { shore: Shore { engine: self, closed_gates, ports }, graph }
        } else {
            Places::Land { index: meet::land_index(network, |link| open.has(link)), graph }
        };
        let is_shut = |feature: &FeatureId| {
            land_status(network, *feature, options)
                .is_some_and(|period| matches!(period.state, State::Closed | State::Suspended))
        };
        let counted_open = open::used(network, &open).filter(is_shut).collect();
        Ok(ModeRouter { network, open, places, max_snap_km, counted_open })
    }

    /// The water without the areas that are avoided; `None` when no area is.
    pub(crate) fn walled(&self, options: &DistanceOptions) -> Result<Option<Walled>, Problem> {
        let network = self.network();
        let avoided = named::resolve(network, &options.avoid, "--avoid")?.features;
        let allowed = named::resolve(network, &options.allow, "--allow")?.features;
        let features = avoided.iter().map(|f| &network.features()[*f]);
        let areas: Vec<usize> =
            features.filter(|f| f.kind == FeatureKind::Area).map(|f| f.row as usize).collect();
        if areas.is_empty() {
            return Ok(None);
        }
        let closed = |id: &str| {
            network
                .feature(id)
                .is_some_and(|f| avoided.contains(&f) || is_closed(network, f, options, &allowed))
        };
        Walled::new(network, closed, &areas).map(Some).map_err(|e| {
            Problem::bad_input(
                "area-invalid",
                format!("the areas cannot be walled off: {e}"),
                "avoid fewer areas",
            )
        })
    }
}

impl Shore<'_> {
    /// The mesh, made when a point is the first that does not lie at a port: ports need none, and making
    /// it takes a second.
    fn mesh(&self) -> Option<&SeaMesh> {
        self.engine.sea_mesh()
    }
}

impl ModeRouter<'_> {
    /// Makes what the first point away from any port would otherwise wait for, about a second at sea.
    pub fn warm_up(&self) {
        if let Places::Sea { shore, .. } = &self.places {
            shore.mesh();
        }
    }

    /// Ids of the lines and borders that are closed or suspended on the day and count as open, as
    /// tables have them; none with `strict_status`.
    pub fn counted_open(&self) -> impl Iterator<Item = &str> {
        self.counted_open.iter().map(|f| self.network.features()[*f].id.as_str())
    }

    /// Working memory for questions; one per thread.
    pub fn search(&self) -> ModeSearch<'_> {
        ModeSearch(match &self.places {
            Places::Land { .. } | Places::Sea { .. } => Memory::Graph(Box::default()),
            Places::Walled(walled) => {
                Memory::Water(Box::new(corridor_sea::Search::new(&walled.mesh, &walled.canals)))
            }
        })
    }

    /// What is searched; nothing where ways are found over the water itself.
    fn graph(&self) -> Option<&Graph<'_>> {
        match &self.places {
            Places::Land { graph, .. } | Places::Sea { graph, .. } => Some(graph),
            Places::Walled(_) => None,
        }
    }

    /// The distance between two points that were met, with the snaps in metres.
    pub fn outcome(
        &self,
        search: &mut ModeSearch<'_>,
        from: &Met,
        to: &Met,
    ) -> (Outcome, u32, u32) {
        let nearest = |met: &Met| met.first().map_or(0, |joint| metres(joint.km));
        let snaps = (nearest(from), nearest(to));
        if from.is_empty() {
            return (Outcome::FromTooFar, snaps.0, snaps.1);
        }
        if to.is_empty() {
            return (Outcome::ToTooFar, snaps.0, snaps.1);
        }
        match &mut search.0 {
            Memory::Graph(search) => match self.chosen(search, from, to) {
                Some(way) => (Outcome::Found(way.metres), metres(way.start.km), metres(way.end.km)),
                None => (Outcome::NotJoined, snaps.0, snaps.1),
            },
            Memory::Water(search) => {
                if from[0].asked == to[0].asked {
                    return (Outcome::Found(0), snaps.0, snaps.1);
                }
                let points = from[0].water().zip(to[0].water());
                let outcome = points.and_then(|(a, b)| search.shortest(a, b, &[])).map_or(
                    Outcome::NotJoined,
                    |route| {
                        Outcome::Found(u64::from(metres(route.length_km + from[0].km + to[0].km)))
                    },
                );
                (outcome, snaps.0, snaps.1)
            }
        }
    }

    /// The way that counts least.
    fn chosen<'m>(&self, search: &mut GraphSearch, from: &'m Met, to: &'m Met) -> Option<Way<'m>> {
        let (start, end) = Self::joints(from, to)?;
        let (start, end) = (&from[start], &to[end]);
        let graph = self.graph()?;
        match Self::home(start, end) {
            Some(home) => {
                let customized = graph.at_home(self.network, &self.open, home);
                self.shortest(search, &customized, start, end)
            }
            None => self.shortest(search, &graph.abroad, start, end),
        }
    }

    fn shortest<'m>(
        &self,
        search: &mut GraphSearch,
        customized: &Customized,
        start: &'m Joint,
        end: &'m Joint,
    ) -> Option<Way<'m>> {
        let over = self.graph()?.path(search, customized, &start.seeds, &end.seeds);
        let direct = self.direct(start, end);
        if let Some(metres) = direct
            && over.is_none_or(|over| metres <= over.get())
        {
            return Some(Way { metres: u64::from(metres), start, end, over: None });
        }
        over?;
        let edges = search.edges.clone();
        let (first, last) = match (edges.first(), edges.last()) {
            (Some(first), Some(last)) => (self.network.tail(*first), self.network.head(*last)),
            _ => meeting(start, end)?,
        };
        // What counts when choosing the way (borders) is no distance: add up the links.
        let lengths = &self.network.columns().link_length;
        let links: u64 = edges.iter().map(|e| u64::from(lengths[e.link()].0)).sum();
        let metres = u64::from(start.rest(first)) + links + u64::from(end.rest(last));
        Some(Way { metres, start, end, over: Some((first, edges, last)) })
    }

    /// The whole path between two points that were met. Not for routers that avoid areas.
    pub(crate) fn path(&self, search: &mut ModeSearch<'_>, from: &Met, to: &Met) -> Option<Path> {
        let Memory::Graph(search) = &mut search.0 else { return None };
        let Way { metres: total, start, end, over } = self.chosen(search, from, to)?;
        let link_of = |joint: &Joint| match joint.on {
            On::Link(foot) => Some(LinkId::from_index(foot.line as usize)),
            _ => None,
        };
        let mut course = vec![start.at];
        let mut links: Vec<LinkId> = link_of(start).into_iter().collect();
        if let Some((first, edges, last)) = over {
            course.extend(self.way_to(start, first));
            for edge in edges {
                course.extend(self.network.course(edge));
                links.push(edge.link());
            }
            course.extend(self.way_to(end, last).into_iter().rev());
        }
        links.extend(link_of(end));
        course.push(end.at);
        course.dedup();
        let snaps = (metres(start.km), metres(end.km));
        Some(Path { metres: total, course, links, snaps })
    }
}

/// A way that was found.
struct Way<'m> {
    metres: u64,
    start: &'m Joint,
    end: &'m Joint,
    /// The first node, the edges and the last node, unless the ends meet without a node.
    over: Option<(NodeId, Vec<EdgeId>, NodeId)>,
}

/// What many questions to one router need to know of how it answers one.
impl ModeRouter<'_> {
    /// The pair of joints in one part of the network that are nearest to their points; a pair in one
    /// country before others, since places at a border lie on the map to a few kilometres only.
    pub(crate) fn joints(from: &Met, to: &Met) -> Option<(usize, usize)> {
        let pairs = (0..from.len()).flat_map(|start| (0..to.len()).map(move |end| (start, end)));
        let abroad = |(start, end): (usize, usize)| from[start].country != to[end].country;
        let km = |(start, end): (usize, usize)| from[start].km + to[end].km;
        pairs
            .filter(|(start, end)| {
                from[*start].part.is_some() && from[*start].part == to[*end].part
            })
            .min_by(|a, b| abroad(*a).cmp(&abroad(*b)).then(km(*a).total_cmp(&km(*b))))
    }

    /// The country in which a way between two points begins and ends, if it is one: questions asked
    /// country by country are answered sooner.
    pub fn country_of(from: &Met, to: &Met) -> Option<CountryCode> {
        let (start, end) = Self::joints(from, to)?;
        Self::home(&from[start], &to[end])
    }

    /// The country in which a way begins and ends, if it is one.
    pub(crate) fn home(start: &Joint, end: &Joint) -> Option<CountryCode> {
        (start.country.is_some() && start.country == end.country).then_some(start.country)
    }

    /// The layer searched; none where ways are found over the water itself.
    pub(crate) fn layer(&self) -> Option<&LayerGraph> {
        self.graph().map(|graph| graph.layer)
    }

    /// What counts for ways that may cross borders.
    pub(crate) fn abroad(&self) -> Option<&Customized> {
        self.graph().map(|graph| &graph.abroad)
    }

    /// Whether a link leads to a border.
    pub(crate) fn is_at_border(&self, link: LinkId) -> bool {
        open::border_of(self.network, link).is_some()
    }

    /// What a way between two points adds up to by each quantity.
    pub(crate) fn quantities(
        &self,
        search: &mut ModeSearch<'_>,
        from: &Met,
        to: &Met,
        quantities: &[Quantity],
    ) -> (Outcome, Vec<f64>) {
        let (outcome, way) = match &mut search.0 {
            Memory::Graph(search) if !from.is_empty() && !to.is_empty() => {
                let way = self.chosen(search, from, to);
                (way.as_ref().map_or(Outcome::NotJoined, |way| Outcome::Found(way.metres)), way)
            }
            _ => (self.outcome(search, from, to).0, None),
        };
        let Outcome::Found(total) = outcome else { return (outcome, vec![0.0; quantities.len()]) };
        let values = match &way {
            Some(way) => self.sums(way, quantities),
            // Of ways over the water itself, only the length is known.
            None => quantities
                .iter()
                .map(|q| if *q == Quantity::Distance { total as f64 } else { f64::NAN })
                .collect(),
        };
        (outcome, values)
    }

    /// What a way between two joints without a node between adds up to by each quantity.
    pub(crate) fn direct_quantities(
        &self,
        start: &Joint,
        end: &Joint,
        metres: u32,
        quantities: &[Quantity],
    ) -> Vec<f64> {
        self.sums(&Way { metres: u64::from(metres), start, end, over: None }, quantities)
    }

    fn sums(&self, way: &Way, quantities: &[Quantity]) -> Vec<f64> {
        let value = |quantity: &Quantity| {
            if *quantity == Quantity::Distance {
                return way.metres as f64;
            }
            let edges = way.over.iter().flat_map(|(_, edges, _)| edges);
            let links: u64 =
                edges.map(|e| u64::from(quantity.metres_of(self.network, e.link()))).sum();
            let ends: u64 = match (quantity, &way.over) {
                (Quantity::Country(country), Some((first, _, last))) => {
                    [(way.start, first), (way.end, last)]
                        .into_iter()
                        .filter(|(joint, _)| joint.country == *country)
                        .map(|(joint, node)| u64::from(joint.rest(*node)))
                        .sum()
                }
                (Quantity::Country(country), None) if way.start.country == *country => way.metres,
                _ => 0,
            };
            (links + ends) as f64
        };
        quantities.iter().map(value).collect()
    }
}

/// The node where two joints meet without a link between.
fn meeting(start: &Joint, end: &Joint) -> Option<(NodeId, NodeId)> {
    let both = start.seeds.iter().filter(|(node, _)| end.seeds.iter().any(|(n, _)| n == node));
    let least = both.min_by_key(|(node, metres)| (metres + end.rest(*node), *node));
    least.map(|(node, _)| (*node, *node))
}

fn metres(km: f64) -> u32 {
    (km * 1000.0).round() as u32
}
