//! The figures an answer rests on: what is in force, where it comes from, and a user's own over it.
//!
//! The figures themselves are [`corridor_planning::parameters`]; here they meet the network, whose
//! countries and passages a user's figure can be for, and become an answer.

mod legs;
mod view;

pub use view::{ParameterFileView, ParameterView, ParametersResponse, ShippedView};

use crate::engine::Engine;
use crate::problem::{Problem, did_you_mean};
use corridor_network::CountryCode;
use corridor_planning::market::Markets;
use corridor_planning::parameters::{
    CURRENCY, KnownPlaces, PRICE_YEAR, Parameter, Parameters, Reach, Scope,
};
use std::collections::BTreeMap;

/// Figures named in the warning of an answer; more are counted.
const NAMED: usize = 4;

/// A user's file of figures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParameterFile {
    /// Its name, for errors; answers have it without folders.
    pub name: String,
    /// What it says.
    pub text: String,
}

/// What is asked.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ParametersRequest {
    /// All have to fit: each is the beginning of a name, a country (`IN`), or a part of what a figure
    /// says of itself.
    pub words: Vec<String>,
}

impl Engine {
    /// This engine with users' figures over its own, later files over earlier ones; and what a user
    /// should be told of them.
    ///
    /// # Errors
    /// When a file is wrong; every fault with its line, column and remedy.
    pub fn with_parameter_files(
        self,
        files: &[ParameterFile],
    ) -> Result<(Self, Vec<String>), Problem> {
        if files.is_empty() {
            return Ok((self, Vec::new()));
        }
        let known = KnownPlaces::of(self.network());
        let mut set = self.parameters().clone();
        for file in files {
            set = set.overlay(&file.text, &file.name, &known).map_err(|faults| {
                Problem::bad_input(
                    "parameters-file-invalid",
                    faults.to_string(),
                    "mend the file; docs/methods/parameters.md describes its form, `corridor \
                     parameters` lists names and units",
                )
            })?;
        }
        let told = told(&set);
        Ok((self.with_parameters(set), told))
    }

    /// The figures in force.
    ///
    /// # Errors
    /// When nothing fits the words.
    pub fn parameters_in_force(
        &self,
        request: &ParametersRequest,
    ) -> Result<ParametersResponse, Problem> {
        let set = self.parameters();
        let words: Vec<Word> = request.words.iter().map(|word| self.word(word)).collect();
        let fits = |row: &&Parameter| words.iter().all(|word| word.fits(row, &self.haystack(row)));
        let found: Vec<&Parameter> = set.iter().filter(fits).collect();
        if found.is_empty() {
            return Err(nothing_fits(&request.words, set));
        }
        Ok(ParametersResponse {
            schema_version: 1,
            currency: CURRENCY.to_owned(),
            price_year: PRICE_YEAR,
            parameter_files: self.parameter_files(),
            parameters: found.iter().map(|row| view::view(row)).collect(),
            warnings: not_indexed(&found).into_iter().collect(),
        })
    }

    /// The users' files in force.
    pub fn parameter_files(&self) -> Vec<ParameterFileView> {
        let set = self.parameters();
        let overlay =
            |(n, file): (usize, &corridor_planning::parameters::Overlay)| ParameterFileView {
                file: file.file.clone(),
                sha256: file.sha256.clone(),
                in_force: set.of_overlay(n).map(ToString::to_string).collect(),
            };
        set.overlays().iter().enumerate().map(overlay).collect()
    }

    /// What an answer says when it rests on users' figures: one warning for each file.
    pub fn own_figure_warnings(&self) -> Vec<String> {
        let in_force = self.parameter_files().into_iter().filter(|file| !file.in_force.is_empty());
        let warning = |file: ParameterFileView| {
            let mut names = file.in_force.iter().take(NAMED).cloned().collect::<Vec<_>>();
            match file.in_force.len().saturating_sub(NAMED) {
                0 => {}
                more => names.push(format!("{more} more")),
            }
            format!(
                "rests on figures of your own: {} (SHA-256 {}) sets {}",
                file.file,
                short(&file.sha256),
                names.join(", ")
            )
        };
        in_force.map(warning).collect()
    }

    /// What a word of a question asks for.
    fn word(&self, text: &str) -> Word {
        let text = text.trim();
        let code = Some(text).filter(|text| text.bytes().all(|b| b.is_ascii_uppercase()));
        if let Some(code) = code.and_then(|code| code.parse::<CountryCode>().ok())
            && self.network().facts().countries.iter().any(|country| country.code == code)
        {
            return Word::Country(code);
        }
        let text = text.to_lowercase();
        if self.parameters().iter().any(|row| row.id == text) {
            return Word::Name(text);
        }
        if self.parameters().iter().any(|row| row.id.starts_with(&text)) {
            return Word::Beginning(text);
        }
        Word::Part(text)
    }

