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
        let exception = rings.iter().rev().find(|(ring, _)| contains(ring, at));
        exception.map(|(_, mm)| *mm).or_else(|| self.main(country))
    }
}

/// Even-odd test in the plane of longitude and latitude: rings are small and cross no antimeridian.
pub(super) fn contains(ring: &[LngLat], at: LngLat) -> bool {
    let mut inside = false;
    for (i, p) in ring.iter().enumerate() {
        let q = ring[(i + 1) % ring.len()];
        if (p.lat() > at.lat()) != (q.lat() > at.lat()) {
            let share = (at.lat() - p.lat()) / (q.lat() - p.lat());
            inside ^= at.lng() < p.lng() + share * (q.lng() - p.lng());
        }
    }
    inside
}
