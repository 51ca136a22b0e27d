//! Shortest paths in one mode, ready for many questions.
//!
//! On land a point meets the nearest link; at sea it is a port, or open water joined through the
//! mesh to all lane nodes in sight. The straight way from a point ashore to the water or the port
//! counts; that from a town to its railway or road does not, as tables have it.

use crate::distance::DistanceOptions;
use crate::engine::Engine;
use crate::named;
use crate::problem::Problem;
use crate::sea::SeaMesh;
use corridor_network::fact::{State, status_on};
use corridor_network::nearest::{Foot, PolylineIndex};
use corridor_network::{
    EdgeId, FeatureId, FeatureKind, Id, IdVec, Joined, LinkId, LngLat, Mode, Network, NodeId,
    TerminalId,
};
use corridor_routing::{Direction, Metric, Search, Topology, Weight};
use corridor_sea::WaterPoint;

/// A part of the network farther than the nearest one is considered within this distance, km: a
/// town's siding that leads nowhere must not hide the main line beside it.
const SLACK_KM: f64 = 15.0;
/// A point this much nearer to open water than to a port is taken as a point of the water, km.
const PORT_FIRST_KM: f64 = 3.0;

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

/// A way for a point to join the network.
#[derive(Clone, Debug)]
pub struct Joint {
    part: u32,
    km: f64,
    at: LngLat,
    seeds: Vec<(NodeId, u32)>,
    on: On,
}

#[derive(Clone, Copy, Debug)]
enum On {
    Link(Foot),
    Node,
    Water(WaterPoint),
}

/// How a point meets the network: one way for each part of it that is near; nearest first.
pub type Met = Vec<Joint>;

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
    topology: &'e Topology,
    metric: Metric,
    places: Places<'e>,
    component: Vec<u32>,
    max_snap_km: f64,
}

enum Places<'e> {
    Land(PolylineIndex),
    Sea { mesh: &'e SeaMesh, closed_gates: Vec<Vec<LngLat>>, ports: Vec<(LngLat, NodeId)> },
}

impl Engine {
    /// A router for one mode.
    ///
    /// # Errors
    /// When a name in `avoid` or `allow` is not known, or the mode has no network of its own.
    pub fn mode_router(&self, options: &DistanceOptions) -> Result<ModeRouter<'_>, Problem> {
        if !matches!(options.mode, Mode::Sea | Mode::Rail | Mode::Road) {
            return Err(Problem::bad_input(
                "mode-unknown",
                format!("mode {} has no distances of its own", options.mode.name()),
                "one of sea, rail, road; `corridor plan` combines modes",
            ));
        }
        let network = self.network();
        let avoid = named::resolve(network, &options.avoid, "--avoid")?;
        let allow = named::resolve(network, &options.allow, "--allow")?;
        let is_area = |f: &&FeatureId| network.features()[**f].kind == FeatureKind::Area;
        if options.mode == Mode::Sea
            && let Some(area) = avoid.features.iter().find(is_area)
        {
            return Err(Problem::bad_input(
                "area-of-many",
                format!(
                    "the area {} cannot be avoided for many pairs at once: lanes do not lead round it",
                    network.features()[*area].id
                ),
                "`corridor distance --avoid AREA` finds the exact way round, pair by pair",
            ));
        }
        let closed: IdVec<FeatureId, bool> = network
            .features()
            .ids()
            .map(|f| avoid.features.contains(&f) || is_closed(network, f, options, &allow.features))
            .collect();
        let columns = network.columns();
        let mut weights = Vec::with_capacity(2 * network.link_count());
        for link in columns.link_a.ids() {
            let of_mode = columns.link_mode[link] == options.mode
                || options.mode == Mode::Sea && columns.link_mode[link] == Mode::InlandWater;
            let ends = [columns.link_a[link], columns.link_b[link]];
            let open = of_mode
                && !network.features_of(link).iter().any(|f| closed[*f])
                && !ends.iter().any(|n| avoid.countries.contains(&columns.node_country[*n]));
            let weight = Weight::new(columns.link_length[link].0 + border_penalty(network, link));
            weights.extend([if open { weight } else { Weight::INFINITY }; 2]);
        }
        let metric = Metric::new(weights);
        let component = components(network, &metric);
        let places = if options.mode == Mode::Sea {
            let mesh = self.sea_mesh().ok_or_else(|| {
                Problem::bad_network("the network has no coast", "use the network that is shipped")
            })?;
            let gates = network.facts().passages.iter().filter(|passage| {
                network.feature(&passage.id).is_some_and(|feature| closed[feature])
            });
            Places::Sea {
                mesh,
                closed_gates: gates.flat_map(|passage| passage.gates.clone()).collect(),
                ports: ports(network, &component),
            }
        } else {
            // Nobody starts on a border.
            let open = columns.link_a.ids().filter(|l| {
                metric.weight(EdgeId::of(*l, false)).is_finite() && border_of(network, *l).is_none()
            });
            Places::Land(PolylineIndex::new(
                open.map(|l| (l.index() as u32, network.course(EdgeId::of(l, false)))),
            ))
        };
        Ok(ModeRouter {
            network,
            topology: self.planner().topology(),
            metric,
            places,
            component,
            max_snap_km: options.max_snap_km,
        })
    }
}

