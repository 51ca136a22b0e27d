//! A single figure changed by a scenario: checked like a user's, and told apart from it.

use super::figure::{Origin, Parameter, Scope};
use super::overlay::{KnownPlaces, hint, out_of_reach};
use super::{PRICE_YEAR, Parameters, limits};
use corridor_network::fact::{Confidence, Evidence};

/// How a figure changes, reckoned from what it is in the world without scenarios.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Amount {
    /// It becomes this.
    Value(f64),
    /// It is multiplied.
    Times(f64),
    /// This is added; may be negative.
    Plus(f64),
}

impl Amount {
    /// What becomes of a figure.
    pub(crate) fn of(self, base: f64) -> f64 {
        match self {
            Self::Value(value) => value,
            Self::Times(factor) => base * factor,
            Self::Plus(more) => base + more,
        }
    }
}

impl Parameters {
    /// The unit of an id, if rows of it can hold in the scope.
    ///
    /// # Errors
    /// Why not: the id is unknown, another unit is meant, the scope is not known or not told apart.
    pub(crate) fn unit_in(
        &self,
        id: &str,
        scope: &Scope,
        unit: Option<&str>,
        known: &KnownPlaces,
    ) -> Result<String, String> {
        let Some(rows) = self.index.get(id) else {
            let otherwise = "`corridor parameters` lists them, docs/methods/scenarios.md the \
                             figures of passages, borders, services and waterways";
            return Err(format!(
                "there is no figure {id:?}; {}",
                hint(id, self.index.keys(), otherwise)
            ));
        };
        let first = rows.values().next().expect("an id is in the index because a row has it");
        let meant = &self.rows[*first].unit;
        if let Some(given) = unit.filter(|given| *given != meant) {
            let how = limits::conversion(given, meant, PRICE_YEAR);
            return Err(format!("unit {given:?} where {meant:?} is meant; {how}"));
        }
        match out_of_reach(id, scope, known) {
            Some(reason) => Err(reason),
            None => Ok(meant.clone()),
        }
    }

    /// The scopes that rows of an id hold in.
    pub(crate) fn scopes(&self, id: &str) -> Vec<Scope> {
        self.index.get(id).map(|rows| rows.keys().cloned().collect()).unwrap_or_default()
    }

    /// Puts the figure of a scenario in force; gives what was in force before it.
    ///
    /// # Errors
    /// When the value is none of the unit's.
    pub(crate) fn suppose(
        &mut self,
        id: &str,
        scope: &Scope,
        value: f64,
        scenario: &str,
        evidence: Option<&Evidence>,
    ) -> Result<f64, String> {
        let before = self.at(id, scope);
        if let Some(fault) = limits::fault(id, &before.unit, value) {
            return Err(fault);
        }
        let was = before.value;
        let year = |e: &Evidence| e.date.get(..4).and_then(|year| year.parse().ok());
        let row = Parameter {
            value,
            country: match scope {
                Scope::Country(country) => Some(*country),
                _ => None,
            },
            passage: match scope {
                Scope::Passage(passage) => Some(passage.clone()),
                _ => None,
            },
            market: match scope {
                Scope::Market(market) => Some(market.clone()),
                _ => None,
            },
            year: evidence.and_then(year).unwrap_or(before.year),
            source: evidence.map_or("supposed".to_owned(), |e| e.source.clone()),
            confidence: evidence.map_or(Confidence::L, |e| e.confidence),
            note: evidence.map(|e| e.note.clone()).unwrap_or_default(),
            file: scenario.to_owned(),
            origin: Origin::Scenario,
            ..before.clone()
        };
        self.put(row);
        Ok(was)
    }
}
