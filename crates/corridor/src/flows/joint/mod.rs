//! The ways of many demands at once: every place is walked up from once for a kind of cargo, not once for
//! each demand.
//!
//! Demands of one kind of cargo whose pairs meet the same world (what is barred to their trade, borders that
//! are open to two countries only, wars around their ends) are a [`Group`]. Its ways are found for all pairs
//! together ([`corridor_planning::joint`]), each part of them is priced once in every world ([`piece`]), and
//! what comes of it is put together pair by pair ([`choose`]) and shared by all goods of the kind.

mod choose;
mod piece;
mod world;

use super::capacities::Limit;
use super::ends::Demand;
use super::facilities::Names;
use super::ways::{self, Planned, Turn, Way, Ways};
use crate::engine::Engine;
use crate::plan::PlanRequest;
use crate::problem::Problem;
use choose::{Chooser, Chosen, Marks};
use corridor_network::{EdgeId, FeatureId, FeatureKind};
use corridor_planning::joint::{Joint, Part, Things};
use corridor_planning::{Access, Cargo, Order};
use piece::{Found, Maker, Piece};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use world::{Group, Setting, Settings};

/// Demands of a group up to which each is planned by itself.
const FEW: usize = 6;
/// Demands without a way whose reason is looked for one by one; that of the others is told in general.
const MOST_REASONS: usize = 50;

/// Whether the ways of a question can be found together: what is priced or left out by the whole way
/// cannot.
pub(super) fn is_fit(worlds: &[(&Engine, PlanRequest)]) -> bool {
    worlds.iter().all(|(engine, request)| {
        let corridors = &engine.network().facts().corridors;
        let is_corridor = |name: &String| corridors.iter().any(|c| c.id.eq_ignore_ascii_case(name));
        engine.quotes().is_empty()
            && !request.strict_status
            && !request.avoid.iter().any(is_corridor)
    })
}

/// What ways are looked for over, besides the best ones: passages, what makes a corridor, and what has a
/// limit.
fn things(engine: &Engine, limits: &[Limit]) -> Things {
    let network = engine.network();
    let mut wanted: BTreeSet<FeatureId> = BTreeSet::new();
    let corridors = network.facts().corridors.iter().flat_map(|corridor| &corridor.through);
    wanted.extend(corridors.flatten().filter_map(|name| network.feature(name)));
    wanted.extend(limits.iter().filter_map(|limit| network.feature(&limit.facility)));
    let features = network.features().enumerate();
    let passages = features.filter(|(_, feature)| feature.kind == FeatureKind::Passage);
    wanted.extend(passages.map(|(id, _)| id));
    let wanted: Vec<FeatureId> = wanted.into_iter().collect();
    engine.planner().things(&wanted)
}

/// The ways of some demands, by their place among all, in all worlds; `sources` are worlds that give ways
/// and are not asked for.
///
/// # Errors
/// A name to avoid that is unknown; that it was stopped. Demands whose places cannot be joined to the network
/// have an error of their own.
pub(super) fn planned(
    worlds: &[(&Engine, PlanRequest)],
    sources: &[(&Engine, PlanRequest)],
    demands: &[Demand],
    which: &[usize],
    limits: &[Limit],
    turn: &Turn<'_>,
) -> Result<Answered, Problem> {
    let all: Vec<(&Engine, PlanRequest)> = [worlds, sources].concat();
    let things: Vec<Things> = all.iter().map(|(engine, _)| things(engine, limits)).collect();
    let names: Vec<Names> = worlds[..1].iter().map(|(e, _)| Names::new(e.network())).collect();
    let settings = Settings::new(&all, demands, which);
    let mut found: BTreeMap<usize, Result<Planned, Problem>> = BTreeMap::new();
    let mut left: Vec<usize> = which.to_vec();
    let mut reasons = 0;
    for turn_of in 0..2 {
        let mut next = Vec::new();
        for group in settings.groups(&left, turn_of) {
            turn.goes_on()?;
            let ask =
                Asked { worlds, sources, all: &all, things: &things, names: &names[0], demands };
            let of_group = if group.demands.len() <= FEW {
                ask.one_by_one(&group)
            } else {
                ask.together(&settings, &group)?
            };
            for (at, one) in of_group {
                let is_without =
                    one.as_ref().is_ok_and(|p| p.worlds.iter().all(|w| w.ways.is_empty()));
                if is_without && turn_of == 0 && demands[at].goods.orders().len() > 1 {
                    next.push(at);
                }
                if !is_without || !found.contains_key(&at) {
                    found.insert(at, one);
                }
            }
            turn.tell(found.len() - next.len(), demands.len());
        }
        left = next;
    }
    // Why there is none: of the first ones by a plan of their own.
    for (at, one) in &mut found {
        let is_untold = one.as_ref().is_ok_and(|p| {
            p.worlds.iter().any(|w| w.none.as_ref().is_some_and(|none| none.code == UNTOLD))
        });
        if is_untold && reasons < MOST_REASONS {
            reasons += 1;
            let orders = demands[*at].goods.orders();
            if let Some(order) = orders.last() {
                *one = ways::plan(worlds, sources, &demands[*at], order, true);
            }
        }
    }
    Ok(found.into_iter().collect())
}

