//! Which of the itineraries found are worth showing, judged by the figures that are shown.
//!
//! The planner finds ways by their mean times. What a reader compares are the median and the ninth
//! decile of the time, the cost and the emissions, so these decide here.

use super::answer::{BeatenView, NotOfferedView};
use super::certainty::ReliabilityView;
use corridor_network::{LinkId, Network};
use corridor_planning::{Itinerary, LegKind};
use std::collections::BTreeMap;

/// An itinerary that is far worse than others has to be this many times better in something.
const LEAST_GAIN: f64 = 1.15;
/// The same for one that costs many times what the cheapest costs.
const LEAST_GAIN_OF_DEAR: f64 = 1.25;
/// How many times the length of the shortest itinerary is far.
const FAR: f64 = 2.5;
/// How many times the time of the fastest is slow, and the cost of the cheapest dear, together.
const SLOW_AND_DEAR: (f64, f64) = (2.0, 1.3);
/// How many times the cost of the cheapest is too dear when hardly any time is saved.
const FAR_DEARER: f64 = 5.0;
/// The least part of the fastest other time at which a far dearer itinerary saves too little time.
const HARDLY_FASTER: f64 = 0.8;
/// The share of its links that two itineraries have in common when they are one way, and how much they
/// may differ in time and cost.
const ONE_WAY: (f64, f64, f64) = (0.95, 1.06, 1.2);
/// Passages that no voyage between two ports has reason to pass both of.
const ROUND_THE_WORLD: [[&str; 2]; 3] =
    [["suez", "good-hope"], ["panama", "suez"], ["good-hope", "cape-horn"]];

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
    /// Kilometres.
    pub km: f64,
    /// Passages gone through.
    pub passages: Vec<String>,
    /// How often the goods change vehicle.
    pub transfers: usize,
    /// Links with their lengths in metres.
    pub links: BTreeMap<LinkId, u32>,
}

