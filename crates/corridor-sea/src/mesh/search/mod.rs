//! Exact shortest paths: Polyanya on the sphere. Windows and bends share one queue; no visibility graph is stored.
//!
//! M. Cui, D. Harabor, A. Grastien, "Compromise-free pathfinding on a navigation mesh", IJCAI 2017.
//! On the sphere the lower bound of a window reflects a goal on the near side in the plane of the edge, as
//! in the plane; where the way to it misses the window, it is the shorter of the ways by the two limits.

mod expand;

use super::fan::Window;
use super::triangulate::NONE;
use super::{Mesh, Vertex, WaterPoint};
use corridor_network::LngLat;
use corridor_network::geo::{EARTH_RADIUS_KM, Vec3};
use std::cmp::Ordering;
use std::collections::{BTreeMap, BinaryHeap};

/// A canal or strait of known length between two points of water.
#[derive(Clone, Debug, PartialEq)]
pub struct SeaLink {
    /// One end.
    pub a: WaterPoint,
    /// The other end.
    pub b: WaterPoint,
    /// Length, km; never counted as less than the great circle between the ends.
    pub length_km: f64,
}

/// A shortest path.
#[derive(Clone, Debug, PartialEq)]
pub struct Route {
    /// Length over WGS84 geodesics between the points, links with their own length, km.
    pub length_km: f64,
    /// Length on the mean sphere without clearance, km: what the search minimizes.
    pub taut_km: f64,
    /// Start, bends (pushed seaward by the clearance) and ends of links, end.
    pub points: Vec<LngLat>,
    /// Links used, as positions in the slice given to [`Search::new`], in order.
    pub links: Vec<usize>,
}

/// A reusable searcher; keeps its working memory between queries. One per thread.
pub struct Search<'m> {
    mesh: &'m Mesh,
    links: Vec<SeaLink>,
    /// Start, goal, then the ends of the links; as nodes they follow the vertices.
    points: Vec<WaterPoint>,
    points_in: BTreeMap<u32, Vec<u32>>,
    points_at: BTreeMap<u32, Vec<u32>>,
    has_point: Vec<bool>,
    has_point_at: Vec<bool>,
    nodes: Vec<Node>,
    touched: Vec<u32>,
    queue: BinaryHeap<Item>,
    /// Windows and nodes taken from the queue by the last query.
    steps: usize,
}

/// What is known about a vertex or point.
#[derive(Clone, Copy)]
struct Node {
    /// Length of the shortest path so far, radians.
    length: f64,
    parent: u32,
    /// Link it was reached by.
    link: u32,
    done: bool,
}

const UNSEEN: Node = Node { length: f64::INFINITY, parent: NONE, link: NONE, done: false };

/// A node to expand, or a window of an expanded node.
struct Item {
    /// Lower bound of the paths it leads to, radians.
    bound: f64,
    node: u32,
    window: Option<Window>,
}

impl PartialEq for Item {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}
impl Eq for Item {}
impl PartialOrd for Item {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Item {
    fn cmp(&self, other: &Self) -> Ordering {
        other.bound.total_cmp(&self.bound).then_with(|| other.node.cmp(&self.node))
    }
}

const START: usize = 0;
const GOAL: usize = 1;

impl<'m> Search<'m> {
    /// A searcher over `mesh` with canals between points of it.
    pub fn new(mesh: &'m Mesh, links: &[SeaLink]) -> Self {
        let anywhere = mesh.point_at(Vertex(0));
        let mut search = Self {
            mesh,
            links: links.to_vec(),
            points: vec![anywhere, anywhere],
            points_in: BTreeMap::new(),
            points_at: BTreeMap::new(),
            has_point: vec![false; mesh.triangle_count()],
            has_point_at: vec![false; mesh.vertex_count()],
            nodes: vec![UNSEEN; mesh.vertex_count() + 2 + links.len() * 2],
            touched: Vec::new(),
            queue: BinaryHeap::new(),
            steps: 0,
        };
        for link in links {
            for end in [link.a, link.b] {
                search.points.push(end);
                search.announce(search.points.len() - 1);
            }
        }
        search
    }

