//! What differs between two runs: corridor by corridor, for the best of all ways, and by kind of leg.

use super::{ChangeStatus, ChangeView, Figures, FromTo, LandedSum, LegChange, RunView, SumView};
use crate::plan::ItineraryView;
use std::collections::BTreeMap;

/// What is not on any named corridor goes by this word.
const OTHER: &str = "other";
/// Figures closer than this part of each other are the same.
const SAME: f64 = 1e-3;

/// A way of a run, with what goods cost at its end.
#[derive(Clone, Copy)]
struct Way<'a> {
    view: &'a ItineraryView,
    landed: Option<&'a LandedSum>,
}

impl RunView {
    /// The ways that it offers, and then those that others offer and that are open in it.
    fn ways(&self) -> Vec<Way<'_>> {
        let views = self.itineraries.iter().chain(&self.beside).enumerate();
        let landed = |n: usize| self.landed.get(n).and_then(Option::as_ref);
        views.map(|(n, view)| Way { view, landed: landed(n) }).collect()
    }
}

/// What ways of two runs are compared by.
#[derive(Clone, Copy)]
struct Measure {
    /// What a second in transit costs the shipment.
    usd_per_s: f64,
    /// Whether landed cost counts in place of the cost of carriage: where the same lines of it are known of
    /// every way of both.
    of_goods: bool,
}

impl Measure {
    fn of(first: &RunView, run: &RunView, usd_per_s: f64) -> Self {
        let ways = [first, run].map(RunView::ways).concat();
        let not_known = |way: &Way<'_>| way.landed.map(|landed| landed.not_known.clone());
        let first = ways.first().and_then(not_known);
        let of_goods = first.is_some() && ways.iter().all(|way| not_known(way) == first);
        Self { usd_per_s, of_goods }
    }

    /// What a way costs with the time it takes.
    fn generalised(self, way: Way<'_>) -> f64 {
        let landed = way.known_usd().filter(|_| self.of_goods);
        landed.unwrap_or(way.view.cost_usd) + self.usd_per_s * duration(way.view)
    }
}

impl Way<'_> {
    /// What is known of all that is paid for the goods.
    fn known_usd(&self) -> Option<f64> {
        self.landed.map(|landed| landed.known_usd)
    }
}

/// The way of least generalised cost of every corridor.
fn by_corridor(run: &RunView, measure: Measure) -> BTreeMap<&str, Way<'_>> {
    let mut ways = run.ways();
    ways.sort_by(|a, b| measure.generalised(*a).total_cmp(&measure.generalised(*b)));
    let mut best = BTreeMap::new();
    for way in ways {
        if way.view.corridors.is_empty() {
            best.entry(OTHER).or_insert(way);
        }
        for corridor in &way.view.corridors {
            best.entry(corridor.as_str()).or_insert(way);
        }
    }
    best
}

/// What changes for each corridor, by id; a second in transit costs the shipment `usd_per_s`.
pub(super) fn by_corridors(first: &RunView, run: &RunView, usd_per_s: f64) -> Vec<ChangeView> {
    let measure = Measure::of(first, run, usd_per_s);
    let (before, after) = (by_corridor(first, measure), by_corridor(run, measure));
    let mut corridors: Vec<&str> = before.keys().chain(after.keys()).copied().collect();
    corridors.sort_unstable();
    corridors.dedup();
    let change = |corridor: &str| {
        let (from, to) = (before.get(corridor).copied(), after.get(corridor).copied());
        let not = run.not_offered.iter().find(|n| n.corridor == corridor);
        let none = run.problem.as_ref().map(|problem| problem.detail.clone());
        ChangeView {
            scenario: run.scenario.clone(),
            corridor: corridor.to_owned(),
            status: status(from, to, measure),
            reason: not.map(|n| n.reason.clone()).or(none),
            figures: figures(from, to),
            legs: legs(from.map(|way| way.view), to.map(|way| way.view)),
        }
    };
    let is_offered = |corridor: &str| {
        let offered = first.itineraries.iter().chain(&run.itineraries);
        let mut on = offered.filter(|way| match corridor {
            OTHER => way.corridors.is_empty(),
            corridor => way.corridors.iter().any(|c| c == corridor),
        });
        on.next().is_some()
    };
    let changes = corridors.into_iter().map(change);
    changes.filter(|c| c.status != ChangeStatus::Same || is_offered(&c.corridor)).collect()
}