/// The demands that have a place which cannot be joined to the network, and why; found before any way is
/// looked for. Each place is tried once for a kind of cargo.
///
/// # Errors
/// A name to avoid that is unknown; that it was stopped.
pub(super) fn not_joined(
    worlds: &[(&Engine, PlanRequest)],
    demands: &[Demand],
    turn: &Turn<'_>,
) -> Result<Vec<(usize, Problem)>, Problem> {
    let which: Vec<usize> = (0..demands.len()).collect();
    let settings = Settings::new(worlds, demands, &which);
    // By kind of cargo, end and place: what is wrong with it, once it was tried.
    let mut tried: BTreeMap<(Cargo, u64, usize, u32), Option<Problem>> = BTreeMap::new();
    let mut wrong: BTreeMap<usize, Problem> = BTreeMap::new();
    for mut group in settings.groups(&which, 0) {
        turn.goes_on()?;
        let all = group.demands.clone();
        let mass = group.parcel_t.to_bits();
        let ends = |at: usize| {
            let [from, to] = settings.places_of(at);
            let cargo = demands[at].goods.cargo;
            [(cargo, mass, 0, from), (cargo, mass, 1, to)]
        };
        group.demands.retain(|at| ends(*at).iter().any(|end| !tried.contains_key(end)));
        if !group.demands.is_empty() {
            let open = group.settings(&settings)?;
            let reached = settings.reached(&group, &open);
            for end in group.demands.iter().flat_map(|at| ends(*at)) {
                tried.entry(end).or_insert_with(|| reached.problem_at(end.2, end.3).cloned());
            }
        }
        for at in all {
            let problem = ends(at).iter().find_map(|end| tried.get(end)?.clone());
            wrong.extend(problem.map(|problem| (at, problem)));
        }
    }
    Ok(wrong.into_iter().collect())
}

/// The code of a demand without a way whose reason was not looked for.
const UNTOLD: &str = "no-route";

fn untold(demand: &Demand) -> Problem {
    let [from, to] = &demand.labels;
    Problem::no_route(
        UNTOLD,
        format!("there is no way from {from} to {to} for {} cargo", demand.goods.cargo),
        "`corridor plan` between the two tells what is in the way",
    )
}

/// What is asked of every group.
struct Asked<'a> {
    worlds: &'a [(&'a Engine, PlanRequest)],
    sources: &'a [(&'a Engine, PlanRequest)],
    /// Both.
    all: &'a [(&'a Engine, PlanRequest)],
    things: &'a [Things],
    names: &'a Names,
    demands: &'a [Demand],
}

/// Demands by their place among all, with what was found.
type Answered = Vec<(usize, Result<Planned, Problem>)>;

/// The number of every part by where it begins or ends and what it is made of.
type Known = HashMap<(Option<(bool, u32)>, Vec<EdgeId>), u32>;

/// The ways of the pairs of a group.
struct OfGroup {
    by_pair: HashMap<(u32, u32), Vec<Chosen>>,
}

