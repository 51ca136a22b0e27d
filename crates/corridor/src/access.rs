//! How a place joins the network: by its own terminal, or by lorry over the last kilometres.

use crate::engine::Engine;
use crate::place::Resolved;
use crate::problem::Problem;
use corridor_network::nearest::{Foot, nearest_by_scan};
use corridor_network::{EdgeId, Id, LinkId, LngLat, Mode, Network, TerminalId};
use corridor_planning::{Access, Shipment, World};

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
        let columns = network.columns();
        let mut access = Vec::new();
        access.extend(place.terminal.map(|terminal| self.by_gate(terminal)));
        let pricing = self.planner().pricing(world, shipment);
        let courses: Vec<(u32, Vec<LngLat>)> = near_links(network, place.at, max_snap_km)
            .filter(|link| columns.link_mode[*link] == Mode::Road)
            .filter(|link| pricing.is_open(EdgeId::of(*link, false)))
            .map(|link| (link.index() as u32, network.course(EdgeId::of(link, false))))
            .collect();
        let lines = courses.iter().map(|(n, course)| (*n, course.as_slice()));
        if let Some(foot) = nearest_by_scan(lines, place.at, max_snap_km) {
            let course = &courses.iter().find(|(n, _)| *n == foot.line).expect("it was met").1;
            access.extend(self.by_road(place.at, &foot, course, shipment));
        }
        if access.is_empty() {
            return Err(Problem::bad_input(
                "too-far",
                format!(
                    "{} lies more than {max_snap_km} km from any road or terminal of the network that is open to you",
                    place.label
                ),
                "raise --max-snap, name a nearer town or port, or avoid less",
            ));
        }
        Ok(access)
    }
}

impl Engine {
    /// How a place joins the road it meets: by both ends of the link.
    pub(crate) fn by_road(
        &self,
        at: LngLat,
        foot: &Foot,
        course: &[LngLat],
        shipment: &Shipment,
    ) -> [Access; 2] {
        let columns = self.network().columns();
        let link = LinkId::from_index(foot.line as usize);
        let rates = self.planner().rates();
        let here = rates.of(columns.node_country[columns.link_a[link]]);
        let cut = foot.segment as usize + 1;
        let whole = course_km(course).max(1e-9);
        let scale = columns.link_length[link].km() / whole;
        let back = course[..cut].iter().rev().copied().collect();
        let ends = [(columns.link_a[link], back), (columns.link_b[link], course[cut..].to_vec())];
        ends.map(|(node, rest): (_, Vec<LngLat>)| {
            let mut way = vec![at, foot.at];
            way.extend(rest);
            let km = foot.km * 1.2 + course_km(&way[1..]) * scale;
            Access {
                node,
                km,
                hours: km / here.road_kmh + rates.road_loading_h,
                usd: shipment.lorries() * (rates.road_base_usd + km * here.road_usd_per_km),
                kg: rates.road_g_per_tkm * shipment.mass_t * km / 1000.0,
                course: way,
            }
        })
    }

    /// How a place joins its own terminal: by the gate.
    pub(crate) fn by_gate(&self, terminal: TerminalId) -> Access {
        let node = self.network().columns().terminal_node[terminal];
        Access { node, km: 0.0, course: Vec::new(), hours: 0.0, usd: 0.0, kg: 0.0 }
    }
}

/// Links with an end near enough to matter, cheaply: a scan over all nodes would cost more than it
/// saves, so the ends are compared by latitude and longitude first.
fn near_links(network: &Network, at: LngLat, km: f64) -> impl Iterator<Item = LinkId> {
    let columns = network.columns();
    // Road links are rarely longer than this; those that are have bends, looked at by the scan.
    let margin = ((km + 150.0) / 111.0 * 1e7) as i64;
    let stretch = 1.0 / at.lat().to_radians().cos().max(0.05);
    let [lng, lat] = at.e7().map(i64::from);
    columns.link_a.ids().filter(move |link| {
        let near = |node: corridor_network::NodeId| {
            let [x, y] = columns.node_at[node].e7().map(i64::from);
            let turn = (x - lng).abs();
            let turn = turn.min(3_600_000_000 - turn);
            (y - lat).abs() <= margin && (turn as f64) <= margin as f64 * stretch
        };
        near(columns.link_a[*link]) || near(columns.link_b[*link])
    })
}

/// Length of a course on the mean sphere, km.
pub(crate) fn course_km(course: &[LngLat]) -> f64 {
    course.windows(2).map(|pair| pair[0].sphere_km(pair[1])).sum()
}
