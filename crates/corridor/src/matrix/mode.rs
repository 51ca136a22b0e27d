//! Distances in one mode between all of some places: the answers of `pairs`, swept.
//!
//! Ways that may cross borders are swept for all cells at once. What ways inside a country count is
//! another weight for every country, so those are asked one by one, unless the way swept crosses no
//! border and nothing but length counts: then it is the best one at home as well.

use super::{MatrixBlock, MatrixEngine, Quantity, Spot};
use crate::distance::DistanceOptions;
use crate::engine::Engine;
use crate::problem::Problem;
use crate::router::{Joint, Met, ModeRouter, Outcome};
use corridor_network::{CountryCode, Id, LinkId, Mode};
use corridor_routing::{
    ArcSkims, Direction, Ends, Perfect, Skim, SkimEnd, SkimTargets, Skims, Targets,
};
use rayon::prelude::*;
use std::ops::Range;

/// Cells of a block asked one by one between two looks at whether to stop.
const AT_ONCE: usize = 4_096;

/// A matrix of one mode, ready to be computed.
pub struct ModeMatrix<'e> {
    router: ModeRouter<'e>,
    quantities: Vec<Quantity>,
    origins: Vec<Met>,
    destinations: Vec<Met>,
    /// Whether nothing but length counts when a way that may cross borders is chosen.
    by_length: bool,
    /// Sums over arcs: the quantities asked for, then the links at a border; none where ways are
    /// found over the water itself.
    arcs: Option<ArcSkims>,
}

impl<'e> ModeMatrix<'e> {
    pub(super) fn new(
        engine: &'e Engine,
        options: &DistanceOptions,
        quantities: &[Quantity],
        origins: &[Spot],
        destinations: &[Spot],
    ) -> Result<Self, Problem> {
        if let Some(q) = quantities
            .iter()
            .find(|q| matches!(q, Quantity::Duration | Quantity::Cost | Quantity::Co2e))
        {
            return Err(Problem::bad_input(
                "skim-mode",
                format!("{} is not known of ways in one mode", q.column()),
                "`--mode all` goes from door to door and knows it",
            ));
        }
        let router = engine.mode_router(options)?;
        if router.layer().is_none() && quantities.iter().any(|q| *q != Quantity::Distance) {
            return Err(Problem::bad_input(
                "skim-area",
                "with an area avoided, ways over the water are known by their length alone",
                "ask for distance only, or avoid passages instead of the area",
            ));
        }
        let network = engine.network();
        let arcs = router.layer().zip(router.abroad()).map(|(layer, abroad)| {
            let link = |e: usize| {
                let edge = corridor_network::EdgeId::from_index(e);
                layer.network_edge(edge).link()
            };
            let edges = layer.hierarchy().edge_count();
            let column = |value: &dyn Fn(LinkId) -> u32| -> Skim {
                (0..edges).map(|e| value(link(e))).collect()
            };
            let mut skims: Vec<Skim> =
                quantities.iter().map(|q| column(&|l| q.metres_of(network, l))).collect();
            skims.push(column(&|l| u32::from(router.is_at_border(l))));
            ArcSkims::new(layer.hierarchy(), abroad, &skims)
        });
        let point = |spot: &Spot| match spot {
            Spot::Place(place) if options.mode == Mode::Sea => (place.terminal, place.at),
            spot => (None, spot.at()),
        };
        // Most points are origins and destinations: each is met once.
        let mut points: Vec<_> = origins.iter().chain(destinations).map(point).collect();
        points.sort_unstable();
        points.dedup();
        let met: Vec<Met> = points
            .par_iter()
            .map(|(terminal, at)| {
                terminal.map_or_else(|| router.meet(*at), |t| router.meet_terminal(t))
            })
            .collect();
        let met_at = |spot: &Spot| {
            let number = points.binary_search(&point(spot)).expect("every point was met");
            met[number].clone()
        };
        let origins = origins.iter().map(met_at).collect();
        let destinations = destinations.iter().map(met_at).collect();
        let by_length = options.mode != Mode::Rail;
        Ok(Self { router, quantities: quantities.to_vec(), origins, destinations, by_length, arcs })
    }

