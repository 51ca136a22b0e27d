//! The ways of every demand in the worlds of a question, from the planner.

use super::capacities::Limit;
use super::ends::Demand;
use super::facilities::{Use, uses};
use super::faults::Faults;
use super::figures;
use super::paid::{Payee, paid};
use super::{Told, WaySearch, joint};
use crate::engine::Engine;
use crate::plan::{Found, PlanRequest};
use crate::problem::{Problem, Trouble};
use corridor_flows::capacity::log_path_sizes;
use corridor_network::{CountryCode, EdgeId, Id, Mode, Network};
use corridor_planning::{Itinerary, LegKind, Order};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// A way of a demand in a world, a tonne of it.
#[derive(Clone, Debug)]
pub(super) struct Way {
    /// Cost with the time of the goods, USD.
    pub cost: f64,
    /// Logarithm of its path size among the ways of its demand.
    pub log_size: f64,
    /// What it takes, whatever the goods.
    pub priced: Arc<Priced>,
    /// Where it goes.
    pub course: Arc<Course>,
}

/// What a way takes in a world, a tonne of it.
#[derive(Clone, Debug)]
pub(super) struct Priced {
    /// Money paid, USD.
    pub usd: f64,
    /// Hours.
    pub hours: f64,
    /// CO2e, kg.
    pub kg: f64,
    /// Money paid by who gets it, USD.
    pub paid: Vec<(Payee, f64)>,
}

/// Where a way goes, in whatever world.
#[derive(Clone, Debug)]
pub(super) struct Course {
    /// Kilometres.
    pub km: f64,
    /// The mode of most kilometres.
    pub mode: Mode,
    /// Modes in order.
    pub modes: Vec<Mode>,
    /// What it uses, by id.
    pub uses: Vec<Use>,
    /// The links it goes over; parts are shared with other ways.
    pub links: Vec<Arc<[u32]>>,
    /// Whether goods leave a ship, cross one country and go on by another ship.
    pub is_bridge: bool,
}

