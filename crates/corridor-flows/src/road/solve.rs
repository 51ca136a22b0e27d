//! Rounds of cheapest ways and of balancing the paths known, until no trip can save by another way.

use super::paths::{Pair, Path, State};
use super::trees::{Leaving, Tree};
use super::{Network, Trips};
use crate::Fault;
use rayon::prelude::*;

/// Sweeps over the paths between two searches for new ones, at most.
const MOST_SWEEPS: usize = 60;
/// Sweeps end when the known paths are this much nearer to balance than the last search found.
const NEARER: f64 = 0.02;

/// How routes are chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RouteChoice {
    /// All take the cheapest way on the empty network.
    AllOrNothing,
    /// No trip can save by another way.
    UserEquilibrium,
}

/// When to stop.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Options {
    /// How routes are chosen.
    pub choice: RouteChoice,
    /// Relative gap to reach.
    pub tolerance: f64,
    /// Rounds at most.
    pub most_rounds: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self { choice: RouteChoice::UserEquilibrium, tolerance: 1e-6, most_rounds: 500 }
    }
}

/// Flows and how near they are to equilibrium.
#[derive(Clone, Debug, PartialEq)]
pub struct Equilibrium {
    /// Flow of every link.
    pub flows: Vec<f64>,
    /// Cost of every link at its flow.
    pub costs: Vec<f64>,
    /// The Beckmann objective: the sum over links of the cost summed over the flow.
    pub beckmann: f64,
    /// Cost of all trips, `sum of flow * cost`.
    pub total_cost: f64,
    /// Share of the total cost that trips could save at these costs.
    pub relative_gap: f64,
    /// Searches for cheapest ways.
    pub rounds: usize,
    /// Paths with flow.
    pub paths: usize,
    /// Trips between zones.
    pub trips: f64,
    /// Trips within a zone: they use no link.
    pub trips_within: f64,
    /// Whether the tolerance was reached.
    pub has_converged: bool,
}

/// Loads trips onto a network.
///
/// The result does not depend on the number of threads: only searches run side by side, and their
/// findings are added in the order of zones.
///
/// # Errors
/// Trips that are negative, no number, of no zone, or between zones without a way.
pub fn solve(network: &Network, trips: &[Trips], options: Options) -> Result<Equilibrium, Fault> {
    let (mut pairs, trips_within) = by_origin(network, trips)?;
    let leaving = Leaving::new(network);
    let mut state = State::new(network);
    let mut total_trips = 0.0;
    for pair in pairs.iter().flatten() {
        total_trips += pair.amount;
    }
    let mut rounds = 0;
    loop {
        let least = extend(network, &leaving, &state.costs, &mut pairs)?;
        rounds += 1;
        if rounds == 1 {
            state.add_up(network, pairs.iter().flatten());
            if options.choice == RouteChoice::UserEquilibrium {
                continue;
            }
        }
        let total_cost = sum(state.flows.iter().zip(&state.costs).map(|(v, c)| v * c));
        // Of what one way costs at the costs that the flows give; the first round knows other costs.
        let least = if options.choice == RouteChoice::AllOrNothing {
            extend(network, &leaving, &state.costs, &mut pairs)?
        } else {
            least
        };
        let excess = (total_cost - least).max(0.0);
        let relative_gap = if total_cost > 0.0 { excess / total_cost } else { 0.0 };
        let has_converged = relative_gap <= options.tolerance;
        let is_last = has_converged
            || rounds >= options.most_rounds
            || options.choice == RouteChoice::AllOrNothing;
        if is_last {
            let delays = network.links.iter().zip(&state.flows);
            return Ok(Equilibrium {
                beckmann: sum(delays.map(|(link, &flow)| link.delay.sum_to(flow))),
                total_cost,
                relative_gap,
                rounds,
                paths: pairs
                    .iter()
                    .flatten()
                    .flat_map(|p| &p.paths)
                    .filter(|p| p.flow > 0.0)
                    .count(),
                trips: total_trips,
                trips_within,
                has_converged: has_converged || options.choice == RouteChoice::AllOrNothing,
                flows: state.flows,
                costs: state.costs,
            });
        }
        balance_all(network, &mut state, &mut pairs, excess);
        state.add_up(network, pairs.iter().flatten());
    }
}

