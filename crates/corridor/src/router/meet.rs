//! How points meet the network of a mode: on land the nearest link of every part near them, at sea a
//! port, or open water joined through the mesh to the lane nodes around it.

use super::open::border_of;
use super::{ModeRouter, On, Places, Shore, metres};
use corridor_network::nearest::{Foot, PolylineIndex};
use corridor_network::{
    CountryCode, EdgeId, Id, LinkId, LngLat, Mode, Network, NodeId, TerminalId,
};
use corridor_sea::{Snap, WaterPoint};
use rayon::prelude::*;
use std::collections::HashMap;

/// A part of the network farther than the nearest one is considered within this distance, km: a
/// siding that leads nowhere must not hide the main line beside it, nor the track beyond a border
/// that of the country the town is in. To let every line within it compete, for three kilometres of
/// way per kilometre farther off, was tried: no better by rail (median 1.56 for 1.57 %), worse by road.
const SLACK_KM: f64 = 15.0;
/// A point this much nearer to open water than to a port is taken as a point of the water, km.
const PORT_FIRST_KM: f64 = 3.0;

/// A way for a point to join one part of the network in one country.
#[derive(Clone, Debug)]
pub struct Joint {
    /// The part of the open network; `None` when that is not open there.
    pub(super) part: Option<u32>,
    /// The country of the link met; none at sea.
    pub(super) country: CountryCode,
    /// Distance to what is met, km.
    pub(super) km: f64,
    /// Where it is met.
    pub(super) at: LngLat,
    /// The point asked for.
    pub(super) asked: LngLat,
    /// The nodes to go on from, with the metres to them.
    pub(super) seeds: Vec<(NodeId, u32)>,
    pub(super) on: On,
}

/// How a point meets the network: one joint for each part of it that is near; nearest first.
pub type Met = Vec<Joint>;

