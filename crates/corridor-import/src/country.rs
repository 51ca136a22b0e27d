//! Which country a point lies in, by the boundaries of OpenStreetMap that the crate
//! `country-boundaries` ships. Disputed areas follow that data set; see `docs/decisions`.

use corridor_network::{CountryCode, LngLat};
use country_boundaries::{BOUNDARIES_ODBL_360X180, CountryBoundaries, LatLon};

/// Codes that ISO 3166-1 reserves for parts of a country: Canary Islands, Ceuta and Melilla, Ascension,
/// Tristan da Cunha, Clipperton, Diego Garcia. The country itself follows in the list.
const NOT_COUNTRIES: [&str; 6] = ["IC", "EA", "AC", "TA", "CP", "DG"];

/// Looks up countries.
pub struct Countries(CountryBoundaries);

impl Countries {
    /// Reads the boundaries.
    ///
    /// # Errors
    /// When the data that the crate ships cannot be read.
    pub fn new() -> anyhow::Result<Self> {
        Ok(Self(CountryBoundaries::from_reader(BOUNDARIES_ODBL_360X180)?))
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