    /// The router that answers it.
    pub fn router(&self) -> &ModeRouter<'e> {
        &self.router
    }

    /// The ends of a joint, with what they add to the quantities.
    fn ends(&self, joint: &Joint) -> Vec<SkimEnd> {
        let Some(layer) = self.router.layer() else { return Vec::new() };
        let end = |(node, metres): &(corridor_network::NodeId, u32)| {
            let of = |q: &Quantity| match q {
                Quantity::Distance => *metres,
                Quantity::Country(country) if joint.country() == *country => *metres,
                _ => 0,
            };
            let mut sums: Vec<u32> = self.quantities.iter().map(of).collect();
            sums.push(0);
            let weight = corridor_routing::Weight::new(*metres);
            layer.node(*node).map(|node| SkimEnd { node, weight, sums })
        };
        joint.seeds().iter().filter_map(end).collect()
    }

    /// Weights and quantities from all joints of some origins to all joints of the destinations.
    fn swept(&self, joints: &[&Joint]) -> Skims {
        let (Some(layer), Some(abroad), Some(arcs)) =
            (self.router.layer(), self.router.abroad(), &self.arcs)
        else {
            return Skims::default();
        };
        let perfect = Perfect::new(layer.hierarchy(), abroad);
        let targets: Vec<Vec<SkimEnd>> =
            self.destinations.iter().flatten().map(|joint| self.ends(joint)).collect();
        let plain: Vec<Ends> = targets
            .iter()
            .map(|ends| ends.iter().map(|end| (end.node, end.weight)).collect())
            .collect();
        let part = Targets::new(&perfect, &plain, Direction::Forward);
        let sources: Vec<Vec<SkimEnd>> = joints.iter().map(|joint| self.ends(joint)).collect();
        SkimTargets::new(&part, arcs, &targets).skim(&sources)
    }
}

/// A cell that has to be asked on its own.
#[derive(Clone, Copy)]
struct Alone {
    cell: usize,
    home: CountryCode,
    from: usize,
    to: usize,
}

impl MatrixEngine for ModeMatrix<'_> {
    fn block(
        &self,
        origins: Range<usize>,
        stop: &(dyn Fn() -> bool + Sync),
    ) -> Option<MatrixBlock> {
        let width = self.destinations.len();
        let mut block = MatrixBlock::of(origins.len() * width, self.quantities.len());
        let (row_of, joints) = numbered(&self.origins[origins.clone()]);
        let (column_of, all) = numbered(&self.destinations);
        let swept = self.swept(&joints);
        let in_sight = self.router.in_sight(&joints, &all);
        let border = self.quantities.len();
        let mut alone = Vec::new();
        for (row, from) in self.origins[origins.clone()].iter().enumerate() {
            if stop() {
                return None;
            }
            for (column, to) in self.destinations.iter().enumerate() {
                let cell = row * width + column;
                block.outcomes[cell] = match (from.is_empty(), to.is_empty()) {
                    (true, _) => Outcome::FromTooFar,
                    (_, true) => Outcome::ToTooFar,
                    _ => Outcome::NotJoined,
                };
                let (from_number, to_number) = (origins.start + row, column);
                let ask = Alone { cell, home: CountryCode::NONE, from: from_number, to: to_number };
                if self.router.layer().is_none() {
                    alone.push(ask);
                    continue;
                }
                let Some((start, end)) = ModeRouter::joints(from, to) else { continue };
                let (start_number, end_number) = (row_of[row] + start, column_of[column] + end);
                let (start, end) = (&from[start], &to[end]);
                let at = start_number * all.len() + end_number;
                let weight = swept.weights[at];
                let home = ModeRouter::home(start, end);
                let crosses = swept.sums[border][at] > 0;
                let ask = Alone { home: home.unwrap_or(CountryCode::NONE), ..ask };
                if home.is_some() && (crosses || !self.by_length) {
                    alone.push(ask);
                    continue;
                }
                // The way swept stands unless there is one without a node between.
                let direct = if start.water().and(end.water()).is_some() {
                    let seen = &in_sight[start_number];
                    seen.binary_search_by_key(&end_number, |(n, _)| *n).ok().map(|n| seen[n].1)
                } else {
                    self.router.direct(start, end)
                };
                if let Some(metres) = direct.filter(|metres| *metres <= weight) {
                    let sums = self.router.direct_quantities(start, end, metres, &self.quantities);
                    for (values, sum) in block.values.iter_mut().zip(sums) {
                        values[cell] = sum;
                    }
                    block.outcomes[cell] = Outcome::Found(0);
                } else if weight < corridor_routing::Weight::INFINITY.get() {
                    for (values, sums) in block.values.iter_mut().zip(&swept.sums) {
                        values[cell] = f64::from(sums[at]);
                    }
                    block.outcomes[cell] = Outcome::Found(0);
                }
            }
        }
        // Country by country, since what counts at home is made anew for each.
        alone.sort_by_key(|ask| ask.home);
        for asked in alone.chunks(AT_ONCE) {
            if stop() {
                return None;
            }
            let found: Vec<_> = asked
                .par_iter()
                .map_init(
                    || self.router.search(),
                    |search, ask| {
                        let (from, to) = (&self.origins[ask.from], &self.destinations[ask.to]);
                        self.router.quantities(search, from, to, &self.quantities)
                    },
                )
                .collect();
            for (ask, (outcome, values)) in asked.iter().zip(found) {
                block.outcomes[ask.cell] = outcome;
                for (column, value) in block.values.iter_mut().zip(values) {
                    column[ask.cell] = value;
                }
            }
        }
        Some(block)
    }
}

/// All joints of some points in a row, and the number of each point's first one.
fn numbered(met: &[Met]) -> (Vec<usize>, Vec<&Joint>) {
    let mut first = Vec::with_capacity(met.len());
    let mut joints = Vec::new();
    for met in met {
        first.push(joints.len());
        joints.extend(met);
    }
    (first, joints)
}