/// Sums large and small figures without losing the small ones (Neumaier).
fn sum(terms: impl Iterator<Item = f64>) -> f64 {
    let (mut total, mut lost) = (0.0_f64, 0.0);
    for term in terms {
        let next = total + term;
        lost +=
            if total.abs() >= term.abs() { (total - next) + term } else { (term - next) + total };
        total = next;
    }
    total + lost
}

/// The pairs of every zone, and the trips within zones.
fn by_origin(network: &Network, trips: &[Trips]) -> Result<(Vec<Vec<Pair>>, f64), Fault> {
    let mut pairs: Vec<Vec<Pair>> = (0..network.zones).map(|_| Vec::new()).collect();
    let mut within = 0.0;
    for trip in trips {
        let (origin, destination, amount) = (trip.origin, trip.destination, trip.amount);
        if origin.max(destination) as usize >= network.zones {
            return Err(Fault::new(
                "zone-unknown",
                format!(
                    "trips from zone {} to zone {}, and there are {} zones",
                    origin + 1,
                    destination + 1,
                    network.zones
                ),
                "correct the zone, or the number of zones",
            ));
        }
        if !amount.is_finite() || amount < 0.0 {
            return Err(Fault::new(
                "trips-invalid",
                format!("trips from zone {} to zone {} are {amount}", origin + 1, destination + 1),
                "give a number from 0 on",
            ));
        }
        if origin == destination {
            within += amount;
        } else if amount > 0.0 {
            pairs[origin as usize].push(Pair { destination, amount, paths: Vec::new() });
        }
    }
    Ok((pairs, within))
}

/// Finds the cheapest ways at these costs and adds those not yet known. A pair without any puts its
/// trips on the first. Returns what all trips would cost on the cheapest ways.
fn extend(
    network: &Network,
    leaving: &Leaving,
    costs: &[f64],
    pairs: &mut [Vec<Pair>],
) -> Result<f64, Fault> {
    let least = pairs
        .par_iter_mut()
        .enumerate()
        .map_init(
            || Tree::new(network.nodes),
            |tree, (origin, pairs)| {
                if pairs.is_empty() {
                    return Ok(0.0);
                }
                tree.grow(leaving, costs, origin as u32);
                let mut least = Vec::with_capacity(pairs.len());
                for pair in pairs.iter_mut() {
                    let cost = tree.costs[pair.destination as usize];
                    if cost.is_infinite() {
                        return Err(disconnected(origin, pair));
                    }
                    least.push(pair.amount * cost);
                    pair.paths.retain(|path| path.flow > 0.0);
                    if pair.cheapest(costs).is_none_or(|(_, known)| cost < known) {
                        let links = tree.way(network, origin as u32, pair.destination);
                        let flow = if pair.paths.is_empty() { pair.amount } else { 0.0 };
                        // The same way, whose links were added up in another order.
                        if pair.paths.iter().all(|path| path.links != links) {
                            pair.paths.push(Path { links, flow });
                        }
                    }
                }
                Ok(sum(least.into_iter()))
            },
        )
        .collect::<Vec<Result<f64, Fault>>>();
    let least = least.into_iter().collect::<Result<Vec<f64>, Fault>>()?;
    Ok(sum(least.into_iter()))
}

fn disconnected(origin: usize, pair: &Pair) -> Fault {
    Fault::new(
        "pair-disconnected",
        format!(
            "no way leads from zone {} to zone {}, which {} trips are to take",
            origin + 1,
            pair.destination + 1,
            pair.amount
        ),
        "add the missing links, check the first node that may be passed through, or remove the trips",
    )
}

/// Balances the known paths of all pairs until little is left of what the last search found.
fn balance_all(network: &Network, state: &mut State, pairs: &mut [Vec<Pair>], excess: f64) {
    for _ in 0..MOST_SWEEPS {
        let mut left = 0.0;
        for pair in pairs.iter_mut().flatten().filter(|pair| pair.paths.len() > 1) {
            left += state.balance(network, pair);
        }
        if left <= excess * NEARER {
            break;
        }
    }
}
