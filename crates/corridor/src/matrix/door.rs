//! From door to door over all modes, between all of some places.
//!
//! The way of every cell is the best by one criterion, with what it adds up to by the others. It is
//! the way that `plan` would find for that criterion; corridors, services kept apart and ways that
//! are second best are not looked at. Values are for the whole shipment; searches add them up for
//! one 40-foot unit, so that large shipments do not leave their range.

use super::{MatrixBlock, MatrixEngine, Quantity, Spot};
use crate::distance::DistanceOptions;
use crate::engine::Engine;
use crate::named;
use crate::problem::Problem;
use crate::router::Outcome;
use corridor_network::nearest::PolylineIndex;
use corridor_network::{EdgeId, Id, Layer, LinkId, LngLat};
use corridor_planning::{Access, Conditions, IceClass, Order, World};
use corridor_routing::{
    ArcSkims, Customized, Direction, Ends, LayerGraph, Perfect, Skim, SkimEnd, SkimTargets,
    Targets, Weight,
};
use rayon::prelude::*;
use std::ops::Range;

/// What the way of a cell is chosen by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WeighBy {
    /// Metres.
    Distance,
    /// Hours, waits and dwell included.
    Time,
    /// US dollars.
    Cost,
    /// CO2e, well to wheel.
    Co2e,
    /// US dollars, with what an hour costs.
    CostAndTime {
        /// What an hour costs a 40-foot unit, thousandths of a dollar.
        usd_thousandths_per_hour: u32,
    },
}

impl WeighBy {
    /// The quantity told of a way when none is asked for.
    pub fn quantity(self) -> Quantity {
        match self {
            Self::Distance => Quantity::Distance,
            Self::Time => Quantity::Duration,
            Self::Cost | Self::CostAndTime { .. } => Quantity::Cost,
            Self::Co2e => Quantity::Co2e,
        }
    }
}

/// What a door-to-door matrix is about.
#[derive(Clone, Debug)]
pub struct DoorOptions {
    /// What is open, and on which day; the mode does not count.
    pub open: DistanceOptions,
    /// Ice class of the ship.
    pub ice_class: IceClass,
    /// Twenty-foot equivalent units moved in every cell.
    pub teu: f64,
    /// Their mass, t.
    pub mass_t: f64,
    /// What ways are chosen by.
    pub weigh_by: WeighBy,
}

/// A matrix over all modes, ready to be computed.
pub struct DoorMatrix<'e> {
    layer: &'e LayerGraph,
    customized: Customized,
    quantities: Vec<Quantity>,
    /// 40-foot units that each quantity is of, and parts of its unit that sums are of.
    scale: Vec<(f64, f64)>,
    /// Sums of the quantities over arcs.
    arcs: ArcSkims,
    origins: Vec<Vec<SkimEnd>>,
    destinations: Vec<Vec<SkimEnd>>,
    /// Where the points asked for are, origins and destinations.
    points: (Vec<LngLat>, Vec<LngLat>),
}

impl Engine {
    /// A matrix from door to door.
    ///
    /// # Errors
    /// When a name to avoid or allow is not known, or the shipment is none.
    pub fn door_matrix(
        &self,
        options: &DoorOptions,
        quantities: &[Quantity],
        origins: &[Spot],
        destinations: &[Spot],
    ) -> Result<DoorMatrix<'_>, Problem> {
        let network = self.network();
        let open = &options.open;
        let avoid = named::resolve(network, &open.avoid, "--avoid")?;
        if let Some(row) = avoid.corridors.first() {
            return Err(Problem::bad_input(
                "corridor-of-many",
                format!(
                    "the corridor {} cannot be avoided in a matrix",
                    network.facts().corridors[*row].id
                ),
                "avoid the passages, countries or lines that it goes through",
            ));
        }
        let points: Vec<_> = origins.iter().chain(destinations).map(Spot::at).collect();
        let world = &World::new(
            network,
            Conditions {
                depart: open.on,
                as_of: open.on,
                ice_class: options.ice_class,
                avoid_features: avoid.features,
                allow_features: named::resolve(network, &open.allow, "--allow")?.features,
                avoid_countries: avoid.countries,
                no_transit: Vec::new(),
                // An area at war that holds an end is open to all pairs of the matrix.
                within: self.wars_around(&points),
                strict_status: open.strict_status,
                // One world for all pairs.
                trade: None,
            },
        );
        // What it is worth changes no way: time is not weighed against money here.
        let order = Order {
            teu: Some(options.teu),
            mass_t: Some(options.mass_t),
            value_usd: Some(0.0),
            ..Order::default()
        };
        let shipment = &self.shipment(&order)?;
        let layer = self.layer(Layer::All);
        let feu = shipment.feu();
        let pricing = self.planner().pricing(world, shipment);
        let columns = network.columns();
        let mut metric = Vec::with_capacity(layer.hierarchy().edge_count());
        let mut skims = vec![Skim::new(); quantities.len()];
        for e in 0..layer.hierarchy().edge_count() {
            let edge = layer.network_edge(EdgeId::from_index(e));
            let metres = columns.link_length[edge.link()].0;
            let mut taken = Taken { metres, ..Taken::default() };
            let is_open = pricing.is_open(edge);
            if is_open {
                pricing.charges(edge, |charge| taken.add(charge.hours, charge.usd, charge.kg));
            }
            metric.push(if is_open {
                taken.weight(options.weigh_by, feu)
            } else {
                Weight::INFINITY
            });
            for (quantity, skim) in quantities.iter().zip(&mut skims) {
                let counted = quantity.metres_of(network, edge.link());
                skim.push(taken.quantity(quantity, feu).unwrap_or(counted));
            }
        }
        let customized = layer.hierarchy().customize(corridor_routing::Metric::new(metric));
        let roads =
            network.links_of(Layer::Road).filter(|l| pricing.is_open(EdgeId::of(*l, false)));
        let course = |link: LinkId| network.course(EdgeId::of(link, false));
        let roads = PolylineIndex::new(roads.map(|l| (l.index() as u32, course(l))));
        let ends = |spot: &Spot| -> Vec<SkimEnd> {
            let mut access: Vec<Access> = Vec::new();
            if let Spot::Place(place) = spot {
                access.extend(place.terminal.map(|terminal| self.by_gate(terminal)));
            }
            if let Some(foot) = roads.nearest(spot.at(), open.max_snap_km) {
                let course: Vec<LngLat> = course(LinkId::from_index(foot.line as usize));
                access.extend(self.by_road(spot.at(), &foot, &course, &pricing));
            }
            let end = |access: &Access| {
                let metres = (access.km * 1000.0).round() as u32;
                let mut taken = Taken { metres, ..Taken::default() };
                taken.add(access.hours, access.usd, access.kg);
                let country = columns.node_country[access.node];
                let of = |quantity: &Quantity| {
                    taken.quantity(quantity, feu).unwrap_or(match quantity {
                        Quantity::Country(c) if *c == country => metres,
                        _ => 0,
                    })
                };
                let sums = quantities.iter().map(of).collect();
                let weight = taken.weight(options.weigh_by, feu);
                layer.node(access.node).map(|node| SkimEnd { node, weight, sums })
            };
            access.iter().filter_map(end).collect()
        };
        let arcs = ArcSkims::new(layer.hierarchy(), &customized, &skims);
        Ok(DoorMatrix {
            layer,
            customized,
            quantities: quantities.to_vec(),
            scale: quantities.iter().map(|quantity| scale(quantity, feu)).collect(),
            arcs,
            origins: origins.par_iter().map(ends).collect(),
            destinations: destinations.par_iter().map(ends).collect(),
            points: (
                origins.iter().map(Spot::at).collect(),
                destinations.iter().map(Spot::at).collect(),
            ),
        })
    }
}

