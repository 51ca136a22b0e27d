//! Which demands meet the same world, and how their places are left and reached in it.

use super::super::ends::Demand;
use super::super::goods::Goods;
use super::piece::End;
use crate::engine::Engine;
use crate::named;
use crate::place::Resolved;
use crate::plan::PlanRequest;
use crate::problem::Problem;
use corridor_network::fact::{State, status_on};
use corridor_network::{CountryCode, FeatureId};
use corridor_planning::{Access, Cargo, Conditions, Order, Shipment, World};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// What the trade of a demand finds otherwise than that of another, in one world.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    /// Whether its trade is barred; then nothing else counts.
    barred: Option<String>,
    /// Countries that it may not go through.
    no_transit: Vec<CountryCode>,
    /// Wars that an end lies in.
    within: Vec<FeatureId>,
    /// Whether Russia is one of the two countries: its northern straits are open to it.
    is_russian: bool,
    /// The two countries, where a border is open to their trade with each other only.
    alone: Option<[CountryCode; 2]>,
}

/// Demands of one kind of cargo, in shipments of one mass, that meet the same worlds.
pub(super) struct Group {
    pub demands: Vec<usize>,
    /// The shipment that stands for all: that of the largest amount.
    order: Order,
    /// Which of the shipments that goods are planned as.
    turn: usize,
    pub parcel_t: f64,
    /// By world: why nothing goes.
    pub barred: Vec<Option<Problem>>,
    keys: Vec<Key>,
    trade: [CountryCode; 2],
}

impl Group {
    /// The shipment of a demand of it.
    pub fn order_of(&self, demand: &Demand) -> Order {
        let orders = demand.goods.orders();
        orders.into_iter().nth(self.turn).unwrap_or_default()
    }

    /// The worlds that it meets.
    pub fn settings(&self, settings: &Settings<'_>) -> Result<Vec<Setting>, Problem> {
        let of = |((engine, request), key): (&(&Engine, PlanRequest), &Key)| {
            let shipment = engine.shipment(&self.order)?;
            let network = engine.network();
            let avoid = named::resolve(network, &request.avoid, "--avoid")?;
            let allow = named::resolve(network, &request.allow, "--allow")?;
            let conditions = Conditions {
                depart: request.depart,
                as_of: request.as_of(),
                ice_class: shipment.ice_class(request.order.ice_class),
                avoid_features: avoid.features,
                allow_features: allow.features,
                avoid_countries: avoid.countries,
                no_transit: key.no_transit.clone(),
                within: key.within.clone(),
                strict_status: false,
                trade: Some(self.trade),
            };
            let world = World::new(network, conditions).carrying(network, &shipment);
            Ok(Setting { world, shipment, is_barred: key.barred.is_some() })
        };
        settings.all.iter().zip(&self.keys).map(of).collect()
    }
}

/// A world as the demands of a group meet it.
pub(super) struct Setting {
    pub world: World,
    pub shipment: Shipment,
    pub is_barred: bool,
}

/// Countries that trade may not go through, or why it is barred.
type Declared = Result<Vec<CountryCode>, Problem>;

/// What is known of all demands.
pub(super) struct Settings<'a> {
    /// Worlds, with their requests on the day that they suppose.
    pub all: Vec<(&'a Engine, PlanRequest)>,
    demands: &'a [Demand],
    places: Vec<Result<Resolved, Problem>>,
    /// By demand: numbers of its places.
    ends: HashMap<usize, [u32; 2]>,
    /// By demand, world by world: what it meets.
    keys: HashMap<usize, Vec<Key>>,
    problems: BTreeMap<String, Problem>,
}

