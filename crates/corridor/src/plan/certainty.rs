//! How surely itineraries arrive: what is asked, and how it is shown.
//!
//! The draws themselves are [`corridor_planning::reliability`].

use crate::engine::Engine;
use crate::problem::Problem;
use corridor_network::Mode;
use corridor_planning::reliability::{Draws, Reliability, assess};
use corridor_planning::{Itinerary, Leg, LegKind};
use schemars::JsonSchema;
use serde::Serialize;

/// Draws that an answer can be made of.
const DRAWS: std::ops::RangeInclusive<u32> = 100..=1_000_000;
/// A lorry's way to or from the main carriage is no longer than this, km.
const LOCAL_KM: f64 = 100.0;

/// How sureness of arrival is reckoned.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Certainty {
    /// The same seed gives the same draws.
    pub seed: u64,
    /// Joint draws, 100 to 1,000,000.
    pub draws: u32,
    /// Days within which the shipment has to arrive.
    pub deadline_days: Option<f64>,
}

impl Default for Certainty {
    /// 4,000 draws from seed 1 and no deadline: percentiles to about one part in a hundred.
    fn default() -> Self {
        Self { seed: 1, draws: 4_000, deadline_days: None }
    }
}

impl Certainty {
    /// This, if it makes sense.
    ///
    /// # Errors
    /// When there are too few or too many draws or the deadline is no length of time.
    pub fn checked(self) -> Result<Self, Problem> {
        let bad =
            |what: String, action: &str| Err(Problem::bad_input("certainty-invalid", what, action));
        if !DRAWS.contains(&self.draws) {
            return bad(
                format!("--draws {} is outside 100 to 1000000", self.draws),
                "10000 draws are enough for any percentile shown",
            );
        }
        match self.deadline_days {
            Some(days) if !days.is_finite() || days <= 0.0 || days > 3650.0 => bad(
                format!("--deadline-days {days} is no length of time"),
                "give days from departure to arrival, more than 0 and at most 3650",
            ),
            _ => Ok(self),
        }
    }
}

/// How surely an itinerary arrives.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct ReliabilityView {
    /// Seconds that one shipment in ten does not exceed.
    pub duration_p10_s: u64,
    /// Seconds that half of the shipments do not exceed.
    pub duration_p50_s: u64,
    /// Seconds that eight in ten do not exceed.
    pub duration_p80_s: u64,
    /// Seconds that nine in ten do not exceed.
    pub duration_p90_s: u64,
    /// Seconds to allow beyond the median so that nine in ten arrive in time.
    pub buffer_s: u64,
    /// Part of the shipments that keep the deadline, if one was given; 0 to 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub on_time_probability: Option<f64>,
    /// Planned seconds of the main carriage, as carriers publish them: from the first departure to
    /// the last arrival, without fetching, handling and waiting before, and without handling and
    /// delivery after.
    pub transit_s: u64,
    /// Seconds of the main carriage that half of the shipments do not exceed.
    pub transit_p50_s: u64,
    /// What these rest on.
    #[serde(rename = "reliability")]
    pub basis: String,
}

impl Engine {
    /// How surely each itinerary arrives, all under the same draws.
    pub(crate) fn reliability(
        &self,
        itineraries: &[Itinerary],
        certainty: Certainty,
    ) -> Vec<ReliabilityView> {
        let mut chains: Vec<&[Leg]> = itineraries.iter().map(|i| &i.legs[..]).collect();
        chains.extend(itineraries.iter().map(|i| main_carriage(&i.legs)));
        let draws = Draws { seed: certainty.seed, count: certainty.draws as usize };
        let deadline_h = certainty.deadline_days.map(|days| days * 24.0);
        let all = assess(self.network(), self.parameters(), &chains, draws, deadline_h);
        let (whole, main) = all.split_at(itineraries.len());
        let rests_on = format!(
            "{} joint draws from seed {}; spreads are parameters (reliability.*), most of them \
             judgements; closures and other events are not drawn",
            certainty.draws, certainty.seed
        );
        let carriages = chains[itineraries.len()..].iter();
        let views = whole.iter().zip(main).zip(carriages);
        views.map(|((whole, main), legs)| view(whole, main, legs, &rests_on)).collect()
    }
}

fn view(
    whole: &Reliability,
    main: &Reliability,
    carriage: &[Leg],
    rests_on: &str,
) -> ReliabilityView {
    let seconds = |hours: f64| (hours * 3600.0).round() as u64;
    let (p50, p90) = (seconds(whole.p50_h), seconds(whole.p90_h));
    ReliabilityView {
        duration_p10_s: seconds(whole.p10_h),
        duration_p50_s: p50,
        duration_p80_s: seconds(whole.p80_h),
        duration_p90_s: p90,
        buffer_s: p90 - p50,
        on_time_probability: whole.on_time,
        transit_s: seconds(carriage.iter().map(|leg| leg.hours).sum()),
        transit_p50_s: seconds(main.p50_h),
        basis: rests_on.to_owned(),
    }
}

/// The legs between the first departure and the last arrival.
pub(super) fn main_carriage(legs: &[Leg]) -> &[Leg] {
    let parts = legs.iter().map(|leg| (leg.kind, leg.km));
    let (before, after) = (local(parts.clone()), local(parts.rev()));
    let main = legs.get(before..legs.len() - after).unwrap_or_default();
    // Nothing but a lorry round the corner: that is the carriage.
    if main.is_empty() { legs } else { main }
}

/// How many legs come before the first departure or, backwards, after the last arrival: handling,
/// waiting, and a lorry of up to [`LOCAL_KM`], over a border or not.
fn local(legs: impl Iterator<Item = (LegKind, f64)>) -> usize {
    // Where the drive began that a leg belongs to, and how long it is so far.
    let mut drive: Option<(usize, f64)> = None;
    let mut passed = 0;
    for (kind, km) in legs {
        match kind {
            LegKind::Transfer | LegKind::Wait => drive = None,
            LegKind::Move(Mode::Road) => {
                let (from, so_far) = drive.unwrap_or((passed, 0.0));
                if so_far + km > LOCAL_KM {
                    return from;
                }
                drive = Some((from, so_far + km));
            }
            LegKind::Border if drive.is_some() => {}
            LegKind::Move(_) | LegKind::Border => return passed,
        }
        passed += 1;
    }
    passed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lorry_round_the_corner_is_no_main_carriage_even_over_a_border() {
        use LegKind::{Border, Move, Transfer, Wait};
        let (road, rail) = (Move(Mode::Road), Move(Mode::Rail));
        let before = |legs: &[(LegKind, f64)]| local(legs.iter().copied());
        let train = [(Transfer, 0.0), (Wait, 0.0), (rail, 900.0), (Border, 0.0), (rail, 900.0)];
        assert_eq!(before(&train), 2);
        assert_eq!(before(&[&[(road, 40.0), (Border, 0.0), (road, 13.0)], &train[..]].concat()), 5);
        // One drive, however a border cuts it.
        assert_eq!(before(&[&[(road, 60.0), (Border, 0.0), (road, 60.0)], &train[..]].concat()), 0);
        assert_eq!(before(&[(road, 60.0), (Transfer, 0.0), (road, 60.0)]), 3);
        assert_eq!(before(&[(Wait, 0.0), (road, 120.0)]), 1);
    }
}