impl ModeRouter<'_> {
    /// Where a point meets the network; empty when it lies too far from it.
    pub fn meet(&self, at: LngLat) -> Met {
        match &self.places {
            Places::Land { index, .. } => self.meet_land(index, at),
            Places::Sea { shore, .. } => self.meet_sea(shore, at),
            Places::Walled(walled) => {
                let snap = self.near_water(walled.mesh.nearest_water(at));
                snap.map(|snap| on_water(&snap, at, Some(0), Vec::new())).into_iter().collect()
            }
        }
    }

    /// Where a terminal meets the network: its own node if it has one in this mode, else its position.
    pub fn meet_terminal(&self, terminal: TerminalId) -> Met {
        let at = self.network.facts().terminals[terminal.index()].at;
        if let Places::Sea { shore, .. } = &self.places
            && let Some((_, node)) = shore.ports.iter().find(|(port, _)| *port == at)
        {
            return vec![self.at_node(*node, 0.0, at)];
        }
        self.meet(at)
    }

    fn at_node(&self, node: NodeId, km: f64, asked: LngLat) -> Joint {
        let at = self.network.columns().node_at[node];
        let (part, country) = (self.open.part(node), CountryCode::NONE);
        let seeds = vec![(node, metres(km))];
        Joint { part, country, km, at, asked, seeds, on: On::Node }
    }

    fn meet_land(&self, index: &PolylineIndex, at: LngLat) -> Met {
        let link = |line: u32| LinkId::from_index(line as usize);
        let part = |line: u32| self.open.part(self.network.columns().link_a[link(line)]);
        let country = |line: u32| self.network.country_of(link(line));
        let class = |line: u32| (part(line), country(line));
        let feet = index.nearest_by_class(at, self.max_snap_km, SLACK_KM, class);
        let joint = |foot: Foot| Joint {
            part: part(foot.line),
            country: country(foot.line),
            km: foot.km,
            at: foot.at,
            asked: at,
            seeds: self.rests(&foot).into(),
            on: On::Link(foot),
        };
        feet.into_iter().map(joint).collect()
    }

    fn meet_sea(&self, shore: &Shore<'_>, at: LngLat) -> Met {
        let port = shore
            .ports
            .iter()
            .map(|(port, node)| (port.sphere_km(at), *node))
            .filter(|(km, _)| *km <= self.max_snap_km)
            .min_by(|a, b| a.0.total_cmp(&b.0));
        let mut met = Vec::new();
        let beats_port = |km: f64| port.is_none_or(|(port_km, _)| km + PORT_FIRST_KM < port_km);
        if beats_port(0.0)
            && let Some(mesh) = shore.mesh()
            && let Some(snap) = self.near_water(mesh.nearest_water(at))
            && beats_port(snap.km)
        {
            let usable = |node| self.open.part(node).is_some();
            let seeds = mesh.seeds(&snap.point, &shore.closed_gates, usable);
            if let Some((node, _)) = seeds.first() {
                met.push(on_water(&snap, at, self.open.part(*node), seeds));
            }
        }
        if let (true, Some((km, node))) = (met.is_empty(), port) {
            met.push(self.at_node(node, km, at));
        }
        met
    }

    fn near_water(&self, snap: Option<Snap>) -> Option<Snap> {
        snap.filter(|snap| snap.km <= self.max_snap_km)
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

    /// Metres between two joints without touching a node: along one link, over open water, or
    /// straight from point to point where both are ashore of the same water.
    pub(crate) fn direct(&self, start: &Joint, end: &Joint) -> Option<u32> {
        match (start.on, end.on, &self.places) {
            (On::Link(a), On::Link(b), _) if a.line == b.line => {
                Some(start.seeds[0].1.abs_diff(end.seeds[0].1))
            }
            (On::Water(a), On::Water(b), Places::Sea { shore, .. }) => {
                if shore.mesh()?.visible(&a, &b) { shore.straight(start, end) } else { None }
            }
            (On::Node, On::Node, _) if start.seeds[0].0 == end.seeds[0].0 => {
                Some(ashore(start, end))
            }
            _ => None,
        }
    }

    /// For each of some joints: those of others, by number and in order, that lie on water in its sight,
    /// with the metres straight to them. As [`Self::direct`] finds them, all of them in one look.
    pub(crate) fn in_sight(&self, from: &[&Joint], to: &[&Joint]) -> Vec<Vec<(usize, u32)>> {
        let (numbers, points): (Vec<usize>, Vec<WaterPoint>) =
            to.iter().enumerate().filter_map(|(n, joint)| Some((n, *joint.water()?))).unzip();
        let shore = match &self.places {
            Places::Sea { shore, .. } if !points.is_empty() => shore,
            _ => return vec![Vec::new(); from.len()],
        };
        let Some(mesh) = shore.mesh() else { return vec![Vec::new(); from.len()] };
        let targets = mesh.targets(&points);
        from.par_iter()
            .map(|start| {
                let seen = start.water().map(|point| mesh.seen(point, &targets));
                let numbers = seen.into_iter().flatten().map(|target| numbers[target as usize]);
                numbers.filter_map(|n| Some((n, shore.straight(start, to[n])?))).collect()
            })
            .collect()
    }

    /// The course from a joint to the node it is joined to, without the joint itself.
    pub(super) fn way_to(&self, joint: &Joint, node: NodeId) -> Vec<LngLat> {
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

impl Shore<'_> {
    /// Metres between two joints on the water that see each other, unless a closed gate is between them.
    fn straight(&self, start: &Joint, end: &Joint) -> Option<u32> {
        let km = self.closed_gates.straight_km(start.water()?, end.water()?)?;
        Some(metres(km + start.km + end.km).min(ashore(start, end)))
    }
}

impl Joint {
    /// The country of the link met; none at sea.
    pub(crate) fn country(&self) -> CountryCode {
        self.country
    }

    /// The nodes to go on from, with the metres to them.
    pub(crate) fn seeds(&self) -> &[(NodeId, u32)] {
        &self.seeds
    }

    /// Metres to one of its nodes.
    pub(super) fn rest(&self, node: NodeId) -> u32 {
        self.seeds.iter().filter(|seed| seed.0 == node).map(|seed| seed.1).min().unwrap_or(0)
    }

    /// The point of the water it stands on, if it does.
    pub(crate) fn water(&self) -> Option<&WaterPoint> {
        if let On::Water(point) = &self.on { Some(point) } else { None }
    }
}

/// Metres straight from one point asked for to the other, where that is no more than the straight ways
/// from both to the water or the port: then the detour over it would measure nothing. So a point is
/// nothing away from itself, and near points are near. Infinite otherwise.
fn ashore(start: &Joint, end: &Joint) -> u32 {
    let straight = start.asked.sphere_km(end.asked);
    if straight <= start.km + end.km { metres(straight) } else { u32::MAX }
}

/// A joint on the water, with the metres from there to lane nodes.
fn on_water(snap: &Snap, asked: LngLat, part: Option<u32>, nodes: Vec<(NodeId, u32)>) -> Joint {
    let ashore = metres(snap.km);
    let seeds = nodes.into_iter().map(|(node, there)| (node, there + ashore)).collect();
    let (country, on) = (CountryCode::NONE, On::Water(snap.point));
    Joint { part, country, km: snap.km, at: snap.point.at(), asked, seeds, on }
}

/// The links that land points can meet: nobody starts on a border.
pub(super) fn land_index(network: &Network, has: impl Fn(LinkId) -> bool) -> PolylineIndex {
    let links = network.columns().link_a.ids();
    let met = links.filter(|link| has(*link) && border_of(network, *link).is_none());
    PolylineIndex::new(
        met.map(|link| (link.index() as u32, network.course(EdgeId::of(link, false)))),
    )
}

/// Positions of the terminals that ships of the open network reach, with their nodes.
pub(super) fn ports(network: &Network, is_open: impl Fn(NodeId) -> bool) -> Vec<(LngLat, NodeId)> {
    let columns = network.columns();
    let gate: HashMap<NodeId, usize> =
        columns.terminal_node.enumerate().map(|(t, node)| (*node, t.index())).collect();
    let transfers = columns.link_a.ids().filter(|l| columns.link_mode[*l] == Mode::Transfer);
    let mut ports: Vec<(LngLat, NodeId)> = transfers
        .filter(|link| is_open(columns.link_b[*link]))
        .filter_map(|link| {
            let terminal = gate.get(&columns.link_a[link])?;
            Some((network.facts().terminals[*terminal].at, columns.link_b[link]))
        })
        .collect();
    ports.sort_unstable();
    ports
}

fn along(course: &[LngLat]) -> f64 {
    course.windows(2).map(|pair| pair[0].sphere_km(pair[1])).sum()
}