/// What changes for the best way of all and for those best by one criterion.
pub(super) fn in_sum(first: &RunView, run: &RunView, usd_per_s: f64) -> Vec<SumView> {
    fn best<'a>(run: &'a RunView, by: &str, measure: Measure) -> Option<Way<'a>> {
        let figure = |way: &Way<'_>| match by {
            "fastest" => Some(duration(way.view)),
            "cheapest" => Some(way.view.cost_usd),
            "cleanest" => Some(way.view.co2e_kg),
            "landed" => way.known_usd(),
            _ => Some(measure.generalised(*way)),
        };
        // All ways that are open, so that no world looks worse for what it does not offer.
        let all = run.ways().into_iter().filter_map(|way| Some((figure(&way)?, way)));
        all.min_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, way)| way)
    }
    let measure = Measure::of(first, run, usd_per_s);
    let sum = |by: &'static str| {
        let (from, to) = (best(first, by, measure), best(run, by, measure));
        let corridors =
            |way: Option<Way<'_>>| way.map(|way| way.view.corridors.clone()).unwrap_or_default();
        SumView {
            scenario: run.scenario.clone(),
            by,
            status: status(from, to, measure),
            corridors_from: corridors(from),
            corridors_to: corridors(to),
            figures: figures(from, to),
        }
    };
    let criteria = ["best", "fastest", "cheapest", "cleanest"].into_iter();
    criteria.chain(measure.of_goods.then_some("landed")).map(sum).collect()
}

fn status(from: Option<Way<'_>>, to: Option<Way<'_>>, measure: Measure) -> ChangeStatus {
    let (Some(from), Some(to)) = (from, to) else {
        return if to.is_some() { ChangeStatus::New } else { ChangeStatus::Gone };
    };
    let near = |a: f64, b: f64| (a - b).abs() <= SAME * a.abs().max(b.abs());
    let landed = |way: Way<'_>| way.known_usd().filter(|_| measure.of_goods).unwrap_or_default();
    if near(duration(from.view), duration(to.view))
        && near(from.view.cost_usd, to.view.cost_usd)
        && near(from.view.co2e_kg, to.view.co2e_kg)
        && near(landed(from), landed(to))
    {
        return ChangeStatus::Same;
    }
    if measure.generalised(to) <= measure.generalised(from) {
        ChangeStatus::Better
    } else {
        ChangeStatus::Worse
    }
}

/// Planned seconds: what generalised cost is reckoned with.
fn duration(itinerary: &ItineraryView) -> f64 {
    itinerary.duration_s as f64
}

fn figures(from: Option<Way<'_>>, to: Option<Way<'_>>) -> Figures {
    let both = |part: fn(&ItineraryView) -> f64| FromTo {
        from: from.map(|way| part(way.view)),
        to: to.map(|way| part(way.view)),
    };
    let landed = [from, to].map(|way| way.and_then(|way| way.landed));
    // Sums with other lines in them are no change of anything.
    let comparable = match landed {
        [Some(from), Some(to)] => from.not_known == to.not_known,
        _ => true,
    };
    let known = |sum: &LandedSum| if comparable { Some(sum.known_usd) } else { sum.landed_usd };
    let of_goods = |part: &dyn Fn(&LandedSum) -> Option<f64>| {
        let [from, to] = landed;
        (from.is_some() || to.is_some())
            .then(|| FromTo { from: from.and_then(part), to: to.and_then(part) })
    };
    Figures {
        duration_p50_s: both(|i| i.reliability.duration_p50_s as f64),
        cost_usd: both(|i| i.cost_usd),
        co2e_kg: both(|i| i.co2e_kg),
        distance_m: both(|i| i.distance_m as f64),
        landed_usd: of_goods(&known),
        duty_usd: of_goods(&|landed| landed.duty_usd),
    }
}

/// Duration, cost, emissions and metres by kind of leg.
fn by_kind(itinerary: &ItineraryView, kind: &str) -> [f64; 4] {
    let mut sums = [0.0; 4];
    for leg in itinerary.legs.iter().filter(|leg| leg.kind == kind) {
        let parts = [leg.duration_s as f64, leg.cost_usd, leg.co2e_kg, leg.distance_m as f64];
        for (sum, part) in sums.iter_mut().zip(parts) {
            *sum += part;
        }
    }
    sums.map(|sum| (sum * 100.0).round() / 100.0)
}

fn legs(from: Option<&ItineraryView>, to: Option<&ItineraryView>) -> Vec<LegChange> {
    let mut kinds: Vec<&str> = Vec::new();
    for leg in [from, to].into_iter().flatten().flat_map(|itinerary| &itinerary.legs) {
        if !kinds.contains(&leg.kind.as_str()) {
            kinds.push(&leg.kind);
        }
    }
    let change = |kind: &str| {
        let (a, b) = (from.map(|i| by_kind(i, kind)), to.map(|i| by_kind(i, kind)));
        let part = |n: usize| FromTo { from: a.map(|a| a[n]), to: b.map(|b| b[n]) };
        LegChange {
            kind: kind.to_owned(),
            duration_s: part(0),
            cost_usd: part(1),
            co2e_kg: part(2),
            distance_m: part(3),
        }
    };
    kinds.into_iter().map(change).collect()
}
