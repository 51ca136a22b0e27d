//! How a place joins the network: by its own terminal, or by lorry over the last kilometres.

use crate::engine::Engine;
use crate::place::Resolved;
use crate::problem::Problem;
use corridor_network::fact::TerminalKind;
use corridor_network::nearest::{Foot, nearest_by_scan};
use corridor_network::{EdgeId, Id, Layer, LinkId, LngLat, Network, NodeId, TerminalId};
use corridor_planning::price::Pricing;
use corridor_planning::{Access, Shipment, World};
use std::collections::BTreeSet;

impl Engine {
    /// How a place joins the network: its own terminal's gate, and the nearest open road.
    pub(crate) fn access(
        &self,
        place: &Resolved,
        max_snap_km: f64,
        world: &World,
        shipment: &Shipment,
    ) -> Result<Vec<Access>, Problem> {
        let network = self.network();
        let mut access = Vec::new();
        access.extend(place.terminal.map(|terminal| self.by_gate(terminal)));
        let pricing = self.planner().pricing(world, shipment);
        let courses: Vec<(u32, Vec<LngLat>)> = self
            .road_ends()
            .near(network, place.at, max_snap_km)
            .into_iter()
            .filter(|link| pricing.is_open(EdgeId::of(*link, false)))
            .map(|link| (link.index() as u32, network.course(EdgeId::of(link, false))))
            .collect();
        let lines = courses.iter().map(|(n, course)| (*n, course.as_slice()));
        if let Some(foot) = nearest_by_scan(lines, place.at, max_snap_km) {
            let course = &courses.iter().find(|(n, _)| *n == foot.line).expect("it was met").1;
            access.extend(self.by_road(place.at, &foot, course, &pricing));
        }
        let by_lorry = shipment.fleet.lorry.is_some();
        if !by_lorry && !self.is_port(place) {
            access.extend(self.by_works(place.at, max_snap_km.min(WORKS_KM)));
        }
        if access.is_empty() {
            return Err(self.no_access(place, max_snap_km, shipment));
        }
        Ok(access)
    }

    /// Why a place cannot be left or reached, and what lies nearest.
    fn no_access(&self, place: &Resolved, max_snap_km: f64, shipment: &Shipment) -> Problem {
        let network = self.network();
        let mut terminals: Vec<(f64, &str)> = network
            .facts()
            .terminals
            .iter()
            .map(|terminal| (terminal.at.sphere_km(place.at), terminal.name.as_str()))
            .collect();
        terminals.sort_by(|a, b| a.0.total_cmp(&b.0));
        let nearest: Vec<String> =
            terminals.iter().take(3).map(|(km, name)| format!("{name} ({km:.0} km)")).collect();
        let nearest = nearest.join(", ");
        let roads = self.road_ends().near(network, place.at, max_snap_km);
        let courses = roads.iter().map(|link| network.course(EdgeId::of(*link, false)));
        let courses: Vec<Vec<LngLat>> = courses.collect();
        let lines = courses.iter().enumerate().map(|(n, course)| (n as u32, course.as_slice()));
        if nearest_by_scan(lines, place.at, max_snap_km).is_some() {
            return Problem::bad_input(
                "no-loading-point",
                format!(
                    "{} has roads, but no lorry is open to {:.0} t of {} cargo there, and it is no \
                     terminal",
                    place.label, shipment.mass_t, shipment.cargo
                ),
                format!(
                    "name a terminal, the nearest are {nearest}; or a smaller mass, or avoid less"
                ),
            );
        }
        Problem::bad_input(
            "too-far",
            format!("{} lies more than {max_snap_km} km from any road of the network", place.label),
            format!("raise --max-snap, or name a nearer town or terminal: {nearest}"),
        )
    }
}

/// How far the mines and mills of a town lie from it, km.
const WORKS_KM: f64 = 40.0;
/// How many of them are looked at.
const WORKS: usize = 8;

impl Engine {
    /// Whether a place is a port: what is asked for from a port begins there.
    fn is_port(&self, place: &Resolved) -> bool {
        let facts = self.network().facts();
        place.terminal.is_some_and(|t| facts.terminals[t.index()].kind == TerminalKind::Port)
    }