impl Course {
    /// Whether it uses a facility.
    pub(super) fn has(&self, facility: &str) -> bool {
        self.uses.iter().any(|one| *one.facility == *facility)
    }
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

/// How demands are planned.
#[derive(Clone, Copy, Debug)]
pub(super) struct How {
    /// Whether demands whose places cannot be joined to the network have no way, and are no fault.
    pub skip_bad: bool,
    /// Which ways are looked for.
    pub search: WaySearch,
}

/// The code of demands whose places cannot be joined to the network, and what to do.
const WRONG_PLACE: (&str, &str) = ("demand-invalid", "name other places, or a larger --max-snap");

/// Plans all demands in all worlds, each in the order of demands and worlds. The ways of a demand are
/// those that any of the worlds offers, as far as they are open in each.
///
/// # Errors
/// The demands whose places cannot be joined to the network, up to a limit, unless such are to have no
/// way; that it was stopped.
pub(super) fn planned(
    worlds: &[(&Engine, PlanRequest)],
    demands: &[Demand],
    limits: &[Limit],
    how: How,
    told: &Told<'_>,
) -> Result<Vec<Planned>, Problem> {
    let turn = Turn::new(told);
    let told_of = |demand: &Demand, problem: &Problem| {
        format!("{}: {} ({})", demand.rows.join(", "), problem.detail, problem.code)
    };
    let mut faults = Faults::default();
    if !how.skip_bad && joint::is_fit(worlds) {
        for (at, problem) in joint::not_joined(worlds, demands, &turn)? {
            faults.add(told_of(&demands[at], &problem));
        }
    }
    faults.checked(WRONG_PLACE.0, WRONG_PLACE.1)?;
    let all = if how.search == WaySearch::Together {
        let which: Vec<usize> = (0..demands.len()).collect();
        let found = joint::planned(worlds, &[], demands, &which, limits, &turn)?;
        found.into_iter().map(|(_, one)| one).collect()
    } else {
        one_by_one(worlds, demands, how, &turn)?
    };
    let mut faults = Faults::default();
    let mut planned = Vec::with_capacity(demands.len());
    for (result, demand) in all.into_iter().zip(demands) {
        match result {
            Ok(one) => planned.push(one),
            Err(problem) if how.skip_bad && problem.trouble == Trouble::BadInput => {
                let order = demand.goods.orders().into_iter().next().unwrap_or_default();
                let (parcel_t, _, hour) = hours(worlds, &order)?;
                let none = Ways { ways: Vec::new(), none: Some(problem) };
                planned.push(Planned { hour, parcel_t, worlds: vec![none; worlds.len()] });
            }
            Err(problem) => faults.add(told_of(demand, &problem)),
        }
    }
    faults.checked(WRONG_PLACE.0, WRONG_PLACE.1)?;
    Ok(planned)
}

/// A plan for each demand.
fn one_by_one(
    worlds: &[(&Engine, PlanRequest)],
    demands: &[Demand],
    how: How,
    turn: &Turn<'_>,
) -> Result<Vec<Result<Planned, Problem>>, Problem> {
    let done = AtomicUsize::new(0);
    let mut all: Vec<Option<Result<Planned, Problem>>> = demands.iter().map(|_| None).collect();
    for group in by_goods(demands, 0..demands.len()) {
        let mut left = group.clone();
        let orders = demands[group[0]].goods.orders();
        for (n, order) in orders.iter().enumerate() {
            let is_last = n + 1 == orders.len();
            let one = |at: usize| {
                turn.goes_on()?;
                let planned = plan(worlds, &[], &demands[at], order, how.search != WaySearch::All);
                let has_way =
                    planned.as_ref().is_ok_and(|p| p.worlds.iter().any(|w| !w.ways.is_empty()));
                if is_last || has_way {
                    turn.tell(done.fetch_add(1, Ordering::Relaxed) + 1, demands.len());
                }
                Ok::<_, Problem>((at, planned, has_way))
            };
            let found = first_alone(&left, &one)?;
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
    Ok(all.into_iter().flatten().collect())
}

/// Whether a way leads from a ship over more than a few kilometres of one country to another ship.
pub(super) fn is_bridge(network: &Network, edges: impl Iterator<Item = EdgeId>) -> bool {
    /// From quay to quay of one port.
    const FEW_KM: f64 = 20.0;
    let columns = network.columns();
    let mut was_afloat = false;
    let mut ashore: Option<(CountryCode, f64, bool)> = None;
    for edge in edges {
        let link = edge.link();
        match columns.link_mode[link] {
            Mode::Sea => {
                if ashore.take().is_some_and(|(_, km, is_one)| is_one && km > FEW_KM) {
                    return true;
                }
                was_afloat = true;
            }
            Mode::Rail | Mode::Road if was_afloat => {
                let (country, km) = (network.country_of(link), columns.link_length[link].km());
                let (first, sum, is_one) = ashore.unwrap_or((country, 0.0, true));
                ashore = Some((first, sum + km, is_one && first == country));
            }
            _ => {}
        }
    }
    false
}

/// Leaves out ways that nobody goes: more than so many times as far as the shortest of a demand in any world, and
/// from ship to ship across one country where that is no named corridor. Where nothing else is open they stay.
pub(super) fn leave_out_odd(network: &Network, planned: &mut [Planned]) {
    let most = figures::value("farthest");
    let corridors = &network.facts().corridors;
    let corridors: BTreeSet<&str> = corridors.iter().map(|corridor| corridor.id.as_str()).collect();
    for one in planned {
        let all = one.worlds.iter().flat_map(|world| &world.ways).map(|way| way.course.km);
        let shortest = all.min_by(f64::total_cmp).unwrap_or_default();
        let is_usual = |way: &Way| {
            let course = &way.course;
            let has_name = || course.uses.iter().any(|one| corridors.contains(&*one.facility));
            course.km <= most * shortest && (!course.is_bridge || has_name())
        };
        for world in &mut one.worlds {
            if world.ways.iter().any(is_usual) {
                world.ways.retain(is_usual);
            }
        }
    }
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
    limits: &[Limit],
    how: How,
    told: &Told<'_>,
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
        ways.any(|way| last.iter().any(|full| way.course.has(full)))
    };
    let concerned = (0..planned.len()).filter(|at| is_concerned(&planned[*at]));
    let turn = Turn::new(told);
    let mut count = 0;
    if how.search == WaySearch::Together {
        let concerned: Vec<usize> = concerned.collect();
        for (at, found) in joint::planned(worlds, &sources, demands, &concerned, limits, &turn)? {
            count += 1;
            if let Ok(found) = found {
                planned[at] = found;
            }
        }
        return Ok(count);
    }
    for group in by_goods(demands, concerned) {
        let one = |at: usize| {
            turn.goes_on()?;
            turn.tell(demands.len(), demands.len());
            let orders = demands[at].goods.orders();
            let order = orders.iter().find(|order| order.mass_t == Some(planned[at].parcel_t));
            let order = order.or(orders.first());
            let found = order.map(|order| {
                plan(worlds, &sources, &demands[at], order, how.search != WaySearch::All)
            });
            found.transpose().map(|found| (at, found))
        };
        for (at, found) in first_alone(&group, &one)? {
            count += 1;
            if let Some(found) = found {
                planned[at] = found;
            }
        }
    }
    Ok(count)
}

/// Demands of one kind of cargo and goods together: what is prepared for a shipment serves all of them.
fn by_goods(demands: &[Demand], which: impl Iterator<Item = usize>) -> Vec<Vec<usize>> {
    let mut groups: BTreeMap<_, Vec<usize>> = BTreeMap::new();
    for at in which {
        let goods = &demands[at].goods;
        groups.entry((goods.cargo, &goods.commodity)).or_default().push(at);
    }
    groups.into_values().collect()
}

/// Does something for each of a group, in their order: the first prepares the shipment, the others share
/// what it has prepared.
fn first_alone<T: Send>(
    group: &[usize],
    one: &(impl Fn(usize) -> Result<T, Problem> + Sync),
) -> Result<Vec<T>, Problem> {
    let Some((first, rest)) = group.split_first() else { return Ok(Vec::new()) };
    let mut done = vec![one(*first)?];
    done.extend(rest.par_iter().map(|at| one(*at)).collect::<Result<Vec<_>, _>>()?);
    Ok(done)
}

/// Tells how it goes, and hears whether to go on.
pub(super) struct Turn<'t> {
    told: &'t Told<'t>,
    is_stopped: AtomicBool,
}

impl<'t> Turn<'t> {
    pub(super) fn new(told: &'t Told<'t>) -> Self {
        Self { told, is_stopped: AtomicBool::new(false) }
    }

