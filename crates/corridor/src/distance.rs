//! `distance` and `pairs`: shortest paths in one mode, as distance tables have them.
//!
//! Suez and Panama are open; Kiel, Corinth, inland waterways and Arctic straits only when allowed.
//! Distances are along the network between the points met; how far those lie from the points asked
//! for is told beside (`snap_m`) and not added.

use crate::engine::Engine;
use crate::geojson;
use crate::named;
use crate::place::Resolved;
use crate::plan::EndView;
use crate::problem::Problem;
use corridor_network::fact::{State, status_on};
use corridor_network::nearest::{Foot, PolylineIndex};
use corridor_network::{
    EdgeId, FeatureId, FeatureKind, Id, IdVec, LinkId, LngLat, Mode, Network, NodeId,
};
use corridor_routing::{Direction, Metric, Search, Topology, Weight};
use jiff::civil::Date;
use serde::Serialize;
use serde_json::Value;

/// What a single-mode question may use.
#[derive(Clone, Debug)]
pub struct DistanceOptions {
    /// Sea, rail or road.
    pub mode: Mode,
    /// Passages, countries, ports not to be used.
    pub avoid: Vec<String>,
    /// Passages that tables leave out, by id, or a group such as `arctic` or `inland`.
    pub allow: Vec<String>,
    /// Day whose status of lines and borders counts.
    pub on: Date,
    /// Farthest a point may lie from the network, km.
    pub max_snap_km: f64,
}

/// The answer to one question.
#[derive(Clone, Debug, Serialize)]
pub struct DistanceResponse {
    /// Version of this shape.
    pub schema_version: u32,
    /// `sea`, `rail` or `road`.
    pub mode: String,
    /// Metres along the network.
    pub distance_m: u64,
    /// Passages gone through, in order.
    pub passages: Vec<String>,
    /// Where from.
    pub from: EndView,
    /// Where to.
    pub to: EndView,
    /// Network file and its build id.
    pub dataset: String,
    /// The course as a GeoJSON geometry.
    pub geometry: Value,
}

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

/// Where a point meets the network of a mode: the nearest link of each part that is joined together.
pub type Met = Vec<(u32, Foot)>;

/// Shortest paths in one mode, ready for many questions.
pub struct ModeRouter<'e> {
    network: &'e Network,
    topology: Topology,
    metric: Metric,
    index: PolylineIndex,
    component: Vec<u32>,
    max_snap_km: f64,
}

/// A part of the network farther than the nearest one is considered within this distance, km: a
/// town's siding that leads nowhere must not hide the main line beside it.
const SLACK_KM: f64 = 15.0;

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
            let weight =
                if open { Weight::new(columns.link_length[link].0) } else { Weight::INFINITY };
            weights.extend([weight; 2]);
        }
        let metric = Metric::new(weights);
        let component = components(network, &metric);
        let open = columns.link_a.ids().filter(|l| metric.weight(EdgeId::of(*l, false)).is_finite());
        let lines = open.map(|l| (l.index() as u32, network.course(EdgeId::of(l, false))));
        let index = PolylineIndex::new(lines);
        let topology = self.planner().topology().clone();
        let max_snap_km = options.max_snap_km;
        Ok(ModeRouter { network, topology, metric, index, component, max_snap_km })
    }

    /// The shortest path between two places in one mode.
    ///
    /// # Errors
    /// When a place or name is unknown, too far from the network, or there is no way.
    pub fn distance(
        &self,
        from: &str,
        to: &str,
        options: &DistanceOptions,
    ) -> Result<DistanceResponse, Problem> {
        let (from, to) = (self.place(from)?, self.place(to)?);
        let router = self.mode_router(options)?;
        let (start, finish) = (router.meet(from.at), router.meet(to.at));
        for (met, place) in [(&start, &from), (&finish, &to)] {
            if met.is_empty() {
                return Err(Problem::bad_input(
                    "too-far",
                    format!(
                        "{} lies more than {} km from any {} of the network",
                        place.label,
                        options.max_snap_km,
                        match options.mode {
                            Mode::Sea => "navigable water",
                            Mode::Rail => "railway",
                            _ => "road",
                        }
                    ),
                    "raise --max-snap or name a place nearer to it",
                ));
            }
        }
        let mut search = router.search();
        let Some((metres, course, links, snaps)) = router.path(&mut search, &start, &finish) else {
            return Err(Problem::no_route(
                "not-joined",
                format!("no way by {} from {} to {}", options.mode.name(), from.label, to.label),
                "allow more (--allow), avoid less, or let `corridor plan` combine modes",
            ));
        };
        let mut passages: Vec<String> = Vec::new();
        for link in links {
            for f in self.network().features_of(link) {
                let feature = &self.network().features()[*f];
                if feature.kind == FeatureKind::Passage && !passages.contains(&feature.id) {
                    passages.push(feature.id.clone());
                }
            }
        }
        Ok(DistanceResponse {
            schema_version: 1,
            mode: options.mode.name().to_owned(),
            distance_m: metres,
            passages,
            from: end(&from, snaps.0),
            to: end(&to, snaps.1),
            dataset: self.dataset(),
            geometry: geojson::line(&course),
        })
    }
}