    /// How cargo that no lorry carries joins at a town or a works: at the terminals, mines and mills round
    /// it, where it is loaded. So the oil of a refinery comes over the piers of the refinery.
    fn by_works(&self, at: LngLat, km: f64) -> Vec<Access> {
        let terminals = self.network().facts().terminals.iter().enumerate();
        let mut near: Vec<(f64, TerminalId)> = terminals
            .filter(|(_, terminal)| terminal.kind != TerminalKind::Landing)
            .map(|(row, terminal)| (terminal.at.sphere_km(at), TerminalId::from_index(row)))
            .filter(|(away, _)| *away <= km)
            .collect();
        near.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        near.into_iter().take(WORKS).map(|(_, terminal)| self.by_gate(terminal)).collect()
    }

    /// How a place joins the road it meets: by both ends of the link.
    pub(crate) fn by_road(
        &self,
        at: LngLat,
        foot: &Foot,
        course: &[LngLat],
        pricing: &Pricing<'_>,
    ) -> [Access; 2] {
        let columns = self.network().columns();
        let link = LinkId::from_index(foot.line as usize);
        let country = columns.node_country[columns.link_a[link]];
        let cut = foot.segment as usize + 1;
        let whole = course_km(course).max(1e-9);
        let scale = columns.link_length[link].km() / whole;
        let back = course[..cut].iter().rev().copied().collect();
        let ends = [(columns.link_a[link], back), (columns.link_b[link], course[cut..].to_vec())];
        ends.map(|(node, rest): (_, Vec<LngLat>)| {
            let mut way = vec![at, foot.at];
            way.extend(rest);
            let km = foot.km * 1.2 + course_km(&way[1..]) * scale;
            let drive = pricing.drive(country, km);
            Access { node, km, hours: drive.hours, usd: drive.usd, kg: drive.kg, course: way }
        })
    }

    /// How a place joins its own terminal: by the gate.
    pub(crate) fn by_gate(&self, terminal: TerminalId) -> Access {
        let node = self.network().columns().terminal_node[terminal];
        Access { node, km: 0.0, course: Vec::new(), hours: 0.0, usd: 0.0, kg: 0.0 }
    }
}

/// The ends of all roads, from the south, so that those near a place are found without looking at all.
#[derive(Debug)]
pub(crate) struct RoadEnds(Vec<(i32, LinkId)>);

impl RoadEnds {
    pub(crate) fn new(network: &Network) -> Self {
        let columns = network.columns();
        let ends = |link: LinkId| {
            [columns.link_a[link], columns.link_b[link]]
                .map(|node| (columns.node_at[node].e7()[1], link))
        };
        let mut ends: Vec<_> = network.links_of(Layer::Road).flat_map(ends).collect();
        ends.sort_unstable();
        Self(ends)
    }

    /// The roads with an end near enough to matter.
    fn near(&self, network: &Network, at: LngLat, km: f64) -> BTreeSet<LinkId> {
        let columns = network.columns();
        // Road links are rarely longer than this; those that are have bends, looked at by the scan.
        let margin = ((km + 150.0) / 111.0 * 1e7) as i64;
        let stretch = 1.0 / at.lat().to_radians().cos().max(0.05);
        let [lng, lat] = at.e7().map(i64::from);
        let first = self.0.partition_point(|(end, _)| i64::from(*end) < lat - margin);
        let band = self.0[first..].iter().take_while(|(end, _)| i64::from(*end) <= lat + margin);
        let near = |node: NodeId| {
            let turn = (i64::from(columns.node_at[node].e7()[0]) - lng).abs();
            (turn.min(3_600_000_000 - turn) as f64) <= margin as f64 * stretch
        };
        band.map(|(_, link)| *link)
            .filter(|link| near(columns.link_a[*link]) || near(columns.link_b[*link]))
            .collect()
    }
}

/// Length of a course on the mean sphere, km.
pub(crate) fn course_km(course: &[LngLat]) -> f64 {
    course.windows(2).map(|pair| pair[0].sphere_km(pair[1])).sum()
}