impl Figures {
    pub(super) fn new(network: &Network, itinerary: &Itinerary, surely: &ReliabilityView) -> Self {
        let lengths = &network.columns().link_length;
        let links = itinerary.edges.iter().map(|edge| (edge.link(), lengths[edge.link()].0));
        let transfers = itinerary.legs.iter().filter(|leg| leg.kind == LegKind::Transfer).count();
        Self {
            p50_s: surely.duration_p50_s,
            p90_s: surely.duration_p90_s,
            usd: super::view::cents(itinerary.usd),
            kg: super::view::cents(itinerary.kg),
            km: itinerary.km,
            passages: super::view::passages(network, &itinerary.edges),
            transfers,
            links: links.collect(),
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

    fn criteria(&self) -> [f64; 3] {
        [self.p50_s as f64, self.usd, self.kg]
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
    /// Far longer, slower or dearer than others and hardly better in anything.
    GainsTooLittle,
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
    for i in (0..all.len()).rev().filter(|i| sensible.contains(i)) {
        let rest: Vec<&Figures> =
            (0..all.len()).filter(|j| *j != i && left[*j].is_none()).map(|j| &all[j]).collect();
        let plainer: Vec<&Figures> =
            rest.iter().copied().filter(|f| f.transfers < all[i].transfers).collect();
        let needless = !plainer.is_empty() && gain(&all[i], &plainer) < LEAST_GAIN;
        if left[i].is_none() && !rest.is_empty() && (needless || gains_too_little(&all[i], &rest)) {
            left[i] = Some(Left::GainsTooLittle);
        }
    }
    left
}

/// The least of each criterion over others.
fn least_of(rest: &[&Figures]) -> [f64; 3] {
    [0, 1, 2].map(|k| rest.iter().map(|f| f.criteria()[k]).fold(f64::INFINITY, f64::min))
}

/// How many times better than all the others it is, in the criterion in which it is that most.
fn gain(one: &Figures, rest: &[&Figures]) -> f64 {
    let ratios = least_of(rest).into_iter().zip(one.criteria());
    ratios.map(|(best, own)| if own > 0.0 { best / own } else { 1.0 }).fold(0.0, f64::max)
}

fn gains_too_little(one: &Figures, rest: &[&Figures]) -> bool {
    let (best, gain) = (least_of(rest), gain(one, rest));
    let [slower, dearer, _] = [0, 1, 2].map(|k| one.criteria()[k] / best[k].max(1e-9));
    let shortest = rest.iter().map(|f| f.km).fold(f64::INFINITY, f64::min);
    let longer = one.km / shortest.max(1e-9);
    gain < LEAST_GAIN && (longer > FAR || slower > SLOW_AND_DEAR.0 && dearer > SLOW_AND_DEAR.1)
        || gain < LEAST_GAIN_OF_DEAR && dearer > FAR_DEARER && slower > HARDLY_FASTER
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
    let (code, reason) = match why {
        Left::Beaten(by) => {
            let better = &all[by];
            let number = left[..by].iter().filter(|l| l.is_none()).count() + 1;
            // What beats it may itself gain too little to be shown.
            let named = if left[by].is_none() {
                format!("itinerary {number}")
            } else {
                "another itinerary".to_owned()
            };
            let reason = format!(
                "{named} is better in time, cost or emissions and worse in none: {:.1} days and USD \
                 {:.0} against {:.1} and {:.0}",
                days(better.p50_s),
                better.usd,
                days(own.p50_s),
                own.usd
            );
            ("dominated", reason)
        }
        Left::SameWay(by) => (
            "same-way",
            format!(
                "its best itinerary is the way of itinerary {} but for its ends",
                left[..by].iter().filter(|l| l.is_none()).count() + 1
            ),
        ),
        Left::GainsTooLittle => (
            "no-gain",
            format!(
                "{:.1} days, USD {:.0} and {:.0} km: hardly better in time, cost or emissions than \
                 itineraries that are far shorter, quicker or cheaper, or change vehicle less often",
                days(own.p50_s),
                own.usd,
                own.km
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

    fn figures(days: f64, usd: f64, kg: f64, km: f64) -> Figures {
        let p50_s = (days * 86_400.0) as u64;
        let p90_s = p50_s * 5 / 4;
        let (passages, links) = (Vec::new(), BTreeMap::new());
        Figures { p50_s, p90_s, usd, kg, km, passages, transfers: 2, links }
    }

    #[test]
    fn what_another_beats_is_left_out_and_names_one_that_is_shown() {
        let all = [
            figures(20.0, 2000.0, 900.0, 10_000.0),
            figures(22.0, 2100.0, 950.0, 10_000.0),
            figures(24.0, 2200.0, 990.0, 10_000.0),
            figures(30.0, 1500.0, 990.0, 10_000.0),
        ];
        let beaten = Some(Left::Beaten(0));
        assert_eq!(left_out(&all, false), [None, beaten, beaten, None]);
        // A later ninth decile is a reason to show a way that is otherwise worse.
        let mut surer = all.to_vec();
        surer[1].p90_s = surer[0].p90_s - 1;
        assert_eq!(left_out(&surer, false), [None, None, beaten, None]);
    }

    #[test]
    fn equal_itineraries_do_not_remove_each_other() {
        let one = figures(20.0, 2000.0, 900.0, 10_000.0);
        assert_eq!(left_out(&[one.clone(), one], false), [None, None]);
    }

    #[test]
    fn a_long_way_has_to_gain_something() {
        let short = figures(10.0, 3000.0, 900.0, 3_000.0);
        let little = figures(30.0, 2900.0, 950.0, 12_000.0);
        let much = figures(30.0, 2000.0, 950.0, 12_000.0);
        let answer = left_out(&[short.clone(), little.clone()], false);
        assert_eq!(answer, [None, Some(Left::GainsTooLittle)]);
        assert_eq!(left_out(&[short.clone(), much], false), [None, None]);
        // What was asked for is shown whatever it gains.
        assert_eq!(left_out(&[short, little], true), [None, None]);
    }

    #[test]
    fn two_ways_that_are_long_alike_leave_one() {
        let short = figures(10.0, 3000.0, 900.0, 3_000.0);
        let sea = figures(30.0, 2000.0, 950.0, 12_000.0);
        let other = figures(31.0, 1990.0, 960.0, 12_100.0);
        let answer = left_out(&[short, sea, other], false);
        assert_eq!(answer, [None, None, Some(Left::GainsTooLittle)]);
    }

    #[test]
    fn a_voyage_round_the_world_is_not_shown_but_for_want_of_another() {
        let mut round = figures(40.0, 1000.0, 700.0, 16_000.0);
        round.passages = ["good-hope", "suez"].map(str::to_owned).to_vec();
        let other = figures(20.0, 2000.0, 900.0, 10_000.0);
        let answer = left_out(&[other, round.clone()], false);
        assert_eq!(answer, [None, Some(Left::RoundTheWorld)]);
        assert_eq!(left_out(&[round], false), [None]);
    }

    #[test]
    fn a_voyage_that_is_left_out_for_its_course_removes_no_other() {
        let mut round = figures(40.0, 1000.0, 700.0, 16_000.0);
        round.passages = ["panama", "suez"].map(str::to_owned).to_vec();
        let worse = figures(41.0, 1100.0, 710.0, 12_000.0);
        let answer = left_out(&[round.clone(), worse.clone()], false);
        assert_eq!(answer, [Some(Left::RoundTheWorld), None]);
        // Asked for, it is judged like any other.
        assert_eq!(left_out(&[round, worse], true), [None, Some(Left::Beaten(0))]);
    }

    #[test]
    fn five_times_the_price_has_to_save_a_quarter() {
        let cheap = figures(20.0, 1000.0, 900.0, 10_000.0);
        let dear = |days| figures(days, 6000.0, 900.0, 9_000.0);
        let answer = left_out(&[cheap.clone(), dear(17.0)], false);
        assert_eq!(answer, [None, Some(Left::GainsTooLittle)]);
        assert_eq!(left_out(&[cheap, dear(15.0)], false), [None, None]);
    }

    #[test]
    fn one_road_is_shown_once() {
        let link = |n: usize| LinkId::from_index(n);
        let road = |days, usd, last: usize| {
            let links = (0..100).chain([last]).map(|n| (link(n), 10_000)).collect();
            Figures { links, ..figures(days, usd, 900.0, 1_010.0) }
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
        let plain = Figures { transfers: 0, ..figures(5.0, 3000.0, 2000.0, 2_000.0) };
        let little = Figures { transfers: 2, ..figures(8.0, 2900.0, 1900.0, 2_100.0) };
        let much = Figures { transfers: 2, ..figures(8.0, 2900.0, 900.0, 2_100.0) };
        let answer = left_out(&[plain.clone(), little], false);
        assert_eq!(answer, [None, Some(Left::GainsTooLittle)]);
        assert_eq!(left_out(&[plain, much], false), [None, None]);
    }
}
