//! Texts that claim a country: codes of places that are not known, and names of countries.

use super::error::MOST_SUGGESTIONS;
use super::{Candidate, Gazetteer, PlaceError, Resolved};
use corridor_network::spelling::key;
use corridor_network::{CountryCode, Network, PlaceCode, PlaceId};
use std::ops::Deref;

/// A country most of whose people live within this distance of its capital is taken for it, km: Malta,
/// Nauru, Mauritius, Bahrain; not Sri Lanka.
const ONE_TOWN_KM: f64 = 60.0;
/// The part of its people that have to, in hundredths.
const MOST_PEOPLE: u64 = 90;

impl<N: Deref<Target = Network>> Gazetteer<N> {
    /// The country that five capitals claim by their first two, as a UN/LOCODE does. With a space in it
    /// a text may be a code or a name (`IN NSA`, `LA PAZ`).
    pub(super) fn claimed_by(&self, text: &str) -> Option<CountryCode> {
        if text.contains(' ') {
            return None;
        }
        let country = text.parse::<PlaceCode>().ok()?.country();
        let countries = &self.network.facts().countries;
        countries.iter().any(|known| known.code == country).then_some(country)
    }

    /// What is written like a code and is none: a town of that very country, or nothing.
    pub(super) fn like_a_code(
        &self,
        text: &str,
        country: CountryCode,
        named: &[PlaceId],
    ) -> Result<Resolved, PlaceError> {
        let there = self.of_country(named, country);
        if !there.is_empty() {
            let remark = format!("{text} is no UN/LOCODE that is known and was read as a name");
            return self.choose(text, text, &there, Some(remark));
        }
        let mut suggestions = self.candidates(named);
        suggestions.truncate(3);
        for alike in self.suggestions(&key(text), None) {
            if suggestions.len() < MOST_SUGGESTIONS
                && !suggestions.iter().any(|known| known.place == alike.place)
            {
                suggestions.push(alike);
            }
        }
        let country = self.country_name(country);
        Err(PlaceError::UnknownCode { text: text.to_owned(), country, suggestions })
    }

    /// What the name of a country stands for: the town of its name in it, else its capital where the
    /// country is little more than that, else nothing. None where the text is another name first.
    pub(super) fn as_country(
        &self,
        text: &str,
        named: &[PlaceId],
    ) -> Option<Result<Resolved, PlaceError>> {
        let countries = self.countries();
        // In other languages names of countries are names of large towns too (`Granada`).
        let country = countries.by_english_name(text).or_else(|| {
            let other = named.is_empty() && text.chars().count() > 2;
            other.then(|| countries.by_name(text)).flatten()
        })?;
        let there = self.of_country(named, country);
        if !there.is_empty() {
            return Some(self.choose(text, text, &there, None));
        }
        // `Hong Kong, China` is the town of the country's name.
        let name = self.country_name(country);
        let there = self.of_country(&self.names().exact(&key(&name)), country);
        if !there.is_empty() {
            return Some(self.choose(text, &name, &there, None));
        }
        let towns = self.towns_of(country);
        if let Some(capital) = self.only_town(country, &towns) {
            let note =
                format!("{} is a country; its capital was taken", self.country_name(country));
            return Some(self.choose(
                text,
                &self.network.places()[capital].name,
                &[capital],
                Some(note),
            ));
        }
        let mut suggestions: Vec<Candidate> = self.candidates(&towns);
        suggestions.truncate(3);
        suggestions.extend(self.candidates(named));
        suggestions.truncate(MOST_SUGGESTIONS);
        let country = self.country_name(country);
        Some(Err(PlaceError::Country { text: super::error::shown(text), country, suggestions }))
    }

    fn of_country(&self, places: &[PlaceId], country: CountryCode) -> Vec<PlaceId> {
        let is_there = |place: &&PlaceId| self.network.places()[**place].country == country;
        places.iter().filter(is_there).copied().collect()
    }

    fn towns_of(&self, country: CountryCode) -> Vec<PlaceId> {
        let places = self.network.places();
        let is_town = |id: &PlaceId| places[*id].country == country && places[*id].population > 0;
        places.ids().filter(is_town).collect()
    }

    /// The capital of a country that is little more than that.
    fn only_town(&self, country: CountryCode, towns: &[PlaceId]) -> Option<PlaceId> {
        let places = self.network.places();
        let capital = *towns.iter().find(|town| self.is_capital(**town))?;
        let people = |town: &PlaceId| u64::from(places[*town].population);
        let near =
            |town: &&PlaceId| places[**town].at().sphere_km(places[capital].at()) <= ONE_TOWN_KM;
        let all: u64 = towns.iter().map(people).sum();
        let around: u64 = towns.iter().filter(near).map(people).sum();
        debug_assert!(towns.iter().all(|town| places[*town].country == country));
        (around * 100 >= all * MOST_PEOPLE).then_some(capital)
    }
}
