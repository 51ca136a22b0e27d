//! Exact shortest paths: Polyanya on the sphere. Windows and bends share one queue; no visibility graph is stored.
//!
//! M. Cui, D. Harabor, A. Grastien, "Compromise-free pathfinding on a navigation mesh", IJCAI 2017.
//! On the sphere the lower bound of a window reflects a goal on the near side in the plane of the edge, as
//! in the plane; where the way to it misses the window, it is the shorter of the ways by the two limits.

use super::fan::{NEAR, Window, crossing, side};
use super::triangulate::{NONE, next};
use super::{Mesh, Vertex, WaterPoint};
use corridor_network::LngLat;
use corridor_network::geo::{EARTH_RADIUS_KM, Vec3};
use std::cmp::Ordering;
use std::collections::{BTreeMap, BinaryHeap};
use std::f64::consts::PI;

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
        self.points[START] = *from;
        self.points[GOAL] = *to;
        self.announce(GOAL);
        for node in self.touched.drain(..) {
            self.nodes[node as usize] = UNSEEN;
        }
        self.queue.clear();
        self.steps = 0;
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

    /// Notes a path to a node.
    fn reach(&mut self, node: u32, length: f64, parent: u32, link: u32) {
        let known = &mut self.nodes[node as usize];
        if length >= known.length || known.done {
            return;
        }
        if known.length.is_infinite() {
            self.touched.push(node);
        }
        *known = Node { length, parent, link, done: false };
        let bound = length + self.position(node).angle(self.points[GOAL].position);
        self.queue.push(Item { bound, node, window: None });
    }

    /// Notes that `from` sees the vertex `v`.
    fn see(&mut self, from: u32, v: u32) {
        let p = self.position(from);
        if self.has_point_at[v as usize] {
            for node in self.points_at.get(&v).cloned().unwrap_or_default() {
                self.reach_straight(from, node);
            }
        }
        if v != from && self.mesh.is_taut(p, v) {
            self.reach_straight(from, v);
        }
    }

    fn reach_straight(&mut self, from: u32, node: u32) {
        let length = self.nodes[from as usize].length + self.position(from).angle(self.position(node));
        self.reach(node, length, from, NONE);
    }

    /// Looks from a node into all directions a taut path can take.
    fn expand(&mut self, node: u32, closed: &[usize]) {
        let mesh = self.mesh;
        let mut seen = Vec::new();
        let mut windows = Vec::new();
        if let Some(point) = self.point(node).copied() {
            self.follow_links(node, closed);
            if let Some(v) = point.vertex {
                self.look_around(node, v.0, [0.0, f64::INFINITY], &mut seen, &mut windows);
            } else {
                let triangle = point.triangle.0;
                self.see_points_in(node, triangle, |_| true);
                mesh.open_triangle(
                    point.position,
                    triangle,
                    |v| seen.push(v),
                    |window| windows.push(window),
                );
            }
        } else {
            let parent = self.nodes[node as usize].parent;
            let parent_vertex = self.point(parent).map_or(Some(parent), |p| p.vertex.map(|v| v.0));
            let width = mesh.water_angle[node as usize];
            let cones = match mesh.arrival(node, self.position(parent), parent_vertex) {
                Some(angle) => [[0.0, angle - PI], [angle + PI, width]],
                None => [[0.0, width - PI], [PI, width]],
            };
            for [low, high] in cones {
                if low < high {
                    self.look_around(node, node, [low, high], &mut seen, &mut windows);
                }
            }
        }
        for v in seen {
            self.see(node, v);
        }
        for window in windows {
            self.queue_window(node, window);
        }
    }

    fn look_around(
        &mut self,
        node: u32,
        v: u32,
        between: [f64; 2],
        seen: &mut Vec<u32>,
        windows: &mut Vec<Window>,
    ) {
        let mesh = self.mesh;
        let p = mesh.positions[v as usize];
        mesh.open_cone(v, between, |x| seen.push(x), |window| windows.push(window));
        for spoke in mesh.spokes(v) {
            if self.has_point[*spoke as usize / 3] {
                let right = mesh.banks(v)[0];
                let first = mesh.positions[right as usize];
                let before: f64 = mesh
                    .spokes(v)
                    .iter()
                    .take_while(|other| *other != spoke)
                    .map(|s| super::fan::angle_at(p, mesh.at(next(*s)), mesh.at(super::triangulate::prev(*s))))
                    .sum();
                let _ = first;
                let u = mesh.at(next(*spoke));
                self.see_points_in(node, *spoke / 3, |q| {
                    let angle = before + super::fan::angle_at(p, u, q);
                    angle > between[0] - 1e-9 && angle < between[1] + 1e-9
                });
            }
        }
    }

    /// Notes that `from` sees those points in a triangle that pass the test.
    fn see_points_in(&mut self, from: u32, triangle: u32, passes: impl Fn(Vec3) -> bool) {
        if !self.has_point[triangle as usize] {
            return;
        }
        for node in self.points_in.get(&triangle).cloned().unwrap_or_default() {
            if node != from && passes(self.position(node)) {
                self.reach_straight(from, node);
            }
        }
    }

    fn follow_links(&mut self, node: u32, closed: &[usize]) {
        let first = self.mesh.vertex_count() + 2;
        let Some(end) = (node as usize).checked_sub(first) else { return };
        let link = end / 2;
        if closed.contains(&link) {
            return;
        }
        let other = (first + (end ^ 1)) as u32;
        let straight = self.position(node).angle(self.position(other));
        let length = (self.links[link].length_km / EARTH_RADIUS_KM).max(straight);
        self.reach(other, self.nodes[node as usize].length + length, node, link as u32);
    }

    /// Follows a window until it splits.
    fn advance(&mut self, node: u32, mut window: Window) {
        let mesh = self.mesh;
        let p = self.position(node);
        while let Some(beyond) = mesh.beyond(p, &window) {
            if beyond.seen {
                self.see(node, beyond.apex);
            }
            self.see_points_in(node, beyond.entry / 3, |q| {
                side(p, window.right, q) > -NEAR && side(p, q, window.left) > -NEAR
            });
            match beyond.windows {
                [Some(right), Some(left)] => {
                    self.queue_window(node, right);
                    self.queue_window(node, left);
                    return;
                }
                [Some(only), None] | [None, Some(only)] => window = only,
                [None, None] => return,
            }
        }
    }

    fn queue_window(&mut self, node: u32, window: Window) {
        if self.mesh.twin[window.edge as usize] == NONE {
            return;
        }
        let bound = self.nodes[node as usize].length + self.least_through(self.position(node), &window);
        self.queue.push(Item { bound, node, window: Some(window) });
    }

    /// Lower bound of the way from `p` through the window to the goal, radians.
    fn least_through(&self, p: Vec3, window: &Window) -> f64 {
        let (u, w) = (self.mesh.at(window.edge), self.mesh.at(next(window.edge)));
        let goal = self.points[GOAL].position;
        let normal = u.cross(w.add_scaled(u, -1.0)).unit();
        // The viewer lies left of the edge; a goal there too is reflected.
        let height = goal.dot(normal);
        let goal = if height > 0.0 { goal.add_scaled(normal, -2.0 * height) } else { goal };
        if side(p, window.right, goal) >= 0.0 && side(p, goal, window.left) >= 0.0 {
            return p.angle(goal);
        }
        let by = |limit: Vec3| {
            let at = crossing(p, limit.add_scaled(p, -p.dot(limit)), u, w);
            p.angle(at) + at.angle(goal)
        };
        by(window.right).min(by(window.left))
    }

    fn trace(&self, goal: u32) -> Route {
        let mut route = Route {
            length_km: 0.0,
            taut_km: self.nodes[goal as usize].length * EARTH_RADIUS_KM,
            points: Vec::new(),
            links: Vec::new(),
        };
        let place = |node: u32| match self.point(node) {
            Some(point) => point.at(),
            None => self.mesh.roundings[node as usize].lng_lat(),
        };
        let mut node = goal;
        route.points.push(place(goal));
        while self.nodes[node as usize].parent != NONE {
            let Node { parent, link, .. } = self.nodes[node as usize];
            let straight = place(parent).geodesic_km(place(node));
            if link == NONE {
                route.length_km += straight;
            } else {
                route.length_km += self.links[link as usize].length_km.max(straight);
                route.links.push(link as usize);
            }
            route.points.push(place(parent));
            node = parent;
        }
        route.points.reverse();
        route.links.reverse();
        route
    }
}
