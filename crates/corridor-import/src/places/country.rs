//! Names of countries, from `world-countries`, and their capitals.

use super::City;
use anyhow::Context;
use corridor_network::CountryCode;
use corridor_network::fact::Country;
use corridor_network::spelling::key;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

#[derive(Deserialize)]
struct Row {
    cca2: CountryCode,
    cca3: String,
    name: Names,
    capital: Vec<String>,
    independent: Option<bool>,
    #[serde(rename = "altSpellings")]
    spellings: Vec<String>,
    translations: BTreeMap<String, Translation>,
}

#[derive(Deserialize)]
struct Names {
    common: String,
    official: String,
    native: BTreeMap<String, Translation>,
}

#[derive(Deserialize)]
struct Translation {
    common: String,
}

/// The countries by code, with their names and the capital by the name that the gazetteer has for
/// it: of the country's `towns` of that name, the largest. Dependent territories get none: their
/// seats must not rival national capitals of the same name.
///
/// # Errors
/// When the text is not the list of countries.
pub fn countries(world_countries_json: &[u8], towns: &[City]) -> anyhow::Result<Vec<Country>> {
    let rows: Vec<Row> =
        serde_json::from_slice(world_countries_json).context("countries of world-countries")?;
    let mut named: BTreeMap<(CountryCode, String), &City> = BTreeMap::new();
    for town in towns {
        for name in std::iter::once(&town.name).chain(&town.names) {
            let largest = named.entry((town.country, key(name))).or_insert(town);
            if town.population > largest.population {
                *largest = town;
            }
        }
    }
    let mut countries: Vec<Country> = rows
        .into_iter()
        .map(|row| {
            let capital = row
                .capital
                .first()
                .filter(|_| row.independent == Some(true))
                .and_then(|capital| named.get(&(row.cca2, key(capital))))
                .map(|town| town.name.clone())
                .unwrap_or_default();
            let mut names = vec![row.cca3, row.name.official];
            names.extend(row.name.native.into_values().map(|name| name.common));
            names.extend(row.spellings.into_iter().filter(|name| name.len() > 2));
            names.extend(row.translations.into_values().map(|name| name.common));
            let mut seen = BTreeSet::from([key(&row.name.common), String::new()]);
            names.retain(|name| seen.insert(key(name)));
            Country { code: row.cca2, name: row.name.common, names, capital }
        })
        .collect();
    countries.sort_by_key(|country| country.code);
    Ok(countries)
}

#[cfg(test)]
mod tests {
    use super::*;
    use corridor_network::LngLat;

    #[test]
    fn countries_have_names_in_many_scripts_and_a_capital() {
        let json = r#"[{"cca2": "IN", "cca3": "IND", "capital": ["New Delhi"], "independent": true, "altSpellings": ["IN", "Bharat"],
            "name": {"common": "India", "official": "Republic of India", "native": {"hin": {"common": "भारत"}}},
            "translations": {"rus": {"common": "Индия"}, "ita": {"common": "India"}}}]"#;
        let delhi = City {
            geoname_id: 1,
            name: "New Delhi".into(),
            names: vec![],
            country: "IN".parse().unwrap(),
            at: LngLat::new(77.2, 28.6).unwrap(),
            population: 300_000,
        };
        let countries = countries(json.as_bytes(), &[delhi]).unwrap();
        assert_eq!(countries[0].names, ["IND", "Republic of India", "भारत", "Bharat", "Индия"]);
        assert_eq!(countries[0].capital, "New Delhi");
    }
}
