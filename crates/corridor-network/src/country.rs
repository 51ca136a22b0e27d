//! Which country a point lies in, by the boundaries of OpenStreetMap that the crate
//! `country-boundaries` ships. Disputed areas follow that data set; see `docs/decisions`.

use crate::{CountryCode, LngLat};
use country_boundaries::{BOUNDARIES_ODBL_360X180, CountryBoundaries, LatLon, ReadError};

/// Codes that ISO 3166-1 reserves for parts of a country: Canary Islands, Ceuta and Melilla, Ascension,
/// Tristan da Cunha, Clipperton, Diego Garcia. The country itself follows in the list.
const NOT_COUNTRIES: [&str; 6] = ["IC", "EA", "AC", "TA", "CP", "DG"];

/// Looks up countries by position.
#[derive(Debug)]
pub struct Countries(CountryBoundaries);

impl Countries {
    /// Reads the boundaries.
    ///
    /// # Errors
    /// When the data that the crate ships cannot be read.
    pub fn new() -> Result<Self, ReadError> {
        CountryBoundaries::from_reader(BOUNDARIES_ODBL_360X180).map(Self)
    }

    /// The country at a point; none at sea.
    pub fn at(&self, point: LngLat) -> CountryCode {
        let Ok(at) = LatLon::new(point.lat(), point.lng()) else { return CountryCode::NONE };
        let ids = self.0.ids(at);
        // Ids run from the smallest area to the largest: `US-TX`, `US`. Territories with a code of
        // their own (`HK` in `CN`) come first, as they should.
        ids.iter()
            .filter(|id| id.len() == 2 && !NOT_COUNTRIES.contains(id))
            .find_map(|id| id.parse().ok())
            .unwrap_or(CountryCode::NONE)
    }
}

impl Countries {
    /// Whether a point is in a state or province, by its code of ISO 3166-2, such as `US-TX`. Known of
    /// Australia, Canada, China, India, Spain, the United Kingdom and the United States.
    pub fn is_in_region(&self, point: LngLat, code: &str) -> bool {
        LatLon::new(point.lat(), point.lng()).is_ok_and(|at| self.0.ids(at).contains(&code))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_point_is_in_its_country_and_none_is_at_sea() {
        let countries = Countries::new().unwrap();
        let at = |lng, lat| countries.at(LngLat::new(lng, lat).unwrap()).to_string();
        assert_eq!(at(72.88, 19.08), "IN");
        assert_eq!(at(37.62, 55.75), "RU");
        // A territory with a code of its own, in front of the country that holds it.
        assert_eq!(at(114.17, 22.32), "HK");
        // Tenerife is in Spain, whatever code is reserved for it.
        assert_eq!(at(-16.5, 28.3), "ES");
        assert_eq!(countries.at(LngLat::new(-40.0, 30.0).unwrap()), CountryCode::NONE);
        let houston = LngLat::new(-95.37, 29.76).unwrap();
        assert!(countries.is_in_region(houston, "US-TX"));
        assert!(!countries.is_in_region(houston, "US-LA"));
    }
}