impl<'a> Settings<'a> {
    pub fn new(all: &[(&'a Engine, PlanRequest)], demands: &'a [Demand], which: &[usize]) -> Self {
        let all: Vec<(&Engine, PlanRequest)> = all
            .iter()
            .map(|(engine, request)| (*engine, engine.on_supposed_day(request).into_owned()))
            .collect();
        let mut numbers: HashMap<&str, u32> = HashMap::new();
        let mut texts: Vec<&str> = Vec::new();
        let mut ends = HashMap::new();
        for at in which {
            let of = demands[*at].ends.each_ref().map(|text| {
                *numbers.entry(text).or_insert_with(|| {
                    texts.push(text);
                    texts.len() as u32 - 1
                })
            });
            ends.insert(*at, of);
        }
        let engine = all[0].0;
        let places: Vec<Result<Resolved, Problem>> =
            texts.par_iter().map(|text| engine.place(text)).collect();
        let mut settings =
            Self { all, demands, places, ends, keys: HashMap::new(), problems: BTreeMap::new() };
        settings.find_keys(which);
        settings
    }

    pub fn places_of(&self, demand: usize) -> [u32; 2] {
        self.ends[&demand]
    }

    fn find_keys(&mut self, which: &[usize]) {
        let wars: Vec<Vec<Vec<FeatureId>>> = self
            .all
            .iter()
            .map(|(engine, _)| {
                let around = |place: &Result<Resolved, Problem>| {
                    place.as_ref().map_or(Vec::new(), |place| engine.wars_around(&[place.at]))
                };
                self.places.par_iter().map(around).collect()
            })
            .collect();
        let alone: Vec<BTreeSet<[CountryCode; 2]>> =
            self.all.iter().map(|(engine, request)| bilateral(engine, request)).collect();
        let mut declared: BTreeMap<(usize, [CountryCode; 2], &Goods), Declared> = BTreeMap::new();
        for at in which {
            let demand = &self.demands[*at];
            let trade = demand.countries;
            let mut keys = Vec::with_capacity(self.all.len());
            for (world, (engine, request)) in self.all.iter().enumerate() {
                let closed = declared
                    .entry((world, trade, &demand.goods))
                    .or_insert_with(|| closed_to(engine, request, &demand.goods, trade));
                let [from, to] = self.ends[at];
                let mut within =
                    [&wars[world][from as usize][..], &wars[world][to as usize]].concat();
                within.sort_unstable();
                within.dedup();
                let sides = if trade[0] <= trade[1] { trade } else { [trade[1], trade[0]] };
                let barred = closed.as_ref().err().map(|problem| problem.detail.clone());
                if let Err(problem) = closed {
                    self.problems.insert(problem.detail.clone(), problem.clone());
                }
                let is_russian = trade.iter().any(|country| country.to_string() == "RU");
                keys.push(Key {
                    no_transit: closed.clone().unwrap_or_default(),
                    within,
                    is_russian: is_russian && barred.is_none(),
                    alone: alone[world].contains(&sides).then_some(sides),
                    barred,
                });
            }
            self.keys.insert(*at, keys);
        }
    }

    /// Some demands by what they meet, planned as the shipments of a turn.
    pub fn groups(&self, which: &[usize], turn: usize) -> Vec<Group> {
        let mut groups: BTreeMap<(Cargo, u64, &Vec<Key>), Group> = BTreeMap::new();
        let mut largest: BTreeMap<(Cargo, u64), (u64, Order)> = BTreeMap::new();
        for at in which {
            let demand = &self.demands[*at];
            let Some(order) = demand.goods.orders().into_iter().nth(turn) else { continue };
            let mass = order.mass_t.unwrap_or(1.0);
            let kind = (demand.goods.cargo, mass.to_bits());
            let known = largest.entry(kind).or_insert_with(|| (0, order.clone()));
            if demand.amount.0 > known.0 {
                *known = (demand.amount.0, order.clone());
            }
            let keys = &self.keys[at];
            let group = groups.entry((kind.0, kind.1, keys)).or_insert_with(|| Group {
                demands: Vec::new(),
                order,
                turn,
                parcel_t: mass,
                barred: keys
                    .iter()
                    .map(|key| key.barred.as_ref().map(|told| self.problems[told].clone()))
                    .collect(),
                keys: keys.clone(),
                trade: demand.countries,
            });
            group.demands.push(*at);
        }
        let of_kind = |((cargo, mass, _), mut group): ((Cargo, u64, _), Group)| {
            if let Some((_, order)) = largest.get(&(cargo, mass)) {
                group.order = order.clone();
            }
            group
        };
        groups.into_iter().map(of_kind).collect()
    }

    /// How the places of a group are left and reached.
    pub fn reached(&self, group: &Group, open: &[Setting]) -> Reached {
        let mut number: [BTreeMap<u32, u32>; 2] = Default::default();
        let mut of_number: [Vec<u32>; 2] = Default::default();
        for at in &group.demands {
            for (end, place) in self.ends[at].into_iter().enumerate() {
                number[end].entry(place).or_insert_with(|| {
                    of_number[end].push(place);
                    of_number[end].len() as u32 - 1
                });
            }
        }
        let mut problems: [BTreeMap<u32, Problem>; 2] = Default::default();
        let mut accesses = Vec::new();
        for ((engine, request), setting) in self.all.iter().zip(open) {
            let pricing = engine.planner().pricing(&setting.world, &setting.shipment);
            let of_end = |end: usize| -> Vec<Result<Vec<Access>, Problem>> {
                let one = |place: &u32| {
                    let place = self.places[*place as usize].as_ref().map_err(Clone::clone)?;
                    engine.access_by(place, end == 0, request.max_snap_km, &pricing)
                };
                of_number[end].par_iter().map(one).collect()
            };
            accesses.push([0, 1].map(|end| {
                let found = of_end(end).into_iter().zip(&of_number[end]);
                let kept = found.map(|(access, place)| {
                    access.unwrap_or_else(|problem| {
                        problems[end].entry(*place).or_insert(problem);
                        Vec::new()
                    })
                });
                kept.collect::<Vec<Vec<Access>>>()
            }));
        }
        let countries = [0, 1].map(|end: usize| {
            let country = |place: &u32| {
                let place = self.places[*place as usize].as_ref();
                place.map_or(CountryCode::NONE, |place| place.country)
            };
            of_number[end].iter().map(country).collect()
        });
        Reached { number, accesses, problems, countries }
    }
}

/// How the places of a group are left and reached.
pub(super) struct Reached {
    /// By end and place: its number in the group.
    pub number: [BTreeMap<u32, u32>; 2],
    /// By world, end and number.
    pub accesses: Vec<[Vec<Vec<Access>>; 2]>,
    problems: [BTreeMap<u32, Problem>; 2],
    /// By end and number.
    countries: [Vec<CountryCode>; 2],
}

impl Reached {
    /// Why a pair of places cannot be joined to the network.
    pub fn problem(&self, from: u32, to: u32) -> Option<&Problem> {
        self.problem_at(0, from).or_else(|| self.problem_at(1, to))
    }

    /// Why a place cannot be left (0) or reached (1).
    pub fn problem_at(&self, end: usize, place: u32) -> Option<&Problem> {
        self.problems[end].get(&place)
    }

    pub fn is_whole(&self, from: u32, to: u32) -> bool {
        self.problem(from, to).is_none()
    }

    /// An end of a part.
    pub fn end(&self, leaves: bool, number: u32) -> End<'_> {
        let (end, number) = (usize::from(!leaves), number as usize);
        End {
            accesses: self.accesses.iter().map(|ends| &ends[end][number][..]).collect(),
            country: self.countries[end][number],
            leaves,
        }
    }
}

/// What the trade of goods between two countries may not go through.
///
/// # Errors
/// When it is barred.
fn closed_to(
    engine: &Engine,
    request: &PlanRequest,
    goods: &Goods,
    trade: [CountryCode; 2],
) -> Result<Vec<CountryCode>, Problem> {
    let order = goods.orders().into_iter().next().unwrap_or_default();
    let shipment = engine.shipment(&order)?;
    let request = PlanRequest { order, hs: goods.hs.clone(), origin: None, ..request.clone() };
    Ok(engine.declared(&request, &shipment, trade)?.no_transit())
}

/// The pairs of countries, in their order, that a border is open to alone.
fn bilateral(engine: &Engine, request: &PlanRequest) -> BTreeSet<[CountryCode; 2]> {
    let borders = engine.network().facts().borders.iter().filter(|border| {
        let period = status_on(&border.status, request.as_of());
        period.is_some_and(|period| period.state == State::Bilateral)
    });
    let sides = borders.map(|border| {
        let mut sides = border.sides.each_ref().map(|side| side.country);
        sides.sort_unstable();
        sides
    });
    sides.collect()
}
