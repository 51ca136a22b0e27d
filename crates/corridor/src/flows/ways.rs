//! The ways of every demand in the worlds of a question, from the planner.

use super::Told;
use super::ends::Demand;
use super::facilities::{Uses, uses};
use super::faults::Faults;
use super::figures;
use crate::engine::Engine;
use crate::plan::{Found, PlanRequest};
use crate::problem::{Problem, Trouble};
use corridor_flows::capacity::log_path_sizes;
use corridor_network::{EdgeId, Id, Mode};
use corridor_planning::{Itinerary, LegKind, Order};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};

/// A way of a demand in a world, a tonne of it.
#[derive(Clone, Debug)]
pub(super) struct Way {
    /// Cost with the time of the goods, USD.
    pub cost: f64,
    /// Money paid, USD.
    pub usd: f64,
    /// Hours.
    pub hours: f64,
    /// CO2e, kg.
    pub kg: f64,
    /// Kilometres.
    pub km: f64,
    /// Logarithm of its path size among the ways of its demand.
    pub log_size: f64,
    /// The mode of most kilometres.
    pub mode: Mode,
    /// Modes in order.
    pub modes: Vec<Mode>,
    /// What it uses.
    pub uses: Uses,
    /// The links it goes over.
    pub links: Vec<u32>,
}

/// The ways of a demand in a world.
#[derive(Clone, Debug)]
pub(super) struct Ways {
    /// Those that are open.
    pub ways: Vec<Way>,
    /// Why there is none, where there is none.
    pub none: Option<Problem>,
}

/// A demand planned.
#[derive(Clone, Debug)]
pub(super) struct Planned {
    /// What an hour costs a tonne, USD: the goods, and what carries them.
    pub hour: f64,
    /// Tonnes of the shipment that was planned.
    pub parcel_t: f64,
    /// By world.
    pub worlds: Vec<Ways>,
}

/// Plans all demands in all worlds, each in the order of demands and worlds. The ways of a demand are
/// those that any of the worlds offers, as far as they are open in each.
///
/// # Errors
/// The demands whose places cannot be joined to the network, up to a limit.
pub(super) fn planned(
    worlds: &[(&Engine, PlanRequest)],
    demands: &[Demand],
    told: &Told<'_>,
) -> Result<Vec<Planned>, Problem> {
    // Demands of one shipment follow each other: what is prepared for it serves all of them.
    let mut by_goods: BTreeMap<_, Vec<usize>> = BTreeMap::new();
    for (n, demand) in demands.iter().enumerate() {
        by_goods.entry((demand.goods.cargo, &demand.goods.commodity)).or_default().push(n);
    }
    let done = AtomicUsize::new(0);
    let mut all: Vec<Option<Result<Planned, Problem>>> = demands.iter().map(|_| None).collect();
    for group in by_goods.values() {
        let mut left = group.clone();
        let orders = demands[group[0]].goods.orders();
        for (n, order) in orders.iter().enumerate() {
            let is_last = n + 1 == orders.len();
            let one = |at: &usize| {
                let planned = plan(worlds, &[], &demands[*at], order);
                let has_way =
                    planned.as_ref().is_ok_and(|p| p.worlds.iter().any(|w| !w.ways.is_empty()));
                if is_last || has_way {
                    told(done.fetch_add(1, Ordering::Relaxed) + 1, demands.len());
                }
                (*at, planned, has_way)
            };
            let Some((first, rest)) = left.split_first() else { break };
            // The first prepares the shipment, the others share what it has prepared.
            let mut found = vec![one(first)];
            found.extend(rest.par_iter().map(one).collect::<Vec<_>>());
            left.clear();
            for (at, planned, has_way) in found {
                if !has_way {
                    left.push(at);
                }
                // What was said of the usual shipment stands where the small one has no way either.
                if has_way || all[at].is_none() {
                    all[at] = Some(planned);
                }
            }
        }
    }
    let mut faults = Faults::default();
    let mut planned = Vec::with_capacity(demands.len());
    for (result, demand) in all.into_iter().flatten().zip(demands) {
        match result {
            Ok(one) => planned.push(one),
            Err(problem) => {
                faults.add(format!(
                    "{}: {} ({})",
                    demand.rows.join(", "),
                    problem.detail,
                    problem.code
                ));
            }
        }
    }
    faults.checked("demand-invalid", "name other places, or a larger --max-snap")?;
    Ok(planned)
}

/// Plans demands once more, with ways round what is full: the best ways in worlds where some
/// facilities are avoided count as ways of all worlds. `rounds` are lists of facilities; the demands
/// planned are those with a way over one of the last list. Returns how many these are.
///
/// # Errors
/// As [`planned`].
pub(super) fn widened(
    worlds: &[(&Engine, PlanRequest)],
    rounds: &[Vec<String>],
    demands: &[Demand],
    planned: &mut [Planned],
) -> Result<usize, Problem> {
    let Some(last) = rounds.last() else { return Ok(0) };
    let sources: Vec<(&Engine, PlanRequest)> = worlds
        .iter()
        .flat_map(|(engine, conditions)| {
            rounds.iter().map(|full| {
                let avoid = [&conditions.avoid[..], full].concat();
                (*engine, PlanRequest { avoid, ..conditions.clone() })
            })
        })
        .collect();
    let is_concerned = |planned: &Planned| {
        let mut ways = planned.worlds.iter().flat_map(|world| &world.ways);
        ways.any(|way| last.iter().any(|full| way.uses.contains_key(full)))
    };
    let mut concerned: Vec<usize> =
        (0..planned.len()).filter(|at| is_concerned(&planned[*at])).collect();
    // Demands of one shipment follow each other, as before.
    concerned.sort_by_key(|at| (demands[*at].goods.cargo, &demands[*at].goods.commodity, *at));
    let one = |at: &usize| {
        let orders = demands[*at].goods.orders();
        let order = orders.iter().find(|order| order.mass_t == Some(planned[*at].parcel_t));
        let order = order.or(orders.first());
        order.map(|order| plan(worlds, &sources, &demands[*at], order)).transpose()
    };
    let found: Vec<Option<Planned>> = concerned.iter().map(one).collect::<Result<_, _>>()?;
    for (at, found) in concerned.iter().zip(found) {
        if let Some(found) = found {
            planned[*at] = found;
        }
    }
    Ok(concerned.len())
}

