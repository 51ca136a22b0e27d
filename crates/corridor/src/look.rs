//! Looking things up: places, corridors, what the network holds.

use crate::engine::Engine;
use crate::place::{Candidate, PlaceError};
use crate::plan::WarningView;
use crate::problem::{Problem, did_you_mean};
use corridor_network::fact::{Corridor, Evidence, status_on};
use corridor_network::{Id, Mode};
use corridor_planning::world::reports;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;

/// A place found.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PlaceView {
    /// Name and country.
    pub name: String,
    /// UN/LOCODE, empty where there is none.
    pub locode: String,
    /// Country, ISO 3166-1 alpha-2.
    pub country: String,
    /// Longitude and latitude, degrees.
    pub at: [f64; 2],
    /// Inhabitants; 0 where not known.
    pub population: u32,
    /// Whether it is, or has, a port or rail terminal.
    pub terminal: bool,
}

/// The answer of `places`.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PlacesResponse {
    /// Version of this shape.
    pub schema_version: u32,
    /// Places, best first.
    pub places: Vec<PlaceView>,
}

/// A corridor as shown.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct CorridorView {
    /// Stable id.
    pub id: String,
    /// English name.
    pub name: String,
    /// Its course.
    pub course: String,
    /// State on the day: `open` unless something else is stated.
    pub status: String,
    /// Reports that hold on the day.
    pub reports: Vec<WarningView>,
    /// What an itinerary must go through to have used it.
    pub through: Vec<Vec<String>>,
    /// Where this comes from.
    pub evidence: Vec<Evidence>,
}

/// The answer of `corridors`.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct CorridorsResponse {
    /// Version of this shape.
    pub schema_version: u32,
    /// The day whose status is told.
    pub as_of: String,
    /// The corridors.
    pub corridors: Vec<CorridorView>,
}

/// What the network holds.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Info {
    /// Version of this shape.
    pub schema_version: u32,
    /// Network file and its build id.
    pub dataset: String,
    /// Nodes.
    pub nodes: usize,
    /// Links by mode.
    pub links: BTreeMap<String, usize>,
    /// Kilometres by mode.
    pub km: BTreeMap<String, u64>,
    /// Rows of each table.
    pub tables: BTreeMap<String, usize>,
    /// Places in the gazetteer.
    pub places: usize,
    /// Where it comes from.
    pub sources: Vec<corridor_network::fact::Source>,
}

impl Engine {
    /// Places by name, beginning, code or position.
    ///
    /// # Errors
    /// When nothing is found, with what may have been meant.
    pub fn places(&self, text: &str, limit: usize) -> Result<PlacesResponse, Problem> {
        let mut found: Vec<PlaceView> = Vec::new();
        let exact = self.gazetteer().resolve(text);
        if let Err(error @ PlaceError::UnknownCode { .. }) = &exact {
            return Err(Problem::bad_input(error.code(), error.to_string(), ""));
        }
        if let Ok(place) = &exact {
            let entry = place.place.map(|id| &self.network().places()[id]);
            found.push(PlaceView {
                name: place.label.clone(),
                locode: entry.map(|e| e.locode.clone()).unwrap_or_default(),
                country: place.country.to_string(),
                at: place.at.degrees(),
                population: entry.map_or(0, |e| e.population),
                terminal: place.terminal.is_some(),
            });
        }
        // The name of a country stands for its towns before towns elsewhere whose names begin so.
        if let Err(PlaceError::Country { suggestions, .. }) = &exact {
            found.extend(suggestions.iter().take(limit).map(|candidate| self.candidate(candidate)));
        }
        for candidate in self.gazetteer().search(text, limit + 1) {
            let view = self.candidate(&candidate);
            if found.len() < limit && !found.iter().any(|f| f.at == view.at) {
                found.push(view);
            }
        }
        if found.is_empty()
            && let Err(error) = exact
        {
            return Err(Problem::bad_input(error.code(), error.to_string(), ""));
        }
        Ok(PlacesResponse { schema_version: 1, places: found })
    }

    fn candidate(&self, candidate: &Candidate) -> PlaceView {
        let entry = &self.network().places()[candidate.place];
        PlaceView {
            name: candidate.label.clone(),
            locode: entry.locode.clone(),
            country: candidate.country.to_string(),
            at: candidate.at.degrees(),
            population: candidate.population,
            terminal: entry.terminal.is_some(),
        }
    }

