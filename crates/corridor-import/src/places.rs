//! The gazetteer: towns, ports, rail terminals and border stations by name, in many scripts.
//!
//! Towns of 15,000 and more come from GeoNames with those of their names that people may type;
//! smaller ones from the hand list `data/places.toml`; every terminal is a place too. Country names
//! come from `world-countries`.

mod country;
mod geonames;
mod script;

pub use country::countries;
pub use geonames::{City, cities};

use crate::terminals::{RAIL_TOWN, RAIL_TOWN_KM, is_derived};
use anyhow::Context;
use corridor_network::fact::{Evidence, Terminal, TerminalKind};
use corridor_network::spelling::key;
use corridor_network::{CountryCode, Id, IdVec, LngLat, Place, PlaceId, TerminalId};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// A row of `data/places.toml`: a small town that matters to trade, or further names of a larger one.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HandPlace {
    /// Main name; that of GeoNames stays if it differs, and this one becomes another name.
    pub name: String,
    /// Its country.
    pub country: CountryCode,
    /// Number of the town in GeoNames, where position and names are taken from.
    #[serde(default)]
    pub geoname: Option<u32>,
    /// Position, where GeoNames does not have the town.
    #[serde(default)]
    pub at: Option<LngLat>,
    /// Other names.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Where position and names come from, where that is not GeoNames.
    #[serde(default)]
    pub evidence: Option<Evidence>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    place: Vec<HandPlace>,
}

/// Reads `data/places.toml`.
///
/// # Errors
/// When the text is not such a table, or a row has neither a GeoNames number nor position and evidence.
pub fn hand_list(toml: &str) -> anyhow::Result<Vec<HandPlace>> {
    let table: Table = toml::from_str(toml).context("list of places")?;
    for row in &table.place {
        anyhow::ensure!(
            row.geoname.is_some() || (row.at.is_some() && row.evidence.is_some()),
            "place {} needs a GeoNames number, or a position with evidence",
            row.name
        );
    }
    Ok(table.place)
}

/// What became of the names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PlaceReport {
    /// Places in the gazetteer.
    pub places: usize,
    /// Names of all places, main names included.
    pub names: usize,
    /// Names of GeoNames that were left out, by reason.
    pub names_left_out: BTreeMap<&'static str, usize>,
    /// Rows of the hand list whose GeoNames number is in none of the lists.
    pub unknown_numbers: Vec<String>,
    /// Derived rail terminals whose town is not in the gazetteer.
    pub terminals_without_town: Vec<String>,
}

/// The gazetteer over `towns` (of 15,000 and more), the hand list, `small_towns` that the hand list
/// points into, and `terminals` in the order of their ids. Largest places first.
pub fn gazetteer(
    towns: &[City],
    small_towns: &[City],
    terminals: &[Terminal],
    hand: &[HandPlace],
) -> (IdVec<PlaceId, Place>, PlaceReport) {
    let mut report = PlaceReport::default();
    let mut by_number: BTreeMap<u32, Place> = BTreeMap::new();
    for town in towns {
        by_number.insert(town.geoname_id, place_of(town, &mut report));
    }
    let mut others = Vec::new();
    for row in hand {
        let mut names = vec![row.name.clone()];
        names.extend(row.aliases.iter().cloned());
        if let Some(number) = row.geoname {
            let small = small_towns
                .binary_search_by_key(&number, |town| town.geoname_id)
                .ok()
                .map(|found| &small_towns[found]);
            if let (false, Some(small)) = (by_number.contains_key(&number), small) {
                by_number.insert(number, place_of(small, &mut report));
            }
            match by_number.get_mut(&number) {
                Some(place) => add_names(place, names),
                None => report.unknown_numbers.push(format!("{} ({number})", row.name)),
            }
        } else if let Some(at) = row.at {
            let mut place = Place {
                name: row.name.clone(),
                names: Vec::new(),
                locode: String::new(),
                country: row.country,
                e7: at.e7(),
                population: 0,
                terminal: None,
            };
            add_names(&mut place, names);
            others.push(place);
        }
    }

    let town_at: BTreeMap<[i32; 2], u32> =
        by_number.iter().map(|(number, place)| (place.e7, *number)).collect();
    for (index, terminal) in terminals.iter().enumerate() {
        let id = TerminalId::from_index(index);
        if terminal.kind == TerminalKind::Landing {
            // Nothing is loaded there: the town beside it is the place.
            continue;
        }
        if is_derived(terminal) {
            // It has no name or place of its own: the town stands for it.
            let town = town_at.get(&terminal.at.e7()).and_then(|number| by_number.get_mut(number));
            match town {
                Some(town) => town.terminal = Some(id),
                None => report.terminals_without_town.push(terminal.id.clone()),
            }
            continue;
        }
        let mut place = Place {
            name: terminal.name.clone(),
            names: Vec::new(),
            locode: terminal.locode.map(|code| code.to_string()).unwrap_or_default(),
            country: terminal.country,
            e7: terminal.at.e7(),
            population: 0,
            terminal: Some(id),
        };
        let mut names = terminal.aliases.clone();
        if terminal.locode.is_none() {
            names.push(terminal.id.clone());
        }
        add_names(&mut place, names);
        others.push(place);
    }

    link_listed_rail_terminals(&mut by_number, terminals);
    let mut places: Vec<Place> = by_number.into_values().chain(others).collect();
    places.sort_by(|a, b| {
        let rank = |p: &Place| (std::cmp::Reverse(p.population), p.country, p.e7);
        rank(a).cmp(&rank(b)).then_with(|| a.name.cmp(&b.name))
    });
    report.places = places.len();
    report.names = places.iter().map(|place| 1 + place.names.len()).sum();
    (places.into(), report)
}

