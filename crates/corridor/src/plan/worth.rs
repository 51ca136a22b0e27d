//! Which of the itineraries found are worth showing, judged by the figures that are shown.
//!
//! The planner finds ways by their mean times. What a reader compares are the median and the ninth
//! decile of the time, the cost and the emissions, so these decide here.

use super::answer::{BeatenView, NotOfferedView};
use super::certainty::ReliabilityView;
use corridor_network::{LinkId, Mode, Network};
use corridor_planning::cargo::Handling;
use corridor_planning::{Cargo, Itinerary, Leg, LegKind};
use std::collections::BTreeMap;

/// Itineraries that an answer shows at most, where what they gain can tell them apart.
const MOST_SHOWN: usize = 7;
/// The least gain that makes an itinerary worth showing beside another, as a logarithm: 0.03 is 3 %. The
/// first that leaves no more than [`MOST_SHOWN`] counts.
const LEAST_GAINS: [f64; 4] = [0.03, 0.06, 0.12, 0.24];
/// How much of what it is worse by an itinerary must be better by, in time or cost.
const GAIN_FOR_LOSS: f64 = 0.15;
/// The same for cargo in bulk, which seldom pays for speed.
const GAIN_FOR_LOSS_IN_BULK: f64 = 0.5;
/// What it is worse by beyond this, three times the cost or time, asks for more: nobody pays five times the
/// price to save a third of the days.
const GRAVE_LOSS: f64 = 1.1;
/// How much more, beside [`GAIN_FOR_LOSS`].
const GAIN_FOR_GRAVE_LOSS: f64 = 0.45;
/// The same in emissions: a shipper pays more and waits longer for clean transport, but not any amount.
const CLEANER_FOR_LOSS: f64 = 0.6;
/// What one more change of vehicle counts beside time and cost: as much as being 10 % slower.
const CHANGE: f64 = 0.1;
/// What each ferry after the first asks to be better by, in time or cost: a chain of them hangs on every sailing.
const FERRY: f64 = 0.15;
/// From which ratio of the lengths on a longer way asks to be better by more: twice the kilometres.
const DETOUR: f64 = 2.0;
/// Hours added to both times before they are compared: half a day more on a ferry crossing of two hours
/// is not five times as bad as half a day more on a voyage of ten hours.
const BASE_HOURS: f64 = 12.0;
/// The share of its links that two itineraries have in common when they are one way, and how much they
/// may differ in time and cost.
const ONE_WAY: (f64, f64, f64) = (0.95, 1.06, 1.2);
/// Passages that no voyage between two ports has reason to pass both of: they lie on different ways round
/// the world. Europe is reached past the Cape of Good Hope, by Suez or by Panama, not round South America.
const ROUND_THE_WORLD: [[&str; 2]; 7] = [
    ["suez", "good-hope"],
    ["panama", "suez"],
    ["good-hope", "cape-horn"],
    ["cape-horn", "dover"],
    ["cape-horn", "gibraltar"],
    ["magellan", "dover"],
    ["magellan", "gibraltar"],
];

/// What an itinerary is judged by.
#[derive(Clone, Debug)]
pub(super) struct Figures {
    /// Seconds that half of the shipments do not exceed.
    pub p50_s: u64,
    /// Seconds that nine in ten do not exceed.
    pub p90_s: u64,
    /// US dollars.
    pub usd: f64,
    /// Kilograms of CO2e.
    pub kg: f64,
    /// Passages gone through.
    pub passages: Vec<String>,
    /// How often the goods change vehicle.
    pub transfers: usize,
    /// How many ferries it takes.
    pub ferries: usize,
    /// Kilometres.
    pub km: f64,
    /// Links with their lengths in metres.
    pub links: BTreeMap<LinkId, u32>,
    /// Whether the cargo is in bulk.
    pub in_bulk: bool,
}

