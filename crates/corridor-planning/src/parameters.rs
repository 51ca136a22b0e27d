//! The planning parameters: speeds, dwell times, prices and emission intensities, with sources.
//!
//! A [`Sheet`] is one TOML file of rows; [`Parameters`] is a complete set, in which every id the
//! planner reads has a world default. A row may hold for one country or one passage. Not here:
//! facts about single places (a post, a ship line, a canal), which stand in the network's tables,
//! and the formulas that use the figures. Units stand in the ids and in each row.

use corridor_network::CountryCode;
use corridor_network::fact::Confidence;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::path::Path;
use std::sync::LazyLock;
use toml::Spanned;

mod error;
#[cfg(test)]
mod tests;

pub use error::{Location, ParameterError};

/// The ids that the planner reads; a [`Parameters`] has a world default for each.
pub const IDS: [&str; 52] = [
    "border.rail.cost_usd",
    "border.rail.dwell_hours",
    "border.road.cost_usd",
    "border.road.dwell_hours",
    "border.union.cost_usd",
    "border.union.rail_dwell_hours",
    "border.union.road_dwell_hours",
    "emissions.ferry.ttw_g_per_tkm",
    "emissions.ferry.wtt_g_per_tkm",
    "emissions.hub.kg_per_feu",
    "emissions.inland_water.ttw_g_per_tkm",
    "emissions.inland_water.wtt_g_per_tkm",
    "emissions.rail.diesel.ttw_g_per_tkm",
    "emissions.rail.diesel.wtt_g_per_tkm",
    "emissions.rail.electric_share",
    "emissions.rail.electric_wh_per_tkm",
    "emissions.rail.grid_g_per_kwh",
    "emissions.road.ttw_g_per_tkm",
    "emissions.road.wtt_g_per_tkm",
    "emissions.sea.distance_adjustment",
    "emissions.sea_container.ttw_g_per_tkm",
    "emissions.sea_container.wtt_g_per_tkm",
    "ferry.base_usd_per_feu",
    "ferry.cost_usd_per_feu_nm",
    "gauge_break.cost_usd",
    "gauge_break.dwell_hours",
    "inland_water.cost_usd_per_feu_km",
    "inland_water.headway_days",
    "inland_water.speed_kmh",
    "passage.toll_usd_per_feu",
    "port.dwell_hours",
    "port.handling_usd_per_feu",
    "rail.base_usd_per_feu",
    "rail.cost_usd_per_feu_km",
    "rail.headway_hours",
    "rail.speed_km_per_day",
    "rail_terminal.dwell_hours",
    "rail_terminal.lift_usd",
    "road.base_usd",
    "road.cost_usd_per_km",
    "road.loading_hours",
    "road.speed_km_per_day",
    "sea.call_hours_per_1000nm",
    "sea.escort_usd_per_feu",
    "sea.freight_base_usd_per_feu",
    "sea.freight_usd_per_feu_nm",
    "sea.headway_days",
    "sea.ice_speed_kn",
    "sea.speed_kn",
    "shipment.default_mass_t_per_feu",
    "shipment.default_value_usd",
    "shipment.value_of_time_percent_per_day",
];

/// Files of the shipped set, in the order in which they are listed.
const SHIPPED: [(&str, &str); 11] = {
    macro_rules! file {
        ($name:literal) => {
            ($name, include_str!(concat!("../../../data/parameters/", $name)))
        };
    }
    [
        file!("sea.toml"),
        file!("rail.toml"),
        file!("road.toml"),
        file!("inland-water.toml"),
        file!("ferry.toml"),
        file!("terminals.toml"),
        file!("borders.toml"),
        file!("passages.toml"),
        file!("emissions.toml"),
        file!("electricity.toml"),
        file!("shipment.toml"),
    ]
};

/// Where a row holds.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// Wherever no other row does.
    World,
    /// In one country.
    Country(CountryCode),
    /// In one passage, by its id.
    Passage(String),
}