    pub(super) fn tell(&self, done: usize, all: usize) {
        if (self.told)(done, all).is_break() {
            self.is_stopped.store(true, Ordering::Relaxed);
        }
    }

    pub(super) fn goes_on(&self) -> Result<(), Problem> {
        if self.is_stopped.load(Ordering::Relaxed) {
            return Err(Problem::bad_input(
                "interrupted",
                "it was stopped before its end",
                "ask again; nothing is kept of it",
            ));
        }
        Ok(())
    }
}

/// One demand in all worlds, as one shipment. `sources` are worlds that give ways and are not asked for.
pub(super) fn plan(
    worlds: &[(&Engine, PlanRequest)],
    sources: &[(&Engine, PlanRequest)],
    demand: &Demand,
    order: &Order,
    only_best: bool,
) -> Result<Planned, Problem> {
    let ask = |(engine, conditions): &(&Engine, PlanRequest)| {
        let [from, to] = demand.ends.clone();
        let request = PlanRequest {
            from,
            to,
            order: order.clone(),
            hs: demand.goods.hs.clone(),
            origin: None,
            via: Vec::new(),
            ..conditions.clone()
        };
        engine.ways(&request, only_best)
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
    let (parcel_t, goods_hour, hour) = hours(worlds, order)?;
    let open_in = |(world, found): (&(&Engine, PlanRequest), Result<Found, Problem>)| {
        let engine = world.0;
        let found = match found {
            Ok(found) => found,
            Err(problem) => return (Vec::new(), Some(problem)),
        };
        let is_own = |edges: &Vec<EdgeId>| found.itineraries.iter().any(|i| i.edges == *edges);
        let others: Vec<Vec<EdgeId>> = union.iter().filter(|e| !is_own(e)).cloned().collect();
        let mut open = engine.ways_elsewhere(&found, &others);
        open.extend(found.itineraries);
        // The same order whatever world a way was found in.
        open.sort_by(|a, b| a.edges.cmp(&b.edges));
        let none = if open.is_empty() { found.none } else { None };
        (open, none)
    };
    let open: Vec<(Vec<Itinerary>, Option<Problem>)> =
        worlds.iter().zip(found).map(open_in).collect();
    let sizes = sizes(worlds, &open);
    let in_world = |((engine, _), (open, none)): (&(&Engine, PlanRequest), _)| {
        let open: Vec<Itinerary> = open;
        let priced = |itinerary: &Itinerary| {
            let log_size = sizes.get(&itinerary.edges).copied().unwrap_or_default();
            way(engine, itinerary, demand.countries, (goods_hour, parcel_t), log_size)
        };
        Ways { ways: open.iter().map(priced).collect(), none }
    };
    let worlds = worlds.iter().zip(open).map(in_world).collect();
    Ok(Planned { hour, parcel_t, worlds })
}

/// Path sizes of all ways of a demand, whichever worlds they are open in. They are the same in all worlds:
/// a way that opens beside another would otherwise make that one look worse, and users would seem to lose
/// by a choice more.
fn sizes(
    worlds: &[(&Engine, PlanRequest)],
    open: &[(Vec<Itinerary>, Option<Problem>)],
) -> BTreeMap<Vec<EdgeId>, f64> {
    let mut elements: BTreeMap<Vec<EdgeId>, Vec<(u64, f64)>> = BTreeMap::new();
    for ((engine, _), (itineraries, _)) in worlds.iter().zip(open) {
        let lengths = &engine.network().columns().link_length;
        for itinerary in itineraries {
            elements.entry(itinerary.edges.clone()).or_insert_with(|| {
                let links = itinerary.edges.iter().map(|edge| edge.link());
                let links: BTreeMap<u64, f64> =
                    links.map(|link| (link.index() as u64, lengths[link].km())).collect();
                links.into_iter().collect()
            });
        }
    }
    let (ways, elements): (Vec<_>, Vec<_>) = elements.into_iter().unzip();
    ways.into_iter().zip(log_path_sizes(&elements)).collect()
}

/// Tonnes of a shipment, what an hour costs a tonne of its goods, and what it costs with what carries them,
/// USD.
pub(super) fn hours(
    worlds: &[(&Engine, PlanRequest)],
    order: &Order,
) -> Result<(f64, f64, f64), Problem> {
    let parcel_t = order.mass_t.unwrap_or(1.0);
    let shipment = worlds[0].0.shipment(order)?;
    let goods_hour = shipment.usd_per_hour(worlds[0].0.planner().rates()) / parcel_t;
    let vehicle_hour = figures::value(&format!("vehicle_hour.{}", order.cargo));
    Ok((parcel_t, goods_hour, goods_hour + vehicle_hour))
}

fn way(
    engine: &Engine,
    itinerary: &Itinerary,
    ends: [CountryCode; 2],
    (goods_hour, parcel_t): (f64, f64),
    log_size: f64,
) -> Way {
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
    let links = itinerary.edges.iter().map(|edge| edge.link().index() as u32);
    Way {
        cost: itinerary.usd / parcel_t + itinerary.hours * goods_hour,
        log_size,
        priced: Arc::new(Priced {
            usd: itinerary.usd / parcel_t,
            hours: itinerary.hours,
            kg: itinerary.kg / parcel_t,
            paid: paid(engine.network(), itinerary, ends, parcel_t),
        }),
        course: Arc::new(Course {
            km: itinerary.km,
            mode: longest.map_or(Mode::Road, |(mode, _)| *mode),
            modes,
            uses: uses(engine.network(), itinerary),
            links: vec![links.collect()],
            is_bridge: is_bridge(engine.network(), itinerary.edges.iter().copied()),
        }),
    }
}
