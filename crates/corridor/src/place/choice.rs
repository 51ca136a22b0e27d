//! Which of the places that bear a name is meant.

use super::error::{MOST_CANDIDATES, grouped, shown};
use super::{Gazetteer, PlaceError, Resolved};
use corridor_network::fact::{Country, TerminalKind};
use corridor_network::spelling::key;
use corridor_network::{Id, Network, PlaceId, TerminalId};
use std::fmt::Write as _;
use std::ops::Deref;

/// How many times more prominent than the next a place must be to be the obvious one.
const CLEARLY_LARGER: u32 = 5;
/// A town with a container port of its name counts for so many times its inhabitants: the question
/// is about freight. A judgement: `Barcelona` is the one in Spain (twice the other's size), while
/// `Valencia` in Spain and in Venezuela stays ambiguous.
const WITH_CONTAINER_PORT: u32 = 3;
/// Where some place has the name as its main name, others that have it among their other names
/// count for so much less. Without this, `Philadelphia` was Amman; with a tenth, `Poti` and `Cancún`
/// were ambiguous with Teresina and Changchun. `Canton` stays Guangzhou.
const BY_OTHER_NAME: u32 = 40;
/// A port within this distance of a town of its name is the town's, km: Shanghai to Yangshan is 60.
const OWN_PORT_KM: f64 = 60.0;
/// Two towns of one name within this distance are a town and its core, suburb or district, km.
const SAME_TOWN_KM: f64 = 40.0;
/// What a terminal without a town counts for beside towns, inhabitants. A judgement: a container
/// port is asked for like a large town, another port or a terminal like a small one.
const CONTAINER_PORT: u32 = 100_000;
/// See [`CONTAINER_PORT`].
const OTHER_TERMINAL: u32 = 10_000;

/// A town with its terminals and suburbs of the same name, or terminals alone.
struct Group {
    head: PlaceId,
    terminals: Vec<PlaceId>,
    prominence: u32,
    is_capital: bool,
}

impl<N: Deref<Target = Network>> Gazetteer<N> {
    /// The one place of `named`, the bearers of `name`, that `text` means, or the refusal.
    pub(super) fn choose(
        &self,
        text: &str,
        name: &str,
        named: &[PlaceId],
        remark: Option<String>,
    ) -> Result<Resolved, PlaceError> {
        let groups = self.grouped(&key(name), named);
        let Some(first) = groups.first() else {
            return Err(PlaceError::unknown(text, None, Vec::new()));
        };
        let mut capitals = groups.iter().filter(|group| group.is_capital);
        let only = match (capitals.next(), capitals.next()) {
            (Some(only), None) => Some(only),
            _ => None,
        };
        let capital = only.filter(|only| !is_clearly_larger(first, only));
        // A far larger town does not take a capital its main name: St. John's of Canada and of Antigua.
        // A small terminal without a town takes no town its name: Port Stanley of Canada and of the Falklands.
        let places = self.network.places();
        let is_main = |group: &Group| key(&places[group.head].name) == key(name);
        let is_town = |group: &Group| places[group.head].population > 0;
        let is_small = !is_town(first) && first.prominence < CONTAINER_PORT;
        let contested = only.is_some_and(|only| capital.is_none() && is_main(only))
            || is_small && groups.iter().any(is_town);
        let largest = groups.get(1).is_none_or(|next| is_clearly_larger(first, next));
        let largest = largest && !contested;
        let Some(chosen) = capital.or_else(|| largest.then_some(first)) else {
            let candidates: Vec<_> = groups
                .iter()
                .take(MOST_CANDIDATES)
                .map(|group| self.candidate(group.head))
                .collect();
            let others = groups.len() - candidates.len();
            return Err(PlaceError::Ambiguous { text: shown(text), candidates, others });
        };
        let over = groups.iter().filter(|group| group.head != chosen.head).collect::<Vec<_>>();
        let note = [remark, self.note_on_choice(chosen, &over)];
        let note: Vec<String> = note.into_iter().flatten().collect();
        let note = (!note.is_empty()).then(|| note.join("; "));
        let mut resolved = self.resolved(chosen.head, note);
        resolved.terminal = self.terminal_of(chosen);
        Ok(resolved)
    }

    fn note_on_choice(&self, chosen: &Group, over: &[&Group]) -> Option<String> {
        let next = over.first()?;
        let mut note = format!("{}, not {}", self.label(chosen.head), self.label(next.head));
        let population = self.network.places()[next.head].population;
        if population > 0 {
            let _ = write!(note, " ({} inhabitants)", grouped(population));
        }
        if over.len() > 1 {
            let _ = write!(note, " or {} more of that name", over.len() - 1);
        }
        Some(note)
    }

    /// What a place counts for beside others of its name: inhabitants, or what its terminal is worth.
    pub(super) fn prominence(&self, place: PlaceId) -> u32 {
        let entry = &self.network.places()[place];
        let terminal = entry.terminal.map_or(0, |terminal| {
            if self.is_container_port(terminal) { CONTAINER_PORT } else { OTHER_TERMINAL }
        });
        entry.population.max(terminal)
    }

