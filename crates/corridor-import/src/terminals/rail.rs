//! Rail freight terminals: the hand list, and one derived for every larger town on a railway.

use crate::places::City;
use corridor_network::fact::{Confidence, Evidence, Terminal, TerminalKind};
use corridor_network::spelling::key;
use corridor_network::{CountryCode, LngLat};
use rstar::{RTree, primitives::GeomWithData};
use std::collections::BTreeSet;

/// Inhabitants from which a town is taken to have a freight terminal. A judgement: open lists of
/// freight stations exist for no country of the network.
pub(crate) const RAIL_TOWN: u32 = 100_000;
/// Farthest a town may be from the railway, km.
const REACH_KM: f64 = 15.0;
/// Towns this close to a listed terminal, or to a larger town with a derived one, use that, km.
pub(crate) const RAIL_TOWN_KM: f64 = 15.0;

/// Rail terminals: the hand list as it is, then one for every town of 100,000 within 15 km of one
/// of `rail_nodes` in its own country and not within 15 km of another terminal. Sorted by id.
pub fn rail(
    rail_nodes: &[(LngLat, CountryCode)],
    cities: &[City],
    hand: &[Terminal],
) -> Vec<Terminal> {
    let on_sphere = |at: LngLat| at.vec3().0;
    let rails: RTree<GeomWithData<[f64; 3], CountryCode>> = RTree::bulk_load(
        rail_nodes
            .iter()
            .map(|(at, country)| GeomWithData::new(on_sphere(*at), *country))
            .collect(),
    );
    let reach = chord(REACH_KM);
    let mut towns: Vec<&City> = cities.iter().filter(|city| city.population >= RAIL_TOWN).collect();
    towns.sort_by(|a, b| b.population.cmp(&a.population).then(a.geoname_id.cmp(&b.geoname_id)));

    // A mine beside a town is no terminal of the town.
    let listed = hand.iter().filter(|terminal| terminal.containers);
    let mut taken: RTree<[f64; 3]> =
        RTree::bulk_load(listed.map(|terminal| on_sphere(terminal.at)).collect());
    let mut ids: BTreeSet<String> = hand.iter().map(|terminal| terminal.id.clone()).collect();
    let mut terminals = hand.to_vec();
    for town in towns {
        let at = on_sphere(town.at);
        let on_railway =
            rails.locate_within_distance(at, reach * reach).any(|node| node.data == town.country);
        let apart = chord(RAIL_TOWN_KM);
        if !on_railway || taken.locate_within_distance(at, apart * apart).next().is_some() {
            continue;
        }
        taken.insert(at);
        let mut id = format!("rail-{}-{}", town.country, slug(&town.name)).to_lowercase();
        if !ids.insert(id.clone()) {
            // A smaller town of the same name in the same country.
            id = format!("{id}-{}", town.geoname_id);
            ids.insert(id.clone());
        }
        terminals.push(Terminal {
            id,
            name: format!("{} (rail)", town.name),
            aliases: Vec::new(),
            locode: None,
            country: town.country,
            at: town.at,
            kind: TerminalKind::RailTerminal,
            draught_m: None,
            containers: true,
            evidence: Evidence {
                source: "derived: town of 100,000 or more (GeoNames) within 15 km of a railway"
                    .into(),
                date: "2026".into(),
                confidence: Confidence::L,
                note: "the position is the town's, not that of a freight yard".into(),
            },
        });
    }
    terminals.sort_by(|a, b| a.id.cmp(&b.id));
    terminals
}

/// Whether a terminal was derived from a town and stands where the town stands.
pub(crate) fn is_derived(terminal: &Terminal) -> bool {
    terminal.evidence.source.starts_with("derived:")
}

/// Straight-line distance on the unit sphere that spans this many kilometres of surface.
fn chord(km: f64) -> f64 {
    2.0 * (km / corridor_network::geo::EARTH_RADIUS_KM / 2.0).sin()
}

fn slug(name: &str) -> String {
    let words: Vec<String> =
        name.split([' ', '-', '/', ',']).map(key).filter(|word| !word.is_empty()).collect();
    words.join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn city(geoname_id: u32, name: &str, population: u32, lng: f64, lat: f64) -> City {
        City {
            geoname_id,
            name: name.into(),
            names: Vec::new(),
            country: "IN".parse().unwrap(),
            at: LngLat::new(lng, lat).unwrap(),
            population,
        }
    }

    #[test]
    fn towns_on_a_railway_of_their_own_country_get_a_terminal() {
        let india = "IN".parse().unwrap();
        let rails = [
            (LngLat::new(79.09, 21.15).unwrap(), india),
            (LngLat::new(74.87, 31.63).unwrap(), "PK".parse().unwrap()),
        ];
        let cities = [
            city(1, "Nagpur", 2_000_000, 79.08, 21.14),
            city(2, "Kamptee", 150_000, 79.19, 21.22),
            city(3, "Amritsar", 1_000_000, 74.87, 31.63),
            city(4, "Village", 9_000, 79.09, 21.15),
            city(5, "Leh", 130_000, 77.58, 34.16),
        ];
        let ids: Vec<String> = rail(&rails, &cities, &[]).into_iter().map(|t| t.id).collect();
        assert_eq!(ids, ["rail-in-nagpur"], "suburb, foreign rails, village and no rails are out");
    }

    #[test]
    fn a_listed_terminal_stands_for_its_town_and_names_may_repeat() {
        let india: CountryCode = "IN".parse().unwrap();
        let rails =
            [(LngLat::new(75.0, 20.0).unwrap(), india), (LngLat::new(76.0, 25.0).unwrap(), india)];
        let cities = [
            city(1, "Aurangabad", 900_000, 75.0, 20.0),
            city(2, "Aurangabad", 120_000, 76.0, 25.0),
        ];
        let derived = rail(&rails, &cities, &[]);
        assert_eq!(derived[1].id, "rail-in-aurangabad-2");
        let hand = [Terminal { id: "rail-in-x".into(), ..derived[0].clone() }];
        let ids: Vec<String> = rail(&rails, &cities, &hand).into_iter().map(|t| t.id).collect();
        assert_eq!(ids, ["rail-in-aurangabad", "rail-in-x"]);
    }
}
