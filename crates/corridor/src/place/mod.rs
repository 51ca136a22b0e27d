//! Places by name: what `Mumbai`, `孟买`, `INNSA`, `Mumbai, IN` and `72.95,18.95` mean.
//!
//! [`Gazetteer::resolve`] answers with one place or refuses with the candidates; it never picks one
//! of several silently. [`Gazetteer::search`] completes what is being typed. Spelling is forgiving
//! (see [`corridor_network::spelling`]), but a name that is nearly right is suggested, not taken.
//! Snapping a place to the network is not done here.

mod choice;
mod country;
mod error;
mod index;
mod position;
mod reading;
mod suggest;

#[cfg(test)]
mod sample;

pub use error::{Candidate, PlaceError};

use corridor_network::spelling::key;
use corridor_network::{CountryCode, LngLat, Network, Place, PlaceId, TerminalId};
use index::{Countries, NameIndex};
use serde::Serialize;
use std::ops::Deref;
use std::sync::OnceLock;

/// Longest text that is looked at, characters. The longest name in GeoNames has 150.
const LONGEST: usize = 200;

/// What a text was found to mean.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Resolved {
    /// What to show: name and country, or the position as given.
    pub label: String,
    /// Where it is.
    pub at: LngLat,
    /// Its country; none at sea.
    pub country: CountryCode,
    /// The entry of the gazetteer; none for a bare position.
    pub place: Option<PlaceId>,
    /// The terminal that it is, or the port or rail terminal of the town of that name.
    pub terminal: Option<TerminalId>,
    /// How the text was read where that is not obvious: what was chosen over what, what was ignored.
    pub note: Option<String>,
}

/// Looks up the places of a network. Holds a `&Network` or an `Arc<Network>`; making one costs
/// nothing, the first question by name builds the index of names.
#[derive(Debug)]
pub struct Gazetteer<N> {
    network: N,
    names: OnceLock<NameIndex>,
    countries: OnceLock<Countries>,
    boundaries: OnceLock<Option<corridor_network::Countries>>,
    /// By latitude, from the south.
    from_south: OnceLock<Vec<PlaceId>>,
}

impl<N: Deref<Target = Network>> Gazetteer<N> {
    /// A gazetteer over the places of `network`.
    pub fn new(network: N) -> Self {
        Self {
            network,
            names: OnceLock::new(),
            countries: OnceLock::new(),
            boundaries: OnceLock::new(),
            from_south: OnceLock::new(),
        }
    }

    /// The places within so many kilometres of a point.
    pub fn near(&self, at: LngLat, within_km: f64) -> impl Iterator<Item = (&Place, f64)> {
        let places = self.network.places();
        let sorted = self.from_south.get_or_init(|| {
            let mut ids: Vec<PlaceId> = places.ids().collect();
            ids.sort_by_key(|id| (places[*id].e7[1], *id));
            ids
        });
        let band = (within_km / 111.0 * 1e7) as i32 + 1;
        let south = at.e7()[1].saturating_sub(band);
        let first = sorted.partition_point(|id| places[*id].e7[1] < south);
        let northern = at.e7()[1].saturating_add(band);
        let in_band = sorted[first..].iter().map(|id| &places[*id]);
        in_band
            .take_while(move |place| place.e7[1] <= northern)
            .map(move |place| (place, place.at().sphere_km(at)))
            .filter(move |(_, km)| *km <= within_km)
    }

    /// The place that `text` means: a UN/LOCODE, a name in any script, a name with its country or state,
    /// or `longitude,latitude` in degrees.
    ///
    /// A name that several places bear goes to a national capital or to the place with at least
    /// five times the inhabitants of the next. A town and its port of the same name are one place.
    /// Five capital letters of which the first two are a country are a code, and never a town of
    /// another country; the name of a country is never a town of another one.
    ///
    /// # Errors
    /// [`PlaceError::Unknown`] with suggestions, [`PlaceError::Ambiguous`] with the candidates,
    /// [`PlaceError::InvalidPosition`] when two numbers are no position.
    pub fn resolve(&self, text: &str) -> Result<Resolved, PlaceError> {
        let text = text.trim();
        if let Some(position) = position::parse(text) {
            return position.map(|found| Resolved { country: self.country_at(found.at), ..found });
        }
        if text.chars().nth(LONGEST).is_some() || key(text).is_empty() {
            return Err(PlaceError::unknown(text, None, Vec::new()));
        }
        let code = self.by_code(text);
        let shouted = !text.bytes().any(|b| b.is_ascii_lowercase());
        if let (Some(place), true) = (code, shouted) {
            return Ok(self.resolved(place, self.note_on_code(place, text)));
        }
        let named = self.names().exact(&key(text));
        if let (true, Some(country)) = (shouted, self.claimed_by(text)) {
            return self.like_a_code(text, country, &named);
        }
        if let Some(found) = self.as_country(text, &named) {
            return found;
        }
        if let Some(ambiguous) = self.or_a_port_of(text, &named).filter(|_| !named.is_empty()) {
            return Err(ambiguous);
        }
        if !named.is_empty() {
            return self.choose(text, text, &named, None);
        }
        if let Some(place) = self.by_label(text) {
            return Ok(self.resolved(place, None));
        }
        if let Some(found) = self.with_country(text) {
            return found;
        }
        if let Some(place) = code {
            return Ok(self.resolved(place, None));
        }
        if let Some(port) = self.port_of(text) {
            return port;
        }
        Err(PlaceError::unknown(text, None, self.suggestions(&key(text), None)))
    }