/// One demand in all worlds, as one shipment. `sources` are worlds that give ways and are not asked for.
fn plan(
    worlds: &[(&Engine, PlanRequest)],
    sources: &[(&Engine, PlanRequest)],
    demand: &Demand,
    order: &Order,
) -> Result<Planned, Problem> {
    let ask = |(engine, conditions): &(&Engine, PlanRequest)| {
        let [from, to] = demand.ends.clone();
        engine.ways(&PlanRequest {
            from,
            to,
            order: order.clone(),
            hs: demand.goods.hs.clone(),
            origin: None,
            via: Vec::new(),
            ..conditions.clone()
        })
    };
    let mut found: Vec<Result<Found, Problem>> = Vec::with_capacity(worlds.len());
    for world in worlds {
        found.push(match ask(world) {
            Err(problem) if problem.trouble != Trouble::NoRoute => return Err(problem),
            found => found,
        });
    }
    // A source without a way gives none, for whatever reason.
    let beside: Vec<Found> = sources.iter().map(ask).filter_map(Result::ok).collect();
    let mut union: Vec<Vec<EdgeId>> = found
        .iter()
        .flatten()
        .chain(&beside)
        .flat_map(|f| &f.itineraries)
        .map(|i| i.edges.clone())
        .collect();
    union.sort_unstable();
    union.dedup();
    let parcel_t = order.mass_t.unwrap_or(1.0);
    let shipment = worlds[0].0.shipment(order)?;
    let goods_hour = shipment.usd_per_hour(worlds[0].0.planner().rates()) / parcel_t;
    let hour = goods_hour + figures::value(&format!("vehicle_hour.{}", order.cargo));
    let in_world = |(world, found): (&(&Engine, PlanRequest), Result<Found, Problem>)| {
        let engine = world.0;
        let found = match found {
            Ok(found) => found,
            Err(problem) => return Ways { ways: Vec::new(), none: Some(problem) },
        };
        let is_own = |edges: &Vec<EdgeId>| found.itineraries.iter().any(|i| i.edges == *edges);
        let others: Vec<Vec<EdgeId>> = union.iter().filter(|e| !is_own(e)).cloned().collect();
        let mut open = engine.ways_elsewhere(&found, &others);
        open.extend(found.itineraries);
        // The same order whatever world a way was found in.
        open.sort_by(|a, b| a.edges.cmp(&b.edges));
        let none = if open.is_empty() { found.none } else { None };
        Ways { ways: ways(engine, &open, goods_hour, parcel_t), none }
    };
    let worlds = worlds.iter().zip(found).map(in_world).collect();
    Ok(Planned { hour, parcel_t, worlds })
}

fn ways(engine: &Engine, itineraries: &[Itinerary], goods_hour: f64, parcel_t: f64) -> Vec<Way> {
    let lengths = &engine.network().columns().link_length;
    let elements = |itinerary: &Itinerary| {
        let mut links: BTreeMap<u64, f64> = BTreeMap::new();
        for edge in &itinerary.edges {
            links.insert(edge.link().index() as u64, lengths[edge.link()].km());
        }
        links.into_iter().collect()
    };
    let elements: Vec<Vec<(u64, f64)>> = itineraries.iter().map(elements).collect();
    let sizes = log_path_sizes(&elements);
    let way = |(itinerary, log_size): (&Itinerary, f64)| {
        let mut km: BTreeMap<Mode, f64> = BTreeMap::new();
        let mut modes: Vec<Mode> = Vec::new();
        for leg in &itinerary.legs {
            if let LegKind::Move(mode) = leg.kind {
                *km.entry(mode).or_default() += leg.km;
                if modes.last() != Some(&mode) {
                    modes.push(mode);
                }
            }
        }
        let longest = km.iter().max_by(|a, b| a.1.total_cmp(b.1).then(b.0.cmp(a.0)));
        Way {
            cost: itinerary.usd / parcel_t + itinerary.hours * goods_hour,
            usd: itinerary.usd / parcel_t,
            hours: itinerary.hours,
            kg: itinerary.kg / parcel_t,
            km: itinerary.km,
            log_size,
            mode: longest.map_or(Mode::Road, |(mode, _)| *mode),
            modes,
            uses: uses(engine.network(), itinerary),
            links: itinerary.edges.iter().map(|edge| edge.link().index() as u32).collect(),
        }
    };
    itineraries.iter().zip(sizes).map(way).collect()
}