/// What an edge or an access takes.
#[derive(Clone, Copy, Debug, Default)]
struct Taken {
    metres: u32,
    hours: f64,
    usd: f64,
    kg: f64,
}

impl Taken {
    fn add(&mut self, hours: f64, usd: f64, kg: f64) {
        self.hours += hours;
        self.usd += usd;
        self.kg += kg;
    }

    fn weight(self, by: WeighBy, feu: f64) -> Weight {
        if let WeighBy::CostAndTime { usd_thousandths_per_hour } = by {
            let time = self.hours * f64::from(usd_thousandths_per_hour);
            return Weight::new((self.usd / feu * 1000.0 + time).round() as u32);
        }
        Weight::new(self.quantity(&by.quantity(), feu).unwrap_or(0))
    }

    /// Metres, seconds, and thousandths of dollars and kilograms per 40-foot unit; none for what
    /// depends on where the metres are.
    fn quantity(self, quantity: &Quantity, feu: f64) -> Option<u32> {
        match quantity {
            Quantity::Distance => Some(self.metres),
            Quantity::Duration => Some((self.hours * 3600.0).round() as u32),
            Quantity::Cost => Some((self.usd / feu * 1000.0).round() as u32),
            Quantity::Co2e => Some((self.kg / feu * 1000.0).round() as u32),
            Quantity::Country(_) | Quantity::Feature(..) => None,
        }
    }
}

fn scale(quantity: &Quantity, feu: f64) -> (f64, f64) {
    match quantity {
        Quantity::Cost | Quantity::Co2e => (feu, 1000.0),
        _ => (1.0, 1.0),
    }
}

impl MatrixEngine for DoorMatrix<'_> {
    fn block(
        &self,
        origins: Range<usize>,
        stop: &(dyn Fn() -> bool + Sync),
    ) -> Option<MatrixBlock> {
        let hierarchy = self.layer.hierarchy();
        let perfect = Perfect::new(hierarchy, &self.customized);
        let plain = |ends: &Vec<SkimEnd>| -> Ends {
            ends.iter().map(|end| (end.node, end.weight)).collect()
        };
        let targets: Vec<Ends> = self.destinations.iter().map(plain).collect();
        let part = Targets::new(&perfect, &targets, Direction::Forward);
        if stop() {
            return None;
        }
        let skims = SkimTargets::new(&part, &self.arcs, &self.destinations)
            .skim(&self.origins[origins.clone()]);
        let width = self.destinations.len();
        let mut block = MatrixBlock::of(origins.len() * width, self.quantities.len());
        for (cell, outcome) in block.outcomes.iter_mut().enumerate() {
            let from = &self.origins[origins.start + cell / width.max(1)];
            *outcome = if from.is_empty() {
                Outcome::FromTooFar
            } else if self.destinations[cell % width].is_empty() {
                Outcome::ToTooFar
            } else if self.points.0[origins.start + cell / width.max(1)]
                == self.points.1[cell % width]
            {
                // What is there already is not moved: no road, no handling, no wait.
                Outcome::Found(0)
            } else if skims.weights[cell] < Weight::INFINITY.get() {
                for ((values, sums), (units, parts)) in
                    block.values.iter_mut().zip(&skims.sums).zip(&self.scale)
                {
                    values[cell] = f64::from(sums[cell]) * units / parts;
                }
                Outcome::Found(0)
            } else {
                Outcome::NotJoined
            };
        }
        Some(block)
    }
}