    /// The country that a position lies in; none at sea.
    pub(crate) fn country_at(&self, at: LngLat) -> CountryCode {
        self.boundaries().map_or(CountryCode::NONE, |all| all.at(at))
    }

    fn boundaries(&self) -> Option<&corridor_network::Countries> {
        // The boundaries are part of the program, and a test reads them.
        let read = || corridor_network::Countries::new().ok();
        self.boundaries.get_or_init(read).as_ref()
    }

    /// Places with a name or UN/LOCODE that starts with `prefix`, at most `limit`: whole names
    /// first, then by inhabitants.
    pub fn search(&self, prefix: &str, limit: usize) -> Vec<Candidate> {
        if prefix.chars().nth(LONGEST).is_some() {
            return Vec::new();
        }
        let found = self.names().starting_with(&key(prefix));
        // Those with the very name first: Troy before Macon, which was once called so.
        let wanted = key(prefix);
        let is_main = |place: PlaceId| key(&self.network.places()[place].name) == wanted;
        let mut ranked: Vec<(bool, bool, u32, PlaceId)> = found
            .into_iter()
            .map(|(place, whole)| {
                let is_other = whole && !is_main(place);
                (!whole, is_other, u32::MAX - self.prominence(place), place)
            })
            .collect();
        ranked.sort_unstable();
        ranked.truncate(limit);
        ranked.into_iter().map(|(.., place)| self.candidate(place)).collect()
    }

    fn names(&self) -> &NameIndex {
        self.names.get_or_init(|| NameIndex::new(self.network.places()))
    }

    fn countries(&self) -> &Countries {
        self.countries.get_or_init(|| Countries::new(&self.network.facts().countries))
    }

    fn resolved(&self, place: PlaceId, note: Option<String>) -> Resolved {
        let entry = &self.network.places()[place];
        Resolved {
            label: self.label(place),
            at: entry.at(),
            country: entry.country,
            place: Some(place),
            terminal: entry.terminal,
            note,
        }
    }

    /// Name, code of a port, and country.
    fn label(&self, place: PlaceId) -> String {
        let entry = &self.network.places()[place];
        let country = self.country_name(entry.country);
        match entry.locode.as_str() {
            "" => format!("{}, {country}", entry.name),
            code => format!("{} ({code}), {country}", entry.name),
        }
    }

    fn country_name(&self, code: CountryCode) -> String {
        let countries = &self.network.facts().countries;
        match countries.iter().find(|country| country.code == code) {
            Some(country) => country.name.clone(),
            None if code.is_some() => code.to_string(),
            None => "high seas".to_owned(),
        }
    }

    fn candidate(&self, place: PlaceId) -> Candidate {
        let entry = &self.network.places()[place];
        Candidate {
            label: self.label(place),
            name: entry.name.clone(),
            country: entry.country,
            at: entry.at(),
            population: entry.population,
            place,
        }
    }