/// Whether a feature is closed to distance tables.
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
    let status = match named.kind {
        FeatureKind::Passage => return !facts.passages[row].open_by_default,
        // A waterway is opened by its own id, or by that of the passage it is part of.
        FeatureKind::Waterway => {
            let passage = facts.waterways[row].passage.as_deref();
            return !allowed.iter().any(|a| Some(network.features()[*a].id.as_str()) == passage);
        }
        FeatureKind::Line => &facts.lines[row].status,
        FeatureKind::Border => &facts.borders[row].status,
        _ => return false,
    };
    status_on(status, options.on).is_some_and(|period| {
        matches!(period.state, State::Closed | State::Planned | State::Suspended)
    })
}

/// The part of the open network each node is in; `u32::MAX` for nodes of no open link.
fn components(network: &Network, metric: &Metric) -> Vec<u32> {
    let mut parts = Joined::new(network.node_count());
    let columns = network.columns();
    for link in columns.link_a.ids() {
        if metric.weight(EdgeId::of(link, false)).is_finite() {
            parts.join(columns.link_a[link].index(), columns.link_b[link].index());
        }
    }
    let mut used = vec![false; network.node_count()];
    for link in columns.link_a.ids().filter(|l| metric.weight(EdgeId::of(*l, false)).is_finite()) {
        used[columns.link_a[link].index()] = true;
        used[columns.link_b[link].index()] = true;
    }
    (0..network.node_count()).map(|n| if used[n] { parts.of(n) } else { u32::MAX }).collect()
}

/// What half a border counts when a way by rail is chosen, metres; not part of the distance.
///
/// Tariff distances keep to one network: a border is crossed when it saves 50 km, a break of gauge
/// when there is nothing else. Weights from 0 to 150 km were tried: the median error is the same.
const HALF_BORDER_M: u32 = 25_000;
const HALF_GAUGE_BREAK_M: u32 = 2_500_000;

fn border_penalty(network: &Network, link: LinkId) -> u32 {
    if network.columns().link_mode[link] != Mode::Rail {
        return 0;
    }
    border_of(network, link).map_or(0, |row| {
        let breaks = network.facts().borders[row].gauge_break;
        if breaks { HALF_GAUGE_BREAK_M } else { HALF_BORDER_M }
    })
}

fn border_of(network: &Network, link: LinkId) -> Option<usize> {
    let features = network.features_of(link).iter().map(|f| &network.features()[*f]);
    features.filter(|f| f.kind == FeatureKind::Border).map(|f| f.row as usize).next()
}

/// Positions of the terminals that ships of the open network reach, with their nodes.
fn ports(network: &Network, component: &[u32]) -> Vec<(LngLat, NodeId)> {
    let columns = network.columns();
    let gate: std::collections::HashMap<NodeId, usize> =
        columns.terminal_node.enumerate().map(|(t, node)| (*node, t.index())).collect();
    let transfers = columns.link_a.ids().filter(|l| columns.link_mode[*l] == Mode::Transfer);
    let mut ports: Vec<(LngLat, NodeId)> = transfers
        .filter(|link| component[columns.link_b[*link].index()] != u32::MAX)
        .filter_map(|link| {
            let terminal = gate.get(&columns.link_a[link])?;
            Some((network.facts().terminals[*terminal].at, columns.link_b[link]))
        })
        .collect();
    ports.sort_unstable();
    ports
}

