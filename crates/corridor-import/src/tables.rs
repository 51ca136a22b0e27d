//! Reads the hand-made tables under `data/` and checks them against each other.
//!
//! One TOML file holds the rows of one table (`[[passage]]`, `[[service]]`, ...); a corridor has a
//! file of its own under `corridors/`. Every problem of every file is reported in one go, with file,
//! line and column, so that a table is mended in one pass. What is not here: terminals, places and
//! lines that come from packages, and therefore UN/LOCODEs that only those define (see
//! [`Tables::place_codes`]).

mod check;
mod fields;
mod ids;

use anyhow::bail;
use corridor_network::PlaceCode;
use corridor_network::fact::{
    Area, Border, Corridor, Event, Gauge, Line, Passage, Pipeline, Service, Terminal, Union,
    Waterway, Waypoint,
};
use serde::de::DeserializeOwned;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use toml::Spanned;

/// The hand-made tables, each in the order of its files.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tables {
    /// Canals, straits and capes.
    pub passages: Vec<Passage>,
    /// Areas of the sea.
    pub areas: Vec<Area>,
    /// Border crossings.
    pub borders: Vec<Border>,
    /// Track gauge by country, exceptions after the rule.
    pub gauges: Vec<Gauge>,
    /// Customs unions.
    pub unions: Vec<Union>,
    /// Scheduled ship lines.
    pub services: Vec<Service>,
    /// Inland waterways.
    pub waterways: Vec<Waterway>,
    /// Pipelines.
    pub pipelines: Vec<Pipeline>,
    /// Hand-checked pieces of rail, road and sea line, in this order.
    pub lines: Vec<Line>,
    /// Hand-made ports, rail terminals, loading points, landings of ferries and stations of pipelines,
    /// in this order.
    pub terminals: Vec<Terminal>,
    /// Corridors by file name.
    pub corridors: Vec<Corridor>,
    /// Dated reports.
    pub events: Vec<Event>,
}

/// A row and where it stands: `file:line:column`.
struct Row<T> {
    value: T,
    at: String,
}

/// The tables before they are checked.
struct Rows {
    passages: Vec<Row<Passage>>,
    areas: Vec<Row<Area>>,
    borders: Vec<Row<Border>>,
    gauges: Vec<Row<Gauge>>,
    unions: Vec<Row<Union>>,
    services: Vec<Row<Service>>,
    waterways: Vec<Row<Waterway>>,
    pipelines: Vec<Row<Pipeline>>,
    lines: Vec<Row<Line>>,
    terminals: Vec<Row<Terminal>>,
    corridors: Vec<Row<Corridor>>,
    events: Vec<Row<Event>>,
}

/// Reads and checks all tables under `dir`.
///
/// # Errors
/// When a file is missing or not TOML of its record, or a row is wrong: an id used twice, a name
/// that nothing bears, dates out of order, a season that is none, missing evidence. The error lists
/// every problem, one a line.
pub fn read(dir: &Path) -> anyhow::Result<Tables> {
    let mut problems = Vec::new();
    let rows = Rows {
        passages: table(dir, "passages.toml", "passage", &mut problems),
        areas: table(dir, "areas.toml", "area", &mut problems),
        borders: table(dir, "borders.toml", "border", &mut problems),
        gauges: table(dir, "gauges.toml", "gauge", &mut problems),
        unions: table(dir, "unions.toml", "union", &mut problems),
        services: table(dir, "services.toml", "service", &mut problems),
        waterways: table(dir, "waterways.toml", "waterway", &mut problems),
        pipelines: table(dir, "pipelines.toml", "pipeline", &mut problems),
        lines: tables(dir, &["rail-lines", "road-lines", "sea-lines"], "line", &mut problems),
        terminals: tables(
            dir,
            &["ports", "rail-terminals", "loading-points", "landings", "pipeline-stations"],
            "terminal",
            &mut problems,
        ),
        corridors: corridors(dir, &mut problems),
        events: table(dir, "events.toml", "event", &mut problems),
    };
    // References are checked even when a file failed only if all files could be read: a missing
    // file would make every reference into it look wrong.
    if problems.is_empty() {
        problems = check::problems(&rows);
    }
    if !problems.is_empty() {
        let count = problems.len();
        bail!("{count} problem(s) in the tables of {}:\n{}", dir.display(), problems.join("\n"));
    }
    Ok(rows.into_tables())
}

impl Tables {
    /// Circles of all corridors, in order.
    pub fn waypoints(&self) -> impl Iterator<Item = &Waypoint> {
        self.corridors.iter().flat_map(|corridor| &corridor.waypoints)
    }

