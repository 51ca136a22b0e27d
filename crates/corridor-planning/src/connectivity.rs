//! How well liner shipping connects a place on the coast.
//!
//! Main lines call at some ports, strings of many calls and feeders serve the rest. UNCTAD measures it by
//! an index for each port (`data/port-connectivity.tsv`). A port near a better one shares its strings
//! and its feeders: so what counts is the greatest index around, halved for every hundred nautical
//! miles. Method: `docs/methods/time.md`.

use corridor_network::geo::EARTH_RADIUS_KM;
use corridor_network::{LngLat, Vec3};
use std::sync::LazyLock;

/// Straight distance over which an index is halved, km: 100 nautical miles.
const HALVED_KM: f64 = 185.2;
/// How far the terminals of a port lie from the position listed, km.
const HERE_KM: f64 = 15.0;
/// How many times better a port near by may be connected before main lines call there instead.
const SHARED: f64 = 4.0;
/// Index of a port of which nothing is known and that has none near: the least ones listed.
const LEAST: f64 = 7.0;

/// The ports of the table.
#[derive(Debug)]
pub struct Connectivity {
    ports: Vec<Port>,
    /// The least cosine of the angle to a place where a port of the table is felt.
    felt: f64,
}

/// A port of the table.
#[derive(Debug)]
struct Port {
    at: LngLat,
    direction: Vec3,
    index: f64,
}

impl Connectivity {
    /// The table that comes with the program.
    pub fn shipped() -> &'static Self {
        static TABLE: LazyLock<Connectivity> = LazyLock::new(|| {
            Connectivity::read(include_str!("../../../data/port-connectivity.tsv"))
                .expect("the table is part of the program and its tests read it")
        });
        &TABLE
    }

    /// Reads id, longitude, latitude, index and name, tab after tab; none where a row is another.
    fn read(text: &str) -> Option<Self> {
        let mut rows = text.lines().filter(|line| !line.starts_with('#'));
        rows.next().filter(|header| *header == "id\tlng\tlat\tindex\tport")?;
        let one = |row: &str| {
            let [_, lng, lat, index, _] = row.split('\t').collect::<Vec<_>>().try_into().ok()?;
            let at = LngLat::new(lng.parse().ok()?, lat.parse().ok()?).ok()?;
            let index = index.parse().ok().filter(|index: &f64| *index > 0.0)?;
            Some(Port { at, direction: at.vec3(), index })
        };
        let ports: Vec<Port> = rows.map(one).collect::<Option<_>>()?;
        let best = ports.iter().map(|port| port.index).fold(LEAST, f64::max);
        let felt = (HALVED_KM * (best / LEAST).log2() / EARTH_RADIUS_KM).cos();
        Some(Self { ports, felt })
    }

    /// How much of the index that counts for a place is that of better ports near it, as a logarithm beyond
    /// [`SHARED`]; 0 where main lines call at the place itself, or nowhere near.
    pub fn relay(&self, place: LngLat) -> f64 {
        let (there, near) = (place.vec3(), (HERE_KM / EARTH_RADIUS_KM).cos());
        let near = self.ports.iter().filter(|port| port.direction.dot(there) > near);
        let own = near.map(|port| port.index).fold(LEAST, f64::max);
        (self.reach(place) / (own * SHARED)).ln().max(0.0)
    }

    /// The index that counts for a place; the mean of all ports in early 2023 is 100.
    pub fn reach(&self, place: LngLat) -> f64 {
        let there = place.vec3();
        let mut best = LEAST;
        for port in &self.ports {
            let cosine = port.direction.dot(there);
            if cosine < self.felt || port.index <= best {
                continue;
            }
            // A chord is shorter than its arc: what is too far by the chord is too far.
            let felt_km = HALVED_KM * (port.index / best).log2();
            let chord = (2.0 - 2.0 * cosine).max(0.0).sqrt() * EARTH_RADIUS_KM;
            if chord < felt_km {
                best = best.max(port.index * (-port.at.sphere_km(place) / HALVED_KM).exp2());
            }
        }
        best
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reach(lng: f64, lat: f64) -> f64 {
        Connectivity::shipped().reach(LngLat::new(lng, lat).unwrap())
    }

    #[test]
    fn boxes_reach_a_small_port_by_a_great_one_near_it() {
        let relay = |lng, lat| Connectivity::shipped().relay(LngLat::new(lng, lat).unwrap());
        let [moerdijk, nanjing] = [relay(4.58, 51.68), relay(119.05, 32.2)];
        assert!((0.5..1.5).contains(&moerdijk) && (0.5..1.5).contains(&nanjing));
        for (port, lng, lat) in
            [("Rotterdam", 4.05, 51.95), ("Zeebrugge", 3.2, 51.34), ("Suva", 178.42, -18.13)]
        {
            assert_eq!(relay(lng, lat), 0.0, "{port}");
        }
    }

    #[test]
    fn a_port_shares_what_calls_near_it() {
        assert!((reach(121.4971, 31.4001) - 2383.13).abs() < 0.01, "Shanghai itself");
        // Zeebrugge has 200; Antwerp, 40 nautical miles off, 900.
        let zeebrugge = reach(3.2, 51.34);
        assert!((600.0..907.5).contains(&zeebrugge), "{zeebrugge}");
        let dakar = reach(-17.42, 14.68);
        assert!((140.0..144.0).contains(&dakar), "{dakar}");
        assert_eq!(reach(-140.0, -45.0), LEAST, "nothing near");
    }

    #[test]
    fn short_cuts_change_nothing() {
        let all = Connectivity::shipped();
        for (lng, lat) in [(0.0, 50.0), (103.0, 2.0), (-75.0, 12.0), (45.3, 2.0), (179.9, -18.0)] {
            let place = LngLat::new(lng, lat).unwrap();
            let plain =
                all.ports.iter().map(|p| p.index * (-p.at.sphere_km(place) / HALVED_KM).exp2());
            let best = plain.fold(LEAST, f64::max);
            assert!((all.reach(place) - best).abs() < 1e-9 * best, "{lng} {lat}");
        }
    }

    #[test]
    fn a_table_of_another_form_is_not_read() {
        assert!(Connectivity::read("id\tlng\n").is_none());
        assert!(Connectivity::read("id\tlng\tlat\tindex\tport\nX\t1\t2\t-3\tX\n").is_none());
        assert!(Connectivity::read("id\tlng\tlat\tindex\tport\nX\t1\t200\t3\tX\n").is_none());
    }
}