    /// All that a row says of itself, in lower case.
    fn haystack(&self, row: &Parameter) -> String {
        let countries = &self.network().facts().countries;
        let country = row.country.and_then(|code| countries.iter().find(|c| c.code == code));
        let name = country.map_or("", |country| &country.name);
        let [unit, source, note, file] = [&row.unit, &row.source, &row.note, &row.file];
        let market = row.market.as_deref().map_or("", name_of_market);
        format!("{row} {name} {market} {unit} {source} {note} {file}").to_lowercase()
    }
}

/// A word of a question.
enum Word {
    Name(String),
    Beginning(String),
    Country(CountryCode),
    Part(String),
}

impl Word {
    fn fits(&self, row: &Parameter, haystack: &str) -> bool {
        match self {
            Self::Name(id) => row.id == *id,
            Self::Beginning(text) => row.id.starts_with(text),
            Self::Country(code) => row.country == Some(*code),
            Self::Part(text) => haystack.contains(text),
        }
    }
}

fn nothing_fits(words: &[String], set: &Parameters) -> Problem {
    let ids = || set.iter().map(|row| row.id.as_str());
    let hint = words.iter().find_map(|word| did_you_mean(word, ids()));
    Problem::bad_input(
        "parameter-unknown",
        format!("no parameter fits {:?}", words.join(" ")),
        hint.map_or(
            "give the beginning of a name, a country such as IN or other words; `corridor \
             parameters` lists all"
                .to_owned(),
            |hint| format!("did you mean {hint:?}?"),
        ),
    )
}

/// What is said of prices of other years than the answers'.
fn not_indexed(rows: &[&Parameter]) -> Option<String> {
    let mut counts: BTreeMap<(i16, &str), usize> = BTreeMap::new();
    for row in rows {
        if let Some(year) = row.price_year.filter(|year| *year != PRICE_YEAR) {
            *counts.entry((year, &row.file)).or_default() += 1;
        }
    }
    let parts: Vec<String> = counts
        .into_iter()
        .map(|((year, file), count)| format!("{count} of {year} ({file})"))
        .collect();
    (!parts.is_empty())
        .then(|| format!("prices that stand as published, not indexed: {}", parts.join(", ")))
}

/// What a user should know of the files laid over a set: what they do not do.
fn told(set: &Parameters) -> Vec<String> {
    let mut told = Vec::new();
    for (n, overlay) in set.overlays().iter().enumerate() {
        let file = &overlay.file;
        let equal = overlay.values - overlay.changed;
        match (overlay.values, overlay.changed) {
            (0, _) => told.push(format!("{file} changes nothing: it holds no [[parameter]]")),
            (_, 0) => told.push(format!(
                "{file} changes nothing: each of its values ({equal}) equals the one in force"
            )),
            _ if equal > 0 => told.push(format!(
                "{file}: {equal} of {} values equal those that were in force",
                overlay.values
            )),
            _ => {}
        }
        let replaced = overlay.values - set.of_overlay(n).count();
        if replaced > 0 {
            told.push(format!("{file}: {replaced} of its values are replaced by later files"));
        }
        for row in set.of_overlay(n).filter(|row| row.scope() == Scope::World) {
            let finer = |other: &&Parameter| {
                other.id == row.id && other.scope() != Scope::World && !other.is_users()
            };
            let (kept, what) = (
                set.iter().filter(finer).count(),
                match Reach::of(&row.id) {
                    Reach::Country => "countries",
                    Reach::Passage => "passages",
                    Reach::Market => "sea markets",
                    Reach::Gate => "gates",
                    Reach::World => continue,
                },
            );
            if kept > 0 {
                told.push(format!(
                    "{file}: {row} is for where there is no figure; {kept} {what} keep their own \
                     (`corridor parameters {}`)",
                    row.id
                ));
            }
        }
    }
    told
}

/// The name of a sea market or gate.
fn name_of_market(id: &str) -> &'static str {
    let seas = Markets::shipped();
    let markets = seas.rows().iter().map(|market| (&market.id, &market.name));
    let mut all = markets.chain(seas.gates().iter().map(|gate| (&gate.id, &gate.name)));
    all.find(|row| row.0 == id).map_or("", |row| row.1)
}

/// The beginning of a digest, enough to tell files apart.
fn short(digest: &str) -> &str {
    digest.get(..12).unwrap_or(digest)
}