    fn candidates(&self, places: &[PlaceId]) -> Vec<Candidate> {
        let mut places = places.to_vec();
        places.sort_by_key(|place| std::cmp::Reverse(self.prominence(*place)));
        places.truncate(error::MOST_SUGGESTIONS);
        places.into_iter().map(|place| self.candidate(place)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::sample::network;
    use super::*;

    fn resolve(text: &str) -> Result<Resolved, PlaceError> {
        let network = network();
        Gazetteer::new(&network).resolve(text)
    }

    fn label(text: &str) -> String {
        resolve(text).unwrap().label
    }

    #[test]
    fn a_place_is_found_by_code_name_script_and_country() {
        for text in [
            "Mumbai",
            "mumbai",
            "MUMBAI",
            "Bombay",
            "Мумбаи",
            "मुंबई",
            "孟买",
            "Mumbai, IN",
            "Mumbai, India",
            "Мумбаи, Индия",
            "Mumbai (IND)",
            "Mumbai, Maharashtra, India",
        ] {
            assert_eq!(label(text), "Mumbai, India", "{text}");
        }
        for text in [
            "INNSA",
            "innsa",
            "IN NSA",
            "Nhava Sheva",
            "nhava-sheva",
            "JNPT",
            "Nhava Sheva (INNSA), India",
            "Nhava Sheva (INNSA)",
        ] {
            assert_eq!(label(text), "Nhava Sheva (INNSA), India", "{text}");
        }
        assert_eq!(label("Xian"), "Xi’an, China");
    }

    #[test]
    fn a_town_keeps_its_port_of_the_same_name() {
        let mumbai = resolve("मुंबई").unwrap();
        let network = network();
        let port =
            &network.facts().terminals[corridor_network::Id::index(mumbai.terminal.unwrap())];
        assert_eq!(port.id, "INBOM");
        assert_eq!(mumbai.at, LngLat::new(72.88, 19.07).unwrap(), "the town's position");
        assert_eq!(label("Port of Mumbai"), "Mumbai (INBOM), India");
    }

    #[test]
    fn the_clearly_largest_and_capitals_win_and_say_over_what() {
        let moscow = resolve("Moscow").unwrap();
        assert_eq!(moscow.label, "Moscow, Russia");
        assert!(moscow.note.unwrap().contains("United States"));
        // A third of the inhabitants, but a capital.
        assert_eq!(label("San Jose"), "San José, Costa Rica");
    }

    #[test]
    fn names_that_several_places_bear_are_refused_with_the_candidates() {
        let Err(PlaceError::Ambiguous { candidates, .. }) = resolve("Hyderabad") else { panic!() };
        let labels: Vec<&str> = candidates.iter().map(|c| c.label.as_str()).collect();
        assert_eq!(labels, ["Hyderabad, India", "Hyderabad, Pakistan"]);
        assert_eq!(label("Hyderabad, PK"), "Hyderabad, Pakistan");
        let error = resolve("Hyderabad").unwrap_err();
        assert_eq!(error.code(), "place-ambiguous");
        assert!(error.to_string().contains("6,809,970"), "{error}");
    }

    #[test]
    fn unknown_names_are_refused_with_suggestions() {
        let error = resolve("Mumbay").unwrap_err();
        assert_eq!(error.code(), "place-unknown");
        assert!(error.to_string().contains("Mumbai, India"), "{error}");
        let error = resolve("Mumbai, Russia").unwrap_err();
        assert!(error.to_string().contains("in Russia"), "{error}");
        let error = resolve("Mumbai, Indja").unwrap_err();
        assert!(error.to_string().contains("Mumbai, India"), "{error}");
        let error = resolve("INNSB").unwrap_err();
        assert!(error.to_string().contains("INNSA"), "{error}");
    }

    #[test]
    fn shouted_codes_win_over_names_and_say_so() {
        assert_eq!(label("Delhi"), "Delhi, India");
        let code = resolve("DELHI").unwrap();
        assert_eq!(code.label, "Lhi Hafen (DELHI), Germany");
        assert!(code.note.unwrap().contains("small letters"));
    }

    #[test]
    fn completion_ranks_by_inhabitants() {
        let network = network();
        let gazetteer = Gazetteer::new(&network);
        let labels: Vec<String> = gazetteer.search("mo", 2).into_iter().map(|c| c.label).collect();
        assert_eq!(labels, ["Moscow, Russia", "Moscow, United States"]);
        assert_eq!(gazetteer.search("INN", 9)[0].name, "Nhava Sheva");
        assert_eq!(gazetteer.search("मुं", 9)[0].name, "Mumbai");
        assert!(gazetteer.search("", 3).len() <= 3);
    }

    #[test]
    fn hostile_texts_are_refused() {
        let long = "a".repeat(100_000);
        let commas = ",".repeat(500);
        for text in [
            "",
            " ",
            "\u{0}",
            "\u{1b}[2J",
            "🚢",
            "🚢🚆",
            "\u{202e}iabmuM",
            ",",
            "(",
            ")",
            "()",
            "a,",
            ", IN",
            "1,",
            "1,2,3",
            "--",
            "+",
            "1e999,0",
            "NaN,NaN",
            "inf,1",
            &long,
            &commas,
            "ﷺ",
            "ـــ",
            "e\u{301}".repeat(90).as_str(),
            "\u{feff}",
            "'; DROP TABLE",
            "%s%n",
            "../..",
        ] {
            let error = resolve(text).unwrap_err();
            assert!(error.to_string().chars().count() < 700, "{error}");
            assert!(!error.to_string().contains('\u{1b}'));
        }
    }
}