    /// UN/LOCODEs that services, corridors and events name but no hand-made terminal bears, each
    /// with the id of who names it: the terminals built from packages must have them.
    pub fn place_codes(&self) -> BTreeSet<(PlaceCode, String)> {
        let known: BTreeSet<&str> = self.terminals.iter().map(|t| t.id.as_str()).collect();
        let mut codes = BTreeSet::new();
        let mut add = |text: &str, by: &str| {
            if let Some(code) = place_code(text).filter(|_| !known.contains(text)) {
                codes.insert((code, by.to_owned()));
            }
        };
        for service in &self.services {
            add(&service.from, &service.id);
            add(&service.to, &service.id);
        }
        for pipeline in &self.pipelines {
            add(&pipeline.from, &pipeline.id);
            add(&pipeline.to, &pipeline.id);
        }
        for corridor in &self.corridors {
            for name in corridor.through.iter().flatten().chain(&corridor.not_through) {
                add(name, &corridor.id);
            }
        }
        for event in &self.events {
            for name in &event.affects {
                add(name, &format!("event of {}", event.from));
            }
        }
        codes
    }
}

impl Rows {
    fn into_tables(self) -> Tables {
        fn values<T>(rows: Vec<Row<T>>) -> Vec<T> {
            rows.into_iter().map(|row| row.value).collect()
        }
        Tables {
            passages: values(self.passages),
            areas: values(self.areas),
            borders: values(self.borders),
            gauges: values(self.gauges),
            unions: values(self.unions),
            services: values(self.services),
            waterways: values(self.waterways),
            pipelines: values(self.pipelines),
            lines: values(self.lines),
            terminals: values(self.terminals),
            corridors: values(self.corridors),
            events: values(self.events),
        }
    }
}

/// The text as a UN/LOCODE if it is written as one: five characters, capitals.
fn place_code(text: &str) -> Option<PlaceCode> {
    text.parse().ok().filter(|code: &PlaceCode| code.as_str() == text)
}

/// The rows of the files `<stem>.toml`, one file after the other.
fn tables<T: DeserializeOwned>(
    dir: &Path,
    stems: &[&str],
    key: &str,
    problems: &mut Vec<String>,
) -> Vec<Row<T>> {
    stems.iter().flat_map(|stem| table(dir, &format!("{stem}.toml"), key, problems)).collect()
}

/// The rows `[[key]]` of one file.
fn table<T: DeserializeOwned>(
    dir: &Path,
    name: &str,
    key: &str,
    problems: &mut Vec<String>,
) -> Vec<Row<T>> {
    let Some((path, text)) = text_of(dir.join(name), problems) else { return Vec::new() };
    let mut lists: BTreeMap<String, Vec<Spanned<T>>> = match toml::from_str(&text) {
        Ok(lists) => lists,
        Err(error) => {
            problems.push(located(&path, &error.to_string()));
            return Vec::new();
        }
    };
    let rows = lists.remove(key).unwrap_or_default();
    for other in lists.keys() {
        problems.push(format!("{path}: it holds [[{other}]] but only [[{key}]] belongs there"));
    }
    rows.into_iter()
        .map(|row| {
            let at = position(&path, &text, row.span().start);
            Row { value: row.into_inner(), at }
        })
        .collect()
}

/// The corridors, one a file, by file name.
fn corridors(dir: &Path, problems: &mut Vec<String>) -> Vec<Row<Corridor>> {
    let folder = dir.join("corridors");
    let mut paths: Vec<PathBuf> = match fs::read_dir(&folder) {
        Ok(entries) => entries
            .filter_map(|entry| entry.ok().map(|entry| entry.path()))
            .filter(|path| path.extension().is_some_and(|ext| ext == "toml"))
            .collect(),
        Err(error) => {
            problems.push(format!(
                "{}: {error}; one file per corridor belongs there",
                folder.display()
            ));
            return Vec::new();
        }
    };
    paths.sort();
    let mut rows = Vec::new();
    for path in paths {
        let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned());
        let Some((path, text)) = text_of(path, problems) else { continue };
        match toml::from_str::<Corridor>(&text) {
            Ok(corridor) if stem.as_deref() != Some(&corridor.id) => problems.push(format!(
                "{path}:1:1: the corridor {:?} stands in a file of another name; rename one",
                corridor.id
            )),
            Ok(value) => rows.push(Row { value, at: format!("{path}:1:1") }),
            Err(error) => problems.push(located(&path, &error.to_string())),
        }
    }
    rows
}

/// The path as shown in errors and the text of the file.
fn text_of(path: PathBuf, problems: &mut Vec<String>) -> Option<(String, String)> {
    let shown = path.display().to_string();
    match fs::read_to_string(path) {
        Ok(text) => Some((shown, text)),
        Err(error) => {
            problems.push(format!("{shown}: {error}; a table without rows is an empty file"));
            None
        }
    }
}

/// A parser's message (which names line and column) with its file.
fn located(path: &str, message: &str) -> String {
    format!("{path}: {}", message.trim_end())
}

/// `file:line:column` of a byte of a text.
fn position(path: &str, text: &str, byte: usize) -> String {
    let before = &text[..byte.min(text.len())];
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().map_or(0, |line| line.chars().count()) + 1;
    format!("{path}:{line}:{column}")
}

#[cfg(test)]
mod tests;
