//! The forms in which a place is written: code, label, name with country, `port of` a name.

use super::error::{MOST_SUGGESTIONS, shown};
use super::{Gazetteer, PlaceError, Resolved};
use crate::country::Region;
use corridor_network::spelling::key;
use corridor_network::{CountryCode, LngLat, Network, PlaceCode, PlaceId};
use std::ops::Deref;

/// What parts a name from its country.
const COMMAS: [char; 4] = [',', '，', '،', ';'];
/// How far off the shore of its region a port may be drawn, degrees.
const OFF_SHORE: f64 = 0.05;

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

    /// `Mumbai, IN`, `Mumbai (India)`, `Busan, Korea, Republic of`, `Portland, Oregon, USA`, `Houston, TX`.
    pub(super) fn with_country(&self, text: &str) -> Option<Result<Resolved, PlaceError>> {
        let countries = self.countries();
        let by_comma = text.split_once(COMMAS);
        // `Taipei, Taiwan (Province of China)`: brackets may be part of the country's name.
        let is_country = |(_, tail): &(&str, &str)| countries.by_name(tail).is_some();
        let (head, tail) = match (by_comma.filter(is_country), text.strip_suffix([')', '）'])) {
            (Some(parts), _) => parts,
            (None, Some(open)) => open.rsplit_once(['(', '（'])?,
            (None, None) => by_comma?,
        };
        let (head, tail) = (head.trim(), tail.trim());
        let (middle, last) = tail.rsplit_once(COMMAS).unwrap_or(("", tail));
        let (middle, last) = (middle.trim(), last.trim());
        let whole = countries.by_name(tail).map(|country| (country, ""));
        let country = whole.or_else(|| Some((countries.by_name(last)?, middle)));
        let Some((country, middle)) = country else {
            if let Some(found) = self.in_regions(text, head, Region::named(tail)) {
                return Some(found);
            }
            let elsewhere = self.candidates(&self.names().exact(&key(head)));
            return (!elsewhere.is_empty())
                .then(|| Err(PlaceError::unknown(text, None, elsewhere)));
        };
        let regions = Region::named(middle).filter(|region| region.country() == country);
        if let Some(found) = self.in_regions(text, head, regions) {
            return Some(found);
        }
        // A name may have a comma of its own.
        let long = format!("{head}, {middle}");
        let mut named = self.names().exact(&key(&long));
        let (name, ignored) = if named.is_empty() { (head, middle) } else { (long.as_str(), "") };
        if named.is_empty() {
            named = self.names().exact(&key(head));
        }
        let there = |country: CountryCode| -> Vec<PlaceId> {
            let is_there = |place: &&PlaceId| self.network.places()[**place].country == country;
            named.iter().filter(is_there).copied().collect()
        };
        let found = there(country);
        // `MN` is Mongolia, and in addresses Minnesota: whichever has the town.
        let regions = Region::named(tail).filter(|region| !there(region.country()).is_empty());
        if found.is_empty()
            && let Some(found) = self.in_regions(text, head, regions)
        {
            return Some(found);
        }
        if found.is_empty() {
            let mut suggestions = self.suggestions(&key(name), Some(country));
            suggestions.extend(self.candidates(&named).into_iter().take(3));
            suggestions.truncate(MOST_SUGGESTIONS);
            return Some(Err(PlaceError::unknown(
                text,
                Some(self.country_name(country)),
                suggestions,
            )));
        }
        let ignored =
            (!ignored.is_empty()).then(|| format!("{ignored:?} was not used to tell places apart"));
        Some(self.choose(text, name, &found, ignored))
    }

    /// The place of a name in the first of some regions that has it, else why none has; nothing where
    /// there are no regions.
    fn in_regions(
        &self,
        text: &str,
        name: &str,
        regions: impl Iterator<Item = Region>,
    ) -> Option<Result<Resolved, PlaceError>> {
        let mut refused = None;
        for region in regions {
            match self.in_region(text, name, region) {
                Err(error @ PlaceError::Unknown { .. }) => {
                    refused.get_or_insert(error);
                }
                found => return Some(found),
            }
        }
        refused.map(Err)
    }

    /// The place of a name in a state or province.
    fn in_region(&self, text: &str, name: &str, region: Region) -> Result<Resolved, PlaceError> {
        let named = self.names().exact(&key(name));
        let there: Vec<PlaceId> =
            named.iter().copied().filter(|place| self.is_in(*place, region)).collect();
        if there.is_empty() {
            let country = region.country();
            let mut suggestions = self.suggestions(&key(name), Some(country));
            suggestions.retain(|candidate| self.is_in(candidate.place, region));
            suggestions.extend(self.candidates(&named).into_iter().take(3));
            suggestions.truncate(MOST_SUGGESTIONS);
            let where_to = format!("{}, {}", region.name, self.country_name(country));
            return Err(PlaceError::unknown(text, Some(where_to), suggestions));
        }
        self.choose(text, name, &there, None)
    }

    /// Whether a place is in a region, or off its shore: boundaries and positions of ports are not exact.
    fn is_in(&self, place: PlaceId, region: Region) -> bool {
        let entry = &self.network.places()[place];
        let Some(boundaries) = self.boundaries() else { return false };
        let [lng, lat] = entry.at().degrees();
        let near =
            [[0.0, 0.0], [OFF_SHORE, 0.0], [-OFF_SHORE, 0.0], [0.0, OFF_SHORE], [0.0, -OFF_SHORE]];
        entry.country == region.country()
            && near.iter().any(|[east, north]| {
                LngLat::new(lng + east, lat + north)
                    .is_ok_and(|at| boundaries.is_in_region(at, region.code))
            })
    }

    /// Where `Port Stanley` is a small port of that name and `Stanley` a town with a port in another
    /// country, nobody can know which is meant.
    pub(super) fn or_a_port_of(&self, text: &str, named: &[PlaceId]) -> Option<PlaceError> {
        let places = self.network.places();
        let name = text.to_lowercase();
        let name = name.strip_prefix("port ")?.trim();
        // By its other names a town may be called so as well; that makes it no clearer.
        let is_main = |place: &&PlaceId| key(&places[**place].name) == key(text);
        if named.iter().filter(is_main).any(|place| places[*place].population > 0) {
            return None;
        }
        let elsewhere = self.names().exact(&key(name)).into_iter().filter(|place| {
            let place = &places[*place];
            let is_other = named.iter().all(|known| places[*known].country != place.country);
            place.population > 0 && place.terminal.is_some() && is_other
        });
        let elsewhere: Vec<PlaceId> = elsewhere.collect();
        if elsewhere.is_empty() {
            return None;
        }
        let candidates = [self.candidates(&elsewhere), self.candidates(named)].concat();
        Some(PlaceError::Ambiguous { text: shown(text), candidates, others: 0 })
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
