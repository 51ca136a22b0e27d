//! A user's own figures laid over a set: which of them apply, and what is wrong with the others.

use super::error::{Faults, Location, ParameterError};
use super::figure::{Origin, Parameter, Scope};
use super::sheet::{Places, Sheet, file_name};
use super::shipped::Reach;
use super::{PRICE_YEAR, Parameters, limits};
use crate::market::Markets;
use corridor_network::{CountryCode, Network, format};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;

/// A user's file in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Overlay {
    /// Its name, without folders.
    pub file: String,
    /// SHA-256 of its bytes, in hex.
    pub sha256: String,
    /// Figures it holds.
    pub values: usize,
    /// Of these, how many differ from what was in force before it.
    pub changed: usize,
}

/// The countries, passages and sea markets that a figure can be for.
#[derive(Clone, Debug, Default)]
pub struct KnownPlaces {
    /// Countries.
    pub countries: BTreeSet<CountryCode>,
    /// Ids of passages.
    pub passages: BTreeSet<String>,
    /// Ids of sea markets.
    pub markets: BTreeSet<String>,
    /// Ids of the gates between them.
    pub gates: BTreeSet<String>,
}

impl KnownPlaces {
    /// Those of a network.
    pub fn of(network: &Network) -> Self {
        let facts = network.facts();
        let seas = Markets::shipped();
        Self {
            countries: facts.countries.iter().map(|country| country.code).collect(),
            passages: facts.passages.iter().map(|passage| passage.id.clone()).collect(),
            markets: seas.rows().iter().map(|market| market.id.clone()).collect(),
            gates: seas.gates().iter().map(|gate| gate.id.clone()).collect(),
        }
    }
}

impl Parameters {
    /// This set with the figures of a user's file in place of, or besides, its own. `file` is the
    /// name of the file in errors.
    ///
    /// # Errors
    /// When the file is not of the form of the shipped ones, or holds an id that nothing reads, a row
    /// in another unit, for a place that is not known or that its id does not tell apart, or two rows
    /// for the same place. All faults are told.
    pub fn overlay(&self, text: &str, file: &str, known: &KnownPlaces) -> Result<Self, Faults> {
        let origin = Origin::User(self.overlays.len());
        let (sheet, mut faults) = Sheet::read(text, file, origin)?;
        let mut set = self.clone();
        let mut seen = BTreeSet::new();
        let (values, mut changed) = (sheet.rows.len(), 0);
        for (row, at) in sheet.rows {
            if let Some(fault) = self.misfit(&row, &at, known) {
                faults.push(fault);
            } else if seen.insert((row.id.clone(), row.scope())) {
                changed += usize::from(self.at(&row.id, &row.scope()).value != row.value);
                set.put(row);
            } else {
                faults.push(ParameterError::Twice { at: at.id, id: row.id });
            }
        }
        Faults::of(faults)?;
        set.overlays.push(Overlay {
            file: file_name(file).to_owned(),
            sha256: format::hex(&Sha256::digest(text.as_bytes())),
            values,
            changed,
        });
        Ok(set)
    }

    /// The users' files in force, in the order in which they were laid over the set.
    pub fn overlays(&self) -> &[Overlay] {
        &self.overlays
    }

    /// The figures in force that come from a user's file: the row of [`Self::overlays`].
    pub fn of_overlay(&self, overlay: usize) -> impl Iterator<Item = &Parameter> {
        self.iter().filter(move |row| row.origin == Origin::User(overlay))
    }

    /// Why a row does not go with this set, if it does not.
    fn misfit(&self, row: &Parameter, at: &Places, known: &KnownPlaces) -> Option<ParameterError> {
        let wrong = |at: &Location, reason: String| {
            Some(ParameterError::Row { at: at.clone(), id: row.id.clone(), reason })
        };
        let Some(scopes) = self.index.get(&row.id) else {
            let hint = hint(&row.id, self.index.keys(), "`corridor parameters` lists them");
            return Some(ParameterError::Unknown { at: at.id.clone(), id: row.id.clone(), hint });
        };
        let unit = scopes.values().next().map(|&first| &self.rows[first].unit);
        if let Some(unit) = unit.filter(|unit| **unit != row.unit) {
            let how = limits::conversion(&row.unit, unit, PRICE_YEAR);
            return wrong(&at.unit, format!("unit {:?} where {unit:?} is meant; {how}", row.unit));
        }
        let reason = out_of_reach(&row.id, &row.scope(), known)?;
        wrong(&at.scope, reason)
    }
}

/// Why rows of an id cannot hold in a scope, if they cannot.
pub(super) fn out_of_reach(id: &str, scope: &Scope, known: &KnownPlaces) -> Option<String> {
    match (scope, Reach::of(id)) {
        (Scope::World, _) => None,
        (Scope::Country(country), Reach::Country) => (!known.countries.contains(country))
            .then(|| format!("{country} is the code of no country (ISO 3166-1)")),
        (Scope::Passage(passage), Reach::Passage) => {
            if known.passages.contains(passage) {
                return None;
            }
            let hint = hint(passage, known.passages.iter(), "`corridor data info` lists them");
            Some(format!("there is no passage {passage:?}; {hint}"))
        }
        (Scope::Market(market), Reach::Market | Reach::Gate) => {
            let (known, what) = match Reach::of(id) {
                Reach::Gate => (&known.gates, "gate"),
                _ => (&known.markets, "sea market"),
            };
            if known.contains(market) {
                return None;
            }
            let hint =
                hint(market, known.iter(), &format!("`corridor parameters {id}` lists them"));
            Some(format!("there is no {what} {market:?}; {hint}"))
        }
        (_, Reach::World) => {
            Some("it holds for the whole world; leave country, passage and market out".to_owned())
        }
        (scope, reach) => {
            let given = match scope {
                Scope::Country(_) => "country",
                Scope::Passage(_) => "passage",
                Scope::Market(_) | Scope::World => "market",
            };
            let apart = match reach {
                Reach::Country => "country",
                Reach::Passage => "passage",
                Reach::Market | Reach::Gate | Reach::World => "market",
            };
            Some(format!("it is told apart by {apart}, not by {given}"))
        }
    }
}

/// The known name nearest to a misspelt one, if any is near enough to be meant.
pub(crate) fn hint<'a>(
    given: &str,
    known: impl Iterator<Item = &'a String>,
    otherwise: &str,
) -> String {
    known
        .map(|name| (strsim::damerau_levenshtein(&given.to_lowercase(), name), name))
        .filter(|(distance, name)| *distance <= 1 + name.chars().count() / 4)
        .min()
        .map_or_else(|| otherwise.to_owned(), |(_, name)| format!("did you mean {name:?}?"))
}
