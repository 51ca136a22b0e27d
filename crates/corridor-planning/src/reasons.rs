//! Why no way through a corridor is offered.

use crate::corridors::{StepTest, Steps};
use crate::planner::{DETOUR_LIMIT, NotOffered, Planner};
use crate::world::World;
use corridor_network::EdgeId;
use corridor_network::fact::{State, status_on};
use std::collections::BTreeSet;

impl Planner {
    /// A corridor that is planned, closed or suspended on the day, whatever its links allow.
    pub(crate) fn not_there(&self, world: &World, row: usize) -> Option<NotOffered> {
        let corridor = &self.network.facts().corridors[row];
        let period = status_on(&corridor.status, world.conditions.as_of)?;
        let code = match period.state {
            State::Planned => "planned",
            State::Closed | State::Suspended => "closed",
            State::Open | State::Disrupted | State::Limited | State::Bilateral => return None,
        };
        let reason = format!("{} ({})", period.report, period.evidence.source);
        Some(NotOffered { corridor: row, code: code.to_owned(), reason })
    }

    /// The reason why no way through a corridor is offered.
    pub(crate) fn why_not(&self, world: &World, row: usize) -> NotOffered {
        let corridor = &self.network.facts().corridors[row];
        let steps = self.corridors.steps(row);
        for (tests, names) in steps.tests.iter().zip(&corridor.through) {
            let bars: Vec<_> = tests
                .iter()
                .map(|test| match test {
                    StepTest::Feature(f) => world.bar(*f).map(|bar| {
                        (bar.code(), format!("{}: {}", self.network.features()[*f].id, bar.words()))
                    }),
                    StepTest::Country(c) => (!world.may_enter(*c))
                        .then(|| ("avoided", format!("country {c} is avoided"))),
                })
                .collect();
            if !bars.is_empty() && bars.iter().all(Option::is_some) {
                let bars: Vec<_> = bars.into_iter().flatten().collect();
                let reasons: Vec<_> = bars.iter().map(|b| b.1.as_str()).collect();
                return NotOffered {
                    corridor: row,
                    code: bars[0].0.to_owned(),
                    reason: format!("needs {}; {}", names.join(" or "), reasons.join("; ")),
                };
            }
        }
        if let Some((code, reason)) = self.barred_step(world, steps) {
            return NotOffered { corridor: row, code, reason };
        }
        NotOffered {
            corridor: row,
            code: "detour".to_owned(),
            reason: format!(
                "no way through it within {DETOUR_LIMIT} times the generalised cost of the best one"
            ),
        }
    }

    /// What bars every link of a step of the corridor, such as ice.
    fn barred_step(&self, world: &World, steps: &Steps) -> Option<(String, String)> {
        let count = steps.count() as usize;
        let mut bars: Vec<BTreeSet<(&str, String)>> = vec![BTreeSet::new(); count];
        let mut open = vec![false; count];
        for &link in steps.links() {
            let met = steps.met(&self.network, EdgeId::of(link, false));
            let bar = self.network.features_of(link).iter().find_map(|f| world.bar(*f));
            for step in (0..count).filter(|k| met >> k & 1 == 1) {
                match bar {
                    Some(bar) => {
                        bars[step].insert((bar.code(), bar.words()));
                    }
                    None => open[step] = true,
                }
            }
        }
        let barred = bars.into_iter().zip(open).find(|(bars, open)| !open && !bars.is_empty());
        let (code, words) = barred?.0.into_iter().next()?;
        Some((code.to_owned(), words))
    }
}
