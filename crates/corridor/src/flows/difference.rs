//! What changes from one world to another.

use super::answer::Answer;
use super::load::World;
use super::paid::Payee;
use corridor_flows::capacity::Grams;
use corridor_network::CountryCode;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

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

/// What users of transport between two countries gain against the world without.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct GainView {
    /// Country of the origin, ISO 3166-1 alpha-2.
    pub origin: String,
    /// Country of the destination.
    pub destination: String,
    /// Group of goods.
    pub commodity: String,
    /// Tonnes a year shipped before.
    pub before_t: f64,
    /// Tonnes a year shipped now.
    pub after_t: f64,
    /// By the rule of half over the expected cost, US dollars a year; what ships in one of the worlds only is
    /// not in it.
    pub half_usd: f64,
    /// By the logsum, what is not shipped included, US dollars a year.
    pub logsum_usd: f64,
}

/// Who is paid for what is shipped between two countries: all that is paid, cost and profit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PaidView {
    /// Country of the origin, ISO 3166-1 alpha-2.
    pub origin: String,
    /// Country of the destination.
    pub destination: String,
    /// A country for its railways, hauliers, terminals and border posts; `sea` for carriers at sea, whose
    /// country is not known; `passages` for dues of canals and straits.
    pub payee: String,
    /// Whether the payee is a country in between.
    pub transit: bool,
    /// US dollars a year.
    pub usd: f64,
    /// The same in the world without; null where nothing is compared.
    pub before_usd: Option<f64>,
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

    /// What users gain, by the countries of the two ends and goods.
    pub(super) fn gains(&self) -> Vec<GainView> {
        let mut gains: BTreeMap<([String; 2], String), GainView> = BTreeMap::new();
        for (n, demand) in self.answer.demands.iter().enumerate() {
            let [before, after] = [self.before, self.after].map(|world| &world.loaded.shipped[n]);
            let shipped =
                [before, after].map(|one| one.by_route.iter().copied().sum::<Grams>().tonnes());
            let cheaper = before.expected - after.expected;
            let asked = &self.after.question.demands[n];
            let fall = asked.least(before.expected) - asked.least(after.expected);
            let countries = demand.countries.map(|country| country.to_string());
            let key = (countries, demand.goods.commodity.clone());
            let [origin, destination] = key.0.clone();
            let gain = gains.entry(key).or_insert_with(|| GainView {
                origin,
                destination,
                commodity: demand.goods.commodity.clone(),
                before_t: 0.0,
                after_t: 0.0,
                half_usd: 0.0,
                logsum_usd: 0.0,
            });
            gain.before_t += shipped[0];
            gain.after_t += shipped[1];
            if cheaper.is_finite() {
                gain.half_usd += f64::midpoint(shipped[0], shipped[1]) * cheaper;
            }
            gain.logsum_usd += demand.amount.tonnes() * fall;
        }
        gains.into_values().collect()
    }
}

impl Answer<'_> {
    /// Who is paid for what is shipped between two countries, in one world and in the one it is compared
    /// with.
    pub(super) fn payments(&self, world: &World, before: Option<&World>) -> Vec<PaidView> {
        type Key = ([CountryCode; 2], Payee);
        let mut sums: BTreeMap<Key, [f64; 2]> = BTreeMap::new();
        for (place, world) in [Some(world), before].into_iter().enumerate() {
            let Some(world) = world else { continue };
            for (n, (planned, shipped)) in
                self.planned.iter().zip(&world.loaded.shipped).enumerate()
            {
                let ways = &planned.worlds[world.number].ways;
                for (way, grams) in ways.iter().zip(&shipped.by_route).filter(|(_, g)| g.0 > 0) {
                    for (payee, usd) in &way.priced.paid {
                        let key = (self.demands[n].countries, *payee);
                        sums.entry(key).or_default()[place] += usd * grams.tonnes();
                    }
                }
            }
        }
        let view = |((countries, payee), [usd, was]): (Key, [f64; 2])| {
            let [origin, destination] = countries.map(|country| country.to_string());
            let is_end = countries.iter().any(|country| payee == Payee::Country(*country));
            PaidView {
                origin,
                destination,
                payee: payee.word(),
                transit: !is_end && matches!(payee, Payee::Country(_)),
                usd,
                before_usd: before.map(|_| was),
            }
        };
        sums.into_iter().map(view).collect()
    }
}
