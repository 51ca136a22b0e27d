//! Who is paid for a way: the countries it goes through, carriers at sea, canals and straits.

use corridor_network::{CountryCode, Mode, Network};
use corridor_planning::price::Component;
use corridor_planning::{Itinerary, Leg, LegKind};
use std::collections::BTreeMap;

/// Who is paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Payee {
    /// Railways, hauliers, terminals and border posts in a country.
    Country(CountryCode),
    /// Carriers at sea, whose country is not known.
    Sea,
    /// Canals and straits, in dues.
    Passages,
}

impl Payee {
    /// The word used in answers and tables.
    pub(super) fn word(self) -> String {
        match self {
            Self::Country(country) => country.to_string(),
            Self::Sea => "sea".to_owned(),
            Self::Passages => "passages".to_owned(),
        }
    }
}

/// Who is paid how much for a tonne by a way between two countries, USD.
pub(super) fn paid(
    network: &Network,
    itinerary: &Itinerary,
    ends: [CountryCode; 2],
    parcel_t: f64,
) -> Vec<(Payee, f64)> {
    let mut paid: BTreeMap<Payee, f64> = BTreeMap::new();
    let mut pay = |payee: Payee, usd: f64| {
        if usd != 0.0 {
            *paid.entry(payee).or_default() += usd / parcel_t;
        }
    };
    let last = itinerary.legs.len().saturating_sub(1);
    for (n, leg) in itinerary.legs.iter().enumerate() {
        if matches!(leg.kind, LegKind::Move(Mode::Sea | Mode::Ferry)) {
            // A quote replaces freight, and dues are part of it as far as they fit into it.
            let dues = leg.usd_for(Component::Toll).clamp(0.0, leg.usd.max(0.0));
            pay(Payee::Passages, dues);
            pay(Payee::Sea, leg.usd - dues);
            continue;
        }
        let shares = shares(network, leg);
        // The lorry between a place and the network has no link: it is in the country of the place.
        let end = if n == last { ends[1] } else { ends[0] };
        let alone = [(end, 1.0)];
        let shares = if shares.is_empty() { &alone[..] } else { &shares[..] };
        for (country, share) in shares {
            pay(Payee::Country(*country), leg.usd * share);
        }
    }
    paid.into_iter().collect()
}

/// The parts of a leg by country: by kilometres where it moves, else alike.
fn shares(network: &Network, leg: &Leg) -> Vec<(CountryCode, f64)> {
    let lengths = &network.columns().link_length;
    let mut km: BTreeMap<CountryCode, f64> = BTreeMap::new();
    for edge in &leg.edges {
        let country = network.country_of(edge.link());
        if country.is_some() {
            *km.entry(country).or_default() += lengths[edge.link()].km();
        }
    }
    let all: f64 = km.values().sum();
    if all > 0.0 {
        return km.into_iter().map(|(country, part)| (country, part / all)).collect();
    }
    let share = 1.0 / leg.countries.len().max(1) as f64;
    leg.countries.iter().map(|country| (*country, share)).collect()
}