    /// The corridors with their status on a day, or the one with this id.
    ///
    /// # Errors
    /// When there is no corridor of that id.
    pub fn corridors(&self, id: Option<&str>, day: Date) -> Result<CorridorsResponse, Problem> {
        let all = &self.network().facts().corridors;
        let wanted: Vec<&Corridor> = match id {
            None => all.iter().collect(),
            Some(id) => {
                let named = |c: &&Corridor| {
                    c.id.eq_ignore_ascii_case(id)
                        || c.aliases.iter().any(|a| a.eq_ignore_ascii_case(id))
                };
                let found: Vec<_> = all.iter().filter(named).collect();
                if found.is_empty() {
                    let hint = did_you_mean(id, all.iter().map(|c| c.id.as_str()));
                    let action = hint
                        .map_or("`corridor corridors` lists them".to_owned(), |hint| {
                            format!("did you mean {hint:?}?")
                        });
                    return Err(Problem::bad_input(
                        "corridor-unknown",
                        format!("no corridor {id:?}"),
                        action,
                    ));
                }
                found
            }
        };
        let view = |corridor: &Corridor| CorridorView {
            id: corridor.id.clone(),
            name: corridor.name.clone(),
            course: corridor.course.clone(),
            status: status_on(&corridor.status, day)
                .map_or("open".to_owned(), |p| format!("{:?}", p.state).to_lowercase()),
            reports: reports(self.network(), &corridor.id, &corridor.status, day)
                .into_iter()
                .map(|(_, warning)| WarningView::from(warning))
                .collect(),
            through: corridor.through.clone(),
            evidence: corridor.evidence.clone(),
        };
        Ok(CorridorsResponse {
            schema_version: 1,
            as_of: day.to_string(),
            corridors: wanted.into_iter().map(view).collect(),
        })
    }

    /// What the network holds.
    pub fn info(&self) -> Info {
        let network = self.network();
        let columns = network.columns();
        let facts = network.facts();
        let mut links: BTreeMap<String, usize> = BTreeMap::new();
        let mut metres: BTreeMap<String, u64> = BTreeMap::new();
        for link in columns.link_a.ids() {
            let mode = columns.link_mode[link].name();
            *links.entry(mode.to_owned()).or_default() += 1;
            *metres.entry(mode.to_owned()).or_default() += u64::from(columns.link_length[link].0);
        }
        let tables = [
            ("passages", facts.passages.len()),
            ("areas", facts.areas.len()),
            ("borders", facts.borders.len()),
            ("services", facts.services.len()),
            ("lines", facts.lines.len()),
            ("waterways", facts.waterways.len()),
            ("pipelines", facts.pipelines.len()),
            ("terminals", facts.terminals.len()),
            ("corridors", facts.corridors.len()),
            ("events", facts.events.len()),
            ("gauges", facts.gauges.len()),
            ("unions", facts.unions.len()),
        ];
        Info {
            schema_version: 1,
            dataset: self.dataset(),
            nodes: network.node_count(),
            links,
            km: metres.into_iter().map(|(mode, m)| (mode, m / 1000)).collect(),
            tables: tables.into_iter().map(|(name, n)| (name.to_owned(), n)).collect(),
            places: network.places().len(),
            sources: facts.sources.clone(),
        }
    }
}

impl From<corridor_planning::Warning> for WarningView {
    fn from(warning: corridor_planning::Warning) -> Self {
        Self { code: warning.code, text: warning.text, source: warning.source, date: warning.date }
    }
}

/// The mode a word stands for.
///
/// # Errors
/// When it is none.
pub fn mode(word: &str) -> Result<Mode, Problem> {
    let names = Mode::ALL.map(Mode::name);
    Mode::ALL.into_iter().find(|m| m.name().eq_ignore_ascii_case(word)).ok_or_else(|| {
        let hint = did_you_mean(word, names.into_iter());
        Problem::bad_input(
            "mode-unknown",
            format!("{word:?} is no mode"),
            hint.map_or(format!("one of {}", names.join(", ")), |h| format!("did you mean {h:?}?")),
        )
    })
}

/// The number of a dense id, for tables that leave the process as plain numbers.
pub(crate) fn number(id: impl Id) -> usize {
    id.index()
}
