//! Ids and rows of the borders that the network has and the table has not.

use super::Side;
use crate::land::gauge::GaugeMap;
use corridor_network::fact::{Border, BorderSide, Confidence, Evidence, StatusPeriod};
use corridor_network::{CountryCode, LngLat, Mode};

/// Gauges that differ by no more are run through, mm (1520 and 1524).
const TOLERANCE_MM: u16 = 5;

/// The id of all crossings of a pair that have no post: `rail-de-pl`.
pub(super) fn pair_id(mode: Mode, a: CountryCode, b: CountryCode) -> String {
    let lower = |c: CountryCode| c.as_str().to_ascii_lowercase();
    format!("{}-{}-{}", mode.name(), lower(a.min(b)), lower(a.max(b)))
}

/// `rail-de-pl`; with the gauges where they are not the main ones of the countries; a break of
/// gauge inside a country is `rail-es-gauge-1435-1668`.
pub(super) fn generic_id(mode: Mode, a: Side, b: Side, gauges: &GaugeMap) -> String {
    let (first, second) = if a <= b { (a, b) } else { (b, a) };
    let lower = |c: CountryCode| c.as_str().to_ascii_lowercase();
    let mm = |side: Side| side.1.map_or("unknown".to_owned(), |mm| mm.to_string());
    if first.0 == second.0 {
        return format!("{}-{}-gauge-{}-{}", mode.name(), lower(first.0), mm(first), mm(second));
    }
    let pair = pair_id(mode, first.0, second.0);
    let usual =
        [first, second].iter().all(|side| mode != Mode::Rail || side.1 == gauges.main(side.0));
    if usual { pair } else { format!("{pair}-{}-{}", mm(first), mm(second)) }
}

/// A border that stands for crossings without a post; shut where all listed posts are.
pub(super) fn generic_border(
    id: &str,
    mode: Mode,
    a: Side,
    b: Side,
    at: LngLat,
    posts: &[&Border],
) -> Border {
    let (first, second) = if a <= b { (a, b) } else { (b, a) };
    let side =
        |s: Side| BorderSide { name: s.0.as_str().to_owned(), country: s.0, at, gauge_mm: s.1 };
    let gauge_break = matches!((a.1, b.1), (Some(x), Some(y)) if x.abs_diff(y) > TOLERANCE_MM);
    Border {
        id: id.to_owned(),
        mode,
        sides: [side(first), side(second)],
        gauge_break,
        dwell_hours: None,
        status: inherited_status(first.0, second.0, posts),
        evidence: Evidence {
            source: "derived from the network: a link whose ends lie in different countries".to_owned(),
            date: "2026".to_owned(),
            confidence: Confidence::L,
            note: "stands for all crossings of this pair that are not near a listed post; placed at the first".to_owned(),
        },
    }
}

/// Where every listed post of a pair is shut for good, its unlisted crossings are too.
fn inherited_status(a: CountryCode, b: CountryCode, posts: &[&Border]) -> Vec<StatusPeriod> {
    let pair: Vec<&&Border> = posts
        .iter()
        .filter(|p| {
            let sides = [p.sides[0].country, p.sides[1].country];
            a != b && (sides == [a, b] || sides == [b, a])
        })
        .collect();
    let shut = |post: &&&Border| {
        post.status.last().is_some_and(|last| last.until.is_none() && !last.state.is_usable())
    };
    match pair.first() {
        Some(first) if pair.iter().all(shut) => {
            let mut period = first.status[first.status.len() - 1].clone();
            period.evidence.confidence = Confidence::L;
            period.evidence.note = format!(
                "all {} listed posts of this border are shut; taken over from {}",
                pair.len(),
                first.id
            );
            vec![period]
        }
        _ => Vec::new(),
    }
}
