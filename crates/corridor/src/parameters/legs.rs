//! Which of a user's figures a leg rests on.
//!
//! Legs know the ids of the parameters that their charges are made from. Shipped figures are named by
//! the few that matter most; a user's are named all.

use crate::engine::Engine;
use corridor_network::{CountryCode, FeatureKind, Id};
use corridor_planning::Leg;
use corridor_planning::parameters::Reach;

impl Engine {
    /// The users' figures that the `n`th of the legs rests on, as `id: source`. `passages` are those
    /// it goes through.
    pub(crate) fn own_sources(&self, legs: &[Leg], n: usize, passages: &[String]) -> Vec<String> {
        let set = self.parameters();
        if set.overlays().is_empty() {
            return Vec::new();
        }
        let leg = &legs[n];
        let mut countries = leg.countries.clone();
        if let Some(row) = self.fact_row(leg, FeatureKind::Border) {
            countries.extend(self.network().facts().borders[row].sides.iter().map(|s| s.country));
        }
        if let Some(terminal) = leg.terminal {
            countries.push(self.network().facts().terminals[terminal.index()].country);
        }
        if countries.is_empty() {
            countries.push(CountryCode::NONE);
        }
        let mut sources = Vec::new();
        let mut add = |row: &corridor_planning::parameters::Parameter| {
            let line = format!("{}: {}", row.id, row.cited());
            if row.is_users() && !sources.contains(&line) {
                sources.push(line);
            }
        };
        for id in leg.elements.iter().flat_map(|element| &element.parameters) {
            if Reach::of(id) == Reach::Passage {
                for passage in passages {
                    add(set.for_passage(id, passage));
                }
            } else {
                for country in &countries {
                    add(set.for_country(id, *country));
                }
            }
        }
        sources
    }

    /// The row of what the leg is about, if it is of this kind.
    fn fact_row(&self, leg: &Leg, kind: FeatureKind) -> Option<usize> {
        let feature = &self.network().features()[leg.feature?];
        (feature.kind == kind).then_some(feature.row as usize)
    }
}
