//! The places over which the trade of a country is split.

use super::TextFile;
use super::faults::Faults;
use crate::engine::Engine;
use crate::problem::Problem;
use corridor_network::CountryCode;
use std::collections::BTreeMap;

/// The table that ships.
const SHIPPED: &str = include_str!("../../../../data/flows/zones.csv");

/// Places with their shares, by country.
#[derive(Debug, Default)]
pub(crate) struct Zones(BTreeMap<CountryCode, Vec<(String, f64)>>);

impl Zones {
    /// The table that ships, with the countries of a user's file in place of its own.
    ///
    /// # Errors
    /// Every fault of the file with its line.
    pub(crate) fn read(engine: &Engine, file: Option<&TextFile>) -> Result<Self, Problem> {
        let mut zones = Self::parse(engine, "zones.csv", SHIPPED)?;
        if let Some(file) = file {
            zones.0.extend(Self::parse(engine, &file.name, &file.text)?.0);
        }
        Ok(zones)
    }

    fn parse(engine: &Engine, name: &str, text: &str) -> Result<Self, Problem> {
        let mut faults = Faults::default();
        let mut zones = Self::default();
        let text = text.trim_start_matches('\u{feff}');
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
        let header = reader.headers().map(csv::StringRecord::len).unwrap_or_default();
        let named = |at: usize, known: &str| {
            text.lines()
                .next()
                .and_then(|l| l.split(',').nth(at))
                .is_some_and(|n| n.trim() == known)
        };
        if header < 3 || !(named(0, "country") && named(1, "place") && named(2, "share")) {
            faults.add(format!("{name}: its first columns are not country,place,share"));
        }
        for record in reader.records() {
            let record = match record {
                Ok(record) => record,
                Err(e) => {
                    faults.add(format!("{name}: {e}"));
                    break;
                }
            };
            let at = format!("{name} line {}", record.position().map_or(0, csv::Position::line));
            let field = |at: usize| record.get(at).unwrap_or_default().trim();
            let country = match engine.country(field(0), "country") {
                Ok(country) => country,
                Err(e) => {
                    faults.add(format!("{at}: {}", e.detail));
                    continue;
                }
            };
            match field(2).parse::<f64>() {
                Ok(share) if share > 0.0 && share.is_finite() => {
                    zones.0.entry(country).or_default().push((field(1).to_owned(), share));
                }
                _ => faults.add(format!("{at}: share {:?} is no number above 0", field(2))),
            }
            if let Err(e) = engine.place(field(1)) {
                faults.add(format!("{at}: {}", e.detail));
            }
        }
        faults.checked(
            "zones-invalid",
            "mend the file: country, place and share, one place a line",
        )?;
        for parts in zones.0.values_mut() {
            let sum: f64 = parts.iter().map(|part| part.1).sum();
            for part in parts {
                part.1 /= sum;
            }
        }
        Ok(zones)
    }

    /// Whether the places of a country are listed.
    pub(super) fn has(&self, country: CountryCode) -> bool {
        self.0.contains_key(&country)
    }

    /// The places of a country; its capital where none is listed.
    ///
    /// # Errors
    /// When it has no capital either.
    pub(crate) fn of(
        &self,
        engine: &Engine,
        country: CountryCode,
    ) -> Result<Vec<(String, f64)>, String> {
        if let Some(parts) = self.0.get(&country) {
            return Ok(parts.clone());
        }
        let countries = &engine.network().facts().countries;
        let capital = countries.iter().find(|c| c.code == country).map(|c| c.capital.as_str());
        match capital {
            Some(capital) if !capital.is_empty() => {
                Ok(vec![(format!("{capital}, {country}"), 1.0)])
            }
            _ => Err(format!("no place of {country} is listed, and no capital")),
        }
    }
}
