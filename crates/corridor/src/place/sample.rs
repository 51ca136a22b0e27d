//! A small gazetteer for the tests of this module.

use corridor_network::fact::{Confidence, Country, Evidence, Terminal, TerminalKind};
use corridor_network::{Columns, Facts, Id, LngLat, Network, NodeId, Parts, Place, TerminalId};

fn place(name: &str, names: &[&str], country: &str, lng: f64, lat: f64, population: u32) -> Place {
    Place {
        name: name.into(),
        names: names.iter().map(|n| (*n).to_owned()).collect(),
        locode: String::new(),
        country: country.parse().unwrap(),
        e7: LngLat::new(lng, lat).unwrap().e7(),
        population,
        terminal: None,
    }
}

fn port(code: &str, name: &str, lng: f64, lat: f64) -> Terminal {
    Terminal {
        id: code.into(),
        name: name.into(),
        aliases: Vec::new(),
        locode: code.parse().ok(),
        country: code[..2].parse().unwrap(),
        at: LngLat::new(lng, lat).unwrap(),
        kind: TerminalKind::Port,
        draught_m: None,
        containers: true,
        evidence: Evidence {
            source: "test".into(),
            date: "2026".into(),
            confidence: Confidence::L,
            note: String::new(),
        },
    }
}

fn country(code: &str, name: &str, names: &[&str], capital: &str) -> Country {
    Country {
        code: code.parse().unwrap(),
        name: name.into(),
        names: names.iter().map(|n| (*n).to_owned()).collect(),
        capital: capital.into(),
    }
}

/// A network without links: a dozen towns, four ports, eight countries.
pub(super) fn network() -> Network {
    let terminals = vec![
        port("INNSA", "Nhava Sheva", 72.95, 18.95),
        port("INBOM", "Mumbai", 72.84, 18.95),
        port("DELHI", "Lhi Hafen", 8.0, 53.6),
        port("JMKGP", "Kingsport", -76.8, 17.9),
    ];
    let mut places = vec![
        place("Mumbai", &["Bombay", "Мумбаи", "मुंबई", "孟买"], "IN", 72.88, 19.07, 12_691_836),
        place("Delhi", &["Дели"], "IN", 77.23, 28.65, 11_034_555),
        place("New Delhi", &["Delhi"], "IN", 77.21, 28.61, 317_797),
        place("Hyderabad", &[], "IN", 78.46, 17.38, 6_809_970),
        place("Hyderabad", &[], "PK", 68.37, 25.39, 1_732_693),
        place("Moscow", &["Москва"], "RU", 37.62, 55.75, 10_381_222),
        place("Moscow", &[], "US", -117.0, 46.73, 25_060),
        place("San Jose", &[], "US", -121.89, 37.34, 1_026_908),
        place("San José", &[], "CR", -84.09, 9.93, 335_007),
        place("Xi’an", &["西安"], "CN", 108.93, 34.26, 6_501_190),
        place("Amman", &["Philadelphia", "عمان"], "JO", 35.95, 31.96, 1_275_857),
        place("Philadelphia", &[], "US", -75.16, 39.95, 1_573_916),
        place("Kingsport", &[], "US", -82.6, 36.5, 12_000),
    ];
    for (row, terminal) in terminals.iter().enumerate() {
        let mut entry = place(
            &terminal.name,
            if terminal.id == "INNSA" { &["JNPT", "Jawaharlal Nehru"] } else { &[] },
            terminal.country.as_str(),
            terminal.at.lng(),
            terminal.at.lat(),
            0,
        );
        entry.locode.clone_from(&terminal.id);
        entry.terminal = Some(TerminalId::from_index(row));
        places.push(entry);
    }
    let columns = Columns {
        node_at: vec![LngLat::new(0.0, 0.0).unwrap()].into(),
        node_country: vec!["--".parse().unwrap()].into(),
        first_bend: vec![0],
        feature_sets: vec![Vec::new()].into(),
        terminal_node: vec![NodeId::from_index(0); terminals.len()].into(),
        ..Columns::default()
    };
    let countries = vec![
        country("IN", "India", &["IND", "Индия", "भारत"], "New Delhi"),
        country("PK", "Pakistan", &["PAK"], "Islamabad"),
        country("RU", "Russia", &["Россия", "Russian Federation"], "Moscow"),
        country("US", "United States", &["USA"], "Washington"),
        country("CR", "Costa Rica", &[], "San José"),
        country("CN", "China", &["中国"], "Beijing"),
        country("DE", "Germany", &[], "Berlin"),
        country("JM", "Jamaica", &[], "Kingston"),
    ];
    let facts = Facts { terminals, countries, ..Facts::default() };
    let parts = Parts { columns, facts, places: places.into(), ..Parts::default() };
    Network::new(parts, "test".into()).unwrap()
}
