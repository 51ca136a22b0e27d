//! Markets of container shipping, and the gates between them.
//!
//! The price of a box at sea follows the balance of trade, not the way: it depends on where it is
//! loaded and discharged, and in which direction it leaves a part of the world. Each port belongs to
//! one market; a gate is a course over the sea that costs what crosses it from its left to its right.
//! The prices are parameters (`data/parameters/sea-markets.toml`), the places stand in
//! `data/sea-markets.toml`. Method: `docs/methods/cost.md`.

use corridor_network::{CountryCode, LngLat};
use serde::Deserialize;
use std::sync::LazyLock;

mod gate;

pub use gate::{Crossing, Gate};

/// The markets and gates.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Markets {
    market: Vec<Market>,
    gate: Vec<Gate>,
}

/// Ports that have one price of being loaded and one of being discharged.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Market {
    /// Its id, which parameters name; several rows may bear it.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Countries whose ports it has.
    pub countries: Vec<CountryCode>,
    /// Where they lie, if it is only a coast of these countries.
    #[serde(default)]
    pub within: Option<Bounds>,
}

/// Bounds in degrees; none reaches over the line of 180 degrees.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bounds {
    /// Least longitude.
    pub west: f64,
    /// Least latitude.
    pub south: f64,
    /// Greatest longitude.
    pub east: f64,
    /// Greatest latitude.
    pub north: f64,
}

impl Bounds {
    fn contain(&self, at: LngLat) -> bool {
        let [lng, lat] = at.degrees();
        (self.west..=self.east).contains(&lng) && (self.south..=self.north).contains(&lat)
    }
}

impl Markets {
    /// Those that come with the program.
    pub fn shipped() -> &'static Self {
        static TABLE: LazyLock<Markets> = LazyLock::new(|| {
            toml::from_str(include_str!("../../../data/sea-markets.toml"))
                .expect("the table is part of the program and its tests read it")
        });
        &TABLE
    }

    /// The rows of markets, in the order in which ports are given to them.
    pub fn rows(&self) -> &[Market] {
        &self.market
    }

    /// The gates.
    pub fn gates(&self) -> &[Gate] {
        &self.gate
    }

    /// The row of the market that a port belongs to; none where no row has its country.
    pub fn row_of(&self, country: CountryCode, at: LngLat) -> Option<usize> {
        self.market.iter().position(|market| {
            market.countries.contains(&country) && market.within.is_none_or(|w| w.contain(at))
        })
    }

    /// The id of the market that a port belongs to.
    pub fn id_of(&self, country: CountryCode, at: LngLat) -> Option<&str> {
        self.row_of(country, at).map(|row| self.market[row].id.as_str())
    }

    /// The ids that parameters can be for: of markets and of gates.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        let markets = self.market.iter().map(|market| market.id.as_str());
        markets.chain(self.gate.iter().map(|gate| gate.id.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn market(country: &str, lng: f64, lat: f64) -> Option<&'static str> {
        let at = LngLat::new(lng, lat).unwrap();
        Markets::shipped().id_of(country.parse().unwrap(), at)
    }

    #[test]
    fn coasts_of_a_country_are_markets_of_their_own() {
        for (country, lng, lat, id) in [
            ("US", -118.3, 33.7, "us-west"),
            ("US", -149.9, 61.2, "us-west"),
            ("US", -157.9, 21.3, "hawaii"),
            ("US", -95.0, 29.6, "us-gulf"),
            ("US", -80.2, 25.8, "us-east"),
            ("US", -74.1, 40.7, "us-east"),
            ("US", -81.7, 41.5, "great-lakes"),
            ("CA", -79.4, 43.6, "great-lakes"),
            ("CA", -123.1, 49.3, "us-west"),
            ("CA", -73.5, 45.5, "us-east"),
            ("MX", -104.3, 19.1, "mexico-west"),
            ("MX", -95.2, 16.2, "mexico-west"),
            ("MX", -96.1, 19.2, "caribbean-coast"),
            ("CO", -77.0, 3.9, "south-america-west"),
            ("CO", -75.5, 10.4, "caribbean-coast"),
            ("RU", 131.9, 43.1, "russia-pacific"),
            ("RU", 37.8, 44.7, "russia-black-sea"),
            ("RU", 30.2, 59.9, "russia-baltic"),
            ("FR", 5.0, 43.4, "west-mediterranean"),
            ("FR", 0.1, 49.5, "north-europe"),
            ("SA", 50.2, 26.5, "gulf"),
            ("SA", 39.2, 21.5, "red-sea"),
            ("EG", 32.5, 29.7, "red-sea"),
            ("EG", 32.3, 31.3, "east-mediterranean"),
        ] {
            assert_eq!(market(country, lng, lat), Some(id), "{country} {lng} {lat}");
        }
        assert_eq!(market("AQ", 0.0, -70.0), None);
    }

    #[test]
    fn no_market_takes_what_another_has() {
        let rows = Markets::shipped().rows();
        for (n, row) in rows.iter().enumerate() {
            for country in &row.countries {
                let before = rows[..n].iter();
                let all = before.filter(|r| r.within.is_none() && r.countries.contains(country));
                assert_eq!(all.count(), 0, "{country} of {} can never be reached", row.id);
            }
        }
    }
}