impl Figures {
    pub(super) fn new(
        network: &Network,
        itinerary: &Itinerary,
        surely: &ReliabilityView,
        cargo: Cargo,
    ) -> Self {
        let lengths = &network.columns().link_length;
        let links = itinerary.edges.iter().map(|edge| (edge.link(), lengths[edge.link()].0));
        let transfers = itinerary.legs.iter().filter(|leg| leg.kind == LegKind::Transfer).count();
        let by_ferry = |leg: &&Leg| leg.kind == LegKind::Move(Mode::Ferry);
        Self {
            ferries: itinerary.legs.iter().filter(by_ferry).count(),
            km: itinerary.km,
            p50_s: surely.duration_p50_s,
            p90_s: surely.duration_p90_s,
            usd: super::view::cents(itinerary.usd),
            kg: super::view::cents(itinerary.kg),
            passages: super::view::passages(network, &itinerary.edges),
            transfers,
            links: links.collect(),
            in_bulk: matches!(cargo.handling(), Handling::DryBulk | Handling::Liquid),
        }
    }

    /// Whether this is better in something and worse in nothing.
    fn beats(&self, other: &Self) -> bool {
        let no_worse = self.p50_s <= other.p50_s
            && self.p90_s <= other.p90_s
            && self.usd <= other.usd
            && self.kg <= other.kg;
        let better = self.p50_s < other.p50_s
            || self.p90_s < other.p90_s
            || self.usd < other.usd
            || self.kg < other.kg;
        no_worse && better
    }

    /// Whether both are one road, railway or voyage, begun or ended a little otherwise.
    fn is_one_way_with(&self, other: &Self) -> bool {
        let metres = |f: &Self| f.links.values().map(|m| f64::from(*m)).sum::<f64>();
        let shared = self.links.iter().filter(|(link, _)| other.links.contains_key(link));
        let shared: f64 = shared.map(|(_, m)| f64::from(*m)).sum();
        let near = |a: f64, b: f64, most: f64| a.max(b) <= most * a.min(b).max(1e-9);
        let (share, time, cost) = ONE_WAY;
        shared > 0.0
            && shared >= share * metres(self).max(metres(other))
            && near(self.p50_s as f64, other.p50_s as f64, time)
            && near(self.usd, other.usd, cost)
    }

    /// Whether it is so much better than another in time, cost or emissions that it is worth what it is
    /// worse by. Ratios count as logarithms, so that twice as long and half as long weigh the same.
    fn is_worth_showing_beside(&self, other: &Self, least_gain: f64) -> bool {
        let hours = |seconds: u64| seconds as f64 / 3600.0 + BASE_HOURS;
        let saved = |own: f64, others: f64| (others.max(1e-9) / own.max(1e-9)).ln();
        let median = saved(hours(self.p50_s), hours(other.p50_s));
        let sooner = median.max(saved(hours(self.p90_s), hours(other.p90_s)));
        let cheaper = saved(self.usd, other.usd);
        let cleaner = saved(self.kg, other.kg);
        let changes = self.transfers.saturating_sub(other.transfers) as f64;
        let worse = (-median).max(0.0) + (-cheaper).max(0.0) + CHANGE * changes;
        let share = if self.in_bulk { GAIN_FOR_LOSS_IN_BULK } else { GAIN_FOR_LOSS };
        let grave = GAIN_FOR_GRAVE_LOSS * (worse - GRAVE_LOSS).max(0.0);
        let chain = self.ferries.max(1).saturating_sub(other.ferries.max(1)) as f64;
        let detour = (self.km.max(1.0) / (DETOUR * other.km.max(1.0))).ln().max(0.0);
        sooner.max(cheaper) > least_gain + share * worse + grave + FERRY * chain + detour
            || cleaner > least_gain + CLEANER_FOR_LOSS * worse
    }

    fn sails_round_the_world(&self) -> bool {
        ROUND_THE_WORLD.iter().any(|pair| pair.iter().all(|p| self.passages.iter().any(|q| q == p)))
    }
}

/// Why an itinerary is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Left {
    /// Another, by its place in the list, is better in something and worse in nothing.
    Beaten(usize),
    /// Another, by its place in the list, is the same way and stands before it.
    SameWay(usize),
    /// It is too little better than another, by its place in the list, for what it is worse by.
    GainsTooLittle(usize),
    /// It passes two passages that lie on different ways round the world.
    RoundTheWorld,
}

