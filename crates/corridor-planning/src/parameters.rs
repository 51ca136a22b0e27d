//! The planning parameters: speeds, dwell times, prices and emission intensities, with sources.
//!
//! A [`Sheet`] is one TOML file of rows; [`Parameters`] is a complete set, in which every id the
//! planner reads has a world default. A row may hold for one country or one passage. Not here:
//! facts about single places (a post, a ship line, a canal), which stand in the network's tables,
//! and the formulas that use the figures. Units stand in the ids and in each row.

use corridor_network::CountryCode;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::path::Path;
use std::sync::LazyLock;

mod error;
mod sheet;
mod shipped;
#[cfg(test)]
mod tests;

pub use error::{Location, ParameterError};
pub use sheet::{Meta, Parameter, Scope, Sheet};
pub use shipped::IDS;

/// A complete set of parameters.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameters {
    rows: Vec<Parameter>,
    /// Row of each id and scope.
    index: BTreeMap<String, BTreeMap<Scope, usize>>,
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
    pub fn read_dir(dir: &Path) -> Result<Self, ParameterError> {
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
    pub fn from_sheets(sheets: impl IntoIterator<Item = Sheet>) -> Result<Self, ParameterError> {
        let mut set = Self { rows: Vec::new(), index: BTreeMap::new() };
        for (row, at) in sheets.into_iter().flat_map(|sheet| sheet.rows) {
            set.check_unit(&row, &at)?;
            let scopes = set.index.entry(row.id.clone()).or_default();
            match scopes.entry(row.scope()) {
                Entry::Vacant(place) => place.insert(set.rows.len()),
                Entry::Occupied(_) => {
                    return Err(ParameterError::Twice { at, id: row.id.clone() });
                }
            };
            set.rows.push(row);
        }
        if let Some(id) = set.without_default() {
            return Err(ParameterError::NoDefault { id: id.to_owned() });
        }
        Ok(set)
    }

    /// This set with the rows of `sheet` in place of, or besides, its own.
    ///
    /// # Errors
    /// When the sheet has an id that the set does not know, or a row in another unit.
    pub fn overlay(&self, sheet: &Sheet) -> Result<Self, ParameterError> {
        let mut set = self.clone();
        for (row, at) in &sheet.rows {
            set.check_unit(row, at)?;
            let Some(scopes) = set.index.get_mut(&row.id) else {
                return Err(self.unknown(row, at));
            };
            match scopes.entry(row.scope()) {
                Entry::Occupied(place) => set.rows[*place.get()] = row.clone(),
                Entry::Vacant(place) => {
                    place.insert(set.rows.len());
                    set.rows.push(row.clone());
                }
            }
        }
        Ok(set)
    }

    /// The world default of `id`.
    ///
    /// # Panics
    /// When `id` is none of [`IDS`] and the set does not happen to have it: ids are written in the
    /// program, not entered.
    pub fn get(&self, id: &str) -> f64 {
        self.row(id, &Scope::World).value
    }

    /// The row of `id` for `country`: its own, or the world default. Panics like [`Self::get`].
    pub fn for_country(&self, id: &str, country: CountryCode) -> &Parameter {
        self.row(id, &Scope::Country(country))
    }

    /// The row of `id` for the passage: its own, or the world default. Panics like [`Self::get`].
    pub fn for_passage(&self, id: &str, passage: &str) -> &Parameter {
        self.row(id, &Scope::Passage(passage.to_owned()))
    }

    /// All rows, in the order of the files.
    pub fn iter(&self) -> impl Iterator<Item = &Parameter> {
        self.rows.iter()
    }

    fn row(&self, id: &str, scope: &Scope) -> &Parameter {
        let scopes = self.index.get(id).expect("ids are written in the program and listed in IDS");
        let row = scopes.get(scope).or_else(|| scopes.get(&Scope::World));
        &self.rows[*row.expect("a set has a world default for every id it knows")]
    }

    /// An id that the planner reads or a row bears, but no row has for the world.
    fn without_default(&self) -> Option<&str> {
        IDS.into_iter().chain(self.index.keys().map(String::as_str)).find(|id| {
            !self.index.get(*id).is_some_and(|scopes| scopes.contains_key(&Scope::World))
        })
    }

    fn check_unit(&self, row: &Parameter, at: &Location) -> Result<(), ParameterError> {
        let first = self.index.get(&row.id).and_then(|scopes| scopes.values().next());
        match first.map(|&first| &self.rows[first].unit) {
            Some(unit) if *unit != row.unit => Err(ParameterError::Row {
                at: at.clone(),
                id: row.id.clone(),
                reason: format!("unit {:?} where the other rows have {unit:?}", row.unit),
            }),
            _ => Ok(()),
        }
    }

    fn unknown(&self, row: &Parameter, at: &Location) -> ParameterError {
        let nearest = self
            .index
            .keys()
            .map(|known| (strsim::damerau_levenshtein(known, &row.id), known))
            .min()
            .map_or_else(String::new, |(_, known)| known.clone());
        ParameterError::Unknown { at: at.clone(), id: row.id.clone(), nearest }
    }
}
