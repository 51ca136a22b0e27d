//! What is counted: every facility used as a whole, and the parts of it that have limits of their own.

use super::capacities::Limit;
use super::facilities::{self, Direction, Use};
use super::load::World;
use super::ways::{Planned, Way};
use corridor_network::Network;
use corridor_planning::Cargo;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// A facility, or the part of its traffic that a limit is for.
#[derive(Clone, Debug)]
pub(super) struct Counter {
    /// Id of the facility.
    pub facility: String,
    /// The direction counted; all where none is said.
    pub direction: Option<Direction>,
    /// The kind of cargo counted; all where none is said.
    pub cargo: Option<Cargo>,
    /// Row of its limit.
    pub limit: Option<usize>,
    /// Whether a ship goes by it on its way, whatever the shipper asks: a passage, or a corridor of passages
    /// and other things.
    pub is_passed: bool,
}

impl Counter {
    /// How it is called: the id of the facility, and what is counted of it where that is not all.
    pub(super) fn id(&self) -> String {
        let mut id = self.facility.clone();
        if let Some(direction) = self.direction {
            let _ = write!(id, " {direction}");
        }
        if let Some(cargo) = self.cargo {
            let _ = write!(id, " {cargo}");
        }
        id
    }
}

/// All counters, in the order of their facilities, the whole of each before its parts.
#[derive(Debug)]
pub(super) struct Counters {
    pub all: Vec<Counter>,
    by_facility: BTreeMap<String, Vec<u32>>,
}

impl Counters {
    /// Those of all ways in all worlds.
    pub(super) fn new(network: &Network, planned: &[Planned], limits: &[Limit]) -> Self {
        let ways = planned.iter().flat_map(|p| &p.worlds).flat_map(|world| &world.ways);
        let mut by_facility: BTreeMap<String, Vec<u32>> = BTreeMap::new();
        for way in ways {
            for one in &way.course.uses {
                if !by_facility.contains_key(&*one.facility) {
                    by_facility.insert(one.facility.to_string(), Vec::new());
                }
            }
        }
        let mut all: Vec<Counter> = Vec::new();
        for (facility, counters) in &mut by_facility {
            let of_it = limits.iter().enumerate().filter(|(_, limit)| limit.facility == *facility);
            let (whole, parts): (Vec<_>, Vec<_>) =
                of_it.partition(|(_, limit)| limit.direction.is_none() && limit.cargo.is_none());
            let kind = facilities::about(network, facility).map(|(kind, _)| kind);
            let is_passed = matches!(kind, Some("passage" | "corridor"));
            counters.push(all.len() as u32);
            all.push(Counter {
                is_passed,
                facility: facility.clone(),
                direction: None,
                cargo: None,
                limit: whole.first().map(|(row, _)| *row),
            });
            for (row, limit) in parts {
                counters.push(all.len() as u32);
                all.push(Counter {
                    is_passed,
                    facility: facility.clone(),
                    direction: limit.direction,
                    cargo: limit.cargo,
                    limit: Some(row),
                });
            }
        }
        Self { all, by_facility }
    }

    /// The facilities that are full in any of the worlds, as a whole or in part.
    pub(super) fn full(&self, loaded: &[World]) -> Vec<String> {
        let waits = |at: usize| loaded.iter().any(|world| world.loaded.waits[at] > 0.0);
        let mut full: Vec<String> = (0..self.all.len())
            .filter(|at| waits(*at))
            .map(|at| self.all[at].facility.clone())
            .collect();
        full.dedup();
        full
    }

    /// The counters that a way of some cargo is counted by.
    pub(super) fn of(&self, way: &Way, cargo: Cargo) -> Vec<u32> {
        let mut counted = Vec::new();
        for Use { facility, directions } in &way.course.uses {
            for &at in self.by_facility.get(&**facility).into_iter().flatten() {
                let counter = &self.all[at as usize];
                let goes = counter.direction.is_none_or(|d| directions.contains(&d));
                if goes && counter.cargo.is_none_or(|c| c == cargo) {
                    counted.push(at);
                }
            }
        }
        counted
    }
}