/// For each itinerary, best first, why it is left out; `None` for those worth showing. One at least
/// remains. Itineraries that were `asked` for by name are only left out when another of them beats
/// them.
pub(super) fn left_out(all: &[Figures], asked: bool) -> Vec<Option<Left>> {
    let round = |f: &Figures| !asked && f.sails_round_the_world();
    let others = all.iter().any(|f| !round(f));
    // What is left out for its course beats nothing: else what it beats would go with it.
    let mut left: Vec<Option<Left>> =
        all.iter().map(|f| (others && round(f)).then_some(Left::RoundTheWorld)).collect();
    let sensible: Vec<usize> = (0..all.len()).filter(|i| left[*i].is_none()).collect();
    let beats = |j: usize, i: usize| all[j].beats(&all[i]);
    let unbeaten = |j: usize| !sensible.iter().any(|k| beats(*k, j));
    for i in &sensible {
        // One that nothing beats is named; there is one, since what beats it beats this one too.
        let by = sensible.iter().find(|j| beats(**j, *i) && unbeaten(**j));
        left[*i] = by.map(|j| Left::Beaten(*j));
    }
    for i in &sensible {
        let same =
            |j: &&usize| **j < *i && left[**j].is_none() && all[**j].is_one_way_with(&all[*i]);
        if left[*i].is_none()
            && let Some(j) = sensible.iter().find(same)
        {
            left[*i] = Some(Left::SameWay(*j));
        }
    }
    if asked {
        return left;
    }
    for least_gain in LEAST_GAINS {
        leave_little_gains(all, &mut left, least_gain);
        if left.iter().filter(|why| why.is_none()).count() <= MOST_SHOWN {
            break;
        }
    }
    left
}

/// Leaves out what gains too little beside one that comes before it and remains: best first, so that of
/// two that are about equal the better stays.
fn leave_little_gains(all: &[Figures], left: &mut [Option<Left>], least_gain: f64) {
    for i in 0..all.len() {
        let gains_too_little =
            |j: &usize| left[*j].is_none() && !all[i].is_worth_showing_beside(&all[*j], least_gain);
        if left[i].is_none()
            && let Some(j) = (0..i).find(gains_too_little)
        {
            left[i] = Some(Left::GainsTooLittle(j));
        }
    }
}

/// A corridor whose best itinerary, the one at `n`, is left out.
pub(super) fn not_offered(
    corridor: &str,
    why: Left,
    all: &[Figures],
    left: &[Option<Left>],
    n: usize,
) -> NotOfferedView {
    let own = &all[n];
    let days = |seconds: u64| seconds as f64 / 86_400.0;
    let named = |by: usize| {
        // What beats it may itself be left out.
        let number = left[..by].iter().filter(|l| l.is_none()).count() + 1;
        if left[by].is_none() { format!("itinerary {number}") } else { "another".to_owned() }
    };
    let compared = |by: usize| {
        let [own_days, other_days] = [own, &all[by]].map(|f| days(f.p50_s));
        let (usd, other_usd) = (own.usd, all[by].usd);
        format!("{own_days:.1} days and USD {usd:.0} against {other_days:.1} and {other_usd:.0}")
    };
    let (code, reason) = match why {
        Left::Beaten(by) => (
            "dominated",
            format!("{} is at least as good in all respects: {}", named(by), compared(by)),
        ),
        Left::SameWay(by) => {
            ("same-way", format!("its best itinerary is {} but for its ends", named(by)))
        }
        Left::GainsTooLittle(by) => (
            "no-gain",
            format!(
                "too little better than {} in time, cost or emissions for what it is worse by: {}",
                named(by),
                compared(by)
            ),
        ),
        Left::RoundTheWorld => (
            "round-the-world",
            format!("its itinerary passes {} and goes round the world", own.passages.join(", ")),
        ),
    };
    NotOfferedView {
        corridor: corridor.to_owned(),
        reason,
        code: code.to_owned(),
        figures: Some(BeatenView {
            duration_p50_s: own.p50_s,
            duration_p90_s: own.p90_s,
            cost_usd: own.usd,
            co2e_kg: own.kg,
        }),
    }
}

/// By how much more, as a share, an itinerary shown takes at most of time, cost and emissions than
/// one left out: the least over those shown, the most over those left out.
pub(super) fn excess(all: &[Itinerary], left: &[Option<Left>]) -> f64 {
    let parts = |i: &Itinerary| [i.hours, i.usd, i.kg];
    let over = |shown: &Itinerary, gone: &Itinerary| {
        let pairs = parts(shown).into_iter().zip(parts(gone));
        pairs.map(|(a, b)| a / b.max(1e-9) - 1.0).fold(0.0, f64::max)
    };
    let shown = || all.iter().zip(left).filter(|(_, l)| l.is_none()).map(|(i, _)| i);
    let gone = all.iter().zip(left).filter(|(_, l)| l.is_some()).map(|(i, _)| i);
    gone.map(|g| shown().map(|s| over(s, g)).fold(f64::INFINITY, f64::min)).fold(0.0, f64::max)
}

