//! The forms in which a place is written: code, label, name with country, `port of` a name.

use super::error::MOST_SUGGESTIONS;
use super::{Gazetteer, PlaceError, Resolved};
use corridor_network::spelling::key;
use corridor_network::{Network, PlaceCode, PlaceId};
use std::ops::Deref;

impl<N: Deref<Target = Network>> Gazetteer<N> {
    /// The place of a UN/LOCODE, current or outdated.
    pub(super) fn by_code(&self, text: &str) -> Option<PlaceId> {
        let code: PlaceCode = text.parse().ok()?;
        let places = self.network.places();
        self.names().exact(&key(code.as_str())).into_iter().find(|place| {
            // An outdated code stands among the names of the place that has another one now.
            let place = &places[*place];
            place.locode == code.as_str() || place.names.iter().any(|name| name == code.as_str())
        })
    }

    /// `Nhava Sheva (INNSA), India`, as answers show it: the code decides.
    pub(super) fn by_label(&self, text: &str) -> Option<PlaceId> {
        let (name, rest) = text.split_once(" (")?;
        let place = self.by_code(rest.split_once(')')?.0)?;
        self.names().exact(&key(name)).contains(&place).then_some(place)
    }

    /// `PARIS` is a code by its form; say so where it is a name too.
    pub(super) fn note_on_code(&self, place: PlaceId, text: &str) -> Option<String> {
        let other = self.names().exact(&key(text)).into_iter().find(|other| *other != place)?;
        Some(format!(
            "{text} was read as the UN/LOCODE of {}, not as {}; write the name in small letters for that",
            self.label(place),
            self.label(other)
        ))
    }

    /// `Mumbai, IN`, `Mumbai (India)`, `Portland, Oregon, USA`.
    pub(super) fn with_country(&self, text: &str) -> Option<Result<Resolved, PlaceError>> {
        let (head, tail) = match text.strip_suffix([')', '）']) {
            Some(open) => open.rsplit_once(['(', '（'])?,
            None => text.rsplit_once([',', '，', '،', ';'])?,
        };
        let Some(country) = self.countries().by_name(tail) else {
            let first = text.split([',', '，', '،', ';']).next().unwrap_or_default();
            let elsewhere = self.candidates(&self.names().exact(&key(first)));
            return (!elsewhere.is_empty())
                .then(|| Err(PlaceError::unknown(text, None, elsewhere)));
        };
        let mut name = head.trim();
        let mut ignored = None;
        let mut named = self.names().exact(&key(name));
        if let (true, Some((first, region))) =
            (named.is_empty(), name.split_once([',', '，', '،', ';']))
        {
            named = self.names().exact(&key(first));
            ignored = Some(region.trim());
            name = first;
        }
        let there: Vec<PlaceId> = named
            .iter()
            .copied()
            .filter(|place| self.network.places()[*place].country == country)
            .collect();
        if there.is_empty() {
            let mut suggestions = self.suggestions(&key(name), Some(country));
            suggestions.extend(self.candidates(&named).into_iter().take(3));
            suggestions.truncate(MOST_SUGGESTIONS);
            return Some(Err(PlaceError::unknown(
                text,
                Some(self.country_name(country)),
                suggestions,
            )));
        }
        let ignored = ignored.map(|region| format!("{region:?} was not used to tell places apart"));
        Some(self.choose(text, name, &there, ignored))
    }

    /// `Port of Rotterdam`: the port where there is one of that name.
    pub(super) fn port_of(&self, text: &str) -> Option<Result<Resolved, PlaceError>> {
        let lower = text.to_lowercase();
        let name = ["port of ", "port ", "порт "]
            .iter()
            .find_map(|word| lower.strip_prefix(word))
            .or_else(|| [" port", " порт"].iter().find_map(|word| lower.strip_suffix(word)))?;
        let ports: Vec<PlaceId> = self
            .names()
            .exact(&key(name))
            .into_iter()
            .filter(|place| self.network.places()[*place].terminal.is_some())
            .collect();
        (!ports.is_empty()).then(|| self.choose(text, name, &ports, None))
    }
}