impl ModeRouter<'_> {
    /// A search to be kept from question to question; one per thread.
    pub fn search(&self) -> Search {
        Search::new(self.topology.node_count(), Direction::Forward)
    }

    /// Where a point meets the network; empty when it lies too far from it.
    pub fn meet(&self, at: LngLat) -> Met {
        match &self.places {
            Places::Land(index) => self.meet_land(index, at),
            Places::Sea { mesh, closed_gates, ports } => {
                self.meet_sea(mesh, closed_gates, ports, at)
            }
        }
    }

    /// Where a terminal meets the network: its own node if it has one in this mode, else its position.
    pub fn meet_terminal(&self, terminal: TerminalId) -> Met {
        let at = self.network.facts().terminals[terminal.index()].at;
        if let Places::Sea { ports, .. } = &self.places
            && let Some((_, node)) = ports.iter().find(|(port, _)| *port == at)
        {
            return vec![self.at_node(*node, 0.0)];
        }
        self.meet(at)
    }

    fn at_node(&self, node: NodeId, km: f64) -> Joint {
        let at = self.network.columns().node_at[node];
        let seeds = vec![(node, metres(km))];
        Joint { part: self.component[node.index()], km, at, seeds, on: On::Node }
    }

    fn meet_land(&self, index: &PolylineIndex, at: LngLat) -> Met {
        let component = |line: u32| {
            let link = LinkId::from_index(line as usize);
            self.component[self.network.columns().link_a[link].index()]
        };
        let feet = index.nearest_by_class(at, self.max_snap_km, SLACK_KM, component);
        let joint = |foot: Foot| Joint {
            part: component(foot.line),
            km: foot.km,
            at: foot.at,
            seeds: self.rests(&foot).into(),
            on: On::Link(foot),
        };
        feet.into_iter().map(joint).collect()
    }

    fn meet_sea(
        &self,
        mesh: &SeaMesh,
        closed_gates: &[Vec<LngLat>],
        ports: &[(LngLat, NodeId)],
        at: LngLat,
    ) -> Met {
        let port = ports
            .iter()
            .map(|(port, node)| (port.sphere_km(at), *node))
            .filter(|(km, _)| *km <= self.max_snap_km)
            .min_by(|a, b| a.0.total_cmp(&b.0));
        let water = mesh.nearest_water(at).filter(|snap| snap.km <= self.max_snap_km);
        let mut met = Vec::new();
        if let Some(snap) = water
            && port.is_none_or(|(km, _)| snap.km + PORT_FIRST_KM < km)
        {
            let seeds = mesh
                .seeds(&snap.point, closed_gates, |node| self.component[node.index()] != u32::MAX);
            let ashore = metres(snap.km);
            let seeds: Vec<_> = seeds.into_iter().map(|(n, m)| (n, m + ashore)).collect();
            if let Some((node, _)) = seeds.first() {
                met.push(Joint {
                    part: self.component[node.index()],
                    km: snap.km,
                    at: snap.point.at(),
                    seeds,
                    on: On::Water(snap.point),
                });
            }
        }
        if let (true, Some((km, node))) = (met.is_empty(), port) {
            met.push(self.at_node(node, km));
        }
        met
    }

    /// The distance between two points that were met, with the snaps in metres.
    pub fn outcome(&self, search: &mut Search, from: &Met, to: &Met) -> (Outcome, u32, u32) {
        let nearest = |met: &Met| met.first().map_or(0, |joint| metres(joint.km));
        let snaps = (nearest(from), nearest(to));
        if from.is_empty() {
            return (Outcome::FromTooFar, snaps.0, snaps.1);
        }
        if to.is_empty() {
            return (Outcome::ToTooFar, snaps.0, snaps.1);
        }
        let Some((start, end)) = joined(from, to) else {
            return (Outcome::NotJoined, snaps.0, snaps.1);
        };
        let outcome = match self.shortest(search, start, end) {
            Some((weight, _)) => Outcome::Found(weight),
            None => Outcome::NotJoined,
        };
        (outcome, metres(start.km), metres(end.km))
    }

    /// Metres from a foot to both ends of its link.
    fn rests(&self, foot: &Foot) -> [(NodeId, u32); 2] {
        let link = LinkId::from_index(foot.line as usize);
        let columns = self.network.columns();
        let course = self.network.course(EdgeId::of(link, false));
        let before = along(&course[..=foot.segment as usize])
            + course[foot.segment as usize].sphere_km(foot.at);
        let share = (before / along(&course).max(1e-9)).clamp(0.0, 1.0);
        let length = columns.link_length[link].0;
        let to_a = (f64::from(length) * share).round() as u32;
        [(columns.link_a[link], to_a), (columns.link_b[link], length - to_a)]
    }

    /// Metres between two joints without touching a node: along one link, or over open water.
    fn direct(&self, start: &Joint, end: &Joint) -> Option<u32> {
        match (start.on, end.on, &self.places) {
            (On::Link(a), On::Link(b), _) if a.line == b.line => {
                Some(start.seeds[0].1.abs_diff(end.seeds[0].1))
            }
            (On::Water(a), On::Water(b), Places::Sea { mesh, closed_gates, .. }) => {
                mesh.direct_km(&a, &b, closed_gates).map(|km| metres(km + start.km + end.km))
            }
            _ => None,
        }
    }

    fn shortest(
        &self,
        search: &mut Search,
        start: &Joint,
        end: &Joint,
    ) -> Option<(u64, Option<NodeId>)> {
        let mut best = self.direct(start, end).map(|m| (m, None::<NodeId>));
        let seeds: Vec<_> = start.seeds.iter().map(|(n, m)| (*n, Weight::new(*m))).collect();
        search.run(self.topology, &self.metric, &seeds, |node, distance| {
            if best.is_some_and(|b| distance.get() >= b.0) {
                return true;
            }
            for (target, rest) in &end.seeds {
                let total = distance.plus(Weight::new(*rest));
                if *target == node && total.is_finite() && best.is_none_or(|b| total.get() < b.0) {
                    best = Some((total.get(), Some(node)));
                }
            }
            false
        });
        let (weight, node) = best?;
        let Some(last) = node else { return Some((u64::from(weight), None)) };
        // What counts when choosing the way (borders) is no distance: add up the links.
        let (tail, head) = (|e| self.network.tail(e), |e| self.network.head(e));
        let (first, edges) = search.path(last, tail, head)?;
        let rest = |joint: &Joint, node: NodeId| {
            joint.seeds.iter().filter(|s| s.0 == node).map(|s| s.1).min().unwrap_or(0)
        };
        let lengths = &self.network.columns().link_length;
        let links: u64 = edges.iter().map(|e| u64::from(lengths[e.link()].0)).sum();
        Some((u64::from(rest(start, first)) + links + u64::from(rest(end, last)), Some(last)))
    }

    /// The whole path between two points that were met.
    pub(crate) fn path(&self, search: &mut Search, from: &Met, to: &Met) -> Option<Path> {
        let (start, end) = joined(from, to)?;
        let (total, last) = self.shortest(search, start, end)?;
        let link_of = |joint: &Joint| match joint.on {
            On::Link(foot) => Some(LinkId::from_index(foot.line as usize)),
            _ => None,
        };
        let mut course = vec![start.at];
        let mut links: Vec<LinkId> = link_of(start).into_iter().collect();
        if let Some(last) = last {
            let (tail, head) = (|e| self.network.tail(e), |e| self.network.head(e));
            let (first, edges) = search.path(last, tail, head)?;
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

    /// The course from a joint to the node it is joined to, without the joint itself.
    fn way_to(&self, joint: &Joint, node: NodeId) -> Vec<LngLat> {
        let On::Link(foot) = joint.on else { return vec![self.network.columns().node_at[node]] };
        let link = LinkId::from_index(foot.line as usize);
        let course = self.network.course(EdgeId::of(link, false));
        if self.network.columns().link_a[link] == node {
            course[..=foot.segment as usize].iter().rev().copied().collect()
        } else {
            course[foot.segment as usize + 1..].to_vec()
        }
    }
}

/// The pair of joints in one part of the network that are nearest to their points.
fn joined<'m>(from: &'m Met, to: &'m Met) -> Option<(&'m Joint, &'m Joint)> {
    let pairs = from.iter().flat_map(|start| to.iter().map(move |end| (start, end)));
    pairs
        .filter(|(start, end)| start.part == end.part)
        .min_by(|a, b| (a.0.km + a.1.km).total_cmp(&(b.0.km + b.1.km)))
}

fn metres(km: f64) -> u32 {
    (km * 1000.0).round() as u32
}

fn along(course: &[LngLat]) -> f64 {
    course.windows(2).map(|pair| pair[0].sphere_km(pair[1])).sum()
}