    /// The places as towns with their ports and suburbs, most prominent first.
    fn grouped(&self, name: &str, named: &[PlaceId]) -> Vec<Group> {
        let places = self.network.places();
        let by_main_name = |id: PlaceId| key(&places[id].name) == name;
        let some_by_main_name = named.iter().any(|id| by_main_name(*id));
        let weight = |id: PlaceId| {
            let by_other_name = some_by_main_name && !by_main_name(id);
            self.prominence(id) / if by_other_name { BY_OTHER_NAME } else { 1 }
        };
        let mut order = named.to_vec();
        // Towns before terminals, so that a terminal finds its town; bearers of the main name
        // before others, so that New Delhi is not Delhi's suburb when it is asked for.
        order.sort_by_key(|id| {
            (places[*id].population == 0, !by_main_name(*id), u32::MAX - weight(*id), *id)
        });
        let mut groups: Vec<Group> = Vec::new();
        for id in order {
            let place = &places[id];
            let is_town = place.population > 0;
            let reach = if is_town { SAME_TOWN_KM } else { OWN_PORT_KM };
            let near = groups
                .iter_mut()
                .filter(|group| places[group.head].country == place.country)
                .map(|group| (places[group.head].at().sphere_km(place.at()), group))
                .filter(|(km, _)| *km <= reach)
                .min_by(|a, b| a.0.total_cmp(&b.0));
            match near {
                Some((_, group)) => {
                    if !is_town {
                        group.terminals.push(id);
                    }
                    group.prominence = group.prominence.max(weight(id));
                    group.is_capital |= is_town && self.is_capital(id);
                }
                None => groups.push(Group {
                    head: id,
                    terminals: if is_town { Vec::new() } else { vec![id] },
                    prominence: weight(id),
                    is_capital: is_town && self.is_capital(id),
                }),
            }
        }
        for group in &mut groups {
            let is_town = places[group.head].population > 0;
            if is_town && self.terminal_of(group).is_some_and(|t| self.is_container_port(t)) {
                group.prominence = group.prominence.saturating_mul(WITH_CONTAINER_PORT);
            }
        }
        groups.sort_by_key(|group| (u32::MAX - group.prominence, group.head));
        groups
    }

    /// Whether the place is the capital of its country: the largest there with the capital's name.
    pub(super) fn is_capital(&self, id: PlaceId) -> bool {
        let places = self.network.places();
        let place = &places[id];
        let bears_name =
            |country: &Country| country.code == place.country && country.capital == place.name;
        if !self.network.facts().countries.iter().any(bears_name) {
            return false;
        }
        let namesakes = self.names().exact(&key(&place.name));
        !namesakes.iter().any(|other| {
            let other = &places[*other];
            other.country == place.country
                && other.name == place.name
                && other.population > place.population
        })
    }

    /// The terminal of a group: of the terminals that the name led to, and of those near the town
    /// that share any name with it, a container port first, a rail terminal last.
    fn terminal_of(&self, group: &Group) -> Option<TerminalId> {
        let places = self.network.places();
        let head = &places[group.head];
        let names = head.names.iter().chain([&head.name]);
        let namesakes = names.flat_map(|name| self.names().exact(&key(name)));
        let near = namesakes.filter(|place| {
            let place = &places[*place];
            place.country == head.country && place.at().sphere_km(head.at()) <= OWN_PORT_KM
        });
        let own = group.terminals.iter().copied().chain(near).chain([group.head]);
        own.filter_map(|place| places[place].terminal).min_by_key(|id| {
            let terminal = &self.network.facts().terminals[id.index()];
            (terminal.kind != TerminalKind::Port, !terminal.containers, *id)
        })
    }

    fn is_container_port(&self, id: TerminalId) -> bool {
        let terminal = &self.network.facts().terminals[id.index()];
        terminal.containers && terminal.kind == TerminalKind::Port
    }
}

fn is_clearly_larger(a: &Group, b: &Group) -> bool {
    a.prominence / CLEARLY_LARGER >= b.prominence.max(1)
}

#[cfg(test)]
mod tests {
    use super::super::sample::network;
    use super::*;

    #[test]
    fn suburbs_and_ports_belong_to_their_town() {
        let network = network();
        let gazetteer = Gazetteer::new(&network);
        let named: Vec<PlaceId> = network
            .places()
            .enumerate()
            .filter(|(_, place)| ["Mumbai", "Delhi", "New Delhi"].contains(&place.name.as_str()))
            .map(|(id, _)| id)
            .collect();
        let groups = gazetteer.grouped("delhi", &named);
        assert_eq!(groups.len(), 2, "Mumbai with its port; Delhi with New Delhi");
        assert!(groups.iter().any(|group| group.is_capital));
    }

    #[test]
    fn a_main_name_outweighs_other_names() {
        let network = network();
        let gazetteer = Gazetteer::new(&network);
        // Amman was once called Philadelphia; by inhabitants alone neither is the obvious one.
        assert_eq!(gazetteer.resolve("Philadelphia").unwrap().label, "Philadelphia, United States");
        assert_eq!(gazetteer.resolve("New Delhi").unwrap().label, "New Delhi, India");
        assert_eq!(gazetteer.resolve("Delhi").unwrap().label, "Delhi, India");
    }

    #[test]
    fn a_port_without_a_town_counts_for_something() {
        let network = network();
        let gazetteer = Gazetteer::new(&network);
        let resolved = gazetteer.resolve("Kingsport").unwrap();
        assert_eq!(resolved.label, "Kingsport (JMKGP), Jamaica");
        assert!(resolved.note.unwrap().contains("12,000"));
    }
}