    /// The shortest path; `closed` are links not to be used, by position. None when the ends are not
    /// connected.
    pub fn shortest(
        &mut self,
        from: &WaterPoint,
        to: &WaterPoint,
        closed: &[usize],
    ) -> Option<Route> {
        self.steps = 0;
        // Without a way the search would look at all the water there is, for a minute.
        if !self.is_connected(from, to, closed) {
            return None;
        }
        self.points[START] = *from;
        self.points[GOAL] = *to;
        self.announce(GOAL);
        for node in self.touched.drain(..) {
            self.nodes[node as usize] = UNSEEN;
        }
        self.queue.clear();
        let goal = self.node(GOAL);
        self.reach(self.node(START), 0.0, NONE, NONE);
        let mut found = false;
        while let Some(item) = self.queue.pop() {
            self.steps += 1;
            if let Some(window) = item.window {
                self.advance(item.node, window);
                continue;
            }
            if std::mem::replace(&mut self.nodes[item.node as usize].done, true) {
                continue;
            }
            if item.node == goal {
                found = true;
                break;
            }
            self.expand(item.node, closed);
        }
        self.withdraw(GOAL);
        found.then(|| self.trace(goal))
    }

    /// Windows and nodes that the last query took from its queue: what its time depends on.
    pub fn steps(&self) -> usize {
        self.steps
    }

    /// Whether links join the bodies of water of two points.
    fn is_connected(&self, from: &WaterPoint, to: &WaterPoint, closed: &[usize]) -> bool {
        let body = |point: &WaterPoint| self.mesh.body_at(point);
        let mut reached = vec![body(from)];
        let mut next = 0;
        while let Some(&here) = reached.get(next) {
            if here == body(to) {
                return true;
            }
            next += 1;
            for (number, link) in self.links.iter().enumerate() {
                if closed.contains(&number) {
                    continue;
                }
                for (near, far) in [(&link.a, &link.b), (&link.b, &link.a)] {
                    if body(near) == here && !reached.contains(&body(far)) {
                        reached.push(body(far));
                    }
                }
            }
        }
        false
    }

    fn node(&self, point: usize) -> u32 {
        (self.mesh.vertex_count() + point) as u32
    }

    fn point(&self, node: u32) -> Option<&WaterPoint> {
        self.points.get((node as usize).checked_sub(self.mesh.vertex_count())?)
    }

    fn position(&self, node: u32) -> Vec3 {
        self.point(node).map_or_else(|| self.mesh.positions[node as usize], |p| p.position)
    }

    /// Makes a point one that windows look out for.
    fn announce(&mut self, point: usize) {
        let (node, at) = (self.node(point), self.points[point]);
        if let Some(v) = at.vertex {
            self.points_at.entry(v.0).or_default().push(node);
            self.has_point_at[v.index()] = true;
        } else {
            self.points_in.entry(at.triangle.0).or_default().push(node);
            self.has_point[at.triangle.0 as usize] = true;
        }
    }

    fn withdraw(&mut self, point: usize) {
        let (node, at) = (self.node(point), self.points[point]);
        let (map, key) = match at.vertex {
            Some(v) => (&mut self.points_at, v.0),
            None => (&mut self.points_in, at.triangle.0),
        };
        let Some(nodes) = map.get_mut(&key) else { return };
        nodes.retain(|other| *other != node);
        if nodes.is_empty() {
            map.remove(&key);
            match at.vertex {
                Some(v) => self.has_point_at[v.index()] = false,
                None => self.has_point[at.triangle.0 as usize] = false,
            }
        }
    }

    fn trace(&self, goal: u32) -> Route {
        let mut nodes = vec![goal];
        while let Some(&last) = nodes.last()
            && self.nodes[last as usize].parent != NONE
        {
            nodes.push(self.nodes[last as usize].parent);
        }
        nodes.reverse();
        let place = |node: &u32| match self.point(*node) {
            Some(point) => point.at(),
            None => self.mesh.rounding(Vertex(*node)).lng_lat(),
        };
        let points: Vec<LngLat> = nodes.iter().map(place).collect();
        let mut route = Route {
            length_km: 0.0,
            taut_km: self.nodes[goal as usize].length * EARTH_RADIUS_KM,
            points,
            links: Vec::new(),
        };
        for (leg, ends) in nodes[1..].iter().zip(route.points.windows(2)) {
            let straight = ends[0].geodesic_km(ends[1]);
            let link = self.nodes[*leg as usize].link;
            if link == NONE {
                route.length_km += straight;
            } else {
                route.length_km += self.links[link as usize].length_km.max(straight);
                route.links.push(link as usize);
            }
        }
        route
    }
}
