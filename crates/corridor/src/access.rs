//! How a place joins the network: by its own terminal, or by lorry over the last kilometres.

use crate::engine::Engine;
use crate::place::Resolved;
use crate::problem::Problem;
use corridor_network::fact::TerminalKind;
use corridor_network::nearest::{Foot, nearest_by_scan};
use corridor_network::{CountryCode, EdgeId, Id, Layer, LinkId, LngLat, Network, TerminalId};
use corridor_planning::price::Pricing;
use corridor_planning::{Access, Shipment, World};

impl Engine {
    /// How a place joins the network: its own terminal's gate, and the nearest open road, on which a
    /// lorry leaves or arrives.
    pub(crate) fn access(
        &self,
        place: &Resolved,
        leaves: bool,
        max_snap_km: f64,
        world: &World,
        shipment: &Shipment,
    ) -> Result<Vec<Access>, Problem> {
        let pricing = self.planner().pricing(world, shipment);
        self.access_by(place, leaves, max_snap_km, &pricing)
    }

    /// The same by what a shipment finds open in a world.
    pub(crate) fn access_by(
        &self,
        place: &Resolved,
        leaves: bool,
        max_snap_km: f64,
        pricing: &Pricing<'_>,
    ) -> Result<Vec<Access>, Problem> {
        let (network, shipment) = (self.network(), pricing.shipment());
        let mut access = Vec::new();
        // A town may bear the name of a mine beside it: its boxes do not begin there.
        let own = place.terminal.filter(|terminal| pricing.has_yard(*terminal));
        access.extend(own.map(|terminal| self.by_gate(terminal)));
        let is_open = |link: LinkId| pricing.is_open(EdgeId::of(link, false));
        // A town on an island is not on the road across the strait.
        let road_of = |own: CountryCode, km: f64| {
            let is_own = |link: LinkId| {
                let country = network.country_of(link);
                !own.is_some() || !country.is_some() || country == own
            };
            self.roads().nearest(network, place.at, km, |link| is_own(link) && is_open(link))
        };
        let road = road_of(place.country, max_snap_km)
            // Where borders are disputed, a place may lie in another country by the boundaries than by its name.
            .or_else(|| {
                let there = self.gazetteer().country_at(place.at);
                there.is_some().then(|| road_of(there, max_snap_km)).flatten()
            })
            .or_else(|| road_of(CountryCode::NONE, max_snap_km.min(ABROAD_KM)));
        if let Some((foot, course)) = road {
            let [to_a, to_b] = self.by_road(place.at, &foot, &course, pricing);
            let link = LinkId::from_index(foot.line as usize);
            if pricing.is_open(EdgeId::of(link, true)) {
                access.extend([to_a, to_b]);
            } else {
                // A one-way road is left at its end, and reached at its beginning.
                access.push(if leaves { to_b } else { to_a });
            }
        }
        if shipment.fleet.lorry.is_none() {
            let is_port = self.is_port(place);
            let joins = |terminal: TerminalId| {
                let is_piped = shipment.cargo.is_piped() && self.is_piped(terminal);
                Some(terminal) != own && pricing.has_yard(terminal) && (is_piped || !is_port)
            };
            access.extend(self.by_works(place.at, max_snap_km.min(WORKS_KM), joins));
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
        if self.roads().nearest(network, place.at, max_snap_km, |_| true).is_some() {
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

/// How far a place may lie from a road of another country on which a lorry comes to it, km.
const ABROAD_KM: f64 = 2.0;
/// How far the mines and mills of a town lie from it, km.
const WORKS_KM: f64 = 45.0;
/// How many of them are looked at.
const WORKS: usize = 8;

impl Engine {
    /// Whether a pipeline begins or ends at a terminal.
    fn is_piped(&self, terminal: TerminalId) -> bool {
        let facts = self.network().facts();
        let id = &facts.terminals[terminal.index()].id;
        facts.pipelines.iter().any(|pipeline| pipeline.from == *id || pipeline.to == *id)
    }

    /// Whether a place is a port: what is asked for from a port begins there.
    fn is_port(&self, place: &Resolved) -> bool {
        let facts = self.network().facts();
        place.terminal.is_some_and(|t| facts.terminals[t.index()].kind == TerminalKind::Port)
    }

    /// How cargo that no lorry carries joins at a town or a works: at the terminals, mines and mills round
    /// it, where it is loaded. So the oil of a refinery comes over the piers of the refinery. A port is left
    /// and reached by itself and by the pipelines round it.
    fn by_works(&self, at: LngLat, km: f64, joins: impl Fn(TerminalId) -> bool) -> Vec<Access> {
        let terminals = self.network().facts().terminals.iter().enumerate();
        let mut near: Vec<(f64, TerminalId)> = terminals
            .filter(|(_, terminal)| terminal.kind != TerminalKind::Landing)
            .map(|(row, terminal)| (terminal.at.sphere_km(at), TerminalId::from_index(row)))
            .filter(|(away, terminal)| *away <= km && joins(*terminal))
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

/// The boxes of all roads, so that those near a place are found without drawing all.
#[derive(Debug)]
pub(crate) struct Roads(Vec<(LinkId, [i32; 4])>);

/// Distances within which the nearest road is looked for before the whole distance, km: where roads
/// are dense, few need to be drawn.
const RINGS_KM: [f64; 2] = [1.0, 8.0];

impl Roads {
    pub(crate) fn new(network: &Network) -> Self {
        let of = |link: LinkId| {
            let course = network.course(EdgeId::of(link, false));
            let range = |k: usize| {
                let along = course.iter().map(|at| at.e7()[k]);
                (along.clone().min().unwrap_or(0), along.max().unwrap_or(0))
            };
            let ((west, east), (south, north)) = (range(0), range(1));
            (link, [west, south, east, north])
        };
        Self(network.links_of(Layer::Road).map(of).collect())
    }

    /// Where a point meets the nearest road that `takes`, with the course of that.
    fn nearest(
        &self,
        network: &Network,
        at: LngLat,
        max_km: f64,
        takes: impl Fn(LinkId) -> bool,
    ) -> Option<(Foot, Vec<LngLat>)> {
        let rings = RINGS_KM.into_iter().filter(|km| *km < max_km).chain([max_km]);
        rings.into_iter().find_map(|km| {
            let near = self.0.iter().filter(|(_, sides)| may_be_within(*sides, at, km));
            let courses: Vec<(u32, Vec<LngLat>)> = near
                .filter(|(link, _)| takes(*link))
                .map(|(link, _)| (link.index() as u32, network.course(EdgeId::of(*link, false))))
                .collect();
            let lines = courses.iter().map(|(n, course)| (*n, course.as_slice()));
            let foot = nearest_by_scan(lines, at, km)?;
            let course = courses.into_iter().find(|(n, _)| *n == foot.line)?.1;
            Some((foot, course))
        })
    }
}

/// Whether something in a box may lie within some kilometres of a point. Boxes that span half the
/// earth belong to roads across the antimeridian, and may be anywhere on its latitudes.
fn may_be_within([west, south, east, north]: [i32; 4], at: LngLat, km: f64) -> bool {
    let [lng, lat] = at.e7().map(i64::from);
    let wide = i64::from(east) - i64::from(west);
    // A great circle bulges polewards of its ends: by 0.3 % of its length where it is 150 km long.
    let bulge = wide.min(1_800_000_000) / 100;
    let reach = (km / 110.0 * 1e7) as i64 + bulge;
    if lat < i64::from(south) - reach || lat > i64::from(north) + reach {
        return false;
    }
    if wide > 1_800_000_000 {
        return true;
    }
    let stretch = 1.0 / (at.lat().abs() + km / 110.0).min(89.0).to_radians().cos();
    let reach = (reach as f64 * stretch) as i64;
    [0, 3_600_000_000, -3_600_000_000].into_iter().any(|turn| {
        let lng = lng + turn;
        i64::from(west) - reach <= lng && lng <= i64::from(east) + reach
    })
}

/// Length of a course on the mean sphere, km.
pub(crate) fn course_km(course: &[LngLat]) -> f64 {
    course.windows(2).map(|pair| pair[0].sphere_km(pair[1])).sum()
}