#[cfg(test)]
mod tests {
    use super::*;
    use corridor_network::Id;

    fn figures(days: f64, usd: f64, kg: f64) -> Figures {
        let p50_s = (days * 86_400.0) as u64;
        let p90_s = p50_s * 5 / 4;
        Figures {
            p50_s,
            p90_s,
            usd,
            kg,
            passages: Vec::new(),
            transfers: 2,
            ferries: 0,
            km: 5000.0,
            links: BTreeMap::new(),
            in_bulk: false,
        }
    }

    #[test]
    fn what_another_beats_is_left_out_and_names_one_that_is_shown() {
        let all = [
            figures(20.0, 2000.0, 900.0),
            figures(22.0, 2100.0, 950.0),
            figures(24.0, 2200.0, 990.0),
            figures(30.0, 1500.0, 990.0),
        ];
        let beaten = Some(Left::Beaten(0));
        assert_eq!(left_out(&all, false), [None, beaten, beaten, None]);
        // A later ninth decile is a reason to show a way that is otherwise worse.
        let mut surer = all.to_vec();
        surer[1].p90_s = surer[0].p90_s * 9 / 10;
        assert_eq!(left_out(&surer, false), [None, None, beaten, None]);
    }

    #[test]
    fn equal_itineraries_do_not_remove_each_other() {
        let one = figures(20.0, 2000.0, 900.0);
        let answer = left_out(&[one.clone(), one], false);
        assert_eq!(answer, [None, Some(Left::GainsTooLittle(0))]);
    }

    #[test]
    fn a_slow_way_has_to_gain_something() {
        let short = figures(10.0, 3000.0, 900.0);
        let little = figures(30.0, 2900.0, 950.0);
        let much = figures(30.0, 2000.0, 950.0);
        let answer = left_out(&[short.clone(), little.clone()], false);
        assert_eq!(answer, [None, Some(Left::GainsTooLittle(0))]);
        assert_eq!(left_out(&[short.clone(), much], false), [None, None]);
        // What was asked for is shown whatever it gains.
        assert_eq!(left_out(&[short, little], true), [None, None]);
    }

    #[test]
    fn a_clean_way_may_be_somewhat_slower_and_dearer_but_not_any_amount() {
        let lorry = figures(4.9, 1300.0, 200.0);
        let train = figures(6.0, 1300.0, 100.0);
        let detour = figures(13.7, 1900.0, 108.0);
        assert_eq!(left_out(&[lorry.clone(), train], false), [None, None]);
        let answer = left_out(&[lorry, detour], false);
        assert_eq!(answer, [None, Some(Left::GainsTooLittle(0))]);
    }

    #[test]
    fn of_two_that_are_about_equal_the_first_stays() {
        let short = figures(10.0, 3000.0, 900.0);
        let sea = figures(30.0, 2000.0, 950.0);
        let other = figures(31.0, 1990.0, 960.0);
        let answer = left_out(&[short, sea, other], false);
        assert_eq!(answer, [None, None, Some(Left::GainsTooLittle(1))]);
    }

    #[test]
    fn of_many_only_those_that_gain_most_are_shown() {
        // Each costs 5 % less and takes 5 % longer than the one before it.
        let step = |n: i32| {
            let factor = 1.05_f64.powi(n);
            figures(10.0 * factor, 3000.0 / factor, 900.0)
        };
        let all: Vec<Figures> = (0..30).map(step).collect();
        let shown = left_out(&all, false).iter().filter(|why| why.is_none()).count();
        assert!((3..=MOST_SHOWN).contains(&shown), "{shown}");
        assert_eq!(left_out(&all[..3], false), [None, None, None]);
    }

