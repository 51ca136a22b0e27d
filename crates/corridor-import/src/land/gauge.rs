//! The track gauge at a point, from the table of gauges.

use corridor_network::fact::Gauge;
use corridor_network::{CountryCode, LngLat};
use std::collections::BTreeMap;

/// Looks up gauges.
pub struct GaugeMap {
    main: BTreeMap<CountryCode, u16>,
    exceptions: BTreeMap<CountryCode, Vec<(Vec<LngLat>, u16)>>,
}

impl GaugeMap {
    /// Sorts the rows by country; exceptions count in the order of the table, the last one wins.
    pub fn new(gauges: &[Gauge]) -> Self {
        let mut map = Self { main: BTreeMap::new(), exceptions: BTreeMap::new() };
        for gauge in gauges {
            if gauge.ring.is_empty() {
                map.main.insert(gauge.country, gauge.gauge_mm);
            } else {
                let rings = map.exceptions.entry(gauge.country).or_default();
                rings.push((gauge.ring.clone(), gauge.gauge_mm));
            }
        }
        map
    }

    /// The gauge of most of a country, mm.
    pub fn main(&self, country: CountryCode) -> Option<u16> {
        self.main.get(&country).copied()
    }

    /// The gauge at a point of a country, mm; none where the table has no row.
    pub fn at(&self, country: CountryCode, at: LngLat) -> Option<u16> {
        let rings = self.exceptions.get(&country).map_or(&[][..], Vec::as_slice);
        let exception = rings.iter().rev().find(|(ring, _)| at.is_within(ring));
        exception.map(|(_, mm)| *mm).or_else(|| self.main(country))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use corridor_network::fact::{Confidence, Evidence};

    #[test]
    fn an_exception_holds_inside_its_ring_only() {
        let at = |lng, lat| LngLat::new(lng, lat).unwrap();
        let evidence = Evidence {
            source: "test".to_owned(),
            date: "2026".to_owned(),
            confidence: Confidence::M,
            note: String::new(),
        };
        let iran: CountryCode = "IR".parse().unwrap();
        let main = Gauge { country: iran, ring: Vec::new(), gauge_mm: 1435, evidence };
        let ring = vec![at(61.0, 28.6), at(61.9, 28.6), at(61.9, 29.6), at(61.0, 29.6)];
        let broad = Gauge { ring, gauge_mm: 1676, ..main.clone() };
        let map = GaugeMap::new(&[broad, main]);
        assert_eq!(map.at(iran, at(61.5, 29.0)), Some(1676));
        assert_eq!(map.at(iran, at(51.4, 35.7)), Some(1435));
        assert_eq!(map.at("AF".parse().unwrap(), at(61.5, 29.0)), None);
    }
}