impl Asked<'_> {
    fn one_by_one(&self, group: &Group) -> Answered {
        let plan = |at: &usize| {
            let order = group.order_of(&self.demands[*at]);
            (*at, ways::plan(self.worlds, self.sources, &self.demands[*at], &order, true))
        };
        let Some((first, rest)) = group.demands.split_first() else { return Vec::new() };
        let mut done = vec![plan(first)];
        done.par_extend(rest.par_iter().map(plan));
        done
    }

    fn together(&self, settings: &Settings<'_>, group: &Group) -> Result<Answered, Problem> {
        let open: Vec<Setting> = group.settings(settings)?;
        let reached = settings.reached(group, &open);
        let mut pairs: Vec<(u32, u32)> = Vec::new();
        for at in &group.demands {
            let [from, to] = settings.places_of(*at);
            if reached.is_whole(from, to) {
                pairs.push((reached.number[0][&from], reached.number[1][&to]));
            }
        }
        pairs.sort_unstable();
        pairs.dedup();
        let of_group = self.ways(group, &open, &reached, &pairs);
        let answer = |at: &usize| {
            let demand = &self.demands[*at];
            let [from, to] = settings.places_of(*at);
            let order = group.order_of(demand);
            if let Some(problem) = reached.problem(from, to) {
                return (*at, Err(problem.clone()));
            }
            let pair = (reached.number[0][&from], reached.number[1][&to]);
            let chosen = of_group.by_pair.get(&pair).map_or(&[][..], |chosen| &chosen[..]);
            (*at, self.answer(group, demand, &order, chosen))
        };
        Ok(group.demands.par_iter().map(answer).collect())
    }

    fn answer(
        &self,
        group: &Group,
        demand: &Demand,
        order: &Order,
        chosen: &[Chosen],
    ) -> Result<Planned, Problem> {
        let (parcel_t, goods_hour, hour) = ways::hours(self.worlds, order)?;
        let in_world = |world: usize| {
            if let Some(problem) = &group.barred[world] {
                return Ways { ways: Vec::new(), none: Some(problem.clone()) };
            }
            let of_world = chosen.iter().filter_map(|one| {
                let priced = one.priced[world].clone()?;
                Some(Way {
                    cost: priced.usd + priced.hours * goods_hour,
                    log_size: one.log_size,
                    priced,
                    course: one.course.clone(),
                })
            });
            let ways: Vec<Way> = of_world.collect();
            let none = ways.is_empty().then(|| untold(demand));
            Ways { ways, none }
        };
        let worlds = (0..self.worlds.len()).map(in_world).collect();
        Ok(Planned { hour, parcel_t, worlds })
    }

    /// The ways of all pairs of a group, by the numbers of their places.
    fn ways(
        &self,
        group: &Group,
        open: &[Setting],
        reached: &world::Reached,
        pairs: &[(u32, u32)],
    ) -> OfGroup {
        let network = self.worlds[0].0.network();
        let planner = self.worlds[0].0.planner();
        // By pair: its ways, each as pieces that are numbered as they are first met.
        let mut found: Vec<Vec<Vec<u32>>> = vec![Vec::new(); pairs.len()];
        let mut pieces: Vec<Found<'_>> = Vec::new();
        let mut known = Known::new();
        for (number, setting) in open.iter().enumerate() {
            if setting.is_barred {
                continue;
            }
            let planner = self.all[number].0.planner();
            let accesses: [Vec<Vec<Access>>; 2] =
                [0, 1].map(|end| reached.accesses[number][end].clone());
            let ends = [&accesses[0][..], &accesses[1][..]];
            let joint =
                planner.joint(&setting.world, &setting.shipment, ends, &self.things[number]);
            let ways: Vec<Vec<Vec<Part>>> = pairs
                .par_iter()
                .map(|(from, to)| joint.ways(*from as usize, *to as usize))
                .collect();
            let numbers = taken(&joint, &ways, |place, edges| match known.entry((place, edges)) {
                std::collections::hash_map::Entry::Occupied(known) => *known.get(),
                std::collections::hash_map::Entry::Vacant(new) => {
                    let end = place.map(|(leaves, place)| reached.end(leaves, place));
                    pieces.push(Found { edges: new.key().1.clone(), end });
                    let at = pieces.len() as u32 - 1;
                    *new.insert(at)
                }
            });
            for (found, ways) in found.iter_mut().zip(&ways) {
                found.extend(
                    ways.iter()
                        .map(|parts| parts.iter().map(|part| numbers[part]).collect::<Vec<u32>>()),
                );
            }
        }
        drop(known);
        let pricings: Vec<_> = open[..self.worlds.len()]
            .iter()
            .zip(self.worlds)
            .map(|(setting, (engine, _))| {
                engine.planner().pricing(&setting.world, &setting.shipment)
            })
            .collect();
        let maker = Maker { network, planner, corridors: planner.corridors(), pricings: &pricings };
        let pieces: Vec<Piece> = pieces.par_iter().map(|found| maker.make(found)).collect();
        let parcel_t = group.parcel_t;
        let hour = open[0].shipment.usd_per_hour(planner.rates());
        let chooser = Chooser {
            maker: &maker,
            corridors: planner.corridors(),
            names: self.names,
            pieces: &pieces,
            parcel_t,
            hour,
        };
        let chosen = found.par_iter().map_init(
            || Marks::new(network.link_count()),
            |marks, found| chooser.choose(found, marks),
        );
        OfGroup { by_pair: pairs.iter().copied().zip(chosen.collect::<Vec<_>>()).collect() }
    }
}

/// Takes all parts of some ways apart and numbers them by what they are made of, in a fixed order.
fn taken(
    joint: &Joint<'_>,
    ways: &[Vec<Vec<Part>>],
    mut number: impl FnMut(Option<(bool, u32)>, Vec<EdgeId>) -> u32,
) -> HashMap<Part, u32> {
    let mut parts: Vec<Part> = ways.par_iter().flatten().flatten().copied().collect();
    parts.par_sort_unstable();
    parts.dedup();
    let made: Vec<_> = parts
        .par_iter()
        .map_init(Default::default, |unpacker, part| joint.taken(*part, unpacker))
        .collect();
    let numbered = parts.into_iter().zip(made);
    numbered.map(|(part, made)| (part, number(joint.place(part), made))).collect()
}
