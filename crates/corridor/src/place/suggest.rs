//! "Did you mean": names that differ from the text by a few letters, or start with it.

use super::error::MOST_SUGGESTIONS;
use super::{Candidate, Gazetteer};
use corridor_network::{CountryCode, Network, PlaceId, spelling};
use std::collections::BTreeMap;
use std::ops::Deref;

impl<N: Deref<Target = Network>> Gazetteer<N> {
    /// At most five places whose name is near `key`, of `country` where given: fewest edits first
    /// (inserted, missing, other or swapped letters; one more for other names than the main one),
    /// then by prominence; then longer names that start with it. 250,000 names take 5 to 15 ms.
    pub(super) fn suggestions(&self, key: &str, country: Option<CountryCode>) -> Vec<Candidate> {
        let length = key.chars().count();
        // One edit in four letters, three at most: `Mumbay`, `Novorosisk`, `Vladivastock`.
        let edits = (length / 4 + 1).min(3);
        let letters = letters_of(key);
        let mut best: BTreeMap<PlaceId, (usize, bool)> = BTreeMap::new();
        for (name, place) in self.names().iter() {
            if name.len() > 4 * (length + edits) || name.len() + 4 * edits < key.len() {
                continue;
            }
            // An edit changes at most two letters of the set.
            if (letters_of(name) ^ letters).count_ones() as usize > 2 * edits {
                continue;
            }
            let wanted = country.is_none_or(|c| self.network.places()[place].country == c);
            if !wanted || name.chars().count().abs_diff(length) > edits {
                continue;
            }
            let distance = strsim::osa_distance(name, key);
            if distance <= edits {
                let is_other = spelling::key(&self.network.places()[place].name) != name;
                let rank = (distance + usize::from(is_other), is_other);
                let known = best.entry(place).or_insert(rank);
                *known = rank.min(*known);
            }
        }
        let mut ranked: Vec<((usize, bool), u32, PlaceId)> = best
            .into_iter()
            .map(|(place, rank)| (rank, u32::MAX - self.prominence(place), place))
            .collect();
        if length >= 3 {
            for (place, _) in self.names().starting_with(key) {
                let wanted = country.is_none_or(|c| self.network.places()[place].country == c);
                if wanted && !ranked.iter().any(|(_, _, other)| *other == place) {
                    ranked.push(((edits + 2, false), u32::MAX - self.prominence(place), place));
                }
            }
        }
        ranked.sort_unstable();
        let mut suggestions: Vec<Candidate> = Vec::new();
        for (_, _, place) in ranked {
            let candidate = self.candidate(place);
            // A town and its port of the same name are one suggestion.
            let is_known = |known: &Candidate| {
                known.name == candidate.name && known.country == candidate.country
            };
            if !suggestions.iter().any(is_known) {
                suggestions.push(candidate);
            }
            if suggestions.len() == MOST_SUGGESTIONS {
                break;
            }
        }
        suggestions
    }
}

/// The set of letters of a key, as bits; letters of other scripts share bits, which only makes the
/// filter weaker.
fn letters_of(key: &str) -> u64 {
    key.chars().fold(0, |set, c| set | 1 << (c as u32 % 61))
}

#[cfg(test)]
mod tests {
    use super::super::sample::network;
    use super::*;
    use corridor_network::spelling::key;

    fn first(text: &str) -> Option<String> {
        let network = network();
        let found = Gazetteer::new(&network).suggestions(&key(text), None);
        found.first().map(|candidate| candidate.label.clone())
    }

    #[test]
    fn slips_of_the_pen_are_understood() {
        assert_eq!(first("Mumbay").as_deref(), Some("Mumbai, India"));
        assert_eq!(first("Mubmai").as_deref(), Some("Mumbai, India"));
        assert_eq!(first("Hyderbad").as_deref(), Some("Hyderabad, India"));
        assert_eq!(first("Мумбай").as_deref(), Some("Mumbai, India"));
        assert_eq!(first("Nhava").as_deref(), Some("Nhava Sheva (INNSA), India"), "beginning");
        assert_eq!(first("Qqqqqqqq"), None);
    }

    #[test]
    fn suggestions_can_be_held_to_a_country() {
        let network = network();
        let pakistan = "PK".parse().unwrap();
        let found = Gazetteer::new(&network).suggestions("hyderbad", Some(pakistan));
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].label, "Hyderabad, Pakistan");
    }
}
