//! Voyages between two ports of one country whose law reserves them to ships under its flag.

use super::answer::WarningView;
use crate::engine::Engine;
use corridor_network::fact::{Evidence, Terminal};
use corridor_network::{CountryCode, Id, Mode};
use corridor_planning::{Itinerary, Leg, LegKind};
use serde::Deserialize;
use std::sync::LazyLock;

/// A row of `data/cabotage.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Cabotage {
    country: CountryCode,
    /// Countries of their own code to whose ports the law extends.
    #[serde(default)]
    territories: Vec<CountryCode>,
    law: String,
    #[serde(default)]
    exceptions: String,
    evidence: Evidence,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    cabotage: Vec<Cabotage>,
}

fn shipped() -> &'static [Cabotage] {
    static TABLE: LazyLock<Vec<Cabotage>> = LazyLock::new(|| {
        let text = include_str!("../../../../data/cabotage.toml");
        let table: Table =
            toml::from_str(text).expect("the table is part of the program and its tests read it");
        table.cabotage
    });
    &TABLE
}

impl Cabotage {
    fn holds(&self, country: CountryCode) -> bool {
        self.country == country || self.territories.contains(&country)
    }
}

impl Engine {
    /// What is to be said of voyages of an itinerary that the law of a country reserves to its own ships.
    pub(super) fn reserved_voyages(&self, itinerary: &Itinerary) -> Vec<WarningView> {
        let terminals = &self.network().facts().terminals;
        let legs = &itinerary.legs;
        let of = |leg: &Leg| leg.terminal.map(|terminal| &terminals[terminal.index()]);
        let sails = |n: &usize| legs[*n].kind == LegKind::Move(Mode::Sea);
        let mut said = Vec::new();
        for n in (0..legs.len()).filter(sails) {
            let loaded = legs[..n].iter().rev().find_map(of);
            let landed = legs[n + 1..].iter().find_map(of);
            let Some((loaded, landed)) = loaded.zip(landed) else { continue };
            let both = |row: &&Cabotage| row.holds(loaded.country) && row.holds(landed.country);
            if let Some(row) = shipped().iter().find(both) {
                said.push(self.reserved(row, loaded, landed));
            }
        }
        said
    }

    fn reserved(&self, row: &Cabotage, loaded: &Terminal, landed: &Terminal) -> WarningView {
        let country = self.country_name(row.country);
        let besides = match row.exceptions.as_str() {
            "" => String::new(),
            exceptions => format!("; let through are: {exceptions}"),
        };
        WarningView {
            code: "cabotage".to_owned(),
            text: format!(
                "{} - {} is a voyage inside {country}, which keeps it for its own ships ({}){besides}. \
                 The price is that of the open market; theirs may be far higher",
                loaded.name, landed.name, row.law
            ),
            source: row.evidence.source.clone(),
            date: row.evidence.date.clone(),
        }
    }
}
