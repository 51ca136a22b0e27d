//! Pairs answered by the router of a mode, on all threads of the pool they are asked from.

use corridor::{LngLat, Met, ModeRouter, Outcome};
use corridor_batch::{PairAnswer, PairAnswers, PairRow, Position};
use rayon::prelude::*;

/// Answers to pairs.
pub struct RouterPairs<'e>(ModeRouter<'e>);

impl<'e> RouterPairs<'e> {
    /// By this router.
    pub fn new(router: ModeRouter<'e>) -> Self {
        Self(router)
    }
    /// The router.
    pub fn router(&self) -> &ModeRouter<'e> {
        &self.0
    }
}

impl PairAnswers for RouterPairs<'_> {
    fn answers(&self, rows: &[PairRow]) -> Vec<PairAnswer> {
        let Self(router) = self;
        let mut met: Vec<(usize, Met, Met)> = rows
            .par_iter()
            .enumerate()
            .map(|(n, row)| (n, router.meet(point(row.from)), router.meet(point(row.to))))
            .collect();
        // What counts inside a country is made anew for each: country by country.
        met.par_sort_by_key(|(n, from, to)| (ModeRouter::country_of(from, to), *n));
        let answer = |search: &mut _, (n, from, to): &(usize, Met, Met)| {
            let (outcome, from_snap_m, to_snap_m) = router.outcome(search, from, to);
            let answer = PairAnswer {
                distance_m: metres(outcome),
                from_snap_m: (!from.is_empty()).then_some(from_snap_m),
                to_snap_m: (!to.is_empty()).then_some(to_snap_m),
                status: outcome.status(),
            };
            (*n, answer)
        };
        let mut answers: Vec<(usize, PairAnswer)> =
            met.par_iter().map_init(|| router.search(), answer).collect();
        answers.sort_by_key(|(n, _)| *n);
        answers.into_iter().map(|(_, answer)| answer).collect()
    }
}

/// A position of a table as a point of the network.
pub(crate) fn point(at: Position) -> LngLat {
    LngLat::new(at.lon(), at.lat()).expect("positions of tables are checked by the same rules")
}

/// The metres of an outcome that has some.
fn metres(outcome: Outcome) -> Option<u32> {
    match outcome {
        Outcome::Found(metres) => {
            Some(u32::try_from(metres).expect("no way is a hundred times round the earth"))
        }
        _ => None,
    }
}