/// Towns that have no derived terminal because one of the hand list stands near get that one: the
/// nearest of the same country.
fn link_listed_rail_terminals(towns: &mut BTreeMap<u32, Place>, terminals: &[Terminal]) {
    let listed: Vec<(TerminalId, &Terminal)> = terminals
        .iter()
        .enumerate()
        .filter(|(_, t)| t.kind == TerminalKind::RailTerminal && t.containers && !is_derived(t))
        .map(|(index, terminal)| (TerminalId::from_index(index), terminal))
        .collect();
    for town in towns.values_mut() {
        if town.terminal.is_some() || town.population < RAIL_TOWN {
            continue;
        }
        let at = town.at();
        town.terminal = listed
            .iter()
            .filter(|(_, terminal)| terminal.country == town.country)
            .map(|(id, terminal)| (terminal.at.sphere_km(at), *id))
            .filter(|(km, _)| *km <= RAIL_TOWN_KM)
            .min_by(|a, b| a.0.total_cmp(&b.0))
            .map(|(_, id)| id);
    }
}

fn place_of(town: &City, report: &mut PlaceReport) -> Place {
    let mut place = Place {
        name: town.name.clone(),
        names: Vec::new(),
        locode: String::new(),
        country: town.country,
        e7: town.at.e7(),
        population: town.population,
        terminal: None,
    };
    let kept = script::chosen(&town.names, &mut report.names_left_out);
    add_names(&mut place, kept);
    place
}

/// Adds names whose spelling the place does not have yet.
fn add_names(place: &mut Place, names: Vec<String>) {
    let mut seen: BTreeSet<String> = place.names.iter().map(|name| key(name)).collect();
    seen.insert(key(&place.name));
    seen.insert(String::new());
    for name in names {
        if seen.insert(key(&name)) {
            place.names.push(name);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use corridor_network::fact::Confidence;

    fn town(geoname_id: u32, name: &str, names: &[&str], population: u32, lng: f64) -> City {
        City {
            geoname_id,
            name: name.into(),
            names: names.iter().map(|n| (*n).to_owned()).collect(),
            country: "IN".parse().unwrap(),
            at: LngLat::new(lng, 20.0).unwrap(),
            population,
        }
    }

    fn terminal(id: &str, name: &str, lng: f64, source: &str) -> Terminal {
        Terminal {
            id: id.into(),
            name: name.into(),
            aliases: vec!["JNPT".into()],
            locode: id.parse().ok(),
            country: "IN".parse().unwrap(),
            at: LngLat::new(lng, 20.0).unwrap(),
            kind: TerminalKind::Port,
            draught_m: None,
            containers: true,
            evidence: Evidence {
                source: source.into(),
                date: "2024".into(),
                confidence: Confidence::M,
                note: String::new(),
            },
        }
    }

    #[test]
    fn towns_terminals_and_hand_rows_become_places() {
        let towns = [town(7, "Nagpur", &["नागपुर", "nagapura", "NAG", "Nágpur"], 2_000_000, 79.0)];
        let small = [town(9, "Sarakhs", &["سرخس"], 900, 61.0)];
        let terminals = [
            terminal("INNSA", "Nhava Sheva", 72.9, "test"),
            terminal("rail-in-nagpur", "Nagpur (rail)", 79.0, "derived: test"),
        ];
        let hand = hand_list(
            r#"
            [[place]]
            name = "Sarahs"
            country = "TM"
            geoname = 9
            [[place]]
            name = "Samur"
            country = "RU"
            at = [48.46, 41.83]
            evidence = { source = "test", date = "2024", confidence = "M" }
            [[place]]
            name = "Nowhere"
            country = "TM"
            geoname = 404
            "#,
        )
        .unwrap();
        let (places, report) = gazetteer(&towns, &small, &terminals, &hand);
        let names: Vec<&str> = places.iter().map(|p| p.name.as_str()).collect();
        assert_eq!(names, ["Nagpur", "Sarakhs", "Nhava Sheva", "Samur"]);
        assert_eq!(places.as_slice()[0].names, ["नागपुर"], "codes, romanised and equal names go");
        assert_eq!(places.as_slice()[0].terminal, Some(TerminalId::from_index(1)));
        assert_eq!(places.as_slice()[1].names, ["سرخس", "Sarahs"]);
        assert_eq!(places.as_slice()[2].locode, "INNSA");
        assert_eq!(places.as_slice()[2].names, ["JNPT"]);
        assert_eq!(report.unknown_numbers, ["Nowhere (404)"]);
    }

    #[test]
    fn a_town_beside_a_listed_rail_terminal_uses_that() {
        let mut yard = terminal("rail-in-ajni", "Ajni yard", 79.05, "test");
        yard.kind = TerminalKind::RailTerminal;
        let towns = [town(7, "Nagpur", &[], 2_000_000, 79.0), town(8, "Far", &[], 200_000, 80.0)];
        let (places, _) = gazetteer(&towns, &[], &[yard], &[]);
        assert_eq!(places.as_slice()[0].terminal, Some(TerminalId::from_index(0)));
        assert_eq!(places.as_slice()[1].terminal, None);
    }

    #[test]
    fn a_hand_row_without_a_place_is_refused() {
        let row = "[[place]]\nname = \"X\"\ncountry = \"RU\"\nat = [1, 2]";
        assert!(hand_list(row).unwrap_err().to_string().contains('X'));
    }
}