/// One figure with its source.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parameter {
    /// Dotted id with the unit in the name, such as `rail.speed_km_per_day`.
    pub id: String,
    /// The country it holds for; elsewhere the world default counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<CountryCode>,
    /// The passage it holds for, by id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub passage: Option<String>,
    /// The figure, in `unit`; finite and not negative.
    pub value: f64,
    /// Its unit.
    pub unit: String,
    /// Year it describes.
    pub year: i16,
    /// Publication, enough to find it; `judgement: ...` with the reasoning where there is none.
    pub source: String,
    /// How sure it is.
    pub confidence: Confidence,
    /// What a reader should know besides.
    #[serde(default)]
    pub note: String,
}

impl Parameter {
    /// Where the row holds.
    pub fn scope(&self) -> Scope {
        match (self.country, &self.passage) {
            (Some(country), _) => Scope::Country(country),
            (None, Some(passage)) => Scope::Passage(passage.clone()),
            (None, None) => Scope::World,
        }
    }

    /// Whether the figure is a judgement rather than a published figure.
    pub fn is_judgement(&self) -> bool {
        self.source.starts_with("judgement:")
    }
}

/// What a file of parameters says about itself.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Meta {
    /// Subject.
    pub title: String,
    /// Currency of all prices; `USD` is the only one understood.
    pub currency: String,
    /// Year of the price level.
    pub price_year: i16,
    /// What holds for all rows.
    #[serde(default)]
    pub note: String,
}

/// The rows of one file, checked one by one.
#[derive(Clone, Debug, PartialEq)]
pub struct Sheet {
    /// Head of the file.
    pub meta: Meta,
    rows: Vec<(Parameter, Location)>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SheetText {
    meta: Meta,
    #[serde(default)]
    parameter: Vec<Spanned<Parameter>>,
}

impl Sheet {
    /// Reads the text of a file; `file` is its name in errors.
    ///
    /// # Errors
    /// When the text is not TOML of this form or a row makes no sense; names file, line and column.
    pub fn parse(text: &str, file: &str) -> Result<Self, ParameterError> {
        let sheet: SheetText = toml::from_str(text).map_err(|error| ParameterError::Form {
            at: Location::of(file, text, error.span().map_or(0, |span| span.start)),
            reason: error.message().to_owned(),
        })?;
        if sheet.meta.currency != "USD" {
            return Err(ParameterError::Form {
                at: Location::of(file, text, text.find("currency").unwrap_or(0)),
                reason: format!(
                    "currency {:?} is not understood; give prices in \"USD\"",
                    sheet.meta.currency
                ),
            });
        }
        let mut rows = Vec::with_capacity(sheet.parameter.len());
        for row in sheet.parameter {
            let at = Location::of(file, text, row.span().start);
            let row = row.into_inner();
            if let Some(reason) = fault(&row) {
                return Err(ParameterError::Row { at, id: row.id, reason });
            }
            rows.push((row, at));
        }
        Ok(Self { meta: sheet.meta, rows })
    }

    /// The rows in the order of the file.
    pub fn rows(&self) -> impl Iterator<Item = &Parameter> {
        self.rows.iter().map(|(row, _)| row)
    }
}

/// Why a row makes no sense by itself, if it does not.
fn fault(row: &Parameter) -> Option<String> {
    if !row.value.is_finite() || row.value < 0.0 {
        return Some(format!("value {} is not a number of zero or more", row.value));
    }
    if row.country.is_some() && row.passage.is_some() {
        return Some("country and passage exclude each other; keep one".to_owned());
    }
    if !(1900..=2100).contains(&row.year) {
        return Some(format!("year {} lies outside 1900-2100", row.year));
    }
    [("unit", &row.unit), ("source", &row.source)]
        .into_iter()
        .find(|(_, text)| text.trim().is_empty())
        .map(|(name, _)| format!("{name} is empty; every figure needs one"))
}

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
            SHIPPED
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
