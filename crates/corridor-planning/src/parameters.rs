//! The planning parameters: speeds, dwell times, prices and emission intensities, with sources.
//!
//! A [`Sheet`] is one TOML file of rows; [`Parameters`] is a complete set, in which every id the
//! program reads has a world default. A row may hold for one country, passage or sea market. A user's own
//! figures are laid over a set by [`Parameters::overlay`]. Not here: facts about single places (a
//! post, a ship line, a canal), which stand in the network's tables, and the formulas that use the
//! figures. Units stand in the ids and in each row.

use corridor_network::CountryCode;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::path::Path;
use std::sync::LazyLock;

mod change;
mod error;
mod figure;
mod limits;
mod overlay;
#[cfg(test)]
mod overlay_tests;
mod sheet;
mod shipped;
#[cfg(test)]
mod tests;

pub(crate) use change::Amount;
pub(crate) use overlay::hint;

pub use error::{Faults, Location, ParameterError};
pub use figure::{Origin, Parameter, Scope, USER};
pub use overlay::{KnownPlaces, Overlay};
pub use sheet::Sheet;
pub use shipped::{IDS, Reach};

/// Currency of all prices, ISO 4217.
pub const CURRENCY: &str = "USD";
/// Year of the price level that answers are in. Some shipped prices are of other years and stand as
/// they were published ([`Parameter::price_year`]): the error of the sources is larger than what an
/// index would change (`docs/methods/cost.md`).
pub const PRICE_YEAR: i16 = 2024;
/// Both in words.
pub const PRICE_LEVEL: &str = "US dollars of 2024";

/// A complete set of parameters.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameters {
    rows: Vec<Parameter>,
    /// Row of each id and scope.
    index: BTreeMap<String, BTreeMap<Scope, usize>>,
    overlays: Vec<Overlay>,
}

impl Parameters {
    /// The set shipped with the program.
    pub fn shipped() -> &'static Self {
        static SET: LazyLock<Parameters> = LazyLock::new(|| {
            shipped::SHIPPED
                .iter()
                .map(|(file, text)| Sheet::parse(text, file))
                .collect::<Result<Vec<_>, _>>()
                .and_then(Parameters::from_sheets)
                .expect("the shipped files are part of the program and its tests read them")
        });
        &SET
    }

    /// Reads all `*.toml` files of a directory, by name.
    ///
    /// # Errors
    /// When a file cannot be read or is wrong, two rows collide, or an id of [`IDS`] is missing.
    pub fn read_dir(dir: &Path) -> Result<Self, Faults> {
        let unreadable = |path: &Path| {
            let path = path.display().to_string();
            move |source| ParameterError::Unreadable { path, source }
        };
        let mut files = Vec::new();
        for entry in std::fs::read_dir(dir).map_err(unreadable(dir))? {
            let path = entry.map_err(unreadable(dir))?.path();
            if path.extension().is_some_and(|extension| extension == "toml") {
                files.push(path);
            }
        }
        files.sort();
        let mut sheets = Vec::with_capacity(files.len());
        for path in files {
            let text = std::fs::read_to_string(&path).map_err(unreadable(&path))?;
            sheets.push(Sheet::parse(&text, &path.display().to_string())?);
        }
        Self::from_sheets(sheets)
    }

    /// Puts sheets together.
    ///
    /// # Errors
    /// When two rows have the same id and scope, rows of an id differ in unit, or an id of [`IDS`]
    /// has no world default.
    pub fn from_sheets(sheets: impl IntoIterator<Item = Sheet>) -> Result<Self, Faults> {
        let mut set = Self { rows: Vec::new(), index: BTreeMap::new(), overlays: Vec::new() };
        let mut faults = Vec::new();
        for (row, at) in sheets.into_iter().flat_map(|sheet| sheet.rows) {
            let scopes = set.index.entry(row.id.clone()).or_default();
            let first = scopes.values().next().map(|&first| &set.rows[first].unit);
            if let Some(unit) = first.filter(|unit| **unit != row.unit) {
                let reason = format!("unit {:?} where the other rows have {unit:?}", row.unit);
                faults.push(ParameterError::Row { at: at.unit, id: row.id.clone(), reason });
            }
            match scopes.entry(row.scope()) {
                Entry::Vacant(place) => {
                    place.insert(set.rows.len());
                    set.rows.push(row);
                }
                Entry::Occupied(_) => {
                    faults.push(ParameterError::Twice { at: at.id, id: row.id });
                }
            }
        }
        Faults::of(faults)?;
        if let Some(id) = set.without_default() {
            return Err(ParameterError::NoDefault { id: id.to_owned() }.into());
        }
        Ok(set)
    }

    /// Puts a row in the place of the one with its id and scope, or besides the others of its id.
    fn put(&mut self, row: Parameter) {
        match self.index.entry(row.id.clone()).or_default().entry(row.scope()) {
            Entry::Occupied(place) => self.rows[*place.get()] = row,
            Entry::Vacant(place) => {
                place.insert(self.rows.len());
                self.rows.push(row);
            }
        }
    }

    /// The world default of `id`.
    ///
    /// # Panics
    /// When `id` is none of [`IDS`] and the set does not happen to have it: ids are written in the
    /// program, not entered.
    pub fn get(&self, id: &str) -> f64 {
        self.at(id, &Scope::World).value
    }

    /// The row of `id` for `country`: its own, or the world default. Panics like [`Self::get`].
    pub fn for_country(&self, id: &str, country: CountryCode) -> &Parameter {
        self.at(id, &Scope::Country(country))
    }

    /// The row of `id` for the sea market or gate: its own, or the world default. Panics like
    /// [`Self::get`].
    pub fn for_market(&self, id: &str, market: &str) -> &Parameter {
        self.at(id, &Scope::Market(market.to_owned()))
    }

    /// The row of `id` for the passage: its own, or the world default. Panics like [`Self::get`].
    pub fn for_passage(&self, id: &str, passage: &str) -> &Parameter {
        self.at(id, &Scope::Passage(passage.to_owned()))
    }

    /// All rows, in the order of the files; what users added stands at the end.
    pub fn iter(&self) -> impl Iterator<Item = &Parameter> {
        self.rows.iter()
    }

    /// The row of `id` that counts in a scope: its own, or the world default. Panics like
    /// [`Self::get`].
    pub fn at(&self, id: &str, scope: &Scope) -> &Parameter {
        let scopes = self.index.get(id).expect("ids are written in the program and listed in IDS");
        let row = scopes.get(scope).or_else(|| scopes.get(&Scope::World));
        &self.rows[*row.expect("a set has a world default for every id it knows")]
    }

    /// An id that the program reads or a row bears, but no row has for the world.
    fn without_default(&self) -> Option<&str> {
        let read = IDS.iter().map(|row| row.0);
        read.chain(self.index.keys().map(String::as_str)).find(|id| {
            !self.index.get(*id).is_some_and(|scopes| scopes.contains_key(&Scope::World))
        })
    }
}
