//! What changes from one world to another.

use super::answer::Answer;
use super::load::World;
use corridor_flows::capacity::Grams;
use schemars::JsonSchema;
use serde::Serialize;

/// Grams below which a change is none.
const LEAST: u64 = 1_000;

/// A facility that gains or loses.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct FacilityChange {
    /// Id of the facility.
    pub id: String,
    /// `terminal`, `border`, `passage`, `waterway`, `line`, `service` or `corridor`.
    pub kind: String,
    /// Its name.
    pub name: String,
    /// Tonnes a year through it before.
    pub before_t: f64,
    /// Tonnes a year now.
    pub after_t: f64,
    /// What it gains; below 0, what it loses.
    pub change_t: f64,
}

/// What is no longer shipped.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct LossView {
    /// Where from.
    pub origin: String,
    /// Where to.
    pub destination: String,
    /// Group of goods.
    pub commodity: String,
    /// Tonnes a year that were shipped before and are not now.
    pub lost_t: f64,
    /// Stable code of the reason.
    pub code: String,
    /// The reason.
    pub reason: String,
}

/// Two worlds loaded with one demand.
pub(super) struct Compared<'a> {
    pub answer: &'a Answer<'a>,
    pub before: &'a World,
    pub after: &'a World,
}

impl Compared<'_> {
    /// Facilities that gain or lose, the greatest changes first.
    pub(super) fn changes(&self) -> Vec<FacilityChange> {
        let counters = &self.answer.counters.all;
        let flow = |world: &World, at: usize| world.loaded.flows[at];
        let by = |at: usize| flow(self.after, at).0.abs_diff(flow(self.before, at).0);
        let is_whole =
            |at: &usize| counters[*at].direction.is_none() && counters[*at].cargo.is_none();
        let mut changed: Vec<usize> =
            (0..counters.len()).filter(is_whole).filter(|&at| by(at) >= LEAST).collect();
        changed.sort_by_key(|&at| (std::cmp::Reverse(by(at)), at));
        let view = |at: usize| {
            let (before, after) = (flow(self.before, at), flow(self.after, at));
            let (kind, name) = self.answer.about(&counters[at].facility);
            let change = Grams(by(at)).tonnes();
            FacilityChange {
                id: counters[at].facility.clone(),
                kind: kind.to_owned(),
                name,
                before_t: before.tonnes(),
                after_t: after.tonnes(),
                change_t: if after < before { -change } else { change },
            }
        };
        changed.into_iter().map(view).collect()
    }

    /// What was shipped before and is not now, the most first.
    pub(super) fn losses(&self) -> Vec<LossView> {
        let mut losses: Vec<(u64, LossView)> = Vec::new();
        for (n, demand) in self.answer.demands.iter().enumerate() {
            let unserved = |world: &World| world.loaded.shipped[n].unserved.0;
            let lost = unserved(self.after).saturating_sub(unserved(self.before));
            if lost < LEAST {
                continue;
            }
            let (code, reason) = self.answer.reason(self.after, n);
            let [origin, destination] = demand.labels.clone();
            let commodity = demand.goods.commodity.clone();
            let lost_t = Grams(lost).tonnes();
            losses.push((lost, LossView { origin, destination, commodity, lost_t, code, reason }));
        }
        losses.sort_by_key(|(lost, _)| std::cmp::Reverse(*lost));
        losses.into_iter().map(|(_, view)| view).collect()
    }

    /// What users gain, USD a year, by the rule of half.
    pub(super) fn gain_usd(&self) -> f64 {
        let pairs = self.before.loaded.shipped.iter().zip(&self.after.loaded.shipped);
        let gain = |(before, after): (&corridor_flows::capacity::Shipped, &_)| {
            let after: &corridor_flows::capacity::Shipped = after;
            let shipped = |one: &corridor_flows::capacity::Shipped| {
                one.by_route.iter().copied().sum::<Grams>().tonnes()
            };
            let cheaper = before.expected - after.expected;
            if cheaper.is_finite() {
                f64::midpoint(shipped(before), shipped(after)) * cheaper
            } else {
                0.0
            }
        };
        pairs.map(gain).sum()
    }
}