fn end(place: &Resolved, snap_m: u32) -> EndView {
    EndView {
        name: place.label.clone(),
        country: place.country.to_string(),
        at: place.at.degrees(),
        snap_m,
        note: place.note.clone(),
    }
}

/// Whether a feature is closed to distance tables.
fn is_closed(
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
    let mut root: Vec<u32> = (0..network.node_count() as u32).collect();
    fn find(root: &mut [u32], mut n: u32) -> u32 {
        while root[n as usize] != n {
            root[n as usize] = root[root[n as usize] as usize];
            n = root[n as usize];
        }
        n
    }
    let columns = network.columns();
    for link in columns.link_a.ids() {
        if metric.weight(EdgeId::of(link, false)).is_finite() {
            let a = find(&mut root, columns.link_a[link].index() as u32);
            let b = find(&mut root, columns.link_b[link].index() as u32);
            root[a.max(b) as usize] = a.min(b);
        }
    }
    (0..network.node_count() as u32).map(|n| find(&mut root, n)).collect()
}

impl ModeRouter<'_> {
    /// A search to be kept from question to question; one per thread.
    pub fn search(&self) -> Search {
        Search::new(self.topology.node_count(), Direction::Forward)
    }

    /// Where a point meets the network; empty when it lies too far from it.
    pub fn meet(&self, at: LngLat) -> Met {
        let component = |line: u32| {
            let link = LinkId::from_index(line as usize);
            self.component[self.network.columns().link_a[link].index()]
        };
        let feet = self.index.nearest_by_class(at, self.max_snap_km, SLACK_KM, component);
        feet.into_iter().map(|foot| (component(foot.line), foot)).collect()
    }

    /// The distance between two points that were met, with the snaps in metres.
    pub fn outcome(&self, search: &mut Search, from: &Met, to: &Met) -> (Outcome, u32, u32) {
        let nearest = |met: &Met| met.first().map_or(0, |(_, foot)| metres(foot.km));
        if from.is_empty() {
            return (Outcome::FromTooFar, 0, nearest(to));
        }
        if to.is_empty() {
            return (Outcome::ToTooFar, nearest(from), 0);
        }
        match self.joined(from, to) {
            None => (Outcome::NotJoined, nearest(from), nearest(to)),
            Some((start, end)) => {
                let snaps = (metres(start.km), metres(end.km));
                match self.shortest(search, &start, &end) {
                    Some((weight, ..)) => (Outcome::Found(weight), snaps.0, snaps.1),
                    None => (Outcome::NotJoined, snaps.0, snaps.1),
                }
            }
        }
    }

    /// The pair of feet in one part of the network that are nearest to their points.
    fn joined(&self, from: &Met, to: &Met) -> Option<(Foot, Foot)> {
        let mut best: Option<(Foot, Foot)> = None;
        for (part, start) in from {
            for (_, end) in to.iter().filter(|(other, _)| other == part) {
                if best.is_none_or(|(a, b)| start.km + end.km < a.km + b.km) {
                    best = Some((*start, *end));
                }
            }
        }
        best
    }

    /// Metres from a foot to both ends of its link.
    fn rests(&self, foot: &Foot) -> [(NodeId, u32); 2] {
        let link = LinkId::from_index(foot.line as usize);
        let columns = self.network.columns();
        let course = self.network.course(EdgeId::of(link, false));
        let before = along(&course[..=foot.segment as usize])
            + course[foot.segment as usize].sphere_km(foot.at);
        let share = (before / along(&course).max(1e-9)).clamp(0.0, 1.0);
        let length = f64::from(columns.link_length[link].0);
        let to_a = (length * share).round() as u32;
        [(columns.link_a[link], to_a), (columns.link_b[link], columns.link_length[link].0 - to_a)]
    }

    fn shortest(
        &self,
        search: &mut Search,
        start: &Foot,
        end: &Foot,
    ) -> Option<(u64, Option<NodeId>)> {
        let targets = self.rests(end);
        let starts = self.rests(start);
        // Both on one link: the way along it, unless the way round is shorter.
        let direct = (start.line == end.line)
            .then(|| (starts[0].1.abs_diff(targets[0].1), None::<NodeId>));
        let seeds: Vec<_> = starts.iter().map(|(n, m)| (*n, Weight::new(*m))).collect();
        let mut best = direct;
        search.run(&self.topology, &self.metric, &seeds, |node, distance| {
            for (target, rest) in targets {
                let total = distance.plus(Weight::new(rest));
                if target == node && total.is_finite() && best.is_none_or(|b| total.get() < b.0) {
                    best = Some((total.get(), Some(node)));
                }
            }
            best.is_some_and(|b| distance.get() >= b.0)
        });
        best.map(|(m, node)| (u64::from(m), node))
    }

    /// The whole path: metres, course, links, snaps in metres.
    fn path(
        &self,
        search: &mut Search,
        from: &Met,
        to: &Met,
    ) -> Option<(u64, Vec<LngLat>, Vec<LinkId>, (u32, u32))> {
        let (start, end) = self.joined(from, to)?;
        let (total, last) = self.shortest(search, &start, &end)?;
        let snaps = (metres(start.km), metres(end.km));
        let mut course = vec![start.at];
        let mut links = vec![LinkId::from_index(start.line as usize)];
        if let Some(last) = last {
            let (tail, head) = (|e| self.network.tail(e), |e| self.network.head(e));
            let (first, edges) = search.path(last, tail, head)?;
            course.extend(self.part(&start, first));
            for edge in edges {
                course.extend(self.network.course(edge));
                links.push(edge.link());
            }
            course.extend(self.part(&end, last).into_iter().rev());
        }
        links.push(LinkId::from_index(end.line as usize));
        course.push(end.at);
        course.dedup();
        Some((total, course, links, snaps))
    }

    /// The course from a foot to an end of its link.
    fn part(&self, foot: &Foot, to: NodeId) -> Vec<LngLat> {
        let link = LinkId::from_index(foot.line as usize);
        let course = self.network.course(EdgeId::of(link, false));
        if self.network.columns().link_a[link] == to {
            course[..=foot.segment as usize].iter().rev().copied().collect()
        } else {
            course[foot.segment as usize + 1..].to_vec()
        }
    }
}

fn metres(km: f64) -> u32 {
    (km * 1000.0).round() as u32
}

fn along(course: &[LngLat]) -> f64 {
    course.windows(2).map(|pair| pair[0].sphere_km(pair[1])).sum()
}