    #[test]
    fn a_voyage_round_the_world_is_not_shown_but_for_want_of_another() {
        let mut round = figures(40.0, 1000.0, 700.0);
        round.passages = ["good-hope", "suez"].map(str::to_owned).to_vec();
        let other = figures(20.0, 2000.0, 900.0);
        let answer = left_out(&[other, round.clone()], false);
        assert_eq!(answer, [None, Some(Left::RoundTheWorld)]);
        assert_eq!(left_out(&[round], false), [None]);
    }

    #[test]
    fn a_voyage_that_is_left_out_for_its_course_removes_no_other() {
        let mut round = figures(40.0, 1000.0, 700.0);
        round.passages = ["panama", "suez"].map(str::to_owned).to_vec();
        let worse = figures(41.0, 1100.0, 710.0);
        let answer = left_out(&[round.clone(), worse.clone()], false);
        assert_eq!(answer, [Some(Left::RoundTheWorld), None]);
        // Asked for, it is judged like any other.
        assert_eq!(left_out(&[round, worse], true), [None, Some(Left::Beaten(0))]);
    }

    #[test]
    fn six_times_the_price_has_to_save_almost_half() {
        let cheap = figures(20.0, 1000.0, 900.0);
        let dear = |days| figures(days, 6000.0, 900.0);
        let answer = left_out(&[cheap.clone(), dear(17.0)], false);
        assert_eq!(answer, [None, Some(Left::GainsTooLittle(0))]);
        assert_eq!(left_out(&[cheap, dear(10.0)], false), [None, None]);
    }

    #[test]
    fn a_chain_of_ferries_and_a_long_way_round_have_to_gain_more() {
        let plain = figures(29.0, 4900.0, 900.0);
        let chain = |ferries| Figures { ferries, ..figures(18.0, 9800.0, 900.0) };
        let little = Some(Left::GainsTooLittle(0));
        assert_eq!(left_out(&[plain.clone(), chain(1)], false), [None, None]);
        assert_eq!(left_out(&[plain.clone(), chain(4)], false), [None, little]);
        let round = |km| Figures { km, ..figures(50.0, 3300.0, 900.0) };
        assert_eq!(left_out(&[plain.clone(), round(9000.0)], false), [None, None]);
        assert_eq!(left_out(&[plain, round(15_000.0)], false), [None, little]);
    }

    #[test]
    fn bulk_pays_less_for_speed() {
        let bulk = |days, usd| Figures { in_bulk: true, ..figures(days, usd, 900.0) };
        let faster = Some(Left::GainsTooLittle(0));
        assert_eq!(left_out(&[bulk(40.0, 1e6), bulk(30.0, 2e6)], false), [None, faster]);
        let boxes = [figures(40.0, 1e6, 900.0), figures(30.0, 2e6, 900.0)];
        assert_eq!(left_out(&boxes, false), [None, None]);
        assert_eq!(left_out(&[bulk(9.0, 1e6), bulk(4.0, 1.8e6)], false), [None, None]);
    }

    #[test]
    fn one_road_is_shown_once() {
        let link = |n: usize| LinkId::from_index(n);
        let road = |days, usd, last: usize| {
            let links = (0..100).chain([last]).map(|n| (link(n), 10_000)).collect();
            Figures { links, ..figures(days, usd, 900.0) }
        };
        let ends_at_the_door = road(2.0, 1000.0, 200);
        let ends_at_the_terminal = road(2.1, 850.0, 201);
        let all = [ends_at_the_door.clone(), ends_at_the_terminal];
        assert_eq!(left_out(&all, false), [None, Some(Left::SameWay(0))]);
        // The same links by another, much cheaper, train.
        assert_eq!(left_out(&[ends_at_the_door, road(3.0, 500.0, 200)], false), [None, None]);
    }

    #[test]
    fn a_change_of_vehicle_has_to_gain_something() {
        let plain = Figures { transfers: 0, ..figures(5.0, 3000.0, 2000.0) };
        let little = Figures { transfers: 2, ..figures(5.2, 2850.0, 1950.0) };
        let much = Figures { transfers: 2, ..figures(8.0, 2900.0, 900.0) };
        let answer = left_out(&[plain.clone(), little.clone()], false);
        assert_eq!(answer, [None, Some(Left::GainsTooLittle(0))]);
        assert_eq!(
            left_out(&[plain.clone(), Figures { transfers: 0, ..little }], false),
            [None, None]
        );
        assert_eq!(left_out(&[plain, much], false), [None, None]);
    }
}
